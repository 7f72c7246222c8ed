"""The pane of articles: what it shows, and that a click, a key and a change reach it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton

from core.text import canonical, sha256
from storage import operations, tag_operations, tags
from storage.documents import NewDocument
from ui import strip, theme
from ui.article_model import ArticleModel
from ui.library import Library
from ui.session import Session

TEXT = "One two three four five. " * 40


def article(title, text=TEXT, author="", outlet="", date=""):
    kept = canonical(text)
    return NewDocument(title, kept, f"{title}.txt", sha256(kept.text), author, outlet, date)


def add(session, *new):
    return session.do("Add", operations.add_documents, list(new))


@pytest.fixture
def session(qtbot, project):
    return Session(project)


@pytest.fixture
def library(qtbot, session):
    made = Library(session)
    qtbot.addWidget(made)
    made.resize(268, 500)
    made.show()
    return made


def colors(widget) -> set[str]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def titles(library):
    model = library.findChild(QListView).model()
    return [model.index(row).data() for row in range(model.rowCount())]


def click(qtbot, library, row):
    view = library.findChild(QListView)
    at = view.visualRect(view.model().index(row)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_an_empty_project_says_what_to_do(qtbot, library):
    said = [label.text() for label in library.findChildren(QLabel) if label.isVisible()]
    assert "No articles yet." in said
    with qtbot.waitSignal(library.add_requested):
        qtbot.mouseClick(library.findChild(QPushButton), Qt.MouseButton.LeftButton)


def test_added_and_removed_articles_appear_and_go(session, library):
    first, second, third = add(session, article("A"), article("<b>x</b> 😀"), article("שלום"))
    assert titles(library) == ["A", "<b>x</b> 😀", "שלום"]
    session.do("Remove", operations.remove_document, second)
    assert titles(library) == ["A", "שלום"]
    session.undo()
    assert titles(library) == ["A", "<b>x</b> 😀", "שלום"]
    session.do("Edit", operations.edit_document, third, "Zeta", "", "", "")
    assert titles(library)[2] == "Zeta"
    session.do("Remove", operations.remove_document, first)
    session.do("Remove", operations.remove_document, second)
    session.do("Remove", operations.remove_document, third)
    assert titles(library) == []


def test_a_click_opens_and_so_does_enter(qtbot, session, library):
    ids = add(session, article("A"), article("B"), article("C"))
    click(qtbot, library, 1)
    assert session.article.document.id == ids[1]
    view = library.findChild(QListView)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert session.article.document.id == ids[1]
    assert library.selected_document() == ids[2]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert session.article.document.id == ids[2]


def test_the_filter_looks_at_title_author_outlet_and_source(qtbot, session, library):
    add(session, article("Alpha", author="Ödön"), article("Beta", outlet="Gazette"), article("GAMMA"))
    field = library.findChild(QLineEdit)
    for typed, found in {
        "gamma": ["GAMMA"],
        "öDÖN": ["Alpha"],
        "gaz": ["Beta"],
        "beta.txt": ["Beta"],
        "nothing": [],
    }.items():
        field.setText(typed)
        assert titles(library) == found
    field.setText("bet")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert session.article.document.title == "Beta"
    add(session, article("Better"), article("Other"))
    assert titles(library) == ["Beta", "Better"]


def test_the_strip_shows_the_tags_colours_of_any_article(session, library):
    first, second = add(session, article("A"), article("B"))
    tag = session.do("Tag", operations.create_tag_path, "Energy")
    color = theme.mark(tags.tag_tree(session.project.db).by_id[tag].color, on_track=True).name()
    session.open_article(first)
    assert color not in colors(library)
    made = session.do("Annotate", operations.annotate, second, 100, 200, [tag])
    assert color in colors(library)
    session.do("Delete", operations.delete_annotations, [made])
    assert color not in colors(library)
    session.do("Annotate", operations.annotate, first, 100, 200, [tag])
    assert color in colors(library)
    session.do("Recolour", tag_operations.recolor_tags, [tag], "#ff00ff")
    assert theme.mark("#ff00ff", on_track=True).name() in colors(library)


def test_a_moved_count_neither_resets_nor_lays_out_anew(qtbot, session, library):
    (first,) = add(session, article("A"))
    model = library.findChild(QListView).model()
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.layoutChanged):
        session.do("Annotate", operations.annotate, first, 0, 5)
    assert "1 annotation" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_model_keeps_qts_rules_while_articles_come_and_go(session):
    model = ArticleModel(session)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    ids = add(session, *(article(f"Article {number}") for number in range(20)))
    for gone in (ids[3], ids[4], ids[19], ids[0]):
        session.do("Remove", operations.remove_document, gone)
    for _ in range(4):
        session.undo()
    model.set_filter("article 1")
    assert model.rowCount() == 11
    session.undo()
    assert model.rowCount() == 0
    session.redo()
    assert model.rowCount() == 11
    assert tester.model() is model


def test_cells_show_the_later_annotation_on_top_and_never_vanish():
    found = strip.cells([(0, 1000, 1), (500, 501, 2)], lambda place: place[1:], 1000)
    assert [cell.tag for cell in found] == [1, 2, 1]
    assert found[1].right - found[1].left >= 3
    assert strip.cells([], lambda place: place[1:], 0) == []
    dense = [(at, at + 5, 3) for at in range(9000)]
    assert strip.cells(dense, lambda place: place[1:], 9005) == [(0, strip.COLUMNS, 3)]
    assert strip.cells([(999, 1000, 4)], lambda place: place[1:], 1000)[-1].right <= strip.COLUMNS


def test_a_context_menu_is_about_the_article_under_the_pointer(session, library):
    ids = add(session, article("A"), article("B"))
    view = library.findChild(QListView)
    at = view.visualRect(view.model().index(1)).center()
    view.customContextMenuRequested.emit(QPoint(at))
    assert library.selected_document() == ids[1]
