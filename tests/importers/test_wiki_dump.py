import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubtful, Draft
from bot.importers.reading import read as read_file
from bot.importers.source import Source, Unreadable
from bot.importers.wiki_dump import read_dump
from tests.real import REAL, needs_shared

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11">
<siteinfo><sitename>Backstage Wiki</sitename><namespaces>
<namespace key="0" /><namespace key="10">Template</namespace></namespaces></siteinfo>
"""


def page(title: str, text: str, space: str = "<ns>0</ns>") -> str:
    """A page as in an export, with the <sha1> in Fandom's unusual place."""
    return (
        f"<page><title>{title}</title>{space}<id>1</id><sha1>x</sha1><revision><id>2</id>"
        f"<text xml:space='preserve'>{text}</text></revision></page>\n"
    )


def box(number: int, more: str = "|season=1|airdate=March 5, 2012") -> str:
    return "{{Infobox Episode|number=" + f"{number}{more}" + "}}"


def read(dump: str | bytes) -> Draft:
    return read_dump(Source("dump.xml", dump.encode() if isinstance(dump, str) else dump))


def refusal(dump: str | bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(dump)
    return "; ".join(map(str, refused.value.problems))


def found(draft: Draft) -> dict[str, str | None]:
    return {episode.position.code: episode.title for episode in draft.episodes}


def doubts(draft: Draft) -> list[tuple[Doubtful, str]]:
    return [(doubt.what, doubt.text) for doubt in draft.doubts]


def test_episodes_are_found_among_all_other_pages() -> None:
    draft = read(
        HEAD
        + page("Otto Reyes", "{{Infobox character|name=Otto|first episode=1}}")
        + page("Opening Lines", box(1))
        + page("Half Hour (episode)", box(2))
        + page("Episode 3", box(3))
        + page("Empty", "")
        + page("Old name", "#REDIRECT [[Opening Lines]]")
        + page("Template:Episode", box(4), "<ns>10</ns>")
        + page("User:Mara/Draft", box(5), "<ns>2</ns>")
        + page("Volume 9", "{{Episode Infobox|title=|number=|image=x.png}}")
        + "</mediawiki>"
    )
    assert found(draft) == {"S01E01": "Opening Lines", "S01E02": "Half Hour", "S01E03": None}
    assert draft.title == "Backstage"
    assert draft.doubts == ()


@pytest.mark.parametrize("namespace", ['xmlns="http://www.mediawiki.org/xml/export-0.3/"', ""])
def test_every_export_version_is_read_and_namespaces_are_known_by_name(
    namespace: str,
) -> None:
    head = HEAD.replace('xmlns="http://www.mediawiki.org/xml/export-0.11/"', namespace)
    pages = page("Opening Lines", box(1), "") + page("Template:Episode", box(2), "")
    assert found(read(head + pages + "</mediawiki>")) == {"S01E01": "Opening Lines"}


def test_the_last_of_several_revisions_is_used() -> None:
    old = page("Opening Lines", box(1)).replace("</page>", "")
    new = page("", box(2)).partition("<revision>")[2]
    assert found(read(HEAD + old.strip() + "<revision>" + new + "</mediawiki>")) == {
        "S01E02": "Opening Lines"
    }


LIST = (
    "== Season 1 ==\n"
    "{{Episode list|EpisodeNumber=1|EpisodeNumber2=1|Title=Opening Lines|OriginalAirDate=March 5, 2012"
    "|DirectedBy=Tove Lind}}"
    "\n== Season 2 ==\n"
    "{{Episode list|EpisodeNumber=2|EpisodeNumber2=1|Title=Half Hour|OriginalAirDate=March 4, 2013}}"
)


def test_a_list_and_single_pages_of_an_episode_are_merged() -> None:
    single = "{{Infobox Episode|season=1|number=1|title=Opening Lines|director=Somebody Else}}"
    draft = read(HEAD + page("List of episodes", LIST) + page("Opening Lines", single) + "</mediawiki>")
    first, second = draft.episodes
    assert found(draft) == {"S01E01": "Opening Lines", "S02E01": "Half Hour"}
    assert (first.aired is not None, first.directors, first.number_in_series) == (True, ("Somebody Else",), 1)
    assert second.number_in_series == 2
    assert draft.doubts == ()


def test_a_page_without_a_number_is_matched_with_the_list() -> None:
    draft = read(
        HEAD
        + page("Half Hour", "{{Infobox Episode|airdate=March 4, 2013|writer=Mara Okafor}}")
        + page("List of episodes", LIST)
        + page("The Reunion", "{{Infobox Episode|airdate=March 9, 2013}}")
        + "</mediawiki>"
    )
    assert draft.episodes[1].writers == ("Mara Okafor",)
    assert found(draft) == {"S01E01": "Opening Lines", "S02E01": "Half Hour"}
    assert doubts(draft) == [(Doubtful.NOT_PLACED, "The Reunion")]


def test_of_two_pages_at_one_position_the_first_is_kept() -> None:
    draft = read(HEAD + page("Opening Lines", box(1)) + page("Half Hour", box(1)) + "</mediawiki>")
    assert found(draft) == {"S01E01": "Opening Lines"}
    assert doubts(draft) == [(Doubtful.PLACED_TWICE, "Half Hour")]


def test_a_page_that_would_block_the_parser_is_skipped() -> None:
    bomb = "{{Episode|number=2}}" + "{{a|" * 5000
    draft = read(HEAD + page("Opening Lines", box(1)) + page("Bomb", bomb) + "</mediawiki>")
    assert found(draft) == {"S01E01": "Opening Lines"}
    assert doubts(draft) == [(Doubtful.LEFT_OUT, "Bomb")]


WHOLE = (
    HEAD + "".join(page(f"No. {number} {'ä' * 9}", box(number)) for number in range(1, 8)) + "</mediawiki>"
)


def test_a_truncated_dump_keeps_its_complete_pages() -> None:
    cut = WHOLE[: WHOLE.index("number=4")]
    draft = read(cut)
    assert list(found(draft)) == ["S01E01", "S01E02", "S01E03"]
    assert doubts(draft) == [(Doubtful.CUT_OFF, "")]


@given(st.integers(0, len(WHOLE.encode()) - 1))
def test_a_dump_truncated_anywhere_keeps_its_complete_pages(end: int) -> None:
    cut = WHOLE.encode()[:end]
    whole = cut.count(b"</page>")
    if not whole:
        assert refusal(cut)
        return
    draft = read(cut)
    assert len(draft.episodes) == whole
    assert (Doubtful.CUT_OFF, "") in doubts(draft)


def test_a_truncated_compressed_dump_keeps_its_complete_pages() -> None:
    packed = gzip.compress(WHOLE[: WHOLE.index("number=4")].encode())
    draft = read_file(Source("dump.xml.gz", packed[:-8]))
    assert len(draft.episodes) == 3
    assert doubts(draft) == [(Doubtful.CUT_OFF, "")]


ENTITIES = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("dump", "sentence"),
    [
        (ENTITIES + HEAD + page("&b;", box(1)) + "</mediawiki>", "declares XML entities"),
        (EXTERNAL + HEAD + page("&x;", box(1)) + "</mediawiki>", "declares XML entities"),
        ("", "ends in the middle of its first page"),
        (HEAD, "ends in the middle of its first page"),
        (HEAD + "</mediawiki>", "has 0 pages, but no episode"),
        (HEAD + page("Otto", "A man.") + "</mediawiki>", "has 1 pages, but no episode"),
        ("<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "is not a MediaWiki export"),
        ("<html><br></html>", "is not a MediaWiki export"),
        ('{"pages": []}', "line 1: is not well-formed XML there"),
        (
            HEAD + page("Opening Lines", box(1)) + "<page>\x01</page>",
            "line 5: is not well-formed XML",
        ),
        ('<?xml version="1.0" encoding="x-none"?><mediawiki/>', "in an unknown encoding"),
        ("<mediawiki>" + "<a>" * 1000, "nests its elements deeper"),
    ],
)
def test_an_invalid_export_is_refused_with_the_reason(dump: str, sentence: str) -> None:
    assert sentence in refusal(dump)


def test_a_dump_in_utf_16_is_read() -> None:
    assert len(read(('<?xml version="1.0" encoding="UTF-16"?>' + WHOLE).encode("utf-16")).episodes) == 7


@given(st.binary(max_size=300) | st.text(alphabet="<>/&;mediawikpagetxls ", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for dump in (data, HEAD.encode() + data, HEAD.encode() + page("X", box(1)).encode() + data):
        try:
            draft = read(dump)
        except Unreadable as refused:
            assert refused.problems  # noqa: PT017 - most bytes are refused, which is fine too
        else:
            assert draft.episodes


def real_dump() -> bytes:
    return gzip.decompress((REAL / "dump" / "nogamenolife_pages_current.xml.gz").read_bytes())


@needs_shared
def test_a_real_wiki_dump_gives_its_twelve_episodes() -> None:
    draft = read(real_dump())
    assert draft.title == "No Game No Life"
    assert list(found(draft)) == [f"S01E{number:02}" for number in range(1, 13)]
    assert list(found(draft).values()) == [
        "Beginner", "Challenger", "Expert", "Grandmaster", "Weak Square", "Interesting", "Sacrifice",
        "Fake End", "Sky Walk", "Blue Rose", "Killing Giant", None,
    ]  # fmt: skip
    assert [(doubt.what, doubt.position and doubt.position.code) for doubt in draft.doubts] == [
        (Doubtful.NO_SEASON, "S01E02"),
        (Doubtful.NO_DATE, "S01E11"),
    ]


@needs_shared
def test_half_of_a_real_wiki_dump_gives_the_episodes_in_it() -> None:
    draft = read(real_dump()[:2_000_000])
    assert list(found(draft)) == [f"S01E{number:02}" for number in range(1, 11)]
    assert draft.doubts[0].what is Doubtful.CUT_OFF
