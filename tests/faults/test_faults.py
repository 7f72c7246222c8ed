"""A few of the faults of each script; `python -m tests.faults` makes all of them."""

from importlib import import_module

import pytest

from tests.faults import SCRIPTS, Impossible


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_few_faults(name):
    script = import_module(f"tests.faults.{name}")
    try:
        print(script.run(script.SMALL))
    except Impossible as reason:
        pytest.skip(str(reason))
