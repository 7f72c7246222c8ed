"""What takes long to load is loaded when nobody does anything."""

import importlib

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

_PAUSE = 2500  # milliseconds without a key or a mouse, after which a part of a second goes unnoticed
_DEEDS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Loader(QObject):
    """Imports modules one by one, each in a pause of its own, and is gone after the last."""

    def __init__(self, app: QApplication, modules: tuple[str, ...], pause: int = _PAUSE) -> None:
        super().__init__(app)
        self._waiting = list(modules)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._load)
        self._timer.start()
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _DEEDS:
            self._timer.start()
        return False

    def _load(self) -> None:
        importlib.import_module(self._waiting.pop(0))
        if self._waiting:
            self._timer.start()
        else:
            self.deleteLater()
