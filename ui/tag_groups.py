"""The menu of groups: ticks for the selected tags, and what can be done to the groups themselves."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from core.model import GroupId
from storage import group_operations
from ui import messages
from ui.tag_acts import names
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.tag_tree import TagPanel


def fill(menu: QMenu, panel: "TagPanel") -> None:
    """Puts every group into a menu, ticked where all selected tags are in it, and what makes and changes groups."""
    session, ids = panel.session, panel.selected_tags()
    for group, name in session.groups.items():
        action = menu.addAction(_text(name))
        action.setCheckable(True)
        action.setChecked(session.members[group].issuperset(ids))
        action.setEnabled(bool(ids))
        action.triggered.connect(lambda inside, group=group: put(panel, group, inside))
    menu.addSeparator()
    menu.addAction("New group…").triggered.connect(lambda: create(panel))
    if session.groups:
        for title, act in (("Rename group", rename), ("Delete group", delete)):
            below = menu.addMenu(title)
            below.setAccessibleName(title)
            for group, name in session.groups.items():
                below.addAction(_text(name)).triggered.connect(
                    lambda _checked, group=group, act=act: act(panel, group)
                )


def open_menu(panel: "TagPanel") -> None:
    """Opens the menu beside the selected tag."""
    menu = QMenu(panel)
    menu.setAccessibleName("Groups")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu, panel)
    menu.popup(panel.below_selected())


def _text(name: str) -> str:
    return name.replace("&", "&&")


def put(panel: "TagPanel", group: GroupId, inside: bool) -> None:
    """Puts the selected tags into a group, or takes them out."""
    ids, name = panel.selected_tags(), quoted(panel.session.groups[group])
    if inside:
        label, act = f"Put {names(panel, ids)} into the group {name}", group_operations.add_to_group
    else:
        label, act = f"Take {names(panel, ids)} out of the group {name}", group_operations.remove_from_group
    panel.session.do(label, act, group, ids)


def create(panel: "TagPanel") -> None:
    """Asks for the name of a new group, which gets the selected tags."""
    ids = panel.selected_tags()
    title = f"New group with {names(panel, ids)}" if ids else "New group"
    name = messages.ask_line(panel, title, "Name:")
    if name is not None:
        panel.session.do(f"Create group {quoted(name)}", group_operations.create_group, name, ids)


def rename(panel: "TagPanel", group: GroupId) -> None:
    """Asks for another name for a group."""
    old = panel.session.groups[group]
    name = messages.ask_line(panel, f"Rename group {quoted(old)}", "Name:", old)
    if name is not None and name != old:
        panel.session.do(f"Rename group {quoted(old)}", group_operations.rename_group, group, name)


def delete(panel: "TagPanel", group: GroupId) -> None:
    """Deletes a group; its tags stay, and undo brings it back."""
    name, count = panel.session.groups[group], len(panel.session.members[group])
    if panel.session.do(f"Delete group {quoted(name)}", group_operations.delete_group, group) is None:
        stay = "its tag stays" if count == 1 else f"its {count:,} tags stay"
        panel.told.emit(f"Deleted the group {quoted(name)}; {stay}.")
