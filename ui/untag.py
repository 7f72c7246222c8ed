"""The list at a passage that asks which of its tags to remove."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from core.codebook import TagTree
from core.model import TagId
from ui.choice import MOST, Choice
from ui.rows import tag_row

_WIDTH = 300


class Untag(Choice):
    """Lists the tags of a passage, each with the number key that removes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "Remove a tag", "Tags of the passage", "1–9 or ⏎ remove · Esc", _WIDTH)

    def choose(self, tree: TagTree, tags: Sequence[TagId], beside: QRect, then: Callable[[TagId], object]) -> None:
        """Opens beside a passage that has these tags; `then` gets the one to remove."""
        keys = [str(number) for number in range(1, MOST + 1)]
        rows = [
            tag_row(tree, tag)._replace(hint=key) for tag, key in zip(tags, keys + [""] * len(tags), strict=False)
        ]
        self.offer(rows, [tree.shown_path(tag) for tag in tags], beside, lambda row: then(tags[row]))
