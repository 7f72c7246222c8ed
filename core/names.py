"""Names as they are shown: nothing in them can make them read as another name."""

import re

from core.codebook import TagTree
from core.model import Document

# What turns the direction of the letters after it: in a text it is the author's, in a name it can deceive.
_TURNS = {
    "\u202a": "[LRE]",
    "\u202b": "[RLE]",
    "\u202c": "[PDF]",
    "\u202d": "[LRO]",
    "\u202e": "[RLO]",
    "\u2066": "[LRI]",
    "\u2067": "[RLI]",
    "\u2068": "[FSI]",
    "\u2069": "[PDI]",
}
_MARKS = dict.fromkeys("\u200e\u200f\u061c", "")  # invisible letters, of which Arabic and Hebrew names have many
_UNSEEN = re.compile(f"[{''.join(_TURNS | _MARKS)}]")


def visible(name: str) -> str:
    """The name with `[RLO]` and the like for what would turn the direction of its letters.

    Without such a character it is the name itself. A text is never shown like that: it stays as it was written.
    """
    return name if name.isascii() else _UNSEEN.sub(lambda found: (_TURNS | _MARKS)[found[0]], name)


def of_article(document: Document) -> Document:
    """What is shown about an article."""
    return document._replace(
        title=visible(document.title),
        author=visible(document.author),
        outlet=visible(document.outlet),
        date=visible(document.date),
        source=visible(document.source),
    )


def of_tags(tree: TagTree) -> TagTree:
    """The tags as they are shown."""
    if all(tag.name == visible(tag.name) for tag in tree.by_id.values()):
        return tree
    return TagTree(tag._replace(name=visible(tag.name)) for tag in tree.by_id.values())
