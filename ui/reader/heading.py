"""The article's title and particulars, above its first paragraph and scrolling with it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from core.article import Article
from ui import theme

_TOP, _BETWEEN, _BELOW = 26.0, 6.0, 22.0  # pixels
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


def height(article: Article, width: float) -> float:
    """Pixels the heading takes above the first paragraph."""
    return _TOP + _title_height(article, width) + _BETWEEN + _particulars_height() + _BELOW


def particulars(article: Article, annotations: int) -> str:
    """Author, outlet, date, words and annotations in one line."""
    document = article.document
    counted = f"{annotations:,} annotation{'' if annotations == 1 else 's'}"
    parts = (document.author, document.outlet, document.date, f"{document.words:,} words", counted)
    return " · ".join(part for part in parts if part)


def paint(painter: QPainter, article: Article, annotations: int, top: float, width: float) -> None:
    """Draws the heading with its upper edge `top` pixels down."""
    look = theme.current()
    painter.save()
    title = _title_height(article, width)
    painter.setFont(_title_font())
    painter.setPen(theme.color(look.ink))
    painter.drawText(QRectF(0, top + _TOP, width, title), _WRAP, article.document.title)
    painter.setFont(theme.font(12))
    painter.setPen(theme.color(look.muted))
    line = particulars(article, annotations)
    shown = QFontMetricsF(theme.font(12)).elidedText(line, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QRectF(0, top + _TOP + title + _BETWEEN, width, _particulars_height()), shown)
    painter.restore()


def _title_font() -> QFont:
    return theme.font(24, QFont.Weight.Bold, serif=True)


def _title_height(article: Article, width: float) -> float:
    metrics = QFontMetricsF(_title_font())
    return metrics.boundingRect(QRectF(0, 0, width, 10_000), _WRAP, article.document.title).height()


def _particulars_height() -> float:
    return QFontMetricsF(theme.font(12)).height() + 2
