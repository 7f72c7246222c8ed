"""The log of errors: it says where something happened, and nothing of what the user has."""

import os
import sqlite3
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from core import VERSION
from core.errors import UserError
from ui.safety import crash_log

ROOT = Path(__file__).parents[2]
SECRETS = ("Diary of Anna", "my private note", "/home/anna/Diary.postil", "anna")


def fail_with_secrets() -> None:
    """An error as they come: each message quotes what the user has."""
    try:
        try:
            {}["Diary of Anna"]
        except KeyError as error:
            error.add_note("my private note")
            Path("/home/anna/Diary.postil").read_text()
    except OSError as error:
        raise UserError("“Diary of Anna” cannot be read: my private note") from error


def met(function) -> Exception:
    with pytest.raises(Exception) as caught:
        function()
    return caught.value


def test_an_error_is_described_by_kinds_and_places_only():
    error = met(fail_with_secrets)
    assert all(secret in "".join(traceback.format_exception(error)) for secret in SECRETS)
    text = crash_log.described(error, error.__traceback__)
    assert not any(secret in text for secret in SECRETS)
    assert str(ROOT) not in text
    kinds = [line for line in text.splitlines() if not line.startswith("  ")]
    assert kinds == ["KeyError", "led to", "FileNotFoundError (ENOENT)", "led to", "core.errors.UserError"]
    assert text.count("  tests/ui/test_crash_log.py:") == 4
    line = fail_with_secrets.__code__.co_firstlineno + 9
    assert f"  tests/ui/test_crash_log.py:{line} in fail_with_secrets" in text.splitlines()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("None.strip", "AttributeError (strip)"),
        ("nowhere", "NameError (nowhere)"),
        ("int('my private note')", "ValueError"),
        (
            "__import__('sqlite3').connect('/home/anna/x/y').execute('x')",
            "sqlite3.OperationalError (SQLITE_CANTOPEN)",
        ),
        ("b'anna\\xff'.decode()", "UnicodeDecodeError"),
    ],
)
def test_facts_that_no_user_wrote_are_kept(statement, kind):
    error = met(lambda: eval(statement, {"sqlite3": sqlite3}))
    assert crash_log.described(error, error.__traceback__).splitlines()[0] == kind


def test_a_long_way_down_is_shortened_and_a_ring_of_causes_ends():
    def down() -> None:
        down()

    error = met(down)
    text = crash_log.described(error, error.__traceback__)
    assert len(text.splitlines()) < 60
    assert " more …" in text
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert crash_log.described(one, None) == "KeyError\nled to\nValueError"


def test_places_in_libraries_are_named_without_the_folders_of_the_computer():
    error = met(lambda: __import__("platformdirs").user_log_dir(1, 2, 3, 4, 5, 6, 7, 8, 9))
    assert "site-packages" not in crash_log.described(error, error.__traceback__)
    error = met(lambda: __import__("json").loads("{"))
    text = crash_log.described(error, error.__traceback__)
    assert "  decoder.py:" in text
    assert str(Path(os.__file__).parent) not in text


def test_the_log_is_rotated_by_size_and_the_oldest_goes(tmp_path):
    for number in range(3000):
        crash_log.write(tmp_path, f"{number:06} {'x' * 400}")
    logs = sorted(tmp_path.iterdir())
    assert [log.name for log in logs] == ["errors.log", *(f"errors.log.{n}" for n in range(1, crash_log.KEPT + 1))]
    assert all(log.stat().st_size <= crash_log.MAX_BYTES for log in logs)
    assert "002999 x" in logs[0].read_text("utf-8")
    kept = "".join(log.read_text("utf-8") for log in reversed(logs))
    numbers = [int(line[:6]) for line in kept.splitlines() if line.endswith("x")]
    assert numbers == list(range(numbers[0], 3000))
    assert numbers[0] > 0


def test_a_log_that_cannot_be_written_is_no_further_error(tmp_path):
    (tmp_path / "file").write_text("")
    crash_log.write(tmp_path / "file", "lost")
    crash_log.watch_for_the_worst(tmp_path / "file")
    assert (tmp_path / "file").read_text() == ""


def end_badly(folder: Path, how: str) -> str:
    """Has a program die while it watches, and returns what the next start finds in the log."""
    program = f"""
import sys
from pathlib import Path
from ui.safety import bug_report, crash_log
crash_log.watch_for_the_worst(Path(sys.argv[1]))
bug_report.install(bug_report.BugReports(Path(sys.argv[1])))
{how}
"""
    done = subprocess.run(
        [sys.executable, "-c", program, folder], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode < 0 or done.returncode > 2, done.stderr
    crash_log.write(folder, "the next start")
    start = subprocess.run(
        [sys.executable, "-c", "import sys; from pathlib import Path; from ui.safety import crash_log;"
         "crash_log.watch_for_the_worst(Path(sys.argv[1]))", folder], cwd=ROOT, check=True, timeout=60,
    )  # fmt: skip
    assert start.returncode == 0
    assert (folder / crash_log.FATAL).read_text("utf-8") == ""
    return (folder / crash_log.LOG).read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="ends programs by signals")
def test_a_fatal_error_is_in_the_log_from_the_next_start_on(tmp_path):
    log = end_badly(tmp_path / "logs", "def die():\n    import faulthandler; faulthandler._sigsegv()\ndie()")
    assert "Fatal Python error: Segmentation fault" in log
    assert "  <string>:8 in die" in log
    assert str(ROOT) not in log


@pytest.mark.skipif(os.name == "nt", reason="ends programs by signals")
def test_a_fatal_message_of_qt_is_in_the_log_without_its_text(tmp_path):
    log = end_badly(tmp_path, "from PySide6.QtWidgets import QWidget\nQWidget()")
    assert "Qt fatal: QWidget\n" in log
    assert "Fatal Python error: Aborted" in log
    assert f"Postil {VERSION}, Python " in log


def test_of_a_message_only_the_part_of_qt_is_kept():
    assert crash_log.origin("QFile::open: /home/anna/Diary.postil") == "QFile::open"
    assert crash_log.origin("QPainter::begin(): Paint device returned engine == 0") == "QPainter::begin"
    assert crash_log.origin("/home/anna/Diary.postil: not found") == "a message that names no part of Qt"
    assert crash_log.origin("Diary of Anna") == "a message that names no part of Qt"
