"""Exporting a project, or one of its articles, into a file: all of it or nothing."""

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from core import VERSION
from core.codebook import TagTree
from core.errors import UserError
from core.model import Document, DocumentId, TagId
from core.notes import PROJECT, On, Written
from storage import annotations, attributes, codebook, documents, groups, notes, tags
from storage.connection import sentences
from storage.exporters import FORMATS, METHODS_FORMATS
from storage.exporters.codebook import CODEBOOK_FORMATS
from storage.exporters.material import Material
from storage.exporters.methods import Counted, Methods, Shown
from storage.project import SUFFIX, Project, now
from storage.sqlite import Database

_MAGIC = b"SQLite format 3\0"  # how a database begins


def export(project: Project, format_name: str, path: Path, document: DocumentId | None = None) -> int:
    """Writes the annotations of all articles, or of one, in a format of FORMATS; returns how many they are.

    What was at `path` before stays untouched unless every annotation has been written.
    """
    _refuse_target(path)
    with sentences(project.path), project.db.atomic():  # one transaction: one state of the project
        chosen = _documents(project.db, document)
        counts = annotations.annotation_counts(project.db)
        expected = sum(counts[each.id] for each in chosen)
        written = count()
        codings = _codings(project.db, document)
        material = Material(
            chosen,
            _tags(project.db, codings, document),
            codings,
            # everywhere() comes first, so that its end takes no number
            (passage for passage, _ in zip(annotations.everywhere(project.db, document), written, strict=False)),
            lambda id_: documents.document_text(project.db, id_) or "",
            _notes(project.db, document),
            attributes.all_attributes(project.db),
            attributes.values(project.db),
            _groups(project.db, document),
        )
        with _aside(path) as aside:
            _write(aside, _encoded(FORMATS[format_name].function(material)))
            if (number := next(written)) != expected:
                raise UserError(
                    f"Only {number} of {expected} annotations were exported; “{path.name}” was left as it was."
                )
    return expected


def export_codebook(project: Project, format_name: str, path: Path) -> int:
    """Writes every tag with what is said about it in a format of CODEBOOK_FORMATS; returns how many they are."""
    _refuse_target(path)
    with sentences(project.path), project.db.atomic(), _aside(path) as aside:
        rows = codebook.rows(project.db)
        _write(aside, _encoded(CODEBOOK_FORMATS[format_name].function(rows)))
    return len(rows)


def export_methods(
    project: Project, format_name: str, path: Path, numbers: Sequence[Shown], charts: Sequence[Shown]
) -> int:
    """Writes what a paper says about its methods in a format of METHODS_FORMATS; returns of how many articles.

    `numbers` and `charts` are as the window shows them, which alone can draw.
    """
    _refuse_target(path)
    with sentences(project.path), project.db.atomic(), _aside(path) as aside:
        methods = _methods(project, numbers, charts)
        _write(aside, _encoded(METHODS_FORMATS[format_name].function(methods)))
    return len(methods.articles)


def with_suffix(path: Path, suffix: str) -> Path:
    """The path, with the suffix added where it is missing."""
    return path if path.name.lower().endswith(suffix) else path.with_name(path.name + suffix)


def export_bytes(path: Path, content: bytes) -> None:
    """Writes what was made elsewhere, such as the picture of a chart. Raises UserError.

    What was at `path` before stays untouched unless all of it has been written.
    """
    _refuse_target(path)
    with _aside(path) as aside:
        _write(aside, [content])


def _methods(project: Project, numbers: Sequence[Shown], charts: Sequence[Shown]) -> Methods:
    counts = annotations.annotation_counts(project.db)
    codings: Counter[DocumentId] = Counter()
    for article, _, number in annotations.coding_counts(project.db):
        codings[DocumentId(article)] += number
    known, values = attributes.all_attributes(project.db), attributes.values(project.db)
    note = notes.note_on(project.db, PROJECT)
    return Methods(
        project.path.name.removesuffix(SUFFIX),
        note.text if note is not None else "",
        f"Made with Postil {VERSION} on {now()[:10]}.",
        [each.name for each in known],
        [
            Counted(
                each,
                counts[each.id],
                codings[each.id],
                [values.get(each.id, {}).get(attribute.id, "") for attribute in known],
            )
            for each in documents.all_documents(project.db)
        ],
        codebook.rows(project.db),
        numbers,
        charts,
    )


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """A file that takes the place of what is at `path` once it is written, and is gone if it is not."""
    aside = path.with_name(f".postil-{uuid.uuid4().hex}")
    try:
        yield aside
        if path.exists():
            shutil.copymode(path, aside)
        os.replace(aside, path)
    except OSError as error:
        raise UserError(f"“{path.name}” could not be written ({error.strerror}).") from error
    finally:
        aside.unlink(missing_ok=True)


def _refuse_target(path: Path) -> None:
    if path.is_symlink():
        raise UserError(f"“{path.name}” is a link to another file; choose another name.")
    if path.exists() and not path.is_file():
        raise UserError(f"“{path.name}” is not a file; choose another name.")
    if path.suffix.lower() == SUFFIX or _is_database(path):
        raise UserError(f"“{path.name}” is a project; choose another name for the export.")


def _is_database(path: Path) -> bool:
    """Whether a file is one of SQLite's, whatever it is called: this project, or another."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False  # it is not there; what cannot be read cannot be written either, and says so


def _documents(db: Database, document: DocumentId | None) -> list[Document]:
    if document is None:
        return documents.all_documents(db)
    found = documents.some_documents(db, [document])
    if document not in found:
        raise UserError(f"There is no article {document}.")
    return [found[document]]


def _notes(db: Database, document: DocumentId | None) -> list[Written]:
    """The notes on no passage; of one article, only the one on it."""
    if document is not None:
        found = notes.note_on(db, On("document", document))
        return [found] if found is not None else []
    return [note for note in notes.all_notes(db) if note.on.kind != "annotation"]


def _groups(db: Database, document: DocumentId | None) -> dict[str, frozenset[TagId]]:
    """The tags in each group; none in an export of one article, where it says nothing about others."""
    members = groups.members(db)
    return {name: members[group] for group, name in groups.names(db).items()} if document is None else {}


def _tags(db: Database, codings: Counter[TagId], document: DocumentId | None) -> TagTree:
    """All tags; of one article those that it has, and those above them."""
    tree = tags.tag_tree(db)
    return tree if document is None else TagTree(tree.by_id[tag] for tag in tree.lineage(codings))


def _codings(db: Database, document: DocumentId | None) -> Counter[TagId]:
    counts: Counter[TagId] = Counter()
    for article, tag, number in annotations.coding_counts(db):
        if document in (None, article):
            counts[TagId(tag)] += number
    return counts


def _encoded(chunks: Iterable[str]) -> Iterator[bytes]:
    return (chunk.encode("utf-8") for chunk in chunks)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())
