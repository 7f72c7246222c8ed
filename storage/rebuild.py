"""A project made anew of what is left of one: loose rows, perhaps damaged, perhaps made up by somebody.

What refers to nothing gets something to refer to where a person's work hangs on it; what cannot be is put right or
left out; and all of that is told. The new project passes every check, or there is none.
"""

import ast
import re
import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from core.codebook import MAX_NAME, clean_name, folded
from core.errors import UserError
from core.labels import passage
from core.model import TYPES
from core.palette import PALETTE, is_color
from storage import checksum, durable, integrity, rows, schema
from storage.connection import aside, connect, sentences, settled
from storage.project import now
from storage.rebuilt_text import NO_PLACE, Body
from storage.sqlite import Database

Row = dict[str, Any]
Found = Mapping[str, list[Row]]  # rows by table as they were found: nothing about them is certain
TABLES = ("project", *schema.TRACKED, "reading")
_LINKS = {  # rows that say nothing but that two others belong together, or what one says of another
    "membership": {"group_id": "tag_group", "tag_id": "tag"},
    "example": {"tag_id": "tag", "annotation_id": "annotation"},
    "attribute_value": {"document_id": "document", "attribute_id": "attribute"},
}
_SAID = {"coding": "Codings", "membership": "Groups", "example": "Examples", "attribute_value": "Attributes"}
_EXAMPLES = 5  # are named in a sentence; of the others their number
_LARGEST = 2**53  # the numbers that readers of JSON can hold as well
_LONGEST_GUID = 64  # characters; more than any has that Postil gives
_UNKNOWN_HASH = "0" * 64
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_HASH = re.compile("[0-9a-f]{64}")


class Remarks:
    """What is to be told about a rebuilt project: `about` maps each remark to what it is about."""

    def __init__(self) -> None:
        self.about: dict[str, list[str]] = {}

    def add(self, remark: str, about: str | None = None) -> None:
        """Tells something, perhaps about one of many; without a full stop."""
        self.about.setdefault(remark, []).extend([] if about is None else [about])

    def take_over(self, others: "Remarks") -> None:
        """Tells what others tell as well."""
        for remark, about in others.about.items():
            self.about.setdefault(remark, []).extend(about)

    def sentences(self) -> list[str]:
        """All that there is to be told."""
        found = []
        for remark, about in self.about.items():
            more = f" and {len(about) - _EXAMPLES:,} more" if len(about) > _EXAMPLES else ""
            found.append(f"{remark}{': ' if about else ''}{', '.join(about[:_EXAMPLES])}{more}.")
        return found


def rebuild(found: Found, target: Path, remarks: Remarks) -> Counter[str]:
    """Makes a project of what was found; returns how many rows of each table it has.

    Raises UserError, and makes nothing, where something is at `target` already or it cannot be written.
    """
    with sentences(target), aside(target.parent) as private:
        made = private / target.name
        with closing(settled(connect(made, "rwc"))) as db:
            schema.migrate(db, 0)
            whole = _Rebuilding(db, found, remarks)
            revision = whole.write(db)
        finish(made, revision)
        durable.move(made, target)
    return Counter({table: len(kept) for table, kept in whole.kept.items()})


def finish(made: Path, revision: int) -> None:
    """Gives a project that was put together its revision, and a state of its own without a history; checks it.

    Raises UserError when it is not sound.
    """
    with closing(settled(connect(made, "rw"))) as db:
        with db.atomic():
            db.execute("DELETE FROM step")
            db.execute("UPDATE project SET step = NULL, revision = ?, state = ?", [revision, secrets.token_hex(8)])
        if problems := integrity.full_report(db):
            raise UserError(f"“{made.name}” cannot be put together: {problems[0]}")


