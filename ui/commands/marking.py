"""Commands that select by units of the text, and those that rework what is marked."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from core import labels
from core.article import Article
from core.codebook import folded, join_path, name_of_words
from core.model import Annotation, AnnotationId, TagId
from core.span import Span
from storage import operations
from storage.project import Project
from ui.commands.annotations import SELECT_FIRST, apply_chosen, current_annotation

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def select_word(window: "MainWindow") -> None:
    """Selects the word at the caret, then the next as well."""
    window.reader.select_word()


def select_sentence(window: "MainWindow") -> None:
    """Selects the sentence at the caret, then the next as well."""
    window.reader.select_sentence()


def select_paragraph(window: "MainWindow") -> None:
    """Selects the paragraph at the caret, then the next as well."""
    window.reader.select_paragraph()


def shrink_word(window: "MainWindow") -> None:
    """Takes the last word off the selection."""
    window.reader.shrink_word()


def shrink_sentence(window: "MainWindow") -> None:
    """Takes the last sentence off the selection."""
    window.reader.shrink_sentence()


def shrink_paragraph(window: "MainWindow") -> None:
    """Takes the last paragraph off the selection."""
    window.reader.shrink_paragraph()


def tag_with_own_words(window: "MainWindow") -> None:
    """Tags the selected words, or the current annotation, with a tag that has these words as its name."""
    article, annotation = window.session.article, current_annotation(window)
    selected = window.reader.selected_words()
    passage = selected or annotation
    if article is None or passage is None:
        window.messages.tell(SELECT_FIRST, False)
        return
    name = name_of_words(article.text[passage.start : passage.stop])
    tree = window.session.tags
    known = tree.find([name]) or next((tag.id for tag in tree if folded(tag.name) == folded(name)), None)
    kept = annotation.tags if annotation is not None and selected is None else ()
    if known is None:
        apply_chosen(window, kept, [join_path([name])])
    else:
        apply_chosen(window, [*(tag for tag in kept if tag != known), known], ())


def untag(window: "MainWindow") -> None:
    """Removes the tag of the current annotation; of several, asks which."""
    annotation = current_annotation(window)
    if annotation is None:
        return
    if not annotation.tags:
        window.messages.tell("This annotation has no tag to remove.", False)
    elif len(annotation.tags) == 1:
        _remove_tag(window, annotation.id, annotation.tags[0])
    else:
        then = partial(_remove_tag, window, annotation.id)
        window.untag.choose(window.session.tags, annotation.tags, window.beside_passage(), then)


def _remove_tag(window: "MainWindow", annotation: AnnotationId, tag: TagId) -> None:
    article = window.session.article
    if article is not None and annotation in article.annotations:
        label = labels.untagged(article.quote(article.annotations[annotation]))
        window.session.do(label, operations.remove_tags, [annotation], [tag])


def cut(window: "MainWindow") -> None:
    """Takes the selected words out of the current annotation, or of all that reach into them."""
    session, selected = window.session, window.reader.selected_words()
    if selected is None or session.article is None:
        return
    current = current_annotation(window)
    touched = [current] if current is not None else _touched(window, session.article, selected)
    if not touched:
        window.messages.tell("No annotation reaches into the selected words.", False)
        return
    label = labels.cut(session.article.text[selected.start : selected.stop])
    left = session.do(label, _cut_step, [annotation.id for annotation in touched], selected)
    if left is not None:
        window.reader.go_to(selected.start)
        session.select(left[0] if left else None)


def _cut_step(project: Project, ids: Sequence[AnnotationId], piece: Span) -> list[AnnotationId]:
    """One step: the piece is taken out of each of the annotations."""
    return [left for key in ids for left in operations.cut_annotation(project, key, piece.start, piece.stop)]


def join(window: "MainWindow") -> None:
    """Makes one annotation of all that reach into the selected words, or of the current and the next one."""
    session, selected = window.session, window.reader.selected_words()
    if session.article is None:
        return
    if selected is not None:
        joined = _touched(window, session.article, selected)
        missing = "Select across two annotations or more to join them."
    else:
        joined = _current_and_next(window, session.article)
        missing = "There is no next annotation to join with."
    if len(joined) < 2:
        window.messages.tell(missing, False)
        return
    start, stop = joined[0].start, max(annotation.stop for annotation in joined)
    label = labels.joined(session.article.text[start:stop])
    made = session.do(label, operations.join_annotations, [annotation.id for annotation in joined])
    if made is not None:
        window.reader.go_to(start)
        session.select(made)


def _touched(window: "MainWindow", article: Article, passage: Span) -> list[Annotation]:
    """The annotations to be seen that share a character with a passage, in text order."""
    return list(filter(window.reader.shows, article.meeting(passage.start, passage.stop)))


def _current_and_next(window: "MainWindow", article: Article) -> list[Annotation]:
    """The current annotation and the next one to be seen; fewer where there are none."""
    current = current_annotation(window)
    if current is None:
        return []
    following = [
        article.annotations[AnnotationId(key)] for _, _, key in article.order[article.row(current.id) + 1 :]
    ]
    return [current, *filter(window.reader.shows, following)][:2]
