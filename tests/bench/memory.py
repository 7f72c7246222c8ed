"""How much memory the long text takes: `python -m tests.bench.memory ours|bare PROJECT` prints megabytes."""

import subprocess
import sys
from pathlib import Path

from tests.bench.corpus import LONG
from tests.bench.measuring import Line, peak_mb

_RUNS = 3


def memory(folder: Path, _scale: float) -> Line:
    """All of Postil with the long text and its annotations, beside a bare text field with the same text."""
    found = {kind: sorted(_megabytes(kind, folder / LONG) for _ in range(_RUNS)) for kind in ("ours", "bare")}
    ours, bare = found["ours"][_RUNS // 2], found["bare"][_RUNS // 2]
    return Line("memory", ours, bare, ours / bare, ours, unit="MB")


def _megabytes(kind: str, project: Path) -> float:
    command = [sys.executable, "-m", "tests.bench.memory", kind, str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def _ours(project: Path) -> None:
    from tests.bench.reading import LONG_TEXT, open_window

    with open_window(project) as (window, paints):
        window.session.open_article(LONG_TEXT)
        paints.handled()


def _bare(project: Path) -> None:
    import sqlite3

    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    app = QApplication([])
    editor = QPlainTextEdit()
    editor.resize(900, 900)
    with sqlite3.connect(project) as db:
        editor.setPlainText(db.execute("SELECT text FROM document_text WHERE id = 2").fetchone()[0])
    editor.show()
    app.processEvents()


if __name__ == "__main__":
    {"ours": _ours, "bare": _bare}[sys.argv[1]](Path(sys.argv[2]))
    print(peak_mb())
