"""Pictures of the real window, rendered without a screen."""

from pathlib import Path

from core.errors import UserError
from core.model import DocumentId
from storage.project import Project
from ui import theme
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings


def take(
    project: Path, out: Path, view: str, document: int | None, look: str | None, size: tuple[int, int]
) -> None:
    """Opens the project in a window that nobody sees and saves its picture as PNG. Raises UserError."""
    app = make_application()
    theme.apply(app, look or "light")
    session = Session(Project.open(project))
    try:
        if document is not None and document not in session.documents:
            raise UserError(f"There is no article {document}.")
        window = MainWindow(session, Settings(theme=look or "light"))
        window.resize(*size)
        if document is not None:
            session.open_article(DocumentId(document))
        window.show_view(view)
        window.show()
        for _ in range(5):  # layouts settle, and what is shown later shows
            app.processEvents()
        if not window.grab().save(str(out), "PNG"):
            raise UserError(f"“{out}” cannot be written.")
        window.hide()  # closing it would write the settings, and where the article is being read
    finally:
        session.project.close()
