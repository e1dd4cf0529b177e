"""Forms for a show."""

from bot.domain.changes import Action, Done, Topic
from bot.domain.ids import GuildId
from bot.domain.show_ids import SHOW_IDS
from bot.domain.shows import Show
from bot.services.records import free_slug
from bot.services.subjects.subject import Record, Subject, attributes
from bot.store.database import Reading
from bot.store.edits import set_show
from bot.store.snapshots import Edit


class NewShow(Subject, frozen=True, tag="show"):
    """A new show; its slug is empty. `bot.services.forms` adds it: there is no show to change yet."""

    fields = ("title", "slug")
    required = ("title",)
    done = Done(Action.ADD, Topic.SHOW)


class ShowFacts(Subject, frozen=True, tag="names"):
    """A show's own facts. A copy keeps its slug, which is how it replaces the bundled show."""

    fields = ("title", "slug", "has_songs", "poster", "accent")
    required = ("title", "has_songs")
    done = Done(Action.EDIT, Topic.SHOW)

    async def read(self, reading: Reading, show: Show) -> Record:
        """The title, of a server's own show the slug, whether it has songs, and its look."""
        bundled = show.owner is None or show.origin is not None
        slug = {} if bundled else {"slug": show.slug}
        return {"title": show.title, **slug, "has_songs": show.has_songs, **attributes(show.look)}

    async def save(self, edit: Edit, show: Show, record: Record) -> None:
        """Save the show's own facts."""
        slug = {}
        if "slug" in record:
            slug = {"slug": await free_slug(edit.writing, GuildId(show.owner or 0), record, but_by=show.id)}
        await set_show(edit, {**record, **slug})


class IdsOfShow(Subject, frozen=True, tag="ids"):
    """A show's ids in other databases."""

    fields = SHOW_IDS
    done = Done(Action.EDIT, Topic.SHOW)

    async def read(self, reading: Reading, show: Show) -> Record:
        """The ids."""
        return attributes(show.ids)

    async def save(self, edit: Edit, show: Show, record: Record) -> None:
        """Save the ids."""
        await set_show(edit, record)


ShowSubject = NewShow | ShowFacts | IdsOfShow
