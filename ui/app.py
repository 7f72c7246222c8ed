"""Starts the window."""

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory

from core.errors import UserError
from storage.project import Project
from storage.samples import default_project
from ui import messages, settings, theme
from ui.main_window import MainWindow
from ui.session import Session


def make_application() -> QApplication:
    """Qt, with the same style on every system so that one stylesheet fits."""
    # A book's annotations are tens of thousands of objects: looking through all at every 700th takes as long as
    # reading them from the file.
    gc.set_threshold(50_000, 20, 20)
    QCoreApplication.setApplicationName("Postil")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["postil"])
    app.setStyle(QStyleFactory.create("Fusion"))
    return app


def run(path: Path | None) -> int:
    """Opens the window on a project, on the last one, or at the first start on the samples. Returns an exit code.

    Raises UserError when the named project cannot be opened.
    """
    app = make_application()
    sys.excepthook = messages.report_bug
    known = settings.load()
    theme.apply(app, theme.choose(known.theme))
    session = Session(Project.open(path) if path else _last_project(known))
    window = MainWindow(session, known)
    window.show()
    app.aboutToQuit.connect(_let_go_of_the_selection)
    code = app.exec()
    session.project.close()
    return code


def _last_project(known: settings.Settings) -> Project:
    """The project used last if it still opens, else the one with the samples."""
    for name in known.recent[:1]:
        if Path(name).is_file():
            try:
                return Project.open(Path(name))
            except UserError:
                break  # it will say why when opened by hand; Postil starts all the same
    return default_project()


def _let_go_of_the_selection() -> None:
    """Takes back what X11's middle mouse button would paste: it would outlive Python, and crash."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
