"""The commands as the actions of one window: each with its keys where they count, enabled while it makes sense."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from ui.actions import ACTIONS, Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.main_window import MainWindow

_CONDITIONS = {entry.enabled: [one.id for one in ACTIONS if one.enabled is entry.enabled] for entry in ACTIONS}


class WindowActions:
    """Makes the actions of a window, whose parts are there already, and keeps them to what makes sense."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._sensible: dict[Callable[[MainWindow], bool], bool] = {}  # what was last found
        self._steps: tuple[str | None, str | None] | None = None  # how undo and redo are named
        self.by_id: dict[str, QAction] = {entry.id: self._made(entry) for entry in ACTIONS}

    def of(self, scope: str) -> list[QAction]:
        """Those whose keys count in one part of the window only."""
        return [self.by_id[entry.id] for entry in ACTIONS if entry.scope == scope]

    def _made(self, entry: Action) -> QAction:
        window = self._window
        action = QAction(entry.text, window)
        action.setObjectName(entry.id)
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
        action.triggered.connect(lambda: self._run(entry))
        action.setShortcutVisibleInContextMenu(True)
        action.setCheckable(entry.ticked is not None)
        # Those of the text go to each reader, those of a view to it when it is made.
        homes = {"window": window, "tags": window.tag_panel, "find": window.find_bar}
        if entry.scope != "window":
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if entry.scope in homes:
            homes[entry.scope].addAction(action)
        if entry.id.startswith("annotation."):
            window.cards.list.addAction(action)  # on a card, the keys mean its annotation
        if entry.id == "find.select":
            window.find_bar.addAction(action)  # in the text and in the bar
        return action

    def _run(self, entry: Action) -> None:
        """Does what a command says; what was told before it is past then."""
        messages = self._window.messages
        told = messages.told
        entry.run(self._window)
        if messages.told == told:
            messages.let_go(errors=False)

    def refresh(self) -> None:
        """Enables what makes sense now, and names the steps that undo and redo are about."""
        for condition, names in _CONDITIONS.items():
            sensible = condition(self._window)
            if sensible != self._sensible.get(condition):  # hardly any at most movements of the caret
                self._sensible[condition] = sensible
                for name in names:
                    self.by_id[name].setEnabled(sensible)
        session = self._window.session
        steps = session.undo_label, session.redo_label
        if steps != self._steps:
            self._steps = steps
            for name, step in zip(("undo", "redo"), steps, strict=True):
                verb = name.capitalize()
                self.by_id[f"edit.{name}"].setText(f"{verb}: {step}".replace("&", "&&") if step else verb)
                self._window.top.steps[name].setEnabled(step is not None)
