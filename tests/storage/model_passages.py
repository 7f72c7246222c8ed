"""What the random user of test_model.py does to many passages at once, and to saved filters."""

import unicodedata

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core import filters
from core.filters import Filter
from core.text import canonical
from storage import filter_operations, operations, saved_filters
from tests.storage.model_tags import MANY, Refused, folded

NAMES = st.sampled_from(["", "a", "A", "Chapter 2", "é", "e\u0301"])
WANTED = st.sampled_from(
    [Filter(), Filter((filters.HasNote(),)), Filter((filters.Tagged("any", ("gone",)), filters.Quoting("é")))]
)


def read_filters(project):
    """The saved filters as the model has them."""
    return {each.id: {"name": each.name, "wanted": each.read()} for each in saved_filters.all_saved(project.db)}


def named(model, name):
    """The filter with a name, or None."""
    found = (id_ for id_, each in model.filters.items() if folded(each["name"]) == folded(name))
    return next(found, None)


class PassageRules:
    """Rules for notes on many passages, and for filters; mixed into RandomUser."""

    @precondition(lambda self: self.model.annotations)
    @rule(which=st.lists(MANY, max_size=3), text=st.sampled_from(["", " ", "more", "e\u0301\r\n😀"]))
    def add_to_notes(self, which, text):
        ids, added = self.pick_some(self.model.annotations, which), canonical(text).text.strip()

        def change(model):
            if not added:
                raise Refused
            for id_ in ids:
                old = model.annotations[id_]["note"]
                model.annotations[id_]["note"] = f"{old}\n\n{added}" if old else added

        self.do(change, operations.add_to_notes, ids, text)

    @rule(name=NAMES, wanted=WANTED)
    def save_filter(self, name, wanted):
        def change(model):
            if not name:
                raise Refused
            id_ = named(model, name) or max(model.filters, default=0) + 1
            known = model.filters.get(id_, {"name": unicodedata.normalize("NFC", name)})
            model.filters[id_] = {**known, "wanted": wanted}

        self.do(change, filter_operations.save_filter, name, wanted)

    @precondition(lambda self: self.model.filters)
    @rule(which=MANY, name=NAMES)
    def rename_filter(self, which, name):
        id_ = self.pick(self.model.filters, which)

        def change(model):
            if not name or named(model, name) not in (None, id_):
                raise Refused
            model.filters[id_]["name"] = unicodedata.normalize("NFC", name)

        self.do(change, filter_operations.rename_filter, id_, name)

    @precondition(lambda self: self.model.filters)
    @rule(which=MANY)
    def delete_filter(self, which):
        id_ = self.pick(self.model.filters, which)
        self.do(lambda model: model.filters.pop(id_), filter_operations.delete_filter, id_)
