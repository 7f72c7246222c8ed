"""The highlighter pen: tags chosen first, then given to every passage that is swept."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap, QPolygonF

from core.changes import Changes
from core.model import TagId
from ui import theme
from ui.session import Session

_SIDE = 28  # pixels of the picture
_TIP = (4, 23)  # the point that marks


class Pen(QObject):
    """Either put away or in hand, with tags or, for plain highlights, without. `changed` follows both."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.in_hand = False
        self.tags: tuple[TagId, ...] = ()
        session.opened.connect(self.put_away)
        session.changed.connect(self._follow)

    def take(self, tags: Sequence[TagId]) -> None:
        """Takes the pen in hand, to mark with these tags."""
        self.in_hand, self.tags = True, tuple(tags)
        self.changed.emit()

    def put_away(self) -> None:
        """Sweeping only selects again."""
        if self.in_hand:
            self.in_hand, self.tags = False, ()
            self.changed.emit()

    def name(self) -> str:
        """What it marks with, for people."""
        return ", ".join(self._session.tags.by_id[tag].name for tag in self.tags)

    def _follow(self, changes: Changes) -> None:
        """A pen whose tags are deleted is put away: it must not become one for plain highlights."""
        left = tuple(tag for tag in self.tags if tag in self._session.tags.by_id)
        if self.tags and not left:
            self.put_away()
        elif self.in_hand and changes.touches("tag"):
            self.tags = left
            self.changed.emit()

    def cursor(self, ratio: float) -> QCursor | None:
        """The pointer over the text: a pen in the colour of its first tag; None while it is put away."""
        if not self.in_hand:
            return None
        color, look = self._session.tags.by_id[self.tags[0]].color if self.tags else None, theme.current()
        return _drawn(theme.mark(color).name(), look.ink, look.paper, ratio)


def _drawn(color: str, ink: str, paper: str, ratio: float) -> QCursor:
    """A pen in a colour, drawn in ink with an edge of paper that is seen on any ground."""
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    barrel = _polygon((10.5, 12.5), (18.5, 3), (25, 8.5), (17, 18))
    neck = _polygon((10.5, 12.5), (17, 18), (11, 20.5), (8, 18))
    nib = _polygon((8, 18), (11, 20.5), (7.5, 23.5), (4, 23))
    whole = barrel.united(neck).united(nib)
    painter.setPen(_round(paper, 4))
    painter.drawPolygon(whole)
    painter.setPen(_round(ink, 1.2))
    for part, fill in ((barrel, color), (neck, paper), (nib, color)):
        painter.setBrush(QColor(fill))
        painter.drawPolygon(part)
    painter.end()
    return QCursor(picture, *_TIP)


def _round(color: str, width: float) -> QPen:
    return QPen(QColor(color), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _polygon(*corners: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in corners])
