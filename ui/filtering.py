"""The filter of passages in use: one for the window, so that whatever shows passages can go by it."""

from PySide6.QtCore import QObject, Signal

from core.filters import Filter


class Filtering(QObject):
    """`wanted` is the filter, `name` that under which it is saved, or empty; `changed` follows every change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = Filter()
        self.name = ""

    def use(self, wanted: Filter, name: str = "") -> None:
        """Goes on with another filter; one without conditions lets everything through."""
        if (wanted, name) != (self.wanted, self.name):
            self.wanted, self.name = wanted, name
            self.changed.emit()
