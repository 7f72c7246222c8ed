"""The Codebook view: a table of all tags, and below it what is said about the selected one."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.changes import Changes
from core.model import TagId
from storage.annotations import After
from ui import panel
from ui.codebook.cells import HEIGHT, CodebookCell
from ui.codebook.detail import Detail
from ui.codebook.model import COLUMNS, CodebookModel
from ui.drop_down import DropDown
from ui.labels import label
from ui.session import Session
from ui.settings import Settings
from ui.typeset import quoted

_KEY = "codebook"  # of the widths in the settings
_TREE_ORDER = "Order of the tree"
_NOTHING_YET = "No tags yet. Tag passages in Read with T, or bring in a codebook that you have."
_READ = ("tag", "coding", "annotation", "document", "example", "tag_group", "membership")
_COUNTED = ("coding", "annotation", "document")
_NARROW, _WIDE = 40, 1200  # pixels that a remembered column may have


class CodebookTable(QTableView):
    """The table; Enter edits, or leads on where there is nothing to edit."""

    def __init__(self, model: CodebookModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Codebook")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(_NARROW)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        editing = self.state() == QAbstractItemView.State.EditingState
        if enter and not editing and self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class CodebookView(QWidget):
    """Every tag with its texts and its use.

    `bring_in` and `export` are what its buttons do, `in_order` gives all tags as the tree has them.
    """

    example_chosen = Signal(object)
    menu_asked = Signal(object, QRect, QPoint)  # the tag, its row and the mouse, as the screen counts

    def __init__(
        self,
        session: Session,
        settings: Settings,
        in_order: Callable[[], Sequence[TagId]],
        bring_in: Callable[[], object],
        export: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("codebook")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Codebook of the project")
        self._session, self._settings = session, settings
        self._stale, self._recount = True, True
        self._used: set[TagId] = set()  # tags that passages got or lost since it was last read
        self._fitting = False  # whether the columns are being given their widths
        self.model = CodebookModel(session, in_order, self)
        self.table = CodebookTable(self.model)
        self.table.setItemDelegate(CodebookCell(session, self.model, self.table))
        self.detail = Detail(session)
        self._order = self._made_order()
        self._turn = self._button("⇅", self._turn_round, "Turn the order round")
        self._turn.setProperty("role", "sign")
        self._turn.setFixedWidth(32)
        self._turn.setEnabled(False)
        self._bring_in, self._export = self._button("Import…", bring_in), self._button("Export…", export)
        self._empty_button = self._button("Import a codebook…", bring_in)
        self._lay_out()
        self._widen()
        self._connect()
        self.setFocusProxy(self.table)

    def _made_order(self) -> DropDown:
        return DropDown("Order of the rows", [_TREE_ORDER, *(f"By {column.head.lower()}" for column in COLUMNS)])

    def _button(self, text: str, act: Callable[[], object], name: str = "") -> QPushButton:
        made = QPushButton(text)
        made.setAccessibleName(name or text)
        made.setToolTip(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: act())
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, panel.MARGIN, 0, 0)
        column.setSpacing(panel.STEP)
        self._count = panel.head("Codebook", column)
        self._filter = panel.filter_field("Filter tags and what is said about them…", column)
        row = column.itemAt(column.count() - 1).layout()
        for part in (self._order, self._turn, self._bring_in, self._export):
            row.addWidget(part)
        self._empty = QWidget()
        inner = QVBoxLayout(self._empty)
        inner.setContentsMargins(panel.MARGIN, panel.STEP, panel.MARGIN, panel.STEP)
        self._sentence = label("", "empty")
        inner.addWidget(self._sentence)
        inner.addWidget(self._empty_button, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self.detail)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([600, 230])
        self._split.setChildrenCollapsible(False)
        self._split.handle(1).setAccessibleName("Edge between table and tag")
        column.addWidget(self._empty, 1)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        session, head = self._session, self.table.horizontalHeader()
        session.changed.connect(self._follow)
        session.opened.connect(self._start_anew)
        self._filter.textChanged.connect(self._apply_filter)
        self._filter.installEventFilter(self)
        self._order.currentIndexChanged.connect(self._choose_order)
        self._session.shown.changed.connect(self._refresh)
        head.sectionClicked.connect(self._click)
        head.sectionResized.connect(self._remember)
        self.detail.example_chosen.connect(self.example_chosen)
        self.model.modelReset.connect(self._show_detail)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._ask_menu)

    # -- what others ask for

    def current_tag(self) -> TagId | None:
        """The selected tag."""
        row = self.table.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def follow_tree(self) -> None:
        """Puts siblings into the order that they have in the tree now."""
        self._refresh()

    def select_tag(self, tag: TagId, column: int = 0) -> None:
        """Selects a tag; a filter that hides it is cleared."""
        if self.model.row_of(tag) < 0:
            self._filter.clear()
        index = self.model.index(self.model.row_of(tag), column)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    # -- order and widths

    def _click(self, column: int) -> None:
        self.model.click(column)
        self._show_order()

    def _choose_order(self, at: int) -> None:
        column = at - 1
        shown = -1 if self.model.sorted_by is None else self.model.sorted_by[0]
        if column != shown:
            self.model.put_in_order((column, COLUMNS[column].is_number) if at else None)
            self._show_order()

    def _turn_round(self) -> None:
        if self.model.sorted_by is not None:
            column, backwards = self.model.sorted_by
            self.model.put_in_order((column, not backwards))
            self._show_order()

    def _show_order(self) -> None:
        order = self.model.sorted_by
        self._order.setCurrentIndex(0 if order is None else order[0] + 1)
        self._turn.setEnabled(order is not None)
        if self.table.currentIndex().isValid():
            self.table.scrollTo(self.table.currentIndex())

    def _widen(self) -> None:
        """Gives the columns the widths that are remembered, else what they need, and the texts what is left."""
        widths = self._remembered()
        if widths is None:
            widths = [column.width for column in COLUMNS]
            texts = [at for at, column in enumerate(COLUMNS) if column.text]
            spare = (self.table.viewport().width() - sum(widths)) // len(texts)
            for at in texts:
                widths[at] += max(0, spare)
        self._fitting = True
        for at, width in enumerate(widths):
            self.table.setColumnWidth(at, width)
        self._fitting = False

    def _remembered(self) -> list[int] | None:
        """The widths in the settings, as far as they make sense: anybody may have edited them."""
        known: Any = self._settings.columns.get(_KEY)
        if not isinstance(known, list) or [*map(type, known)] != [int] * len(COLUMNS):
            return None
        return [max(_NARROW, min(_WIDE, width)) for width in known]

    def _remember(self, *_: int) -> None:
        """Keeps what somebody made of the columns; what the window's size does is not kept."""
        if not self._fitting:
            self._settings.columns[_KEY] = [self.table.columnWidth(at) for at in range(len(COLUMNS))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._widen)  # once the table has its size

    # -- what the user does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self._filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.model.shown:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _apply_filter(self, typed: str) -> None:
        tag = self.current_tag()
        self.model.set_filter(typed)
        self._select_again(tag)
        self._show_state()

    def _ask_menu(self, at: QPoint) -> None:
        tag, viewport = self.current_tag(), self.table.viewport()
        if tag is not None:
            row = self.table.visualRect(self.table.currentIndex())
            self.menu_asked.emit(tag, row.translated(viewport.mapToGlobal(QPoint())), viewport.mapToGlobal(at))

    # -- following the project

    def _follow(self, changes: Changes, after: After) -> None:
        if changes.touches(*_READ):
            moved = changes.touches(*_COUNTED) or any(
                old is None or "parent" in old or "name" in old for old in changes.before.get("tag", {}).values()
            )
            self._recount = self._recount or moved
            self._used |= {tag for _, tag in after.codings}
            self._refresh()

    def _start_anew(self) -> None:
        self._recount = True
        self.model.start_anew()
        self._filter.clear()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _refresh(self) -> None:
        """Reads everything anew, now or when it is next seen."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        tag = self.current_tag()
        self.model.refresh(self._used, self._recount)
        self._recount, self._used = False, set()
        self._select_again(tag)
        self._show_state()

    def _select_again(self, tag: TagId | None) -> None:
        """After the rows were made anew: selects the same tag, else the first one."""
        if not self.table.currentIndex().isValid() and self.model.shown:
            row = max(0, self.model.row_of(tag))
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._show_detail()

    def _show_state(self) -> None:
        total, shown = len(self._session.tags), len(self.model.shown)
        panel.show_count(self._count, f"{shown:,} of {total:,}" if shown != total else f"{total:,}")
        self._split.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty_button.setVisible(not total)
        self._bring_in.setVisible(bool(total))
        self._export.setEnabled(bool(total))
        typed, names = self._filter.text().strip(), self._session.groups_in_view
        where = f" in {names}" if names else ""
        nothing = f"No tag{where} matches {quoted(typed)}." if typed else f"There is no tag{where}."
        self._sentence.setText(nothing if total else _NOTHING_YET)

    def _show_detail(self) -> None:
        tag = self.current_tag()
        known = self._session.tags.by_id.get(tag) if tag is not None else None
        if known is None:
            self.detail.show_tag(None, (), ())
        else:
            examples, groups = self.model.examples.get(known.id, ()), self.model.groups.get(known.id, ())
            self.detail.show_tag(known, groups, examples)
