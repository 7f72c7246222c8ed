"""What every test stands on: no screen, no file of the user's, and a fresh project.

Nothing here imports PySide6, so that the tests of core and storage run where Qt cannot.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.project import Project
from tests import no_network

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _leave_the_users_files_alone() -> None:
    """Gives the tests, and every program they start, a home folder of their own."""
    home = Path(tempfile.mkdtemp(prefix="postil-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name, folder in {
        "HOME": "",
        "USERPROFILE": "",
        "XDG_DATA_HOME": ".local/share",
        "XDG_CONFIG_HOME": ".config",
        "XDG_CACHE_HOME": ".cache",
        "XDG_STATE_HOME": ".local/state",
        "XDG_RUNTIME_DIR": "run",
    }.items():
        path = home / folder
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)  # Qt warns about a runtime folder that others can read
        os.environ[name] = str(path)


_leave_the_users_files_alone()
no_network.forbid()

settings.register_profile("ci", max_examples=60, deadline=None)
settings.register_profile("nightly", max_examples=20_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def nothing_asks_for_a_connection() -> Iterator[None]:
    """Also where what forbids it is caught by whoever asked."""
    yield
    tried, no_network.met[:] = [*no_network.met], []
    assert tried == []


@pytest.fixture
def samples() -> Path:
    """A folder of sample files of many formats, named by POSTIL_SAMPLES; skips without it."""
    folder = os.environ.get("POSTIL_SAMPLES")
    if not folder:
        pytest.skip("POSTIL_SAMPLES names no folder of sample files")
    return Path(folder)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A new, empty project in a file of its own."""
    project = Project.create(tmp_path / "test.postil")
    yield project
    project.close()
