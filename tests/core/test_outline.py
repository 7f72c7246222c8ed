"""What is a heading or a list item, and, more important, what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outline import TEXT, Heading, LineKind, headings, kind
from core.text import Lines
from core.wrapped import reflowed
from storage.samples import sample_articles

LONG = (
    "The committee met in the morning and adjourned in the afternoon, without having reached the decision that "
    "everybody in the building had been waiting for since the spring."
)
WRAPPED = (
    "Prince Andrew had gone out into the hall, and, turning his shoulders\n"
    "to the footman who was helping him on, listened for a while."
)


def titles(text: str) -> list[tuple[int, str]]:
    return [(found.level, found.title) for found in headings(text, Lines(reflowed(text)))]


def markers(text: str) -> list[int]:
    lines = Lines(reflowed(text))
    return [kind(text, lines, line).marker for line in range(len(lines))]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("CHAPTER IV", 2),
        ("Chapter Twenty-One", 2),
        ("CHAPTER I. Down the Rabbit-Hole", 2),
        ("Chapter 5: What was left", 2),
        ("Book One: 1805", 1),
        ("BOOK FIVE: 1806 - 07", 1),
        ("Part 2", 1),
        ("PART THE SECOND.", 1),
        ("FIRST EPILOGUE: 1813 - 20", 2),
        ("Prologue", 2),
        ("Letter 4", 2),
        ("Kapitel 3", 2),
        ("Глава первая", 2),
        ("ЧАСТЬ ТРЕТЬЯ", 1),
        ("Розділ 2. Війна", 2),
        ("1. Introduction", 2),
        ("1.2 Participants and setting", 3),
        ("2.3.1. Coding", 4),
        ("IV", 2),
        ("IV. The Return", 2),
        ("# Findings", 1),
        ("### What we did not ask", 3),
        ("THE END OF THE AFFAIR", 2),
        ("A Growing Challenge", 3),
        ("Dmitriev’s failure", 3),
        ("Trump: on course for American capitulation", 3),
        ("Is the U.S. angling for a repeat of the Sino-Russian split?", 3),
        ("«Reboot 2.0» or a new pact", 3),
        ("Introduction", 3),
        ("METHODS", 2),
        ("Zur Lage der Nation", 3),
        ("Что делать", 3),
        ("Мир и война", 3),
        ("第一章", 3),
        ("مقدمة قصيرة", 3),
        ("דבר המערכת", 3),
    ],
)
def test_a_heading_between_paragraphs(line, level):
    found = [(level, line.lstrip("# "))]
    assert titles(f"{LONG}\n\n{line}\n\n{LONG}") == found
    assert titles(f"{line}\n\n{LONG}") == found
    assert titles(f"{LONG}\n{line}\n{LONG}") == found, "in a text without blank lines"
    assert titles(f"{LONG}\n \t\n\n{line}\n{LONG}\n") == found


@pytest.mark.parametrize(
    "line",
    [
        "He refused.",
        "The report says the following:",
        "And then, to everybody’s surprise,",
        "by the end of the week",
        "“Does Macy’s tell Gimbels?”",
        "Whether it makes sense to anybody in town, who knows?",
        "Thanks. A little bit of realism among so much idealism",
        "Really? I would not have thought so",
        "https://www.example.org/watch?v=1",
        "someone@example.org",
        "By Ben Aris in Berlin",
        "October 27, 2025",
        "Post Views: 1,145",
        "Advertisement",
        "Angle",
        "A",
        "Agent (road agent)",
        "— And you?",
        "* * *",
        "***",
        "-----",
        "12",
        "1805",
        "12:30:05",
        "1.5 million people",
        "Name | Age | Town",
        "Name\tAge",
        "Alpha    Beta    Gamma",
        "x = y + 1",
        "Part 2 of the plan was never carried out.",
        "Chapter 3 is where he dies.",
        "Book it now!",
        "Epilogue to a war that never was.",
        "#hashtag",
        "#",
        "Stop it!",
        "- one thing",
        "> quoted words",
        "> Quoted words of another mail",
        "She went home and thought about it all night long and in the end she did not do it at all then",
    ],
)
def test_no_heading_between_paragraphs(line):
    for text in (f"{LONG}\n\n{line}\n\n{LONG}", f"{LONG}\n{line}\n{LONG}", f"{line}\n\n{LONG}"):
        assert titles(text) == []


POEM = """Two roads diverged in a yellow wood
And sorry I could not travel both
And be one traveler
Long I stood

