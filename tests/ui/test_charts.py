"""The Charts view on a real project: what it shows, where its marks lead, what it exports."""

import csv
import io
import random
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from core import palette
from core.filters import Filter
from core.model import TagId
from core.text import canonical, sha256
from storage import operations
from storage.documents import NewDocument
from ui import theme
from ui.charts import content, exporting, print_sheet
from ui.charts.controls import ALL
from ui.charts.drawing import cell_color, on
from ui.charts.export import Print
from ui.charts.figure import Words
from ui.charts.grid import Grid
from ui.charts.view import ChartsView
from ui.session import Session

TEXT = "Words about oil and gas, and about <b>deals</b>. 😀 " * 20
TITLES = ["The Dmitriev–Witkoff track", "MOSCOW BLOG: Dmitriev goes to Washington", "A third one"]
FREQUENCY, STACKS, MATRIX, STRIPS = "frequency", "stacked", "matrix", "portrait"


def add_articles(session, titles):
    text = canonical(TEXT)
    new = [NewDocument(title, text, f"{title}.txt", sha256(text.text)) for title in titles]
    return session.do("Add articles", operations.add_documents, new)


def code(session, document, *tags, at=0):
    return session.do("Tag", operations.annotate, document, at, at + 5, list(tags))


@pytest.fixture
def session(qtbot, project):
    return Session(project)


@pytest.fixture
def view(qtbot, session):
    """Charts of two articles with Energy 2 + 1 and Deals 1 + 0; the third article is untouched."""
    first, second, _ = add_articles(session, TITLES)
    energy = session.do("New tag", operations.create_tag, "Energy")
    deals = session.do("New tag", operations.create_tag, "Deals")
    code(session, first, energy, deals)
    code(session, first, energy, at=20)
    code(session, second, energy)
    session.open_article(first)
    return show(qtbot, session)


def show(qtbot, session, width=1170, height=830):
    view = ChartsView(session)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    wait_for(qtbot, view)
    return view


def wait_for(qtbot, view):
    qtbot.waitUntil(lambda: view.is_current)


def canvas(view, chart):
    return view.cards[chart].canvas


def texts(view, chart):
    """Every word painted in a chart."""
    figure = canvas(view, chart).figure
    if isinstance(figure, Grid):
        rows, columns = figure.filled.shape
        names = [figure.name(row, QRectF(0, 0, 200, 20)) for row in range(rows)]
        cells = [
            [shape for column in range(columns) for shape in figure.cell(row, column, QRectF(0, 0, 60, 20))]
            for row in range(rows)
        ]
        shapes = [shape for name, line in zip(names, cells, strict=True) for shape in (*name, *line)]
    else:
        shapes = [shape for row in figure.rows for shape in row.shapes]
    return [shape.text for shape in shapes if isinstance(shape, Words)]


def said(view):
    """Every sentence the cards show in labels."""
    return [found.text() for found in view.findChildren(QLabel) if found.isVisible()]


def keys(view, chart):
    return [where(mark) for mark in canvas(view, chart).figure.marks()]


def where(mark):
    """The article and the tag that a mark is about; None for no one in particular."""
    tags = [part[0] for part in mark.key if isinstance(part, tuple) and part[0]]
    articles = [part[1] for part in mark.key if isinstance(part, tuple) and part[1]]
    return next(iter(articles), None), next(iter(tags), None)


def marks(view, chart):
    return list(canvas(view, chart).figure.marks())


def button(view, chart, text):
    return next(b for b in view.cards[chart].findChildren(QPushButton) if b.text() == text)


def test_the_charts_show_the_numbers_of_the_project(view):
    assert texts(view, FREQUENCY) == ["Energy", "2", "Deals", "1"]
    assert texts(view, STACKS)[1:6:2] == ["3", "1", "no annotations yet"]
    assert texts(view, MATRIX)[-10:] == ["Deals", "1", "·", "·", "1", "Energy", "2", "1", "·", "3"]


def test_bars_have_the_colours_of_their_tags(view):
    picture = canvas(view, FREQUENCY).grab().toImage()
    for mark in marks(view, FREQUENCY):
        pixel = picture.pixelColor(mark.rect.center().toPoint())
        assert pixel == theme.mark(view.session.tags.by_id[where(mark)[1]].color)


