"""The open project as the window knows it: one way to change it, one signal when it changed."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from core.article import Article
from core.changes import Changes
from core.errors import UserError
from core.measures import Frequencies, frequencies
from core.model import AnnotationId, Document, DocumentId, TagId
from storage import annotations, documents, history, tags
from storage.annotations import After
from storage.project import Project, ProjectChanged

if TYPE_CHECKING:
    from core.codebook import TagTree

Result = TypeVar("Result")


class Session(QObject):
    """Holds the open Project and what the views show of it.

    `changed(Changes, After)` follows every step, `opened` a new project, `article_opened` another article in the
    reader, `current_changed` another current annotation, `failed(str)` a UserError.
    """

    opened = Signal()
    article_opened = Signal()
    changed = Signal(object, object)
    current_changed = Signal()
    revealed = Signal(object)  # the annotation to scroll to
    went = Signal(int)  # the code point to scroll to, where an annotation was
    failed = Signal(str)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._load()

    def _load(self) -> None:
        db = self.project.db
        self.documents: dict[DocumentId, Document] = {d.id: d for d in documents.all_documents(db)}
        self.tags: TagTree = tags.tag_tree(db)
        self.tag_totals: Counter[TagId] = annotations.tag_counts(db)
        self.annotation_counts: Counter[DocumentId] = annotations.annotation_counts(db)
        self.article: Article | None = None
        self.current: AnnotationId | None = None
        self.last_tags: tuple[TagId, ...] = ()
        self.recent_tags: list[TagId] = []  # the last used first
        self._frequencies: dict[DocumentId, dict[TagId, int]] | None = None
        self._read_history()

    def _read_history(self) -> None:
        undo, redo = history.next_undo(self.project.db), history.next_redo(self.project.db)
        self.undo_label = undo.label if undo else None
        self.redo_label = redo.label if redo else None

    def open_project(self, path: Path, create: bool = False) -> bool:
        """Opens (or creates) another project instead of this one; False, and a `failed`, when that fails."""
        if not create and path.exists() and path.samefile(self.project.path):
            return True
        try:
            project = Project.create(path) if create else Project.open(path)
        except UserError as error:
            self.failed.emit(str(error))
            return False
        self.project.close()
        self.project = project
        self.reload()
        return True

    def reload(self) -> None:
        """Reads everything anew."""
        self._load()
        self.opened.emit()

    # -- reading

    @property
    def frequencies(self) -> Frequencies:
        """Codings of every tag in every article, kept up to date by differences once asked for."""
        if self._frequencies is None:
            counted = frequencies(annotations.coding_counts(self.project.db))
            self._frequencies = {document: dict(row) for document, row in counted.counts.items()}
        return Frequencies(self._frequencies)

    def article_tag_counts(self) -> Counter[TagId]:
        """Codings of each tag in the article in the reader."""
        if self.article is None:
            return Counter()
        return Counter(tag for a in self.article.annotations.values() for tag in a.tags)

    def places(self, document: DocumentId) -> list[tuple[int, int, TagId | None]]:
        """(start, stop, first tag) of the annotations of any article."""
        return annotations.places(self.project.db, document)

    def open_article(self, document: DocumentId) -> None:
        """Puts an article into the reader."""
        if self.article is not None and self.article.document.id == document:
            return
        text = self.project.text(document)
        if text is None:
            self.failed.emit("This article is no longer in the project.")
            return
        found = annotations.of_document(self.project.db, document)
        self.article = Article(self.documents[document], text, found)
        self.current = None
        self.article_opened.emit()

    def close_article(self) -> None:
        """Empties the reader."""
        self.article, self.current = None, None
        self.article_opened.emit()

    def select(self, annotation: AnnotationId | None, reveal: bool = False) -> None:
        """Makes an annotation of this article the current one; `reveal` also scrolls to it."""
        if annotation is not None and (self.article is None or annotation not in self.article.annotations):
            annotation = None
        if annotation != self.current:
            self.current = annotation
            self.current_changed.emit()
        if reveal and annotation is not None:
            self.revealed.emit(annotation)

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
        outcome = self._guarded(lambda: self.project.run(label, operation, *args, merge=merge))
        if outcome is None:
            return None
        result, changes = outcome
        if changes.before:
            # Known without asking the file: a new step is the one to undo, and leaves nothing to redo.
            self.undo_label, self.redo_label = changes.label, None
            self._follow(changes)
        return result

    def undo(self) -> None:
        """Takes the last step back and shows where."""
        self._turn(self.project.undo)

    def redo(self) -> None:
        """Brings the last undone step back and shows where."""
        self._turn(self.project.redo)

    def _turn(self, turn: Callable[[], Changes | None]) -> None:
        changes = self._guarded(turn)
        if changes is not None:
            self._read_history()
            self._show_place(changes, self._follow(changes))

    def _guarded(self, action: Callable[[], Result]) -> Result | None:
        try:
            return action()
        except ProjectChanged as error:
            here = self.article.document.id if self.article else None
            self.reload()
            if here in self.documents:
                self.open_article(here)
            self.failed.emit(str(error))
        except UserError as error:
            self.failed.emit(str(error))
        return None

    def _follow(self, changes: Changes) -> After:
        """Brings what is held here up to date with a step, then tells the views."""
        after = annotations.after(self.project.db, changes)
        if changes.touches("document"):
            self._follow_documents(changes)
        if changes.touches("tag"):
            self.tags = tags.tag_tree(self.project.db)
        self._follow_counts(after)
        self._follow_article(after)
        self.changed.emit(changes, after)
        return after

    def _follow_documents(self, changes: Changes) -> None:
        rows = changes.rows("document")
        found = documents.some_documents(self.project.db, rows)
        for row in rows:
            self.documents.pop(DocumentId(row), None)
        self.documents = dict(sorted({**self.documents, **found}.items()))
        if self.article is not None and self.article.document.id in rows:
            if self.article.document.id in found:
                self.article.document = found[self.article.document.id]
            else:
                self.close_article()

    def _follow_counts(self, after: After) -> None:
        for (document, tag), move in after.codings.items():
            self.tag_totals[tag] += move
            if self._frequencies is not None:
                row = self._frequencies.setdefault(document, {})
                row[tag] = row.get(tag, 0) + move
                if not row[tag]:
                    del row[tag]
        for document, move in after.documents.items():
            self.annotation_counts[document] += move

    def _follow_article(self, after: After) -> None:
        if self.article is None:
            return
        for annotation_id, annotation in after.annotations.items():
            if annotation is None:
                self.article.drop(annotation_id)
            elif annotation.document == self.article.document.id:
                self.article.put(annotation)
        if self.current is not None and self.current not in self.article.annotations:
            self.select(None)

    def _show_place(self, changes: Changes, after: After) -> None:
        """After undo and redo: goes to the first annotation that was touched, in whichever article it is."""
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
