"""What a chart says: its words, its drawing and the numbers behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.chart_settings import Settings
from core.filters import InArticles
from core.measures.measured import Measured
from core.measures.units import UNITS
from ui.charts.figure import Figure
from ui.charts.measuring import Measuring, OwnFilter
from ui.theme import Theme

NO_ARTICLES = "No articles in this project yet. Add one, and what you tag in it is counted here."
NO_ARTICLE = "Open an article in Read to see its tags here."
NOTHING_TAGGED = "Nothing is tagged yet. Select words in Read and press T."
NOTHING_HERE = "No tags in this article yet. Select words in Read and press T."
NOTHING_KEPT = "The filter of this chart lets no tagged passage through now."
NOTHING_LEFT = "The filter lets no tagged passage through. Change it in Passages, or choose all articles."


@dataclass(frozen=True, slots=True)
class Content:
    """One chart. `empty` is the sentence to show instead of a drawing, `more` what is left out of it.

    It is to be made anew when there is more, where it `waits`.
    """

    title: str
    subtitle: str
    spoken: str
    draw: Callable[[float, Theme], Figure]
    measured: Measured | None
    empty: str = ""
    more: str = ""
    waits: bool = False


def without_drawing(title: str, subtitle: str, empty: str, waits: bool = False) -> Content:
    """A chart that has nothing to show, and the sentence that says why."""
    spoken = f"{title}: {empty}"
    return Content(title, subtitle, spoken, lambda width, _: Figure(width, 0.0), None, empty, waits=waits)


def waiting(title: str, subtitle: str, doing: str, done: int, measuring: Measuring) -> Content:
    """A chart whose numbers are still being found, in so many of all articles so far."""
    articles = counted(len(measuring.material("all").codings.documents), "article")
    return without_drawing(title, subtitle, f"{doing}: {done:,} of {articles} …", waits=True)


def nothing(measuring: Measuring, settings: Settings) -> str:
    """Why there is nothing to show: a sentence, or empty where there are codings to count."""
    session = measuring.session
    if not session.documents:
        return NO_ARTICLES
    if settings.scope == "article" and session.article is None:
        return NO_ARTICLE
    if len(measuring.material(settings.scope).codings):
        return ""
    if names := session.groups_in_view:
        return f"Nothing here has a tag of {names}. Esc shows all tags again."
    left = NOTHING_KEPT if isinstance(measuring, OwnFilter) else NOTHING_LEFT
    return {"article": NOTHING_HERE, "filter": left}.get(settings.scope, NOTHING_TAGGED)


def about(measuring: Measuring, settings: Settings) -> str:
    """Which articles a chart is of, for its subtitle."""
    session = measuring.session
    if settings.scope == "article":
        return session.article.document.title if session.article is not None else ""
    articles = len(measuring.material(settings.scope).codings.documents)
    if settings.scope == "filter":
        return f"{counted(articles, 'article')} · {_filter_of(measuring)}"
    return f"{'All ' * (articles > 1)}{counted(articles, 'article')}"


def _filter_of(measuring: Measuring) -> str:
    """Which filter a chart goes by, in words."""
    if not measuring.wanted.conditions:
        return "no filter is set"
    if all(isinstance(condition, InArticles) for condition in measuring.wanted.conditions):
        return "as chosen"
    return "its own filter" if isinstance(measuring, OwnFilter) else "the filter of Passages"


def counted(count: int, noun: str) -> str:
    """A number of things in words."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def left_out(shown: int, of: int, noun: str) -> str:
    """That not all is shown, or nothing where it is."""
    return f"{shown:,} of {of:,} {noun}s shown, those with the highest numbers." if shown < of else ""


def number(value: float, unit: str) -> str:
    """A number as it stands in a chart; a dash where there was nothing to count in."""
    return "–" if value != value else f"{value:,.{UNITS[unit].digits}f}{' %' if unit == 'percent' else ''}"


def said(value: float, unit: str) -> str:
    """A number with its unit in words."""
    if noun := UNITS[unit].noun:
        return f"{value:,.0f} {noun}{'' if value == 1 else 's'}"
    return f"{number(value, unit)}{'' if unit == 'percent' else ' codings per 1,000 words'}"


def caption(what: str, value: float, unit: str) -> str:
    """What is said of a mark that is pointed at."""
    it = "it" if value == 1 and UNITS[unit].noun else "them"
    return f"{what}: {said(value, unit)} — click to read {it}"
