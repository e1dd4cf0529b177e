import re
from pathlib import Path

import pytest
from simcord import InteractionResult

from bot.services.pack_loading import bundled_packs, read_packs
from tests.world import World, choose, labels_of, message_of, text_of


async def test_a_fan_can_look_up_a_song(world: World) -> None:
    answer = await world.fan.slash(world.general, "song info", song="would i lie")
    text = text_of(answer)
    assert not answer.ephemeral
    assert "## Would I Lie to You?" in text
    assert "**Written by** Annie Lennox & Dave Stewart" in text
    assert "**Original artist** Eurythmics" in text
    assert "### S02E02 · The Fallout" in text
    assert "Derek" not in "".join(text.split("||")[::2])
    assert "Derek" in "".join(text.split("||")[1::2])


async def test_a_song_lists_every_performance(world: World) -> None:
    text = text_of(await world.fan.slash(world.general, "song info", song="let me be your star"))
    assert [code in text for code in ("### S02E01", "### S02E08", "### S02E11")] == [True] * 3
    assert "**Original song**" in text


async def test_an_original_song_says_so(world: World) -> None:
    text = text_of(await world.fan.slash(world.general, "song info", song="caught in the storm"))
    assert "**Original song**" in text


async def test_a_suggestion_opens_its_song(world: World) -> None:
    (choice,) = await world.fan.autocomplete(world.general, "song info", "song", "cauhgt")
    assert choice["name"] == "Caught in the Storm"
    assert "Caught" not in choice["value"]
    answer = await world.fan.slash(world.general, "song info", song=choice["value"])
    assert "## Caught in the Storm" in text_of(answer)


async def test_a_song_of_a_later_episode_is_answered_like_an_unknown_one(
    world: World,
) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    assert await world.fan.autocomplete(world.general, "song info", "song", "caught") == []
    ahead = await world.fan.slash(world.general, "song info", song="Caught in the Storm")
    unknown = await world.fan.slash(world.general, "song info", song="Fraught in the Norm")
    assert text_of(ahead).replace("Caught in the Storm", "…") == text_of(unknown).replace(
        "Fraught in the Norm", "…"
    )


async def test_later_performances_are_hidden_without_a_hint(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E08")
    answer = await world.fan.slash(world.general, "song info", song="let me be your star", private=True)
    assert "### S02E08" in text_of(answer)
    assert "S02E11" not in text_of(answer)
    assert "Showing what you've watched so far" in text_of(answer)


async def test_the_progress_note_is_shown_whether_or_not_there_is_more(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="finished")
    answer = await world.fan.slash(world.general, "song info", song="caught in the storm", private=True)
    assert "Showing what you've watched so far" in text_of(answer)


async def test_an_episodes_songs_are_listed_and_can_be_opened(world: World) -> None:
    answer = await world.fan.slash(world.general, "song list", episode="fallout")
    assert answer.ephemeral
    assert "- They Just Keep Moving the Line · `S02E02`" in text_of(answer)
    assert "Broadway, Here I Come" not in text_of(answer)
    opened = await choose(world.fan, answer, "Caught in the Storm")
    assert "## Caught in the Storm" in text_of(opened)
    episode = await world.fan.click(message_of(opened), label="S02E02")
    assert "## The Fallout" in text_of(episode)
    songs = await world.fan.click(message_of(episode), label="🎵")
    assert "- Caught in the Storm" in text_of(songs)


async def test_a_shows_songs_are_listed_on_several_pages(world: World) -> None:
    answer = await world.fan.slash(world.general, "song list")
    assert "Over the Rainbow" in text_of(answer)
    assert "Back" not in labels_of(answer)
    more = await world.fan.click(message_of(answer), label="More")
    assert "Over the Rainbow" not in text_of(more)
    assert "Back" in labels_of(more)


async def test_every_song_is_listed_exactly_once(world: World) -> None:
    text = await every_page(world, await world.fan.slash(world.general, "song list"))
    (smash,) = read_packs(bundled_packs()).values()
    listed = re.findall(r"^- (.+?)(?: \(original: .+\))? · `", text, re.MULTILINE)
    assert [entry.replace("\\", "") for entry in listed] == [song.title for song in smash.songs]


async def every_page(world: World, answer: InteractionResult) -> str:
    """The text of a list, from the current page to the last."""
    texts = [text_of(answer)]
    while "More" in labels_of(answer):
        answer = await world.fan.click(message_of(answer), label="More")
        texts.append(text_of(answer))
    return "\n".join(texts)


async def test_a_private_song_list_ends_at_the_askers_progress(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    text = await every_page(world, await world.fan.slash(world.general, "song list"))
    assert "Mama Makes Three" in text
    assert "Caught in the Storm" not in text
    assert "Showing what you've watched so far" in text
    ahead = await world.fan.slash(world.general, "song list", episode="S02E02")
    assert "No songs yet." in text_of(ahead)


async def test_a_public_song_list_can_be_opened_privately(world: World) -> None:
    answer = await world.fan.slash(world.general, "song list", private=False)
    assert not answer.ephemeral
    copy = await world.other.click(message_of(answer), label="Show me privately")
    assert copy.ephemeral
    assert "Over the Rainbow" in text_of(copy)


async def test_in_a_strict_channel_a_song_past_the_limit_is_answered_privately(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S02E01", strict=True
    )
    aside = await world.fan.slash(world.general, "song info", song="caught in the storm")
    assert aside.ephemeral
    assert "Only you can see this" in text_of(aside)
    public = await world.fan.slash(world.general, "song info", song="let me be your star")
    assert not public.ephemeral
    assert "S02E08" not in text_of(public)


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("", "### No such song here"),
        ("zzz", "### No song “zzz”"),
        ("||", r"### No song “\|\|”"),
        ("x" * 4000, "### No song “" + "x" * 99 + "…”"),
        ("smash:song-99999", r"### No song “smash\:song-99999”"),
        ("glee:song-1", "### No show “glee”"),
    ],
)
async def test_hostile_or_nonsense_input_gets_a_normal_not_found_reply(
    world: World, typed: str, heading: str
) -> None:
    answer = await world.fan.slash(world.general, "song info", song=typed)
    assert answer.ephemeral
    assert text_of(answer).splitlines()[0] == heading


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_an_empty_catalogue_says_so(self, world: World) -> None:
        for command, options in (
            ("song info", {"song": "x"}),
            ("song list", {}),
            ("recap", {"episode": "x"}),
        ):
            answer = await world.fan.slash(world.general, command, **options)
            assert answer.ephemeral
            assert "No shows yet" in text_of(answer)
        assert await world.fan.autocomplete(world.general, "song info", "song", "x") == []


