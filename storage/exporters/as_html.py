"""One web page that stands on its own: the articles with their highlights and notes, and a legend of tags."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from core.model import Annotation, Document, TagId
from core.palette import readable, tint
from core.span import Span, segments
from core.text import Lines
from storage.exporters.material import Material, Passage, byline
from storage.exporters.page_style import STYLE

_LIGHT, _DARK = "#ffffff", "#24272c"  # the paper of the two looks, as in STYLE
_UNTAGGED = TagId(0)  # no tag has this number
_UNTAGGED_COLOR = "#b8952e"
_DEPTHS = (1, 2, 3, 4)

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Annotated articles</title>
<style>
"""


class _Mark(NamedTuple):
    """What all passages that cover the same stretch have in common on the page."""

    opening: str
    closing: str


def html_page(material: Material) -> Iterator[str]:
    """The whole page: head, legend, list of articles, and each article.

    The text inside an article's `div.text`, notes left out, is exactly the article's text.
    """
    yield _HEAD + STYLE + _colors(material) + "</style>\n</head>\n<body>\n"
    yield "<header>\n<h1>Annotated articles</h1>\n" + _legend(material)
    if len(material.documents) > 1:
        yield _contents(material.documents)
    yield "</header>\n<main>\n"
    for document, passages in material.articles():
        yield from _article(material, document, passages)
    yield "</main>\n</body>\n</html>\n"


def _colors(material: Material) -> str:
    """A rule for each tag and look: its tints by depth, its line."""
    colors = {_UNTAGGED: _UNTAGGED_COLOR} | {tag.id: tag.color for tag in material.tags if tag.id in material.codings}
    light, dark = (
        "".join(f".t{tag} {{ {_shades(color, paper)} }}\n" for tag, color in colors.items())
        for paper in (_LIGHT, _DARK)
    )
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _shades(color: str, paper: str) -> str:
    tints = "; ".join(f"--tint-{depth}: {tint(color, paper, depth)}" for depth in _DEPTHS)
    return f"{tints}; --line: {readable(color, paper)}"


def _legend(material: Material) -> str:
    rows = [
        _legend_row(tag.id, escape(material.tags.path(tag.id)), str(material.codings[tag.id]), tag.definition)
        for tag in material.tags
        if tag.id in material.codings
    ]
    rows.append(_legend_row(_UNTAGGED, "<i>no tag</i>", "", ""))
    return '<ul class="legend" aria-label="Tags and their codings">\n' + "".join(rows) + "</ul>\n"


def _legend_row(tag: TagId, name: str, codings: str, definition: str) -> str:
    count = f' <span class="count">{codings}</span>' if codings else ""
    meaning = f'<small dir="auto">{escape(definition)}</small>' if definition else ""
    return f'<li><mark class="t{tag} d1"><u class="t{tag}"><bdi>{name}</bdi></u></mark>{count}{meaning}</li>\n'


def _contents(documents: Iterable[Document]) -> str:
    links = "".join(f'<li><a href="#d{d.id}"><bdi>{escape(d.title)}</bdi></a></li>\n' for d in documents)
    return f'<nav aria-label="Articles">\n<ol>\n{links}</ol>\n</nav>\n'


def _article(material: Material, document: Document, passages: list[Passage]) -> Iterator[str]:
    yield f'<article id="d{document.id}">\n<h2 dir="auto">{escape(document.title)}</h2>\n'
    if about := byline(document):
        yield f'<p class="byline" dir="auto">{escape(about)}</p>\n'
    yield '<div class="text" lang="">'
    text = material.text_of(document.id)
    lines = Lines(text)
    annotations = [annotation for annotation, _ in passages]
    stretches = _stretches_by_line(lines, annotations)
    beginning = _beginning_by_line(lines, annotations)
    marks = _Marks(material, annotations)
    numbers = {a.id: number for number, a in enumerate((a for a in annotations if a.note), 1)}
    for line in range(len(lines)):
        ...
    yield "</div>\n</article>\n"
