"""Light Markdown: what it sees, and that nothing anybody writes troubles it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markdown import Styled, line_spans, link_at, plain, spans

GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
PIECES = st.sampled_from(
    ["*", "**", "***", "`", "[", "]", "](postil:", f"({GUID})", ")", "#", "# ", "> ", "- ", "1. ", " ", "\t", "\n",
     "http://", "https://a.b/c?d=*e*", "word", "😀", "e\u0301", "שלום", "\xa0", "\u2028", "<b>", "postil:", GUID]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


def words(text: str, style: str) -> list[str]:
    return [text[one.start : one.stop] for one in spans(text) if one.style == style]


@pytest.mark.parametrize(
    ("text", "style", "found"),
    [
        ("# One\n## Two\n#none\n#", "heading", ["# One", "## Two"]),
        ("**a b** and *c* and ***d***", "bold", ["**a b**", "***d***"]),
        ("**a b** and *c* and ***d***", "italic", ["*c*", "***d***"]),
        ("2 * 3 * 4, ** no **, *open", "italic", []),
        ("**a *b** c*", "bold", ["**a *b**"]),
        ("`*a*` *b*", "italic", ["*b*"]),
        ("`*a*` `` `open", "italic", []),
        ("> one\n>two\n > > three\n    > four", "quote", ["> one", ">two", " > > three"]),
        ("- one\n  * two\n3) three\n-none", "mark", ["- ", "  * ", "3) "]),
        (f"see [a, ¶ 2](postil:{GUID}).", "link", [f"[a, ¶ 2](postil:{GUID})"]),
        ("[a](https://a.b/c) [b](file:///etc) [](postil:a) [c](postil:../x)", "link", []),
        ("(see https://a.b/c?d=1), http://x.", "web", ["https://a.b/c?d=1", "http://x"]),
        ("javascript:alert(1) file:///etc/passwd mailto:a@b.c xhttp://a.b", "web", ["mailto:a@b.c"]),
    ],
)
def test_what_is_seen(text, style, found):
    assert words(text, style) == found


def test_a_link_is_found_where_it_stands():
    line = f"😀 [a](postil:{GUID.upper()}) https://a.b."
    start, web = line.index("["), line.index("https")
    assert link_at(line, start - 1) is None
    assert link_at(line, start) == link_at(line, start + 9) == Styled(start, web - 1, "link", GUID)
    assert link_at(line, web + 2).target == "https://a.b"


def test_without_its_marks_there_are_the_words():
    assert plain(f"# A **b**\n\n> *c* `d`\n> [e, ¶ 1](postil:{GUID})\n- f") == "A b\nc d\ne, ¶ 1\nf"


@given(TEXTS)
def test_spans_lie_in_their_lines_and_links_name_something(text):
    for one in spans(text):
        assert 0 <= one.start < one.stop <= len(text)
        assert "\n" not in text[one.start : one.stop]
        assert bool(one.target) == (one.style in ("link", "web"))
    assert plain(text).count("\n") <= text.count("\n")


@given(TEXTS)
def test_stretches_of_one_style_never_cross(text):
    for style in ("bold", "italic", "code", "link", "web", "mark"):
        found = sorted({(one.start, one.stop) for one in line_spans(text.replace("\n", " ")) if one.style == style})
        for (_, stop), (start, later) in pairwise(found):
            assert start >= stop or later <= stop


@pytest.mark.parametrize(
    "piece", ["*", "**a", "*a ", "`", "[", "[a](postil:", "> ", "#", "http://", "- ", "a*", "[`*", "h", " "]
)
def test_a_hostile_line_takes_time_in_proportion(piece):
    def seconds(count: int) -> float:
        before = time.process_time()
        line_spans(piece * count)
        return time.process_time() - before

    short = min(seconds(4000) for _ in range(3))
    assert seconds(64_000) < max(0.05, 16 * 6 * short)
