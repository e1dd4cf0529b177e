from pathlib import Path

import pytest

from tests.world import (
    World,
    choose,
    components_of,
    hidden_text,
    labels_of,
    message_of,
    options_of,
    text_of,
    visible_text,
    walk,
)


async def test_a_fan_can_look_up_an_episode(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="fallout")
    text = text_of(answer)
    assert not answer.ephemeral
    assert "## The Fallout" in text
    assert "S02E02" in text
    assert "No. 17 in the series" in text
    assert "**Aired** <t:1360058400:D>" in text
    assert "**Written by** Julie Rottenberg & Elisa Zuritsky" in text
    assert "**Directed by** Craig Zisk" in text
    assert "Would I Lie to You?" in text


async def test_spoilers_are_hidden(world: World) -> None:
    text = text_of(await world.fan.slash(world.general, "episode lookup", episode="fallout"))
    for story in ("Bombshell", "Derek", "Karen", "Ivy", "Jerry Rand", "Michael Cristofer"):
        assert story not in visible_text(text)
        assert story in hidden_text(text)


async def test_the_private_option_makes_the_reply_private(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="fallout", private=True)
    assert answer.ephemeral


async def test_a_suggestion_opens_its_episode(world: World) -> None:
    (choice,) = await world.fan.autocomplete(world.general, "episode lookup", "episode", "falout")
    assert choice["name"] == "S02E02 · The Fallout"
    answer = await world.fan.slash(world.general, "episode lookup", episode=choice["value"])
    assert "## The Fallout" in text_of(answer)


@pytest.mark.parametrize("typed", ["", "s0", "the", "1", "|" * 100])
async def test_there_are_at_most_25_suggestions(world: World, typed: str) -> None:
    choices = await world.fan.autocomplete(world.general, "episode lookup", "episode", typed)
    assert len(choices) <= 25


async def test_suggestions_for_the_show(world: World) -> None:
    choices = await world.fan.autocomplete(world.general, "episode lookup", "show", "sma")
    assert choices == [{"name": "Smash", "value": "smash"}]
    assert await world.fan.autocomplete(world.general, "episode list", "show", "nope") == []


async def test_an_unknown_show_gives_no_suggestions(world: World) -> None:
    choices = await world.fan.autocomplete(world.general, "episode lookup", "episode", "fall", show="nope")
    assert choices == []


async def test_an_unknown_episode_gets_suggestions(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="the follout party")
    assert answer.ephemeral
    assert "No episode “the follout party”" in text_of(answer)
    opened = await choose(world.fan, answer, "S02E02 · The Fallout")
    assert opened.response is not None
    assert opened.response.ephemeral
    assert "## The Fallout" in text_of(opened)


async def test_an_episode_unlike_any_other_gets_help_and_a_list_button(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="zzzzzz")
    assert "Try a word of its title" in text_of(answer)
    listed = await world.fan.click(message_of(answer), label="List the episodes")
    assert "`S01E01` Pilot" in text_of(listed)
    assert "`S01E15` Bombshell" in text_of(listed)


@pytest.mark.parametrize("typed", ["@everyone", "||x||", "`" * 50, "x" * 4000, "\n\n", "<@1>"])
async def test_hostile_or_nonsense_input_gets_a_normal_not_found_reply(world: World, typed: str) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode=typed)
    assert answer.ephemeral
    assert "No episode" in text_of(answer)


async def test_an_ambiguous_number_offers_both_episodes(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="17")
    assert answer.ephemeral
    assert options_of(answer, "Episode") == ["S02E02 · The Fallout", "S02E17 · The Tonys"]


async def test_an_unknown_show_gets_a_reply_with_the_known_shows(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="pilot", show="Glee")
    assert answer.ephemeral
    assert "This server has **Smash**" in text_of(answer)