@pytest.mark.parametrize("chart", [FREQUENCY, STACKS])
def test_tags_of_one_colour_are_told_apart(qtbot, view, chart):
    session = view.session
    tags = [session.do("New tag", operations.create_tag, f"Tag {at}") for at in range(12)]
    code(session, session.article.document.id, *tags, at=60)
    view.bar.changed.emit("scope", "all")
    wait_for(qtbot, view)
    known = session.tags.by_id
    other = next(tag for tag in tags if session.tags.style(tag))
    one = next(tag for tag in known if known[tag].color == known[other].color and not session.tags.style(tag))
    picture = canvas(view, chart).grab().toImage()
    places = {where(mark)[1]: mark.rect.center().toPoint() for mark in marks(view, chart) if where(mark)[1]}
    assert picture.pixelColor(places[one]) == theme.mark(known[one].color)
    assert picture.pixelColor(places[other]) != theme.mark(known[other].color)


@pytest.mark.parametrize("chart", [FREQUENCY, STACKS, MATRIX])
def test_every_chart_prints_its_unit_and_has_a_name(view, chart):
    card = view.cards[chart]
    assert any("Unit: codings" in found.text() for found in card.findChildren(QLabel))
    assert card.canvas.accessibleName() == card.content.spoken
    for name in ("PNG", "SVG", "PDF", "CSV", "Copy"):
        assert card.content.title in button(view, chart, name).accessibleName()


@pytest.mark.parametrize("chart", [FREQUENCY, STACKS, MATRIX])
def test_a_click_on_a_mark_asks_for_its_passages(qtbot, view, chart):
    assert marks(view, chart)
    for mark in marks(view, chart):
        with qtbot.waitSignal(view.passages_requested) as asked:
            place = mark.rect.center().toPoint()
            qtbot.mouseClick(canvas(view, chart).viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert asked.args == [mark.what, mark.behind(), Filter()]
        assert mark.behind()


def test_marks_stand_for_the_codings_they_show(view):
    first, second, _ = view.session.documents
    energy, deals = (view.session.tags.find([name]) for name in ("Energy", "Deals"))
    of = {(first, deals): [1], (first, energy): [1, 2], (second, energy): [3]}
    assert keys(view, FREQUENCY) == [(None, energy), (None, deals)]
    assert [mark.behind() for mark in marks(view, FREQUENCY)] == [[1, 2], [1]]
    stacks = [mark.behind() for mark in marks(view, STACKS)]
    assert stacks == [of[first, deals], of[first, energy], [1, 2], of[second, energy], [3]]
    matrix = [mark.behind() for mark in marks(view, MATRIX)]
    assert matrix == [of[first, deals], [1], of[first, energy], of[second, energy], [1, 2, 3]]


def test_a_click_beside_the_marks_and_a_drag_off_a_mark_do_nothing(qtbot, view):
    chart = canvas(view, FREQUENCY)
    asked = []
    view.passages_requested.connect(lambda *args: asked.append(args))
    corner = QPoint(1, 1)
    qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    middle = marks(view, FREQUENCY)[0].rect.center().toPoint()
    qtbot.mouseClick(chart.viewport(), Qt.MouseButton.RightButton, pos=middle)
    qtbot.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert asked == []


def test_the_keyboard_walks_over_the_marks_and_enter_reads_them(qtbot, view):
    first, _, _ = view.session.documents
    chart = canvas(view, MATRIX)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(chart.hasFocus)
    assert where(chart.current) == (first, view.session.tags.find(["Deals"]))
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == f"Energy · {TITLES[1]}: 1 coding — click to read it"
    assert chart.accessibleDescription() in said(view)
    with qtbot.waitSignal(view.passages_requested) as asked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert asked.args == [f"Energy · {TITLES[1]}", [3], Filter()]
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Right)  # there is nothing further
    assert chart.current.what == "Energy · all articles"
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    assert chart.current.what == "Deals · all articles"


def test_tab_goes_from_chart_to_chart_and_the_focus_is_seen(qtbot, view):
    chart = canvas(view, FREQUENCY)
    button(view, MATRIX, "CSV").setFocus()
    before = chart.grab().toImage()
    for _ in range(30):
        if chart.hasFocus():
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert chart.hasFocus()
    assert chart.grab().toImage() != before


