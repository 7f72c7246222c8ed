"""Pictures of the screens that open over the window, as they do."""

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from storage import restore
from storage.lock import Holder, InUse
from ui import theme
from ui.article_table.sheet import ArticleTable
from ui.safety import bug_report, crash_log
from ui.safety.backup_screen import BackupScreen, Place
from ui.safety.bug_report import ReportDialog
from ui.safety.check_screen import CheckScreen, check
from ui.safety.conflict_screen import ConflictScreen
from ui.safety.in_use import InUseDialog
from ui.safety.keeping import found
from ui.safety.versions import look_at_both
from ui.sheets import Sheet
from ui.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.main_window import MainWindow

_SCRIM = 70  # of 255: how far the window steps back


def over(window: "MainWindow", view: str) -> QPixmap:
    """The window with one of SCREENS in its middle."""
    screen = SCREENS[view](window)
    screen.setParent(window, Qt.WindowType.Widget)  # a window of its own, nobody would see
    screen.setAutoFillBackground(True)
    screen.show()
    if screen.focusWidget() is not None:
        screen.focusWidget().setFocus()
    place = QRect(screen.rect())
    place.moveCenter(window.rect().center())
    screen.move(place.topLeft())
    _wait(window)
    picture = window.grab()
    painter = QPainter(picture)
    painter.fillRect(window.rect(), QColor(0, 0, 0, _SCRIM))
    painter.drawPixmap(place, screen.grab())
    painter.setPen(theme.color(theme.current().line))
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()
    return picture


def _wait(window: "MainWindow") -> None:
    """Has everything arrive that is read on other threads."""
    rest = 20
    while rest:
        QApplication.processEvents()
        time.sleep(0.01)  # in which other threads go on
        rest = 20 if window.findChildren(Task) else rest - 1


def _backups(window: "MainWindow") -> Sheet:
    path = window.session.project.path
    backups = found(path, None)
    return BackupScreen(window, path, backups, Place(backups[0].path.parent if backups else None, chosen=False))


def _check(window: "MainWindow") -> Sheet:
    return CheckScreen(window, check(window.session.project.path), _nothing, repairable=True)


def _conflict(window: "MainWindow") -> Sheet:
    """As if the newest backup, or nothing, had come into the place of the project."""
    project, name = window.session.project, window.session.project.path.name
    backups = found(project.path, None)
    with TemporaryDirectory() as folder:
        mine = Path(folder) / f"{project.path.stem} (recovered {datetime.now():%Y-%m-%d %H.%M}).postil"
        project.save_copy(mine)
        if backups:
            restore.as_copy(backups[0].path, Path(folder) / name)
        both = look_at_both(mine, Path(folder) / name)
    kind = "replaced" if backups else "deleted"
    return ConflictScreen(window, project.path, kind, both, [("Show them in their folder", lambda: None)])


def _crash(window: "MainWindow") -> Sheet:
    dialog = ReportDialog(window, crash_log.folder())
    try:
        raise NotImplementedError
    except NotImplementedError as error:
        text = crash_log.described(error, error.__traceback__)
    dialog.say(bug_report.details([(text, 3)]))
    return dialog


def _in_use(window: "MainWindow") -> Sheet:
    holder = Holder("desk", "anna", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    return InUseDialog(window, window.session.project.path, InUse("", holder, here=False))


def _nothing(_text: str) -> None:
    """Nobody presses anything in a picture."""


def _table(window: "MainWindow") -> Sheet:
    return ArticleTable(window)


SCREENS: "dict[str, Callable[[MainWindow], Sheet]]" = {
    "backups": _backups,
    "check": _check,
    "conflict": _conflict,
    "crash": _crash,
    "in-use": _in_use,
    "table": _table,
}
