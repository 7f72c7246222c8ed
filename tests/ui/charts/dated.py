"""A project of three dated articles with passages that overlap, and one chart of it in the Charts view."""

from PySide6.QtCore import QRectF, Qt

from core.text import canonical, sha256
from storage import operations
from storage.documents import NewDocument
from tests.ui.charts.alone import alone
from ui.charts.figure import Words
from ui.charts.grid import Grid
from ui.session import Session

TEXTS = ["x" * 100, "One.\n\nTwo goes on.\n\nThree.", "y" * 50]
DATES = ["2020-03-05", "2020-01", "2019-12-31"]
# tag, article, start, stop: of the first article two overlap and two touch; the last article has none
CODINGS = [
    ("Energy", 0, 10, 30),
    ("Energy", 0, 20, 40),
    ("Deals", 0, 40, 50),
    ("Deals", 0, 50, 60),
    ("Energy", 1, 0, 10),
    ("Peace", 1, 20, 26),
]


def filled(project, dates=DATES):
    """A session of the project with its articles, tags and codings; annotations are numbered from 1."""
    session = Session(project)
    new = []
    for at, (text, date) in enumerate(zip(TEXTS, dates, strict=True), start=1):
        canon = canonical(text)
        new.append(NewDocument(f"Article {at}", canon, f"{at}.txt", sha256(canon.text), date=date))
    documents = session.do("Add", operations.add_documents, new)
    for path, at, start, stop in CODINGS:
        session.do("Tag", operations.annotate_with_paths, documents[at], start, stop, [path], "")
    session.open_article(documents[0])
    return session


def shown(qtbot, session, chart, **settings):
    """The Charts view with one chart alone; `scope` and `unit` are those that all charts share."""
    view = alone(qtbot, session, chart)
    for field, value in settings.items():
        if field == "scope" or (field == "unit" and chart != "portrait"):
            view.bar.changed.emit(field, value)
        else:
            view.change(chart, field, value)
    return view


def canvas(view):
    """The place its one chart is drawn on."""
    return view.cards[view.alone].canvas


def texts(view):
    """Every word that is painted; of a table its heads, then the names of its rows."""
    figure = canvas(view).figure
    shapes = [shape for row in figure.rows for shape in row.shapes]
    if isinstance(figure, Grid):
        rows, columns = map(range, figure.filled.shape)
        shapes += [shape for column in columns for shape in figure.head(column, QRectF(0, 0, 60, 20))]
        shapes += [shape for row in rows for shape in figure.name(row, QRectF(0, 0, 200, 20))]
    return [shape.text for shape in shapes if isinstance(shape, Words)]


def color_at(view, mark):
    """The colour in the middle of a mark."""
    return canvas(view).grab().toImage().pixelColor(mark.rect.center().toPoint())


def what_marks_lead_to(view):
    """What each mark says, and the annotations it was counted from."""
    return {mark.what: mark.behind() for mark in canvas(view).figure.marks()}


def check_marks(qtbot, view):
    """A click on each mark, and Enter on each when the arrow keys have come to it, asks for what it says."""
    place, every = canvas(view), list(canvas(view).figure.marks())
    assert every
    for mark in every:
        with qtbot.waitSignal(view.passages_requested) as asked:
            qtbot.mouseClick(place.viewport(), Qt.MouseButton.LeftButton, pos=mark.rect.center().toPoint())
        assert asked.args[:2] == [mark.what, mark.behind()]
        assert mark.behind()
    place.setFocus()
    qtbot.keyClick(place, Qt.Key.Key_Home)
    for at, mark in enumerate(every):
        with qtbot.waitSignal(view.passages_requested) as asked:
            qtbot.keyClick(place, Qt.Key.Key_Return)
        assert asked.args[:2] == [mark.what, mark.behind()]
        if at + 1 < len(every):
            qtbot.keyClick(place, Qt.Key.Key_Right)
    qtbot.keyClick(place, Qt.Key.Key_End)
    assert place.current.key == every[-1].key


def check_empty(view, sentence):
    """Instead of a drawing the card shows a sentence."""
    card = view.cards[view.alone]
    assert sentence in card.content.empty
    assert not card.stage.isVisible()
