"""A disk that is full, to many degrees, in the middle of whatever writes files.

On a small disk of its own: what cannot be done is refused with a sentence that says why, every file is as it was,
nothing half done is left, and as soon as there is room the same works. The disk is one in memory, mounted where no
other program sees it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from core.errors import UserError
from storage import export, integrity, operations, snapshots
from storage.project import Project
from tests.faults import Impossible
from tests.faults.sample import make_sample
from tests.storage.contents import article, contents

FULL, SMALL = 120, 12
ROOT = Path(__file__).parents[2]
OLD = ROOT / "tests/storage/released/version-2.postil"
SIZE = 24 * 2**20
PAGE = 4096
SAYS_WHY = ("full", "No space left", "no room")

Action = Callable[[], object]


def long_note(project: Project) -> Action:
    return lambda: project.run("Note", operations.set_note, 1, "a word " * 10_000)


def articles(project: Project) -> Action:
    new = [article("One more sentence. " * 5000, f"New {number}") for number in range(5)]
    return lambda: project.run("Add articles", operations.add_documents, new)


def exported(project: Project) -> Action:
    return lambda: export.export(project, "json", project.path.with_name("earlier.json"))


def copied(project: Project) -> Action:
    return lambda: project.save_copy(project.path.with_name("copy.postil"))


def backed_up(project: Project) -> Action:
    return lambda: snapshots.take(project.path, project.path.with_name("backups"), "now and then")


def brought_up_to_date(project: Project) -> Action:
    return lambda: Project.open(project.path.with_name("old.postil")).close()


PLACES: dict[str, Callable[[Project], Action]] = {
    "a step": long_note,
    "adding articles": articles,
    "export": exported,
    "a copy": copied,
    "a backup": backed_up,
    "an older project": brought_up_to_date,
}


def refused(place: str, made: Path, disk: Path, free: int) -> bool:
    """Tries something with so many bytes free; whether that was too few. Raises AssertionError."""
    for path in disk.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(made, disk, dirs_exist_ok=True)
    project = Project.open(disk / "model.postil")
    project.run("Tag", operations.create_tag, "made on this disk")
    action = PLACES[place](project)
    files, held = files_in(disk), contents(project)
    fill(disk, free)
    said = ""
    try:
        action()
    except UserError as refusal:
        said = str(refusal)
    (disk / "filling").unlink()
    if said:
        where = f"{place}, {free:,} bytes free"
        assert any(why in said for why in SAYS_WHY), f"{where}: {said}"
        # The backup that is made and checked before an update stays, whatever becomes of the update.
        now = {name: there for name, there in files_in(disk).items() if "before an update" not in name}
        assert now == files, f"{where}: files are not as they were"
        assert contents(project) == held, f"{where}: another content"
        action()
    assert integrity.full_report(project.db) == []
    done = contents(project)
    project.close()
    again = Project.open(disk / "model.postil")
    assert contents(again) == done, "not what was saved"
    again.close()
    return bool(said)


def files_in(disk: Path) -> dict[str, bytes]:
    """Every file on the disk. The project is open, but holds no lock that reading its file could cancel."""
    return {str(path.relative_to(disk)): path.read_bytes() for path in disk.rglob("*") if path.is_file()}


def fill(disk: Path, free: int) -> None:
    """Leaves so many bytes, rounded down to whole pages."""
    with (disk / "filling").open("wb", buffering=0) as file:
        there = os.statvfs(disk)
        os.posix_fallocate(file.fileno(), 0, max(PAGE, there.f_bavail * there.f_frsize - free))


def levels(place: str, made: Path, disk: Path, count: int) -> list[int]:
    """So many amounts of free room from none to what is enough."""
    enough = PAGE
    while refused(place, made, disk, enough):
        enough *= 2
    return [enough * number // max(1, count - 1) for number in range(count)]


def on_the_disk(disk: Path, count: int) -> None:
    """What the process does that alone sees the disk: prints how many tries in each place were refused or done."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", disk], check=True)
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="postil-full-") as name:
        made = Path(name)
        make_sample(made / "model.postil")
        (made / "earlier.json").write_text("an export from before")
        shutil.copy(OLD, made / "old.postil")
        for place in PLACES:
            each = levels(place, made, disk, count // len(PLACES))
            found[place] = Counter("refused" if refused(place, made, disk, free) else "done" for free in each)
    print(json.dumps(found))


def run(count: int) -> str:
    """So many fill levels in all, spread over the places."""
    if not sys.platform.startswith("linux"):
        raise Impossible("only Linux lets a program mount a disk for itself.")
    private = ["unshare", "--mount", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*private, "true"], capture_output=True).returncode:
        raise Impossible("this system lets no program mount a disk for itself.")
    with tempfile.TemporaryDirectory(prefix="postil-full-") as disk:
        command = f"from tests.faults.full import on_the_disk, Path; on_the_disk(Path({disk!r}), {count})"
        done = subprocess.run([*private, sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert not done.returncode, done.stderr[-3000:]
    found = json.loads(done.stdout)
    tried, no = sum(sum(each.values()) for each in found.values()), sum(e.get("refused", 0) for e in found.values())
    assert all(each.get("refused") and each.get("done") for each in found.values()), f"no use: {found}"
    return (
        f"{tried} fill levels in {len(found)} places ({', '.join(found)}):\n"
        f"{no} refused with the reason and all files as they were, {tried - no} done; with room again all work"
    )
