import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codebook import TagTree
from core.model import Document, Tag
from core.names import of_article, of_tags, visible

TURNING = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in (
    "LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI",
)]  # fmt: skip


@pytest.mark.parametrize("character", TURNING)
def test_what_turns_letters_is_shown_by_its_name(character):
    assert visible(f"a{character}b") == f"a[{unicodedata.bidirectional(character)}]b"


def test_invisible_marks_are_left_out_and_all_else_stays():
    assert visible("invoice \u202eexe.yap") == "invoice [RLO]exe.yap"
    assert visible("\u200eשלום\u200f (1)\u061c") == "שלום (1)"
    for name in ("plain", "Ünï — “x”", "שלום", "e\u0301 👩‍👩‍👧 می\u200cخواهم", ""):
        assert visible(name) == name


@given(st.text(st.sampled_from(["a", "é", "\u202e", "\u2068", "\u200f", "[", "]"])))
def test_what_is_shown_turns_nothing_and_is_shown_as_it_is(name):
    shown = visible(name)
    assert not set(shown) & {*TURNING, "\u200e", "\u200f", "\u061c"}
    assert visible(shown) == shown


def test_articles_and_tags_are_shown_by_visible_names():
    article = Document(1, "a\u202eb", "c\u202ed", "e", "2026", "\u202e.txt", 1, 1, "")
    assert of_article(article)[1:6] == ("a[RLO]b", "c[RLO]d", "e", "2026", "[RLO].txt")
    plain = TagTree([Tag(1, None, "one", "#000000", "", None)])
    assert of_tags(plain) is plain
    turned = TagTree([Tag(1, None, "\u202eone", "#000000", "", 1), Tag(2, 1, "two", "#ffffff", "\u202e", None)])
    shown = of_tags(turned)
    assert shown.path(2) == "[RLO]one/two"
    assert shown.by_id[2] == turned.by_id[2]
