"""Values from a CSV file: read on another thread, shown before anything is changed, written as one step."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core import labels
from core.attribute_import import (
    KINDS,
    Match,
    Plan,
    Table,
    best_match,
    column_name,
    is_taken,
    name_of,
    plan,
    proposed,
)
from core.attributes import FIELDS, Column, NewAttribute
from core.model import TYPES
from core.names import visible
from storage import attribute_operations, attributes, documents
from storage.importers.attribute_table import read_table
from ui.article_table.model import TYPE_NAMES
from ui.drop_down import DropDown
from ui.labels import label, paragraph
from ui.session import Session
from ui.sheets import Sheet
from ui.tasks import Task

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_KINDS = {"title": "title", "file": "file name", "id": "id"}
_MOST_LISTED = 500  # changes and remarks
_EXAMPLES = 3  # values of a column
_LONGEST_VALUE = 60  # characters


class ImportSheet(Sheet):
    """Shows what importing a table would do, and lets it be changed. `plan` is what is to be done."""

    def __init__(self, parent: QWidget, session: Session, table: Table) -> None:
        super().__init__(parent, "Import from CSV", 960, 640)
        self._table, self._session = table, session
        db = session.project.db
        self._documents = {each.id: each for each in documents.all_documents(db)}
        self._attributes = attributes.all_attributes(db)
        self._values = attributes.values(db)
        self._match = best_match(table, self._documents.values())
        self.plan = Plan([], 0, 0, [])
        self.column.addWidget(label(f"Values from {labels.passage(visible(table.name))}", "heading"))
        self.column.addLayout(self._matching())
        self.column.addWidget(self._targets(), 3)
        self._said = paragraph()
        self.column.addWidget(self._said)
        self.column.addLayout(self._lists(), 2)
        self._buttons()
        self._propose()
        self._targets_shown[0].setFocus()

    # -- building

    def _matching(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._kind = DropDown("Articles are named by", (_KINDS[kind] for kind in KINDS))
        names = (self._name(at) for at in range(len(self._table.header)))
        self._named_by = DropDown("Column that names the article", names)
        self._kind.setCurrentIndex(KINDS.index(self._match.kind))
        self._named_by.setCurrentIndex(self._match.column)
        for part in (
            label("Each row names its article by the"),
            self._kind,
            label("in the column"),
            self._named_by,
        ):
            row.addWidget(part)
        row.addStretch(1)
        for choice in (self._kind, self._named_by):
            choice.activated.connect(self._rematch)
        return row

    def _name(self, at: int) -> str:
        return visible(column_name(self._table, at))

    def _targets(self) -> QScrollArea:
        """A row for each column: its name, some of its values, and where they go."""
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for column, text in enumerate(("COLUMN", "VALUES", "GOES TO")):
            grid.addWidget(label(text, "head"), 0, column)
        self._targets_shown: list[DropDown] = []
        for at in range(len(self._table.header)):
            choice = DropDown(f"Where {self._name(at)} goes to")
            choice.setMinimumWidth(220)
            choice.activated.connect(self._show_plan)
            self._targets_shown.append(choice)
            found = islice((row[at] for row in self._table.rows if row[at].strip()), _EXAMPLES)
            values = " · ".join(labels.first_words(visible(value), 24) for value in found)
            examples = label(values, "small")
            examples.setMinimumWidth(0)
            grid.addWidget(label(labels.first_words(self._name(at), 40)), at + 1, 0)
            grid.addWidget(examples, at + 1, 1)
            grid.addWidget(choice, at + 1, 2)
        grid.setRowStretch(len(self._table.header) + 1, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("Columns")
        return area

    def _lists(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        self._changes, self._remarks = QListWidget(), QListWidget()
        self._heads: list[QLabel] = []
        for listed, name in ((self._changes, "What changes"), (self._remarks, "What is left out")):
            side = QVBoxLayout()
            side.setSpacing(4)
            self._heads.append(label(name.upper(), "head"))
            listed.setAccessibleName(name)
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            side.addWidget(self._heads[-1])
            side.addWidget(listed, 1)
            row.addLayout(side, 1)
        return row

    def _buttons(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._import = buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.column.addSpacing(4)
        self.column.addWidget(buttons)

    # -- choosing

    def _rematch(self) -> None:
        """Other articles, or another column for them: where the others go is proposed anew."""
        self._match = Match(self._named_by.currentIndex(), KINDS[self._kind.currentIndex()])
        self._propose()

    def _propose(self) -> None:
        found = proposed(self._table, self._match, self._attributes)
        for at, (choice, target) in enumerate(zip(self._targets_shown, found, strict=True)):
            choice.clear()
            for text, offered in self._offered(at):
                choice.addItem(text, _Held(offered))
            index = next((row for row in range(choice.count()) if choice.itemData(row).column == target), 0)
            choice.setCurrentIndex(index)
            choice.setEnabled(at != self._match.column)
        self._show_plan()

    def _offered(self, at: int) -> list[tuple[str, Column | None]]:
        """Where a column may go, in words."""
        if at == self._match.column:
            return [("names the article", None)]
        new = [NewAttribute(column_name(self._table, at), type_) for type_ in TYPES]
        if is_taken(new[0].name, self._attributes):
            new = []
        return [
            ("Leave out", None),
            *((f"New: {visible(each.name)} ({TYPE_NAMES[each.type].lower()})", each) for each in new),
            *((visible(each.name), each.id) for each in self._attributes),
            *((field.capitalize(), field) for field in FIELDS),
        ]

    def _show_plan(self) -> None:
        """Says what would be done as the choices are now."""
        targets = [choice.currentData().column for choice in self._targets_shown]
        self.plan = plan(self._table, self._match, targets, self._documents, self._attributes, self._values)
        cells, count = self.plan.cells, len(self.plan.cells)
        rows = len(self._table.rows)
        found = f"{self.plan.matched:,} of {rows:,} rows found their article"
        change = (
            f"{count:,} value{'s' * (count != 1)} would change, {self.plan.replaced:,} of them replacing another"
        )
        self._said.setText(f"{found}; {change if count else 'nothing would change'}. Blank cells change nothing.")
        there = {each.id: each for each in self._attributes}
        lines = []
        for document, column, text in cells[:_MOST_LISTED]:
            article, name = self._documents[document], name_of(column, there)
            old = article._asdict()[column] if isinstance(column, str) else ""
            if isinstance(column, int):
                old = self._values.get(document, {}).get(column, "")
            arrow = f"{labels.first_words(old, _LONGEST_VALUE)} → " if old else ""
            new = labels.first_words(text, _LONGEST_VALUE)
            lines.append(visible(f"{name}: {arrow}{new} · {labels.passage(article.title)}"))
        _fill(self._changes, lines, count)
        _fill(
            self._remarks, [visible(remark) for remark in self.plan.remarks[:_MOST_LISTED]], len(self.plan.remarks)
        )
        self._remarks.setVisible(bool(self.plan.remarks))
        self._heads[1].setVisible(bool(self.plan.remarks))
        self._import.setText(f"Import {count:,} value{'s' * (count != 1)}" if count else "Import")
        self._import.setEnabled(bool(count))


class _Held:
    """What a row of a choice stands for; Qt would make lists of named tuples."""

    def __init__(self, column: Column | None) -> None:
        self.column = column


def _fill(listed: QListWidget, lines: list[str], count: int) -> None:
    listed.clear()
    listed.addItems(lines)
    if count > len(lines):
        listed.addItem(f"and {count - len(lines):,} more")
    listed.ensurePolished()
    listed.doItemsLayout()  # the rows were measured without the padding that they have now


def ask_and_import(parent: QWidget, window: "MainWindow") -> None:
    """Asks for a CSV file and imports what is chosen of it."""
    folder = str(window.session.project.path.parent)
    path, _ = QFileDialog.getOpenFileName(parent, "Import from CSV", folder, "Tables (*.csv *.tsv *.txt)")
    if path:
        import_values(parent, window, Path(path))


def import_values(parent: QWidget, window: "MainWindow", path: Path) -> None:
    """Reads a CSV file, shows what it would change, and does that when asked to."""
    project = window.session.project
    task = Task(lambda between: read_table(path, between), parent)  # goes with the sheet it was asked for in
    task.done.connect(lambda table: _offer(parent, window, table, lambda: window.session.project is project))
    task.failed.connect(lambda error: window.session.failed.emit(str(error)))
    window.work.follow(task, f"Reading {labels.passage(visible(path.name))}…")
    task.start()


def _offer(parent: QWidget, window: "MainWindow", table: Table, same: Callable[[], bool]) -> None:
    if not same():
        window.session.failed.emit("Another project was opened meanwhile; nothing was imported.")
        return
    sheet = ImportSheet(parent, window.session, table)
    accepted, cells = sheet.exec() == QDialog.DialogCode.Accepted, sheet.plan.cells
    sheet.deleteLater()
    if accepted:
        step = f"Import {len(cells):,} values from {labels.passage(table.name)}"
        window.session.do(step, attribute_operations.edit_cells, cells)
