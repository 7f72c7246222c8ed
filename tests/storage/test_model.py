"""A random user against the project file, with undo, redo and reopening, beside a model of plain dicts."""

import copy
import itertools
import shutil
import tempfile
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.codebook_import import TEXTS as TEXTS_OF_TAGS
from core.errors import UserError
from core.notes import On
from core.text import canonical
from storage import (
    annotations,
    attribute_operations,
    codebook_operations,
    documents,
    group_operations,
    integrity,
    note_operations,
    operations,
    reading,
    tag_operations,
    tags,
)
from storage.project import Project
from tests.storage.contents import article
from tests.storage.model_attributes import Attributes, read_attributes
from tests.storage.model_charts import PinsCharts, read_charts
from tests.storage.model_codebook import CodebookRules, prune_examples, read_examples
from tests.storage.model_notes import WritesNotes, notes_of
from tests.storage.model_passages import PassageRules, read_filters
from tests.storage.model_tags import MANY, NAMES, Refused, TagModel, TagRules, read_groups

ALPHABET = "ab \n😀e\u0301א\u202e\xa0\u2028"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=40)


def widened(text, start, stop):
    """The passage with the graphemes it would split."""
    edges = {0}
    for grapheme in regex.findall(r"\X", text):
        edges.add(max(edges) + len(grapheme))
    return max(edge for edge in edges if edge <= start), min(edge for edge in edges if edge >= stop)


class Model(TagModel):
    """What a project holds: articles, tags, annotations, bookmarks and attributes by id."""

    def __init__(self):
        super().__init__()
        self.attributes = {}
        self.values = {}  # by article and attribute
        self.documents = {}
        self.annotations = {}
        self.bookmarks = {}
        self.filters = {}
        self.charts = []  # pinned, in their order


def as_model(project):
    """What the project file says, in the model's terms."""
    found = Model()
    read_attributes(found, project)
    for document in documents.all_documents(project.db):
        text = documents.document_text(project.db, document.id)
        found.documents[document.id] = {"title": document.title, "author": document.author, "text": text}
        for made in annotations.of_document(project.db, document.id):
            found.annotations[made.id] = {
                "document": document.id,
                "place": (made.start, made.stop),
                "note": made.note,
                "tags": list(made.tags),
            }
        for mark in reading.bookmarks(project.db, document.id):
            found.bookmarks[mark.id] = {"document": document.id, "offset": mark.offset, "name": mark.name}
    found.notes = notes_of(project)
    for tag in tags.tag_tree(project.db):
        found.tags[tag.id] = {
            "parent": tag.parent,
            "name": tag.name,
            "color": tag.color,
            **{text: getattr(tag, text) for text in TEXTS_OF_TAGS},
            "pin": tag.pin,
            "position": tag.position,
        }
    found.groups = read_groups(project)
    found.examples = read_examples(project)
    found.filters = read_filters(project)
    found.charts = read_charts(project)
    return found


