"""The tag picker: what it finds, what its keys do, where it goes, and that it does not make anyone wait."""

from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QListView

from core import fuzzy
from core.palette import PALETTE
from storage import operations, tags
from storage.annotations import everywhere
from ui import theme
from ui.chip import Chip
from ui.picker import Picker, matching
from ui.popup import ABOVE, BELOW, LEFT, RIGHT, place

SOME = ("Economy/Energy", "Economy/Sanctions", "Actors/Énergie du Nord", "Framing/Metaphor")


@pytest.fixture
def keys(window, qtbot):
    """Types into whatever has the focus; names in brackets are keys."""
    for path in SOME:
        window.session.do("Tag", operations.create_tag_path, path)

    def press(*typed: str) -> None:
        for text in typed:
            focused = QApplication.focusWidget()
            if text.startswith("["):
                name, control = text.strip("[]").rsplit("+")[-1], "Ctrl+" in text
                held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
                qtbot.keyClick(focused, Qt.Key[f"Key_{name}"], held)
            else:
                qtbot.keyClicks(focused, text)
            QApplication.processEvents()

    return press


def opened(window) -> Picker:
    window.reader.set_selection(4, 14)
    window.actions_by_id["annotation.tag"].trigger()
    assert window.picker.isVisible()
    return window.picker


def given(window) -> list[list[str]]:
    """The paths of the tags of every annotation in the file, the newest last."""
    tree = tags.tag_tree(window.session.project.db)
    made = sorted(everywhere(window.session.project.db), key=lambda pair: pair[0].id)
    return [[tree.path(tag) for tag in a.tags] for a, _ in made]


def offered(picker: Picker) -> list[str]:
    model = picker.findChild(QListView).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def creates(picker: Picker) -> str:
    """The offer to create a tag, if there is one."""
    shown = [b for b in picker.findChildren(type(picker._offer)) if b.isVisible()]
    return shown[0].accessibleName() if shown else ""


@pytest.mark.parametrize("typed", ["eco en", "ecen", "Economy/En"])
def test_parts_of_a_path_find_it(window, keys, typed):
    picker = opened(window)
    keys(typed)
    assert offered(picker)[0] == "Economy › Energy"
    keys("[Return]")
    assert given(window) == [["Economy/Energy"]]


def test_diacritics_may_be_left_out(window, keys):
    opened(window)
    keys("energie", "[Return]")
    assert given(window) == [["Actors/Énergie du Nord"]]


def test_recent_tags_come_first(window, keys):
    opened(window)
    keys("metaphor", "[Return]")
    assert offered(opened(window))[:2] == ["Framing › Metaphor", "Actors"]
    keys("[Return]")
    assert given(window)[-1] == ["Framing/Metaphor"]


def test_several_tags_by_tab(window, keys):
    picker = opened(window)
    keys("energy", "[Tab]", "sanc", "[Tab]", "[Return]")
    assert given(window) == [["Economy/Energy", "Economy/Sanctions"]]
    picker = opened(window)
    keys("energy", "[Tab]", "sanc", "[Tab]", "meta", "[Tab]", "[Backspace]")
    assert [chip.text() for chip in picker.findChildren(Chip) if chip.isVisible()] == ["Energy", "Sanctions"]
    assert "Economy › Energy" not in offered(picker)


def test_a_chip_is_taken_away_by_a_click_and_what_is_typed_stays(window, keys, qtbot):
    picker = opened(window)
    keys("energy", "[Tab]", "meta")
    (chip,) = [chip for chip in picker.findChildren(Chip) if chip.isVisible()]
    assert chip.accessibleName() == "Remove the tag Energy"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    keys("[Return]")
    assert given(window) == [["Framing/Metaphor"]]


