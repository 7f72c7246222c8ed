"""Starts the window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLoggingCategory
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory

from core.errors import UserError
from storage.lock import InUse
from storage.project import Project
from storage.samples import default_path, default_project
from ui import settings, theme
from ui.commands import files, safety
from ui.garbage import Collector
from ui.idle import Loader
from ui.main_window import MainWindow
from ui.safety import bug_report, crash_log, in_use
from ui.safety.bug_report import BugReports
from ui.session import Session


def make_application() -> QApplication:
    """Qt, with the same style on every system so that one stylesheet fits."""
    # Where a text has letters that no font here draws well, Qt says so of every font it tries, at every start. That
    # is nothing anybody could do something about, and the letters are drawn all the same.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    QCoreApplication.setApplicationName("Postil")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["postil"])
    if not app.findChildren(Collector):
        Collector(app)
    app.setStyle(QStyleFactory.create("Fusion"))
    return app


def run(path: Path | None) -> int:
    """Opens the window on a project, on the last one, or at the first start on the samples. Returns an exit code.

    Raises UserError when the named project cannot be opened.
    """
    app = make_application()
    logs = crash_log.folder()
    crash_log.watch_for_the_worst(logs)
    bug_report.install(BugReports(logs))
    known = settings.load()
    theme.apply(app, theme.choose(known.theme))
    refused: list[tuple[Path, UserError]] = []
    project = first_project(path, known, refused)
    if project is None:
        return 0
    session = Session(project)
    window = MainWindow(session, known)
    window.show()
    settings.save(known)  # not only at the end, which may never come
    session.opened.connect(lambda: settings.save(known))
    window.keeping.start()
    Loader(app, ("numpy", "pyqtgraph", "ui.charts.view"))
    for refusal in refused:
        session.refused.emit(*refusal)
    safety.tell_what_was_left(window)
    app.aboutToQuit.connect(_let_go_of_the_selection)
    code = app.exec()
    session.project.close()
    return code


def first_project(
    path: Path | None, known: settings.Settings, refused: list[tuple[Path, UserError]]
) -> Project | None:
    """The project that was named, else the one used last if it still opens, else the one with the samples.

    Where somebody has it open, it is what the user prefers then; None for nothing. Why the last one does not open
    is added to `refused`. Raises UserError.
    """
    if path is not None:
        return _opened(path)
    for name in known.recent[:1]:
        if Path(name).is_file():
            try:
                return _opened(Path(name))
            except UserError as error:
                refused.append((Path(name), error))
    return _opened(default_path()) if default_path().exists() else default_project()


def _opened(path: Path) -> Project | None:
    try:
        return Project.open(path)
    except InUse as error:
        chosen = in_use.ask(None, path, error)
    if chosen == in_use.OTHER:
        return _opened(files.choose_project(None, path.parent) or path)
    if chosen is None:
        return None
    return Project.open(path, read_only=chosen == in_use.READ, force=chosen == in_use.FORCE)


def _let_go_of_the_selection() -> None:
    """Takes back what X11's middle mouse button would paste: it would outlive Python, and crash."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