class RandomUser(TagRules, CodebookRules, Attributes, WritesNotes, PassageRules, PinsCharts, RuleBasedStateMachine):
    """Does anything at all that a person can do; also at work in tests/faults."""

    kind = Project

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="postil-model-"))
        self.kind.create(self.folder / "model.postil").close()
        self.open()
        self.model = Model()
        self.past, self.future = [], []
        # Every step gets a time of its own, so that each note and each resize is a change.
        self.patch = pytest.MonkeyPatch()
        clock = itertools.count(1000)
        timed = (
            operations,
            attribute_operations,
            codebook_operations,
            tag_operations,
            group_operations,
            note_operations,
        )
        for module in timed:
            self.patch.setattr(module, "now", lambda: str(next(clock)))
        self.begin_with_a_coded_article()

    def open(self):
        self.project = self.kind.open(self.folder / "model.postil")
        # Nobody cuts the power here, and waiting for the disk would take most of the time.
        self.project.db.execute("PRAGMA synchronous = OFF")

    def begin_with_a_coded_article(self):
        """Something to work on: random users seldom come to a tag below a tag on two passages by themselves."""
        self.add_article("a 😀 e\u0301 א\n" * 4, "One")
        for name, top, parent in (("a", True, 0), ("é", False, 0), ("a", False, 1), ("é", True, 0)):
            self.create_tag(name, top, parent)
        for start, chosen in ((0, [0, 3]), (5, [1, 2]), (6, [2])):
            self.annotate(0, start, 6, chosen, "")
        self.pin_tag(0, 1)

    def teardown(self):
        self.project.close()
        self.patch.undo()
        shutil.rmtree(self.folder)

    def do(self, change, operation, *args):
        """Runs an operation on the project and `change` on a copy of the model; both do it or neither."""
        after = copy.deepcopy(self.model)
        try:
            change(after)
            prune_examples(after)
        except Refused:
            with pytest.raises(UserError):
                self.project.run("A step", operation, *args)
            return
        self.project.run("A step", operation, *args)
        if vars(after) != vars(self.model):
            self.past.append(self.model)
            self.future = []
        self.model = after

    def pick(self, there, number):
        return sorted(there)[number % len(there)]

    def pick_some(self, there, numbers):
        return list(dict.fromkeys(self.pick(there, number) for number in numbers)) if there else []

    @rule(text=TEXTS, title=st.sampled_from(["One", "Zwei 😀", "שלוש"]))
    def add_article(self, text, title):
        id_ = max(self.model.documents, default=0) + 1
        fields = {"title": title, "author": "", "text": canonical(text).text}
        self.do(lambda m: m.documents.update({id_: fields}), operations.add_documents, [article(text, title)])

    @precondition(lambda self: self.model.documents)
    @rule(which=MANY, title=st.sampled_from(["", " ", "Edited", "e\u0301"]), author=st.sampled_from(["", "Ann"]))
    def edit_article(self, which, title, author):
        id_ = self.pick(self.model.documents, which)

        def change(model):
            if not title.strip():
                raise Refused
            model.documents[id_].update(title=title, author=author)

        self.do(change, operations.edit_document, id_, title, author, "", "")

    @precondition(lambda self: len(self.model.documents) > 1)
    @rule(which=MANY)
    def remove_article(self, which):
        id_ = self.pick(self.model.documents, which)

        def change(model):
            del model.documents[id_]
            model.annotations = {key: a for key, a in model.annotations.items() if a["document"] != id_}
            model.bookmarks = {key: b for key, b in model.bookmarks.items() if b["document"] != id_}
            model.values = {key: value for key, value in model.values.items() if key[0] != id_}
            model.notes.pop(On("document", id_), None)

        self.do(change, operations.remove_document, id_)

    def place(self, document, start, stop):
        """Where an annotation from here to there is kept."""
        text = self.model.documents[document]["text"]
        if not 0 <= start < stop <= len(text):
            raise Refused
        return widened(text, start, stop)

    @precondition(lambda self: self.model.documents)
    @rule(
        which=MANY,
        start=st.integers(0, 25),
        length=st.integers(0, 15),
        chosen=st.lists(MANY, max_size=3),
        note=TEXTS,
    )
    def annotate(self, which, start, length, chosen, note):
        document = self.pick(self.model.documents, which)
        chosen = self.pick_some(self.model.tags, chosen)
        id_ = max(self.model.annotations, default=0) + 1

        def change(model):
            model.annotations[id_] = {
                "document": document,
                "place": self.place(document, start, start + length),
                "note": canonical(note).text,
                "tags": chosen,
            }

        self.do(change, operations.annotate, document, start, start + length, chosen, note)

    @precondition(lambda self: self.model.annotations)
    @rule(which=MANY, start=st.integers(0, 25), length=st.integers(0, 15))
    def resize(self, which, start, length):
        id_ = self.pick(self.model.annotations, which)
        asked = (start, start + length)

        def change(model):
            place = self.place(model.annotations[id_]["document"], *asked)
            # The same place again is a step as well, because the time changes: not what is looked at here.
            assume(place != model.annotations[id_]["place"])
            model.annotations[id_]["place"] = place

        self.do(change, operations.resize_annotation, id_, *asked)

    @precondition(lambda self: self.model.annotations)
    @rule(which=MANY, start=st.integers(0, 25), length=st.integers(0, 15))
    def cut(self, which, start, length):
        id_ = self.pick(self.model.annotations, which)
        made = max(self.model.annotations) + 1

        def change(model):
            held = model.annotations[id_]
            first, last = held["place"]
            begin, end = self.place(held["document"], start, start + length)
            if begin >= last or end <= first:
                raise Refused
            kept = [place for place in range(first, last) if not begin <= place < end]
            text = model.documents[held["document"]]["text"]
            left = []
            for part in ([at for at in kept if at < begin], [at for at in kept if at >= end]):
                while part and text[part[-1 if part[-1] < begin else 0]].isspace():
                    part.pop(-1 if part[-1] < begin else 0)
                if part:
                    left.append((part[0], part[-1] + 1))
            if left:
                held["place"] = left[0]
            else:
                del model.annotations[id_]
            if len(left) == 2:
                model.annotations[made] = {**held, "place": left[1], "note": "", "tags": list(held["tags"])}

        self.do(change, operations.cut_annotation, id_, start, start + length)

    @precondition(lambda self: self.model.annotations)
    @rule(which=st.lists(MANY, min_size=1, max_size=3))
    def join(self, which):
        ids = self.pick_some(self.model.annotations, which)

        def change(model):
            joined = sorted(
                ids, key=lambda id_: (model.annotations[id_]["place"][0], -model.annotations[id_]["place"][1], id_)
            )
            parts = [model.annotations.pop(id_) for id_ in joined]
            shows = {tag for tag, id_ in model.examples if id_ in joined}
            if len(parts) < 2 or len({part["document"] for part in parts}) > 1:
                raise Refused
            model.annotations[joined[0]] = {
                "document": parts[0]["document"],
                "place": (parts[0]["place"][0], max(part["place"][1] for part in parts)),
                "note": "\n\n".join(part["note"] for part in parts if part["note"].strip()),
                "tags": list(dict.fromkeys(tag for part in parts for tag in part["tags"])),
            }
            model.examples |= {(tag, joined[0]) for tag in shows}

        self.do(change, operations.join_annotations, ids)

    @precondition(lambda self: self.model.annotations)
    @rule(which=MANY, note=TEXTS)
    def note(self, which, note):
        id_ = self.pick(self.model.annotations, which)
        if self.model.annotations[id_]["note"] != canonical(note).text:
            self.do(lambda m: m.annotations[id_].update(note=canonical(note).text), operations.set_note, id_, note)

    @precondition(lambda self: self.model.annotations)
    @rule(which=st.lists(MANY, max_size=3))
    def delete_annotations(self, which):
        ids = self.pick_some(self.model.annotations, which)

        def change(model):
            model.annotations = {key: a for key, a in model.annotations.items() if key not in ids}

        self.do(change, operations.delete_annotations, ids)

    @precondition(lambda self: self.model.annotations and self.model.tags)
    @rule(which=st.lists(MANY, max_size=3), chosen=st.lists(MANY, max_size=3))
    def tag(self, which, chosen):
        ids, chosen = self.pick_some(self.model.annotations, which), self.pick_some(self.model.tags, chosen)

        def change(model):
            for id_ in ids:
                held = model.annotations[id_]["tags"]
                held += [tag for tag in chosen if tag not in held]

        self.do(change, operations.add_tags, ids, chosen)

    @precondition(lambda self: self.model.annotations and self.model.tags)
    @rule(which=st.lists(MANY, max_size=3), chosen=st.lists(MANY, max_size=3))
    def untag(self, which, chosen):
        ids, chosen = self.pick_some(self.model.annotations, which), self.pick_some(self.model.tags, chosen)

        def change(model):
            for id_ in ids:
                held = model.annotations[id_]["tags"]
                held[:] = [tag for tag in held if tag not in chosen]

        self.do(change, operations.remove_tags, ids, chosen)

    @precondition(lambda self: self.model.documents)
    @rule(which=MANY, offset=st.integers(0, 25), name=NAMES)
    def add_bookmark(self, which, offset, name):
        document = self.pick(self.model.documents, which)
        id_ = max(self.model.bookmarks, default=0) + 1

        def change(model):
            taken = [b["offset"] for b in model.bookmarks.values() if b["document"] == document]
            if offset > len(model.documents[document]["text"]) or offset in taken:
                raise Refused
            model.bookmarks[id_] = {"document": document, "offset": offset, "name": name}

        self.do(change, operations.add_bookmark, document, offset, name)

    @precondition(lambda self: self.model.bookmarks)
    @rule(which=MANY, name=NAMES)
    def rename_bookmark(self, which, name):
        id_ = self.pick(self.model.bookmarks, which)
        self.do(lambda m: m.bookmarks[id_].update(name=name), operations.rename_bookmark, id_, name)

    @precondition(lambda self: self.model.bookmarks)
    @rule(which=MANY)
    def remove_bookmark(self, which):
        id_ = self.pick(self.model.bookmarks, which)
        self.do(lambda m: m.bookmarks.pop(id_), operations.remove_bookmark, id_)

    @precondition(lambda self: self.model.documents)
    @rule(which=MANY, place=st.integers(0, 25))
    def read_on(self, which, place):
        """That is no step, and a redo is still possible afterwards."""
        document = self.pick(self.model.documents, which)
        assert reading.save_readings(self.project, {document: reading.Reading(place, "1")})

    @precondition(lambda self: self.model.tags)
    @rule(which=MANY, name=NAMES)
    def rename_tag(self, which, name):
        id_ = self.pick(self.model.tags, which)

        def change(model):
            model.check_sibling(name, model.tags[id_]["parent"], but=id_)
            model.tags[id_]["name"] = unicodedata.normalize("NFC", name)

        self.do(change, operations.rename_tag, id_, name)

    @precondition(lambda self: self.model.tags)
    @rule(which=MANY, definition=TEXTS)
    def define_tag(self, which, definition):
        id_ = self.pick(self.model.tags, which)
        said = canonical(definition).text
        self.do(lambda m: m.tags[id_].update(definition=said), operations.define_tag, id_, definition)

    @precondition(lambda self: self.model.tags)
    @rule(which=MANY, pin=st.sampled_from([None, 0, 1, 9]))
    def pin_tag(self, which, pin):
        id_ = self.pick(self.model.tags, which)

        def change(model):
            if pin == 0:
                raise Refused
            for tag in model.tags.values():
                if pin is not None and tag["pin"] == pin:
                    tag["pin"] = None
            model.tags[id_]["pin"] = pin

        self.do(change, operations.pin_tag, id_, pin)

    @rule(times=st.integers(1, 4))
    def undo(self, times):
        for _ in range(times):
            assert (self.project.undo() is None) == (not self.past)
            if self.past:
                self.future.append(self.model)
                self.model = self.past.pop()

    @rule(times=st.integers(1, 4))
    def redo(self, times):
        for _ in range(times):
            assert (self.project.redo() is None) == (not self.future)
            if self.future:
                self.past.append(self.model)
                self.model = self.future.pop()

    @rule()
    def reopen(self):
        self.project.close()
        self.open()


class WatchedUser(RandomUser):
    """Looks after each step whether everything is as it should be, and at the end takes back all of it."""

    def teardown(self):
        try:
            self.undo_everything_and_redo_it()
        finally:
            super().teardown()

    def undo_everything_and_redo_it(self):
        while self.past:
            self.undo(1)
            self.the_project_is_as_the_model_says()
        while self.future:
            self.redo(1)
            self.the_project_is_as_the_model_says()

    @invariant()
    def the_project_is_as_the_model_says(self):
        assert vars(as_model(self.project)) == vars(self.model)

    @invariant()
    def quotes_are_slices_of_their_text(self):
        for annotation, quote in annotations.everywhere(self.project.db):
            text = self.model.documents[annotation.document]["text"]
            assert quote == text[annotation.start : annotation.stop]

    @invariant()
    def the_file_is_whole(self):
        assert integrity.full_report(self.project.db) == []


TestRandomUser = WatchedUser.TestCase
TestRandomUser.settings = settings(stateful_step_count=30)  # how many runs, HYPOTHESIS_PROFILE says
