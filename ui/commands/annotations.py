"""Commands on the selected words or the current annotation."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from core import labels, units
from core.model import Annotation, AnnotationId, TagId
from core.span import Span
from storage import operations
from storage.project import Project
from ui.reader import ends
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.main_window import MainWindow


SELECT_FIRST = "Select some words first: drag over them, or press W (word), S (sentence) or P (paragraph)."


def highlight(window: "MainWindow") -> None:
    """Marks the selected words without a tag."""
    if window.reader.selected_words() is None:
        window.messages.tell(SELECT_FIRST, False)
    _annotate(window, ())


def tag(window: "MainWindow") -> None:
    """Opens the tag picker for the selected words, or for the tags of the current annotation."""
    session = window.session
    annotation = current_annotation(window)
    selected = window.reader.selection()
    if selected is None and annotation is None:
        window.messages.tell(SELECT_FIRST, False)
        return
    has = annotation.tags if annotation is not None and selected is None else ()
    then = partial(apply_chosen, window)
    window.picker.choose(session.tags, has, session.recent_tags, window.beside_passage(), then)


def apply_chosen(window: "MainWindow", chosen: Sequence[TagId], create: Sequence[str]) -> None:
    """What the picker chose: tags, and the paths of those to make."""
    annotation = current_annotation(window)
    if window.reader.selection() is not None:
        _annotate(window, chosen, create)
    elif annotation is not None:
        _retag(window, annotation, chosen, create)


def apply_pinned(window: "MainWindow", number: int) -> None:
    """Gives the passage the tag pinned to a number key; takes it off an annotation that has it."""
    pinned = window.session.tags.pinned().get(number)
    if pinned is None:
        window.messages.tell(f"No tag is pinned to {number} yet. Select a tag on the left and press F5.", False)
        return
    annotation = current_annotation(window)
    if window.reader.selection() is not None:
        _annotate(window, [pinned.id])
    elif annotation is not None:
        without = [tag for tag in annotation.tags if tag != pinned.id]
        _retag(window, annotation, without if pinned.id in annotation.tags else [*without, pinned.id])


def repeat(window: "MainWindow") -> None:
    """Gives the passage the tags that were applied last."""
    last = [tag for tag in window.session.last_tags if tag in window.session.tags.by_id]
    annotation = current_annotation(window)
    if not last:
        window.messages.tell("There is no tagging to repeat yet. Press T to choose a tag.", False)
    elif window.reader.selection() is not None:
        _annotate(window, last)
    elif annotation is not None:
        _retag(window, annotation, [*annotation.tags, *(tag for tag in last if tag not in annotation.tags)])


def note(window: "MainWindow") -> None:
    """Opens the note of the selected words or of the current annotation."""
    article, annotation = window.session.article, current_annotation(window)
    selected = window.reader.selected_words()
    if article is None:
        return
    if selected is not None:
        window.note_editor.write(article.document.id, selected, window.beside_passage())
    elif annotation is not None:
        window.note_editor.edit(annotation.id, annotation.note, window.beside_passage())
    else:
        window.messages.tell(SELECT_FIRST, False)


def _annotate(window: "MainWindow", chosen: Sequence[TagId], create: Sequence[str] = ()) -> None:
    session, selected = window.session, window.reader.selected_words()
    if selected is None or session.article is None:
        return
    quote = session.article.text[selected.start : selected.stop]
    names = _names(window, chosen, create)
    label = labels.annotated(quote, names, "")
    made = session.do(label, _annotate_step, session.article.document.id, selected, chosen, create)
    if made is not None:
        window.reader.go_to(selected.stop)
        session.select(made)
        _remember(window, made)


def _annotate_step(
    project: Project, document: int, passage: Span, chosen: Sequence[TagId], create: Sequence[str]
) -> int:
    """One step: the tags to make, if any, and the annotation."""
    tags = [*chosen, *(operations.create_tag_path(project, path) for path in create)]
    return operations.annotate(project, document, passage.start, passage.stop, tags)


def _retag(
    window: "MainWindow", annotation: Annotation, chosen: Sequence[TagId], create: Sequence[str] = ()
) -> None:
    article = window.session.article
    if article is None or (set(chosen) == set(annotation.tags) and not create):
        return
    names = _names(window, chosen, create)
    quote = article.quote(annotation)
    label = labels.annotated(quote, names, "") if names else labels.untagged(quote)
    window.session.do(label, _retag_step, annotation, chosen, create)
    _remember(window, annotation.id)


def _retag_step(project: Project, annotation: Annotation, chosen: Sequence[TagId], create: Sequence[str]) -> None:
    """One step: the tags to make, if any, and the annotation's tags as chosen."""
    tags = [*chosen, *(operations.create_tag_path(project, path) for path in create)]
    operations.remove_tags(project, [annotation.id], [tag for tag in annotation.tags if tag not in tags])
    operations.add_tags(project, [annotation.id], [tag for tag in tags if tag not in annotation.tags])


