"""Charts that are seen while another project is opened instead."""

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from core.filters import Filter, HasNote
from storage import operations
from storage.importers.text import pasted
from storage.project import Project
from tests.ui.charts.together import TEXT, filled
from ui.charts import measuring

WITHOUT_NOTE = Filter((HasNote(False),))


@pytest.fixture
def other(tmp_path):
    """The path of a project of three articles, with a tag in each."""
    project = Project.create(tmp_path / "other.postil")
    project.run("Add", operations.add_documents, [pasted(f"Other {n}", "Alpha beta. Gamma.") for n in range(3)])
    for article in (1, 2, 3):
        project.run("Tag", operations.annotate_with_paths, article, 0, 5, [f"New {article}"], "")
    project.close()
    return project.path


@pytest.fixture
def window(open_window):
    """A window on two articles with tags, of which charts are to be of those that a filter lets through."""
    made = open_window(texts=(TEXT, "One article more."))
    filled(made.session)
    made.show_chart("frequency")
    made.session.filtering.use(WITHOUT_NOTE)
    return made


@pytest.mark.parametrize("chart", ["overview", "words", "attribute", "codeline", "cooccurrence"])
@pytest.mark.parametrize("scope", ["all", "filter"])
def test_a_chart_that_is_seen_is_of_the_project_opened_instead(window, other, qtbot, chart, scope):
    view = window.made["charts"]
    view.show_chart(chart)
    view.change("cooccurrence", "relation", "sentence")
    view.bar.changed.emit("scope", scope)
    window.session.open_project(other)
    qtbot.waitUntil(lambda: view.is_current)
    for key in view.shown():
        measured = view.cards[key].content.measured
        labels = {head.label for head in (*measured.rows, *measured.columns)} if measured else set()
        assert not labels & {"Energy", "Deals", "Peace", "Article 1", "Article 2"}
    assert window.session.filtering.wanted == Filter()


def test_a_pinned_chart_that_is_seen_gives_way_to_that_of_the_other_project(window, other, qtbot):
    view = window.made["charts"]
    view.show_chart(view.pins.pin("Mine", view.kept("words")._replace(scope="filter"), WITHOUT_NOTE))
    project = Project.open(other)
    project.close()
    window.session.open_project(other)
    assert view.alone == ""
    qtbot.waitUntil(lambda: view.is_current)


def test_what_was_being_found_is_found_no_further(window, other, monkeypatch):
    monkeypatch.setattr(measuring, "AT_ONCE", 10)
    view = window.made["charts"]
    for start in (0, 12):
        window.session.do("Tag", operations.annotate_with_paths, 2, start, start + 4, ["Energy"], "")
    waited = []

    def ask():
        view.show_chart("cooccurrence")
        view.change("cooccurrence", "relation", "sentence")
        view.bar.changed.emit("scope", "all")
        waited.append(view.cards["cooccurrence"].waits)
        window.session.open_project(other)
        QTimer.singleShot(0, loop.quit)

    loop = QEventLoop()
    QTimer.singleShot(0, ask)
    loop.exec()
    assert waited == [True]
    assert not view.cards["cooccurrence"].waits
