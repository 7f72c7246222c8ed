"""The menu of the projects that were open last."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from core.names import visible

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class RecentMenu(QMenu):
    """Opens one of them again."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window.tr("Open recent"), window)
        self._session, self._settings = window.session, window.settings
        self.setAccessibleName(self.title())
        self.aboutToShow.connect(self.refresh)

    def remember_project(self) -> None:
        """Puts the project that is open now in the first place."""
        self._settings.remember_project(self._session.project.path)
        self.refresh()

    def refresh(self) -> None:
        """Lists them as the settings know them now."""
        self.clear()
        for name in self._settings.recent:
            action = self.addAction(visible(Path(name).name).replace("&", "&&"))
            action.triggered.connect(lambda _checked, path=name: self._session.open_project(Path(path)))
