"""The words of charts can be read: none is cut, none lies over another, all are inside the figure."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from storage import operations
from tests.storage.contents import add_article
from ui import theme
from ui.charts.chosen import content_of, settings_of
from ui.charts.figure import CENTER, RIGHT, Words, elided, paint_shape, text_width
from ui.charts.measuring import Measuring
from ui.session import Session

TITLES = ["One", "A title that goes on and on, and that no narrow column has the room for – «Пакт»?", "Third"]
TAGS = ["Energy", "gyp", "A tag with a name that is longer than most", *(f"Tag {at}" for at in range(9))]
CHARTS = {
    "frequency": [{}, {"unit": "percent"}],
    "stacked": [
        {},
        {"form": "grouped"},
        {"form": "grouped", "share": "row"},
        {"unit": "percent", "form": "grouped"},
    ],
    "matrix": [{}, {"unit": "percent"}, {"cells": "small"}, {"share": "column"}, {"order": "similarity"}],
    "attribute": [{}, {"form": "grouped"}],
    "tree": [{}],
    "words": [{}],
    "portrait": [{}],
}


@pytest.fixture
def measuring(qapp, project):
    """Three articles: all tags in the first, more and more of some, and one in the last."""
    articles = [add_article(project, "Some energy, gas and oil for peace. " * 30, title=title) for title in TITLES]
    for article, title in zip(articles[1:], TITLES[1:], strict=True):
        project.run("Edit", operations.edit_document, article, title, "", f"The Post of {title}", "")
    tags = [project.run("New tag", operations.create_tag, name)[0] for name in TAGS]
    for at, tag in enumerate(tags):
        project.run("Tag", operations.annotate, articles[0], 5 * at, 5 * at + 9, [*tags[at : 2 * at], tag])
        project.run("Tag", operations.annotate, articles[1], 7 * at, 7 * at + 11, tags[: at + 1])
    project.run("Tag", operations.annotate, articles[2], 0, 4, tags[:1])
    return Measuring(Session(project))


def extent(words):
    """What the letters of a line of text take."""
    rect, size, high = words.rect, text_width(words.text, words.font), words.font.pixelSize() * 0.75
    if words.upwards:
        return rect
    spare = rect.width() - size
    left = rect.left() + (spare if words.align == RIGHT else spare / 2 if words.align == CENTER else 0)
    return rect.__class__(left, rect.center().y() - high / 2, size, high)


@pytest.mark.parametrize("width", [320.0, 640.0, 1100.0])
@pytest.mark.parametrize(("name", "given"), [(name, given) for name, every in CHARTS.items() for given in every])
def test_words_have_the_room_they_need(measuring, name, given, width):
    content = content_of(measuring, settings_of(measuring, name, [], given))
    figure = content.draw(width, theme.themes()["light"])
    found = [shape for shape in figure.shapes() if isinstance(shape, Words) and shape.text]
    assert found
    for words in found:
        metrics = QFontMetricsF(words.font)
        wide, high = (words.rect.height(), words.rect.width()) if words.upwards else words.rect.size().toTuple()
        assert high >= metrics.tightBoundingRect("Ég").height(), words
        assert metrics.horizontalAdvance(words.text) <= wide + 1, words
        place = extent(words)
        assert -1 <= place.left() <= place.right() <= figure.width + 1, words
        assert -1 <= place.top() <= place.bottom() <= figure.height + 1, words
    rows = sorted(((extent(words), words.text) for words in found), key=lambda each: each[0].top())
    for at, (place, text) in enumerate(rows):
        for other, said in rows[at + 1 :]:
            if other.top() > place.bottom():
                break
            assert not place.intersects(other), (text, said)


def painted(words, direction):
    """A picture of words by a painter that writes in some direction, as that of a widget does."""
    image = QImage(300, 30, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    paint_shape(painter, words)
    painter.end()
    return image


@pytest.mark.parametrize("title", ["כותרת ארוכה מאוד על יחסי החוץ 10", "مقال طويل جدًا عن السياسة الخارجية"])
def test_the_end_of_a_right_to_left_title_is_on_the_left_in_the_window_as_on_paper(qapp, title):
    font = theme.font()
    words = Words(QRectF(0, 0, 300, 30), elided(title, font, 120.0), "#000000", font, RIGHT)
    assert words.text.endswith("…")
    on_paper, in_window = (
        painted(words, way) for way in (Qt.LayoutDirection.LayoutDirectionAuto, Qt.LayoutDirection.LeftToRight)
    )
    assert on_paper == in_window


def test_of_a_path_both_ends_are_read(qapp):
    short = elided("Economy and finance in the wider sense/Energy", theme.font(), 150.0)
    assert short.startswith("Economy")
    assert short.endswith("Energy")