def test_pointing_says_what_a_mark_is_in_plain_text(qtbot, view):
    view.session.do("Rename", operations.rename_tag, view.session.tags.find(["Energy"]), "<h1>Oil</h1>")
    chart = canvas(view, FREQUENCY)
    QApplication.processEvents()  # the cards find their places
    place = marks(view, FREQUENCY)[0].rect.center().toPoint()
    qtbot.mouseMove(chart.viewport(), place)
    caption = next(found for found in view.findChildren(QLabel) if "click to read" in found.text())
    assert caption.isVisible()
    assert caption.text() == f"<h1>Oil</h1> · {TITLES[0]}: 2 codings — click to read them"
    assert caption.textFormat() == Qt.TextFormat.PlainText
    assert chart.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(chart.viewport(), QPoint(1, chart.height() - 1))
    assert not caption.isVisible()
    assert chart.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_charts_follow_changes_undo_and_redo(qtbot, view):
    session = view.session
    second = list(session.documents)[1]
    code(session, second, session.tags.find(["Deals"]), at=30)
    wait_for(qtbot, view)
    assert (second, session.tags.find(["Deals"])) in keys(view, MATRIX)
    session.undo()
    wait_for(qtbot, view)
    assert (second, session.tags.find(["Deals"])) not in keys(view, MATRIX)
    session.redo()
    wait_for(qtbot, view)
    assert (second, session.tags.find(["Deals"])) in keys(view, STACKS)
    session.do("Rename", operations.rename_tag, session.tags.find(["Deals"]), "Trade")
    assert "Trade" in texts(view, FREQUENCY)
    session.do("Remove", operations.remove_document, second)
    wait_for(qtbot, view)
    assert all(document != second for document, _ in keys(view, STACKS) + keys(view, MATRIX))


def test_the_first_chart_follows_the_article_in_the_reader(view):
    view.session.open_article(list(view.session.documents)[1])
    assert texts(view, FREQUENCY) == ["Energy", "1"]
    view.session.open_article(list(view.session.documents)[2])
    assert marks(view, FREQUENCY) == []
    assert "No tags in this article yet. Select words in Read and press T." in said(view)


def test_what_happens_while_the_charts_are_hidden_is_seen_when_they_are_shown(view):
    view.hide()
    before = canvas(view, FREQUENCY).figure
    session = view.session
    code(session, session.article.document.id, session.tags.find(["Deals"]), at=40)
    assert canvas(view, FREQUENCY).figure is before
    view.show()
    assert texts(view, FREQUENCY) == ["Deals", "2", "Energy", "2"]


def test_an_annotation_without_tags_is_not_called_no_annotation(qtbot, view):
    code(view.session, list(view.session.documents)[2])
    wait_for(qtbot, view)
    assert "not tagged yet" in texts(view, STACKS)


def test_an_empty_project_says_what_to_do(qtbot, session):
    view = show(qtbot, session)
    sentences = said(view)
    assert sentences.count(content.NO_ARTICLES) == 4
    assert not any(button(view, chart, "PNG").isEnabled() for chart in view.cards)
    first, *_ = add_articles(session, TITLES)
    wait_for(qtbot, view)
    assert said(view).count(content.NOTHING_TAGGED) == 3
    code(session, first, session.do("New tag", operations.create_tag, "Energy"))
    wait_for(qtbot, view)
    assert content.NOTHING_TAGGED not in said(view)


def test_two_columns_where_there_is_room_and_one_where_there_is_not(qtbot, view):
    first, second, third, fourth = cards = [view.cards[chart] for chart in (FREQUENCY, STACKS, MATRIX, STRIPS)]
    assert third.x() == fourth.x() > first.x() + first.width()
    assert (third.y(), second.x()) == (first.y(), first.x())
    gaps = {below.y() - above.geometry().bottom() for above, below in ((first, second), (third, fourth))}
    assert len(gaps) == 1, "a column has a hole in it"
    view.resize(760, 600)
    qtbot.waitUntil(lambda: third.x() == first.x())
    assert sorted(cards, key=lambda card: card.y()) == cards
    assert all(card.width() <= 760 for card in cards)


def test_the_overview_compares_the_articles_while_one_is_counted(view):
    assert view.measuring.session.article.document.title == view.cards[FREQUENCY].content.subtitle
    assert "All 3 articles" in view.cards[STRIPS].content.subtitle
    view.show_chart(STRIPS)
    assert view.cards[STRIPS].content.subtitle == TITLES[0]


@pytest.mark.parametrize("chart", [FREQUENCY, STACKS, MATRIX, STRIPS])
def test_nothing_on_a_card_lies_over_anything_else(view, chart):
    card = view.cards[chart]
    for alone in (chart, ALL, chart):
        view.show_chart(alone)
        for _ in range(5):  # controls are shown, then cards find their sizes, then drawings
            QApplication.processEvents()
        own = card.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        places = [each.geometry() for each in own if each.isVisible()]
        assert not any(one.intersects(other) for one, other in combinations(places, 2)), alone


