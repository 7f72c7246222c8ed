import re
from textwrap import dedent, fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wrapped import gaps, reflowed

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
LETTER = """\
    Dear all, I have read what was written about the regiments, and I do not
    think that it is so: they halted half a mile from the town, as it says in
    the papers.

    > On October 11, 1805, one of the infantry regiments that had reached
    > Braunau had halted half a mile from the town, waiting to be inspected
    >
    >> They halted not half a mile from the town but a whole one, as you can
    > see from the maps, and it was not on that day.

    Regiment            Place                  Inspected by the commander
    Third               Braunau                On October 11, 1805"""
POEM = """\
    Anna Pávlovna gave her a sheet of paper on which she had written these
    verses, and asked her to read them aloud to all of those who were there:

        Poisonous nourishment of a too sensitive soul,
        Thou, without whom happiness would be impossible,
        Tender melancholy, ah, come to console me,
        Come to calm the torments of my gloomy retreat

    Julie read them to the end, and nobody who was there said anything about
    them."""
HEBREW = "אחד מגדודי הרגלים שהגיעו זה עתה נעצר במרחק חצי מיל מן העיר\nוחיכה למפקד העליון"


def counts(text):
    """How many lines of the text each paragraph has that is shown."""
    found, at, shown = [], 0, reflowed(text)
    for line in shown.split("\n"):
        if line.strip():
            found.append(text.count("\n", at, at + len(line)) + 1)
        at += len(line) + 1
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOOK, [5, 2, 2]),
        (PAGE, [3, 3, 2]),
        (INDENTED, [2, 2]),
        (ITEMS, [3, 2]),
        (LETTER, [3, 2, 1, 1, 1, 1, 1]),
        (POEM, [2, 1, 1, 1, 1, 2]),
        (HEBREW, [2]),
    ],
    ids=["book", "page", "indented", "items", "letter", "poem", "script without capitals"],
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
        "a) the first of all the items that are to be done by us\nb) the second of all the items to be done by us",
        "• the first of all the items that are to be done by us\n• the second of all the items to be done by us",
        "Interviewer: and then you went to the ministry with\nMinister: we never went to the ministry, any of us",
        "Somebody said something and that was that again.\nSomebody else said something else again.",
        "# A heading that takes as long as it can and longer\nand the text below it, which begins at once",
        "a line that is of the length of a broken one, and a\n## Heading that is long enough for one as well",
        "a line that is of the length of a broken one, and a\n-------------------------------------------------",
        "a line that is of the length of a broken one, and a\n\u0301nd one that begins with an accent",
        f"the words of a whole paragraph, and nothing else{' and nothing else' * 4}\nand the next, which is short",
        "a line that is of the length of a broken one, and a\n" + "and the next, as long as it is" * 4,
        '<a href="javascript:alert(62)" id="fuzzelement1">test</a>\n' * 3,
        "#\tA           latin capital letter a (U+0041)     \n" * 3,
        "../../../../../../../../../../../etc/passwd%00 and so\n" * 3,
        "short lines like these\nare not broken\nfor they are verses",
        f"{' ' * 60}\nand words below a line of spaces\n{' ' * 60}\n{' ' * 60}",
        "",
        "\n \n\n",
    ],
)  # fmt: skip
def test_lines_that_stand_for_themselves(text):
    assert reflowed(text) == text


def test_what_is_not_hard_wrapped_comes_back_itself():
    for text in ("", "One paragraph.\n\nAnd another.", f"{'A long one. ' * 20}\n" * 50, "\n" * 900):
        assert reflowed(text) is text


def test_one_broken_line_does_not_make_a_text_hard_wrapped():
    whole = "This is a paragraph on a line of its own, which is longer than any line of a book would ever be made."
    answers = "The answer was that nobody knew anything of it.\nThen they asked the people of the other house."
    broken = "this one line was broken somewhere, as happens to\nlines"
    assert counts(f"{broken}\n{answers}") == [2, 2]
    assert counts(f"{whole}\n{broken}\n{answers}") == [1, 2, 2]
    assert counts(f"{whole}\n{whole}\n{broken}\n{answers}\n{whole}") == [1, 1, 1, 1, 1, 1, 1]


def test_a_list_among_whole_paragraphs_keeps_its_lines():
    whole = (
        "The council, whose resolutions are made of sentences that go on and on, as its members wish them to do,"
    )
    items = "recalling what it had said before of the same question,\nconvinced that it has to be said once more,"
    assert counts(f"{whole}\n{items}\n{whole}") == [1, 1, 1, 1]


