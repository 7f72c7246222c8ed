"""The matrix alone, with more cells than anybody could draw at once."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QComboBox

from core.chart_settings import from_json
from core.filters import Filter, InArticles
from storage import group_operations, operations, passages, tag_operations
from tests.ui.charts.alone import alone
from tests.ui.charts.articles import filled
from tests.ui.test_charts import fill
from tests.ui.test_commands import trigger
from ui import theme
from ui.charts.figure import Words, elided
from ui.charts.grid import Grid
from ui.charts.view import ChartsView
from ui.session import Session
from ui.tag_acts import merge_into


@pytest.fixture
def view(qtbot, project):
    """The matrix of 60 tags and 300 articles, alone."""
    session = Session(project)
    session.do("Fill", fill, 300, 60)
    view = ChartsView(session)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_chart("matrix")
    view.show()
    qtbot.waitExposed(view)
    canvas = view.cards["matrix"].canvas
    qtbot.waitUntil(lambda: canvas.viewport().visibleRegion().boundingRect().width() > 500)
    return view


def figure(view):
    return view.cards["matrix"].canvas.figure


def words(shapes):
    return [shape.text for shape in shapes if isinstance(shape, Words)]


def test_alone_it_leaves_nothing_out(view):
    assert isinstance(figure(view), Grid)
    assert figure(view).filled.shape == (60, 301)  # and the sums
    assert view.cards["matrix"].content.more == ""


def test_only_cells_in_sight_are_painted(view, monkeypatch):
    grid, made = figure(view), []
    cell = grid.cell
    grid.cell = lambda row, column, rect: made.append((row, column)) or cell(row, column, rect)
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    grid.paint(painter, QRectF(grid.left, grid.top, 3 * grid.pitch[0] - 1, 2 * grid.pitch[1] - 1))
    painter.end()
    assert sorted(made) == [(row, column) for row in range(2) for column in range(3)]


def test_every_mark_is_found_where_it_is_and_by_the_arrow_keys(view):
    grid = figure(view)
    first, *_, last = grid.marks()
    assert grid.end(-1).key == first.key
    assert grid.end(1).key == last.key
    assert grid.beside(first, -1).key == first.key
    second = grid.beside(first, 1)
    assert grid.mark_at(second.rect.center()).key == second.key
    assert grid.same_as(second).key == second.key
    below = grid.above_or_below(second, 1)
    assert below.rect.top() == pytest.approx(second.rect.top() + grid.pitch[1])
    assert grid.mark_at(QPointF(1, grid.top + 1)) is None


def test_names_stay_in_sight_when_cells_are_scrolled(view, qtbot):
    card = view.cards["matrix"]
    before = card.canvas.grab(card.canvas.viewport().visibleRegion().boundingRect()).toImage()
    bar = card.stage.horizontalScrollBar()
    bar.setValue(bar.maximum())
    seen = card.canvas.viewport().visibleRegion().boundingRect()
    after = card.canvas.grab(seen).toImage()
    names = [after.pixelColor(x, y) for x in range(4, 100) for y in range(40, 68)]
    ink = theme.current().ink
    assert any(color.name() == ink for color in names)
    assert [before.pixelColor(x, y) for x in range(4, 100) for y in range(40, 68)] == names


def test_a_click_opens_what_a_cell_was_counted_from(view, qtbot):
    card, grid = view.cards["matrix"], figure(view)
    mark = grid.beside(next(grid.marks()), 1)
    with qtbot.waitSignal(view.passages_requested) as asked:
        qtbot.mouseClick(card.canvas.viewport(), Qt.MouseButton.LeftButton, pos=mark.rect.center().toPoint())
    assert asked.args == [mark.what, mark.behind(), Filter()]
    assert mark.behind()


@pytest.mark.parametrize(("size", "pitch"), [("small", 18.0), ("tiny", 6.0)])
def test_smaller_cells_are_shades_only(view, size, pitch):
    view.change("matrix", "cells", size)
    grid = figure(view)
    assert grid.pitch[1] == pitch
    assert words(grid.cell(0, 0, grid.rect_of(0, 0))) == []
    assert grid.filled.shape == (60, 300)


def test_few_cells_are_not_so_tiny_that_nothing_has_a_name(qtbot, project):
    view = alone(qtbot, filled(project), "matrix")
    view.change("matrix", "cells", "tiny")
    grid = figure(view)
    assert grid.pitch[1] == 18.0
    assert words(grid.name(0, QRectF(0, 0, 150, 18))) == ["Energy"]
    assert words(grid.head(0, QRectF(0, 0, 18, 100))) == ["Article 1"]


def test_shares_of_rows_add_up_and_what_is_alike_stands_together(view):
    view.change("matrix", "share", "row")
    assert words(figure(view).cell(0, 0, QRectF(0, 0, 60, 20)))[0].endswith(("%", "·"))
    view.change("matrix", "order", "similarity")
    names = [words(figure(view).name(row, QRectF(0, 0, 150, 20)))[0] for row in range(60)]
    assert len(set(names)) == 60
    view.change("matrix", "order", "tree")
    in_order = [elided(f"Tag {n} with a rather long name of its own", theme.font(), 140.0) for n in range(60)]
    shown = [words(figure(view).name(row, QRectF(0, 0, 150, 20)))[0] for row in range(60)]
    assert sorted(shown) == sorted(in_order)


@pytest.mark.parametrize(
    ("of", "whole"), [("row", "the tag in all articles"), ("column", "all tags in the article")]
)
def test_the_table_and_the_words_of_shares_say_what_the_cells_say(view, of, whole):
    view.change("matrix", "share", of)
    view.change("matrix", "every", True)
    content, grid = view.cards["matrix"].content, figure(view)
    row, column = (int(at) for at in np.argwhere(grid.filled)[0])
    seen = words(grid.cell(row, column, grid.rect_of(row, column)))[0]
    assert seen == f"{content.measured.values[row, column]:.0f} %"
    caption = grid.mark_at(grid.rect_of(row, column).center()).caption
    assert caption.startswith(f"{content.measured.values[row, column]:.1f} % · ")
    assert content.measured.definition.endswith(f"per cent of the sum of their {of}: {whole}.")
    assert content.subtitle.endswith(f" · % of the {of}")
    assert content.spoken.endswith(f", % of the {of}")


def numbers(view):
    """What the cells say, in the order they stand in."""
    grid = figure(view)
    rows, columns = grid.filled.shape
    return [
        [words(grid.cell(r, c, grid.rect_of(r, c)))[0].replace("·", "0") for c in range(columns)]
        for r in range(rows)
    ]


def click_on(view, qtbot, point):
    canvas = view.cards["matrix"].canvas
    qtbot.mouseMove(canvas.viewport(), point.toPoint())
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())


def control(view, field):
    return next(found for found in view.cards["matrix"].findChildren(QComboBox, field) if found.isVisible())


def test_a_click_on_an_article_orders_the_tags_by_it_and_one_on_a_tag_the_articles(view, qtbot):
    grid, before = figure(view), numbers(view)
    head = QPointF(grid.rect_of(0, 2).center().x(), grid.top / 2)
    click_on(view, qtbot, head)
    assert numbers(view) == sorted(before, key=lambda row: -int(row[2]))
    title = view.session.documents[view.cards["matrix"].content.measured.columns[2].document].title
    assert control(view, "order").currentText() == f"by {title}"
    assert f"tags by {title}" in view.cards["matrix"].content.subtitle
    click_on(view, qtbot, head)
    assert numbers(view) == before
    click_on(view, qtbot, QPointF(grid.left / 2, grid.rect_of(1, 0).center().y()))
    columns = sorted(range(300), key=lambda column: -int(before[1][column]))
    assert numbers(view) == [[row[column] for column in columns] + row[300:] for row in before]
    assert control(view, "columns").currentText().startswith("by Tag ")


def test_keys_order_by_the_row_and_the_column_of_a_cell_and_a_click_on_all_by_the_sums(view, qtbot):
    before, canvas = numbers(view), view.cards["matrix"].canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    at = next(column for column in range(300) if int(before[0][column]))
    was = canvas.current.key
    canvas.order_by_current(is_row=False)
    assert numbers(view) == sorted(before, key=lambda row: -int(row[at]))
    assert canvas.current.key == was
    canvas.order_by_current(is_row=True)
    row = next(row for row in range(60) if canvas.figure.rect_of(row, 0).top() == canvas.current.rect.top())
    here = list(map(int, numbers(view)[row][:300]))
    assert here == sorted(here, reverse=True)
    assert canvas.current.key == was
    view.change("matrix", "columns", "size")
    view.change("matrix", "order", "size")
    sums = [sum(int(row[column]) for row in before) for column in range(300)]
    now = numbers(view)
    assert [sum(int(row[column]) for row in now) for column in range(300)] == sorted(sums, reverse=True)


def test_a_pinned_table_keeps_its_order_and_one_by_a_tag_that_is_gone_has_the_usual_one(view, qtbot):
    before = numbers(view)
    guid = passages.guids(view.session.project.db, "tag", [view.cards["matrix"].content.measured.rows[3].tag])[0]
    settings = view.kept("matrix")._replace(columns=f"by {guid}")
    assert from_json(settings._asdict()) == settings
    view.change("matrix", "columns", f"by {guid}")
    assert numbers(view) != before
    view.session.do("Delete", tag_operations.delete_tags, [view.cards["matrix"].content.measured.rows[3].tag])
    qtbot.waitUntil(lambda: figure(view).filled.shape[0] == 59)
    assert [row for at, row in enumerate(before) if at != 3] == numbers(view)
    assert control(view, "columns").currentText() == "as in the list"


def ordered_by(view, table, number):
    return f"by {passages.guids(view.session.project.db, table, [number])[0]}"


def test_an_article_or_a_tag_that_is_not_seen_orders_nothing_and_is_not_said_to(qtbot, project):
    view = alone(qtbot, filled(project), "matrix")
    last = len(view.session.documents)
    before = numbers(view)
    view.change("matrix", "order", ordered_by(view, "document", last))
    assert f"tags by {view.session.documents[last].title}" in view.cards["matrix"].content.subtitle
    view.session.filtering.use(
        Filter((InArticles(tuple(passages.guids(view.session.project.db, "document", [1]))),))
    )
    view.bar.changed.emit("scope", "filter")
    assert [row[:1] for row in numbers(view)] == [row[:1] for row in before if row[0] != "0"]
    assert "tags by" not in view.cards["matrix"].content.subtitle
    view.session.shown.choose_groups([view.session.do("Group", group_operations.create_group, "None")])
    view.change("matrix", "columns", ordered_by(view, "tag", 1))
    assert "articles by" not in view.cards["matrix"].content.subtitle


def test_what_is_alike_is_not_ordered_by_a_tag_as_well(window, qtbot):
    for start, path in ((0, "Energy"), (4, "Deals")):
        window.session.do("Tag", operations.annotate_with_paths, 1, start, start + 3, [path], "")
    window.show_chart("matrix")
    view = window.made["charts"]
    view.change("matrix", "order", "similarity")
    canvas = view.cards["matrix"].canvas
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    trigger(window, "chart.columns")
    assert view.kept("matrix").columns == ""
    assert "Choose another order" in window.messages.text()
    trigger(window, "chart.rows")
    assert view.kept("matrix").order == ordered_by(view, "document", 1)


def test_names_of_what_was_deleted_since_can_be_pointed_at(view, qtbot):
    grid, canvas = figure(view), view.cards["matrix"].canvas
    head = QPointF(grid.rect_of(0, 2).center().x(), grid.top / 2).toPoint()
    name = QPointF(grid.left / 2, grid.rect_of(3, 0).center().y()).toPoint()
    view.hide()  # so that it is not made anew
    view.session.do("Delete", tag_operations.delete_tags, [view.cards["matrix"].content.measured.rows[3].tag])
    view.session.do("Remove", operations.remove_document, 3)
    for place in (head, name):
        qtbot.mouseMove(canvas.viewport(), place)
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (view.kept("matrix").order, view.kept("matrix").columns) == ("tree", "")


def test_what_a_table_is_ordered_by_follows_merges(window):
    for start, path in ((0, "Energy"), (4, "Deals"), (8, "Deals")):
        window.session.do("Tag", operations.annotate_with_paths, 1, start, start + 3, [path], "")
    window.show_chart("matrix")
    view = window.made["charts"]
    energy, deals = (window.session.tags.find([name]) for name in ("Energy", "Deals"))
    view.change("matrix", "columns", ordered_by(view, "tag", energy))
    view.change("words", "tag", view.kept("matrix").columns.removeprefix("by "))
    key = view.pins.pin("Mine", view.kept("matrix"), Filter())
    expected = ordered_by(view, "tag", deals)
    merge_into(window.tag_panel, [energy], deals)
    assert [view.kept(name).columns for name in ("matrix", key)] == [expected, expected]
    assert view.kept("words").tag == expected.removeprefix("by ")
    assert "articles by Deals" in view.cards["matrix"].content.subtitle
    window.session.undo()
    assert view.kept(key).columns == ordered_by(view, "tag", energy)
