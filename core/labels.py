"""How the steps of the history are named, in the user's words."""

from collections.abc import Sequence

_LONGEST = 40  # characters of a quote in a label


def passage(quote: str, limit: int = _LONGEST) -> str:
    """A quote on one line, shortened at a word, in quotation marks."""
    line = " ".join(quote[: 4 * limit].split())
    if len(line) > limit:
        line = line[:limit].rsplit(" ", 1)[0] + "…"
    return f"“{line}”"


def annotated(quote: str, tag_names: Sequence[str], note: str) -> str:
    """Marking a passage: `Tag “first words…” Energy`, `Note on “…”` or `Highlight “…”`."""
    if tag_names:
        return f"Tag {passage(quote)} {', '.join(tag_names)}"
    return noted(quote) if note else f"Highlight {passage(quote)}"


def noted(quote: str) -> str:
    """Writing a note."""
    return f"Note on {passage(quote)}"


def untagged(quote: str) -> str:
    """Taking the last tag off a passage."""
    return f"Untag {passage(quote)}"


def resized(quote: str) -> str:
    """Moving an end of an annotation."""
    return f"Resize to {passage(quote)}"


def deleted(quote: str) -> str:
    """Deleting an annotation."""
    return f"Delete {passage(quote)}"


def added(titles: Sequence[str]) -> str:
    """Adding articles."""
    return f"Add {passage(titles[0])}" if len(titles) == 1 else f"Add {len(titles)} articles"
