"""The corpora: made of the words of `seeds/`, the same at every run.

The long text has 3.2 MB in 14,830 paragraphs with 20,000 annotations of 200 tags, up to nine deep; the many are
10,000 articles of about 6 KB with 100,000 codings of 200 tags. The books are 200 articles of 250 KB with as many.
`scale` makes them smaller.
"""

import random
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from heapq import heappush, heapreplace
from pathlib import Path

from core.anchor import CONTEXT
from core.model import DocumentId, TagId
from core.palette import next_color
from core.text import canonical, sha256
from storage import checksum, operations, tags
from storage.documents import NewDocument
from storage.project import Project
from storage.samples import sample_articles
from storage.sqlite import Database

LONG, MANY, EXTREMES, TAGGED = "long.postil", "many.postil", "extremes.postil", "tagged.postil"
BOOKS, TREE = "books.postil", "tree.postil"
PARAGRAPHS, LONG_ANNOTATIONS, ARTICLES, CODINGS, TAGS = 14_830, 20_000, 10_000, 100_000, 200
BOOK_COUNT, BOOK_PARAGRAPHS = 200, 1200
WORD, EMPTY_LINES, CROWD, MANY_TAGS = 1_000_000, 1_000_000, 100_000, 1000
TREE_TAGS = 2000
DEEPEST = 9
_SEED = 20_000
_TIME = "2026-01-01T00:00:00Z"

Passage = tuple[DocumentId, str, int, int]  # article, its text, `[start, stop)`


def make_long(folder: Path, scale: float) -> None:
    """Writes the project with the long text, after a short one."""
    chance = random.Random(_SEED)
    text = "\n".join(_paragraphs(chance, max(20, round(PARAGRAPHS * scale))))
    short = "\n".join(_paragraphs(chance, 20))
    with sqlite3.connect(_project(folder / LONG, [short, text])) as db:
        spans = _spans(chance, len(text), max(20, round(LONG_ANNOTATIONS * scale)))
        _annotate(db, chance, ((DocumentId(2), text, start, stop) for start, stop in spans))
    db.close()


def make_extremes(folder: Path, scale: float) -> None:
    """Writes the project with a word of a megabyte, a million empty lines, and 100,000 annotations in one text."""
    chance = random.Random(_SEED)
    word = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=max(5000, round(WORD * scale))))
    empty = "\n" * max(100, round(EMPTY_LINES * scale)) + "The end."
    text = "\n".join(_paragraphs(chance, max(20, round(PARAGRAPHS * scale))))
    with sqlite3.connect(_project(folder / EXTREMES, ["A short text.", word, empty, text])) as db:
        spans = _spans(chance, len(text), max(20, round(CROWD * scale)), deepest=50)
        _annotate(db, chance, ((DocumentId(4), text, start, stop) for start, stop in spans))
    db.close()


def make_thousand_tags(folder: Path, _scale: float) -> None:
    """Writes a project with a short text and a thousand tags in three levels."""
    project = Project.create(folder / TAGGED)
    project.run("Add articles", operations.add_documents, articles(["A short text to tag. " * 40]))
    chance = random.Random(_SEED)
    words = sorted({word.capitalize() for word in " ".join(_paragraphs(chance, 60)).split() if word.isalpha()})

    def create(project: Project) -> None:
        for number in range(MANY_TAGS):
            names = [words[number % 10], words[10 + number % 70], f"{words[number % len(words)]} {number}"]
            operations.create_tag_path(project, "/".join(names[: 1 + number % 3 if number > 90 else 3]))

    project.run("Create tags", create)
    project.close()


def make_tree(folder: Path, scale: float) -> None:
    """Writes a project with two thousand tags in three levels, and a passage for each third of them."""
    text = "A short text to tag. " * 200
    project = Project.create(folder / TREE)
    project.run("Add articles", operations.add_documents, articles([text]))

    def create(project: Project) -> None:
        above: list[TagId | None] = [None, None, None]  # what a tag of each level goes below
        for number in range(max(20, round(TREE_TAGS * scale))):
            level = 0 if number % 100 == 0 else 1 if number % 10 == 0 else 2
            made = tags.insert_tag(project.db, f"Tag {number}", above[level], next_color([]), _TIME)
            above[level + 1 :] = [made] * (2 - level)
            if number % 3 == 0:
                operations.annotate(project, DocumentId(1), number, number + 15, [made])

    project.run("Create tags", create)
    project.close()


def make_many(folder: Path, scale: float) -> None:
    """Writes the project with many articles."""
    chance = random.Random(_SEED)
    texts = many_texts(scale)
    with sqlite3.connect(_project(folder / MANY, texts)) as db:
        _annotate(db, chance, _scattered(chance, texts, max(20, round(CODINGS * scale))))
    db.close()


