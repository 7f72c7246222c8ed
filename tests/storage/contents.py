"""Articles to put into a project, and everything a project holds, to compare before and after."""

from pathlib import Path

from core.model import DocumentId
from core.text import canonical, sha256
from storage import operations, schema
from storage.documents import NewDocument
from storage.lock import lock_path
from storage.project import Project

TEXT = "One sentence.\nAnother 😀 with e\u0301 and שלום, and a\xa0hard space.\nThe end."


def article(text: str = TEXT, title: str = "An article") -> NewDocument:
    """An article on its way into a project."""
    return NewDocument(title, canonical(text), f"{title}.txt", sha256(text))


def add_article(project: Project, text: str = TEXT, title: str = "An article") -> DocumentId:
    """Adds one article as one step."""
    (document,), _ = project.run("Add article", operations.add_documents, [article(text, title)])
    return document


def rows(project: Project, table: str) -> list[tuple]:
    """All rows of one table."""
    return project.db.execute(f"SELECT * FROM [{table}] ORDER BY id").fetchall()


def contents(project: Project) -> dict[str, list[tuple]]:
    """Every row of every table that a user's changes go to."""
    return {table: rows(project, table) for table in schema.TRACKED}


def everything(project: Project) -> str:
    """The whole file as SQL text: contents, history and revision."""
    return "\n".join(project.db.conn.iterdump())


def opened_elsewhere(path: Path) -> Project:
    """The same project opened to write by a computer that the lock does not reach."""
    lock_path(path).unlink()
    return Project.open(path)
