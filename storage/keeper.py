"""Backups are made while somebody works: on a thread of their own, and out of the way of every step.

The thread that works on the project calls `give_way` before each step and `tick` every now and then. Only that one
touches the project and its log; the other one reads the file through connections of its own.
"""

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from core.errors import UserError
from storage import snapshots
from storage.checksum import Row
from storage.plain import write_plain
from storage.project import Project
from storage.snapshots import LIMIT, OPENING_LOG, Interrupted, Snapshot, log_path
from storage.step_log import Beginning, LoggedStep, StepLog

EVERY = timedelta(minutes=10)  # between backups, while something changes
_QUIET = 1.0  # seconds after a step before copying begins again
_PAUSE = 0.05  # seconds before it is tried again, where a file was being written
_AT_THE_END = 5.0  # seconds that closing waits at most


class _Log(StepLog):
    """A log that also remembers its steps, for the log that follows it. Their rows the project remembers anyway."""

    def __init__(self, path: Path, beginning: Beginning) -> None:
        super().__init__(path, beginning)
        self.steps: list[LoggedStep] = []

    def append(self, revision: int, label: str, touched: Mapping[str, Mapping[int, Row | None]]) -> None:
        super().append(revision, label, touched)
        self.steps.append(LoggedStep(revision, label, {table: dict(rows) for table, rows in touched.items()}))

    def reaches(self, revision: int) -> bool:
        """Whether it has every step up to a revision."""
        return self.beginning.revision + len(self.steps) == revision and all(
            step.revision == number for number, step in enumerate(self.steps, start=self.beginning.revision + 1)
        )


