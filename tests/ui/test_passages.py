"""The Passages view: what is listed, selected, changed at once, filtered, saved and come back to."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton

from core import filters
from core.filters import Filter
from storage import annotations, operations, passages, saved_filters
from tests.storage.contents import contents
from tests.ui.screens import act_in, trigger
from tests.ui.test_menus import right_click, rows
from ui.passages import entry
from ui.passages.chips import FilterChip
from ui.passages.saved import SavedFilters

TEXT = "\n\n".join(
    f"Paragraph {n} says that oil sanctions came into force. Nobody in the ministry had expected that."
    for n in range(30)
)


@pytest.fixture
def window(open_window):
    """Two articles with twelve passages, of which one has no tag, in Passages."""
    window = open_window(texts=(TEXT, TEXT))
    do = window.session.do
    for n in range(10):
        tags = ["Economy/Energy"] if n % 2 else ["Framing", "Economy"] if n % 4 else ["Framing"]
        place = TEXT.index(f"Paragraph {n}")
        do("Tag", operations.annotate_with_paths, 1 + n % 2, place + 20, place + 33, tags, "why" if n == 3 else "")
    do("Tag", operations.annotate_with_paths, 1, 5, 9, ["Framing"], "")
    do("Highlight", operations.annotate, 2, 5, 9)
    trigger(window, "view.passages")
    QApplication.processEvents()
    return window


def view(window):
    return window.made["passages"]


def listed(window) -> list:
    """The rows from the top: the name of a head, or the number of a passage."""
    rows = view(window).model.rows
    found = [rows.at(row) for row in range(len(rows))]
    return [row.group.key if row.passage is None else row.passage for row in found]


def tag(window, path: str) -> str:
    return passages.guids(window.session.project.db, "tag", [window.session.tags.find(path.split("/"))])[0]


def use(window, *conditions) -> None:
    window.session.filtering.use(Filter(conditions))
    QApplication.processEvents()


def ids(window) -> list:
    return view(window).model.found.ids


def done_undone_redone(window, act) -> None:
    """Does something on the window; undo has the project as before, and redo as after it."""
    project = window.session.project
    before = contents(project)
    act()
    QApplication.processEvents()
    after = contents(project)
    assert after != before
    trigger(window, "edit.undo")
    assert contents(project) == before
    trigger(window, "edit.redo")
    assert contents(project) == after
    assert window.view == "passages"


def click(window, row: int, x: int, by=Qt.KeyboardModifier.NoModifier) -> None:
    rect = view(window).list.rect_of(row)
    at = QPoint(x, rect.top() + 20)
    QTest.mouseClick(view(window).list.viewport(), Qt.MouseButton.LeftButton, by, at)
    QApplication.processEvents()


# -- what is listed


def test_every_passage_is_below_each_of_its_tags_and_those_without_come_last(window):
    tree = window.session.tags
    names = [row if isinstance(row, int) else tree.path(row) for row in listed(window)]
    heads = [view(window).model.rows.at(row).group.key for row in view(window).model.rows.head_rows()]
    assert [None if key is None else tree.path(key) for key in heads] == [
        "Economy",
        "Economy/Energy",
        "Framing",
        None,
    ]
    assert len(names) == 4 + 2 + 5 + 6 + 1
    assert view(window).count.text() == "12 passages · 2 articles"


def of_each_tag(window) -> list[tuple]:
    """The tags in their order, each with the passages that have it, and None with those that have none."""
    db, order = window.session.project.db, [*window.session.tags.order, None]
    known = {each.id: each for each in annotations.some(db, passages.find(db, Filter()).ids)}
    in_text = sorted(known.values(), key=lambda each: (each.document, each.start, each.stop, each.id))
    found = [(tag, [each.id for each in in_text if tag in (each.tags or (None,))]) for tag in order]
    return [(tag, has) for tag, has in found if has]


def test_what_is_below_a_tag_is_what_has_it_after_every_step_and_with_a_filter_that_all_pass(window):
    model = view(window).model

    def shown() -> list[tuple]:
        return [(group.key, group.ids) for group in model.rows.groups]

    def sizes() -> list[int]:
        return [len(group) for group in model.rows.groups]

    energy, framing = (window.session.tags.find(path) for path in (["Economy", "Energy"], ["Framing"]))
    steps = (
        lambda: window.session.do("Tag", operations.add_tags, ids(window)[:3], [energy]),
        lambda: window.session.do("Untag", operations.remove_tags, ids(window), [framing]),
        lambda: window.session.do("Delete", operations.delete_annotations, ids(window)[:2]),
        window.session.undo,
        window.session.undo,
    )
    for step in steps:
        step()
        expected = of_each_tag(window)
        assert sizes() == [len(has) for _, has in expected]
        assert shown() == expected
        use(window, filters.Quoting(""))
        assert shown() == expected
        use(window)


def test_a_passage_stays_the_current_one_below_the_tag_it_was_chosen_under(window):
    listing, rows = view(window).list, view(window).model.rows
    energy, framing = (window.session.tags.find(path) for path in (["Economy", "Energy"], ["Framing"]))
    both = rows.at(rows.head_rows()[0] + 1).passage
    QTest.keyClick(listing, Qt.Key.Key_End)
    while listing.current != both:
        QTest.keyClick(listing, Qt.Key.Key_Up)
    window.session.do("Tag", operations.add_tags, [both, *ids(window)[:2]], [energy])
    assert listing.current == both
    QTest.keyClick(listing, Qt.Key.Key_Up)
    QTest.keyClick(listing, Qt.Key.Key_Down)
    assert listing.current == both
    under = [group.key for group in view(window).model.rows.groups if both in group.ids]
    assert framing in under
    assert len(under) == 3
    above = [listing.current]
    for _ in range(len(view(window).model.rows)):
        QTest.keyClick(listing, Qt.Key.Key_Down)
        above.append(listing.current)
    assert both not in above[1:]  # Framing is the last of its tags


def test_by_article_and_as_one_list_all_are_there_once_and_in_order(window):
    expected = passages.find(window.session.project.db, Filter()).ids
    model = view(window).model
    QTest.mouseClick(view(window).groupings.button(1), Qt.MouseButton.LeftButton)
    assert [passage for group in model.rows.groups for passage in group.ids] == expected
    assert [group.key for group in model.rows.groups] == [1, 2]
    QTest.mouseClick(view(window).groupings.button(2), Qt.MouseButton.LeftButton)
    assert listed(window) == expected
    view(window).orders.setCurrentIndex(view(window).orders.findData("newest"))
    assert listed(window) == sorted(expected, reverse=True)
    view(window).orders.setCurrentIndex(view(window).orders.findData("tag"))
    known = {each.id: each for each in annotations.some(window.session.project.db, expected)}
    rank = {each: at for at, each in enumerate(window.session.tags.order)}
    first = [min((rank[each] for each in known[passage].tags), default=99) for passage in listed(window)]
    assert first == sorted(first)


def test_the_passages_of_a_mark_are_there_once_until_something_else_is_chosen(window):
    session, model, groupings = window.session, view(window).model, view(window).groupings
    expected = passages.find(session.project.db, Filter()).ids
    assert len(listed(window)) > len(expected)  # below each of their tags
    window.show_counted("Anything", expected, Filter())
    assert [passage for group in model.rows.groups for passage in group.ids] == expected
    assert groupings.checkedButton().text() == "By article"
    QTest.mouseClick(groupings.button(2), Qt.MouseButton.LeftButton)
    session.filtering.use(Filter())
    assert (model.grouping, groupings.checkedButton().text()) == ("tag", "By tag")
    window.show_counted("Another", expected[:2], Filter())
    assert (listed(window), groupings.checkedButton().text()) == (expected[:2], "One list")


def test_the_filter_of_the_view_and_of_the_command_line_are_the_same(window):
    for conditions in (
        [filters.Tagged("any", (tag(window, "Economy"),))],
        [filters.Tagged("none", (tag(window, "Economy"),)), filters.HasNote(False)],
        [filters.Near(tag(window, "Framing"), "paragraph")],
    ):
        use(window, *conditions)
        expected = [
            row["annotation"] for row in passages.listed(window.session.project.db, Filter(tuple(conditions)))
        ]
        assert ids(window) == expected
        assert len(view(window).chips.chips) == len(conditions)
        assert view(window).count.text().startswith(f"{len(expected)} of 12 passages")


def test_chips_are_taken_away_by_mouse_and_by_key(window):
    use(window, filters.HasNote(True), filters.Quoting("oil"))
    assert len(ids(window)) == 1
    chip = view(window).chips.chips[0]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 12))
    assert window.session.filtering.wanted == Filter((filters.Quoting("oil"),))
    chip = view(window).chips.chips[0]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert window.session.filtering.wanted == Filter()
    assert [c for c in view(window).chips.findChildren(FilterChip) if c.isVisible()] == []
    assert len(ids(window)) == 12


def test_the_editor_adds_a_condition_by_keyboard_and_changes_it(window):
    trigger(window, "passages.filter")
    editor = view(window).editor
    assert editor.isVisible()
    QTest.keyClick(editor.kinds, Qt.Key.Key_Return)  # tags
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "energy")
    QTest.keyClick(field, Qt.Key.Key_Return)  # ticks
    assert editor.take.isEnabled()
    QTest.keyClick(field, Qt.Key.Key_Return)  # takes it over
    assert not editor.isVisible()
    assert window.session.filtering.wanted == Filter((filters.Tagged("any", (tag(window, "Economy/Energy"),)),))
    assert len(ids(window)) == 5
    view(window).chips.chips[0].click()
    assert editor.isVisible()
    assert editor.take.text() == "Change filter"


def test_every_kind_can_be_asked_for_in_words(window):
    made = filters.Near(tag(window, "Framing"), "characters", 30)
    known = [
        filters.Tagged("all", (tag(window, "Framing"),)), filters.Overlapping(tag(window, "Framing")), made,
        filters.Quoting("oil"), filters.HasNote(False), filters.Made("2020", ""), filters.Dated("", "2025-01"),
        filters.InArticles(tuple(passages.guids(window.session.project.db, "document", [2]))),
        filters.ArticleSays("author", "Aris"),
    ]  # fmt: skip
    for condition in known:
        use(window, condition)
        got = []
        editor = view(window).editor
        editor.ask(window.rect(), condition, got.append)
        assert editor.take.isEnabled(), condition
        editor.take.click()
        assert got == [condition]


def test_an_empty_list_says_what_to_do(open_window):
    window = open_window()
    trigger(window, "view.passages")
    QApplication.processEvents()
    shown = [label.text() for label in view(window).findChildren(type(view(window).count)) if label.isVisible()]
    assert any("Nothing is marked yet" in text for text in shown)
    use(window, filters.Quoting("nothing like that"))
    clear = view(window).findChild(QPushButton, "passages.clear")
    assert clear.isVisible()
    clear.click()
    assert not window.session.filtering.wanted.conditions


# -- selecting


def test_boxes_space_ranges_and_all_select(window):
    model, list_ = view(window).model, view(window).list
    click(window, 1, entry.BOX.center().x())
    assert model.selected == {listed(window)[1]}
    assert window.view == "passages"
    QTest.keyClick(list_, Qt.Key.Key_Space)
    assert model.selected == set()
    QTest.keyClick(list_, Qt.Key.Key_Home)
    QTest.keyClick(list_, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert model.selected == set(listed(window)[1:3])
    QTest.keyClick(list_, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(model.selected) == 12
    QTest.keyClick(list_, Qt.Key.Key_Escape)
    assert model.selected == set()
    click(window, 1, 300, Qt.KeyboardModifier.ControlModifier)
    click(window, 4, 300, Qt.KeyboardModifier.ShiftModifier)
    assert len(model.selected) >= 2
    QTest.keyClick(list_, Qt.Key.Key_End)
    assert list_.current == listed(window)[-1]
    QTest.keyClick(list_, Qt.Key.Key_PageUp)
    QTest.keyClick(list_, Qt.Key.Key_Up)
    assert list_.current != listed(window)[-1]


def test_a_click_reads_the_passage_and_alt_left_comes_back_to_its_row(window):
    row = len(listed(window)) - 3
    view(window).list.go_to(listed(window)[row])
    QApplication.processEvents()
    passage, offset = view(window).list.current, view(window).list.verticalScrollBar().value()
    QTest.keyClick(view(window).list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.view == "read"
    assert window.session.current == passage
    trigger(window, "trail.back")
    QApplication.processEvents()
    assert window.view == "passages"
    assert view(window).list.current == passage
    assert view(window).list.verticalScrollBar().value() == offset
    assert view(window).list.hasFocus()
    trigger(window, "trail.forward")
    assert window.view == "read"
    assert window.session.article.document.id == annotations.document_of(window.session.project.db, passage)


# -- changing many at once


def test_tagging_many_is_one_step(window):
    trigger(window, "view.passages")
    view(window).model.select(set(ids(window)))

    def act() -> None:
        trigger(window, "passages.tag")
        QTest.keyClicks(QApplication.focusWidget(), "new one")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    done_undone_redone(window, act)
    assert window.session.passages.all[window.session.tags.find(["new one"])] == 12
    assert len(view(window).model.selected) == 12
    assert window.session.undo_label == "Tag 12 passages new one"


def test_removing_a_tag_of_many_is_one_step(window):
    use(window, filters.Tagged("any", (tag(window, "Economy/Energy"),)))
    view(window).model.select(set(ids(window)))
    done_undone_redone(window, lambda: trigger(window, "passages.untag"))
    assert window.session.undo_label == "Untag 5 passages Energy"
    assert ids(window) == []


def test_moving_many_to_another_tag_is_one_step(window):
    use(window, filters.Tagged("any", (tag(window, "Economy/Energy"),)))
    view(window).model.select(set(ids(window)))

    def act() -> None:
        trigger(window, "passages.move")
        QTest.keyClicks(QApplication.focusWidget(), "fram")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    done_undone_redone(window, act)
    assert ids(window) == []
    assert window.session.passages.all[window.session.tags.find(["Framing"])] == 11


def test_a_note_is_written_below_those_of_many(window):
    use(window, filters.Tagged("any", (tag(window, "Economy/Energy"),)))
    view(window).model.select(set(ids(window)))

    def act() -> None:
        def write(dialog) -> None:
            dialog.findChild(QPlainTextEdit).setPlainText("check")
            dialog.accept()

        act_in(QDialog, write)
        trigger(window, "passages.note")

    done_undone_redone(window, act)
    notes = {view(window).model.annotation(passage).note for passage in ids(window)}
    assert notes == {"check", "why\n\ncheck"}


def test_the_note_of_one_is_replaced(window):
    use(window, filters.HasNote(True))
    view(window).model.select(set(ids(window)))

    def act() -> None:
        act_in(QDialog, lambda dialog: (dialog.findChild(QPlainTextEdit).setPlainText("other"), dialog.accept()))
        trigger(window, "passages.note")

    done_undone_redone(window, act)
    assert view(window).model.annotation(ids(window)[0]).note == "other"


def test_deleting_many_is_one_step_and_undo_stays_here(window):
    view(window).model.select(set(ids(window)[2:7]))
    done_undone_redone(window, lambda: trigger(window, "passages.delete"))
    assert len(ids(window)) == 7
    assert view(window).model.selected == set()
    trigger(window, "edit.undo")
    assert len(ids(window)) == 12


def test_place_and_selection_outlast_a_change_elsewhere(window):
    list_, chosen = view(window).list, set(ids(window)[:2])
    view(window).model.select(chosen)
    QTest.keyClick(list_, Qt.Key.Key_End)
    QApplication.processEvents()
    current, top = list_.current, list_.current_rect().top()
    window.session.do("Tag", operations.annotate_with_paths, 1, 30, 36, ["Aaa"], "")
    QApplication.processEvents()
    assert (list_.current, view(window).model.selected) == (current, chosen)
    assert list_.current_rect().top() == top
    assert len(ids(window)) == 13


def test_a_deleted_tag_is_said_to_be_one_and_undo_brings_it_back(window):
    use(window, filters.Tagged("any", (tag(window, "Framing"),)))
    found = ids(window)
    window.tag_panel.select_tag(window.session.tags.find(["Framing"]))
    from storage import tag_operations

    window.session.do("Delete", tag_operations.delete_tags, [window.session.tags.find(["Framing"])])
    QApplication.processEvents()
    assert ids(window) == []
    assert view(window).chips.chips[0].accessibleName() == "Filter: any of a deleted tag"
    trigger(window, "edit.undo")
    assert ids(window) == found


# -- saved filters


def in_line(window, command: str, text: str) -> None:
    act_in(QDialog, lambda dialog: (dialog.findChild(QLineEdit).setText(text), dialog.accept()))
    trigger(window, command)


def test_a_filter_is_saved_run_renamed_and_deleted_each_one_step(window):
    wanted = filters.Tagged("any", (tag(window, "Framing"),))
    use(window, wanted)
    done_undone_redone(window, lambda: in_line(window, "passages.save", "Chapter 2"))
    db = window.session.project.db
    (saved,) = saved_filters.all_saved(db)
    assert (saved.name, saved.read()) == ("Chapter 2", Filter((wanted,)))
    use(window)
    trigger(window, "passages.saved")
    menu = QApplication.activePopupWidget()
    next(action for action in menu.actions() if action.text() == "Chapter 2").trigger()
    menu.close()
    assert window.session.filtering.wanted == Filter((wanted,))
    assert window.session.filtering.name == "Chapter 2"

    def press(text: str):
        def act(sheet) -> None:
            next(b for b in sheet.findChildren(QPushButton) if b.text() == text).click()

        return act

    def rename() -> None:
        from PySide6.QtCore import QTimer

        def type_name() -> None:
            dialog = QApplication.activeModalWidget()
            dialog.findChild(QLineEdit).setText("Chapter 3")
            dialog.accept()

        act_in(SavedFilters, lambda sheet: (QTimer.singleShot(100, type_name), press("Rename…")(sheet)))
        trigger(window, "passages.manage")

    done_undone_redone(window, rename)
    assert [each.name for each in saved_filters.all_saved(db)] == ["Chapter 3"]

    def delete() -> None:
        act_in(SavedFilters, press("Delete"))
        trigger(window, "passages.manage")

    done_undone_redone(window, delete)
    assert saved_filters.all_saved(db) == []


def test_a_tag_of_the_tree_and_a_chart_lead_to_their_passages(window):
    trigger(window, "view.read")
    window.tag_panel.select_tag(window.session.tags.find(["Economy"]))
    trigger(window, "tag.passages")
    assert window.view == "passages"
    assert window.session.filtering.wanted == Filter((filters.Tagged("any", (tag(window, "Economy"),)),))
    window.show_passages(2, window.session.tags.find(["Economy"]))
    assert [c.__class__ for c in window.session.filtering.wanted.conditions] == [filters.Tagged, filters.InArticles]
    assert all(annotations.document_of(window.session.project.db, passage) == 2 for passage in ids(window))


# -- the menu of a passage


def menu_at(window, row: int, by_key: bool = False):
    """Right-clicks a row, or presses the menu key at the current one."""
    reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
    area = view(window).list
    return right_click(area.viewport(), area.rect_of(row).center(), reason)


def test_a_right_click_is_about_the_passage_there_or_all_that_are_ticked(window):
    menu = menu_at(window, 2)
    assert view(window).list.current == listed(window)[2]
    found = rows(menu)
    menu.close()
    assert found[:3] == ["1 passage selected", "Read it in its article", "Filter by"]
    assert {"Filter by › Economy", "Filter by › Framing", "Copy the quotes"} <= set(found)
    assert found[-1] == "Delete their annotations"
    view(window).model.select(set(ids(window)[:3]))
    menu = menu_at(window, 2, by_key=True)
    assert rows(menu)[0] == "3 passages selected"
    menu.close()


def test_quotes_are_copied_as_they_stand(window):
    view(window).model.select(set(ids(window)[:2]))
    trigger(window, "passages.copy")
    quotes = [annotations.quote_of(window.session.project.db, passage) for passage in ids(window)[:2]]
    assert QApplication.clipboard().text() == "\n\n".join(quotes)
    assert "Copied 2 passages." in window.messages.text()


def test_the_menu_filters_by_a_tag_and_opens_the_passage(window):
    menu = menu_at(window, 2)
    by = next(action.menu() for action in menu.actions() if action.menu())
    by.actions()[0].trigger()
    menu.close()
    QApplication.processEvents()
    (condition,) = window.session.filtering.wanted.conditions
    assert condition.match == "any"
    passage = view(window).list.current
    trigger(window, "passages.open")
    assert (window.view, window.session.current) == ("read", passage)
