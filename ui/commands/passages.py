"""Commands on the passages selected in Passages, and on its filter."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from core.errors import UserError
from core.filters import Filter, Tagged
from core.model import AnnotationId, TagId
from core.names import visible
from storage import annotations, filter_operations, operations, passages, saved_filters, tag_operations
from storage.project import Project
from ui import messages
from ui.passages.saved import SavedFilters
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.passages.view import PassagesView


def _view(window: "MainWindow") -> "PassagesView | None":
    return window.made["passages"] if window.view == "passages" else None


def is_filtered(window: "MainWindow") -> bool:
    """Whether Passages has a filter."""
    return is_seen(window) and bool(window.session.filtering.wanted.conditions)


def is_seen(window: "MainWindow") -> bool:
    """Whether Passages is in sight."""
    return _view(window) is not None


def _chosen(window: "MainWindow") -> "tuple[PassagesView, Sequence[AnnotationId]] | None":
    """The view with the passages that a command is about; None, and a message, where there are none."""
    view = _view(window)
    chosen = [] if view is None else view.selected()
    if view is None or not chosen:
        window.messages.tell("Go to a passage first, or tick some with Space.", False)
        return None
    return view, chosen


def said(count: int) -> str:
    """So many passages, in words."""
    return "1 passage" if count == 1 else f"{count:,} passages"


# -- the selected passages


def tag(window: "MainWindow") -> None:
    """Gives the selected passages tags."""
    found = _chosen(window)
    if found is None:
        return
    view, chosen = found

    def then(tags: Sequence[TagId], create: Sequence[str]) -> None:
        names = [window.session.tags.by_id[each].name for each in tags] + list(create)
        if names:
            label = f"Tag {said(len(chosen))} {', '.join(names)}"
            window.session.do(label, _tag_step, chosen, tags, create)

    session = window.session
    window.picker.choose(session.tags, (), session.recent_tags, view.beside_current(), then)


def _tag_step(
    project: Project, ids: Sequence[AnnotationId], chosen: Sequence[TagId], create: Sequence[str]
) -> None:
    """One step: the tags to make, if any, and the codings."""
    tags = [*chosen, *(operations.create_tag_path(project, path) for path in create)]
    operations.add_tags(project, ids, tags)


def untag(window: "MainWindow") -> None:
    """Takes a tag off the selected passages."""
    _with_one_of_their_tags(window, "remove", _untag)


def _untag(window: "MainWindow", chosen: Sequence[AnnotationId], tag: TagId) -> None:
    label = f"Untag {said(len(chosen))} {window.session.tags.by_id[tag].name}"
    window.session.do(label, operations.remove_tags, chosen, [tag])


def move(window: "MainWindow") -> None:
    """Gives the selected passages another tag instead of one they have."""
    _with_one_of_their_tags(window, "move", _move)


def _move(window: "MainWindow", chosen: Sequence[AnnotationId], source: TagId) -> None:
    view, session = _view(window), window.session

    def then(tags: Sequence[TagId], create: Sequence[str]) -> None:
        names = [session.tags.by_id[each].name for each in tags] + list(create)
        if len(names) == 1:
            label = f"Move {said(len(chosen))} from {session.tags.by_id[source].name} to {names[0]}"
            session.do(label, _move_step, chosen, source, [*tags], [*create])
        elif names:
            window.messages.tell("Passages move to one tag; choose only that one.", False)

    if view is not None:
        window.picker.choose(session.tags, (), session.recent_tags, view.beside_current(), then)


def _move_step(
    project: Project, ids: Sequence[AnnotationId], source: TagId, chosen: Sequence[TagId], create: Sequence[str]
) -> None:
    """One step: the tag to make, if any, and the codings."""
    (target,) = [*chosen, *(operations.create_tag_path(project, path) for path in create)]
    tag_operations.move_passages(project, ids, source, target)


def _with_one_of_their_tags(
    window: "MainWindow",
    verb: str,
    then: "Callable[[MainWindow, Sequence[AnnotationId], TagId], object]",
) -> None:
    """Goes on with the one tag that the selected passages have, or with the one that is chosen of several."""
    found = _chosen(window)
    if found is None:
        return
    view, chosen = found
    known = annotations.some(window.session.project.db, chosen)
    counts = Counter(tag for each in known for tag in each.tags)
    tags = [tag for tag, _ in counts.most_common()]
    if not tags:
        window.messages.tell(f"There is no tag to {verb}: the passage has none.", False)
    elif len(tags) == 1:
        then(window, chosen, tags[0])
    else:
        beside = view.beside_current()
        window.untag.choose(window.session.tags, tags, beside, lambda tag: then(window, chosen, tag))


def note(window: "MainWindow") -> None:
    """Writes the note of the selected passage, or the same below the notes of several."""
    found = _chosen(window)
    if found is None:
        return
    view, chosen = found
    if len(chosen) == 1:
        old = view.model.annotation(chosen[0]).note
        text = messages.ask_text(window, "Note", "Note on the passage:", old)
        if text is not None and text != old:
            window.session.do("Note on 1 passage", operations.set_note, chosen[0], text)
        return
    text = messages.ask_text(window, "Note", f"Added below the notes of {said(len(chosen))}:")
    if text is not None and text.strip():
        window.session.do(f"Note on {said(len(chosen))}", operations.add_to_notes, chosen, text)


def delete(window: "MainWindow") -> None:
    """Deletes the selected annotations; undo brings them back."""
    found = _chosen(window)
    if found is not None:
        label = f"Delete {said(len(found[1]))}"
        window.session.do(label, operations.delete_annotations, found[1])


def open_in_text(window: "MainWindow", passage: AnnotationId) -> None:
    """Reads a passage in its article; the way back leads to the list."""
    view = _view(window)
    if view is None:
        return
    annotation, shown = view.model.annotation(passage), window.session.shown

    def go() -> None:
        if not shown.shows(annotation, window.session.tags):
            shown.show_all()  # what is asked for is seen
        window.session.open_article(annotation.document)
        window.show_view("read")
        window.session.select(passage, reveal=True)
        window.reader.setFocus()

    window.panes.jump("passages", go)


def open_current(window: "MainWindow") -> None:
    """Reads the passage that the keyboard is at in its article."""
    view = _view(window)
    if view is not None and view.list.current is not None:
        open_in_text(window, view.list.current)


def copy(window: "MainWindow") -> None:
    """Copies the quotes of the selected passages, exactly as they stand, each a paragraph of its own."""
    found = _chosen(window)
    if found is not None:
        db = window.session.project.db
        quotes = [annotations.quote_of(db, passage) for passage in found[1]]
        QGuiApplication.clipboard().setText("\n\n".join(quotes))
        window.messages.tell(f"Copied {said(len(quotes))}.", False)


def count_selected(window: "MainWindow") -> int:
    """How many passages commands are about."""
    view = _view(window)
    return 0 if view is None else len(view.selected())


def tags_of_current(window: "MainWindow") -> dict[TagId, str]:
    """The tags of the passage that the keyboard is at, with their names for people."""
    view, tree = _view(window), window.session.tags
    if view is None or view.list.current is None:
        return {}
    return {tag: tree.shown_path(tag) for tag in view.model.annotation(view.list.current).tags}


def filter_by(window: "MainWindow", tag: TagId) -> None:
    """Lists only passages that also have a tag."""
    filtering = window.session.filtering
    named = tuple(passages.guids(window.session.project.db, "tag", [tag]))
    filtering.use(filtering.wanted.plus(Tagged("any", named)))


# -- the filter


def add_condition(window: "MainWindow") -> None:
    """Asks what else the passages must be."""
    window.show_view("passages")
    view = _view(window)
    if view is not None:
        view.add_condition()


def clear(window: "MainWindow") -> None:
    """Lists all passages again."""
    window.session.filtering.use(Filter())
    if (view := _view(window)) is not None:
        view.list.setFocus()


def save(window: "MainWindow") -> None:
    """Saves the filter under a name."""
    filtering = window.session.filtering
    name = messages.ask_line(window, "Save filter", "Its name; a filter of this name is replaced:", filtering.name)
    if name is not None and name.strip():
        saved = window.session.do(
            f"Save filter {quoted(name.strip())}", filter_operations.save_filter, name, filtering.wanted
        )
        if saved is not None:
            filtering.use(filtering.wanted, name.strip())


def choose_saved(window: "MainWindow") -> None:
    """Opens the menu of saved filters."""
    window.show_view("passages")
    view = _view(window)
    if view is None:
        return
    menu = QMenu(window)
    menu.setAccessibleName("Saved filters")
    known = saved_filters.all_saved(window.session.project.db)
    for each in known:
        action = menu.addAction(visible(each.name).replace("&", "&&"))
        action.triggered.connect(lambda _checked, each=each: run(window, each))
    if known:
        menu.addSeparator()
    menu.addAction(window.actions_by_id["passages.save"])
    if known:
        menu.addAction(window.actions_by_id["passages.manage"])
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(view.saved.mapToGlobal(QPoint(0, view.saved.height())))


def run(window: "MainWindow", saved: saved_filters.SavedFilter) -> None:
    """Lists what a saved filter lets through."""
    try:
        window.session.filtering.use(saved.read(), saved.name)
    except UserError as error:
        window.session.failed.emit(str(error))


def manage(window: "MainWindow") -> None:
    """Renames and deletes saved filters."""
    SavedFilters(window, window.session).exec()
