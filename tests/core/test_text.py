import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.text import CanonicalText, Lines, Utf16Map, canonical, count_words, decode, sha256

# Plain letters, astral characters, a combining mark, right-to-left letters, a no-break space and line breaks.
TEXTS = st.text(st.sampled_from("ab \n😀𝒳\u0301אש\u202e\xa0\U0010ffff"), max_size=40)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\ufeffa", "a"),
        ("\ufeff\ufeffa", "a"),
        ("a\ufeffb", "a\ufeffb"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\n\rb", "a\n\nb"),
        ("a\x0bb\x0cc", "a\nb\nc"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\xa0b\u202fc", "a\xa0b\u202fc"),
        ("e\u0301", "e\u0301"),
        ("\u212b", "\u212b"),  # the Ångström sign, which NFC would turn into a letter
        ("a\tb\x7f\x85", "a\tb\x7f\x85"),
        ("👩‍👩‍👧 \u202eabc\u202c", "👩‍👩‍👧 \u202eabc\u202c"),
        ("", ""),
    ],
)
def test_canonical_changes_only_byte_order_marks_and_line_breaks(raw, text):
    assert canonical(raw) == CanonicalText(text, 0)


@pytest.mark.parametrize(
    "forbidden", map(chr, [0x00, 0x01, 0x08, 0x0E, 0x1F, 0xD800, 0xDFFF, 0xFDD0, 0xFDD1, 0xFFFE, 0xFFFF])
)
def test_forbidden_characters_are_replaced_one_for_one_and_counted(forbidden):
    assert canonical(f"a{forbidden}b{forbidden}") == CanonicalText("a\ufffdb\ufffd", 2)


def test_a_replacement_character_of_the_file_itself_is_not_counted():
    assert canonical("a\ufffdb") == CanonicalText("a\ufffdb", 0)


@given(st.text(st.characters()))
def test_canonical_text_is_canonical(raw):
    text = canonical(raw).text
    assert canonical(text) == CanonicalText(text, 0)
    assert not set(text) & set("\r\x0b\x0c\u2028\u2029\x00")
    assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_files_are_read_as_utf8_or_as_their_byte_order_mark_says(encoding):
    text = "naïve 😀 \xa0 א\n"
    assert canonical(decode(text.encode(encoding), "a.txt")).text == text


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
    ],
)
def test_both_byte_orders_are_read(bom, encoding):
    assert decode(bom + "a😀".encode(encoding), "a.txt") == "a😀"


@pytest.mark.parametrize(
    ("raw", "name", "byte"),
    [
        (b"caf\xe9 au lait", "UTF-8", 4),
        (b"abc\xc0\x80", "UTF-8", 4),
        (b"\xff\xfea\x00b", "UTF-16", 5),
        (b"\xff\xfe\x00\x00abc", "UTF-32", 5),
    ],
)
def test_unreadable_bytes_are_refused_in_one_sentence_that_names_file_and_place(raw, name, byte):
    with pytest.raises(UserError, match=rf"“notes\.txt” is not {name} text \(byte {byte} .*\.$") as caught:
        decode(raw, "notes.txt")
    assert "\n" not in str(caught.value)


def test_halves_of_surrogate_pairs_are_let_through_to_be_replaced():
    for raw in (b"a\xed\xa0\xbd\xed\xb8\x80b", b"\xff\xfea\0\x3d\xd8b\0", b"\xff\xfea\0\x00\xde\x00\xdeb\0"):
        found = canonical(decode(raw, "a.txt"))
        assert set(found.text) == {"a", "b", "\ufffd"}
        assert found.replaced == found.text.count("\ufffd")


@given(text=st.text(st.sampled_from("ab \r\n\x00\xa0€😀\ud83d"), max_size=30), size=st.integers(4, 8))
def test_what_is_worked_on_in_pieces_is_what_it_would_be_as_a_whole(text, size):
    whole, raw = canonical(text), text.encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.text._PIECE", size)
        assert canonical(text) == whole
        assert decode(raw, "a.txt") == text
        with pytest.raises(UserError, match=rf"byte {len(raw) + 1} cannot be read"):
            decode(raw + b"\xff\x80\x80\x80\x80\x80", "a.txt")
        assert count_words(whole.text) == len(whole.text.split())
        assert sha256(whole.text) == hashlib.sha256(whole.text.encode()).hexdigest()


def test_sha256_is_of_the_utf8_bytes():
    assert sha256("é😀") == hashlib.sha256("é😀".encode()).hexdigest()


def test_words_are_runs_of_what_is_not_space():
    assert count_words(" one two\xa0three\n\nfour ") == 4
    assert count_words("") == 0


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_offsets_agree_with_really_encoding_the_text(text):
    bridge = Utf16Map(text)
    for offset in range(len(text) + 1):
        assert bridge.to_utf16(offset) == _units(text[:offset])


@given(TEXTS)
def test_positions_come_back_and_inside_a_pair_they_are_its_start(text):
    bridge = Utf16Map(text)
    owner = [offset for offset, character in enumerate(text) for _ in range(_units(character))]
    for position, offset in enumerate([*owner, len(text)]):
        assert bridge.to_code_point(position) == offset


def test_an_emoji_counts_twice_for_qt():
    bridge = Utf16Map("a😀b")
    assert [bridge.to_utf16(offset) for offset in range(4)] == [0, 1, 3, 4]
    assert [bridge.to_code_point(position) for position in range(5)] == [0, 1, 1, 2, 3]


@given(st.text(st.sampled_from("ab \n\t\xa0😀"), max_size=60))
def test_lines_begin_after_line_breaks_and_number_what_is_not_blank(text):
    lines = Lines(text)
    number = 0
    at = 0
    for index, line in enumerate(text.split("\n")):
        assert lines.starts[index] == at
        blank = not line.strip()
        number += not blank
        assert lines.number(index) == (None if blank else number)
        for offset in range(at, at + len(line) + 1):
            assert lines.line_at(offset) == index
            assert lines.paragraph_at(offset) == max(1, number)
        at += len(line) + 1
    assert len(lines) == text.count("\n") + 1
    assert lines.paragraphs == number


def test_an_offset_beyond_the_text_is_on_its_last_line():
    assert Lines("a\nb").line_at(99) == 1
