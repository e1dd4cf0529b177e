from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubtful, Draft
from bot.domain.ids import EpisodeId, QuoteId, SongId
from bot.domain.merging import Merge, merge
from bot.domain.overwriting import Overwritten
from bot.domain.positions import Position
from bot.domain.shows import Episode, Performance, Quote, Song

FIRST = Position.from_code("S01E01")
SECOND = Position.from_code("S01E02")


def show_with(*episodes: Episode[str, str], songs: tuple[Song[str, str], ...] = ()) -> Draft:
    """A show with these episodes, with generated ids."""
    ids = iter(range(1, 10_000))
    return Draft(
        songs=tuple(replace(song, id=SongId(next(ids))) for song in songs),
        episodes=tuple(
            replace(
                episode,
                id=EpisodeId(next(ids)),
                quotes=tuple(replace(quote, id=QuoteId(next(ids))) for quote in episode.quotes),
            )
            for episode in episodes
        ),
    )


def applied(before: Draft, merged: Merge) -> Draft:
    """The show after a merge, as the store saves it."""
    episodes = {episode.position: episode for episode in before.episodes}
    for change in merged.episodes:
        position = change.episode.position
        quotes = {quote.id: quote for quote in episodes[position].quotes} if position in episodes else {}
        quotes |= {quote.id: quote for quote in change.episode.quotes if quote.id}
        added = [replace(quote, guessed=False) for quote in change.episode.quotes if not quote.id]
        episodes[position] = replace(change.episode, quotes=(*quotes.values(), *added))
    songs = {song.id: song for song in (*before.songs, *merged.songs) if song.id}
    new = [song for song in merged.songs if not song.id]
    return show_with(*episodes.values(), songs=(*songs.values(), *new))


def test_a_field_missing_from_the_draft_is_unchanged() -> None:
    before = Episode(FIRST, title="Pilot", aired=date(2012, 2, 6), writers=("A",), scenes=("One.",))
    merged = merge(show_with(before), Draft(episodes=(Episode(FIRST, directors=("B",)),)))
    (episode,) = merged.episodes
    assert episode.fields == {"directors"}
    assert episode.episode == replace(before, directors=("B",))


def doubts_of(merged: Merge) -> list[Doubtful]:
    return [doubt.what for doubt in merged.doubts]


def test_a_similar_quote_is_a_new_quote_with_a_doubt() -> None:
    before = Episode(FIRST, quotes=(Quote("You did it.", "Anna"),))
    imported = Episode(FIRST, quotes=(Quote("You did it?", "Bella"), Quote("Okay?")))
    merged = merge(show_with(before), Draft(episodes=(imported,)))
    assert [quote.text for quote in merged.episodes[0].episode.quotes] == ["You did it?", "Okay?"]
    assert (merged.new_quotes, merged.changed_quotes) == (2, 0)
    assert doubts_of(merged) == [Doubtful.SIMILAR_QUOTE]


def test_a_quote_in_another_unicode_form_is_the_same() -> None:
    before = Episode(FIRST, title="Más", quotes=(Quote("¿Más?"),))
    imported = Episode(FIRST, title=" Ma\u0301s", quotes=(Quote("¿Ma\u0301s?  "),))
    assert merge(show_with(before), Draft(episodes=(imported,))).is_empty


def test_a_changed_speaker_is_a_doubt_and_reported() -> None:
    before = Episode(FIRST, quotes=(Quote("You did it.", "Anna"),))
    imported = Episode(FIRST, quotes=(Quote("You did it.", "Bella"),))
    merged = merge(show_with(before), Draft(episodes=(imported,)))
    assert merged.overwritten == (Overwritten("speaker", "Anna", "Bella", FIRST, "You did it."),)
    assert doubts_of(merged) == [Doubtful.OTHER_SPEAKER]


