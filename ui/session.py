"""The open project as the window knows it: one way to change it, one signal when it changed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from core import names
from core.article import Article
from core.changes import Changes
from core.errors import UserError
from core.filters import Filter, Tagged
from core.frequencies import Frequencies, frequencies
from core.model import AnnotationId, Bookmark, Document, DocumentId, GroupId, TagId
from core.passages import Passages
from storage import annotations, documents, groups, history, notes, passages, tags
from storage.annotations import After
from storage.project import Project, ProjectChanged, ProjectConflict
from ui.filtering import Filtering
from ui.reading_record import ReadingRecord
from ui.shown import Shown

if TYPE_CHECKING:
    from collections import Counter

    from core.codebook import TagTree

Result = TypeVar("Result")


class Session(QObject):
    """Holds the open Project and what the views show of it.

    Articles are read in panes side by side; the one in the `active` pane is `article`, and all commands are about
    it. `changed(Changes, After)` follows every step, `opened` a new project, `article_opened` another article in
    a pane or another active pane, `current_changed` another current annotation, `failed(str)` a UserError,
    `refused(Path, UserError)` a project that does not open, and `conflicted(str)` that this one's file was lost.
    `before_step`, if there is one, is called with each operation before it runs.
    """

    opened = Signal()
    article_opened = Signal()
    leaving = Signal()  # before an article goes from its pane
    changed = Signal(object, object)
    current_changed = Signal()
    revealed = Signal(object)  # the annotation to scroll to
    went = Signal(int)  # the code point to scroll to, where an annotation was
    rewritten = Signal(object)  # what the note is on that was all that an undone or redone step changed
    failed = Signal(str)
    refused = Signal(object, object)  # the path of a project that does not open, and the UserError that says why
    closing = Signal()  # before the project is closed
    conflicted = Signal(str)  # nothing more can be written

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.shown = Shown(self)
        self.filtering = Filtering(self)
        self.reading = ReadingRecord(self)
        self.before_step: Callable[[Callable[..., Any]], object] | None = None
        self._load()

    def _load(self) -> None:
        db = self.project.db
        self.documents: dict[DocumentId, Document] = {
            d.id: names.of_article(d) for d in documents.all_documents(db)
        }
        self.tags: TagTree = names.of_tags(tags.tag_tree(db))
        self._load_groups()
        self.shown.follow(self.tags, self.members)
        self.tag_totals: Counter[TagId] = annotations.tag_counts(db)
        self.annotation_counts: Counter[DocumentId] = annotations.annotation_counts(db)
        self.panes: list[Article | None] = [None]
        self.active = 0
        self.current: AnnotationId | None = None
        self._remember_last_codings()
        self.followed: TagId | None = None  # the tag whose passages the reader goes through
        self._frequencies: dict[DocumentId, dict[TagId, int]] | None = None
        self._passages: Passages | None = None
        self.reading.forget()
        self._read_history()

    def _load_groups(self) -> None:
        """The groups in the order of their names, and the tags in each."""
        found = groups.names(self.project.db)
        self.groups: dict[GroupId, str] = {group: names.visible(name) for group, name in found.items()}
        self.members: dict[GroupId, frozenset[TagId]] = groups.members(self.project.db)

    def _read_history(self) -> None:
        undo, redo = history.next_undo(self.project.db), history.next_redo(self.project.db)
        self.undo_label = names.visible(undo.label) if undo else None
        self.redo_label = names.visible(redo.label) if redo else None

    def open_project(self, path: Path, create: bool = False, read_only: bool = False, force: bool = False) -> bool:
        """Opens (or creates) another project instead of this one; False, and a signal, when that fails."""
        here = not create and path.exists() and self.project.path.exists() and path.samefile(self.project.path)
        if here and self.project.conflict is not None:
            self.conflicted.emit(str(self.project.conflict))
            return False
        if here and self.project.read_only <= read_only:
            return True
        try:
            project = Project.create(path) if create else Project.open(path, read_only, force)
        except UserError as error:
            if create:
                self.failed.emit(str(error))
            else:
                self.refused.emit(path, error)
            return False
        self.take(project)
        return True

    def take(self, project: Project) -> None:
        """Goes on with another open project; this one is closed."""
        self._close()
        self._begin_with(project)

    def reopen(self, meanwhile: Callable[[], Result], otherwise: Path) -> Result | None:
        """Has something done to the file while the project is closed; None, and a `failed`, when that fails.

        Should the project not open again, the other one does, to read only.
        """
        path = self.project.path
        self._close()
        try:
            return meanwhile()
        except UserError as error:
            self.failed.emit(str(error))
            return None
        finally:
            self._begin_with(self._opened_again(path, otherwise))

    def _opened_again(self, path: Path, otherwise: Path) -> Project:
        try:
            return Project.open(path)
        except UserError as error:
            self.failed.emit(str(error))
            return Project.open(otherwise, read_only=True)

    def _close(self) -> None:
        self.leave()
        self.shown.show_all()  # while what views ask about is still that of the project they ask
        self.filtering.use(Filter())
        self.closing.emit()
        self.project.close()

    def _begin_with(self, project: Project) -> None:
        self.project = project
        self._load()
        self.opened.emit()

    def reload(self) -> None:
        """Reads everything anew."""
        self.leave()
        self._load()
        self.opened.emit()

    def leave(self) -> None:
        """Writes to the file where each article in a pane is being read: before the project is let go."""
        self.leaving.emit()
        self.reading.save()

    # -- reading

    @property
    def article(self) -> Article | None:
        """The article being read: the one in the active pane."""
        return self.panes[self.active]

    @property
    def frequencies(self) -> Frequencies:
        """Codings of every tag in every article, kept up to date by differences once asked for."""
        if self._frequencies is None:
            counted = frequencies(annotations.coding_counts(self.project.db))
            self._frequencies = {document: dict(row) for document, row in counted.counts.items()}
        return Frequencies(self._frequencies)

    @property
    def passages(self) -> Passages:
        """Passages of every tag with those of its subtags, kept up to date by differences once asked for."""
        if self._passages is None:
            self._passages = Passages(self.tags, annotations.tagged_counts(self.project.db))
        return self._passages

    @property
    def wanted(self) -> Filter:
        """The filter of passages in use, and that they have a tag of the groups in view."""
        return Filter(self.filtering.wanted.conditions + self.in_groups.conditions)

    @property
    def in_groups(self) -> Filter:
        """That passages have a tag of the groups in view; without groups, everything passes."""
        in_view = self.shown.grouped
        if in_view is None:
            return Filter()
        return Filter((Tagged("any", tuple(passages.guids(self.project.db, "tag", sorted(in_view)))),))

    def articles_in_view(self) -> list[DocumentId]:
        """The articles that their list shows; while there is a filter of passages, those in which it finds some."""
        wanted, listed = self.filtering.wanted, self.filtering.listed
        found = set(passages.find(self.project.db, wanted).documents) if wanted.conditions else self.documents
        return [id_ for id_ in self.documents if id_ in found and (listed is None or id_ in listed)]

    @property
    def groups_in_view(self) -> str:
        """What the groups are called that every view goes by; empty where none is chosen."""
        return ", ".join(name for group, name in self.groups.items() if group in self.shown.groups)

    def places(self, document: DocumentId) -> list[tuple[int, int, TagId | None]]:
        """(start, stop, first tag) of the annotations of any article."""
        return annotations.places(self.project.db, document)

    def bookmarks(self, document: DocumentId | None = None) -> list[Bookmark]:
        """The bookmarks of an article (of the one being read, for None) in text order."""
        document = self.article.document.id if document is None and self.article else document
        return [] if document is None else self.reading.bookmarks(document)

    def open_article(self, document: DocumentId) -> None:
        """Puts an article into the active pane."""
        if self.article is not None and self.article.document.id == document:
            return
        article = self._read(document)
        if article is not None:
            self._put_into_pane(article)

    def open_beside(self, document: DocumentId) -> None:
        """Opens a second pane with an article, and makes it the active one."""
        article = self._read(document)
        if article is not None:
            self._leave()
            self.panes = [self.panes[self.active], article]
            self._activate(1)

    def close_beside(self) -> None:
        """Closes all panes but the active one."""
        self._leave()
        self.panes = [self.article]
        self._activate(0)

    def activate(self, pane: int) -> None:
        """Makes the article in another pane the one that commands are about."""
        if pane != self.active and pane < len(self.panes):
            self._activate(pane)

    def close_article(self) -> None:
        """Empties the active pane."""
        self._put_into_pane(None)

    def _read(self, document: DocumentId) -> Article | None:
        """The article, as it is in another pane or from the file; None, and a `failed`, when it is gone."""
        for known in self.panes:
            if known is not None and known.document.id == document:
                return known
        text = self.project.text(document)
        if text is None:
            self.failed.emit("This article is no longer in the project.")
            return None
        return Article(self.documents[document], text, annotations.of_document(self.project.db, document))

    def _leave(self) -> None:
        self.leaving.emit()
        self.reading.save_soon()

    def _put_into_pane(self, article: Article | None) -> None:
        self._leave()
        self.panes[self.active] = article
        self._activate(self.active)

    def _activate(self, pane: int) -> None:
        self.active, self.current = pane, None
        self.article_opened.emit()

    def _open_articles(self) -> list[Article]:
        """Those in the panes, each once."""
        return list({id(article): article for article in self.panes if article is not None}.values())

    def select(self, annotation: AnnotationId | None, reveal: bool = False) -> None:
        """Makes an annotation of this article the current one; `reveal` also scrolls to it."""
        if annotation is not None and (self.article is None or annotation not in self.article.annotations):
            annotation = None
        if annotation != self.current:
            self.current = annotation
            self.current_changed.emit()
        if reveal and annotation is not None:
            self.revealed.emit(annotation)

    def _remember_last_codings(self) -> None:
        """Knows from the file what was tagged last, before anything is tagged here."""
        newest = annotations.last_codings(self.project.db)
        last = [tag for annotation, tag in newest if annotation == newest[0][0]]
        self.last_tags: tuple[TagId, ...] = tuple(reversed(last))
        self.recent_tags: list[TagId] = list(dict.fromkeys(tag for _, tag in newest))  # the last used first

    def remember_tags(self, used: tuple[TagId, ...]) -> None:
        """Notes which tags were applied last, for repeating them and for offering them first."""
        if used:
            self.last_tags = used
            self.recent_tags = [*used, *(tag for tag in self.recent_tags if tag not in used)]

    # -- changing

    def do(
        self, label: str, operation: Callable[..., Result], *args: Any, merge: str | None = None
    ) -> Result | None:
        """Runs one operation as one step and tells all views; None, and a `failed`, when it is refused."""
        if self.before_step is not None:
            self.before_step(operation)
        outcome = self._guarded(lambda: self.project.run(label, operation, *args, merge=merge))
        if outcome is None:
            return None
        result, changes = outcome
        if changes.before:
            # Known without asking the file: a new step is the one to undo, and leaves nothing to redo.
            self.undo_label, self.redo_label = names.visible(changes.label), None
            self._follow(changes)
        return result

    def undo(self) -> None:
        """Takes the last step back and shows where."""
        self._turn(self.project.undo)

    def redo(self) -> None:
        """Brings the last undone step back and shows where."""
        self._turn(self.project.redo)

    def go_to(self, step: int) -> None:
        """Undoes or redoes up to right after a step (0: to the beginning), and shows where."""
        self._turn(lambda: self.project.go_to(step))

    def _turn(self, turn: Callable[[], Changes | None]) -> None:
        changes = self._guarded(turn)
        if changes is not None:
            self._read_history()
            after, on = self._follow(changes), notes.rewritten(self.project.db, changes)
            if on is not None:
                self.rewritten.emit(on)
            else:
                self._show_place(changes, after)

    def _guarded(self, action: Callable[[], Result]) -> Result | None:
        try:
            return action()
        except ProjectChanged as error:
            here = self.article.document.id if self.article else None
            self.reload()
            if here in self.documents:
                self.open_article(here)
            self.failed.emit(str(error))
        except ProjectConflict as error:
            self.conflicted.emit(str(error))
        except UserError as error:
            self.failed.emit(str(error))
        return None

    def _follow(self, changes: Changes) -> After:
        """Brings what is held here up to date with a step, then tells the views."""
        after = annotations.after(self.project.db, changes)
        if changes.touches("document"):
            self._follow_documents(changes)
        self.reading.follow(changes)
        if changes.touches("tag"):
            self.tags = names.of_tags(tags.tag_tree(self.project.db))
        if changes.touches("tag_group", "membership"):
            self._load_groups()
        self._follow_counts(after)
        self._follow_articles(after)
        self.shown.follow(self.tags, self.members)
        self.changed.emit(changes, after)
        return after

    def _follow_documents(self, changes: Changes) -> None:
        rows = changes.rows("document")
        found = {d.id: names.of_article(d) for d in documents.some_documents(self.project.db, rows).values()}
        for row in rows:
            self.documents.pop(DocumentId(row), None)
        self.documents = dict(sorted({**self.documents, **found}.items()))
        for article in self._open_articles():
            article.document = found.get(article.document.id, article.document)
        gone = rows - found.keys()
        if any(article.document.id in gone for article in self._open_articles()):
            self.leaving.emit()
            left = [a for a in self.panes if a is not None and a.document.id not in gone]
            self.panes = left or [None]
            self._activate(0)

    def _follow_counts(self, after: After) -> None:
        for (document, tag), move in after.codings.items():
            self.tag_totals[tag] += move
            if self._frequencies is not None:
                row = self._frequencies.setdefault(document, {})
                row[tag] = row.get(tag, 0) + move
                if not row[tag]:
                    del row[tag]
        if self._passages is not None:
            self._passages.follow(self.tags, after.tagged)
        for document, move in after.documents.items():
            self.annotation_counts[document] += move

    def _follow_articles(self, after: After) -> None:
        for article in self._open_articles():
            for annotation_id, annotation in after.annotations.items():
                if annotation is None:
                    article.drop(annotation_id)
                elif annotation.document == article.document.id:
                    article.put(annotation)
        if self.current is not None and (self.article is None or self.current not in self.article.annotations):
            self.select(None)

    def _show_place(self, changes: Changes, after: After) -> None:
        """After undo and redo: goes to the first annotation or bookmark touched, in whichever article it is."""
        for key, annotation in after.annotations.items():
            before = changes.before.get("annotation", {}).get(key)
            if annotation is not None and annotation.document in self.documents:
                self.open_article(annotation.document)
                self.select(annotation.id, reveal=True)
                return
            if annotation is None and before is not None and before["document_id"] in self.documents:
                self.open_article(DocumentId(int(before["document_id"])))
                self.went.emit(before["start"])
                return
        place = self.reading.bookmark_touched(changes)
        if place is not None and place[0] in self.documents:
            self.open_article(place[0])
            self.went.emit(place[1])
