"""Strings that break programs, each of them marked: what is stored and what is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storage import annotations, operations
from storage.importers.text import read_text_file
from storage.project import Project


@pytest.fixture
def naughty(tmp_path, samples) -> Project:
    """A project with the big list of naughty strings, every line of it marked and tagged."""
    project = Project.create(tmp_path / "naughty.postil")
    article = read_text_file(samples / "stress" / "blns.txt")
    project.run("Add", operations.add_documents, [article])
    lines = article.text.text.split("\n")

    def mark_all(project: Project) -> None:
        at = 0
        for number, line in enumerate(lines):
            if line:
                operations.annotate_with_paths(project, 1, at, at + len(line), [f"Kind {number % 13}"], "")
            at += len(line) + 1

    project.run("Mark", mark_all)
    yield project
    project.close()


def test_every_quote_is_its_slice(naughty):
    text = naughty.text(1)
    found = list(annotations.everywhere(naughty.db))
    assert len(found) > 500
    for annotation, quote in found:
        assert quote == text[annotation.start : annotation.stop]
        assert "\n" not in quote.strip("\n") or quote.endswith("\n")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_PageDown])
def test_every_line_is_shown_and_painted_while_the_reader_turns_the_pages(naughty, open_window, qtbot, key):
    path = naughty.path
    naughty.close()
    window = open_window(path)
    reader, bar = window.reader, window.reader.verticalScrollBar()
    down, up = set[int](), set[int]()
    while True:
        QApplication.processEvents()
        down |= set(reader.bars())
        if bar.value() >= bar.maximum():
            break
        qtbot.keyClick(reader, key)
    assert down == set(window.session.article.annotations)
    shift = Qt.KeyboardModifier.ShiftModifier
    back = Qt.Key.Key_PageUp if key == Qt.Key.Key_PageDown else key
    while bar.value():
        QApplication.processEvents()
        up |= set(reader.bars())
        qtbot.keyClick(reader, back, shift if back == key else Qt.KeyboardModifier.NoModifier)
    assert up | set(reader.bars()) == down


def test_each_of_them_can_be_gone_to(naughty, open_window, qtbot):
    path = naughty.path
    naughty.close()
    window = open_window(path)
    for _, _, key in window.session.article.order[::25]:
        window.session.select(key, reveal=True)
        annotation = window.session.article.annotations[key]
        start, stop = window.reader.offsets_in_view()
        assert start <= annotation.start <= stop
        assert window.reader.boxes(annotation.start, annotation.stop) or not window.session.article.quote(
            annotation
        ).strip("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\ufeff\u180e ")
