"""Which parts of the window are seen, and what a restart brings back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget

from ui import settings as settings_file
from ui.settings import Settings

PARTS = ("topbar", "sidebar", "annotations", "library", "tags")


def part(window, name: str) -> QWidget:
    return window.findChild(QWidget, name)


def seen(window) -> set[str]:
    shown = {name for name in PARTS if part(window, name).isVisible()}
    return shown | ({"status line"} if window.statusBar().isVisible() else set())


def widths(window) -> tuple[int, int, int]:
    return part(window, "sidebar").width(), part(window, "annotations").width(), part(window, "library").height()


def drag(window, name: str, by: int) -> None:
    """Drags the edge of a panel, as a mouse would."""
    panel = part(window, name)
    splitter = panel.parentWidget()
    sizes = splitter.sizes()
    at = splitter.indexOf(panel)
    neighbour = at + 1 if at == 0 else at - 1
    sizes[at] += by
    sizes[neighbour] -= by
    splitter.setSizes(sizes)


def restarted(window, open_window, size=(1440, 900)):
    """The window as it opens next time; size None is as it was, if the screen of 800 x 800 has room for that."""
    window.close()
    return open_window(settings=settings_file.load(), size=size)


def test_full_screen_shows_only_the_page_and_f11_brings_everything_back(window, qtbot):
    drag(window, "sidebar", 40)
    before, size, parts = widths(window), window.size(), seen(window)
    column = window.reader.viewport().width()
    qtbot.keyClick(window.reader, Qt.Key.Key_F11)
    QApplication.processEvents()
    assert window.isFullScreen()
    assert seen(window) == set()
    assert window.reader.isVisible()
    assert window.reader.width() == window.width()
    assert window.reader.viewport().width() == min(column, window.width())
    qtbot.keyClick(window.reader, Qt.Key.Key_F11)
    QApplication.processEvents()
    assert not window.isFullScreen()
    assert (widths(window), window.size(), seen(window)) == (before, size, parts)


@pytest.mark.parametrize("state", [Qt.WindowState.WindowNoState, Qt.WindowState.WindowMaximized])
def test_esc_leaves_full_screen_as_the_window_was(window, qtbot, state):
    window.setWindowState(state)
    window.actions_by_id["view.annotations"].trigger()
    before, parts = window.geometry(), seen(window)
    window.actions_by_id["view.fullscreen"].trigger()
    qtbot.keyClick(window.reader, Qt.Key.Key_Escape)
    assert window.windowState() & ~Qt.WindowState.WindowActive == state
    assert (window.geometry(), seen(window)) == (before, parts)


def test_esc_first_takes_a_selection_away(window, qtbot):
    window.actions_by_id["view.fullscreen"].trigger()
    window.reader.set_selection(4, 14)
    qtbot.keyClick(window.reader, Qt.Key.Key_Escape)
    assert window.isFullScreen()
    qtbot.keyClick(window.reader, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_a_panel_shown_by_hand_in_a_small_window_is_back_after_full_screen(window):
    window.resize(1000, 700)
    assert not part(window, "annotations").isVisible()
    window.actions_by_id["view.annotations"].trigger()
    assert part(window, "annotations").isVisible()
    window.actions_by_id["view.fullscreen"].trigger()
    window.actions_by_id["view.fullscreen"].trigger()
    assert part(window, "annotations").isVisible()
    window.resize(990, 700)
    assert not part(window, "annotations").isVisible()


def test_messages_and_fields_that_float_still_show_in_full_screen(window, qtbot):
    window.actions_by_id["view.fullscreen"].trigger()
    window.messages.tell("The disk is full.")
    assert window.messages.isVisible()
    window.actions_by_id["find.anything"].trigger()
    field = QApplication.focusWidget()
    assert field.accessibleName() == "Find"
    assert window.rect().contains(field.parentWidget().geometry())
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert window.isFullScreen()


def test_asking_for_a_panel_leaves_full_screen(window):
    window.actions_by_id["view.fullscreen"].trigger()
    window.actions_by_id["view.tags"].trigger()
    assert not window.isFullScreen()
    assert part(window, "tags").isVisible()
    assert part(window, "topbar").isVisible()


def test_the_desktop_can_end_full_screen(window):
    parts = seen(window)
    window.actions_by_id["view.fullscreen"].trigger()
    window.showNormal()
    assert seen(window) == parts


def test_panels_keep_their_sizes_over_a_restart(window, open_window):
    drag(window, "sidebar", 50)
    drag(window, "annotations", 60)
    drag(window, "library", -90)
    before = widths(window)
    again = restarted(window, open_window)
    assert widths(again) == before
    assert seen(again) == {*PARTS, "status line"}


def characters(window) -> int:
    """How many characters the column is wide, on an average."""
    letters = "The reader marks a passage and says in the margin why it matters, again and again. "
    font = QFontMetricsF(window.reader.reading_font())
    return round(window.reader.viewport().width() / font.horizontalAdvance(letters) * len(letters))


@pytest.mark.parametrize("size", [17, 26])
def test_panels_give_way_so_that_the_text_can_be_read_and_come_back(open_window, size):
    settings = Settings(theme="light", reader_size=size, panels={"middle": [400, 600, 420], "left": [400, 400]})
    window = open_window(settings=settings, size=(1700, 900))
    before = widths(window)
    assert before[:2] == (400, 420)
    for width in (*range(1660, 640, -60), 640):
        window.resize(width, 900)
        QApplication.processEvents()
        assert characters(window) >= (45 if size < 26 or width > 700 else 40)
        assert all(part(window, name).width() >= 200 for name in seen(window) & {"sidebar", "annotations"})
    window.resize(1700, 900)
    QApplication.processEvents()
    assert widths(window) == before


def test_a_size_given_by_hand_in_a_small_window_stays(open_window):
    settings = Settings(theme="light", panels={"middle": [400, 600, 420], "left": [400, 400]})
    window = open_window(settings=settings, size=(1150, 900))
    narrow = widths(window)[1]
    assert narrow < 420
    edge = part(window, "annotations").parentWidget().handle(2)
    drag(window, "library", -60)
    high = widths(window)[2]
    edge.moveSplitter(edge.x() + 40)
    window.resize(1700, 900)
    QApplication.processEvents()
    assert abs(widths(window)[1] - narrow + 40) <= 2
    assert widths(window)[2] == high


def test_larger_letters_make_panels_give_way_too(open_window):
    window = open_window(size=(1110, 900))
    for _ in range(12):
        window.actions_by_id["view.larger"].trigger()
        QApplication.processEvents()
        assert characters(window) >= 45
    assert not part(window, "annotations").isVisible()


def test_a_panel_asked_for_takes_the_room_of_the_other(open_window):
    window = open_window(size=(760, 600))
    assert seen(window) == {"topbar", "status line"}
    window.actions_by_id["view.sidebar"].trigger()
    assert "sidebar" in seen(window)
    window.actions_by_id["view.annotations"].trigger()
    QApplication.processEvents()
    assert seen(window) == {"topbar", "status line", "annotations"}
    assert characters(window) >= 45


def test_a_folded_panel_stays_folded_and_keeps_its_size(window, open_window):
    drag(window, "annotations", 70)
    before = widths(window)
    window.actions_by_id["view.annotations"].trigger()
    window.actions_by_id["view.sidebar"].trigger()
    again = restarted(window, open_window)
    assert seen(again) == {"topbar", "status line"}
    again = restarted(again, open_window)
    again.actions_by_id["view.sidebar"].trigger()
    QApplication.processEvents()
    assert widths(again)[0] == before[0]
    again.actions_by_id["view.annotations"].trigger()
    QApplication.processEvents()
    assert widths(again) == before


def test_closed_in_full_screen_it_opens_as_before_full_screen(open_window):
    window = open_window(size=(700, 600))
    window.actions_by_id["view.fullscreen"].trigger()
    again = restarted(window, open_window, size=None)
    assert not again.isFullScreen()
    assert (again.width(), again.height()) == (700, 600)
    assert {"topbar", "status line"} <= seen(again)


def test_panels_keep_their_sizes_when_closed_in_full_screen(window, open_window):
    drag(window, "sidebar", 30)
    before = widths(window)
    window.actions_by_id["view.fullscreen"].trigger()
    assert widths(restarted(window, open_window)) == before


def test_a_maximised_window_opens_maximised(window, open_window):
    window.showMaximized()
    assert restarted(window, open_window, size=None).isMaximized()


@pytest.mark.parametrize("panels", [{}, {"middle": [1]}, {"middle": ["a", "b", "c"], "left": []}, {"other": [3]}])
def test_sizes_that_make_no_sense_are_not_taken(open_window, panels):
    window = open_window(settings=Settings(theme="light", panels=panels))
    assert widths(window)[:2] == (268, 300)
