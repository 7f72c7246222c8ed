"""What a random user does to the tree of tags and to groups, and what a model of plain dicts says of it."""

import unicodedata

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.notes import On
from core.palette import PALETTE
from storage import group_operations, groups, operations, tag_operations

NAMES = st.sampled_from(["a", "A", "b/c", "é", "e\u0301", "😀", "אב", "a b"])
MANY = st.integers(0, 10**6)  # taken modulo whatever there is to choose from
SOME = st.lists(MANY, min_size=1, max_size=3)


class Refused(Exception):
    """The model says that an operation makes no sense."""


def folded(name):
    return unicodedata.normalize("NFC", name).casefold()


class TagModel:
    """Tags and groups by id, beside the annotations of a Model."""

    def __init__(self):
        self.tags = {}
        self.groups = {}
        self.notes = {}  # on what, title and text
        self.examples = set()  # (tag, annotation)

    def children(self, parent):
        """The subtags in their own order."""
        found = [id_ for id_, tag in self.tags.items() if tag["parent"] == parent]
        return sorted(found, key=lambda id_: (self.tags[id_]["position"], folded(self.tags[id_]["name"])))

    def below(self, tag):
        return {tag}.union(*(self.below(child) for child in self.children(tag)))

    def above(self, tag):
        parent = self.tags[tag]["parent"]
        return set() if parent is None else {parent} | self.above(parent)

    def sibling(self, name, parent):
        return next((id_ for id_ in self.children(parent) if folded(self.tags[id_]["name"]) == folded(name)), None)

    def check_sibling(self, name, parent, but=None):
        if self.sibling(name, parent) not in (None, but):
            raise Refused

    def put_last(self, tag, parent):
        others = [self.tags[id_]["position"] for id_ in self.children(parent) if id_ != tag]
        self.tags[tag].update(parent=parent, position=max(others, default=-1) + 1)

    def put_in_order(self, order):
        for position, tag in enumerate(order):
            self.tags[tag]["position"] = position

    def new_tag(self, name, parent):
        """A tag as it is made, last in its place; returns its id."""
        used = [tag["color"] for tag in self.tags.values()]
        id_ = max(self.tags, default=0) + 1
        self.check_sibling(name, parent)
        fields = {"name": unicodedata.normalize("NFC", name), "color": min(PALETTE, key=used.count)}
        said = {"definition": "", "include": "", "exclude": ""}
        self.tags[id_] = {**fields, **said, "pin": None, "parent": parent, "position": -1}
        self.put_last(id_, parent)
        return id_

    def check_group(self, name, but=None):
        if any(folded(group["name"]) == folded(name) for id_, group in self.groups.items() if id_ != but):
            raise Refused

    def remove_tags(self, gone):
        for annotation in self.annotations.values():
            annotation["tags"] = [tag for tag in annotation["tags"] if tag not in gone]
        for group in self.groups.values():
            group["tags"] -= gone
        self.tags = {id_: tag for id_, tag in self.tags.items() if id_ not in gone}
        for id_ in gone:
            self.notes.pop(On("tag", id_), None)

    def give_passages(self, source, target, only=None):
        with_it = [id_ for id_, annotation in self.annotations.items() if source in annotation["tags"]]
        shown = [id_ for id_ in self.annotations if only is None or (id_ in only and id_ in with_it)]
        self.examples = {(target if tag == source and id_ in shown else tag, id_) for tag, id_ in self.examples}
        for id_ in self.annotations if only is None else only:
            held = self.annotations[id_]["tags"]
            if source in held and target in held:
                held.remove(source)
            self.annotations[id_]["tags"] = [target if tag == source else tag for tag in held]

    def give_note(self, source, target):
        _, text = self.notes.pop(source, ("", ""))
        if text:
            self.notes[target] = ("", "\n\n".join(filter(None, (self.notes.get(target, ("", ""))[1], text))))

    def merge(self, sources, target):
        sources, into = list(dict.fromkeys(sources)), self.tags[target]
        if any(target in self.below(source) for source in sources):
            raise Refused
        for field in ("definition", "include", "exclude"):
            texts = [into[field], *(self.tags[source][field] for source in sources)]
            into[field] = "\n\n".join(text for text in dict.fromkeys(texts) if text)
        for source in sources:
            merged = self.tags[source]
            merged["name"] = f"leaving {source}"
            self.give_passages(source, target)
            if into["pin"] is None:
                into["pin"] = merged["pin"]
            for group in self.groups.values():
                if source in group["tags"]:
                    group["tags"] = group["tags"] - {source} | {target}
            self.give_note(On("tag", source), On("tag", target))
        for child in [child for source in sources for child in self.children(source) if child not in sources]:
            twin = self.sibling(self.tags[child]["name"], target)
            if twin is None:
                self.put_last(child, target)
            else:
                self.merge([child], twin)
        for source in sources:
            del self.tags[source]

    def move(self, ids, parent, before):
        moved = [id_ for id_ in dict.fromkeys(ids) if not self.above(id_) & set(ids)]
        order = self.children(parent)
        if before is not None and before not in order:
            raise Refused
        if parent in set().union(*map(self.below, moved)):
            raise Refused
        later = [] if before is None else order[order.index(before) :]
        order = [id_ for id_ in order if id_ not in moved]
        at = len(order) - len([id_ for id_ in later if id_ not in moved])
        order[at:at] = moved
        self.check_names(order)
        for id_ in moved:
            self.tags[id_]["parent"] = parent
        self.put_in_order(order)

    def check_names(self, siblings):
        names = [folded(self.tags[id_]["name"]) for id_ in siblings]
        if len(set(names)) < len(names):
            raise Refused

    def delete(self, ids, passages, with_subtags):
        gone = set(ids).union(*map(self.below, ids)) if with_subtags else set(ids)
        if isinstance(passages, int) and passages in gone:
            raise Refused
        self.give_up(gone, passages)
        for above in {self.tags[id_]["parent"] for id_ in gone} - gone:
            order = self.left_in_place(above, gone)
            if not with_subtags:
                self.check_names(order)
                self.put_in_order(order)
                for id_ in order:
                    self.tags[id_]["parent"] = above
        self.remove_tags(gone)

    def left_in_place(self, above, gone):
        found = []
        for id_ in self.children(above):
            found += self.left_in_place(id_, gone) if id_ in gone else [id_]
        return found

    def give_up(self, gone, passages):
        if passages == "delete":
            held = {id_: set(annotation["tags"]) for id_, annotation in self.annotations.items()}
            self.annotations = {
                id_: annotation for id_, annotation in self.annotations.items() if not held[id_] or held[id_] - gone
            }
        elif passages != "keep":
            self.examples = {(tag, id_) for tag, id_ in self.examples if tag not in gone}
            for id_ in sorted(gone):
                self.give_passages(id_, passages)


