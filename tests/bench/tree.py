"""The tree of two thousand tags: opening it, and typing in its filter."""

from itertools import cycle
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeView

from core.codebook import TagTree
from tests.bench.corpus import TREE
from tests.bench.measuring import Line, by_turns, timed
from tests.bench.reading import open_window
from ui.tag_tree import TagPanel

_SIZE = 268, 800  # pixels of the panel
_TYPED = "ta g"


def open_tree(folder: Path, _scale: float) -> Line:
    """From nothing to the painted panel, beside a plain QTreeView of the same names, all of them open."""
    with open_window(folder / TREE) as (window, _):
        session = window.session

        def ours() -> float:
            start = perf_counter()
            panel = TagPanel(session)
            panel.resize(*_SIZE)
            panel.grab()
            took = perf_counter() - start
            _forget(panel)
            return took

        def limit() -> float:
            start = perf_counter()
            tree = _plain(session.tags)
            tree.resize(*_SIZE)
            tree.grab()
            took = perf_counter() - start
            _forget(tree)
            return took

        return by_turns("tree-open", ours, limit, runs=9)


def filter_tree(folder: Path, _scale: float) -> Line:
    """A keystroke in the filter until the tree is painted, beside hiding rows of a plain QTreeView."""
    with open_window(folder / TREE) as (window, _):
        field, view = window.tag_panel.findChild(QLineEdit), window.tag_panel.findChild(QTreeView)
        tree = _plain(window.session.tags)
        tree.resize(view.size())
        letters = cycle(_TYPED)

        def ours() -> float:
            if len(field.text()) == len(_TYPED):
                field.clear()
                QApplication.processEvents()

            def type_one() -> None:
                QTest.keyClicks(field, next(letters))
                view.viewport().repaint()

            return timed(type_one)

        def limit() -> float:
            def hide_some() -> None:
                model = tree.model()
                for row in range(model.rowCount()):
                    hidden = "g" not in model.index(row, 0).data()
                    tree.setRowHidden(row, tree.rootIndex(), hidden)
                tree.grab()

            return timed(hide_some)

        line = by_turns("tree-filter", ours, limit, runs=16)
        _forget(tree)
        return line


def _plain(tags: TagTree) -> QTreeView:
    """Qt's own tree of the names."""
    tree, model = QTreeView(), QStandardItemModel()
    items: dict[int, QStandardItem] = {}
    for tag in tags:
        items[tag.id] = QStandardItem(tag.name)
        above = model.invisibleRootItem() if tag.parent is None else items[tag.parent]
        above.appendRow(items[tag.id])
    model.setParent(tree)
    tree.setModel(model)
    tree.setUniformRowHeights(True)
    tree.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    tree.expandAll()
    return tree


def _forget(widget: TagPanel | QTreeView) -> None:
    widget.deleteLater()
    QApplication.processEvents()
