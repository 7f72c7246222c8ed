"""Notes of all kinds: what each is on, and how a quote stands in one."""

from typing import NamedTuple

from core import markdown
from core.model import DocumentId
from core.text import canonical

KINDS = ("annotation", "document", "tag", "project", "journal")

_IN_A_LINK = str.maketrans({"[": "(", "]": ")", "\n": " ", "\t": " "})


class On(NamedTuple):
    """What a note is on: its kind, one of KINDS, and the number of the annotation, article or tag.

    In the journal it is the note's own number, 0 for one that is not written yet; on the project always 0.
    """

    kind: str
    id: int = 0


PROJECT, NEW = On("project"), On("journal")


class Written(NamedTuple):
    """A note as it is listed.

    `row` is its table and number there; `document` the article it is on, or its passage is in. `title` is that of a
    journal note, or the first words of the passage.
    """

    row: tuple[str, int]
    on: On
    document: DocumentId | None
    title: str
    text: str
    created: str
    modified: str


def clean_title(title: str) -> str:
    """The title of a journal note, on one line."""
    return " ".join(canonical(title).text.split())


def clean_text(text: str) -> str:
    """The text of a note as it is kept; one of white space alone is none."""
    text = canonical(text).text
    return text if text.strip() else ""


def quotation(quote: str, title: str, paragraph: int, guid: str) -> str:
    """A passage as it is put into a note: quoted, and with a link that leads back to its annotation."""
    lines = [line.strip() for line in quote.split("\n")]
    quoted = "\n".join(f"> {line}" for line in lines if line)
    return f"{quoted}\n> [{title.translate(_IN_A_LINK)}, ¶ {paragraph}]({markdown.SCHEME}{guid})\n"


def with_quotation(text: str, quoted: str) -> str:
    """A note with a quotation at its end, set off by a blank line."""
    before = text.rstrip("\n")
    return f"{before}\n\n{quoted}" if before else quoted