def test_a_quote_said_by_two_people_is_matched_by_speaker() -> None:
    before = Episode(FIRST, quotes=(Quote("No.", "Anna"), Quote("No.", "Bella", timestamp="0:09")))
    imported = Episode(FIRST, quotes=(Quote("No.", "Bella", context="To Anna."), Quote("No.", "Anna")))
    merged = merge(show_with(before), Draft(episodes=(imported,)))
    assert merged.episodes[0].episode.quotes == (Quote("No.", "Bella", "To Anna.", "0:09"),)
    assert (merged.new_quotes, merged.overwritten) == (0, ())


def test_a_repeated_quote_is_matched_by_its_timestamp() -> None:
    before = Episode(FIRST, quotes=(Quote("No.", timestamp="0:01"), Quote("No.", timestamp="0:09")))
    imported = Episode(FIRST, quotes=(Quote("No.", timestamp="0:09"),))
    assert merge(show_with(before), Draft(episodes=(imported,))).is_empty


def test_every_replaced_value_is_reported_with_the_old_one() -> None:
    before = Episode(
        FIRST,
        title="Tech",
        aired=date(2012, 2, 6),
        writers=("A", "B"),
        performances=(Performance("Cut", ("Ivy",)),),
        scenes=("One.", "Two."),
    )
    imported = Episode(
        FIRST,
        title="Trash",
        aired=date(2012, 2, 7),
        writers=("A",),
        directors=("New",),
        performances=(Performance("Cut", ("Karen",)),),
        scenes=("Three.",),
    )
    merged = merge(
        show_with(before, songs=(Song("Cut", original_artist="X"),)),
        Draft(songs=(Song("Cut", original_artist="Y"),), episodes=(imported,)),
    )
    assert set(merged.overwritten) == {
        Overwritten("original_artist", "X", "Y", None, "Cut"),
        Overwritten("title", "Tech", "Trash", FIRST),
        Overwritten("aired", "2012-02-06", "2012-02-07", FIRST),
        Overwritten("writers", "A, B", "A", FIRST),
        Overwritten("performers", "Ivy", "Karen", FIRST, "Cut"),
        Overwritten("scenes", "One.\n\nTwo.", "Three.", FIRST),
    }


def test_an_exact_quote_is_matched_before_one_with_the_same_words() -> None:
    before = Episode(FIRST, quotes=(Quote("No!", "Ivy"), Quote("No.", "Karen")))
    imported = Episode(FIRST, quotes=(Quote("No.", "Karen"),))
    assert merge(show_with(before), Draft(episodes=(imported,))).is_empty


def test_a_guessed_speaker_does_not_replace_a_known_one() -> None:
    before = Episode(FIRST, quotes=(Quote("Okay?", "Tom"),))
    imported = Episode(FIRST, quotes=(Quote("Okay?", "Julia", guessed=True),))
    assert merge(show_with(before), Draft(episodes=(imported,))).is_empty


def test_a_quote_with_a_guessed_speaker_does_not_take_the_match_of_a_named_one() -> None:
    before = show_with(Episode(FIRST, quotes=(Quote("No.", "Karen"),)))
    imported = (Quote("No.", "Ivy", guessed=True), Quote("No.", "Ivy"))
    draft = Draft(episodes=(Episode(FIRST, quotes=imported),))
    assert merge(applied(before, merge(before, draft)), draft).is_empty


def test_a_song_with_a_similar_title_is_a_new_song_with_a_doubt() -> None:
    titles = ("Más", "Mas", "Yes?", "Yes!", "दिल", "दाल")
    draft = Draft(songs=tuple(Song(title) for title in titles))
    merged = merge(show_with(songs=(Song("mas", ("A",)),)), draft)
    assert [song.title for song in merged.songs] == list(titles)
    assert Doubtful.SIMILAR_SONG in doubts_of(merged)
    assert merge(applied(show_with(), merged), draft).is_empty


