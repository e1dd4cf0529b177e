from pathlib import Path

import pytest

from tests.world import World, labels_of, message_of, text_of


async def test_a_fan_looks_a_song_up(world: World) -> None:
    answer = await world.fan.slash(world.general, "song info", song="would i lie")
    text = text_of(answer)
    assert not answer.ephemeral
    assert "## Would I Lie to You?" in text
    assert "**Written by** Annie Lennox & Dave Stewart" in text
    assert "**A cover**: first by Eurythmics" in text
    assert "### S02E02 · The Fallout" in text
    assert "Derek" not in "".join(text.split("||")[::2])
    assert "Derek" in "".join(text.split("||")[1::2])


async def test_a_song_comes_back(world: World) -> None:
    text = text_of(await world.fan.slash(world.general, "song info", song="let me be your star"))
    assert [code in text for code in ("### S02E01", "### S02E08", "### S02E11")] == [True] * 3
    assert "cover" in text.lower()


async def test_a_song_that_is_no_cover_says_so(world: World) -> None:
    text = text_of(await world.fan.slash(world.general, "song info", song="caught in the storm"))
    assert "**No cover** that we know of" in text


async def test_the_suggestion_leads_to_its_song(world: World) -> None:
    (choice,) = await world.fan.autocomplete(world.general, "song info", "song", "cauhgt")
    assert choice["name"] == "Caught in the Storm"
    assert "Caught" not in choice["value"]
    answer = await world.fan.slash(world.general, "song info", song=choice["value"])
    assert "## Caught in the Storm" in text_of(answer)


async def test_a_song_that_lies_ahead_is_not_offered_and_cannot_be_told_from_one_that_is_not_there(
    world: World,
) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    assert await world.fan.autocomplete(world.general, "song info", "song", "caught") == []
    ahead = await world.fan.slash(world.general, "song info", song="Caught in the Storm")
    unknown = await world.fan.slash(world.general, "song info", song="Fraught in the Norm")
    assert text_of(ahead).replace("Caught in the Storm", "…") == text_of(unknown).replace(
        "Fraught in the Norm", "…"
    )


async def test_later_performances_are_kept_for_later_without_a_word_of_them(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E08")
    answer = await world.fan.slash(world.general, "song info", song="let me be your star", private=True)
    assert "### S02E08" in text_of(answer)
    assert "S02E11" not in text_of(answer)
    assert "Told as far as you are" in text_of(answer)


async def test_told_as_far_as_you_are_stands_there_whether_or_not_there_is_more(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="finished")
    answer = await world.fan.slash(world.general, "song info", song="caught in the storm", private=True)
    assert "Told as far as you are" in text_of(answer)


async def test_the_songs_of_an_episode_are_listed_and_lead_to_their_cards(world: World) -> None:
    answer = await world.fan.slash(world.general, "song list", episode="fallout")
    assert answer.ephemeral
    assert "- They Just Keep Moving the Line · `S02E02`" in text_of(answer)
    assert "Broadway, Here I Come" not in text_of(answer)
    opened = await world.fan.click(message_of(answer), label="Caught in the Storm")
    assert "## Caught in the Storm" in text_of(opened)
    episode = await world.fan.click(message_of(opened), label="S02E02")
    assert "## The Fallout" in text_of(episode)
    songs = await world.fan.click(message_of(episode), label="Songs")
    assert "- Caught in the Storm" in text_of(songs)


async def test_the_songs_of_the_show_take_several_pages(world: World) -> None:
    answer = await world.fan.slash(world.general, "song list")
    more = await world.fan.click(message_of(answer), label="More")
    assert "The Last Goodbye" in text_of(more)
    assert "Back" in labels_of(more)


async def test_a_list_goes_as_far_as_the_asker_is(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    text = text_of(await world.fan.slash(world.general, "song list"))
    assert "Mama Makes Three" in text
    assert "Caught in the Storm" not in text
    assert "Told as far as you are" in text
    ahead = await world.fan.slash(world.general, "song list", episode="S02E02")
    assert "No songs to name here." in text_of(ahead)


async def test_a_list_for_everyone_can_be_opened_for_oneself(world: World) -> None:
    answer = await world.fan.slash(world.general, "song list", private=False)
    assert not answer.ephemeral
    copy = await world.other.click(message_of(answer), label="Show me privately")
    assert copy.ephemeral
    assert "Mama Makes Three" in text_of(copy)


async def test_in_a_strict_place_a_song_above_the_ceiling_is_answered_aside(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="up-to", up_to="S02E01", strict=True
    )
    aside = await world.fan.slash(world.general, "song info", song="caught in the storm")
    assert aside.ephemeral
    assert "Only you see this" in text_of(aside)
    public = await world.fan.slash(world.general, "song info", song="let me be your star")
    assert not public.ephemeral
    assert "S02E08" not in text_of(public)


@pytest.mark.parametrize("typed", ["", "zzz", "||", "x" * 4000, "smash:song-99999", "glee:song-1"])
async def test_whatever_is_typed_is_answered_kindly(world: World, typed: str) -> None:
    answer = await world.fan.slash(world.general, "song info", song=typed)
    assert answer.ephemeral
    assert "No " in text_of(answer)


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
            assert "There is no show here yet" in text_of(answer)
        assert await world.fan.autocomplete(world.general, "song info", "song", "x") == []
