"""The pane of tags: every operation on a tag by keyboard, mouse or method, and the tree that follows."""

import random

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QTreeView

from core.palette import PALETTE
from core.text import canonical, sha256
from storage import operations, tag_operations, tags
from storage.documents import NewDocument
from tests.ui.screens import act_in, press
from ui import colors as color_choice
from ui import messages, tag_acts, theme
from ui.session import Session
from ui.tag_choice import TagChoice
from ui.tag_delete import DeleteSheet
from ui.tag_model import MIME, TagTreeModel
from ui.tag_tree import TagPanel


@pytest.fixture
def session(qtbot, project):
    return Session(project)


@pytest.fixture
def panel(qtbot, session):
    made = TagPanel(session)
    qtbot.addWidget(made)
    made.resize(268, 500)
    made.show()
    return made


def create(session, *paths):
    return [session.do("Create", operations.create_tag_path, path) for path in paths]


def stored(session):
    tree = tags.tag_tree(session.project.db)
    return [tree.path(tag.id) for tag in tree]


def shown(model, parent=QModelIndex(), above=""):  # noqa: B008 (an invalid index is a value)
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        path = above + index.data().replace("/", "\\/")
        found += [path, *shown(model, index, path + "/")]
    return found


def view(panel):
    return panel.findChild(QTreeView)


def field(panel):
    return panel.findChild(QLineEdit)


def said(panel):
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def pixels(widget) -> set[str]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def test_without_tags_it_says_how_to_begin(panel):
    assert "No tags yet." in said(panel)


def test_typing_a_path_and_enter_creates_the_tag_with_its_parents(qtbot, session, panel):
    qtbot.keyClicks(field(panel), "Economy/Sanctions")
    assert "Enter creates" in said(panel)
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert stored(session) == ["Economy", "Economy/Sanctions"]
    assert field(panel).text() == ""
    assert session.tags.path(panel.selected_tag()) == "Economy/Sanctions"
    assert view(panel).isExpanded(view(panel).model().index(0, 0))


def test_typing_the_name_of_a_tag_and_enter_selects_it(qtbot, session, panel):
    (energy,) = create(session, "Economy/Energy")
    qtbot.keyClicks(field(panel), "ENERGY")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert stored(session) == ["Economy", "Economy/Energy"]
    assert panel.selected_tag() == energy


def test_the_filter_keeps_what_is_above_a_match(qtbot, session, panel):
    create(session, "Economy/Energy", "Actors/Trump", "😀 <b>x<\\/b>", "שלום")
    model = view(panel).model()
    field(panel).setText("ener")
    assert shown(model) == ["Economy", "Economy/Energy"]
    field(panel).setText("economy/e")
    assert shown(model) == ["Economy", "Economy/Energy"]
    field(panel).setText("<B>")
    assert shown(model) == ["😀 <b>x<\\/b>"]
    qtbot.keyClick(field(panel), Qt.Key.Key_Down)
    assert view(panel).hasFocus() or panel.selected_tag() is not None
    qtbot.keyClick(field(panel), Qt.Key.Key_Escape)
    assert len(shown(model)) == 6


def test_a_tag_is_renamed_in_its_row(qtbot, session, panel):
    (energy,) = create(session, "Economy/Energy")
    panel.select_tag(energy)
    panel.rename()
    editor = view(panel).findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Oil & gas")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(session) == ["Economy", "Economy/Oil & gas"])  # Qt commits a little later
    assert session.undo_label == "Rename tag “Energy”"
    assert panel.selected_tag() == energy


def test_a_name_that_is_taken_is_refused_with_a_sentence(qtbot, session, panel):
    one, _ = create(session, "One", "Two")
    model = view(panel).model()
    with qtbot.waitSignal(session.failed):
        assert not model.setData(model.index_of(one), "TWO")
    assert shown(model) == ["One", "Two"]


def test_methods_ask_and_do(qtbot, session, panel, monkeypatch):
    answers = {"ask_text": "About\npower"}
    for name, answer in answers.items():
        monkeypatch.setattr(messages, name, lambda *_, answer=answer: answer)
    monkeypatch.setattr(tag_acts, "choose_color", lambda *_: "#ff00ff")
    qtbot.keyClicks(field(panel), "Economy/Energy")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    energy = panel.selected_tag()
    tag_acts.recolor(panel)
    tag_acts.define(panel)
    tag_acts.pin(panel, 3)
    tag = tags.tag_tree(session.project.db).by_id[energy]
    assert (tag.color, tag.definition, tag.pin) == ("#ff00ff", "About\npower", 3)
    assert "About power" in said(panel)
    assert theme.mark("#ff00ff").name() in pixels(view(panel))
    tag_acts.pin(panel, None)
    assert tags.tag_tree(session.project.db).by_id[energy].pin is None
    monkeypatch.setattr(messages, "ask_line", lambda *_: "Oil")
    tag_acts.create_subtag(panel)
    assert stored(session) == ["Economy", "Economy/Energy", "Economy/Energy/Oil"]
    tag_acts.move_to_top(panel)
    assert stored(session) == ["Economy", "Economy/Energy", "Oil"]
    monkeypatch.setattr(tag_acts, "choose_tag", lambda *_: energy)
    tag_acts.merge(panel)
    assert stored(session) == ["Economy", "Economy/Energy"]
    assert panel.selected_tag() == energy
    panel.select_tag(tags.tag_tree(session.project.db).find(["Economy"]))
    act_in(DeleteSheet, lambda sheet: press(sheet, "Delete"))
    tag_acts.delete(panel)
    assert stored(session) == []
    assert session.undo_label == "Delete “Economy” with 1 subtag"
    session.undo()
    assert shown(view(panel).model()) == stored(session) == ["Economy", "Economy/Energy"]


