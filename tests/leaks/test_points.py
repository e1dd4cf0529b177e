"""Regression tests for leaks found by review, through the command tree."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from simcord import InteractionResult, MemberActor

from tests.leaks.watch import split
from tests.world import World, components_of, episode_toml, labels_of, message_of, text_of, walk, write_pack

_EPISODES = "".join(
    (
        episode_toml(
            "S01E01",
            "Overture",
            "2024-01-01",
            "Anna finds the letter.",
            """still = "https://pictures.example/anna.webp"
scenes = ["Anna alone.", "Anna and Bella."]
songs = [{ title = "Opening", performers = ["Anna"], context = "Anna sings alone." }]
quotes = [
  { speaker = "Anna", text = "We open with a letter." },
  { speaker = "Bella", text = "Give me that letter." },
]""",
        ),
        episode_toml("S01E02", "Second Night", "2024-01-08", "Bella hides the letter."),
        episode_toml(
            "S02E01",
            "Third Night",
            "2024-06-01",
            "Clara reads the letter.",
            """still = "https://pictures.example/clara.webp"
scenes = ["Clara alone."]
songs = [
  { title = "Late Song", performers = ["Clara"], context = "Clara sings." },
  { title = "Opening", performers = ["Clara"], context = "Clara sings it back." },
]
quotes = [{ speaker = "Clara", text = "I have read the letter.", context = "So she has." }]""",
        ),
        episode_toml("S02E02", "Fourth Night", "2024-06-08", ""),
        episode_toml(
            "S02E03",
            "Last Night",
            "2030-01-01",
            "Dora burns the letter.",
            'quotes = [{ speaker = "Dora", text = "It burns like a letter." }]',
        ),
    )
)
_SONGS = '[[song]]\ntitle = "Opening"\n[[song]]\ntitle = "Late Song"\n[[song]]\ntitle = "Never Sung"\n'
_OTHER = episode_toml("S01E01", "Ouverture", "2024-01-01", "Emil finds the key.", 'scenes = ["Emil alone."]')
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    write_pack(tmp_path / "packs", "curtain", "Curtain", _EPISODES, _SONGS)
    write_pack(tmp_path / "packs", "other", "Other", _OTHER)
    return tmp_path / "packs"


@pytest.fixture(autouse=True)
def now(world: World) -> None:
    world.clock.at = NOW


async def ask(
    world: World, command: str, by: MemberActor | None = None, /, **options: Any
) -> InteractionResult:
    """Run a command for this module's show, by default as the fan."""
    show = {} if command.startswith(("spoilers", "progress")) else {"show": "curtain"}
    return await (by or world.fan).slash(world.general, command, **show | options)


async def limit(world: World, policy: str, **options: Any) -> None:
    options |= {"show": "curtain"} if policy == "up-to" else {}
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy=policy, **options
    )


async def watched(world: World, code: str) -> None:
    await world.fan.slash(world.general, "progress set", episode=code, show="curtain")


def pictures_of(result: InteractionResult) -> list[dict[str, Any]]:
    galleries = (part for part in walk(components_of(result)) if part["type"] == 12)
    return [item for gallery in galleries for item in gallery["items"]]


async def suggested(world: World, command: str, option: str, typed: str = "") -> list[dict[str, Any]]:
    return await world.fan.autocomplete(world.general, command, option, typed, show="curtain")


async def test_deleting_a_songs_only_episode_hides_the_song(world: World) -> None:
    cards = [await ask(world, "song info", song="Late Song", private=True)]
    buttons = [part["custom_id"] for part in walk(components_of(cards[0])) if part["type"] == 2]
    cards += [await ask(world, "song info", song="Late Song", private=True) for _ in buttons[1:]]
    await ask(world, "catalog episode remove", world.admin, episode="S02E01")
    assert "Late Song" not in text_of(await ask(world, "song list"))
    assert "Late Song" not in str(await suggested(world, "song info", "song"))
    for card, pressed in zip(cards, buttons, strict=True):
        clicked = await world.fan.click(message_of(card), custom_id=pressed)
        assert "Late Song" not in str(clicked.response and clicked.response.components)


