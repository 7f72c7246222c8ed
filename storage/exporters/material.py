"""What an export is made of: values of core, gathered by `storage.export`, without a database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from core.codebook import TagTree
from core.model import Annotation, Attribute, AttributeId, Document, DocumentId, TagId
from core.notes import On, Written

Passage = tuple[Annotation, str]


@dataclass(frozen=True, slots=True)
class Material:
    """Articles in their order and their passages in the order of the articles and texts, to be read once.

    `codings` counts those of each tag among the passages; `text_of` fetches the text of an article. `values` are
    what is noted about articles, of the `attributes`. `notes` are those on no
    passage.
    """

    documents: Sequence[Document]
    tags: TagTree
    codings: Mapping[TagId, int]
    passages: Iterable[Passage]
    text_of: Callable[[DocumentId], str]
    notes: Sequence[Written] = ()
    attributes: Sequence[Attribute] = ()
    values: Mapping[DocumentId, Mapping[AttributeId, str]] = field(default_factory=dict)

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

    def note_on(self, document: DocumentId) -> str:
        """The note on an article."""
        return next((note.text for note in self.notes if note.on == On("document", document)), "")

    def paths(self, annotation: Annotation) -> list[str]:
        """The tags of an annotation as they are written outside their tree."""
        return [self.tags.path(tag) for tag in annotation.tags]


def byline(document: Document) -> str:
    """Who wrote an article, where, when and in which file, as far as is known, on one line."""
    parts = (document.author, document.outlet, document.date, document.source)
    return one_line(" · ".join(part for part in parts if part))


def one_line(text: str) -> str:
    """The text without line breaks; no-break spaces stay."""
    return text.replace("\n", " ")
