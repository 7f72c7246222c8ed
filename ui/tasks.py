"""Work that takes long: done on another thread, so that the window goes on, and cancelled when nobody wants it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from core.errors import UserError
from ui.labels import label

_LOOK_MS = 15  # between looks whether it is done
_PATIENCE_MS = 300  # work that is done within a moment needs no words
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="task")


class Cancelled(Exception):
    """Raised within work that nobody waits for any more."""


class Task(QObject):
    """One piece of work, which touches neither widgets nor the project.

    It is called with a function that it calls every now and then, and that raises Cancelled. What it returns
    arrives as `done`, a UserError as `failed`, both on the window's thread; any other error is raised there.
    `over` follows all of them, and `cancel`, after which nothing else arrives.

    The other thread knows nothing of this object, nor may the work: whichever thread lets go of a Qt object last
    destroys it, and only the window's may.
    """

    done = Signal(object)
    failed = Signal(object)
    over = Signal()

    def __init__(self, work: Callable[[Callable[[], None]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._cancelled = Event()
        self._future: Future[object] | None = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._arrive)

    def start(self) -> None:
        """Begins as soon as a thread is free."""
        self._future = _threads.submit(self._work, partial(_go_on, self._cancelled))
        self._look.start()

    def cancel(self) -> None:
        """Lets go of the work; it ends at its next opportunity."""
        if not self._cancelled.is_set():
            self._cancelled.set()
            self.over.emit()

    def wait(self) -> None:
        """Blocks until no thread works on it any more."""
        if self._future is not None:
            wait([self._future])

    def _arrive(self) -> None:
        if self._future is None or not self._future.done():
            return
        self._look.stop()
        self.deleteLater()
        if self._cancelled.is_set():
            return
        self._cancelled.set()  # too late for that from now on
        self.over.emit()
        try:
            result = self._future.result()
        except UserError as error:
            self.failed.emit(error)
        else:
            self.done.emit(result)


def _go_on(cancelled: Event) -> None:
    if cancelled.is_set():
        raise Cancelled


def cancel_all(owner: QObject) -> None:
    """Ends what is being done for a window: before it goes."""
    for task in owner.findChildren(Task):
        task.cancel()
        task.wait()


class WorkLine(QFrame):
    """Says what is being done and offers to cancel it, where it takes longer than a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messagebar")
        self._task: Task | None = None
        self._text = label()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setProperty("role", "link")
        cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        cancel.clicked.connect(lambda: self._task is not None and self._task.cancel())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.addWidget(self._text, 1)
        layout.addWidget(cancel)
        self.hide()

    def follow(self, task: Task, sentence: str) -> None:
        """Shows the sentence from a moment after now until the task is over."""
        later = QTimer(task, singleShot=True, interval=_PATIENCE_MS)
        later.timeout.connect(lambda: self._show(task, sentence))
        task.over.connect(later.stop)
        task.over.connect(lambda: self._forget(task))
        later.start()

    def text(self) -> str:
        """The sentence shown last."""
        return self._text.text()

    def _show(self, task: Task, sentence: str) -> None:
        self._task = task
        self._text.setText(sentence)
        self.show()

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            self.hide()
