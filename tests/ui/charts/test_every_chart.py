"""On the real window, every chart: a mark that is clicked or chosen by keys lists just the passages it stands for.

Which these are is worked out here from the rows of the project, slowly and obviously, and never by asking a chart.
"""

import re
from collections import Counter
from itertools import product
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.filters import Filter
from core.text import canonical, sha256
from storage import operations
from storage.documents import NewDocument
from storage.project import Project
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings

ARTICLES = {  # title: date, outlet, text
    "First": ("2020-03-05", "The Post", "Oil is sold and oil is bought.\n\nThe pipeline leaks.\n\nMuch oil lost."),
    "Second": ("2020-01", "The Herald", "Gas is dearer than oil.\n\nA minister spoke of winter and peace."),
    "Third": ("2019-12-31", "", "Nobody spoke of peace, but much was sold."),
}
CODINGS = [  # article, first and last words of a passage, its tags
    ("First", "Oil is", "bought.", "Energy"),
    ("First", "and oil", "is bought", "Energy/Oil", "Deals"),
    ("First", "bought", "pipeline", "Energy/Oil", "Energy"),  # overlaps both, and is in two paragraphs
    ("First", " leaks", "leaks", "Deals"),  # touches the one before
    ("First", "Much", "lost", "Energy/Oil"),
    ("Second", "Gas", "oil", "Energy/Gas"),
    ("Second", "spoke", "peace", "Peace"),
    ("Second", "winter", "peace"),  # has no tag
    ("Third", "peace", "sold", "Peace", "Deals"),
    ("Third", "Nobody", "spoke", "Peace"),
]


class Coding(NamedTuple):
    annotation: int
    start: int
    stop: int
    article: str
    tag: str


class Rows(NamedTuple):
    """What stands in the project: its codings, and the tags in the order of the tree."""

    codings: list[Coding]
    tags: list[str]

    def behind(self, wanted) -> list[int]:
        """The annotations of all codings that are wanted."""
        return sorted({coding.annotation for coding in self.codings if wanted(coding)})


def filled(path) -> Session:
    """A session of a new project with the articles and codings, the first article open."""
    session = Session(Project.create(path))
    new = []
    for title, (date, outlet, text) in ARTICLES.items():
        canon = canonical(text)
        new.append(NewDocument(title, canon, title, sha256(canon.text), outlet=outlet, date=date))
    numbers = dict(zip(ARTICLES, session.do("Add", operations.add_documents, new), strict=True))
    for title, first, last, *tags in CODINGS:
        start = ARTICLES[title][2].index(first)
        stop = ARTICLES[title][2].index(last, start) + len(last)
        if tags:
            session.do("Tag", operations.annotate_with_paths, numbers[title], start, stop, tags, "")
        else:
            session.do("Highlight", operations.annotate, numbers[title], start, stop)
    session.open_article(numbers["First"])
    return session


@pytest.fixture(scope="module")
def window(styled, tmp_path_factory):
    """One for all charts, which only look at its project."""
    session = filled(tmp_path_factory.mktemp("charts") / "every.postil")
    window = MainWindow(session, Settings(theme="light"))
    window.resize(1440, 900)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    yield window
    window.close()
    session.project.close()


def read(window, rollup=False) -> Rows:
    """The rows of the project; with `rollup`, each coding once more for every tag above its own."""
    db = window.session.project.db
    above, names = {}, {}
    for number, parent, name in db.execute("SELECT id, parent, name FROM tag"):
        above[number], names[number] = parent, name
    found = set()
    for annotation, start, stop, title, tag in db.execute(
        "SELECT annotation.id, start, stop, title, tag_id FROM coding"
        " JOIN annotation ON annotation.id = annotation_id JOIN document ON document.id = annotation.document_id"
    ):
        while tag is not None:
            found.add(Coding(annotation, start, stop, title, names[tag]))
            tag = above[tag] if rollup else None
    return Rows(sorted(found), [window.session.tags.by_id[tag].name for tag in window.session.tags.order])


# -- what each chart has marks for: its words, and the annotations they stand for


def by_tag(rows, where="All 3 articles"):
    return {f"{tag} · {where}": rows.behind(lambda c, tag=tag: c.tag == tag) for tag in rows.tags}


def by_tag_and_article(rows):
    return {
        f"{tag} · {title}": rows.behind(lambda c, tag=tag, title=title: (c.tag, c.article) == (tag, title))
        for tag, title in product(rows.tags, ARTICLES)
    }


def stacked(rows):
    return by_tag_and_article(rows) | {title: rows.behind(lambda c, t=title: c.article == t) for title in ARTICLES}


def matrix(rows):
    return by_tag_and_article(rows) | by_tag(rows, "all articles")


def portrait(rows):
    return Counter((f"{coding.tag} · {coding.article}", (coding.annotation,)) for coding in rows.codings)


