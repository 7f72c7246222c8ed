"""The Codebook view: every tag with its texts, edited in place; examples; export, and import after a look at it."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QListView, QMenu, QPlainTextEdit

from storage import codebook, codebook_operations, operations, tag_operations
from storage.project import Project
from tests.storage.contents import contents
from tests.ui.conftest import TEXT
from tests.ui.screens import act_in, press, trigger, words
from ui.codebook.detail import ExampleLine
from ui.codebook.importing import ImportSheet
from ui.codebook.model import COLUMNS
from ui.codebook.view import CodebookView
from ui.tag_card import TagCard

DEFINITION, INCLUDE = 1, 2


def head_of(column: str) -> int:
    return next(at for at, each in enumerate(COLUMNS) if each.head == column)


@pytest.fixture
def book(open_window):
    """Two articles; tags 1 Economy, 2 Economy/Energy, 3 War; annotations 1 to 3; the Codebook view is shown."""
    window = open_window(texts=(TEXT, "Another article about oil."))
    for document, start, stop, paths in (
        (1, 4, 14, ["Economy/Energy", "War"]),
        (1, 28, 41, ["Economy/Energy"]),
        (2, 0, 7, ["Economy"]),
    ):
        window.session.do("Tag", operations.annotate_with_paths, document, start, stop, paths, "")
    trigger(window, "view.codebook")
    QApplication.processEvents()
    return window


def view_of(window) -> CodebookView:
    return window.findChild(CodebookView)


def table(window) -> list[list[str]]:
    """What the table shows, row by row."""
    model = view_of(window).model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def names(window) -> list[str]:
    return [row[0] for row in table(window)]


def there_and_back(window, act) -> None:
    """Does something, takes it back and brings it again; everything is as it should be at every stop."""
    project = window.session.project
    before, steps = contents(project), window.session.undo_label
    act()
    after = contents(project)
    assert after != before
    assert window.session.undo_label != steps
    trigger(window, "edit.undo")
    assert contents(project) == before
    trigger(window, "edit.redo")
    assert contents(project) == after


def edit(window, tag: int, column: int, typed: str, end=Qt.Key.Key_Return) -> None:
    """Writes into a cell as somebody does who has a keyboard."""
    view = view_of(window)
    view.select_tag(tag, column)
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.selectAll()
    QTest.keyClicks(field, typed)
    with_control = isinstance(field, QPlainTextEdit) and end == Qt.Key.Key_Return
    QTest.keyClick(field, end, getattr(Qt.KeyboardModifier, "ControlModifier" if with_control else "NoModifier"))
    QApplication.processEvents()


def test_every_tag_is_a_row_with_its_use(book):
    assert [row[0] for row in table(book)] == ["Economy", "Energy", "War"]
    assert [row[4:7] for row in table(book)] == [["1", "3", "2"], ["2", "2", "1"], ["1", "1", "1"]]
    assert table(book)[0][7] == table(book)[0][8] == "Today"
    assert view_of(book).table.hasFocus()
    book.session.do("Tag", operations.add_tags, [3], [3])
    assert table(book)[2][4:7] == ["2", "2", "2"]
    trigger(book, "edit.undo")
    assert table(book)[2][4:7] == ["1", "1", "1"]


@pytest.mark.parametrize("column", ["Definition", "When to use", "When not to"])
def test_a_text_is_written_in_place_in_one_step(book, column):
    at = head_of(column)
    there_and_back(book, lambda: edit(book, 2, at, "oil, gas\tor coal"))
    assert table(book)[1][at] == "oil, gas or coal"
    assert column.lower() in book.session.undo_label
    assert view_of(book).table.hasFocus()
    assert view_of(book).current_tag() == 2
    assert "oil, gas\tor coal" in words(view_of(book).detail)


def test_a_tag_is_renamed_in_place(book):
    there_and_back(book, lambda: edit(book, 1, 0, "Zeitgeist"))
    assert names(book) == ["War", "Zeitgeist", "Energy"]
    assert view_of(book).current_tag() == 1


def test_a_name_that_is_taken_is_refused_with_a_sentence(book):
    before = contents(book.session.project)
    edit(book, 3, 0, "economy")
    assert contents(book.session.project) == before
    assert "is a tag" in book.messages.text()


def test_esc_leaves_a_text_as_it_was_and_leaving_the_field_saves_it(book):
    before = contents(book.session.project)
    edit(book, 2, DEFINITION, "never mind", end=Qt.Key.Key_Escape)
    assert contents(book.session.project) == before
    assert book.view == "codebook"
    view = view_of(book)
    QTest.keyClick(view.table, Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "meant")
    book.tag_panel.focus_filter()
    QApplication.processEvents()
    assert table(book)[1][DEFINITION] == "meant"


def test_lines_and_hard_spaces_of_a_text_stay(book):
    said = "one\u00a0two\n\nthree 😀"
    book.session.do("Define", operations.define_tag, 2, said)
    before = contents(book.session.project)
    view = view_of(book)
    view.select_tag(2, DEFINITION)
    QTest.keyClick(view.table, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert contents(book.session.project) == before


def test_the_filter_keeps_what_is_above(book, qtbot):
    book.session.do("Define", operations.define_tag, 3, "shots are fired")
    field = view_of(book).findChild(QLineEdit)
    qtbot.keyClicks(field, "energ")
    assert names(book) == ["Economy", "Energy"]
    field.setText("FIRED")
    assert names(book) == ["War"]
    field.setText("economy/en")
    assert names(book) == ["Economy", "Energy"]
    field.setText("nothing like it")
    assert names(book) == []
    assert "No tag matches “nothing like it”." in words(view_of(book))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert len(names(book)) == 3


def test_rows_are_in_the_order_of_any_column(book, qtbot):
    view = view_of(book)
    view.select_tag(3)
    head = view.table.horizontalHeader()

    def click(column):
        at = QPoint(head.sectionViewportPosition(head_of(column)) + 20, head.height() // 2)
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)

    click("Codings")
    assert names(book)[0] == "Energy"
    click("Codings")
    assert names(book)[-1] == "Energy"
    assert head.model().headerData(4, Qt.Orientation.Horizontal) == "Codings ↑"
    click("Codings")
    assert names(book) == ["Economy", "Energy", "War"]
    book.session.do("Define", operations.define_tag, 3, "b")
    book.session.do("Define", operations.define_tag, 1, "A")
    order = view.findChild(QComboBox)
    order.setFocus()
    for _ in range(2):
        qtbot.keyClick(order, Qt.Key.Key_Down)
    assert names(book) == ["Economy", "War", "Energy"]  # those that say nothing come last
    assert view.current_tag() == 3
    assert order.currentText() == "By definition"
    press(view, "Turn the order round")
    assert names(book) == ["War", "Economy", "Energy"]


def test_widths_are_remembered(book, open_window):
    view_of(book).table.setColumnWidth(DEFINITION, 333)
    again = open_window(book.session.project.path, settings=book.settings)
    trigger(again, "view.codebook")
    QApplication.processEvents()
    assert view_of(again).table.columnWidth(DEFINITION) == 333


@pytest.mark.parametrize("widths", [[1], ["a"] * len(COLUMNS), 7, [10**9] * len(COLUMNS)])
def test_widths_that_make_no_sense_do_no_harm(open_window, widths):
    from ui.settings import Settings

    window = open_window(settings=Settings(theme="light", columns={"codebook": widths}))
    window.session.do("Create", operations.create_tag, "One")
    trigger(window, "view.codebook")
    QApplication.processEvents()
    assert all(40 <= view_of(window).table.columnWidth(at) <= 1200 for at in range(len(COLUMNS)))


def test_of_a_project_without_tags_it_says_what_to_do(window):
    trigger(window, "view.codebook")
    assert "No tags yet." in words(view_of(window))
    assert not view_of(window).table.isVisible()
    window.session.do("Create", operations.create_tag, "One")
    assert names(window) == ["One"]
    assert view_of(window).table.isVisible()


def test_the_menu_of_a_row_is_that_of_its_tag(book):
    view = view_of(book)
    view.select_tag(3)
    at = view.table.visualRect(view.table.currentIndex()).center()
    view.table.customContextMenuRequested.emit(at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert book.tag_panel.selected_tag() == 3
    assert "tag.delete" in {action.objectName() for action in menu.actions()}
    menu.close()


# -- examples


def example(window, annotation: int) -> None:
    window.session.open_article(1)
    window.session.select(annotation, reveal=True)
    window.reader.setFocus()
    QTest.keyClick(window.reader, Qt.Key.Key_U)


def test_a_passage_with_one_tag_becomes_an_example_and_no_longer(book):
    there_and_back(book, lambda: example(book, 2))
    assert codebook.shown_by(book.session.project.db, 2) == {2}
    assert "as an example of “Energy”" in book.session.undo_label
    action = book.actions_by_id["annotation.example"]
    passage = next(m for m in book.top.menus.findChildren(QMenu) if m.accessibleName() == "Passage")
    passage.aboutToShow.emit()
    assert action.isChecked()
    there_and_back(book, lambda: example(book, 2))
    assert codebook.shown_by(book.session.project.db, 2) == set()
    passage.aboutToShow.emit()
    assert not action.isChecked()


def test_of_several_tags_it_is_asked_which(book):
    example(book, 1)
    assert book.example_choice.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert codebook.shown_by(book.session.project.db, 1) == {3}
    example(book, 1)
    assert "War, chosen" in book.example_choice.findChild(QListView).model().index(1, 0).data()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert codebook.shown_by(book.session.project.db, 1) == set()


def test_a_click_on_an_example_opens_it_in_the_text(book):
    book.session.do("Example", codebook_operations.choose_example, 2, 2)
    book.session.open_article(2)
    trigger(book, "view.codebook")
    view_of(book).select_tag(2)
    QApplication.processEvents()
    (line,) = (each for each in view_of(book).findChildren(ExampleLine) if each.isVisible())
    assert "Oil sanctions" in line.accessibleName()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert book.view == "read"
    assert (book.session.article.document.id, book.session.current) == (1, 2)


def test_where_there_are_no_examples_it_says_how_to_choose_one(book):
    view_of(book).select_tag(3)
    assert "press U" in words(view_of(book).detail)


# -- what a tag means, beside the tree and in the picker


def test_resting_on_a_tag_says_what_it_means(book, qtbot):
    book.session.do("Define", operations.define_tag, 2, "<b>oil</b> & gas")
    book.session.do("Say", codebook_operations.describe_tag, 2, "exclude", "not coal")
    book.session.do("Example", codebook_operations.choose_example, 2, 2)
    trigger(book, "view.text")
    card = book.findChild(TagCard)
    tree = book.tag_panel.findChild(QListView) or book.tag_panel.findChild(type(book.tag_panel._tree))
    row = tree.visualRect(tree.model().index(0, 0, tree.model().index(0, 0)))
    qtbot.mouseMove(tree.viewport(), row.center() + QPoint(0, 40))
    qtbot.mouseMove(tree.viewport(), row.center())
    qtbot.waitUntil(card.isVisible)
    assert card.text().split("\n") == [
        "Economy › Energy", "<b>oil</b> & gas", "When not to", "not coal", "Oil sanctions"
    ]  # fmt: skip
    beside = QRect(tree.viewport().mapTo(book, row.topLeft()), row.size())
    assert not card.geometry().intersects(beside)
    book.session.do("Define", operations.define_tag, 2, "")
    assert not card.isVisible()


def test_the_picker_says_what_the_marked_tag_means(book, qtbot):
    book.session.do("Define", operations.define_tag, 3, "shots are fired")
    trigger(book, "view.text")
    book.reader.set_selection(4, 14)
    trigger(book, "annotation.tag")
    card, field = book.findChild(TagCard), QApplication.focusWidget()
    qtbot.keyClicks(field, "war")
    qtbot.waitUntil(card.isVisible)
    assert card.text() == "War\nshots are fired"
    assert not card.geometry().intersects(book.picker.geometry())
    qtbot.keyClicks(field, "x")
    assert not card.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.waitUntil(card.isVisible)
    book.picker.dismiss()
    assert not card.isVisible()


def test_a_tag_about_which_nothing_is_said_has_no_card(book, qtbot):
    card = book.findChild(TagCard)
    card.ask(1, QRect(0, 0, 10, 10))
    qtbot.wait(600)
    assert not card.isVisible()


# -- to files and from files


def choose_file(monkeypatch, path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def test_a_codebook_is_brought_in_after_a_look_at_it(book, tmp_path, monkeypatch):
    (tmp_path / "theirs.csv").write_text("tag,definition\nECONOMY,money\nEconomy/Oil,black\nNew,\n", "utf-8")
    choose_file(monkeypatch, tmp_path / "theirs.csv")

    def bring_in() -> None:
        seen = act_in(ImportSheet, lambda sheet: press(sheet, "Import"))
        trigger(book, "codebook.import")
        assert seen
        assert "2 new tags and texts of 1 tag." in words(seen[0])

    there_and_back(book, bring_in)
    assert names(book) == ["Economy", "Energy", "Oil", "New", "War"]
    assert [row[DEFINITION] for row in table(book)][:3] == ["money", "", "black"]


def test_the_look_at_it_says_what_becomes_of_each_tag_and_can_be_left(book, tmp_path, monkeypatch):
    book.session.do("Define", operations.define_tag, 1, "ours")
    (tmp_path / "theirs.txt").write_text("Economy: theirs\n\tEnergy\n\tOil: black\nWar\n", "utf-8")
    choose_file(monkeypatch, tmp_path / "theirs.txt")
    before, said = contents(book.session.project), []

    def look(sheet) -> None:
        model = sheet.findChild(QListView).model()

        def rows() -> list[str]:
            return [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]

        said.extend(rows())
        sheet.replace.setChecked(True)
        said.extend(rows())
        press(sheet, "Cancel")

    act_in(ImportSheet, look)
    trigger(book, "codebook.import")
    assert said[:4] == [
        "Economy: keeps its own definition",
        "Economy › Energy: is there already",
        "Economy › Oil: new, with definition",
        "War: is there already",
    ]
    assert said[4] == "Economy: gets definition"
    assert contents(book.session.project) == before


def test_texts_are_replaced_where_that_is_asked_for(book, tmp_path, monkeypatch):
    book.session.do("Define", operations.define_tag, 1, "ours")
    (tmp_path / "theirs.csv").write_text("tag;description\nEconomy;theirs\n", "utf-8")
    choose_file(monkeypatch, tmp_path / "theirs.csv")

    def replace(sheet) -> None:
        assert not next(b for b in sheet.findChildren(type(sheet._accept)) if b.text() == "Import").isEnabled()
        sheet.replace.setChecked(True)
        press(sheet, "Import")

    def bring_in() -> None:
        act_in(ImportSheet, replace)
        trigger(book, "codebook.import")

    there_and_back(book, bring_in)
    assert table(book)[0][DEFINITION] == "theirs"


def test_a_file_that_is_no_codebook_is_refused_with_a_sentence(book, tmp_path, monkeypatch):
    (tmp_path / "no.csv").write_text("a;b\n1;2\n", "utf-8")
    choose_file(monkeypatch, tmp_path / "no.csv")
    before = contents(book.session.project)
    trigger(book, "codebook.import")
    assert "names no column" in book.messages.text()
    assert contents(book.session.project) == before


@pytest.mark.parametrize(("name", "beginning"), [("out.csv", "\ufefftag,definition"), ("out.md", "# Codebook\n")])
def test_the_codebook_is_exported(book, tmp_path, monkeypatch, name, beginning):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    trigger(book, "codebook.export")
    assert (tmp_path / name).read_text("utf-8").startswith(beginning)
    assert "3 tags were exported" in book.messages.text()


def test_another_project_shows_its_own_codebook(book, tmp_path):
    Project.create(tmp_path / "other.postil").close()
    book.session.open_project(tmp_path / "other.postil")
    book.show_view("codebook")
    QApplication.processEvents()
    assert names(book) == []


def test_siblings_stand_as_in_the_tree(book):
    def names() -> list[str]:
        return [row[0] for row in table(book)]

    assert names() == ["Economy", "Energy", "War"]
    book.session.do("Move", tag_operations.move_tags, [book.session.tags.find(["War"])], None, 1)
    trigger(book, "tag.order.own")
    assert names() == ["War", "Economy", "Energy"]
    trigger(book, "tag.order.count")
    assert names() == ["Economy", "Energy", "War"]
    book.session.do("Tag", operations.annotate_with_paths, 2, 8, 15, ["War"], "")
    for start in (0, 10, 20):
        book.session.do("Tag", operations.annotate_with_paths, 1, start, start + 3, ["War"], "")
    assert names() == ["War", "Economy", "Energy"]


@pytest.mark.parametrize(
    ("view", "hint"),
    [("codebook", "edits a cell"), ("notes", "journal note"), ("passages", "F filter"), ("read", "W select")],
)
def test_the_status_line_helps_with_the_view_that_is_seen(book, view, hint):
    trigger(book, f"view.{view}")
    assert hint in words(book.status)
    assert ("¶" in words(book.status)) == (view == "read")
