"""Stop words: the words of a language that say nothing about a text, from the lists of Stopwords ISO.

They are those of the PyPI package `stopwordsiso`, which is loaded when somebody first needs one.
"""

from collections.abc import Iterable

import numpy as np

from core.errors import UserError
from core.measures.tokens import Tokens, folded

AUTO, NONE = "auto", "none"
_LOOKED_AT = 200  # words at the beginning of an article show its language
_LEAST = 0.1  # the share of an article's words that are stop words of its language

_NAMES = """
af Afrikaans, ar Arabic, bg Bulgarian, bn Bengali, br Breton, ca Catalan, cs Czech, da Danish, de German,
el Greek, en English, eo Esperanto, es Spanish, et Estonian, eu Basque, fa Persian, fi Finnish, fr French,
ga Irish, gl Galician, gu Gujarati, ha Hausa, he Hebrew, hi Hindi, hr Croatian, hu Hungarian, hy Armenian,
id Indonesian, it Italian, ja Japanese, ko Korean, ku Kurdish, la Latin, lt Lithuanian, lv Latvian,
mr Marathi, ms Malay, nl Dutch, no Norwegian, pl Polish, pt Portuguese, ro Romanian, ru Russian, sk Slovak,
sl Slovenian, so Somali, st Sotho, sv Swedish, sw Swahili, th Thai, tl Tagalog, tr Turkish, uk Ukrainian,
ur Urdu, vi Vietnamese, yo Yoruba, zh Chinese, zu Zulu
"""
LANGUAGES = dict(each.strip().split(" ") for each in _NAMES.split(","))  # by their ISO 639-1 codes


def chosen(said: str, found: Tokens) -> tuple[str, ...]:
    """The languages meant by `auto` (those of the articles), `none`, or codes with commas. Raises UserError."""
    if said == AUTO:
        return languages(found)
    codes = () if said == NONE else tuple(code.strip().casefold() for code in said.split(","))
    for code in codes:
        if code not in LANGUAGES:
            known = ", ".join(f"{each} ({name})" for each, name in LANGUAGES.items())
            raise UserError(f"There are no stop words of “{code}”; there are those of {known}.")
    return codes


def languages(found: Tokens) -> tuple[str, ...]:
    """The languages that articles seem to be in: of each the one whose stop words it has most of, if many.

    A word that is one in several languages counts a part in each: the long lists would else win over the short.
    """
    ends = np.append(found.begins[1:], np.iinfo(np.int64).max)
    first, after = (np.searchsorted(found.start, edges) for edges in (found.begins, ends))
    sizes = np.minimum(after - first, _LOOKED_AT)
    article = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    seen = found.word[first[article] + within]
    stop = np.array([among(found, [code]) for code in LANGUAGES])
    shared = stop.sum(axis=0)
    article, seen = article[shared[seen] > 0], seen[shared[seen] > 0]
    points = np.zeros((len(LANGUAGES), len(sizes)))
    for at, each in enumerate(stop):
        hits = np.flatnonzero(each[seen])
        points[at] = np.bincount(article[hits], 1 / shared[seen[hits]], len(sizes))
    many = np.bincount(article, minlength=len(sizes)) >= np.maximum(1, _LEAST * sizes)
    return tuple(list(LANGUAGES)[at] for at in np.unique(points.argmax(axis=0)[many]))


def among(found: Tokens, codes: Iterable[str]) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """For each different word, whether it is a stop word of one of the languages."""
    import stopwordsiso

    stop = np.zeros(len(found.labels), np.bool_)
    places = (found.places.get(folded(word)) for word in stopwordsiso.stopwords(codes))
    stop[[place for place in places if place is not None]] = True
    return stop