def sections(rows, many=4):
    found = {}
    for (title, (_, _, text)), tag, at in product(ARTICLES.items(), rows.tags, range(many)):
        inside = set(range(len(text) * at // many, len(text) * (at + 1) // many))
        found[f"{tag} · section {at + 1} of {many} · {title}"] = rows.behind(
            lambda c, tag=tag, title=title, inside=inside: (
                (c.tag, c.article) == (tag, title) and bool(inside & set(range(c.start, c.stop)))
            )
        )
    return found


def codeline(rows):
    found, begins = {}, 0
    paragraphs = ARTICLES["First"][2].split("\n\n")
    for (at, paragraph), tag in product(enumerate(paragraphs, start=1), rows.tags):
        begins = ARTICLES["First"][2].index(paragraph)
        inside = set(range(begins, begins + len(paragraph)))
        found[f"{tag} · paragraph {at}"] = rows.behind(
            lambda c, tag=tag, inside=inside: (
                (c.tag, c.article) == (tag, "First") and bool(inside & set(range(c.start, c.stop)))
            )
        )
    return found


def together(rows):
    """For every two tags the annotations that share a character with one of the other tag, or are one."""
    found = {}
    for one, other in product(rows.tags, repeat=2):
        pairs = [
            (a.annotation, b.annotation)
            for a, b in product(rows.codings, repeat=2)
            if (a.tag, b.tag) == (one, other) and a.article == b.article
            if set(range(a.start, a.stop)) & set(range(b.start, b.stop))
        ]
        if one != other:
            found[f"{one} + {other}"] = sorted({annotation for pair in pairs for annotation in pair})
    return found


def network(rows):
    order = {tag: at for at, tag in enumerate(rows.tags)}
    pairs = {what: behind for what, behind in together(rows).items() if behind}
    ends = [what.split(" + ") for what in pairs]
    lines = {f"{one} + {other}": pairs[f"{one} + {other}"] for one, other in ends if order[one] < order[other]}
    dots = {tag for end in ends for tag in end}
    return lines | {tag: rows.behind(lambda c, tag=tag: c.tag == tag) for tag in dots}


def by_month(rows):
    return {
        f"{tag} · {date[:7]}": rows.behind(lambda c, tag=tag, d=date: c.tag == tag and ARTICLES[c.article][0] == d)
        for tag, (date, _, _) in product(rows.tags, ARTICLES.values())
    }


def saturation(rows):
    found, earlier = {}, set()
    for title in sorted(ARTICLES, key=lambda title: ARTICLES[title][0]):
        known = {coding.tag for coding in rows.codings if coding.article in earlier}
        found[f"New tags · {title}"] = rows.behind(lambda c, t=title, k=known: c.article == t and c.tag not in k)
        earlier |= {title}
        found[f"Tags so far · {title}"] = rows.behind(lambda c, those=frozenset(earlier): c.article in those)
    return found


def by_outlet(rows):
    found = {}
    for outlet in {outlet for _, outlet, _ in ARTICLES.values()}:
        here = {title for title, article in ARTICLES.items() if article[1] == outlet}
        said = outlet or "not noted"
        found[said] = rows.behind(lambda c, here=here: c.article in here)
        for tag in rows.tags:
            found[f"{tag} · {said}"] = rows.behind(lambda c, tag=tag, here=here: c.tag == tag and c.article in here)
    return found


def tree(rows):
    where, below = "All 3 articles", {"Energy", "Oil", "Gas"}
    found = by_tag(rows)
    found[f"Energy itself · {where}"] = found.pop(f"Energy · {where}")
    return found | {f"Energy with subtags · {where}": rows.behind(lambda c: c.tag in below)}


def words(rows):
    """Words that are more frequent in the passages than in the rest, stop words and all."""
    inside, often, marked = {}, Counter(), Counter()
    for title, (_, _, text) in ARTICLES.items():
        for met in re.finditer(r"\w+", text):
            word, place = met[0].lower(), set(range(*met.span()))
            those = rows.behind(
                lambda c, title=title, place=place: c.article == title and bool(place & set(range(c.start, c.stop)))
            )
            inside.setdefault(word, set()).update(those)
            often[word] += 1
            marked[word] += bool(those)
    rest = often - marked
    shares = {word: (marked[word] / marked.total(), rest[word] / rest.total()) for word in often}
    return {f"“{word}” · All tags": sorted(inside[word]) for word, (here, there) in shares.items() if here > there}


CASES = {
    "frequency": ("frequency", {}, by_tag),
    "frequency rolled up": ("frequency", {"rollup": True}, by_tag),
    "frequency of the article": ("frequency", {"scope": "article"}, lambda rows: by_tag(in_first(rows), "First")),
    "stacked": ("stacked", {}, stacked),
    "stacked beside each other": ("stacked", {"form": "grouped"}, by_tag_and_article),
    "matrix": ("matrix", {}, matrix),
    "matrix in small cells": ("matrix", {"cells": "small", "rollup": True}, by_tag_and_article),
    "portrait": ("portrait", {}, portrait),
    "portrait in sections": ("portrait", {"form": "sections", "sections": 4}, sections),
    "codeline": ("codeline", {}, codeline),
    "cooccurrence": ("cooccurrence", {}, together),
    "network": ("network", {}, network),
    "time": ("time", {}, by_month),
    "saturation": ("saturation", {}, saturation),
    "attribute": ("attribute", {}, by_outlet),
    "tree": ("tree", {}, tree),
    "words": ("words", {"stop_words": "none"}, words),
}


def in_first(rows):
    return rows._replace(codings=[coding for coding in rows.codings if coding.article == "First"])


def test_no_chart_is_forgotten(window, qtbot):
    at_chart(window, qtbot, "frequency", {})
    bar = window.made["charts"].bar.charts
    assert {bar.itemData(row) for row in range(1, bar.count())} == {chart for chart, _, _ in CASES.values()}


# -- in the window


def at_chart(window, qtbot, chart, settings):
    """Shows a chart alone, set as these settings say; its canvas."""
    window.session.filtering.use(Filter())
    window.show_view("charts")
    qtbot.waitUntil(lambda: "charts" in window.made and window.made["charts"].isVisible())
    view = window.made["charts"]
    view.show_chart(chart)
    for field, value in ({"scope": "all", "rollup": False, "form": "", "cells": ""} | settings).items():
        if field in ("scope", "rollup"):
            view.bar.changed.emit(field, value)
        else:
            view.change(chart, field, value)
    canvas = view.cards[chart].canvas
    qtbot.waitUntil(lambda: any(canvas.figure.marks()))  # words are read in slices
    QApplication.processEvents()
    return canvas


def listed(window):
    """What Passages shows: what the filter says, and each annotation that is listed."""
    assert window.view == "passages"
    QApplication.processEvents()
    rows = window.made["passages"].model.rows
    (counted,) = window.session.filtering.wanted.conditions
    return counted.what, tuple(sorted({rows.at(row).passage for row in range(len(rows))} - {None}))


def come_back(window):
    window.show_view("charts")
    QApplication.processEvents()


def seen_part(canvas, mark):
    """A point of a mark that no other one lies over."""
    rect = mark.rect
    steps = [0.5, 0.9, 0.1, 0.7, 0.3, 0.98, 0.02]
    points = [QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height()) for y in steps for x in steps]
    points = [QPointF(point.toPoint()) for point in points]
    return next(p for p in points if (here := canvas.figure.mark_at(p)) is not None and here.key == mark.key)


def wanted(expected):
    """What is to be met, as often as it is to be: nothing has no mark."""
    if isinstance(expected, Counter):
        return expected
    return Counter((what, tuple(behind)) for what, behind in expected.items() if behind)


@pytest.mark.parametrize("case", CASES)
def test_a_click_on_any_mark_lists_just_its_passages(qtbot, window, case):
    chart, settings, expected = CASES[case]
    canvas = at_chart(window, qtbot, chart, settings)
    met = Counter()
    for mark in list(canvas.figure.marks()):
        point = seen_part(canvas, mark).toPoint()
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
        met[listed(window)] += 1
        come_back(window)
    assert met == wanted(expected(read(window, settings.get("rollup", False))))


@pytest.mark.parametrize("case", CASES)
def test_enter_on_any_mark_that_the_arrow_keys_reach_lists_just_its_passages(qtbot, window, case):
    chart, settings, expected = CASES[case]
    canvas = at_chart(window, qtbot, chart, settings)
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    met, last = Counter(), None
    while canvas.current.key != last:
        last = canvas.current.key
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
        met[listed(window)] += 1
        come_back(window)
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert met == wanted(expected(read(window, settings.get("rollup", False))))


@pytest.mark.parametrize("way", ["Esc", "Alt+Left"])
def test_from_the_passages_of_a_mark_a_key_leads_back_to_it(qtbot, window, way):
    canvas = at_chart(window, qtbot, "frequency", {})
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    was = canvas.current.key
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    counted = listed(window)
    assert "Esc back to the chart" in texts(window.made["passages"])
    if way == "Esc":
        window.made["passages"].list.setFocus()
        qtbot.keyClick(window.made["passages"].list, Qt.Key.Key_Escape)
    else:
        window.actions_by_id["trail.back"].trigger()
    assert window.view == "charts"
    qtbot.waitUntil(canvas.hasFocus)
    assert canvas.current.key == was
    if way == "Alt+Left":
        window.actions_by_id["trail.forward"].trigger()
        assert listed(window) == counted


def test_keys_order_a_table_by_the_column_and_by_the_row_they_are_in(qtbot, window):
    canvas = at_chart(window, qtbot, "matrix", {})
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    view = window.made["charts"]
    qtbot.keyClick(canvas, Qt.Key.Key_O)
    assert view.kept("matrix").order.startswith("by ")
    qtbot.keyClick(canvas, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert view.kept("matrix").columns.startswith("by ")
    window.actions_by_id["chart.rows"].trigger()
    window.actions_by_id["chart.columns"].trigger()
    assert (view.kept("matrix").order, view.kept("matrix").columns) == ("tree", "")


def test_what_is_no_table_is_not_ordered_by_its_rows(qtbot, window):
    at_chart(window, qtbot, "frequency", {}).setFocus()
    window.actions_by_id["chart.rows"].trigger()
    assert "Tags × articles" in texts(window)


def texts(view):
    return " ".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())
