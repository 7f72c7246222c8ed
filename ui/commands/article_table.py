"""Commands on what is noted about articles."""

from typing import TYPE_CHECKING

from ui.article_table import sheet
from ui.article_table.import_sheet import ask_and_import

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def show_table(window: "MainWindow") -> None:
    """Shows all articles with what is noted about them, to be edited."""
    sheet.show(window)


def import_attributes(window: "MainWindow") -> None:
    """Imports values of articles from a CSV file."""
    ask_and_import(window, window)
