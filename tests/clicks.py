"""Every kind of click."""

from bot.replies import catalog_clicks, progress_import_clicks
from bot.replies.clicks import Click

assert catalog_clicks, "its clicks are kinds too"
assert progress_import_clicks, "and so are these"


def every_kind(of: type[Click] = Click) -> list[type[Click]]:
    """Every kind of click that can be in a custom id, once each."""
    kinds = [kind for sub in of.__subclasses__() for kind in (sub, *every_kind(sub))]
    return [kind for kind in dict.fromkeys(kinds) if kind.__struct_config__.tag is not None]
