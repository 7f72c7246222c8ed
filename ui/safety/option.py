"""Ways to go on: each a button that says in a line what it does, and below in smaller words what comes of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.labels import label, paragraph
from ui.sheets import Sheet


class Option(QPushButton):
    """One of several ways to go on, which are offered below each other."""

    def __init__(self, title: str, result: str) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(result)
        self.setAutoDefault(True)
        name, words = label(title), paragraph(result, "small")
        words.setFont(theme.font(theme.SMALL_SIZE))
        name.setFont(theme.font(theme.TEXT_SIZE, QFont.Weight.DemiBold))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 11)
        layout.setSpacing(3)
        for part in (name, words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        layout.addStretch(1)  # where one beside it is higher
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.layout().totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.layout().totalHeightForWidth(width)


class OptionSheet(Sheet):
    """A sheet that asks how to go on. `chosen` is the name of the option that was chosen."""

    def __init__(self, parent: QWidget | None, title: str, width: int) -> None:
        super().__init__(parent, title, width)
        self.chosen: str | None = None

    def option(self, name: str, title: str, result: str) -> Option:
        """A button that chooses this name, to be laid out."""
        button = Option(title, result)
        button.clicked.connect(lambda: self._choose(name))
        return button

    def _choose(self, name: str) -> None:
        self.chosen = name
        self.accept()
