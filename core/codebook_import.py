"""Codebooks from elsewhere: a table or an indented list is read, and what it would change is told first."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from core.codebook import TagTree, clean_name, folded, split_path
from core.errors import UserError
from core.model import Tag
from core.palette import is_color
from core.tables import bare_cell
from core.text import canonical

TEXTS = ("definition", "include", "exclude")  # of a tag, as its columns are called
LARGEST = 8 * 2**20  # characters of a codebook; those of large projects have some thousand lines
DEEPEST = 100  # levels of tags
_TAB = 8  # columns of a tab in an indented list
_DELIMITERS = ",;\t"
_BULLET = re.compile(r"[-*+•–]\s+")
_DEFINED = re.compile(r":(?:\s+|$)")  # between a name and its definition; not in “10:30”
# What programs and people call the columns, without capitals and punctuation.
_COLUMNS = {
    "path": ("tag", "path", "code", "name", "tag name", "code name", "tag path", "code path"),
    "parent": ("parent", "parent tag", "parent code", "category"),
    "definition": ("definition", "description", "full definition", "brief definition", "memo", "comment"),
    "include": ("when to use", "use", "use when", "include", "inclusion", "inclusion criteria"),
    "exclude": ("when not to", "when not to use", "when not", "do not use", "exclude", "exclusion",
                "exclusion criteria"),
    "color": ("colour", "color"),
}  # fmt: skip
_KNOWN = {word: column for column, words in _COLUMNS.items() for word in words}


class Entry(NamedTuple):
    """A tag of a codebook: its names from the top down, and what is said about it; `color` may be any text."""

    names: tuple[str, ...]
    definition: str = ""
    include: str = ""
    exclude: str = ""
    color: str = ""


class Planned(NamedTuple):
    """What an import does to one tag.

    `known` is the tag that is there already, None for one to be made; `texts` are those of TEXTS that it gets, and
    `kept` those of which the codebook says something else than the project, which stay.
    """

    names: tuple[str, ...]
    known: Tag | None
    texts: Mapping[str, str]
    kept: tuple[str, ...]
    color: str

    @property
    def changes(self) -> bool:
        """Whether there is anything to do."""
        return self.known is None or bool(self.texts)


def parse(raw: str, is_table: bool) -> list[Entry]:
    """The tags of a codebook, in its order: of a table, or of an indented list unless `is_table` says it is none.

    Raises UserError, with the line that cannot be read where there is one.
    """
    if len(raw) > LARGEST:
        raise UserError(f"A codebook can have at most {LARGEST:,} characters; this one has {len(raw):,}.")
    found = canonical(raw)
    if found.replaced:
        raise UserError("This is no text: it holds characters that no text may hold, such as NUL.")
    lines = found.text.split("\n")
    if lines[0].startswith("sep=") and len(lines[0]) == 5:  # which tells Excel what the cells are parted by
        del lines[0]
    entries = list(_of_table(lines) if _is_table(lines, is_table) else _of_list(lines))
    if not entries:
        raise UserError("There are no tags in this codebook.")
    return entries


def plan(tree: TagTree, entries: Iterable[Entry], replace: bool = False) -> list[Planned]:
    """What an import does, tag by tag, each after the one above it; no tag comes twice.

    Tags are matched as siblings are compared. A text that the project has is only replaced where `replace` says so,
    and never by nothing.
    """
    wanted: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        for depth in range(1, len(entry.names) + 1):
            key = tuple(map(folded, entry.names[:depth]))
            whole = entry if depth == len(entry.names) else Entry(entry.names[:depth])
            wanted[key] = _joined(wanted[key], whole) if key in wanted else whole
    known = _by_key(tree)
    return [_planned(known.get(key), entry, replace) for key, entry in wanted.items()]


def summary(planned: Sequence[Planned]) -> str:
    """What an import does, in a sentence."""
    made = sum(each.known is None for each in planned)
    filled = sum(each.changes for each in planned) - made
    parts = [_count(made, "new tag")] if made else []
    parts += [f"texts of {_count(filled, 'tag')}"] if filled else []
    kept = sum(bool(each.kept) for each in planned)
    rest = f" What {_count(kept, 'tag')} already said otherwise stays." if kept else ""
    return (f"{' and '.join(parts)}." if parts else "Nothing new: all of it is in the project.") + rest


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _by_key(tree: TagTree) -> dict[tuple[str, ...], Tag]:
    """The tags by their folded names from the top down."""
    keys: dict[int | None, tuple[str, ...]] = {None: ()}
    for tag in tree:
        keys[tag.id] = (*keys[tag.parent], folded(tag.name))
    return {keys[tag.id]: tag for tag in tree}


def _joined(one: Entry, other: Entry) -> Entry:
    """What two lines say about the same tag."""
    return Entry(
        one.names,
        _both(one.definition, other.definition),
        _both(one.include, other.include),
        _both(one.exclude, other.exclude),
        one.color or other.color,
    )


def _both(one: str, other: str) -> str:
    if not other.strip() or other == one:
        return one
    return f"{one}\n\n{other}" if one.strip() else other


def _planned(known: Tag | None, entry: Entry, replace: bool) -> Planned:
    texts, kept = {}, []
    for text in TEXTS:
        theirs, ours = getattr(entry, text), "" if known is None else getattr(known, text)
        if not theirs.strip() or theirs == ours:
            continue
        if replace or not ours.strip():
            texts[text] = theirs
        else:
            kept.append(text)
    color = entry.color.strip().lower()
    return Planned(entry.names, known, texts, tuple(kept), color if is_color(color) else "")


# -- tables


def _is_table(lines: Sequence[str], is_table: bool) -> bool:
    """Whether there is a head that names columns. Raises UserError where there should be one and is none."""
    head = _head(lines)
    names_tags = "path" in head.values()
    if is_table and not names_tags:
        raise UserError(
            "The first line names no column “tag”, “path”, “code” or “name”; a table needs one of them."
        )
    return names_tags and (is_table or len(head) > 1)


def _delimiter(lines: Sequence[str]) -> str:
    """What parts the cells: of what may, what makes the most of the head."""
    return max(_DELIMITERS, key=lambda mark: sum(map(bool, _columns(lines, mark).values())))


def _head(lines: Sequence[str]) -> dict[int, str]:
    return _columns(lines, _delimiter(lines))


def _columns(lines: Sequence[str], delimiter: str) -> dict[int, str]:
    """What each known column of a table holds, by its number."""
    cells = next(_cells(lines[:1], delimiter), (1, []))[1]
    words = (" ".join(re.split(r"[\W_]+", cell.casefold())).strip() for cell in cells)
    return {at: _KNOWN[word] for at, word in enumerate(words) if word in _KNOWN}


def _cells(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with the number of the line each ends in."""
    csv.field_size_limit(LARGEST)
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, cells


