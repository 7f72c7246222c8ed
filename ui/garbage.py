"""Python's cycles of garbage are collected on the window's thread only.

Left to itself Python collects on whichever thread happens to make an object, also on one that writes a backup. Qt
objects among the garbage would be destroyed there, and the program would crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
# A book's annotations are tens of thousands of objects: looking through all at every 700th, as Python would, takes
# as long as reading them from the file.
_THRESHOLDS = (50_000, 20, 20)


class Collector(QObject):
    """Looks every second whether there is enough new to be worth collecting."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > _THRESHOLDS[generation]:
                gc.collect(generation)
                return
