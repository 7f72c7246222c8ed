"""The articles of the project, each with a strip that shows where its annotations sit."""

from operator import itemgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.changes import Changes
from core.model import Document, DocumentId, TagId
from storage.annotations import After
from ui import panel, strip, theme
from ui.article_model import ArticleModel
from ui.rows import paint_ground
from ui.session import Session
from ui.typeset import draw_line, draw_text, isolated, quoted

if TYPE_CHECKING:
    from core.progress import Progress

_ROW, _LEFT = 60, 17  # pixels
_BELOW = 7  # pixels from the strip of annotations to the line of what was read
_MANY = 1000  # annotations of an article


class ArticleRow(QStyledItemDelegate):
    """Paints an article: title, who and when, how much, and the strip of its annotations."""

    def __init__(self, session: Session, model: ArticleModel, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._model = model
        self._strips: dict[DocumentId, list[strip.Cell]] = {}
        self._read: dict[DocumentId, tuple[Progress, list[strip.Cell]]] = {}

    def forget(self, documents: set[DocumentId] | None = None) -> None:
        """Has the strips of these articles (of all, for None) computed anew when next painted."""
        for document in set(self._strips) if documents is None else documents:
            self._strips.pop(document, None)
        if documents is None:
            self._read.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look, document = theme.current(), self._model.document(index)
        article = self._session.article
        rect = QRect(option.rect)
        paint_ground(painter, option, article is not None and article.document.id == document.id)
        rect.setRight(self._view.width() - panel.MARGIN - 1)  # the same with and without a scrollbar
        inner = rect.adjusted(_LEFT, 8, 0, -8)
        painter.setFont(theme.font(theme.TEXT_SIZE, QFont.Weight.Bold))
        title = QRect(inner.left(), inner.top(), inner.width(), 18)
        draw_line(painter, title, document.title, theme.color(look.ink))
        self._paint_details(painter, QRect(inner.left(), inner.top() + 18, inner.width(), 17), document)
        band = QRectF(inner.left(), rect.bottom() - 12, inner.width(), 5)
        strip.paint(painter, band, self._strip(document.id), theme.color(look.track), self._color)
        if look.outlined:
            painter.setPen(theme.color(look.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(band.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_read(painter, band.adjusted(0, _BELOW, 0, _BELOW - 3), document)

    def _paint_read(self, painter: QPainter, line: QRectF, document: Document) -> None:
        """Where the article was read, below the annotations there."""
        if not self._session.reading.was_begun(document.id):
            return
        progress = self._session.reading.progress(document.id)
        if document.id not in self._read or self._read[document.id][0] is not progress:
            made = strip.cells(progress.stretches, lambda stretch: (stretch[1], None), document.characters)
            self._read[document.id] = progress, made
        muted = theme.color(theme.current().muted)
        strip.paint(painter, line, self._read[document.id][1], QColor(0, 0, 0, 0), lambda _: muted)

    def _paint_details(self, painter: QPainter, line: QRect, document: Document) -> None:
        """Who and when at the left, where a long name gives way to the date; how much at the right.

        How many words there are matters until somebody begins to read them.
        """
        muted = theme.color(theme.current().muted)
        painter.setFont(theme.font(theme.SMALL_SIZE))
        metrics = painter.fontMetrics()
        much = self._model.read(document) or f"{document.words:,} words"
        count = f"{much} · {self._model.annotations(document):,}"
        draw_text(painter, line, count, muted, Qt.AlignmentFlag.AlignRight)
        who = document.author or document.outlet
        when = f" · {document.date}" if who and document.date else document.date
        room = line.width() - metrics.horizontalAdvance(count + when) - 10
        who = isolated(metrics.elidedText(who, Qt.TextElideMode.ElideRight, max(0, room)))
        draw_text(painter, line, who + when, muted, rtl=False)

    def _strip(self, document: DocumentId) -> list[strip.Cell]:
        if document not in self._strips:
            characters, article = self._session.documents[document].characters, self._session.article
            if article is not None and article.document.id == document:
                known = article.annotations
                made = strip.cells(
                    article.order, lambda at: (-at[1], next(iter(known[at[2]].tags), None)), characters
                )
            else:
                made = strip.cells(self._session.places(document), itemgetter(1, 2), characters)
            self._strips[document] = made
        return self._strips[document]

    def _color(self, tag: TagId | None) -> QColor:
        known = None if tag is None else self._session.tags.by_id.get(tag)
        return theme.mark(known.color if known else None, on_track=True)


class Library(QWidget):
    """The pane of articles: filter them, open one."""

    add_requested = Signal()
    menu_asked = Signal(QRect, QPoint)  # the row and the mouse, as the screen counts

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Articles")
        self._session = session
        self._model = ArticleModel(session, self)
        self._view = self._made_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, panel.MARGIN, 0, 0)
        layout.setSpacing(panel.STEP)
        self._count = panel.head("Articles", layout)
        self._filter = panel.filter_field("Filter articles…", layout)
        self._empty = panel.empty_sentence()
        self._add = self._made_add_button()
        layout.addWidget(self._empty)
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._view, 1)
        layout.addStretch(0)
        self._connect()
        self._show_state()
        self._mark_current()

    def _made_view(self) -> QListView:
        view = QListView()
        panel.set_up_list(view, "Articles")
        self._rows = ArticleRow(self._session, self._model, view)
        view.setItemDelegate(self._rows)
        view.setUniformItemSizes(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.installEventFilter(self)
        view.setModel(self._model)  # last: every setting before it would lay out all rows anew
        return view

    def _made_add_button(self) -> QPushButton:
        button = QPushButton("Add articles…")
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setContentsMargins(panel.MARGIN, 0, 0, 0)
        button.setStyleSheet(f"margin-left: {panel.MARGIN - 4}px")
        button.clicked.connect(self.add_requested)
        return button

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._apply_filter)
        self._filter.returnPressed.connect(self._open_first)
        self._filter.installEventFilter(self)
        self._view.clicked.connect(self._open)
        self._view.customContextMenuRequested.connect(self._show_menu)
        self._session.opened.connect(self._start_anew)
        self._session.article_opened.connect(self._mark_current)
        self._session.changed.connect(self._follow)
        self._session.reading.progressed.connect(lambda document: self._view.update(self._model.index_of(document)))
        # The strip of thousands of annotations takes as long as a frame, so it waits for a pause in the work.
        self._stale: set[DocumentId] = set()
        self._pause = QTimer(self, singleShot=True, interval=200)
        self._pause.timeout.connect(self._catch_up)

    # -- what others ask for

    def selected_document(self) -> DocumentId | None:
        """The article that an action on an article is about."""
        index = self._view.currentIndex()
        if index.isValid():
            return self._model.document(index).id
        article = self._session.article
        return article.document.id if article is not None else None

    def focus_list(self) -> None:
        """Puts the keyboard into the list."""
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> None:
        """Puts the caret into the filter."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    # -- what the user does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if watched is self._filter and key == Qt.Key.Key_Down and self._model.rowCount():
                self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
                if not self._view.currentIndex().isValid():
                    self._view.setCurrentIndex(self._model.index(0))
                return True
            if watched is self._view and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self._view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self._session.open_article(self._model.document(index).id)

    def _open_first(self) -> None:
        self._open(self._model.index(0) if self._model.rowCount() else QModelIndex())

    def _apply_filter(self, text: str) -> None:
        self._model.set_filter(text)
        self._show_state()
        self._mark_current()

    def _show_menu(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        if index.isValid():
            self._view.setCurrentIndex(index)
        origin = self._view.viewport().mapToGlobal(QPoint())
        self.menu_asked.emit(self._view.visualRect(self._view.currentIndex()).translated(origin), at + origin)

    # -- what follows from a change

    def _start_anew(self) -> None:
        self._rows.forget()
        self._filter.clear()
        self._show_state()
        self._mark_current()

    def _follow(self, changes: Changes, after: After) -> None:
        touched = {a.document for a in after.annotations.values() if a is not None}
        touched.update(after.documents, (document for document, _ in after.codings))
        touched.update(DocumentId(row) for row in changes.rows("document"))
        if changes.touches("document"):
            self._show_state()
        if changes.touches("tag", "document"):
            self._rows.forget(touched)
            self._view.viewport().update()
            return
        self._stale |= {d for d in touched if self._session.annotation_counts[d] > _MANY}
        self._rows.forget(touched - self._stale)
        for document in touched - self._stale:
            self._view.update(self._model.index_of(document))
        if self._stale:
            self._pause.start()

    def _catch_up(self) -> None:
        """Works out the strips that had to wait."""
        self._rows.forget(self._stale)
        self._stale.clear()
        self._view.viewport().update()

    def _mark_current(self) -> None:
        article = self._session.article
        index = self._model.index_of(article.document.id) if article else QModelIndex()
        self._view.setCurrentIndex(index)
        self._view.viewport().update()

    def _show_state(self) -> None:
        self._session.filtering.list_articles(self._model.listed)
        total, shown = len(self._session.documents), self._model.rowCount()
        panel.show_count(self._count, f"{shown:,} of {total:,}" if shown != total else f"{total:,}")
        self._empty.setVisible(not shown)
        self._add.setVisible(not total)
        self._view.setVisible(bool(shown))
        self._filter.setVisible(bool(total))
        nothing = f"Nothing matches {quoted(self._filter.text().strip())}."
        self._empty.setText(nothing if total else "No articles yet.")