def make_books(folder: Path, scale: float) -> None:
    """Writes the project with 200 articles of 250 KB each, 50 MB in all, and 100,000 annotations."""
    chance = random.Random(_SEED)
    pool = _paragraphs(chance, 4000)
    count = max(5, round(BOOK_COUNT * scale))
    texts = ["\n".join(chance.choices(pool, k=BOOK_PARAGRAPHS)) for _ in range(count)]
    with sqlite3.connect(_project(folder / BOOKS, texts)) as db:
        _annotate(db, chance, _scattered(chance, texts, max(20, round(CODINGS * scale))))
    db.close()


def many_texts(scale: float) -> list[str]:
    """The texts of many articles, of about 6 KB each."""
    chance = random.Random(_SEED)
    pool = _paragraphs(chance, 4000)
    return ["\n".join(chance.choices(pool, k=28)) for _ in range(max(5, round(ARTICLES * scale)))]


def articles(texts: Iterable[str]) -> list[NewDocument]:
    """The texts as articles on their way into a project."""
    return [
        NewDocument(f"Article {number}", canonical(text), f"article-{number}.txt", sha256(text))
        for number, text in enumerate(texts, start=1)
    ]


def _paragraphs(chance: random.Random, count: int) -> list[str]:
    """Paragraphs of 5 to 65 words, with a capital and a full stop."""
    words = [word for article in sample_articles() for word in article.text.text.split()]
    found = [" ".join(chance.choices(words, k=chance.randint(5, 65))) for _ in range(count)]
    # As paragraphs do; else a short one would seem to go on in the next, as in a text that is broken into lines.
    return [f"{paragraph[0].upper()}{paragraph[1:].rstrip('.')}." for paragraph in found]


def _project(path: Path, texts: list[str]) -> Path:
    """A project with the texts as articles and with the tags."""
    project = Project.create(path)
    project.run("Add articles", operations.add_documents, articles(texts))
    project.run("Create tags", _create_tags)
    project.close()
    return path


def _create_tags(project: Project) -> None:
    colors: list[str] = []
    for number in range(TAGS):
        colors.append(next_color(colors))
        project.db.execute(
            "INSERT INTO tag (guid, name, folded, color, created) VALUES (?, ?, ?, ?, ?)",
            [str(uuid.UUID(int=number)), f"tag {number:03}", f"tag {number:03}", colors[-1], _TIME],
        )


def _spans(chance: random.Random, length: int, count: int, deepest: int = DEEPEST) -> list[tuple[int, int]]:
    """Stretches of 20 to 400 characters, half of them crowded, never more than `deepest` on a character."""
    crowds = [chance.randrange(length) for _ in range(count // 40 + 1)]
    starts = sorted(
        chance.randrange(length) if number % 2 else round(chance.gauss(chance.choice(crowds), 300))
        for number in range(count)
    )
    stops: list[int] = []  # a heap: where the stretches at hand end
    spans = []
    for start in starts:
        start = max(0, start)
        if len(stops) == deepest:
            start = max(start, stops[0])
        start = min(start, length - 400)
        stop = start + chance.randint(20, 400)
        spans.append((start, stop))
        (heapreplace if len(stops) == deepest else heappush)(stops, stop)
    return spans


def _scattered(chance: random.Random, texts: list[str], count: int) -> Iterator[Passage]:
    """Passages all over the articles."""
    for _ in range(count):
        at = chance.randrange(len(texts))
        start = chance.randrange(len(texts[at]) - 400)
        yield DocumentId(at + 1), texts[at], start, start + chance.randint(20, 400)


def _annotate(db: sqlite3.Connection, chance: random.Random, passages: Iterable[Passage]) -> None:
    """One coding for each passage, some with a note; written past the history, which would only take time."""
    made = []
    for number, (document, text, start, stop) in enumerate(passages, start=1):
        anchor = text[start:stop], text[max(0, start - CONTEXT) : start], text[stop : stop + CONTEXT]
        note = "" if number % 10 else f"Compare with the passage before ({number})."
        guid = str(uuid.UUID(int=chance.getrandbits(128)))
        made.append((number, guid, document, start, stop, *anchor, note, _TIME, _TIME))
    db.executemany(
        "INSERT INTO annotation"
        " (id, guid, document_id, start, stop, quote, prefix, suffix, note, created, modified)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        made,
    )
    db.executemany(
        "INSERT INTO coding (annotation_id, tag_id, document_id, created) VALUES (?, ?, ?, ?)",
        ((row[0], chance.randint(1, TAGS), row[2], _TIME) for row in made),
    )
    checksum.write_all(Database(db, execute_plugins=False))
