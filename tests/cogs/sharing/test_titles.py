"""Titles that are hidden, for everyone or for the asker."""

from tests.cogs.sharing.steps import TITLES, allow, lookup, shown_labels, watched
from tests.world import World, components_of, labels_of, message_of, text_of, walk


async def test_in_public_hidden_titles_past_the_limit_show_as_codes(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    listed = await world.fan.slash(world.general, "episode list", private=False)
    assert shown_labels(listed) == {"Overture", "Second Night"}
    for code in list(TITLES)[:5]:
        assert f"`{code}`" in text_of(listed)
    assert "Show me privately" in labels_of(listed)
    for code, title in TITLES.items():
        answer = await lookup(world, code)
        assert not answer.ephemeral
        below = code in {"S01E01", "S01E02"}
        assert f"## {title if below else code}\n" in text_of(answer)
        assert shown_labels(answer) == ({title} if below else set())
        assert "Gods" not in text_of(answer)
    everything = [part for part in walk(components_of(listed)) if "custom_id" in part]
    assert not [part for part in everything if any(title in str(part) for title in TITLES.values())]


async def test_in_public_titles_are_hidden_whatever_the_asker_has_watched(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    await watched(world, "S02E01")
    assert shown_labels(await lookup(world, "S01E03")) == set()
    listed = await world.fan.slash(world.general, "episode list", private=False)
    assert shown_labels(listed) == set()
    alone = await lookup(world, "S01E03", private=True)
    assert shown_labels(alone) == {"Footlights"}
    assert "Under the Gods" in text_of(alone)
    posted = await world.fan.click(message_of(alone), label="Share in channel")
    assert shown_labels(posted) == set()


async def test_where_titles_are_visible_only_those_past_the_askers_progress_are_hidden(world: World) -> None:
    await watched(world, "S01E02")
    for private in (True, False):
        listed = await world.fan.slash(world.general, "episode list", private=private)
        assert shown_labels(listed) == {"Overture", "Second Night"}
        assert "`S01E03`" in text_of(listed)
    listed = await world.other.slash(world.general, "episode list", private=False)
    assert shown_labels(listed) == set(TITLES.values()) - {"Prompt Side"}


async def test_typing_a_hidden_title_is_answered_like_an_unknown_one(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    for typed, unknown in (("Footlights", "Zzyxxlogic"), ("prompt side", "zzyxx logic"), ("gods", "zzyx")):
        for command in ("episode lookup", "progress set"):
            answers = [
                await world.fan.slash(world.general, command, episode=title) for title in (typed, unknown)
            ]
            masked, missing = answers
            assert masked.ephemeral
            assert text_of(masked).replace(typed, "?") == text_of(missing).replace(unknown, "?")
            assert labels_of(masked) == labels_of(missing)
            assert "### No episode" in text_of(masked)


async def test_hidden_titles_are_not_suggested(world: World) -> None:
    await allow(world, "up-to", up_to="S01E02")
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    for command in ("episode lookup", "progress set"):
        for typed in ("footl", "prompt", "greas"):
            choices = await world.fan.autocomplete(world.general, command, "episode", typed)
            assert choices == []
        choices = await world.fan.autocomplete(world.general, command, "episode", "S01E03")
        assert [choice["name"].removeprefix("Curtain · ") for choice in choices] == ["S01E03"]


async def test_did_you_mean_never_offers_a_hidden_title(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    answer = await lookup(world, "Footligths on")
    assert shown_labels(answer) == set()
    await world.admin.slash(world.general, "spoilers titles", hide=False)
    assert shown_labels(await lookup(world, "Footligths on")) == {"Footlights"}


async def test_hidden_titles_of_one_show_do_not_depend_on_another(world: World) -> None:
    await world.admin.slash(world.general, "spoilers titles", hide=True)
    await allow(world, "open", show="zebra")
    assert "Stripes" in text_of(await lookup(world, "S01E01", show="zebra"))
    assert shown_labels(await lookup(world, "S01E01")) == set()
