"""What is shown while a project has no articles: a sentence, and the two ways to put one in."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.labels import label


class Welcome(QWidget):
    """The page without a text; `add` and `paste` are what its buttons do."""

    def __init__(self, add: Callable[[], object], paste: Callable[[], object]) -> None:
        super().__init__()
        self.add_button = QPushButton(self.tr("Add articles…"))
        self.add_button.setDefault(True)
        self.add_button.clicked.connect(lambda: add())
        paste_button = QPushButton(self.tr("Paste a text"))
        paste_button.clicked.connect(lambda: paste())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.add_button, paste_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        title = label(self.tr("This project has no articles yet"), "title")
        hint = label(self.tr("Add text files, drop them on this window, or paste a text from anywhere."), "empty")
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        column.addLayout(buttons)
        column.addStretch(3)
