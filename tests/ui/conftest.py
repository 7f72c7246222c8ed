"""The real window on a real project."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from storage import operations
from storage.importers.text import pasted
from storage.project import Project
from ui import theme
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings

TEXT = (
    "The ambassador said little. Oil sanctions came into force on Monday, and prices rose.\n\n"
    "Nobody in the ministry had expected that. A spokesman called it\u00a0“regrettable”."
)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["postil"]


@pytest.fixture(scope="session")
def styled(qapp: QApplication) -> QApplication:
    """The application as a reader has it."""
    from ui.app import make_application

    make_application()
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture
def look(styled: QApplication) -> None:
    """The light look, which is put on again only after a test that left another: that takes a fifth of a second."""
    if theme.current().name != "light":
        theme.apply(styled, "light")


@pytest.fixture
def open_window(qtbot, look, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window on a project file; called again on the same file it is a restart."""
    opened: list[MainWindow] = []

    def open_(
        path: Path | None = None,
        texts: tuple[str, ...] = (TEXT,),
        settings: Settings | None = None,
        size: tuple[int, int] | None = (1440, 900),
    ):
        path = path or tmp_path / "reading.postil"
        for before in opened:
            if before.session.project.path == path:
                before.close()
                before.session.project.close()
        if path.exists():
            project = Project.open(path)
        else:
            project = Project.create(path)
            if texts:
                new = [pasted(f"Article {n}", text) for n, text in enumerate(texts, start=1)]
                project.run("Add articles", operations.add_documents, new)
        window = MainWindow(Session(project), settings or Settings(theme="light"))
        qtbot.addWidget(window)
        if size is not None:  # None: as the settings say
            window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.reader.setFocus()
        opened.append(window)
        return window

    yield open_
    for window in opened:
        window.close()
        window.session.project.close()


@pytest.fixture
def window(open_window) -> MainWindow:
    """A window on a project with one short article."""
    return open_window()


class Opened(QObject):
    """What Qt was asked to open with another program."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@pytest.fixture
def opened() -> Iterator[Opened]:
    """What is opened with other programs during a test; nothing of it really is."""
    known, schemes = Opened(), ("http", "https", "mailto", "file", "javascript")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, known, "open")
    yield known
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)
