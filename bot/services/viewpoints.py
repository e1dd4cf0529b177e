"""From what is known of an asker and a place to the viewpoint that the spoiler rule needs."""

from bot.domain.asking import Asker
from bot.domain.shows import Show
from bot.domain.spoilers import Viewpoint
from bot.store.database import Reading


async def viewpoint_of(reading: Reading, asker: Asker, show: Show) -> Viewpoint:
    """How the asker stands to a show: with nothing set up, no story is clear and titles are shown."""
    return Viewpoint(show=show.id, audience=asker.audience, insisted=asker.insisted)
