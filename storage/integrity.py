"""Whether a project file is whole: SQLite's own checks, and what SQLite cannot see."""

import hashlib
import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from core.codebook import folded
from storage import checksum, schema
from storage.sqlite import Database

_READ_FROM = {  # the indexes that numbers are read from: their tables and columns
    "annotation_place": ("annotation", ("document_id", "start", "stop")),
    "coding_document": ("coding", ("document_id", "tag_id", "annotation_id")),
    "coding_tag": ("coding", ("tag_id", "document_id")),
}
NAMED = {
    "tag": "Tag",
    "tag_group": "Group",
    "attribute": "Attribute",
    "saved_filter": "Filter",
    "pinned_chart": "Chart",
}
_SMALL = (*NAMED, "attribute_value", "note", "bookmark", "reading")
_PRIME = 65_521  # keeps sums within what SQLite can add up


class Part(NamedTuple):
    """One part of a check: what was looked at, how many of it there are, and what is wrong, in sentences."""

    what: str
    checked: int
    problems: list[str]


def problems(db: Database) -> list[str]:
    """What is wrong with the file as a whole, in sentences; checked whenever a project is opened."""
    return _structure(db, "quick_check") or _texts(db) + _rows(db) + _indexes(db)


def report(db: Database) -> list[Part]:
    """Everything `problems` checks, and every reference, offset, quote and copied value as well.

    The file may be written to meanwhile: each part sees one state of it, and only that long a writer waits.
    """

    def part(what: str, tables: tuple[str, ...], check: Callable[[Database], list[str]]) -> Part:
        checked = 0
        try:
            with db.atomic():
                for table in tables:
                    checked += db.execute(f"SELECT count(*) FROM [{table}]").fetchone()[0]
                return Part(what, checked, check(db))
        except sqlite3.OperationalError as error:
            if hasattr(error, "sqlite_errorcode"):
                raise
            # Without a code it is Python, and says that a value is not UTF-8.
            return Part(what, checked, [f"A text cannot be read ({error})."])

    with db.atomic():
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        structure = Part("pages of the file", pages, _structure(db, "integrity_check"))
    if structure.problems:
        return [structure]  # it would make every other question pointless
    return [
        structure,
        part("texts against their hashes", ("document",), _texts),
        part("rows against their checksums", schema.CHECKED, _rows),
        part("references from row to row", ("coding", "annotation"), _references),
        part("quotes against the texts", ("annotation",), _passages),
        part("lengths, names and places", ("document", "tag"), _copies),
        part("steps of the history", ("step",), _history),
    ]


def full_report(db: Database) -> list[str]:
    """The problems of all parts of a report."""
    return [problem for part in report(db) for problem in part.problems]


def _structure(db: Database, check: str) -> list[str]:
    """What would make every other question pointless; `check` is the one of SQLite's two that is to be made."""
    reported = [" ".join(row[0].split()) for row in db.execute(f"PRAGMA {check}(5)")]
    if reported != ["ok"]:
        return [f"SQLite reports “{line}”." for line in reported]
    if found := schema.differences(db):
        return found
    if db.execute("SELECT count(*) FROM project WHERE id = 1").fetchone()[0] == 0:
        return ["it has no project record."]
    if _tags_out_of_reach(db):
        return ["some of its tags have lost their place in the tree."]
    return []


def _tags_out_of_reach(db: Database) -> int:
    """How many tags cannot be reached from the top; walking up from one would fail or never end."""
    (count,) = db.execute(
        "WITH RECURSIVE reached (id) AS (SELECT id FROM tag WHERE parent IS NULL"
        " UNION ALL SELECT tag.id FROM tag JOIN reached ON tag.parent = reached.id)"
        " SELECT count(*) FROM tag WHERE id NOT IN reached"
    ).fetchone()
    return int(count)