def test_a_path_creates_tag_and_parent_in_one_step(window, keys):
    picker = opened(window)
    keys("Places/Moscow")
    assert creates(picker) == "Create tag “Places › Moscow”"
    keys("[Return]")
    assert given(window) == [["Places/Moscow"]]
    window.actions_by_id["edit.undo"].trigger()
    assert tags.tag_tree(window.session.project.db).find(["Places"]) is None
    picker = opened(window)
    keys("economy/Oil")
    assert creates(picker) == "Create tag “Oil” below economy"
    keys("[Return]")
    assert given(window) == [["Economy/Oil"]]


def test_the_offer_to_create_is_in_sight_below_many_matches(window, keys, qtbot):
    for number in range(30):
        window.session.do("Tag", operations.create_tag_path, f"Enclave {number}")
    picker = opened(window)
    keys("en")
    assert len(offered(picker)) > 30
    assert creates(picker) == "Create tag “en”"
    keys("[Ctrl+Return]")
    assert given(window) == [["en"]]
    opened(window)
    keys("Enc", "[Up]", "[Return]")  # up from the first match is the offer
    assert given(window)[-1] == ["Enc"]


def test_scattered_letters_do_not_keep_a_new_tag_from_being_made(window, keys):
    picker = opened(window)
    keys("egy")
    assert offered(picker) == ["Economy › Energy"]
    keys("[Return]")
    assert given(window) == [["egy"]]
    window.actions_by_id["edit.undo"].trigger()
    opened(window)
    keys("egy", "[Down]", "[Return]")
    assert given(window) == [["Economy/Energy"]]


def test_what_cannot_be_a_tag_is_not_applied(window, keys):
    picker = opened(window)
    keys("Economy//x", "[Return]")
    assert picker.isVisible()
    keys("[Escape]")
    assert not picker.isVisible()
    assert given(window) == []
    assert window.reader.selection() == (4, 14)


def test_arrows_walk_all_tags_and_round_again(window, keys):
    for number in range(60):
        window.session.do("Tag", operations.create_tag_path, f"Zone {number:02}")
    opened(window)
    keys("[Up]", "[Return]")
    assert given(window) == [["Zone 59"]]
    opened(window)
    keys(*["[Down]"] * 67, "[Up]", "[Return]")  # Zone 59 is the first now, being the last used
    assert given(window)[-1] == ["Zone 58"]


def test_a_click_applies_a_row(window, keys, qtbot):
    rows = opened(window).findChild(QListView)
    keys("sanc")
    qtbot.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(0, 0)).center()
    )
    assert given(window) == [["Economy/Sanctions"]]


def test_what_is_marked_is_said(window, keys):
    picker = opened(window)
    keys("ene")
    field = QApplication.focusWidget()
    assert field.accessibleDescription() == "Actors › Énergie du Nord"
    keys("[Down]")
    assert field.accessibleDescription() == "Economy › Energy"
    keys("[Down]")
    assert field.accessibleDescription() == creates(picker) == "Create tag “ene”"


def test_names_are_no_html_and_no_shortcuts(window, keys):
    window.session.do("Tag", operations.create_tag_path, "<b>R&D<\\/b>")
    picker = opened(window)
    keys("r&d", "[Tab]")
    (chip,) = [chip for chip in picker.findChildren(Chip) if chip.isVisible()]
    assert chip.text() == "<b>R&D</b>"
    assert chip.shortcut().isEmpty()


def test_line_styles_show_in_the_rows(window, qtbot):
    for number in range(12):
        window.session.do("Tag", operations.create_tag_path, f"Tag {number:02}")
    picker = opened(window)
    rows = picker.findChild(QListView)
    model, image = rows.model(), {}
    for row in (0, 10):
        rows.scrollTo(model.index(row, 0))
        rows.setCurrentIndex(model.index(5, 0))
        QApplication.processEvents()
        area = rows.visualRect(model.index(row, 0))
        image[row] = rows.viewport().grab(QRect(area.topLeft() + QPoint(8, 8), QSize(11, 12))).toImage()
    color = theme.mark(PALETTE[0]).name()
    columns = {row: [image[row].pixelColor(5, y).name() == color for y in range(12)] for row in image}
    assert sum(columns[0]) == 11
    assert sum(columns[10]) == 10  # the same colour, but in two pieces


