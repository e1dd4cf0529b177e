from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafts import Doubtful
from bot.importers.encodings import decode
from bot.importers.source import Source, Unreadable

FRENCH = "speaker,text\nRené,It’s fine – “naïve façade” for €5\n"
CHINESE = "1\n00:00:27,000 --> 00:00:30,730\n我们今天晚上去看戏，你要不要一起来？我觉得这首歌非常好听。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (FRENCH, "cp1252"),
        ("It’s him", "cp1252"),
        ("Où étais-tu hier soir? Ça va très bien, merci à toi.", "iso-8859-1"),
        ("¿Dónde estás, mañana?", "iso-8859-1"),
        ("Gdzie jest światło? Może już późno, chodź do środka.", "iso-8859-2"),
        ("Gdzie jest światło? Może już późno, chodź do środka.", "cp1250"),
        ("Hol volt tegnap este? Őszintén szólva nagyon féltem.", "iso-8859-2"),
        ("Где вы были вчера вечером? Мы вас очень долго ждали.", "koi8-r"),
        (CHINESE, "gb2312"),
        (CHINESE, "gb18030"),
        ("Где вы были вчера вечером? Мы вас очень долго ждали.", "cp1251"),
        ("こんにちは、元気ですか。はい、元気です。", "shift_jis"),
    ],
)
def test_a_files_encoding_is_detected(text: str, encoding: str) -> None:
    assert decode(Source("lines.csv", text.encode(encoding)))[0] == text


def test_a_guessed_encoding_is_a_doubt_with_a_line_to_look_at() -> None:
    text = "plain\nČeská řeč, příteli\nplain\n"
    assert decode(Source("a.txt", text.encode()))[1] == ()
    (doubt,) = decode(Source("a.txt", text.encode("cp1250")))[1]
    assert (doubt.what, doubt.text, doubt.line) == (Doubtful.GUESSED_ENCODING, "Česká řeč, příteli", 2)


def test_the_encoding_is_detected_from_characters_late_in_the_file() -> None:
    text = "plain\n" * 50_000 + "It’s late\n"
    assert decode(Source("lines.csv", text.encode("cp1252")))[0] == text


def test_one_wrong_byte_in_utf8_is_reported_with_its_line() -> None:
    with pytest.raises(Unreadable) as refused:
        decode(Source("lines.csv", "café\nnaïve\nçà\nété\n".encode() + b"fianc\xe9e\n"))
    (problem,) = refused.value.problems
    assert str(problem).startswith("lines.csv, line 5: has bytes in another encoding")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an Office document"),
        (b"SQLite format 3\0", "is a database"),
        (b"Rar!\x1a\x07", "is a RAR archive"),
        (b"text\0with\0zeros\0all\0over\0\0", "is not text"),
        (bytes(range(256)) * 8, "is not text"),
    ],
)
def test_a_binary_file_is_refused_by_its_kind(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(Source("file", data))
    assert sentence in refused.value.problems[0].what


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with suppress(Unreadable):
        assert "\0" not in decode(Source("file", data))[0]
