"""The status line: where the reader is, which keys help now, and that everything is saved."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStatusBar

from core.names import visible
from storage.project import SUFFIX
from ui.chip import Chip
from ui.labels import label
from ui.typeset import counted, quoted

if TYPE_CHECKING:
    from ui.main_window import MainWindow


_CHIP = 18  # pixels


class StatusLine(QStatusBar):
    """Three plain-text parts; none of them ever covers another. A chip says when not all tags are in view."""

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
        self._moved = QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._show_place)

    def tell_saved(self) -> None:
        """Called after each committed step."""
        self._when = self.tr("saved {0}").format(f"{datetime.now():%H:%M:%S}")

    def refresh(self) -> None:
        """Says where the reader is, what is selected, and which keys help with it."""
        name = visible(self._window.session.project.path.name.removesuffix(SUFFIX))
        project = self._window.session.project
        kept = self.tr("read only") if project.read_only else self._when
        kept = self.tr("not saving") if project.conflict is not None else kept
        self._saved.setText(self.tr("{0} · offline · {1}").format(name, kept))
        self._show_place()
        self._keys.setText(_keys(self._window))
        self._show_hidden()

    def follow_scrolling(self) -> None:
        """Says where the reader is once the text has settled: it may be about to be laid out anew."""
        self._moved.start()

    def _show_place(self) -> None:
        place = _place(self._window)
        self._place.setText(place)
        self._place.setVisible(bool(place))

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
