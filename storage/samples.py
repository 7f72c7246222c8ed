"""The sample articles, and the project that a new user starts with."""

import json
from dataclasses import replace
from pathlib import Path

import platformdirs

from core import labels
from core.errors import UserError
from storage import operations
from storage.documents import NewDocument
from storage.importers.text import read_text_file
from storage.project import SUFFIX, Project

_FOLDER = Path(__file__).parents[1] / "seeds"


def sample_articles() -> list[NewDocument]:
    """The articles of `seeds/index.json` in its order, with what it says about each."""
    try:
        index = json.loads((_FOLDER / "index.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError("The sample articles are missing from this copy of Postil.") from error
    return [
        replace(
            read_text_file(_FOLDER / entry["file"]),
            title=entry["title"],
            author=entry["author"],
            outlet=entry["outlet"],
            date=entry["date"],
        )
        for entry in index
    ]


def create_with_samples(path: Path) -> Project:
    """A new project with the sample articles; without them there is no file either."""
    articles = sample_articles()
    project = Project.create(path)
    try:
        project.run(labels.added([a.title for a in articles]), operations.add_documents, articles)
    except BaseException:
        project.close()
        path.unlink()
        raise
    return project


def default_path() -> Path:
    """Where the project with the samples is, in the user's data folder."""
    return Path(platformdirs.user_data_dir("Postil", appauthor=False)) / f"Postil samples{SUFFIX}"


def default_project() -> Project:
    """The project with the samples, made at the first start. Raises UserError if it does not open."""
    path = default_path()
    if path.exists():
        return Project.open(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"The folder “{path.parent}” cannot be made ({error.strerror}).") from error
    return create_with_samples(path)
