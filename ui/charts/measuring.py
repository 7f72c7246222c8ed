"""The numbers of the session's project for its charts, read once and kept until something changes."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from core.changes import Changes
from core.chart_settings import Settings
from core.filters import Filter
from core.measures.catalogue import measure
from core.measures.codings import Material
from core.measures.in_units import UNITS, InUnits, finding
from core.measures.measured import Asked, Measured
from storage import measures, passages
from storage.annotations import After
from ui.charts.slices import Slices
from ui.charts.texts import Texts
from ui.session import Session

AT_ONCE = 500_000  # characters whose sentences are looked for: at most about a twelfth of a second

_COUNTED = ("coding", "annotation", "tag", "document", "attribute", "attribute_value")


class Measuring(QObject):
    """Answers what charts ask; `changed` when other answers are to be expected.

    `advanced` when there is more of an answer that takes long; with `at_once`, none is given before it is whole.
    """

    changed = Signal()
    advanced = Signal()

    def __init__(self, session: Session, parent: QObject | None = None, at_once: bool = False) -> None:
        super().__init__(parent)
        self.session = session
        self._everything: Material | None = None
        self._filtered: dict[Filter, Material] = {}
        self.texts = Texts(session, self, at_once)
        self._in_units = {unit: Slices(session, self, at_once) for unit in UNITS}
        self._found_before: dict[str, InUnits] = {}
        for slow in (self.texts, *self._in_units.values()):
            slow.advanced.connect(self.advanced)
        session.changed.connect(self._follow)
        session.closing.connect(self._let_go)  # others are asked before this hears of the project opened next
        session.opened.connect(self._forget)
        session.article_opened.connect(self.changed)
        session.filtering.changed.connect(self._filter_anew)
        session.shown.changed.connect(self._forget)

    def material(self, scope: str) -> Material:
        """All there is to measure: in the article in the reader, in all, or as the filter of passages lets through.

        Without an open article there is nothing in the first.
        """
        everything = self._all()
        if scope == "filter":
            return self.filtered(self.wanted)
        if scope == "article":
            article = self.session.article
            here = [] if article is None else [article.document.id]
            return everything._replace(codings=everything.codings.of_documents(here))
        return everything

    @property
    def wanted(self) -> Filter:
        """The filter in force for charts that have one."""
        return self.session.filtering.wanted.but_counted()

    def filtered(self, wanted: Filter) -> Material:
        """What this filter lets through."""
        if wanted not in self._filtered:
            self._filtered[wanted] = measures.filtered(self.session.project.db, self._all(), wanted)
        return self._filtered[wanted]

    def in_units(self, unit: str) -> tuple[InUnits | None, int]:
        """In which sentences or paragraphs all passages are, and of how many articles that has been found so far.

        None as long as it is being found.
        """
        everything, slow, before = self._all(), self._in_units[unit], self._found_before.get(unit)
        found = slow.found(everything.codings, lambda: finding(everything, unit, before, AT_ONCE))
        if found is not None:
            self._found_before[unit] = found  # what is still true of it need not be found again
        return found, slow.done

    def _all(self) -> Material:
        if self._everything is None:
            known = self.session.tags, list(self.session.documents.values())
            self._everything = self._in_view(measures.material(self.session.project.db, *known))
        return self._everything

    def _in_view(self, material: Material) -> Material:
        """Only the tags of the groups in view, where some were chosen."""
        in_view = self.session.shown.grouped
        if in_view is None:
            return material
        about = f"Only tags in view: {self.session.groups_in_view}."
        return material._replace(codings=material.codings.of_tags(in_view), about=about)

    def measured(self, settings: Settings, **more: Any) -> Measured:
        """The numbers that settings ask for; `more` are fields of the question that they do not have."""
        return measure(self.material(settings.scope), self.asked(settings, **more))

    def asked(self, settings: Settings, **more: Any) -> Asked:
        """The question that settings ask."""
        shared = {field: getattr(settings, field) for field in Asked._fields if field in Settings._fields}
        by = f"attribute:{settings.attribute}" if settings.attribute else ""
        tags: tuple[int, ...] = ()
        if settings.tag:
            tags = tuple(passages.ids(self.session.project.db, "tag", [settings.tag]).values())
        return Asked(**(shared | {"by": by, "tags": tags} | more))

    def _follow(self, changes: Changes, _after: After) -> None:
        if changes.touches("document"):
            for slow in (self.texts, *self._in_units.values()):
                slow.give_up()  # nobody may see a chart now that would ask for it anew
        if changes.touches(*_COUNTED):
            self._forget()

    def _filter_anew(self) -> None:
        self._filtered.clear()
        self.changed.emit()

    def _forget(self) -> None:
        self._let_go()
        self.changed.emit()

    def _let_go(self) -> None:
        self._everything = None
        self._filtered.clear()


class OwnFilter(Measuring):
    """Answers from what another has read, by a filter of its own instead of that of Passages."""

    def __init__(self, shared: Measuring, wanted: Filter) -> None:
        QObject.__init__(self)  # `shared` follows the project
        self.session, self.texts, self.in_units = shared.session, shared.texts, shared.in_units
        self._shared, self._wanted = shared, wanted

    @property
    def wanted(self) -> Filter:
        """Its own filter."""
        return self._wanted

    def material(self, scope: str) -> Material:
        """As that one has it, but for the filter."""
        return self._shared.filtered(self._wanted) if scope == "filter" else self._shared.material(scope)
