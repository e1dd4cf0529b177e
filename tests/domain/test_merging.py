from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubtful, Draft, EpisodeDraft, PerformanceDraft, QuoteDraft, SongDraft
from bot.domain.ids import EpisodeId, QuoteId, SongId
from bot.domain.merging import NEW_SHOW, CurrentEpisode, CurrentShow, Merge, merge
from bot.domain.overwriting import Overwritten
from bot.domain.positions import Position

FIRST = Position.from_code("S01E01")
SECOND = Position.from_code("S01E02")


def known(*episodes: EpisodeDraft, songs: tuple[SongDraft, ...] = ()) -> CurrentShow:
    """A show with these episodes, whose ids are made up."""
    numbers = iter(range(1, 10_000))
    return CurrentShow(
        {SongId(next(numbers)): song for song in songs},
        {
            episode.position: CurrentEpisode(
                EpisodeId(next(numbers)), episode, tuple(QuoteId(next(numbers)) for _ in episode.quotes)
            )
            for episode in episodes
        },
    )


def applied(before: CurrentShow, merged: Merge) -> CurrentShow:
    """The show after a merge, as the store makes it."""
    episodes = {position: episode.draft for position, episode in before.episodes.items()}
    for change in merged.episodes:
        old = before.episodes.get(change.draft.position)
        better = dict(change.changed_quotes)
        kept = () if old is None else zip(old.quotes, old.draft.quotes, strict=True)
        added = tuple(replace(line, guessed=False) for line in change.new_quotes)
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


def doubts_of(merged: Merge) -> list[Doubtful]:
    return [doubt.what for doubt in merged.doubts]


def test_a_line_of_nearly_the_same_words_is_another_and_doubtful() -> None:
    before = EpisodeDraft(FIRST, quotes=(QuoteDraft("You did it.", "Anna"),))
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("You did it?", "Bella"), QuoteDraft("Okay?")))
    merged = merge(known(before), Draft(episodes=(told,)))
    assert [line.text for line in merged.episodes[0].new_quotes] == ["You did it?", "Okay?"]
    assert merged.episodes[0].changed_quotes == ()
    assert doubts_of(merged) == [Doubtful.SIMILAR_QUOTE]


def test_a_line_whose_letters_are_composed_otherwise_is_the_same() -> None:
    before = EpisodeDraft(FIRST, title="Más", quotes=(QuoteDraft("¿Más?"),))
    told = EpisodeDraft(FIRST, title=" Ma\u0301s", quotes=(QuoteDraft("¿Ma\u0301s?  "),))
    assert merge(known(before), Draft(episodes=(told,))).is_empty


def test_another_speaker_of_a_line_is_doubtful_and_told() -> None:
    before = EpisodeDraft(FIRST, quotes=(QuoteDraft("You did it.", "Anna"),))
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("You did it.", "Bella"),))
    merged = merge(known(before), Draft(episodes=(told,)))
    assert merged.overwritten == (Overwritten("speaker", "Anna", "Bella", FIRST, "You did it."),)
    assert doubts_of(merged) == [Doubtful.OTHER_SPEAKER]


def test_a_line_that_two_people_say_stays_with_each_of_them() -> None:
    before = EpisodeDraft(
        FIRST, quotes=(QuoteDraft("No.", "Anna"), QuoteDraft("No.", "Bella", timestamp="0:09"))
    )
    told = EpisodeDraft(
        FIRST, quotes=(QuoteDraft("No.", "Bella", context="To Anna."), QuoteDraft("No.", "Anna"))
    )
    (episode,) = merge(known(before), Draft(episodes=(told,))).episodes
    assert [line for _, line in episode.changed_quotes] == [QuoteDraft("No.", "Bella", "To Anna.", "0:09")]
    assert (episode.new_quotes, episode.overwritten) == ((), ())


def test_a_line_said_at_another_time_is_found_by_its_time() -> None:
    before = EpisodeDraft(
        FIRST, quotes=(QuoteDraft("No.", timestamp="0:01"), QuoteDraft("No.", timestamp="0:09"))
    )
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("No.", timestamp="0:09"),))
    assert merge(known(before), Draft(episodes=(told,))).is_empty


