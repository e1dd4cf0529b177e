from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor

from tests.world import (
    World,
    choose,
    components_of,
    hidden_text,
    labels_of,
    message_of,
    options_of,
    text_in,
    text_of,
    text_on,
    visible_text,
    walk,
    write_pack,
    write_two_shows,
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return write_two_shows(tmp_path / "packs")


async def set_progress(
    world: World, episode: str, by: MemberActor | None = None, **options: str
) -> InteractionResult:
    answer = await (by or world.fan).slash(world.general, "progress set", episode=episode, **options)
    assert answer.ephemeral
    return answer


async def shown_progress(world: World, of: MemberActor | None = None, **options: str) -> str:
    answer = await (of or world.fan).slash(world.general, "progress show", **options)
    assert answer.ephemeral
    return text_of(answer)


async def card(
    world: World, episode: str, *, private: bool = True, by: MemberActor | None = None
) -> InteractionResult:
    return await (by or world.fan).slash(world.general, "episode lookup", episode=episode, private=private)


def private_notice(result: InteractionResult) -> str:
    """The private follow-up to an updated card."""
    (followup,) = result.followups
    assert followup.ephemeral
    return text_in(followup.components)


async def test_a_fan_can_set_their_progress(world: World) -> None:
    for typed, code in (
        ("S01E02", "S01E02"),
        ("S01E01", "S01E01"),
        ("second night", "S01E02"),
        ("curtain:S01E01", "S01E01"),
        ("1x2.5", "S01E02.5"),
        ("s01e02", "S01E02"),
        ("half light", "S01E02.5"),
        ("Greasepaint", "special after S01E02.5"),
        ("S01E02.50", "S01E02.5"),
        ("special after S01E02.5", "special after S01E02.5"),
        ("finished", "S02E01"),
        ("curtain:special after S01E02.5", "special after S01E02.5"),
        ("Everything", "S02E01"),
        ("S09E09", "S09E09"),
        ("curtain:S08E09.25", "S08E09.25"),
    ):
        await world.fan.slash(world.general, "progress clear")
        answer = await set_progress(world, typed)
        assert f"### Curtain: watched up to **{code}**" in text_of(answer)
        assert f"everything up to **{code}**" in text_of(answer)
        assert labels_of(answer)[-1] == "Undo"
        assert f"Now: watched up to **{code}**." in await shown_progress(world)


async def test_watched_episodes_are_visible_and_the_rest_is_hidden(world: World) -> None:
    await set_progress(world, "S01E02.5")
    for code in ("S01E01", "S01E02", "S01E02.5"):
        text = text_of(await card(world, code))
        assert "the letter." in text
        assert "||" not in text
    for code in ("special after S01E02.5", "S01E03", "S02E01"):
        text = text_of(await card(world, code))
        assert f"## {code}" in text
        assert "🔒 Hidden: you're on **S01E02.5**." in text
        assert "letter" not in text


async def test_a_withheld_card_looks_the_same_whatever_the_episode_contains(world: World) -> None:
    """A withheld card does not reveal whether there is a summary, a song or a guest."""
    await set_progress(world, "not started")
    await set_progress(world, "not started", show="zebra")
    full, bare = [
        text_of(await world.fan.slash(world.general, "episode lookup", episode=name, private=True))
        for name in ("curtain:S01E03", "zebra:S01E01")
    ]
    kept = full.partition("🔒 Hidden")[2]
    assert kept
    assert kept == bare.partition("🔒 Hidden")[2]
    assert "Stripes" not in bare
    assert "Footlights" not in full
    assert "Gods" not in full


async def test_progress_can_be_set_to_not_started(world: World) -> None:
    answer = await set_progress(world, "not started")
    assert "### Curtain: not started" in text_of(answer)
    assert "letter" not in text_of(await card(world, "S01E01"))
    assert "Now: not started.\n▱▱▱▱▱▱▱▱▱▱ 0/5" in await shown_progress(world)


async def test_suggestions_like_next_can_also_be_typed(world: World) -> None:
    """If no suggestion is chosen, Discord sends the typed word itself."""
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    for typed, code in (("next", "S01E02"), ("Last aired", "S01E03")):
        await set_progress(world, "S01E01")
        assert f"watched up to **{code}**" in text_of(await set_progress(world, typed))


async def test_progress_can_be_set_for_a_named_show(world: World) -> None:
    await set_progress(world, "S01E01", show="zebra")
    await set_progress(world, "finished", show="Curtain")
    assert "- **Zebra**: watched up to **S01E01**" in await shown_progress(world)
    assert "- **Curtain**: watched up to **S02E01**" in await shown_progress(world)
    assert "Zebra" not in await shown_progress(world, show="curtain")


async def test_invalid_progress_is_reported_and_changes_nothing(world: World) -> None:
    await set_progress(world, "S01E02")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"episode": "zzz"}, "### No episode “zzz”"),
        ({"episode": ""}, "### No episode"),
        ({"episode": "S01"}, "### No episode “S01”"),
        ({"episode": "special after"}, "### No episode"),
        ({"episode": "S01E01", "show": "nope"}, "### No show “nope”"),
        ({"episode": "finished", "show": "nope"}, "### No show “nope”"),
        ({"episode": "nope:finished"}, "### No show “nope”"),
    ]
    for options, sentence in cases:
        answer = await world.fan.slash(world.general, "progress set", **options)
        assert answer.ephemeral
        assert sentence in text_of(answer)
    assert "watched up to **S01E02**" in await shown_progress(world)


