"""Charts chosen by words instead of in the window: on the command line, and for the methods of a paper."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.chart_settings import Settings
from core.codebook import folded
from core.errors import UserError
from core.filters import Filter, InArticles
from core.model import DocumentId
from storage import passages
from storage.export import export_bytes
from storage.project import Project
from ui import theme
from ui.app import make_application
from ui.charts.content import Content
from ui.charts.export import PICTURES, Print, file_bytes
from ui.charts.kinds import KINDS, Kind, first_settings
from ui.charts.measuring import Measuring
from ui.session import Session

_OF_ALL_TAGS = ("cooccurrence", "network", "tree")  # which say how tags stand to each other


def draw(
    project: Project, out: Path, name: str, how: Print, documents: Sequence[int], given: Mapping[str, Any]
) -> None:
    """Writes a chart as the window would, as what the name of the file ends with. Raises UserError.

    `given` are settings that are not as the chart first has them; its `tag` is a path.
    """
    form = out.suffix[1:].upper()
    if form not in PICTURES:
        raise UserError(f"“{out.name}” does not end with .png, .svg or .pdf.")
    measuring = measuring_of(project)
    content = content_of(measuring, settings_of(measuring, name, documents, given))
    if "tag" in given and content.measured is not None and not np.nan_to_num(content.measured.values).any():
        raise UserError(
            f"No passage has “{given['tag']}” itself; with --rollup those of its subtags count as well."
        )
    export_bytes(out, file_bytes(content, form, how))


def measuring_of(project: Project) -> Measuring:
    """What answers the questions of charts about a project that no window shows."""
    theme.apply(make_application(), "light")
    return Measuring(Session(project))


def content_of(measuring: Measuring, settings: Settings) -> Content:
    """The chart of these settings. Raises UserError with its sentence where it has nothing to show."""
    content = KINDS[settings.name].make(measuring, settings)
    if content.empty:
        raise UserError(content.empty)
    return content


def settings_of(measuring: Measuring, name: str, documents: Sequence[int], given: Mapping[str, Any]) -> Settings:
    """The settings of a chart, with those that are given. Raises UserError.

    Of the articles only those that are named count, if there are any: one is opened, more are a filter.
    """
    kind, settings = KINDS[name], first_settings(name)
    if kind.units and settings.unit not in kind.units:
        settings = settings._replace(unit=kind.units[0])
    if "tag" in given and name in _OF_ALL_TAGS:
        raise UserError(f"“{kind.title}” is about all tags.")
    for field, value in given.items():
        settings = settings._replace(**{field: _meant(measuring, kind, field, value)})
    return settings._replace(scope=_scope(measuring, kind, documents))


def _scope(measuring: Measuring, kind: Kind, documents: Sequence[int]) -> str:
    session = measuring.session
    if missing := [document for document in documents if document not in session.documents]:
        raise UserError(f"There is no article {missing[0]}.")
    if len(documents) == 1 and "article" in kind.scopes:
        session.open_article(DocumentId(documents[0]))
        return "article"
    if "all" not in kind.scopes:
        raise UserError(f"“{kind.title}” is about one article; say which with --document.")
    if not documents:
        return "all"
    guids = passages.guids(session.project.db, "document", list(documents))
    session.filtering.use(Filter((InArticles(tuple(guids)),)))
    return "filter"


def _meant(measuring: Measuring, kind: Kind, field: str, value: Any) -> Any:
    """What a setting is to be. Raises UserError where the chart has no such setting, or cannot have that value."""
    session = measuring.session
    if field == "tag":
        (guid,) = passages.guids(session.project.db, "tag", [passages.tag_at(session.tags, value)])
        return guid
    choice = next((each for each in kind.choices if each.field == field), None)
    if field == "unit" and choice is None and kind.units:
        known = list(kind.units)
    elif choice is not None:
        known = [each for each, _ in choice.options(measuring)] if field != "stop_words" else []  # or any languages
    elif field == "every" or (field == "rollup" and kind.rolls_up):
        return value
    else:
        raise UserError(f"“{kind.title}” has no setting {field}.")
    if field == "attribute":
        value = next((each for each in known if folded(each) == folded(value)), value)
    if known and value not in known:
        raise UserError(f"The {field} of “{kind.title}” can be {', '.join(filter(None, known))}.")
    return value