class TagRules:
    """Rules of the random user: it has `model`, `do`, `pick` and `pick_some`."""

    @rule(name=NAMES, top=st.booleans(), which=MANY)
    def create_tag(self, name, top, which):
        parent = None if top or not self.model.tags else self.pick(self.model.tags, which)
        self.do(lambda m: m.new_tag(name, parent), operations.create_tag, name, parent)

    @precondition(lambda self: self.model.tags)
    @rule(which=SOME, where=st.none() | MANY, last=st.booleans(), before=MANY)
    def move_tags(self, which, where, last, before):
        ids = self.pick_some(self.model.tags, which)
        parent = None if where is None else self.pick(self.model.tags, where)
        siblings = self.model.children(parent) or list(self.model.tags)
        before = None if last else self.pick(siblings, before)
        self.do(lambda m: m.move(ids, parent, before), tag_operations.move_tags, ids, parent, before)

    @precondition(lambda self: self.model.tags)
    @rule(which=SOME, into=MANY)
    def merge_tags(self, which, into):
        sources, target = self.pick_some(self.model.tags, which), self.pick(self.model.tags, into)
        self.do(lambda m: m.merge(sources, target), tag_operations.merge_tags, sources, target)

    @precondition(lambda self: self.model.tags and self.model.annotations)
    @rule(which=MANY, into=MANY, chosen=SOME)
    def move_passages(self, which, into, chosen):
        source, target = self.pick(self.model.tags, which), self.pick(self.model.tags, into)
        ids = self.pick_some(self.model.annotations, chosen)

        def change(model):
            if source == target or not any(source in model.annotations[id_]["tags"] for id_ in ids):
                raise Refused
            model.give_passages(source, target, ids)

        self.do(change, tag_operations.move_passages, ids, source, target)

    @precondition(lambda self: self.model.tags and self.model.annotations)
    @rule(which=MANY, name=NAMES, chosen=SOME)
    def split_tag(self, which, name, chosen):
        source, ids = self.pick(self.model.tags, which), self.pick_some(self.model.annotations, chosen)

        def change(model):
            if not any(source in model.annotations[id_]["tags"] for id_ in ids):
                raise Refused
            made = model.new_tag(name, model.tags[source]["parent"])
            model.give_passages(source, made, ids)

        self.do(change, tag_operations.split_tag, source, name, ids)

    @precondition(lambda self: self.model.tags)
    @rule(which=SOME, color=st.sampled_from(["#123456", "#ffffff", "red"]))
    def recolor_tags(self, which, color):
        ids = self.pick_some(self.model.tags, which)

        def change(model):
            if color == "red":
                raise Refused
            for id_ in ids:
                model.tags[id_]["color"] = color

        self.do(change, tag_operations.recolor_tags, ids, color)

    @precondition(lambda self: self.model.tags)
    @rule(which=SOME)
    def assign_colors(self, which):
        ids = self.pick_some(self.model.tags, which)

        def change(model):
            used = [tag["color"] for id_, tag in model.tags.items() if id_ not in ids]
            for id_ in ids:
                used.append(min(PALETTE, key=used.count))
                model.tags[id_]["color"] = used[-1]

        self.do(change, tag_operations.assign_colors, ids)

    @precondition(lambda self: self.model.tags)
    @rule(which=SOME, fate=st.sampled_from(["keep", "delete"]) | MANY, with_subtags=st.booleans())
    def delete_tags(self, which, fate, with_subtags):
        ids = self.pick_some(self.model.tags, which)
        fate = self.pick(self.model.tags, fate) if isinstance(fate, int) else fate
        self.do(lambda m: m.delete(ids, fate, with_subtags), tag_operations.delete_tags, ids, fate, with_subtags)

    @rule(name=NAMES, which=st.lists(MANY, max_size=3))
    def create_group(self, name, which):
        ids, made = set(self.pick_some(self.model.tags, which)), max(self.model.groups, default=0) + 1

        def change(model):
            model.check_group(name)
            model.groups[made] = {"name": unicodedata.normalize("NFC", name), "tags": ids}

        self.do(change, group_operations.create_group, name, sorted(ids))

    @precondition(lambda self: self.model.groups)
    @rule(which=MANY, name=NAMES)
    def rename_group(self, which, name):
        group = self.pick(self.model.groups, which)

        def change(model):
            model.check_group(name, but=group)
            model.groups[group]["name"] = unicodedata.normalize("NFC", name)

        self.do(change, group_operations.rename_group, group, name)

    @precondition(lambda self: self.model.groups)
    @rule(which=MANY)
    def delete_group(self, which):
        group = self.pick(self.model.groups, which)
        self.do(lambda m: m.groups.pop(group), group_operations.delete_group, group)

    @precondition(lambda self: self.model.groups and self.model.tags)
    @rule(which=MANY, chosen=SOME, inside=st.booleans())
    def fill_group(self, which, chosen, inside):
        group, ids = self.pick(self.model.groups, which), self.pick_some(self.model.tags, chosen)

        def change(model):
            held = model.groups[group]["tags"]
            model.groups[group]["tags"] = held | set(ids) if inside else held - set(ids)

        act = group_operations.add_to_group if inside else group_operations.remove_from_group
        self.do(change, act, group, ids)


def read_groups(project):
    """The groups of a project file, in the model's terms."""
    members = groups.members(project.db)
    return {id_: {"name": name, "tags": set(members[id_])} for id_, name in groups.names(project.db).items()}
