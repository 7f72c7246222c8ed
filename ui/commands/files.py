"""Commands on project files, articles and exports."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from core import labels
from core.errors import UserError
from core.model import DocumentId
from core.names import visible
from storage import operations
from storage.documents import NewDocument
from storage.export import export, with_suffix
from storage.exporters import FORMATS
from storage.importers.text import Large, pasted, read_text_files, remarks_on, text_files_in
from storage.project import SUFFIX
from ui import messages
from ui.commands import typing
from ui.tasks import Task

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_PROJECTS = f"Postil projects (*{SUFFIX})"
_REMARKS = 3  # shown one after the other
_TEXTS = "Text files (*.txt *.md *.text);;All files (*)"


def new_project(window: "MainWindow") -> None:
    """Makes a new, empty project and opens it."""
    chosen, _ = QFileDialog.getSaveFileName(
        window, "New project", _beside(window, "My project" + SUFFIX), _PROJECTS
    )
    if chosen:
        window.session.open_project(with_suffix(Path(chosen), SUFFIX), create=True)


def open_project(window: "MainWindow") -> None:
    """Opens another project."""
    chosen = choose_project(window, window.session.project.path.parent)
    if chosen is not None:
        window.session.open_project(chosen)


def choose_project(parent: QWidget | None, folder: Path) -> Path | None:
    """Asks for a project file."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Open project", str(folder), _PROJECTS)
    return Path(chosen) if chosen else None


def save_copy(window: "MainWindow") -> Path | None:
    """Writes a complete copy of the project, and returns where; None when it was not."""
    proposal = window.session.project.path.with_name(f"{_name(window)} copy{SUFFIX}")
    path = choose_target(window, "Save a copy", proposal)
    if path is None:
        return None
    try:
        window.session.project.save_copy(path)
    except UserError as error:
        window.session.failed.emit(str(error))
        return None
    window.messages.tell(f"A copy was saved as “{path.name}”.", False)
    return path


def choose_target(window: "MainWindow", title: str, proposal: Path) -> Path | None:
    """Asks where to write a project."""
    chosen, _ = QFileDialog.getSaveFileName(window, title, str(proposal), _PROJECTS)
    return with_suffix(Path(chosen), SUFFIX) if chosen else None


def add_articles(window: "MainWindow") -> None:
    """Adds text files as articles."""
    chosen, _ = QFileDialog.getOpenFileNames(window, "Add articles", _folder(window), _TEXTS)
    add_files(window, [Path(name) for name in chosen])


def add_folder(window: "MainWindow") -> None:
    """Adds the text files of a folder as articles."""
    chosen = QFileDialog.getExistingDirectory(window, "Add a folder of articles", _folder(window))
    if chosen:
        add_files(window, [Path(chosen)])


