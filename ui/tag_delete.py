"""Asks what becomes of the passages and subtags of tags that are deleted."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from core.model import TagId
from storage import tags
from storage.tag_operations import Fate
from ui.labels import label, paragraph
from ui.sheets import Sheet, add_foot
from ui.tag_choice import choose_tag
from ui.typeset import counted, quoted

if TYPE_CHECKING:
    from ui.tag_tree import TagPanel

_ANOTHER = "another"  # the tag that gets the passages is still to be asked for


class Answer(NamedTuple):
    """What becomes of the passages, and whether the subtags go as well."""

    passages: Fate
    with_subtags: bool


class DeleteSheet(Sheet):
    """Choices for subtags, if there are any, and for passages, if there are any; `chosen` is what was asked for."""

    def __init__(self, panel: "TagPanel", named: str, ids: Sequence[TagId]) -> None:
        super().__init__(panel.window(), f"Delete {named}", 460)
        self._panel, self._ids = panel, ids
        self.chosen: Answer | None = None
        branches = panel.session.tags.branches(ids)
        below, having = len(branches) - len(ids), tags.passages(panel.session.project.db, branches)
        self._with_subtags: Callable[[], Any] = lambda: True
        self._fate: Callable[[], Any] = lambda: "keep"
        if below:
            places = {"Deleted as well": True, "Moved up, to where the tag is": False}
            self._with_subtags = self._ask(f"{counted(below, 'subtag')} below", places)
        if having:
            self._fate = self._ask(counted(having, "passage"), self._fates(branches))
        self.column.addWidget(paragraph("Undo brings all of it back.", "small"))
        (delete,) = add_foot(self, [("Delete", self._take)], close="Cancel", default=False)
        delete.setDefault(True)

    def _fates(self, branches: Sequence[TagId]) -> dict[str, object]:
        """What can become of the passages, by the words for it."""
        tree, db = self._panel.session.tags, self._panel.session.project.db
        found: dict[str, object] = {"Stay, without the tag": "keep"}
        parents = {tree.by_id[tag].parent for tag in self._ids}
        parent = next(iter(parents)) if len(parents) == 1 else None
        if parent is not None:
            found[f"Go to {quoted(tree.by_id[parent].name)}, the tag above"] = parent
        found["Go to another tag…"] = _ANOTHER
        if alone := len(tags.passages_with_nothing_else(db, branches)):
            found[f"Deleted with their notes, if they have no other tag ({alone:,})"] = "delete"
        return found

    def _ask(self, head: str, choices: dict[str, object]) -> Callable[[], object]:
        """Puts choices on the sheet, the first one taken; returns what tells which one is."""
        self.column.addWidget(label(head, "head"))
        group = QButtonGroup(self)
        for number, words in enumerate(choices):
            button = QRadioButton(words.replace("&", "&&"))
            button.setAccessibleName(f"{head}: {words}")
            group.addButton(button, number)
            self.column.addWidget(button)
        group.button(0).setChecked(True)
        return lambda: list(choices.values())[group.checkedId()]

    def _take(self) -> None:
        fate = self._fate()
        if fate == _ANOTHER:
            prompt = "Its passages go to:"
            fate = choose_tag(self, self._panel.session.tags, "Another tag", prompt, "Choose", self._ids)
        if fate is not None:
            self.chosen = Answer(fate, self._with_subtags())
            self.accept()


def ask(panel: "TagPanel", named: str, ids: Sequence[TagId]) -> Answer | None:
    """What is to become of passages and subtags, asked only where there are any; None when the user cancels."""
    tree = panel.session.tags
    if not any(tree.children(tag) for tag in ids) and not tags.passages(panel.session.project.db, ids):
        return Answer("keep", True)
    sheet = DeleteSheet(panel, named, ids)
    sheet.exec()
    return sheet.chosen
