"""Backups of the open project: begun and ended with it, made now and then, and before much is taken away."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from storage import operations, snapshots, tag_operations
from storage.keeper import Keeper
from storage.merge import bring_in
from storage.repair import repair
from storage.snapshots import Snapshot
from ui.session import Session
from ui.settings import Settings

if TYPE_CHECKING:
    from storage.project import Project

_LOOK_MS = 15_000  # between looks whether it is time for a backup
_PATIENCE = 1.0  # seconds that a step which takes much away waits for its backup
BEFORE: dict[Callable[..., object], str] = {  # what takes much away
    operations.remove_document: "before removing an article",
    tag_operations.delete_tags: "before deleting a tag",
    tag_operations.merge_tags: "before merging tags",
    bring_in: "before bringing in another version",
    repair: "before a repair",
}


class Keeping(QObject):
    """Has a Keeper for the open project once it was started. `troubled(str)` follows each new problem once."""

    troubled = Signal(str)

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session)
        self._session, self._settings = session, settings
        self._keeper: Keeper | None = None
        self._kept: Project | None = None
        self._told: str | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begins with the project that is open, and goes on with each that is opened."""
        self._session.opened.connect(self._follow)
        self._session.closing.connect(self.end)
        self._session.before_step = self._before
        self._follow()

    def end(self) -> None:
        """Ends before the project is closed; safe to call twice."""
        self._timer.stop()
        if self._keeper is not None:
            self._keeper.close()
        self._keeper = self._kept = None

    @property
    def folder(self) -> Path | None:
        """Where the backups of the open project are kept now; None while none can be."""
        return self._keeper.folder if self._keeper is not None else None

    @property
    def chosen(self) -> Path | None:
        """The folder that was chosen for backups; None where they are kept beside each project."""
        return Path(self._settings.backups) if self._settings.backups else None

    def choose(self, folder: Path | None) -> None:
        """Keeps backups in another folder from now on."""
        self._settings.backups = str(folder.absolute()) if folder else ""
        if self._keeper is not None:
            self.end()
            self._follow()

    def _follow(self) -> None:
        project = self._session.project
        if project is self._kept or project.read_only:
            return
        self._keeper, self._kept, self._told = Keeper(project, self.chosen), project, None
        self._timer.start()

    def _look(self) -> None:
        if self._keeper is None:
            return
        self._keeper.tick(datetime.now())
        problem = self._keeper.problem
        if problem is not None and problem != self._told:
            self.troubled.emit(problem)
        self._told = problem

    def _before(self, operation: Callable[..., object]) -> None:
        """Makes a backup before a step that takes much away; undo is nearer, but does not last forever."""
        if self._keeper is not None and self._session.project.conflict is None and operation in BEFORE:
            self._keeper.make_now(BEFORE[operation], _PATIENCE)


def found(project: Path, chosen: Path | None) -> list[Snapshot]:
    """The backups of a project, which may be damaged or gone, the newest first."""
    known = snapshots.state_of(project)
    places = snapshots.folders(project, known.guid if known else None, chosen)
    listed = [each for place in places for each in snapshots.listed(place)]
    return sorted(listed, key=lambda each: (each.taken, each.revision), reverse=True)
