"""What words passages have, and what is alike: ten thousand articles and a hundred thousand codings."""

from collections import Counter
from pathlib import Path

import numpy as np

from core.measures.measured import Asked
from core.measures.similarity import orders
from core.measures.tokens import tokens
from core.measures.words import compared
from storage import measures
from storage.project import Project
from tests.bench import corpus
from tests.bench.measuring import Line, by_turns, timed


def read(folder: Path, _scale: float) -> Line:
    """Finding the words of all texts, beside cutting them at their spaces and counting."""
    project = Project.open(folder / corpus.MANY)
    material = measures.material(project.db)
    articles = [each.id for each in material.codings.documents]
    texts = dict(zip(articles, material.texts(articles), strict=True))
    material = material._replace(texts=lambda wanted: [texts[each] for each in wanted])

    def limit() -> None:
        counted: Counter[str] = Counter()
        for text in texts.values():
            counted.update(text.lower().split())

    return by_turns("words", lambda: timed(lambda: tokens(material)), lambda: timed(limit), runs=3)


def compare(folder: Path, _scale: float) -> Line:
    """The words of a tag against the rest, once the texts are read, beside counting every word twice."""
    project = Project.open(folder / corpus.MANY)
    material = measures.material(project.db)
    found = tokens(material)
    asked = Asked("words", tags=material.codings.tags[:1], stop_words="en")

    def limit() -> None:
        for _ in range(2):
            np.bincount(found.word, minlength=len(found.labels))

    return by_turns("words-of-tag", lambda: timed(lambda: compared(found, material, asked)), lambda: timed(limit))


def alike(_folder: Path, _scale: float) -> Line:
    """An order by likeness of 200 tags and 1,000 articles, beside the vectors of the products of the tags."""
    table = np.random.default_rng(1).poisson(0.5, (200, 1000)).astype(float)
    product = table @ table.T
    return by_turns("alike", lambda: timed(lambda: orders(table)), lambda: timed(lambda: np.linalg.eigh(product)))