# -- where it goes

WINDOW, PANEL = QRect(0, 0, 1000, 700), QSize(340, 330)


@pytest.mark.parametrize(
    ("beside", "side"),
    [
        (QRect(300, 100, 400, 50), BELOW),
        (QRect(300, 500, 400, 50), ABOVE),
        (QRect(100, 20, 400, 660), RIGHT),
        (QRect(500, 20, 450, 660), LEFT),
    ],
)
def test_it_goes_where_it_covers_nothing(beside, side):
    found, corner = place(beside, PANEL, WINDOW, BELOW)
    assert found == side
    assert not QRect(corner, PANEL).intersects(beside)
    assert WINDOW.contains(QRect(corner, PANEL))


def test_it_stays_on_its_side_while_it_fits_there():
    beside = QRect(300, 360, 400, 20)
    assert place(beside, QSize(340, 100), WINDOW, ABOVE)[0] == ABOVE
    assert place(beside, QSize(340, 100), WINDOW, BELOW)[0] == BELOW
    assert place(beside, PANEL, WINDOW, BELOW)[0] == ABOVE


def test_where_there_is_no_room_it_stays_in_the_window():
    _, corner = place(QRect(10, 10, 980, 680), PANEL, WINDOW, BELOW)
    assert WINDOW.contains(QRect(corner, PANEL))


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700), (800, 600)])
def test_it_never_covers_the_selected_words(open_window, qtbot, size):
    window = open_window(texts=("Some words of a paragraph that goes on for a while. \n\n" * 60,))
    for number in range(12):
        window.session.do("Tag", operations.create_tag_path, f"Tag {number}")
    window.resize(*size)
    QApplication.processEvents()
    for start, length in product(range(100, 1200, 150), (5, 60, 300)):
        window.reader.set_selection(start, start + length)
        window.actions_by_id["annotation.tag"].trigger()
        for typed in ("", "t", "ta", "tag 1 new"):
            qtbot.keyClicks(QApplication.focusWidget(), typed)
            assert not window.picker.geometry().intersects(window.beside_passage()), (start, length, typed)
            assert window.rect().contains(window.picker.geometry())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


# -- a thousand tags


def create_many(project) -> None:
    for number in range(1000):
        parent = None if number < 40 else 1 + number % 40
        tags.insert_tag(
            project.db, f"Some tag or other {number}", parent, PALETTE[number % 10], "2026-01-01T00:00:00Z"
        )


def test_of_a_thousand_tags_each_key_paints_those_in_sight(window, qtbot, monkeypatch):
    window.session.do("Tags", create_many)
    window.reader.set_selection(4, 14)
    QApplication.processEvents()
    painted, searched, asked = [], [], []
    search = fuzzy.search
    for module in ("rows", "picker"):
        monkeypatch.setattr(f"ui.{module}.paint_row", lambda *args: painted.append(args[2].name))
    monkeypatch.setattr(fuzzy, "search", lambda typed, names: searched.append(typed) or search(typed, names))
    window.session.project.db.conn.set_trace_callback(asked.append)
    for key in ("T", "s", "o", "9", "x"):
        painted.clear()
        qtbot.keyClicks(QApplication.focusWidget(), key.lower())
        QApplication.processEvents()
        assert 0 < len(painted) < 10, key
    window.session.project.db.conn.set_trace_callback(None)
    assert painted == ["Create tag “so9x”"]
    assert searched == [["s"], ["so"], ["so9"], ["so9x"]]
    assert asked == []


def test_a_list_of_a_thousand_hands_over_few_rows(window):
    window.session.do("Tags", create_many)
    picker = opened(window)
    assert len(matching(window.session.tags, "", [])) == 1000
    assert len(offered(picker)) < 100
    rows = picker.findChild(QListView)
    for _ in range(40):
        rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum())
        QApplication.processEvents()
    assert len(offered(picker)) == 1000
