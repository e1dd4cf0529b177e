import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, labels_of, message_of, text_of, text_on


async def found(world: World, text: str, **options: object) -> str:
    """The search reply without bold markup."""
    answer = await world.fan.slash(world.general, "quote search", text=text, **options)
    return text_of(answer).replace("**", "")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("i dont want a new riting partner", "“I don’t want a new writing partner, okay?"),
        ("lawyer draw contract", "“I’ll have my lawyer draw up the contract” · Eileen"),
        ('"how much do you need"', "“How much do you need?” · Jerry"),
        ("partner writing new", "“I don’t want a new writing partner, okay?"),
        ("excuses", "“I am running out of excuses for you” · Tom"),
        ("HANG OU", "“hang out” · Jimmy"),
    ],
)
async def test_a_quote_is_found_by_roughly_remembered_words(world: World, typed: str, line: str) -> None:
    text = await found(world, typed)
    first = next(row for row in text.splitlines() if row.startswith("> "))
    assert first.startswith(f"> ||{line}")


@pytest.mark.parametrize(
    ("typed", "apart"),
    [("running out of excuses", 0), ("runing out of excuses", 1), ("excuses", 1)],
)
async def test_only_a_search_for_near_misses_runs_beside_the_bot(
    world: World, monkeypatch: pytest.MonkeyPatch, typed: str, apart: int
) -> None:
    """What takes a moment does not wait for another thread, and what takes longer holds nobody up."""
    works: list[object] = []
    run_apart = world.database.read_apart

    async def counted(work: Any) -> Any:
        works.append(work)
        return await run_apart(work)

    monkeypatch.setattr(world.database, "read_apart", counted)
    assert "I am running out of excuses for you" in await found(world, typed)
    assert len(works) == apart


async def test_search_results_are_private_with_quotes_hidden(world: World) -> None:
    answer = await world.fan.slash(world.general, "quote search", text="lawyer")
    assert answer.ephemeral
    in_the_open = "".join(text_of(answer).split("||")[::2])
    assert in_the_open.count("lawyer") == in_the_open.count("## “lawyer”") == 1
    assert "Eileen" not in in_the_open


