"""The annotations of the article in the reader, as cards that can be filtered and walked through."""

from bisect import bisect_left
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.changes import Changes
from core.model import Annotation, AnnotationId, TagId
from storage.annotations import After
from ui import panel
from ui.cards import CardList
from ui.chip import Chip
from ui.session import Session
from ui.typeset import flat, quoted

_LONG = 2000  # annotations of an article
_MANY = 200  # annotations changed at once: beyond that, listing them anew is faster
_NOTHING_YET = "Nothing marked here yet. Select words in the text, then press T to tag or H to highlight."


def _folded(text: str) -> str:
    """The text on one line and without case, every character still at its place."""
    return flat(text).replace("İ", "i").lower()  # this one alone grows in lower case


def _occurrences(needle: str, text: str) -> list[int]:
    """Where the needle begins in the text, overlaps included."""
    found, at = [], text.find(needle)
    while at >= 0:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


class AnnotationList(QWidget):
    """The pane of annotations: filter them, go to one, follow the reader."""

    menu_asked = Signal(object, QRect, QPoint)  # the annotation, its card and the mouse, as the screen counts

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("annotations")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Annotations")
        self._session = session
        self._tag: TagId | None = None
        self._hidden: set[AnnotationId] = set()  # those of this article that the text does not show either
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, panel.MARGIN, 0, 0)
        layout.setSpacing(panel.STEP)
        self._count = panel.head("Annotations in this article", layout)
        self._filter = panel.filter_field("Filter quotes, tags, notes…", layout)
        self._chip = self._made_chip(layout)
        self._show_all = self._made_link(layout)
        self._empty = panel.empty_sentence()
        self.list = CardList(session)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        self._connect()
        self._refill()

    def _made_chip(self, layout: QVBoxLayout) -> Chip:
        chip = Chip()
        chip.setAccessibleName("Show all annotations")
        chip.hide()
        chip.clicked.connect(lambda: self.set_tag(None))
        row = QHBoxLayout()
        row.setContentsMargins(panel.MARGIN, 0, panel.MARGIN, 0)
        row.addWidget(chip)
        row.addStretch()
        layout.addLayout(row)
        return chip

    def _made_link(self, layout: QVBoxLayout) -> QPushButton:
        """What says that there is more than the cards, and shows it."""
        link = QPushButton()
        link.setProperty("role", "link")
        link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.hide()
        link.clicked.connect(self._session.shown.show_all)
        row = QHBoxLayout()
        row.setContentsMargins(panel.MARGIN - 4, 0, panel.MARGIN, 0)  # its words begin where others do
        row.addWidget(link)
        row.addStretch()
        layout.addLayout(row)
        return link

    def _connect(self) -> None:
        self._session.shown.changed.connect(self._refill)
        self._filter.textChanged.connect(self._refill)
        self._filter.installEventFilter(self)
        self._session.opened.connect(self._start_anew)
        self._session.article_opened.connect(self._await_article)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._refill)
        self._session.changed.connect(self._follow)

    # -- what others ask for

    def set_tag(self, tag: TagId | None) -> None:
        """Shows only annotations with this tag; all for None."""
        known = self._session.tags.by_id.get(tag) if tag is not None else None
        self._tag = known.id if known else None
        self._show_chip()
        self._refill()

    def focus_filter(self) -> None:
        """Puts the caret into the filter."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def focus_cards(self) -> None:
        """Puts the keyboard on the cards."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- what the user does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._filter and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and len(self.list):
                self.focus_cards()
                return True
            if event.key() == Qt.Key.Key_Escape and self._filter.text():
                self._filter.clear()
                return True
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._session.current is None:
            return
        rect = self.list.card_rect(self._session.current) or QRect()
        rect.translate(self.list.viewport().mapToGlobal(QPoint()))
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = rect.bottomLeft() + QPoint(panel.MARGIN, 0) if by_key else event.globalPos()
        self.menu_asked.emit(self._session.current, rect, at)

    # -- what is shown

    def _start_anew(self) -> None:
        self._tag = None
        self._show_chip()
        self._filter.clear()
        self._refill()

    def _show_chip(self) -> None:
        tag = self._session.tags.by_id.get(self._tag) if self._tag is not None else None
        if tag is None:
            self._tag = None
            self._chip.hide()
        else:
            spoken = f"Show all annotations, not only those tagged {tag.name}"
            self._chip.say(f"Tag: {tag.name}", tag.color, spoken, self._session.tags.style(tag.id))
            self._chip.show()

    def _filtered(self) -> bool:
        return self._tag is not None or bool(self._filter.text().strip())

    def _await_article(self) -> None:
        """Of a long article the text is shown first, its cards after that."""
        article = self._session.article
        if article is None or len(article.order) < _LONG:
            self._refill()
        else:
            self.list.show_places([])
            self._later.start()

    def _refill(self) -> None:
        self._later.stop()
        article = self._session.article
        places = [] if article is None else list(article.order)
        self._hidden = set() if article is None else self._hidden_of(article.annotations.values())
        places = [place for place in places if place[2] not in self._hidden] if self._hidden else places
        if article is not None and self._filtered():
            needle = _folded(self._filter.text().strip())
            found = _occurrences(needle, _folded(article.shown)) if needle else []

            def quoted_in(a: Annotation) -> bool:
                first = bisect_left(found, a.start)
                return first < len(found) and found[first] + len(needle) <= a.stop

            passes, known = self._passes(quoted_in), article.annotations
            places = [place for place in places if passes(known[place[2]])]
        self.list.show_places(places)
        self._show_state()
        if self._session.current is not None:
            self.list.reveal(self._session.current)

    def _hidden_of(self, found: Iterable[Annotation]) -> set[AnnotationId]:
        """Those of the annotations that the text does not show."""
        shown, tags = self._session.shown, self._session.tags
        return set() if shown.everything else {a.id for a in found if not shown.shows(a, tags)}

    def _passes(self, quoted_in: Callable[[Annotation], bool]) -> Callable[[Annotation], bool]:
        """What tells whether an annotation passes both filters; `quoted_in`, whether its quote does."""
        needle, only, tags = _folded(self._filter.text().strip()), self._tag, self._session.tags
        named = {tag.id for tag in tags if needle in _folded(tags.path(tag.id))} if needle else set()

        def passes(a: Annotation) -> bool:
            if only is not None and only not in a.tags:
                return False
            if not needle or quoted_in(a) or not named.isdisjoint(a.tags):
                return True
            return bool(a.note) and needle in _folded(a.note)

        return passes

    def _follow(self, changes: Changes, after: After) -> None:
        article = self._session.article
        if changes.touches("tag"):
            had = self._tag
            self._show_chip()
            self.list.forget_layout()
            if had != self._tag or self._filtered() or self._hidden:
                self._refill()
                return
        if article is None:
            return
        here = article.document.id
        now = [a for a in after.annotations.values() if a is not None and a.document == here]
        if len(after.annotations) > _MANY:
            self._refill()
            return
        self._hidden -= after.annotations.keys()
        self._hidden |= self._hidden_of(now)
        now = [annotation for annotation in now if annotation.id not in self._hidden]
        if self._filtered():
            needle = _folded(self._filter.text().strip())
            now = list(filter(self._passes(lambda a: needle in _folded(article.quote(a))), now))
        self.list.follow(after.annotations, now)
        self._show_state()

    def _show_state(self) -> None:
        article = self._session.article
        total, shown = len(article.order) if article else 0, len(self.list)
        in_part = self._filtered() or bool(self._hidden)
        panel.show_count(self._count, f"{shown:,} of {total:,}" if in_part else f"{total:,}")
        self._show_all.setText(f"{len(self._hidden):,} hidden · show all")
        self._show_all.setAccessibleName(f"{len(self._hidden):,} hidden. Show all tags")
        self._show_all.setVisible(bool(self._hidden))
        self.list.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.setText(self._sentence(total))

    def _sentence(self, total: int) -> str:
        if self._session.article is None:
            return "No article is open."
        if not total:
            return _NOTHING_YET
        needle = self._filter.text().strip()
        if needle:
            return f"Nothing matches {quoted(needle)}."
        if len(self._hidden) == total:
            return "All that is marked here has hidden tags."
        return "Nothing in this article has this tag."
