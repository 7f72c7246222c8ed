"""Every command, as data. Menus, the shortcut sheet and the Ctrl K field are made from this list."""

from typing import TYPE_CHECKING, NamedTuple

from ui import commands
from ui.commands import (
    annotations,
    article_table,
    backups,
    bookmarks,
    charts,
    codebook,
    files,
    finding,
    marking,
    methods,
    notes,
    passages,
    pen,
    safety,
    tags,
    views,
)
from ui.tag_counts import SCOPES
from ui.tag_model import ORDERS
from ui.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.main_window import MainWindow


class Action(NamedTuple):
    """A command.

    `menu` is the menu, or the menu and a submenu ("View/Theme"); `line` says that a line is above it there.
    `keys` are shortcuts, the first one shown. `scope` is where they work: "window" everywhere, "reader" only
    while the text has the focus, "tags" in the tag tree (so that letters can be typed elsewhere), "find" in the
    bar that finds, the name of a view in that view.
    `enabled` says whether it makes sense now, `ticked` of a switch whether it is on.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...]
    run: "Callable[[MainWindow], object]"
    scope: str = "window"
    enabled: "Callable[[MainWindow], bool]" = commands.always
    line: bool = False
    ticked: "Callable[[MainWindow], bool] | None" = None

    @property
    def top_menu(self) -> str:
        """The menu in the menu bar; empty for commands without."""
        return self.menu.partition("/")[0]

    @property
    def submenu(self) -> str:
        """The menu within that one, or nothing."""
        return self.menu.partition("/")[2]


# As the menu bar has them: the letter after & opens one with Alt. Alt+C, W and R are the find bar's.
MENUS = {
    "Project": "&Project", "Edit": "&Edit", "Passage": "P&assage", "Tag": "&Tag", "View": "&View", "Help": "&Help",
}  # fmt: skip


def _pinned(number: int) -> Action:
    return Action(
        f"annotation.pinned.{number}", "", f"Apply the tag pinned to {number}", (str(number),),
        lambda window: annotations.apply_pinned(window, number), "reader", commands.has_passage,
    )  # fmt: skip


def _theme(name: str, text: str) -> Action:
    return Action(
        f"theme.{name}", "View/Theme", text, (), lambda window: window.set_theme(name), line=name == "system",
        ticked=lambda window: window.settings.theme == name,
    )  # fmt: skip


def _order(name: str) -> Action:
    return Action(
        f"tag.order.{name}", "Tag/Sort", ORDERS[name], (), lambda window: window.tag_panel.sort_by(name),
        ticked=lambda window: window.tag_panel.order == name,
    )  # fmt: skip


def _scope(name: str) -> Action:
    return Action(
        f"tag.count.{name}", "Tag/Count", f"{SCOPES[name][0]}, and in all", (),
        lambda window: window.tag_panel.count(name, window.tag_panel.counts[1]),
        ticked=lambda window: window.tag_panel.counts[0] == name,
    )  # fmt: skip


def _view(name: str, number: int) -> Action:
    return Action(
        f"view.{name}", "View", VIEWS[name].text, (f"Ctrl+{number}",), lambda window: views.show(window, name),
        ticked=lambda window: window.view == name,
    )  # fmt: skip


def _export(form: str) -> Action:
    return Action(
        f"chart.export.{form.lower()}", "View/Charts", f"Export this chart as {form}…", (),
        lambda window: charts.export(window, form), "charts", charts.is_seen,
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    Action("project.new", "Project", "New project…", ("Ctrl+N",), files.new_project),
    Action("project.open", "Project", "Open project…", ("Ctrl+O",), files.open_project),
    Action("project.copy", "Project", "Save a copy…", ("Ctrl+Shift+S",), files.save_copy),
    Action("article.add", "Project", "Add articles…", ("Ctrl+Shift+A",), files.add_articles, line=True),
    Action("article.folder", "Project", "Add a folder of articles…", (), files.add_folder),
    Action("article.paste", "Project", "Paste as a new article", ("Ctrl+Shift+V",), files.paste_article),
    Action("article.edit", "Project", "Edit title, author and date…", ("Shift+F2",), files.edit_article, enabled=commands.has_article, line=True),
    Action("article.table", "Project", "Table of articles…", ("Ctrl+Shift+T",), article_table.show_table, enabled=commands.has_documents),
    Action("article.import", "Project", "Import what is known about articles…", ("Ctrl+Shift+I",), article_table.import_attributes, enabled=commands.has_documents),
    Action("article.remove", "Project", "Remove article", (), files.remove_article, enabled=commands.has_article),
    Action("export.everything", "Project/Export", "Export everything…", ("Ctrl+E",), files.export_everything, enabled=commands.has_documents, line=True),
    Action("export.article", "Project/Export", "Export this article…", ("Ctrl+Shift+E",), files.export_article, enabled=commands.has_article),
    Action("codebook.export", "Project/Export", "Export the codebook…", (), codebook.export, enabled=codebook.has_tags),
    Action("export.methods", "Project/Export", "Export methods…", ("Ctrl+Alt+E",), methods.export, enabled=commands.has_documents),
    Action("codebook.import", "Project", "Import a codebook…", (), codebook.bring_in),
    Action("project.backups", "Project", "Backups…", ("Ctrl+Shift+B",), backups.show_backups, line=True),
    Action("project.check", "Project", "Check this project…", (), safety.check_project),
    Action("project.settle", "", "Choose between two versions of the project…", (), safety.settle, enabled=safety.has_conflict),
    Action("project.work_on", "", "Save a copy to work on…", (), safety.work_on_a_copy, enabled=safety.is_read_only),
    Action("window.close", "Project", "Quit", ("Ctrl+Q",), views.close, line=True),
    Action("edit.undo", "Edit", "Undo", ("Ctrl+Z",), commands.undo, enabled=commands.can_undo),
    Action("edit.redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), commands.redo, enabled=commands.can_redo),
    Action("edit.history", "Edit", "History", ("Ctrl+H",), views.toggle_history, ticked=views.shows_history),
    Action("edit.copy", "Edit", "Copy the passage", ("Ctrl+C",), annotations.copy_passage, "reader", commands.has_passage, line=True),
    Action("note.journal", "Edit/Notes", "New journal note", ("Ctrl+Shift+J",), notes.write_new),
    Action("note.article", "Edit/Notes", "Note on this article", ("Ctrl+Shift+N",), notes.write_on_article, enabled=commands.has_article),
    Action("note.project", "Edit/Notes", "Note on the project", ("Ctrl+Shift+P",), notes.write_on_project),
    Action("note.delete", "Edit/Notes", "Delete this note", ("Del",), notes.delete, "notes", notes.has_note, line=True),
    Action("select.word", "Edit/Select", "Select word", ("W",), marking.select_word, "reader", commands.has_article),
    Action("select.sentence", "Edit/Select", "Select sentence", ("S",), marking.select_sentence, "reader", commands.has_article),
    Action("select.paragraph", "Edit/Select", "Select paragraph", ("P",), marking.select_paragraph, "reader", commands.has_article),
    Action("select.word.less", "Edit/Select", "Select one word less", ("Shift+W",), marking.shrink_word, "reader", commands.has_selection, line=True),
    Action("select.sentence.less", "Edit/Select", "Select one sentence less", ("Shift+S",), marking.shrink_sentence, "reader", commands.has_selection),
    Action("select.paragraph.less", "Edit/Select", "Select one paragraph less", ("Shift+P",), marking.shrink_paragraph, "reader", commands.has_selection),
    Action("bookmark.toggle", "Edit", "Set or remove a bookmark", ("M",), bookmarks.toggle, "reader", commands.has_article, line=True),
    Action("bookmark.next", "Edit", "Next bookmark", ("Ctrl+F2",), bookmarks.go_next, "reader", commands.has_article),
    Action("bookmark.previous", "Edit", "Previous bookmark", ("Ctrl+Shift+F2",), bookmarks.go_previous, "reader", commands.has_article),
    Action("find.open", "Edit", "Find in this article…", ("Ctrl+F",), finding.open_bar, enabled=commands.has_article, line=True),
    Action("find.next", "Edit", "Next hit", ("Ctrl+G",), finding.go_next, enabled=commands.has_article),
    Action("find.previous", "Edit", "Previous hit", ("Ctrl+Shift+G",), finding.go_previous, enabled=commands.has_article),
    Action("find.select", "Edit", "Select the hit", ("Ctrl+Return", "Alt+Return"), finding.select_hit, "reader", commands.has_article),
    Action("find.case", "", "Find: match capitals", ("Alt+C",), finding.switch_case, "find", commands.has_article),
    Action("find.word", "", "Find: whole words", ("Alt+W",), finding.switch_whole_word, "find", commands.has_article),
    Action("find.regular", "", "Find: regular expression", ("Alt+R",), finding.switch_regular, "find", commands.has_article),
    Action("find.anything", "Edit", "Find a command, article, tag or note…", ("Ctrl+K",), views.open_palette, line=True),
    Action("annotation.tag", "Passage", "Tag…", ("T",), annotations.tag, "reader", commands.has_article),
    Action("annotation.note", "Passage", "Note…", ("N",), annotations.note, "reader", commands.has_article),
    Action("annotation.quote", "Passage", "Quote into a note…", ("Shift+N",), notes.quote, "reader", commands.has_passage),
    Action("annotation.highlight", "Passage", "Highlight", ("H",), annotations.highlight, "reader", commands.has_article),
    Action("annotation.invivo", "Passage", "Tag with its own words", ("V",), marking.tag_with_own_words, "reader", commands.has_passage),
    Action("annotation.repeat", "Passage", "Repeat the last tagging", ("Q",), annotations.repeat, "reader", commands.has_passage),
    Action("annotation.untag", "Passage", "Remove a tag…", ("X",), marking.untag, "reader", commands.has_current),
    Action("annotation.example", "Passage", "Use as an example", ("U",), codebook.use_as_example, "reader", codebook.has_tagged, ticked=codebook.is_example),
    Action("annotation.next", "Passage/Go to", "Next annotation", ("]", "F8"), annotations.go_next, "reader", commands.has_article, line=True),
    Action("annotation.previous", "Passage/Go to", "Previous annotation", ("[", "Shift+F8"), annotations.go_previous, "reader", commands.has_article),
    Action("annotation.same.next", "Passage/Go to", "Next with the same tag", ("}", "Ctrl+F8"), annotations.go_next_same, "reader", commands.has_current),
    Action("annotation.same.previous", "Passage/Go to", "Previous with the same tag", ("{", "Ctrl+Shift+F8"), annotations.go_previous_same, "reader", commands.has_current),
    Action("annotation.end.later", "Passage/Ends", "End one word later", ("E",), annotations.end_later, "reader", commands.has_current),
    Action("annotation.end.earlier", "Passage/Ends", "End one word earlier", ("Shift+E",), annotations.end_earlier, "reader", commands.has_current),
    Action("annotation.start.earlier", "Passage/Ends", "Begin one word earlier", ("B",), annotations.start_earlier, "reader", commands.has_current),
    Action("annotation.start.later", "Passage/Ends", "Begin one word later", ("Shift+B",), annotations.start_later, "reader", commands.has_current),
    Action("annotation.resize", "Passage/Ends", "Resize to the selection", ("R",), annotations.resize_to_selection, "reader", commands.has_selection, line=True),
    Action("annotation.cut", "Passage", "Cut the selection out", ("K",), marking.cut, "reader", commands.has_selection),
    Action("annotation.join", "Passage", "Join with the next annotation", ("J",), marking.join, "reader", commands.has_passage),
    Action("annotation.pen", "Passage", "Highlighter pen…", ("L",), pen.switch, "reader", commands.has_article, line=True, ticked=pen.in_hand),
    Action("pen.mark", "Passage", "Mark with the pen", ("Return", "Enter"), pen.mark, "reader", pen.can_mark),
    Action("pen.end", "Passage", "Put the pen away", ("Esc",), pen.put_away, "reader", pen.in_hand),
    Action("passages.open", "Passage/In Passages", "Read it in its article", (), passages.open_current, "passages", passages.is_seen),
    Action("passages.copy", "Passage/In Passages", "Copy the quotes", ("Ctrl+C",), passages.copy, "passages", passages.is_seen),
    Action("passages.tag", "Passage/In Passages", "Tag the selected passages…", ("T",), passages.tag, "passages", passages.is_seen, line=True),
    Action("passages.untag", "Passage/In Passages", "Remove a tag from them…", ("X",), passages.untag, "passages", passages.is_seen),
    Action("passages.move", "Passage/In Passages", "Move them to another tag…", ("M",), passages.move, "passages", passages.is_seen),
    Action("passages.note", "Passage/In Passages", "Write their note…", ("N",), passages.note, "passages", passages.is_seen),
    Action("passages.delete", "Passage/In Passages", "Delete their annotations", ("Del",), passages.delete, "passages", passages.is_seen, line=True),
    Action("passages.filter", "Passage/Filter of passages", "Add a filter…", ("F",), passages.add_condition, "passages", passages.is_seen),
    Action("passages.clear", "Passage/Filter of passages", "Remove all filters", ("Shift+F",), passages.clear, "passages", passages.is_filtered),
    Action("passages.save", "Passage/Filter of passages", "Save this filter…", ("Ctrl+S",), passages.save, "passages", passages.is_filtered, line=True),
    Action("passages.saved", "Passage/Filter of passages", "Saved filters…", ("Ctrl+L",), passages.choose_saved, "passages", passages.is_seen),
    Action("passages.manage", "Passage/Filter of passages", "Rename or delete saved filters…", (), passages.manage, enabled=passages.is_seen),
    Action("annotation.delete", "Passage", "Delete annotation", ("Del",), annotations.delete, "reader", commands.has_current, line=True),
    *(_pinned(number) for number in range(1, 10)),
    Action("tag.create", "Tag", "New tag…", ("Ctrl+T",), tags.create),
    Action("tag.subtag", "Tag", "New subtag…", ("Ins",), tags.create_subtag, "tags", commands.has_tag),
    Action("tag.rename", "Tag", "Rename tag", ("F2",), tags.rename, "tags", commands.has_tag, line=True),
    Action("tag.recolor", "Tag", "Change colour…", ("F3",), tags.recolor, "tags", commands.has_tag),
    Action("tag.define", "Tag", "Write definition…", ("F4",), tags.define, "tags", commands.has_tag),
    Action("tag.note", "Tag", "Note on this tag", ("Shift+F4",), notes.write_on_tag, "tags", commands.has_tag),
    Action("tag.pin", "Tag", "Pin to a number key…", ("F5",), tags.pin, "tags", commands.has_tag),
    Action("tag.merge", "Tag", "Merge into another tag…", ("Ctrl+M",), tags.merge, "tags", commands.has_tag, line=True),
    Action("tag.split", "Tag", "Split: passages to a new tag…", ("Ctrl+Shift+M",), tags.split, "tags", commands.has_tag),
    Action("tag.give", "Tag", "Move passages to another tag…", (), tags.move_passages, "tags", commands.has_tag),
    Action("tag.groups", "Tag", "Groups…", ("F9",), tags.choose_groups, "tags", commands.has_tag),
    Action("tag.up", "Tag/Move", "Move up", ("Alt+Up",), tags.move_up, "tags", commands.has_tag),
    Action("tag.down", "Tag/Move", "Move down", ("Alt+Down",), tags.move_down, "tags", commands.has_tag),
    Action("tag.in", "Tag/Move", "Make it a subtag of the one above (Alt and Right)", (), tags.move_in, "tags", commands.has_tag),
    Action("tag.out", "Tag/Move", "Move up a level (Alt and Left)", (), tags.move_out, "tags", commands.has_tag),
    Action("tag.top", "Tag/Move", "Move to the top level", (), tags.move_to_top, "tags", commands.has_tag),
    Action("tag.recolor.branch", "Tag/Colours", "Change colour with subtags…", (), tags.recolor_branch, "tags", commands.has_tag),
    Action("tag.recolor.all", "Tag/Colours", "Give all tags colours anew", (), tags.recolor_all, "tags", commands.has_tag),
    *(_order(name) for name in ORDERS),
    *(_scope(name) for name in SCOPES),
    Action("tag.count.own", "Tag/Count", "Without those of subtags", (), tags.count_own, line=True, ticked=tags.counts_own),
    Action("tag.hide", "Tag/Show", "Hide in the text, or show again", ("F7",), tags.hide, "tags", commands.has_tag, line=True),
    Action("tag.only", "Tag/Show", "Show only this tag, or all again", ("Shift+F7",), tags.show_only, "tags", commands.has_tag),
    Action("tag.groups.view", "Tag/Show", "Show only groups…", ("Shift+F9",), tags.choose_groups_in_view, enabled=commands.has_groups),
    Action("tag.show_all", "Tag/Show", "Show all tags", ("Ctrl+F7",), tags.show_all, enabled=commands.has_hidden),
    Action("tag.passages", "Tag", "Show its passages", (), tags.show_passages, "tags", commands.has_tag, line=True),
    Action("tag.delete", "Tag", "Delete tag", ("Del",), tags.delete, "tags", commands.has_tag, line=True),
    *(_view(name, number) for number, name in enumerate(VIEWS, start=1)),
    Action("chart.next", "View/Charts", "Next chart", ("]", "F8"), charts.go_next, "charts", charts.is_seen, line=True),
    Action("chart.previous", "View/Charts", "Previous chart", ("[", "Shift+F8"), charts.go_previous, "charts", charts.is_alone),
    Action("chart.overview", "View/Charts", "Back to all charts", ("Esc",), charts.overview, "charts", charts.leaves_alone),
    Action("chart.table", "View/Charts", "As a table, or as a chart again", ("T",), charts.turn, "charts", charts.is_seen, line=True),
    Action("chart.rows", "View/Charts", "Order tags by this article, or as before", ("O",), charts.order_rows, "charts", charts.is_seen),
    Action("chart.columns", "View/Charts", "Order articles by this tag, or as before", ("Shift+O",), charts.order_columns, "charts", charts.is_seen),
    Action("chart.copy", "View/Charts", "Copy as a picture and as numbers", ("Ctrl+C",), charts.copy, "charts", charts.is_seen),
    *(_export(form) for form in ("PNG", "SVG", "PDF", "CSV")),
    Action("chart.pin", "View/Charts", "Pin this chart…", ("P",), charts.pin, "charts", charts.is_seen, line=True),
    Action("chart.rename", "View/Charts", "Rename this pinned chart…", ("F2",), charts.rename, "charts", charts.has_pinned),
    Action("chart.filter", "View/Charts", "Give it the filter of Passages", ("F",), charts.take_filter, "charts", charts.has_pinned),
    Action("chart.up", "View/Charts", "Move it up", ("Alt+Up",), charts.move_up, "charts", charts.has_pinned),
    Action("chart.down", "View/Charts", "Move it down", ("Alt+Down",), charts.move_down, "charts", charts.has_pinned),
    Action("chart.unpin", "View/Charts", "Unpin this chart", ("Del",), charts.unpin, "charts", charts.has_pinned, line=True),
    Action("view.articles", "View/Go to", "Go to articles", ("Alt+1",), views.go_to_articles, line=True),
    Action("view.text", "View/Go to", "Go to the text", ("Alt+2",), views.go_to_text),
    Action("view.tags", "View/Go to", "Go to tags", ("Alt+3",), views.go_to_tags),
    Action("view.cards", "View/Go to", "Go to annotations", ("Alt+4",), views.go_to_cards),
    Action("view.next", "View/Go to", "Next pane", ("F6",), views.next_pane),
    Action("view.menu", "View/Go to", "Menu of what the keyboard is at", ("Shift+F10",), views.open_menu),
    Action("article.next", "View/Go to", "Next article", ("Ctrl+PgDown",), views.next_article, enabled=commands.has_documents, line=True),
    Action("article.previous", "View/Go to", "Previous article", ("Ctrl+PgUp",), views.previous_article, enabled=commands.has_documents),
    Action("article.beside", "View", "Two articles side by side", ("Ctrl+\\",), views.toggle_beside, enabled=commands.has_article, line=True, ticked=commands.has_two_sides),
    Action("view.other", "View/Go to", "Go to the other side", ("Ctrl+Tab",), views.other_side, enabled=commands.has_two_sides),
    Action("trail.back", "View", "Back to before the jump", ("Alt+Left",), views.go_back, enabled=commands.can_go_back, line=True),
    Action("trail.forward", "View", "Forward again", ("Alt+Right",), views.go_forward, enabled=commands.can_go_forward),
    Action("place.contents", "View", "Contents and bookmarks…", ("O",), views.contents, "reader", commands.has_article),
    Action("view.sidebar", "View", "Panel of articles and tags", ("Ctrl+B",), views.toggle_sidebar, line=True, ticked=views.shows_sidebar),
    Action("view.annotations", "View", "Panel of annotations", ("Ctrl+J",), views.toggle_cards, ticked=views.shows_cards),
    Action("view.fullscreen", "View", "Full-screen reading", ("F11",), views.full_screen, ticked=views.is_full_screen),
    Action("view.larger", "View/Text size", "Larger text", ("Ctrl++", "Ctrl+="), views.larger, line=True),
    Action("view.smaller", "View/Text size", "Smaller text", ("Ctrl+-",), views.smaller),
    Action("view.normal", "View/Text size", "Normal text size", ("Ctrl+0",), views.normal),
    Action("view.reading", "View", "Reading settings…", ("Ctrl+,",), views.reading_settings),
    _theme("system", "System theme"),
    _theme("light", "Light theme"),
    _theme("sepia", "Sepia theme"),
    _theme("dark", "Dark theme"),
    _theme("contrast", "High-contrast theme"),
    Action("theme.switch", "View/Theme", "Next theme: light, sepia, dark", ("Ctrl+D",), views.switch_theme, line=True),
    Action("help.keys", "Help", "Shortcuts", ("?", "F1"), views.show_shortcuts),
    Action("help.about", "Help", "About Postil", (), views.show_about),
)  # fmt: skip
