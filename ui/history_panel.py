"""The pane of the history: what was done, the newest first; going to a step undoes or redoes up to it."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from core import moments
from core.model import DocumentId
from core.names import visible
from storage import history
from ui import panel, rows, theme
from ui.labels import label
from ui.session import Session
from ui.typeset import draw_line, draw_text

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW, _LEFT = 48, 17  # pixels
_BEGINNING = "The beginning"
_HINT = "Click a step, or press Enter, to go back to right after it. The history is kept in the project."
_NOT_ALL = (
    f"Earlier steps are no longer kept: at most {history.MAX_STEPS:,}, and {history.MAX_BYTES // 2**20} MB of what"
    " they changed."
)


class Steps(QAbstractListModel):
    """The steps, the newest first, and below them the beginning."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.steps: list[history.Step] = []
        self._places = history.Places(session.project.db)

    def read(self) -> None:
        """Reads the history anew."""
        self.beginResetModel()
        self.steps = history.steps(self._session.project.db)[::-1]
        self._places = history.Places(self._session.project.db)
        self.endResetModel()

    @property
    def is_whole(self) -> bool:
        """Whether it goes back to the first step there ever was."""
        return not self.steps or self.steps[-1].id == 1

    @property
    def now(self) -> int:
        """The row of the step after which the project is."""
        return next((row for row, step in enumerate(self.steps) if not step.undone), len(self.steps))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.steps) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.label(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = self.label(index.row()), self.details(index.row()), self._state(index.row())
            return ", ".join(filter(None, parts))
        return None

    def label(self, row: int) -> str:
        """What was done."""
        if row < len(self.steps):
            return visible(self.steps[row].label)
        return _BEGINNING if self.is_whole else "The oldest state that is kept"

    def details(self, row: int) -> str:
        """When that was, and in which article."""
        if row == len(self.steps):
            return ""
        step = self.steps[row]
        moment, place = moments.local(step.time), self._places.of(step.id)
        when = "" if moment is None else moments.said(moment, datetime.now().astimezone())
        known = None if place is None else self._session.documents.get(DocumentId(place))
        return " · ".join(filter(None, (when[:1].upper() + when[1:], known.title if known else "")))

    def _state(self, row: int) -> str:
        return "now" if row == self.now else "undone" if row < self.now else ""


class _StepRow(QStyledItemDelegate):
    """Paints what was done and, below, when and where; what was undone is paler."""

    def __init__(self, model: Steps, view: QListView) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect, row = theme.current(), QRect(option.rect), index.row()
        painter.save()
        rows.paint_ground(painter, option, row == self._model.now)
        inner = rect.adjusted(_LEFT, 7, -panel.MARGIN, -7)
        details, undone = self._model.details(row), row < self._model.now
        painter.setFont(theme.font(theme.TEXT_SIZE))
        line = QRect(inner.left(), inner.top(), inner.width(), 18 if details else inner.height())
        # What was done stands first, and the tag last.
        said = painter.fontMetrics().elidedText(self._model.label(row), Qt.TextElideMode.ElideMiddle, line.width())
        draw_text(painter, line, said, theme.color(look.muted if undone else look.ink))
        painter.setFont(theme.font(theme.SMALL_SIZE))
        below = QRect(inner.left(), inner.top() + 18, inner.width(), 17)
        draw_line(painter, below, f"Undone · {details}" if undone else details, theme.color(look.muted))
        painter.restore()


class HistoryPanel(QWidget):
    """Lists the steps of the project; reads them when it is seen, and after each change while it is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("History")
        self._session = session
        self._model = Steps(session, self)
        self.list = self._made_list()
        self.list.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, panel.MARGIN, 0, panel.MARGIN)
        layout.setSpacing(panel.STEP)
        self._count = panel.head("History", layout)
        self._hint = label(_HINT, "small")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(panel.MARGIN, 0, panel.MARGIN, 0)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        session.changed.connect(self._follow)
        session.opened.connect(self._follow)

    def _made_list(self) -> QListView:
        view = QListView()
        panel.set_up_list(view, "Steps, the newest first")
        view.setItemDelegate(_StepRow(self._model, view))
        view.setUniformItemSizes(True)
        view.clicked.connect(self._go)
        view.setModel(self._model)
        return view

    def focus_list(self) -> None:
        """Puts the keyboard to where the project is now."""
        self.list.setFocus()
        self.list.setCurrentIndex(self._model.index(self._model.now))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def _follow(self, *_: object) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._model.read()
        panel.show_count(self._count, f"{len(self._model.steps):,} step{'s' * (len(self._model.steps) != 1)}")
        self._hint.setText(_HINT if self._model.is_whole else f"{_HINT} {_NOT_ALL}")
        now = self._model.index(self._model.now)
        self.list.setCurrentIndex(now)
        self.list.scrollTo(now)

    def _go(self, index: Index) -> None:
        if index.isValid() and index.row() != self._model.now:
            steps = self._model.steps
            self._session.go_to(steps[index.row()].id if index.row() < len(steps) else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.list and pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.list.currentIndex())
            return True
        return super().eventFilter(watched, event)
