"""Faults made on purpose, and what they may not do to a person's work.

Each script is a module with a docstring that says in its first line what is done, and

    FULL: int               how many faults the full run makes
    SMALL: int              how many the tests make, in a few seconds
    run(count: int) -> str  makes so many and says in a line or two what came of it

`run` raises AssertionError where a promise is broken, or where a control did not fail as it must, and Impossible,
with a sentence, where this machine cannot make the fault.
"""

import traceback
from importlib import import_module

# In the order they are run and printed.
SCRIPTS = ("kill", "power", "full", "errors", "damage", "sync", "monkey", "memory", "sockets")


class Impossible(Exception):
    """This machine cannot make the fault; the sentence says why."""


def done(name: str, scale: float) -> tuple[str, str, bool]:
    """What a script does, what came of it, and whether that is as it should be."""
    script = import_module(f"tests.faults.{name}")
    what = (script.__doc__ or "").splitlines()[0]
    try:
        return what, script.run(max(1, round(script.FULL * scale))), True
    except Impossible as reason:
        return what, f"not done here: {reason}", True
    except Exception:  # noqa: BLE001  (whatever a script met is what is to be reported)
        return what, f"FAILED\n{traceback.format_exc()}", False
