"""What the random user does with the attributes of articles; the model has `attributes` and `values` for it."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.attributes import Cell, stored
from core.codebook import folded
from core.errors import UserError
from core.model import TYPES
from storage import attribute_operations as operations
from storage import attributes

MANY = st.integers(0, 10**6)
NAMES = st.sampled_from(["Genre", "GENRE", "Year", "Länge", "La\u0308nge", "Title"])
VALUES = st.sampled_from(["", " ", "7", "1,5", "2020", "31.12.2020", "ja", "no", "a 😀", "שלום"])


def read_attributes(model, project):
    """Puts into a model what a project has of attributes."""
    model.attributes = {
        each.id: {"name": each.name, "type": each.type} for each in attributes.all_attributes(project.db)
    }
    model.values = {
        (document, attribute): value
        for document, row in attributes.values(project.db).items()
        for attribute, value in row.items()
    }


class Attributes:
    """Rules for `RandomUser`."""

    def refuse(self, refused, operation, *args):
        """Whether the operation was tried and, as it should be, refused."""
        if refused:
            with pytest.raises(UserError):
                self.project.run("A step", operation, *args)
        return refused

    def taken(self, name, but=None):
        known = {folded(held["name"]) for id_, held in self.model.attributes.items() if id_ != but}
        return folded(name) in known | {"title"}

    @rule(name=NAMES, type_=st.sampled_from(TYPES))
    def create_attribute(self, name, type_):
        if not self.refuse(self.taken(name), operations.create_attribute, name, type_):
            id_ = max(self.model.attributes, default=0) + 1
            made = {"name": name.replace("a\u0308", "ä"), "type": type_}
            self.do(lambda m: m.attributes.update({id_: made}), operations.create_attribute, name, type_)

    @precondition(lambda self: self.model.attributes)
    @rule(which=MANY, name=NAMES)
    def rename_attribute(self, which, name):
        id_ = self.pick(self.model.attributes, which)
        if not self.refuse(self.taken(name, id_), operations.rename_attribute, id_, name):
            called = name.replace("a\u0308", "ä")
            self.do(lambda m: m.attributes[id_].update(name=called), operations.rename_attribute, id_, name)

    @precondition(lambda self: self.model.attributes)
    @rule(which=MANY, type_=st.sampled_from(TYPES), clear=st.booleans())
    def retype_attribute(self, which, type_, clear):
        id_ = self.pick(self.model.attributes, which)
        held = {key: value for key, value in self.model.values.items() if key[1] == id_}
        new = {key: self.as_stored(type_, value) for key, value in held.items()}
        if self.refuse(not clear and None in new.values(), operations.retype_attribute, id_, type_, clear):
            return

        def change(model):
            model.attributes[id_]["type"] = type_
            model.values.update(new)
            model.values = {key: value for key, value in model.values.items() if value is not None}

        self.do(change, operations.retype_attribute, id_, type_, clear)

    @precondition(lambda self: self.model.attributes)
    @rule(which=MANY)
    def delete_attribute(self, which):
        id_ = self.pick(self.model.attributes, which)

        def change(model):
            del model.attributes[id_]
            model.values = {key: value for key, value in model.values.items() if key[1] != id_}

        self.do(change, operations.delete_attribute, id_)

    @precondition(lambda self: self.model.attributes and self.model.documents)
    @rule(which=st.lists(st.tuples(MANY, MANY, VALUES), min_size=1, max_size=4))
    def set_values(self, which):
        cells = [
            Cell(self.pick(self.model.documents, document), self.pick(self.model.attributes, attribute), text)
            for document, attribute, text in which
        ]
        new = {
            (document, attribute): self.as_stored(self.model.attributes[attribute]["type"], text)
            for document, attribute, text in cells
        }
        read = [self.as_stored(self.model.attributes[attribute]["type"], text) for _, attribute, text in cells]
        if self.refuse(None in read, operations.edit_cells, cells):
            return

        def change(model):
            model.values.update(new)
            model.values = {key: value for key, value in model.values.items() if value}

        self.do(change, operations.edit_cells, cells)

    @staticmethod
    def as_stored(type_, text):
        try:
            return stored(type_, text)
        except UserError:
            return None
