import pytest

from tests.cli.test_cli import run


@pytest.fixture
def book(tmp_path):
    """A project with the five articles."""
    path = tmp_path / "book.postil"
    run("new", path, "--seeds")
    return path
