"""How often each tag occurs in each article: the counts that stand beside tags wherever they are listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.model import DocumentId, TagId

FREQUENCY = (
    "Unit: codings (one tag on one annotation). A passage with three tags counts three times. "
    "Subtags are not rolled up."
)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Codings for each tag in each article; what is missing is zero."""

    counts: Mapping[DocumentId, Mapping[TagId, int]]

    def of(self, document: DocumentId, tag: TagId) -> int:
        """Codings of one tag in one article."""
        return self.counts.get(document, {}).get(tag, 0)

    def by_tag(self, documents: Iterable[DocumentId] | None = None) -> dict[TagId, int]:
        """Codings of each tag over these articles, or over all."""
        totals: dict[TagId, int] = {}
        for document in self.counts if documents is None else documents:
            for tag, count in self.counts.get(document, {}).items():
                totals[tag] = totals.get(tag, 0) + count
        return totals


def frequencies(rows: Iterable[tuple[DocumentId, TagId, int]]) -> Frequencies:
    """Frequencies from (document, tag, codings) rows; fastest when those of one document follow each other."""
    counts: dict[DocumentId, dict[TagId, int]] = {}
    for document, tag, count in rows:
        if count:
            counts.setdefault(document, {})[tag] = count
    return Frequencies(counts)
