"""Names and notes beside the text: where they stand, which one is current, and what unfolds in a crowd."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from storage import operations
from ui import theme
from ui.choice import Choice
from ui.reader.geometry import Placed, Wanted, place_labels
from ui.reader.margin import Margin
from ui.settings import Settings

LEFT = Qt.MouseButton.LeftButton
TEXT = "One two three four five six seven eight nine ten eleven twelve, and nothing else is said. " * 3
REACH = 68.0


@st.composite
def crowds(draw) -> list[Wanted]:
    """Labels of annotations in the order of their tops, one of them perhaps current, each perhaps with a note."""
    tops = sorted(draw(st.lists(st.integers(0, 300), min_size=1, max_size=12)))
    current = draw(st.none() | st.integers(0, len(tops) - 1))
    found = []
    for number, top in enumerate(tops):
        names = draw(st.integers(1, 3))
        found += [Wanted(float(top), 17.0, number == current)] * names
        if draw(st.booleans()):
            found.append(Wanted(float(top), draw(st.sampled_from([21.0, 51.0])), number == current, True))
    return found


@given(crowds())
def test_labels_are_in_reach_cover_no_other_and_none_is_forgotten(wanted):
    placed = place_labels(wanted, REACH)
    stand = sorted((p.top, p.top + w.height) for p, w in zip(placed, wanted, strict=True) if p.top is not None)
    assert all(lower <= upper for (_, lower), (upper, _) in pairwise(stand))
    for (top, hidden), one, before in zip(placed, wanted, [None, *placed], strict=False):
        assert top is not None or not hidden
        if one.first:
            assert top is not None
        elif one.follows and top is not None:
            assert before.top is not None
            assert before.top < top
        elif top is not None:
            assert abs(top - one.y) <= 2 * REACH
    counted = [number for one in placed for number in one.hidden]
    without = [
        number for number, (p, w) in enumerate(zip(placed, wanted, strict=True)) if p.top is None and not w.follows
    ]
    assert sorted(counted) == without


def test_who_comes_first_has_a_place_and_others_go_around():
    crowd = [Wanted(float(y), 17) for y in (10, 10, 10, 10, 10, 10, 12)]
    usual = [10, 27, 44, 61, 78, None, None]
    assert [placed.top for placed in place_labels(crowd, 34)] == usual
    for number in range(5):  # none moves for one that has a place already
        first = [*crowd[:number], crowd[number]._replace(first=True), *crowd[number + 1 :]]
        assert [placed.top for placed in place_labels(first, 34)] == usual
    crowd[-1] = crowd[-1]._replace(first=True)
    found = place_labels(crowd, 34)
    assert [placed.top for placed in found] == [29, 46, 63, None, None, None, 12]
    assert [number for placed in found for number in placed.hidden] == [3, 4, 5]


def test_a_name_that_makes_room_moves_up_where_it_can():
    crowd = [Wanted(40, 17), Wanted(45, 17), Wanted(46, 17, True), Wanted(46, 90, True, True), Wanted(60, 17)]
    assert [placed.top for placed in place_labels(crowd, 12)] == [29, None, 46, 63, None]


def test_a_name_goes_farther_down_where_nobody_else_wants_to_stand():
    crowd = [Wanted(float(y), 17) for y in (10, 10, 10, 10)]
    assert [placed.top for placed in place_labels(crowd, 34)] == [10, 27, 44, 61]
    below = Wanted(75, 17)
    assert [placed.top for placed in place_labels([*crowd, below], 34)] == [10, 27, 44, None, 75]


def test_a_note_stands_where_it_takes_no_room_from_a_name():
    assert place_labels([Wanted(0, 17), Wanted(0, 51, follows=True), Wanted(40, 17)], REACH) == [
        Placed(0), Placed(None), Placed(40),
    ]  # fmt: skip
    assert place_labels([Wanted(0, 17), Wanted(0, 51, follows=True), Wanted(68, 17)], REACH) == [
        Placed(0), Placed(17), Placed(68),
    ]  # fmt: skip


# -- in the window


@pytest.fixture
def crowd(open_window):
    """A window on one paragraph with twelve annotations, and those; the fifth has a note."""
    window = open_window(texts=(TEXT,))
    words = TEXT.split(" ")[:12]
    starts = [TEXT.index(word) for word in words]
    made = [
        window.session.do(
            "Tag", operations.annotate_with_paths, 1, at, at + 3, [f"Tag {n}"], "Why this matters." * (n == 5)
        )
        for n, at in enumerate(starts, start=1)
    ]
    window.session.select(None)
    QApplication.processEvents()
    return window, made


def beside(window) -> Margin:
    return window.reader.findChild(Margin)


def seen(window) -> list[int]:
    """The annotations whose names can be clicked, from the top, each once for each of its labels."""
    margin, found = beside(window), []
    for y in range(margin.height()):
        at = margin.annotation_at(QPointF(margin.width() - 60, y))
        if at is not None and found[-1:] != [at]:
            found.append(at)
    return found


def unfold(window, qtbot) -> Choice:
    """Clicks the number of hidden names."""
    margin = beside(window)
    for y in range(0, margin.height(), 3):
        for x in range(margin.width() - 12, 60, -6):
            if margin.crowd_at(QPointF(x, y)) is not None:
                qtbot.mouseClick(margin, LEFT, pos=QPoint(x, y))
                (shown,) = [choice for choice in window.findChildren(Choice) if choice.isVisible()]
                return shown
    raise AssertionError("no number of hidden names")


def test_each_of_a_crowd_has_its_own_name_as_long_as_it_is_current(crowd):
    window, made = crowd
    assert len(seen(window)) < len(made)
    for one in made:
        window.session.select(one)
        QApplication.processEvents()
        assert one in seen(window)


def test_the_note_of_the_current_one_is_seen_in_a_crowd(crowd):
    window, made = crowd
    soft, heights = theme.color(theme.current().soft), []
    for one in made[3:5]:  # without a note, and with one
        window.session.select(one)
        QApplication.processEvents()
        image = beside(window).grab().toImage()
        column = [QColor(image.pixelColor(image.width() - 6, y)) for y in range(image.height())]
        heights.append(column.count(soft))
    assert heights[1] > heights[0] + 10


def test_a_number_unfolds_and_leads_to_a_hidden_passage(crowd, qtbot):
    window, made = crowd
    hidden = [one for one in made if one not in seen(window)]
    shown = unfold(window, qtbot)
    assert shown.accessibleName() == "Tags without room"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.session.current in hidden
    assert not shown.isVisible()
    assert window.reader.hasFocus()
    QApplication.processEvents()
    assert window.session.current in seen(window)


def test_the_list_of_hidden_names_closes_without_a_choice(crowd, qtbot):
    window, _ = crowd
    unfold(window, qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.session.current is None
    assert window.reader.hasFocus()


def test_the_lane_of_the_current_one_is_seen_where_there_is_hardly_room(open_window):
    window = open_window(texts=(TEXT,), size=(640, 500), settings=Settings(theme="light", reader_size=24))
    made = [window.session.do("Tag", operations.annotate, 1, 0, 40 + n) for n in range(9)]
    assert beside(window).width() < 60
    mark, y = theme.mark(None), round(window.reader.boxes(0, 1)[0].center().y())
    for one in made:
        window.session.select(one)
        QApplication.processEvents()
        image = beside(window).grab().toImage()
        row = "".join("#" if image.pixelColor(x, y) == mark else " " for x in range(image.width()))
        assert max(map(len, row.split())) == 5  # the others are three pixels wide
