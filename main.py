"""Postil's command line and start-up. Without a command it opens the window."""

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core import labels, names
from core.errors import UserError
from core.text import canonical

# Storage and the window are imported by the commands that need them, so that the others start fast.
if TYPE_CHECKING:
    from core.changes import Changes
    from storage.project import Project
    from storage.snapshots import Snapshot

FILE = click.Path(path_type=Path)
ID = click.IntRange(1, 2**53)  # SQLite and JSON readers hold no larger whole numbers
OFFSET = click.IntRange(0, 2**53)
FOR_PROGRAMS = ("guid", "sha256", "created", "modified")  # printed as JSON only
VIEWS = [
    "read", "passages", "notes", "codebook", "charts", "history", "table",
    "backups", "check", "conflict", "crash", "in-use",
]  # fmt: skip
MATCHES = ["any", "all", "none"]  # as in core.filters, which takes longer to load than this list to keep
UNITS = ["sentence", "paragraph"]
WIDEST = 60  # characters of a cell printed for people
a_folder = click.option("--folder", type=FILE, help="Where backups are kept, if not beside the project.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Commands(click.Group):
    """The commands; a first word that is none of them is a project to open in the window."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments."""
        if args[0] in self.commands or len(args) > 1:
            return super().resolve_command(ctx, args)
        return "", window, ["--", *args]

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; what the user can understand and act on becomes one sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            sentence = str(error)
        except BrokenPipeError:
            raise  # whoever read the output has gone; click ends in silence
        except OSError as error:
            sentence = f"“{error.filename}” cannot be used ({error.strerror})."
        click.echo(plain(sentence), err=True)
        return ctx.exit(1)


def two_numbers(_context: click.Context, _option: click.Parameter, value: str) -> tuple[int, int]:
    """A window's size, such as 1440x900, as numbers."""
    width, _, height = value.partition("x")
    if not all(part.isascii() and part.isdigit() and 200 <= int(part[:9]) <= 9999 for part in (width, height)):
        raise click.BadParameter(f"“{value}” is not a size such as 1440x900.")
    return int(width), int(height)


@click.group(cls=Commands, invoke_without_command=True, subcommand_metavar="[PROJECT | COMMAND ...]")
@click.pass_context
def postil(context: click.Context) -> None:
    """Highlight, tag and annotate articles in one local file, and count what you tagged.

    With a PROJECT file, or nothing at all, the window opens.
    """
    if context.invoked_subcommand is None:
        context.invoke(window, project=None)


@click.command("window")
@click.argument("project", type=FILE)
def window(project: Path | None) -> None:
    """Opens the window and ends the program when it is closed; the group calls it, nobody by name."""
    refuse_without_qt()
    from ui.app import run

    sys.exit(run(project))


def refuse_without_qt() -> None:
    """Says what is missing where Qt would abort the program."""
    from ui import preflight

    if problem := preflight.problem():
        raise UserError(problem)


@contextmanager
def opened(path: Path, writes: bool = True) -> Iterator["Project"]:
    """The project at a path, closed again afterwards; to read, also while somebody else has it open."""
    from storage.connection import sentences
    from storage.lock import InUse
    from storage.project import Project

    try:
        project = Project.open(path)
    except InUse:
        if writes:
            raise
        project = Project.open(path, read_only=True)
    with sentences(path), closing(project):
        yield project


@postil.command()
@click.argument("project", type=FILE)
@click.option("--seeds", is_flag=True, help="Add the five sample articles.")
def new(project: Path, seeds: bool) -> None:
    """Create a project; what exists already is never overwritten."""
    from storage.project import Project
    from storage.samples import create_with_samples

    (create_with_samples if seeds else Project.create)(project).close()
    click.echo(f"Created “{project}”{' with the sample articles' if seeds else ''}.")


@postil.command()
@click.argument("project", type=FILE)
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--large", is_flag=True, help="Also more than 32 MB.")
def add(project: Path, files: Sequence[Path], large: bool) -> None:
    """Add text files as articles, in one step; files without text are left out."""
    from storage import operations
    from storage.importers.text import Large, read_text_files

    with opened(project) as book:
        try:
            articles, remarks = read_text_files(files, large)
        except Large as error:
            raise UserError(f"{str(error).removesuffix('.')}; give --large if that is meant.") from None
        ids, _ = book.run(labels.added([a.title for a in articles]), operations.add_documents, articles)
    for id_, article in zip(ids, articles, strict=True):
        click.echo(f"Added {id_}: {plain(article.title)}")
    for remark in remarks:
        click.echo(plain(remark), err=True)


@postil.command()
@click.argument("project", type=FILE)
@click.option("--document", type=ID, required=True, help="The article's id, from `list PROJECT documents`.")
@click.option("--start", type=OFFSET, required=True, help="Where the passage begins, in characters from 0.")
@click.option("--stop", type=OFFSET, required=True, help="Where it ends; the first character after it.")
@click.option("--tag", "tags", multiple=True, help="A tag's name or path (Parent/Tag); made if missing.")
@click.option("--note", default="", help="A note on the passage.")
@click.option("--whole", type=click.Choice(["words", "sentences", "paragraphs"]), help="Widen it to whole ones.")
def annotate(
    project: Path, document: int, start: int, stop: int, tags: Sequence[str], note: str, whole: str | None
) -> None:
    """Mark a passage, with tags and a note, and print its id."""
    from core import units
    from core.codebook import split_path
    from core.model import DocumentId
    from core.wrapped import reflowed
    from storage import operations
    from storage.documents import document_text

    with opened(project) as book:
        text = document_text(book.db, DocumentId(document)) or ""
        widen = {
            "words": units.whole_words,
            "sentences": units.whole_sentences,
            "paragraphs": units.whole_paragraphs,
        }
        if whole is not None:
            start, stop = widen[whole](reflowed(text), start, stop)
        quote = text[start:stop]
        label = labels.annotated(quote, [split_path(path)[-1] for path in tags], note)
        made, _ = book.run(label, operations.annotate_with_paths, document, start, stop, tags, note)
    click.echo(json.dumps({"id": made}))


@postil.command("list")
@click.argument("project", type=FILE)
@click.argument("what", type=click.Choice(["documents", "tags", "annotations", "notes"]))
@as_json
def list_(project: Path, what: str, as_json: bool) -> None:
    """List the articles, tags, annotations or notes of a project."""
    rows = {"documents": document_rows, "tags": tag_rows, "annotations": annotation_rows, "notes": note_rows}[what]
    with opened(project, writes=False) as book:
        found = rows(book)
    if as_json:
        print_json(found)
    elif found:
        print_table([[key for key in found[0] if key not in FOR_PROGRAMS], *map(shown, found)])
    else:
        click.echo(f"There are no {what} yet.")


def document_rows(book: "Project") -> list[dict[str, Any]]:
    """The articles as `list` prints them."""
    from storage.documents import all_documents

    return [document._asdict() for document in all_documents(book.db)]


def tag_rows(book: "Project") -> list[dict[str, Any]]:
    """The tags as `list` prints them, each after the tag it belongs to."""
    from storage.annotations import tag_counts
    from storage.tags import tag_tree

    counts = tag_counts(book.db)
    return [
        {"id": t.id, "name": t.name, "parent": t.parent, "color": t.color, "codings": counts[t.id]}
        for t in tag_tree(book.db)
    ]


def note_rows(book: "Project") -> list[dict[str, Any]]:
    """The notes of all kinds as `list` prints them, the last written first; `on` is what a note is on."""
    from storage.notes import all_notes

    return [
        {
            "kind": note.on.kind,
            "on": note.on.id or None,
            "document": note.document,
            "title": note.title,
            "text": note.text,
            "created": note.created,
            "modified": note.modified,
        }
        for note in all_notes(book.db)
    ]


def annotation_rows(book: "Project") -> list[dict[str, Any]]:
    """The annotations as `list` prints them, in the order of the articles and their texts."""
    from storage.annotations import everywhere
    from storage.tags import tag_tree

    tree = tag_tree(book.db)
    return [
        {**annotation._asdict(), "tags": [tree.path(tag) for tag in annotation.tags], "quote": quote}
        for annotation, quote in everywhere(book.db)
    ]


@postil.command()
@click.argument("project", type=FILE)
@click.option("--tag", "tags", multiple=True, metavar="PATH", help="Tagged so; may be repeated.")
@click.option(
    "--match", type=click.Choice(MATCHES), default="any", show_default=True, help="With how many of them."
)
@click.option("--overlaps", multiple=True, metavar="PATH", help="Shares a character with a passage tagged so.")
@click.option("--near", multiple=True, type=(str, OFFSET), metavar="PATH N", help="At most N characters from one.")
@click.option(
    "--same", multiple=True, type=(click.Choice(UNITS), str), metavar="UNIT PATH",
    help="In one sentence (or paragraph) with one.",
)  # fmt: skip
@click.option("--document", "documents", type=ID, multiple=True, help="Only in this article; may be repeated.")
@as_json
def passages(
    project: Path,
    tags: Sequence[str],
    match: str,
    overlaps: Sequence[str],
    near: Sequence[tuple[str, int]],
    same: Sequence[tuple[str, str]],
    documents: Sequence[int],
    as_json: bool,
) -> None:
    """List the passages of all articles that meet every condition, as the window does.

    A tag always stands for itself and its subtags. What overlaps a passage is also near it, and a passage that
    has the tag itself overlaps and is near it.
    """
    from storage import passages

    with opened(project, writes=False) as book:
        wanted = passages.asked(book.db, tags, match, overlaps, near, same, documents)
        found = passages.listed(book.db, wanted)
    if as_json:
        print_json(found)
    elif found:
        print_table([list(found[0]), *map(shown, found)])
    else:
        click.echo("There are no such passages.")


@postil.command()
@click.argument("project", type=FILE)
@as_json
def frequencies(project: Path, as_json: bool) -> None:
    """Count the codings of each tag in each article."""
    from core import measures
    from core.tables import matrix_table
    from storage.annotations import coding_counts
    from storage.documents import all_documents
    from storage.tags import tag_tree

    with opened(project, writes=False) as book:
        counted = measures.frequencies(coding_counts(book.db))
        tree, documents = tag_tree(book.db), all_documents(book.db)
    if as_json:
        found = []
        for d in documents:
            counts = {tree.path(tag): n for tag, n in counted.counts.get(d.id, {}).items()}
            found.append({"id": d.id, "title": d.title, "counts": counts})
        print_json({"unit": "codings", "definition": measures.FREQUENCY, "documents": found})
        return
    _, *rows = matrix_table(counted, tree, documents)
    print_table([["tag", *(d.id for d in documents), "all"], *rows])  # titles are too wide to head columns
    click.echo()
    print_table([[d.id, d.title] for d in documents])
    click.echo(measures.FREQUENCY)


@postil.command()
@click.argument("project", type=FILE)
@click.option("--import", "source", type=FILE, help="Take values from a CSV file, in one step.")
@click.option("--match", type=click.Choice(["title", "file", "id"]), help="By what its rows name the articles.")
@as_json
def attributes(project: Path, source: Path | None, match: str | None, as_json: bool) -> None:
    """List what is known about each article, or import such values."""
    from storage.article_rows import article_rows, flat, import_file

    if match and not source:
        raise click.UsageError("--match goes with --import.")
    with opened(project, writes=source is not None) as book:
        done = import_file(book, source, match) if source else None
        rows = article_rows(book)
        table = flat(rows, book) if rows else []
    for remark in done.remarks if done else ():
        click.echo(plain(remark), err=True)
    if as_json:
        print_json(rows)
    elif done:
        click.echo(f"Imported values: {len(done.cells)}. Rows that found their article: {done.matched}.")
    elif table:
        print_table([[shortened(cell) if isinstance(cell, str) else cell for cell in row] for row in table])
    else:
        click.echo("There are no articles yet.")


@postil.command()
@click.argument("project", type=FILE)
@click.option("--format", "kind", type=click.Choice(["csv", "json", "md", "html"]), required=True)
@click.argument("out", type=FILE)
@click.option("--document", type=ID, help="Only this article.")
@click.option("--codebook", is_flag=True, help="The tags with their definitions and counts instead; csv or md.")
def export(project: Path, kind: str, out: Path, document: int | None, codebook: bool) -> None:
    """Write every annotation, or every tag, to a file."""
    from core.model import DocumentId
    from storage.export import export as write
    from storage.export import export_codebook

    if codebook and (document or kind not in ("csv", "md")):
        raise UserError("The codebook is exported as csv or md, and always the whole of it.")
    with opened(project, writes=False) as book:
        if codebook:
            count, noun = export_codebook(book, kind, out), "tag"
        else:
            count, noun = write(book, kind, out, DocumentId(document) if document else None), "annotation"
    click.echo(f"Exported {count} {noun}{'' if count == 1 else 's'} to “{out}”.")


@postil.command("import-codebook")
@click.argument("project", type=FILE)
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Also replace texts that the project has.")
@click.option("--dry-run", is_flag=True, help="Only print what would be done.")
def import_codebook(project: Path, file: Path, replace: bool, dry_run: bool) -> None:
    """Make the tags of a codebook (CSV or an indented list) and fill in what it says about them."""
    from core.codebook_import import plan, summary
    from storage.codebook_operations import import_codebook as bring_in
    from storage.importers.codebook import read_codebook
    from storage.tags import tag_tree

    entries = read_codebook(file)
    with opened(project, writes=not dry_run) as book:
        said = summary(plan(tag_tree(book.db), entries, replace))
        if not dry_run:
            book.run(f"Import codebook “{plain(file.name)}”", bring_in, entries, replace)
    click.echo(said)


@postil.command()
@click.argument("project", type=FILE)
def undo(project: Path) -> None:
    """Take the last step back and print what it was."""
    with opened(project) as book:
        print_step(book.undo(), "undo")


@postil.command()
@click.argument("project", type=FILE)
def redo(project: Path) -> None:
    """Bring the last undone step back and print what it was."""
    with opened(project) as book:
        print_step(book.redo(), "redo")


@postil.command()
@click.argument("project", type=FILE)
def check(project: Path) -> None:
    """Check the file, its texts and the place of every annotation."""
    from storage.annotations import annotation_counts
    from storage.connection import looked_at
    from storage.documents import all_documents
    from storage.integrity import full_report
    from storage.tags import tag_tree

    with looked_at(project) as db:
        found = full_report(db)
        for line in found:
            click.echo(plain(line))
        if found:
            raise UserError(f"“{project.name}” is not whole; problems found: {len(found)}.")
        articles, tags = len(all_documents(db)), len(tag_tree(db))
        annotations = annotation_counts(db).total()
    click.echo(f"“{project.name}” is whole. Articles: {articles}. Annotations: {annotations}. Tags: {tags}.")


@postil.command()
@click.argument("project", type=FILE)
@click.argument("out", type=FILE)
@click.option("--view", type=click.Choice(VIEWS), default="read", show_default=True)
@click.option("--document", type=ID, help="The article shown.")
@click.option("--at", type=OFFSET, help="The character at the top of the text.")
@click.option(
    "--theme", type=click.Choice(["light", "dark", "sepia", "contrast"]), default="light", show_default=True
)
@click.option("--size", metavar="WxH", callback=two_numbers, default="1440x900", show_default=True)
@click.option(
    "--scale", type=click.Choice(["1", "1.5", "2"]), default="1", show_default=True, help="Pixels a point."
)
def shot(
    project: Path,
    out: Path,
    view: str,
    document: int | None,
    at: int | None,
    theme: str,
    size: tuple[int, int],
    scale: str,
) -> None:
    """Save a picture of the window, without a screen."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=scale)
    refuse_without_qt()
    from ui.shot import take

    take(project, out, view, document, theme, size, at)


@postil.command()
@click.argument("project", type=FILE)
@a_folder
@as_json
def snapshots(project: Path, folder: Path | None, as_json: bool) -> None:
    """List the backups of a project, the newest first."""
    from storage.snapshots import found

    rows = [backup_row(each) for each in found(project, folder)]
    if as_json:
        print_json(rows)
    elif rows:
        print_table([[key for key in rows[0] if key != "path"], *([*row.values()][:-1] for row in rows)])
    else:
        click.echo(f"There are no backups of “{project}” yet.")


@postil.command()
@click.argument("project", type=FILE)
@click.argument("snapshot", type=FILE)
@click.option("--to", type=FILE, help="Make a new project of it instead.")
@a_folder
def restore(project: Path, snapshot: Path, to: Path | None, folder: Path | None) -> None:
    """Bring a project back to a backup, named as `snapshots` does or by its file."""
    from storage.restore import as_copy, in_place
    from storage.snapshots import found

    named = (each.path for each in found(project, folder) if each.path.stem == snapshot.name)
    chosen = next(named, snapshot)
    if not chosen.is_file():
        raise UserError(f"There is no backup “{snapshot}”.")
    if to is not None:
        as_copy(chosen, to)
        click.echo(f"“{to}” is the project as it was in “{chosen.stem}”.")
    else:
        kept = in_place(project, chosen, folder)
        click.echo(f"“{project}” is again as it was in “{chosen.stem}”. Its state until now is in “{kept}”.")


@postil.command()
@click.argument("source", type=FILE)
@click.argument("out", type=FILE)
def recover(source: Path, out: Path) -> None:
    """Rebuild a project from its backups' folder, a plain copy (.json) or a damaged file."""
    from storage.recover import recover as rebuild

    for sentence in rebuild(source, out):
        click.echo(plain(sentence))


def backup_row(snapshot: "Snapshot") -> dict[str, Any]:
    """A backup as `snapshots` prints it; nothing is counted in one that cannot be read."""
    from storage.snapshots import contents

    try:
        counts = contents(snapshot.path)._asdict()
    except UserError:
        counts = dict.fromkeys(("articles", "tags", "annotations", "notes"))
    about = {"name": snapshot.path.stem, "taken": snapshot.taken.isoformat(), "revision": snapshot.revision}
    return {**about, "reason": snapshot.reason, "size": snapshot.size, **counts, "path": str(snapshot.path)}


def print_step(changes: "Changes | None", verb: str) -> None:
    """Prints what was undone or redone."""
    if changes is None:
        raise UserError(f"There is nothing to {verb}.")
    click.echo(plain(changes.label))


def print_json(value: Any) -> None:
    """Prints for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Iterable[Iterable[Any]]) -> None:
    """Prints rows for people, in columns; numbers to the right."""
    cells = [[(plain(value), isinstance(value, int)) for value in row] for row in rows]
    widths = [max(len(text) for text, _ in column) for column in zip(*cells, strict=True)]
    for row in cells:
        columns = zip(row, widths, strict=True)
        line = (text.rjust(width) if number else text.ljust(width) for (text, number), width in columns)
        click.echo("  ".join(line).rstrip())


def shown(row: dict[str, Any]) -> list[Any]:
    """A row of `list` for people: lists spelt out, long texts shortened."""
    kept = (value for key, value in row.items() if key not in FOR_PROGRAMS)
    cells = (", ".join(value) if isinstance(value, list) else value for value in kept)
    return [shortened(value) if isinstance(value, str) else value for value in cells]


def shortened(value: str) -> str:
    """A text cut at a word where it would make its column too wide."""
    line = plain(value)
    return line if len(line) <= WIDEST else line[: WIDEST - 1].rsplit(" ", 1)[0] + "…"


def plain(value: Any) -> str:
    """A value on one line, without characters that a terminal would act on."""
    return names.visible(" ".join(canonical("" if value is None else str(value)).text.split()))


def main() -> None:
    """Runs the command line; what it prints is UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    postil()


if __name__ == "__main__":
    main()
