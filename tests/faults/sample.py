"""A project with something of everything a person can make, and what it holds, to compare before and after."""

import random
from pathlib import Path

from core.model import DocumentId, TagId
from storage import annotations, operations, reading, tags
from storage.project import Project
from tests.storage.contents import article, contents

SAID = "the law was read aloud in naïve Straße 東京 שלום 😀 e\u0301tude and nobody said so because of it"


def prose(luck: random.Random, words: int) -> str:
    """So many words in paragraphs."""
    known = SAID.split()
    return " ".join(luck.choice(known) + ("\n" if luck.random() < 0.02 else "") for _ in range(words)).strip()


def make_sample(path: Path, seed: int = 1, annotations: int = 120) -> None:
    """Five articles, some of them long, with tags, annotations, notes and bookmarks, and steps to undo and redo."""
    luck = random.Random(seed)
    project = Project.create(path)
    new = [article(prose(luck, luck.randint(300, 4000)), f"Article {number}") for number in range(5)]
    documents, _ = project.run("Add articles", operations.add_documents, new)
    made_tags = [
        project.run("Make tag", operations.create_tag_path, name)[0]
        for name in ("Law", "Law/Court", "Law/Court/Trial", "Place/東京", "Doubt", "Person", "Person/Judge 😀")
    ]
    for number, tag in enumerate(made_tags[:4], start=1):
        project.run("Pin", operations.pin_tag, tag, number)
        project.run("Define", operations.define_tag, tag, prose(luck, 60))
    for _ in range(annotations):
        work(project, luck, documents, made_tags)
    for document in documents:
        project.run("Bookmark", operations.add_bookmark, document, luck.randint(0, 1000), "here again")
    reading.save_readings(project, {document: reading.Reading(7, "1-3") for document in documents})
    for _ in range(6):
        project.undo()
    project.redo()
    project.close()


def work(project: Project, luck: random.Random, documents: list[DocumentId], of_tags: list[TagId]) -> None:
    """Marks a passage; and at times changes something that was made before."""
    start = luck.randint(0, 1200)
    chosen = luck.sample(of_tags, luck.randint(0, 3))
    note = prose(luck, luck.choice((0, 0, 5, 40, 400)))
    length = luck.choice((5, 30, 300))
    made, _ = project.run(
        "Annotate", operations.annotate, luck.choice(documents), start, start + length, chosen, note
    )
    match luck.randint(0, 11):
        case 0:
            project.run("Tag", operations.add_tags, [made], luck.sample(of_tags, 2))
        case 1:
            project.run("Untag", operations.remove_tags, [made], chosen)
        case 2:
            project.run("Note", operations.set_note, made, prose(luck, 30))
        case 3:
            project.run("Delete", operations.delete_annotations, [made])
        case 4:
            project.run("Resize", operations.resize_annotation, made, start, start + length + 20)


def shown(project: Project) -> dict:
    """What a person sees of a project: the rows of its tables, and what the program reads with its indexes."""
    db = project.db
    articles = [id_ for (id_,) in db.execute("SELECT id FROM document ORDER BY id").fetchall()]
    return contents(project) | {
        "articles": {
            id_: (annotations.places(db, id_), annotations.of_document(db, id_), reading.bookmarks(db, id_))
            for id_ in articles
        },
        "everywhere": list(annotations.everywhere(db)),
        "counts": (annotations.annotation_counts(db), annotations.tag_counts(db), annotations.coding_counts(db)),
        "tags": list(tags.tag_tree(db)),
    }


def states(project: Project) -> list[dict]:
    """What the project held after each step, newest first, also after those that were undone."""
    while project.redo():
        pass
    found = [contents(project)]
    while project.undo():
        found.append(contents(project))
    return found
