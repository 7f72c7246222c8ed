"""What charts show of a table of numbers: which rows, in which order, under which names."""

from collections import Counter
from collections.abc import Sequence

from core.codebook import TagTree, folded
from core.model import TagId

TOP_ROWS, TOP_COLUMNS = 40, 30  # what is shown until all is asked for
LONGEST_LABEL = 120


def tag_labels(tree: TagTree) -> dict[TagId, str]:
    """What a chart calls each tag: its name, or its path where two tags share a name."""
    shared = Counter(folded(tag.name) for tag in tree)
    return {tag.id: tag.name if shared[folded(tag.name)] == 1 else tree.path(tag.id) for tag in tree}


def shortened(title: str) -> str:
    """What a chart calls an article: its title, cut where no chart has room for more."""
    return title if len(title) <= LONGEST_LABEL else title[: LONGEST_LABEL - 1].rstrip() + "…"


def by_size(weights: Sequence[float]) -> list[int]:
    """The places of what has any weight, the heaviest first, of equal ones the earlier first."""
    return sorted((at for at, weight in enumerate(weights) if weight > 0), key=lambda at: -weights[at])


def top(weights: Sequence[float], limit: int | None) -> list[int]:
    """The places of the `limit` heaviest (of equal ones the earlier), in the order they came."""
    if limit is None or len(weights) <= limit:
        return list(range(len(weights)))
    return sorted(sorted(range(len(weights)), key=weights.__getitem__, reverse=True)[:limit])


def topmost(tags: Sequence[TagId | None], tree: TagTree) -> list[int]:
    """The places of the tags above which there is none of the others.

    Where tags count with their subtags, these together have every coding once.
    """
    here = set(tags)
    return [at for at, tag in enumerate(tags) if tag is None or here.isdisjoint(set(tree.lineage([tag])) - {tag})]
