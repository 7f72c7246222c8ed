"""Random projects to measure: a tree of tags, articles and codings."""

from typing import NamedTuple

from hypothesis import strategies as st

from core.codebook import TagTree
from core.measures.codings import Material, codings
from core.model import Document, Tag

WORDS = "It was the best of times, it was the worst of times.\nWe had  everything.\n\nWe had nothing before us 😀!"


class Coding(NamedTuple):
    tag: int
    document: int
    start: int
    stop: int
    annotation: int


def document(number, text, **fields):
    said = {"title": f"Article {number}", "author": "", "outlet": "", "date": "", "source": "", "sha256": ""}
    return Document(id=number, characters=len(text), words=len(text.split()), **(said | fields))


def tag(number, parent=None):
    return Tag(number, parent, f"tag {number}", "#4477aa", "", None)


def material(parents, texts, listed, noted=()):
    """What is measured: tags numbered from 1 with their parents, texts of articles numbered from 1, codings."""
    tree = TagTree(tag(number, parent) for number, parent in enumerate(parents, start=1))
    documents = [document(number, text) for number, text in enumerate(texts, start=1)]
    columns = list(zip(*listed, strict=True)) or [[]] * 5
    return Material(
        tree,
        codings(tree, documents, columns),
        lambda wanted: [texts[d - 1] for d in wanted],
        lambda name: dict(noted),
    )


@st.composite
def projects(draw):
    """(material, codings) of a small project; annotations may carry several tags and lie on the same stretch."""
    count = draw(st.integers(1, 5))
    parents = [draw(st.integers(0, at)) or None for at in range(count)]
    texts = [WORDS[: draw(st.integers(0, len(WORDS)))] for _ in range(draw(st.integers(1, 3)))]
    filled = [number for number, text in enumerate(texts, start=1) if text]
    listed = []
    for annotation in range(1, draw(st.integers(0, 8)) + 1 if filled else 1):
        article = draw(st.sampled_from(filled))
        start = draw(st.integers(0, len(texts[article - 1]) - 1))
        stop = draw(st.integers(start + 1, len(texts[article - 1])))
        for chosen in sorted(draw(st.sets(st.integers(1, count), max_size=3))):
            listed.append(Coding(chosen, article, start, stop, annotation))
    return material(parents, texts, listed), listed


def touched_words(text, characters):
    """How many words have one of these characters."""
    found, inside, touched = 0, False, False
    for at, character in enumerate([*text, " "]):
        if character.isspace():
            found += inside and touched
            inside = touched = False
        else:
            inside, touched = True, touched or at in characters
    return found
