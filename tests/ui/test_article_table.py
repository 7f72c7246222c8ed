"""The table of articles on the real window: edited, pasted into, sorted, its columns changed; and imports."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QListWidget, QMenu, QPushButton

from core.attributes import Cell, NewAttribute
from storage import attribute_operations, attributes, operations
from storage.documents import all_documents
from storage.importers.text import pasted
from tests.storage.contents import contents
from tests.ui.screens import act_in, press, trigger, words
from tests.ui.test_accessible import unnamed
from ui import messages
from ui.article_table.columns import add
from ui.article_table.grid import Grid
from ui.article_table.import_sheet import ImportSheet
from ui.article_table.model import TableModel
from ui.article_table.sheet import ArticleTable
from ui.sheets import Sheet

COLUMNS = ["Title", "Author", "Outlet", "Date", "Words", "Annotations", "Genre", "Price", "Online"]


@pytest.fixture
def table(open_window, qtbot):
    """The table over a window with three articles and an attribute of three types."""
    window = open_window(texts=("One two.", "Three four five.", "Six."))
    for name, type_ in (("Genre", "text"), ("Price", "number"), ("Online", "yes-no")):
        window.session.do("Create", attribute_operations.create_attribute, name, type_)
    cells = [Cell(1, 1, "Essay"), Cell(1, 2, "12"), Cell(2, 2, "3.5"), Cell(3, 1, "column")]
    window.session.do("Fill", attribute_operations.edit_cells, cells)
    sheet = ArticleTable(window)
    sheet.show()
    qtbot.waitExposed(sheet)
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    yield sheet
    sheet.close()
    sheet.deleteLater()


@pytest.fixture
def grid(table):
    return table.findChild(Grid)


@pytest.fixture
def project(table):
    return table.parent().session.project


@pytest.fixture
def undoes(table, project, qtbot):
    """What was done since is one step: taken back all is as before, done again all is as after."""
    before, steps = contents(project), project.revision

    def check(count=1):
        after = contents(project)
        assert project.revision == steps + count
        table.activateWindow()
        qtbot.waitUntil(table.isActiveWindow)
        for _ in range(count):
            QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert contents(project) == before
        for _ in range(count):
            QTest.keyClick(
                table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
        assert contents(project) == after

    return check


def shown(grid, column=None):
    """What is to be read in the table, or in one of its columns."""
    model = grid.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    rows = [[model.index(row, at).data() for at in range(len(heads))] for row in range(model.rowCount())]
    return [heads, *rows] if column is None else [row[heads.index(column)] for row in rows]


def go(grid, row, column):
    heads = shown(grid)[0]
    grid.setFocus()
    grid.go_to(grid.model().index(row, heads.index(column)))


def typed(grid, text, key=Qt.Key.Key_Return):
    """Types into the current cell as one does in a spreadsheet."""
    QTest.keyClick(grid, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, key)
    QApplication.processEvents()


def noted(project):
    return attributes.values(project.db)


def test_it_shows_what_is_known_about_each_article(grid):
    assert shown(grid) == [
        COLUMNS,
        ["Article 1", "", "", "", "2", "0", "Essay", "12", ""],
        ["Article 2", "", "", "", "3", "0", "", "3.5", ""],
        ["Article 3", "", "", "", "1", "0", "column", "", ""],
    ]
    QAbstractItemModelTester(grid.model(), QAbstractItemModelTester.FailureReportingMode.Warning)


def test_every_control_has_a_name(table):
    assert unnamed(table) == []


def test_a_cell_is_edited_as_one_step_and_the_next_one_is_below(grid, project, undoes):
    go(grid, 1, "Genre")
    typed(grid, "Report")
    assert noted(project)[2] == {1: "Report", 2: "3.5"}
    assert grid.currentIndex().row() == 2
    undoes()


def test_titles_and_dates_are_edited_in_place(grid, project, undoes):
    go(grid, 0, "Title")
    typed(grid, "Another title")
    go(grid, 0, "Date")
    typed(grid, "31.12.2020")
    assert all_documents(project.db)[0][1:5] == ("Another title", "", "", "2020-12-31")
    undoes(2)


def test_what_does_not_fit_stays_in_the_line_until_it_is_mended(table, grid, project):
    before = contents(project)
    go(grid, 0, "Price")
    typed(grid, "dear")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "dear"
    assert table.line() == "“dear” is not a number such as 12 or 3.5."
    assert contents(project) == before
    editor.selectAll()
    QTest.keyClicks(editor, "1 000,5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert noted(project)[1][2] == "1000.5"


def test_a_refused_cell_that_is_left_stays_as_it_was(table, grid, project, qtbot):
    before = contents(project)
    go(grid, 0, "Title")
    QTest.keyClick(grid, Qt.Key.Key_F2)
    QApplication.focusWidget().clear()
    table.findChild(QLineEdit).setFocus()
    assert contents(project) == before
    assert table.line() == "An article needs a title."


def test_counts_cannot_be_edited(grid, project):
    before = contents(project)
    go(grid, 0, "Words")
    QTest.keyClick(grid, Qt.Key.Key_Return)
    QTest.keyClicks(grid, "77")
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert contents(project) == before


def test_space_turns_yes_into_no_into_nothing(grid, project):
    go(grid, 0, "Online")
    for expected in ("yes", "no", None, "yes"):
        QTest.keyClick(grid, Qt.Key.Key_Space)
        assert noted(project)[1].get(3) == expected


def select(grid, top, left, bottom, right):
    go(grid, top, left)
    heads = shown(grid)[0]
    for _ in range(bottom - top):
        QTest.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(heads.index(right) - heads.index(left)):
        QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def test_a_block_is_copied_and_pasted_as_one_step(grid, project, undoes):
    select(grid, 0, "Genre", 1, "Price")
    QTest.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Essay\t12\n\t3.5"
    go(grid, 1, "Genre")
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert noted(project) == {1: {1: "Essay", 2: "12"}, 2: {1: "Essay", 2: "12"}, 3: {2: "3.5"}}
    undoes()


def test_one_value_goes_into_all_selected_cells_and_del_clears_them(grid, project, undoes):
    QGuiApplication.clipboard().setText("Report\n")
    select(grid, 0, "Genre", 2, "Genre")
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row.get(1) for row in noted(project).values()] == ["Report"] * 3
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert noted(project) == {1: {2: "12"}, 2: {2: "3.5"}}
    undoes(2)


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("a\t1\nb\tx", "Price of “Article 2”: “x” is not a number such as 12 or 3.5."),
        ("a\tb\tc\td", "has 1 rows and 4 columns; from this cell on there are 3 and 3."),
        ("a\nb\nc\nd", "has 4 rows and 1 columns; from this cell on there are 3 and 3."),
    ],
)
def test_a_block_that_does_not_fit_changes_nothing(table, grid, project, block, sentence):
    before = contents(project)
    QGuiApplication.clipboard().setText(block)
    go(grid, 0, "Genre")
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert sentence in table.line()
    assert contents(project) == before


def test_it_is_sorted_by_any_column_and_blank_cells_come_last(grid, project):
    heads = shown(grid)[0]
    grid.sortByColumn(heads.index("Price"), Qt.SortOrder.AscendingOrder)
    assert shown(grid, "Price") == ["3.5", "12", ""]
    grid.sortByColumn(heads.index("Price"), Qt.SortOrder.DescendingOrder)
    assert shown(grid, "Price") == ["12", "3.5", ""]
    grid.sortByColumn(heads.index("Genre"), Qt.SortOrder.AscendingOrder)
    assert shown(grid, "Genre") == ["column", "Essay", ""]
    go(grid, 2, "Genre")
    typed(grid, "A")
    assert shown(grid, "Genre") == ["column", "Essay", "A"]  # nothing jumps while one writes


def test_the_filter_looks_into_all_cells_and_the_place_stays(table, grid):
    go(grid, 2, "Genre")
    field = table.findChild(QLineEdit)
    field.setText("COL")
    assert shown(grid, "Title") == ["Article 3"]
    assert grid.currentIndex().data() == "column"
    assert "1 of 3 articles" in words(table)
    field.clear()
    assert grid.currentIndex().data() == "column"


def add_column(name, type_, then=QPushButton.click):
    """Answers the question for a new column."""

    def act(dialog):
        QTest.keyClicks(QApplication.focusWidget(), name)
        dialog.findChild(QComboBox).setCurrentText(type_)
        press(dialog, "Add column")

    return act_in(Sheet, act)


def test_a_column_is_added_and_gone_to(table, grid, project, undoes):
    seen = add_column("Year", "Date")
    QTest.keyClick(grid, Qt.Key.Key_Insert)
    assert seen
    assert shown(grid)[0] == [*COLUMNS, "Year"]
    assert attributes.all_attributes(project.db)[-1][1:] == ("Year", "date")
    assert grid.currentIndex().column() == len(COLUMNS)
    undoes()


def test_a_name_that_is_taken_is_refused(table, grid, project):
    add_column("genre", "Text")
    assert add(table, table.parent().session) is None
    assert table.line() == "There is an attribute “genre” already."


def choose(table, grid, column, *way):
    """Chooses from the menu of a column, opened with the keyboard."""
    go(grid, 0, column)
    at = shown(grid)[0].index(column)
    grid.menu_asked.emit(at, grid.mapToGlobal(grid.rect().center()))
    menu = next(menu for menu in table.findChildren(QMenu) if menu.isVisible())
    assert unnamed(menu) == []
    *outer, last = way
    for name in outer:
        menu = next(action for action in menu.actions() if action.text() == name).menu()
    next(action for action in menu.actions() if action.text() == last).trigger()
    QApplication.processEvents()
    for each in table.findChildren(QMenu):
        each.close()


def test_a_column_is_renamed_and_deleted_from_its_menu(table, grid, project, undoes, monkeypatch):
    monkeypatch.setattr(messages, "ask_line", lambda *_: "Kind")
    choose(table, grid, "Genre", "Rename column…")
    asked = []
    monkeypatch.setattr(
        messages, "confirm", lambda _parent, _title, question, _button: asked.append(question) or True
    )
    choose(table, grid, "Price", "Delete column")
    assert asked == ["Delete the column “Price” with its 2 values? Undo brings it back."]
    assert shown(grid)[0] == [*COLUMNS[:6], "Kind", "Online"]
    undoes(2)


def test_a_type_is_changed_and_values_that_do_not_fit_are_asked_about(table, grid, project, undoes, monkeypatch):
    asked = []
    monkeypatch.setattr(messages, "confirm", lambda _parent, _title, question, _button: asked.append(question))
    choose(table, grid, "Genre", "Type", "Number")
    assert asked[0].startswith("“Essay”, “column” are not of the type “Number”. Change the type and clear them?")
    assert attributes.all_attributes(project.db)[0].type == "text"
    monkeypatch.setattr(messages, "confirm", lambda *_: True)
    choose(table, grid, "Genre", "Type", "Number")
    assert noted(project) == {1: {2: "12"}, 2: {2: "3.5"}}
    choose(table, grid, "Price", "Type", "Text")
    assert [each.type for each in attributes.all_attributes(project.db)] == ["number", "text", "yes-no"]
    undoes(2)


def test_the_menu_sorts_and_standard_columns_are_let_be(table, grid):
    choose(table, grid, "Price", "Sort falling")
    assert shown(grid, "Price") == ["12", "3.5", ""]
    go(grid, 0, "Words")
    grid.menu_asked.emit(4, grid.mapToGlobal(grid.rect().center()))
    menu = next(menu for menu in table.findChildren(QMenu) if menu.isVisible())
    assert [action.text() for action in menu.actions()] == ["Sort rising", "Sort falling"]
    menu.close()


def test_the_command_opens_it_and_an_article_from_it(open_window, qtbot):
    window = open_window(texts=("One.", "Two."))

    def act(dialog):
        QTest.keyClick(dialog.findChild(Grid), Qt.Key.Key_Down)
        press(dialog, "Open the article")

    seen = act_in(ArticleTable, act)
    trigger(window, "article.table")
    assert seen
    assert window.session.article.document.title == "Article 2"


def test_sizes_are_remembered(open_window):
    window = open_window()
    first = ArticleTable(window)
    first.show()
    first.resize(800, 500)
    first.findChild(Grid).setColumnWidth(0, 333)
    first.close()
    again = ArticleTable(window)
    assert (again.width(), again.height()) == (800, 500)
    assert again.findChild(Grid).columnWidth(0) == 333
    for sheet in (first, again):
        sheet.deleteLater()


def test_names_cannot_deceive(table, grid, project):
    session = table.parent().session
    session.do("Create", attribute_operations.create_attribute, "x\u2067y", "text")
    session.do("Edit", operations.edit_document, 1, "a\u202eb", "", "", "")
    assert shown(grid, "Title")[0] == "a[RLO]b"
    go(grid, 0, "Author")
    typed(grid, "Ann")
    assert all_documents(project.db)[0].title == "a\u202eb"


# -- importing


def offered(window, path, act, monkeypatch):
    """Imports a file by command and does something in the sheet that shows what would change."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    seen = act_in(ImportSheet, act)
    trigger(window, "article.import")
    return seen


