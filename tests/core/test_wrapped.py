from textwrap import dedent, fill

import pytest

from core.text import Lines
from core.wrapped import broken_lines, goes_on, paragraph_bounds

BOOK = """\
    On October 11, 1805, one of the infantry regiments that had just reached
    Braunau had halted half a mile from the town, waiting to be inspected
    by the commander in chief. Despite the un-Russian appearance of the
    locality and surroundings, and despite the fact that the people there
    were not Russians, it had just the appearance of any Russian regiment.

    “Your doctor tells you to go to bed earlier,” said Prince Andrew.
    “You had better go.”

    He looked at the princess, and then at all the others who stood about
    Andrew."""
PAGE = """\
    On October 11, 1805, one of the infantry regiments that had just reached
    Braunau had halted half a mile from the town, waiting to be inspected
    by the commander in chief, in a locality unlike any in Russia.
    Despite the un-Russian appearance of the locality and surroundings, it
    had just the appearance of any Russian regiment that was preparing for
    an inspection anywhere. There was only one circumstance of concern.
    It was the state of the soldiers’ boots, which were quite worn, as were
    all boots."""
INDENTED = """\
      On October 11, 1805, one of the infantry regiments that had just reached
    Braunau had halted half a mile from the town, waiting to be inspected.
      Despite the un-Russian appearance of the locality and surroundings, it
    had just the appearance of any Russian regiment."""
ITEMS = """\
    1. On October 11, 1805, one of the infantry regiments that had reached
       Braunau had halted half a mile from the town, waiting to be inspected
       by the commander in chief.
    2. Despite the un-Russian appearance of the locality and surroundings,
       it had just the appearance of any Russian regiment."""
HEBREW = "אחד מגדודי הרגלים שהגיעו זה עתה נעצר במרחק חצי מיל מן העיר\nוחיכה למפקד העליון"


def paragraphs(text):
    """The lines of each paragraph, joined by |; blank lines are left out."""
    found, at = [], 0
    while at < len(text):
        start, stop = paragraph_bounds(text, at)
        assert start == at
        found.append(text[start:stop].replace("\n", "|"))
        at = stop + 1
    return [each for each in found if each.strip()]


def counts(text):
    """How many lines the paragraphs have."""
    return [each.count("|") + 1 for each in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [(BOOK, [5, 2, 2]), (PAGE, [3, 3, 2]), (INDENTED, [2, 2]), (ITEMS, [3, 2]), (HEBREW, [2])],
    ids=["book", "page", "indented", "items", "script without capitals"],
)
def test_paragraphs_that_are_broken_into_lines(text, expected):
    assert counts(dedent(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Let me not to the marriage of true minds, my love,\nAdmit impediments. Love is not love that ever was\n"
        "Which alters when it alteration ever finds in us,\nOr bends with the remover who would it remove.",
        "Ministry of Foreign Affairs of the Federation, Moscow\nSmolenskaya-Sennaya Square, number 32 to 34 of it\n"
        "119200 Moscow G-200, in the Russian Federation",
        "- the first of all the items that are to be done by us\n- the second of all the items to be done by us\n"
        "- the third of all the items to be done by us",
        "1. the first of all the items that are to be done by us\n2. the second of all the items to be done by us",
        "• the first of all the items that are to be done by us\n• the second of all the items to be done by us",
        "Interviewer: and then you went to the ministry with\nMinister: we never went to the ministry, any of us",
        "Somebody said something and that was that again.\nSomebody else said something else again.",
        "# A heading that takes as long as it can and longer\nand the text below it, which begins at once",
        "a line that is of the length of a broken one, and a\n## Heading that is long enough for one as well",
        "a line that is of the length of a broken one, and a\n-------------------------------------------------",
        f"the words of a whole paragraph, and nothing else{' and nothing else' * 4}\nand the next, which is short",
        "a line that is of the length of a broken one, and a\n" + "and the next, as long as it is" * 4,
        '<a href="javascript:alert(62)" id="fuzzelement1">test</a>\n' * 3,
        "#\tA           latin capital letter a (U+0041)     \n" * 3,
        "../../../../../../../../../../../etc/passwd%00 and so\n" * 3,
        "short lines like these\nare not broken\nfor they are verses",
        "",
        "\n \n\n",
    ],
)  # fmt: skip
def test_lines_that_stand_for_themselves(text):
    assert set(counts(text)) <= {1}


def test_one_broken_line_does_not_make_a_text_hard_wrapped():
    whole = "This is a paragraph on a line of its own, which is longer than any line of a book would ever be made."
    answers = "The answer was that nobody knew anything of it.\nThen they asked the people of the other house."
    broken = "this one line was broken somewhere, as happens to\nlines"
    assert counts(f"{broken}\n{answers}") == [2, 2]
    assert counts(f"{whole}\n{whole}\n{broken}\n{answers}\n{whole}") == [1, 1, 2, 1, 1, 1]


def test_only_what_is_near_counts():
    book, far = dedent(BOOK), "Nobody knew.\n\n" * 200
    for text in (book + "\n\n" + far, far + book, far + book + "\n\n" + far):
        assert [count for count in counts(text) if count > 1] == counts(book)
    start = book.index("“Your")
    assert goes_on(book, start, book.index("\n", start))
    assert not goes_on(far + book[start:], len(far), (far + book[start:]).index("\n", len(far)))


def test_the_reach_leaves_out_what_is_farther_away():
    text = "\n".join(["these are the words of one very long paragraph of verse"] * 1000)
    assert paragraph_bounds(text, 20_000) == (0, len(text))
    start, stop = paragraph_bounds(text, 20_000, 500)
    assert 19_400 < start < 19_500
    assert 20_500 < stop < 20_600
    assert (text[start - 1], text[stop]) == ("\n", "\n")


def test_some_lines_from_all_over_a_hard_wrapped_text():
    words = "one of the infantry regiments that had just reached the town halted there, waiting to be inspected"
    text = "\n\n".join(fill(f"{number} {words} {words}", 70) for number in range(1000))
    found = broken_lines(text, Lines(text).starts)
    assert 50 < len(found) <= 200
    assert {len(line) <= 70 for line in found} == {True}
    numbers = [int(line.split()[0]) for line in found if line[0].isdigit()]
    assert min(numbers) < 20
    assert max(numbers) > 980
    for other in ("", "\n" * 10_000, "Nobody knew.\n" * 900, text[:140] + "\n" * 20):
        assert broken_lines(other, Lines(other).starts) == []
