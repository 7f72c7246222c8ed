"""Random keys, clicks, sweeps, commands, names and files in the real window, all of them from one seed.

After every hundred the project must be whole, every quote its passage, and the window must show what the file
holds; no exception and no warning of Qt may have been met. `python -m tests.faults.monkey [--actions N] [--seed N]`
tries another seed, or repeats one.
"""

import faulthandler
import os
import random
import subprocess
import sys
import tempfile
import traceback
from collections import Counter, deque
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from storage import annotations, integrity, operations
from storage.documents import all_documents
from storage.importers.text import pasted
from storage.project import Project
from storage.samples import sample_articles
from tests.bench.__main__ import stay_at_home
from ui import theme
from ui.actions import ACTIONS
from ui.app import make_application
from ui.commands import files
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings
from ui.tag_view import MIME, TagTreeView

if TYPE_CHECKING:
    from collections.abc import Callable

FULL, SMALL = 10_000, 300
SEED = 2026
LONGEST = 60  # seconds that one action may take before it counts as a hang
EVERY = 100  # actions between two looks at the project
ROOT = Path(__file__).parents[2]
_WORDS = (
    "a",
    "Energy",
    "Économie/Öl",
    "🇺🇦👩‍👩‍👧",
    "שלום",
    "e\u0301\u202e",
    "x" * 90,
    "(",
    "\\/",
    "note on it",
    " ",
    "the",
)
_TEXT = (
    "A 👩‍👩‍👧 family 🇺🇦 e\u0301. “Really?” she said.\nשלום to all\u00a0of you, مرحبا. \u202eturned\u202c\n\n"
    "1. one\n2. two\n"
)
# The offscreen platform says that it cannot do these.
_UNABLE = ("This plugin does not support", "propagateSizeHints")


