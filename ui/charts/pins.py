"""The pinned charts of the session's project: what each shows, and how they are changed."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.changes import Changes
from core.chart_settings import Settings
from core.codebook import folded
from core.errors import UserError
from core.filters import Filter
from core.names import visible
from storage import chart_operations, passages, pinned_charts
from storage.annotations import After
from ui.charts.attribute import names
from ui.charts.content import Content, without_drawing
from ui.charts.kinds import KINDS, fitting
from ui.charts.measuring import Measuring, OwnFilter
from ui.session import Session
from ui.typeset import quoted

_TAG_GONE = "The tag of this chart was deleted. Undo brings it back."


class Pin(NamedTuple):
    """A pinned chart; `wanted` is the filter it goes by, `trouble` says why its settings cannot be read, if so."""

    id: int
    name: str
    settings: Settings
    wanted: Filter
    trouble: str = ""

    @property
    def key(self) -> str:
        """What it is called where standard charts are called by their names."""
        return f"pinned {self.id}"


def read(pinned: pinned_charts.PinnedChart) -> Pin:
    """A pinned chart as it is shown, or with the reason why it cannot be."""
    name = visible(pinned.name)
    try:
        settings, wanted = pinned.read()
    except UserError as error:
        return Pin(pinned.id, name, Settings(), Filter(), str(error))
    return Pin(pinned.id, name, fitting(settings), wanted or Filter())


def all_pins(session: Session) -> dict[str, Pin]:
    """All that are in the project, by their keys, in their own order."""
    found = map(read, pinned_charts.all_pinned(session.project.db))
    return {pin.key: pin for pin in found}


def pinned_content(measuring: Measuring, pin: Pin, settings: Settings) -> Content:
    """A pinned chart with its own filter, under its own name; `settings` are its own as they are shown."""
    title = KINDS[settings.name].title
    if pin.trouble:
        return without_drawing(pin.name, "", pin.trouble)
    if settings.tag and not passages.ids(measuring.session.project.db, "tag", [settings.tag]):
        return without_drawing(pin.name, title, _TAG_GONE)
    if settings.attribute and folded(settings.attribute) not in {folded(name) for name, _ in names(measuring)}:
        gone = f"“{visible(settings.attribute)}” is no longer noted about articles. Undo brings it back."
        return without_drawing(pin.name, title, gone)
    try:
        made = KINDS[settings.name].make(OwnFilter(measuring, pin.wanted), settings)
    except UserError as error:  # as when its dates are too far apart
        return without_drawing(pin.name, title, str(error))
    said = made.subtitle if folded(title) in folded(pin.name) else f"{title} · {made.subtitle}"
    return replace(made, title=pin.name, subtitle=said, spoken=f"{pin.name}: {made.spoken}")


class Pins(QObject):
    """Reads and changes them; `changed` when any of them is not what it was."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[str, Pin] | None = None
        session.changed.connect(self._follow)
        session.closing.connect(self._let_go)
        session.opened.connect(self._forget)

    @property
    def by_key(self) -> Mapping[str, Pin]:
        """All of them by their keys, in their own order; read from the project when first asked for."""
        if self._known is None:
            self._known = all_pins(self._session)
        return self._known

    def free_name(self, name: str) -> str:
        """The name, with a number behind it where a pinned chart is called so."""
        taken = {folded(pin.name) for pin in self.by_key.values()}
        tried = (name if number == 1 else f"{name} {number}" for number in count(1))
        return next(each for each in tried if folded(each) not in taken)

    def pin(self, name: str, settings: Settings, wanted: Filter) -> str | None:
        """Keeps a chart under a name, and its filter where it goes by one; its key, or None where refused."""
        kept = wanted if settings.scope == "filter" else None
        made = self._session.do(f"Pin chart {_said(name)}", chart_operations.pin_chart, name, settings, kept)
        return None if made is None else Pin(made, name, settings, wanted).key

    def rename(self, key: str, name: str) -> None:
        """Renames one of them."""
        pin = self.by_key[key]
        label = f"Rename chart {quoted(pin.name)} to {_said(name)}"
        self._session.do(label, chart_operations.rename_chart, pin.id, name)

    def change(self, key: str, field: str, value: Any) -> None:
        """Changes one setting; a chart that goes by a filter from now on goes by the one that is in use."""
        pin = self.by_key[key]
        if field == "scope" and value == "filter" != pin.settings.scope:
            self.filter(key)
        else:
            self._write(pin, pin.settings._replace(**{field: value}), pin.wanted)

    def filter(self, key: str) -> None:
        """Has one of them go by the filter of Passages, as it is now."""
        pin = self.by_key[key]
        self._write(pin, pin.settings._replace(scope="filter"), self._session.filtering.wanted.but_counted())

    def _write(self, pin: Pin, settings: Settings, wanted: Filter) -> None:
        if pin.trouble:  # what cannot be read is not written over
            self._session.failed.emit(pin.trouble)
            return
        kept = wanted if settings.scope == "filter" else None
        label, merge = f"Change chart {quoted(pin.name)}", f"chart {pin.id}"
        self._session.do(label, chart_operations.change_chart, pin.id, settings, kept, merge=merge)

    def move(self, key: str, by: int) -> None:
        """Moves one of them before the previous one (-1) or after the next (1), where there is one."""
        pins = list(self.by_key.values())
        at = pins.index(self.by_key[key])
        if 0 <= at + by < len(pins):
            following = pins[at + by :] if by < 0 else pins[at + by + 1 :]
            before = following[0].id if following else None
            label = f"Move chart {quoted(pins[at].name)}"
            self._session.do(label, chart_operations.move_chart, pins[at].id, before)

    def unpin(self, key: str) -> None:
        """Takes one of them away."""
        pin = self.by_key[key]
        self._session.do(f"Unpin chart {quoted(pin.name)}", chart_operations.unpin_chart, pin.id)

    def _follow(self, changes: Changes, _after: After) -> None:
        if changes.touches("pinned_chart"):
            self._forget()

    def _forget(self) -> None:
        self._let_go()
        self.changed.emit()

    def _let_go(self) -> None:
        self._known = None


def _said(name: str) -> str:
    return quoted(" ".join(name.split()))