def test_the_wheel_is_left_to_the_page(view):
    chart = canvas(view, FREQUENCY)
    none = QPoint()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), none, QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = chart.transform()
    chart.wheelEvent(turn)
    assert not turn.isAccepted()
    assert chart.transform() == before


@pytest.mark.parametrize("name", ["light", "dark"])
def test_numbers_in_cells_are_readable(name):
    look = theme.themes()[name]
    for step in range(1, 101):
        ground = cell_color(step / 100, look)
        assert palette.contrast(on(ground, look), ground) >= 4.5


def test_another_look_is_put_on_at_once(qtbot, view):
    app = QApplication.instance()
    theme.apply(app, "dark")
    try:
        picture = canvas(view, FREQUENCY).grab().toImage()
        assert picture.pixelColor(1, 1).name() == theme.themes()["dark"].paper
    finally:
        theme.apply(app, "light")
    assert canvas(view, FREQUENCY).grab().toImage().pixelColor(1, 1).name() == theme.themes()["light"].paper


# -- exports


@pytest.fixture
def exported(qtbot, view, tmp_path, monkeypatch):
    """Presses an export button and gives the path it wrote."""

    def press(chart, form):
        path = tmp_path / f"chart.{form.lower()}"
        suggested = []
        monkeypatch.setattr(exporting, "choose_path", lambda _, place: suggested.append(place) or path)
        monkeypatch.setattr(print_sheet, "ask", lambda *_: Print())
        qtbot.mouseClick(button(view, chart, form), Qt.MouseButton.LeftButton)
        title = view.cards[chart].content.title
        assert suggested == [view.session.project.path.with_name(f"{title}.{form.lower()}")]
        return path

    return press


@pytest.mark.parametrize("chart", [FREQUENCY, STACKS, MATRIX])
def test_png_is_a_picture_of_the_chosen_width_in_the_light_look(exported, chart):
    image = QImage(str(exported(chart, "PNG")))
    assert image.width() == 2008  # 170 mm at 300 dots an inch
    assert image.dotsPerMeterX() == 11811
    assert image.pixelColor(0, 0).name() == "#ffffff"
    assert len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}) > 3


@pytest.mark.parametrize("chart", [FREQUENCY, STACKS, MATRIX])
def test_svg_has_its_words_as_text(exported, view, chart):
    root = ET.parse(exported(chart, "SVG")).getroot()
    found = ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Energy", "Deals", view.cards[chart].content.title} <= set(found)
    assert "Unit: codings" in " ".join(found)


def test_csv_has_the_numbers(exported, view):
    read = {chart: exported(chart, "CSV").read_bytes() for chart in view.cards}
    assert all(raw.startswith(b"\xef\xbb\xbf") for raw in read.values())
    tables = {chart: list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) for chart, raw in read.items()}
    assert all(tables[chart][-2][0].startswith("codings: Unit: codings") for chart in (FREQUENCY, STACKS, MATRIX))
    assert tables[STACKS][-1] == ["Tag frequency for each article · Stacked bars · All 3 articles"]
    numbers = {chart: table[:-3] for chart, table in tables.items()}
    assert numbers[FREQUENCY] == [["", "all"], ["Deals", "1"], ["Energy", "2"]]
    rows = [[TITLES[0], "1", "2"], [TITLES[1], "0", "1"], [TITLES[2], "0", "0"]]
    assert numbers[STACKS] == [["", "Deals", "Energy"], *rows]
    assert numbers[MATRIX] == [["", *TITLES], ["Deals", "1", "0", "0"], ["Energy", "2", "1", "0"]]


def test_an_export_that_fails_is_one_sentence(qtbot, view, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "choose_path", lambda *_: tmp_path / "missing" / "chart.csv")
    with qtbot.waitSignal(view.session.failed) as failed:
        view.export_chart(view.cards[MATRIX], "CSV")
    assert failed.args == ["“chart.csv” could not be written (No such file or directory)."]


