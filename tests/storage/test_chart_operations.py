"""Pinned charts: done, undone and redone, or refused; and what they name stays what it was."""

import json

import pytest

from core.chart_settings import Settings
from core.errors import UserError
from core.filters import Filter, HasNote, Tagged
from storage import (
    attribute_operations,
    chart_operations,
    integrity,
    operations,
    pinned_charts,
    repair,
    tag_operations,
)
from tests.storage.contents import add_article
from tests.storage.steps import refused, step

ENERGY = Settings("time", "words", rollup=True, period="year")


def guid(project, table, id_):
    return project.db.execute(f"SELECT guid FROM [{table}] WHERE id = ?", [id_]).fetchone()[0]


def names(project):
    return [chart.name for chart in pinned_charts.all_pinned(project.db)]


def said(project):
    return {chart.name: chart.read() for chart in pinned_charts.all_pinned(project.db)}


@pytest.fixture
def pinned(project):
    """A project with three pinned charts."""
    add_article(project)
    for name in ("One", "Two", "Three"):
        project.run("Pin", chart_operations.pin_chart, name, ENERGY)
    return project


def test_a_chart_is_pinned_with_its_settings_and_its_filter(project):
    wanted = Filter((Tagged("any", ("a guid",)), HasNote(False)))
    step(project, chart_operations.pin_chart, "  Energy over\ntime ", ENERGY)
    step(project, chart_operations.pin_chart, "Noted 😀", Settings(scope="filter"), wanted)
    assert said(project) == {"Energy over time": (ENERGY, None), "Noted 😀": (Settings(scope="filter"), wanted)}


def test_names_are_clean_and_no_two_are_equal(pinned):
    refused(pinned, "A chart needs a name", chart_operations.pin_chart, " \n", ENERGY)
    refused(pinned, "There is a pinned chart “two” already", chart_operations.pin_chart, "two", ENERGY)
    refused(pinned, "There is a pinned chart “two” already", chart_operations.rename_chart, 1, "two")
    step(pinned, chart_operations.rename_chart, 2, "TWO")
    assert names(pinned) == ["One", "TWO", "Three"]


@pytest.mark.parametrize(
    ("chart", "before", "order"),
    [(3, 1, "Three One Two"), (1, None, "Two Three One"), (1, 3, "Two One Three"), (3, None, ""), (2, 2, "")],
)
def test_charts_have_an_order_of_their_own(pinned, chart, before, order):
    step_before = pinned.revision
    pinned.run("Move", chart_operations.move_chart, chart, before)
    assert names(pinned) == (order or "One Two Three").split()
    if not order:
        assert pinned.revision == step_before  # nothing was to be done
    elif pinned.undo():
        step(pinned, chart_operations.move_chart, chart, before)


def test_a_chart_is_changed_and_unpinned_and_others_come_after_it(pinned):
    step(pinned, chart_operations.change_chart, 2, Settings("tree", scope="filter"), Filter())
    assert said(pinned)["Two"] == (Settings("tree", scope="filter"), Filter())
    step(pinned, chart_operations.unpin_chart, 1)
    step(pinned, chart_operations.pin_chart, "One", Settings())
    assert names(pinned) == ["Two", "Three", "One"]


def test_what_is_not_pinned_is_refused(pinned):
    gone = "no longer pinned"
    refused(pinned, gone, chart_operations.rename_chart, 9, "Nine")
    refused(pinned, gone, chart_operations.change_chart, 9, ENERGY)
    refused(pinned, gone, chart_operations.move_chart, 9, 1)
    refused(pinned, gone, chart_operations.move_chart, 1, 9)
    refused(pinned, gone, chart_operations.unpin_chart, 9)


@pytest.mark.parametrize("column", ["settings", "conditions"])
@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"later": 1}', "[" * 100_000])
def test_what_cannot_be_read_is_one_sentence_and_may_be_unpinned(pinned, column, text):
    pinned.run("Spoil", lambda p: p.db.execute(f"UPDATE pinned_chart SET [{column}] = ? WHERE id = 1", [text]))
    with pytest.raises(UserError, match="cannot be read"):
        pinned_charts.all_pinned(pinned.db)[0].read()
    pinned.run("Rename", attribute_operations.create_attribute, "Region", "text")
    pinned.run("Rename", attribute_operations.rename_attribute, 1, "Area")  # which looks into all settings
    step(pinned, chart_operations.unpin_chart, 1)


def test_a_chart_of_a_tag_that_becomes_another_is_of_that_one(pinned):
    for name in ("a", "b"):
        pinned.run("Tag", operations.create_tag_path, name)
    old, new = (guid(pinned, "tag", tag) for tag in (1, 2))
    both = Settings("words", scope="filter", tag=old), Filter((Tagged("any", (old, new)),))
    pinned.run("Pin", chart_operations.pin_chart, "Of a", *both)
    step(pinned, tag_operations.merge_tags, [1], 2)
    assert said(pinned)["Of a"] == (both[0]._replace(tag=new), Filter((Tagged("any", (new,)),)))
    assert said(pinned)["One"] == (ENERGY, None)


def test_a_chart_that_goes_by_an_attribute_goes_by_its_new_name(pinned):
    pinned.run("Attribute", attribute_operations.create_attribute, "month", "text")
    pinned.run("Pin", chart_operations.pin_chart, "By month", Settings("attribute", attribute="Month"))
    step(pinned, attribute_operations.rename_attribute, 1, "Season")
    assert said(pinned)["By month"] == (Settings("attribute", attribute="Season"), None)
    assert json.loads(pinned_charts.all_pinned(pinned.db)[0].settings)["period"] == "year"


def test_a_changed_letter_is_seen_and_a_name_compared_as_it_should_be(pinned):
    pinned.run("Spoil", lambda p: p.db.execute("UPDATE pinned_chart SET folded = 'other' WHERE id = 1"))
    assert integrity.full_report(pinned.db) == ["Chart “One” is compared with the others as “other”."]
    pinned.run("Repair", repair.repair)
    assert integrity.full_report(pinned.db) == []
    pinned.db.execute("UPDATE project SET step = (SELECT max(id) FROM step)")
    pinned.db.execute("UPDATE pinned_chart SET settings = replace(settings, 'year', 'yeer') WHERE id = 2")
    assert "In “pinned_chart” 1 of the rows (2) are not what was saved." in integrity.full_report(pinned.db)
