"""Single values that the bot remembers from one start to the next."""

from bot.store.database import Reading, Writing


async def recall(reading: Reading, name: str) -> str | None:
    """The value kept under a name, if there is one."""
    row = await reading.row("SELECT value FROM remembered WHERE name = $1", name)
    return None if row is None else str(row["value"])


async def remember(writing: Writing, name: str, value: str) -> None:
    """Keep a value under a name, in place of the one before."""
    await writing.run(
        "INSERT INTO remembered (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
        name,
        value,
    )


async def forget(writing: Writing, name: str) -> None:
    """Keep nothing under a name any more."""
    await writing.run("DELETE FROM remembered WHERE name = $1", name)
