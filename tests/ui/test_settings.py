"""The file of settings, which anybody may have edited."""

import json
from dataclasses import asdict

import pytest

from ui import settings
from ui.settings import Settings

NONSENSE = {
    "theme": "no such",
    "reader_family": "No Such Font",
    "reader_size": -5,
    "reader_width": 10**12,
    "reader_height": float("nan"),
    "reader_gap": float("inf"),
    "reader_numbers": "yes",
    "tag_order": "no such",
    "tag_scope": "no such",
    "geometry": "no such",
    "panels": {"sidebar": [-1], "x": "y"},
    "columns": {"codebook": ["a"]},
    "hidden": ["no such", 3, None],
    "chart_width": -1,
    "methods_charts": ["no such", 3],
    "recent": [3, "z", None],
    "last": {"/x": "q"},
}


@pytest.fixture
def saved():
    path = settings.settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)

    def save(text: str) -> Settings:
        path.write_text(text, "utf-8")
        return settings.load()

    yield save
    path.unlink()


@pytest.mark.parametrize("name", NONSENSE)
def test_a_window_opens_whatever_one_of_them_says(open_window, saved, name):
    window = open_window(settings=saved(json.dumps({name: NONSENSE[name]})))
    for view in ("passages", "codebook", "charts"):
        window.show_view(view)
        window.grab()
    window.close()
    assert json.loads(json.dumps(asdict(window.settings), allow_nan=False))


def test_what_makes_sense_is_kept_and_the_rest_is_the_default(saved):
    known = saved(json.dumps({"reader_size": 21, "reader_width": 9, "recent": ["a", 3], "hidden": "all", "x": 1}))
    assert (known.reader_size, known.reader_width, known.recent) == (21, Settings().reader_width, ["a"])
    assert known.hidden == []


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "\x00"])
def test_a_file_that_is_none_means_the_defaults(saved, text):
    assert saved(text) == Settings()
