"""Hidden messages: who may hide, label and delete them, and what is saved about them."""

from dataclasses import dataclass

from bot.domain.asking import Asker
from bot.domain.errors import NotModerator, StaleClick
from bot.domain.finding import Candidate
from bot.domain.hiding_errors import CannotHide, NotYourRepost, RepostUnknown, Unhideable
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.positions import Position
from bot.domain.reposts import Repost
from bot.domain.shows import Show
from bot.services.encoded_ids import OnlySlug
from bot.services.permissions import require_moderator, server_of
from bot.services.resolve import candidates_of
from bot.services.shows import Meant, show_named
from bot.services.visibility import Clock, Question, Viewpoints
from bot.store.database import Database, Reading
from bot.store.reposts import forget_repost, forget_reposts_of_channel, keep_repost, repost_in
from bot.store.shows import shows_of


@dataclass(frozen=True, slots=True)
class Labels:
    """The episodes that a message can be labelled with, as the moderator may see them.

    `episodes` belong to `show`, and to `season` if that is given; `seasons` are all seasons of `show`.
    """

    message: MessageId
    shows: tuple[Show, ...]
    show: Show
    seasons: tuple[int, ...]
    season: int | None
    episodes: tuple[Candidate, ...]


class Hiding:
    """Checks who may hide messages, and saves who wrote the hidden ones."""

    def __init__(self, *, database: Database, viewpoints: Viewpoints, clock: Clock) -> None:
        self._database = database
        self._viewpoints = viewpoints
        self._clock = clock

    async def require(self, asker: Asker, message: MessageId) -> None:
        """Check that the asker may hide messages and that this one isn't one of our reposts.

        Raises `NotModerator`, `ServerOnly` or `CannotHide`.
        """
        async with self._database.read() as reading:
            guild = await require_moderator(reading, asker)
            if await repost_in(reading, guild, message) is not None:
                raise CannotHide(Unhideable.ALREADY_HIDDEN)

    async def keep(self, asker: Asker, message: MessageId, channel: ChannelId, author: UserId) -> None:
        """Save who wrote a reposted message. Raises `NotModerator` or `ServerOnly`."""
        async with self._database.write() as writing:
            guild = await require_moderator(writing, asker)
            await keep_repost(writing, Repost(message, guild, channel, author), self._clock())

    async def forget(self, guild: GuildId, message: MessageId) -> None:
        """Delete what is saved about a message that is gone."""
        async with self._database.write() as writing:
            await forget_repost(writing, guild, message)

    async def forget_channel(self, guild: GuildId, channel: ChannelId) -> None:
        """Delete what is saved about the messages of a channel or thread that is gone."""
        async with self._database.write() as writing:
            await forget_reposts_of_channel(writing, guild, channel)

    async def to_delete(self, asker: Asker, message: MessageId) -> Repost:
        """The repost, if the asker may delete it: its author or a moderator.

        Raises `RepostUnknown`, `NotYourRepost` or `ServerOnly`.
        """
        async with self._database.read() as reading:
            repost = await _repost(reading, server_of(asker), message)
            if repost.author != asker.user:
                try:
                    await require_moderator(reading, asker)
                except NotModerator as error:
                    raise NotYourRepost from error
            return repost

    async def labels(
        self, asker: Asker, message: MessageId, slug: str | None = None, season: int | None = None
    ) -> Labels:
        """The episodes that a message can be labelled with: of the show `slug`, else of the default show.

        Raises `NotModerator`, `ServerOnly`, `RepostUnknown`, `NoShows` or `ShowNotFound`.
        """
        async with self._database.read() as reading:
            await self._to_label(reading, asker, message)
            return await self._labels(reading, asker, message, slug, season)

    async def to_label(
        self, asker: Asker, message: MessageId, slug: str, key: int
    ) -> tuple[Repost, Position]:
        """The repost, and the position of the episode chosen for its label.

        Raises what `labels` does, and `StaleClick` if the show has no such episode.
        """
        async with self._database.read() as reading:
            repost = await self._to_label(reading, asker, message)
            labels = await self._labels(reading, asker, message, slug, None)
        for episode in labels.episodes:
            if episode.position.key == key:
                return repost, episode.position
        raise StaleClick

    async def _to_label(self, reading: Reading, asker: Asker, message: MessageId) -> Repost:
        return await _repost(reading, await require_moderator(reading, asker), message)

    async def _labels(
        self, reading: Reading, asker: Asker, message: MessageId, slug: str | None, season: int | None
    ) -> Labels:
        show = await show_named(reading, asker.guild, OnlySlug.of(slug or ""))
        candidates = await candidates_of(Question(reading, asker, self._viewpoints), Meant.only(show))
        return Labels(
            message=message,
            shows=tuple(await shows_of(reading, asker.guild)),
            show=show,
            seasons=tuple(dict.fromkeys(candidate.position.season for candidate in candidates)),
            season=season,
            episodes=tuple(
                candidate for candidate in candidates if season in (None, candidate.position.season)
            ),
        )


async def _repost(reading: Reading, guild: GuildId, message: MessageId) -> Repost:
    """The saved repost. Raises `RepostUnknown`."""
    repost = await repost_in(reading, guild, message)
    if repost is None:
        raise RepostUnknown
    return repost
