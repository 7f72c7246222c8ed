"""The frame around a chart: title, export buttons, the chart or a friendly sentence, and the definition."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.charts.canvas import Stage
from ui.charts.content import Content
from ui.labels import label

FORMATS = ("PNG", "SVG", "CSV")


class Card(QFrame):
    """Shows one Content. `export_asked(str)` names a format; `extent_changed` follows “Show all”."""

    export_asked = Signal(str)
    extent_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.content: Content | None = None
        self.shows_all = False
        self.stage = Stage()
        self.canvas = self.stage.canvas
        self._title, self._subtitle = label(role="title"), _paragraph("small")
        self._empty, self._definition = _paragraph("empty"), _paragraph("small")
        self._more = _paragraph("small")
        self._extent = _button("Show all")
        self._extent.clicked.connect(self._change_extent)
        self._formats = {name: _button(name) for name in FORMATS}
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title, 1)
        for at, (name, button) in enumerate(self._formats.items()):
            if at:
                head.addWidget(label("·", "small"))
            head.addWidget(button)
            button.clicked.connect(lambda _=False, name=name: self.export_asked.emit(name))
        column.addLayout(head)
        column.addWidget(self._subtitle)
        column.addSpacing(10)
        column.addWidget(self._empty)
        column.addWidget(self.stage)
        foot = QHBoxLayout()
        foot.addWidget(self._more, 1)
        foot.addWidget(self._extent, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        column.addSpacing(8)
        column.addWidget(self._definition)

    def show_content(self, content: Content) -> None:
        """Shows this chart from now on."""
        self.content = content
        self._title.setText(content.title)
        self._subtitle.setText(content.subtitle)
        self._subtitle.setVisible(bool(content.subtitle))
        self._empty.setText(content.empty)
        self._empty.setVisible(bool(content.empty))
        self._definition.setText(content.definition)
        self.setAccessibleName(content.title)
        self.canvas.setAccessibleName(content.spoken)
        for name, button in self._formats.items():
            button.setAccessibleName(f"Export “{content.title}” as {name}")
            button.setEnabled(not content.empty)
        self._show_extent(content)
        self.stage.setVisible(not content.empty)
        self.stage.show_drawing(content.draw)

    def _show_extent(self, content: Content) -> None:
        self._more.setText(content.more)
        self._more.setVisible(bool(content.more))
        self._extent.setText("Show fewer" if self.shows_all else "Show all")
        self._extent.setAccessibleName(f"{self._extent.text()}: {content.title}")
        self._extent.setVisible(bool(content.more) or self.shows_all)

    def _change_extent(self) -> None:
        self.shows_all = not self.shows_all
        self.extent_changed.emit()


def _paragraph(role: str) -> QLabel:
    """A label that wraps, and never makes its card wider than the page."""
    made = label(role=role)
    made.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def _button(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName("plain")
    made.setFlat(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
