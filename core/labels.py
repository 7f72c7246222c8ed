"""How the steps of the history are named, in the user's words."""

from collections.abc import Sequence

_LONGEST = 40  # characters of a quote in a label


def passage(quote: str, limit: int = _LONGEST) -> str:
    """A quote on one line, shortened at a word, in quotation marks."""
    return f"“{first_words(quote, limit)}”"


def first_words(text: str, limit: int = _LONGEST) -> str:
    """The text on one line, shortened at a word."""
    line = " ".join(text[: 4 * limit].split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + "…"


def annotated(quote: str, tag_names: Sequence[str], note: str) -> str:
    """Marking a passage: `Tag “first words…” Energy`, `Note on “…”` or `Highlight “…”`."""
    if tag_names:
        return f"Tag {passage(quote)} {', '.join(tag_names)}"
    return noted(quote) if note else f"Highlight {passage(quote)}"


def noted(quote: str) -> str:
    """Writing a note."""
    return f"Note on {passage(quote)}"


def untagged(quote: str) -> str:
    """Taking tags off a passage."""
    return f"Untag {passage(quote)}"


def resized(quote: str) -> str:
    """Moving an end of an annotation."""
    return f"Resize to {passage(quote)}"


def cut(quote: str) -> str:
    """Taking a piece out of annotations."""
    return f"Cut out {passage(quote)}"


def joined(quote: str) -> str:
    """Making one annotation of several."""
    return f"Join into {passage(quote)}"


def deleted(quote: str) -> str:
    """Deleting an annotation."""
    return f"Delete {passage(quote)}"


def added(titles: Sequence[str]) -> str:
    """Adding articles."""
    return f"Add {passage(titles[0])}" if len(titles) == 1 else f"Add {len(titles)} articles"


def bookmarked(name: str) -> str:
    """Setting a bookmark."""
    return f"Bookmark {passage(name)}"


def unbookmarked(name: str) -> str:
    """Removing a bookmark."""
    return f"Remove bookmark {passage(name)}"