def test_an_import_is_shown_first_and_is_one_step(table, project, undoes, tmp_path, monkeypatch, qtbot):
    path = tmp_path / "values.csv"
    path.write_text(
        "title;genre;price;Pages\narticle 1;Essay;13,5;7\nArticle 2;=1+1;dear;\nNobody;x;1;9\n", "utf-8"
    )
    said = []

    def act(dialog):
        said.append(words(dialog))
        press(dialog, "Import 3 values")

    seen = offered(table.parent(), path, act, monkeypatch)
    qtbot.waitUntil(lambda: bool(seen) and len(noted(project)[1]) == 3)
    assert "2 of 3 rows found their article; 3 values would change, 1 of them replacing another" in said[0]
    assert "Price: 12 → 13.5 · “Article 1”" in said[0]
    assert "Row 3, price: “dear” is not a number such as 12 or 3.5." in said[0]
    assert "Row 4: No article is called “Nobody”." in said[0]
    assert noted(project) == {1: {1: "Essay", 2: "13.5", 4: "7"}, 2: {1: "=1+1", 2: "3.5"}, 3: {1: "column"}}
    assert attributes.all_attributes(project.db)[-1][1:] == ("Pages", "number")
    undoes()


def test_what_is_proposed_can_be_changed(table, project, tmp_path, monkeypatch, qtbot):
    path = tmp_path / "values.csv"
    path.write_text("nr,a,b\n3,Article 1,x\n2,Article 2,y\n", "utf-8")

    def act(dialog):
        kind, column, *targets = dialog.findChildren(QComboBox)
        assert (kind.currentText(), column.currentText()) == ("id", "nr")
        for choice, text in ((kind, "title"), (column, "a"), (kind, "id"), (column, "nr")):
            choice.setCurrentText(text)
            choice.activated.emit(choice.currentIndex())
        assert [choice.currentText() for choice in targets] == [
            "names the article",
            "New: a (text)",
            "New: b (text)",
        ]
        for choice, text in ((targets[1], "Leave out"), (targets[2], "Author")):
            choice.setCurrentText(text)
            choice.activated.emit(choice.currentIndex())
        assert dialog.findChildren(QListWidget)[1].isHidden()
        press(dialog, "Import 2 values")

    seen = offered(table.parent(), path, act, monkeypatch)
    qtbot.waitUntil(lambda: bool(seen) and all_documents(project.db)[2].author == "x")
    assert [each.author for each in all_documents(project.db)] == ["", "y", "x"]


