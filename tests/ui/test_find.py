"""Finding words in the article: the bar below the text, its keys, and what is marked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from core import find
from storage import operations
from storage.annotations import everywhere, quote_of
from ui import theme
from ui.reader.find_bar import FindBar

TEXT = (
    "Oil came first. The price of oil rose, and OIL is oily.\n\n"
    "Nobody in the ministry said “don’t”. A spokesman spoke of oil again."
)
OIL = [(0, 3), (29, 32), (43, 46), (50, 53), (TEXT.rindex("oil"), TEXT.rindex("oil") + 3)]
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def window(open_window):
    return open_window(texts=(TEXT, "No such word here. An oil well at the end of it."))


@pytest.fixture
def press(qtbot):
    """Presses a key where the keyboard is."""

    def press_(key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        QApplication.processEvents()

    return press_


@pytest.fixture
def look_for(window, qtbot, press):
    """Opens the bar and types into it."""

    def look_for_(words: str) -> None:
        press(Qt.Key.Key_F, CONTROL)
        qtbot.keyClicks(QApplication.focusWidget(), words)

    return look_for_


def bar(window) -> FindBar:
    return window.findChild(FindBar)


def said(window) -> str:
    (label,) = [x for x in bar(window).findChildren(QLabel) if x.wordWrap()]
    assert label.textFormat() == Qt.TextFormat.PlainText
    return label.text()


def marked(window) -> list[tuple[int, int]]:
    return [tuple(hit) for hit in window.reader.hits]


def quotes(window) -> list[str]:
    db = window.session.project.db
    return [quote_of(db, annotation.id) for annotation, _ in everywhere(db)]


def test_typing_marks_all_hits_and_goes_to_the_first(window, look_for):
    assert not bar(window).isVisible()
    look_for("oil")
    assert bar(window).isVisible()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert said(window) == "1 of 5"
    assert marked(window) == OIL
    assert window.reader.caret() == 0


def test_enter_goes_on_shift_enter_back_and_both_round_the_ends(window, look_for, press):
    look_for("oil")
    seen = []
    for modifier in [Qt.KeyboardModifier.NoModifier] * 5 + [SHIFT] * 2:
        press(Qt.Key.Key_Return, modifier)
        seen.append((window.reader.caret(), said(window)))
    starts = [start for start, _ in OIL]
    assert seen == [
        (starts[1], "2 of 5"),
        (starts[2], "3 of 5"),
        (starts[3], "4 of 5"),
        (starts[4], "5 of 5"),
        (starts[0], "1 of 5, from the top"),
        (starts[4], "5 of 5, from the end"),
        (starts[3], "4 of 5"),
    ]
    for key, at in ((Qt.Key.Key_Down, 4), (Qt.Key.Key_Up, 3)):
        press(key)
        assert window.reader.caret() == starts[at]


def test_the_search_begins_at_the_caret(window, look_for):
    window.reader.set_selection(30, 30)
    look_for("oil")
    assert said(window) == "3 of 5"
    assert window.reader.caret() == 43


def test_the_window_keys_go_from_hit_to_hit_while_the_text_has_the_keyboard(window, look_for, press):
    look_for("oil")
    press(Qt.Key.Key_Escape)
    assert window.reader.hasFocus()
    assert not bar(window).isVisible()
    assert marked(window) == []
    press(Qt.Key.Key_G, CONTROL)
    assert (window.reader.caret(), said(window)) == (29, "2 of 5")
    assert window.reader.hasFocus()
    assert marked(window) == OIL
    window.reader.set_selection(60, 60)
    press(Qt.Key.Key_G, CONTROL | SHIFT)
    assert (window.reader.caret(), said(window)) == (50, "4 of 5")
    press(Qt.Key.Key_Escape)  # in the text as well
    assert not bar(window).isVisible()
    assert window.reader.caret() == 50


def test_next_without_a_word_asks_for_one(window, press):
    press(Qt.Key.Key_G, CONTROL)
    assert bar(window).isVisible()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert said(window) == ""


@pytest.mark.parametrize(
    ("key", "words", "without", "with_it"),
    [
        (Qt.Key.Key_C, "oil", "1 of 5", "1 of 3"),
        (Qt.Key.Key_W, "oil", "1 of 5", "1 of 4"),
        (Qt.Key.Key_R, "o.l|spo.", "no hits", "1 of 7"),
    ],
)
def test_the_keys_of_the_bar_turn_its_options_on_and_off(window, look_for, press, key, words, without, with_it):
    look_for(words)
    for expected in (without, with_it, without):
        assert said(window) == expected
        window.reader.set_selection(0, 0)
        press(key, ALT)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert QApplication.focusWidget().text() == words  # the letter was no text


def test_a_click_on_an_option_leaves_the_caret_in_the_field(window, look_for, qtbot):
    look_for("oil")
    (button,) = [
        b for b in bar(window).findChildren(QPushButton) if b.accessibleName().startswith("Match capitals")
    ]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    assert len(marked(window)) == 3
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_words_are_found_however_they_are_typeset(window, look_for):
    look_for('said "don\'t"')
    assert said(window) == "1 of 1"
    assert [TEXT[start:stop] for start, stop in marked(window)] == ["said “don’t”"]


def test_what_is_not_there_is_said_and_the_caret_stays(window, look_for):
    window.reader.set_selection(20, 20)
    look_for("zebra")
    assert said(window) == "no hits"
    assert marked(window) == []
    assert window.reader.caret() == 20


def test_a_broken_expression_is_a_sentence_and_mending_it_finds(window, look_for, press, qtbot):
    look_for("")
    press(Qt.Key.Key_R, ALT)
    qtbot.keyClicks(QApplication.focusWidget(), "<b>(o")
    assert said(window) == "This regular expression is broken at character 5: missing )."
    assert marked(window) == []
    press(Qt.Key.Key_Return)  # nowhere to go
    press(Qt.Key.Key_Return, CONTROL)
    assert window.reader.selection() is None
    press(Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), "(o)il")
    assert said(window) == "1 of 5"


def test_an_expression_without_end_is_stopped(open_window, qtbot, press):
    window = open_window(texts=("a" * 60 + "b",))
    press(Qt.Key.Key_F, CONTROL)
    press(Qt.Key.Key_R, ALT)
    QApplication.clipboard().setText("(a|aa)+$")
    press(Qt.Key.Key_V, CONTROL)
    assert said(window) == "This regular expression takes too long; try a simpler one."


@pytest.mark.parametrize("modifier", [CONTROL, ALT])
def test_one_key_makes_the_hit_a_selection_to_highlight_or_tag(window, look_for, press, qtbot, modifier):
    look_for("oil")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, modifier)
    assert window.reader.hasFocus()
    assert window.reader.selection() == OIL[1]
    press(Qt.Key.Key_H)
    assert quotes(window) == ["oil"]
    press(Qt.Key.Key_G, CONTROL)
    press(Qt.Key.Key_Return, modifier)  # in the text as well as in the bar
    assert window.reader.selection() == OIL[2]
    press(Qt.Key.Key_T)
    qtbot.keyClicks(QApplication.focusWidget(), "Energy")
    press(Qt.Key.Key_Return)
    assert quotes(window) == ["oil", "OIL"]
    tagged = list(window.session.article.annotations.values())[-1]
    assert (tagged.start, tagged.stop, len(tagged.tags)) == (*OIL[2], 1)


def test_what_stands_before_a_hit_moves_nothing(open_window, press):
    text = "İ ß 👩‍👩‍👧 🇺🇦 and 😀😀 before Straße, cafe\u0301 and oil"
    window = open_window(texts=(text,))
    for words, found in (("STRASSE", "Straße"), ("café", "cafe\u0301"), ("👩", "👩‍👩‍👧"), ("OIL", "oil")):
        window.reader.set_selection(0, 0)
        press(Qt.Key.Key_F, CONTROL)
        QApplication.clipboard().setText(words)
        press(Qt.Key.Key_V, CONTROL)
        press(Qt.Key.Key_Return, CONTROL)
        selected = window.reader.selection()
        assert text[selected.start : selected.stop] == found
        press(Qt.Key.Key_H)
        assert quotes(window)[-1] == found
        window.session.undo()


def test_the_annotation_that_commands_are_about_is_the_one_at_the_hit(window, look_for, press):
    first, price = (window.session.do("Mark", operations.annotate, 1, *passage) for passage in ((0, 9), (20, 40)))
    window.session.select(first)
    look_for("price")
    assert window.session.current == price
    press(Qt.Key.Key_Escape)
    look_for("ministry")
    assert window.session.current is None


def test_selected_words_become_what_is_looked_for(window, press):
    window.reader.set_selection(*OIL[3])
    press(Qt.Key.Key_F, CONTROL)
    field = QApplication.focusWidget()
    assert field.text() == field.selectedText() == "oil"
    assert said(window) == "4 of 5"
    press(Qt.Key.Key_Escape)
    assert window.reader.selection() == OIL[3]  # nothing has moved
    window.reader.set_selection(50, 70)
    press(Qt.Key.Key_F, CONTROL)  # more than one line
    field = QApplication.focusWidget()
    assert field.text() == "oil"
    field.setText("spoke")
    window.reader.set_selection(*OIL[3])
    press(Qt.Key.Key_F, CONTROL)  # what is being typed is not lost
    assert field.text() == field.selectedText() == "spoke"


def test_another_article_is_searched_but_stays_where_it_was_read(window, look_for, press):
    look_for("oil")
    window.session.open_article(2)
    QApplication.processEvents()
    second = window.session.article.text
    assert bar(window).isVisible()
    assert said(window) == "1 hit"
    assert marked(window) == [(second.index("oil"), second.index("oil") + 3)]
    assert window.reader.caret() == 0
    press(Qt.Key.Key_Return)
    assert said(window) == "1 of 1"
    assert window.reader.caret() == second.index("oil")


def test_only_the_side_that_is_read_shows_hits(window, look_for):
    look_for("oil")
    first = window.reader
    window.panes.open_beside(2)
    QApplication.processEvents()
    assert window.reader is not first
    assert (list(first.hits), len(marked(window))) == ([], 1)
    first.setFocus()
    QApplication.processEvents()
    assert window.reader is first
    assert marked(window) == OIL


def test_the_bar_goes_with_the_last_article(open_window, press, qtbot):
    window = open_window(texts=(TEXT,))
    press(Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), "oil")
    window.session.do("Remove", operations.remove_document, 1)
    QApplication.processEvents()
    assert not bar(window).isVisible()
    window.session.undo()
    assert marked(window) == []


def test_where_there_are_too_many_hits_those_around_the_caret_are_marked(window, look_for, press, monkeypatch):
    monkeypatch.setattr(find, "MOST", 2)
    monkeypatch.setattr("ui.reader.find_bar._BEHIND", 1)
    window.reader.set_selection(40, 40)
    look_for("oil")
    assert said(window) == "2 hits or more"
    assert marked(window) == OIL[2:4]
    seen = []
    for modifier in [Qt.KeyboardModifier.NoModifier] * 3 + [SHIFT] * 4:
        press(Qt.Key.Key_Return, modifier)
        seen.append((window.reader.caret(), said(window)))
    starts = [start for start, _ in OIL]
    assert [at for at, _ in seen] == [starts[n] for n in (3, 4, 0, 4, 3, 2, 1)]
    assert [words for _, words in seen if words != "2 hits or more"] == [
        "2 hits or more, from the top",
        "2 hits or more, from the end",
    ]


def test_a_long_text_is_searched_when_the_typing_pauses(open_window, qtbot, press):
    text = "Some words of a long text.\n" * 10_000 + "The end."
    window = open_window(texts=(text,))
    press(Qt.Key.Key_F, CONTROL)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "end")
    assert said(window) == ""
    qtbot.waitUntil(lambda: said(window) == "1 of 1")
    assert window.reader.boxes(len(text) - 4, len(text) - 1)  # in view
    field.clear()
    qtbot.keyClicks(field, "end")
    press(Qt.Key.Key_Return)  # who does not wait need not
    assert said(window) == "1 of 1"


def test_every_control_of_the_bar_has_a_name_and_says_its_key(window, look_for):
    look_for("oil")
    for button in bar(window).findChildren(QPushButton):
        assert button.accessibleName()
        assert button.toolTip() == button.accessibleName()
    names = " ".join(button.accessibleName() for button in bar(window).findChildren(QPushButton))
    for key in ("Alt+C", "Alt+W", "Alt+R", "Enter", "Shift+Enter", "Ctrl+Enter", "Esc"):
        assert key in names


def test_the_frame_of_a_hit_at_a_lines_beginning_is_seen_as_a_whole(window, look_for):
    look_for("oil")
    QApplication.processEvents()
    image, accent = window.reader.viewport().grab().toImage(), theme.color(theme.current().accent)
    (box,) = window.reader.boxes(*OIL[0])
    left, right = (
        sum(
            image.pixelColor(x, y) == accent
            for x in range(round(side) - 3, round(side) + 4)
            for y in range(round(box.top()) + 5, round(box.bottom()) - 5)
            if 0 <= x < image.width()
        )
        for side in (box.left(), box.right())
    )
    assert left >= right > 0


@pytest.mark.parametrize("width", [1000, 1440])
def test_the_bar_stands_below_the_side_that_it_searches(window, look_for, press, width):
    window.resize(width, 800)
    look_for("oil")
    window.panes.open_beside(2)
    QApplication.processEvents()
    for side in window.panes.readers[::-1]:
        side.setFocus()
        QApplication.processEvents()
        assert window.reader is side
        assert bar(window).isVisible()
        edges = [(w.mapTo(window, w.rect().topLeft()).x(), w.width()) for w in (side, bar(window))]
        assert edges[0] == edges[1]
        buttons = [b for b in bar(window).findChildren(QPushButton) if b.isVisible()]
        assert all(bar(window).rect().contains(b.geometry()) for b in buttons)
    window.actions_by_id["article.beside"].trigger()
    QApplication.processEvents()
    assert bar(window).isVisible()
    assert marked(window) == OIL


def test_going_to_the_other_side_from_the_bar_takes_the_bar_along(window, look_for, press):
    window.panes.open_beside(2)
    look_for("oil")
    press(Qt.Key.Key_Tab, CONTROL)
    assert window.reader is window.panes.readers[0]
    assert window.reader.hasFocus()
    assert bar(window).isVisible()
    assert marked(window) == OIL
    press(Qt.Key.Key_F, CONTROL)
    assert QApplication.focusWidget().selectedText() == "oil"
