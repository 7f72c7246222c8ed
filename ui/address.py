"""An address in a note: shown in full, and then opened by another program or copied, as is asked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from ui.labels import paragraph
from ui.sheets import Sheet, add_foot

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_OPENS = {"http": "Open in the browser", "https": "Open in the browser", "mailto": "Open in the mail program"}
_HEIGHT = 76  # pixels of the field: three lines, more are scrolled


def opened_as(address: str) -> QUrl | None:
    """The address as another program gets it: for the web with a host, for mail with a recipient; else None."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() not in _OPENS:
        return None
    return url if url.host() or (url.scheme() == "mailto" and url.path()) else None


class AddressSheet(Sheet):
    """Shows all of an address, in the letters that are sent: none of them can look like another."""

    def __init__(self, window: "MainWindow", address: str, url: QUrl) -> None:
        super().__init__(window, "Open this address?", 520)
        self._window, self._address, self._url = window, address, url
        shown = QPlainTextEdit()
        shown.setProperty("role", "note")
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setPlainText(_letters(url))
        shown.setFixedHeight(_HEIGHT)
        shown.setAccessibleName("Address")
        self.column.addWidget(shown)
        self.column.addWidget(paragraph(_where(url), "small"))
        acts = [(_OPENS[url.scheme()], self._open), ("Copy", self._copy)]
        opening, _ = add_foot(self, acts, close="Cancel", default=False)
        opening.setDefault(True)
        opening.setFocus()

    def _open(self) -> None:
        self.accept()
        if not QDesktopServices.openUrl(self._url):
            self._window.messages.tell("No program on this computer opens such an address.")

    def _copy(self) -> None:
        self.accept()
        copy(self._window, self._address)


def copy(window: "MainWindow", address: str) -> None:
    """Puts the address on the clipboard, as it is written."""
    QGuiApplication.clipboard().setText(address)
    window.messages.tell("The address is copied.", False)


def ask(window: "MainWindow", address: str) -> None:
    """Asks what to do with an address; one that no browser and no mail program can open is copied."""
    url = opened_as(address)
    if url is None:
        copy(window, address)
    else:
        AddressSheet(window, address, url).exec()


def _letters(url: QUrl) -> str:
    return url.toEncoded().toStdString()


def _where(url: QUrl) -> str:
    """Whom the address leads to, however its beginning looks."""
    if url.scheme() == "mailto":
        return "A message is begun in your mail program; Postil itself sends nothing."
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return f"This leads to {host}. Your browser goes there; Postil itself opens no connection."
