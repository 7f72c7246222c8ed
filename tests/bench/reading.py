"""A long text with twenty thousand annotations: opening it, marking in it, moving through it."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from core.model import Annotation, DocumentId
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
_RUNS = 15
_PAGES = 40
_PAUSE_MS = 300
_PACE = 0.0038  # seconds for a page of bare text on the machine for which the targets in milliseconds were set


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False

    def painted(self, window: QWidget) -> None:
        """Paints a window at once, as it would be next, and makes sure that this widget was painted with it."""
        before = self.count
        window.repaint()
        assert self.count > before

    def handled(self) -> None:
        """Has everything laid out and painted that waits for it, and makes sure that this widget was."""
        before = self.count
        QApplication.processEvents()
        assert self.count > before


@contextmanager
def open_window(path: Path) -> Iterator[tuple[MainWindow, Paints]]:
    """The real window on a project, and the paintings of its text."""
    theme.apply(make_application(), "light")
    session = Session(Project.open(path))
    window = MainWindow(session, Settings(theme="light"))
    window.resize(*_SIZE)
    window.show()
    window.activateWindow()
    for _ in range(3):
        QApplication.processEvents()
    window.reader.setFocus()
    yield window, Paints(window.reader.viewport())
    window.hide()
    session.project.close()


def bare_editor(like: QWidget) -> tuple[QPlainTextEdit, Paints]:
    """A text field as Qt makes it, of the same size."""
    editor = QPlainTextEdit()
    editor.resize(like.size())
    editor.show()
    QApplication.processEvents()
    return editor, Paints(editor.viewport())


def _bare_text(window: MainWindow) -> tuple[QPlainTextEdit, Paints]:
    """The same text in a bare field, at the same place."""
    editor, paints = bare_editor(window.reader)
    assert window.session.article is not None
    editor.setPlainText(window.session.article.text)
    editor.verticalScrollBar().setValue(window.reader.verticalScrollBar().value())
    QApplication.processEvents()
    return editor, paints


def fetched(bare: sqlite3.Connection, document: int) -> tuple[str, list[tuple]]:
    """An article's text, and the rows of its annotations and codings."""
    (text,) = bare.execute("SELECT text FROM document_text WHERE id = ?", [document]).fetchone()
    rows = bare.execute(
        "SELECT id, guid, document_id, start, stop, note, created, modified FROM annotation"
        " WHERE document_id = ? ORDER BY start, stop",
        [document],
    ).fetchall()
    sql = "SELECT id, annotation_id, tag_id FROM coding WHERE document_id = ?"
    return text, rows + bare.execute(sql, [document]).fetchall()


def pace(folder: Path, _scale: float) -> Line:
    """How slow this machine is now: a page of bare text, beside what that took where the targets were set."""
    with open_window(folder / LONG) as (window, _paints):
        go_to_densest(window)
        editor, painted = _bare_text(window)

        def page() -> float:
            bar = editor.verticalScrollBar()
            start = perf_counter()
            bar.setValue(bar.value() + bar.pageStep())
            painted.handled()
            return perf_counter() - start

        return by_turns("pace", page, lambda: _PACE, _PAGES)


def open_long(folder: Path, _scale: float) -> Line:
    """Opening it until the window is painted with its highlights, beside fetching it and showing bare text."""
    with open_window(folder / LONG) as (window, paints):
        editor, bare_paints = bare_editor(window.reader)
        bare = sqlite3.connect(folder / LONG)

        def ours() -> float:
            window.session.open_article(SHORT_TEXT)
            QApplication.processEvents()
            start = perf_counter()
            window.session.open_article(LONG_TEXT)
            paints.painted(window)
            took = perf_counter() - start
            assert window.reader.drawn()
            return took

        def limit() -> float:
            editor.setPlainText("")
            QApplication.processEvents()
            start = perf_counter()
            text, rows = fetched(bare, LONG_TEXT)
            editor.setPlainText(text)
            bare_paints.painted(editor)
            took = perf_counter() - start
            assert rows
            return took

        return by_turns("open-long", ours, limit, runs=9)


# -- marking: from the key to the repainted text, where most annotations are in view, beside a bare commit


