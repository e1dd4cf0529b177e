"""Single values that the bot remembers between starts."""

from bot.store.database import Reading, Writing


async def recall(reading: Reading, name: str) -> str | None:
    """The value stored under a name, or None."""
    row = await reading.row("SELECT value FROM remembered WHERE name = $1", name)
    return None if row is None else str(row["value"])


async def remember(writing: Writing, name: str, value: str) -> None:
    """Store a value under a name, replacing an earlier one."""
    await writing.run(
        "INSERT INTO remembered (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
        name,
        value,
    )


async def forget(writing: Writing, name: str) -> None:
    """Delete the value stored under a name."""
    await writing.run("DELETE FROM remembered WHERE name = $1", name)
