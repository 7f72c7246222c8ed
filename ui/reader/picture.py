"""The highlights of a paragraph, ready to be painted below its text: rectangles gathered by colour."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.model import Annotation, AnnotationId, TagId
from ui import theme
from ui.marks import draw_lines
from ui.reader import geometry
from ui.session import Session

_NOTE = 6.0  # pixels of the corner that says that there is a note
_PALE = 0  # the depth of a tint that steps back behind that of the current passage
_STRONGER = 2  # how much deeper the current passage's is


class Picture(NamedTuple):
    """Rectangles in pixels from the paragraph's top, by colour. `bars` maps an annotation to its (top, bottom)."""

    tints: list[tuple[QColor, list[QRectF]]]
    frames: list[tuple[QColor, float, list[QRectF]]]  # with the width of the pen, where a look has no tints
    underlines: list[tuple[QColor, int, list[QRectF]]]  # with the style of the line
    bars: dict[AnnotationId, tuple[float, float]]
    notes: list[tuple[float, float]]  # the corner (right, top) of each passage with a note
    reach: tuple[float, float]  # the top of the first line and the bottom of the last


def draw(
    lines: Sequence[geometry.TextLine], found: Sequence[Annotation], session: Session, current: AnnotationId | None
) -> Picture:
    """The picture of annotations on some lines; the current one stands out, and those it meets step back."""
    pairs: list[geometry.Pair] = [(a, tag) for a in found for tag in (session.shown.tags_of(a) or (None,))]
    scene = geometry.scene(lines, pairs, current)
    colors = {a.id: _color(session, tag) for a, tag in reversed(pairs)}  # of the first tag
    outlined = theme.current().outlined
    tints = [] if outlined else _tints(scene, colors, _meeting(found, current), current)
    frames = _frames(lines, found, colors, current) if outlined else []
    reach = lines[0].top, lines[-1].bottom
    return Picture(tints, frames, _underlines(scene, session), scene.bars, scene.notes, reach)


def _color(session: Session, tag: TagId | None) -> str | None:
    return session.tags.by_id[tag].color if tag is not None else None


def _meeting(found: Sequence[Annotation], current: AnnotationId | None) -> set[AnnotationId]:
    """The annotations that share a character with the current one."""
    here = next((a for a in found if a.id == current), None)
    if here is None:
        return set()
    return {a.id for a in found if a is not here and a.start < here.stop and here.start < a.stop}


def _tints(
    scene: geometry.Scene,
    colors: dict[AnnotationId, str | None],
    back: set[AnnotationId],
    current: AnnotationId | None,
) -> list[tuple[QColor, list[QRectF]]]:
    found: dict[tuple[str | None, int], list[QRectF]] = {}
    for x, y, width, height, annotation, depth in scene.tints:
        shade = depth + _STRONGER if annotation == current else _PALE if annotation in back else depth
        found.setdefault((colors[annotation], shade), []).append(QRectF(x, y, width, height))
    return [(theme.tint(color, shade), boxes) for (color, shade), boxes in found.items()]


def _frames(
    lines: Sequence[geometry.TextLine],
    found: Sequence[Annotation],
    colors: dict[AnnotationId, str | None],
    current: AnnotationId | None,
) -> list[tuple[QColor, float, list[QRectF]]]:
    made = []
    for a in found:
        boxes = [
            QRectF(left + 0.5, line.top, right - left - 1, line.bottom - line.top - 1)
            for line in lines
            if a.start < line.stop and line.start < a.stop
            for left, right in line.extents(max(a.start, line.start), min(a.stop, line.stop))
        ]
        made.append((theme.mark(colors[a.id]), 2.0 if a.id == current else 1.0, boxes))
    return made


def _underlines(scene: geometry.Scene, session: Session) -> list[tuple[QColor, int, list[QRectF]]]:
    found: dict[tuple[str | None, int], list[QRectF]] = {}
    looks: dict[TagId | None, tuple[str | None, int]] = {None: (None, 0)}
    for x, y, width, height, _, tag in scene.underlines:
        if tag not in looks and tag is not None:
            looks[tag] = _color(session, tag), session.tags.style(tag)
        found.setdefault(looks[tag], []).append(QRectF(x, y, width, height))
    return [(theme.mark(color), style, boxes) for (color, style), boxes in found.items()]


def paint_grounds(painter: QPainter, picture: Picture) -> None:
    """Paints what lies lowest: tints, or frames in their stead."""
    painter.setPen(Qt.PenStyle.NoPen)
    for color, boxes in picture.tints:
        painter.setBrush(color)
        painter.drawRects(boxes)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width, boxes in picture.frames:
        painter.setPen(QPen(color, width))
        painter.drawRects(boxes)


def paint_lines(painter: QPainter, picture: Picture) -> None:
    """Paints the underlines and the corners of notes."""
    for color, style, boxes in picture.underlines:
        draw_lines(painter, boxes, color, style)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(theme.current().muted))
    for right, top in picture.notes:
        corner = (QPointF(right - _NOTE, top), QPointF(right, top), QPointF(right, top + _NOTE))
        painter.drawPolygon(QPolygonF(corner))


def paint_frames(painter: QPainter, boxes: Sequence[QRectF], filled: bool = False) -> None:
    """Frames words in view: found ones, filled where they are those to look at, or a passage under the mouse."""
    if boxes:
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(look.accent), 2.0 if filled else 1.0))
        ground = look.soft if look.outlined else look.selection  # there, selected words have another ink
        painter.setBrush(theme.color(ground) if filled else Qt.BrushStyle.NoBrush)
        for box in boxes:
            painter.drawRoundedRect(box.adjusted(-0.5, 0.5, 0.5, -1.5), 3, 3)
        painter.restore()
