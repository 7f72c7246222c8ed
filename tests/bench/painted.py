"""Starts a window, says when it has been painted, and ends: `python -m tests.bench.painted ours|bare`."""

import os
import resource
import sys

HEAVY = ("numpy", "pyqtgraph")  # what only the charts need


def ours() -> None:
    """Postil as its command line starts it."""
    from PySide6.QtWidgets import QApplication

    QApplication.exec = lambda *_: paint_and_end()
    import main

    sys.argv = ["main.py"]
    main.main()


def bare() -> None:
    """The least window that could show a text."""
    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QPlainTextEdit())
    window.resize(1440, 900)
    window.show()
    paint_and_end()
    del app


def paint_and_end() -> None:
    """Handles events until the visible window has been painted, says so, and leaves at once."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Painted(QObject):
        count = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.count += event.type() == QEvent.Type.Paint
            return False

    app = QApplication.instance()
    painted = Painted()
    window = next(widget for widget in app.topLevelWidgets() if isinstance(widget, QMainWindow))
    window.installEventFilter(painted)
    while not painted.count:
        app.processEvents()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("painted", peak, *(name for name in HEAVY if name in sys.modules), flush=True)
    os._exit(0)


if __name__ == "__main__":
    {"ours": ours, "bare": bare}[sys.argv[1]]()
