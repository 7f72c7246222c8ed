"""What a backup holds and what came since: numbers, articles and tags."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from storage.merge import Difference
from ui import theme
from ui.labels import label, paragraph
from ui.rows import Row, RowPainter, tag_row
from ui.safety.versions import COUNTED, Versions
from ui.typeset import draw_line, draw_text


class Preview(QFrame):
    """One backup: its time, a sentence, and what is known of it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._words, self._sentence = label("", "title"), label("", "small"), paragraph("", "empty")
        self._since = {what: label() for what in COUNTED}
        self._inside = {what: label() for what in COUNTED}
        self._known = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self._sentence)
        column.addWidget(self._known, 1)
        column.addStretch(0)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self._known)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._table())
        lists = QHBoxLayout()
        lists.setSpacing(18)
        self._articles, self._tags = QListWidget(), QListWidget()
        for name, made in (("Articles", self._articles), ("Tags", self._tags)):
            made.setAccessibleName(f"{name} in this backup")
            made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            made.setSelectionMode(QListWidget.SelectionMode.NoSelection)
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(label(name.upper(), "head"))
            side.addWidget(made, 1)
            lists.addLayout(side, 1)
        column.addSpacing(6)
        column.addLayout(lists, 1)

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(2, 1)
        for column, text in enumerate(("", "IN IT", "SINCE THEN")):
            grid.addWidget(label(text, "head"), 0, column)
        for row, what in enumerate(COUNTED, start=1):
            grid.addWidget(label(f"{what.capitalize()}s"), row, 0)
            self._inside[what].setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(self._inside[what], row, 1)
            grid.addWidget(self._since[what], row, 2)
        return grid

    def say(self, title: str, words: str, sentence: str) -> None:
        """Shows a sentence instead of what is not known."""
        self._title.setText(title)
        self._words.setText(words)
        self._sentence.setText(sentence)
        self._sentence.show()
        self._known.hide()

    def show_version(self, title: str, words: str, both: Versions) -> None:
        """Shows what a backup holds (`both.mine`), compared with the project as it is now."""
        self.say(title, words, both.problem)
        self._sentence.setVisible(bool(both.problem))
        for what in COUNTED:
            self._inside[what].setText(f"{both.mine.counts[what]:,}")
            self._since[what].setText(since(both.differences.get(what)))
        _fill(
            self._articles,
            _ArticlePainter,
            [Row("", title, f"{count:,}", "") for title, count in both.mine.articles],
        )
        tree, codings = both.mine.tags, both.mine.codings
        _fill(self._tags, RowPainter, [tag_row(tree, tag.id)._replace(hint=f"{codings[tag.id]:,}") for tag in tree])
        self._known.show()


def since(differs: Difference | None) -> str:
    """What came and went after a backup, in words."""
    if differs is None:
        return "not known"
    parts = [
        f"{count:,} {what}"
        for count, what in (
            (differs.only_second, "added"),
            (differs.only_first, "removed"),
            (differs.differing, "changed"),
        )
        if count
    ]
    return " · ".join(parts) or "no change"


def _fill(shown: QListWidget, painter: type[RowPainter], rows: Sequence[Row]) -> None:
    shown.clear()
    shown.setItemDelegate(painter(lambda index: rows[index.row()], shown))
    for row in rows:
        QListWidgetItem(f"{row.before}{row.name}, {row.hint}", shown)


class _ArticlePainter(RowPainter):
    """Paints rows that have no swatch, and so begin at the edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row, rect, look = self._row_of(index), QRect(option.rect).adjusted(0, 0, -10, 0), theme.current()
        painter.setFont(theme.font(theme.SMALL_SIZE))
        draw_text(painter, rect, row.hint, theme.color(look.muted), Qt.AlignmentFlag.AlignRight)
        rect.setRight(rect.right() - painter.fontMetrics().horizontalAdvance(row.hint) - 10)
        painter.setFont(theme.font())
        draw_line(painter, rect, row.name, theme.color(look.ink), rtl=False)
