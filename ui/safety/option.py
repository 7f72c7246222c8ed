"""A way to go on: a button that says in a line what it does, and below in smaller words what comes of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from ui import theme
from ui.labels import label, paragraph


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
