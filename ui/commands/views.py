"""Commands that change what is shown, not what is saved."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from ui import messages, shortcuts, theme
from ui.commands import typing
from ui.settings import RANGES, Settings

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def close(window: "MainWindow") -> None:
    """Leaves Postil."""
    window.close()


def open_palette(window: "MainWindow") -> None:
    """Opens the field that finds commands, articles and tags."""
    window.open_palette()


def toggle_history(window: "MainWindow") -> None:
    """Shows the steps that can be undone and redone, with the keyboard there; hides them when it is there."""
    typing.save(window)
    if window.history.isVisible() and window.history.isAncestorOf(QApplication.focusWidget()):
        window.arrangement.fold("history")
        window.reader.setFocus()
        return
    window.arrangement.show("history")
    window.history.focus_list()


def shows_history(window: "MainWindow") -> bool:
    """Whether the history is shown."""
    return window.history.isVisible()


def show(window: "MainWindow", name: str) -> None:
    """Shows one of the views, with the keyboard in it."""
    window.show_view(name)
    if name == "read":
        window.reader.setFocus()


def go_to_articles(window: "MainWindow") -> None:
    """Puts the keyboard into the list of articles."""
    window.show_sidebar()
    window.library.focus_list()


def go_to_text(window: "MainWindow") -> None:
    """Puts the keyboard into the text."""
    window.show_view("read")
    window.reader.setFocus()


def go_to_tags(window: "MainWindow") -> None:
    """Puts the keyboard into the tags."""
    window.show_sidebar()
    window.tag_panel.focus_filter()


def go_to_cards(window: "MainWindow") -> None:
    """Puts the keyboard into the annotations of this article."""
    window.show_cards()
    window.cards.focus_filter()


def next_pane(window: "MainWindow") -> None:
    """Moves the keyboard from pane to pane."""
    panes = [window.reader, window.cards, window.history, window.library, window.tag_panel]
    shown = [pane for pane in panes if pane.isVisible()]
    focused = QApplication.focusWidget()
    here = next((i for i, pane in enumerate(shown) if pane is focused or pane.isAncestorOf(focused)), -1)
    target = shown[(here + 1) % len(shown)] if shown else None
    goers = {
        window.reader: go_to_text,
        window.cards: go_to_cards,
        window.history: lambda window: window.history.focus_list(),
        window.library: go_to_articles,
        window.tag_panel: go_to_tags,
    }
    if target is not None:
        goers[target](window)


def open_menu(_window: "MainWindow") -> None:
    """Opens the menu of what the keyboard is at, as the menu key does that some keyboards lack."""
    focused = QApplication.focusWidget()
    if focused is not None:
        caret = focused.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        place = QRectF(focused.rect()) if caret is None else QRectF(caret)  # a drawing has no caret
        at = place.center().toPoint()
        by_key = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(focused, QContextMenuEvent(by_key, at, focused.mapToGlobal(at)))


def next_article(window: "MainWindow") -> None:
    """Opens the next article."""
    _step_article(window, 1)


def previous_article(window: "MainWindow") -> None:
    """Opens the article before."""
    _step_article(window, -1)


def _step_article(window: "MainWindow", by: int) -> None:
    ids = list(window.session.documents)
    article = window.session.article
    row = ids.index(article.document.id) + by if article is not None else 0
    if 0 <= row < len(ids):
        window.session.open_article(ids[row])


def toggle_beside(window: "MainWindow") -> None:
    """Opens another article beside this one: the one chosen in the list, else the next; or closes the other."""
    session, article = window.session, window.session.article
    if article is None:
        return
    if len(session.panes) > 1:
        window.panes.close_pane(1 - session.active)
        return
    ids = list(session.documents)
    chosen = window.library.selected_document()
    following = ids[(ids.index(article.document.id) + 1) % len(ids)]
    window.show_view("read")
    window.panes.open_beside(chosen if chosen not in (None, article.document.id) else following)


def other_side(window: "MainWindow") -> None:
    """Puts the keyboard into the article beside."""
    window.session.activate(1 - window.session.active)
    window.reader.setFocus()


def go_back(window: "MainWindow") -> None:
    """To the place that the last jump led away from."""
    _travel(window, window.panes.go_back)


def go_forward(window: "MainWindow") -> None:
    """To the place that was come back from."""
    _travel(window, window.panes.go_forward)


def _travel(window: "MainWindow", step: Callable[[str], str]) -> None:
    left = window.view
    window.show_view("read")  # a text is scrolled where it is seen
    reached = step(left)
    if reached != "read":
        window.show_view(reached)


def toggle_sidebar(window: "MainWindow") -> None:
    """Shows or hides articles and tags."""
    window.arrangement.fold("sidebar")


def toggle_cards(window: "MainWindow") -> None:
    """Shows or hides the annotations."""
    window.arrangement.fold("annotations")


def shows_sidebar(window: "MainWindow") -> bool:
    """Whether articles and tags are seen."""
    return window.arrangement.sees("sidebar")


def shows_cards(window: "MainWindow") -> bool:
    """Whether the annotations are seen."""
    return window.arrangement.sees("annotations")


def is_full_screen(window: "MainWindow") -> bool:
    """Whether there is only the page."""
    return window.arrangement.full_screen


def full_screen(window: "MainWindow") -> None:
    """Leaves only the page on the screen, or brings everything back."""
    window.arrangement.toggle_full_screen()


def larger(window: "MainWindow") -> None:
    """Makes the text a little larger."""
    _resize_text(window, window.settings.reader_size + 1)


def smaller(window: "MainWindow") -> None:
    """Makes the text a little smaller."""
    _resize_text(window, window.settings.reader_size - 1)


def normal(window: "MainWindow") -> None:
    """Gives the text its usual size."""
    _resize_text(window, Settings().reader_size)


def _resize_text(window: "MainWindow", size: int) -> None:
    least, most = RANGES["reader_size"]
    window.settings.reader_size = max(least, min(most, size))
    window.apply_reading_settings()


def contents(window: "MainWindow") -> None:
    """Lists headings and bookmarks of the article, to go there."""
    window.show_view("read")
    window.open_contents()


def reading_settings(window: "MainWindow") -> None:
    """Theme, font, sizes and spaces of the text."""
    window.open_reading_panel()


def switch_theme(window: "MainWindow") -> None:
    """From light to sepia, to dark, and to light again."""
    window.set_theme({"light": "sepia", "sepia": "dark"}.get(theme.current().name, "light"))


def show_shortcuts(window: "MainWindow") -> None:
    """All commands with their keys."""
    shortcuts.show_shortcuts(window)


def show_about(window: "MainWindow") -> None:
    """What Postil is."""
    messages.tell_more(
        window,
        "About Postil",
        "Postil — a note in a margin.\n\nRead closely: highlight, tag and annotate articles in one local file, and "
        "count what you tagged. Works offline, always.\n\nMIT licence. The sample articles are third-party texts "
        "and are excepted from it; see seeds/NOTICE.md.",
    )
