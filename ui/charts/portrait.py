"""Where in the article: a strip for each article, with its passages as marks."""

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from core.chart_settings import Settings
from core.charting import TOP_ROWS, shortened, top
from core.measures.frequency import chosen
from core.measures.measured import Measured
from core.measures.places import strips
from core.model import Document, TagId
from core.span import sorted_lanes
from ui import theme
from ui.charts import sections
from ui.charts.cells import track
from ui.charts.content import Content, about, counted, left_out, nothing, without_drawing
from ui.charts.drawing import (
    BAR,
    BAR_PITCH,
    GAP,
    LEAST_ROOM,
    Named,
    label_width,
    legend,
    mark_color,
    named_row,
    tags_named,
)
from ui.charts.figure import LEFT, RIGHT, Box, Figure, Mark, Marks, Row, Shape, Words
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Where in the article"
LANE, HIGHEST, NARROWEST = 6.0, 72.0, 2.0  # pixels: a lane, where there are many; all of them; a mark


class Lane(NamedTuple):
    """The lane of a passage among so many that it and those it hangs together with by overlaps need."""

    lane: int
    of: int


class Strip(NamedTuple):
    """An article, the rows of the table that are about it, and the lane of each."""

    document: Document
    rows: range
    lanes: list[Lane]


def content(measuring: Measuring, settings: Settings) -> Content:
    """Articles from the first to the last character, with their passages or with their sections."""
    subtitle = about(measuring, settings)
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, subtitle, empty)
    if settings.form == "sections":
        return sections.content(TITLE, subtitle, measuring, settings)
    material, asked = measuring.material(settings.scope), measuring.asked(settings)
    found, codings = strips(material, asked), chosen(material, asked)
    counts = np.bincount(codings.document, minlength=len(codings.documents))
    edges = [0, *np.cumsum(counts).tolist()]
    shown = top(counts.tolist(), None if settings.every else TOP_ROWS)
    data = [_strip(found, codings.documents[at], range(edges[at], edges[at + 1])) for at in shown]
    tags = _tags(measuring, found, data)
    return Content(
        TITLE,
        subtitle,
        f"{TITLE}, strips, {counted(len(codings.documents), 'article')}, {counted(len(found.rows), 'mark')}",
        lambda width, look: draw(data, found, tags, width, look),
        found,
        more=left_out(len(data), len(codings.documents), "article"),
    )


def _strip(found: Measured, document: Document, rows: range) -> Strip:
    places = found.values[rows.start : rows.stop].astype(int).tolist()
    lanes: list[Lane] = []
    reach, crowd = 0, 0  # where the farthest so far stops, and the first of those that hang together
    free = sorted_lanes((start, stop) for start, stop in places)
    for at, (start, stop) in enumerate([*places, (inf, inf)]):
        if start >= reach:
            of = max(free[crowd:at], default=0) + 1
            lanes += [Lane(lane, of) for lane in free[crowd:at]]
            crowd = at
        reach = max(reach, stop)
    return Strip(document, rows, lanes)


def _tags(measuring: Measuring, found: Measured, data: list[Strip]) -> dict[TagId, Named]:
    """The names of the tags that are seen, in the order of the tree."""
    used = {found.rows[row].tag for strip in data for row in strip.rows}
    order = [tag for tag in measuring.session.tags.order if tag in used]
    return tags_named(order, measuring.session.tags)


def draw(data: list[Strip], found: Measured, tags: Mapping[TagId, Named], width: float, look: Theme) -> Figure:
    """A strip for each article, all equally wide, and the names of the colours below."""
    left = label_width((shortened(strip.document.title) for strip in data), width) + GAP
    room = max(LEAST_ROOM, width - left)
    figure, y = Figure(width, 0), 0.0
    colors = {tag: mark_color(name.color, look) for tag, name in tags.items()}
    for strip in data:
        lanes = max((lane.of for lane in strip.lanes), default=1)
        height = min(max(BAR, LANE * lanes), HIGHEST)
        row = named_row(y, height + BAR_PITCH - BAR, shortened(strip.document.title), left - GAP, look)
        place = QRectF(left, y + 5, room, height)
        row.shapes.append(track(place, look))
        figure.rows.append(row)
        figure.rows += [_lane(strip, lane, place, found, tags, colors) for lane in range(lanes) if strip.lanes]
        y = row.bottom
    figure.rows.append(_ends(left, left + room, y, look))
    figure.rows += legend(list(tags.values()), figure.rows[-1].bottom + GAP, width, look)
    figure.height = figure.rows[-1].bottom
    return figure


def _ends(left: float, right: float, top: float, look: Theme) -> Row:
    """The words below the first and the last character."""
    place, font = QRectF(left, top, right - left, 18), theme.font(theme.SMALL_SIZE)
    sides = (("beginning", LEFT), ("end", RIGHT))
    return Row(top, place.bottom(), [Words(place, text, look.muted, font, side) for text, side in sides])


def _lane(
    strip: Strip,
    lane: int,
    place: QRectF,
    found: Measured,
    tags: Mapping[TagId, Named],
    colors: Mapping[TagId, str],
) -> Row:
    """The passages of a strip in one lane."""
    own = [at for at, each in enumerate(strip.lanes) if each.lane == lane]
    rows = [strip.rows[at] for at in own]
    unit = place.width() / max(1, strip.document.characters)
    spans = found.values[rows]
    lefts = (place.left() + unit * spans[:, 0]).tolist()
    rights = np.maximum(place.left() + unit * spans[:, 1], np.add(lefts, NARROWEST)).tolist()
    heads = [found.rows[row] for row in rows]
    sides = [_sides(place, strip.lanes[at]) for at in own]
    spots = [
        QRectF(left, top, right - left, bottom - top)
        for left, right, (top, bottom) in zip(lefts, rights, sides, strict=True)
    ]
    boxes: list[Shape] = [
        Box(spot, colors[head.tag], 0.0, style=tags[head.tag].style)
        for spot, head in zip(spots, heads, strict=True)
    ]

    def mark(at: int) -> Mark:
        start, stop = (int(each) for each in spans[at])
        what = f"{tags[heads[at].tag].label} · {shortened(strip.document.title)}"
        said = f"{what}: characters {start:,} to {stop:,} of {strip.document.characters:,} — click to read it"
        passage = found.behind(rows[at], 0)
        return Mark(spots[at], (heads[at].tag, *passage), what, said, lambda: passage)

    return Row(place.top(), place.bottom(), boxes, Marks(len(rows), mark))


def _sides(place: QRectF, lane: Lane) -> tuple[float, float]:
    """The top and the bottom of a mark: those that overlap share the height of the strip."""
    height = place.height() / lane.of
    top = place.top() + lane.lane * height
    return top, top + height - (1 if lane.of > 1 and height >= 4 else 0)