And looked down one as far as I could
To where it bent in the undergrowth"""
COUPLETS = "Roses Are Red\n\nViolets Are Blue\n\nSugar Is Sweet\n\nAnd So Are You"
ADDRESS = "John Smith\nHigh Street 12\nLondon"
MENU = "Home\n\nNews\n\nAbout Us\n\nContact Us\n\nSign In"
TABLE = "Name of Town\nPeople\nLondon\nNine Million\nParis\nTwo Million"
DIALOGUE = "– Where have you been\n\n– In town\n\n– And what did you do there"
TRANSCRIPT = f"Anna: Yes of Course\n\nJohn: {LONG}\n\nAnna: No Idea\n\nJohn: {LONG}"
CONTENTS = "CONTENTS\n\n\nBOOK ONE\n\nCHAPTER I\n\nCHAPTER II\n\nBOOK TWO\n\nCHAPTER I\n\nCHAPTER II\n\nEPILOGUE"
SECTIONS = "1. Aims\n1.1 Questions\n1.2 Terms\n2. Methods\n2.1 Interviews"
SPACED_SECTIONS = SECTIONS.replace("\n", "\n\n")
LIST = "Bread and Butter\nMilk and Honey\nSalt and Pepper"
NUMBERED = "1. Apples\n\n2. Pears\n\n3. Plums"
SIGNATURE = "Maxim Trudolyubov\nFollow me\n\nMaxim Trudolyubov\n\nSenior Fellow at Kennan Institute"
SHELL = "# Install it first\n# Run it then\n#\n# Leave it"


@pytest.mark.parametrize(
    "lines",
    [
        POEM,
        COUPLETS,
        ADDRESS,
        MENU,
        TABLE,
        DIALOGUE,
        SECTIONS,
        SPACED_SECTIONS,
        LIST,
        NUMBERED,
        SIGNATURE,
        SHELL,
    ],
)
def test_a_run_of_short_lines_has_no_headings(lines):
    for text in (lines, f"{LONG}\n\n{lines}\n\n\n\n\n\n\n\n\n\n\n{LONG}", f"{LONG}\n\n{lines}\n\n{LONG}"):
        assert titles(text) == []


def test_a_transcript_has_no_headings():
    assert titles(TRANSCRIPT) == []


def test_what_ends_a_text_heads_nothing():
    assert titles(f"{LONG}\n\nLatest from Our Town") == []
    assert titles(f"{LONG}\n\nU.S. Drives China and Russia Closer Together\n\n\n") == []


def test_a_paragraph_broken_into_lines_has_no_heading_in_its_first_or_last_line():
    assert (
        titles(f"{WRAPPED}\n\n{WRAPPED}\n\nPrince Andrew\n{WRAPPED}\n\n{WRAPPED}\nPrince Andrew\n\n{WRAPPED}") == []
    )


def test_a_text_broken_into_lines_needs_plainer_headings():
    for line, found in (
        ("The End of the Affair", True),
        ("ALL IS LOST", True),
        ("Julie said this was charming", False),
    ):
        assert titles(f"{WRAPPED}\n\n{line}\n\n{WRAPPED}") == ([(2 + (not line.isupper()), line)] if found else [])


def test_the_contents_of_a_book_are_no_headings_but_its_chapters_are():
    chapters = "\n\n\n".join(f"CHAPTER {number}\n\n{WRAPPED}" for number in ("I", "II", "III"))
    assert titles(CONTENTS) == titles(f"{LONG}\n\n{CONTENTS}") == []
    book = f"{CONTENTS}\n\n\n\nBOOK ONE: 1805\n\n{chapters}\n\nEPILOGUE\n\n{WRAPPED}"
    named = ["CHAPTER I", "CHAPTER II", "CHAPTER III", "EPILOGUE"]
    assert titles(book) == [(1, "BOOK ONE: 1805"), *((2, name) for name in named)]


def test_an_epilogue_with_chapters_is_a_book():
    assert titles(f"EPILOGUE\n\nCHAPTER I\n\n{LONG}")[0] == (1, "EPILOGUE")


def test_a_title_may_follow_a_chapters_name():
    expected = [(2, "CHAPTER I"), (3, "The Shadow of the Past")]
    assert titles(f"{LONG}\n\nCHAPTER I\n\nThe Shadow of the Past\n\n{LONG}") == expected
    assert titles(f"{LONG}\n\nCHAPTER I\nThe Shadow of the Past\n\n{LONG}") == expected


def test_two_headings_in_a_row_are_fine_and_a_repeated_one_counts_once():
    assert titles(f"{LONG}\n\nMETHODS\n\nWhom we asked\n\n{LONG}") == [(2, "METHODS"), (3, "Whom we asked")]
    assert titles(f"2. Methods\n\n2.1 Whom we asked\n\n{LONG}") == [(2, "2. Methods"), (3, "2.1 Whom we asked")]
    assert titles(f"War of words\n\nWar of words\n{LONG}") == [(3, "War of words")]


def test_a_title_at_the_top_may_be_followed_by_its_author():
    assert titles(f"War of words\n\nBy Jane Doe\n\n{LONG}") == [(3, "War of words")]
    assert titles(f"War of words\nBy Jane Doe\n\n{LONG}") == []


def test_a_heading_may_stand_above_a_list():
    assert titles(f"{LONG}\n\nKey findings\n\n• One thing\n• Another") == [(3, "Key findings")]


def test_where_a_heading_is():
    text = f"{LONG}\n\n   CHAPTER IV  \n\n{LONG}"
    (found,) = headings(text, Lines(text))
    assert found == Heading(len(LONG) + 5, len(LONG) + 15, 2, "CHAPTER IV")
    assert text[found.offset : found.stop] == found.title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- one\n- two\n- three", [2, 2, 2]),
        ("* one\n\n* two", [2, 0, 2]),
        ("• one", [2]),
        ("– one thing\n– another", [2, 2]),
        ("1. one\n2. two", [3, 3]),
        ("9) nine\n10) ten", [3, 4]),
        ("(a) first\n(b) second", [4, 4]),
        ("a) first\nb) second", [3, 3]),
        ("  - one\n  - two", [4, 4]),
        ("1.\tone\n2.\ttwo", [3, 3]),
    ],
)
def test_list_items(text, expected):
    assert markers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "- one\nother words",
        "1. one thing",
        "1. one\n3. three",
        "1995. A year\n1996. Another",
        "5. May was warm.\n\nSo was June.",
        "-one\n-two",
        "* * *",
        "– Yes, – said she.\n– No, – said he.",
        "— Yes.\n— No.",
        "-5 degrees\n-7 degrees",
        "(a) first\nand more",
        "a) first\n\n\n\nb) second",
    ],
)
def test_no_list_items(text):
    assert not any(markers(text))


def test_a_heading_may_be_broken_into_lines_itself():
    title = "CHAPTER IV. In which the committee adjourns without having reached"
    text = f"{WRAPPED}\n\n{title}\na decision\n\n{WRAPPED}"
    (found,) = headings(text, Lines(reflowed(text)))
    assert found.title == f"{title} a decision"
    assert text[found.offset : found.stop] == f"{title}\na decision"


def test_the_samples():
    found = {article.source: titles(article.text.text) for article in sample_articles()}
    assert [[title for _, title in each] for each in found.values()] == [
        [
            "Dmitriev’s failure",
            "Sechin’s China track",
            "Trump: on course for American capitulation",
            "Ukraine – Europe’s citadel",
        ],
        ["USA-Russia: «Reboot 2.0» or «Molotov-Ribbentrop Pact 2.0»?"],
        [],
        [
            "Is the U.S. angling for a repeat of the Sino-Russian split?",
            "A Growing Challenge",
            "Besties Forever?",
            "Putin Knows Who His Real Friends Are",
            "Transactional Weakness",
            "Insulating the Economy",
            "China’s Turn to Exploit a Split?",
        ],
        ["MOSCOW BLOG: Dmitriev goes to Washington"],
    ]
    for article in sample_articles():
        assert not any(markers(article.text.text))


BLANK = st.sampled_from(["", "", " "])
PROSE = st.sampled_from([LONG, WRAPPED, "He refused.", "By Jane Doe", "  Indented Words", "😀 Smile"])
NAMES = st.sampled_from(["CHAPTER I", "CHAPTER II", "BOOK ONE: 1805", "EPILOGUE", "Summary", "A Growing Challenge"])
MARKED = st.sampled_from(["1. Aims", "2. Ends", "1.1 Terms", "- one", "- two", "• three", "# Mark"])
LINES = BLANK | PROSE | NAMES | MARKED
TEXTS = st.lists(LINES, max_size=40).map("\n".join)


@given(TEXTS)
def test_both_ways_of_asking_agree_and_offsets_are_those_of_the_text(text):
    lines = Lines(reflowed(text))
    kinds = [kind(text, lines, line) for line in range(len(lines))]
    found = headings(text, lines)
    assert [lines.line_at(each.offset) for each in found] == [n for n, each in enumerate(kinds) if each.level]
    assert [each.level for each in found] == [each.level for each in kinds if each.level]
    for each in found:
        assert 0 <= each.offset < each.stop <= len(text)
        shown = text[each.offset : each.stop]
        assert shown == shown.strip()
        assert each.title in shown.replace("\n", " ")
    for line, each in enumerate(kinds):
        length = lines.starts[line + 1] - lines.starts[line] - 1
        assert each == TEXT or (each.level > 0) != (each.marker > 0)
        assert 0 <= each.marker < max(1, length)


@given(TEXTS, TEXTS, st.text(max_size=60))
def test_what_is_far_away_changes_nothing(text, other, line):
    line = line.replace("\n", " ")
    here = ["", "A Growing Challenge", "", LONG, line, LONG]
    far = ["", LONG] * 15
    before, after = Lines(text), [*far, *here, *far]
    alone = "\n".join(after)
    inside = "\n".join([text, *after, other])
    at, shift = len(far), len(before)
    for number in range(at, at + len(here)):
        assert kind(alone, Lines(alone), number) == kind(inside, Lines(inside), shift + number)


@given(st.text(max_size=300))
def test_any_text_is_looked_at_without_trouble(text):
    lines = Lines(text)
    headings(text, lines)
    assert all(isinstance(kind(text, lines, line), LineKind) for line in range(len(lines)))
