"""Which parts of the window are seen, and what of that is remembered: panels and sizes, reading in full screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_SIZES = {"middle": [268, 10_000, 300], "left": [400, 400]}  # pixels when first opened; the text takes the rest
_LEAST = {"sidebar": 820, "annotations": 1100}  # pixels: windows narrower than this fold a panel away
_SIDE = 560  # pixels more that a second article needs


class Arrangement:
    """Panels are seen where there is room, unless folded by hand; in full screen there is only the page."""

    def __init__(self, window: "MainWindow", panels: dict[str, QWidget], splitters: dict[str, QSplitter]) -> None:
        self._window = window
        self._settings = window.settings
        self._panels = panels
        self._splitters = splitters
        for splitter in splitters.values():
            for at in range(splitter.count()):
                splitter.handle(at).setAccessibleName("Edge between panels")
        self._unfolded: dict[str, int] = {}  # shown by hand although the window is small -> how wide it was
        self._before: QByteArray | None = None  # the window's geometry before full screen

    # -- panels

    def fit(self) -> None:
        """Shows what there is room for: in a small window annotations fold away first, then articles and tags."""
        self._note_sizes()
        hidden = [panel for panel in self._panels.values() if panel.isHidden()]
        for name, panel in self._panels.items():
            width, sides = self._window.width(), len(self._window.session.panes)
            least = _LEAST[name] + (sides - 1) * _SIDE
            room = width >= least or self._unfolded.get(name) == width
            wanted = self._window.view == "read" or name == "sidebar"
            panel.setVisible(room and wanted and name not in self._settings.hidden and not self.full_screen)
        if any(not panel.isHidden() for panel in hidden):
            self._take_sizes()

    def show(self, name: str) -> None:
        """Makes sure that a panel is seen."""
        self.leave_full_screen()
        self._unfolded[name] = self._window.width()
        if name in self._settings.hidden:
            self._settings.hidden.remove(name)
        self.fit()

    def fold(self, name: str) -> None:
        """Hides a panel, or shows it again."""
        if self._panels[name].isVisible():
            self._unfolded.pop(name, None)
            self._settings.hidden.append(name)
            self.fit()
        else:
            self.show(name)

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
            if len(sizes) != splitter.count() or not all(isinstance(size, int) for size in sizes):
                self._settings.panels[name] = list(_SIZES[name])
        self._take_sizes()

    def remember(self) -> None:
        """Writes the sizes into the settings; of the full screen there is nothing to remember."""
        self._note_sizes()
        geometry = self._window.saveGeometry() if self._before is None else self._before
        self._settings.geometry = bytes(geometry.toBase64().data()).decode("ascii")

    def _take_sizes(self) -> None:
        """Gives panels the sizes they are known to have, and the text what is left."""
        for name, splitter in self._splitters.items():
            left, *others = self._settings.panels[name]
            if name == "middle" and splitter.isVisible():
                others[0] = max(1, splitter.width() - left - others[1])
            splitter.setSizes([left, *others])

    def _note_sizes(self) -> None:
        """Notes how large the panels in sight are; a hidden one has no size, so what is known of it stays."""
        for name, splitter in self._splitters.items():
            if splitter.isVisible() and not self.full_screen:
                known = self._settings.panels[name]
                self._settings.panels[name] = [now or was for now, was in zip(splitter.sizes(), known, strict=True)]
