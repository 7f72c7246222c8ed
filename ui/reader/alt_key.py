"""Alt held for the mouse is no Alt pressed alone, which would put the keyboard into the menus."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication


class AltKey(QObject):
    """Told that Alt is being used, it keeps the end of it from Qt's menu bar, which knows nothing of the wheel."""

    def use(self) -> None:
        """Alt is held and means what the mouse does: nothing else learns when it is let go."""
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self._end()
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Alt:
            return False
        if event.isAutoRepeat():  # some systems repeat a key that is held
            return True
        self._end()
        return event.type() == QEvent.Type.KeyRelease  # pressed anew, the end was not seen

    def _end(self) -> None:
        QApplication.instance().removeEventFilter(self)