def _names(window: "MainWindow", chosen: Sequence[TagId], create: Sequence[str]) -> list[str]:
    return [window.session.tags.by_id[tag].name for tag in chosen] + list(create)


def _remember(window: "MainWindow", annotation: int) -> None:
    article = window.session.article
    if article is not None and annotation in article.annotations:
        window.session.remember_tags(article.annotations[annotation].tags)


def current_annotation(window: "MainWindow") -> Annotation | None:
    """The annotation that commands are about."""
    session = window.session
    if session.article is None or session.current is None:
        return None
    return session.article.annotations[session.current]


def delete(window: "MainWindow") -> None:
    """Deletes the current annotation; undo brings it back."""
    annotation, article = current_annotation(window), window.session.article
    if annotation is not None and article is not None:
        label = labels.deleted(article.quote(annotation))
        window.session.do(label, operations.delete_annotations, [annotation.id])


def copy_passage(window: "MainWindow") -> None:
    """Copies the selected words, or the quote of the current annotation, exactly as they stand."""
    article = window.session.article
    passage = window.reader.selection() or current_annotation(window)
    if passage is not None and article is not None:
        QGuiApplication.clipboard().setText(article.text[passage.start : passage.stop])


def go_next(window: "MainWindow") -> None:
    """Goes to the next annotation in the text."""
    _step(window, 1)


def go_previous(window: "MainWindow") -> None:
    """Goes to the annotation before."""
    _step(window, -1)


def go_next_same(window: "MainWindow") -> None:
    """Goes to the next annotation with the same tag."""
    _step_same(window, 1)


def go_previous_same(window: "MainWindow") -> None:
    """Goes to the annotation before that has the same tag."""
    _step_same(window, -1)


def _step_same(window: "MainWindow", by: int) -> None:
    """Goes on with the tag gone by last, if the current annotation has it, else with its first tag."""
    session, annotation = window.session, current_annotation(window)
    if annotation is None or not annotation.tags:
        window.messages.tell("Go to an annotation with a tag first.", False)
        return
    if session.followed not in annotation.tags:
        session.followed = annotation.tags[0]
    if not _step(window, by, session.followed):
        name = quoted(session.tags.by_id[session.followed].name)
        window.messages.tell(f"There is no other {name} {'below' if by > 0 else 'above'}.", False)


def _step(window: "MainWindow", by: int, tag: TagId | None = None) -> bool:
    """Goes to the nearest annotation to be seen, with the tag if one is named; False where there is none."""
    session, article = window.session, window.session.article
    if article is None:
        return False
    if session.current is not None:
        row = article.row(session.current) + by
    else:
        after = bisect_left(article.order, (window.reader.caret(),))
        row = after if by > 0 else after - 1
    rows = range(row, len(article.order)) if by > 0 else range(row, -1, -1)
    for annotation in (article.annotations[AnnotationId(article.order[row][2])] for row in rows):
        if (tag is None or tag in annotation.tags) and window.reader.shows(annotation):
            session.select(annotation.id, reveal=True)
            return True
    return False


def end_later(window: "MainWindow") -> None:
    """The current annotation ends one word later."""
    _move_end(window, is_start=False, forward=True)


def end_earlier(window: "MainWindow") -> None:
    """The current annotation ends one word earlier."""
    _move_end(window, is_start=False, forward=False)


def start_later(window: "MainWindow") -> None:
    """The current annotation begins one word later."""
    _move_end(window, is_start=True, forward=True)


def start_earlier(window: "MainWindow") -> None:
    """The current annotation begins one word earlier."""
    _move_end(window, is_start=True, forward=False)


def _move_end(window: "MainWindow", is_start: bool, forward: bool) -> None:
    annotation, article = current_annotation(window), window.session.article
    if annotation is None or article is None:
        return
    at = annotation.start if is_start else annotation.stop
    moved = units.word_edge(article.text, at, forward, is_start)
    start, stop = (moved, annotation.stop) if is_start else (annotation.start, moved)
    if start < stop:
        ends.resize(window.reader, annotation, start, stop)


def resize_to_selection(window: "MainWindow") -> None:
    """Gives the last current annotation the selected words instead of its own."""
    selected, article = window.reader.selected_words(), window.session.article
    if selected is None or article is None:
        return
    touching = list(filter(window.reader.shows, article.meeting(selected.start, selected.stop)))
    current = window.session.current
    annotation = article.annotations[current] if current is not None else touching[-1] if touching else None
    if annotation is None:
        window.messages.tell("No annotation reaches into the selected words; there is none to resize.", False)
        return
    ends.resize(window.reader, annotation, selected.start, selected.stop)
    window.reader.clear_selection()
    window.session.select(annotation.id)
