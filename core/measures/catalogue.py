"""Every measure by its name, as charts, files and the command line call it."""

from collections.abc import Callable

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


def measure(material: Material, asked: Asked) -> Measured:
    """What was asked for. Raises UserError where the project or the question does not allow it."""
    if asked.name not in MEASURES:
        raise UserError(f"There is no measure “{asked.name}”; there are {', '.join(MEASURES)}.")
    if asked.unit not in UNITS:
        raise UserError(f"There is no unit “{asked.unit}”; there are {', '.join(UNITS)}.")
    if asked.documents:
        material = material._replace(codings=material.codings.of_documents(asked.documents))
    return MEASURES[asked.name](material, asked)