async def test_episodes_are_listed_by_season(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode list")
    assert answer.ephemeral
    assert "`S01E01` Pilot · 6\N{NO-BREAK SPACE}Feb" in text_of(answer)
    assert "S02E01" not in text_of(answer)
    turned = await world.fan.click(message_of(answer), label="Season 2")
    assert "`S02E17` The Tonys" in text_of(turned)
    back = await world.fan.click(message_of(turned), label="Season 1")
    assert "`S01E01` Pilot" in text_of(back)


async def test_one_season_can_be_listed(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode list", season=2, private=False)
    assert not answer.ephemeral
    assert "`S02E02` The Fallout" in text_of(answer)
    assert labels_of(answer) == []


async def test_a_missing_season_gets_a_reply_with_the_known_seasons(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode list", season=7)
    assert answer.ephemeral
    assert "Its seasons: 1, 2." in text_of(answer)


async def test_the_askers_click_updates_the_card_in_place(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="fallout")
    await world.fan.click(message_of(answer), label="▶")
    assert "## The Dramaturg" in text_of(answer)


async def test_anyone_elses_click_opens_a_private_copy(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="fallout")
    clicked = await world.other.click(message_of(answer), label="◀")
    assert clicked.ephemeral
    assert "## On Broadway" in text_of(clicked)
    assert "## The Fallout" in text_of(answer)


async def test_buttons_work_after_a_restart(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="fallout")
    await world.restart()
    message = world.general.last_message
    assert message is not None
    clicked = await world.other.click(message, label="▶")
    assert "## The Dramaturg" in text_of(clicked)
    assert answer.response is not None


async def test_the_first_and_last_episodes_have_only_one_arrow_button(world: World) -> None:
    first = await world.fan.slash(world.general, "episode lookup", episode="pilot")
    last = await world.fan.slash(world.general, "episode lookup", episode="the tonys")
    assert "◀" not in labels_of(first)
    assert "▶" in labels_of(first)
    assert "◀" in labels_of(last)
    assert "▶" not in labels_of(last)


async def test_the_commands_work_in_a_direct_message(world: World) -> None:
    answer = await world.fan.user.slash("episode lookup", episode="fallout")
    assert "## The Fallout" in text_of(answer)


async def test_another_server_sees_the_bundled_show_too(world: World) -> None:
    guild = world.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("lobby")
    stranger = guild.add_member(world.env.create_user("sam"))
    assert "## The Fallout" in text_of(await stranger.slash(channel, "episode lookup", episode="fallout"))


class TestWithoutAnyShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        return tmp_path / "no packs here"

    async def test_an_empty_catalogue_says_so(self, world: World) -> None:
        for command, options in (("episode lookup", {"episode": "pilot"}), ("episode list", {})):
            answer = await world.fan.slash(world.general, command, **options)
            assert answer.ephemeral
            assert "No shows yet" in text_of(answer)

    async def test_an_empty_catalogue_suggests_nothing(self, world: World) -> None:
        assert await world.fan.autocomplete(world.general, "episode lookup", "episode", "pi") == []
        assert await world.fan.autocomplete(world.general, "episode list", "show", "") == []


class TestALongShow:
    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        pack = tmp_path / "packs" / "long"
        pack.mkdir(parents=True)
        (pack / "show.toml").write_text('slug = "long"\ntitle = "Long"\n')
        episodes = [
            f'[[episode]]\ncode = "S01E{number:03}"\ntitle = "{"|" * 90}{number}"\naired = 2020-01-01\n'
            for number in range(1, 61)
        ]
        story = " ".join(f"Sentence {number} of the story." for number in range(140))
        episodes.append(
            f'[[episode]]\ncode = "S02E01"\ntitle = "Told at length"\nsummary = "{story[:4000]}"\n'
        )
        (pack / "season.toml").write_text("\n".join(episodes))
        return pack.parent

    async def test_a_long_season_takes_several_pages(self, world: World) -> None:
        answer = await world.fan.slash(world.general, "episode list")
        seen = text_of(answer)
        pages = 1
        while forward := [
            label for label in labels_of(answer) if label.startswith(f"Season 1, {pages + 1} ")
        ]:
            answer = await world.fan.click(message_of(answer), label=forward[0])
            seen += text_of(answer)
            pages += 1
        assert pages == 4
        assert all(f"S01E{number:02}`" in seen for number in range(1, 61))

    async def test_a_long_summary_has_pages(self, world: World) -> None:
        answer = await world.fan.slash(world.general, "episode lookup", episode="S02E01")
        assert "Sentence 130" not in text_of(answer)
        assert "page 1 of 2" in text_of(answer)
        more = await world.fan.click(message_of(answer), label="▶")
        assert "Sentence 130" in text_of(more)
        assert "▶" not in labels_of(more)
        back = await world.fan.click(message_of(more), label="◀")
        assert "Sentence 1 of" in text_of(back)
        before = await world.fan.click(message_of(back), label="◀")
        assert "S01E60" in text_of(before)


async def test_no_reply_can_ping_anyone(world: World) -> None:
    await world.fan.slash(world.general, "episode lookup", episode="fallout")
    await world.fan.slash(world.general, "episode lookup", episode="@everyone")
    bodies = [
        request.json["data"]
        for request in world.env.http_requests
        if request.path.endswith("/callback") and request.json
    ]
    assert bodies
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies if "components" in body)


async def test_a_card_is_one_container_within_the_component_limit(world: World) -> None:
    answer = await world.fan.slash(world.general, "episode lookup", episode="fallout")
    (frame,) = components_of(answer)
    assert frame["type"] == 17
    assert sum(1 for _ in walk([frame])) <= 40


async def test_a_hidden_section_of_a_card_is_one_spoiler(world: World) -> None:
    """With one spoiler per entry, its length could reveal a name."""
    text = text_of(await world.fan.slash(world.general, "episode lookup", episode="fallout"))
    songs, guests = text.split("### Songs\n")[1].split("### Guest cast\n")
    assert [part.count("||") for part in (songs, guests.split("-#")[0])] == [2, 2]
    assert "- Would I Lie to You?\n" in songs
