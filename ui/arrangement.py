"""Which parts of the window are seen, and what of that is remembered: panels and sizes, reading in full screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter

if TYPE_CHECKING:
    from ui.main_window import MainWindow

# Pixels: of panels when first opened (the text takes the rest) and at least, of windows that fold one away when
# narrower, and of how much more a second article needs.
_SIZES = {"middle": [268, 10_000, 300, 290], "left": [400, 400]}
_NARROWEST = {"sidebar": 200, "annotations": 220, "history": 220}
_LEAST = {"sidebar": 820, "annotations": 1100, "history": 1100}
_SIDE = 560
_BEFORE_HISTORY = 3  # sizes that were remembered while there was no panel of the history


class Arrangement:
    """Panels are seen where there is room, unless folded by hand; in full screen there is only the page."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._settings = window.settings
        left, self.middle = QSplitter(Qt.Orientation.Vertical), QSplitter(Qt.Orientation.Horizontal)
        left.setObjectName("sidebar")
        self._splitters = {"middle": self.middle, "left": left}
        self._panels = {"sidebar": left, "annotations": window.cards, "history": window.history}
        self._fill()
        self._unfolded: dict[str, int] = {}  # shown by hand although the window is small -> how wide it was
        self._before: QByteArray | None = None  # the window's geometry before full screen
        self._squeezed = False  # whether the panels have less room than they were given, for the sake of the text
        self.middle.splitterMoved.connect(self._take_note)

    def _fill(self) -> None:
        window, left = self._window, self._splitters["left"]
        left.addWidget(window.library)
        left.addWidget(window.tag_panel)
        for at, part in enumerate((left, window.views, window.cards, window.history)):
            self.middle.addWidget(part)
            self.middle.setStretchFactor(at, 1 if part is window.views else 0)
            self.middle.setCollapsible(at, False)
        for name, panel in self._panels.items():
            panel.setMinimumWidth(_NARROWEST[name])
        for splitter in self._splitters.values():
            for at in range(splitter.count()):
                splitter.handle(at).setAccessibleName("Edge between panels")

    # -- panels

    def fit(self) -> None:
        """Shows what there is room for: in a small window annotations fold away first, then articles and tags."""
        middle = self._splitters["middle"]
        self._squeezed = self._squeezed or (middle.isVisible() and middle.sizes()[1] <= self._least())
        self._note_sizes()
        hidden = [panel for panel in self._panels.values() if panel.isHidden()]
        room = self._with_room()
        for name, panel in self._panels.items():
            panel.setVisible(name in room and not self.full_screen)
        if self._squeezed or any(not panel.isHidden() for panel in hidden):
            self._take_sizes()

    def _with_room(self) -> set[str]:
        """The panels to be seen: each as narrow as it may be must leave the text a column that can be read.

        The one shown by hand last takes the room it needs.
        """
        window, width = self._window, self._window.width()
        asked = [name for name, when in reversed(self._unfolded.items()) if when == width]
        left = width - self._least()
        found = set()
        for name in sorted(self._panels, key=lambda name: asked.index(name) if name in asked else len(asked)):
            least = _LEAST[name] + (len(window.session.panes) - 1) * _SIDE
            fits = self._panels[name].minimumWidth() <= left and (width >= least or name in asked)
            wanted = self._is_unfolded(name) and (window.view == "read" or name != "annotations")
            if wanted and (fits or name in asked[:1]):
                found.add(name)
                left -= self._panels[name].minimumWidth()
        return found

    def sees(self, name: str) -> bool:
        """Whether a panel is seen."""
        return self._panels[name].isVisible()

    def show(self, name: str) -> None:
        """Makes sure that a panel is seen."""
        self.leave_full_screen()
        self._unfolded.pop(name, None)
        self._unfolded[name] = self._window.width()
        self._set_unfolded(name, True)
        self.fit()

    def fold(self, name: str) -> None:
        """Hides a panel, or shows it again."""
        if self.sees(name):
            self._unfolded.pop(name, None)
            self._set_unfolded(name, False)
            self.fit()
        else:
            self.show(name)

    def _is_unfolded(self, name: str) -> bool:
        """Whether a panel is wanted; that of the history is not before somebody asks for it."""
        return self._settings.history if name == "history" else name not in self._settings.hidden

    def _set_unfolded(self, name: str, wanted: bool) -> None:
        if name == "history":
            self._settings.history = wanted
        elif wanted != self._is_unfolded(name):
            (self._settings.hidden.remove if wanted else self._settings.hidden.append)(name)

    # -- full screen

    @property
    def full_screen(self) -> bool:
        """Whether there is only the page."""
        return self._before is not None

    def toggle_full_screen(self) -> None:
        """Has only the page on the screen, or all as it was before."""
        if self.full_screen:
            self.leave_full_screen()
            return
        window = self._window
        self._note_sizes()
        self._before = window.saveGeometry()
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self._show_edges()

    def leave_full_screen(self) -> None:
        """Has all as it was before, also when it was the desktop that ended the full screen."""
        if not self.full_screen:
            return
        window, self._before = self._window, None
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        self._show_edges()

    def _show_edges(self) -> None:
        for part in (self._window.top, self._window.status):
            part.setVisible(not self.full_screen)
        self.fit()

    # -- remembering

    def restore(self) -> None:
        """Gives window and panels the sizes they had when Postil was closed."""
        window = self._window
        if self._settings.geometry:
            window.restoreGeometry(QByteArray.fromBase64(self._settings.geometry.encode("ascii")))
        else:
            room = window.screen().availableSize()
            window.resize(min(1440, room.width()), min(900, room.height() - 40))
        for name, splitter in self._splitters.items():
            sizes = self._settings.panels.get(name, [])
            if name == "middle" and len(sizes) == _BEFORE_HISTORY:
                sizes = [*sizes, *_SIZES[name][_BEFORE_HISTORY:]]
            fit = len(sizes) == splitter.count() and all(isinstance(size, int) for size in sizes)
            self._settings.panels[name] = sizes if fit else list(_SIZES[name])
        self._take_sizes()

    def remember(self) -> None:
        """Writes the sizes into the settings; of the full screen there is nothing to remember."""
        self._note_sizes()
        geometry = self._window.saveGeometry() if self._before is None else self._before
        self._settings.geometry = bytes(geometry.toBase64().data()).decode("ascii")

    def _least(self) -> int:
        """Pixels that the text needs to be read, or what is below or in place of it."""
        page, sides = self._splitters["middle"].widget(1).minimumSizeHint().width(), len(self._window.session.panes)
        return max(page, sum(reader.minimumWidth() for reader in self._window.panes.readers[:sides]))

    def _take_sizes(self) -> None:
        """Gives panels the sizes they are known to have, and the text what is left, or what it needs at least."""
        for name, splitter in self._splitters.items():
            sizes = list(self._settings.panels[name])
            if name == "middle" and splitter.isVisible():
                beside = [at for at in (0, 2, 3) if not splitter.widget(at).isHidden()]
                sizes[1] = splitter.width() - sum(sizes[at] + splitter.handleWidth() for at in beside)
                self._squeezed = sizes[1] < self._least()
                sizes[1] = max(sizes[1], self._least())
            splitter.setSizes(sizes)

    def _take_note(self) -> None:
        """After an edge was dragged: what the panels have now is what they are wanted to have."""
        self._squeezed = False
        self._note_sizes()

    def _note_sizes(self) -> None:
        """Notes how large the panels in sight are; a hidden one has no size, so what is known of it stays."""
        for name, splitter in self._splitters.items():
            squeezed = self._squeezed and name == "middle"
            if splitter.isVisible() and not self.full_screen and not squeezed:
                known = self._settings.panels[name]
                self._settings.panels[name] = [now or was for now, was in zip(splitter.sizes(), known, strict=True)]
