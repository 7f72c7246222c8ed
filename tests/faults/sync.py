"""What cloud folders and second openers do to an open project: replaced, deleted, overwritten, opened twice.

Each must be noticed before the next write, what others put there must stay as they put it, and every step of the
session must be in the file or in the copy that is saved beside it.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from storage import integrity, tag_operations
from storage.lock import Holder, InUse, lock_path
from storage.project import Project, ProjectChanged, ProjectConflict
from tests.faults.sample import make_sample
from tests.storage.contents import add_article, contents

SEED = 2026
ROOT = Path(__file__).parents[2]


class Session(NamedTuple):
    """A project at work, and copies of its file: from some time before, and one that went on somewhere else."""

    project: Project
    older: Path
    branch: Path


def elsewhere(code: str, *arguments: object) -> str:
    """Runs Python as another program, which whoever else works on the file is; returns what it prints."""
    imports = "import os, shutil, sys; from pathlib import Path; from storage.project import Project; "
    command = [sys.executable, "-c", imports + code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def begun(folder: Path, luck: random.Random, least: int) -> Session:
    """A session of up to ten steps, after one of yesterday, with a backup from its beginning as Postil makes it."""
    path, older, branch, base = (folder / name for name in ("model.postil", "older.copy", "branch", "base"))
    shutil.copy(older, path)
    worked(path, 1, luck).close()
    shutil.copy(path, branch)
    shutil.copy(path, base)
    steps = luck.randint(least, 10)
    worked(branch, steps, luck).close()
    return Session(worked(path, steps, luck, base), older, branch)


def worked(path: Path, steps: int, luck: random.Random, base: Path | None = None) -> Project:
    """A project opened and worked on in steps so small that the file keeps its size."""
    project = Project.open(path)
    project.base = base
    for _ in range(steps):
        project.run("Recolour", tag_operations.recolor_tags, [1], f"#{luck.randrange(16**6):06x}")
    return project


def loses_its_file(happens: Callable[[Session], None], session: Session) -> None:
    """The file is no longer the one that was open: it is left alone, and all that was open is saved beside it."""
    project, mine = session.project, contents(session.project)
    happens(session)
    left = found(project.path)
    try:
        add_article(project, title="Never written")
    except ProjectConflict:
        pass
    except ProjectChanged as error:
        raise AssertionError("went on with a copy that lacks something") from error
    else:
        raise AssertionError("written to a file that is another one")
    saved = project.save_recovered()
    assert found(project.path) == left, "somebody else's file was touched"
    recovered = Project.open(saved)
    assert contents(recovered) == mine, "the recovered copy lacks something"
    assert integrity.full_report(recovered.db) == []
    recovered.close()
    saved.unlink()


def found(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def replaced(session: Session) -> None:
    elsewhere(
        "new = Path(sys.argv[2]).with_suffix('.new'); shutil.copy(sys.argv[1], new); os.replace(new, sys.argv[2])",
        session.older,
        session.project.path,
    )


def deleted(session: Session) -> None:
    elsewhere("Path(sys.argv[1]).unlink()", session.project.path)


def overwritten_by_an_older_copy(session: Session) -> None:
    elsewhere("shutil.copyfile(*sys.argv[1:])", session.older, session.project.path)


def overwritten_by_a_branch(session: Session) -> None:
    """By a copy to which somebody else did as many steps, which SQLite cannot tell from what it has read before."""
    elsewhere("shutil.copyfile(*sys.argv[1:])", session.branch, session.project.path)


def opened_twice(session: Session) -> None:
    """A second program is told; the first goes on."""
    mine = contents(session.project)
    said = elsewhere(
        "from storage.lock import InUse\ntry: Project.open(Path(sys.argv[1]))\n"
        "except InUse as no: print(no.here, no.holder.host != '')",
        session.project.path,
    )
    assert said == "True True", said
    seen = elsewhere("print(Project.open(Path(sys.argv[1]), read_only=True).revision)", session.project.path)
    assert int(seen) == session.project.revision
    assert contents(session.project) == mine
    add_article(session.project, title="Went on")


def opened_by_another_computer(session: Session) -> None:
    """The line of a computer whose lock does not reach here is heeded; who goes on all the same loses nothing."""
    project, path = session.project, session.project.path
    mine = contents(project)
    project.close()
    other = Holder("another", "ann", "2026-01-01T00:00:00Z")
    lock_path(path).write_text(json.dumps(other._asdict()))
    with pytest.raises(InUse) as refused:
        Project.open(path)
    assert (refused.value.holder, refused.value.here) == (other, False)
    again = Project.open(path, force=True)
    assert contents(again) == mine
    again.close()


def written_by_another_computer(session: Session) -> None:
    """Both have it open, as no lock reaches the other: who comes second is told, and both have all in the end."""
    project = session.project
    lock_path(project.path).unlink()
    elsewhere(
        "from tests.storage.contents import add_article; project = Project.open(Path(sys.argv[1])); "
        "add_article(project, title='Theirs'); project.close()",
        project.path,
    )
    mine = set(contents(project)["annotation"])
    with pytest.raises(ProjectChanged):
        add_article(project, title="Mine")
    add_article(project, title="Mine")
    titles = [title for (title,) in project.db.execute("SELECT title FROM document")]
    assert {"Theirs", "Mine"} <= set(titles)
    assert mine <= set(contents(project)["annotation"])
    assert integrity.full_report(project.db) == []


SCENARIOS: dict[str, Callable[[Session], None]] = {
    **{
        happens.__name__: lambda session, happens=happens: loses_its_file(happens, session)
        for happens in (replaced, deleted, overwritten_by_an_older_copy, overwritten_by_a_branch)
    },
    **{
        scenario.__name__: scenario
        for scenario in (opened_twice, opened_by_another_computer, written_by_another_computer)
    },
}
FULL, SMALL = 10 * len(SCENARIOS), len(SCENARIOS)


def run(count: int) -> str:
    """So many sessions, by turns of each kind."""
    luck = random.Random(SEED)
    noticed: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="postil-sync-") as name:
        folder = Path(name)
        make_sample(folder / "older.copy", annotations=20)
        for number in range(count):
            scenario = list(SCENARIOS)[number % len(SCENARIOS)]
            session = begun(folder, luck, least=scenario == "overwritten_by_a_branch")
            try:
                SCENARIOS[scenario](session)
            except Exception as error:  # noqa: BLE001  (whatever happens is what is counted)
                wrong.append(f"{scenario}: {error!r}")
            else:
                noticed[scenario.replace("_", " ")] += 1
            session.project.close()
    assert not wrong, f"{len(wrong)} of {count}: {wrong[:10]}"
    counts = ", ".join(f"{what} {number}" for what, number in noticed.items())
    return f"{count} of {count} noticed before the next write, no step lost ({counts})"