def test_nothing_to_import_and_no_table_are_said(window, tmp_path, monkeypatch, qtbot):
    path = tmp_path / "values.csv"
    path.write_text("title,a\nNobody,1\n", "utf-8")
    enabled = []
    seen = offered(
        window,
        path,
        lambda dialog: enabled.append(
            [b.isEnabled() for b in dialog.findChildren(QPushButton) if "Import" in b.text()]
        ),
        monkeypatch,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert enabled == [[False]]
    path.write_bytes(b"title\n\xff\xfe\xfa\n")
    trigger(window, "article.import")
    qtbot.waitUntil(lambda: "is not UTF-8 text" in window.messages.text())


# -- speed


def test_a_thousand_articles_with_twenty_columns_are_quick(open_window):
    window = open_window(texts=())
    new = [pasted(f"Article {n}", f"Text number {n}.") for n in range(1000)]
    window.session.do("Add", operations.add_documents, new)
    columns = [NewAttribute(f"Column {n}", "number") for n in range(20)]
    cells = [Cell(n, column, str(n * at % 97)) for n in range(1, 1001) for at, column in enumerate(columns)]
    window.session.do("Fill", attribute_operations.edit_cells, cells)
    begun = time.perf_counter()
    model = TableModel(window.session)
    assert time.perf_counter() - begun < 0.5
    assert (model.rowCount(), model.columnCount()) == (1000, 26)
    for act in (
        lambda: model.sort(10),
        lambda: model.set_filter("96"),
        lambda: model.set_filter("9"),
        lambda: model.setData(model.index(0, 9), "11"),
    ):
        begun = time.perf_counter()
        act()
        assert time.perf_counter() - begun < 0.5
    model.deleteLater()