def test_without_a_selected_tag_nothing_happens(session, panel):
    create(session, "One")
    panel.select_tag(None)
    panel.rename()
    for act in (tag_acts.create_subtag, tag_acts.define, tag_acts.recolor, tag_acts.merge):
        act(panel)
    for act in (tag_acts.delete, tag_acts.move_to_top):
        act(panel)
    tag_acts.pin(panel, 1)
    assert stored(session) == ["One"]


def drop(panel, dragged, at):
    data = QMimeData()
    data.setData(MIME, str(dragged).encode())
    how = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(at, *how), QDragMoveEvent(at, *how), QDropEvent(QPointF(at), *how)):
        QApplication.sendEvent(view(panel).viewport(), event)


def test_a_dropped_tag_moves_below_another_or_merges_or_goes_to_the_top(session, panel):
    one, two = create(session, "One", "Two")
    tree = view(panel)
    for choice, after in (("Move below", ["Two", "Two/One"]), ("Merge into", ["Two"])):
        drop(panel, one, tree.visualRect(tree.model().index_of(two)).center())
        menu = panel.findChildren(QMenu)[-1]
        next(action for action in menu.actions() if action.text().startswith(choice)).trigger()
        menu.close()
        assert stored(session) == shown(tree.model()) == after
    session.undo()
    drop(panel, one, QPoint(100, 400))
    assert stored(session) == ["One", "Two"]


