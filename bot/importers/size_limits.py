"""The limits of imported files. `reading.py`, `archive.py` and the reader of a kind refuse larger ones.

`child.py` limits memory and time.
"""

from typing import Final

MEGABYTE: Final = 1024 * 1024

FILE: Final = 20 * MEGABYTE
"""Bytes of a file, unpacked. No importer has more than this in memory."""

DUMP: Final = 64 * MEGABYTE
"""Bytes of a wiki dump, unpacked. It is read as a stream, page by page."""

QUOTES: Final = 60_000
"""Quotes of a file: writing them blocks other writes for about two seconds."""

MEMBERS: Final = 1_000
"""Files in an archive."""

COPIED_PAGE: Final = 200_000
"""Characters of a copied page; a long recap has 20,000."""

WIKITEXT: Final = 2_097_152
"""Characters of a wikitext page: MediaWiki's own limit (`$wgMaxArticleSize`)."""
