"""The numbers beside the tags: passages in some articles and in all, of the tag with its subtags or of itself."""

from collections import Counter

from PySide6.QtCore import QObject, QTimer, Signal

from core.changes import Changes
from core.model import DocumentId, TagId
from storage.annotations import After
from ui.session import Session

SCOPES = {  # what the first of two numbers is of: how that is called, where it is, and what is short for it
    "here": ("In this article", "in this article", "here"),
    "view": ("In the articles in view", "in the articles in view", "in view"),
}
_LARGE = 5000  # codings of a project


class TagCounts(QObject):
    """`here` counts the passages of each tag in the articles of `scope`, `all` those in all articles.

    With `own`, a tag counts without its subtags. `moved(set of TagId)` follows when numbers are others.
    """

    moved = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.scope, self.own = "here", False
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._count)
        self._begin()
        session.opened.connect(self._start_anew)
        session.article_opened.connect(self._count_soon)
        session.changed.connect(self._follow)
        session.filtering.changed.connect(self._follow_filters)
        session.filtering.relisted.connect(self._follow_filters)
        self._count_soon()

    def _begin(self) -> None:
        self._articles: tuple[DocumentId, ...] = ()
        self.here: Counter[TagId] = Counter()
        self.all: Counter[TagId] = self._session.tag_totals
        self._counted = False

    def _start_anew(self) -> None:
        self._begin()
        self._count_soon()

    def count(self, scope: str, own: bool) -> None:
        """Counts in another of SCOPES, without or with subtags."""
        self.scope, self.own = scope, own
        self._count_soon()

    def said(self, tag: TagId) -> str:
        """The passages of a tag in words; of one with subtags also those that have it itself."""
        said = f"{self.here[tag]:,} {SCOPES[self.scope][1]}, {self.all[tag]:,} in all"
        if not self._session.tags.children(tag):
            return said
        if self.own:
            return f"{said}, without subtags"
        here = sum(self._session.frequencies.of(article, tag) for article in self._articles)
        return f"{said}; without subtags {here:,} and {self._session.tag_totals[tag]:,}"

    # -- counting

    def _count_soon(self) -> None:
        """Of a large project the text is shown first, the numbers of its tags after that."""
        if self._counted or self._session.tag_totals.total() < _LARGE:
            self._count()
        else:
            self._later.start()

    def _count(self) -> None:
        session, before = self._session, (self.here, self.all)
        self._articles = tuple(self._in_scope())
        if self.own:
            self.here, self.all = Counter(session.frequencies.by_tag(self._articles)), session.tag_totals
        else:
            self.here, self.all = self._rolled_up(), session.passages.all
        self._counted = True
        pairs = zip(before, (self.here, self.all), strict=True)
        self.moved.emit({tag for was, now in pairs for tag in was | now if was[tag] != now[tag]})

    def _in_scope(self) -> list[DocumentId]:
        if self.scope == "view":
            return self._session.articles_in_view()
        article = self._session.article
        return [] if article is None else [article.document.id]

    def _rolled_up(self) -> Counter[TagId]:
        """Of one article the numbers that are kept up to date, of several their sums."""
        passages = self._session.passages
        if len(self._articles) == 1:
            return passages.here(self._articles[0])
        found: Counter[TagId] = Counter()
        for article in self._articles:
            found.update(passages.here(article))
        return found

    # -- following

    def _follow_filters(self) -> None:
        if self.scope == "view":
            self._later.start()

    def _follow(self, changes: Changes, after: After) -> None:
        if changes.touches("tag"):
            self._count()  # passages that the step did not touch may count elsewhere
        elif self.own or self.scope == "view":
            self._later.start()
        tags = self._session.tags
        touched = {tag for _, having in after.tagged for tag in having if tag in tags.by_id}
        self.moved.emit(tags.lineage(touched))
