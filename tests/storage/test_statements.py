"""How many statements common acts cost, however many tags a project has."""

from contextlib import contextmanager

import pytest

from storage import annotations, documents, operations, tags
from tests.storage.contents import add_article


@contextmanager
def counted(project):
    """Collects the statements of ours that run meanwhile.

    SQLite also reports what triggers do: as comments, and by repeating the statement that set them off.
    """
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith("--") and (not seen or seen[-1] != statement):
            seen.append(statement)

    project.db.conn.set_trace_callback(note)
    yield seen
    project.db.conn.set_trace_callback(None)


@pytest.fixture(params=[3, 300])
def book(request, project):
    """A project of one article and this many tags, each of them on an annotation."""

    def fill(project):
        made = [operations.create_tag(project, f"tag {number}") for number in range(request.param)]
        operations.annotate(project, 1, 0, 5, made)

    add_article(project)
    project.run("Fill", fill)
    return project


def test_adding_an_annotation_with_two_tags(book):
    with counted(book) as statements:
        made, changes = book.run("Annotate", operations.annotate, 1, 4, 9, [1, 3], "note")
        after = annotations.after(book.db, changes)
    assert after.annotations[made].tags == (1, 3)
    assert after.codings == {(1, 1): 1, (1, 3): 1}
    assert len(statements) <= 17, statements


def test_opening_an_article(book):
    with counted(book) as statements:
        document = documents.some_documents(book.db, [1])[1]
        text = documents.document_text(book.db, document.id)
        found = annotations.of_document(book.db, document.id)
        tree = tags.tag_tree(book.db)
    assert len(text) == document.characters
    assert len(found[0].tags) == len(tree)
    assert len(statements) <= 5, statements


def test_the_counter_counts(book):
    with counted(book) as statements:
        book.db.execute("SELECT 1")
        book.db.execute("SELECT 2")
    assert statements == ["SELECT 1", "SELECT 2"]
