"""Texts that nobody writes and somebody will open: they open and scroll like any other."""

import sqlite3
from pathlib import Path
from time import perf_counter

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from core.model import DocumentId
from tests.bench.corpus import EXTREMES
from tests.bench.measuring import Line, by_turns
from tests.bench.reading import Paints, bare_editor, fetched, open_window

SHORT, WORD, EMPTY, CROWDED = map(DocumentId, range(1, 5))


def open_word(folder: Path, _scale: float) -> Line:
    """A megabyte in one word; the bare field breaks it anywhere too, or it would take half a minute."""
    return _opening("open-word", folder, WORD)


def open_empty(folder: Path, _scale: float) -> Line:
    """A million empty lines."""
    return _opening("open-empty", folder, EMPTY)


def open_crowded(folder: Path, _scale: float) -> Line:
    """A hundred thousand annotations, up to fifty deep."""
    return _opening("open-100k", folder, CROWDED)


def scroll_word(folder: Path, _scale: float) -> Line:
    """A page of the megabyte in one word."""
    return _scrolling("scroll-word", folder, WORD)


def scroll_empty(folder: Path, _scale: float) -> Line:
    """A page of a million empty lines."""
    return _scrolling("scroll-empty", folder, EMPTY)


def scroll_crowded(folder: Path, _scale: float) -> Line:
    """A page of the hundred thousand annotations."""
    return _scrolling("scroll-100k", folder, CROWDED)


def _bare(window_reader: QPlainTextEdit, document: DocumentId) -> tuple[QPlainTextEdit, Paints]:
    editor, paints = bare_editor(window_reader)
    if document == WORD:
        editor.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
    return editor, paints


def _opening(name: str, folder: Path, document: DocumentId) -> Line:
    with open_window(folder / EXTREMES) as (window, paints):
        editor, bare_paints = _bare(window.reader, document)
        bare = sqlite3.connect(folder / EXTREMES)

        def ours() -> float:
            window.session.open_article(SHORT)
            QApplication.processEvents()
            start = perf_counter()
            window.session.open_article(document)
            paints.painted(window)
            return perf_counter() - start

        def limit() -> float:
            editor.setPlainText("")
            QApplication.processEvents()
            start = perf_counter()
            text, _ = fetched(bare, document)
            editor.setPlainText(text)
            bare_paints.painted(editor)
            return perf_counter() - start

        return by_turns(name, ours, limit, runs=5)


def _scrolling(name: str, folder: Path, document: DocumentId) -> Line:
    with open_window(folder / EXTREMES) as (window, paints):
        window.session.open_article(document)
        editor, bare_paints = _bare(window.reader, document)
        assert window.session.article is not None
        editor.setPlainText(window.session.article.text)
        QApplication.processEvents()

        def page(reader: QPlainTextEdit, painted: Paints) -> float:
            bar = reader.verticalScrollBar()
            start = perf_counter()
            bar.setValue((bar.value() + bar.pageStep()) % bar.maximum())
            painted.handled()
            return perf_counter() - start

        return by_turns(name, lambda: page(window.reader, paints), lambda: page(editor, bare_paints), runs=30)
