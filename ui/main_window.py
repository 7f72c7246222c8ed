"""The window: arranges the panes and connects them with the commands."""

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from core.filters import Condition, Counted, Filter, InArticles, Tagged
from core.model import AnnotationId, DocumentId, TagId
from core.names import visible
from storage.passages import guids
from storage.project import SUFFIX
from ui import menus, resume, theme
from ui import settings as settings_file
from ui.annotation_list import AnnotationList
from ui.arrangement import Arrangement
from ui.choice import Choice
from ui.commands import backups, files, notes, pen, safety, typing
from ui.contents import Contents
from ui.example_choice import ExampleChoice
from ui.history_panel import HistoryPanel
from ui.library import Library
from ui.messages import MessageBar
from ui.note_editor import NoteEditor
from ui.palette import Palette
from ui.paper import Paper
from ui.pen import Pen
from ui.picker import Picker
from ui.reader.find_bar import FindBar
from ui.reader.panes import Panes
from ui.reader.view import Reader
from ui.reading_panel import ReadingPanel
from ui.recent_menu import RecentMenu
from ui.safety.banner import Banner
from ui.safety.keeping import Keeping
from ui.session import Session
from ui.settings import Settings
from ui.status_line import StatusLine
from ui.tag_card import TagCard
from ui.tag_tree import TagPanel
from ui.tasks import WorkLine, cancel_all
from ui.top_bar import TopBar
from ui.untag import Untag
from ui.view_stack import ViewStack
from ui.window_actions import WindowActions

if TYPE_CHECKING:
    from pathlib import Path


