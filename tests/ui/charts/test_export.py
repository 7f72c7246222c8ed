"""Charts on paper: sizes, words, patterns, and that other programs can read them."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QCheckBox, QPushButton, QSpinBox

from core import palette
from core.model import TagId
from storage import operations
from storage.tag_operations import recolor_tags
from tests.storage.contents import add_article
from ui import theme
from ui.charts import print_sheet
from ui.charts.cells import shade
from ui.charts.chosen import content_of, settings_of
from ui.charts.drawing import mark_color
from ui.charts.export import Print, file_bytes, on_clipboard
from ui.charts.figure import Box, Dot, Figure, Hatching, Line, Row, Words
from ui.charts.kinds import KINDS
from ui.charts.measuring import Measuring
from ui.charts.over_time import TOP_LINES
from ui.charts.patterns import PATTERNS, Ink, Shade, patterned
from ui.session import Session

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["Energy", "Oil & <b>gas</b>", "Deals"]


@pytest.fixture
def measuring(qapp, project):
    """Two articles with the tags of NAMES, all of one colour: 3, 2 and 1 codings."""
    first, second = (add_article(project, title=title) for title in ("One", "Two <i>"))
    for at, (article, title) in enumerate([(first, "One"), (second, "Two <i>")], start=1):
        project.run("Edit", operations.edit_document, article, title, "", "The Post", f"2020-0{at}-01")
    tags = [project.run("New tag", operations.create_tag, name)[0] for name in NAMES]
    project.run("Recolour", recolor_tags, tags, "#5173af")
    project.run("Tag", operations.annotate, first, 0, 3, tags)
    project.run("Tag", operations.annotate, first, 4, 9, tags[:2])
    project.run("Tag", operations.annotate, second, 0, 3, tags[:1])
    return Measuring(Session(project))


def chart(measuring, name, **given):
    return content_of(measuring, settings_of(measuring, name, [], given))


@pytest.mark.parametrize("width", [85, 170])
def test_a_png_has_300_dots_an_inch(measuring, width):
    image = QImage.fromData(file_bytes(chart(measuring, "stacked"), "PNG", Print(width)))
    assert image.width() == round(width / 25.4 * 300)
    assert (image.dotsPerMeterX(), image.dotsPerMeterY()) == (11811, 11811)


def test_a_wide_chart_is_made_smaller_as_long_as_it_can_be_read(measuring):
    wide = chart(measuring, "frequency")
    for needed, got in ((500, 85.0), (5000, (2500 + 24) / 96 * 25.4)):
        drawn = type(wide)("", "", "", lambda _width, _look, needed=needed: Figure(needed, 10), None)
        root = ET.fromstring(file_bytes(drawn, "SVG", Print(85)))
        assert float(root.get("width").removesuffix("mm")) == pytest.approx(got, abs=0.01)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_svg_has_its_words_as_text(measuring, name):
    documents = [] if "all" in KINDS[name].scopes else [1]
    content = content_of(measuring, settings_of(measuring, name, documents, {}))
    root = ET.fromstring(file_bytes(content, "SVG"))
    words = "".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    assert content.title in words
    assert content.measured.definition.split(".")[0] in words
    assert root.find(f"{SVG}title").text == content.title


def test_a_pdf_has_one_page_of_the_size_with_its_fonts(measuring, tmp_path):
    raw = file_bytes(chart(measuring, "stacked"), "PDF", Print(100))
    assert raw.startswith(b"%PDF-")
    assert raw.count(b"/Type /Page\n") + raw.count(b"/Type /Page ") == 1
    assert b"/FontFile2" in raw
    if shutil.which("pdfinfo") is None:
        return
    (tmp_path / "out.pdf").write_bytes(raw)
    said = subprocess.run(["pdfinfo", tmp_path / "out.pdf"], capture_output=True, encoding="utf-8", check=True)
    lines = dict(line.split(":", 1) for line in said.stdout.splitlines())
    assert lines["Title"].strip() == "Tag frequency for each article"
    assert lines["Pages"].strip() == "1"
    assert float(lines["Page size"].split()[0]) == pytest.approx(100 / 25.4 * 72, abs=1)
    text = subprocess.run(
        ["pdftotext", tmp_path / "out.pdf", "-"], capture_output=True, encoding="utf-8", check=True
    )
    assert "Energy" in text.stdout
    assert "Unit: codings" in text.stdout


@pytest.mark.parametrize("form", ["SVG", "PDF"])
def test_another_program_draws_the_same_picture(measuring, tmp_path, form):
    program = {"SVG": "rsvg-convert", "PDF": "pdftoppm"}[form]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    content, how, path = chart(measuring, "frequency"), Print(85), tmp_path / f"out.{form.lower()}"
    path.write_bytes(file_bytes(content, form, how))
    options = ["-d", "300", "-p", "300", path, "-o", tmp_path / "out.png"]
    if form == "PDF":
        options = ["-r", "300", "-png", "-singlefile", path, tmp_path / "out"]
    subprocess.run([program, *options], check=True, capture_output=True)
    theirs = QImage(str(tmp_path / "out.png"))
    ours = QImage.fromData(file_bytes(content, "PNG", how))
    assert theirs.width() == pytest.approx(ours.width(), abs=5)
    places = [(x, y) for x in range(20, 980, 9) for y in range(20, ours.height() - 20, 9)]
    alike = [abs(ours.pixelColor(*at).lightness() - theirs.pixelColor(*at).lightness()) < 60 for at in places]
    assert sum(alike) > 0.95 * len(places)


def test_the_picture_is_light_whatever_the_theme(measuring):
    content = chart(measuring, "matrix")
    light = file_bytes(content, "PNG")
    theme.apply(QGuiApplication.instance(), "dark")
    try:
        assert file_bytes(content, "PNG") == light
    finally:
        theme.apply(QGuiApplication.instance(), "light")


def test_the_clipboard_gets_picture_and_numbers(measuring):
    data = on_clipboard(chart(measuring, "frequency"), Print(85))
    lines = data.text().splitlines()
    assert [line.split("\t") for line in lines[:3]] == [["", "all"], ["Deals", "1"], ["Energy", "3"]]
    assert lines[-2].strip('"').startswith("codings: Unit: codings")
    assert lines[-1] == "Tag frequency · All 2 articles"
    assert data.imageData().width() == round(85 / 25.4 * 300)
    assert ET.fromstring(bytes(data.data("image/svg+xml").data())).tag == f"{SVG}svg"


def test_a_page_longer_than_readers_show_is_refused(measuring):
    content = chart(measuring, "frequency")
    long = type(content)("", "", "", lambda width, _look: Figure(width, 20_000), None)
    with pytest.raises(Exception, match="too large for a PDF"):
        file_bytes(long, "PDF")


# -- patterns


def hatchings(figure):
    """What stands for tags in a figure in black and white: ground and directions of lines of each box or dot."""
    found = []
    for row in figure.rows:
        for at, shape in enumerate(row.shapes):
            if isinstance(shape, Box | Dot) and shape.edge:
                after = row.shapes[at + 1] if at + 1 < len(row.shapes) else None
                angles = (
                    {round(line.angle()) % 180 for line in after.lines} if isinstance(after, Hatching) else set()
                )
                found.append((shape.fill, frozenset(angles)))
    return found


def test_tags_of_one_colour_have_different_patterns_and_the_legend_has_the_same(measuring):
    drawn = chart(measuring, "stacked").draw(560, theme.themes()["light"])
    stacks = hatchings(patterned(drawn))
    first, second, legend = stacks[:3], stacks[3:4], stacks[4:]
    assert len(set(first)) == 3
    assert second[0] in first
    assert legend == first


def test_no_two_patterns_are_alike_and_neighbours_differ_in_ground_and_lines():
    assert len(set(PATTERNS)) == len(PATTERNS) >= 24
    for one, other in pairwise(PATTERNS):
        assert one.ground != other.ground
        assert one.angles != other.angles


def test_lines_stay_inside_what_they_fill(qapp):
    inks = [Ink.made("#5173af", at) for at in range(len(PATTERNS))]
    shapes = [Box(QRectF(30 * at, 5, 20, 18), ink) for at, ink in enumerate(inks)]
    shapes += [Dot(QPointF(30 * at, 60), 9, ink) for at, ink in enumerate(inks)]
    rows = patterned(Figure(900, 100, [Row(0, 100, shapes)])).rows
    lines = [
        (hatching.rect, line)
        for row in rows
        for hatching in row.shapes
        if isinstance(hatching, Hatching)
        for line in hatching.lines
    ]
    assert len(lines) > 100
    for rect, line in lines:
        for point in (line.p1(), line.p2()):
            assert rect.contains(point)
            if rect.top() > 40:
                center = rect.center()
                assert (point - center).manhattanLength() <= 9 * 2**0.5
                assert QPointF.dotProduct(point - center, point - center) <= 81


def test_only_squares_of_legends_grow_so_that_their_lines_are_seen(qapp):
    ink, small, square = Ink.made("#5173af", 1), QRectF(20, 5, 5, 4), QRectF(60, 5, 8, 8)
    shapes = [Box(small, ink, 0.0), Box(square, ink, 2.0)]
    found = [shape.rect for shape in patterned(Figure(90, 20, [Row(0, 20, shapes)])).shapes() if type(shape) is Box]
    assert found[0] == small
    assert found[1].contains(square)
    assert found[1] != square


def test_depths_of_colours_are_greys_whatever_the_colours(qapp):
    look = theme.themes()["light"]
    for share in (0.25, 1.0):
        cells = [Box(QRectF(0, 0, 9, 9), shade(color, share, look), 0.0) for color in ("#ccbb44", "#0f2f6b")]
        found = {box.fill for box in patterned(Figure(90, 20, [Row(0, 20, cells)])).shapes()}
        assert found == {Shade.made("", share).grey}
    assert palette.luminance(Shade.made("", 0.25).grey) > palette.luminance(Shade.made("", 1.0).grey)


def test_eight_lines_have_eight_kinds_of_dashes(qapp):
    ends = QPointF(0, 0), QPointF(90, 0)
    lines = [Line(ends, Ink.made("#5173af", at), 2.0) for at in range(TOP_LINES)]
    found = list(patterned(Figure(90, 20, [Row(0, 20, lines)])).shapes())
    assert len({line.dash for line in found}) == TOP_LINES


@pytest.mark.parametrize("name", ["frequency", "stacked", "matrix"])
def test_in_black_and_white_no_pixel_has_a_colour(measuring, name):
    image = QImage.fromData(file_bytes(chart(measuring, name), "PNG", Print(60, True)))
    colours = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert all(len({name[1:3], name[3:5], name[5:7]}) == 1 for name in colours)
    assert len(colours) > 5


@pytest.mark.parametrize(("form", "pattern"), [("SVG", b"<pattern"), ("PDF", b"/PatternType")])
def test_patterns_are_lines_in_files_too(measuring, form, pattern):
    content = chart(measuring, "tree")
    plain, hatched = (file_bytes(content, form, Print(patterns=is_on)) for is_on in (False, True))
    assert pattern not in hatched
    assert len(hatched) > len(plain) + 500
    if form == "SVG":
        paths = [node.get("d") for node in ET.fromstring(hatched).iter(f"{SVG}path")]
        assert max(path.count("M") for path in paths) > 30


def test_words_on_a_hatched_ground_have_a_ground_of_their_own(qapp):
    words = Words(QRectF(10, 10, 60, 20), "Energy", "#ffffff", theme.font())
    box = Box(QRectF(0, 0, 200, 40), Ink.made("#000000", 1))
    shapes = patterned(Figure(200, 40, [Row(0, 40, [box, words])])).rows[0].shapes
    assert shapes[-2].fill == "#ffffff"
    assert shapes[-1].color != "#ffffff"


def test_a_mark_knows_its_tag_whatever_colour_it_has(project):
    tag = project.run("New tag", operations.create_tag, "Energy")[0]
    look = theme.themes()["light"]
    one, other = Ink.made("#5173af", TagId(tag)), Ink.made("#5173af", TagId(99))
    assert mark_color(one, look).of == tag
    assert mark_color(other, look).of == 99
    assert mark_color("#5173af", look) == mark_color(one, look)


# -- the sheet


def test_the_sheet_asks_for_width_and_patterns(qtbot, qapp):
    sheet = print_sheet.PrintSheet(None, "Tag frequency", "PDF", Print(85, True))
    qtbot.addWidget(sheet)
    width, patterns = sheet.findChild(QSpinBox), sheet.findChild(QCheckBox)
    assert (width.value(), patterns.isChecked()) == (85, True)
    width.setValue(120)
    patterns.setChecked(False)
    next(b for b in sheet.findChildren(QPushButton) if b.text() == "Export…").click()
    assert sheet.chosen == Print(120, False)
