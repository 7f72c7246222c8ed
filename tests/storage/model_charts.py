"""What the random user of test_model.py does to pinned charts."""

import unicodedata

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core import filters
from core.chart_settings import NAMES as CHARTS
from core.chart_settings import Settings
from core.filters import Filter
from storage import chart_operations, pinned_charts
from tests.storage.model_tags import MANY, Refused, folded

NAMES = st.sampled_from(["", "a", "A", "Energy over time", "é", "e\u0301"])
SETTINGS = st.builds(
    lambda name, rollup, near: Settings(name, rollup=rollup, near=near),
    *(st.sampled_from(CHARTS), st.booleans(), st.integers(0, 3)),
)
WANTED = st.sampled_from([None, Filter(), Filter((filters.HasNote(), filters.Quoting("é")))])


def read_charts(project):
    """The pinned charts as the model has them, in their order."""
    return [
        {"id": each.id, "name": each.name, "said": each.read()} for each in pinned_charts.all_pinned(project.db)
    ]


def named(model, name):
    """The id of the chart with a name, or None."""
    return next((each["id"] for each in model.charts if folded(each["name"]) == folded(name)), None)


def place(model, id_):
    """Where a chart stands among the others."""
    return next(at for at, each in enumerate(model.charts) if each["id"] == id_)


class PinsCharts:
    """Rules for pinned charts; mixed into RandomUser."""

    def pinned(self, which):
        return self.pick([each["id"] for each in self.model.charts], which)

    @rule(name=NAMES, settings=SETTINGS, wanted=WANTED)
    def pin_chart(self, name, settings, wanted):
        def change(model):
            if not name or named(model, name) is not None:
                raise Refused
            id_ = max((each["id"] for each in model.charts), default=0) + 1
            made = {"id": id_, "name": unicodedata.normalize("NFC", name), "said": (settings, wanted)}
            model.charts.append(made)

        self.do(change, chart_operations.pin_chart, name, settings, wanted)

    @precondition(lambda self: self.model.charts)
    @rule(which=MANY, name=NAMES)
    def rename_chart(self, which, name):
        id_ = self.pinned(which)

        def change(model):
            if not name or named(model, name) not in (None, id_):
                raise Refused
            model.charts[place(model, id_)]["name"] = unicodedata.normalize("NFC", name)

        self.do(change, chart_operations.rename_chart, id_, name)

    @precondition(lambda self: self.model.charts)
    @rule(which=MANY, settings=SETTINGS, wanted=WANTED)
    def change_chart(self, which, settings, wanted):
        id_ = self.pinned(which)

        def change(model):
            model.charts[place(model, id_)]["said"] = (settings, wanted)

        self.do(change, chart_operations.change_chart, id_, settings, wanted)

    @precondition(lambda self: self.model.charts)
    @rule(which=MANY, before=st.none() | MANY)
    def move_chart(self, which, before):
        id_ = self.pinned(which)
        other = None if before is None else self.pinned(before)

        def change(model):
            if other != id_:
                moved = model.charts.pop(place(model, id_))
                model.charts.insert(len(model.charts) if other is None else place(model, other), moved)

        self.do(change, chart_operations.move_chart, id_, other)

    @precondition(lambda self: self.model.charts)
    @rule(which=MANY)
    def unpin_chart(self, which):
        id_ = self.pinned(which)
        self.do(lambda model: model.charts.pop(place(model, id_)), chart_operations.unpin_chart, id_)
