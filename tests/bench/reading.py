"""A long text with twenty thousand annotations: opening it, adding one more, scrolling."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from core.model import Annotation, DocumentId, TagId
from storage import operations
from storage.project import Project
from tests.bench.corpus import LONG
from tests.bench.measuring import Line, by_turns, timed
from ui import theme
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings

SHORT_TEXT, LONG_TEXT = DocumentId(1), DocumentId(2)
_SIZE = (1440, 900)
_PAGES = 40
_PAUSE_MS = 300


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False

    def handled(self) -> None:
        """Has everything laid out and painted that waits for it, and makes sure that this widget was."""
        before = self.count
        QApplication.processEvents()
        assert self.count > before


@contextmanager
def _window(path: Path) -> Iterator[tuple[MainWindow, Paints]]:
    """The real window on a project, and the paintings of its text."""
    theme.apply(make_application(), "light")
    session = Session(Project.open(path))
    window = MainWindow(session, Settings(theme="light"))
    window.resize(*_SIZE)
    window.show()
    for _ in range(3):
        QApplication.processEvents()
    yield window, Paints(window.reader.viewport())
    window.hide()
    session.project.close()


def _bare_editor(like: QWidget) -> tuple[QPlainTextEdit, Paints]:
    editor = QPlainTextEdit()
    editor.resize(like.size())
    editor.show()
    QApplication.processEvents()
    return editor, Paints(editor.viewport())


def open_long(folder: Path, _scale: float) -> Line:
    """Opening it until its highlights and all else are painted, beside fetching the same and showing bare text."""
    with _window(folder / LONG) as (window, paints):
        editor, bare_paints = _bare_editor(window.reader)
        bare = sqlite3.connect(folder / LONG)

        def ours() -> float:
            window.session.open_article(SHORT_TEXT)
            QApplication.processEvents()
            start = perf_counter()
            window.session.open_article(LONG_TEXT)
            paints.handled()
            took = perf_counter() - start
            assert window.reader.scene().tints
            return took

        def limit() -> float:
            editor.setPlainText("")
            QApplication.processEvents()
            start = perf_counter()
            text, rows = _fetched(bare)
            editor.setPlainText(text)
            bare_paints.handled()
            took = perf_counter() - start
            assert rows
            return took

        return by_turns("open-long", ours, limit, runs=7)


def _fetched(bare: sqlite3.Connection) -> tuple[str, list[tuple]]:
    """The text, and the rows of its annotations and codings."""
    (text,) = bare.execute("SELECT text FROM document_text WHERE id = ?", [LONG_TEXT]).fetchone()
    rows = bare.execute(
        "SELECT id, guid, document_id, start, stop, note, created, modified FROM annotation"
        " WHERE document_id = ? ORDER BY start, stop DESC, id",
        [LONG_TEXT],
    ).fetchall()
    sql = "SELECT annotation_id, tag_id FROM coding WHERE document_id = ? ORDER BY annotation_id, id"
    return text, rows + bare.execute(sql, [LONG_TEXT]).fetchall()


def add_one(folder: Path, _scale: float) -> Line:
    """Adding an annotation with a tag where most are in view, beside the bare insert of its row."""
    shutil.copy(folder / LONG, folder / "bare.postil")
    bare = _bare_project(folder / "bare.postil")
    with _window(folder / LONG) as (window, paints):
        window.session.open_article(LONG_TEXT)
        there = _densest(window)
        window.reader.go_to(there.start)
        window.session.select(there.id)
        QApplication.processEvents()
        spans = iter(range(there.start, there.start + 100))

        def add() -> None:
            start = next(spans)
            made = window.session.do(
                "Annotate", operations.annotate, LONG_TEXT, start, start + 60, [TagId(1 + start % 200)]
            )
            window.session.select(made)
            paints.handled()

        def ours() -> float:
            QTest.qWait(_PAUSE_MS)  # a reader reads on before the next; what waits for a pause is done in it
            return timed(add)

        return by_turns("add-one", ours, lambda: timed(lambda: _insert(bare)), runs=15)


def _bare_project(path: Path) -> sqlite3.Connection:
    """A connection with the settings of a project's, and nothing else."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "journal_mode = DELETE", "synchronous = EXTRA"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def _insert(bare: sqlite3.Connection) -> None:
    bare.execute(
        "INSERT INTO annotation (guid, document_id, start, stop, quote, prefix, suffix, created, modified)"
        " VALUES (hex(randomblob(16)), 2, 100, 160, 'quote', 'prefix', 'suffix', '', '')"
    )


def _densest(window: MainWindow) -> Annotation:
    """The first annotation of the place where most lie on one screen of text."""
    article = window.session.article
    assert article is not None
    places = Counter(start // 2000 for start, _, _ in article.order)
    ((page, _),) = places.most_common(1)
    return article.meeting(page * 2000, page * 2000 + 2000)[0]


def scroll_page(folder: Path, _scale: float) -> Line:
    """Scrolling a page, beside a page of the bare text."""
    with _window(folder / LONG) as (window, paints):
        window.session.open_article(LONG_TEXT)
        QApplication.processEvents()
        editor, bare_paints = _bare_editor(window.reader)
        assert window.session.article is not None
        editor.setPlainText(window.session.article.text)
        QApplication.processEvents()

        def page(reader: QPlainTextEdit, painted: Paints) -> float:
            bar = reader.verticalScrollBar()
            start = perf_counter()
            bar.setValue((bar.value() + bar.pageStep()) % bar.maximum())
            painted.handled()
            return perf_counter() - start

        return by_turns(
            "scroll-page", lambda: page(window.reader, paints), lambda: page(editor, bare_paints), runs=_PAGES
        )
