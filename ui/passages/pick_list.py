"""A field to type in above a list to tick: tags, groups or articles of a filter."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.marks import paint_swatch

_GUID = Qt.ItemDataRole.UserRole
_ICON = 15  # pixels


class Item(NamedTuple):
    """What can be picked; `swatch` is a tag's colour and line style."""

    guid: str
    name: str
    swatch: tuple[QColor, int] | None = None


class PickList(QWidget):
    """Picks one or `several` of the items; `changed` follows every pick."""

    changed = Signal()

    def __init__(self, what: str, items: Iterable[Item], several: bool = False, picked: Sequence[str] = ()) -> None:
        super().__init__()
        self._several = several
        self.field = QLineEdit()
        self.field.setPlaceholderText(f"Type to find {what}…")
        self.field.setAccessibleName(f"Find {what}")
        self.field.setProperty("role", "filter")
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(what.capitalize())
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        for item in items:
            self._add(item, item.guid in picked)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.currentItemChanged.connect(lambda *_: self.changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)

    def _add(self, made: Item, picked: bool) -> None:
        item = QListWidgetItem(made.name)
        item.setData(_GUID, made.guid)
        if made.swatch is not None:
            item.setIcon(_icon(made.swatch))
        if self._several:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if picked else Qt.CheckState.Unchecked)
        self.list.addItem(item)
        if picked:
            self.list.setCurrentItem(item)

    def picked(self) -> tuple[str, ...]:
        """The guids of what is picked."""
        if not self._several:
            item = self.list.currentItem()
            return (item.data(_GUID),) if item is not None and not item.isHidden() else ()
        items = map(self.list.item, range(self.list.count()))
        return tuple(item.data(_GUID) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in words))
            first = item if first is None and not item.isHidden() else first
        current = self.list.currentItem()
        if words and first is not None and (current is None or current.isHidden()):
            self.list.setCurrentItem(first)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._several and self.field.text():
                self._tick()
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count() and self.list.item(row).isHidden():
            row += by
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _tick(self) -> None:
        """Ticks the marked item, or unticks it, and makes room for typing the next."""
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
            self.field.clear()


def _icon(swatch: tuple[QColor, int]) -> QIcon:
    picture = QPixmap(_ICON, _ICON)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_swatch(painter, picture.rect().adjusted(2, 2, -2, -2).toRectF(), *swatch)
    painter.end()
    return QIcon(picture)
