"""A session of the real window under `strace`, which sees every socket that is made.

The control makes an internet socket, and must be seen.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.bench.__main__ import stay_at_home
from tests.faults import Impossible

FULL, SMALL = 1, 1
_TRACE = ("strace", "-f", "-qq", "-e", "trace=socket,connect")
_CONTROL = "import socket; socket.socket(socket.AF_INET); socket.socket(socket.AF_INET6)"
_SOCKET = re.compile(r"\bsocket\((\w+)")
ROOT = Path(__file__).parents[2]


def run(_count: int) -> str:
    """Counts the sockets by their families."""
    if shutil.which("strace") is None or _made([sys.executable, "-c", ""]) is None:
        raise Impossible("there is no strace here, or it may not look at other programs.")
    assert _made([sys.executable, "-c", _CONTROL]) == {"AF_INET": 1, "AF_INET6": 1}
    with tempfile.TemporaryDirectory(prefix="postil-sockets-") as folder:
        made = _made([sys.executable, "-m", "tests.faults.sockets", folder])
        exported = Path(folder, "everything.html").read_text("utf-8")
    assert made is not None
    assert "a note" in exported  # the session went all the way
    others = sum(made.values()) - made["AF_INET"] - made["AF_INET6"]
    said = f"{made['AF_INET']} AF_INET, {made['AF_INET6']} AF_INET6, {others} other sockets"
    assert not made["AF_INET"], said
    assert not made["AF_INET6"], said
    return f"{said}; the control's 2 were seen."


def _made(command: list[str]) -> Counter[str] | None:
    """Families of the sockets that a program made, and those it started; None when it cannot be traced."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        done = subprocess.run([*_TRACE, "-o", log.name, *command], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            if "ptrace" in done.stderr:
                return None
            raise RuntimeError(done.stderr)
        return Counter(_SOCKET.findall(log.read()))


def session(folder: Path) -> None:
    """Starts Postil as a person does, works through it, and quits."""
    stay_at_home(folder)
    from PySide6.QtCore import QTimer

    from storage.samples import create_with_samples
    from ui.app import make_application
    from ui.app import run as run_window

    create_with_samples(folder / "book.postil").close()
    make_application()
    sys.excepthook = lambda *error: (sys.__excepthook__(*error), os._exit(1))
    QTimer.singleShot(0, lambda: _work_through(folder))
    sys.exit(run_window(folder / "book.postil"))


def _work_through(folder: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QFileDialog

    from ui.commands import files
    from ui.main_window import MainWindow

    (window,) = (top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow))
    QFileDialog.getSaveFileName = staticmethod(lambda *_: (str(folder / "everything.html"), ""))

    def command(name: str, typed: str = "", ends: Qt.Key | None = None) -> None:
        window.actions_by_id[name].trigger()
        QTest.qWait(50)
        field = QApplication.focusWidget()
        if typed:
            QTest.keyClicks(field, typed)
        if ends is not None:
            QTest.keyClick(field, ends)
        QTest.qWait(50)

    window.reader.select_sentence()
    command("annotation.tag", "Economy/Energy", Qt.Key.Key_Return)
    command("annotation.note", "a note", Qt.Key.Key_Escape)
    command("find.open", "energy", Qt.Key.Key_Return)
    command("find.anything", "theme", Qt.Key.Key_Escape)
    (folder / "more.txt").write_text("See https://example.org and mailto:a@example.org.", "utf-8")
    files.add_files(window, [folder / "more.txt"])
    QTest.qWait(500)
    for name in ("article.next", "view.charts", "theme.dark", "view.read", "view.reading", "article.beside"):
        command(name)
    for name in ("place.contents", "edit.undo", "edit.redo", "export.everything"):
        command(name)
    window.close()


if __name__ == "__main__":
    session(Path(sys.argv[1]))
