"""Pictures of the real window, rendered without a screen."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from core.errors import UserError
from core.model import DocumentId
from storage.export import export_bytes
from storage.project import Project
from ui import shot_screens, theme
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings
from ui.views import VIEWS

_PASSES = 60  # of the event loop; those that find nothing to do take no time


def take(
    project: Path,
    out: Path,
    view: str,
    document: int | None,
    look: str,
    size: tuple[int, int],
    at: int | None = None,
    chart: str | None = None,
) -> None:
    """Opens the project in a window that nobody sees and saves its picture as PNG. Raises UserError.

    The article (None: the first) begins with the line of the character `at`. `size` is in points; how many pixels
    a point has, Qt knows from QT_SCALE_FACTOR.
    """
    app = make_application()
    theme.apply(app, look)
    session = Session(Project.open(project))
    try:
        if document is not None and document not in session.documents:
            raise UserError(f"There is no article {document}.")
        window = MainWindow(session, Settings(theme=look))
        window.resize(*size)
        if document is not None:
            session.open_article(DocumentId(document))
        window.show_view(view if view in VIEWS else "read")
        if view == "history":
            window.arrangement.show("history")
        window.show()
        _settle(app)
        if chart is not None:
            window.show_chart(chart)
            _settle(app)
        if at is not None:
            _scroll(window, at)
            _settle(app)
        picture = shot_screens.over(window, view) if view in shot_screens.SCREENS else window.grab()
        window.hide()  # closing it would write the settings, and where the article is being read
        export_bytes(out, _png(picture))
    finally:
        session.project.close()


def _png(picture: QPixmap) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return buffer.data().data()


def _settle(app: QApplication) -> None:
    """Has layouts settle, and what is shown later shown: of an overview one chart after the other."""
    for _ in range(_PASSES):
        app.processEvents()


def _scroll(window: MainWindow, at: int) -> None:
    characters = len(window.session.article.text) if window.session.article is not None else 0
    if at >= characters:
        raise UserError(f"There is no character {at}: the article has {characters}.")
    window.reader.scroll_to(at)
