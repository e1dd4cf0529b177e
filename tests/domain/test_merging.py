from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubtful, Draft, EpisodeDraft, PerformanceDraft, QuoteDraft, SongDraft
from bot.domain.ids import EpisodeId, QuoteId, SongId
from bot.domain.merging import NOTHING_KNOWN, Known, KnownEpisode, Merge, merge
from bot.domain.positions import Position

FIRST = Position.from_code("S01E01")
SECOND = Position.from_code("S01E02")


def known(*episodes: EpisodeDraft, songs: tuple[SongDraft, ...] = ()) -> Known:
    """A show with these episodes, whose ids are made up."""
    numbers = iter(range(1, 10_000))
    return Known(
        {SongId(next(numbers)): song for song in songs},
        {
            episode.position: KnownEpisode(
                EpisodeId(next(numbers)), episode, tuple(QuoteId(next(numbers)) for _ in episode.quotes)
            )
            for episode in episodes
        },
    )


def applied(before: Known, merged: Merge) -> Known:
    """The show after a merge, as the store makes it."""
    episodes = {position: episode.draft for position, episode in before.episodes.items()}
    for change in merged.episodes:
        old = before.episodes.get(change.draft.position)
        better = dict(change.changed_lines)
        kept = () if old is None else zip(old.quotes, old.draft.quotes, strict=True)
        added = tuple(replace(line, guessed=False) for line in change.new_lines)
        lines = tuple(better.get(number, line) for number, line in kept) + added
        episodes[change.draft.position] = replace(change.draft, quotes=lines)
    songs = dict(before.songs) | dict(merged.changed_songs)
    return known(*episodes.values(), songs=(*songs.values(), *merged.new_songs))


def test_what_a_draft_does_not_tell_stays_as_it_is() -> None:
    before = EpisodeDraft(FIRST, title="Pilot", aired=date(2012, 2, 6), writers=("A",), scenes=("One.",))
    merged = merge(known(before), Draft(episodes=(EpisodeDraft(FIRST, directors=("B",)),)))
    (episode,) = merged.episodes
    assert episode.fields == {"directors"}
    assert episode.draft == replace(before, directors=("B",))


def test_a_line_is_the_same_by_its_words_and_is_not_added_twice() -> None:
    before = EpisodeDraft(FIRST, quotes=(QuoteDraft("Don't give up."),))
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("Don’t give up", speaker="Derek"), QuoteDraft("Okay?")))
    (episode,) = merge(known(before), Draft(episodes=(told,))).episodes
    assert [line.text for line in episode.new_lines] == ["Okay?"]
    assert [line for _, line in episode.changed_lines] == [QuoteDraft("Don't give up.", speaker="Derek")]


def test_a_line_of_just_these_letters_comes_before_one_of_these_words() -> None:
    before = EpisodeDraft(FIRST, quotes=(QuoteDraft("No!", "Ivy"), QuoteDraft("No.", "Karen")))
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("No.", "Karen"),))
    assert merge(known(before), Draft(episodes=(told,))).is_empty


def test_a_guessed_speaker_does_not_change_one_who_is_known() -> None:
    before = EpisodeDraft(FIRST, quotes=(QuoteDraft("Okay?", "Tom"),))
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("Okay?", "Julia", guessed=True),))
    assert merge(known(before), Draft(episodes=(told,))).is_empty


def test_a_song_is_the_same_in_other_capitals() -> None:
    before = EpisodeDraft(FIRST, performances=(PerformanceDraft("Caught in the Storm"),))
    told = EpisodeDraft(FIRST, performances=(PerformanceDraft("Caught In The Storm", ("Karen",)),))
    merged = merge(
        known(before, songs=(SongDraft("Caught in the Storm"),)),
        Draft(songs=(SongDraft("Caught In The Storm"),), episodes=(told,)),
    )
    assert merged.new_songs == ()
    assert merged.episodes[0].draft.performances == (PerformanceDraft("Caught in the Storm", ("Karen",)),)


def test_an_episode_that_stands_elsewhere_by_its_title_is_doubtful() -> None:
    merged = merge(
        known(EpisodeDraft(FIRST, title="Pilot")), Draft(episodes=(EpisodeDraft(SECOND, title="pilot"),))
    )
    assert [doubt.what for doubt in merged.doubts] == [Doubtful.PLACED_TWICE]


texts = st.sampled_from(["No.", "No!", "Don't", "dont", "Okay?", "A long line"])
lines = st.builds(
    QuoteDraft,
    text=texts,
    speaker=st.sampled_from([None, "Ivy", "Karen"]),
    timestamp=st.sampled_from([None, "0:01"]),
    guessed=st.booleans(),
)
songs = st.lists(st.sampled_from(["Cut", "cut", "On Broadway"]), unique=True, max_size=3)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    titles = draw(songs)
    performances = st.lists(
        st.builds(
            PerformanceDraft, title=st.sampled_from(titles), performers=st.sampled_from([(), ("Ivy",)])
        ),
        max_size=2,
        unique_by=lambda sung: sung.title,
    )
    episodes = [
        EpisodeDraft(
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
    return Draft(songs=tuple(SongDraft(title, draw(writers)) for title in titles), episodes=tuple(episodes))


@given(first=drafts(), second=drafts())
def test_merged_again_a_draft_changes_nothing(first: Draft, second: Draft) -> None:
    show = applied(NOTHING_KNOWN, merge(NOTHING_KNOWN, first))
    after = applied(show, merge(show, second))
    assert merge(after, second).is_empty


@given(first=drafts(), second=drafts())
def test_a_merge_takes_no_line_and_no_song_away(first: Draft, second: Draft) -> None:
    show = applied(NOTHING_KNOWN, merge(NOTHING_KNOWN, first))
    after = applied(show, merge(show, second))
    for position, episode in show.episodes.items():
        kept = [line.text for line in after.episodes[position].draft.quotes]
        assert kept[: len(episode.draft.quotes)] == [line.text for line in episode.draft.quotes]
    assert {song.title for song in show.songs.values()} <= {song.title for song in after.songs.values()}
