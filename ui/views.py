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
    from ui import menus  # which know the window
    from ui.charts.view import ChartsView  # half a second of imports, not at start-up
    from ui.commands import charts

    made = ChartsView(window.session, window.settings)
    made.passages_requested.connect(window.show_counted)
    made.pin_asked.connect(lambda key: charts.pin_or_unpin(window, key))
    made.menu_asked.connect(lambda *where: menus.open_for_chart(window, *where))
    made.told.connect(lambda said: window.messages.tell(said, is_error=False))
    made.went.connect(window.refresh_actions)
    return made


def _codebook(window: "MainWindow") -> "QWidget":
    from ui.codebook.view import CodebookView
    from ui.commands import codebook

    made = CodebookView(
        window.session,
        window.settings,
        window.tag_panel.in_order,
        window.actions_by_id["codebook.import"].trigger,
        window.actions_by_id["codebook.export"].trigger,
    )
    window.tag_panel.order_changed.connect(made.follow_tree)
    made.example_chosen.connect(lambda example: codebook.open_example(window, example))
    made.menu_asked.connect(lambda *what: codebook.open_menu(window, *what))
    return made


def _notes(window: "MainWindow") -> "QWidget":
    from ui import menus  # which know the window
    from ui.commands import notes
    from ui.notes.view import NotesView

    made = NotesView(window.session)
    made.go_asked.connect(lambda on: notes.go_to(window, on))
    made.followed.connect(lambda link: notes.follow(window, link))
    made.menu_asked.connect(lambda *where: menus.open_for_note(window, *where))
    made.chosen.connect(window.refresh_actions)
    made.new_asked.connect(lambda: notes.write_new(window))
    return made


def _passages(window: "MainWindow") -> "QWidget":
    from ui import menus
    from ui.commands import passages  # which needs the window's commands, which need the names of these views
    from ui.passages.view import PassagesView

    made = PassagesView(window.session, window)
    made.opened.connect(lambda passage: passages.open_in_text(window, passage))
    made.list.menu_asked.connect(lambda *where: menus.open_for_listed(window, *where))
    made.act.connect(lambda command: window.actions_by_id[command].trigger())
    return made


VIEWS = {
    "read": View("Read"),
    "passages": View("Passages", _passages),
    "notes": View("Notes", _notes),
    "codebook": View("Codebook", _codebook),
    "charts": View("Charts", _charts, slow=True),
}
