"""Tags in the same sentence or paragraph: ten thousand articles and a hundred thousand codings."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import sentencex

from core.measures.catalogue import measure
from core.measures.in_units import finding
from core.measures.measured import Asked
from storage import measures
from storage.documents import all_documents
from storage.project import Project
from storage.tags import tag_tree
from tests.bench.corpus import MANY
from tests.bench.measuring import Line, by_turns, timed


def first(folder: Path, _scale: float, unit: str) -> Line:
    """The first question, with all the reading it needs, beside the barest way to the same pairs.

    That one takes it for granted that no text is hard-wrapped, and that no passage begins or ends with a space.
    """
    project = Project.open(folder / MANY)
    tree, articles = tag_tree(project.db), all_documents(project.db)

    def ours() -> None:
        measure(measures.material(project.db, tree, articles), Asked("cooccurrence", relation=unit))

    def bare() -> None:
        tag, document, start, stop = _rows(project)
        order = np.argsort(document)
        tag, document, start, stop = (column[order] for column in (tag, document, start, stop))
        edges = np.searchsorted(document, np.append(np.unique(document), document[-1] + 1)).tolist()
        starts, lasts, found = start.tolist(), (stop - 1).tolist(), list[tuple[list[int], list[int]]]()
        texts = project.db.execute("SELECT text FROM document_text ORDER BY id")
        for (text,), at, after in zip(texts, edges, edges[1:], strict=False):
            ends = (starts[at:after], lasts[at:after])
            lines = tuple([text.rfind("\n", 0, place) + 1 for place in places] for places in ends)
            found.append(_sentences(text, ends, lines) if unit == "sentence" else lines)
        begin, end = (np.fromiter(chain.from_iterable(each), np.int64) for each in zip(*found, strict=True))
        _pairs(tag, document, begin, end + 1)

    return by_turns(f"m-{unit}", lambda: timed(ours), lambda: timed(bare), runs=9)


def again(folder: Path, _scale: float, unit: str) -> Line:
    """What else is asked once the texts were read, beside finding the pairs."""
    project = Project.open(folder / MANY)
    material = measures.material(project.db)
    *_, found = finding(material, unit)
    known, kept = material._replace(in_units={unit: found}), found.start < found.stop
    columns = [each[kept] for each in (material.codings.tag, material.codings.document, found.start, found.stop)]

    def ours() -> None:
        measure(known, Asked("cooccurrence", relation=unit))

    def bare() -> None:
        _pairs(*columns)

    return by_turns(f"next-{unit}", lambda: timed(ours), lambda: timed(bare), runs=9)


def _rows(project: Project) -> Iterator["np.ndarray"]:
    """Tag, article, start and stop of every coding."""
    rows = chain.from_iterable(project.db.execute(sql).fetchone() for sql in (measures.CODINGS, measures.PLACES))
    annotation, tag, document, id_, start, stop = (np.fromstring(row[1:-1], np.int64, sep=",") for row in rows)
    order = np.argsort(id_)
    at = order[np.searchsorted(id_[order], annotation)]
    return iter((tag - tag.min(), document, start[at], stop[at]))


def _sentences(
    text: str, ends: tuple[list[int], list[int]], lines: tuple[Iterable[int], Iterable[int]]
) -> tuple[list[int], list[int]]:
    """Where the sentences begin that hold the ends of passages in these lines, in which several of them are."""
    met = Counter(lines[0])
    met.update(other for line, other in zip(*lines, strict=True) if line != other)
    begins = {
        line: [0, *accumulate(map(len, sentencex.segment("en", text[line : (text + "\n").find("\n", line)])))]
        for line, count in met.items()
        if count > 1
    }

    def sentence(at: int, line: int) -> int:
        found = begins.get(line)
        return line + found[bisect_right(found, at - line) - 1] if found else line

    one, other = (list(map(sentence, *each)) for each in zip(ends, lines, strict=True))
    return one, other


def _pairs(tag: "np.ndarray", document: "np.ndarray", start: "np.ndarray", stop: "np.ndarray") -> "np.ndarray":
    """How many pairs of codings of every two tags overlap."""
    line, size = document * (int(stop.max()) + 1), int(tag.max()) + 1
    order = np.argsort(line + start)
    tag, begin, end = tag[order], (line + start)[order], (line + stop)[order]
    times = np.searchsorted(begin, end) - np.arange(len(order)) - 1
    one = np.repeat(np.arange(len(order)), times)
    other = np.arange(len(one)) - np.repeat(np.cumsum(times) - times, times) + one + 1
    return np.bincount(tag[one] * size + tag[other], minlength=size * size)
