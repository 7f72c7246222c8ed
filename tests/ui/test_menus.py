"""The menus: groups, ticks and letters in the bar; the same commands wherever a passage is right-clicked."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QListView, QMenu, QTreeView, QWidget

from storage import operations
from ui.actions import ACTIONS, MENUS
from ui.cards import CardList
from ui.reader.margin import Margin

TEXT = "The ambassador said little. Oil sanctions came into force on Monday, and prices rose.\n\n" * 12


def rows(menu: QMenu) -> list[str]:
    """What a menu shows from the top: `--` is a line, a submenu's rows follow its name."""
    found: list[str] = []
    for action in menu.actions():
        if action.isSeparator():
            found.append("--")
        else:
            found.append(action.text())
            found += [f"{action.text()} › {row}" for row in rows(action.menu())] if action.menu() else []
    return found


def right_click(widget, at: QPoint, reason=QContextMenuEvent.Reason.Mouse) -> QMenu:
    """Right-clicks, and gives the menu that opens."""
    event = QContextMenuEvent(reason, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def close(menu: QMenu) -> None:
    menu.close()
    QApplication.processEvents()


@pytest.fixture
def marked(open_window):
    """A window with one tagged passage, which is not the current one."""
    window = open_window(texts=(TEXT,), size=(790, 760))  # no larger than the screen
    window.show_cards()
    window.session.do("Tag", operations.annotate_with_paths, 1, 28, 41, ["Economy/Sanctions"], "")
    QApplication.processEvents()
    return window


def middle(window, start: int, stop: int) -> QPoint:
    return window.reader.boxes(start, stop)[0].center().toPoint()


def on_the_text(window) -> QMenu:
    return right_click(window.reader.viewport(), middle(window, 28, 41))


def on_the_card(window) -> QMenu:
    cards = window.findChild(CardList)
    at = cards.card_rect(next(iter(window.session.article.annotations))).center()
    window.session.select(cards.card_at(at))  # what the press of the button does
    return right_click(cards.viewport(), at)


def on_the_label(window) -> QMenu:
    window.arrangement.fold("annotations")  # labels need the room
    QApplication.processEvents()
    margin = window.reader.findChild(Margin)
    ys = (y for y in range(margin.height()) if margin.annotation_at(QPoint(60, y).toPointF()))
    return right_click(margin, QPoint(60, next(ys) + 4))


PLACES = (on_the_text, on_the_card, on_the_label)


def test_passage_card_and_label_offer_the_same_commands_with_their_keys(marked):
    offered = []
    for open_menu in PLACES:
        marked.session.select(None)
        menu = open_menu(marked)
        assert marked.session.current is not None
        assert all(a.isEnabled() for a in menu.actions() if not a.isSeparator())
        assert all(action.isShortcutVisibleInContextMenu() for action in menu.actions() if action.objectName())
        offered.append(rows(menu))
        close(menu)
    assert offered[0] == offered[1] == offered[2]
    assert 8 <= len([row for row in offered[0] if "›" not in row and row != "--"]) <= 15
    assert {"Tag…", "Note…", "Copy the passage", "Ends › End one word later", "Select › Select word"} <= {
        *offered[0]
    }
    assert offered[0][-1] == "Delete annotation"
    assert offered[0].count("--") >= 3


def test_a_menu_leaves_out_what_makes_no_sense_here(marked):
    marked.reader.set_selection(4, 14)
    menu = right_click(marked.reader.viewport(), middle(marked, 4, 14))
    selected = rows(menu)
    close(menu)
    assert "Highlight" in selected
    assert not {"Delete annotation", "Cut the selection out", "Put the pen away", "Ends"} & {*selected}
    marked.reader.clear_selection()
    menu = right_click(marked.reader.viewport(), middle(marked, 60, 66))
    plain = rows(menu)
    close(menu)
    assert not {"Tag…", "Highlight", "Copy the passage"} & {*plain}
    assert "Select › Select sentence" in plain
    assert 60 <= marked.reader.caret() <= 66  # what is chosen is about where the mouse is


def test_a_bookmark_set_from_a_card_is_at_its_passage(marked):
    paragraph = marked.session.article.lines.starts[18]  # the tenth, with the blank lines; out of sight
    made = marked.session.do("Highlight", operations.annotate, 1, paragraph + 4, paragraph + 14)
    QApplication.processEvents()
    marked.reader.go_to(4)
    cards = marked.findChild(CardList)
    marked.session.select(made)
    menu = right_click(cards.viewport(), cards.card_rect(made).center())
    next(action for action in menu.actions() if action.objectName() == "bookmark.toggle").trigger()
    close(menu)
    assert [mark.offset for mark in marked.session.bookmarks()] == [paragraph]
    start, stop = marked.reader.offsets_in_view()
    assert start <= paragraph + 4 < stop


def test_a_cards_menu_is_about_its_passage_whatever_is_selected(marked):
    marked.reader.set_selection(4, 14)
    menu = on_the_card(marked)
    assert marked.reader.selection() is None
    action = next(action for action in menu.actions() if action.objectName() == "annotation.delete")
    action.trigger()
    close(menu)
    assert not marked.session.article.annotations


@pytest.mark.parametrize("open_menu", PLACES)
def test_a_menu_covers_nothing_of_what_it_is_about(marked, open_menu):
    menu = open_menu(marked)
    reader = marked.reader
    for box in reader.passage_boxes():
        assert not box.translated(reader.viewport().mapToGlobal(QPoint())).intersects(menu.geometry())
    assert menu.screen().availableGeometry().contains(menu.geometry())
    close(menu)


def test_a_long_passage_has_its_menu_beside_it(marked):
    from ui.menus import _corner

    passage, screen = QRect(100, 60, 500, 500), marked.screen().availableGeometry()
    size = QSize(150, 400)
    corner = _corner(size, passage, QPoint(300, 300))
    assert screen.contains(QRect(corner, size))
    assert not QRect(corner, size).intersects(passage)


def test_the_menu_key_opens_the_menu_of_the_current_passage(marked):
    marked.actions_by_id["annotation.next"].trigger()
    current = marked.session.current
    at = marked.reader.cursorRect().center()
    menu = right_click(marked.reader.viewport(), at, QContextMenuEvent.Reason.Keyboard)
    assert marked.session.current == current
    assert "Delete annotation" in rows(menu)
    close(menu)


@pytest.mark.parametrize(
    ("panel", "view", "row"), [("tags", QTreeView, "Rename tag"), ("library", QListView, "Remove article")]
)
def test_tags_and_articles_have_menus_of_their_own(marked, panel, view, row):
    marked.show_sidebar()
    marked.tag_panel.select_tag(next(iter(marked.session.tags)).id)
    listed = marked.findChild(QWidget, panel).findChild(view)
    here = listed.visualRect(listed.currentIndex())
    menu = right_click(listed.viewport(), here.center())
    assert row in rows(menu)
    assert not here.translated(listed.viewport().mapToGlobal(QPoint())).intersects(menu.geometry())
    close(menu)


# -- the menu bar


def menu_of(window, name: str) -> QMenu:
    return next(menu for menu in window.top.menus.findChildren(QMenu) if menu.accessibleName() == name)


def test_menus_are_in_groups_and_not_long(window):
    for name in MENUS:
        menu = menu_of(window, name)
        assert len(menu.actions()) <= 24
        if len(menu.actions()) > 6:
            assert sum(action.isSeparator() for action in menu.actions()) >= 2, name
    assert "Theme › Sepia theme" in rows(menu_of(window, "View"))


def test_each_menu_opens_by_a_letter_of_its_own(window, qtbot):
    letters = [QKeySequence.mnemonic(title) for title in MENUS.values()]
    assert len({*letters}) == len(MENUS)
    assert QKeySequence() not in letters
    taken = {QKeySequence(key) for entry in ACTIONS for key in entry.keys}
    assert not taken & {*letters}
    assert [menu.accessibleName() for menu in window.top.menus.findChildren(QMenu)][:1] == ["Project"]


def ticked(window, name: str) -> set[str]:
    menu = menu_of(window, name)
    menu.aboutToShow.emit()
    inner = [action.menu() for action in menu.actions() if action.menu()]
    return {a.text() for part in (menu, *inner) for a in part.actions() if a.isChecked()}


def test_what_is_on_has_a_tick(open_window, qtbot):
    window = open_window(texts=("One.", "Two."))
    assert ticked(window, "View") == {"Read", "Panel of articles and tags", "Panel of annotations", "Light theme"}
    for command in ("theme.dark", "view.annotations", "article.beside"):
        window.actions_by_id[command].trigger()
    assert ticked(window, "View") == {
        "Read",
        "Panel of articles and tags",
        "Two articles side by side",
        "Dark theme",
    }
    window.actions_by_id["theme.light"].trigger()
    window.actions_by_id["theme.light"].trigger()  # choosing it again does not take it away
    window.actions_by_id["view.charts"].trigger()
    assert {"Light theme", "Charts"} <= ticked(window, "View")
    window.actions_by_id["view.fullscreen"].trigger()
    assert "Full-screen reading" in ticked(window, "View")
    window.actions_by_id["view.fullscreen"].trigger()
    assert Qt.WindowState.WindowFullScreen not in window.windowState()


@pytest.mark.parametrize("where", ["text", "cards", "tags", "articles"])
def test_shift_f10_opens_the_menu_of_what_the_keyboard_is_at(marked, qtbot, where):
    marked.session.select(1)
    marked.tag_panel.select_tag(1)
    marked.actions_by_id[f"view.{where}"].trigger()
    home = {"text": marked.reader, "cards": marked.cards.list}.get(where)
    if home is None:
        panel, kind = {"tags": (marked.tag_panel, QTreeView), "articles": (marked.library, QListView)}[where]
        home = panel.findChild(kind)
    home.setFocus()
    qtbot.keyClick(home, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()
    close(menu)