class MainWindow(QMainWindow):
    """One window on one project."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self._opened = session.project.path
        self.recovered: Path | None = None  # what was open, when its file was lost
        self.keeping = Keeping(session, settings)
        self._reading_panel: ReadingPanel | None = None
        self._contents: Contents | None = None
        self.pen = Pen(session, self)
        self._make_panes()
        self.window_actions = WindowActions(self)
        self.actions_by_id = self.window_actions.by_id
        self._make_menus()
        self._arrange()
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 460)
        self._restore()

    # -- building

    def _make_panes(self) -> None:
        self.panes = Panes(self.session, self.settings)
        self.library = Library(self.session)
        self.tag_panel = TagPanel(self.session)
        self.cards = AnnotationList(self.session)
        self.history = HistoryPanel(self.session)
        self.messages = MessageBar()
        self.work = WorkLine()
        self.banner = Banner(lambda: safety.work_on_a_copy(self), lambda: safety.settle(self))
        self.status = StatusLine(self)
        self.top = TopBar(self)
        self.find_bar = FindBar(self)

    @property
    def reader(self) -> Reader:
        """The text that commands are about: there can be two side by side."""
        return self.panes.reader

    def _prepare_reader(self, reader: Reader) -> None:
        """Connects a reader with the window and gives it the commands of the text."""
        reader.selection_changed.connect(self.refresh_actions)
        reader.selection_changed.connect(lambda: self.messages.let_go(errors=False))
        reader.cursorPositionChanged.connect(self.status.refresh)
        reader.verticalScrollBar().valueChanged.connect(self.status.follow_scrolling)
        reader.swept.connect(lambda: pen.mark(self))
        reader.set_text_cursor_shape(self.pen.cursor(self.devicePixelRatio()))
        reader.menu_asked.connect(lambda *what: menus.open_for_passage(self, *what))
        reader.addActions(self.window_actions.of("reader"))

    def _make_menus(self) -> None:
        self.setMenuWidget(self.top)
        project = menus.fill_bar(self, self.refresh_actions)["Project"]
        self.recent = RecentMenu(self)
        project.insertMenu(self.actions_by_id["project.copy"], self.recent)
        self.cards.menu_asked.connect(lambda *what: menus.open_for_passage(self, *what))
        self.tag_panel.menu_asked.connect(lambda *where: menus.open_for_tag(self, *where))
        self.library.menu_asked.connect(lambda *where: menus.open_for_article(self, *where))

    def _arrange(self) -> None:
        self._paper = Paper(self)
        self.views = ViewStack(self, self._paper)
        self.arrangement = Arrangement(self)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.work)
        layout.addWidget(self.banner)
        layout.addWidget(self.arrangement.middle, 1)
        self.setCentralWidget(whole)
        self.messages.setParent(whole)
        self.messages.float_over(self.views, self.find_bar)
        self.setStatusBar(self.status)
        self.picker = Picker(self)
        self.untag = Untag(self)
        self.tag_card = TagCard(self.session, self)
        self.tag_panel.hovered.connect(self.tag_card.ask)
        self.picker.marked.connect(lambda tag: self.tag_card.ask(tag, self.picker.geometry()))
        self.picker.closed.connect(self.tag_card.let_go)
        self.example_choice = ExampleChoice(self)
        self.note_editor = NoteEditor(self.session, self)
        self.note_editor.followed.connect(lambda link: notes.follow(self, link))
        self.quoting = Choice(self, "Quote into a note", "Notes", "1–9 or ⏎ quote · Esc", 320)
        self._palette = Palette(self)

    def _connect(self) -> None:
        session = self.session
        session.failed.connect(self.messages.tell)
        session.refused.connect(lambda path, error: safety.tell_refusal(self, path, error))
        self.keeping.troubled.connect(lambda problem: backups.tell_trouble(self, problem))
        session.conflicted.connect(lambda sentence: safety.meet_conflict(self, sentence))
        session.opened.connect(self._project_opened)
        session.article_opened.connect(self._article_opened)
        session.leaving.connect(lambda: resume.remember(self))
        session.current_changed.connect(self.refresh_actions)
        session.changed.connect(self._changed)
        session.revealed.connect(self._show_revealed)
        session.rewritten.connect(lambda on: notes.show(self, on))
        session.went.connect(lambda _offset: self._show_revealed(None))
        self.tag_panel.sort_by(self.settings.tag_order)
        self.tag_panel.order_changed.connect(lambda order: setattr(self.settings, "tag_order", order))
        self.tag_panel.count(self.settings.tag_scope, self.settings.tag_own)
        self.tag_panel.counts_changed.connect(self._remember_counts)
        self.tag_panel.told.connect(lambda sentence: self.messages.tell(sentence, is_error=False))
        self.tag_panel.selection_changed.connect(self.refresh_actions)
        self.panes.reader_added.connect(self._prepare_reader)
        self.panes.trail_changed.connect(self.refresh_actions)
        self.panes.sides_changed.connect(self.arrangement.fit)
        self.views.shown.connect(self._view_shown)
        self._prepare_reader(self.reader)
        self.pen.changed.connect(self._show_pen)
        session.shown.changed.connect(self.refresh_actions)
        session.filtering.changed.connect(self.refresh_actions)
        self.library.add_requested.connect(self.actions_by_id["article.add"].trigger)
        self.tag_panel.passages_requested.connect(lambda tag: self.show_passages(None, tag))
        theme.follow_system(self._take_theme)

    # -- following

    def _changed(self, *_: object) -> None:
        self.messages.let_go(errors=True)
        self.status.tell_saved()
        self._article_opened()

    def _project_opened(self) -> None:
        path = self.session.project.path
        self.recovered = None
        self._name_window()
        self.banner.refresh(self.session.project)
        if self._opened != path:
            self._opened = path
            self.note_editor.dismiss()
            self.recent.remember_project()
        resume.reopen(self)
        self._article_opened()

    def _name_window(self) -> None:
        self.setWindowTitle(f"{visible(self.session.project.path.name.removesuffix(SUFFIX))} — Postil")

    def _article_opened(self) -> None:
        self._welcome_or_choose()
        self._paper.refresh()
        self.refresh_actions()

    def _view_shown(self, name: str) -> None:
        self.top.mark_view(name)
        self.arrangement.fit()
        self.refresh_actions()

    def _show_pen(self) -> None:
        """Shows over the text whether sweeping marks."""
        for reader in self.panes.readers:
            reader.set_text_cursor_shape(self.pen.cursor(self.devicePixelRatio()))
        self.refresh_actions()

    def _welcome_or_choose(self) -> None:
        if self.session.article is None and self.session.documents:
            self.session.open_article(next(iter(self.session.documents)))

    def refresh_actions(self) -> None:
        """Enables what makes sense now, and says in the status line where that is."""
        self.status.refresh()
        self.window_actions.refresh()

    # -- what commands ask for

    def beside_passage(self) -> QRect:
        """Where the selection or the current annotation is, in window coordinates."""
        boxes = self.reader.passage_boxes() or [self.reader.cursorRect()]
        area = reduce(QRect.united, boxes)
        area.setLeft(min(boxes[-1].left(), area.right()))  # below the last line, not before it
        return area.translated(self.reader.viewport().mapTo(self, QPoint()))

    @property
    def view(self) -> str:
        """Which of VIEWS is in sight."""
        return self.views.name

    @property
    def made(self) -> dict[str, QWidget]:
        """The views beside the text that were asked for."""
        return self.views.made

    def show_view(self, name: str) -> None:
        """Shows one of VIEWS."""
        self.views.show_view(name)

    def show_annotation(self, document: DocumentId, annotation: AnnotationId) -> None:
        """Opens a passage in its article; the way back leads to what is seen now."""

        def leap() -> None:
            self.session.open_article(document)
            self.session.select(annotation, reveal=True)
            self.show_view("read")
            self.reader.setFocus()

        self.panes.jump(self.view, leap)

    def show_article(self, document: DocumentId) -> None:
        """Opens an article in Read."""
        self.session.open_article(document)
        self.show_view("read")
        self.reader.setFocus()

    def show_tag(self, tag: TagId) -> None:
        """Selects a tag in the tree."""
        self.show_sidebar()
        self.tag_panel.select_tag(tag)

    def show_passages(self, document: DocumentId | None, tag: TagId | None) -> None:
        """Lists the passages of a tag (None: all) in an article (None: in all of them)."""
        db, conditions = self.session.project.db, list[Condition]()
        if tag is not None:
            conditions.append(Tagged("any", tuple(guids(db, "tag", [tag]))))
        if document is not None:
            conditions.append(InArticles(tuple(guids(db, "document", [document]))))
        self._list(Filter(tuple(conditions)))

    def _list(self, wanted: Filter) -> None:
        """Lists passages; the way back leads to what is seen now, and to the filter there was."""

        def leap() -> None:
            self.session.filtering.use(wanted)
            self.show_view("passages")

        self.panes.jump(self.view, leap, to_others=True)

    def show_chart(self, name: str) -> None:
        """Shows one chart alone."""
        self.views.make("charts")
        self.show_view("charts")
        self.made["charts"].show_chart(name)

    def show_counted(self, what: str, annotations: Sequence[AnnotationId], base: Filter) -> None:
        """Lists the passages that a mark of a chart was counted from; `what` says which.

        The filter that the chart goes by stays, to go on with. The way back leads to the chart.
        """
        counted = Counted(what, tuple(guids(self.session.project.db, "annotation", annotations)))
        self._list(base.plus(counted))

    def _show_revealed(self, annotation: AnnotationId | None) -> None:
        """Shows what a jump or undo is about in the text, unless it is seen where the keyboard is."""
        if self.view != "passages" or not self.made["passages"].reveals(annotation):
            self.show_view("read")

    def show_sidebar(self) -> None:
        """Makes sure that articles and tags can be seen."""
        self.arrangement.show("sidebar")

    def show_cards(self) -> None:
        """Makes sure that the annotations can be seen."""
        self.arrangement.show("annotations")

    def open_palette(self) -> None:
        """Opens the field that finds things, below where it says so."""
        corner = self.top.search.mapTo(self, QPoint(0, 0))
        below = QRect(corner, self.top.search.size())
        # In full screen, and in a narrow window, there is nothing that says so.
        above = QRect(0, 0, self.width(), 1)
        self._palette.open_below(below if self.top.search.isVisible() else above)

    def open_contents(self) -> None:
        """Opens the list of headings and bookmarks over the text."""
        if self._contents is None:
            self._contents = Contents(self)
        self._contents.open_over(QRect(self.reader.mapTo(self, QPoint(0, 0)), self.reader.size()))

    def open_reading_panel(self) -> None:
        """Opens what sets font, spaces and theme, in the upper right corner of the text."""
        if self._reading_panel is None:
            self._reading_panel = ReadingPanel(self)
        seen = self.reader if self.reader.isVisible() else self.views
        self._reading_panel.open_over(QRect(seen.mapTo(self, QPoint(0, 0)), seen.size()))

    def apply_reading_settings(self) -> None:
        """Shows every text as the settings say now."""
        for reader in self.panes.readers:
            reader.apply_settings()
        self.arrangement.fit()
        if self._reading_panel is not None:
            self._reading_panel.refresh()

    def set_theme(self, setting: str) -> None:
        """Takes another look, and remembers it."""
        self.settings.theme = setting
        self._take_theme()

    def _take_theme(self) -> None:
        """Takes the look that the settings ask for, which the desktop has a say in."""
        app, look = QApplication.instance(), theme.choose(self.settings.theme)
        if isinstance(app, QApplication) and look != theme.current().name:
            theme.apply(app, look)

    # -- remembering

    def _remember_counts(self, scope: str, own: bool) -> None:
        self.settings.tag_scope, self.settings.tag_own = scope, own

    def _restore(self) -> None:
        self.arrangement.restore()
        self.banner.refresh(self.session.project)
        self._name_window()
        self.recent.remember_project()
        resume.reopen(self)
        self._welcome_or_choose()
        self.show_view("read")
        self._article_opened()
        QTimer.singleShot(0, self.reader.setFocus)

    def closeEvent(self, event: QCloseEvent) -> None:
        typing.save(self)
        if not safety.may_close(self):
            event.ignore()
            return
        cancel_all(self)
        self.arrangement.remember()
        self.session.leave()
        self.keeping.end()
        settings_file.save(self.settings)
        super().closeEvent(event)

    # -- window events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.messages.isVisible():
            self.messages.hide()
        elif event.key() == Qt.Key.Key_Escape and self.reader.hasFocus() and not self.find_bar.isHidden():
            self.find_bar.dismiss()
        elif event.key() == Qt.Key.Key_Escape and self.arrangement.full_screen:
            self.arrangement.leave_full_screen()
        elif event.key() == Qt.Key.Key_Escape and self.session.shown.groups:
            self.session.shown.choose_groups(())
        elif event.key() == Qt.Key.Key_Escape:
            is_counted = self.view == "passages" and self.session.filtering.wanted.is_counted
            self.actions_by_id["view.charts" if is_counted else "view.text"].trigger()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowDeactivate:
            typing.save(self)
        elif event.type() == QEvent.Type.WindowStateChange and not self.isFullScreen():
            self.arrangement.leave_full_screen()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files.open_dropped(self, event.mimeData().urls())
        event.acceptProposedAction()