def test_a_chart_too_large_for_a_picture_is_refused_in_one_sentence(qtbot, session, tmp_path, monkeypatch):
    session.do("Fill", fill, 400, 3)
    view = show(qtbot, session)
    qtbot.mouseClick(button(view, MATRIX, "Show all"), Qt.MouseButton.LeftButton)
    monkeypatch.setattr(exporting, "choose_path", lambda *_: tmp_path / "large.png")
    monkeypatch.setattr(print_sheet, "ask", lambda *_: Print())
    with qtbot.waitSignal(session.failed) as failed:
        view.export_chart(view.cards[MATRIX], "PNG")
    assert failed.args[0].startswith("This chart is too large for a PNG")
    assert not (tmp_path / "large.png").exists()


def test_an_export_given_up_writes_nothing(view, tmp_path, monkeypatch):
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(exporting, "choose_path", lambda *_: None)
    view.export_chart(view.cards[MATRIX], "CSV")
    monkeypatch.setattr(print_sheet, "ask", lambda *_: None)
    view.export_chart(view.cards[MATRIX], "SVG")
    assert set(tmp_path.iterdir()) == before


def test_copy_puts_the_picture_and_the_numbers_on_the_clipboard(qtbot, view):
    qtbot.mouseClick(button(view, FREQUENCY, "Copy"), Qt.MouseButton.LeftButton)
    data = QApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.text().startswith("\tall\nDeals\t1\nEnergy\t2\n")


def test_how_a_picture_was_is_how_the_next_one_is(session, view, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(exporting, "choose_path", lambda *_: tmp_path / "out.svg")
    monkeypatch.setattr(print_sheet, "ask", lambda *question: asked.append(question[-1]) or Print(85, True))
    view.export_chart(view.cards[FREQUENCY], "SVG")
    view.export_chart(view.cards[FREQUENCY], "SVG")
    assert asked == [Print(), Print(85, True)]
    assert ET.parse(tmp_path / "out.svg").getroot().get("width") == "85mm"


# -- many rows


def fill(project, articles, tags):
    """Many tags on many articles, in one step."""
    text = canonical(TEXT)
    new = [NewDocument(f"Article number {n} of many", text, "", "0" * 64) for n in range(articles)]
    documents = operations.add_documents(project, new)
    made = [operations.create_tag(project, f"Tag {n} with a rather long name of its own") for n in range(tags)]
    chance = random.Random(7)
    for document in documents:
        operations.annotate(project, document, 0, 9, chance.sample(made, min(12, tags)))
    operations.annotate(project, documents[0], 10, 19, made)
    return documents


def test_of_many_tags_and_articles_few_are_drawn_and_that_is_said(qtbot, session):
    documents = session.do("Fill", fill, 1000, 200)
    session.open_article(documents[0])
    view = show(qtbot, session)
    asked = []
    session.project.db.conn.set_trace_callback(asked.append)
    view.refresh()
    view.grab()
    session.project.db.conn.set_trace_callback(None)
    assert asked == []  # what the file holds is counted already
    sentences = said(view)
    assert "40 of 200 tags shown, those with the highest numbers." in sentences
    assert "40 of 1,000 articles shown, those with the highest numbers." in sentences
    assert any(s.startswith("40 of 200 tags shown") and "30 of 1,000 articles shown" in s for s in sentences)
    assert len({tag for _, tag in keys(view, MATRIX)} - {None}) == 40
    assert len({article for article, _ in keys(view, MATRIX)} - {None}) <= 30
    assert len({article for article, _ in keys(view, STACKS)} - {None}) == 40
    assert len(marks(view, FREQUENCY)) == 40


def test_show_all_shows_all_and_back(qtbot, session):
    documents = session.do("Fill", fill, 50, 60)
    session.open_article(documents[0])
    view = show(qtbot, session)
    everything = button(view, FREQUENCY, "Show all")
    assert len(marks(view, FREQUENCY)) == 40
    qtbot.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert len(marks(view, FREQUENCY)) == 60
    assert everything.text() == "Show fewer"
    qtbot.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert len(marks(view, FREQUENCY)) == 40


def test_the_keyboard_brings_what_it_reaches_into_view(qtbot, session):
    documents = session.do("Fill", fill, 50, 60)
    session.open_article(documents[0])
    view = show(qtbot, session, 760, 600)
    chart = canvas(view, MATRIX)
    cards = list(view.cards.values())
    # Each is as high as its chart, and the page as high as all of them.
    qtbot.waitUntil(lambda: all(low.y() - high.y() > high.canvas.height() > 1000 for high, low in pairwise(cards)))
    qtbot.waitUntil(lambda: cards[-1].parentWidget().height() > cards[-1].geometry().bottom())
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    seen = chart.viewport().visibleRegion
    qtbot.waitUntil(lambda: not seen().isEmpty())
    qtbot.keyClick(chart, Qt.Key.Key_End)
    reached = chart.current.rect.toAlignedRect()
    qtbot.waitUntil(lambda: seen().boundingRect().contains(reached))


def test_the_keyboard_brings_the_name_of_a_chart_into_view_with_its_first_mark(qtbot, session):
    documents = session.do("Fill", fill, 5, 12)
    session.open_article(documents[0])
    view = show(qtbot, session, 760, 600)
    page = view.findChild(QScrollArea)
    first, last = view.cards[FREQUENCY], view.cards[STRIPS]
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 600)
    for card in (last, first):
        card.take_focus()
        assert card.visibleRegion().boundingRect().top() == 0
        assert card.canvas.viewport().visibleRegion().contains(card.canvas.current.rect.toAlignedRect())
    assert page.verticalScrollBar().value() == 0


