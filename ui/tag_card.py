"""What a tag means, in a small frame beside the tree or the picker: its texts, and passages that show it."""

from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from core.model import TagId
from storage import codebook
from ui import theme
from ui.card import QUOTE_SIZE
from ui.popup import RIGHT, place
from ui.session import Session
from ui.typeset import draw_text, fit_lines, flat, right_to_left

_WAIT_MS = 450  # the mouse rests that long before the card is shown
_WIDTH, _EDGE, _GAP, _QUOTED = 320, 12, 7, 10  # pixels: the card, around, between, and from the line to a quote
_TEXT_LINES, _QUOTE_LINES, _MOST = 4, 2, 3  # lines of a text and of a quote; examples
_LOOKED_AT = 800  # characters


class _Part(NamedTuple):
    """Lines of one text, how they look, and how far from the part before them."""

    lines: list[str]
    font: QFont
    role: str
    rtl: bool
    gap: int
    is_quote: bool = False

    @property
    def pitch(self) -> int:
        return QFontMetrics(self.font).lineSpacing() + 1

    @property
    def height(self) -> int:
        return self.gap + len(self.lines) * self.pitch


class TagCard(QFrame):
    """Not a QToolTip, which would read a definition as HTML. A tag about which nothing is said has none."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._tag: TagId | None = None
        self._beside = QRect()
        self._parts: list[_Part] = []
        self.setObjectName("hover")
        self.setAccessibleName("What the tag means")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._show)
        QApplication.instance().focusObjectChanged.connect(self.let_go)
        session.changed.connect(self.let_go)
        self.hide()

    def ask(self, tag: TagId | None, beside: QRect) -> None:
        """Shows a tag in a moment, beside a place of the window; lets go of it for None."""
        if tag is None:
            self.let_go()
        elif tag != self._tag or not self.isVisible():
            self.let_go()
            self._tag, self._beside = tag, beside
            self._timer.start()

    def let_go(self, *_: object) -> None:
        """Hides the card, and shows none that was asked for."""
        self._timer.stop()
        self._tag = None
        self.hide()

    def text(self) -> str:
        """What the card says."""
        return "\n".join("\n".join(part.lines) for part in self._parts)

    def _show(self) -> None:
        self._parts = self._made()
        if len(self._parts) > 1:
            self.resize(_WIDTH, 2 * _EDGE + sum(part.height for part in self._parts))
            _, corner = place(self._beside, self.size(), self.parentWidget().rect(), RIGHT)
            self.move(corner)
            self.update()
            self.raise_()
            self.show()

    def _made(self) -> list[_Part]:
        tag = self._session.tags.by_id.get(self._tag) if self._tag is not None else None
        if tag is None:
            return []
        bold = theme.font(theme.TEXT_SIZE, QFont.Weight.Bold)
        parts = [self._part(self._session.tags.shown_path(tag.id), bold, "ink", 2, 0)]
        text, small = theme.font(theme.TEXT_SIZE), theme.font(theme.SMALL_SIZE, QFont.Weight.DemiBold)
        for head, said in (("", tag.definition), ("When to use", tag.include), ("When not to", tag.exclude)):
            if said.strip():
                parts += [self._part(head, small, "muted", 1, _GAP)] if head else []
                parts.append(self._part(said, text, "ink", _TEXT_LINES, 1 if head else _GAP))
        serif = theme.font(QUOTE_SIZE, serif=True)
        for example in codebook.examples(self._session.project.db, tag.id).get(tag.id, ())[:_MOST]:
            parts.append(self._part(example.quote, serif, "ink", _QUOTE_LINES, _GAP, is_quote=True))
        return parts

    @staticmethod
    def _part(text: str, font: QFont, role: str, most: int, gap: int, is_quote: bool = False) -> _Part:
        shown, width = flat(text[:_LOOKED_AT]).strip(), _WIDTH - 2 * _EDGE - _QUOTED * is_quote
        return _Part(fit_lines(shown, font, width, most), font, role, right_to_left(shown), gap, is_quote)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, look, y = QPainter(self), theme.current(), _EDGE
        for part in self._parts:
            y += part.gap
            inner = self.rect().adjusted(_EDGE, 0, -_EDGE, 0)
            if part.is_quote:
                edge = inner.right() - 1 if part.rtl else inner.left()
                painter.fillRect(QRect(edge, y + 1, 2, len(part.lines) * part.pitch - 2), theme.color(look.line))
                inner.adjust(0 if part.rtl else _QUOTED, 0, -_QUOTED if part.rtl else 0, 0)
            painter.setFont(part.font)
            for line in part.lines:
                area = QRect(inner.left(), y, inner.width(), part.pitch)
                draw_text(painter, area, line, theme.color(getattr(look, part.role)), rtl=part.rtl)
                y += part.pitch
