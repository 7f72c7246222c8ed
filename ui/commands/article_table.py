"""Commands on what is noted about articles."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def show_table(window: "MainWindow") -> None:
    """Shows all articles with what is noted about them, to be edited."""
    from ui.article_table import sheet  # not at every start

    sheet.show(window)


def import_attributes(window: "MainWindow") -> None:
    """Imports values of articles from a CSV file."""
    from ui.article_table.import_sheet import ask_and_import

    ask_and_import(window, window)