def open_dropped(window: "MainWindow", urls: Sequence[QUrl]) -> None:
    """A project file opens; other files and folders are added as articles."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    project = next((path for path in paths if path.suffix == SUFFIX), None)
    if project is not None:
        window.session.open_project(project)
    elif paths:
        add_files(window, paths)


def add_files(window: "MainWindow", paths: Sequence[Path]) -> None:
    """Adds files, and the text files of folders, as one step; all of them or none.

    They are read on another thread, so that a large one, or a thousand, do not hold up the window.
    """
    if paths:
        _read(window, paths, large=False)


def _read(window: "MainWindow", paths: Sequence[Path], large: bool) -> None:
    project = window.session.project

    def work(between: Callable[[], None]) -> tuple[list[NewDocument], list[str]]:
        files = [file for path in paths for file in (text_files_in(path) if path.is_dir() else [path])]
        if not files:
            raise UserError("There are no text files in this folder.")
        return read_text_files(files, large, between)

    def add(found: tuple[list[NewDocument], list[str]]) -> None:
        if window.session.project is project:
            add_documents(window, *found)
        else:
            window.session.failed.emit("Another project was opened meanwhile; nothing was added.")

    def refuse(error: UserError) -> None:
        if not isinstance(error, Large):
            window.session.failed.emit(str(error))
        elif messages.confirm(window, "Add articles", f"{error} Add all the same?", "Add"):
            _read(window, paths, large=True)

    task = Task(work, window)
    task.done.connect(add)
    task.failed.connect(refuse)
    window.work.follow(task, f"Reading {_named(paths)}…")
    task.start()


def _named(paths: Sequence[Path]) -> str:
    return visible(f"“{paths[0].name}”" if len(paths) == 1 else f"{len(paths):,} files")


def add_documents(window: "MainWindow", new: Sequence[NewDocument], remarks: Sequence[str] = ()) -> None:
    """Adds articles as one step and opens the first of them, unless somebody is typing meanwhile."""
    made = window.session.do(labels.added([d.title for d in new]), operations.add_documents, new)
    if not made:
        return
    if _is_typing():
        remarks = [f"{len(made):,} article{'s were' if len(made) > 1 else ' was'} added.", *remarks]
    else:
        window.show_article(made[0])
    if remarks:
        more = [f"And {len(remarks) - _REMARKS:,} more remarks of this kind."] if len(remarks) > _REMARKS else []
        window.messages.tell(" ".join([*remarks[:_REMARKS], *more]), False)


def _is_typing() -> bool:
    field = QApplication.focusWidget()
    return isinstance(field, QLineEdit | QPlainTextEdit) and not field.isReadOnly()


def paste_article(window: "MainWindow") -> None:
    """Makes an article of the text on the clipboard."""
    text = QGuiApplication.clipboard().text()
    if not text.strip():
        window.session.failed.emit("There is no text on the clipboard.")
        return
    title = messages.ask_line(window, "Paste as a new article", "Title", _first_line(text))
    if title is not None:
        try:
            article = pasted(title, text)
            add_documents(window, [article], remarks_on(article))
        except UserError as error:
            window.session.failed.emit(str(error))


def _first_line(text: str) -> str:
    return " ".join(text.strip().splitlines()[0].split()[:12])[:80]


def edit_article(window: "MainWindow") -> None:
    """Edits title, author, outlet and date of the article selected in the list."""
    document = window.session.documents.get(_chosen(window))
    if document is None:
        return
    answers = messages.ask_fields(
        window,
        "Edit article",
        {
            "Title": document.title,
            "Author": document.author,
            "Outlet": document.outlet,
            "Date": document.date,
        },
    )
    if answers is not None:
        label = f"Edit {labels.passage(document.title)}"
        window.session.do(label, operations.edit_document, document.id, *answers.values())


def remove_article(window: "MainWindow") -> None:
    """Removes the selected article with its annotations; undo brings both back."""
    session = window.session
    document = session.documents.get(_chosen(window))
    if document is None:
        return
    counted = session.annotation_counts[document.id]
    question = f"Remove “{document.title}” with its {counted} annotations? Undo brings it back."
    if counted and not messages.confirm(window, "Remove article", question, "Remove"):
        return
    session.do(f"Remove {labels.passage(document.title)}", operations.remove_document, document.id)
    if session.article is None and session.documents:
        session.open_article(next(iter(session.documents)))


def _chosen(window: "MainWindow") -> DocumentId | None:
    selected = window.library.selected_document()
    if selected is None and window.session.article is not None:
        return window.session.article.document.id
    return selected


def export_everything(window: "MainWindow") -> None:
    """Exports the annotations of all articles."""
    _export(window, None)


def export_article(window: "MainWindow") -> None:
    """Exports the annotations of the article being read."""
    if window.session.article is not None:
        _export(window, window.session.article.document.id)


def _export(window: "MainWindow", document: DocumentId | None) -> None:
    typing.save(window)
    filters = {f"{entry.label} (*{entry.suffix})": name for name, entry in FORMATS.items()}
    chosen, kind = QFileDialog.getSaveFileName(
        window, "Export", _beside(window, f"{_name(window)}.csv"), ";;".join(filters)
    )
    if not chosen:
        return
    name = filters.get(kind, "csv")
    by_suffix = next((n for n, entry in FORMATS.items() if chosen.lower().endswith(entry.suffix)), name)
    path = with_suffix(Path(chosen), FORMATS[by_suffix].suffix)
    export_to(window, path, by_suffix, document)


def export_to(window: "MainWindow", path: Path, name: str, document: DocumentId | None) -> None:
    """Writes an export and says how much went into it."""
    try:
        written = export(window.session.project, name, path, document)
    except UserError as error:
        window.session.failed.emit(str(error))
        return
    window.messages.tell(f"{written:,} annotations were exported to “{path.name}”.", False)


def _folder(window: "MainWindow") -> str:
    return str(window.session.project.path.parent)


def _beside(window: "MainWindow", name: str) -> str:
    """A proposal for a new file, in the project's folder."""
    return str(window.session.project.path.with_name(name))


def _name(window: "MainWindow") -> str:
    return window.session.project.path.name.removesuffix(SUFFIX)
