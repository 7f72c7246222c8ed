"""The Notes view: every note of the project in one list, and the chosen one open to be written."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.notes import On
from ui import panel
from ui.notes.model import NoteModel
from ui.notes.page import NotePage
from ui.notes.row import NoteRow
from ui.session import Session
from ui.typeset import quoted

KINDS = {
    "": "All", "annotation": "Passages", "document": "Articles", "tag": "Tags", "project": "Project",
    "journal": "Journal",
}  # fmt: skip
_NARROW = 620  # pixels of width below which the kinds are in two lines
_NOTHING_YET = "No notes yet. Press N on a passage in the text, or write a journal note here."
_CURRENT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class NotesView(QWidget):
    """Lists notes, filters them, and opens the chosen one.

    `go_asked(On)` asks for what a note is on, `followed(Styled)` for where a link leads, `new_asked` for a new one.
    """

    go_asked = Signal(object)
    followed = Signal(object)
    new_asked = Signal()
    menu_asked = Signal(QRect, QPoint)  # the row and the mouse, as the screen counts
    chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self.model = NoteModel(session, self)
        self._losing = False
        self.model.rowsAboutToBeRemoved.connect(self._expect_loss)  # before the list is told
        self.page = NotePage(session)
        self.list = self._made_list()
        self._grid = QGridLayout()
        self._wide: bool | None = None
        self._kinds = self._segments()
        self._arrange()
        self._connect()
        self._show_state()
        self._choose_first()

    # -- building

    def _made_list(self) -> QListView:
        made = QListView()
        made.setAccessibleName(self.tr("Notes"))
        made.setModel(self.model)
        made.setUniformItemSizes(True)
        made.setMouseTracking(True)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setItemDelegate(NoteRow(self.model, made))
        made.installEventFilter(self)
        return made

    def _segments(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, (kind, word) in enumerate(KINDS.items()):
            button = QPushButton(self.tr(word))
            button.setAccessibleName(self.tr(f"Notes: {word}"))
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.setChecked(not kind)
            group.addButton(button, number)
        return group

    def _arrange(self) -> None:
        self._new = QPushButton(self.tr("New journal note"))
        self._new.setAccessibleName(self._new.text())
        bar = QWidget()
        bar.setObjectName("notesbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top = QHBoxLayout(bar)
        top.setContentsMargins(panel.MARGIN, panel.STEP, panel.MARGIN, panel.STEP)
        self._grid.setSpacing(0)
        top.addLayout(self._grid)
        top.addStretch(1)
        top.addWidget(self._new, 0, Qt.AlignmentFlag.AlignTop)
        left = QWidget()
        left.setObjectName("notelist")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, panel.MARGIN, 0, 0)
        column.setSpacing(panel.STEP)
        self._count = panel.head("Notes", column)
        self._filter = panel.filter_field("Search notes…", column)
        self._empty = panel.empty_sentence()
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        for part, least, stretch in ((left, 180, 0), (self.page, 220, 1)):
            part.setMinimumWidth(least)
            parts.addWidget(part)
            parts.setStretchFactor(parts.indexOf(part), stretch)
        parts.setSizes([330, 700])
        for number in range(parts.count()):
            parts.handle(number).setAccessibleName(self.tr("Edge between the notes and the one that is open"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(parts, 1)

    def _connect(self) -> None:
        self._kinds.idToggled.connect(lambda _number, on: self._apply_filter() if on else None)
        self._filter.textChanged.connect(self._apply_filter)
        self._filter.installEventFilter(self)
        self._new.clicked.connect(self.new_asked)
        self.page.go_asked.connect(self.go_asked)
        self.page.followed.connect(self.followed)
        self.page.made.connect(self._show_chosen)
        self.page.left.connect(self.focus_list)
        self.list.activated.connect(lambda _index: self.write())
        self.list.selectionModel().currentChanged.connect(self._open)
        for change in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            change.connect(self._rows_changed)
        self._session.opened.connect(self._choose_first)

    # -- what others ask for

    def open(self, on: On) -> None:
        """Opens the note on something to be written, whatever the filter says; it may be an empty page."""
        if not self.model.index_of(on).isValid():
            self._filter.clear()
            self._kinds.button(0).setChecked(True)
        self.page.open(on)
        self._show_chosen(on)
        self.write()
        self.chosen.emit()

    def show_note(self, on: On) -> None:
        """Opens the note on something, if there is one that the filter lets through; the keyboard stays."""
        if self.model.index_of(on).isValid():
            self._show_chosen(on)

    def write(self) -> None:
        """Puts the keyboard into the note that is open."""
        if self.page.on is not None:
            self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_list(self) -> None:
        """Puts the keyboard into the list, or into the field that searches it where it is empty."""
        self.page.save()
        target = self.list if len(self.model) else self._filter
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def on(self) -> On | None:
        """What the note that is open is on."""
        return self.page.on

    # -- following

    def _open(self, index: QModelIndex) -> None:
        note = self.model.note(index)
        if note is not None and note.on != self.page.on and not self._losing:
            self.page.open(note.on)
            self.chosen.emit()

    def _show_chosen(self, on: On) -> None:
        """Selects the row of what is open; none, where it has none."""
        index = self.model.index_of(on)
        self.list.selectionModel().setCurrentIndex(index, _CURRENT)
        if index.isValid():
            self.list.scrollTo(index)
        else:
            self.list.clearSelection()

    def _expect_loss(self) -> None:
        """The list goes to another row when it loses the current one; what is open stays open."""
        self._losing = True

    def _rows_changed(self) -> None:
        self._show_state()
        if self.page.on is not None:
            self._show_chosen(self.page.on)
        self._losing = False

    def close_open(self) -> None:
        """Goes on from a note that is deleted to the next one in the list."""
        row = self.list.currentIndex().row()
        self.page.forget()
        self.list.selectionModel().clear()
        self.list.setCurrentIndex(self.model.index(min(row, len(self.model) - 1)))

    def _choose_first(self) -> None:
        if self.page.on is None and len(self.model):
            self.list.selectionModel().setCurrentIndex(self.model.index(0), _CURRENT)

    def _apply_filter(self) -> None:
        self.model.set_filter(list(KINDS)[self._kinds.checkedId()], self._filter.text())
        if self.page.on is not None:
            self._show_chosen(self.page.on)

    def _show_state(self) -> None:
        total, shown = self.model.total, len(self.model)
        panel.show_count(self._count, f"{shown:,}" if shown == total else f"{shown:,} of {total:,}")
        self.list.setVisible(bool(shown))
        self.setFocusProxy(self.list if shown else self._filter)
        self._empty.setVisible(not shown)
        needle = self._filter.text().strip()
        names = self._session.groups_in_view
        nothing = f"There is no such note in {names}." if names else "There is no note of this kind yet."
        sentence = f"Nothing matches {quoted(needle)}." if needle else nothing
        self._empty.setText(sentence if total else _NOTHING_YET)

    # -- keys, mouse and looks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self._filter and event.key() == Qt.Key.Key_Down and len(self.model):
                self.focus_list()
                return True
            if watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.write()
                return True
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        rect = self.list.visualRect(self.list.currentIndex())
        rect.translate(self.list.viewport().mapToGlobal(QPoint()))
        if not rect.isEmpty():
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            self.menu_asked.emit(rect, rect.center() if by_key else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _NARROW
        if wide != self._wide:
            self._wide = wide
            self._place_kinds(len(KINDS) if wide else len(KINDS) // 2)

    def _place_kinds(self, columns: int) -> None:
        for number, button in enumerate(self._kinds.buttons()):
            column = number % columns
            self._grid.addWidget(button, number // columns, column)
            button.setProperty("place", {0: "first", columns - 1: "last"}.get(column, "middle"))
            button.style().polish(button)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 240)
