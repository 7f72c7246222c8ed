"""Commands on the codebook: bringing one in, writing it to a file, and choosing examples."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QFileDialog

from core import labels
from core.errors import UserError
from core.model import TagId
from core.names import visible
from storage import codebook as saying
from storage import codebook_operations as writing
from storage.codebook import Example
from storage.export import export_codebook
from storage.exporters.codebook import CODEBOOK_FORMATS
from storage.importers.codebook import SUFFIXES, read_codebook
from storage.tags import tag_tree
from ui.codebook import importing
from ui.commands import annotations, files
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_FILES = f"Codebooks ({' '.join('*' + suffix for suffix in SUFFIXES)});;All files (*)"


def has_tags(window: "MainWindow") -> bool:
    """Whether there is a tag."""
    return bool(window.session.tags)


def has_tagged(window: "MainWindow") -> bool:
    """Whether the current annotation has a tag."""
    annotation = annotations.current_annotation(window)
    return annotation is not None and bool(annotation.tags)


def is_example(window: "MainWindow") -> bool:
    """Whether the current annotation is an example of one of its tags."""
    current = window.session.current
    return current is not None and bool(saying.shown_by(window.session.project.db, current))


def use_as_example(window: "MainWindow") -> None:
    """Makes the current annotation an example of its tag, or no longer; of several, asks which."""
    annotation = annotations.current_annotation(window)
    if annotation is None or not annotation.tags:
        return
    shown = saying.shown_by(window.session.project.db, annotation.id)
    if len(annotation.tags) == 1:
        _turn(window, annotation.tags[0], annotation.tags[0] in shown)
    else:
        window.example_choice.choose(
            window.session.tags,
            annotation.tags,
            shown,
            window.beside_passage(),
            lambda tag: _turn(window, tag, tag in shown),
        )


def _turn(window: "MainWindow", tag: TagId, is_one: bool) -> None:
    annotation, article = annotations.current_annotation(window), window.session.article
    if annotation is None or article is None:
        return
    name, quote = quoted(window.session.tags.by_id[tag].name), labels.passage(article.quote(annotation))
    if is_one:
        label, said = f"No longer use {quote} as an example of {name}", f"No longer an example of {name}."
        operation = writing.drop_example
    else:
        label, said = f"Use {quote} as an example of {name}", f"An example of {name}: the codebook shows it."
        operation = writing.choose_example
    step = window.session.undo_label
    window.session.do(label, operation, tag, annotation.id)
    if window.session.undo_label != step:
        window.messages.tell(said, False)


def open_example(window: "MainWindow", example: Example) -> None:
    """Shows an example in its article."""
    window.show_annotation(example.document, example.annotation)


def open_menu(window: "MainWindow", tag: TagId, beside: QRect, at: QPoint) -> None:
    """Opens the menu of a tag of the codebook: that of the same tag on the left."""
    from ui import menus  # which lists these commands

    window.show_tag(tag)
    menus.open_for_tag(window, beside, at)


def bring_in(window: "MainWindow") -> None:
    """Reads a codebook from a file, shows what it would change, and makes that one step."""
    folder = str(window.session.project.path.parent)
    chosen, _ = QFileDialog.getOpenFileName(window, "Import a codebook", folder, _FILES)
    if chosen:
        bring_in_file(window, Path(chosen))


def bring_in_file(window: "MainWindow", path: Path) -> None:
    """Shows what a codebook would change, and makes that one step if it is wanted."""
    session = window.session
    try:
        entries = read_codebook(path)
    except UserError as error:
        session.failed.emit(str(error))
        return
    planned = importing.ask(window, path.name, tag_tree(session.project.db), entries)
    if planned is None:
        return
    label = f"Import codebook {quoted(visible(path.name))}"
    if session.do(label, writing.import_codebook, entries, planned.replace):
        window.messages.tell(f"{planned.summary} From “{path.name}”.", False)
        window.show_view("codebook")


def export(window: "MainWindow") -> None:
    """Writes every tag with what is said about it as CSV or Markdown."""
    filters = {f"{entry.label} (*{entry.suffix})": name for name, entry in CODEBOOK_FORMATS.items()}
    proposal = window.session.project.path.with_name("codebook.csv")
    chosen, kind = QFileDialog.getSaveFileName(window, "Export the codebook", str(proposal), ";;".join(filters))
    if not chosen:
        return
    name = filters.get(kind, "csv")
    name = next((n for n, entry in CODEBOOK_FORMATS.items() if chosen.lower().endswith(entry.suffix)), name)
    path = files.with_suffix(Path(chosen), CODEBOOK_FORMATS[name].suffix)
    try:
        written = export_codebook(window.session.project, name, path)
    except UserError as error:
        window.session.failed.emit(str(error))
        return
    window.messages.tell(f"{written:,} tags were exported to “{path.name}”.", False)