def add_one(folder: Path, _scale: float) -> Line:
    """Tagging selected words with a number key, beside the bare insert of an annotation's row."""
    inserted = (
        "INSERT INTO annotation (guid, document_id, start, stop, quote, prefix, suffix, created, modified)"
        " VALUES (hex(randomblob(16)), 2, 100, 160, 'quote', 'prefix', 'suffix', '', '')"
    )

    def select(window: MainWindow, there: Annotation, number: int) -> None:
        window.reader.set_selection(there.start + 3 * number, there.start + 3 * number + 60)

    return _marking("add-one", folder, Qt.Key.Key_1, select, inserted)


def retag_one(folder: Path, _scale: float) -> Line:
    """Giving an annotation one more tag, beside the bare insert of a coding's row."""
    inserted = (
        "INSERT INTO coding (annotation_id, tag_id, document_id, created)"
        " SELECT a.id, t.id, 2, '' FROM annotation AS a, tag AS t WHERE a.document_id = 2"
        " AND NOT EXISTS (SELECT 1 FROM coding WHERE annotation_id = a.id AND tag_id = t.id) LIMIT 1"
    )
    return _marking("retag-one", folder, Qt.Key.Key_2, _select_nth, inserted)


def resize_one(folder: Path, _scale: float) -> Line:
    """Letting an annotation end a word later, beside the bare update of its row."""
    updated = "UPDATE annotation SET stop = stop + 1, quote = 'another', suffix = 'end' WHERE id = 77"
    return _marking("resize-one", folder, Qt.Key.Key_E, _select_nth, updated)


def delete_one(folder: Path, _scale: float) -> Line:
    """Deleting an annotation, beside the bare delete of its row."""
    deleted = "DELETE FROM annotation WHERE id = (SELECT max(id) FROM annotation)"
    return _marking("delete-one", folder, Qt.Key.Key_Delete, _select_nth, deleted)


def _select_nth(window: MainWindow, there: Annotation, number: int) -> None:
    assert window.session.article is not None
    near = window.session.article.meeting(there.start, there.start + 1500)
    window.session.select(near[number % len(near)].id)


def _marking(
    name: str, folder: Path, key: Qt.Key, prepare: Callable[[MainWindow, Annotation, int], None], sql: str
) -> Line:
    shutil.copy(folder / LONG, folder / "ours.postil")
    shutil.copy(folder / LONG, folder / "bare.postil")
    bare = _bare_connection(folder / "bare.postil")
    with open_window(folder / "ours.postil") as (window, paints):
        for pin, tag in enumerate(list(window.session.tags)[:2], start=1):
            window.session.do("Pin", operations.pin_tag, tag.id, pin)
        there = go_to_densest(window)
        numbers = iter(range(10_000))

        def ours() -> float:
            prepare(window, there, next(numbers))
            QTest.qWait(_PAUSE_MS)  # a reader reads on before the next; what waits for a pause is done in it
            before, start = window.session.undo_label, perf_counter()
            QTest.keyClick(window.reader, key)
            paints.handled()
            took = perf_counter() - start
            assert window.session.undo_label != before
            return took

        def limit() -> float:
            QTest.qWait(_PAUSE_MS)  # a commit after a pause takes twice as long as one that follows another
            return timed(lambda: bare.execute(sql))

        return by_turns(name, ours, limit, runs=_RUNS)


