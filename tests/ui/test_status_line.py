"""The status line says as much as there is room for."""

import itertools

import pytest
from PySide6.QtWidgets import QLabel

from storage import operations
from ui.chip import Chip
from ui.status_line import _KEYS, fitting

KEYS = "T tag · N note · Del delete · ? all keys"


@pytest.mark.parametrize(
    ("room", "left"),
    [
        (40, KEYS),
        (39, "T tag · N note · ? all keys"),
        (20, "T tag · ? all keys"),
        (17, "? all keys"),
        (9, ""),
    ],
)
def test_keys_are_left_out_from_the_last_but_one(room, left):
    assert fitting(KEYS, room, len) == left


def seen(window):
    """The parts of the status line that say something, from left to right."""
    found = [*window.status.findChildren(QLabel), *window.status.findChildren(Chip)]
    shown = [part for part in found if part.isVisible() and part.text()]
    return sorted(shown, key=lambda part: part.x())


def check_all_is_seen(window):
    parts = seen(window)
    for part in parts:
        assert isinstance(part, Chip) or part.width() >= part.sizeHint().width(), part.text()
    for part, after in itertools.pairwise(parts):
        assert part.geometry().right() < after.geometry().left()
    assert window.status.width() == window.width()
    assert parts[-1].geometry().right() < window.width()


@pytest.mark.parametrize("view", ["read", "passages", "notes", "codebook", "charts"])
@pytest.mark.parametrize("size", [(1024, 700), (900, 600), (700, 500)])
def test_nothing_is_cut_off_in_a_small_window(qtbot, open_window, tmp_path, view, size):
    window = open_window(tmp_path / f"{'A name that goes on and on ' * 4}.postil", size=size)
    session = window.session
    tag = session.do("New tag", operations.create_tag, "A tag with a name that nobody reads to its end " * 2)
    session.do("Annotate", operations.annotate, session.article.document.id, 0, 5, [tag])
    window.show_view(view)
    window.status.refresh()
    qtbot.waitUntil(lambda: check_all_is_seen(window))
    session.shown.show_only(tag)
    qtbot.waitUntil(lambda: check_all_is_seen(window))
    assert seen(window)[-1].text().endswith(("saved", *"0123456789"))


def test_what_was_left_out_comes_back_with_the_room_for_it(qtbot, open_window):
    window = open_window(size=(700, 500))
    window.show_view("charts")
    assert [part.text() for part in seen(window)][1:2] != [_KEYS["charts"]]
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: _KEYS["charts"] in [part.text() for part in seen(window)])
    qtbot.waitUntil(lambda: check_all_is_seen(window))
