"""The appendix of a paper, asked for in the window and on the command line."""

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton

from core.chart_settings import Settings
from core.text import canonical, sha256
from storage import chart_operations, operations
from storage.documents import NewDocument
from storage.project import Project
from tests.cli.test_cli import annotate, process, refused, run
from tests.ui.screens import act_in
from tests.ui.test_commands import trigger
from ui.charts import methods, texts
from ui.command_line import exports
from ui.sheets import Sheet


@pytest.fixture
def tagged(window):
    """A window on an article with one coding."""
    tag = window.session.do("New tag", operations.create_tag, "Energy")
    window.session.do("Tag", operations.annotate, window.session.article.document.id, 0, 3, [tag])
    return window


def test_the_window_exports_what_was_ticked_and_remembers_it(tagged, tmp_path, monkeypatch):
    asked = []

    def save(_window, title, proposal, filters):
        asked.append((title, filters))
        return str(tmp_path / "out.html"), ""

    def choose(sheet):
        for tick in sheet.findChildren(QCheckBox):
            tick.setChecked(tick.text() == "Tags × articles")
        next(b for b in sheet.findChildren(QPushButton) if b.text() == "Export…").click()

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    act_in(Sheet, choose)
    trigger(tagged, "export.methods")
    assert asked == [("Export methods", "Web page (*.html);;Markdown (*.md)")]
    text = (tmp_path / "out.html").read_text("utf-8")
    assert text.count("<svg") == 1
    assert "Tags × articles" in text
    assert tagged.settings.methods_charts == ["matrix"]
    assert "out.html" in tagged.messages.text()


def test_pinned_charts_are_offered_by_their_names_and_ticked(tagged, tmp_path, monkeypatch):
    tagged.session.do("Pin", chart_operations.pin_chart, "Words & <b>energy</b>", Settings(unit="words"), None)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.md"), ""))

    def choose(sheet):
        ticks = {tick.text(): tick for tick in sheet.findChildren(QCheckBox)}
        assert list(ticks)[-1] == "Words && <b>energy</b>"
        assert ticks["Words && <b>energy</b>"].isChecked()
        for name, tick in ticks.items():
            tick.setChecked(name.startswith("Words &"))
        next(b for b in sheet.findChildren(QPushButton) if b.text() == "Export…").click()

    act_in(Sheet, choose)
    trigger(tagged, "export.methods")
    text = (tmp_path / "out.md").read_text("utf-8")
    charts = text.split("\n## ")[-1]
    assert charts.count("\n### ") == 1
    assert "Tag frequency · " in charts
    assert "Unit: words" in charts
    assert tagged.settings.methods_charts == []


def test_what_takes_long_is_waited_for(tagged, tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "AT_ONCE", 1)
    text = canonical(f"{'Oil ' * 9}and {'nothing ' * 20}else.")
    (added,) = tagged.session.do("Add", operations.add_documents, [NewDocument("Two", text, "", sha256(text.text))])
    tagged.session.do("Tag", operations.annotate, added, 0, 35, list(tagged.session.tags.by_id))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.md"), ""))
    tagged.settings.methods_charts = ["words"]
    act_in(Sheet, lambda sheet: next(b for b in sheet.findChildren(QPushButton) if b.text() == "Export…").click())
    loop = QEventLoop()
    QTimer.singleShot(0, lambda: (trigger(tagged, "export.methods"), loop.quit()))
    loop.exec()
    assert "\n### Words of the passages" in (tmp_path / "out.md").read_text("utf-8")


def test_many_pinned_charts_scroll(tagged):
    for at in range(30):
        tagged.session.do("Pin", chart_operations.pin_chart, f"Chart {at}", Settings(), None)

    def look(sheet):
        assert sheet.height() < 800
        assert sum(tick.text().startswith("Chart ") for tick in sheet.findChildren(QCheckBox)) == 30
        sheet.reject()

    act_in(Sheet, look)
    trigger(tagged, "export.methods")


def test_thinking_better_of_it_writes_nothing(tagged, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("was asked"))
    before = sorted(tmp_path.iterdir())
    act_in(Sheet, lambda sheet: sheet.reject())
    trigger(tagged, "export.methods")
    assert sorted(tmp_path.iterdir()) == before


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.postil"
    run("new", path, "--seeds")
    annotate(path, 0, 40, "--tag", "Economy/Energy")
    return path


def test_the_command_line_writes_both_formats(book, tmp_path):
    done = process("export", book, tmp_path / "out.html", "--methods", "--chart", "stacked")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        f"Exported 5 articles to “{tmp_path / 'out.html'}”.\n",
        "",
    )
    assert (tmp_path / "out.html").read_text("utf-8").count("<svg") == 1
    run("export", book, tmp_path / "out.md", "--methods")
    text = (tmp_path / "out.md").read_text("utf-8")
    assert "### Tags with their subtags" in text
    assert "| Economy/Energy | 1 | 1 | 1 | " in text
    assert "### Tag frequency for each article" in text


def test_the_command_line_knows_pinned_charts_by_their_names(book, tmp_path):
    project = Project.open(book)
    project.run("Pin", chart_operations.pin_chart, "Mine", Settings(name="matrix"), None)
    project.close()
    run("export", book, tmp_path / "out.html", "--methods", "--chart", "stacked", "--pinned", "mine")
    text = (tmp_path / "out.html").read_text("utf-8")
    assert text.count("<svg") == 2
    assert "Tags × articles · All 5 articles" in text
    asked = ["export", book, tmp_path / "no.md", "--methods", "--pinned", "Yours"]
    assert "No chart is pinned as “Yours”." in refused(*asked)


def test_the_format_is_what_the_name_ends_with(book, tmp_path):
    run("export", book, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "does not end with a format" in refused("export", book, tmp_path / "out.doc")
    for options in (
        ["--methods", "--document", "1"],
        ["--methods", "--format", "csv"],
        ["--methods", "--codebook"],
        ["--chart", "matrix"],
        ["--pinned", "Mine"],
    ):
        refused("export", book, tmp_path / "none.md", *options)
    assert not (tmp_path / "none.md").exists()


def test_charts_that_can_be_in_it_are_those_of_the_window():
    assert [name for name, _ in methods.offered()] == exports._OFFERED


def test_what_is_counted_has_no_decimals(book, tmp_path):
    annotate(book, 10, 40, "--tag", "Other", "--tag", "Another")
    run("export", book, tmp_path / "out.md", "--methods", "--chart", "network")
    (row,) = [line for line in (tmp_path / "out.md").read_text("utf-8").splitlines() if "Another + Other" in line]
    assert row.startswith("| Another + Other | 1 | ")
