"""What the passages under the mouse are tagged with, and their notes, in a small frame of plain text."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from core.model import Annotation
from ui.labels import label

if TYPE_CHECKING:
    from ui.reader.view import Reader

_MAX_NOTE = 280  # characters


class Hover(QFrame):
    """A frame beside the mouse. Not a QToolTip, which would read a tag's name as HTML."""

    def __init__(self, reader: "Reader") -> None:
        super().__init__(reader.viewport())
        self._reader = reader
        self._shown: list[int] = []
        self.setObjectName("hover")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = label("", "", self)
        self._text.setWordWrap(True)
        self._text.setMaximumWidth(320)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 10, 8)
        layout.addWidget(self._text)
        self.hide()

    def show_for(self, annotations: list[Annotation], point: QPoint) -> None:
        """Shows these annotations near a point of the viewport; hides when there are none."""
        ids = [annotation.id for annotation in annotations]
        if not ids:
            self._shown = []
            self.hide()
            return
        if ids != self._shown or not self.isVisible():
            self._shown = list(ids)
            self._text.setText("\n\n".join(self._describe(annotation) for annotation in annotations))
            self.adjustSize()
        view = self._reader.viewport().rect()
        x = min(point.x() + 14, view.right() - self.width() - 6)
        below = point.y() + 24
        y = below if below + self.height() < view.bottom() else point.y() - self.height() - 14
        self.move(max(4, x), max(4, y))
        self.show()

    def text(self) -> str:
        """What the frame says."""
        return self._text.text()

    def _describe(self, annotation: Annotation) -> str:
        tree = self._reader.session.tags
        names = [" › ".join(tree.names(tag)) for tag in annotation.tags]
        lines = [" · ".join(names) or self.tr("Highlight without a tag")]
        if annotation.note:
            note = annotation.note
            lines.append(note if len(note) <= _MAX_NOTE else note[:_MAX_NOTE] + "…")
        return "\n".join(lines)
