"""What to do when the file of a project was lost while it was open: both versions, and how to go on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from core import moments
from core.names import visible
from storage.project import SUFFIX
from ui import theme
from ui.labels import hairline, label, paragraph
from ui.safety.option import OptionSheet
from ui.safety.versions import COUNTED, Version, Versions
from ui.sheets import add_foot

JOIN, MINE, OTHER = "join", "mine", "other"
_HAPPENED = {
    "deleted": "was deleted or moved away",
    "replaced": "was replaced by another file",
    "overwritten": "was overwritten by another copy",
    "damaged": "was damaged",
}


class ConflictScreen(OptionSheet):
    """Shows both versions side by side. `chosen` is JOIN, MINE or OTHER once one was."""

    def __init__(
        self,
        parent: QWidget | None,
        path: Path,
        kind: str,
        both: Versions,
        actions: Sequence[tuple[str, Callable[[], object]]],
    ) -> None:
        super().__init__(parent, "Two versions of a project", 620)
        name, mine = visible(path.name.removesuffix(SUFFIX)), visible(both.mine.path.name)
        self.column.addWidget(paragraph(f"“{name}” {_HAPPENED[kind]}", "heading"))
        self.column.addWidget(
            paragraph(
                "It happened while it was open here; perhaps a cloud folder brought a copy from another computer. "
                "Postil noticed before it wrote anything, and writes nothing until you choose."
            )
        )
        saved = f"Your work is kept beside the file as “{mine}”. Only the last action was not carried out."
        self.column.addWidget(paragraph(saved))
        self.column.addSpacing(4)
        self.column.addLayout(_side_by_side(both))
        if both.problem:
            self.column.addWidget(paragraph(visible(both.problem), "error"))
        self.column.addSpacing(4)
        offers = self._offers(name, mine, both)
        buttons = [self.option(*offer) for offer in offers]
        for button in buttons:
            self.column.addWidget(button)
        add_foot(self, actions, close="Decide later", default=False)
        buttons[0].setDefault(True)
        buttons[0].setFocus()

    def _offers(self, name: str, mine: str, both: Versions) -> list[tuple[str, str, str]]:
        """What can be done with these two, the best first."""
        kept = f"Yours becomes “{name}” again. The other one is kept beside it under another name."
        if both.other is None:
            return [(MINE, f"Go on with yours, as “{name}”", kept if both.problem else f"Yours is “{name}” again.")]
        offers = [
            (MINE, "Go on with yours", kept),
            (OTHER, "Go on with the one on the disk", f"Yours is kept beside it as “{mine}”."),
        ]
        if both.can_be_joined:
            joined = (
                "Yours takes over what only the other one has, in one step that undo takes back. What one of them "
                "deleted comes back. Both are kept."
            )
            offers.insert(0, (JOIN, "Bring both together", joined))
        return offers


def _side_by_side(both: Versions) -> QGridLayout:
    """A row for each thing counted: how many yours has, and the other, and how many only one of them."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(0)
    for column, stretch in enumerate((2, 3, 3)):
        grid.setColumnStretch(column, stretch)
    heads = [label(text) for text in ("", "Yours", "On the disk")]
    for head in heads:
        head.setFont(theme.font(theme.TEXT_SIZE, QFont.Weight.DemiBold))
    rows: list[Sequence[QWidget]] = [heads]
    rows.append([label("Last step", "small"), label(_time(both.mine)), label(_time(both.other))])
    for what in COUNTED:
        rows.append(
            [label(f"{what.capitalize()}s", "small"), *(_count(both, what, mine) for mine in (True, False))]
        )
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            cell.setContentsMargins(0, 6, 0, 6)
            grid.addWidget(cell, 2 * row, column)
        grid.addWidget(hairline(), 2 * row + 1, 0, 1, 3)
    return grid


def _time(version: Version | None) -> str:
    if version is None:
        return "none"
    return moments.said(version.changed, datetime.now().astimezone()) if version.changed else "none"


def _count(both: Versions, what: str, mine: bool) -> QWidget:
    """How many one version has, and in the accent's colour what the other has not."""
    version, differs = both.mine if mine else both.other, both.differences.get(what)
    remarks = []
    if differs is not None:
        only = differs.only_first if mine else differs.only_second
        remarks += [f"{only:,} only here"] * (only > 0)
        remarks += [f"{differs.differing:,} different"] * (differs.differing > 0)
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label("–" if version is None else f"{version.counts[what]:,}"))
    row.addWidget(label(" · ".join(remarks), "good"), 1)
    return cell
