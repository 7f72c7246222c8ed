"""Commands that find words in the article being read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def open_bar(window: "MainWindow") -> None:
    """Opens the bar that finds; selected words become what is looked for."""
    window.show_view("read")
    window.find_bar.open()


def go_next(window: "MainWindow") -> None:
    """Goes to the next hit."""
    window.show_view("read")
    window.find_bar.step(1)


def go_previous(window: "MainWindow") -> None:
    """Goes to the hit before."""
    window.show_view("read")
    window.find_bar.step(-1)


def select_hit(window: "MainWindow") -> None:
    """Selects the current hit in the text, ready to tag."""
    window.show_view("read")
    window.find_bar.select_hit()


def switch_case(window: "MainWindow") -> None:
    """Minds capitals in what is looked for, or no longer."""
    window.show_view("read")
    window.find_bar.switch("case")


def switch_whole_word(window: "MainWindow") -> None:
    """Finds only whole words, or parts of words as well."""
    window.show_view("read")
    window.find_bar.switch("whole_word")


def switch_regular(window: "MainWindow") -> None:
    """Looks for a regular expression, or for the words as they stand."""
    window.show_view("read")
    window.find_bar.switch("regular")
