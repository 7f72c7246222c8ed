"""The appendix of a paper as one web page that stands on its own, with its charts as SVG."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from storage.codebook import Row
from storage.exporters.codebook import COUNTED, said_of, used
from storage.exporters.methods import ARTICLES, Methods, Shown, of_numbers
from storage.exporters.page_style import beginning

_STYLE = """\
section { max-width: 65rem; margin: 3rem auto 0; padding-top: 2rem; border-top: 1px solid var(--rule); }
header { max-width: 65rem; }
h4 { margin: 1.5rem 0 .25rem; font-size: 1rem; }
p, dl, blockquote { max-width: 65ch; margin: .6rem 0; }
p, dd, blockquote { white-space: pre-wrap; }
dt { font: 600 .8125rem/1.5 var(--sans); color: var(--muted); }
dd { margin: 0 0 .5rem; }
blockquote { padding-inline-start: .9rem; border-inline-start: 2px solid var(--rule); }
.unseen { position: absolute; clip-path: inset(50%); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; font: .8125rem/1.45 var(--sans); }
th, td { overflow-wrap: normal; padding: .25rem .7rem .25rem 0; text-align: start; vertical-align: top; }
tr { border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { min-width: 1.5rem; max-width: 24rem; }
td.number { white-space: nowrap; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; }
figure svg { max-width: 100%; height: auto; background: #ffffff; border-radius: 4px; }
.small { font: .8125rem/1.5 var(--sans); color: var(--muted); }
@media print {
  body { padding: 0; }
  h2, h3, h4 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
}
"""
_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)


def methods_page(methods: Methods) -> Iterator[str]:
    """The whole page."""
    title = f"Methods: {methods.name}"
    yield beginning(title, _STYLE)
    yield f'<header>\n<h1 dir="auto">{escape(title)}</h1>\n{_paragraph(methods.summary(), "small")}'
    if methods.note:
        yield _paragraph(methods.note)
    yield "</header>\n<main>\n<section>\n<h2>Articles</h2>\n"
    yield _table(methods.article_rows()) + _paragraph(ARTICLES, "small") + "</section>\n"
    yield f"<section>\n<h2>Codebook</h2>\n{_paragraph(COUNTED, 'small')}"
    for row in methods.codebook:
        yield from _tag(row)
    yield "</section>\n"
    for head, shown in (("Numbers", methods.numbers), ("Charts", methods.charts)):
        if shown:
            yield f"<section>\n<h2>{head}</h2>\n" + "".join(map(_shown, shown)) + "</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _tag(row: Row) -> Iterator[str]:
    level = 3 if row.depth == 0 else 4
    yield f'<h{level} dir="auto">{escape(row.path)}</h{level}>\n{_paragraph(used(row), "small")}'
    said = [*said_of(row), *([("Note", row.note)] if row.note else [])]
    if said:
        pairs = "".join(f'<dt>{head}</dt><dd dir="auto">{escape(text)}</dd>\n' for head, text in said)
        yield f"<dl>\n{pairs}</dl>\n"
    for example in row.examples:
        yield f'<blockquote dir="auto">{escape(example.quote)}</blockquote>\n'
        yield _paragraph(f"— {example.title}", "small")


def _shown(shown: Shown) -> str:
    """Numbers with their definition; where there is a chart, it says title and definition itself."""
    numbers = _paragraph(shown.beside, "small") if shown.beside else _table(shown.rows)
    title = escape(shown.title)
    if shown.svg:
        return f'<h3 class="unseen">{title}</h3>\n<figure>\n{_PROLOGUE.sub("", shown.svg)}\n</figure>\n{numbers}'
    said = f"{_paragraph(shown.subtitle, 'small')}{numbers}{_paragraph(shown.definition, 'small')}"
    return f'<h3 dir="auto">{title}</h3>\n{said}'


def _paragraph(text: str, role: str = "") -> str:
    kind = f' class="{role}"' if role else ""
    return f'<p{kind} dir="auto">{escape(text)}</p>\n' if text else ""


def _table(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first row has the heads; columns of numbers are aligned as such."""
    are_numbers = of_numbers(rows)

    def line(row: Sequence[str], cell: str) -> str:
        kinds = (' class="number"' if is_number else "" for is_number in are_numbers)
        return "<tr>" + "".join(
            f"<{cell}{kind}><bdi>{escape(text)}</bdi></{cell}>" for text, kind in zip(row, kinds, strict=True)
        )

    head, *body = rows
    lines = "</tr>\n".join([line(head, "th"), *(line(row, "td") for row in body), ""])
    return f'<div class="wide">\n<table>\n{lines}</table>\n</div>\n'