def test_enter_and_double_click_ask_for_passages(qtbot, session, panel):
    one, two = create(session, "One", "Two")
    panel.select_tag(one)
    with qtbot.waitSignal(panel.passages_requested) as asked:
        qtbot.keyClick(view(panel), Qt.Key.Key_Return)
    assert asked.args == [one]
    at = view(panel).visualRect(view(panel).model().index_of(two)).center()
    qtbot.mouseClick(view(panel).viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(panel.passages_requested) as asked:
        qtbot.mouseDClick(view(panel).viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == [two]


def test_counts_are_of_this_article_and_of_all(session, panel):
    text = canonical("one two three")
    new = [NewDocument(title, text, "", sha256(text.text)) for title in ("A", "B")]
    first, second = session.do("Add", operations.add_documents, new)
    (tag,) = create(session, "One")
    session.open_article(first)
    session.do("Annotate", operations.annotate, first, 0, 3, [tag])
    session.do("Annotate", operations.annotate, second, 0, 3, [tag])

    def told():
        return view(panel).model().index_of(tag).data(Qt.ItemDataRole.AccessibleTextRole)

    assert told() == "One, 1 in this article, 2 in all"
    session.undo()
    assert told() == "One, 0 in this article, 1 in all"
    session.open_article(first)
    assert told() == "One, 1 in this article, 1 in all"


def test_a_tag_counts_the_passages_of_its_subtags_each_once(session, panel):
    text = canonical("one two three")
    (article,) = session.do("Add", operations.add_documents, [NewDocument("A", text, "", sha256(text.text))])
    create(session, "Up/Down", "Up/Under/Deep", "Other")
    ids = {session.tags.path(tag): tag for tag in session.tags.order}
    session.open_article(article)
    session.do("Annotate", operations.annotate, article, 0, 3, [ids["Up/Down"], ids["Up/Under/Deep"]])
    session.do("Annotate", operations.annotate, article, 4, 7, [ids["Up/Down"]])
    session.do("Annotate", operations.annotate, article, 8, 13, [ids["Up"], ids["Other"]])

    def told(path, role=Qt.ItemDataRole.AccessibleTextRole):
        return view(panel).model().index_of(ids[path]).data(role)

    assert told("Up") == "Up, 3 in this article, 3 in all; without subtags 1 and 1"
    assert told("Up/Under") == "Under, 1 in this article, 1 in all; without subtags 0 and 0"
    assert told("Up/Down") == "Down, 2 in this article, 2 in all"
    assert told("Up", Qt.ItemDataRole.ToolTipRole) == "3 in this article, 3 in all; without subtags 1 and 1"
    session.do("Move", tag_operations.move_tags, [ids["Up/Under"]], ids["Other"])
    assert told("Other") == "Other, 2 in this article, 2 in all; without subtags 1 and 1"
    session.do("Delete", tag_operations.delete_tags, [ids["Up/Down"]])
    assert told("Up") == "Up, 1 in this article, 1 in all"
    session.undo()
    session.undo()
    assert told("Up") == "Up, 3 in this article, 3 in all; without subtags 1 and 1"


def test_the_numbers_of_a_large_project_come_after_its_text(qtbot, session, monkeypatch):
    monkeypatch.setattr("ui.tag_counts._LARGE", 1)
    text = canonical("one two three")
    (article,) = session.do("Add", operations.add_documents, [NewDocument("A", text, "", sha256(text.text))])
    create(session, "Up/Down")
    up, down = session.tags.order
    session.do("Annotate", operations.annotate, article, 0, 3, [down])
    session.open_article(article)
    asked = []
    session.project.db.conn.set_trace_callback(asked.append)
    model = TagTreeModel(session)
    session.project.db.conn.set_trace_callback(None)
    assert asked == []
    qtbot.waitUntil(lambda: (model.counts.here[up], model.counts.all[up]) == (1, 1), timeout=1000)


def test_closed_tags_stay_closed_over_changes_and_filters(session, panel):
    create(session, "A/B", "C/D")
    tree = view(panel)
    closed, opened = session.tags.find(["A"]), session.tags.find(["C"])
    tree.collapse(tree.model().index_of(closed))
    session.do("Rename", operations.rename_tag, closed, "Z")
    field(panel).setText("b")
    assert tree.isExpanded(tree.model().index_of(closed))
    field(panel).clear()
    assert not tree.isExpanded(tree.model().index_of(closed))
    assert tree.isExpanded(tree.model().index_of(opened))


def test_the_model_keeps_qts_rules_through_random_changes(session):
    model = TagTreeModel(session)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    dice = random.Random(7)
    for step in range(250):
        known = [*session.tags.by_id, None]
        one, other = dice.choice(known), dice.choice(known)
        act = dice.choice(("create", "create", "rename", "move", "merge", "delete", "undo", "redo"))
        if act in ("undo", "redo"):
            getattr(session, act)()
        elif act == "create":
            session.do("c", operations.create_tag, f"tag {dice.randrange(40)}", one)
        elif one is not None:
            _change(session, act, one, other, dice)
        assert shown(model) == stored(session), (step, act)
    assert tester.model() is model


def _change(session, act, one, other, dice):
    if act == "rename":
        session.do("r", operations.rename_tag, one, f"tag {dice.randrange(40)}")
    elif act == "move":
        session.do("m", tag_operations.move_tags, [one], other)
    elif act == "merge" and other is not None:
        session.do("g", tag_operations.merge_tags, [one], other)
    elif act == "delete" and dice.random() < 0.3:
        session.do("d", tag_operations.delete_tags, [one])


def test_of_two_thousand_tags_those_in_sight_are_painted(qtbot, session, monkeypatch):
    def many(project):
        above = [operations.create_tag(project, f"Group {number}") for number in range(20)]
        for number in range(1980):
            tags.insert_tag(project.db, f"Tag {number}", above[number % 20], "#4477aa", "2024-01-01T00:00:00Z")

    session.do("Many", many)
    asked, painted = [], []
    monkeypatch.setattr("ui.tag_view.draw_line", lambda *args: painted.append(args[2]))
    panel = TagPanel(session)
    session.project.db.conn.set_trace_callback(asked.append)
    qtbot.addWidget(panel)
    panel.resize(268, 800)
    panel.grab()
    session.project.db.conn.set_trace_callback(None)
    tree = panel.findChild(QTreeView)
    assert len(tree.model()) == 2000
    names = [words for words in painted if words != "–"]
    assert names[:2] == ["Group 0", "Tag 0"]
    assert len(names) < 60
    assert tree.uniformRowHeights()  # else each row is measured
    assert asked == []


def test_a_tag_is_chosen_by_typing(qtbot, session):
    one, two, three = create(session, "One", "One/Two", "Three")
    dialog = TagChoice(None, session.tags, "Merge", "Where to?", "Merge", [one, two])
    qtbot.addWidget(dialog)
    assert dialog.chosen() == three
    qtbot.keyClicks(dialog.findChild(QLineEdit), "two")
    assert dialog.chosen() is None


def test_a_colour_is_chosen_by_keyboard(qtbot, panel):
    dialog = color_choice.ColorDialog(panel, PALETTE[1])
    qtbot.addWidget(dialog)
    names = [swatch.accessibleName() for swatch in dialog.findChildren(color_choice.Swatch)]
    assert names[:3] == ["Blue", "Green, in use", "Red"]
    qtbot.keyClick(dialog.findChildren(color_choice.Swatch)[2], Qt.Key.Key_Space)
    assert dialog.color == PALETTE[2]