async def test_a_typo_offers_buttons_that_set_the_likely_episode(world: World) -> None:
    """The menu does what the command was for: it does not only show the episode."""
    for typed, label, code in (
        ("Footligths on", "S01E03 · Footlights", "S01E03"),
        ("1", "S02E01 · Prompt Side", "S02E01"),
    ):
        await world.fan.slash(world.general, "progress clear")
        asked = await set_progress(world, typed, show="curtain")
        done = await choose(world.fan, asked, label)
        assert f"watched up to **{code}**" in text_of(done)
        assert done.response is not None
        assert done.response.ephemeral
        assert f"watched up to **{code}**" in await shown_progress(world)


async def test_a_code_past_the_last_episode_is_saved_with_a_note(world: World) -> None:
    answer = await set_progress(world, "S20E02")
    assert "watched up to **S20E02**" in text_of(answer)
    assert "S02E01" in text_of(answer)
    assert "S02E01" not in text_of(await set_progress(world, "S01E02"))
    assert "S02E01" not in text_of(await set_progress(world, "S01E02.75"))


async def test_a_hidden_title_is_answered_like_an_unknown_one(world: World) -> None:
    await set_progress(world, "S01E01")
    masked, unknown = [text_of(await set_progress(world, typed)) for typed in ("Footlights", "Xyzzyplugh")]
    assert masked.replace("Footlights", "?") == unknown.replace("Xyzzyplugh", "?")
    assert "watched up to **S01E01**" in await shown_progress(world)


