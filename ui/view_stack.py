"""The middle of the window: the text and the views beside it, one of them in sight."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.labels import label
from ui.views import VIEWS

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class ViewStack(QStackedWidget):
    """Shows one of VIEWS, which is made when first asked for; `name` is which, `made` those beside the text.

    `shown` follows when one is asked for and, where it takes a while, again when it is there.
    """

    shown = Signal(str)

    def __init__(self, window: "MainWindow", text: QWidget) -> None:
        super().__init__()
        self._window = window
        self._text, self._loading = text, label(self.tr("Loading…"), "empty")
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = "read"
        self.made: dict[str, QWidget] = {}
        self.addWidget(self._text)
        self.addWidget(self._loading)

    def show_view(self, name: str) -> None:
        """Shows a view, or that it is being made."""
        self.name, view = name, VIEWS[name]
        if not view.slow:
            self.make(name)
        page = self._text if view.make is None else self.made.get(name, self._loading)
        self.setCurrentWidget(page)
        if page is not self._text:
            page.setFocus()
        self.shown.emit(name)
        if page is self._loading:
            self._window.repaint()  # what is being done is seen first
            QTimer.singleShot(0, self, lambda: self._load(name))

    def make(self, name: str) -> None:
        """Makes a view that was not asked for yet."""
        make = VIEWS[name].make
        if make is not None and name not in self.made:
            self.made[name] = make(self._window)
            self.made[name].addActions(self._window.window_actions.of(name))
            self.addWidget(self.made[name])

    def _load(self, name: str) -> None:
        """Makes a view that takes a while, and shows it if it is still wanted."""
        self.make(name)
        if self.name == name:
            is_awaited = self._loading.hasFocus()  # and nothing else was begun meanwhile
            self.setCurrentWidget(self.made[name])
            if is_awaited:
                self.made[name].setFocus()
            self.shown.emit(name)  # its commands make sense only now
