"""What each of the three charts says about the project: its words, its drawing and its table."""

from collections.abc import Callable
from dataclasses import dataclass

from core import charting, tables
from core.frequencies import FREQUENCY, Frequencies
from core.tables import Table
from ui.charts.drawing import codings, draw_bars, draw_matrix, draw_stacks
from ui.charts.figure import Figure
from ui.session import Session
from ui.theme import Theme

CELL = "Cell: codings of the tag in the article."
NO_ARTICLES = "No articles in this project yet. Add one, and what you tag in it is counted here."
NOTHING_TAGGED = "Nothing is tagged yet. Select words in Read and press T."


@dataclass(frozen=True, slots=True)
class Content:
    """One chart. `empty` is the sentence to show instead of a drawing, `more` what is left out of it."""

    title: str
    subtitle: str
    spoken: str
    draw: Callable[[float, Theme], Figure]
    table: Callable[[], Table]
    definition: str = FREQUENCY
    empty: str = ""
    more: str = ""


def frequency(session: Session, show_all: bool = False) -> Content:
    """Tag frequency of the article in the reader."""
    title = "Tag frequency"
    if session.article is None:
        empty = "Open an article in Read to see its tags here." if session.documents else NO_ARTICLES
        return _without_drawing(title, "", empty)
    document = session.article.document
    limit = None if show_all else charting.TOP_ROWS
    data = charting.bars(_frequencies(session), session.tags, document, limit)
    if not data.rows:
        empty = "No tags in this article yet. Select words in Read and press T."
        return _without_drawing(title, data.label, _none_in_view(session) or empty)
    return Content(
        title=title,
        subtitle=data.label,
        definition=_defined(session),
        spoken=f"{title}, bar chart, {counted(data.of, 'tag')}",
        draw=lambda width, look: draw_bars(data, width, look),
        table=lambda: tables.ranked(tables.codings_table(_frequencies(session), session.tags, [document])),
        more=_left_out(len(data.rows), data.of, "tag"),
    )


def by_article(session: Session, show_all: bool = False) -> Content:
    """Tag frequency for each article."""
    title = "Tag frequency for each article"
    documents = list(session.documents.values())
    limit = None if show_all else charting.TOP_ROWS
    data = charting.stacks(_frequencies(session), session.tags, documents, session.annotation_counts, limit)
    if not data.tags:
        return _without_drawing(title, "", _nothing(session))
    untagged = "none of these tags" if session.groups_in_view else "not tagged yet"
    return Content(
        title=title,
        subtitle="Stacked · same colours as in the text",
        definition=_defined(session),
        spoken=f"{title}, stacked bar chart, {counted(data.of, 'article')}",
        draw=lambda width, look: draw_stacks(data, width, look, untagged),
        table=lambda: tables.codings_table(_frequencies(session), session.tags, session.documents.values()),
        more=_left_out(len(data.rows), data.of, "article"),
    )


def matrix(session: Session, show_all: bool = False) -> Content:
    """Tags × articles with the numbers in the cells."""
    title = "Tags × articles"
    documents = list(session.documents.values())
    limits = (None, None) if show_all else (charting.TOP_ROWS, charting.TOP_COLUMNS)
    data = charting.matrix(_frequencies(session), session.tags, documents, *limits)
    if not data.rows:
        return _without_drawing(title, "", _nothing(session))
    left_out = [
        _left_out(len(data.rows), data.of_rows, "tag"),
        _left_out(len(data.columns), data.of_columns, "article"),
    ]
    more = " ".join(filter(None, left_out))
    total = sum(_frequencies(session).by_tag().values())
    articles = counted(data.of_columns, "article")
    return Content(
        title=title,
        subtitle=f"{'All ' * (data.of_columns > 1)}{articles} · {codings(total)}",
        spoken=f"{title}, table, {counted(data.of_rows, 'tag')} by {articles}",
        draw=lambda width, look: draw_matrix(data, width, look),
        table=lambda: tables.matrix_table(_frequencies(session), session.tags, list(session.documents.values())),
        definition=f"{CELL} {_defined(session)}",
        more=f"{more} “all” counts every article." if left_out[1] else more,
    )


def _frequencies(session: Session) -> Frequencies:
    """Codings of the tags in view."""
    in_view = session.shown.grouped
    return session.frequencies if in_view is None else session.frequencies.of_tags(in_view)


def _defined(session: Session) -> str:
    """What the numbers are, and of which tags."""
    names = session.groups_in_view
    return f"{FREQUENCY} Only tags in view: {names}." if names else FREQUENCY


def _none_in_view(session: Session) -> str:
    """What is said where the groups in view leave nothing; empty where all tags are in view."""
    names = session.groups_in_view
    return f"Nothing here has a tag of {names}. Esc shows all tags again." if names else ""


def _nothing(session: Session) -> str:
    """Why there is nothing to count in any article."""
    if not session.documents:
        return NO_ARTICLES
    return _none_in_view(session) or NOTHING_TAGGED


def counted(count: int, noun: str) -> str:
    """A number of things in words."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _left_out(shown: int, of: int, noun: str) -> str:
    return f"{shown} of {of:,} {noun}s shown, those with the most codings." if shown < of else ""


def _without_drawing(title: str, subtitle: str, empty: str) -> Content:
    return Content(
        title=title,
        subtitle=subtitle,
        spoken=f"{title}: {empty}",
        draw=lambda width, _: Figure(width, 0.0),
        table=list,
        empty=empty,
    )
