"""Commands that keep work safe: checks, and what to do when a file is in use or lost."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from core.errors import UserError
from storage.connection import Damaged
from storage.export import export_bytes
from storage.lock import InUse
from storage.merge import Added, bring_in
from storage.project import Project
from storage.repair import repair
from ui import messages
from ui.commands import backups, files, typing
from ui.safety import in_use
from ui.safety.bug_report import show_folder
from ui.safety.check_screen import BACKUPS, REPAIR, Check, CheckScreen, check
from ui.safety.conflict_screen import JOIN, OTHER, ConflictScreen
from ui.safety.keeping import found
from ui.safety.versions import Versions, look_at_both, put_back
from ui.tasks import Task
from ui.typeset import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.main_window import MainWindow


def has_conflict(window: "MainWindow") -> bool:
    """Whether the project's file was lost, so that nothing is written to it."""
    return window.session.project.conflict is not None


def is_read_only(window: "MainWindow") -> bool:
    """Whether the project was opened to read only."""
    return window.session.project.read_only


def work_on_a_copy(window: "MainWindow") -> None:
    """Saves a copy of the project and goes on with it."""
    made = files.save_copy(window)
    if made is not None:
        window.session.open_project(made)


def tell_refusal(window: "MainWindow", path: Path, error: UserError) -> None:
    """A project does not open: asks what to do where somebody has it open, else says why and offers its backups."""
    if isinstance(error, InUse):
        chosen = in_use.ask(window, path, error)
        if chosen == in_use.OTHER:
            files.open_project(window)
        elif chosen is not None:
            window.session.open_project(path, read_only=chosen == in_use.READ, force=chosen == in_use.FORCE)
        return
    link = None
    if found(path, window.keeping.chosen):
        link = "Its backups…", lambda: backups.show_backups_of(window, path)
    elif isinstance(error, Damaged):
        link = "Rebuild what is left…", lambda: backups.rebuild(window, path)
    window.messages.tell(str(error), link=link)


def check_project(window: "MainWindow") -> None:
    """Checks the whole file and shows what was found."""
    typing.save(window)
    _check(window, lambda done: show_check(window, done))


def show_check(window: "MainWindow", done: Check, repaired: "Sequence[str]" = ()) -> None:
    """Shows the report of a check, and does what is chosen then."""
    project = window.session.project
    repairable = not project.read_only and project.conflict is None and project.path == done.path
    screen = CheckScreen(window, done, lambda text: _save_report(window, text), repairable, repaired)
    screen.exec()
    if screen.chosen == REPAIR:
        _repair(window)
    elif screen.chosen == BACKUPS:
        backups.show_backups(window)


def _repair(window: "MainWindow") -> None:
    """Mends what can be mended, checks again and shows both."""
    done = window.session.do("Repair the project", repair)
    if done is not None:
        window.session.reload()
        _check(window, lambda check: show_check(window, check, done))


def tell_what_was_left(window: "MainWindow") -> None:
    """After a session that did not end properly: checks everything, and says so in a line."""
    if window.session.project.left_behind is None:
        return

    def tell(done: Check) -> None:
        count = sum(window.session.annotation_counts.values())
        there = f"all {count:,} annotations are" if count != 1 else "its annotation is"
        whole = f"The project was checked, and {there} there."
        found = f"The check of the project found {len(done.problems):,} problems." if done.problems else whole
        link = ("See the report", lambda: show_check(window, done))
        window.messages.tell(f"Postil did not end properly last time. {found}", bool(done.problems), link)

    _check(window, tell)


def _check(window: "MainWindow", then: "Callable[[Check], object]") -> None:
    path = window.session.project.path
    task = Task(lambda _between: check(path), window)
    task.done.connect(then)
    task.failed.connect(lambda error: window.session.failed.emit(str(error)))
    window.work.follow(task, f"Checking “{path.name}”…")
    task.start()


