"""Tags put in order on the real window: sorted, moved, merged, split, grouped, recoloured, deleted; all undone."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QMenu, QPushButton, QRadioButton, QTreeView

from core.filters import Filter, Near, Tagged
from core.palette import PALETTE
from storage import operations, passages, tags
from tests.storage.contents import contents
from tests.ui.screens import act_in, press
from tests.ui.test_commands import trigger
from tests.ui.test_menus import right_click, rows
from ui import messages, settings, tag_acts
from ui.tag_delete import DeleteSheet
from ui.tag_groups import fill
from ui.tag_model import MIME
from ui.tag_passages import PassageSheet


@pytest.fixture
def window(window):
    """Tags 1 Economy, 2 Economy/Energy, 3 Oil, 4 Gas; four passages, one of them with Oil and Gas."""
    for path in ("Economy/Energy", "Oil", "Gas"):
        window.session.do("Create", operations.create_tag_path, path)
    for start, ids in ((0, [3]), (10, [3, 4]), (20, [4]), (30, [2])):
        window.session.do("Annotate", operations.annotate, 1, start, start + 5, ids)
    return window


@pytest.fixture
def told(window, qtbot):
    """What commands said they did."""
    sentences = []
    window.tag_panel.told.connect(sentences.append)
    return sentences


@pytest.fixture
def once(window):
    """Runs a command, undoes and redoes it, and compares everything."""

    def run(act) -> None:
        db = window.session.project
        before = contents(db)
        act()
        after = contents(db)
        assert after != before
        window.session.undo()
        assert contents(db) == before
        window.session.redo()
        assert contents(db) == after

    return run


def stored(window):
    tree = tags.tag_tree(window.session.project.db)
    return {tree.path(tag.id) for tag in tree}


def tree_of(window) -> QTreeView:
    return window.tag_panel.findChild(QTreeView)


def shown(window) -> list[str]:
    """The names in the tree from the top, as somebody sees them."""
    tree, found = tree_of(window), []
    index = tree.model().index(0, 0)
    while index.isValid():
        found.append(index.data())
        index = tree.indexBelow(index)
    return found


def select(window, *ids) -> None:
    window.tag_panel.select_tags(ids)


def codings(window):
    return sorted(window.session.project.db.execute("SELECT annotation_id, tag_id FROM coding").fetchall())


def test_several_tags_are_merged_and_it_is_said_what_came_of_it(window, once, told, monkeypatch):
    select(window, 3, 4)
    monkeypatch.setattr(tag_acts, "choose_tag", lambda *_: 2)
    once(lambda: trigger(window, "tag.merge"))
    assert stored(window) == {"Economy", "Economy/Energy"}
    assert codings(window) == [(1, 2), (2, 2), (3, 2), (4, 2)]
    assert told == ["Merged “Gas” and “Oil” into “Energy”: 3 passages, 1 had both."]
    assert window.messages.isVisible() or window.messages.text() == told[0]
    assert window.session.undo_label == "Merge “Gas” and “Oil” into “Energy”"


def test_the_filter_of_passages_goes_on_with_the_tag_that_others_became(window, monkeypatch):
    guids = passages.guids(window.session.project.db, "tag", [2, 3, 4])
    window.session.filtering.use(Filter((Tagged("any", tuple(guids[1:])),)))
    select(window, 3, 4)
    monkeypatch.setattr(tag_acts, "choose_tag", lambda *_: 2)
    trigger(window, "tag.merge")
    assert window.session.filtering.wanted == Filter((Tagged("any", (guids[0],)),))


def test_the_filter_of_passages_goes_on_with_what_subtags_became(window, monkeypatch):
    for path in ("Oil/Price/Crude", "Gas/Price/Crude"):
        window.session.do("Create", operations.create_tag_path, path)
    tree = window.session.tags
    twins = [tree.find([top, "Price", "Crude"]) for top in ("Oil", "Gas")]
    kept, gone = passages.guids(window.session.project.db, "tag", twins)
    window.session.filtering.use(Filter((Near(gone, "sentence"),)))
    select(window, 4)
    monkeypatch.setattr(tag_acts, "choose_tag", lambda *_: 3)
    trigger(window, "tag.merge")
    assert window.session.filtering.wanted == Filter((Near(kept, "sentence"),))


def test_some_passages_are_split_off_into_a_new_tag(window, once, told):
    def choose(sheet):
        listed = sheet.findChild(QListView)
        assert listed.model().rowCount() == 2
        QTest.keyClicks(sheet.findChild(QLineEdit), "Crude")
        listed.setFocus()
        listed.setCurrentIndex(listed.model().index(0, 0))
        QTest.keyClick(listed, Qt.Key.Key_Space)
        press(sheet, "Split")

    def split():
        select(window, 3)
        act_in(PassageSheet, choose)
        trigger(window, "tag.split")
        assert window.tag_panel.selected_tag() == 5

    once(split)
    assert codings(window) == [(1, 5), (2, 3), (2, 4), (3, 4), (4, 2)]
    assert told == ["Split “Crude” from “Oil”: 1 passage."]


def test_passages_move_to_another_tag(window, once, told, monkeypatch):
    monkeypatch.setattr(tag_acts, "choose_tag", lambda *_, **__: 4)

    def move():
        select(window, 3)
        act_in(PassageSheet, lambda sheet: (press(sheet, "Tick all"), press(sheet, "Move to…")))
        trigger(window, "tag.give")

    once(move)
    assert codings(window) == [(1, 4), (2, 4), (3, 4), (4, 2)]
    assert told == ["Moved 2 passages from “Oil” to “Gas”, 1 had both."]


def test_nothing_is_split_without_a_name_or_a_passage(window):
    select(window, 3)

    def look(sheet):
        go = next(button for button in sheet.findChildren(QPushButton) if button.text() == "Split")
        assert not go.isEnabled()
        sheet.findChild(QLineEdit).setText("Crude")
        assert not go.isEnabled()
        press(sheet, "Tick all")
        assert go.isEnabled()
        sheet.findChild(QLineEdit).setText("  ")
        assert not go.isEnabled()

    seen = act_in(PassageSheet, look)
    trigger(window, "tag.split")
    assert seen
    assert stored(window) == {"Economy", "Economy/Energy", "Oil", "Gas"}


def choose(sheet, *beginnings) -> None:
    for button in sheet.findChildren(QRadioButton):
        if any(button.text().startswith(beginning) for beginning in beginnings):
            button.click()


OTHERS = [(1, 3), (2, 3), (2, 4), (3, 4)]  # codings that no deletion here touches
FATES = [
    ((), {"Oil", "Gas"}, OTHERS, " with 1 subtag: 1 passage had it and stay."),
    (("Moved up",), {"Energy", "Oil", "Gas"}, [*OTHERS, (4, 2)], ""),
    (
        ("Deleted with their notes",),
        {"Oil", "Gas"},
        OTHERS,
        " with 1 subtag: 1 annotation deleted, 0 with other tags stay.",
    ),
    (("Go to another",), {"Oil", "Gas"}, [*OTHERS, (4, 4)], " with 1 subtag: 1 passage went to “Gas”."),
]


@pytest.mark.parametrize(("choices", "left", "codings_left", "says"), FATES)
def test_deleting_asks_about_passages_and_subtags(
    window, once, told, monkeypatch, choices, left, codings_left, says
):
    monkeypatch.setattr("ui.tag_delete.choose_tag", lambda *_: 4)

    def delete():
        select(window, 1)
        act_in(DeleteSheet, lambda sheet: (choose(sheet, *choices), press(sheet, "Delete")))
        trigger(window, "tag.delete")

    once(delete)
    assert stored(window) == left
    assert codings(window) == codings_left
    assert len(window.session.article.annotations) == 4 - ("Deleted with their notes" in choices)
    assert told == ([f"Deleted “Economy”{says}"] if says else [])


def test_a_tag_with_nothing_to_lose_is_deleted_at_once_and_cancel_deletes_nothing(window, once):
    made = window.session.do("Create", operations.create_tag_path, "Empty")
    select(window, made)
    once(lambda: trigger(window, "tag.delete"))
    select(window, 2)
    act_in(DeleteSheet, lambda sheet: press(sheet, "Cancel"))
    trigger(window, "tag.delete")
    assert "Economy/Energy" in stored(window)


def test_keys_move_a_tag_among_its_siblings_and_between_levels(window, qtbot, told):
    tree, panel = tree_of(window), window.tag_panel
    assert shown(window) == ["Economy", "Energy", "Gas", "Oil"]
    select(window, 4)
    tree.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(tree, Qt.Key.Key_Up, alt)
    assert panel.order == "own"
    assert "own order" in told[0]
    assert shown(window) == ["Economy", "Energy", "Gas", "Oil"]
    qtbot.keyClick(tree, Qt.Key.Key_Up, alt)
    assert shown(window) == ["Gas", "Economy", "Energy", "Oil"]
    qtbot.keyClick(tree, Qt.Key.Key_Up, alt)
    assert shown(window) == ["Gas", "Economy", "Energy", "Oil"]
    for _ in range(3):
        qtbot.keyClick(tree, Qt.Key.Key_Down, alt)
    assert shown(window) == ["Economy", "Energy", "Oil", "Gas"]
    qtbot.keyClick(tree, Qt.Key.Key_Right, alt)
    assert "Oil/Gas" in stored(window)
    assert panel.selected_tag() == 4
    qtbot.keyClick(tree, Qt.Key.Key_Left, alt)
    assert shown(window) == ["Economy", "Energy", "Oil", "Gas"]
    select(window, 2)
    qtbot.keyClick(tree, Qt.Key.Key_Left, alt)
    assert shown(window) == ["Economy", "Energy", "Oil", "Gas"]
    assert "Energy" in stored(window)
    window.session.undo()
    assert "Economy/Energy" in stored(window)


def drop(window, dragged, at, keys=Qt.KeyboardModifier.NoModifier):
    data = QMimeData()
    data.setData(MIME, ",".join(map(str, dragged)).encode())
    how = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, keys)
    for event in (QDragEnterEvent(at, *how), QDragMoveEvent(at, *how), QDropEvent(QPointF(at), *how)):
        QApplication.sendEvent(tree_of(window).viewport(), event)


def test_a_drop_between_rows_puts_in_order_and_with_ctrl_merges(window, told):
    tree = tree_of(window)
    window.tag_panel.sort_by("own")
    assert shown(window) == ["Economy", "Energy", "Oil", "Gas"]
    row = tree.visualRect(tree.model().index_of(1))
    drop(window, [3, 4], row.topLeft() + QPoint(30, 1))
    assert shown(window) == ["Oil", "Gas", "Economy", "Energy"]
    assert window.tag_panel.selected_tags() == [3, 4]
    drop(window, [4], tree.visualRect(tree.model().index_of(2)).bottomLeft() + QPoint(30, 0))
    assert shown(window) == ["Oil", "Economy", "Energy", "Gas"]
    assert "Economy/Gas" in stored(window)
    drop(window, [4], tree.visualRect(tree.model().index_of(3)).center(), Qt.KeyboardModifier.ControlModifier)
    assert stored(window) == {"Oil", "Economy", "Economy/Energy"}
    assert told[-1] == "Merged “Gas” into “Oil”: 2 passages, 1 had both."


def test_tags_are_sorted_by_name_number_last_use_or_in_their_own_order(window, qtbot):
    for order, names in (
        ("own", ["Economy", "Energy", "Oil", "Gas"]),
        ("count", ["Gas", "Oil", "Economy", "Energy"]),
        ("name", ["Economy", "Energy", "Gas", "Oil"]),
    ):
        trigger(window, f"tag.order.{order}")
        assert shown(window) == names
        assert window.settings.tag_order == order
    trigger(window, "tag.order.count")
    window.session.do("Tag", operations.add_tags, [1, 2, 3], [2])
    qtbot.waitUntil(lambda: shown(window) == ["Economy", "Energy", "Gas", "Oil"])
    window.session.undo()
    qtbot.waitUntil(lambda: shown(window) == ["Gas", "Oil", "Economy", "Energy"])
    trigger(window, "tag.order.recent")
    window.session.remember_tags((3,))
    window.session.do("Tag", operations.add_tags, [4], [3])
    qtbot.waitUntil(lambda: shown(window)[0] == "Oil")


def test_the_order_is_remembered(open_window):
    window = open_window(settings=settings.Settings(theme="light", tag_order="own"))
    assert window.tag_panel.order == "own"


def menu_of_groups(window) -> QMenu:
    menu = QMenu(window)
    fill(menu, window.tag_panel)
    return menu


def test_groups_are_made_ticked_renamed_and_deleted_and_filter_the_tree(window, once, told, monkeypatch):
    monkeypatch.setattr(messages, "ask_line", lambda *_: "Actors & co")
    select(window, 2, 3)
    once(lambda: menu_of_groups(window).actions()[-1].trigger())
    assert window.session.groups == {1: "Actors & co"}
    assert window.session.members == {1: {2, 3}}
    bar = next(b for b in window.tag_panel.findChildren(QPushButton) if b.accessibleName().startswith("Groups"))
    assert bar.isVisible()
    bar.menu().aboutToShow.emit()
    bar.menu().actions()[-1].trigger()
    assert shown(window) == ["Economy", "Energy", "Oil"]
    assert window.session.groups_in_view == bar.accessibleDescription() == "Actors & co"
    select(window, 3)
    tick = menu_of_groups(window).actions()[0]
    assert tick.isChecked()
    once(tick.trigger)
    assert shown(window) == ["Economy", "Energy"]
    monkeypatch.setattr(messages, "ask_line", lambda *_: "People")
    rename, delete = menu_of_groups(window).actions()[-2:]
    once(rename.menu().actions()[0].trigger)
    assert bar.accessibleDescription() == "People"
    delete = menu_of_groups(window).actions()[-1]
    once(delete.menu().actions()[0].trigger)
    assert told[-1] == "Deleted the group “People”; its tag stays."
    assert shown(window) == ["Economy", "Energy", "Gas", "Oil"]
    assert not bar.isVisible()


def test_the_menu_of_a_tag_has_the_groups(window):
    select(window, 3)
    tree = tree_of(window)
    menu = right_click(tree.viewport(), tree.visualRect(tree.currentIndex()).center())
    found = rows(menu)
    menu.close()
    assert "Groups › New group…" in found
    assert "Groups…" not in found


def test_one_tag_a_branch_or_all_get_other_colours(window, once, monkeypatch):
    monkeypatch.setattr(tag_acts, "choose_color", lambda *_: "#123456")
    select(window, 1)
    once(lambda: trigger(window, "tag.recolor"))
    assert [tag.color == "#123456" for tag in map(window.session.tags.by_id.get, (1, 2, 3))] == [True, False, False]
    once(lambda: trigger(window, "tag.recolor.branch"))
    assert [tag.color == "#123456" for tag in map(window.session.tags.by_id.get, (1, 2, 3))] == [True, True, False]
    once(lambda: trigger(window, "tag.recolor.all"))
    assert [tag.color for tag in window.session.tags] == list(PALETTE[:4])
