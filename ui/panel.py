"""What the side panels have in common: a head with a count, a filter field, a list, a friendly sentence."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from ui import theme
from ui.labels import label

MARGIN, STEP = 14, 8  # pixels
_COUNT_WIDTH = 60  # pixels, as long as that is enough


def head(title: str, layout: QBoxLayout) -> QLabel:
    """Puts a section's head at the end of a layout and returns the label of its count, at the right."""
    name, count = label(title, "head"), label("", "count")
    font = QFont(theme.font(theme.HEAD_SIZE, QFont.Weight.DemiBold))
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0)
    name.setFont(font)
    count.setAccessibleName(f"Number of {title.lower()}")
    count.setFixedSize(_COUNT_WIDTH, name.sizeHint().height())
    count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row = QHBoxLayout()
    row.setContentsMargins(MARGIN, 0, MARGIN, 0)
    row.addWidget(name)
    row.addStretch()
    row.addWidget(count)
    layout.addLayout(row)
    return count


class FilterField(QLineEdit):
    """A line that filters. Undo and redo are the project's, unless there is something typed to take back."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard = QKeySequence.StandardKey
            undoes = event.matches(standard.Undo) and not (self.text() and self.isUndoAvailable())
            if undoes or event.matches(standard.Redo):
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def filter_field(hint: str, layout: QBoxLayout) -> QLineEdit:
    """Puts a filter field at the end of a layout."""
    field = FilterField()
    field.setPlaceholderText(hint)
    field.setAccessibleName(hint.rstrip("…"))
    field.setClearButtonEnabled(True)
    field.findChild(QAbstractButton).setAccessibleName("Clear")
    field.setProperty("role", "filter")
    row = QHBoxLayout()
    row.setContentsMargins(MARGIN, 0, MARGIN, 0)
    row.addWidget(field)
    layout.addLayout(row)
    return field


def set_up_list(view: QAbstractItemView, name: str) -> None:
    """Makes a view a list of a panel: no frame, rows as wide as the panel, lit by the mouse and not edited."""
    view.setAccessibleName(name)
    view.setMouseTracking(True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setFrameShape(QFrame.Shape.NoFrame)


def show_count(count: QLabel, text: str) -> None:
    """Shows a count; its label keeps its size if it can, or the whole window would be laid out at each change."""
    if text != count.text():
        count.setText(text)
        count.setFixedWidth(max(_COUNT_WIDTH, count.fontMetrics().horizontalAdvance(text) + 4))


def empty_sentence(parent: QWidget | None = None) -> QLabel:
    """A label for where a list has nothing to show."""
    made = label("", "empty", parent)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    made.setContentsMargins(MARGIN, STEP, MARGIN, STEP)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made
