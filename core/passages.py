"""How many passages a tag has: those tagged with it or with a tag below it, each passage once."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from core.codebook import TagTree
from core.model import DocumentId, TagId

Tagged = tuple[DocumentId, frozenset[TagId]]  # passages of an article that have exactly these tags


class Passages:
    """Counts of every tag, in each article and in all, kept up to date by differences."""

    def __init__(self, tags: TagTree, tagged: Mapping[Tagged, int]) -> None:
        self._tags = tags
        self._tagged = Counter(tagged)
        self._count()

    def here(self, document: DocumentId) -> Counter[TagId]:
        """Passages of each tag in one article."""
        return self._here[document]

    def follow(self, tags: TagTree, moves: Mapping[Tagged, int]) -> None:
        """Takes over a step: the tags after it, and how many passages came or went, by the tags they have."""
        before, self._tags = self._tags, tags
        for key, move in moves.items():
            self._tagged[key] = now = self._tagged.get(key, 0) + move
            if not now:
                del self._tagged[key]
        if tags is not before and _moved(before, tags):
            self._count()
        else:
            in_all: Counter[frozenset[TagId]] = Counter()
            for (_, having), move in moves.items():
                in_all[having] += move
            lineages = {having: tags.lineage(having) for having in in_all}
            for (document, having), move in moves.items():
                here = self._here[document]
                for tag in lineages[having]:
                    here[tag] = here.get(tag, 0) + move
            for having, move in in_all.items():
                for tag in lineages[having]:
                    self.all[tag] += move

    def _count(self) -> None:
        self._here: defaultdict[DocumentId, Counter[TagId]] = defaultdict(Counter)
        for (document, having), passages in self._tagged.items():
            here, lineage = self._here[document], self._tags.lineage(having)
            if passages == 1:
                here.update(lineage)  # as most are; this is several times as fast
            else:
                here.update(dict.fromkeys(lineage, passages))
        self.all: Counter[TagId] = Counter()
        for here in self._here.values():
            self.all.update(here)


def _moved(before: TagTree, after: TagTree) -> bool:
    """Whether a tag has gone, or to another place: then passages that nobody touched count elsewhere."""
    now = after.by_id
    return any(tag.id not in now or now[tag.id].parent != tag.parent for tag in before.by_id.values())