STAR = "let me be your star"


async def test_a_public_song_card_always_has_show_me_privately(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S02E02", strict=True
    )
    for song in (STAR, "caught in the storm"):
        answer = await world.fan.slash(world.general, "song info", song=song)
        assert "||" not in text_of(answer)
        assert "Show me privately" in labels_of(answer)


async def test_opened_privately_a_song_past_the_members_progress_is_withheld(world: World) -> None:
    public = await world.fan.slash(world.general, "song info", song="caught in the storm")
    await world.other.slash(world.general, "progress set", episode="S02E01")
    mine = await world.other.click(message_of(public), label="Show me privately")
    assert mine.ephemeral
    assert "🔒 Hidden" in text_of(mine)
    assert "## A song in S02E02" in text_of(mine)
    for word in ("Caught", "||", "**Written by**"):
        assert word not in text_of(mine)
    assert labels_of(mine) == ["S02E02", "Show anyway", "Watched up to S02E02"]
    shown = await world.other.click(message_of(mine), label="Show anyway")
    assert shown.response is not None
    assert shown.response.ephemeral
    assert "**Written by**" in text_of(shown)
    assert "||Sung by" in text_of(shown)
    assert "Caught" not in text_of(shown)


async def hide_titles(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S02E01"
    )
    await world.admin.slash(world.general, "spoilers titles", hide=True)


ASIDE = "Only you can see this. It's past this channel's spoiler limit (`/here`)."


async def test_a_suggested_title_that_is_hidden_in_the_channel_is_answered_privately(
    world: World,
) -> None:
    await hide_titles(world)
    await world.fan.slash(world.general, "progress set", episode="finished")
    (choice,) = await world.fan.autocomplete(world.general, "song info", "song", "caught")
    for typed in (choice["value"], choice["name"], "caught"):
        answer = await world.fan.slash(world.general, "song info", song=typed)
        assert answer.ephemeral
        assert "## Caught in the Storm" in text_of(answer)
        assert ASIDE in text_of(answer)
    for command, options in (
        ("episode lookup", {"episode": "fallout"}),
        ("recap", {"episode": "fallout", "private": False}),
        ("song list", {"episode": "fallout", "private": False}),
    ):
        answer = await world.fan.slash(world.general, command, **options)
        assert answer.ephemeral, command
        assert ASIDE in text_of(answer)
    assert world.general.history(viewer=world.other) == []


async def test_an_episode_named_by_its_code_is_public_even_if_its_title_is_hidden(world: World) -> None:
    await hide_titles(world)
    await world.fan.slash(world.general, "progress set", episode="finished")
    for typed in ("S02E02", "smash:S02E02", "2x2"):
        answer = await world.fan.slash(world.general, "episode lookup", episode=typed)
        assert not answer.ephemeral
        assert "## S02E02" in text_of(answer)
        assert "Fallout" not in text_of(answer)


async def test_a_title_the_asker_may_not_know_is_answered_like_an_unknown_one(
    world: World,
) -> None:
    await hide_titles(world)
    for progress in (None, "S02E01"):
        if progress:
            await world.fan.slash(world.general, "progress set", episode=progress)
        for command, option in (
            ("song info", "song"),
            ("song list", "episode"),
            ("recap", "episode"),
            ("episode lookup", "episode"),
        ):
            masked, unknown = [
                await world.fan.slash(world.general, command, **{option: typed}, private=False)
                for typed in ("fallout", "caught in the storm", "zzyxx")
                if typed == "zzyxx" or (typed == "caught in the storm") == (option == "song")
            ]
            assert masked.ephemeral
            texts = [text_of(answer).partition("”")[2] for answer in (masked, unknown)]
            assert texts[0] == texts[1]
            assert labels_of(masked) == labels_of(unknown)


async def test_a_click_on_a_song_whose_title_is_now_hidden_is_answered_privately(
    world: World,
) -> None:
    public = await world.fan.slash(world.general, "song info", song="caught in the storm")
    await hide_titles(world)
    unknown = await world.fan.click(message_of(public), label="Show me privately")
    assert "No such song here" in text_of(unknown)
    await world.fan.slash(world.general, "progress set", episode="finished")
    mine = await world.fan.click(message_of(public), label="Show me privately")
    assert mine.ephemeral
    assert "## Caught in the Storm" in text_of(mine)
    assert "Share in channel" not in labels_of(mine)