def run(count: int) -> str:
    """Does so much in a process of its own, which may crash."""
    command = [sys.executable, "-m", "tests.faults.monkey", "--actions", str(count), "--seed", str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace")
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout.strip()


class Monkey:
    """Somebody who does anything that can be done with keys and mouse, and what went wrong meanwhile."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.answers = random.Random(seed)  # when it is asked depends on the machine
        self.folder = folder
        self.met: list[str] = []
        self.done: deque[str] = deque(maxlen=12)
        self.window = self._open_window()
        self.files = self.steps = 0
        self.window.session.changed.connect(self._count)
        self.actions: list[tuple[Callable[[], str], int]] = [
            (self.press_key_of_command, 25),
            (self.press_plain_key, 20),
            (self.click, 15),
            (self.sweep_text, 10),
            (self.mark, 12),
            (self.drag, 4),
            (self.wheel, 6),
            (self.run_command, 15),
            (self.type_words, 10),
            (self.paste, 2),
            (self.undo_or_redo, 8),
            (self.resize, 2),
            (self.drop_files, 2),
            (self.drop_tag, 3),
            (self.rest, 2),
        ]

    def _open_window(self) -> Any:

        qInstallMessageHandler(self._hear)
        self.app = make_application()
        theme.apply(self.app, "light")
        project = Project.create(self.folder / "monkey.postil")
        new = [*sample_articles(), pasted("Odd", _TEXT * 40), pasted("Short", "Short.")]
        project.run("Add", operations.add_documents, new)
        for name in ("One", "One/Two", "Energy/Öl", "🇺🇦"):
            project.run("Tag", operations.create_tag_path, name)
        for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames", "getExistingDirectory"):
            setattr(QFileDialog, name, staticmethod(partial(self._chosen, name)))
        window = MainWindow(Session(project), Settings(theme="light"))
        window.actions_by_id["window.close"].setEnabled(False)
        window.resize(1200, 800)
        window.show()
        window.activateWindow()
        self._answers = QTimer(window, interval=5)
        # Apart from the timer, which does not fire again before it is answered: an answer may open another dialog.
        self._answers.timeout.connect(lambda: QTimer.singleShot(0, window, self._answer))
        self._answers.start()
        sys.excepthook = self._catch
        return window

    def _count(self, *_: object) -> None:
        self.steps += 1

    def _hear(self, kind: Any, context: Any, said: str) -> None:

        if kind != QtMsgType.QtDebugMsg and not any(word in said for word in _UNABLE):
            self.met.append(f"Qt: {said}")

    def _catch(self, *error: Any) -> None:
        self.met.append("".join(traceback.format_exception(*error)))

    # -- what there is to do

    def act(self) -> None:
        """Does one thing and lets the window follow."""
        what, weights = zip(*self.actions, strict=True)
        (chosen,) = self.random.choices(what, weights)
        if not self.window.isActiveWindow():  # no desktop gives it back after a dialog
            self.window.activateWindow()
            self.app.processEvents()
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        self.done.append(f"{chosen.__name__} {chosen()}")
        self.app.processEvents()
        faulthandler.cancel_dump_traceback_later()

    def press_key_of_command(self) -> str:
        """A key from the list of commands, wherever the focus is."""

        keys = [key for entry in ACTIONS for key in entry.keys if entry.id != "window.close"]
        key = self.random.choice(keys)
        if not self.random.randrange(2):
            self.window.reader.setFocus()
        QTest.keySequence(self._focused(), QKeySequence(key))
        return key

    def press_plain_key(self) -> str:
        """A key that moves or edits, with or without others held."""
        names = (
            "Left Right Up Down PageUp PageDown Home End Tab Backtab Return Escape Space Delete Backspace F2 Menu"
        )
        name = self.random.choice(names.split())
        none, shift, control, alt = (
            getattr(Qt.KeyboardModifier, f"{held}Modifier") for held in ("No", "Shift", "Control", "Alt")
        )
        held = self.random.choice([none, none, none, shift, control, alt, shift | control])
        QTest.keyClick(self._focused(), getattr(Qt.Key, f"Key_{name}"), held)
        return f"{name} {held}"

    def click(self) -> str:
        """A click, a double click or a right click on anything in view."""
        widget, at = self._anywhere()
        how = self.random.choice([QTest.mouseClick, QTest.mouseClick, QTest.mouseDClick])
        button = self.random.choice([Qt.MouseButton.LeftButton] * 4 + [Qt.MouseButton.RightButton])
        held = self.random.choice([Qt.KeyboardModifier.NoModifier] * 3 + [Qt.KeyboardModifier.ShiftModifier])
        how(widget, button, held, at)
        return f"{type(widget).__name__} {at.toTuple()} {button.name}"

    def sweep_text(self) -> str:
        """Selects words with the mouse, or takes an end of an annotation elsewhere."""
        viewport = self.window.reader.viewport()
        return self._drag(viewport, self._place_in(viewport), self._place_in(viewport))

    def mark(self) -> str:
        """Selects words and does something with them, as people do most of the time."""
        swept = self.sweep_text()
        key = self.random.choice(["H", "T", "N", "V", "Q", "K", "R", "J", "X", "1", "E", "Shift+B", "M", "Del"])
        self.window.reader.setFocus()
        QTest.keySequence(self.window.reader, QKeySequence(key))
        if key in ("T", "N", "X"):
            self.type_words()
            QTest.keyClick(self._focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        return f"{swept} {key}"

    def drag(self) -> str:
        """Presses, moves and releases anywhere: edges of panels, scroll bars, rows."""
        widget, at = self._anywhere()
        return self._drag(widget, at, self._place_in(widget))

    def wheel(self) -> str:
        """Turns the wheel, perhaps with a key held."""
        widget, at = self._anywhere()
        held = self.random.choice([Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
        turn = QPoint(0, self.random.choice([-480, -120, 120, 480]))
        event = QWheelEvent(
            QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), turn, Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self.app.sendEvent(widget, event)
        return f"{type(widget).__name__} {turn.y()}"

    def run_command(self) -> str:
        """A command as from a menu."""
        action = self.random.choice([a for a in self.window.actions_by_id.values() if a.isEnabled()])
        action.trigger()
        return action.objectName()

    def type_words(self) -> str:
        """Letters of any script, into whatever has the focus."""
        words = self.random.choice(_WORDS)
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                self.app.sendEvent(self._focused(), key)
        return repr(words)

    def paste(self) -> str:
        """Puts words on the clipboard and pastes them."""
        self.app.clipboard().setText(self.random.choice([*_WORDS, _TEXT]))
        QTest.keyClick(self._focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        return ""

    def undo_or_redo(self) -> str:
        """Some steps back or forth."""
        name = self.random.choice(["edit.undo", "edit.redo"])
        times = self.random.randint(1, 3 if name == "edit.undo" else 6)
        for _ in range(times):
            self.window.actions_by_id[name].trigger()
        return f"{name} {times}"

    def resize(self) -> str:
        """Another size of the window."""
        size = self.random.randint(500, 1900), self.random.randint(400, 1100)
        self.window.resize(*size)
        return str(size)

    def drop_files(self) -> str:
        """Files from a folder: texts, what is none, and projects."""
        dropped = [self._file() for _ in range(self.random.randint(1, 2))]
        files.open_dropped(self.window, [QUrl.fromLocalFile(str(path)) for path in dropped])
        return ", ".join(path.name for path in dropped)

    def drop_tag(self) -> str:
        """A tag onto another one, or beside them."""

        tags = list(self.window.session.tags.by_id)
        view = self.window.tag_panel.findChild(TagTreeView)
        if not tags or not view.isVisible():
            return "none"
        data, at = QMimeData(), self._place_in(view.viewport())
        data.setData(MIME, str(self.random.choice(tags)).encode())
        how = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        for event in (QDragEnterEvent(at, *how), QDragMoveEvent(at, *how), QDropEvent(QPointF(at), *how)):
            self.app.sendEvent(view.viewport(), event)
        return str(at.toTuple())

    def rest(self) -> str:
        """Waits until what is done later is done."""
        QTest.qWait(self.random.choice([10, 50, 400]))
        return ""

    # -- where and with what

    def _focused(self) -> Any:
        return self.app.focusWidget() or self.window

    def _anywhere(self) -> tuple[Any, Any]:

        found = [w for w in self.window.findChildren(QWidget) if w.isVisible() and not w.visibleRegion().isEmpty()]
        if not self.random.randrange(3):
            found = [self.window.reader.viewport(), self.window.reader]
        # Dragging a tag with the mouse waits for a mouse that is not there; `drop_tag` does it.
        widget = self.random.choice([w for w in found if not isinstance(w.parent(), TagTreeView)] or [self.window])
        return widget, self._place_in(widget)

    def _place_in(self, widget: Any) -> Any:
        width, height = max(1, widget.width()), max(1, widget.height())
        return QPoint(self.random.randrange(width), self.random.randrange(height))

    def _drag(self, widget: Any, start: Any, stop: Any) -> str:

        QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for share in (0.2, 0.6, 1.0):
            QTest.mouseMove(widget, start + (stop - start) * share)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stop)
        return f"{type(widget).__name__} {start.toTuple()} {stop.toTuple()}"

    def _file(self) -> Path:
        """A file as people have them, in the monkey's folder."""
        made = {
            "text.txt": _TEXT.encode(),
            "utf-16.txt": _TEXT.encode("utf-16"),
            "nothing.txt": b"",
            "noise.txt": bytes(range(256)),
            "noise.postil": bytes(range(256)),
        }
        name = self.random.choice([*made, *["monkey.postil"] * 4, "missing.txt"])
        if name in made:
            (self.folder / name).write_bytes(made[name])
        return self.folder / name

    def _chosen(self, kind: str, _parent: QWidget, title: str, *_: str) -> Any:
        """What a person chooses in a dialog for files, or that nothing is; seldom a new project."""
        self.files += 1
        if not self.random.randrange(3) or (title == "New project" and self.random.randrange(5)):
            return {"getOpenFileNames": ([], ""), "getExistingDirectory": ""}.get(kind, ("", ""))
        if kind == "getExistingDirectory":
            return str(self.folder)
        if kind == "getOpenFileNames":
            return [str(self._file())], ""
        if kind == "getOpenFileName":
            projects = sorted(self.folder.glob("*.postil"))
            return str(self.random.choice([*projects, *[self.folder / "monkey.postil"] * 4])), ""
        suffix = self.random.choice(["postil", "csv", "json", "md", "html", "png", "svg"])
        return str(self.folder / f"made {self.files % 10}.{suffix}"), ""

    def _answer(self) -> None:
        """Ends what waits for an answer: a dialog, a menu, a drag."""
        waiting = self.app.activePopupWidget() or self.app.activeModalWidget()
        if waiting is None and not self.window.findChildren(QDrag):
            return
        if waiting is None or not isValid(waiting):  # a menu that was where another one is now
            QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Escape)
            return
        field = waiting.focusWidget() or waiting
        way = self.answers.randrange(6)
        if way == 0:
            QTest.keyClick(field, Qt.Key.Key_Return)
        elif way == 1:
            QTest.keyClicks(field, "Name")
        elif way == 2:
            QTest.keyClick(field, Qt.Key.Key_Down)
        elif way == 3 and (buttons := [b for b in waiting.findChildren(QAbstractButton) if b.isVisible()]):
            self.answers.choice(buttons).click()
        elif isinstance(waiting, QDialog):
            waiting.reject()
        else:
            QTest.keyClick(waiting, Qt.Key.Key_Escape)

    # -- what must be so

    def look(self) -> None:
        """Raises AssertionError where something is not as it must be."""
        assert not self.met, "\n".join(self.met)
        session = self.window.session
        db = session.project.db
        assert integrity.full_report(db) == []
        texts = {document.id: session.project.text(document.id) for document in all_documents(db)}
        for annotation, quote in annotations.everywhere(db):
            assert quote == texts[annotation.document][annotation.start : annotation.stop]
        assert list(session.documents) == list(texts)
        assert +session.tag_totals == annotations.tag_counts(db)
        assert +session.annotation_counts == annotations.annotation_counts(db)
        for article in filter(None, session.panes):
            held = {a.id: a[2:6] + a.tags for a in annotations.of_document(db, article.document.id)}
            assert {a.id: a[2:6] + a.tags for a in article.annotations.values()} == held
            assert article.text == texts[article.document.id]