def _texts(db: Database) -> list[str]:
    """Texts that are not what was saved.

    SQLite's check does not see a changed letter in a text, so each text is hashed as well (a third of a
    second for 200 MB).
    """
    found = []
    # Reading every name decodes it, which fails where bytes were damaged.
    for title, source in db.execute("SELECT title || author || outlet || date, source FROM document"):
        _ = title, source
    list(db.execute("SELECT label || time || ifnull(merge, '') FROM step"))
    for table in _SMALL:
        list(db.execute(f"SELECT * FROM [{table}]"))
    for title, stored, raw in db.execute(
        "SELECT d.title, d.sha256, CAST(t.text AS BLOB)"
        " FROM document AS d LEFT JOIN document_text AS t ON t.id = d.id"
    ):
        if raw is None:
            found.append(f"the text of “{title}” is missing.")
        elif hashlib.sha256(raw).hexdigest() != stored:
            found.append(f"the text of “{title}” is not what was saved.")
    return found


def _rows(db: Database) -> list[str]:
    """Rows of a person's work that are not what was saved."""
    found = []
    checksum.install(db)
    for table in schema.CHECKED:
        wrong = checksum.wrong(db, table)
        if wrong:
            listed = ", ".join(map(str, wrong[:5])) + (" …" if len(wrong) > 5 else "")
            found.append(f"In “{table}” {len(wrong):,} of the rows ({listed}) are not what was saved.")
    return found


def _indexes(db: Database) -> list[str]:
    """Indexes that do not say what their tables say, which SQLite's quick check does not compare.

    Places and counts are read from these; sums over all rows take a tenth of the time of its thorough check.
    """
    found = []
    for index, (table, columns) in _READ_FROM.items():
        sums = ", ".join(f"sum(id % {_PRIME} * ({column} % {_PRIME}))" for column in columns)
        by_index, by_table = (
            db.execute(f"SELECT count(*), {sums} FROM [{table}] {how}").fetchone()
            for how in (f"INDEXED BY [{index}]", "NOT INDEXED")
        )
        if by_index != by_table:
            found.append(f"The index “{index}” does not agree with “{table}”.")
    return found


def _references(db: Database) -> list[str]:
    rows = db.execute("PRAGMA foreign_key_check").fetchall()
    return [f"Row {row} of “{table}” refers to a missing row of “{parent}”." for table, row, parent, _ in rows]


def _copies(db: Database) -> list[str]:
    found = []
    for title, text, characters, words in db.execute(
        "SELECT title, text, characters, words FROM document JOIN document_text USING (id)"
    ):
        if len(text) != characters:
            found.append(f"“{title}” says it has {characters} characters but has {len(text)}.")
        if len(text.split()) != words:
            found.append(f"“{title}” says it has {words} words but has {len(text.split())}.")
    for table in ("annotation", "coding", "change"):  # decoding every value, as `_texts` does
        for _ in db.execute(f"SELECT * FROM {table}"):
            pass
    for table, what in NAMED.items():
        for name, stored in db.execute(f"SELECT name, folded FROM [{table}]"):
            if folded(name) != stored:
                found.append(f"{what} “{name}” is compared with the others as “{stored}”.")
    for title, characters, offset in db.execute(
        "SELECT title, characters, offset FROM bookmark JOIN document ON document.id = document_id"
        " WHERE offset > characters"
    ):
        found.append(f"A bookmark is at {offset}, beyond “{title}” ({characters} characters).")
    return found


def _history(db: Database) -> list[str]:
    wrong = checksum.wrong_steps(db)
    found = [f"Step {step} of the history is not what was written; it cannot be undone." for step in wrong]
    (open_step,) = db.execute("SELECT step FROM project").fetchone()
    if open_step is not None:
        found.append(f"Step {open_step} of the history was never finished.")
    return found


def _passages(db: Database) -> list[str]:
    found = []
    for document, title, text in db.execute(
        "SELECT d.id, d.title, t.text FROM document AS d JOIN document_text AS t USING (id)"
    ).fetchall():
        for guid, start, stop, quote in db.execute(
            "SELECT guid, start, stop, quote FROM annotation WHERE document_id = ?", [document]
        ):
            if stop > len(text):
                found.append(f"Annotation {guid} ends at {stop}, beyond “{title}” ({len(text)} characters).")
            elif text[start:stop] != quote:
                found.append(f"The quote of annotation {guid} is not the text of “{title}” at {start}.")
    return found
