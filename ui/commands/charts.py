"""Commands on charts: walking through them, and keeping them with their settings."""

from typing import TYPE_CHECKING

from ui import messages
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.charts.canvas import Canvas
    from ui.charts.pins import Pin
    from ui.charts.view import ChartsView
    from ui.main_window import MainWindow


def _view(window: "MainWindow") -> "ChartsView | None":
    """The view of charts, while it is seen."""
    return window.made.get("charts") if window.view == "charts" else None


def is_seen(window: "MainWindow") -> bool:
    """Whether charts are seen."""
    return _view(window) is not None


def is_alone(window: "MainWindow") -> bool:
    """Whether one chart is seen alone."""
    view = _view(window)
    return view is not None and bool(view.alone)


def leaves_alone(window: "MainWindow") -> bool:
    """Whether Esc leaves a chart that is seen alone: there are no groups to leave first."""
    return is_alone(window) and not window.session.shown.groups


def has_pinned(window: "MainWindow") -> bool:
    """Whether charts are seen and any of the project is pinned."""
    view = _view(window)
    return view is not None and bool(view.pins.by_key)


def has_chosen(window: "MainWindow") -> bool:
    """Whether the keyboard is at a chart, or one is seen alone."""
    view = _view(window)
    return view is not None and bool(view.chosen())


def has_chosen_pinned(window: "MainWindow") -> bool:
    """Whether that chart is a pinned one."""
    view = _view(window)
    return view is not None and view.chosen() in view.pins.by_key


def has_names(window: "MainWindow") -> bool:
    """Whether the keyboard is in a table whose rows and columns can be ordered by one another."""
    return (found := _view(window)) is not None and bool(found.chosen()) and _canvas(found).has_names


def _canvas(view: "ChartsView") -> "Canvas":
    return view.cards[view.chosen()].canvas


def order_rows(window: "MainWindow") -> None:
    """Orders the rows of a table by the numbers of the column that the keyboard is in, or as before."""
    _order(window, is_row=False)


def order_columns(window: "MainWindow") -> None:
    """Orders the columns of a table by the numbers of the row that the keyboard is in, or as before."""
    _order(window, is_row=True)


def _order(window: "MainWindow", is_row: bool) -> None:
    view = _view(window)
    if view is None or not has_names(window):
        window.messages.tell("First go to a cell of “Tags × articles” with Tab and the arrow keys.", is_error=False)
    elif not _canvas(view).order_by_current(is_row):
        alike = "Articles that are alike stand together now. Choose another order of the tags first."
        window.messages.tell(alike, is_error=False)


def overview(window: "MainWindow") -> None:
    """Goes from one chart back to all of them."""
    if (view := _view(window)) is not None:
        view.leave_alone()


def go_next(window: "MainWindow") -> None:
    """Shows the next chart of the list alone."""
    if (view := _view(window)) is not None:
        view.walk(1)


def go_previous(window: "MainWindow") -> None:
    """Shows the chart before it in the list or, before the first, all of them."""
    if (view := _view(window)) is not None:
        view.walk(-1)


def pin(window: "MainWindow") -> None:
    """Keeps the chart that the keyboard is at, under a name that is asked for."""
    view = _view(window)
    if view is not None and not view.chosen():
        window.messages.tell("Go to a chart with Tab, or choose one in the list above, to pin it.", is_error=False)
    elif view is not None:
        _ask_and_pin(window, view, view.chosen())


def _ask_and_pin(window: "MainWindow", view: "ChartsView", key: str) -> None:
    settings, pinned = view.kept(key), view.pins.by_key.get(key)
    wanted = view.session.filtering.wanted.but_counted() if pinned is None else pinned.wanted
    name = messages.ask_line(view, "Pin chart", "Its name:", view.pins.free_name(view.title_of(key)))
    if name is not None and (made := view.pins.pin(name, settings, wanted)):
        said = f"{quoted(view.title_of(made))} is pinned. It stands below the charts of the overview."
        window.messages.tell(said, is_error=False)


def pin_or_unpin(window: "MainWindow", key: str) -> None:
    """Keeps a chart or, where it is pinned, takes it away."""
    view = _view(window)
    if view is not None and key in view.pins.by_key:
        view.pins.unpin(key)
    elif view is not None:
        _ask_and_pin(window, view, key)


def turn(window: "MainWindow") -> None:
    """Shows the numbers of a chart as a table, or the chart again."""
    if found := _chosen(window):
        view, key = found
        view.change(key, "as_table", not view.kept(key).as_table)
        view.choose(key)


def export(window: "MainWindow", form: str) -> None:
    """Writes a chart to a file, or to the clipboard."""
    if found := _chosen(window):
        view, key = found
        view.export_chart(view.cards[key], form)


def copy(window: "MainWindow") -> None:
    """Copies the numbers that are selected where the keyboard is at a table of them, else the chart."""
    if found := _chosen(window):
        view, key = found
        numbers = view.cards[key].numbers
        if numbers.hasFocus():
            numbers.copy()
        else:
            view.export_chart(view.cards[key], "Copy")


def _chosen(window: "MainWindow") -> "tuple[ChartsView, str] | None":
    """The chart that is meant; None, and a hint, without one."""
    view = _view(window)
    if view is None:
        return None
    if not view.chosen():
        window.messages.tell("First go to a chart with Tab, or choose one in the list.", is_error=False)
        return None
    return view, view.chosen()


def _pinned(window: "MainWindow") -> "tuple[ChartsView, Pin] | None":
    """The pinned chart that is meant; None, and a hint, without one."""
    view = _view(window)
    if view is None:
        return None
    if view.chosen() not in view.pins.by_key:
        window.messages.tell("First go to a pinned chart with Tab, or choose one in the list.", is_error=False)
        return None
    return view, view.pins.by_key[view.chosen()]


def rename(window: "MainWindow") -> None:
    """Gives a pinned chart another name."""
    if found := _pinned(window):
        view, chart = found
        name = messages.ask_line(window, "Rename chart", "Its name:", chart.name)
        if name is not None:
            view.pins.rename(chart.key, name)


def take_filter(window: "MainWindow") -> None:
    """Has a pinned chart go by the filter of Passages, as it is now."""
    if found := _pinned(window):
        view, chart = found
        view.pins.filter(chart.key)


def move_up(window: "MainWindow") -> None:
    """Moves a pinned chart before the one before it."""
    if found := _pinned(window):
        view, chart = found
        view.pins.move(chart.key, -1)


def move_down(window: "MainWindow") -> None:
    """Moves a pinned chart after the one after it."""
    if found := _pinned(window):
        view, chart = found
        view.pins.move(chart.key, 1)


def unpin(window: "MainWindow") -> None:
    """Takes a pinned chart away."""
    if found := _pinned(window):
        view, chart = found
        view.pins.unpin(chart.key)
