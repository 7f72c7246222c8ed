"""Runs operations as a user's steps: done, undone and redone, or refused without a trace."""

import pytest

from core.errors import UserError
from storage import integrity
from tests.storage.contents import contents, everything


def step(project, operation, *args, **kwargs):
    """Runs one step, takes it back, brings it again, and compares everything at every stop."""
    before = contents(project)
    result, changes = project.run("A step", operation, *args, **kwargs)
    after = contents(project)
    assert changes.label == "A step"
    assert project.undo().before.keys() == changes.before.keys()
    assert contents(project) == before
    assert project.redo().before.keys() == changes.before.keys()
    assert contents(project) == after
    assert integrity.full_report(project.db) == []
    return result


def refused(project, sentence, operation, *args):
    """The operation says this in one sentence and leaves no trace, not even in the history."""
    before = everything(project)
    with pytest.raises(UserError, match=sentence) as caught:
        project.run("A step", operation, *args)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert everything(project) == before
