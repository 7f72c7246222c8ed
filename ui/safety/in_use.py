"""What to do about a project that somebody has open already."""

import platform
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core import moments
from core.names import visible
from storage.lock import InUse
from storage.project import SUFFIX
from ui.labels import paragraph
from ui.safety.option import OptionSheet
from ui.sheets import add_foot

READ, OTHER, FORCE = "read", "other", "force"
_WHY = "Only one may write to a project at a time, so that nobody undoes the work of another."


class InUseDialog(OptionSheet):
    """Offers to read only, another project or, where nobody can be sure, to open it all the same.

    `chosen` is READ, OTHER or FORCE once one was.
    """

    def __init__(self, parent: QWidget | None, path: Path, error: InUse) -> None:
        super().__init__(parent, "Project in use", 500)
        layout = self.column
        name = visible(path.name.removesuffix(SUFFIX))
        layout.addWidget(paragraph(f"“{name}” is open elsewhere", "heading"))
        layout.addWidget(paragraph(whose(error)))
        layout.addWidget(paragraph(_WHY))
        layout.addSpacing(4)
        read = self.option(READ, "Open it to read only", "Read, search and export; nothing is changed.")
        layout.addWidget(read)
        if not error.here:
            layout.addWidget(self.option(FORCE, "Open it anyway", _risk(error)))
        layout.addWidget(self.option(OTHER, "Open another project…", "Choose another file."))
        add_foot(self, close="Cancel" if parent else "Quit", default=False)
        read.setDefault(True)
        read.setFocus()


def ask(parent: QWidget | None, path: Path, error: InUse) -> str | None:
    """Asks what to do; READ, OTHER, FORCE, or None for nothing."""
    dialog = InUseDialog(parent, path, error)
    dialog.exec()
    return dialog.chosen


def whose(error: InUse) -> str:
    """Who has a project open, since when, and how sure that is."""
    since = moments.local(error.holder.since)
    now = datetime.now().astimezone()
    when = f" since {moments.said(since, now)}" if since else ""
    if error.here:
        return f"{_who(error)} has it open{when}."
    return (
        f"The lock beside the file says that {_who(error, inside=True)} has it open{when}. Postil cannot ask that "
        "computer: it may have been switched off, or the lock may have been left behind."
    )


def _who(error: InUse, inside: bool = False) -> str:
    user, host = visible(error.holder.user), visible(error.holder.host)
    if host in ("", platform.node()):
        return "another window of Postil" if inside else "Another window of Postil"
    computer = f"the computer “{host}”"
    return f"{user} on {computer}" if user else computer if inside else computer.capitalize()


def _risk(error: InUse) -> str:
    host = visible(error.holder.host)
    return (
        f"Only if nobody works with it on “{host}” any more. What is written in both places stands against each "
        "other; Postil notices, keeps both and shows you the two."
    )
