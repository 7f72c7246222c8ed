"""Menus, made of the list of commands: those of the menu bar, and those that a right click opens."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from core.model import AnnotationId
from ui import commands, tag_groups
from ui.actions import ACTIONS, MENUS, Action
from ui.commands import charts, passages
from ui.popup import BELOW, RIGHT, place

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_ALSO = ("edit.copy", "bookmark.toggle")  # what a passage's menu has of other menus
_ON_AN_ARTICLE = ("article.add", "article.edit", "note.article", "article.remove", "export.article")
_ON_A_PINNED_CHART = ("chart.rename", "chart.filter", "chart.up", "chart.down", "chart.unpin")
_NEAR = 6  # pixels from a passage that are still at it
# Commands whose key says what is missing; a menu leaves them out instead.
_SENSIBLE: "dict[str, Callable[[MainWindow], bool]]" = {
    "annotation.tag": commands.has_passage,
    "annotation.note": commands.has_passage,
    "annotation.highlight": commands.has_selection,
    "annotation.resize": commands.reaches_annotation,
    "annotation.cut": commands.reaches_annotation,
    "chart.pin": charts.has_chosen,
    "chart.rows": charts.has_names,
    "chart.columns": charts.has_names,
    **dict.fromkeys(_ON_A_PINNED_CHART, charts.has_chosen_pinned),
}


def fill_bar(window: "MainWindow", refresh: Callable[[], object]) -> dict[str, QMenu]:
    """Makes the menus of the menu bar, by name; `refresh` enables what makes sense when one is opened."""
    made: dict[str, QMenu] = {}
    for name, title in MENUS.items():
        menu = made[name] = window.top.menus.addMenu(title)
        menu.setAccessibleName(name)
        menu.aboutToShow.connect(refresh)
        menu.aboutToShow.connect(lambda: _tick(window))
        _fill(menu, [entry for entry in ACTIONS if entry.top_menu == name], window.actions_by_id)
    return made


def open_for_passage(window: "MainWindow", annotation: AnnotationId | None, beside: QRect, at: QPoint) -> None:
    """Opens the menu of an annotation, whatever is selected; None: of what is selected or current."""
    article = window.session.article
    if annotation is not None and article is not None:
        window.reader.go_to(article.annotations[annotation].start)
        window.session.select(annotation)
    _open(window, _of_passages(), beside, at)


def open_for_tag(window: "MainWindow", beside: QRect, at: QPoint) -> None:
    """Opens the menu of the selected tag."""
    entries = [entry for entry in ACTIONS if entry.top_menu == "Tag" and entry.submenu not in ("Sort", "Count")]
    _open(window, entries, beside, at, lambda menu: _add_groups(window, menu))


def _add_groups(window: "MainWindow", menu: QMenu) -> None:
    """Puts the groups into the menu itself, instead of the command that opens them."""
    asks = window.actions_by_id["tag.groups"]
    groups = QMenu("Groups", menu)
    groups.setAccessibleName("Groups")
    tag_groups.fill(groups, window.tag_panel)
    menu.insertMenu(asks, groups)
    menu.removeAction(asks)


def open_for_article(window: "MainWindow", beside: QRect, at: QPoint) -> None:
    """Opens the menu of the selected article."""
    _open(window, [entry for entry in ACTIONS if entry.id in _ON_AN_ARTICLE], beside, at)


def open_for_note(window: "MainWindow", beside: QRect, at: QPoint) -> None:
    """Opens the menu of the note that is open."""
    _open(window, [entry for entry in ACTIONS if entry.submenu == "Notes"], beside, at)


def open_for_listed(window: "MainWindow", beside: QRect, at: QPoint) -> None:
    """Opens the menu of the passages that are selected in Passages, or of the one the keyboard is at."""
    entries = [entry._replace(menu="Passage") for entry in ACTIONS if entry.submenu == "In Passages"]
    _open(window, entries, beside, at, lambda menu: _add_filters(window, menu))


def _add_filters(window: "MainWindow", menu: QMenu) -> None:
    """Puts the tags to filter by into the menu, and above it how many passages it is about."""
    tags, filters = passages.tags_of_current(window), QMenu("Filter by", menu)
    filters.setAccessibleName("Filter by")
    for tag, name in tags.items():
        made = filters.addAction(name.replace("&", "&&"))
        made.triggered.connect(lambda _checked, tag=tag: passages.filter_by(window, tag))
    if tags:
        menu.insertMenu(window.actions_by_id["passages.copy"], filters)
    about = QAction(f"{passages.said(passages.count_selected(window))} selected", menu)
    about.setEnabled(False)
    menu.insertAction(menu.actions()[0], about)


def open_for_chart(window: "MainWindow", beside: QRect, at: QPoint) -> None:
    """Opens the menu of a chart."""
    _open(window, [entry._replace(menu="View") for entry in ACTIONS if entry.submenu == "Charts"], beside, at)


def _tick(window: "MainWindow") -> None:
    """Shows in the menus which switches are on."""
    for entry in ACTIONS:
        if entry.ticked is not None:
            window.actions_by_id[entry.id].setChecked(entry.ticked(window))


def _fill(
    menu: QMenu,
    entries: Iterable[Action],
    actions: Mapping[str, QAction],
    wanted: Callable[[Action], bool] = lambda _entry: True,
) -> None:
    """Puts those of the commands that are wanted into a menu, in groups, and into its submenus."""
    below: dict[str, QMenu] = {}
    for entry in entries:
        name = entry.submenu
        here = below.get(name, menu)
        if entry.line:
            here.addSeparator()
        if name and name not in below:
            here = below[name] = menu.addMenu(name)
            here.setAccessibleName(name)
        if wanted(entry):
            here.addAction(actions[entry.id])
    for inner in below.values():
        if inner.isEmpty():
            menu.removeAction(inner.menuAction())


def _of_passages() -> list[Action]:
    """What can be done with a passage, wherever it is met: in the text, beside it, or on its card."""
    passage = [entry for entry in ACTIONS if entry.top_menu == "Passage"]
    others = [entry for entry in ACTIONS if entry.id in _ALSO or entry.menu == "Edit/Select"]
    one_group = [entry._replace(line=False) if entry.id in _ALSO[1:] else entry for entry in others]
    return [*passage[:-1], *one_group, passage[-1]]  # what deletes comes last


def _open(
    window: "MainWindow",
    entries: Iterable[Action],
    beside: QRect,
    at: QPoint,
    change: Callable[[QMenu], object] = lambda _menu: None,
) -> None:
    """Opens a menu of those commands that make sense now, at the mouse and beside what it is about.

    Both places are given as the screen counts.
    """
    menu = QMenu(window)
    menu.setAccessibleName("Commands")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _fill(menu, entries, window.actions_by_id, lambda entry: _SENSIBLE.get(entry.id, entry.enabled)(window))
    change(menu)
    if not menu.isEmpty():
        _tick(window)
        menu.popup(_corner(menu.sizeHint(), beside, at))


def _corner(size: QSize, beside: QRect, at: QPoint) -> QPoint:
    """Below or above what the menu is about, at the mouse; where there is no room for that, at its side."""
    room = (QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()).availableGeometry()
    if not beside.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(at):
        beside = QRect(at, QSize(1, 1))
    _, corner = place(QRect(at.x(), beside.top(), 1, beside.height()), size, room, BELOW)
    if QRect(corner, size).intersects(beside):
        _, corner = place(beside, size, room, RIGHT)
    return corner