class TestAired:
    async def test_an_undated_special_after_a_missing_episode_is_hidden(self, world: World) -> None:
        await _add(world, "special after S01E05", "Special", summary="Finn forgives the letter.")
        await limit(world, "aired")
        answer = await ask(world, "episode lookup", episode="special after S01E05")
        assert "forgives" not in split(text_of(answer))[0]

    async def test_deleting_an_episode_reveals_nothing(self, world: World) -> None:
        await _add(world, "special after S02E03", "Special", summary="Finn forgives the letter.")
        await limit(world, "aired")
        await ask(world, "catalog episode remove", world.admin, episode="S02E03")
        answer = await ask(world, "episode lookup", episode="special after S02E03")
        assert "forgives" not in split(text_of(answer))[0]


async def _add(world: World, code: str, title: str, summary: str) -> None:
    """An admin adds an episode by importing a pack."""
    pack = f'[[episode]]\ncode = "{code}"\ntitle = "{title}"\nsummary = "{summary}"\n'
    preview = await world.admin.slash(
        world.general, "catalog import", file=("more.toml", pack.encode()), show="curtain"
    )
    (apply,) = [
        part["custom_id"]
        for part in walk(components_of(preview))
        if str(part.get("custom_id")).startswith('["import",')
    ]
    await world.admin.click(message_of(preview), custom_id=apply)


class TestStrictPlaces:
    async def test_a_public_song_list_ends_at_the_limit(self, world: World) -> None:
        await limit(world, "up-to", up_to="S01E02", strict=True)
        listed = await ask(world, "song list", private=False)
        assert not listed.ephemeral
        assert "Opening" in text_of(listed)
        assert "Late Song" not in text_of(listed)
        assert "Never Sung" not in text_of(listed)

    async def test_a_missing_recap_is_reported_in_a_private_reply_too(self, world: World) -> None:
        await limit(world, "up-to", up_to="S01E02", strict=True)
        answer = text_of(await ask(world, "recap", episode="S02E02", private=False))
        assert "No recap yet." in answer
        assert "past this channel's spoiler limit" in answer

    async def test_strict_applies_to_every_show(self, world: World) -> None:
        await world.admin.slash(
            world.general,
            "spoilers channel",
            channel=world.general,
            policy="up-to",
            up_to="curtain:S01E02",
            strict=True,
        )
        for show, episode in (("curtain", "S02E01"), ("other", "S01E01")):
            answer = await world.fan.slash(world.general, "recap", episode=episode, show=show, private=False)
            assert answer.ephemeral
            card = await world.fan.slash(world.general, "episode lookup", episode=episode, show=show)
            assert "finds the key" not in text_of(card)
            assert "reads the letter" not in text_of(card)


async def test_an_old_message_does_not_count_as_show_anyway(world: World) -> None:
    old = [await ask(world, "quote search", text="burns")]
    buttons = [part["custom_id"] for part in walk(components_of(old[0])) if part["type"] == 2]
    assert len(buttons) > 1
    old += [await ask(world, "quote search", text="burns") for _ in buttons[1:]]
    assert "burns" in split(text_of(old[0]))[1]
    await watched(world, "S01E02")
    for number, message in enumerate(old):  # one message per button: a click replaces the card
        pressed = [part["custom_id"] for part in walk(components_of(message)) if part["type"] == 2][number]
        clicked = await world.fan.click(message_of(message), custom_id=pressed)
        assert clicked.response is not None, pressed
        assert "burns" not in str(clicked.response.components), pressed


