"""Projects with tags that occur together, and the one chart of them that is looked at."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel

from core.text import canonical, sha256
from storage import operations
from storage.documents import NewDocument
from tests.ui.charts.alone import alone
from ui.charts.figure import Words

TEXT = "Oil and gas are one thing. Deals are another thing altogether.\nPeace stands alone here. " * 3


def filled(session, tags=("Energy", "Deals", "Peace")):
    """Energy is twice with Deals (annotations 1 with 2, and 3 with both), once near Peace (4)."""
    texts = [canonical(TEXT), canonical("Nothing is marked here.")]
    new = [NewDocument(f"Article {n}", text, "", sha256(text.text)) for n, text in enumerate(texts, start=1)]
    first, _ = session.do("Add", operations.add_documents, new)
    energy, deals, peace = (session.do("Tag", operations.create_tag, tag) for tag in tags)
    for start, stop, having in ((0, 20, [energy]), (10, 30, [deals]), (40, 50, [energy, deals]), (55, 60, [peace])):
        session.do("Annotate", operations.annotate, first, start, stop, having)
    session.open_article(first)
    return first


def shown(qtbot, session, chart, width=900, **settings):
    """The Charts view with one chart alone."""
    view = alone(qtbot, session, chart, (width, 700))
    for field, value in settings.items():
        view.change(chart, field, value)
    return view


def figure(view):
    return view.cards[view.alone].canvas.figure


def texts(view):
    """Every word that is painted."""
    return [shape.text for shape in figure(view).shapes() if isinstance(shape, Words)]


def leads(view):
    """What each mark is, and the annotations behind it."""
    return {mark.what: mark.behind() for mark in figure(view).marks()}


def said(view):
    """Every sentence that is seen beside the drawing."""
    return [found.text() for found in view.findChildren(QLabel) if found.isVisible()]


def click(qtbot, view, point: QPointF):
    """What a click at a place of the figure asks for."""
    with qtbot.waitSignal(view.passages_requested) as asked:
        viewport = view.cards[view.alone].canvas.viewport()
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point.toPoint())
    return asked.args


def check_marks(qtbot, view):
    """A click on a mark, and Enter on it, ask for exactly the annotations that it counted."""
    canvas = view.cards[view.alone].canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    every = list(figure(view).marks())
    assert every
    for mark in every:
        assert canvas.current.key == mark.key
        assert mark.behind()
        with qtbot.waitSignal(view.passages_requested) as asked:
            qtbot.keyClick(canvas, Qt.Key.Key_Return)
        assert asked.args[:2] == [mark.what, mark.behind()]
        assert click(qtbot, view, mark.rect.center())[:2] == [mark.what, mark.behind()]
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
