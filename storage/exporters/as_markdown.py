"""Quotes by article and by tag as Markdown, for writing with them."""

import re
from collections.abc import Iterable, Iterator

from core.model import TagId
from core.text import Lines
from core.wrapped import reflowed
from storage.exporters.material import Material, Passage, one_line

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What means something anywhere in a line, among it the links that some readers see in bare addresses.
_ANYWHERE = re.compile(r"[&<>]|[\\`*_\[\]#|~$^@]|(?<=:)/|(?<=www)\.", re.IGNORECASE)
# What means something at the beginning of a line: indentation, lists, rules and underlined headings.
_INDENTED = re.compile(r"\A[ \t]")
_BEGINNING = re.compile(r"\A(\d*)([-+=:.)])")


def markdown(material: Material) -> Iterator[str]:
    """Articles as sections, tags as subsections, each passage as a block quote with place and note."""
    yield (
        "# Annotations\n\nBelow each quote stand its paragraph, its place in the article (characters from 0, "
        "the end not included) and the time it was made.\n"
    )
    rank: dict[TagId | None, int] = {tag.id: number for number, tag in enumerate(material.tags)}
    notes = material.article_notes()
    for document, passages in material.articles():
        note = notes.get(document.id)
        if not passages and not note:
            continue
        yield f"\n## {plain_line(document.title)}\n"
        if about := material.byline(document):
            yield f"\n{plain_line(about)}\n"
        if note:
            yield _note(note)
        lines = Lines(reflowed(material.text_of(document.id)))
        groups = _by_tag(passages)
        for tag in sorted(groups, key=lambda tag: rank.get(tag, len(rank))):
            yield f"\n### {'Untagged' if tag is None else plain_line(material.tags.path(tag))}\n"
            for passage in groups[tag]:
                yield _passage(passage, lines)
    yield from _notes(material)


def _notes(material: Material) -> Iterator[str]:
    """The notes on no article."""
    found = material.other_notes()
    if found:
        yield "\n## Notes\n"
    for name, note in found:
        yield f"\n### {plain_line(name)}\n\n{note.created}\n{_note(note.text)}"


def _note(text: str) -> str:
    return f"\n**Note.** {plain_block(text, '')}\n"


def _by_tag(passages: Iterable[Passage]) -> dict[TagId | None, list[Passage]]:
    groups: dict[TagId | None, list[Passage]] = {}
    for passage in passages:
        for tag in passage[0].tags or (None,):
            groups.setdefault(tag, []).append(passage)
    return groups


def _passage(passage: Passage, lines: Lines) -> str:
    annotation, quote = passage
    place = (
        f"¶ {lines.paragraph_at(annotation.start)} · {annotation.start}–{annotation.stop} · {annotation.created}"
    )
    note = _note(annotation.note) if annotation.note else ""
    return f"\n{plain_block(quote, '> ')}\n\n{place}\n{note}"


def plain_block(text: str, prefix: str) -> str:
    """Lines of text as lines of Markdown; a backslash keeps two of them apart in one paragraph."""
    lines = [plain_line(line) for line in text.split("\n")]
    following = [*lines[1:], ""]
    return "\n".join(
        (prefix + line + ("\\" if line.strip() and after.strip() else "")).rstrip(" ")
        for line, after in zip(lines, following, strict=True)
    )


def plain_cell(text: str) -> str:
    """Text inside a line, such as a cell of a table, in which no character means anything to Markdown or HTML."""
    return _ANYWHERE.sub(lambda match: _ENTITIES.get(match[0], "\\" + match[0]), one_line(text))


def plain_line(text: str) -> str:
    """One line of text in which no character means anything to Markdown or HTML."""
    line = _BEGINNING.sub(r"\1\\\2", plain_cell(text))
    return _INDENTED.sub(lambda match: f"&#{ord(match[0])};", line)
