"""Article after article is opened in the real window: its memory must not grow.

`python -m tests.faults.memory [--switches 1000]` prints what a window takes before and after.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import click

from storage import operations
from storage.importers.text import pasted
from storage.project import Project
from storage.samples import create_with_samples
from tests.bench.__main__ import stay_at_home
from tests.bench.measuring import peak_mb
from ui import theme
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings

FULL, SMALL = 1000, 100
MOST = 20  # megabytes more
_FIRST = 60  # switches before it is measured: fonts, pictures and memory pools are filled once
ROOT = Path(__file__).parents[2]


def run(count: int) -> str:
    """Switches so often in a process of its own."""
    command = [sys.executable, "-m", "tests.faults.memory", "--switches", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def megabytes() -> float:
    """What this process holds in memory; where that is not known, the most it ever held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_mb()
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def make_project(path: Path) -> None:
    """The sample articles and a longer text, all of them marked."""
    project = create_with_samples(path)
    project.run("Add", operations.add_documents, [pasted("Long", "A sentence of a long text.\n" * 20_000)])

    def mark(project: Project) -> None:
        for document in range(1, 7):
            for start in range(0, 5000, 100):
                tags = [f"Tag {start // 100 % 7}"]
                operations.annotate_with_paths(project, document, start, start + 60, tags, "a note")

    project.run("Mark", mark)
    project.close()


def growth(folder: Path, switches: int) -> tuple[float, float]:
    """Megabytes before and after so many switches from one article to the next, each of them painted."""
    app = make_application()
    theme.apply(app, "light")
    make_project(folder / "book.postil")
    window = MainWindow(Session(Project.open(folder / "book.postil")), Settings(theme="light"))
    window.resize(1440, 900)
    window.show()
    before = 0.0
    for number in range(_FIRST + switches):
        if number == _FIRST:
            before = megabytes()
        document = 1 + number % len(window.session.documents)
        window.show_article(document)
        assert window.session.article.document.id == document
        for _ in range(3):
            app.processEvents()
    after = megabytes()
    window.close()
    window.session.project.close()
    return before, after


@click.command()
@click.option("--switches", default=FULL, show_default=True)
def main(switches: int) -> None:
    """Opens article after article and prints what that costs."""
    with tempfile.TemporaryDirectory(prefix="postil-memory-") as folder:
        stay_at_home(Path(folder))
        before, after = growth(Path(folder), switches)
    print(f"{switches} switches: {before:.1f} MB before, {after:.1f} MB after, {after - before:+.1f} MB.")
    sys.exit(after - before >= MOST)


if __name__ == "__main__":
    main()