class _Rebuilding:
    """The rows of the new project: `kept` maps table -> id -> row."""

    def __init__(self, db: Database, found: Found, remarks: Remarks) -> None:
        self._tell = remarks.add
        self._columns = {table: _columns(db, table) for table in TABLES}
        self._guids: set[str] = set()
        self.kept = {table: self._by_id(table, found.get(table, [])) for table in TABLES}
        self._project()
        self._articles()
        self._tags()
        self._codings()
        self._named("tag_group", "Group")
        self._named("attribute", "Attribute")
        self._named("saved_filter", "Filter")
        self._named("pinned_chart", "Chart")
        self._notes()
        for table, columns in _LINKS.items():
            self._linked(table, columns)
        self._bookmarks()
        self._readings()

    def write(self, db: Database) -> int:
        """Writes them all, and returns the revision that the project had."""
        kept: dict[str, Any] = dict(self.kept)
        (origin,), readings = kept.pop("project").values(), kept.pop("reading").values()
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("INSERT INTO project (id, guid, created) VALUES (1, ?, ?)", [origin["guid"], origin["created"]])
        rows.write(db, kept)
        with db.atomic():
            db.conn.executemany("INSERT INTO reading VALUES (:document_id, :place, :read)", readings)
        return int(origin["revision"])

    # -- any table

    def _by_id(self, table: str, found: list[Row]) -> dict[int, Row]:
        """Rows with values of the right types; of two with one number the first."""
        known: dict[int, Row] = {}
        checked = table in schema.CHECKED and any("checksum" in loose for loose in found)
        for loose in found:
            row: Row = {
                name: _typed(loose.get(name), kind, default) for name, kind, default in self._columns[table]
            }
            id_ = row["document_id" if table == "reading" else "id"]
            if id_ is None or id_ < 1 or id_ in known:
                self._tell(f"Rows of “{table}” without a number of their own are left out", str(id_))
                continue
            written = (row[name] for name in row if name in loose)  # not what a later version added
            if checked and loose.get("checksum") != checksum.of_row(*written):
                self._tell("Not as it was saved", f"{table} {id_}")
            known[id_] = row
        return dict(sorted(known.items()))

    def _new(self, table: str, id_: int) -> Row:
        """A row for what is lost, but for its number."""
        row = {name: default for name, _, default in self._columns[table]} | {"id": id_}
        self.kept[table][id_] = row
        return row

    def _give_guid(self, row: Row) -> None:
        """Leaves a row its guid if it has one of its own."""
        if not row["guid"] or len(row["guid"]) > _LONGEST_GUID or row["guid"] in self._guids:
            row["guid"] = str(uuid.uuid4())
        self._guids.add(row["guid"])

    # -- table by table

    def _project(self) -> None:
        row = self.kept["project"].get(1)
        if row is None:
            self._tell("It is not known which project this was, so that it counts as a new one")
            row = self._new("project", 1)
        self._give_guid(row)
        row.update(created=row["created"] or now(), revision=max(0, row["revision"]))
        self.kept["project"] = {1: row}

    def _articles(self) -> None:
        articles, texts = self.kept["document"], self.kept["document_text"]
        marked: dict[int, list[Row]] = defaultdict(list)
        for row in self.kept["annotation"].values():
            marked[row["document_id"]].append(row)
        for id_ in sorted((texts.keys() | marked.keys()) - articles.keys()):
            if id_ < 1:
                self._lose(marked[id_])
            else:
                self._new("document", id_)
                self._tell("All that is left of an article is its text or its passages", f"“Article {id_}”")
        for id_, row in articles.items():
            self._give_guid(row)
            row["title"] = " ".join(row["title"].split()) or f"Article {id_}"
            if not _HASH.fullmatch(row["original_sha256"]):
                row["original_sha256"] = _UNKNOWN_HASH
            body = self._body(row, texts[id_]["text"] if id_ in texts else None, marked[id_])
            row.update(body.measures())
            texts[id_] = {"id": id_, "text": body.text}
        self.kept["document_text"] = {id_: texts[id_] for id_ in articles}

    def _body(self, article: Row, text: str | None, marked: list[Row]) -> Body:
        """The article's text with its annotations in place."""
        body, title = Body(text, article["sha256"]), passage(article["title"])
        for row in marked:
            self._give_guid(row)
        for remark, row in body.hold(marked):
            if remark == NO_PLACE:
                self._lose([row])
            else:
                self._tell(remark, passage(row["quote"]))
        if body.lost:
            self._tell("The text is lost; in its place are the passages that were marked", title)
        elif not body.sound and body.measures()["sha256"] != article["sha256"]:
            self._tell("The text is not what was saved; compare it with its source", title)
        return body

    def _lose(self, lost: list[Row]) -> None:
        for row in lost:
            self._tell("Annotations without a text are left out", f"{passage(row['quote'])} {row['note']}".strip())
            del self.kept["annotation"][row["id"]]

    def _tags(self) -> None:
        tags = self.kept["tag"]
        above = {row["parent"] for row in tags.values()} - {None}
        for id_ in sorted((above | {row["tag_id"] for row in self.kept["coding"].values()}) - tags.keys()):
            if id_ >= 1:
                self._new("tag", id_)
                self._tell("A tag is lost but for its passages and subtags", f"“Tag {id_}”")
        names: dict[tuple[int, str], int] = {}
        pins: set[int] = set()
        for id_ in self._from_the_top():
            row = tags[id_]
            self._give_guid(row)
            if not is_color(row["color"]):
                row["color"] = PALETTE[id_ % len(PALETTE)]
            if row["pin"] in pins or row["pin"] not in range(1, 10):
                row["pin"] = None
            pins |= {row["pin"]} - {None}
            self._name(row, names)

    def _from_the_top(self) -> list[int]:
        """The tags, each after the one above it; where they go round in a circle, one becomes a top tag."""
        tags = self.kept["tag"]
        below: dict[int | None, list[int]] = defaultdict(list)
        for id_, row in tags.items():
            if row["parent"] not in tags:
                row["parent"] = None
            below[row["parent"]].append(id_)
        found: dict[int, None] = {}
        for top in (None, *tags):
            if top in found:
                continue
            if top is not None:
                self._tell("Tags that had lost their place in the tree are at its top", passage(tags[top]["name"]))
                tags[top]["parent"] = None
            waiting = list(reversed(below[None])) if top is None else [top]
            while waiting:
                id_ = waiting.pop()
                if id_ not in found:
                    found[id_] = None
                    waiting += reversed(below[id_])
        return list(found)

    def _name(self, row: Row, taken: dict[tuple[int, str], int], what: str = "Tag") -> None:
        """A name that no other below the same tag has, or in the same table."""
        try:
            wanted = clean_name(row["name"][:MAX_NAME].rstrip("\\"))
        except UserError:
            wanted = f"{what} {row['id']}"
        name, parent = wanted, row.get("parent") or 0
        first = parent, folded(wanted)
        number = taken.get(first, 0)
        while (parent, folded(name)) in taken:
            number += 1
            name = f"{wanted[: MAX_NAME - 10]} ({number})"
        taken[first] = max(1, number)
        taken[parent, folded(name)] = 1
        if name != row["name"]:
            self._tell(f"{what}s have another name now", f"“{name}”")
        row.update(name=name, folded=folded(name))

    def _codings(self) -> None:
        self._linked("coding", {"annotation_id": "annotation", "tag_id": "tag"})
        for row in self.kept["coding"].values():
            row["document_id"] = self.kept["annotation"][row["annotation_id"]]["document_id"]

    def _linked(self, table: str, columns: Mapping[str, str]) -> None:
        """Leaves the rows that link what is there, each once; `columns` says what table a column refers to."""
        kept, known = dict[int, Row](), set()
        for id_, row in self.kept[table].items():
            link = tuple(row[column] for column in columns)
            there = all(row[column] in self.kept[other] for column, other in columns.items())
            if not there or link in known or row.get("value") == "":
                self._tell(f"{_SAID[table]} of what is not there any more are left out", str(id_))
                continue
            known.add(link)
            kept[id_] = row
        self.kept[table] = kept

    def _named(self, table: str, what: str) -> None:
        """Gives each row a name that no other of its table has; what is lost but was in use is made anew."""
        kept = self.kept[table]
        used = {row[column] for link, columns in _LINKS.items() for column, other in columns.items()
                if other == table for row in self.kept[link].values()}  # fmt: skip
        for id_ in sorted(used - kept.keys()):
            if id_ >= 1:
                self._new(table, id_)
                self._tell(f"The name of “{table}” is lost", f"“{what} {id_}”")
        taken: dict[tuple[int, str], int] = {}
        for row in kept.values():
            self._give_guid(row)
            self._name(row, taken, what)
            if table == "attribute" and row["type"] not in TYPES:
                row["type"] = "text"

    def _notes(self) -> None:
        """Leaves each note with what it is about; where that is not there, or has one, it goes into the journal."""
        known = set()
        for row in self.kept["note"].values():
            self._give_guid(row)
            owner = {"document": row["document_id"], "tag": row["tag_id"], "project": 1}.get(row["kind"])
            wanted = row["kind"], owner
            row.update(document_id=None, tag_id=None)
            if owner in self.kept.get(row["kind"], {}) and wanted not in known:
                known.add(wanted)
                if row["kind"] != "project":
                    row[f"{row['kind']}_id"] = owner
            else:
                if row["kind"] != "journal":
                    self._tell("Notes on what is not there any more are in the journal", passage(row["text"]))
                row["kind"] = "journal"

    def _bookmarks(self) -> None:
        articles, kept, places = self.kept["document"], dict[int, Row](), set()
        for id_, row in self.kept["bookmark"].items():
            place = row["document_id"], row["offset"]
            fits = place[0] in articles and 0 <= place[1] <= articles[place[0]]["characters"]
            if not fits or place in places:
                self._tell("Bookmarks at places that are not there are left out", f"“{row['name']}”")
                continue
            places.add(place)
            kept[id_] = row
        self.kept["bookmark"] = kept

    def _readings(self) -> None:
        articles = self.kept["document"]
        self.kept["reading"] = {
            id_: row for id_, row in self.kept["reading"].items() if id_ in articles and row["place"] >= 0
        }


def _columns(db: Database, table: str) -> list[tuple[str, str, str | int | None]]:
    """(name, type, value where there is none) of a table's columns, without the checksum."""
    found = []
    for _, name, kind, needed, default, _ in db.execute(f"PRAGMA table_info([{table}])").fetchall():
        if name != "checksum":
            empty = ("" if kind == "TEXT" else 0) if needed else None
            found.append((name, kind, empty if default is None else ast.literal_eval(default)))
    return found


def _typed(value: object, kind: str, default: str | int | None) -> str | int | None:
    """The value, if a column of this type can hold it."""
    if kind == "TEXT" and isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if kind == "INTEGER" and type(value) is int and abs(value) < _LARGEST:
        return value
    return default