def test_a_song_title_in_another_unicode_form_is_the_same() -> None:
    imported = Episode(FIRST, performances=(Performance("Ma\u0301s ", ("Karen",)),))
    merged = merge(
        show_with(Episode(FIRST), songs=(Song("Más"),)),
        Draft(songs=(Song("Ma\u0301s "),), episodes=(imported,)),
    )
    assert (merged.songs, merged.doubts) == ((), ())
    assert merged.episodes[0].episode.performances == (Performance("Más", ("Karen",)),)


def test_an_episode_title_at_another_position_is_a_doubt() -> None:
    merged = merge(
        show_with(Episode(FIRST, title="Pilot")), Draft(episodes=(Episode(SECOND, title="pilot"),))
    )
    assert [doubt.what for doubt in merged.doubts] == [Doubtful.PLACED_TWICE]


texts = st.sampled_from(["No.", "No!", "Don't", "dont", "Okay?", "A long line"])
lines: st.SearchStrategy[Quote[str]] = st.builds(
    Quote,
    text=texts,
    speaker=st.sampled_from([None, "Ivy", "Karen"]),
    timestamp=st.sampled_from([None, "0:01"]),
    guessed=st.booleans(),
)
songs = st.lists(st.sampled_from(["Cut", "cut", "On Broadway"]), unique=True, max_size=3)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    titles = draw(songs)
    sung: st.SearchStrategy[Performance[str, str]] = st.builds(
        Performance, title=st.sampled_from(titles), performers=st.sampled_from([(), ("Ivy",)])
    )
    performances = st.lists(sung, max_size=2, unique_by=lambda performance: performance.title)
    episodes = [
        Episode(
            position,
            title=draw(st.sampled_from([None, "Pilot", "Tech"])),
            summary=draw(st.sampled_from([None, "It begins."])),
            performances=tuple(draw(performances)) if titles else (),
            quotes=tuple(draw(st.lists(lines, max_size=4))),
            scenes=tuple(draw(st.lists(texts, max_size=2))),
        )
        for position in draw(st.lists(st.sampled_from([FIRST, SECOND]), unique=True))
    ]
    writers = st.sampled_from([(), ("A",)])
    return Draft(songs=tuple(Song(title, draw(writers)) for title in titles), episodes=tuple(episodes))


@given(first=drafts(), second=drafts())
def test_merging_a_draft_again_changes_nothing(first: Draft, second: Draft) -> None:
    show = applied(Draft(), merge(Draft(), first))
    after = applied(show, merge(show, second))
    assert merge(after, second).is_empty


@given(first=drafts(), second=drafts())
def test_no_value_is_replaced_without_a_report(first: Draft, second: Draft) -> None:
    show = applied(Draft(), merge(Draft(), first))
    merged = merge(show, second)
    reported = {(change.position, change.field, change.of) for change in merged.overwritten}
    there = {episode.position: episode for episode in show.episodes}
    for change in merged.episodes:
        episode, position = change.episode, change.episode.position
        if change.is_new:
            continue
        before = there[position]
        for field in ("title", "summary", "scenes"):
            if getattr(before, field) and getattr(before, field) != getattr(episode, field):
                assert (position, field, None) in reported
        for sung, after in zip(before.performances, episode.performances, strict=False):
            assert sung.title == after.title
            if sung.performers not in ((), after.performers):
                assert (position, "performers", sung.title) in reported


@given(first=drafts(), second=drafts())
def test_a_merge_never_removes_quotes_or_songs(first: Draft, second: Draft) -> None:
    show = applied(Draft(), merge(Draft(), first))
    after = applied(show, merge(show, second))
    there = {episode.position: episode for episode in after.episodes}
    for episode in show.episodes:
        kept = [quote.text for quote in there[episode.position].quotes]
        assert kept[: len(episode.quotes)] == [quote.text for quote in episode.quotes]
    assert {song.title for song in show.songs} <= {song.title for song in after.songs}
