"""One web page that stands on its own: the articles with their highlights and notes, and a legend of tags."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from core.model import Annotation, AnnotationId, Document, Tag, TagId
from core.palette import readable, tint
from core.span import Span, segments
from core.text import Lines
from core.wrapped import reflowed
from storage.exporters.material import Material, Passage
from storage.exporters.page_style import beginning

_LIGHT, _DARK = "#ffffff", "#24272c"  # the paper of the two looks, as in page_style
_UNTAGGED = TagId(0)  # no tag has this number
_UNTAGGED_COLOR = "#b8952e"
_DEPTHS = (1, 2, 3, 4)


def html_page(material: Material) -> Iterator[str]:
    """The whole page: head, legend, list of articles, and each article.

    The text inside an article's `div.text`, notes left out, is exactly the article's text.
    """
    title = "Annotated articles"
    yield beginning(title, _colors(material))
    yield f"<header>\n<h1>{title}</h1>\n" + _legend(material)
    if len(material.documents) > 1:
        yield _contents(material.documents)
    yield "</header>\n<main>\n"
    notes = material.article_notes()
    for document, passages in material.articles():
        yield from _article(material, document, passages, notes.get(document.id))
    yield from _notes(material)
    yield "</main>\n</body>\n</html>\n"


def _colors(material: Material) -> str:
    """A rule for each tag and look: its tints by depth, its line."""
    colors = {_UNTAGGED: _UNTAGGED_COLOR} | {
        tag.id: tag.color for tag in material.tags if tag.id in material.codings
    }
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
        _legend_row(tag.id, escape(material.tags.path(tag.id)), str(material.codings[tag.id]), _meaning(tag))
        for tag in material.tags
        if tag.id in material.codings
    ]
    rows.append(_legend_row(_UNTAGGED, "<i>no tag</i>", "", ()))
    return '<ul class="legend" aria-label="Tags and their codings">\n' + "".join(rows) + "</ul>\n"


def _meaning(tag: Tag) -> Iterator[str]:
    """What a tag means, when it is to be used, and when not."""
    yield tag.definition
    yield f"When to use: {tag.include}" * bool(tag.include)
    yield f"When not to use: {tag.exclude}" * bool(tag.exclude)


def _legend_row(tag: TagId, name: str, codings: str, said: Iterable[str]) -> str:
    count = f' <span class="count">{codings}</span>' if codings else ""
    meaning = "".join(f'<small dir="auto">{escape(text)}</small>' for text in said if text)
    return f'<li><mark class="t{tag} d1"><u class="t{tag}"><bdi>{name}</bdi></u></mark>{count}{meaning}</li>\n'


def _contents(documents: Iterable[Document]) -> str:
    links = "".join(f'<li><a href="#d{d.id}"><bdi>{escape(d.title)}</bdi></a></li>\n' for d in documents)
    return f'<nav aria-label="Articles">\n<ol>\n{links}</ol>\n</nav>\n'


def _article(material: Material, document: Document, passages: list[Passage], note: str | None) -> Iterator[str]:
    yield f'<article id="d{document.id}">\n<h2 dir="auto">{escape(document.title)}</h2>\n'
    if about := material.byline(document):
        yield f'<p class="byline" dir="auto">{escape(about)}</p>\n'
    if note:
        yield _note(note)
    yield '<div class="text" lang="">'
    kept = material.text_of(document.id)
    text = reflowed(kept)
    lines = Lines(text)
    annotations = [annotation for annotation, _ in passages]
    noted = _numbered_notes(annotations)
    stretches = _stretches(lines, annotations)
    margins = _by_first_line(lines, annotations)
    for line in range(len(lines)):
        here = margins.get(line, [])
        end = lines.starts[line + 1] - 1
        places = _places(here, noted, end)
        words = "".join(
            _marked(material, text[span.start : span.stop], [annotations[index] for index in covering])
            + "".join(places.get(span.stop, ()))
            for span, covering in stretches.get(line, ())
        )
        broken = "\n" in kept[lines.starts[line] : end]
        row = _row(words, lines.number(line), _margin(material, here, noted), broken)
        yield row + "\n" * (line + 1 < len(lines))
    yield "</div>\n</article>\n"


def _notes(material: Material) -> Iterator[str]:
    """The notes on no article."""
    found = material.other_notes()
    if found:
        yield "<article>\n<h2>Notes</h2>\n"
        for name, note in found:
            yield f'<h3 dir="auto">{escape(name)}</h3>\n<p class="byline">{note.created}</p>\n{_note(note.text)}'
        yield "</article>\n"


def _note(text: str) -> str:
    return f'<p class="note" dir="auto">{escape(text)}</p>\n'


def _numbered_notes(annotations: Iterable[Annotation]) -> dict[AnnotationId, int]:
    """The numbers by which the notes of an article are referred to."""
    return {a.id: number for number, a in enumerate((a for a in annotations if a.note), 1)}


def _stretches(lines: Lines, annotations: list[Annotation]) -> dict[int, list[tuple[Span, list[int]]]]:
    """By line, its text cut wherever a passage begins or ends, with the indexes of the passages there."""
    spans = [Span(a.start, a.stop) for a in annotations]
    filled = [line for line in range(len(lines)) if lines.starts[line] < lines.starts[line + 1] - 1]
    spans += [Span(lines.starts[line], lines.starts[line + 1] - 1) for line in filled]
    found: dict[int, list[tuple[Span, list[int]]]] = {}
    for span, covering in segments(spans):
        *passages, last = covering
        if last >= len(annotations):  # else it is a line break that a passage covers
            found.setdefault(filled[last - len(annotations)], []).append((span, passages))
    return found


def _by_first_line(lines: Lines, annotations: Iterable[Annotation]) -> dict[int, list[Annotation]]:
    found: dict[int, list[Annotation]] = {}
    for annotation in annotations:
        found.setdefault(lines.line_at(annotation.start), []).append(annotation)
    return found


def _places(annotations: Iterable[Annotation], noted: Mapping[AnnotationId, int], end: int) -> dict[int, list[str]]:
    """By offset, the numbers that refer to notes: after the passage, or where its first line ends."""
    places: dict[int, list[str]] = {}
    for a in annotations:
        if a.id in noted:
            number = f'aria-label="Note {noted[a.id]}" data-number="{noted[a.id]}"'
            link = f'<a class="place" id="a{a.id}" href="#n{a.id}" {number}></a>'
            places.setdefault(min(a.stop, end), []).append(link)
    return places


def _marked(material: Material, words: str, covering: list[Annotation]) -> str:
    """Words on the tint of the passage on top, with one line below them for each tag."""
    if not covering:
        return escape(words)
    tags = list(dict.fromkeys(tag for a in covering for tag in a.tags or (_UNTAGGED,)))
    top = (covering[-1].tags or (_UNTAGGED,))[0]
    names = ", ".join(material.tags.path(tag) for tag in tags if tag != _UNTAGGED) or "no tag"
    ids = " ".join(str(a.id) for a in covering)
    depth = min(len(covering), _DEPTHS[-1])
    underlines = "".join(f'<u class="t{tag}">' for tag in tags)
    return (
        f'<mark class="t{top} d{depth}" title="{escape(names)}" data-annotations="{ids}">'
        f"{underlines}{escape(words)}{'</u>' * len(tags)}</mark>"
    )


def _margin(material: Material, annotations: Iterable[Annotation], noted: Mapping[AnnotationId, int]) -> str:
    """What stands beside a paragraph: the tags and notes of the passages that begin in it."""
    tags = dict.fromkeys(tag for a in annotations for tag in a.tags)
    names = ", ".join(f'<u class="t{tag}"><bdi>{escape(material.tags.path(tag))}</bdi></u>' for tag in tags)
    notes = "".join(
        f'<p class="note" id="n{a.id}" dir="auto"><a href="#a{a.id}">{noted[a.id]}</a> {escape(a.note)}</p>'
        for a in annotations
        if a.id in noted
    )
    return (f"<p>{names}</p>" if names else "") + notes


def _row(words: str, number: int | None, margin: str, broken: bool) -> str:
    """A paragraph, with what stands beside it; the indents of lines that it was broken into are not to be seen."""
    numbered = "" if number is None else f' data-number="{number}"'
    kind = ' class="reflowed"' * broken
    paragraph = f'<p dir="auto"{kind}{numbered}>{words}</p>' if words else ""
    return f'<div class="row">{paragraph}<aside>{margin}</aside></div>' if margin else paragraph
