"""The window: arranges the panes and connects them with the commands."""

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
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.model import DocumentId, TagId
from storage.project import SUFFIX
from ui import settings as settings_file
from ui import theme
from ui.actions import ACTIONS, MENUS, Action
from ui.annotation_list import AnnotationList
from ui.arrangement import Arrangement
from ui.commands import files, pen
from ui.contents import Contents
from ui.labels import label
from ui.library import Library
from ui.messages import MessageBar
from ui.note_editor import NoteEditor
from ui.palette import Palette
from ui.pen import Pen
from ui.picker import Picker
from ui.reader.find_bar import FindBar
from ui.reader.panes import Panes
from ui.reader.view import Reader
from ui.reading_panel import ReadingPanel
from ui.session import Session
from ui.settings import Settings
from ui.status_line import StatusLine
from ui.tag_tree import TagPanel
from ui.top_bar import VIEWS, TopBar
from ui.untag import Untag

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.charts.view import ChartsView


_CONDITIONS = {entry.enabled: [one.id for one in ACTIONS if one.enabled is entry.enabled] for entry in ACTIONS}


class MainWindow(QMainWindow):
    """One window on one project."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.view = "read"
        self._opened = session.project.path
        self._sensible: dict[Callable[[MainWindow], bool], bool] = {}  # what the menus were last made to show
        self._steps: object = None  # and the names of steps and project
        self.charts: ChartsView | None = None
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
        self.messages = MessageBar()
        self.status = StatusLine(self)
        self.top = TopBar(self)
        self.find_bar = FindBar(self)

    @property
    def reader(self) -> Reader:
        """The text that commands are about: there can be two side by side."""
        return self.panes.reader

    def _prepare_reader(self, reader: Reader) -> None:
        """Connects a reader with the window and gives it the commands of the text."""
        reader.selection_changed.connect(self._refresh_actions)
        reader.cursorPositionChanged.connect(self.status.refresh)
        reader.swept.connect(lambda: pen.mark(self))
        reader.set_text_cursor_shape(self.pen.cursor(self.devicePixelRatio()))
        reader.context_actions = [self.actions_by_id[a.id] for a in ACTIONS if a.menu == "Passage"]
        reader.addActions([self.actions_by_id[a.id] for a in ACTIONS if a.scope == "reader"])

    def _action(self, entry: Action) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(entry.id)
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
        action.triggered.connect(lambda: entry.run(self))
        action.setShortcutVisibleInContextMenu(True)
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

    def _make_menus(self) -> None:
        self.setMenuWidget(self.top)
        for name in MENUS:
            menu = self.top.menus.addMenu(name)
            menu.setAccessibleName(name)
            menu.aboutToShow.connect(self._refresh_actions)
            for entry in ACTIONS:
                if entry.menu == name:
                    menu.addAction(self.actions_by_id[entry.id])
            if name == "Project":
                self._recent = menu.addMenu(self.tr("Open recent"))
                self._recent.setAccessibleName(self.tr("Open recent"))
                self._recent.aboutToShow.connect(self._list_recent)
                menu.insertMenu(self.actions_by_id["project.copy"], self._recent)
        by_menu = {menu: [self.actions_by_id[a.id] for a in ACTIONS if a.menu == menu] for menu in MENUS}
        self.cards.context_actions = by_menu["Passage"]
        self.tag_panel.context_actions = by_menu["Tag"]
        self.library.context_actions = [
            self.actions_by_id[name] for name in ("article.edit", "article.remove", "export.article", "article.add")
        ]

    def _arrange(self) -> None:
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.setObjectName("sidebar")
        self._left.addWidget(self.library)
        self._left.addWidget(self.tag_panel)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._paper())
        self._middle = QSplitter(Qt.Orientation.Horizontal)
        for pane, stretch in ((self._left, 0), (self._pages, 1), (self.cards, 0)):
            self._middle.addWidget(pane)
            self._middle.setStretchFactor(self._middle.indexOf(pane), stretch)
            self._middle.setCollapsible(self._middle.indexOf(pane), False)
        self._left.setMinimumWidth(200)
        self.cards.setMinimumWidth(220)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(self._middle, 1)
        panels = {"sidebar": self._left, "annotations": self.cards}
        self.arrangement = Arrangement(self, panels, {"middle": self._middle, "left": self._left})
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)
        self.picker = Picker(self)
        self.untag = Untag(self)
        self.note_editor = NoteEditor(self.session, self)
        self._palette = Palette(self)

    def _paper(self) -> QWidget:
        """The page with the text, or with what to do while there is none."""
        page = QWidget()
        page.setObjectName("paper")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._welcome = QWidget()
        column = QVBoxLayout(self._welcome)
        column.addStretch(2)
        column.addWidget(
            label(self.tr("This project has no articles yet"), "title"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        hint = self.tr("Add text files, drop them on this window, or paste a text from anywhere.")
        column.addWidget(label(hint, "empty"), 0, Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for command, text in (
            ("article.add", self.tr("Add articles…")),
            ("article.paste", self.tr("Paste a text")),
        ):
            button = QPushButton(text)
            if command == "article.add":
                self._add = button
                button.setDefault(True)
            button.clicked.connect(lambda _checked, name=command: self.actions_by_id[name].trigger())
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addSpacing(10)
        column.addLayout(buttons)
        column.addStretch(3)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.panes, 1)
        layout.addWidget(self._welcome)
        layout.addWidget(self.find_bar)
        return page

    def _connect(self) -> None:
        session = self.session
        session.failed.connect(self.messages.tell)
        session.opened.connect(self._project_opened)
        session.article_opened.connect(self._article_opened)
        session.current_changed.connect(self._refresh_actions)
        session.changed.connect(self._changed)
        session.revealed.connect(lambda _annotation: self.show_view("read"))
        session.went.connect(lambda _offset: self.show_view("read"))
        self.tag_panel.selection_changed.connect(self._refresh_actions)
        self.panes.reader_added.connect(self._prepare_reader)
        self.panes.trail_changed.connect(self._refresh_actions)
        self.panes.sides_changed.connect(self.arrangement.fit)
        self._prepare_reader(self.reader)
        self.pen.changed.connect(self._show_pen)
        session.shown.changed.connect(self._refresh_actions)
        self.library.add_requested.connect(self.actions_by_id["article.add"].trigger)
        self.tag_panel.passages_requested.connect(lambda tag: self.show_passages(None, tag))
        theme.follow_system(self._take_theme)

    # -- following

    def _changed(self, *_: object) -> None:
        self.status.tell_saved()
        self._article_opened()

    def _project_opened(self) -> None:
        path = self.session.project.path
        if self._opened != path:
            self._opened = path
            self.note_editor.dismiss()
            self._remember_project()
            self._open_last_article()
        self._article_opened()

    def _article_opened(self) -> None:
        self._welcome_or_choose()
        empty = self.session.article is None
        focused = QApplication.focusWidget()
        if empty and (focused is None or focused is self.reader):
            self._add.setFocus()
        self._welcome.setVisible(empty)
        self.panes.setVisible(not empty)
        if not empty and focused is self._add:
            self.reader.setFocus()
        if self.session.article is not None:
            self.settings.last[str(self.session.project.path.absolute())] = self.session.article.document.id
        self._refresh_actions()

    def _show_pen(self) -> None:
        """Shows over the text whether sweeping marks."""
        for reader in self.panes.readers:
            reader.set_text_cursor_shape(self.pen.cursor(self.devicePixelRatio()))
        self._refresh_actions()

    def _welcome_or_choose(self) -> None:
        if self.session.article is None and self.session.documents:
            self.session.open_article(next(iter(self.session.documents)))

    def _refresh_actions(self) -> None:
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
        title = self.session.project.path.name.removesuffix(SUFFIX)
        self.setWindowTitle(f"{title} — Postil")

    # -- what commands ask for

    def beside_passage(self) -> QRect:
        """Where the selection or the current annotation is, in window coordinates."""
        selected = self.reader.selection()
        current = self.session.current
        if selected is None and current is not None and self.session.article is not None:
            annotation = self.session.article.annotations[current]
            selected = annotation
        boxes = self.reader.boxes(selected.start, selected.stop) if selected else []
        area = QRect()
        for box in boxes:
            area = area.united(box.toRect())
        if area.isEmpty():
            area = self.reader.cursorRect()
        area.moveTopLeft(self.reader.viewport().mapTo(self, area.topLeft()))
        if boxes:
            last = self.reader.viewport().mapTo(self, boxes[-1].toRect().topLeft())
            area.setLeft(min(last.x(), area.right()))
        return area

    def show_view(self, view: str) -> None:
        """Shows Read or Charts; the charts are loaded when first asked for."""
        if view == "charts" and self.charts is None:
            from ui.charts.view import ChartsView  # half a second of imports, not at start-up

            self.charts = ChartsView(self.session)
            self.charts.passages_requested.connect(self.show_passages)
            self._pages.addWidget(self.charts)
        self.view = view
        self._pages.setCurrentIndex(VIEWS.index(view))
        self.top.mark_view(view)
        if view == "charts" and self.charts is not None:
            self.charts.setFocus()
        self.arrangement.fit()
        self._refresh_actions()

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
        """Lists the passages of a tag in an article (None: the one being read), and goes to the first."""
        if document is not None:
            self.session.open_article(document)
        self.show_view("read")
        self.show_cards()
        self.cards.set_tag(tag)
        article = self.session.article
        if article is not None and tag is not None:
            first = next((key for _, _, key in article.order if tag in article.annotations[key].tags), None)
            self.session.select(first, reveal=True)

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
        # In full screen there is nothing that says so.
        above = QRect(0, 0, self.width(), 1)
        self._palette.open_below(below if self.top.isVisible() else above)

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
            action = self._recent.addAction(Path(name).name.replace("&", "&&"))
            action.triggered.connect(lambda _checked, path=name: self.session.open_project(Path(path)))

    def _restore(self) -> None:
        self.arrangement.restore()
        self._remember_project()
        self._open_last_article()
        self.show_view("read")
        self._article_opened()
        QTimer.singleShot(0, self.reader.setFocus)

    def _open_last_article(self) -> None:
        """Opens the article read last, or the first one."""
        article = self.settings.last.get(str(self.session.project.path.absolute()))
        if isinstance(article, int) and article in self.session.documents:
            self.session.open_article(DocumentId(article))
        self._welcome_or_choose()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.note_editor.save()
        self.arrangement.remember()
        settings_file.save(self.settings)
        self.session.leave()
        super().closeEvent(event)

    # -- window events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.reader.hasFocus() and not self.find_bar.isHidden():
            self.find_bar.dismiss()
        elif event.key() == Qt.Key.Key_Escape and self.arrangement.full_screen:
            self.arrangement.leave_full_screen()
        elif event.key() == Qt.Key.Key_Escape:
            self.actions_by_id["view.text"].trigger()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowDeactivate:
            self.note_editor.save()
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
