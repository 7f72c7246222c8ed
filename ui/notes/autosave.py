"""Saves what is typed while it is typed: a crash loses at most the last second."""

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS, _LATEST_MS = 300, 800  # after the last key, and after the first that is not saved


class Autosave(QObject):
    """Hands what `read` reads from a field to `write`, with a key that is the same during one stay in the field.

    Steps of the history with the same key in a row are one. `write` says whether what it got is in the project.
    """

    def __init__(
        self, read: Callable[[], object], write: Callable[[Any, str], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._read, self._write = read, write
        self._saved = read()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._latest = QTimer(self, singleShot=True, interval=_LATEST_MS)
        for timer in (self._pause, self._latest):
            timer.timeout.connect(self.save)
        self.end_stay()

    def begin(self, saved: object) -> None:
        """What the field shows from now on is this, as the project has it."""
        self._stop()
        self._saved = saved
        self.end_stay()

    def end_stay(self) -> None:
        """What is typed from now on is another step."""
        self._stay = f"note:{uuid.uuid4()}"

    def typed(self) -> None:
        """Something was typed; it is saved soon, also while typing goes on."""
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def save(self) -> None:
        """Saves what was typed since the last time, as part of this stay's step."""
        self._stop()
        typed = self._read()
        # Where another program wrote to the file, the first try only brings what is shown up to date.
        if typed != self._saved and (self._write(typed, self._stay) or self._write(typed, self._stay)):
            self._saved = typed

    @property
    def pending(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._read() != self._saved

    def _stop(self) -> None:
        self._pause.stop()
        self._latest.stop()
