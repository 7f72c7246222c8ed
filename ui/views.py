"""The views beside the text: what each is called, and how it is made when it is first asked for."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ui.main_window import MainWindow


class View(NamedTuple):
    """One of the views that take the middle of the window.

    `make` is None for the text, which is always there; a `slow` one takes so long that "Loading…" is seen first.
    """

    text: str
    make: "Callable[[MainWindow], QWidget] | None" = None
    slow: bool = False


def _charts(window: "MainWindow") -> "QWidget":
    from ui.charts.view import ChartsView  # half a second of imports, not at start-up

    made = ChartsView(window.session)
    made.passages_requested.connect(window.show_passages)
    return made


VIEWS = {
    "read": View("Read"),
    "charts": View("Charts", _charts, slow=True),
}
