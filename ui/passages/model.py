"""What the list shows: the passages that the filter lets through, in groups, and which of them are selected."""

from collections.abc import Callable, Collection, Hashable, Iterable
from functools import partial
from itertools import chain

from PySide6.QtCore import QObject, Signal

from core import filters
from core.changes import Changes
from core.excerpt import Excerpt, excerpt
from core.filters import Filter
from core.model import Annotation, AnnotationId, DocumentId, TagId
from core.names import visible
from core.text import Lines
from core.wrapped import reflowed
from storage import annotations, passages
from storage.annotations import After
from storage.passages import Found
from ui.passages.rows import Group, Rows
from ui.session import Session

GROUPINGS = {"tag": "By tag", "article": "By article", "none": "One list"}
ORDERS = {"text": "In text order", "newest": "Newest first", "tag": "By their tags"}
UNTAGGED = "Without a tag"
_KNOWN, _TEXTS = 2000, 24  # passages, and articles, that are kept in memory
_SHOWN_TABLES = (
    "annotation",
    "coding",
    "tag",
    "document",
    "attribute",
    "attribute_value",
    "membership",
    "tag_group",
)


class PassageModel(QObject):
    """`rows` are what is listed, of `total` passages of the project; `selected` are ticked.

    `refreshed` follows when the rows are others, `selection_changed` when others are ticked.
    """

    refreshed = Signal()
    selection_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._groupings = {False: "tag", True: "article"}  # of all passages, and of those of a mark: each once
        self.order = "text"
        self.rows = Rows()
        self.wanted = Filter()  # what passages are listed by: the filter in use, and the groups in view
        self._found: Found | None = None
        self._listed_before: Collection[AnnotationId] | None = ()
        self.total = 0
        self.selected: set[AnnotationId] = set()
        self._known: dict[AnnotationId, Annotation] = {}
        self._texts: dict[DocumentId, tuple[str, Lines]] = {}

    # -- which rows

    @property
    def grouping(self) -> str:
        """One of GROUPINGS, as it was last chosen; another one for the passages behind a number of a chart."""
        return self._groupings[self.wanted.is_counted]

    def refresh(self) -> None:
        """Finds the passages anew."""
        self._known.clear()
        self._listed_before = self.found.ids if self.wanted.conditions else None
        self.wanted, self._found = self._session.wanted, None
        self.total = self._session.annotation_counts.total()
        kept = self.selected and self.selected.intersection(self._let_through(self.selected))
        lost = len(kept) < len(self.selected)
        self.selected = kept
        self.arrange()
        if lost:
            self.selection_changed.emit()

    @property
    def found(self) -> Found:
        """The passages that the filter lets through. Without a filter there is much to show before this is read."""
        if self._found is None:
            self._found = passages.find(self._session.project.db, self.wanted)
        return self._found

    def _let_through(self, chosen: set[AnnotationId]) -> Iterable[AnnotationId]:
        return self.found.ids if self.wanted.conditions else passages.there(self._session.project.db, chosen)

    def size(self) -> tuple[int, int]:
        """How many passages the filter lets through, and in how many articles."""
        if self.wanted.conditions:
            return len(self.found.ids), len(set(self.found.documents))
        counts = self._session.annotation_counts
        return counts.total(), sum(map(bool, counts.values()))

    def was_listed(self, passage: AnnotationId) -> bool:
        """Whether a passage was let through until they were found anew."""
        return self._listed_before is None or passage in self._listed_before

    def arrange(self, grouping: str = "", order: str = "") -> None:
        """Puts what was found into groups and in order."""
        self._groupings[self.wanted.is_counted] = grouping or self.grouping
        self.order = order or self.order
        if self.grouping == "tag" and self.order == "text" and not self.wanted.conditions:
            self.rows = Rows(self._of_each_tag(), keys=self._tags_of)
        else:
            ids, rank = self.found.ids, self._rank()
            if self.grouping == "tag":
                self.rows = Rows(self._by_tag(rank or _places(ids)))
            elif self.grouping == "article":
                self.rows = Rows(self._by_article(rank))
            else:
                self.rows = Rows([_group(None, ids, rank)] if ids else [], heads=False)
        self.refreshed.emit()

    def _of_each_tag(self) -> list[Group]:
        """All passages below each of their tags, read tag by tag when they come into sight."""
        db, sizes = self._session.project.db, self._session.tag_totals
        each: dict[TagId | None, int] = {tag: sizes[tag] for tag in self._session.tags.order}
        each[None] = self.total - passages.tagged(db)
        return [Group(tag, size, partial(passages.of_tag, db, tag)) for tag, size in each.items() if size]

    def _tags_of(self, passage: AnnotationId) -> tuple[TagId | None, ...]:
        self.load([passage])
        known = self._known.get(passage)
        return () if known is None else known.tags or (None,)

    def _rank(self) -> Callable[[AnnotationId], int] | None:
        """What passages are put in order by; None where they are in order as they are found."""
        if self.order == "newest":
            return _places(passages.newest(self._session.project.db))
        if self.order == "tag":
            first = self._first_tags()
            ids = sorted(self.found.ids, key=lambda passage: first.get(passage, len(first)))
            return _places(ids)
        return None

    def _by_article(self, rank: Callable[[AnnotationId], int] | None) -> list[Group]:
        found: dict[DocumentId, list[AnnotationId]] = {}
        for passage, document in zip(self.found.ids, self.found.documents, strict=True):
            found.setdefault(document, []).append(passage)
        return [_group(document, ids, rank) for document, ids in found.items()]

    def _first_tags(self) -> dict[AnnotationId, int]:
        """Where in the tree the first tag of each passage is."""
        tagged, first = passages.by_tag(self._session.project.db), {}
        for at, tag in enumerate(self._session.tags.order):
            for passage in tagged.get(tag, ()):
                first.setdefault(passage, at)
        return first

    def _by_tag(self, rank: Callable[[AnnotationId], int]) -> list[Group]:
        """Each passage below each of its tags; of those that the filter names, if it names some."""
        db, asked = self._session.project.db, self._asked_tags()
        tagged = passages.by_tag(db)
        found: dict[TagId | None, list[AnnotationId]] = {**tagged}
        order: list[TagId | None] = [tag for tag in self._session.tags.order if asked is None or tag in asked]
        if asked is None:
            order.append(None)
            with_tag = frozenset(chain.from_iterable(tagged.values()))
            found[None] = [passage for passage in self.found.ids if passage not in with_tag]
        if self.wanted.conditions:
            here = frozenset(self.found.ids)
            found = {tag: [passage for passage in found.get(tag, ()) if passage in here] for tag in order}
        return [_group(tag, found[tag], rank) for tag in order if found.get(tag)]

    def _asked_tags(self) -> set[TagId] | None:
        """The tags that the filter asks passages to have, with their subtags; None where it asks for none."""
        asked = {
            guid
            for condition in self.wanted.conditions
            if isinstance(condition, filters.Tagged) and condition.match != "none"
            for guid in condition.tags
        }
        if not asked:
            return None
        tree = self._session.tags
        named = passages.ids(self._session.project.db, "tag", asked).values()
        return {tag for tag in tree.by_id if any(tree.is_within(tag, name) for name in named)}

    # -- what a row shows

    def load(self, ids: Iterable[AnnotationId]) -> None:
        """Reads those of the passages that are not known yet, in one go."""
        missing = [passage for passage in ids if passage not in self._known]
        if missing:
            if len(self._known) > _KNOWN:
                self._known.clear()
            known = annotations.some(self._session.project.db, missing)
            self._known.update((each.id, each) for each in known)

    def annotation(self, passage: AnnotationId) -> Annotation:
        """A passage of the list."""
        self.load([passage])
        return self._known[passage]

    def excerpt(self, annotation: Annotation) -> Excerpt:
        """Its words in their context."""
        return excerpt(self._text(annotation.document)[0], annotation.start, annotation.stop)

    def place(self, annotation: Annotation) -> str:
        """Where it is, in words."""
        number = self._text(annotation.document)[1].paragraph_at(annotation.start)
        title = self._session.documents[annotation.document].title
        return f"{title} · ¶ {number:,}"

    def _text(self, document: DocumentId) -> tuple[str, Lines]:
        """An article as it is shown, with its lines; the last few are kept."""
        known = self._texts.pop(document, None)
        if known is None:
            shown = reflowed(self._session.project.text(document) or "")
            known = shown, Lines(shown)
            if len(self._texts) >= _TEXTS:
                del self._texts[next(iter(self._texts))]
        self._texts[document] = known
        return known

    def names(self) -> dict[str, str]:
        """What the filter is about, by guid, as it is shown."""
        found = passages.names(self._session.project.db, self._session.filtering.wanted)
        return {guid: visible(name) for guid, name in found.items()}

    # -- following

    def is_touched(self, changes: Changes, _after: After) -> bool:
        """Whether a step changed what is listed."""
        if changes.touches("document", "document_text"):
            self._texts.clear()  # an article's number can be given again once the article is gone
        return changes.touches(*_SHOWN_TABLES)

    def forget(self) -> None:
        """Begins anew with another project."""
        self._texts.clear()
        self.select(set())

    # -- selecting

    def select(self, passages: set[AnnotationId]) -> None:
        """Ticks these passages and no others."""
        if passages != self.selected:
            self.selected = passages
            self.selection_changed.emit()

    def in_order(self) -> list[AnnotationId]:
        """The ticked passages in the order of articles and texts."""
        return [passage for passage in self.found.ids if passage in self.selected]


def _group(key: Hashable, ids: list[AnnotationId], rank: Callable[[AnnotationId], int] | None) -> Group:
    """Passages that were read, to be put in order when they come into sight."""
    return Group(key, len(ids), partial(sorted, ids, key=rank) if rank else lambda: ids)


def _places(ids: list[AnnotationId]) -> Callable[[AnnotationId], int]:
    return dict(zip(ids, range(len(ids)), strict=True)).__getitem__
