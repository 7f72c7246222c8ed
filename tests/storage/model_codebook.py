"""What the random user does with the codebook; the model has `examples`, pairs of tag and annotation, for it."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.codebook_import import TEXTS, Entry
from core.text import canonical
from storage import codebook_operations
from tests.storage.model_tags import MANY, NAMES, Refused

SAID = st.text(st.sampled_from("ab \n😀e\u0301א\r\xa0"), max_size=8)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
ENTRIES = st.tuples(PATHS, SAID.map(lambda said: canonical(said).text)).map(lambda entry: Entry(*entry))


def read_examples(project):
    """The examples of a project, also those of passages that do not have the tag at present."""
    return set(project.db.execute("SELECT tag_id, annotation_id FROM example").fetchall())


def prune_examples(model):
    """Forgets the examples of which the tag or the annotation has gone."""
    model.examples = {pair for pair in model.examples if pair[0] in model.tags and pair[1] in model.annotations}


def bring_in(model, entries, replace):
    """Makes the tags of a codebook, one by one, each below the one before; then fills in what is said."""
    said = {}
    for entry in entries:
        here = None
        for name in entry.names:
            known = model.sibling(name, here)
            here = model.new_tag(name, here) if known is None else known
        parts = [said[here]] if here in said else []
        if entry.definition.strip() and entry.definition not in parts:
            said[here] = "\n\n".join([*parts, entry.definition])
    for tag, text in said.items():
        if replace or not model.tags[tag]["definition"].strip():
            model.tags[tag]["definition"] = text


class CodebookRules:
    """Rules for `RandomUser`."""

    @precondition(lambda self: self.model.tags)
    @rule(which=MANY, text=st.sampled_from(TEXTS), said=SAID)
    def describe_tag(self, which, text, said):
        id_ = self.pick(self.model.tags, which)
        written = canonical(said).text
        self.do(lambda m: m.tags[id_].update({text: written}), codebook_operations.describe_tag, id_, text, said)

    @precondition(lambda self: self.model.tags and self.model.annotations)
    @rule(which=MANY, of=MANY, chosen=st.booleans())
    def choose_or_drop_example(self, which, of, chosen):
        annotation = self.pick(self.model.annotations, of)
        held = self.model.annotations[annotation]["tags"]
        tag = self.pick(held, which) if held else self.pick(self.model.tags, which)

        def change(model):
            if tag not in model.annotations[annotation]["tags"]:
                raise Refused
            model.examples -= {(tag, annotation)}
            model.examples |= {(tag, annotation)} if chosen else set()

        operation = codebook_operations.choose_example if chosen else codebook_operations.drop_example
        self.do(change, operation, tag, annotation)

    @rule(entries=st.lists(ENTRIES, min_size=1, max_size=3), replace=st.booleans())
    def import_codebook(self, entries, replace):
        self.do(lambda m: bring_in(m, entries, replace), codebook_operations.import_codebook, entries, replace)