def test_only_what_is_near_counts():
    book, far = dedent(BOOK), "Nobody knew.\n\n" * 200
    for text in (book + "\n\n" + far, far + book, far + book + "\n\n" + far):
        assert [count for count in counts(text) if count > 1] == counts(book)
    end = book[book.index("“Your") :]
    assert counts(end) == counts(far + end)[200:] == [1, 1, 1, 1]


def test_a_hyphen_at_the_end_of_a_line_stays_as_it_is():
    assert reflowed(f"it was a very long and in every respect well-\nknown {'a' * 60}").startswith(
        "it was a very long and in every respect well- known"
    )


SENTENCES = [
    "Mr. Smith paid 3.5 for it, as one of the infantry regiments had just reached Braunau.",
    "“I went. Ask her in,” she said, “and you, my dear, may stay where you are.”",
    "Who knew?",
    "Nobody!",
    "Он жил на ул. Ленина.",
    "The 👩‍👩‍👧 family from the cafe\u0301 was not there yet.",
]
LONG = (
    "and it went on for so long that in the end not one of them could say what it had been about at all, and why."
)


@given(st.lists(st.lists(st.sampled_from(SENTENCES), max_size=6), min_size=1, max_size=4), st.integers(65, 75))
def test_a_text_that_was_broken_into_lines_is_shown_as_it_was_before(paragraphs, width):
    whole = [" ".join([f"Now {LONG}", *sentences, "Then they left."]) for sentences in paragraphs]
    broken = "\n\n".join(fill(each, width, break_on_hyphens=False) for each in whole)
    assert reflowed(broken) == "\n\n".join(whole)


WORDS = st.text(st.sampled_from("ab é,.\t\u0301\u200d👩🇺ש中A-1>") | st.characters(exclude_categories=["Cs"]))


PIECES = ["\n", "\n\n", "a" * 44, "B" * 46, "c" * 99, *("> ", "- ", "1. ", " " * 20), *" A.–“é中…"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_text_is_told_to_be_broken_whenever_a_line_goes_on(text):
    told = reflowed(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("core.wrapped._may_be_broken", lambda text: True)
        assert reflowed(text) == told


@given(st.lists(WORDS, min_size=12, max_size=40), st.integers(45, 99), st.text(" \t>", max_size=3))
def test_a_reflowed_text_keeps_every_offset_and_every_word(words, width, indent):
    text = re.sub("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "", "\n".join(words))
    for each in (text, fill(text, width), fill(text, width, subsequent_indent=indent)):
        shown = reflowed(each)
        assert len(shown) == len(each)
        assert all(b == " " and (a.isspace() or a == ">") for a, b in zip(each, shown, strict=True) if a != b)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("the end of a line\nand the next", "the end of a line and the next"),
        ("the end of a line  \n   and the next", "the end of a line and the next"),
        ("the end of a line\n\t\tand the next", "the end of a line and the next"),
        ("two  spaces inside\nstay", "two  spaces inside stay"),
        ("俄罗斯和\n中国。\n 美国", "俄罗斯和中国。美国"),
        ("俄罗斯和\nChina", "俄罗斯和 China"),
        ("   indented\n   lines", "   indented lines"),
        ("> of a letter\n> > that is\n>\tanswered", "> of a letter that is answered"),
    ],
)
def test_gaps_are_what_is_left_of_the_ends_of_lines(text, seen):
    above = "One\n\n"
    shown = f"{above}{text}\n\n Three"
    for start, stop in reversed(list(gaps(shown, len(above), len(above) + len(text)))):
        shown = shown[:start] + shown[stop:]
    assert re.sub("(?<=\\w)\n(?=\\w)", " ", shown) == f"{above}{seen}\n\n Three"


@pytest.mark.parametrize("long", [" " * 1_000_000, "> " * 500_000], ids=["spaces", "signs of quotation"])
def test_a_megabyte_of_nothing_beside_broken_lines_is_passed_in_no_time(long):
    broken = "the words of a line that is long enough to be broken\nand the next of its lines\n"
    shown = reflowed(broken + long)
    assert shown == broken.replace("\n", " ", 1) + long
    assert list(gaps(broken + long, len(broken), len(broken + long))) == []
