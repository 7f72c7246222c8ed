"""Tags × tags: how often every two occur together, and how strongly."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from core import palette
from core.chart_settings import Settings
from core.charting import TOP_ROWS, by_size, top
from core.measures.codings import Material
from core.measures.cooccurrence import COUNTS, find, table
from core.measures.in_units import UNITS
from core.measures.similarity import order
from core.measures.together import OF_CHARACTERS, Together
from core.model import AnnotationId
from ui import theme
from ui.charts.content import Content, about, counted, left_out, nothing, waiting, without_drawing
from ui.charts.drawing import (
    CELL,
    CELL_GAP,
    CELL_PITCH,
    GAP,
    Named,
    cell_color,
    label_width,
    mark_color,
    named,
    on,
    widest,
)
from ui.charts.figure import CENTER, RIGHT, Box, Figure, Mark, Shape, Words, elided, text_width, two_lines
from ui.charts.grid import Grid, Making
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Tags × tags"
APART = "No two tags occur together so. Choose another relation, such as the same paragraph."
NARROWEST_HEAD, WIDEST_CELL, LONGEST_HEAD = 62.0, 96.0, 120.0


class Tags(NamedTuple):
    """What is drawn: the tags by their places in what was found, their names, and what is counted of them."""

    found: Together
    places: list[int]
    names: list[Named]
    counted: str
    values: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"


def content(measuring: Measuring, settings: Settings) -> Content:
    """Every two tags that occur together."""
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, "", empty)
    settings = by_overlap(settings)
    material = material_of(TITLE, measuring, settings)
    if isinstance(material, Content):
        return material
    asked = measuring.asked(settings)
    found = find(material, asked)
    measured = table(material, asked, found)
    filled = np.nan_to_num(found.numbers[settings.counted]) != 0
    used = np.flatnonzero((filled | filled.T).any(axis=1)).tolist()
    if not used:
        return without_drawing(TITLE, about(measuring, settings), APART)
    places = _ordered(found, used, settings)
    data = Tags(
        found,
        places,
        named((measured.rows[at] for at in places), measuring.session.tags),
        settings.counted,
        found.numbers[settings.counted][np.ix_(places, places)],
    )
    is_half = settings.form == "half" and has_halves(settings)
    return Content(
        TITLE,
        f"{about(measuring, settings)} · {title(settings.counted)}",
        f"{TITLE}, table of {counted(len(used), 'tag')} that occur with others",
        lambda width, look: (draw_half if is_half else draw)(data, width, look),
        measured,
        more=left_out(len(places), len(used), "tag"),
    )


def material_of(heading: str, measuring: Measuring, settings: Settings) -> Material | Content:
    """What tags that occur together are counted in, or a chart that waits for the sentences or paragraphs of it."""
    material, unit = measuring.material(settings.scope), settings.relation
    if unit not in UNITS:
        return material
    found, done = measuring.in_units(unit)
    if found is None:
        return waiting(heading, about(measuring, settings), f"Finding the {unit}s of the passages", done, measuring)
    return material._replace(in_units={unit: found})


def goes_by_pairs(settings: Settings) -> bool:
    """Whether it matters which passages are pairs; shared characters are of those that overlap."""
    return settings.counted not in OF_CHARACTERS


def by_overlap(settings: Settings) -> Settings:
    """The settings with the only relation there is where characters that both tags cover are counted."""
    return settings if goes_by_pairs(settings) else settings._replace(relation="overlap")


def has_halves(settings: Settings) -> bool:
    """Whether one half of the table says the same as the other."""
    return settings.counted != "share" and (settings.relation != "within" or not goes_by_pairs(settings))


def _ordered(found: Together, used: list[int], settings: Settings) -> list[int]:
    """The places of the tags that are shown, in the order they are shown in."""
    values = np.maximum(0.0, np.nan_to_num(found.numbers[settings.counted]))
    values = (values + values.T)[np.ix_(used, used)]
    kept = top(values.sum(axis=1).tolist(), None if settings.every else TOP_ROWS)
    values = values[np.ix_(kept, kept)]
    if settings.order == "size":
        kept = [kept[at] for at in by_size((values.sum(axis=1) + 1e-9).tolist())]
    elif settings.order == "similarity":
        kept = [kept[at] for at in order(values + np.diag(values.max(axis=1)))]
    return [used[at] for at in kept]


# -- in words


def title(counts: str) -> str:
    """What is counted, inside a line of text."""
    found = COUNTS[counts].title
    return found if counts == "jaccard" else found.lower()


def shown(found: Together, row: int, column: int, counts: str) -> str:
    """A number as it stands in a chart: a dash where there is nothing to divide by, a star where c says little."""
    value = float(found.numbers[counts][row, column])
    if value != value:
        return "–"
    star = "*" if counts == "c" and (found.outside[row, column] or found.uneven[row, column]) else ""
    return f"{value:,.{COUNTS[counts].digits}f}{star}"


def amount(value: float, counts: str) -> str:
    """A number with what it counts."""
    if counts in ("c", "jaccard", "share"):
        return f"{COUNTS[counts].title} {'–' if value != value else f'{value:.2f}'}"
    return counted(int(value), COUNTS[counts].title.lower().removesuffix("s"))


def side_by_side(found: Together, row: int, column: int, one: str, other: str, first: str) -> str:
    """All that is known of two tags: what is counted first, c with its doubts, Jaccard, and both shares."""
    numbers = found.numbers
    counts = [first, "pairs"] if first in ("events", "characters", "articles") else ["pairs"]
    said = [amount(float(numbers[each][row, column]), each) for each in counts]
    said.append(amount(float(numbers["c"][row, column]), "c"))
    if found.outside[row, column]:
        said[-1] += " (outside 0 to 1)"
    elif found.uneven[row, column]:
        said[-1] += f" (one is {found.ratio[row, column]:.0f} times as frequent)"
    said.append(amount(float(numbers["jaccard"][row, column]), "jaccard"))
    of_one, of_other = (float(numbers["share"][at]) * 100 for at in ((row, column), (column, row)))
    said.append(f"{of_one:.0f} % of {one}, {of_other:.0f} % of {other}")
    return " · ".join(said)


def _mark(rect: QRectF, data: Tags, at: int, place: int) -> Mark:
    """The mark for two tags, given by their places in the order they are shown in."""
    row, column = data.places[at], data.places[place]
    one, other = data.names[at].label, data.names[place].label
    what = f"{one} {'within' if data.found.standing.is_directed else '+'} {other}"
    said = side_by_side(data.found, row, column, one, other, data.counted)

    def behind() -> list[AnnotationId]:
        return data.found.behind(row, column, data.counted)

    key = (data.found.tags[row], data.found.tags[column])
    return Mark(rect, key, what, f"{what}: {said} — click to read them", behind)


# -- drawing


def draw(data: Tags, width: float, look: Theme) -> Figure:
    """Both halves: a row and a column for each tag; wider than asked where it must be."""
    left = min(label_width((tag.label for tag in data.names), width), 150.0) + GAP
    pitch = _pitch(data, (width - left) / len(data.places))
    upwards = pitch < NARROWEST_HEAD
    heads = _longest_head(data) + 8 if upwards else 36.0
    head = _head_upwards if upwards else _head
    return Grid(
        left + pitch * len(data.places),
        heads + CELL_PITCH * len(data.places),
        left=left,
        top=heads,
        pitch=(pitch, CELL_PITCH),
        gap=CELL_GAP,
        filled=_filled(data),
        cell=_maker(data, look),
        name=lambda row, rect: _name(rect, data.names[row].label, look),
        head=lambda column, rect: head(rect, data.names[column].label, look),
        mark=lambda row, column, rect: _mark(rect, data, row, column),
    )


def draw_half(data: Tags, width: float, look: Theme) -> Figure:
    """One half: each name stands once, where its row ends and its column begins."""
    font = theme.font()
    labels = [elided(tag.label, font, width / 3) for tag in data.names]
    sizes = [CELL_PITCH + 6 + text_width(text, font) for text in labels]
    pitch = _pitch(data, min((width - size) / at for at, size in enumerate(sizes) if at))

    def name(row: int, rect: QRectF) -> list[Box | Words]:
        corner = QRectF(row * pitch, rect.top(), CELL, CELL)
        words = QRectF(corner.right() + 6, rect.top(), sizes[row] - CELL_PITCH - 6, CELL)
        return [*_corner(corner, data.names[row], look), Words(words, labels[row], look.ink, font)]

    return Grid(
        max(width, *(at * pitch + size for at, size in enumerate(sizes))),
        CELL_PITCH * len(data.places),
        pitch=(pitch, CELL_PITCH),
        gap=CELL_GAP,
        filled=np.tril(_filled(data), -1),
        cell=_maker(data, look, is_half=True),
        name=name,
        mark=lambda row, column, rect: _mark(rect, data, row, column),
    )


def _pitch(data: Tags, room: float) -> float:
    """How far cells are apart: as there is room for, but enough for the numbers."""
    ends = [float(end(np.nan_to_num(data.values))) for end in (np.min, np.max)]
    digits = COUNTS[data.counted].digits
    longest = widest(f"{end:,.{digits}f}{'*' if data.counted == 'c' else ''}" for end in ends)
    return min(max(room, longest + 8 + CELL_GAP, CELL_PITCH), WIDEST_CELL)


def _filled(data: Tags) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    return np.nan_to_num(data.values) != 0


def _maker(data: Tags, look: Theme, is_half: bool = False) -> Making:
    """What makes the cells."""
    highest = max(float(np.nan_to_num(data.values).max()), 1e-9)
    font = theme.font()

    def cell(row: int, column: int, rect: QRectF) -> Sequence[Shape]:
        if is_half and column >= row:
            return ()
        if column == row:
            return _corner(rect, data.names[row], look)
        value = float(data.values[row, column])
        if not value or value != value:
            return (Words(rect, "·" if value == 0 else "–", look.muted, font, CENTER),)
        ground = cell_color(value / highest, look) if value > 0 else look.paper
        text = shown(data.found, data.places[row], data.places[column], data.counted)
        return Box(rect, ground), Words(rect, text, on(ground, look), font, CENTER)

    return cell


def _corner(rect: QRectF, tag: Named, look: Theme) -> tuple[Box, Box]:
    """The cell of a tag with itself, which has its colour and no number."""
    edge = mark_color(tag.color, look) if look.outlined else ""
    middle = rect.center()
    return (
        Box(rect, look.paper if look.outlined else palette.tint(tag.color, look.paper), 3.0, edge),
        Box(QRectF(middle.x() - 4, middle.y() - 4, 8, 8), mark_color(tag.color, look), 2.0, style=tag.style),
    )


def _name(rect: QRectF, label: str, look: Theme) -> tuple[Words]:
    font, place = theme.font(), rect.adjusted(0, 0, -GAP, 0)
    return (Words(place, elided(label, font, place.width()), look.ink, font, RIGHT),)


def _longest_head(data: Tags) -> float:
    font = theme.font(theme.HEAD_SIZE)
    return max(min(text_width(tag.label, font), LONGEST_HEAD) for tag in data.names)


def _head_upwards(rect: QRectF, label: str, look: Theme) -> tuple[Words]:
    font, place = theme.font(theme.HEAD_SIZE), rect.adjusted(0, 0, 0, -6)
    return (Words(place, elided(label, font, place.height()), look.muted, font, upwards=True),)


def _head(rect: QRectF, label: str, look: Theme) -> list[Words]:
    """A name in two lines, the last of them at the bottom."""
    font = theme.font(theme.HEAD_SIZE)
    lines = two_lines(label, font, rect.width() - 2)
    top = rect.bottom() - 4 - 15 * len(lines)
    return [
        Words(QRectF(rect.left(), top + 15 * at, rect.width(), 15), line, look.muted, font, CENTER)
        for at, line in enumerate(lines)
    ]
