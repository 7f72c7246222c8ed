"""The report of a check: what was looked at, how much of it, and what is wrong."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QWidget

from core.names import visible
from storage.connection import connect, sentences, settled
from storage.integrity import Part, report
from storage.project import SUFFIX
from ui.labels import hairline, label, paragraph
from ui.safety.option import OptionSheet
from ui.sheets import add_foot

REPAIR, BACKUPS = "repair", "backups"
_LEAST, _MOST = 100, 170  # pixels of a list, which scrolls


class Check(NamedTuple):
    """A check that was made: of which file, when, and what it found."""

    path: Path
    time: datetime
    parts: Sequence[Part]

    @property
    def problems(self) -> list[str]:
        """Everything that is wrong, in sentences."""
        return [visible(f"{problem[:1].upper()}{problem[1:]}") for part in self.parts for problem in part.problems]


def check(path: Path) -> Check:
    """Checks a project file through a connection of its own, on any thread. Raises UserError."""
    with sentences(path), closing(settled(connect(path, "ro"))) as db:
        return Check(path, datetime.now(), report(db))


class CheckScreen(OptionSheet):
    """Shows a check, to be copied and saved. `chosen` is REPAIR or BACKUPS once one was."""

    def __init__(
        self,
        parent: QWidget | None,
        done: Check,
        save: Callable[[str], object],
        repairable: bool,
        repaired: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, "Check of the project", 560)
        name, problems, text = visible(done.path.name.removesuffix(SUFFIX)), done.problems, as_text(done, repaired)
        count = f"{len(problems):,} problem{'s' * (len(problems) > 1)}"
        heading = f"{count} found in “{name}”" if problems else f"“{name}” is whole"
        self.column.addWidget(paragraph(heading, "heading"))
        self.column.addWidget(paragraph(_said(problems, repaired)))
        if repaired:
            self.column.addWidget(_listed("What was repaired", repaired), 1)
        self.column.addSpacing(4)
        self.column.addLayout(_table(done.parts))
        if problems:
            self.column.addWidget(_listed("Problems", problems), 1)
            self.column.addSpacing(4)
            offers = QHBoxLayout()
            offers.setSpacing(10)
            self.column.addLayout(offers)
            if repairable:
                result = "In one step, which undo takes back, after a backup."
                offers.addWidget(self.option(REPAIR, "Repair what can be repaired", result), 1)
            result = "One from before may have it right."
            offers.addWidget(self.option(BACKUPS, "Look at the backups…", result), 1)
        copy = ("Copy report", lambda: QGuiApplication.clipboard().setText(text))
        add_foot(self, [copy, ("Save report…", lambda: save(text))])


def as_text(done: Check, repaired: Sequence[str] = ()) -> str:
    """The report as plain text."""
    lines = [f"Check of “{visible(done.path.name)}”, {done.time:%Y-%m-%d %H:%M}", ""]
    lines += [f"{'!' if part.problems else '✓'} {part.checked:,} {part.what}" for part in done.parts]
    lines += ["", *(done.problems or ["No problem was found."])]
    if repaired:
        lines += ["", "Repaired before:", *map(visible, repaired)]
    return "\n".join(lines) + "\n"


def _said(problems: Sequence[str], repaired: Sequence[str]) -> str:
    if repaired and problems:
        return "What could be repaired was; what is left is listed below."
    if repaired:
        return "What was wrong has been repaired, and everything was checked again."
    if problems:
        return "The check changed nothing. What it found is listed below."
    return "Every part of the file was read and compared with what was saved."


def _table(parts: Sequence[Part]) -> QGridLayout:
    """A line for each part: a sign, what was looked at, and how much of it or how much is wrong."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    for row, part in enumerate(parts):
        for column, cell in enumerate(_cells(part)):
            cell.setContentsMargins(0, 6, 0, 6)
            grid.addWidget(cell, 2 * row, column)
        grid.addWidget(hairline(), 2 * row + 1, 0, 1, 3)
    return grid


def _cells(part: Part) -> tuple[QLabel, QLabel, QLabel]:
    wrong = len(part.problems)
    sign = label("!" if wrong else "✓", "error" if wrong else "good")
    sign.setFixedWidth(14)
    sign.setAccessibleName("Wrong" if wrong else "Whole")
    count = f"{wrong:,} problem{'s' * (wrong > 1)}" if wrong else f"{part.checked:,}"
    counted = label(count, "error" if wrong else "")
    counted.setAlignment(Qt.AlignmentFlag.AlignRight)
    return sign, label(f"{part.what[:1].upper()}{part.what[1:]}"), counted


def _listed(name: str, sentences: Sequence[str]) -> QListWidget:
    shown = QListWidget()
    shown.setAccessibleName(name)
    shown.setWordWrap(True)
    shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    shown.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
    shown.setMinimumHeight(min(_LEAST, 30 * len(sentences)))
    shown.setMaximumHeight(_MOST)
    for sentence in sentences:
        QListWidgetItem(visible(sentence), shown)
    return shown