async def test_quotes_past_the_askers_progress_are_not_found_and_not_hinted_at(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    ahead = await world.fan.slash(world.general, "quote search", text="lawyer draw contract")
    nowhere = await world.fan.slash(world.general, "quote search", text="zeppelin quarks")
    assert text_of(ahead).replace("lawyer draw contract", "zeppelin quarks") == text_of(nowhere)
    assert labels_of(ahead) == labels_of(nowhere)
    assert "Searched up to your progress." in text_of(ahead)
    assert "I've watched more" in labels_of(ahead)


async def test_beyond_shows_later_quotes_hidden(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    answer = await world.fan.slash(world.general, "quote search", text="lawyer", beyond=True)
    assert "> ||“I’ll have my **lawyer**" in text_of(answer)
    opened = await world.fan.click(message_of(answer), label="1")
    assert "> ||“I’ll have my lawyer" in text_of(opened)


async def test_the_progress_note_is_always_shown(world: World) -> None:
    assert "Searched up to your progress." in await found(world, "lawyer")
    await world.fan.slash(world.general, "progress set", episode="finished")
    assert "Searched up to your progress." in await found(world, "lawyer")


async def test_a_finished_fan_gets_no_watched_more_button_in_private(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="finished")
    alone, public = [
        labels_of(await world.fan.slash(world.general, "quote search", text="lawyer", private=private))
        for private in (True, False)
    ]
    assert "I've watched more" not in alone
    assert "I've watched more" in public


@pytest.mark.parametrize(
    "typed",
    ["x", "x" * 4000, "NEAR(", "AND", "a AND", "NOT NOT", "text:lawyer", "{text}"],
)
async def test_nonsense_input_finds_nothing_and_causes_no_error(world: World, typed: str) -> None:
    assert "Nothing found" in await found(world, typed)


@pytest.mark.parametrize("typed", [" ", "?", "…!?", '"', '""', "*", "^", "||", "("])
async def test_a_search_without_words_asks_for_some(world: World, typed: str) -> None:
    assert "Type a few words of the quote in `text`" in await found(world, typed)


async def test_filters_narrow_the_search(world: World) -> None:
    assert "” · Tom" in await found(world, "you", character="tom")
    assert "Jerry" not in await found(world, "you", character="tom")
    assert "Nothing found" in await found(world, "lawyer", season=1)
    assert "lawyer" in await found(world, "lawyer", season=2)
    assert "Nothing found" in await found(world, "lawyer", character="nobody")


async def test_characters_are_suggested_only_if_the_asker_may_know_them(world: World) -> None:
    assert await world.fan.autocomplete(world.general, "quote search", "character", "") == []
    await world.fan.slash(world.general, "progress set", episode="S02E02")
    names = [
        choice["name"]
        for choice in await world.fan.autocomplete(world.general, "quote search", "character", "")
    ]
    assert set(names) == {"Tom", "Eileen", "Kyle", "Jimmy", "Derek", "Jerry"}
    (choice,) = await world.fan.autocomplete(world.general, "quote random", "character", "ei")
    assert choice["name"] == "Eileen"
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    assert await world.fan.autocomplete(world.general, "quote search", "character", "to") == []


async def test_a_suggested_characters_id_works_like_the_name(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E02")
    (choice,) = await world.fan.autocomplete(world.general, "quote random", "character", "ei")
    assert re.fullmatch(r"speaker-\d+", str(choice["value"]))
    for named in (choice["value"], choice["name"], "EILEEN"):
        assert "1 · Eileen" in await found(world, "lawyer", character=named)
        answer = await world.fan.slash(world.general, "quote random", character=named)
        assert "” · Eileen" in text_of(answer)


async def test_a_character_of_later_episodes_is_answered_like_an_unknown_one(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E02")
    (choice,) = await world.fan.autocomplete(world.general, "quote random", "character", "ei")
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    named = ("Eileen", choice["value"], "Nobody", "speaker-999999")
    draws = [await world.fan.slash(world.general, "quote random", character=name) for name in named]
    searches = [await found(world, "lawyer", character=name) for name in named]
    assert {text_of(draw) for draw in draws} == {text_of(draws[0])}
    assert "No quote by this character" in text_of(draws[0])
    assert {*searches} == {searches[0]}


async def test_a_quote_opens_with_its_surrounding_quotes_and_can_be_shared_after_a_preview(
    world: World,
) -> None:
    await world.fan.slash(world.general, "progress set", episode="finished")
    answer = await world.fan.slash(world.general, "quote search", text="excuses")
    opened = await world.fan.click(message_of(answer), label="1")
    text = text_of(opened)
    assert "> “I am running out of excuses for you”\n> — Tom\n> -# To Julia" in text
    assert "word on the street is" in text
    assert "want a new writing partner" in text
    preview = await world.fan.click(message_of(opened), label="Share in channel")
    assert "Spoilers are **hidden**" in text_of(preview)
    await world.fan.click(message_of(preview), label="Share")
    posted = world.general.last_message
    assert posted is not None
    assert not posted.flags.ephemeral


async def test_an_episodes_card_leads_to_its_quotes(world: World) -> None:
    card = await world.fan.slash(world.general, "episode lookup", episode="fallout")
    quotes = await world.fan.click(message_of(card), label="💬")
    assert "> ||“hang out” · Jimmy" in text_of(quotes)
    more = await world.fan.click(message_of(quotes), label="Read on")
    assert "lawyer" in text_of(more)


async def test_matched_words_are_bold_below_the_search_text(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="finished")
    answer = await world.fan.slash(world.general, "quote search", text="i dont want a new riting partner")
    assert "## “i dont want a new riting partner”" in text_of(answer)
    assert "> “**I don’t want a new writing partner**, okay?" in text_of(answer)
    assert "”\n> **1** · Tom · S02E02\n> -# To Julia" in text_of(answer)


async def test_the_search_text_is_escaped_and_pings_nobody(world: World) -> None:
    answer = await world.fan.slash(world.general, "quote search", text="you ** || @everyone <@1> # x\ny")
    assert "## Nothing found for “you \\*\\* \\|\\| \\@everyone \\<\\@1\\> \\# x y”" in text_of(answer)
    sent = json.dumps(world.env.http_requests[-1].json)
    assert '"allowed_mentions": {"parse": []}' in sent


async def test_the_search_text_is_shown_only_to_the_asker(world: World) -> None:
    answer = await world.fan.slash(world.general, "quote search", text="the lawyer dies", private=False)
    assert "## Quotes found" in text_of(answer)
    assert "dies" not in text_of(answer)
    assert "**lawyer**" not in text_of(answer)
    for person, seen in ((world.fan, True), (world.other, False)):
        copy = await person.click(message_of(answer), label="Show me privately")
        assert copy.ephemeral
        assert ("**lawyer**" in text_of(copy)) is seen
        assert ("## “the lawyer dies”" in text_of(copy)) is seen
        assert ("dies" in text_of(copy)) is seen
    nothing = await world.fan.slash(world.general, "quote search", text="zeppelin", private=False)
    assert "zeppelin" not in text_of(nothing)


async def test_a_quote_opened_from_a_search_leads_back_to_it(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="finished")
    answer = await world.fan.slash(world.general, "quote search", text="excuses")
    before = text_of(answer)
    opened = await world.fan.click(message_of(answer), label="1")
    back = await world.fan.click(message_of(opened), label="Back to results")
    assert text_of(back) == before
    drawn = await world.fan.slash(world.general, "quote random")
    assert "Back to results" not in labels_of(drawn)


async def test_results_are_shared_without_the_search_text(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="finished")
    answer = await world.fan.slash(world.general, "quote search", text="excuses")
    preview = await world.fan.click(message_of(answer), label="Share in channel")
    assert "these quotes, not what you typed. Spoilers are **hidden**" in text_of(preview)
    assert "excuses" not in text_of(preview)
    await world.fan.click(message_of(preview), label="Share")
    posted = world.general.last_message
    assert posted is not None
    assert not posted.flags.ephemeral
    shown = text_on(posted)
    assert "> ||“I am running out of excuses for you” · Tom" in shown
    assert "“excuses”" not in shown
    assert "Shared by" in shown


async def test_results_past_a_strict_channels_limit_are_not_shared(world: World) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="tagged", strict=True
    )
    answer = await world.fan.slash(world.general, "quote search", text="lawyer")
    refused = await world.fan.click(message_of(answer), label="Share in channel")
    assert "All of it is past this channel's spoiler limit" in text_of(refused)


async def test_a_missing_season_is_reported_whatever_the_progress(world: World) -> None:
    for progress in ("not started", "finished"):
        await world.fan.slash(world.general, "progress set", episode=progress)
        assert "Smash has no season 9" in await found(world, "lawyer", season=9)


async def test_random_quotes_do_not_repeat_until_all_were_shown(world: World) -> None:
    drawn: list[str] = []
    for _ in range(20):
        answer = await world.fan.slash(world.general, "quote random")
        assert not answer.ephemeral
        (line,) = [row for row in text_of(answer).splitlines() if row.startswith("> ")]
        drawn.append(line)
        if len(drawn) == 5:
            await world.restart()
    assert len(set(drawn[:10])) == len(set(drawn[10:])) == 10


async def test_random_quotes_come_from_what_the_asker_has_watched(world: World) -> None:
    await world.fan.slash(world.general, "progress set", episode="S02E01")
    answer = await world.fan.slash(world.general, "quote random")
    assert answer.ephemeral
    assert "No quotes yet" in text_of(answer)


async def test_in_a_strict_channel_public_quotes_are_within_the_limit(
    world: World,
) -> None:
    await world.admin.slash(
        world.general, "spoilers channel", channel=world.general, policy="tagged", strict=True
    )
    assert "No quotes yet" in text_of(await world.fan.slash(world.general, "quote random"))
    assert "Nothing found" in await found(world, "lawyer", private=False)
    assert "lawyer" in await found(world, "lawyer")


class TestManyLines:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        pack = tmp_path / "packs" / "many"
        pack.mkdir(parents=True)
        (pack / "show.toml").write_text('slug = "many"\ntitle = "Many"\n')
        for season in (1, 2):
            line = f"about the lighthouse of season {season}"
            quotes = "".join(
                f'[[episode.quotes]]\nspeaker = "Ann"\ntext = "Line {number} {line}"\n' for number in range(8)
            )
            (pack / f"season-{season}.toml").write_text(f'[[episode]]\ncode = "S0{season}E01"\n{quotes}')
        return pack.parent

    async def test_result_pages_keep_their_order_after_a_restart(self, world: World) -> None:
        answer = await world.fan.slash(world.general, "quote search", text="lighthouse", private=False)
        pages = [text_of(answer)]
        await world.restart()
        message = world.general.last_message
        assert message is not None
        while True:
            answer = await world.fan.click(message, label="More")
            pages.append(text_of(answer))
            message = message_of(answer)
            if "More" not in labels_of(answer):
                break
        whole = "\n".join(pages).replace("**", "")
        lines = re.findall(r"Line \d about the lighthouse of season \d", whole)
        assert len(lines) == len(set(lines)) == 16
        back = await world.fan.click(message, label="Back")
        assert text_of(back) == pages[-2]

    async def test_another_member_who_turns_a_page_sees_only_up_to_their_own_progress(
        self, world: World
    ) -> None:
        await world.other.slash(world.general, "progress set", episode="S01E01")
        answer = await world.fan.slash(world.general, "quote search", text="lighthouse", private=False)
        copy = await world.other.click(message_of(answer), label="More")
        assert copy.ephemeral
        assert "season 2" not in text_of(copy)
        assert "season 1" in text_of(copy)


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_an_empty_catalogue_says_so(self, world: World) -> None:
        for command, options in (("quote search", {"text": "x"}), ("quote random", {})):
            answer = await world.fan.slash(world.general, command, **options)
            assert "No shows yet" in text_of(answer)
        assert await world.fan.autocomplete(world.general, "quote search", "character", "x") == []
