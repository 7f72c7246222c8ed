"""Commands on backups: the list of them, going back to one, and where they are kept."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from core import moments
from core.errors import UserError
from storage import restore
from storage.project import SUFFIX
from storage.recover import recover
from storage.snapshots import Snapshot
from ui.commands import files, typing
from ui.safety.backup_screen import BACK, COPY, HOME, MOVE, REBUILD, BackupScreen, Place
from ui.safety.keeping import found
from ui.tasks import Task

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def show_backups(window: "MainWindow") -> None:
    """Lists the backups of this project, to restore one."""
    typing.save(window)
    show_backups_of(window, window.session.project.path)


def show_backups_of(window: "MainWindow", path: Path) -> None:
    """Lists the backups of a project, also of one that does not open."""
    project, chosen, backups = window.session.project, window.keeping.chosen, found(path, window.keeping.chosen)
    is_open = project.path == path
    folder = (window.keeping.folder if is_open else None) or (backups[0].path.parent if backups else None)
    can_go_back = not is_open or (not project.read_only and project.conflict is None)
    rebuildable = not is_open and path.exists()
    screen = BackupScreen(window, path, backups, Place(folder, chosen is not None), can_go_back, rebuildable)
    screen.exec()
    if screen.chosen == HOME:
        window.keeping.choose(None)
        show_backups_of(window, path)
    elif screen.chosen == MOVE:
        choose_folder(window)
        show_backups_of(window, path)
    elif screen.chosen == COPY and screen.backup is not None:
        _restore_copy(window, path, screen.backup)
    elif screen.chosen == BACK and screen.backup is not None:
        _go_back(window, path, screen.backup)
    elif screen.chosen == REBUILD:
        rebuild(window, path)


def rebuild(window: "MainWindow", path: Path) -> None:
    """Makes a project of what is left of one that does not open, opens it, and says what could not be read."""
    proposal = path.with_name(f"{path.stem} (rebuilt){SUFFIX}")
    target = files.choose_target(window, "Rebuild what is left", proposal)
    if target is None:
        return

    def show(told: list[str]) -> None:
        if window.session.open_project(target):
            window.messages.tell(" ".join(told), False)

    task = Task(lambda _between: recover(path, target), window)
    task.done.connect(show)
    task.failed.connect(lambda error: window.session.failed.emit(str(error)))
    window.work.follow(task, f"Rebuilding “{path.name}”…")
    task.start()


def choose_folder(window: "MainWindow") -> None:
    """Has backups kept in another folder from now on."""
    beside = str(window.keeping.chosen or window.session.project.path.parent)
    folder = QFileDialog.getExistingDirectory(window, "Folder for backups", beside)
    if folder:
        window.keeping.choose(Path(folder))


def tell_trouble(window: "MainWindow", problem: str) -> None:
    """Says that no backup can be made, and offers another folder."""
    window.messages.tell(problem, link=("Choose another folder…", lambda: choose_folder(window)))


def _restore_copy(window: "MainWindow", path: Path, backup: Snapshot) -> None:
    """Makes a project of a backup, and opens it."""
    proposal = path.with_name(f"{path.stem} ({backup.taken:%Y-%m-%d %H.%M}){SUFFIX}")
    target = files.choose_target(window, "Restore as a copy", proposal)
    if target is None:
        return
    try:
        restore.as_copy(backup.path, target)
    except UserError as error:
        window.session.failed.emit(str(error))
        return
    window.session.open_project(target)


def _go_back(window: "MainWindow", path: Path, backup: Snapshot) -> None:
    """Brings a project back to a backup, in its own place."""
    session, chosen = window.session, window.keeping.chosen
    if session.project.path == path:
        typing.forget(window)
        kept = session.reopen(lambda: restore.in_place(path, backup.path, chosen), otherwise=backup.path)
    else:
        try:
            kept = restore.in_place(path, backup.path, chosen)
        except UserError as error:
            session.failed.emit(str(error))
            return
        session.open_project(path)
    if kept is not None:
        when = moments.said(backup.taken, datetime.now().astimezone())
        sentence = f"The project is again as it was {when}. Its state until now is kept"
        window.messages.tell(
            f"{sentence} as “{kept.name}”." if kept.parent == path.parent else f"{sentence} as a backup.", False
        )
