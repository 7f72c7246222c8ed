"""What becomes of tags that were dragged: onto another, beside one, or to where there is none."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.model import TagId
from ui import tag_acts
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.tag_tree import TagPanel


def drop(panel: "TagPanel", dragged: list[TagId], target: TagId | None, at: QPoint) -> None:
    """Tags were dropped: on nothing, they go to the top; on a tag, a menu asks what is meant."""
    tags = panel.session.tags
    ids = [tag for tag in dragged if tag in tags.by_id]
    if not ids or target in ids:
        return
    if target is None:
        tag_acts.move(panel, ids, None)
        return
    onto = quoted(tags.by_id[target].name).replace("&", "&&")
    menu = QMenu(panel)
    menu.setAccessibleName("Commands")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(f"Move below {onto}").triggered.connect(lambda: tag_acts.move(panel, ids, target))
    menu.addAction(f"Merge into {onto}").triggered.connect(lambda: tag_acts.merge_into(panel, ids, target))
    for gone in (panel.session.changed, panel.session.opened):
        gone.connect(menu.close)  # the tags it is about may not be there any more
    menu.popup(at)


def place(panel: "TagPanel", dragged: list[TagId], target: TagId, edge: int) -> None:
    """Tags were dropped beside another: they come there, in the tag that it is below."""
    tags = panel.session.tags
    ids = [tag for tag in dragged if tag in tags.by_id and tag != target]
    if ids:
        parent = tags.by_id[target].parent
        siblings = [tag.id for tag in tags.in_own_order(parent) if tag.id not in ids]
        at = siblings.index(target) + (edge > 0)
        tag_acts.move(panel, ids, parent, siblings[at] if at < len(siblings) else None)


def merge(panel: "TagPanel", dragged: list[TagId], target: TagId) -> None:
    """Tags were dropped on another with Ctrl: they become part of it."""
    ids = [tag for tag in dragged if tag in panel.session.tags.by_id and tag != target]
    if ids:
        tag_acts.merge_into(panel, ids, target)
