"""A server whose limits are set and read."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.domain.asking import Asker
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.policies import Kind
from bot.domain.positions import Position
from bot.domain.spoilers import Audience, Limit
from bot.services.place_views import Explanation, TypedPolicy
from bot.services.places import Places
from bot.services.setup import Setup
from bot.services.visibility import Viewpoints
from bot.store.database import Database

GUILD, ELSEWHERE = GuildId(11), GuildId(12)


CATEGORY, CHANNEL, THREAD = ChannelId(21), ChannelId(22), ChannelId(23)


MODERATORS = RoleId(31)


ADMIN = Asker(UserId(1), GUILD, (CHANNEL, CATEGORY), Audience.ASKER, manages=True)


MODERATOR = replace(ADMIN, user=UserId(2), manages=False, roles=frozenset({MODERATORS}))


MEMBER = replace(ADMIN, user=UserId(3), manages=False, roles=frozenset({RoleId(32)}))


OPEN = TypedPolicy(Kind.OPEN)


UP_TO_2 = TypedPolicy(Kind.UP_TO, up_to="S01E02")


def at(day: str, hour: int = 12, minute: int = 0) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=UTC)


def up_to(code: str) -> Limit:
    return Limit.up_to(Position.from_code(code))


@dataclass
class Server:
    """A server's limits, at a time set by the test."""

    database: Database
    now: datetime = field(default_factory=lambda: at("2024-06-01"))

    def __post_init__(self) -> None:
        self.places = Places(database=self.database, viewpoints=Viewpoints(clock=lambda: self.now))
        self.setup = Setup(database=self.database)

    async def here(self, *places: ChannelId, show: str | None = None, guild: GuildId = GUILD) -> Explanation:
        found = await self.places.here(replace(MEMBER, guild=guild, places=places), show)
        assert isinstance(found, Explanation)
        return found

    async def limit(self, *places: ChannelId, show: str | None = None, guild: GuildId = GUILD) -> Limit:
        return (await self.here(*places, show=show, guild=guild)).ruling.ceiling.limit
