"""Commands on the tag selected in the tree; the panel knows how to ask for what they need."""

from typing import TYPE_CHECKING

from ui import messages, tag_acts, tag_groups

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def create(window: "MainWindow") -> None:
    """Goes to the field above the tags, where Enter makes the typed one."""
    window.show_sidebar()
    window.tag_panel.focus_filter()


def create_subtag(window: "MainWindow") -> None:
    """Makes a tag below the selected one."""
    tag_acts.create_subtag(window.tag_panel)


def rename(window: "MainWindow") -> None:
    """Renames the selected tag."""
    window.tag_panel.rename()


def recolor(window: "MainWindow") -> None:
    """Gives the selected tags another colour."""
    tag_acts.recolor(window.tag_panel)


def define(window: "MainWindow") -> None:
    """Writes what the selected tag means."""
    tag_acts.define(window.tag_panel)


def pin(window: "MainWindow") -> None:
    """Gives the selected tag a number key, or takes it away."""
    answer = messages.ask_line(window, "Pin tag", "Number key from 1 to 9; empty for none:")
    if answer is None:
        return
    answer = answer.strip()
    if answer and answer not in "123456789":
        window.session.failed.emit("A tag can be pinned to the keys 1 to 9.")
        return
    tag_acts.pin(window.tag_panel, int(answer) if answer else None)


def merge(window: "MainWindow") -> None:
    """Gives the passages of the selected tags to another one."""
    tag_acts.merge(window.tag_panel)


def split(window: "MainWindow") -> None:
    """Gives some passages of the selected tag a new one."""
    tag_acts.split(window.tag_panel)


def move_passages(window: "MainWindow") -> None:
    """Gives some passages of the selected tag another one."""
    tag_acts.move_passages(window.tag_panel)


def choose_groups(window: "MainWindow") -> None:
    """Opens the menu of groups beside the selected tag."""
    tag_groups.open_menu(window.tag_panel)


def choose_groups_in_view(window: "MainWindow") -> None:
    """Opens the menu that chooses which groups every view goes by."""
    window.show_sidebar()
    window.tag_panel.open_groups()


def count_own(window: "MainWindow") -> None:
    """Counts tags without their subtags, or with them again."""
    scope, own = window.tag_panel.counts
    window.tag_panel.count(scope, not own)


def counts_own(window: "MainWindow") -> bool:
    """Whether tags are counted without their subtags."""
    return window.tag_panel.counts[1]


def recolor_branch(window: "MainWindow") -> None:
    """Gives the selected tags with their subtags another colour."""
    tag_acts.recolor_branch(window.tag_panel)


def recolor_all(window: "MainWindow") -> None:
    """Gives every tag a colour of the palette anew."""
    tag_acts.recolor_all(window.tag_panel)


def move_up(window: "MainWindow") -> None:
    """Moves the selected tag before its sibling above."""
    tag_acts.move_by(window.tag_panel, -1)


def move_down(window: "MainWindow") -> None:
    """Moves the selected tag after its sibling below."""
    tag_acts.move_by(window.tag_panel, 1)


def move_in(window: "MainWindow") -> None:
    """Makes the selected tag a subtag of the one shown above it."""
    tag_acts.move_in(window.tag_panel)


def move_out(window: "MainWindow") -> None:
    """Moves the selected tag up a level."""
    tag_acts.move_out(window.tag_panel)


def move_to_top(window: "MainWindow") -> None:
    """Moves the selected tags to the top level."""
    tag_acts.move_to_top(window.tag_panel)


def hide(window: "MainWindow") -> None:
    """Hides the selected tag with its subtags in the text, or shows it again."""
    tag, shown = window.tag_panel.selected_tag(), window.session.shown
    if tag is not None:
        shown.hide(tag) if shown.shows_tag(tag) else shown.show_again(tag)


def show_only(window: "MainWindow") -> None:
    """Shows only the selected tag in the text; again, the others as well."""
    tag, shown = window.tag_panel.selected_tag(), window.session.shown
    if tag is not None:
        shown.end_only() if shown.only == tag else shown.show_only(tag)


def show_all(window: "MainWindow") -> None:
    """Shows every tag in the text again."""
    window.session.shown.show_all()


def delete(window: "MainWindow") -> None:
    """Deletes the selected tags; asks what becomes of passages and subtags; undo brings them back."""
    tag_acts.delete(window.tag_panel)


def show_passages(window: "MainWindow") -> None:
    """Lists only the passages of the selected tag on the right."""
    tag = window.tag_panel.selected_tag()
    if tag is not None:
        window.show_passages(None, tag)
