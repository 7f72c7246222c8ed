"""Choosing one tag of all: a short dialog with a filter and a list of paths."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListView, QVBoxLayout, QWidget

from core.codebook import TagTree
from core.model import TagId
from ui.labels import label


class TagChoice(QDialog):
    """Type to filter, Up and Down to walk, Enter to choose."""

    def __init__(
        self, parent: QWidget, tags: TagTree, title: str, prompt: str, button: str, without: Sequence[TagId]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumSize(360, 380)
        left_out = set(without)
        self._ids = [tag.id for tag in tags if tag.id not in left_out]
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(QStringListModel([tags.path(tag) for tag in self._ids], self))
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list = self._made_list()
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter tags…")
        self._filter.setAccessibleName("Filter tags")
        self._filter.setProperty("role", "filter")
        self._filter.installEventFilter(self)
        self._filter.textChanged.connect(self._apply_filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        says = label(prompt, "small")
        says.setWordWrap(True)
        for part in (says, self._filter, self._list, self._made_buttons(button)):
            layout.addWidget(part)
        self._apply_filter("")

    def _made_list(self) -> QListView:
        made = QListView()
        made.setModel(self._shown)
        made.setUniformItemSizes(True)
        made.setSpacing(2)
        made.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        made.setAccessibleName("Tags")
        made.doubleClicked.connect(self.accept)
        return made

    def _made_buttons(self, text: str) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._accept = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _apply_filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        self._list.setCurrentIndex(self._shown.index(0, 0))
        self._accept.setEnabled(self._shown.rowCount() > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._filter and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(event.key())
            if step is not None:
                row = min(max(self._list.currentIndex().row() + step, 0), self._shown.rowCount() - 1)
                self._list.setCurrentIndex(self._shown.index(row, 0))
                return True
        return super().eventFilter(watched, event)

    def chosen(self) -> TagId | None:
        """The marked tag."""
        index = self._shown.mapToSource(self._list.currentIndex())
        return self._ids[index.row()] if index.isValid() else None


def choose_tag(
    parent: QWidget,
    tags: TagTree,
    title: str,
    prompt: str,
    button: str,
    without: Sequence[TagId],
    branches: bool = True,
) -> TagId | None:
    """Asks for a tag not in `without`, and with `branches` not below one of them; None when the user cancels."""
    left_out = tags.branches(without) if branches else without
    dialog = TagChoice(parent, tags, title, prompt, button, left_out)
    return dialog.chosen() if dialog.exec() == QDialog.DialogCode.Accepted else None
