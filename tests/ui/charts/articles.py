"""A project of three articles with tags in a tree, and the Charts view on it."""

from PySide6.QtCore import Qt

from core.text import canonical, sha256
from storage import operations
from storage.documents import NewDocument
from tests.ui.charts.alone import alone
from ui.charts.figure import Words
from ui.session import Session

TEXTS = [
    "Oil is sold and oil is bought. The pipeline leaks again. Nobody will say how much oil was lost.",
    "Gas is dearer than oil this winter. The minister spoke about the winter and about peace.",
    "A third article that nobody has marked yet, though it has words as well.",
]
OUTLETS = ["The Post", "The Herald", ""]
# Tag, article, the words that are marked
CODINGS = [
    ("Energy", 0, "Oil is sold and oil is bought."),
    ("Energy/Oil", 0, "how much oil was lost"),
    ("Energy/Oil", 0, "oil is bought"),
    ("Energy/Gas", 1, "Gas is dearer than oil"),
    ("Peace", 1, "about peace"),
]


def filled(project):
    """A session of the project with its articles, tags and codings."""
    session = Session(project)
    new = []
    for number, (text, outlet) in enumerate(zip(TEXTS, OUTLETS, strict=True), start=1):
        canon = canonical(text)
        new.append(NewDocument(f"Article {number}", canon, f"{number}.txt", sha256(canon.text), outlet=outlet))
    documents = session.do("Add", operations.add_documents, new)
    for path, at, words in CODINGS:
        start = TEXTS[at].index(words)
        stop = start + len(words)
        session.do("Tag", operations.annotate_with_paths, documents[at], start, stop, [path], "")
    session.open_article(documents[0])
    return session


def shown(qtbot, session, chart, **settings):
    """The Charts view with one chart alone, of all articles unless something else is set."""
    view = alone(qtbot, session, chart)
    view.bar.changed.emit("scope", settings.pop("scope", "all"))
    for field, value in settings.items():
        view.change(chart, field, value)
    return view


def figure(view, chart):
    return view.cards[chart].canvas.figure


def marks(view, chart):
    return list(figure(view, chart).marks())


def painted(view, chart):
    """Every word in the drawing."""
    return [shape.text for row in figure(view, chart).rows for shape in row.shapes if isinstance(shape, Words)]


def tag(session, path):
    return session.tags.find(path.split("/"))


def click(qtbot, view, chart, place):
    """What a click asks for: the words of the mark and its annotations."""
    canvas = view.cards[chart].canvas
    with qtbot.waitSignal(view.passages_requested) as asked:
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    return asked.args[:2]


def walk(qtbot, view, chart):
    """What Enter asks for on every mark that the right arrow leads to."""
    canvas = view.cards[chart].canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    found = []
    for _ in marks(view, chart):
        with qtbot.waitSignal(view.passages_requested) as asked:
            qtbot.keyClick(canvas, Qt.Key.Key_Return)
        found.append(asked.args[:2])
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    return found
