"""A server with everything in it: shows, an import, settings, policies, forms, and members' data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.asking import Asker
from bot.domain.drafts import Draft
from bot.domain.ids import ChangeId, ChannelId, EpisodeId, GuildId, MessageId, RoleId, SessionId, UserId
from bot.domain.policies import Kind, Policy
from bot.domain.positions import Position
from bot.domain.reposts import Repost
from bot.domain.show_ids import ShowIds
from bot.domain.shows import Episode, Quote, Show, Song
from bot.domain.spoilers import Audience
from bot.domain.watch_history import WatchedEpisode, WatchedShow, WatchHistory
from bot.importers.source import Format, Source
from bot.services.editing import Deletion, Saved
from bot.services.forms import Forms
from bot.services.history import History
from bot.services.imports import Imported, Imports
from bot.services.progress import Progress
from bot.services.progress_import import WatchedFiles
from bot.services.quotes import Quotes, QuoteSearch
from bot.services.shows import show_named
from bot.services.subjects.episodes import EpisodeFacts
from bot.services.subjects.shows import NewShow
from bot.services.visibility import Clock, Viewpoints
from bot.store.database import Database
from bot.store.guilds import set_hides_titles, set_log_channel, set_moderator_roles
from bot.store.news import SINGLE_SHOWS
from bot.store.places import PlacePolicy, set_policy
from bot.store.reposts import keep_repost

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class ManualClock:
    """A clock set by tests."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


def asker(guild: int | None, user: int) -> Asker:
    """An admin of a server, or somebody in direct messages with the bot."""
    return Asker(
        user=UserId(user),
        guild=None if guild is None else GuildId(guild),
        places=(),
        audience=Audience.ASKER,
        manages=guild is not None,
    )


def show_with(slug: str, lines: int) -> Draft:
    """A show with one episode and this many quotes, each with a word of its own."""
    quotes = tuple(Quote(f"{slug} says line{number} here", "Anna") for number in range(lines))
    episode = Episode(Position.from_code("S01E01"), f"{slug} one", quotes=quotes, scenes=("A", "B"))
    return Draft(slug.title(), slug, (Song(f"{slug} song"),), (episode,))


async def _no_reader(_: Source, __: Format | None) -> Draft:
    raise NotImplementedError


async def show_named_for(database: Database, guild: int, slug: str) -> Show:
    """A show of a server's by its slug."""
    async with database.read() as reading:
        return await show_named(reading, GuildId(guild), slug)


class Services:
    """The services that members use, on one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        viewpoints = Viewpoints(clock=clock)
        self.database = database
        self.clock = clock
        self.editing = Deletion(database=database, clock=clock)
        self.forms = Forms(database=database, clock=clock)
        self.imports = Imports(database=database, clock=clock, read=_no_reader)
        self.history = History(database=database, clock=clock)
        self.progress = Progress(database=database, viewpoints=viewpoints, clock=clock)
        self.quotes = Quotes(database=database, viewpoints=viewpoints, clock=clock)

    async def set_up(self, guild: int) -> None:
        """Settings, moderators and policies, as `/setup` and `/spoilers` save them."""
        at = GuildId(guild)
        async with self.database.write() as writing:
            await set_log_channel(writing, at, ChannelId(guild + 1))
            await set_hides_titles(writing, at, True)
            await set_moderator_roles(writing, at, [RoleId(guild + 2)])
            await set_policy(writing, at, PlacePolicy(ChannelId(guild + 3), None, Policy(Kind.OPEN)))
            await writing.run("INSERT INTO news (guild_id, topic) VALUES ($1, $2)", at, SINGLE_SHOWS)

    async def own_show(self, guild: int, user: int, lines: int, slug: str = "ours") -> ChangeId:
        """Import a show of the server's own."""
        preview = await self.imports.preview(asker(guild, user), show_with(slug, lines), None)
        return (await self.applied(asker(guild, user), preview.id)).change

    async def applied(self, moderator: Asker, preview: SessionId) -> Saved:
        """Apply a preview that is still up to date."""
        imported = await self.imports.apply(moderator, preview)
        assert isinstance(imported, Imported)
        return imported.saved

    async def fork(self, guild: int, user: int, slug: str) -> ChangeId:
        """Import into a bundled show, which creates the server's own copy."""
        draft = Draft(slug=slug, songs=(Song(f"A song of {guild}"),))
        preview = await self.imports.preview(asker(guild, user), draft, slug)
        return (await self.applied(asker(guild, user), preview.id)).change

    async def renumber(self, guild: int, user: int, slug: str) -> None:
        """Give the first position to another episode, so that the show gets a new progress key."""
        show = await show_named_for(self.database, guild, slug)
        async with self.database.read() as reading:
            row = await reading.one(
                "SELECT id FROM episode WHERE show_id = $1 ORDER BY position LIMIT 1", show.id
            )
        await self.editing.delete_episode(asker(guild, user), slug, EpisodeId(row["id"]))
        other = Draft(slug=slug, episodes=(Episode(Position.from_code("S01E01"), "Another one"),))
        preview = await self.imports.preview(asker(guild, user), other, slug)
        assert (await self.applied(asker(guild, user), preview.id)).renumbered

    async def undo(self, guild: int, user: int, change: ChangeId) -> None:
        """Undo a change."""
        await self.history.undo(asker(guild, user), change)

    async def open_form(self, guild: int, user: int) -> None:
        """Leave a form open, with something typed into it."""
        await self.forms.open(asker(guild, user), NewShow(""), {"title": "Half typed"})

    async def open_facts(self, guild: int, user: int, slug: str, episode: int) -> None:
        """Leave a form on an episode open: it holds the episode's title."""
        await self.forms.open(asker(guild, user), EpisodeFacts(slug, episode))

    async def pending_import(self, guild: int, user: int) -> None:
        """An import preview that isn't applied."""
        await self.imports.preview(asker(guild, user), show_with("pending", 3), None)

    async def hidden_message(self, guild: int, user: int) -> None:
        """A repost of their message."""
        made_up = MessageId((guild * 31 + user) % 2**62)
        async with self.database.write() as writing:
            repost = Repost(made_up, GuildId(guild), ChannelId(guild + 1), UserId(user))
            await keep_repost(writing, repost, self.clock())

    async def watch(self, guild: int | None, user: int, slug: str, upto: str = "S01E01") -> None:
        """Save somebody's progress."""
        await self.progress.set(asker(guild, user), upto, slug)

    async def files(self, guild: int | None, user: int) -> None:
        """Progress of a file that is saved for shows which no server has, and another file only looked at."""
        episodes = (WatchedEpisode(1, 1),)
        history = WatchHistory((WatchedShow("Elsewhere", ids=ShowIds(tvdb=7), episodes=episodes),))

        async def read(_: Sequence[Source]) -> WatchHistory:
            return history

        watched = WatchedFiles(database=self.database, clock=self.clock, read=read)
        person = asker(guild, user)
        preview = await watched.preview(person, [])
        await watched.keep(person, preview.id, keeps=True)
        await watched.apply(person, preview.id)
        await watched.preview(person, [])

    async def search_and_draw(self, guild: int | None, user: int, slug: str, text: str) -> None:
        """A search whose results are saved, and a random quote."""
        searched = await self.quotes.search(asker(guild, user), QuoteSearch(text, show=slug))
        self.quotes.keep(asker(guild, user), searched)
        await self.quotes.draw(asker(guild, user), slug, None)
        await self.database.caught_up()
