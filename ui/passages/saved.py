"""The sheet on which saved filters are renamed and deleted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QWidget

from core.names import visible
from storage import filter_operations, saved_filters
from ui import messages, sheets
from ui.labels import label
from ui.session import Session
from ui.typeset import quoted


class SavedFilters(sheets.Sheet):
    """Lists the saved filters of the project."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Saved filters", 440, 360)
        self._session = session
        self.list = QListWidget()
        self.list.setAccessibleName("Saved filters")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(label("A filter that is deleted takes no passage with it.", "small"))
        self.column.addWidget(self.list, 1)
        self.buttons = {"Rename…": self._rename, "Delete": self._delete}
        for text, act in self.buttons.items():
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            self.column.addWidget(button)
        sheets.add_close(self)
        self._refill()

    def _refill(self) -> None:
        row = max(0, self.list.currentRow())
        self._known = saved_filters.all_saved(self._session.project.db)
        self.list.clear()
        self.list.addItems([visible(each.name) for each in self._known])
        self.list.setCurrentRow(min(row, len(self._known) - 1))
        for button in self.findChildren(QPushButton):
            if button.text() in self.buttons:
                button.setEnabled(bool(self._known))

    def _chosen(self) -> saved_filters.SavedFilter | None:
        row = self.list.currentRow()
        return self._known[row] if 0 <= row < len(self._known) else None

    def _rename(self) -> None:
        chosen = self._chosen()
        name = None if chosen is None else messages.ask_line(self, "Rename filter", "Name:", chosen.name)
        if chosen is not None and name is not None:
            label_ = f"Rename filter {quoted(chosen.name)} to {quoted(name.strip())}"
            self._session.do(label_, filter_operations.rename_filter, chosen.id, name)
            self._refill()

    def _delete(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._session.do(f"Delete filter {quoted(chosen.name)}", filter_operations.delete_filter, chosen.id)
            self._refill()