def _bare_connection(path: Path) -> sqlite3.Connection:
    """A connection with the settings of a project's, and nothing else."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "journal_mode = DELETE", "synchronous = EXTRA"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def go_to_densest(window: MainWindow) -> Annotation:
    """Opens the long text where most annotations lie on one screen, and gives the first of them."""
    window.session.open_article(LONG_TEXT)
    article = window.session.article
    assert article is not None
    places = Counter(start // 2000 for start, _, _ in article.order)
    ((page, _),) = places.most_common(1)
    first = article.meeting(page * 2000, page * 2000 + 2000)[0]
    window.reader.scroll_to(first.start)
    QApplication.processEvents()
    return first


# -- moving: beside the bare text field doing the same


def scroll_wheel(folder: Path, _scale: float) -> Line:
    """Turning the wheel by one step where most annotations are."""
    return _scrolling("scroll-wheel", folder, lambda bar: 3)


def scroll_page(folder: Path, _scale: float) -> Line:
    """Scrolling by a page, from where most annotations are."""
    return _scrolling("scroll-page", folder, lambda bar: bar.pageStep())


def _scrolling(name: str, folder: Path, step: Callable) -> Line:
    with open_window(folder / LONG) as (window, paints):
        go_to_densest(window)
        editor, bare_paints = _bare_text(window)

        def moved(reader: QPlainTextEdit, painted: Paints) -> float:
            bar = reader.verticalScrollBar()
            start = perf_counter()
            bar.setValue(bar.value() + step(bar))
            painted.handled()
            return perf_counter() - start

        return by_turns(name, lambda: moved(window.reader, paints), lambda: moved(editor, bare_paints), _PAGES)


def jump_last(folder: Path, _scale: float) -> Line:
    """Going to the last annotation from the list of annotations, beside putting the bare caret there."""
    with open_window(folder / LONG) as (window, paints):
        window.session.open_article(LONG_TEXT)
        article = window.session.article
        assert article is not None
        first, last = article.order[0], article.order[-1]
        editor, bare_paints = bare_editor(window.reader)
        editor.setPlainText(article.text)
        QApplication.processEvents()

        def ours() -> float:
            window.session.select(first[2], reveal=True)
            QTest.qWait(_PAUSE_MS)
            window.cards.focus_cards()
            QApplication.processEvents()
            start = perf_counter()
            QTest.keyClick(window.cards.list, Qt.Key.Key_End)
            QTest.keyClick(window.cards.list, Qt.Key.Key_Return)
            paints.handled()
            took = perf_counter() - start
            begin, end = window.reader.offsets_in_view()
            assert begin <= last[0] < end
            return took

        def limit() -> float:
            return _bare_jump(editor, bare_paints, 0) and _bare_jump(editor, bare_paints, last[0])

        return by_turns("jump-last", ours, limit, runs=9)


def _bare_jump(editor: QPlainTextEdit, painted: Paints, position: int) -> float:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    start = perf_counter()
    editor.setTextCursor(cursor)
    editor.viewport().update()
    painted.handled()
    return perf_counter() - start


def resize_window(folder: Path, _scale: float) -> Line:
    """Making the window narrower and wider, beside a bare window with the text."""
    with open_window(folder / LONG) as (window, paints):
        go_to_densest(window)
        editor, bare_paints = _bare_text(window)
        ours_widths, bare_widths = cycle((1500, 1380, 1440)), cycle((900, 780, 840))

        def resized(widget: QWidget, width: int, painted: Paints) -> float:
            start = perf_counter()
            widget.resize(width, widget.height())
            painted.handled()
            return perf_counter() - start

        return by_turns(
            "resize-window",
            lambda: resized(window, next(ours_widths), paints),
            lambda: resized(editor, next(bare_widths), bare_paints),
            runs=_RUNS,
        )


def larger_font(folder: Path, _scale: float) -> Line:
    """Changing the size of the text, beside giving the bare text another font."""
    return _setting("larger-font", folder, "reader_size", cycle((18, 19, 17)))


def wider_column(folder: Path, _scale: float) -> Line:
    """Changing the width of the column, beside the same width for bare text."""
    return _setting("wider-column", folder, "reader_width", cycle((62, 72, 68)))


def _setting(name: str, folder: Path, setting: str, values: Iterator[int]) -> Line:
    with open_window(folder / LONG) as (window, paints):
        go_to_densest(window)
        editor, bare_paints = _bare_text(window)
        sizes = cycle((18, 19, 17))

        def ours() -> float:
            setattr(window.settings, setting, next(values))
            start = perf_counter()
            window.reader.apply_settings()
            paints.handled()
            return perf_counter() - start

        def limit() -> float:
            font = editor.font()
            font.setPixelSize(next(sizes))
            start = perf_counter()
            editor.setFont(font)
            bare_paints.handled()
            return perf_counter() - start

        return by_turns(name, ours, limit, runs=_RUNS)


def hover(folder: Path, _scale: float) -> Line:
    """Finding and drawing the tags under the mouse, beside asking the bare text what is there."""
    with open_window(folder / LONG) as (window, _paints):
        go_to_densest(window)
        reader = window.reader
        places = cycle([(60 + 37 * n % 400, 60 + 53 * n % 600) for n in range(60)])
        QTest.mouseMove(reader.viewport(), QPoint(5, 5))
        QApplication.processEvents()

        def ours() -> float:
            point = QPoint(*next(places))
            start = perf_counter()
            QTest.mouseMove(reader.viewport(), point)
            QApplication.processEvents()
            return perf_counter() - start

        def limit() -> float:
            return timed(lambda: reader.cursorForPosition(QPoint(100, 100)))

        return by_turns("hover", ours, limit, runs=60)
