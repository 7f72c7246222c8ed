"""The backups of a project: when each was made, what it holds, what came since, and how to go back."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core import moments
from core.errors import UserError
from core.names import visible
from storage.project import SUFFIX
from storage.snapshots import Snapshot
from ui import theme
from ui.labels import label, paragraph
from ui.rows import paint_ground
from ui.safety.preview import Preview
from ui.safety.versions import Versions, look_at_both
from ui.sheets import Sheet, add_foot
from ui.tasks import Task
from ui.typeset import draw_line, draw_text

COPY, BACK, MOVE, HOME, REBUILD = "copy", "back", "move", "home", "rebuild"
_ROW, _LEFT, _LIST = 50, 14, 270  # pixels
_PAUSE_MS = 80  # walking through the list reads only what one stays at


class Place(NamedTuple):
    """Where backups are kept, as far as it is known, and whether the user chose that."""

    folder: Path | None
    chosen: bool


class BackupScreen(Sheet):
    """Lists backups, the newest first, with a preview of one.

    `chosen` is COPY or BACK once one was, of `backup`; or MOVE or HOME, for the folder; or REBUILD.
    """

    def __init__(
        self,
        parent: QWidget,
        project: Path,
        backups: Sequence[Snapshot],
        place: Place,
        can_go_back: bool = True,
        rebuildable: bool = False,
    ) -> None:
        name = visible(project.name.removesuffix(SUFFIX))
        super().__init__(parent, "Backups", 940, 620)
        self.chosen: str | None = None
        self._project, self._backups = project, backups
        self._known: dict[Path, Versions | UserError] = {}
        self._task: Task | None = None
        self.column.addWidget(label(f"Backups of “{name}”", "heading"))
        self.column.addWidget(paragraph(_WHEN))
        self._list = self._listed()
        self._preview = Preview()
        self._copy, self._back = QPushButton("Restore as a copy…"), QPushButton("Go back to this one")
        self._back.setVisible(can_go_back)
        self.column.addSpacing(2)
        self.column.addLayout(self._middle(), 1)
        self.column.addLayout(self._foot(place, rebuildable))
        add_foot(self, default=False)
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._wait.timeout.connect(self._read)
        self._list.currentRowChanged.connect(lambda _row: self._turn())
        for button, result in ((self._copy, COPY), (self._back, BACK)):
            button.clicked.connect(lambda _checked, result=result: self._choose(result))
        self._list.setCurrentRow(0)
        self._turn()
        self._list.setFocus()

    @property
    def backup(self) -> Snapshot | None:
        """The one that is selected."""
        row = self._list.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _listed(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName("Backups, the newest first")
        made.setItemDelegate(_BackupRow(self._backups, made))
        made.setFixedWidth(_LIST)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setProperty("role", "rows")
        now = datetime.now().astimezone()
        for each in self._backups:
            words = f"{moments.said(each.taken, now)}, {each.reason}, {moments.size(each.size)}"
            QListWidgetItem(words, made)
        return made

    def _middle(self) -> QHBoxLayout:
        row, right, buttons = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self._list)
        row.addLayout(right, 1)
        right.setSpacing(10)
        right.addWidget(self._preview, 1)
        buttons.setSpacing(8)
        for button in (self._copy, self._back):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        right.addLayout(buttons)
        return row

    def _foot(self, place: Place, rebuildable: bool) -> QHBoxLayout:
        """Where the backups are, how much room they take, and ways to have them elsewhere."""
        row = QHBoxLayout()
        row.setSpacing(10)
        where = f", kept in {visible(str(place.folder))}" if place.folder else ""
        row.addWidget(paragraph(f"{_total(self._backups)}{where}", "small"), 1)
        links = [(MOVE, "Choose another folder…")]
        if place.chosen:
            links.insert(0, (HOME, "Keep them beside each project"))
        if rebuildable:
            links.insert(0, (REBUILD, "Rebuild what is left of its file…"))
        for result, text in links:
            button = QPushButton(text)
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, result=result: self._choose(result))
            row.addWidget(button)
        return row

    def _choose(self, result: str) -> None:
        self.chosen = result
        self.accept()

    # -- the preview

    def _turn(self) -> None:
        """Shows the selected backup, as far as it is known."""
        backup = self.backup
        known = self._known.get(backup.path) if backup else None
        for button in (self._copy, self._back):
            button.setEnabled(isinstance(known, Versions))
        if backup is None:
            self._preview.say("No backup yet", "", "The first one is made as soon as there is something to lose.")
            return
        title, words = moments.said(backup.taken, datetime.now().astimezone()), _words(backup)
        title = title[:1].upper() + title[1:]
        if isinstance(known, Versions):
            self._preview.show_version(title, words, known)
        elif known is not None:
            self._preview.say(title, words, visible(str(known)))
        else:
            self._preview.say(title, words, "Reading what it holds…")
            self._wait.start()

    def _read(self) -> None:
        """Reads a backup on another thread: a large one takes a second."""
        backup = self.backup
        if backup is None or backup.path in self._known:
            return
        if self._task is not None:
            self._task.cancel()
        path, project = backup.path, self._project
        self._task = task = Task(lambda _between: look_at_both(path, project), self.parent())
        task.done.connect(lambda both: self._learn(backup, both))
        task.failed.connect(lambda error: self._learn(backup, error))
        task.start()

    def _learn(self, backup: Snapshot, found: Versions | UserError) -> None:
        self._known[backup.path] = found
        self._task = None
        self._turn()

    def done(self, result: int) -> None:
        if self._task is not None:
            self._task.cancel()
        super().done(result)


_WHEN = (
    "Postil makes one when a project is opened, every ten minutes while something changes, and before much is "
    "removed. Each was opened and checked when it was made."
)


def _words(backup: Snapshot) -> str:
    reason = backup.reason[:1].upper() + backup.reason[1:]
    return f"{reason} · {moments.size(backup.size)}"


def _total(backups: Sequence[Snapshot]) -> str:
    count = f"{len(backups):,} backup{'s' * (len(backups) != 1)}"
    return f"{count}, {moments.size(sum(each.size for each in backups))}" if backups else count


class _BackupRow(QStyledItemDelegate):
    """Paints when a backup was made, and below why and how large it is."""

    def __init__(self, backups: Sequence[Snapshot], view: QListWidget) -> None:
        super().__init__(view)
        self._backups = backups

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        look, backup, rect = theme.current(), self._backups[index.row()], QRect(option.rect)
        painter.save()
        paint_ground(painter, option, bool(option.state & QStyle.StateFlag.State_Selected))
        inner, now = rect.adjusted(_LEFT, 7, -12, -7), datetime.now().astimezone()
        painter.setFont(theme.font(theme.TEXT_SIZE, QFont.Weight.Bold))
        day, ink = moments.day(backup.taken, now), theme.color(look.ink)
        draw_text(painter, QRect(inner.left(), inner.top(), inner.width(), 18), f"{day} {backup.taken:%H:%M}", ink)
        painter.setFont(theme.font(theme.SMALL_SIZE))
        line, muted = QRect(inner.left(), inner.top() + 18, inner.width(), 17), theme.color(look.muted)
        size = moments.size(backup.size)
        draw_text(painter, line, size, muted, Qt.AlignmentFlag.AlignRight)
        room = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(size) - 10, 0)
        draw_line(painter, room, backup.reason, muted, rtl=False)
        painter.restore()