class Keeper:
    """Makes the backups of an open project until it is closed.

    They are kept in `folder`, which is below the `chosen` one where that can be written (`snapshots.folder_for`).
    `problem` is a sentence when the last attempt failed; the next `tick` tries again.
    """

    def __init__(self, project: Project, chosen: Path | None = None, limit: int = LIMIT) -> None:
        self.chosen = chosen
        self.folder: Path | None = None
        self.problem: str | None = None
        self._project = project
        self._limit = limit
        self._asked = datetime.now()
        self._kept_state = ""  # of the newest backup
        self._states = {project.revision: project.state}  # those that this session has seen
        self._condition = threading.Condition()
        self._wanted: str | None = None  # why the next backup is to be made
        self._hurry = False
        self._stepped = time.monotonic()  # when the last step began; opening counts as one
        self._ending = False
        self._requested = self._settled = 0  # how many requests there were, and how many of them are settled
        self._made: tuple[Snapshot, str] | None = None  # a new backup and its state, with which a log has to begin
        with suppress(OSError, UserError):  # then the log begins with the first backup
            self.folder = snapshots.folder_for(project.path, project.guid, chosen)
            project.log = _Log(self.folder / OPENING_LOG, Beginning("", project.guid, project.revision))
        project.before_write = self.give_way
        self._thread = threading.Thread(target=self._work, name="backups", daemon=True)
        self.request("opened")
        self._thread.start()

    # -- on the thread that works on the project

    def request(self, reason: str) -> None:
        """Asks for a backup as soon as nobody is in its way."""
        with self._condition:
            self._wanted = reason
            self._requested += 1
            self._condition.notify_all()

    def make_now(self, reason: str, seconds: float) -> bool:
        """Makes a backup before something large is removed, and waits only until the project is copied.

        That takes a fifth of a second for 100 MB. False when it takes longer, or fails.
        """
        self.request(reason)
        with self._condition:
            mine, self._hurry = self._requested, True
            self._condition.notify_all()
            settled = self._condition.wait_for(lambda: self._settled >= mine, seconds)
            self._hurry = False
            return settled and self.problem is None

    def tick(self, now: datetime) -> None:
        """Asks for a backup when it is time for one, and something has changed since the last."""
        log, project = self._project.log, self._project
        logged = isinstance(log, _Log) and log.reaches(project.revision)
        due = self.problem is not None or not logged or now - self._asked >= EVERY
        if due and project.conflict is None and (project.state != self._kept_state or not logged):
            self._asked = now
            self.request("while working")

    def give_way(self) -> None:
        """Ends the copying of the project, because a step begins, and sees to it that the step is logged."""
        self._stepped = time.monotonic()
        self._go_on_with_log()

    def close(self) -> None:
        """Ends the work on backups; one that is being made is given up."""
        with self._condition:
            self._ending = True
            self._condition.notify_all()
        self._thread.join(_AT_THE_END)
        self._go_on_with_log()
        self._project.before_write = None

    def _go_on_with_log(self) -> None:
        """Begins a new log where there is a new backup, with the steps that were made since it was copied."""
        project = self._project
        self._states[project.revision] = project.state
        with self._condition:
            made, self._made = self._made, None
        if made is None:
            return
        (snapshot, state), old = made, project.log
        steps = [step for step in old.steps if step.revision > snapshot.revision] if isinstance(old, _Log) else []
        if self._states.get(snapshot.revision) != state:
            return  # another program wrote to the file, which this session has not noticed yet
        try:
            log = _Log(log_path(snapshot.path), Beginning(snapshot.path.name, project.guid, snapshot.revision))
            for step in steps:
                log.append(*step)
        except OSError as error:
            self.problem = f"“{snapshot.path.parent}” cannot be written ({error.strerror})."
            return
        project.base = snapshot.path
        self._states = {project.revision: project.state}
        if not log.reaches(project.revision):
            log.close()  # the next `tick` notices, and asks for another backup
            return
        project.log = log
        if old is not None:
            old.close()
            if old.path.name == OPENING_LOG:
                old.path.unlink(missing_ok=True)

    # -- on the other thread

    def _work(self) -> None:
        try:
            while self._is_wanted():
                self._make()
        finally:
            if not self._ending:
                self.problem = (
                    "No more backups are made, because of an error in Postil; please open the project again."
                )

    def _is_wanted(self) -> bool:
        """Waits until there is a backup to be made, and nobody is in the middle of a step; False at the end."""
        with self._condition:
            while not self._ending:
                rest = 0 if self._hurry else self._stepped + _QUIET - time.monotonic()
                if self._wanted is not None and rest <= 0:
                    return True
                self._condition.wait(rest if self._wanted is not None else None)
            return False

    def _make(self) -> None:
        """Makes a backup and what goes with it."""
        project, started = self._project, time.monotonic()
        with self._condition:
            reason, self._wanted = self._wanted or "", None
            serving, copying = self._requested, True

        def going_on() -> bool:
            in_the_way = copying and self._stepped > started
            overtaken = self._hurry and self._requested > serving
            return not (self._ending or in_the_way or overtaken)

        def settle(problem: str | None = None) -> None:
            nonlocal copying
            with self._condition:
                copying, self.problem, self._settled = False, problem, serving
                self._condition.notify_all()

        try:
            folder = self.folder = snapshots.folder_for(project.path, project.guid, self.chosen)
            snapshot = snapshots.take(project.path, folder, reason, project.guid, going_on, settle)
            state = snapshots.state_of(snapshot.path)
            if state is not None:
                self._kept_state = state.state
                with self._condition:
                    self._made = snapshot, state.state
            copy = folder / f"{project.path.stem}.json"
            if not copy.exists() or copy.stat().st_mtime < snapshot.path.stat().st_mtime:
                write_plain(snapshot.path, copy, going_on)
            snapshots.thin(folder, self._limit, project.base)
            snapshots.tidy(folder)
        except Interrupted:
            with self._condition:
                self._wanted = self._wanted or reason
                self._condition.wait(_PAUSE)
        except UserError as error:
            settle(str(error))
        except OSError as error:
            settle(f"Backups cannot be kept in “{error.filename}” ({error.strerror}).")
