"""The words that are typical of what was tagged: how often they stand in the passages, and how often elsewhere."""

from typing import TYPE_CHECKING

import numpy as np

from core.measures import stop_words
from core.measures.codings import Material
from core.measures.frequency import rollup
from core.measures.measured import Asked, Head, Measured
from core.measures.tokens import Tokens, tokens
from core.model import AnnotationId

if TYPE_CHECKING:
    from core.measures.codings import Choice, Column
    from core.measures.units import Numbers

COLUMNS = (
    "in the passages",
    "in the rest",
    "log-likelihood",
    "per 1,000 words in the passages",
    "per 1,000 words in the rest",
)
DEFINITION = (
    "Unit: words. A word is a run of letters, with the apostrophes and hyphens inside it, whatever its case. It is "
    "in the passages if one of them has a character of it, and counts once where passages overlap; the rest is all "
    "other text of the articles. Log-likelihood: Dunning’s G², with a minus sign where a word is rarer in the "
    "passages."
)


def words(material: Material, asked: Asked) -> Measured:
    """The words of all tagged passages, or of those of the chosen tags, against the rest of the articles."""
    return compared(tokens(material), material, asked)


def compared(found: Tokens, material: Material, asked: Asked) -> Measured:
    """The same from words that were read before, of the same articles: many times faster. Raises UserError.

    Rows are the words that stand in the passages, those most typical of them first, without the stop words.
    """
    here = material.codings.rolled_up(material.tree) if asked.rollup else material.codings
    here = here.of_tags(asked.tags) if asked.tags else here
    start, stop = (found.begins[here.document] + edge for edge in (here.start, here.stop))
    inside = _touched(found, start, stop)
    tagged = np.bincount(found.word[inside], minlength=len(found.labels))
    languages = stop_words.chosen(asked.stop_words, found)
    shown = np.flatnonzero((tagged > 0) & ~stop_words.among(found, languages))
    counts = np.stack([tagged, found.often - tagged], axis=1)
    totals = counts.sum(axis=0)
    with np.errstate(invalid="ignore"):
        rates = 1000 * counts[shown] / totals
    typical = log_likelihood(counts[shown], totals)
    table = np.column_stack([counts[shown], typical, rates])
    order = np.lexsort((-table[:, 0], -typical))
    labels = [found.labels[place] for place in shown[order]]

    def behind(row: int, column: int) -> list[AnnotationId]:
        met = _touching(found, inside[found.word[inside] == shown[order[row]]], start, stop)
        return [AnnotationId(each) for each in np.unique(here.annotation[met]).tolist()] if column != 1 else []

    return Measured(
        asked.name,
        "words",
        _define(material, asked, languages),
        [Head(label) for label in labels],
        [Head(label) for label in COLUMNS],
        table[order],
        behind,
        2,
    )


def log_likelihood(counts: "Column", totals: "Column") -> "Numbers":
    """How surely words are more frequent (above 0) or rarer (below 0) in the first of two texts than in the second.

    G² = 2 Σ O ln(O/E) over the four cells of the table that each word makes: it or another word, in the one text
    or the other (T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, Computational
    Linguistics 19(1), 1993, 61–74). `counts` has a word in each row and a text in each column, `totals` all words
    of each text.
    """
    observed = np.stack([counts, totals - counts], axis=1).astype(np.float64)
    expected = observed.sum(axis=2, keepdims=True) * totals / max(1, totals.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    strength: Numbers = np.maximum(0.0, 2 * parts.sum(axis=(1, 2)))
    strength[observed[:, 0, 0] < expected[:, 0, 0]] *= -1
    return strength


def _touched(found: Tokens, start: "Column", stop: "Column") -> "Column":
    """The places of the words of which one of the stretches has a character, each once."""
    order, kind = np.argsort(start), found.word.dtype
    # Sorted, and of the type of what they are looked up in: many times faster.
    first = np.searchsorted(found.stop, start[order].astype(kind), "right")
    after = np.maximum.accumulate(np.searchsorted(found.start, stop[order].astype(kind), "left"))
    first = np.maximum(first, np.concatenate(([0], after))[: len(after)])
    sizes = np.maximum(0, after - first)
    return np.repeat(after - np.cumsum(sizes), sizes) + np.arange(sizes.sum())


def _touching(found: Tokens, those: "Column", start: "Column", stop: "Column") -> "Choice":
    """For each stretch of the line, whether it has a character of one of those words."""
    first, after = found.start[those], found.stop[those]
    return np.searchsorted(after, start, "right") < np.searchsorted(first, stop, "left")


def _define(material: Material, asked: Asked, languages: tuple[str, ...]) -> str:
    names = " and ".join(stop_words.LANGUAGES[code] for code in languages)
    left_out = f"Stop words of {names} (Stopwords ISO) are left out, but count as text." if names else ""
    branch = rollup(asked.rollup) if asked.tags else ""
    return " ".join(filter(None, [DEFINITION, left_out or "No stop words are left out.", branch, material.about]))