def _of_table(lines: Sequence[str]) -> Iterator[Entry]:
    delimiter = _delimiter(lines)
    columns = _columns(lines, delimiter)
    rows = _cells(lines, delimiter)
    next(rows)
    for number, cells in rows:
        said: dict[str, str] = {}
        for at, column in columns.items():
            if at < len(cells):
                said[column] = _both(said.get(column, ""), bare_cell(cells[at]))
        if not any(cell.strip() for cell in cells):
            continue
        definition, include, exclude, color = (said.get(column, "") for column in (*TEXTS, "color"))
        yield Entry(_names(number, said), definition, include, exclude, color)


def _names(number: int, said: Mapping[str, str]) -> tuple[str, ...]:
    """The names in a row: a path, or one name and the path of its parent."""
    name, parent = said.get("path", ""), said.get("parent", "")
    try:
        names = [*split_path(parent), clean_name(name)] if parent.strip() else split_path(name)
    except UserError as error:
        raise UserError(f"Line {number}: {error}") from None
    return _checked(number, tuple(names))


def _checked(number: int, names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) > DEEPEST:
        raise UserError(f"Line {number}: Tags can be at most {DEEPEST} levels deep.")
    return names


# -- indented lists


def _of_list(lines: Iterable[str]) -> Iterator[Entry]:
    """One tag a line, below the nearest line before it that is indented less; a definition may follow a colon."""
    above: list[tuple[int, str]] = []  # how far the lines are indented that this one is below, and their tags
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        indent = len(line[: len(line) - len(line.lstrip())].expandtabs(_TAB))
        while above and above[-1][0] >= indent:
            above.pop()
        words = _BULLET.sub("", line.strip(), count=1)
        colon = _DEFINED.search(words)
        name, definition = (words[: colon.start()], words[colon.end() :]) if colon else (words, "")
        try:
            above.append((indent, clean_name(name)))
        except UserError as error:
            raise UserError(f"Line {number}: {error}") from None
        yield Entry(_checked(number, tuple(tag for _, tag in above)), definition)
