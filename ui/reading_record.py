"""What is remembered of the reader's way through the articles: places, paragraphs read, bookmarks."""

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.changes import Changes
from core.model import Bookmark, BookmarkId, DocumentId
from core.progress import Progress, Ranges, add_range, annotated_paragraphs, format_ranges, parse_ranges, progress
from core.text import Lines
from core.wrapped import reflowed
from storage import annotations, documents, reading
from storage.reading import Reading

if TYPE_CHECKING:
    from ui.session import Session

SAVED_EVERY = 30.0  # seconds, while somebody reads on


class ReadingRecord(QObject):
    """Reads from the file what is asked for, and keeps it; writes what was read in a moment of rest.

    Articles that nobody began to read cost nothing: their texts are not looked at unless they are asked about.
    """

    progressed = Signal(object)  # the article of which more was read

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.forget()

    def forget(self) -> None:
        """Starts anew, as for another project."""
        self._known: dict[DocumentId, Reading] | None = None
        self._ranges: dict[DocumentId, Ranges] = {}
        self._progress: dict[DocumentId, Progress] = {}
        self._annotated: dict[DocumentId, int] = {}
        self._bookmarks: dict[DocumentId, list[Bookmark]] = {}
        self._carets: dict[DocumentId, int] = {}
        self._unsaved: set[DocumentId] = set()
        self._saved = monotonic()

    def follow(self, changes: Changes) -> None:
        """Forgets what a step may have changed."""
        if changes.touches("bookmark", "document"):
            self._bookmarks.clear()
        if changes.touches("annotation", "document"):
            self._annotated.clear()
        for row in changes.rows("document"):
            if row not in self._session.documents:  # its number may be given again
                self._readings().pop(DocumentId(row), None)
                self._ranges.pop(DocumentId(row), None)
                self._progress.pop(DocumentId(row), None)
                self._unsaved.discard(DocumentId(row))

    # -- what was read

    def place(self, document: DocumentId) -> int:
        """The code point that was at the top of the view when the article was left."""
        return self._readings().get(document, Reading()).place

    def caret(self, document: DocumentId) -> int | None:
        """The code point before which the caret was in the view when the article was left, if it was there."""
        return self._carets.get(document)

    def note_caret(self, document: DocumentId, caret: int | None) -> None:
        """Notes where the caret was in the view, or that it was not there."""
        if caret is None:
            self._carets.pop(document, None)
        else:
            self._carets[document] = caret

    def was_begun(self, document: DocumentId) -> bool:
        """Whether a paragraph of the article was read."""
        return bool(self._read(document))

    def progress(self, document: DocumentId) -> Progress:
        """How far the article was read."""
        if document not in self._progress:
            self._progress[document] = progress(self._lines(document), self._read(document))
        return self._progress[document]

    def annotated_paragraphs(self, document: DocumentId) -> int:
        """How many paragraphs of the article have an annotation."""
        if not self._session.annotation_counts[document]:
            return 0
        if document not in self._annotated:
            places = annotations.places(self._session.project.db, document)
            spans = ((start, stop) for start, stop, _ in places)
            self._annotated[document] = annotated_paragraphs(self._lines(document), spans)
        return self._annotated[document]

    def note(self, document: DocumentId, place: int, paragraphs: range = range(0)) -> None:
        """Notes the code point at the top of the view, and paragraphs (from 1) that were read. It is no step."""
        known, ranges = self._readings().get(document, Reading()), self._read(document)
        more = add_range(ranges, paragraphs[0], paragraphs[-1]) if paragraphs else ranges
        if more != ranges or place != known.place:
            read = known.read if more == ranges else format_ranges(more)
            self._readings()[document] = Reading(place, read)
            self._unsaved.add(document)
        elif monotonic() - self._saved >= SAVED_EVERY:  # nothing moves, so nobody waits for the disk
            self.save()
        if more != ranges:
            self._ranges[document] = more
            self._progress.pop(document, None)
            self.progressed.emit(document)

    def save_soon(self) -> None:
        """Has what is noted written in the next moment of rest."""
        self._saved = float("-inf")

    def save(self) -> None:
        """Writes what was noted since it was last written; lets it be while another program writes to the file."""
        self._saved = monotonic()
        changed = {document: self._readings()[document] for document in self._unsaved}
        if changed and reading.save_readings(self._session.project, changed):
            self._unsaved.clear()

    def _readings(self) -> dict[DocumentId, Reading]:
        if self._known is None:
            self._known = reading.readings(self._session.project.db)
        return self._known

    def _read(self, document: DocumentId) -> Ranges:
        if document not in self._ranges:
            self._ranges[document] = parse_ranges(self._readings().get(document, Reading()).read)
        return self._ranges[document]

    def _lines(self, document: DocumentId) -> Lines:
        """Where the paragraphs are; of an article that is not open, its text is read for it and not kept."""
        for article in self._session.panes:
            if article is not None and article.document.id == document:
                return article.lines
        return Lines(reflowed(documents.document_text(self._session.project.db, document) or ""))

    # -- bookmarks

    def bookmarks(self, document: DocumentId) -> list[Bookmark]:
        """The bookmarks of an article in text order."""
        if document not in self._bookmarks:
            self._bookmarks[document] = reading.bookmarks(self._session.project.db, document)
        return self._bookmarks[document]

    def bookmark_touched(self, changes: Changes) -> tuple[DocumentId, int] | None:
        """Article and code point of the first bookmark that a step set, changed or removed."""
        for row, before in changes.before.get("bookmark", {}).items():
            now = reading.bookmark(self._session.project.db, BookmarkId(row))
            if now is not None:
                return now.document, now.offset
            if before is not None:
                return DocumentId(int(before["document_id"] or 0)), int(before["offset"] or 0)
        return None
