"""The list at a passage that asks of which of its tags it is an example."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from core.codebook import TagTree
from core.model import TagId
from ui.choice import Choice
from ui.rows import tag_row

_WIDTH = 300


class ExampleChoice(Choice):
    """Lists the tags of a passage; a tick is at those that it is an example of."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "Use as an example", "Tags of the passage", "An example of which tag?", _WIDTH)

    def choose(
        self,
        tree: TagTree,
        tags: Sequence[TagId],
        shown: Collection[TagId],
        beside: QRect,
        then: Callable[[TagId], object],
    ) -> None:
        """Opens beside a passage that has these tags; `then` gets the one to use it for, or no longer."""
        rows = [tag_row(tree, tag)._replace(hint="✓" if tag in shown else "") for tag in tags]
        spoken = [f"{tree.shown_path(tag)}{', chosen' if tag in shown else ''}" for tag in tags]
        self.offer(rows, spoken, beside, lambda row: then(tags[row]))
