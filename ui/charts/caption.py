"""What is said of a mark that is pointed at or reached, in a small box where it hides least of the chart."""

from math import inf

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.charts.figure import Box, Dot, Figure, Mark, Words, elided
from ui.labels import label

_EDGE, _GAP, _PADDING = 8, 6, 24  # pixels to the sides of the page, to the mark, and at both sides of the words
# How bad it is to hide a name, other words, or parts of the drawing; and to stand outside, on words of the card.
_NAME, _WORD, _MOST_PARTS, _ABOVE, _BELOW = 24, 3, 18, 4, 1


def caption_on(page: QWidget) -> QLabel:
    """The box, hidden until something is said."""
    made = label(parent=page)
    made.setObjectName("caption")
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    made.hide()
    return made


def say(caption: QLabel, figure: Figure, mark: Mark, origin: QPoint, seen: QRect, card: QRect) -> None:
    """Says what a mark is, beside it, above or below, where it hides least; `seen` is what of the page is in sight.

    `origin` is where the figure begins on the page, `card` the place of its card there.
    """
    caption.setText(elided(mark.caption, caption.font(), seen.width() - 2 * _EDGE - _PADDING))
    caption.adjustSize()
    wide = max(card.width(), caption.width() + 2 * _EDGE)  # not on a card beside, if it can be
    left = card.center().x() - wide / 2
    room = QRectF(left, seen.top(), wide, seen.height()).intersected(QRectF(seen))
    found = places(mark.rect.translated(origin), QRectF(caption.rect()), room)
    best, least = found[0], hidden(found[0].translated(-origin), figure, mark)
    for place in found[1:]:
        if (cost := hidden(place.translated(-origin), figure, mark, least)) < least:
            best, least = place, cost
    caption.move(best.topLeft().toPoint())
    caption.raise_()


def places(mark: QRectF, box: QRectF, seen: QRectF) -> list[QRectF]:
    """Where a box can stand about a mark: beside it, and in the middle or at its ends above and below it."""
    low, high = seen.left() + _EDGE, seen.right() - _EDGE - box.width()
    above, below = mark.top() - _GAP - box.height(), mark.bottom() + _GAP
    lines = [line for line in (above, below) if seen.top() <= line <= seen.bottom() - box.height()] or [below]
    middle = mark.center().x() - box.width() / 2
    corners = [(mark.right() + _GAP, mark.center().y() - box.height() / 2)]
    corners += [(x, y) for x in (middle, mark.left(), mark.right() - box.width()) for y in lines]
    return [QRectF(max(low, min(x, high)), y, box.width(), box.height()) for x, y in corners]


def hidden(place: QRectF, figure: Figure, mark: Mark, enough: float = inf) -> int:
    """How much of a figure a box would hide, or, for speed, anything from `enough` on if it is as much.

    What the box says itself may be hidden: the mark's number after it.
    """
    cost = (_ABOVE if place.top() < 0 else 0) + (_BELOW if place.bottom() > figure.height else 0)
    cost += _NAME if place.contains(mark.rect.center()) else 0
    own = others = parts = 0
    for shape in figure.within(place):
        is_own = mark.rect.top() <= shape.rect.center().y() <= mark.rect.bottom()
        if isinstance(shape, Words):
            worth = _worth(shape, place)
            if is_own:
                worth = min(worth, 2 * _WORD)  # its name is said as well, but what is beside it is read next
            if is_own and shape.rect.left() >= mark.rect.right() - 1 and not figure.mark_at(shape.rect.center()):
                worth = 0  # the number of the mark, which is said
            cost += worth
        elif isinstance(shape, Box | Dot) and not mark.rect.contains(shape.rect):
            own, others = own + is_own, others + (not is_own)
        parts = 2 * min(own, _MOST_PARTS) + min(others, _MOST_PARTS)
        if cost + parts >= enough:
            break
    return cost + parts


def _worth(words: Words, place: QRectF) -> int:
    """How bad it is to hide words; those of a name, with which a row begins, are needed most."""
    letters = QRectF(words.rect)
    if not words.upwards:
        letters.setHeight(words.font.pixelSize())
        letters.moveCenter(words.rect.center())
    if not letters.intersects(place):
        return 0
    return _NAME if letters.left() < 1 else _WORD
