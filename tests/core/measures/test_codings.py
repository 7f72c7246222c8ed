"""The columns that everything is counted from."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.measures.codings import places

NUMBERS = st.integers(0, 100) | st.integers(0, 2**53)  # close together, as in most projects, and far apart


@given(st.lists(NUMBERS, unique=True, max_size=30), st.data())
def test_every_key_is_found_at_its_place(keys, data):
    wanted = data.draw(st.lists(st.sampled_from(keys), max_size=40)) if keys else []
    found = places(np.array(wanted, np.int64), np.array(keys, np.int64))
    assert found.tolist() == [keys.index(key) for key in wanted]
