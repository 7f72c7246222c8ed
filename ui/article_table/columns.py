"""What is done with the columns of the table: made, renamed, given another type, deleted."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QMenu, QWidget

from core import labels
from core.model import TYPES, AttributeId
from storage import attribute_operations as operations
from ui import messages
from ui.article_table.model import TYPE_NAMES, Heading
from ui.drop_down import DropDown
from ui.labels import label
from ui.session import Session
from ui.sheets import Sheet

_MOST_TOLD = 3  # values that do not fit, named in a question


class _Asked(Sheet):
    """Asks for the name and the type of a new column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Add a column", 380)
        self.name, self.type = QLineEdit(), DropDown("Type", (TYPE_NAMES[type_] for type_ in TYPES))
        self.name.setAccessibleName("Name")
        for caption, field in (("Name", self.name), ("Type", self.type)):
            self.column.addWidget(label(caption, "small"))
            self.column.addWidget(field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        add = buttons.addButton("Add column", QDialogButtonBox.ButtonRole.AcceptRole)
        add.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.column.addSpacing(6)
        self.column.addWidget(buttons)
        self.name.setFocus()


def add(parent: QWidget, session: Session) -> AttributeId | None:
    """Asks for a column and makes it; None when it was not made."""
    asked = _Asked(parent)
    accepted = asked.exec() == QDialog.DialogCode.Accepted
    name, type_ = asked.name.text(), TYPES[asked.type.currentIndex()]
    asked.deleteLater()
    if not accepted:
        return None
    return session.do(f"Add the column {labels.passage(name)}", operations.create_attribute, name, type_)


def rename(parent: QWidget, session: Session, heading: Heading) -> None:
    """Asks for another name of one of the researcher's own columns."""
    name = messages.ask_line(parent, "Rename column", "Name", heading.name)
    if name is not None and heading.own is not None:
        step = f"Rename the column {labels.passage(heading.name)}"
        session.do(step, operations.rename_attribute, heading.own, name)


def retype(parent: QWidget, session: Session, heading: Heading, type_: str) -> None:
    """Gives a column another type; where values do not fit, only after a question."""
    if heading.own is None or type_ == heading.type:
        return
    lost = operations.misfits(session.project, heading.own, type_)
    if lost:
        shown = ", ".join(labels.passage(value) for value in lost[:_MOST_TOLD])
        more = f" and {len(lost) - _MOST_TOLD:,} more" if len(lost) > _MOST_TOLD else ""
        one = len(lost) == 1
        question = (
            f"{shown}{more} {'is' if one else 'are'} not of the type “{TYPE_NAMES[type_]}”. "
            f"Change the type and clear {'it' if one else 'them'}? Undo brings {'it' if one else 'them'} back."
        )
        if not messages.confirm(parent, "Change the type", question, "Change and clear"):
            return
    step = f"Make the column {labels.passage(heading.name)} {TYPE_NAMES[type_].lower()}"
    session.do(step, operations.retype_attribute, heading.own, type_, bool(lost))


def delete(parent: QWidget, session: Session, heading: Heading, filled: int) -> None:
    """Deletes a column; where it holds values of `filled` articles, after a question."""
    values = f"{filled:,} value{'s' * (filled != 1)}"
    question = f"Delete the column “{heading.name}” with its {values}? Undo brings it back."
    if heading.own is not None and (not filled or messages.confirm(parent, "Delete column", question, "Delete")):
        step = f"Delete the column {labels.passage(heading.name)}"
        session.do(step, operations.delete_attribute, heading.own)


def open_menu(
    parent: QWidget, session: Session, heading: Heading, filled: int, sort: Callable[[bool], None], at: QPoint
) -> None:
    """Opens what can be done with a column, at a place on the screen; `sort` is told whether falling."""
    menu = QMenu(parent)
    menu.setAccessibleName("Column")
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction("Sort rising").triggered.connect(lambda: sort(False))
    menu.addAction("Sort falling").triggered.connect(lambda: sort(True))
    if heading.own is not None and not session.project.read_only:
        menu.addSeparator()
        menu.addAction("Rename column…").triggered.connect(lambda: rename(parent, session, heading))
        types = menu.addMenu("Type")
        types.setAccessibleName("Type")
        for type_ in TYPES:
            action = types.addAction(TYPE_NAMES[type_])
            action.setCheckable(True)
            action.setChecked(type_ == heading.type)
            action.triggered.connect(lambda _on, type_=type_: retype(parent, session, heading, type_))
        menu.addSeparator()
        menu.addAction("Delete column").triggered.connect(lambda: delete(parent, session, heading, filled))
    menu.popup(at)
