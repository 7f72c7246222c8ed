import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from ui import preflight

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has such trouble")
SCREENS = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")


@pytest.fixture(autouse=True)
def no_screen(monkeypatch):
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def lacking(monkeypatch):
    """Makes the loader fail as it does where a part of Qt needs a library that is not installed."""

    def lack(part, message="{} cannot open shared object file: No such file or directory", library="libEGL.so.1:"):
        def load(path):
            loaded.append(Path(path).name)
            if loaded[-1] == part:
                raise OSError(message.format(library))

        loaded = []
        monkeypatch.setattr(ctypes, "CDLL", load)
        return loaded

    return lack


def test_no_screen_is_one_sentence_and_not_an_abort():
    done = subprocess.run([sys.executable, ROOT / "main.py"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"There is no screen here: {preflight._WITHOUT}\n"


def test_a_screen_that_does_not_answer_is_one_sentence(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":987")
    done = subprocess.run([sys.executable, ROOT / "main.py"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    # On a system without Qt's libraries for X the missing library comes first.
    assert "The screen “:987” cannot be reached" in done.stderr or "which is missing here" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wayland_screen_that_is_gone_counts_as_none(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    (tmp_path / "wayland-0").write_text("no socket")
    assert preflight.problem() == f"There is no screen here: {preflight._WITHOUT}"


def test_a_missing_library_is_named_with_the_line_that_installs_it(monkeypatch, lacking):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    lacking("libQt6Gui.so.6")
    sentence = preflight.problem()
    assert sentence.startswith("Qt needs the system library libEGL.so.1, which is missing here")
    assert preflight.APT in sentence


def test_the_library_for_x_is_needed_only_there(monkeypatch, lacking):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    loaded = lacking("libqxcb.so", library="libxcb-cursor.so.0:")
    assert preflight.problem() is None
    assert loaded == ["libQt6Gui.so.6", "libQt6Widgets.so.6"]
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":0")
    assert "libxcb-cursor.so.0" in preflight.problem()


def test_a_library_that_does_not_fit_is_told_as_it_is(monkeypatch, lacking):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    lacking("libQt6Gui.so.6", "/lib/libc.so.6: version `GLIBC_9.9' not found")
    assert preflight.problem() == "Qt cannot be loaded here (/lib/libc.so.6: version `GLIBC_9.9' not found)."


def test_without_pyside_the_way_to_start_is_told(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(preflight, "find_spec", lambda name: None)
    assert "PySide6 is not installed" in preflight.problem()


def test_other_systems_have_no_such_trouble(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert preflight.problem() is None


def test_looking_loads_no_window():
    program = "import sys; from ui import preflight; preflight.problem(); print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_readme_has_the_same_line():
    assert preflight.APT in (ROOT / "README.md").read_text(encoding="utf-8").replace(" \\\n    ", " ")
