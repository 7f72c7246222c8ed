"""What an export is made of: values of core, gathered by `storage.export`, without a database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby

from core.codebook import TagTree
from core.model import Annotation, Attribute, AttributeId, Document, DocumentId, TagId
from core.notes import Written

Passage = tuple[Annotation, str]


@dataclass(frozen=True, slots=True)
class Material:
    """Articles in their order and their passages in the order of the articles and texts, to be read once.

    `codings` counts those of each tag among the passages; `text_of` fetches the text of an article. `values` are
    what is noted about articles, of the `attributes`. `notes` are those on no passage, the last written first.
    `groups` are the tags in each group.
    """

    documents: Sequence[Document]
    tags: TagTree
    codings: Mapping[TagId, int]
    passages: Iterable[Passage]
    text_of: Callable[[DocumentId], str]
    notes: Sequence[Written] = ()
    attributes: Sequence[Attribute] = ()
    values: Mapping[DocumentId, Mapping[AttributeId, str]] = field(default_factory=dict)
    groups: Mapping[str, Set[TagId]] = field(default_factory=dict)

    def articles(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Every article with its passages, one article at a time."""
        groups = groupby(self.passages, key=lambda passage: passage[0].document)
        group = next(groups, None)
        for document in self.documents:
            if group is not None and group[0] == document.id:
                yield document, list(group[1])
                group = next(groups, None)
            else:
                yield document, []

    def article_notes(self) -> dict[DocumentId, str]:
        """The notes on articles."""
        return {DocumentId(note.on.id): note.text for note in self.notes if note.on.kind == "document"}

    def other_notes(self) -> list[tuple[str, Written]]:
        """The notes on no article with the names of what they are on: on the project, on tags, and the journal."""
        order = {"project": 0, "tag": 1, "journal": 2}
        found = sorted((n for n in self.notes if n.on.kind in order), key=lambda n: order[n.on.kind])
        return [(self._name_of(note), note) for note in found]

    def _name_of(self, note: Written) -> str:
        if note.on.kind == "tag":
            return self.tags.path(TagId(note.on.id))
        return "The project" if note.on.kind == "project" else note.title or "Untitled"

    def byline(self, document: Document) -> str:
        """Who wrote an article, where, when, in which file, and what else is noted about it, on one line."""
        values = self.values.get(document.id, {})
        noted = (f"{each.name}: {values[each.id]}" for each in self.attributes if each.id in values)
        parts = (document.author, document.outlet, document.date, document.source, *noted)
        return one_line(" · ".join(part for part in parts if part))

    def paths(self, annotation: Annotation) -> list[str]:
        """The tags of an annotation as they are written outside their tree."""
        return [self.tags.path(tag) for tag in annotation.tags]


def one_line(text: str) -> str:
    """The text without line breaks; no-break spaces stay."""
    return text.replace("\n", " ")
