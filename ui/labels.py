"""Labels, which always show plain text: what comes from a file is never read as HTML. And lines between them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A plain-text label; `role` (head, title, small, key …) is what the stylesheet knows it by."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    return made


def paragraph(text: str = "", role: str = "") -> QLabel:
    """A plain-text label that breaks its lines."""
    made = label(text, role)
    made.setWordWrap(True)
    return made


def hairline() -> QFrame:
    """A thin line across, between parts that belong together."""
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line
