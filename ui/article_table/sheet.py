"""The sheet with the table of articles: a filter, the cells, and what to do with columns."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from core.names import visible
from ui.article_table import columns
from ui.article_table.grid import Grid
from ui.article_table.import_sheet import ask_and_import
from ui.article_table.model import TYPE_NAMES, TableModel
from ui.labels import label
from ui.panel import FilterField
from ui.sheets import Sheet, add_foot

if TYPE_CHECKING:
    from core.model import DocumentId
    from ui.main_window import MainWindow

_SIZE = [1180, 680]  # pixels when first opened
_SIZES, _WIDTHS = "table", "table columns"  # where settings keep sizes
_HINT = (
    "Enter edits, Del clears, Ctrl+C and Ctrl+V copy and paste blocks of cells, Shift+F10 opens the column's menu."
)
_EMPTY = "There are no articles yet. Add some to the project, and note here what is known about each."


class ArticleTable(Sheet):
    """Shows every article with its attributes. `chosen` is the article to be opened, once one was."""

    def __init__(self, window: "MainWindow") -> None:
        sizes = window.settings.panels.get(_SIZES, _SIZE)
        super().__init__(window, "Table of articles", *(sizes if len(sizes) == 2 else _SIZE))
        self.chosen: DocumentId | None = None
        self._window, self._session = window, window.session
        self._model = TableModel(self._session, self)
        self._grid = Grid(self._model)
        self._grid.set_widths(window.settings.panels.get(_WIDTHS, []))
        self._line = label("", "small")
        self._column_count = self._model.columnCount()
        self._make()
        self._connect()
        self._grid.go_to(self._model.index(0, 0))
        self._grid.setFocus()
        self._show_place()

    def _make(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        self._filter = FilterField()
        self._filter.setPlaceholderText("Filter articles…")
        self._filter.setAccessibleName("Filter articles")
        self._count = label("", "count")
        top.addWidget(self._filter, 1)
        top.addWidget(self._count)
        top.addSpacing(8)
        for text, act in (("Add a column…", self.add_column), ("Import from CSV…", self.import_file)):
            top.addWidget(self._button(text, act))
        self.column.addLayout(top)
        self._empty = label(_EMPTY, "empty")
        self._empty.setVisible(not self._session.documents)
        self.column.addWidget(self._empty)
        self.column.addWidget(self._grid, 1)
        self.column.addWidget(self._line)
        add_foot(self, [("Open the article", self.open_article)], default=False)

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setEnabled(not self._session.project.read_only)
        button.clicked.connect(act)
        return button

    def _connect(self) -> None:
        session = self._session
        for keys, act in (
            ("Ctrl+Z", session.undo),
            ("Ctrl+Shift+Z", session.redo),
            ("Ctrl+Y", session.redo),
            ("Ctrl+F", self._filter.setFocus),
            ("Ctrl+Return", self.open_article),
            ("Ins", self.add_column),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self._filter.textChanged.connect(self._model.set_filter)
        self._filter.returnPressed.connect(self._grid.setFocus)
        self._grid.selectionModel().currentChanged.connect(self._show_place)
        self._grid.refused.connect(self._tell)
        self._grid.menu_asked.connect(self._open_menu)
        self._model.modelReset.connect(self._follow_columns)
        self._model.dataChanged.connect(self._show_place)
        session.failed.connect(self._tell)

    # -- what is said below the table

    def _show_place(self, *_: object) -> None:
        """Says which article and column one is at, and the whole of a long value."""
        index = self._grid.currentIndex()
        shown, all_ = self._model.rowCount(), len(self._session.documents)
        self._count.setText(f"{all_:,} articles" if shown == all_ else f"{shown:,} of {all_:,} articles")
        if not index.isValid():
            self._say(_HINT, is_error=False)
            return
        heading, text = self._model.headings[index.column()], str(index.data() or "")
        parts = [
            self._model.title(index.row()),
            f"{visible(heading.name)} ({TYPE_NAMES[heading.type].lower()})",
            text,
        ]
        self._say(" · ".join(filter(None, parts)) if index.row() or index.column() else _HINT, is_error=False)

    def _tell(self, sentence: str) -> None:
        """Says why something was not done: the window's own line is below this sheet."""
        self._say(visible(sentence), is_error=True)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _say(self, text: str, is_error: bool) -> None:
        room = max(200, self.width() - 60)
        self._line.setText(self._line.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self._line.setProperty("role", "error" if is_error else "small")
        self._line.style().polish(self._line)

    def line(self) -> str:
        """What is said below the table."""
        return self._line.text()

    # -- what is done

    def _follow_columns(self) -> None:
        """A new column gets a width of its own, and the keyboard."""
        if self._model.columnCount() != self._column_count:
            self._column_count = self._model.columnCount()
            self._grid.set_widths(self._grid.widths()[: self._column_count - 1])
        self._empty.setVisible(not self._session.documents)
        self._show_place()

    def add_column(self) -> None:
        """Asks for a column, and goes to it."""
        made = columns.add(self, self._session)
        at = next((at for at, heading in enumerate(self._model.headings) if heading.own == made), None)
        if made is not None and at is not None:
            self._grid.go_to(self._model.index(max(0, self._grid.currentIndex().row()), at))
            self._grid.setFocus()

    def import_file(self) -> None:
        """Asks for a CSV file and imports what is chosen of it."""
        ask_and_import(self, self._window)

    def open_article(self) -> None:
        """Closes the table and opens the article one is at."""
        index = self._grid.currentIndex()
        if index.isValid():
            self.chosen = self._model.document(index.row())
            self.accept()

    def _open_menu(self, column: int, at: QPoint) -> None:
        heading = self._model.headings[column]
        filled = self._model.values_of(heading.own) if heading.own is not None else 0

        def sort(falling: bool) -> None:
            order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
            self._grid.sortByColumn(column, order)

        columns.open_menu(self, self._session, heading, filled, sort, at)

    def done(self, result: int) -> None:
        settings = self._window.settings
        settings.panels[_SIZES] = [self.width(), self.height()]
        settings.panels[_WIDTHS] = self._grid.widths()
        super().done(result)


def show(window: "MainWindow") -> None:
    """Opens the table, and then the article that was chosen in it."""
    window.note_editor.save()
    table = ArticleTable(window)
    table.exec()
    chosen = table.chosen
    table.deleteLater()
    if chosen is not None:
        window.show_article(chosen)