def test_what_is_said_of_a_mark_has_the_numbers_of_now(qtbot, view):
    session, chart = view.session, canvas(view, FREQUENCY)
    article = session.article.document.id
    for at in range(5):
        code(session, article, session.tags.find(["Energy"]), at=60 + 6 * at)
        mark = marks(view, FREQUENCY)[0]
        chart.pointed.emit(mark)
        shown = [each.text() for each in view.findChildren(QLabel, "caption") if each.isVisible()]
        assert shown == [mark.caption]
        assert f": {3 + at} codings" in mark.caption
        chart.pointed.emit(None)


@pytest.mark.parametrize("chart", [FREQUENCY, STACKS, MATRIX])
def test_what_is_said_of_a_mark_lies_neither_on_it_nor_on_the_card_beside(view, chart):
    card, places = view.cards[chart], [each.geometry() for each in view.cards.values()]
    for mark in marks(view, chart):
        card.canvas.pointed.emit(mark)
        (said,) = [each for each in view.findChildren(QLabel, "caption") if each.isVisible()]
        assert not said.geometry().contains(card.canvas.mapTo(card.parentWidget(), mark.rect.center().toPoint()))
        if said.width() <= card.width() - 16:
            assert not any(said.geometry().intersects(place) for place in places if place.x() != card.x())


def test_names_from_right_to_left_stay_in_their_column(qtbot, session):
    (document,) = add_articles(session, ["مقال عن الطاقة"])
    code(session, document, session.do("New tag", operations.create_tag, "طاقة"), TagId(1))
    session.open_article(document)
    view = show(qtbot, session)
    picture = canvas(view, FREQUENCY).grab().toImage()
    bar = marks(view, FREQUENCY)[0].rect
    ink = [x for x in range(int(bar.left())) if picture.pixelColor(x, 14) != picture.pixelColor(1, 1)]
    assert ink
    assert max(ink) < bar.left() - 5


def test_the_window_says_that_charts_are_loaded_before_it_loads_them(window, qtbot):
    painted = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                painted.append("charts" not in window.made)
            return False

    (said,) = [label for label in window.findChildren(QLabel) if label.text() == "Loading…"]
    watch = Watch()
    said.installEventFilter(watch)
    window.actions_by_id["view.charts"].trigger()
    assert painted == [True]
    assert "charts" not in window.made
    qtbot.waitUntil(lambda: "charts" in window.made)
    assert window.made["charts"].isVisible()
    assert window.made["charts"].isAncestorOf(QApplication.focusWidget())


def test_the_first_chart_is_seen_before_the_others_are_made_which_have_their_names(window, qtbot):
    seen = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            view = window.made.get("charts")
            if event.type() == QEvent.Type.Paint and view and watched is view.cards[FREQUENCY]:
                names = [view.title_of(key) in card.canvas.accessibleName() for key, card in view.cards.items()]
                seen.append((names, [key for key, card in view.cards.items() if card.content is not None]))
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    window.actions_by_id["view.charts"].trigger()
    qtbot.waitUntil(lambda: "charts" in window.made and window.made["charts"].is_current)
    QApplication.instance().removeEventFilter(watch)
    assert seen[0] == ([True] * 4, [FREQUENCY])


def test_who_goes_back_to_the_text_while_charts_are_loaded_stays_there(window, qtbot):
    window.actions_by_id["view.charts"].trigger()
    window.actions_by_id["view.read"].trigger()
    qtbot.waitUntil(lambda: "charts" in window.made)
    assert window.reader.isVisible()
    assert QApplication.focusWidget() is window.reader
