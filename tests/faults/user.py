"""The random user of tests/storage/test_model.py at work in a fault, and what a project holds in one word."""

import hashlib
import os

from hypothesis import HealthCheck, Phase, assume, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test

from tests.storage.test_model import RandomUser


class BusyUser(RandomUser):
    """Works as Postil does, every step waiting for the disk."""

    @initialize(zeal=st.integers(0, 100))
    def start(self, zeal):
        super().start()
        assume(zeal)  # hypothesis always begins with the dullest user there can be

    def open(self):
        self.project = self.kind.open(self.folder / "model.postil")


def at_work(user: type[RandomUser], number: int, projects: int, steps: int) -> None:
    """Lets random users work on so many projects, with up to so many steps on each; `number` decides which."""
    run_state_machine_as_test(
        seed(number)(type(user.__name__, (user,), {})),
        settings=settings(
            max_examples=projects,
            stateful_step_count=steps,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def digest(rows: object) -> str:
    """One short word for what was read from a project: the same for the same."""
    return hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def say(line: str) -> None:
    """Writes a line to standard output at once and whole, whatever happens afterwards."""
    os.write(1, f"{line}\n".encode())
