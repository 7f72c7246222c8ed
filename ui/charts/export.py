"""A chart as a file: PNG, SVG or CSV. Pictures always have the light look and carry their definition."""

from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QFont, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from core.errors import UserError
from core.tables import csv_bytes
from ui import theme
from ui.charts.content import Content
from ui.charts.figure import Figure, Row, Words, elided, wrapped

WIDTH, MARGIN, SCALE = 900.0, 24.0, 2
LARGEST_SIDE, LARGEST_AREA = 32_000, 100_000_000  # pixels; what Qt can paint on, and what fits in memory


class Sheet(NamedTuple):
    """A picture to be written: the chart, where it begins, and the words above and below it."""

    size: QSize
    words: Row
    figure: Figure
    top: float


def file_bytes(content: Content, form: str) -> bytes:
    """The chart in one of the formats PNG, SVG and CSV. Raises UserError when it is too large for a PNG."""
    if form == "CSV":
        return csv_bytes(content.measured.as_table() if content.measured else [])
    sheet = _sheet(content)
    return _svg(sheet, content) if form == "SVG" else _png(sheet)


def definition(content: Content) -> str:
    """What stands below a chart."""
    return content.measured.definition if content.measured else ""


def _sheet(content: Content) -> Sheet:
    look = theme.themes()["light"]
    figure = content.draw(WIDTH, look)
    small, width = theme.font(theme.SMALL_SIZE), figure.width
    words = Row(0, 0)

    def line(text: str, top: float, height: float, font: QFont = small, color: str = look.muted) -> float:
        place = QRectF(MARGIN, top, width, height)
        words.shapes.append(Words(place, elided(text, font, width), color, font))
        return top + height

    y = line(content.title, MARGIN, 22, theme.font(16, QFont.Weight.Bold), look.ink)
    top = line(content.subtitle, y, 18) + 12
    y = top + figure.height + 12
    for text in (content.more, definition(content)):
        for part in wrapped(text, small, width):
            y = line(part, y, 17)
    return Sheet(QSize(round(width + 2 * MARGIN), round(y + MARGIN)), words, figure, top)


def _paint(sheet: Sheet, painter: QPainter) -> None:
    width, height = sheet.size.width(), sheet.size.height()
    painter.fillRect(QRectF(0, 0, width, height), theme.color(theme.themes()["light"].paper))
    Figure(width, height, [sheet.words]).paint(painter)
    painter.translate(MARGIN, sheet.top)
    sheet.figure.paint(painter)


def _png(sheet: Sheet) -> bytes:
    size = sheet.size * SCALE
    width, height = size.width(), size.height()
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
        raise UserError("This chart is too large for a PNG; export it as SVG or CSV, or show fewer rows.")
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    _paint(sheet, painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def _svg(sheet: Sheet, content: Content) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(sheet.size)
    generator.setResolution(96)  # the pixels of a web page
    generator.setViewBox(QRectF(0, 0, sheet.size.width(), sheet.size.height()))
    generator.setTitle(content.title)
    generator.setDescription(definition(content))
    painter = QPainter(generator)
    _paint(sheet, painter)
    painter.end()
    return bytes(data.data())
