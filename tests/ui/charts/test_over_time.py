import pytest

from storage import operations, tag_operations
from tests.ui.charts.dated import canvas, check_empty, check_marks, filled, shown, texts, what_marks_lead_to
from ui import theme
from ui.charts.axes import round_ticks, spread
from ui.charts.figure import Dot, Line
from ui.marks import PATTERNS
from ui.session import Session


@pytest.fixture
def session(project):
    return filled(project)


def dots(view):
    return [shape for row in canvas(view).figure.rows for shape in row.shapes if isinstance(shape, Dot)]


def test_lines_go_through_all_months_and_carry_their_names(qtbot, session):
    view = shown(qtbot, session, "time")
    assert texts(view) == [
        *("Codings", "0", "1", "2"),
        *("Energy", "Deals", "Peace"),
        *("2019-12", "2020-01", "2020-02", "2020-03"),
    ]
    assert what_marks_lead_to(view) == {
        "Energy · 2020-01": [5],
        "Energy · 2020-03": [1, 2],
        "Deals · 2020-03": [3, 4],
        "Peace · 2020-01": [6],
    }
    picture = canvas(view).grab().toImage()
    seen = {picture.pixelColor(dot.center.toPoint()).name() for dot in dots(view)}
    assert seen == {theme.mark(tag.color).name() for tag in session.tags}


def test_years_and_densities_can_be_asked_for(qtbot, session):
    view = shown(qtbot, session, "time", period="year", unit="per-1000")
    assert texts(view)[-2:] == ["2019", "2020"]
    assert canvas(view).figure.rows[1].marks[0].caption.startswith("Energy · 2020: 500.00 codings per 1,000 words")


def test_months_without_texts_have_no_density_and_no_line(qtbot, session):
    view = shown(qtbot, session, "time", unit="per-1000")
    lines = [s for s in canvas(view).figure.rows[1].shapes if isinstance(s, Line) and s.width > 1]
    assert [len(line.points) for line in lines] == [2]  # from December to January; February has no article
    assert len([s for s in canvas(view).figure.rows[1].shapes if isinstance(s, Dot)]) == 2


def test_marks_lead_to_their_passages(qtbot, session):
    check_marks(qtbot, shown(qtbot, session, "time"))


@pytest.mark.parametrize("tags", [2, 8, 30])
def test_tags_with_the_same_number_in_a_month_stand_beside_each_other(qtbot, session, tags):
    for number in range(tags):
        session.do("Tag", operations.annotate_with_paths, 1, 80, 90, [f"Alike {number}"], "")
    view = shown(qtbot, session, "time", every=True)
    figure = canvas(view).figure
    for mark in figure.marks():
        assert figure.mark_at(mark.rect.center()).key == mark.key
    alike = [mark.rect.center() for mark in figure.marks() if mark.what.startswith("Alike")]
    assert len({place.y() for place in alike}) == 1
    assert len({place.x() for place in alike}) == tags
    march = [
        mark.rect.center().x() for mark in figure.marks() if mark.what in ("Energy · 2020-03", "Deals · 2020-03")
    ]
    place = sum(march) / 2  # 2020-03 is the last of four months
    assert all(abs(at.x() - place) < figure.width / 8 for at in alike)


def test_eight_tags_are_seen_until_all_are_asked_for(qtbot, session):
    for number in range(12):
        session.do("Tag", operations.annotate_with_paths, 1, 80, 90 - number // 2, [f"More {number}"], "")
    view = shown(qtbot, session, "time")
    assert view.cards["time"].content.more.startswith("8 of 15 tags shown")
    assert len(canvas(view).figure.rows) == 8 + 3
    view.change("time", "every", True)
    assert len(canvas(view).figure.rows) == 15 + 3
    assert view.cards["time"].content.more == ""


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (["", "", ""], "No article has a date yet"),
        (["2020", "", ""], "No article has a month in its date"),
        (["0202-05", "2020-05", ""], "see whether these dates are right"),
        (["", "", "2020-05"], "No article with a date has a tag yet"),
    ],
)
def test_dates_that_make_no_chart_are_explained(qtbot, project, dates, sentence):
    check_empty(shown(qtbot, filled(project, dates), "time"), sentence)


def test_without_articles_a_sentence_says_so(qtbot, project):
    check_empty(shown(qtbot, Session(project), "time"), "No articles")


@pytest.mark.parametrize(
    ("highest", "is_whole", "ticks"),
    [
        (1, True, [0, 1, 2]),
        (4, True, [0, 1, 2, 3, 4]),
        (7, True, [0, 2, 4, 6, 8]),
        (0.3, False, [0, 0.1, 0.2, 0.3]),
        (60, False, [0, 20, 40, 60]),
        (12_345, True, [0, 5000, 10000, 15000]),
    ],
)
def test_ticks_are_few_and_round(highest, is_whole, ticks):
    assert round_ticks(highest, is_whole) == ticks


def test_names_keep_off_each_other():
    assert spread([0, 0, 100], 10, 0, 100) == [0, 10, 100]
    assert spread([100, 99, 98], 10, 0, 100) == [100, 90, 80]
    assert spread([50], 10, 0, 100) == [50]


def test_lines_of_one_colour_have_the_styles_of_their_tags(qtbot, session):
    tags = list(session.tags)
    session.do("Colour", tag_operations.recolor_tags, [tag.id for tag in tags], tags[0].color)
    view = shown(qtbot, session, "time", period="year")
    lines = [s for row in canvas(view).figure.rows for s in row.shapes if isinstance(s, Line) and s.width == 2]
    wanted = {tag.id: tuple(part / 2 for part in PATTERNS[session.tags.style(tag.id)]) for tag in tags}
    assert len(set(wanted.values())) == 3
    assert {line.color.of: line.dash for line in lines} == wanted
    assert len(lines) == 6  # each once more beside its name
