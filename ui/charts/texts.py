"""The words of all articles, read in slices between what a person does, and kept until there are other articles."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from core.measures import stop_words
from core.measures.codings import Material
from core.measures.tokens import Tokens, only, reading
from ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = 500_000  # characters: about a twentieth of a second


class Texts(QObject):
    """The words of a project's articles and their languages; `read` says of how many articles it has them so far.

    `advanced` follows each slice that was read.
    """

    advanced = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.read = 0
        self.languages: tuple[str, ...] = ()
        self._found: Tokens | None = None
        self._places: dict[tuple[int, str], int] = {}
        self._slices: Iterator[int | Tokens] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._read_on)
        session.opened.connect(self._forget)

    def tokens(self, everything: Material, wanted: Material) -> Tokens | None:
        """The words of the articles that are wanted, which are some of all; None as long as they are being read."""
        places = {(each.id, each.sha256): at for at, each in enumerate(everything.codings.documents)}
        if places != self._places:
            self._forget()
            self._places, self._slices = places, reading(everything, AT_ONCE)
            self._timer.start()
            self._step()
            while self._found is None and QThread.currentThread().loopLevel() == 0:
                self._step()  # nobody waits: a picture or a file is made, not a window used
        if self._found is None or len(wanted.codings.documents) == len(places):
            return self._found
        return only(self._found, [places[each.id, each.sha256] for each in wanted.codings.documents])

    def _read_on(self) -> None:
        self._step()
        self.advanced.emit()

    def _step(self) -> None:
        step = next(self._slices)
        if isinstance(step, Tokens):
            self._timer.stop()
            self._found, self.languages = step, stop_words.languages(step)
        else:
            self.read = step

    def _forget(self) -> None:
        self._timer.stop()
        self._found, self._places, self.read = None, {}, 0
