"""The command that writes the appendix of a paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from core.errors import UserError
from storage.export import export_methods
from storage.exporters import METHODS_FORMATS
from ui.commands import files, typing

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def export(window: "MainWindow") -> None:
    """Asks for charts and a file, and writes articles, codebook, numbers and charts into it."""
    from ui.charts import methods, methods_sheet  # half a second of imports, not at start-up

    typing.save(window)
    pinned = methods.pinned(window.session)
    keys = {key for key, _ in pinned}  # of this project only: all of them are wanted until they are not
    ticked = {*window.settings.methods_charts, *keys}
    chosen = methods_sheet.ask(window, methods.offered(), pinned, ticked)
    if chosen is None:
        return
    window.settings.methods_charts = [name for name in chosen if name not in keys]
    filters = {f"{entry.label} (*{entry.suffix})": name for name, entry in METHODS_FORMATS.items()}
    proposal = window.session.project.path.with_name("methods.html")
    target, kind = QFileDialog.getSaveFileName(window, "Export methods", str(proposal), ";;".join(filters))
    if target:
        suffixes = {entry.suffix: name for name, entry in METHODS_FORMATS.items()}
        name = suffixes.get(Path(target).suffix.lower(), filters.get(kind, "html"))
        export_to(window, files.with_suffix(Path(target), METHODS_FORMATS[name].suffix), name, chosen)


def export_to(window: "MainWindow", path: Path, name: str, chosen: list[str]) -> None:
    """Writes the methods with these charts, and says so."""
    from ui.charts import methods
    from ui.charts.measuring import Measuring

    measuring = Measuring(window.session, at_once=True)
    try:
        charts = methods.charts(measuring, chosen)
        written = export_methods(window.session.project, name, path, methods.numbers(measuring), charts)
    except UserError as error:
        window.session.failed.emit(str(error))
        return
    finally:
        measuring.deleteLater()
    window.messages.tell(f"The methods of {written:,} articles were exported to “{path.name}”.", False)
