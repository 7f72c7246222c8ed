"""The window: arranges the panes and connects them with the commands."""

from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.filters import Condition, Filter, InArticles, Tagged
from core.model import AnnotationId, DocumentId, TagId
from core.names import visible
from storage.passages import guids
from storage.project import SUFFIX
from ui import menus, resume, theme
from ui import settings as settings_file
from ui.actions import ACTIONS, Action
from ui.annotation_list import AnnotationList
from ui.arrangement import Arrangement
from ui.choice import Choice
from ui.commands import backups, files, notes, pen, safety, typing
from ui.contents import Contents
from ui.example_choice import ExampleChoice
from ui.history_panel import HistoryPanel
from ui.labels import label
from ui.library import Library
from ui.messages import MessageBar
from ui.note_editor import NoteEditor
from ui.palette import Palette
from ui.passages.view import PassagesView
from ui.pen import Pen
from ui.picker import Picker
from ui.reader.find_bar import FindBar
from ui.reader.panes import Panes
from ui.reader.view import Reader
from ui.reading_panel import ReadingPanel
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
from ui.views import VIEWS
from ui.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import Callable


_CONDITIONS = {entry.enabled: [one.id for one in ACTIONS if one.enabled is entry.enabled] for entry in ACTIONS}


class MainWindow(QMainWindow):
    """One window on one project."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.view = "read"
        self._opened = session.project.path
        self.recovered: Path | None = None  # what was open, when its file was lost
        self.keeping = Keeping(session, settings)
        self._sensible: dict[Callable[[MainWindow], bool], bool] = {}  # what the menus were last made to show
        self._steps: object = None  # and the names of steps and project
        self.made: dict[str, QWidget] = {}  # the views beside the text that were asked for
        self._reading_panel: ReadingPanel | None = None
        self._contents: Contents | None = None
        self.pen = Pen(session, self)
        self._make_panes()
        self.actions_by_id: dict[str, QAction] = {entry.id: self._action(entry) for entry in ACTIONS}
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
        reader.addActions([self.actions_by_id[a.id] for a in ACTIONS if a.scope == "reader"])

    def _action(self, entry: Action) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(entry.id)
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
        action.triggered.connect(lambda: self._run(entry))
        action.setShortcutVisibleInContextMenu(True)
        action.setCheckable(entry.ticked is not None)
        # Those of the text go to each reader.
        homes = {"window": self, "tags": self.tag_panel, "find": self.find_bar}
        if entry.scope != "window":
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if entry.scope in homes:
            homes[entry.scope].addAction(action)
        if entry.id.startswith("annotation."):
            self.cards.list.addAction(action)  # on a card, the keys mean its annotation
        if entry.id == "find.select":
            self.find_bar.addAction(action)  # in the text and in the bar
        return action

    def _run(self, entry: Action) -> None:
        """Does what a command says; what was told before it is past then."""
        told = self.messages.told
        entry.run(self)
        if self.messages.told == told:
            self.messages.let_go(errors=False)

    def _make_menus(self) -> None:
        self.setMenuWidget(self.top)
        project = menus.fill_bar(self, self.refresh_actions)["Project"]
        self._recent = project.addMenu(self.tr("Open recent"))
        self._recent.setAccessibleName(self.tr("Open recent"))
        self._recent.aboutToShow.connect(self._list_recent)
        project.insertMenu(self.actions_by_id["project.copy"], self._recent)
        self.cards.menu_asked.connect(lambda *what: menus.open_for_passage(self, *what))
        self.tag_panel.menu_asked.connect(lambda *where: menus.open_for_tag(self, *where))
        self.library.menu_asked.connect(lambda *where: menus.open_for_article(self, *where))

    def _arrange(self) -> None:
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.setObjectName("sidebar")
        self._left.addWidget(self.library)
        self._left.addWidget(self.tag_panel)
        self._pages = QStackedWidget()
        self._paper, self._loading = self._made_paper(), label(self.tr("Loading…"), "empty")
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._paper)
        self._pages.addWidget(self._loading)
        self._middle = QSplitter(Qt.Orientation.Horizontal)
        for pane, stretch in ((self._left, 0), (self._pages, 1), (self.cards, 0), (self.history, 0)):
            self._middle.addWidget(pane)
            self._middle.setStretchFactor(self._middle.indexOf(pane), stretch)
            self._middle.setCollapsible(self._middle.indexOf(pane), False)
        self._left.setMinimumWidth(200)
        self.cards.setMinimumWidth(220)
        self.history.setMinimumWidth(220)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.work)
        layout.addWidget(self.banner)
        layout.addWidget(self._middle, 1)
        panels = {"sidebar": self._left, "annotations": self.cards, "history": self.history}
        self.arrangement = Arrangement(self, panels, {"middle": self._middle, "left": self._left})
        self.setCentralWidget(whole)
        self.messages.setParent(whole)
        self.messages.float_over(self._pages, self.find_bar)
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

    def _made_paper(self) -> QWidget:
        """The page with the text, or with what to do while there is none."""
        page = QWidget()
        page.setObjectName("paper")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._welcome = Welcome(
            self.actions_by_id["article.add"].trigger, self.actions_by_id["article.paste"].trigger
        )
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.panes, 1)
        layout.addWidget(self._welcome)
        self.panes.stand_below(self.find_bar)
        return page

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
        self.tag_panel.told.connect(lambda sentence: self.messages.tell(sentence, is_error=False))
        self.tag_panel.selection_changed.connect(self.refresh_actions)
        self.panes.reader_added.connect(self._prepare_reader)
        self.panes.trail_changed.connect(self.refresh_actions)
        self.panes.sides_changed.connect(self.arrangement.fit)
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
        self.banner.refresh(self.session.project)
        if self._opened != path:
            self._opened = path
            self.note_editor.dismiss()
            self._remember_project()
        resume.reopen(self)
        self._article_opened()

    def _article_opened(self) -> None:
        self._welcome_or_choose()
        empty = self.session.article is None
        focused = QApplication.focusWidget()
        if empty and (focused is None or focused is self.reader):
            self._welcome.add_button.setFocus()
        self._welcome.setVisible(empty)
        self.panes.setVisible(not empty)
        if not empty and focused is self._welcome.add_button:
            self.reader.setFocus()
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
        """Enables what makes sense now, and names the steps in the Edit menu."""
        self.status.refresh()
        for condition, names in _CONDITIONS.items():
            sensible = condition(self)
            if sensible != self._sensible.get(condition):  # hardly any at most movements of the caret
                self._sensible[condition] = sensible
                for name in names:
                    self.actions_by_id[name].setEnabled(sensible)
        steps = self.session.undo_label, self.session.redo_label, self.session.project.path
        if steps != self._steps:
            self._steps = steps
            self._name_steps()

    def _name_steps(self) -> None:
        for name, step in ("undo", self.session.undo_label), ("redo", self.session.redo_label):
            verb = name.capitalize()
            text = f"{verb}: {step}".replace("&", "&&") if step else verb
            self.actions_by_id[f"edit.{name}"].setText(text)
            self.top.steps[name].setEnabled(step is not None)
        title = visible(self.session.project.path.name.removesuffix(SUFFIX))
        self.setWindowTitle(f"{title} — Postil")

    # -- what commands ask for

    def beside_passage(self) -> QRect:
        """Where the selection or the current annotation is, in window coordinates."""
        boxes = self.reader.passage_boxes() or [self.reader.cursorRect()]
        area = reduce(QRect.united, boxes)
        area.setLeft(min(boxes[-1].left(), area.right()))  # below the last line, not before it
        return area.translated(self.reader.viewport().mapTo(self, QPoint()))

    def show_view(self, name: str) -> None:
        """Shows one of VIEWS, which is made when first asked for."""
        self.view, view = name, VIEWS[name]
        if view.make is not None and name not in self.made and not view.slow:
            self._make_view(name)
        page = self._paper if view.make is None else self.made.get(name, self._loading)
        self._pages.setCurrentWidget(page)
        self.top.mark_view(name)
        if page is not self._paper:
            page.setFocus()
        self.arrangement.fit()
        self.refresh_actions()
        if page is self._loading:
            self.repaint()  # what is being done is seen first
            QTimer.singleShot(0, self, lambda: self._load(name))

    def _make_view(self, name: str) -> None:
        make = VIEWS[name].make
        if make is not None and name not in self.made:
            self.made[name] = make(self)
            self.made[name].addActions([self.actions_by_id[a.id] for a in ACTIONS if a.scope == name])
            self._pages.addWidget(self.made[name])

    def _load(self, name: str) -> None:
        """Makes a view that takes a while, and shows it if it is still wanted."""
        self._make_view(name)
        if self.view == name:
            is_awaited = self._loading.hasFocus()  # and nothing else was begun meanwhile
            self._pages.setCurrentWidget(self.made[name])
            if is_awaited:
                self.made[name].setFocus()

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
        self.session.filtering.use(Filter(tuple(conditions)))
        self.show_view("passages")

    def _show_revealed(self, annotation: AnnotationId | None) -> None:
        """Shows what a jump or undo is about in the text, unless it is seen where the keyboard is."""
        view = self.made.get(self.view)
        if not (isinstance(view, PassagesView) and view.reveals(annotation)):
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
        seen = self.reader if self.reader.isVisible() else self._pages
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

    def _remember_project(self) -> None:
        self.settings.remember_project(self.session.project.path)
        self._list_recent()

    def _list_recent(self) -> None:
        self._recent.clear()
        for name in self.settings.recent:
            action = self._recent.addAction(visible(Path(name).name).replace("&", "&&"))
            action.triggered.connect(lambda _checked, path=name: self.session.open_project(Path(path)))

    def _restore(self) -> None:
        self.arrangement.restore()
        self.banner.refresh(self.session.project)
        self._remember_project()
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
            self.actions_by_id["view.text"].trigger()
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
        self.open_dropped(event.mimeData().urls())
        event.acceptProposedAction()

    def open_dropped(self, urls: list[QUrl]) -> None:
        """A project file opens; other files and folders are added as articles."""
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        project = next((path for path in paths if path.suffix == SUFFIX), None)
        if project is not None:
            self.session.open_project(project)
        elif paths:
            files.add_files(self, paths)
