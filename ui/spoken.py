"""What a screen reader is told about an annotation, whose colour it cannot see."""

from collections.abc import Sequence

from core.article import Article
from core.codebook import TagTree
from core.model import Annotation
from core.text import count_words


def annotation(current: Annotation, here: Sequence[Annotation], article: Article, tags: TagTree) -> str:
    """Such as “Tag Economy › Energy, 2 of 3, 14 words, with a note”.

    `here` are the annotations at the same place; where there are several, it is said which of them this is.
    """
    names = [tags.shown_path(tag) for tag in current.tags]
    parts = [f"Tag{'s' * (len(names) > 1)} {', '.join(names)}" if names else "Highlight without a tag"]
    ids = [a.id for a in here]
    if len(ids) > 1 and current.id in ids:
        parts.append(f"{ids.index(current.id) + 1} of {len(ids)}")
    words = count_words(article.quote(current))
    parts.append(f"{words:,} word{'s' * (words != 1)}")
    if current.note:
        parts.append("with a note")
    return ", ".join(parts)
