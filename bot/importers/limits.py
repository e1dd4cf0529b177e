"""How much an importer reads: a file that has more is refused."""

from typing import Final

MEGABYTE: Final = 1024 * 1024

FILE: Final = 20 * MEGABYTE
"""Bytes of a file, unpacked where it is packed. No importer holds more than this at once."""

DUMP: Final = 64 * MEGABYTE
"""Bytes of a wiki's dump, unpacked; it is read as a stream, page by page."""

QUOTES: Final = 60_000
"""Quotes of a file: writing them holds everybody else's writes for about two seconds."""

MEMBERS: Final = 1_000
"""Files in an archive."""

COPIED_PAGE: Final = 200_000
"""Characters of a page's copied text: a long recap has 20,000."""

WIKITEXT: Final = 2_097_152
"""Characters of a page of wikitext: the longest that MediaWiki itself saves (`$wgMaxArticleSize`)."""
