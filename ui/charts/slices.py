"""What takes too long for one go: found in slices between what a person does, and kept."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from ui.session import Session


class Slices(QObject):
    """One thing that is found in slices; `done` says how far it has come, `advanced` follows each slice.

    Where nobody waits at a window, or with `at_once`, it is found before anybody gets an answer.
    """

    advanced = Signal()

    def __init__(self, session: Session, parent: QObject | None = None, at_once: bool = False) -> None:
        super().__init__(parent)
        self.done = 0
        self._at_once = at_once
        self._key: object = None
        self._found: Any = None
        self._steps: Iterator[Any] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        session.closing.connect(self.forget)
        session.opened.connect(self.forget)

    def found(self, key: object, begin: Callable[[], Iterator[Any]]) -> Any:
        """What there is under this key; None as long as it is being found.

        `begin` gives how far it has come after each slice, as whole numbers, and at last what was found.
        """
        if key != self._key:
            self._key, self._found, self.done = key, None, 0
            self._steps = begin()
            self._timer.start()
            self._step()
            while self._found is None and (self._at_once or QThread.currentThread().loopLevel() == 0):
                self._step()
        return self._found

    def give_up(self) -> None:
        """Lets go of what is being found: what it is found in is no longer the same."""
        if self._found is None:
            self.forget()

    def forget(self) -> None:
        """Lets go of what was found, and of what is being found."""
        self._timer.stop()
        self._key = self._found = None
        self._steps = iter(())

    def _go_on(self) -> None:
        self._step()
        self.advanced.emit()

    def _step(self) -> None:
        try:
            step = next(self._steps)
        except BaseException:
            self.forget()  # else it would be gone on with for ever
            raise
        if isinstance(step, int):
            self.done = step
        else:
            self._timer.stop()
            self._found = step
