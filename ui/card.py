"""One annotation as a card: how high it is, how it is laid out, how it is painted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from core.codebook import TagTree
from core.model import Annotation, TagId
from ui import theme
from ui.marks import draw_style
from ui.typeset import draw_line, draw_text, fit_lines, flat, right_to_left

QUOTE_SIZE = 14.0  # pixels
_PAD_X, _PAD_Y, _GAP, _RADIUS = 12, 10, 6, 8
_QUOTE_LINE, CHIP, _NOTE_LINE = 20, 18, 17
_CHIP_PAD, _NOTE_INDENT, _LINES = 7, 10, 2
_SPACES = re.compile("[ \t\n]+")  # the gaps of a text; no-break spaces are meant to be seen


class TagChip(NamedTuple):
    """A tag as it is named on a card: its colour and line style, and how wide the chip is in pixels."""

    name: str
    color: str
    style: int
    width: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows, set into lines for one width."""

    quote: list[str]
    quote_rtl: bool
    chips: list[TagChip]
    hidden: int  # tags that did not fit
    note: list[str]
    note_rtl: bool

    @property
    def height(self) -> int:
        """Height in pixels."""
        return _height(len(self.quote), bool(self.chips or self.hidden), len(self.note))


def _height(quote: int, tags: bool, note: int) -> int:
    return 2 * _PAD_Y + quote * _QUOTE_LINE + tags * (_GAP + CHIP) + (_GAP + note * _NOTE_LINE if note else 0)


def estimated_heights(annotations: Iterable[Annotation], width: int) -> list[int]:
    """Without measuring, how high cards of this width will be, give or take a line."""
    quote_room = (width - 2 * _PAD_X) // 7
    note_room = (width - 2 * _PAD_X - _NOTE_INDENT) // 6
    base, quote_more = _height(1, False, 0), _QUOTE_LINE
    tagged, noted, note_more = _GAP + CHIP, _GAP + _NOTE_LINE, _NOTE_LINE
    return [
        base
        + (quote_more if a.stop - a.start > quote_room else 0)
        + (tagged if a.tags else 0)
        + (0 if not a.note else noted if len(a.note) <= note_room else noted + note_more)
        for a in annotations
    ]


def lay_out(annotation: Annotation, quote: str, tags: TagTree, width: int) -> Card:
    """Sets a card for a width; of a very long quote only the beginning is looked at."""
    room = width - 2 * _PAD_X
    enough = max(room, 80)  # characters: a pixel wide each, so surely more than two lines hold
    shown, note = _SPACES.sub(" ", quote[:enough]), flat(annotation.note[:enough]).strip()
    chips, hidden = chips_of(annotation.tags, tags, room)
    return Card(
        fit_lines(shown.lstrip(" ") or shown, theme.font(QUOTE_SIZE, serif=True), room, _LINES),
        right_to_left(shown),
        chips,
        hidden,
        fit_lines(note, theme.font(theme.SMALL_SIZE), room - _NOTE_INDENT, _LINES),
        right_to_left(note),
    )


def chips_of(chosen: Sequence[TagId], tags: TagTree, room: int) -> tuple[list[TagChip], int]:
    """Chips that fit on one line, and how many did not; the first is always shown, elided if need be."""
    metrics = QFontMetrics(theme.font(theme.SMALL_SIZE))
    known = [tags.by_id[tag] for tag in chosen if tag in tags.by_id]
    more = metrics.horizontalAdvance("+99") + _GAP
    chips: list[TagChip] = []
    for index, tag in enumerate(known):
        last = index == len(known) - 1
        left = room - (0 if last else more)
        width = metrics.horizontalAdvance(tag.name) + 2 * _CHIP_PAD
        if chips and width > left:
            break
        width = min(width, left)
        chips.append(TagChip(tag.name, tag.color, tags.style(tag.id), width))
        room -= width + _GAP
    return chips, len(known) - len(chips)


def describe(annotation: Annotation, quote: str, tags: TagTree) -> str:
    """A card in words, for those who listen to it."""
    names = [tags.path(tag) for tag in annotation.tags if tag in tags.by_id]
    parts = [flat(quote[:500])]
    if names:
        parts.append("Tags: " + ", ".join(names))
    if annotation.note:
        parts.append("Note: " + annotation.note)
    return ". ".join(parts)


def paint(painter: QPainter, card: Card, rect: QRect, current: bool, hovered: bool) -> None:
    """Paints a card into a rectangle of its width and height."""
    look = theme.current()
    strong = 3 if look.outlined else 2
    border = QPen(theme.color(look.accent), strong) if current else QPen(theme.color(look.line), 1)
    inset = border.widthF() / 2
    painter.setPen(border)
    painter.setBrush(theme.color(look.hover if hovered and not current else look.paper))
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
    inner = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
    painter.setFont(theme.font(QUOTE_SIZE, serif=True))
    y = _paint_lines(painter, card.quote, inner, inner.top(), _QUOTE_LINE, look.ink, card.quote_rtl)
    if card.chips:
        _paint_chips(painter, card, inner, y + _GAP)
        y += _GAP + CHIP
    if card.note:
        _paint_note(painter, card, inner, y + _GAP)


def _paint_lines(painter: QPainter, lines: list[str], inner: QRect, y: int, pitch: int, ink: str, rtl: bool) -> int:
    for line in lines:
        draw_text(painter, QRect(inner.left(), y, inner.width(), pitch), line, theme.color(ink), rtl=rtl)
        y += pitch
    return y


def paint_chip(painter: QPainter, rect: QRect, chip: TagChip) -> None:
    """Paints a tag's chip."""
    ground, ink = theme.chip(chip.color)
    painter.setPen(theme.outline(chip.color))
    painter.setBrush(ground)
    inset = 0.5 if theme.current().outlined else 0.0  # so that a line of one pixel fills one pixel
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), 4, 4)
    draw_style(painter, QRectF(rect), ink, chip.style)
    inner = rect.adjusted(_CHIP_PAD - 1, 0, -_CHIP_PAD + 1, 0)
    draw_line(painter, inner, chip.name, ink, Qt.AlignmentFlag.AlignHCenter)


def _paint_chips(painter: QPainter, card: Card, inner: QRect, y: int) -> None:
    painter.setFont(theme.font(theme.SMALL_SIZE, QFont.Weight.Normal))
    x = inner.left()
    for chip in card.chips:
        paint_chip(painter, QRect(x, y, chip.width, CHIP), chip)
        x += chip.width + _GAP
    if card.hidden:
        rest = QRect(x, y, inner.right() - x + 1, CHIP)
        draw_line(painter, rest, f"+{card.hidden}", theme.color(theme.current().muted))


def _paint_note(painter: QPainter, card: Card, inner: QRect, y: int) -> None:
    look = theme.current()
    painter.setFont(theme.font(theme.SMALL_SIZE))
    height = len(card.note) * _NOTE_LINE
    line = inner.right() - 1 if card.note_rtl else inner.left()
    painter.fillRect(QRect(line, y, 2, height), theme.color(look.line))
    left, right = (0, -_NOTE_INDENT) if card.note_rtl else (_NOTE_INDENT, 0)
    text = inner.adjusted(left, 0, right, 0)
    _paint_lines(painter, card.note, text, y, _NOTE_LINE, look.muted, card.note_rtl)
