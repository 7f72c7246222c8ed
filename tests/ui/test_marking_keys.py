"""The whole of marking by keyboard alone: every key is pressed in the real window, every step undone and redone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storage import annotations, operations, tags

TEXT = (
    "The ambassador said little. “Oil sanctions don’t work. They never did,” he said.\n"
    "\n"
    "A 👩‍👩‍👧 family from 🇺🇦🇩🇪 met in a cafe\u0301. Prices rose again and again.\n"
    "  Nobody in the ministry had expected that. Nobody at all."
)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """A reader with nothing but a keyboard, and what they can see or find in the file."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.db = window.session.project.db

    def press(self, *keys: str | Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Presses keys one after the other: letters by themselves, others by their code."""
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
            QApplication.processEvents()

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)
        QApplication.processEvents()

    def go_to(self, words: str) -> None:
        """Puts the caret before these words, by the arrow keys."""
        self.press(Qt.Key.Key_Home, modifier=CTRL)
        while self.window.reader.caret() < TEXT.index(words):
            self.press(Qt.Key.Key_Right)

    def select(self, words: str) -> None:
        """Selects exactly these words, by the arrow keys."""
        self.go_to(words)
        while self.selected() != words:
            self.press(Qt.Key.Key_Right, modifier=SHIFT)

    def selected(self) -> str:
        span = self.window.reader.selection()
        return TEXT[span.start : span.stop] if span else ""

    def marked(self) -> list[tuple[str, list[str], str]]:
        """(quote, tag paths, note) of every annotation; each quote is the slice of its text."""
        tree, found = tags.tag_tree(self.db), []
        for annotation, quote in annotations.everywhere(self.db):
            assert quote == TEXT[annotation.start : annotation.stop]
            found.append((quote, [tree.path(tag) for tag in annotation.tags], annotation.note))
        return found

    def quotes(self) -> list[str]:
        return [quote for quote, _, _ in self.marked()]

    def current(self) -> str:
        """The words of the current annotation."""
        session = self.window.session
        return session.article.quote(session.article.annotations[session.current]) if session.current else ""

    def everything(self) -> list[str]:
        found = (self.db.execute(f"SELECT * FROM {name} ORDER BY id") for name in ("tag", "annotation", "coding"))
        return [repr(row) for rows in found for row in rows]


@pytest.fixture
def keyboard(open_window, qtbot):
    return Keyboard(open_window(texts=(TEXT,)), qtbot)


@pytest.fixture
def one_step(keyboard):
    """Does what is one step of undo, and sees it taken back and done again."""

    def do(*keys: str | Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        before = keyboard.everything()
        keyboard.press(*keys, modifier=modifier)
        keyboard.window.reader.setFocus()
        after = keyboard.everything()
        assert after != before
        current = keyboard.window.session.current
        keyboard.press("z", modifier=CTRL)
        assert keyboard.everything() == before
        keyboard.press("y", modifier=CTRL)
        assert keyboard.everything() == after
        keyboard.marked()
        keyboard.window.session.select(current)

    return do


# -- selecting


def test_words_are_selected_and_extended_and_given_back(keyboard):
    keyboard.press("w")
    assert keyboard.selected() == "The"
    keyboard.press("w", "w")
    assert keyboard.selected() == "The ambassador said"
    keyboard.press("w", modifier=SHIFT)
    assert keyboard.selected() == "The ambassador"
    keyboard.press("w", "w", modifier=SHIFT)
    assert keyboard.selected() == ""
    keyboard.press("w")
    assert keyboard.selected() == "The"


def test_sentences_are_selected_across_paragraphs(keyboard):
    keyboard.go_to("never")
    keyboard.press("s")
    assert keyboard.selected() == "They never did,” he said."
    keyboard.press("s")
    assert keyboard.selected().endswith("he said.\n\nA 👩‍👩‍👧 family from 🇺🇦🇩🇪 met in a cafe\u0301.")
    keyboard.press("s", modifier=SHIFT)
    assert keyboard.selected() == "They never did,” he said."


def test_paragraphs_are_selected_without_the_space_around_them(keyboard):
    keyboard.press("p")
    assert keyboard.selected() == TEXT.split("\n")[0]
    keyboard.press("p", "p", modifier=SHIFT)
    keyboard.go_to("Nobody in")
    keyboard.press("p")
    assert keyboard.selected() == TEXT.split("\n")[-1].strip()


def test_units_take_over_from_each_other_and_the_next_one_is_found(keyboard):
    keyboard.go_to("ambassador")
    keyboard.press("w", "s")
    assert keyboard.selected() == "ambassador said little."
    keyboard.press("p")
    assert keyboard.selected() == TEXT.split("\n")[0][4:]
    keyboard.press(Qt.Key.Key_Escape)
    keyboard.go_to("\n\nA")  # at the end of a paragraph there is none; the next is selected
    keyboard.press("w", "w")
    assert keyboard.selected() == "A 👩‍👩‍👧 family"
    keyboard.press(Qt.Key.Key_End, modifier=CTRL)
    keyboard.press("s")  # and at the end of the text the last
    assert keyboard.selected() == "Nobody at all."


@pytest.mark.parametrize("whole", ["👩‍👩‍👧", "🇺🇦", "e\u0301"])
def test_arrows_with_shift_take_whole_characters(keyboard, whole):
    keyboard.go_to(whole)
    keyboard.press(Qt.Key.Key_Right, modifier=SHIFT)
    assert keyboard.selected() == whole
    keyboard.press("h")
    assert keyboard.quotes() == [whole]


def test_arrows_with_shift_and_control_select_by_word_and_to_the_end(keyboard):
    keyboard.press(Qt.Key.Key_Right, Qt.Key.Key_Right, modifier=SHIFT)
    assert keyboard.selected() == "Th"
    keyboard.press(Qt.Key.Key_Left, modifier=SHIFT)
    assert keyboard.selected() == "T"
    keyboard.press(Qt.Key.Key_End, modifier=SHIFT | CTRL)
    assert keyboard.selected() == TEXT


# -- tagging


def test_the_picker_finds_adds_and_creates(keyboard, one_step):
    for path in ("Energy", "Economy/Energy prices", "Actors/Ministry"):
        keyboard.window.session.do("Tag", operations.create_tag_path, path)
    keyboard.select("Oil sanctions")
    keyboard.press("t")
    keyboard.write("enrgy")  # as likely a new name as a slip, so the match is the second offer
    keyboard.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    keyboard.write("ministry")
    keyboard.press(Qt.Key.Key_Tab)
    keyboard.write("Economy/Sanctions")
    one_step(Qt.Key.Key_Return, modifier=CTRL)
    assert keyboard.marked() == [("Oil sanctions", ["Energy", "Actors/Ministry", "Economy/Sanctions"], "")]
    keyboard.press("t")  # the same passage again
    keyboard.press(Qt.Key.Key_Backspace)
    one_step(Qt.Key.Key_Return)
    assert keyboard.marked() == [("Oil sanctions", ["Energy", "Actors/Ministry"], "")]


def test_repeating_and_pinned_tags(keyboard, one_step):
    pinned = keyboard.window.session.do("Tag", operations.create_tag_path, "Prices")
    keyboard.window.session.do("Pin", operations.pin_tag, pinned, 4)
    keyboard.press("w")
    one_step("4")
    keyboard.go_to("Prices rose")
    keyboard.press("w")
    one_step("q")
    assert keyboard.marked() == [("The", ["Prices"], ""), ("Prices", ["Prices"], "")]
    one_step("4")  # again takes it off
    assert keyboard.marked()[1] == ("Prices", [], "")


def test_the_last_tagging_is_repeated_after_a_restart(keyboard, open_window, qtbot):
    window = keyboard.window
    window.session.do("Tag", operations.annotate_with_paths, 1, 0, 3, ["Old"], "")
    window.session.do("Tag", operations.annotate_with_paths, 1, 4, 14, ["New", "Actors/New"], "")
    window.close()
    keyboard = Keyboard(open_window(), qtbot)
    keyboard.select("Prices")
    keyboard.press("q")
    assert keyboard.marked()[-1] == ("Prices", ["New", "Actors/New"], "")
    tree = keyboard.window.session.tags
    assert [tree.path(tag) for tag in keyboard.window.session.recent_tags] == ["New", "Actors/New", "Old"]


def test_the_selected_words_become_the_tag(keyboard, one_step):
    keyboard.select("ministry had")
    one_step("v")
    assert keyboard.marked() == [("ministry had", ["ministry had"], "")]
    keyboard.window.session.do("Tag", operations.create_tag_path, "Actors/AMBASSADOR")
    keyboard.select("ambassador")
    one_step("v")  # a tag of that name is there, only further down
    assert keyboard.marked()[0] == ("ambassador", ["Actors/AMBASSADOR"], "")
    keyboard.press("]")
    assert keyboard.current() == "ministry had"
    keyboard.press("v")  # it has that tag already
    assert keyboard.marked()[1] == ("ministry had", ["ministry had"], "")
    keyboard.go_to("They")
    keyboard.press("s")
    keyboard.press("s")
    one_step("v")
    (long,) = (paths for quote, paths, _ in keyboard.marked() if quote.startswith("They"))
    assert long == ["They never did,” he said. A 👩‍👩‍👧 family from 🇺🇦🇩🇪 met in a"]


def test_the_only_tag_is_removed_at_once_and_of_several_one_is_chosen(keyboard, one_step):
    made = keyboard.window.session.do(
        "Tag", operations.annotate_with_paths, 1, 0, 3, ["One", "Two", "Three/Four", "Five"], ""
    )
    keyboard.window.session.select(made)
    keyboard.press("x")
    assert keyboard.window.untag.isVisible()
    one_step("2")
    assert keyboard.marked()[0][1] == ["One", "Three/Four", "Five"]
    keyboard.press("x", Qt.Key.Key_Down)
    one_step(Qt.Key.Key_Return)
    assert keyboard.marked()[0][1] == ["One", "Five"]
    keyboard.press("x", "9")  # there is no ninth
    assert keyboard.window.untag.isVisible()
    keyboard.press(Qt.Key.Key_Escape)
    assert not keyboard.window.untag.isVisible()
    assert QApplication.focusWidget() is keyboard.window.reader
    keyboard.press("x")
    one_step("1")
    one_step("x")  # the last one goes at once
    assert keyboard.marked() == [("The", [], "")]
    keyboard.press("x")
    assert "no tag to remove" in keyboard.window.messages.text()


def test_a_note_is_written_and_is_one_step(keyboard):
    keyboard.press("w", "n")
    keyboard.write("Who? Why & when")
    keyboard.press(Qt.Key.Key_Escape)
    assert keyboard.marked() == [("The", [], "Who? Why & when")]
    keyboard.press("z", modifier=CTRL)
    assert keyboard.marked() == []
    keyboard.press("y", modifier=CTRL)
    assert keyboard.marked() == [("The", [], "Who? Why & when")]


# -- reworking


def test_a_piece_is_cut_out_of_the_middle_and_off_an_end(keyboard, one_step):
    keyboard.press("s", "h")
    keyboard.select("ambassador")
    one_step("k")
    assert keyboard.quotes() == ["The", "said little."]
    keyboard.select("little")
    one_step("k")
    assert keyboard.quotes() == ["The", "said", "."]
    keyboard.press(Qt.Key.Key_End, modifier=CTRL)
    keyboard.press("w", "k")
    assert "No annotation reaches" in keyboard.window.messages.text()


def test_resizing_says_why_there_is_nothing_to_resize(keyboard):
    keyboard.press("s", "h")
    keyboard.press(Qt.Key.Key_End, modifier=CTRL)
    before = keyboard.everything()
    keyboard.press("w", "r")
    assert keyboard.window.messages.isVisible()
    assert "No annotation reaches" in keyboard.window.messages.text()
    assert keyboard.everything() == before


def test_a_cut_reaches_the_current_annotation_or_else_all(keyboard, one_step):
    for stop in (27, 19, 14):
        made = keyboard.window.session.do("Highlight", operations.annotate, 1, 0, stop, [])
    keyboard.window.session.select(made)
    keyboard.press(Qt.Key.Key_Home, modifier=CTRL)  # the shortest is the current one there
    keyboard.press("w")
    one_step("k")
    assert keyboard.quotes() == ["The ambassador said little.", "The ambassador said", "ambassador"]
    keyboard.press(Qt.Key.Key_End, modifier=CTRL)
    keyboard.select("said")
    keyboard.window.session.select(None)
    one_step("k")
    assert keyboard.quotes() == ["The ambassador", "The ambassador", "ambassador", "little."]
    keyboard.select("ambassador")
    keyboard.window.session.select(None)
    one_step("k")
    assert keyboard.quotes() == ["The", "The", "little."]


def test_annotations_are_joined_with_the_next_or_across_the_selection(keyboard, one_step):
    for word, tag in (("ambassador", "Who"), ("little", "How"), ("Oil", "What")):
        keyboard.select(word)
        keyboard.press("t")
        keyboard.write(tag)
        keyboard.press(Qt.Key.Key_Return)
    keyboard.press("[", "[")
    assert keyboard.current() == "ambassador"
    one_step("j")
    assert keyboard.marked()[0] == ("ambassador said little", ["Who", "How"], "")
    assert keyboard.current() == "ambassador said little"
    keyboard.press("]", "j")
    assert "no next annotation" in keyboard.window.messages.text()
    keyboard.select("little. “O")
    one_step("j")
    assert keyboard.marked() == [("ambassador said little. “Oil", ["Who", "How", "What"], "")]
    keyboard.select("little")
    keyboard.press("j")
    assert "two annotations or more" in keyboard.window.messages.text()


def test_the_ends_are_moved_word_by_word_and_to_the_selection(keyboard, one_step):
    keyboard.select("said")
    keyboard.press("h")
    for key, modifier, quote in (
        ("e", Qt.KeyboardModifier.NoModifier, "said little"),
        ("e", Qt.KeyboardModifier.NoModifier, "said little. “Oil"),
        ("b", Qt.KeyboardModifier.NoModifier, "ambassador said little. “Oil"),
        ("e", SHIFT, "ambassador said little"),
        ("b", SHIFT, "said little"),
    ):
        one_step(key, modifier=modifier)
        assert keyboard.quotes() == [quote]
    keyboard.select("little. “Oil sanctions don’t")
    one_step("r")
    assert keyboard.quotes() == ["little. “Oil sanctions don’t"]
    one_step(Qt.Key.Key_Delete)
    assert keyboard.marked() == []


# -- going from one to the next


def test_going_through_all_annotations_and_through_those_with_the_same_tag(keyboard):
    do = keyboard.window.session.do
    for word, paths in (("The", "A"), ("said", "BA"), ("Oil", "B"), ("work", ""), ("never", "A")):
        start = TEXT.index(word)
        do("Tag", operations.annotate_with_paths, 1, start, start + len(word), list(paths), "")
    keyboard.press("]", "[")  # from no annotation to the first at the caret or after it
    assert keyboard.current() == "The"
    for keys, words in (
        ("]", "said"),
        ("]]", "work"),
        ("}", "work"),  # it has no tag to go by
        ("]", "never"),
        ("{", "said"),
        ("{", "The"),
        ("{", "The"),
        ("}", "said"),
        ("}", "never"),  # still by the tag it came with, though “said” has another one first
        ("}", "never"),
        ("[[", "Oil"),
        ("{", "said"),
    ):
        keyboard.press(*keys)
        assert keyboard.current() == words, keys
    assert keyboard.window.messages.text() == "There is no other “A” below."
    keyboard.press(Qt.Key.Key_F8, modifier=CTRL)
    assert keyboard.current() == "Oil"


def test_hidden_annotations_are_passed_over(keyboard):
    do, session = keyboard.window.session.do, keyboard.window.session
    for word, path in (("The", "A"), ("said", "B"), ("Oil", "A")):
        start = TEXT.index(word)
        do("Tag", operations.annotate_with_paths, 1, start, start + len(word), [path], "")
    session.shown.hide(session.tags.find(["B"]))
    keyboard.press("]")
    assert keyboard.current() == "The"
    keyboard.press("]")
    assert keyboard.current() == "Oil"
    keyboard.press("[", "j")
    assert sorted(keyboard.quotes()) == sorted([TEXT[: TEXT.index("Oil") + 3], "said"])