def test_every_value_that_is_replaced_is_told_with_the_one_before_it() -> None:
    before = EpisodeDraft(
        FIRST,
        title="Tech",
        aired=date(2012, 2, 6),
        writers=("A", "B"),
        performances=(PerformanceDraft("Cut", ("Ivy",)),),
        scenes=("One.", "Two."),
    )
    told = EpisodeDraft(
        FIRST,
        title="Trash",
        aired=date(2012, 2, 7),
        writers=("A",),
        directors=("New",),
        performances=(PerformanceDraft("Cut", ("Karen",)),),
        scenes=("Three.",),
    )
    merged = merge(
        known(before, songs=(SongDraft("Cut", original_artist="X"),)),
        Draft(songs=(SongDraft("Cut", original_artist="Y"),), episodes=(told,)),
    )
    assert set(merged.overwritten) == {
        Overwritten("original_artist", "X", "Y", None, "Cut"),
        Overwritten("title", "Tech", "Trash", FIRST),
        Overwritten("aired", "2012-02-06", "2012-02-07", FIRST),
        Overwritten("writers", "A, B", "A", FIRST),
        Overwritten("performers", "Ivy", "Karen", FIRST, "Cut"),
        Overwritten("scenes", "One.\n\nTwo.", "Three.", FIRST),
    }


def test_a_line_of_just_these_letters_comes_before_one_of_these_words() -> None:
    before = EpisodeDraft(FIRST, quotes=(QuoteDraft("No!", "Ivy"), QuoteDraft("No.", "Karen")))
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("No.", "Karen"),))
    assert merge(known(before), Draft(episodes=(told,))).is_empty


def test_a_guessed_speaker_does_not_change_one_who_is_known() -> None:
    before = EpisodeDraft(FIRST, quotes=(QuoteDraft("Okay?", "Tom"),))
    told = EpisodeDraft(FIRST, quotes=(QuoteDraft("Okay?", "Julia", guessed=True),))
    assert merge(known(before), Draft(episodes=(told,))).is_empty


def test_a_guessed_speaker_takes_no_line_from_one_who_is_named() -> None:
    before = known(EpisodeDraft(FIRST, quotes=(QuoteDraft("No.", "Karen"),)))
    told = (QuoteDraft("No.", "Ivy", guessed=True), QuoteDraft("No.", "Ivy"))
    draft = Draft(episodes=(EpisodeDraft(FIRST, quotes=told),))
    assert merge(applied(before, merge(before, draft)), draft).is_empty


def test_a_song_of_nearly_the_same_title_is_another_and_doubtful() -> None:
    titles = ("Más", "Mas", "Yes?", "Yes!", "दिल", "दाल")
    draft = Draft(songs=tuple(SongDraft(title) for title in titles))
    merged = merge(known(songs=(SongDraft("mas", ("A",)),)), draft)
    assert [song.title for song in merged.new_songs] == list(titles)
    assert Doubtful.SIMILAR_SONG in doubts_of(merged)
    assert merge(applied(known(), merged), draft).is_empty


def test_a_song_whose_letters_are_composed_otherwise_is_the_same() -> None:
    told = EpisodeDraft(FIRST, performances=(PerformanceDraft("Ma\u0301s ", ("Karen",)),))
    merged = merge(
        known(EpisodeDraft(FIRST), songs=(SongDraft("Más"),)),
        Draft(songs=(SongDraft("Ma\u0301s "),), episodes=(told,)),
    )
    assert (merged.new_songs, merged.doubts) == ((), ())
    assert merged.episodes[0].draft.performances == (PerformanceDraft("Más", ("Karen",)),)


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
    show = applied(NEW_SHOW, merge(NEW_SHOW, first))
    after = applied(show, merge(show, second))
    assert merge(after, second).is_empty


@given(first=drafts(), second=drafts())
def test_no_value_is_replaced_that_is_not_told(first: Draft, second: Draft) -> None:
    show = applied(NEW_SHOW, merge(NEW_SHOW, first))
    merged = merge(show, second)
    told = {(change.position, change.field, change.of) for change in merged.overwritten}
    for episode in merged.episodes:
        if episode.id is None:
            continue
        before, position = show.episodes[episode.draft.position].draft, episode.draft.position
        for field in ("title", "summary", "scenes"):
            if getattr(before, field) and getattr(before, field) != getattr(episode.draft, field):
                assert (position, field, None) in told
        for sung, after in zip(before.performances, episode.draft.performances, strict=False):
            assert sung.title == after.title
            if sung.performers not in ((), after.performers):
                assert (position, "performers", sung.title) in told


@given(first=drafts(), second=drafts())
def test_a_merge_takes_no_line_and_no_song_away(first: Draft, second: Draft) -> None:
    show = applied(NEW_SHOW, merge(NEW_SHOW, first))
    after = applied(show, merge(show, second))
    for position, episode in show.episodes.items():
        kept = [line.text for line in after.episodes[position].draft.quotes]
        assert kept[: len(episode.draft.quotes)] == [line.text for line in episode.draft.quotes]
    assert {song.title for song in show.songs.values()} <= {song.title for song in after.songs.values()}
