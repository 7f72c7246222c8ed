"""The list at a passage that asks which of its tags to remove: a number, or the arrows and Enter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.codebook import TagTree
from core.model import TagId
from ui.labels import label
from ui.popup import Popup
from ui.rows import HEIGHT, paint_row, tag_row

_WIDTH, _ROWS = 300, 9
_TAG = Qt.ItemDataRole.UserRole


class Untag(Popup):
    """Lists the tags of a passage, each with the number key that removes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Remove a tag"))
        self._then: Callable[[TagId], object] | None = None
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Tags of the passage"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.installEventFilter(self)
        self._list.itemClicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._list)
        layout.addWidget(label(self.tr("1–9 or ⏎ remove · Esc"), "small"))
        self.setFixedWidth(_WIDTH)

    def choose(self, tree: TagTree, tags: Sequence[TagId], beside: QRect, then: Callable[[TagId], object]) -> None:
        """Opens beside a passage that has these tags; `then` gets the one to remove."""
        self._then = then
        self._list.clear()
        self._list.setItemDelegate(_TagRow(tree, self._list))
        for tag in tags:
            item = QListWidgetItem(tree.shown_path(tag))
            item.setData(_TAG, tag)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(min(_ROWS, len(tags)) * HEIGHT)
        self.open_at(beside, self._list)

    def _take(self, item: QListWidgetItem | None) -> None:
        then, self._then = self._then, None
        if item is not None and then is not None:
            self.dismiss()
            then(item.data(_TAG))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
            if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
                self._take(self._list.item(event.key() - Qt.Key.Key_1))
                return True
        return super().eventFilter(watched, event)


class _TagRow(QStyledItemDelegate):
    """Paints a tag with the number key that removes it."""

    def __init__(self, tree: TagTree, parent: QObject) -> None:
        super().__init__(parent)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        number = str(index.row() + 1) if index.row() < _ROWS else ""
        paint_row(painter, option, tag_row(self._tree, index.data(_TAG))._replace(hint=number))
