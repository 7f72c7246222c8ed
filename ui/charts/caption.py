"""What is said of a mark that is pointed at, in a small box beside it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.charts.figure import elided
from ui.labels import label

_EDGE, _GAP, _PADDING = 8, 6, 24  # pixels to the sides of the page, to the mark, and at both sides of the words


def caption_on(page: QWidget) -> QLabel:
    """The box, hidden until something is said."""
    made = label(parent=page)
    made.setObjectName("caption")
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    made.hide()
    return made


def say(caption: QLabel, words: str, place: QRect, bottom: int) -> None:
    """Has it say something below a place of its page or, where that would be below `bottom`, above it."""
    width = caption.parentWidget().width()
    caption.setText(elided(words, caption.font(), width - 2 * _EDGE - _PADDING))
    caption.adjustSize()
    left = place.center().x() - caption.width() // 2
    top = place.bottom() + _GAP
    if top + caption.height() > bottom:
        top = place.top() - _GAP - caption.height()
    caption.move(max(_EDGE, min(left, width - _EDGE - caption.width())), top)
    caption.raise_()
