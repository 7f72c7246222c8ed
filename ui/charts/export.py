"""A chart as a file, ready to print: PNG, SVG or PDF with a chosen width, CSV, and what the clipboard gets.

Pictures always have the light look and carry title, subtitle and definition.
"""

from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QMimeData, QRectF, QSizeF
from PySide6.QtGui import QFont, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from core import VERSION
from core.errors import UserError
from core.tables import block_text, csv_bytes, safe_cell
from ui import theme
from ui.charts.content import Content
from ui.charts.figure import Figure, Row, Words, elided, wrapped
from ui.charts.patterns import patterned

PICTURES = ("PNG", "SVG", "PDF")
NARROWEST, WIDEST = 40, 1200  # mm
DPI = 300
MARGIN = 12.0
SMALLEST = 0.5  # how much smaller than its words a chart that needs more room than there is may be drawn
LARGEST_SIDE, LARGEST_AREA = 32_000, 100_000_000  # pixels; what Qt can paint on, and what fits in memory
LONGEST_PAGE = 5080  # mm; more than that no reader of PDF shows
_INCH = 25.4  # mm
_PIXELS = 96 / _INCH  # in a mm of what is drawn, so that 13 pixels are letters of 10 points
_FINE = 1200  # dots an inch of a PDF: places are whole dots


class Print(NamedTuple):
    """How a chart is put on paper: `width` in mm, and whether `patterns` and greys stand for colours."""

    width: int = 170
    patterns: bool = False


class Sheet(NamedTuple):
    """A picture to be written, in pixels of what is drawn: its size, words, the chart, its top and scale."""

    size: QSizeF
    words: Figure
    figure: Figure
    top: float
    scale: float

    @property
    def in_mm(self) -> QSizeF:
        """The size on paper."""
        return self.size / _PIXELS


def file_bytes(content: Content, form: str, how: Print = Print()) -> bytes:  # noqa: B008
    """The chart as PNG, SVG, PDF or CSV. Raises UserError when it is too large for a PNG or a PDF."""
    if form == "CSV":
        return csv_bytes(_table(content))
    write = {"PNG": _png, "SVG": _svg, "PDF": _pdf}[form]
    return write(_sheet(content, how), content)


def on_clipboard(content: Content, how: Print) -> QMimeData:
    """The chart as a picture and as SVG, and its numbers as text. Raises UserError when it is too large."""
    sheet, data = _sheet(content, how), QMimeData()
    data.setImageData(_image(sheet))
    data.setData("image/svg+xml", QByteArray(_svg(sheet, content)))
    if content.measured is not None:
        data.setText(block_text([[str(safe_cell(cell)) for cell in row] for row in _table(content)]))
    return data


def _table(content: Content) -> list[list[str | float]]:
    """The numbers with their definition, and below it what the chart is and of which articles."""
    about = " · ".join(filter(None, [content.title, content.subtitle]))
    return [*content.measured.as_table(), [about]] if content.measured else []


def definition(content: Content) -> str:
    """What stands below a chart."""
    return content.measured.definition if content.measured else ""


def _sheet(content: Content, how: Print) -> Sheet:
    look = theme.themes()["light"]
    asked = how.width * _PIXELS - 2 * MARGIN
    figure = content.draw(asked, look)
    scale = min(1.0, max(SMALLEST, asked / max(figure.width, 1.0)))
    small, width = theme.font(theme.SMALL_SIZE), max(asked, figure.width * scale)
    words = Row(0, 0)

    def line(text: str, top: float, height: float, font: QFont = small, color: str = look.muted) -> float:
        words.shapes.append(Words(QRectF(MARGIN, top, width, height), elided(text, font, width), color, font))
        return top + height

    bold = theme.font(16, QFont.Weight.Bold)
    y = MARGIN
    for part in wrapped(content.title, bold, width):
        y = line(part, y, 22, bold, look.ink)
    for part in wrapped(content.subtitle, small, width):
        y = line(part, y, 17)
    top = y + 12
    y = top + figure.height * scale + 12
    for text in (content.more, definition(content)):
        for part in wrapped(text, small, width):
            y = line(part, y, 17)
    size = QSizeF(width + 2 * MARGIN, y + MARGIN)
    below = Figure(size.width(), size.height(), [words])
    if how.patterns:
        below, figure = patterned(below), patterned(figure)
    return Sheet(size, below, figure, top, scale)


def _paint(sheet: Sheet, painter: QPainter) -> None:
    painter.fillRect(QRectF(0, 0, sheet.size.width(), sheet.size.height()), theme.color("#ffffff"))
    sheet.words.paint(painter)
    painter.translate(MARGIN, sheet.top)
    painter.scale(sheet.scale, sheet.scale)
    sheet.figure.paint(painter)


def _image(sheet: Sheet) -> QImage:
    size = (sheet.in_mm * (DPI / _INCH)).toSize()
    width, height = size.width(), size.height()
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
        raise UserError("This chart is too large for a PNG; export it as SVG or CSV, or show fewer rows.")
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(theme.color("#ffffff"))
    image.setDotsPerMeterX(round(1000 * DPI / _INCH))
    image.setDotsPerMeterY(round(1000 * DPI / _INCH))
    # Painted as on a screen of 96 dots an inch, only larger.
    factor = width / sheet.size.width()
    painter = QPainter(image)
    painter.scale(factor, factor)
    _paint(sheet, painter)
    painter.end()
    return image


def _png(sheet: Sheet, content: Content) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setText("Title", content.title)
    writer.setText("Description", definition(content))
    writer.write(_image(sheet))
    return bytes(data.data())


def _svg(sheet: Sheet, content: Content) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(100 * _INCH))  # so that its size is written in whole hundredths of a mm
    generator.setSize((sheet.in_mm * 100).toSize())
    generator.setViewBox(QRectF(0, 0, sheet.size.width(), sheet.size.height()))
    generator.setTitle(content.title)
    generator.setDescription(definition(content))
    painter = QPainter(generator)
    _paint(sheet, painter)
    painter.end()
    return bytes(data.data())


def _pdf(sheet: Sheet, content: Content) -> bytes:
    if max(sheet.in_mm.width(), sheet.in_mm.height()) > LONGEST_PAGE:
        raise UserError("This chart is too large for a PDF; export it as SVG or CSV, or show fewer rows.")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_FINE)
    writer.setPageSize(QPageSize(sheet.in_mm, QPageSize.Unit.Millimeter, content.title))
    writer.setPageMargins(QMarginsF())
    writer.setTitle(content.title)
    writer.setCreator(f"Postil {VERSION}")
    painter = QPainter(writer)
    painter.scale(_FINE / 96, _FINE / 96)
    _paint(sheet, painter)
    painter.end()
    return bytes(data.data())
