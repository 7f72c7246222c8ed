"""Has the user say where a chart is to go, and how, and writes it."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from storage.export import export_bytes, with_suffix
from ui.charts import export, print_sheet
from ui.charts.card import COPY
from ui.charts.content import Content
from ui.charts.export import Print
from ui.settings import Settings
from ui.typeset import quoted


def export_chart(parent: QWidget, content: Content, form: str, folder: Path, remembered: Settings) -> str:
    """Writes one chart to a file of the user's choice, or to the clipboard.

    What is chosen of a picture is remembered. Gives what is to be said of it; nothing if they thought better.
    Raises UserError.
    """
    if form in export.PICTURES:
        how = print_sheet.ask(parent, content.title, form, _print(remembered))
        if how is None:
            return ""
        remembered.chart_width, remembered.chart_patterns = how
    if form == COPY:
        QGuiApplication.clipboard().setMimeData(export.on_clipboard(content, _print(remembered)))
        return "The chart is copied, as a picture and as numbers."
    if path := choose_path(parent, folder / f"{file_name(content.title)}.{form.lower()}"):
        export_bytes(path, export.file_bytes(content, form, _print(remembered)))
        return f"The chart was exported to {quoted(path.name)}."
    return ""


def file_name(title: str) -> str:
    """A title as the name of a file, without what some system refuses or hides; pinned ones are called anything."""
    return "".join("–" if char in '\\/:*?"<>|' else char for char in title).strip(". ") or "Chart"


def choose_path(parent: QWidget, suggested: Path) -> Path | None:
    """Asks where to write a chart; None when the user thinks better of it."""
    suffix = suggested.suffix
    kind = f"{suffix[1:].upper()} (*{suffix})"
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export chart", str(suggested), kind)
    return with_suffix(Path(chosen), suffix) if chosen else None


def _print(remembered: Settings) -> Print:
    """How the last picture was to be."""
    return Print(remembered.chart_width, remembered.chart_patterns)
