"""Codebooks from files: tables (CSV, or cells parted by semicolons or tabs) and indented lists."""

from pathlib import Path

from core import codebook_import
from core.codebook_import import Entry
from core.errors import UserError
from core.text import decode
from storage.importers.text import bytes_of, looks_binary

TABLES = (".csv", ".tsv")  # how the names of files end that must be tables
SUFFIXES = (*TABLES, ".txt", ".md")


def read_codebook(path: Path) -> list[Entry]:
    """The tags of a codebook, in its order. Raises UserError when the file is none, or cannot be read."""
    raw = bytes_of(path, most=4 * codebook_import.LARGEST)
    if looks_binary(raw):
        raise UserError(f"“{path.name}” is not a text file; save it as CSV or as UTF-8 text.")
    text = decode(raw, path.name)
    try:
        return codebook_import.parse(text, path.suffix.lower() in TABLES)
    except UserError as error:
        raise UserError(f"“{path.name}” cannot be brought in. {error}") from None
