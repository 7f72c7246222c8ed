"""Line styles as pixels."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ui import marks

BLUE = QColor("#4477aa")


def painted(paint, rect: QRectF, style: int, ratio: float = 1.0) -> QImage:
    """A picture of 80 x 80 pixels."""
    image = QImage(round(80 * ratio), round(80 * ratio), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter, rect, BLUE, style)
    painter.end()
    return image


def line(painter: QPainter, rect: QRectF, color: QColor, style: int) -> None:
    painter.translate(rect.topLeft())  # patterns go on from the origin
    marks.draw_lines(painter, [QRectF(0, 0, rect.width(), rect.height())], color, style)


def bar(painter: QPainter, rect: QRectF, color: QColor, style: int) -> None:
    painter.translate(rect.topLeft())
    marks.draw_bars(painter, [QRectF(0, 0, rect.width(), rect.height())], color, style)


def pattern(image: QImage, upright: bool = False, at: int = 11) -> str:
    """Which pixels along a line at pixel `at` across it are blue, after the first ten."""
    side = range(10, image.width())
    pixels = [image.pixelColor(at, i) if upright else image.pixelColor(i, at) for i in side]
    assert {color.name() for color in pixels} <= {BLUE.name(), "#ffffff"}
    return "".join("#" if color.name() == BLUE.name() else "." for color in pixels).rstrip(".")


@pytest.mark.parametrize("upright", [False, True])
def test_each_style_is_its_own_pattern(qapp, upright):
    paint, rect = (bar, QRectF(10, 10, 3, 44)) if upright else (line, QRectF(10, 10, 44, 3))
    seen = [pattern(painted(paint, rect, style), upright) for style in range(4)]
    assert seen == [
        "#" * 44,
        "#######....#######....#######....#######",
        "##...##...##...##...##...##...##...##...##",
        "##########...##...##########...##...########",
    ]


@pytest.mark.parametrize("style", range(4))
def test_a_line_stays_in_its_rectangle(qapp, style):
    image = painted(line, QRectF(10, 10, 44, 2), style)
    blue = {(x, y) for x in range(80) for y in range(80) if image.pixelColor(x, y) != QColor("white")}
    assert {y for _, y in blue} == {10, 11}
    assert min(x for x, _ in blue) == 10
    assert max(x for x, _ in blue) <= 53


def test_a_fine_screen_shows_the_same_pattern(qapp):
    fine = pattern(painted(line, QRectF(5, 5, 22, 3), 1, ratio=2.0))
    assert fine == "##############........##############"


@pytest.mark.parametrize("style", range(4))
def test_swatches_differ_by_their_pieces(qapp, style):
    image = painted(marks.paint_swatch, QRectF(10, 10, 11, 11), style)

    def blue(x: int, y: int) -> bool:
        return image.pixelColor(x, y) == BLUE

    assert blue(12, 12)  # in the first piece
    gaps = (blue(15, 12), blue(12, 15), blue(15, 18))  # between pieces: above right, left, below right
    assert gaps == [(True, True, True), (True, False, True), (False, False, False), (True, False, False)][style]


def chip(painter: QPainter, rect: QRectF, color: QColor, style: int) -> None:
    marks.draw_style(painter, rect, color, style)


def test_a_chip_has_the_line_of_its_tag_along_its_lower_edge(qapp):
    rect = QRectF(10, 10, 50, 18)
    seen = [painted(chip, rect, style) for style in range(4)]
    blue = [[(x, y) for x in range(80) for y in range(80) if i.pixelColor(x, y) == BLUE] for i in seen]
    assert not blue[0]
    assert {y for points in blue for _, y in points} == {26, 27}
    assert len({tuple(points) for points in blue}) == 4
    assert all(rect.contains(x, y) for points in blue for x, y in points)
    elsewhere = painted(chip, QRectF(17, 10, 50, 18), 1)
    assert [x + 7 for x, _ in blue[1]] == [
        x for x in range(80) for y in range(80) if elsewhere.pixelColor(x, y) == BLUE
    ]
