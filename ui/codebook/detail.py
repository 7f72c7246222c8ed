"""What the codebook says about the selected tag, in full, with the passages that show what it means."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.codebook import STEP
from core.model import Tag
from core.names import visible
from storage.codebook import Example
from ui import panel, theme
from ui.card import QUOTE_SIZE
from ui.codebook.model import COLUMNS
from ui.enter_button import EnterButton
from ui.labels import label, paragraph
from ui.marks import paint_swatch
from ui.session import Session
from ui.typeset import draw_line, draw_text, fit_lines, flat, isolated, right_to_left

NO_EXAMPLES = "No examples yet. At a passage with this tag, press U to use it as one."
_LOOKED_AT = 600  # characters of a quote
_BEFORE, _PAD, _LINE, _TITLE = 12, 5, 19, 16  # pixels: before a quote, around, of its lines and of the article
_TEXTS = [column for column in COLUMNS if column.text]


class ExampleLine(EnterButton):
    """A passage that shows what a tag means; a click opens it in the text."""

    def __init__(self, example: Example) -> None:
        super().__init__()
        self.example = example
        self._quote = flat(example.quote[:_LOOKED_AT]).strip()
        self._title = visible(example.title)
        self.setAccessibleName(f"Open the example in {self._title}: {self._quote}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 2 * _PAD + len(self._lines()) * _LINE + _TITLE)

    def _lines(self) -> list[str]:
        return fit_lines(self._quote, theme.font(QUOTE_SIZE, serif=True), self.width() - _BEFORE - _PAD, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, inner = QPainter(self), theme.current(), self.rect().adjusted(_BEFORE, _PAD, -_PAD, -_PAD)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), theme.color(look.soft if self.hasFocus() else look.hover))
        painter.fillRect(QRect(0, _PAD, 2, self.height() - 2 * _PAD), theme.color(look.accent))
        painter.setFont(theme.font(QUOTE_SIZE, serif=True))
        y = inner.top()
        for line in self._lines():
            rtl = right_to_left(self._quote)
            draw_text(painter, QRect(inner.left(), y, inner.width(), _LINE), line, theme.color(look.ink), rtl=rtl)
            y += _LINE
        painter.setFont(theme.font(theme.SMALL_SIZE))
        draw_line(painter, QRect(inner.left(), y, inner.width(), _TITLE), self._title, theme.color(look.muted))


class _Swatch(QWidget):
    """The colour and line style of the tag."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(14, 18)
        self._look: tuple[str, int] | None = None

    def show_tag(self, color: str, style: int) -> None:
        """Takes the colour of another tag."""
        self._look = color, style
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._look is not None:
            color, style = self._look
            paint_swatch(QPainter(self), QRectF(1, 4, 11, 11), theme.mark(color), style)


class Detail(QScrollArea):
    """The selected tag; its texts side by side, its examples below."""

    example_chosen = Signal(object)  # an Example

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setAccessibleName("The selected tag")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(96)
        self._swatch, self._path, self._groups = _Swatch(), label("", "title"), label("", "small")
        self._said: dict[str, QLabel] = {}
        self._lines: list[ExampleLine] = []
        page = QWidget()
        page.setObjectName("codebookdetail")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(panel.MARGIN, 10, panel.MARGIN, panel.MARGIN)
        self._column.setSpacing(panel.STEP)
        self._column.addLayout(self._head())
        self._column.addLayout(self._texts())
        self._column.addWidget(label("Examples", "count"))
        self._no_examples = paragraph(NO_EXAMPLES, "small")
        self._column.addWidget(self._no_examples)
        self._column.addStretch(1)
        self.setWidget(page)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(panel.STEP)
        row.addWidget(self._swatch)
        self._path.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._path, 1)
        row.addWidget(self._groups)
        return row

    def _texts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        for column in _TEXTS:
            side = QVBoxLayout()
            side.setSpacing(2)
            side.addWidget(label(column.head, "count"))
            said = self._said[column.text] = paragraph()
            said.setAlignment(Qt.AlignmentFlag.AlignTop)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(column.head)
            side.addWidget(said, 1)
            row.addLayout(side, 1)
        return row

    def show_tag(self, tag: Tag | None, groups: Sequence[str], examples: Sequence[Example]) -> None:
        """Shows a tag, or nothing."""
        self.widget().setVisible(tag is not None)
        if tag is None:
            return
        tree = self._session.tags
        self._swatch.show_tag(tag.color, tree.style(tag.id))
        self._path.setText(STEP.join(tree.names(tag.id)))
        self._groups.setText(" · ".join(isolated(visible(name)) for name in groups))
        for text, said in self._said.items():
            written = str(getattr(tag, text)).strip()
            said.setText(written or "–")
            said.setProperty("role", "" if written else "empty")
            said.style().polish(said)
        self._show_examples(examples)

    def _show_examples(self, examples: Sequence[Example]) -> None:
        self._no_examples.setVisible(not examples)
        if [line.example for line in self._lines] == list(examples):
            return
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [ExampleLine(example) for example in examples]
        for at, line in enumerate(self._lines):
            line.clicked.connect(lambda _checked=False, line=line: self.example_chosen.emit(line.example))
            self._column.insertWidget(4 + at, line)
