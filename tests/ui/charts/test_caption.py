"""What is said of a mark hides nothing that one wants to read next."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from storage import operations
from tests.ui.charts.alone import alone
from tests.ui.charts.articles import filled
from ui.charts.figure import Words
from ui.session import Session


@pytest.fixture
def session(project) -> Session:
    """Fifteen tags, the first of them more often than the others."""
    session = filled(project)
    tags = [session.do("New", operations.create_tag, f"A tag with a name {at}") for at in range(15)]
    for at in range(15):
        for article in (1, 2, 3):
            session.do("Tag", operations.annotate, article, 2 * at, 2 * at + 4, tags[: 15 - at])
    return session


def captions(qtbot, view, chart):
    """At each mark from the first downwards: it, and where on the figure what is said of it stands."""
    canvas = view.cards[chart].canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    last = None
    while canvas.current.key != last:
        last = canvas.current.key
        QApplication.processEvents()
        said = view.findChild(QLabel, "caption")
        assert said.isVisible()
        assert said.text()[:20] == canvas.current.caption[:20]
        origin = canvas.mapTo(said.parentWidget(), QPoint())
        yield canvas.current, said.geometry().translated(-origin), said.parentWidget().rect().translated(-origin)
        qtbot.keyClick(canvas, Qt.Key.Key_Down)


@pytest.mark.parametrize("width", [640, 1100])
@pytest.mark.parametrize("chart", ["frequency", "matrix", "codeline", "words"])
def test_it_stands_at_its_mark_and_hides_no_name_of_a_row(qtbot, session, chart, width):
    view = alone(qtbot, session, chart, (width, 800))
    figure = view.cards[chart].canvas.figure
    names = [shape for shape in figure.shapes() if isinstance(shape, Words) and shape.rect.left() < 1]
    assert len(names) > 3
    for mark, place, page in captions(qtbot, view, chart):
        assert page.contains(place)
        assert mark.rect.toAlignedRect().adjusted(-8, -8, 8, 8).intersects(place)
        letters = [(name.text, name.rect.adjusted(0, 6, 0, -6)) for name in names]
        hidden = {text for text, rect in letters if rect.toRect().intersects(place)}
        assert hidden <= {
            text for text, rect in letters if mark.rect.top() < rect.center().y() < mark.rect.bottom()
        }


def test_beside_a_bar_it_hides_nothing_of_the_other_bars(qtbot, session):
    view = alone(qtbot, session, "frequency")
    figure = view.cards["frequency"].canvas.figure
    for mark, place, _ in captions(qtbot, view, "frequency"):
        others = [other for other in figure.marks() if other.key != mark.key]
        assert not [other.what for other in others if other.rect.toRect().intersects(place)]
