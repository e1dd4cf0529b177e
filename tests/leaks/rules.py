"""Random rules, and saving them in the database."""

from datetime import timedelta

from bot.domain.ids import ChannelId, GuildId, ProgressKey, UserId
from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.spoilers import Limit
from bot.store.guilds import set_hides_titles
from bot.store.places import PlacePolicy, set_policy
from bot.store.progress import set_progress
from tests.leaks.oracle import NOTHING, PlaceRule
from tests.leaks.stage import BEGINNING, Stage
from tests.leaks.story_order import UNPLACED, orders


def placed_keys(stage: Stage, slug: str) -> list[int]:
    """The positions of the show's placed episodes."""
    return [key for key in orders(stage.catalogue.show(slug).episodes).values() if key < UNPLACED]


async def change_rules(stage: Stage) -> None:
    """Choose new random rules, all or some of them, and save them."""
    chance, rules = stage.chance, stage.rules
    if chance.random() < 0.6:
        rules.settings = _settings(stage)
    if chance.random() < 0.5:
        rules.hides_titles = chance.random() < 0.5
    for member in stage.people:
        for show in stage.catalogue.shows:
            if chance.random() < 0.5:
                _change_progress(stage, member.id, show.slug)
    if chance.random() < 0.6:
        days = chance.choice((chance.randrange(45), chance.randrange(45), 400))
        rules.now = BEGINNING + timedelta(days=days, hours=chance.randrange(24))
    await put_in_force(stage)


def _change_progress(stage: Stage, user: int, slug: str) -> None:
    keys = placed_keys(stage, slug)
    key = stage.chance.choice((None, None, NOTHING, *keys, max(keys) + 10**8))
    if key is None:
        stage.rules.progress.pop((user, slug), None)
    else:
        stage.rules.progress[user, slug] = key


def _settings(stage: Stage) -> dict[tuple[str, str | None], PlaceRule]:
    chance = stage.chance
    made: dict[tuple[str, str | None], PlaceRule] = {}
    for place in ("server", "category", "channel", "thread", "forum", "post", "side"):
        if chance.random() < 0.45:
            made[place, None] = _rule(stage, "canary")
        for show in stage.catalogue.shows:
            if chance.random() < 0.15:
                made[place, show.slug] = _rule(stage, show.slug)
    return made


def _rule(stage: Stage, slug: str) -> PlaceRule:
    chance = stage.chance
    kind = chance.choice(("open", "tagged", "up-to", "aired", "aired"))
    return PlaceRule(
        kind=kind,
        strict=kind != "open" and chance.random() < 0.45,
        up_to=chance.choice(placed_keys(stage, slug)) if kind == "up-to" else None,
        days=chance.choice((0, 3, 7)) if kind == "aired" else None,
    )


async def put_in_force(stage: Stage) -> None:
    """Save the rules in the bot's database."""
    rules, guild = stage.rules, GuildId(stage.guild.id)
    async with stage.database.write() as writing:
        await writing.run("DELETE FROM place_policy")
        await writing.run("DELETE FROM progress")
        await set_hides_titles(writing, guild, rules.hides_titles)
        for (place, slug), rule in rules.settings.items():
            where = None if place == "server" else ChannelId(stage.places[place].id)
            show = None if slug is None else ProgressKey(stage.shows[slug])
            await set_policy(writing, guild, PlacePolicy(where, show, _policy(rule)))
        for (user, slug), key in rules.progress.items():
            await set_progress(writing, UserId(user), ProgressKey(stage.shows[slug]), Limit(key))


def _policy(rule: PlaceRule) -> Policy:
    up_to = None if rule.up_to is None else Position.from_key(rule.up_to)
    return Policy(Kind(rule.kind), up_to=up_to, days=rule.days, strict=rule.strict)
