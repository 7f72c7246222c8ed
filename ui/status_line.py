"""The status line: where the reader is, which keys help now, and that everything is saved."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStatusBar

from core.names import visible
from storage.project import SUFFIX
from ui.chip import Chip
from ui.labels import label
from ui.typeset import counted, quoted

if TYPE_CHECKING:
    from ui.main_window import MainWindow


_CHIP = 18  # pixels
_MOST = 0.25  # of the width, for the name of the project, and for the chip
_BETWEEN = " · "


class StatusLine(QStatusBar):
    """Three plain-text parts; none of them ever covers another. A chip says when not all tags are in view.

    Where there is no room for all, keys are left out from the last but one, then the name and the place are cut.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setSizeGripEnabled(False)
        self._place, self._keys, self._saved = label(), label(), label()
        self._hidden = Chip(self, _CHIP)
        self._hidden.setToolTip(self.tr("Show all tags (Ctrl+F7); Esc leaves the groups"))
        self._hidden.clicked.connect(window.session.shown.show_all)
        self.addWidget(self._place)
        self.addWidget(self._hidden)
        self.addWidget(self._keys, 1)
        self.addPermanentWidget(self._saved)
        self._when = self.tr("all changes saved")
        self._name = self._here = self._all_keys = ""
        self._moved = QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._show_place)

    def tell_saved(self) -> None:
        """Called after each committed step."""
        self._when = self.tr("saved {0}").format(f"{datetime.now():%H:%M:%S}")

    def refresh(self) -> None:
        """Says where the reader is, what is selected, and which keys help with it."""
        self._name = visible(self._window.session.project.path.name.removesuffix(SUFFIX))
        self._all_keys = _keys(self._window)
        self._show_hidden()
        self._show_place()

    def follow_scrolling(self) -> None:
        """Says where the reader is once the text has settled: it may be about to be laid out anew."""
        self._moved.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_place(self) -> None:
        self._here = _place(self._window)
        self._place.setVisible(bool(self._here))
        self._fit()

    def _fit(self) -> None:
        """Says as much of all as there is room for."""
        project = self._window.session.project
        kept = self.tr("read only") if project.read_only else self._when
        kept = self.tr("not saving") if project.conflict is not None else kept
        self._keys.ensurePolished()
        metrics, width = self._keys.fontMetrics(), self.width()
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, round(width * _MOST))
        self._saved.setText(self.tr("{0} · offline · {1}").format(name, kept))
        for part in (self._place, self._keys):
            part.setText("")  # what is left of both is their room alone
        self._hidden.setMaximumWidth(round(width * _MOST))
        taken = [self._saved, self._place, self._keys, *([] if self._hidden.isHidden() else [self._hidden])]
        sizes = (min(part.sizeHint().width(), part.maximumWidth()) for part in taken)
        room = width - sum(sizes) - self.layout().spacing() * (len(taken) + 2)
        here = metrics.elidedText(self._here, Qt.TextElideMode.ElideRight, max(0, room))
        self._place.setText(here)
        self._keys.setText(
            fitting(self._all_keys, room - metrics.horizontalAdvance(here), metrics.horizontalAdvance)
        )

    def _show_hidden(self) -> None:
        """Nobody is to forget that there is more than is seen."""
        session = self._window.session
        shown, tags = session.shown, session.tags
        only = tags.by_id[shown.only] if shown.only is not None else None
        names = [name for name in (session.groups_in_view, only.name if only else "") if name]
        count = len(shown.below_hidden)
        parts = [f"Only: {', '.join(names)}"] if names else []
        text = " · ".join([*parts, f"{counted(count, 'tag')} hidden"] if count else parts)
        color, style = (only.color, tags.style(only.id)) if only else (None, 0)
        self._hidden.say(text, color, self.tr("{0}. Show all tags").format(text), style)
        self._hidden.setVisible(not shown.everything)


def fitting(keys: str, room: float, width_of: Callable[[str], float]) -> str:
    """The first of the keys that there is room for, and the last one, which tells of all others; or nothing."""
    hints = keys.split(_BETWEEN)
    while hints and width_of(_BETWEEN.join(hints)) > room:
        del hints[max(0, len(hints) - 2)]
    return _BETWEEN.join(hints)


def _place(window: "MainWindow") -> str:
    session, article = window.session, window.session.article
    if window.view == "charts":
        total = sum(session.tag_totals.values())
        annotated = sum(1 for count in session.annotation_counts.values() if count)
        return (
            f"{counted(total, 'coding')} · {counted(len(session.tags), 'tag')} · "
            f"{annotated:,} of {counted(len(session.documents), 'article')} annotated"
        )
    if window.view == "passages":
        filtering = session.filtering
        unnamed = "Filter not saved" if filtering.wanted.conditions else "All passages"
        return f"Filter {quoted(visible(filtering.name))}" if filtering.name else unnamed
    if article is None or window.view != "read":
        return ""
    selected = window.reader.selection()
    place = f"¶ {article.lines.paragraph_at(window.reader.here()):,} of {article.lines.paragraphs:,}"
    return f"{place} · {counted(selected.stop - selected.start, 'character')} selected" if selected else place


_KEYS = {  # what helps in the views that are not read
    "passages": "T tag · X remove a tag · M move to another · N note · Del delete · F filter · ? all keys",
    "notes": "⏎ write · Esc back to the list · Ctrl+Shift+J journal note · Del delete · ? all keys",
    "codebook": "⏎ edits a cell · Shift+F10 what else can be done with a tag · ? all keys",
    "charts": "Tab to a chart · arrows to its marks · ⏎ their passages · T table · P pin · ] next · ? all keys",
}


def _keys(window: "MainWindow") -> str:
    if window.view in _KEYS:
        return _KEYS[window.view]
    if window.session.article is None:
        return ""
    if window.pen.in_hand:
        return _pen(window)
    if window.reader.selection() is not None:
        return "T tag · N note · H highlight · 1–9 pinned tags · Q repeat last"
    if window.session.current is not None:
        return "T tags · N note · E B move the ends · Del delete · ] next"
    return "W select word · S sentence · P paragraph · Shift+arrows select · ? all keys"


def _pen(window: "MainWindow") -> str:
    name = quoted(window.pen.name()) if window.pen.tags else "plain highlight"
    how = "Enter to mark" if window.reader.selection() is not None else "sweep to mark"
    return f"Pen: {name} · {how} · Esc or L ends"
