"""The grid of cells: moved in, edited, copied and pasted with the keyboard as in a spreadsheet."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.errors import UserError
from core.tables import block_cells, block_text
from ui.article_table.model import TableModel

_ROW = 30  # pixels
_WIDTHS = {"title": 280, "author": 140, "outlet": 140, "date": 96, "words": 76, "annotations": 104}  # pixels
_OWN_WIDTH = 120
_TURN = {"": "yes", "yes": "no", "no": ""}
_EDITED_BY = QAbstractItemView.EditTrigger
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellEditor(QStyledItemDelegate):
    """Edits a cell in a line. What does not fit is refused while it can still be mended.

    `refused` carries the sentence, `entered` follows the Enter key.
    """

    refused = Signal(str)
    entered = Signal()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setProperty("role", "cell")
        line.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        self._index = QPersistentModelIndex(index)
        return line

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        ends = (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in ends):
            return super().eventFilter(editor, event)
        model = self._index.model()
        if isinstance(editor, QLineEdit) and isinstance(model, TableModel):
            if problem := model.problem(self._index, editor.text()):
                self.refused.emit(problem)
                return True
            if event.key() in _ENTER:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self.entered.emit()
                return True
        return super().eventFilter(editor, event)


class Grid(QTableView):
    """Shows a TableModel. `refused` carries a sentence, `menu_asked` a column and a place on the screen."""

    refused = Signal(str)
    menu_asked = Signal(int, QPoint)

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("cells")
        self.setAccessibleName("Articles and what is noted about them")
        self._editor = CellEditor(self)
        self._editor.refused.connect(self.refused)
        self._editor.entered.connect(lambda: QTimer.singleShot(0, self, self._go_down))
        self.setItemDelegate(self._editor)
        self.setEditTriggers(_EDITED_BY.DoubleClicked | _EDITED_BY.EditKeyPressed | _EDITED_BY.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(48)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._ask_menu_of_head)
        self.setModel(model)
        self.setSortingEnabled(True)
        self._place: tuple[object, object] | None = None
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._return_to_place)

    # -- sizes

    def set_widths(self, widths: list[int]) -> None:
        """Gives columns these widths, in pixels, and the rest what suits them."""
        for column, heading in enumerate(self._model.headings):
            usual = _WIDTHS.get(str(heading.key), _OWN_WIDTH)
            self.setColumnWidth(column, widths[column] if column < len(widths) else usual)

    def widths(self) -> list[int]:
        """The widths of all columns, in pixels."""
        return [self.columnWidth(column) for column in range(self._model.columnCount())]

    # -- where one is

    def _remember_place(self) -> None:
        index = self.currentIndex()
        here = (
            index.isValid() and index.row() < self._model.rowCount() and index.column() < self._model.columnCount()
        )
        if here:
            self._place = self._model.document(index.row()), self._model.headings[index.column()].key

    def _return_to_place(self) -> None:
        rows = range(self._model.rowCount())
        if not rows:
            return
        document, key = self._place or (None, None)
        row = next((row for row in rows if self._model.document(row) == document), 0)
        columns = [heading.key for heading in self._model.headings]
        self.go_to(self._model.index(row, columns.index(key) if key in columns else 0))

    def go_to(self, index: QModelIndex) -> None:
        """Makes a cell the current one and the only one selected, whichever keys are held down."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _go_down(self) -> None:
        index = self.currentIndex()
        self.go_to(index.siblingAtRow(min(index.row() + 1, self._model.rowCount() - 1)))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        standard, index = QKeySequence.StandardKey, self.currentIndex()
        if event.matches(standard.Copy):
            self.copy()
        elif event.matches(standard.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._fill("")
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
        elif event.key() == Qt.Key.Key_Space and self._is_yes_no(index):
            self._fill(_TURN.get(self._model.text(index.row(), index.column()), ""))
        else:
            super().keyPressEvent(event)

    def _is_yes_no(self, index: QModelIndex) -> bool:
        return index.isValid() and self._model.headings[index.column()].type == "yes-no"

    def _fill(self, text: str) -> None:
        """Writes the same into all selected cells."""
        self._model.write([(index.row(), index.column(), text) for index in self._chosen()])

    def _chosen(self) -> list[QModelIndex]:
        """The selected cells, in the order in which they are read."""
        chosen = self.selectedIndexes() or [self.currentIndex()]
        return sorted(
            (index for index in chosen if index.isValid()), key=lambda index: (index.row(), index.column())
        )

    def copy(self) -> None:
        """Puts the selected block on the clipboard, as spreadsheets do."""
        chosen = self._chosen()
        if not chosen:
            return
        rows = range(chosen[0].row(), chosen[-1].row() + 1)
        columns = range(min(index.column() for index in chosen), max(index.column() for index in chosen) + 1)
        marked = {(index.row(), index.column()) for index in chosen}
        block = [
            [self._model.text(row, column) if (row, column) in marked else "" for column in columns] for row in rows
        ]
        QGuiApplication.clipboard().setText(block_text(block).removesuffix("\n"))

    def paste(self) -> None:
        """Writes a block from the clipboard, as one step; a single cell goes into all that are selected."""
        chosen = self._chosen()
        try:
            block = block_cells(QGuiApplication.clipboard().text())
        except UserError as error:
            self.refused.emit(str(error))
            return
        if not chosen or not block:
            return
        if len(block) == len(block[0]) == 1:
            self._fill(block[0][0])
            return
        top, left = chosen[0].row(), min(index.column() for index in chosen)
        wide, high = max(map(len, block)), len(block)
        if top + high > self._model.rowCount() or left + wide > self._model.columnCount():
            self.refused.emit(
                f"What is on the clipboard has {high:,} rows and {wide:,} columns; from this cell on there are "
                f"{self._model.rowCount() - top:,} and {self._model.columnCount() - left:,}."
            )
            return
        self._model.write(
            [(top + row, left + at, text) for row, cells in enumerate(block) for at, text in enumerate(cells)]
        )

    # -- menus

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.currentIndex()
        if index.isValid():
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            place = (
                self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos()
            )
            self.menu_asked.emit(index.column(), place)

    def _ask_menu_of_head(self, at: QPoint) -> None:
        column = self.horizontalHeader().logicalIndexAt(at)
        if column >= 0:
            self.menu_asked.emit(column, self.horizontalHeader().mapToGlobal(at))
