"""Reading a file of any format into a draft. Its content shows its format; its name is only a hint."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import Final

import msgspec

from bot.domain.drafts import Doubt, Doubtful, Draft
from bot.domain.positions import Position
from bot.domain.problems import Problem
from bot.domain.shows import Episode
from bot.importers.archive import gunzip, is_gzip, is_zip, unzip
from bot.importers.copied_list import is_copied_list, read_copied_list
from bot.importers.copied_page import is_page, read_page
from bot.importers.dialogue import is_dialogue, is_dialogue_json, read_dialogue, read_dialogue_json
from bot.importers.doubts import Doubts
from bot.importers.encodings import decode
from bot.importers.episode_lists import is_list, is_list_json, read_list, read_list_json
from bot.importers.pack_reading import is_pack, is_pack_json, read_pack, read_pack_file, read_pack_json
from bot.importers.size_limits import DUMP, FILE, refuse_large, refuse_many_quotes
from bot.importers.source import Format, Source, Unreadable
from bot.importers.subtitles import is_subtitles, read_subtitles
from bot.importers.transcripts import is_transcript, read_transcript
from bot.importers.tvmaze import is_tvmaze, read_tvmaze
from bot.importers.wiki_dump import read_dump
from bot.importers.wikitext import read_wikitext

_BEGINNING: Final = 65_536

_DUMP_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<mediawiki[\s>]", re.DOTALL)
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_AT_BYTE = re.compile(r" \(byte (\d+)\)$")
_NOT_READ: Final = (
    (
        re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:episodedetails|tvshow|movie)\b", re.IGNORECASE),
        "is a media library's NFO file. Send the episodes as CSV, or from TVmaze",
    ),
    (
        re.compile(
            r"\s*<(?:div|p|span|table|ul|ol|h\d|section|article|script)\b(?!.*(?:\{\{|\[\[))",
            re.DOTALL | re.IGNORECASE,
        ),
        "is HTML. Copy the text as the browser shows it",
    ),
    (re.compile(r"\s*<(?:\?xml|\w+ xmlns)"), "is XML, but neither a wiki dump nor subtitles"),
)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*(?:[{\"]|(?:\d[\d.]*\s*)?(?:,|\](?!\[))))")
_WIKITEXT = re.compile(
    r"\{\{[^{}]{1,80}[|}\n]|\[\[[^\[\]\n]{1,200}\]\]|^==[^\n]{1,200}==[ \t]*$|'''[^'\n]{1,200}'''",
    re.MULTILINE,
)
_SUBTITLES: Final = (".srt", ".vtt", ".sbv", ".ass", ".ssa", ".sub", ".smi", ".sami", ".ttml", ".dfxp")

_UNKNOWN: Final = (
    "does not look like anything that can be imported: no table with known columns, no subtitles, "
    "no transcript, and no page about an episode. If you know what it is, choose its format"
)
_IS_INSIDE: Final = "is an archive inside an archive. Send the inner one"


def read(source: Source, format: Format | None = None) -> Draft:  # noqa: A002 - the word that people type
    """Read a file in the given format, else in the one that its content shows.

    Raises only `Unreadable`, however broken or hostile the file is.
    """
    if not source.data.strip():
        raise source.unreadable("is empty")
    draft = _read(source, format)
    if not (draft.episodes or draft.songs or draft.title or draft.slug):
        raise source.unreadable("has nothing to import: no episode with a season and number")
    refuse_many_quotes(source, draft)
    return draft


def _read(source: Source, format: Format | None) -> Draft:  # noqa: A002 - the word that people type
    if is_zip(source.data):
        return _read_zip(source, format)
    if not is_gzip(source.data):
        return _read_plain(source, format)
    unpacked, is_cut_off = gunzip(source)
    if is_gzip(unpacked.data) or is_zip(unpacked.data):
        raise source.unreadable(_IS_INSIDE)
    if is_cut_off and not _is_dump(unpacked, format):
        raise source.unreadable("is a broken gzip file. Send it again")
    return read(unpacked, format)


def _read_zip(source: Source, kind: Format | None) -> Draft:
    """A zip archive: a pack's folder, the subtitles of a season, or one file of any format."""
    members = unzip(source)
    if any(is_gzip(member.data) or is_zip(member.data) for member in members):
        raise source.unreadable(_IS_INSIDE)
    if any(member.name.split("/")[-1] == "show.toml" for member in members):
        return _read_folder(source, members)
    if len(members) == 1:
        return read(members[0], kind)
    subtitles = [member for member in members if member.name.lower().endswith(_SUBTITLES)]
    if not subtitles or kind not in {None, Format.SUBTITLES}:
        raise source.unreadable("must contain one file, a season of subtitles, or a pack with its show.toml")
    return _read_season(source, members, subtitles)


def _read_folder(source: Source, members: list[Source]) -> Draft:
    """The folder with a `show.toml`; others beside it are ignored."""
    folders = sorted(
        member.name.rpartition("/")[0] for member in members if member.name.split("/")[-1] == "show.toml"
    )
    if len(folders) > 1:
        raise source.unreadable("has several packs. Send one at a time")
    files = {
        name: member.data
        for member in members
        for folder, _, name in [member.name.rpartition("/")]
        if folder == folders[0] and name.endswith(".toml")
    }
    return read_pack(files)


