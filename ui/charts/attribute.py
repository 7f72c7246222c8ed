"""Tags by what is noted about articles, such as their outlet: one bar, or several, for each value."""

from core.attributes import FIELDS
from core.chart_settings import Settings
from core.codebook import folded
from storage.attributes import all_attributes
from ui.charts import stacked
from ui.charts.content import Content, about, counted, nothing, without_drawing
from ui.charts.measuring import Measuring

TITLE = "Tags by attribute"
FIRST = "outlet"
_NOTHING_NOTED = "Nothing is noted under {} yet. Fill it into the table of articles (Ctrl+Shift+T)."


def names(measuring: Measuring) -> list[tuple[str, str]]:
    """What articles can be put together by, as choices: what every article has, and the project's attributes."""
    fields = [FIRST, *(name for name in FIELDS if name not in (FIRST, "title"))]  # titles have nothing in common
    own = [attribute.name for attribute in all_attributes(measuring.session.project.db)]
    return [(name, name[:1].upper() + name[1:]) for name in fields] + [(name, name) for name in own]


def content(measuring: Measuring, settings: Settings) -> Content:
    """The values of an attribute with the tags of their articles."""
    known = {folded(name): (name, title) for name, title in names(measuring)}
    name, title = known.get(folded(settings.attribute), (FIRST, FIRST.title()))
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, title, empty)
    material = measuring.material(settings.scope)
    noted = material.values(name)
    if not any(noted.get(document.id) for document in material.codings.documents):
        return without_drawing(TITLE, f"{title} · {about(measuring, settings)}", _NOTHING_NOTED.format(title))
    found = measuring.measured(settings._replace(attribute=name))
    data = stacked.bars(found.turned(), measuring, settings)
    how = "beside each other" if data.is_grouped else "stacked"
    return Content(
        TITLE,
        f"{title} · {about(measuring, settings)} · {how}{', as shares of each value' if data.is_share else ''}",
        f"{TITLE}, {title}, bars {how}, {counted(len(found.columns), 'value')}",
        lambda width, look: stacked.draw(data, width, look),
        stacked.with_lengths(found, data, "value"),
        more=stacked.more(data, len(found.columns), "value"),
    )
