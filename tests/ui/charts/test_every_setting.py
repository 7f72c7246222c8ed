"""Every setting of every chart: what changes its numbers is said with it, and each number has its passages."""

import csv
from itertools import combinations, islice, product

import numpy as np
import pytest

from core.filters import Filter, Tagged
from storage import passages
from tests.ui.charts.test_every_chart import filled
from ui import theme
from ui.charts.export import file_bytes
from ui.charts.figure import Words
from ui.charts.kinds import KINDS, first_settings, fitting
from ui.charts.measuring import Measuring

NUMBERS = {"near": (0, 1, 20), "sections": (1, 7)}
NEEDED = {"near": {"relation": "near"}, "sections": {"form": "sections"}}  # for a setting to matter


@pytest.fixture(scope="module")
def measuring(styled, tmp_path_factory):
    """The project of the tests of every chart; a filter lets the tag Energy through."""
    session = filled(tmp_path_factory.mktemp("settings") / "every.postil")
    energy = passages.guids(session.project.db, "tag", [session.tags.find(["Energy"])])
    session.filtering.use(Filter((Tagged("any", tuple(energy)),)))
    yield Measuring(session, at_once=True)
    session.project.close()


def every_setting(measuring, name):
    """A chart as it is first, with one thing that is not so, and with every count of every relation."""
    kind, first = KINDS[name], fitting(first_settings(name))
    values = {"unit": kind.units, "scope": kind.scopes, "rollup": (kind.rolls_up,), "every": (True,)}
    for choice in kind.choices:
        values[choice.field] = NUMBERS.get(choice.field) or [value for value, _ in choice.options(measuring)]
    yield first
    for field, those in values.items():
        for value in those:
            yield first._replace(**NEEDED.get(field, {}), **{field: value})
    for counted, relation in product(values.get("counted", ()), values.get("relation", ())):
        yield first._replace(counted=counted, relation=relation, near=5)


@pytest.mark.parametrize("name", KINDS)
def test_what_changes_the_numbers_changes_what_is_said(measuring, name):
    made = [(settings, KINDS[name].make(measuring, settings)) for settings in every_setting(measuring, name)]
    said = [(settings, content) for settings, content in made if not content.empty]
    assert len(said) > 2
    for (one, this), (other, that) in combinations(said, 2):
        words = [(each.measured.definition, each.subtitle) for each in (this, that)]
        tables = [each.measured.as_table()[:-1] for each in (this, that)]
        if tables[0] != tables[1]:
            assert words[0] != words[1], (one, other)


@pytest.mark.parametrize("name", KINDS)
def test_every_number_and_every_mark_has_passages(measuring, name):
    known = {row[0] for row in measuring.session.project.db.execute("SELECT id FROM annotation")}
    for settings in every_setting(measuring, name):
        content = KINDS[name].make(measuring, settings)
        if content.empty:
            continue
        figure = content.draw(640.0, theme.themes()["light"])
        marks = list(figure.marks())
        assert len({mark.key for mark in marks}) == len(marks) > 0
        for mark in marks:
            assert known.issuperset(mark.behind()), settings
            assert mark.behind(), (settings, mark.what)
        assert any(isinstance(shape, Words) for shape in islice(figure.shapes(), 1000))
        cells = [
            cell for row in csv.reader(file_bytes(content, "CSV").decode("utf-8-sig").splitlines()) for cell in row
        ]
        assert any(cell.endswith(content.measured.definition) for cell in cells)
        values = content.measured.values
        if content.measured.unit in ("codings", "passages", "articles", "events", "pairs"):
            for row, column in np.argwhere(~np.isnan(values)).tolist():
                assert bool(content.measured.behind(row, column)) == bool(values[row, column]), settings