async def test_each_member_has_their_own_progress(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S02E01", by=world.other)
    assert "S01E02" in await shown_progress(world)
    assert "S02E01" in await shown_progress(world, of=world.other)
    await world.other.slash(world.general, "progress clear")
    assert "S01E02" in await shown_progress(world)


async def test_progress_applies_in_every_server_and_stays_private(world: World) -> None:
    await set_progress(world, "S01E02")
    elsewhere = world.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    fan = elsewhere.add_member(world.fan.user)
    answer = await fan.slash(lobby, "progress show")
    assert answer.ephemeral
    assert "S01E02" in text_of(answer)
    assert lobby.history(viewer=elsewhere.add_member(world.other.user)) == []


async def test_progress_and_its_buttons_survive_a_restart(world: World) -> None:
    await set_progress(world, "S01E01")
    answer = await set_progress(world, "S01E02")
    kept = await card(world, "S01E03")
    await world.restart()
    assert "S01E02" in await shown_progress(world)
    undone = await world.fan.click(message_of(answer), label="Undo")
    assert "watched up to **S01E01**" in text_of(undone)
    await world.fan.click(message_of(kept), label="Watched up to S01E03")
    await world.restart()
    watched = await world.fan.click(message_of(kept), label="Yes, I've watched it")
    await world.restart()
    assert "watched up to **S01E03**" in text_of(watched)
    shown = await world.fan.click(message_of(kept), label="Show card")
    assert "Edda wrote the letter." in visible_text(text_of(shown))


async def test_showing_progress_without_any_says_so(world: World) -> None:
    for text, title in (
        (await shown_progress(world), "Curtain"),
        (await shown_progress(world, show="zebra"), "Zebra"),
    ):
        assert f"### Your progress in {title}" in text
        assert "No progress saved. Choose the last episode you watched" in text
    assert "### No show “nope”" in await shown_progress(world, show="nope")


async def test_clearing_one_show_can_be_undone(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S01E01", show="zebra")
    cleared = await world.fan.slash(world.general, "progress clear", show="curtain")
    assert cleared.ephemeral
    assert "### Curtain progress cleared" in text_of(cleared)
    assert "Curtain" not in await shown_progress(world)
    assert "Zebra" in await shown_progress(world)
    await world.fan.click(message_of(cleared), label="Undo")
    assert "- **Curtain**: watched up to **S01E02**" in await shown_progress(world)


async def test_clearing_progress_without_a_show_clears_all_shows(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S01E01", show="zebra")
    cleared = await world.fan.slash(world.general, "progress clear")
    assert cleared.ephemeral
    assert "### Progress cleared" in text_of(cleared)
    assert "Curtain" in text_of(cleared)
    assert "Zebra" in text_of(cleared)
    assert "No progress saved" in await shown_progress(world)


async def test_clearing_progress_without_any_says_so(world: World) -> None:
    for options in ({}, {"show": "zebra"}):
        answer = await world.fan.slash(world.general, "progress clear", **options)
        assert answer.ephemeral
        assert "No progress saved" in text_of(answer)
    answer = await world.fan.slash(world.general, "progress clear", show="nope")
    assert "### No show “nope”" in text_of(answer)


async def test_setting_the_same_progress_again_changes_nothing(world: World) -> None:
    await set_progress(world, "S01E02")
    answer = await set_progress(world, "S01E02")
    assert "### Curtain: nothing to change" in text_of(answer)
    assert "Undo" not in labels_of(answer)


async def test_a_progress_change_can_be_undone_and_redone(world: World) -> None:
    first = await set_progress(world, "S01E02")
    second = await set_progress(world, "not started")
    undone = await world.fan.click(message_of(second), label="Undo")
    assert "watched up to **S01E02**" in text_of(undone)
    assert undone.response is not None
    assert second.response is not None
    assert undone.response.id == second.response.id
    redone = await world.fan.click(message_of(undone), label="Undo")
    assert "### Curtain: not started" in text_of(redone)
    await world.fan.click(message_of(redone), label="Undo")
    nothing = await world.fan.click(message_of(first), label="Undo")
    assert "### Curtain progress cleared" in text_of(nothing)
    assert "No progress saved" in await shown_progress(world)


async def test_undo_is_refused_after_another_change(world: World) -> None:
    first = await set_progress(world, "S01E02")
    await set_progress(world, "S01E03")
    refused = await world.fan.click(message_of(first), label="Undo")
    assert refused.ephemeral
    assert "### That can't be undone any more" in text_of(refused)
    assert "watched up to **S01E03**" in await shown_progress(world)


@pytest.mark.parametrize(
    "custom_id",
    [
        '["undo-progress","curtain",-7,null]',
        '["undo-progress","curtain",5,-7]',
        '["progress","curtain",-7]',
        '["menu","Season"]',
        '["further","nope"]',
    ],
)
async def test_a_forged_button_gets_an_error_message_and_changes_nothing(
    world: World, custom_id: str
) -> None:
    await set_progress(world, "S01E02")
    message = await world.forge(discord.ui.Button(label="forged", custom_id=custom_id))
    refused = await world.fan.click(message, label="forged")
    assert refused.ephemeral
    assert "###" in text_of(refused)
    assert "watched up to **S01E02**" in await shown_progress(world)


async def test_likely_episodes_are_suggested_first(world: World) -> None:
    world.clock.at = datetime(2024, 1, 9, 12, tzinfo=UTC)
    await set_progress(world, "S01E01")
    choices = await world.fan.autocomplete(world.general, "progress set", "episode", "", show="curtain")
    assert [choice["name"] for choice in choices] == [
        "Not started",
        "S01E02 · Watched the next one",
        "S01E02 · Watched all that aired",
        "S01E02 · Finished",
        "S01E01 · Overture",
        "S01E02",
        "S01E02.5",
        "special after S01E02.5",
        "S01E03",
        "S02E01",
    ]
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    choices = await world.fan.autocomplete(world.general, "progress set", "episode", "last")
    assert [choice["name"] for choice in choices] == ["Curtain · S01E03 · Watched all that aired"]


async def test_every_suggestion_sets_the_progress_it_names(world: World) -> None:
    await set_progress(world, "S01E01")
    for choice in await world.fan.autocomplete(world.general, "progress set", "episode", "", show="curtain"):
        await set_progress(world, choice["value"])
        wanted = choice["name"].rpartition(": ")[2].partition(" · ")[0]
        expected = "not started" if wanted == "Not started" else f"watched up to **{wanted}**"
        assert expected in await shown_progress(world, show="curtain")


async def test_every_code_is_suggested_even_if_its_title_is_hidden(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    for typed in ("S01E02", "s1e3", "2x1", "special", "S01E02.5 special", "1x2.5", "s01"):
        await set_progress(world, "not started")
        masked = await world.fan.autocomplete(world.general, "progress set", "episode", typed, show="curtain")
        assert masked
        await set_progress(world, "finished")
        shown = await world.fan.autocomplete(world.general, "progress set", "episode", typed, show="curtain")
        assert [choice["value"] for choice in masked] == [choice["value"] for choice in shown]
        assert all("·" not in choice["name"] for choice in masked)
        assert all("·" in choice["name"] for choice in shown)


async def test_a_hidden_title_gives_no_suggestion(world: World) -> None:
    await set_progress(world, "S01E01")
    assert await world.fan.autocomplete(world.general, "progress set", "episode", "footl") == []
    await set_progress(world, "S01E03")
    (choice,) = await world.fan.autocomplete(world.general, "progress set", "episode", "footl")
    assert choice == {"name": "Curtain · S01E03 · Footlights", "value": "curtain:S01E03"}


async def test_suggestions_for_the_show(world: World) -> None:
    for command in ("progress set", "progress show", "progress clear"):
        choices = await world.fan.autocomplete(world.general, command, "show", "zeb")
        assert choices == [{"name": "Zebra", "value": "zebra"}]
    assert await world.fan.autocomplete(world.general, "progress set", "episode", "S01", show="nope") == []


async def test_the_watched_button_updates_a_private_card_in_place(world: World) -> None:
    hidden = await card(world, "S01E03")
    watched = await world.fan.click(message_of(hidden), label="Watched up to S01E03")
    assert watched.response is not None
    assert hidden.response is not None
    assert watched.response.id == hidden.response.id
    assert "Edda wrote the letter." in visible_text(text_of(hidden))
    assert "everything up to **S01E03**" in private_notice(watched)


async def test_the_watched_button_on_a_withheld_card_asks_first(world: World) -> None:
    await set_progress(world, "S01E02")
    kept = await card(world, "S01E03")
    before = text_of(kept)
    rows = [row["components"] for row in walk(components_of(kept)) if row["type"] == 1]
    assert rows[1][-1]["label"] == "Watched up to S01E03"
    asked = await world.fan.click(message_of(kept), label="Watched up to S01E03")
    assert "### S01E02 → S01E03?" in text_of(asked)
    assert "watched up to **S01E02**" in await shown_progress(world)
    await world.fan.click(message_of(kept), label="No, go back")
    assert text_of(kept) == before
    assert "watched up to **S01E02**" in await shown_progress(world)
    await world.fan.click(message_of(kept), label="Watched up to S01E03")
    await world.fan.click(message_of(kept), label="Yes, I've watched it")
    assert "### Curtain: watched up to **S01E03**" in text_of(kept)
    assert labels_of(kept) == ["Show card", "Finished: S02E01", "Undo"]
    assert "letter" not in text_of(kept)
    await world.fan.click(message_of(kept), label="Show card")
    assert "Edda wrote the letter." in visible_text(text_of(kept))


async def test_the_watched_button_also_asks_if_nothing_was_watched_yet(world: World) -> None:
    await set_progress(world, "not started")
    kept = await card(world, "S01E03")
    await world.fan.click(message_of(kept), label="Watched up to S01E03")
    assert "### Not started → S01E03?" in text_of(kept)


async def test_the_watched_button_on_a_withheld_card_never_lowers_progress(world: World) -> None:
    await set_progress(world, "S01E02")
    kept = await card(world, "S01E03")
    await set_progress(world, "S02E01")
    await world.fan.click(message_of(kept), label="Watched up to S01E03")
    assert "nothing to change" in text_of(kept)
    assert labels_of(kept)[0] == "Show card"
    assert "Undo" not in labels_of(kept)
    assert "watched up to **S02E01**" in await shown_progress(world)


async def test_the_watched_button_never_lowers_progress(world: World) -> None:
    shown = await card(world, "S01E01")
    before = text_of(shown)
    await set_progress(world, "S01E03")
    watched = await world.fan.click(message_of(shown), label="Watched up to S01E01")
    assert watched.ephemeral
    assert "### Curtain: nothing to change" in text_of(watched)
    assert "Undo" not in labels_of(watched)
    assert text_of(shown) == before
    assert "watched up to **S01E03**" in await shown_progress(world)


async def test_the_watched_button_can_be_undone(world: World) -> None:
    await set_progress(world, "S01E01")
    kept = await card(world, "S01E03")
    await world.fan.click(message_of(kept), label="Watched up to S01E03")
    watched = await world.fan.click(message_of(kept), label="Yes, I've watched it")
    undone = await world.fan.click(message_of(watched), label="Undo")
    assert "watched up to **S01E01**" in text_of(undone)
    assert "watched up to **S01E01**" in await shown_progress(world)


async def test_the_watched_button_on_a_public_card_is_answered_privately(world: World) -> None:
    public = await card(world, "S01E03", private=False)
    before = text_of(public)
    for member in (world.fan, world.other):
        watched = await member.click(message_of(public), label="Watched up to S01E03")
        assert watched.ephemeral
        assert "### Curtain: watched up to **S01E03**" in text_of(watched)
        assert watched.followups == []
        assert text_of(public) == before
        assert "watched up to **S01E03**" in await shown_progress(world, of=member)
    again = await world.other.click(message_of(public), label="Watched up to S01E03")
    assert again.ephemeral
    assert "nothing to change" in text_of(again)


async def test_another_members_click_does_not_change_the_askers_progress(world: World) -> None:
    await set_progress(world, "S01E01")
    public = await card(world, "S01E02", private=False)
    await world.other.click(message_of(public), label="Watched up to S01E02")
    assert "watched up to **S01E01**" in await shown_progress(world)


async def test_a_public_card_hides_what_the_asker_has_not_watched(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    await set_progress(world, "S01E02")
    text = text_of(await card(world, "S01E03", private=False))
    assert "Edda" not in visible_text(text)
    assert "Edda wrote the letter." in hidden_text(text)
    assert "## S01E03" in text
    text = text_of(await card(world, "S01E02", private=False))
    assert "Bella hides the letter." in visible_text(text)


async def test_show_anyway_answers_privately_with_spoilers_hidden(world: World) -> None:
    await set_progress(world, "S01E02")
    kept = await card(world, "S01E03")
    shown = await world.fan.click(message_of(kept), label="Show anyway")
    assert shown.response is not None
    assert shown.response.ephemeral
    text = text_of(shown)
    assert "Edda wrote the letter." in hidden_text(text)
    assert "Edda" not in visible_text(text)
    assert "Gwen" not in visible_text(text)
    assert "Footlights" not in text
    assert world.general.history(viewer=world.other) == []
    assert "watched up to **S01E02**" in await shown_progress(world)
    assert "Show anyway" not in labels_of(shown)


async def test_another_episode_can_be_chosen_when_a_withheld_card_asks(world: World) -> None:
    world.clock.at = datetime(2024, 1, 9, 12, tzinfo=UTC)
    await set_progress(world, "S01E01")
    kept = await card(world, "S01E03")
    await world.fan.click(message_of(kept), label="Watched up to S01E03")
    await world.restart()
    offered = await world.fan.click(message_of(kept), label="Another episode")
    assert offered.ephemeral
    assert "### Your progress in Curtain" in text_of(offered)
    assert "Now: watched up to **S01E01**." in text_of(offered)
    assert labels_of(offered) == ["Finished: S01E02", "From a file"]
    await world.restart()
    done = await world.fan.click(message_of(offered), label="Finished: S01E02")
    assert done.response is not None
    assert done.response.ephemeral
    assert "### Curtain: watched up to **S01E02**" in text_of(done)
    assert "You're up to date with Curtain" in text_of(done)
    assert labels_of(done) == ["Watched the next one: S01E02.5", "Undo"]
    assert "Bella hides the letter." in visible_text(text_of(await card(world, "S01E02")))


async def test_a_private_card_marks_watched_episodes(world: World) -> None:
    await set_progress(world, "S01E02.5")
    watched = await card(world, "S01E02")
    assert "✓ Watched" in text_of(watched)
    assert labels_of(watched)[-2:] == ["Next: S01E02.5 ▶", "Share in channel"]
    assert not any(label.startswith("Watched up to") for label in labels_of(watched))
    onward = await world.fan.click(message_of(watched), label="Next: S01E02.5 ▶")
    assert "## Half Light" in text_of(onward)
    assert "✓" not in text_of(await card(world, "S01E03"))


async def test_the_last_episodes_card_says_that_the_show_is_finished(world: World) -> None:
    await set_progress(world, "finished")
    assert "✓ Watched. You've finished Curtain 🎉" in text_of(await card(world, "S02E01"))
    assert "finished" not in text_of(await card(world, "S01E03"))


async def test_while_episodes_are_still_to_air_a_show_is_up_to_date_not_finished(world: World) -> None:
    world.clock.at = datetime(2024, 1, 16, 12, tzinfo=UTC)
    await set_progress(world, "finished")
    assert "✓ Watched. You're up to date with Curtain" in text_of(await card(world, "S01E03"))
    assert "▰▰▰▰▰▰▰▰▱▱ 4/5 · You're up to date with Curtain" in await shown_progress(world)
    assert "up to date" not in text_of(await card(world, "S01E02"))
    await set_progress(world, "S02E01")
    assert "✓ Watched. You're up to date with Curtain" in text_of(await card(world, "S02E01"))
    assert "finished" not in await shown_progress(world)


async def test_a_public_card_does_not_reveal_that_the_asker_has_finished(world: World) -> None:
    await world.admin.slash(world.general, "spoilers default", policy="open")
    before = await card(world, "S01E03", private=False)
    await set_progress(world, "finished")
    after = await card(world, "S01E03", private=False)
    assert (text_of(after), labels_of(after)) == (text_of(before), labels_of(before))


async def test_a_private_list_marks_watched_episodes_and_the_next_one(world: World) -> None:
    await set_progress(world, "S01E02")
    private, public = [
        text_of(await world.fan.slash(world.general, "episode list", private=private))
        for private in (True, False)
    ]
    assert "\n✓ `S01E02` Second Night · 8 Jan\n**`S01E02.5`** · 10 Jan\n" in private
    assert "Season 1 · 2024" in private
    assert "✓" not in public
    assert "**" not in public


async def test_progress_can_be_set_with_season_and_episode_menus(world: World) -> None:
    shown = await world.fan.slash(world.general, "progress show", show="curtain")
    assert options_of(shown, "Season") == ["Season 1", "Season 2"]
    assert options_of(shown, "Episode") == ["S01E01", "S01E02", "S01E02.5", "S01E03"]
    await choose(world.fan, shown, "Season 2")
    assert options_of(shown, "Episode") == ["S02E01"]
    await world.restart()
    await choose(world.fan, shown, "S02E01")
    assert "### Curtain: watched up to **S02E01**" in text_of(shown)
    await world.fan.click(message_of(shown), label="Undo")
    assert "No progress saved" in await shown_progress(world, show="curtain")


async def test_not_started_can_be_set_with_one_click(world: World) -> None:
    shown = await world.fan.slash(world.general, "progress show")
    assert labels_of(shown) == [
        "Not started",
        "Watched the next one: S01E01",
        "Finished: S02E01",
        "From a file",
    ]
    await world.fan.click(message_of(shown), label="Not started")
    assert "### Curtain: not started" in text_of(shown)


async def test_the_progress_bar_shows_the_watched_share(world: World) -> None:
    for typed, bar in (
        ("not started", "▱▱▱▱▱▱▱▱▱▱ 0/5"),
        ("S01E01", "▰▰▱▱▱▱▱▱▱▱ 1/5"),
        ("special after S01E02.5", "▰▰▰▰▰▰▱▱▱▱ 3/5"),
        ("finished", "▰▰▰▰▰▰▰▰▰▰ 5/5 · You've finished Curtain 🎉"),
    ):
        assert bar in text_of(await set_progress(world, typed))
        assert bar in await shown_progress(world)


async def test_with_several_shows_a_menu_chooses_one(world: World) -> None:
    await set_progress(world, "S01E02")
    await set_progress(world, "S01E01", show="zebra")
    shown = await world.fan.slash(world.general, "progress show")
    assert options_of(shown, "Show") == ["Curtain", "Zebra"]
    opened = await choose(world.fan, shown, "Zebra")
    assert "### Your progress in Zebra" in text_of(opened)


async def test_members_progress_is_never_logged(world: World) -> None:
    log = world.guild.create_text_channel("log")
    panel = await world.admin.slash(world.general, "setup")
    await world.admin.select(message_of(panel), [log], custom_id='["setup","log",false]')
    told = len(log.history())
    await set_progress(world, "S01E02")
    await world.fan.slash(world.general, "progress clear")
    assert len(log.history()) == told
    assert text_on(log.last_message).startswith("**ada**")


class TestALongStory:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        story = " ".join(f"Sentence {number} of the story." for number in range(140))
        episodes = (
            '[[episode]]\ncode = "S01E01"\n'
            f'[[episode]]\ncode = "S01E02"\ntitle = "Told at length"\nsummary = "{story[:4000]}"\n'
        )
        write_pack(tmp_path / "packs", "long", "Long", episodes)
        return tmp_path / "packs"

    async def test_after_show_anyway_later_pages_can_be_read_and_stay_hidden(self, world: World) -> None:
        await set_progress(world, "S01E01")
        kept = await card(world, "S01E02")
        assert "▶" not in labels_of(kept)
        shown = await world.fan.click(message_of(kept), label="Show anyway")
        assert "Sentence 1 of" in hidden_text(text_of(shown))
        more = await world.fan.click(message_of(shown), label="▶")
        assert "Sentence 130 of" in hidden_text(text_of(more))
        assert "Sentence" not in visible_text(text_of(more))
        back = await world.fan.click(message_of(more), label="◀")
        assert "Sentence 1 of" in hidden_text(text_of(back))


class TestALongShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        episodes = "".join(f'[[episode]]\ncode = "S01E{number:02}"\n' for number in range(1, 61))
        write_pack(tmp_path / "packs", "long", "Long", episodes)
        return tmp_path / "packs"

    async def test_at_most_25_suggestions_but_every_code_can_be_reached(self, world: World) -> None:
        assert len(await world.fan.autocomplete(world.general, "progress set", "episode", "")) == 25
        for number in (1, 9, 26, 60):
            code = f"S01E{number:02}"
            (choice,) = await world.fan.autocomplete(world.general, "progress set", "episode", code)
            assert choice == {"name": code, "value": f"long:{code}"}


class TestAShowWithoutEpisodes:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        write_pack(tmp_path / "packs", "blank", "Blank", "")
        return tmp_path / "packs"

    async def test_a_show_without_episodes_cannot_be_finished(self, world: World) -> None:
        assert "### Blank has no such episode yet" in text_of(await set_progress(world, "finished"))
        choices = await world.fan.autocomplete(world.general, "progress set", "episode", "")
        assert [choice["name"] for choice in choices] == ["Not started"]
        assert "watched up to **S01E01**" in text_of(await set_progress(world, "S01E01"))


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_an_empty_catalogue_says_so(self, world: World) -> None:
        assert "No shows yet" in text_of(await set_progress(world, "S01E01"))
        assert await world.fan.autocomplete(world.general, "progress set", "episode", "") == []
        assert "No shows yet" in await shown_progress(world)