def _read_season(source: Source, members: list[Source], subtitles: list[Source]) -> Draft:
    """Every episode, or every problem of every file. Of two files for one episode the first is used."""
    doubts = Doubts()
    for other in members:
        if other not in subtitles:
            doubts.add(Doubtful.LEFT_OUT, other.name)
    found: dict[Position, Episode[str, str]] = {}
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for member in subtitles:
        try:
            text, guesses = decode(member)
            draft = _with_doubts(read_subtitles(member, text), guesses)
        except Unreadable as unreadable:
            problems += unreadable.problems
            continue
        drafts.append(draft)
        for episode in draft.episodes:
            if episode.position in found:
                doubts.add(Doubtful.PLACED_TWICE, member.name, episode.position)
            found.setdefault(episode.position, episode)
    if problems:
        raise Unreadable(*problems)
    return Draft(
        episodes=tuple(found[position] for position in sorted(found)),
        doubts=(*doubts.all, *(doubt for draft in drafts for doubt in draft.doubts)),
    )


def _read_plain(source: Source, kind: Format | None) -> Draft:
    is_dump = _is_dump(source, kind)
    refuse_large(source, DUMP if is_dump else FILE)
    text, doubts = (_beginning(source), ()) if is_dump else decode(source)
    if _WEB_PAGE.match(text):
        raise source.unreadable("is a web page, not the file itself. Open the address and save what it shows")
    if is_dump:
        return read_dump(source)
    return _with_doubts(_read_text(source, text, kind), doubts)


def _read_text(source: Source, text: str, kind: Format | None) -> Draft:
    if kind is None and _JSON.match(text):
        return _read_json(source, load_json(source, text))
    return _read_as(kind or _format_of(source, text), source, text)


def _with_doubts(draft: Draft, doubts: tuple[Doubt, ...]) -> Draft:
    return replace(draft, doubts=(*doubts, *draft.doubts)) if doubts else draft


def _is_dump(source: Source, kind: Format | None) -> bool:
    return kind is Format.DUMP or (kind is None and bool(_DUMP_START.match(_beginning(source))))


def _beginning(source: Source) -> str:
    return source.data[:4_096].decode("utf-8", errors="replace").lstrip("\ufeff")


def _read_json(source: Source, value: object) -> Draft:
    if is_pack_json(value):
        return read_pack_json(source, value)
    if is_tvmaze(value):
        return read_tvmaze(source, value)
    if is_dialogue_json(value):
        return read_dialogue_json(source, value)
    if is_list_json(value):
        return read_list_json(source, value)
    raise source.unreadable("is JSON, but has no episodes with a number, no quotes, and is no pack")


def load_json(source: Source, text: str) -> object:
    """The value in a JSON text; JSON Lines become a list.

    Raises `Unreadable` with the line of the error.
    """
    try:
        return msgspec.json.decode(text)
    except RecursionError as error:
        raise source.unreadable("is nested too deep") from error
    except msgspec.DecodeError as error:
        what = str(error)
        if "trailing characters" in what:
            with suppress(msgspec.DecodeError, RecursionError):
                return msgspec.json.Decoder().decode_lines(text)
        byte = _AT_BYTE.search(what)
        line = text.encode()[: int(byte[1])].count(b"\n") + 1 if byte else text.count("\n") + 1
        what = f"is not JSON: {_AT_BYTE.sub('', what)}"
        raise source.unreadable(what, line) from error


def _format_of(source: Source, text: str) -> Format:
    """The format that a text looks like. Raises `Unreadable` if it looks like none."""
    if is_subtitles(source, text):
        return Format.SUBTITLES
    for pattern, what in _NOT_READ:
        if pattern.match(text):
            raise source.unreadable(what)
    looks = (kind for kind, looks_like in _LOOKS.items() if looks_like(text))
    found = next(looks, None) or _BY_NAME.get(PurePath(source.name).suffix.lower())
    if found is None and is_transcript(text):
        return Format.TRANSCRIPT
    if found is None and is_page(text):
        return Format.PAGE
    if found is None:
        raise source.unreadable(_UNKNOWN)
    return found


def _is_wikitext(text: str) -> bool:
    return text.lstrip().startswith("{{") or len(_WIKITEXT.findall(text[:_BEGINNING])) > 1


def _read_as(kind: Format, source: Source, text: str) -> Draft:
    if kind in _JSON_READERS and (kind not in _TEXT_READERS or _JSON.match(text)):
        return _JSON_READERS[kind](source, load_json(source, text))
    return _TEXT_READERS[kind](source, text)


_LOOKS: Final[Mapping[Format, Callable[[str], bool]]] = {
    Format.PACK: is_pack,
    Format.DIALOGUE: is_dialogue,
    Format.EPISODES: lambda text: is_copied_list(text) or is_list(text),
    Format.WIKITEXT: _is_wikitext,
}
_BY_NAME: Final = {
    **dict.fromkeys(_SUBTITLES, Format.SUBTITLES),
    **dict.fromkeys((".csv", ".tsv"), Format.EPISODES),
}
_TEXT_READERS: Final[Mapping[Format, Callable[[Source, str], Draft]]] = {
    Format.PAGE: read_page,
    Format.WIKITEXT: read_wikitext,
    Format.SUBTITLES: read_subtitles,
    Format.DIALOGUE: read_dialogue,
    Format.EPISODES: lambda source, text: (read_copied_list if is_copied_list(text) else read_list)(
        source, text
    ),
    Format.TRANSCRIPT: read_transcript,
    Format.PACK: lambda source, _: read_pack_file(source),
}
_JSON_READERS: Final[Mapping[Format, Callable[[Source, object], Draft]]] = {
    Format.TVMAZE: read_tvmaze,
    Format.DIALOGUE: read_dialogue_json,
    Format.EPISODES: read_list_json,
    Format.PACK: read_pack_json,
}
