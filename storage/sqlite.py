"""sqlite-utils, imported without numpy.

sqlite-utils imports numpy where it is installed (pyqtgraph brings it), only to know numpy's types as columns.
Postil stores none of those, and the import costs a fifth of a second at every start, so it is hidden for this
one import.
"""

import sys

_hidden = "numpy" not in sys.modules
if _hidden:
    sys.modules["numpy"] = None  # type: ignore[assignment]
try:
    from sqlite_utils import Database
finally:
    if _hidden:
        del sys.modules["numpy"]

__all__ = ["Database"]
