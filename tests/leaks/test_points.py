"""Regression tests for leaks found by review, through the command tree."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from discord import ui
from simcord import InteractionResult, MemberActor

from tests.forms import fields_of
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


async def progress(world: World) -> list[int]:
    async with world.database.read() as reading:
        rows = await reading.rows("SELECT position FROM progress WHERE user_id = $1", world.fan.id)
    return [row["position"] for row in rows]


async def suggested(world: World, command: str, option: str, typed: str = "") -> list[dict[str, Any]]:
    return await world.fan.autocomplete(world.general, command, option, typed, show="curtain")


async def forge(world: World, *custom_ids: str) -> None:
    """The fan clicks forged buttons."""
    buttons = [ui.Button[ui.View](label="forged", custom_id=one) for one in custom_ids]
    message = await world.forge(*buttons)
    for custom_id in custom_ids:
        await world.fan.click(message, custom_id=custom_id)


class TestSongsPerformedNowhere:
    async def test_members_cannot_find_them(self, world: World) -> None:
        names = [choice["name"] for choice in await suggested(world, "song info", "song")]
        assert names == ["Opening", "Late Song"]
        assert "Never" not in text_of(await ask(world, "song list"))
        never, unknown = [
            text_of(await ask(world, "song info", song=song, private=True))
            for song in ("Never Sung", "Nnqqxx Zzyy")
        ]
        assert never.replace("Never Sung", "…") == unknown.replace("Nnqqxx Zzyy", "…")

    async def test_moderators_can_find_them(self, world: World) -> None:
        choices = await world.admin.autocomplete(
            world.general, "catalog song edit", "song", "never", show="curtain"
        )
        assert [choice["name"] for choice in choices] == ["Never Sung"]

    async def test_deleting_a_songs_only_episode_hides_the_song(self, world: World) -> None:
        cards = [await ask(world, "song info", song="Late Song", private=True)]
        buttons = [part["custom_id"] for part in walk(components_of(cards[0])) if part["type"] == 2]
        cards += [await ask(world, "song info", song="Late Song", private=True) for _ in buttons[1:]]
        await ask(world, "catalog episode remove", world.admin, episode="S02E01")
        assert "Late Song" not in text_of(await ask(world, "song list"))
        assert "Late Song" not in str(await suggested(world, "song info", "song"))
        for card, pressed in zip(cards, buttons, strict=True):
            clicked = await world.fan.click(message_of(card), custom_id=pressed)
            assert "Late Song" not in str(clicked.response and clicked.response.components)

    async def test_unplaced_items_never_set_progress(self, world: World) -> None:
        async with world.database.read() as reading:
            row = await reading.one("SELECT id FROM song WHERE title = 'Never Sung'")
        last = (9999 * 10_000 * 100 + 999_999) * 100 + 99
        card = f'["so","curtain",{row["id"]},0,true,false]'
        await forge(
            world, card, f'["w",{last},{card}]', f'["progress","curtain",{last}]', f'["w",{2**62},{card}]'
        )
        await watched(world, "special 99 after S9999E9999.99")
        await watched(world, "S00E07")
        assert await progress(world) == []


class TestAired:
    async def test_an_undated_special_after_a_missing_episode_is_hidden(
        self, world: World, tmp_path: Path
    ) -> None:
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


@pytest.mark.parametrize("command", ["quote search", "quote random"])
async def test_a_suggested_characters_value_does_not_contain_the_name(world: World, command: str) -> None:
    await watched(world, "S02E01")
    choices = await suggested(world, command, "character")
    assert {choice["name"] for choice in choices} == {"Anna", "Bella", "Clara"}
    for choice in choices:
        assert not {"anna", "bella", "clara"} & {part.lower() for part in choice["value"].split(":")}
        asked = {"text": "letter"} if command == "quote search" else {}
        for typed in (choice["name"], choice["value"]):
            found = text_of(await ask(world, command, None, character=typed, private=True, **asked))
            assert choice["name"] in found
            assert "letter" in found


class TestStrictPlaces:
    async def test_a_public_song_list_ends_at_the_limit(self, world: World) -> None:
        await limit(world, "up-to", up_to="S01E02", strict=True)
        listed = await ask(world, "song list", private=False)
        assert not listed.ephemeral
        assert "Opening" in text_of(listed)
        assert "Late Song" not in text_of(listed)
        assert "Never Sung" not in text_of(listed)

    async def test_an_episode_past_the_limit_shows_facts_only(self, world: World) -> None:
        await limit(world, "up-to", up_to="S01E02", strict=True)
        with_story = await ask(world, "episode lookup", episode="S02E01")
        without_story = await ask(world, "episode lookup", episode="S02E02")
        for answer in (with_story, without_story):
            assert not answer.ephemeral
            assert "Show me privately" in labels_of(answer)
        assert "Third Night" in text_of(with_story)
        for secret in ("Clara", "letter", "Late Song", "Opening"):
            assert secret not in str(components_of(with_story))
        alike = [
            [
                line.replace("Third", "…")
                .replace("Fourth", "…")
                .replace("S02E01", "…")
                .replace("S02E02", "…")
                for line in text_of(answer).splitlines()
                if "<t:" not in line
            ]
            for answer in (with_story, without_story)
        ]
        assert alike[0] == alike[1]

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
    await world.admin.slash(world.general, "spoilers titles", hide=await _hidden(world))
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


async def _hidden(world: World) -> Any:
    command = world.env.backend.find_command("spoilers", world.guild.id)
    assert command is not None
    (titles,) = [part for part in command["options"] if part["name"] == "titles"]
    return "hidden" if titles["options"][0]["type"] == 3 else True


class TestTimesOfQuotes:
    async def test_an_old_free_text_timestamp_is_treated_as_a_spoiler(self, world: World) -> None:
        async with world.database.write() as writing:
            await writing.run(
                "UPDATE quote SET timestamp = 'right after Ned dies' WHERE text = 'I have read the letter.'"
            )
        found = await ask(world, "quote search", text="read the letter", private=False)
        assert not found.ephemeral
        assert "Ned" not in split(text_of(found))[0]
        await watched(world, "S01E01")
        async with world.database.read() as reading:
            row = await reading.one("SELECT id FROM quote WHERE text = 'I have read the letter.'")
        message = await world.forge(
            ui.Button(label="forged", custom_id=f'["qu","curtain",{row["id"]},0,true,false]')
        )
        withheld = await world.fan.click(message, label="forged")
        assert "Ned" not in str(components_of(withheld))

    async def test_an_invalid_timestamp_is_refused(self, world: World) -> None:
        form = await ask(world, "catalog quote add", world.admin, episode="S01E02")
        fields = fields_of(form) | {"text": "So it goes.", "timestamp": "right after Ned dies"}
        sent = await world.admin.submit_modal(form, fields)
        assert sent.ephemeral
        async with world.database.read() as reading:
            assert await reading.rows("SELECT 1 FROM quote WHERE text = 'So it goes.'") == []


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


class TestFinished:
    async def _finished(self, world: World) -> str:
        choices = await suggested(world, "progress set", "episode")
        (finished,) = [choice["value"] for choice in choices if choice["name"].endswith("Finished")]
        await world.fan.slash(world.general, "progress set", episode=finished, show="curtain")
        return text_of(await world.fan.slash(world.general, "progress show", show="curtain"))

    async def test_finished_is_the_last_aired_episode(self, world: World) -> None:
        assert "S02E02" in await self._finished(world)
        card = await ask(world, "episode lookup", episode="S02E03", private=True)
        assert "burns" not in text_of(card)

    async def test_finished_stays_the_same_when_the_next_episode_airs(self, world: World) -> None:
        await self._finished(world)
        world.clock.at = datetime(2030, 1, 2, tzinfo=UTC)
        card = await ask(world, "episode lookup", episode="S02E03", private=True)
        assert "burns" not in text_of(card)

    async def test_without_dates_finished_is_the_last_episode(self, world: World) -> None:
        async with world.database.write() as writing:
            await writing.run("UPDATE episode SET aired = NULL")
        assert "S02E03" in await self._finished(world)


@pytest.mark.parametrize(
    ("command", "option", "typed"),
    [("song info", "song", "late"), ("episode lookup", "episode", "third")],
)
async def test_a_suggested_hidden_title_is_answered_privately(
    world: World, command: str, option: str, typed: str
) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=await _hidden(world))
    await watched(world, "S02E02")
    choices = await suggested(world, command, option, typed)
    (title,) = ["Late Song"] if option == "song" else ["Third Night"]
    assert title in choices[0]["name"]
    for typed_in in (choices[0]["value"], choices[0]["name"], title):
        answer = await ask(world, command, None, **{option: typed_in})
        if option == "song" or typed_in == title:
            assert answer.ephemeral
            assert title in text_of(answer)


class TestSeasonZero:
    async def test_an_undated_special_is_unplaced(self, world: World) -> None:
        await watched(world, "S01E01")
        await _add(world, "S00E09", "Reunion", summary="She murdered him in the finale.")
        assert "murdered" not in text_of(await ask(world, "episode lookup", episode="S00E09", private=True))
        assert "Reunion" not in text_of(await ask(world, "episode list"))
        await watched(world, "S00E09")
        assert len(await progress(world)) == 1
        assert "S01E01" in text_of(await world.fan.slash(world.general, "progress show", show="curtain"))
        await limit(world, "up-to", up_to="S00E09")
        async with world.database.read() as reading:
            assert await reading.rows("SELECT 1 FROM place_policy WHERE kind = 'up-to'") == []

    async def test_a_dated_special_is_placed_after_what_had_aired_by_then(self, world: World) -> None:
        pack = (
            '[[episode]]\ncode = "S00E01"\ntitle = "Between"\naired = 2024-02-01\nsummary = "Anna rests."\n'
        )
        preview = await world.admin.slash(
            world.general, "catalog import", file=("special.toml", pack.encode()), show="curtain"
        )
        apply = next(
            part["custom_id"]
            for part in walk(components_of(preview))
            if str(part.get("custom_id")).startswith('["import",')
        )
        await world.admin.click(message_of(preview), custom_id=apply)
        await watched(world, "S01E01")
        assert "rests" not in text_of(await ask(world, "episode lookup", episode="S00E01", private=True))
        await watched(world, "S01E02")
        before = text_of(await ask(world, "episode lookup", episode="S00E01", private=True))
        assert "rests" not in before
        await watched(world, "S02E01")
        assert "rests" in text_of(await ask(world, "episode lookup", episode="S00E01", private=True))


async def test_a_limit_for_one_show_hides_other_shows(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    await limit(world, "up-to", up_to="S01E02", strict=True)
    answer = await world.fan.slash(world.general, "recap", episode="S01E01", show="other", private=False)
    assert answer.ephemeral


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


class TestWatchedUpTo:
    async def test_the_watched_button_names_the_code(self, world: World) -> None:
        card = await ask(world, "episode lookup", episode="S01E02", private=True)
        assert "Watched up to S01E02" in labels_of(card)
        await world.fan.click(message_of(card), label="Watched up to S01E02")
        assert "S01E02" in text_of(await world.fan.slash(world.general, "progress show", show="curtain"))

    async def test_on_a_withheld_card_the_watched_button_asks_first(self, world: World) -> None:
        await watched(world, "S01E01")
        before = await progress(world)
        card = await ask(world, "episode lookup", episode="S02E01", private=True)
        rows = [row["components"] for row in walk(components_of(card)) if row["type"] == 1]
        (label,) = [label for label in labels_of(card) if "S02E01" in label and "Watched" in label]
        assert any(row[-1].get("label") == label for row in rows)
        asked = await world.fan.click(message_of(card), label=label)
        assert await progress(world) == before
        assert "reads the letter" not in str(components_of(asked))
