"""Every measure by its name, as charts, files and the command line call it."""

from collections.abc import Callable, Sequence

from core.errors import UserError
from core.measures import cooccurrence, frequency, over_time, places, saturation, words
from core.measures.codings import Material
from core.measures.measured import Asked, Measured
from core.measures.units import UNITS

MEASURES: dict[str, Callable[[Material, Asked], Measured]] = {
    "frequency": frequency.frequency,
    "stacked": frequency.stacked,
    "matrix": frequency.matrix,
    "portrait": places.portrait,
    "codeline": places.codeline,
    "time": over_time.time,
    "saturation": saturation.saturation,
    "cooccurrence": cooccurrence.cooccurrence,
    "network": cooccurrence.network,
    "attribute": frequency.attribute,
    "tree": frequency.tree,
    "words": words.words,
}
_USED_BY = {  # what is not for all of them
    "by": ("frequency", "stacked", "matrix", "attribute"),
    "relation": ("cooccurrence", "network"),
    "near": ("cooccurrence", "network"),
    "counted": ("cooccurrence",),
    "sections": ("portrait",),
    "period": ("time",),
    "stop_words": ("words",),
}
_NAMED = 12  # articles or tags, in a definition


def measure(material: Material, asked: Asked) -> Measured:
    """What was asked for. Raises UserError where the project or the question does not allow it."""
    if asked.name not in MEASURES:
        raise UserError(f"There is no measure “{asked.name}”; there are {', '.join(MEASURES)}.")
    if asked.unit not in UNITS:
        raise UserError(f"There is no unit “{asked.unit}”; there are {', '.join(UNITS)}.")
    if asked.documents:
        material = material._replace(codings=material.codings.of_documents(asked.documents))
    return MEASURES[asked.name](described(material, asked), asked)


def described(material: Material, asked: Asked) -> Material:
    """The same that says what is left of it: the filter in force, the articles and tags that were asked for."""
    titles = [each.title for each in material.codings.documents] if asked.documents else []
    paths = [material.tree.path(tag) for tag in asked.tags]
    about = " ".join(filter(None, [material.about, _only("article", titles), _only("tag", paths)]))
    return material._replace(about=about)


def _only(what: str, names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    which = f"{what}s" if len(names) > 1 else f"the {what}"
    return f"Only {which}: {'; '.join(names[:_NAMED])}{more}." if names else ""


def check_used(asked: Asked, found: Measured) -> None:
    """Raises UserError where a measure had no use for a part of the question."""
    for part, names in _USED_BY.items():
        if getattr(asked, part) != Asked._field_defaults[part] and asked.name not in names:
            raise UserError(f"The measure “{asked.name}” has no use for “{part.replace('_', '-')}”.")
    if asked.near and asked.relation != "near":
        raise UserError(f"“near” {asked.near:,} goes with the relation near, not with {asked.relation}.")
    if asked.unit not in (found.unit, Asked._field_defaults["unit"]):
        raise UserError(f"The measure “{asked.name}” counts {found.unit}, not {asked.unit}.")
