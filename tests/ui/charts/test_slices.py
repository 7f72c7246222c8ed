"""What takes long is found in slices, whatever happens meanwhile."""

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QLabel

from core.chart_settings import Settings
from core.filters import Filter
from core.measures.catalogue import measure
from core.measures.measured import Asked
from storage import measures, operations
from storage.importers.text import pasted
from tests.ui.charts.together import filled, shown
from ui.charts import measuring, texts
from ui.charts.kinds import KINDS
from ui.charts.slices import Slices
from ui.charts.view import ChartsView
from ui.session import Session


@pytest.fixture
def session(project):
    return Session(project)


def in_loop(*steps):
    """Does one thing after the other while an event loop runs, as in the application."""
    loop, left = QEventLoop(), [*steps]

    def go_on():
        if left:
            left.pop(0)()
            QTimer.singleShot(0, go_on)
        else:
            loop.quit()

    QTimer.singleShot(0, go_on)
    loop.exec()


def test_what_fails_fails_once(qtbot, session):
    slow, asked = Slices(session), []

    def steps():
        yield 1
        raise OSError("the disk is gone")

    with qtbot.captureExceptions() as failed:
        in_loop(lambda: asked.append(slow.found("key", steps)), *[lambda: None] * 5)
    assert asked == [None]
    assert [type(error) for _, error, _ in failed] == [OSError]
    with pytest.raises(OSError, match="gone"):
        slow.found("key", steps)  # asked again, it is tried again


@pytest.mark.parametrize(("chart", "unit"), [("cooccurrence", "codings"), ("words", "words")])
def test_an_article_that_is_deleted_meanwhile_and_comes_back_is_read_then(qtbot, session, monkeypatch, chart, unit):
    monkeypatch.setattr(measuring, "AT_ONCE", 1)
    monkeypatch.setattr(texts, "AT_ONCE", 1)
    filled(session)
    tags = sorted(session.tags.by_id)
    for start, tag in ((0, tags[0]), (12, tags[2])):
        session.do("Annotate", operations.annotate, 2, start, start + 4, [tag])
    seen = []

    def look():
        seen.append(view := shown(qtbot, session, chart, relation="sentence", stop_words="none"))
        view.bar.changed.emit("scope", "all")
        assert view.cards[chart].waits
        view.hide()
        session.do("Delete", operations.remove_document, 2)

    def come_back():
        session.undo()
        seen[0].show()

    in_loop(look, *[lambda: None] * 10, come_back, *[lambda: None] * 20)
    expected = measure(
        measures.material(session.project.db), Asked(chart, relation="sentence", unit=unit, stop_words="none")
    )
    shown_now = seen[0].cards[chart].content.measured
    assert shown_now.as_json() == expected.as_json()


def test_what_is_pointed_at_stays_named_while_another_chart_is_found(qtbot, session, monkeypatch):
    monkeypatch.setattr(measuring, "AT_ONCE", 1)
    filled(session)
    session.do("Add", operations.add_documents, [pasted(f"More {n}", "One. Two. Three. Four.") for n in range(4)])
    for article in range(3, 7):
        for start in (0, 5):
            session.do("Tag", operations.annotate_with_paths, article, start, start + 4, ["Energy"], "")
    view = ChartsView(session)
    qtbot.addWidget(view)
    view.resize(1100, 800)
    view.show()
    qtbot.waitUntil(lambda: view.is_current)
    seen = []

    def look():
        canvas = view.cards["frequency"].canvas
        (key,) = view.pins.by_key
        captions = [found for found in view.findChildren(QLabel) if "click to read" in found.text()]
        seen.append((view.cards[key].waits, [caption.isVisible() for caption in captions]))
        canvas.pointed.emit(next(canvas.figure.marks()))

    def begin():
        view.measuring.advanced.connect(look)
        view.pins.pin("Mine", Settings("cooccurrence", relation="sentence"), Filter())

    in_loop(begin, *[lambda: None] * 30)
    assert view.is_current
    assert (True, [True]) in seen
    assert seen[1:] == [(waits, [True]) for waits, _ in seen[1:]]


def test_a_chart_that_fails_keeps_no_other_from_being_made(qtbot, session, monkeypatch):
    def fail(_measuring, _settings):
        raise OSError("the disk is gone")

    filled(session)
    monkeypatch.setitem(KINDS, "stacked", KINDS["stacked"]._replace(make=fail))
    view = ChartsView(session)
    qtbot.addWidget(view)
    with qtbot.captureExceptions() as failed:
        view.show()
        qtbot.waitUntil(lambda: view.is_current)
    assert {type(error) for _, error, _ in failed} == {OSError}
    assert [key for key in view.shown() if view.cards[key].content is None] == ["stacked"]
