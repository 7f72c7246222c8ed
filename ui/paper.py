"""The page with the text, or with what to do while there is none."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.welcome import Welcome

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Paper(QWidget):
    """Shows the texts that are open, with the bar that finds in them, or the welcome to an empty project."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session, self._panes = window.session, window.panes
        actions = window.actions_by_id
        self._welcome = Welcome(actions["article.add"].trigger, actions["article.paste"].trigger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._panes, 1)
        layout.addWidget(self._welcome)
        self._panes.stand_below(window.find_bar)

    def refresh(self) -> None:
        """Shows what there is now; the keyboard goes with it."""
        empty = self._session.article is None
        focused, add = QApplication.focusWidget(), self._welcome.add_button
        if empty and (focused is None or focused is self._panes.reader):
            add.setFocus()
        self._welcome.setVisible(empty)
        self._panes.setVisible(not empty)
        if not empty and focused is add:
            self._panes.reader.setFocus()