async def test_in_an_unknown_channel_titles_stay_hidden(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    thread = world.thread(world.general)
    known = world.env.bot.get_guild(world.guild.id)
    channel = known and known.get_channel(world.general.id)
    assert known is not None
    assert channel is not None
    known._remove_channel(channel)  # pyright: ignore[reportPrivateUsage]  # as if the bot had missed it
    card = await world.fan.slash(thread, "episode lookup", episode="S01E01", show="curtain")
    assert card.ephemeral
    assert "Overture" not in text_of(card)
    assert "finds" not in split(text_of(card))[0]


async def test_a_withheld_card_has_the_same_buttons_whatever_is_hidden(world: World) -> None:
    await watched(world, "S01E01")
    with_story, without_story = [
        await ask(world, "episode lookup", episode=episode, private=True) for episode in ("S02E01", "S02E02")
    ]
    assert [len(row["components"]) for row in walk(components_of(with_story)) if row["type"] == 1] == [
        len(row["components"]) for row in walk(components_of(without_story)) if row["type"] == 1
    ]
    codes = ("S01E02", "S02E01", "S02E02", "S02E03")

    def labels(result: InteractionResult) -> list[str]:
        return ["code" if label in codes else label for label in labels_of(result)]

    assert [label for label in labels(with_story) if not any(code in label for code in codes)] == [
        label for label in labels(without_story) if not any(code in label for code in codes)
    ]


class TestStills:
    async def test_a_withheld_card_does_not_reveal_whether_there_is_a_still(self, world: World) -> None:
        await watched(world, "S01E01")
        cards: list[Any] = []
        for _ in range(2):
            card = await ask(world, "episode lookup", episode="S02E01", private=True)
            cards.append(components_of(card))
            async with world.database.write() as writing:
                await writing.run("UPDATE episode SET still = NULL")
        assert cards[0] == cards[1]
        assert "clara" not in str(cards[0])

    async def test_in_a_strict_channel_a_still_past_the_limit_is_left_out(self, world: World) -> None:
        await limit(world, "up-to", up_to="S01E02", strict=True)
        card = await ask(world, "episode lookup", episode="S02E01")
        assert not card.ephemeral
        assert "clara" not in str(components_of(card))

    async def test_a_hidden_still_is_marked_as_a_spoiler(self, world: World) -> None:
        (item,) = pictures_of(await ask(world, "episode lookup", episode="S02E01"))
        assert item["spoiler"] is True
        assert item["media"]["url"] == "https://pictures.example/clara.webp"
        assert not item.get("description")

    async def test_a_visible_still_is_not_marked_as_a_spoiler(self, world: World) -> None:
        await watched(world, "S02E01")
        (item,) = pictures_of(await ask(world, "episode lookup", episode="S02E01", private=True))
        assert not item.get("spoiler")
        assert not item.get("description")


async def test_without_dates_finished_is_the_last_episode(world: World) -> None:
    async with world.database.write() as writing:
        await writing.run("UPDATE episode SET aired = NULL")
    choices = await suggested(world, "progress set", "episode")
    (finished,) = [choice["value"] for choice in choices if choice["name"].endswith("Finished")]
    await watched(world, finished)
    shown = await world.fan.slash(world.general, "progress show", show="curtain")
    assert "watched up to **S02E03**" in text_of(shown)


async def test_a_song_with_a_hidden_reprise_can_be_opened_privately(world: World) -> None:
    await limit(world, "up-to", up_to="S01E02")
    card = await ask(world, "song info", song="Opening")
    assert not card.ephemeral
    assert "Show me privately" in labels_of(card)
    await world.other.slash(world.general, "progress set", episode="not started", show="curtain")
    private = await world.other.click(message_of(card), label="Show me privately")
    assert private.ephemeral
    assert "Anna" not in text_of(private)
    assert "Show anyway" in labels_of(private)
    shown = await world.other.click(message_of(private), label="Show anyway")
    assert "Anna" in split(text_of(shown))[1]
    assert "Anna" not in split(text_of(shown))[0]