def play(folder: Path, actions: int, seed: int) -> str:
    """Lets a monkey do so much, and says what it did."""
    monkey = Monkey(folder, seed)
    counted: Counter[str] = Counter()
    try:
        for number in range(1, actions + 1):
            monkey.act()
            counted[monkey.done[-1].split(" ")[0]] += 1
            if number % EVERY == 0 or number == actions or monkey.met:
                monkey.look()
    except BaseException:  # noqa: BLE001  (whatever was met is what is to be reported)
        traceback.print_exc()
        print(f"seed {seed}, after {sum(counted.values())} actions; the last of them:", *monkey.done, sep="\n  ")
        sys.stdout.flush()
        os._exit(1)  # what is left of the window may be in any state
    monkey.window.close()
    monkey.window.session.project.close()
    return f"seed {seed}: {actions:,} actions, {monkey.steps:,} steps: no exception, no warning, all whole."


@click.command()
@click.option("--actions", default=FULL, show_default=True)
@click.option("--seed", type=int, help="Repeats a run; another one each time without it.")
def main(actions: int, seed: int | None) -> None:
    """Does anything at all with the real window."""
    with tempfile.TemporaryDirectory(prefix="postil-monkey-") as folder:
        stay_at_home(Path(folder))
        work = Path(folder, "work")
        work.mkdir()
        faulthandler.enable()
        print(play(work, actions, random.randrange(2**32) if seed is None else seed))


if __name__ == "__main__":
    main()