def _save_report(window: "MainWindow", text: str) -> None:
    proposal = window.session.project.path.with_suffix(".check.txt")
    chosen, _ = QFileDialog.getSaveFileName(window, "Save report", str(proposal), "Text (*.txt)")
    if not chosen:
        return
    try:
        export_bytes(files.with_suffix(Path(chosen), ".txt"), text.encode("utf-8", "replace"))
    except UserError as error:
        window.session.failed.emit(str(error))


def meet_conflict(window: "MainWindow", sentence: str) -> None:
    """The file was lost: nothing is written any more. Asks once how to go on, and then leaves it at a line."""
    window.banner.refresh(window.session.project)
    window.status.refresh()
    if window.recovered is None:
        QTimer.singleShot(0, window, lambda: settle(window))  # not in the middle of what met it
    else:
        window.messages.tell(sentence)


def settle(window: "MainWindow") -> None:
    """Saves the state of this session beside the lost file, and asks which of the two to go on with."""
    project = window.session.project
    if project.conflict is None or not window.isVisible():
        return
    try:
        window.recovered = recovered = window.recovered or project.save_recovered()
    except UserError as error:
        window.messages.tell(str(error), link=("Try again", lambda: settle(window)))
        return
    task = Task(lambda _between: look_at_both(recovered, project.path), window)
    task.done.connect(lambda both: _ask_which(window, both))
    task.failed.connect(lambda error: window.session.failed.emit(str(error)))
    window.work.follow(task, "Comparing the two versions…")
    task.start()


def _ask_which(window: "MainWindow", both: Versions) -> None:
    """Shows both versions and goes on as is chosen."""
    project = window.session.project
    is_asked = isinstance(QApplication.activeModalWidget(), ConflictScreen)
    if project.conflict is None or is_asked:
        return
    actions = [("Show them in their folder", lambda: show_folder(both.mine.path.parent))]
    if note := typing.unsaved(window):
        actions.append(("Copy the unsaved note", lambda: QGuiApplication.clipboard().setText(note)))
    screen = ConflictScreen(window, project.path, project.conflict.kind, both, actions)
    screen.exec()
    if screen.chosen is not None:
        _go_on_with(window, screen.chosen, both.mine.path, project.path)


def may_close(window: "MainWindow") -> bool:
    """Sees to it that what was open is in a file before the window closes. False to stay."""
    project = window.session.project
    if project.conflict is None or window.recovered is not None:
        return True
    try:
        window.recovered = project.save_recovered()
    except UserError as error:
        question = f"{error} What was done since the project was opened would be lost."
        return messages.confirm(window, "Quit Postil", question, "Quit all the same")
    return True


def _go_on_with(window: "MainWindow", chosen: str, recovered: Path, path: Path) -> None:
    """Leaves both versions in existence, and the chosen one, or both together, open under the project's name."""
    session, kept = window.session, None
    typing.forget(window)
    session.take(Project.open(recovered, read_only=True))  # sound, whatever becomes of the other
    try:
        if chosen != OTHER:
            kept = put_back(recovered, path)
        session.take(Project.open(path))
    except UserError as error:
        session.open_project(recovered)
        session.failed.emit(f"{error} “{recovered.name}” is open now.")
        return
    if chosen == JOIN and kept is not None:
        added = session.do(f"Bring in {quoted(kept.name)}", bring_in, kept)
        if added is not None:
            window.messages.tell(_brought(added), False)
    elif kept is not None:
        window.messages.tell(f"The other version is kept as “{kept.name}”.", False)
    else:
        window.messages.tell(f"Your version is kept as “{recovered.name}”.", False)


def _brought(added: Added) -> str:
    counts = [
        f"{count:,} {what if count != 1 else what.removesuffix('s')}" for what, count in added._asdict().items()
    ]
    return f"Brought together: {', '.join(counts[:-1])} and {counts[-1]} came from the other version."
