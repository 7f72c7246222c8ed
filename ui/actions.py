"""Every command, as data. Menus, the shortcut sheet and the Ctrl K field are made from this list."""

from typing import TYPE_CHECKING, NamedTuple

from ui import commands
from ui.commands import annotations, bookmarks, files, finding, marking, pen, tags, views

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.main_window import MainWindow


class Action(NamedTuple):
    """A command.

    `keys` are shortcuts, the first one shown. `scope` is where they work: "window" everywhere, "reader" only
    while the text has the focus, "tags" in the tag tree (so that letters can be typed elsewhere), "find" in the
    bar that finds.
    `enabled` says whether it makes sense now.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...]
    run: "Callable[[MainWindow], object]"
    scope: str = "window"
    enabled: "Callable[[MainWindow], bool]" = commands.always


MENUS = ("Project", "Edit", "Passage", "Tag", "View", "Help")
SEPARATOR = Action("", "", "", (), commands.always)


def _pinned(number: int) -> Action:
    return Action(
        f"annotation.pinned.{number}", "", f"Apply the tag pinned to {number}", (str(number),),
        lambda window: annotations.apply_pinned(window, number), "reader", commands.has_passage,
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    Action("project.new", "Project", "New project…", ("Ctrl+N",), files.new_project),
    Action("project.open", "Project", "Open project…", ("Ctrl+O",), files.open_project),
    Action("project.copy", "Project", "Save a copy…", ("Ctrl+Shift+S",), files.save_copy),
    Action("article.add", "Project", "Add articles…", ("Ctrl+Shift+A",), files.add_articles),
    Action("article.folder", "Project", "Add a folder of articles…", (), files.add_folder),
    Action("article.paste", "Project", "Paste as a new article", ("Ctrl+Shift+V",), files.paste_article),
    Action("article.edit", "Project", "Edit title, author and date…", ("Shift+F2",), files.edit_article, enabled=commands.has_article),
    Action("article.remove", "Project", "Remove article", (), files.remove_article, enabled=commands.has_article),
    Action("export.everything", "Project", "Export everything…", ("Ctrl+E",), files.export_everything, enabled=commands.has_documents),
    Action("export.article", "Project", "Export this article…", ("Ctrl+Shift+E",), files.export_article, enabled=commands.has_article),
    Action("window.close", "Project", "Quit", ("Ctrl+Q",), views.close),
    Action("edit.undo", "Edit", "Undo", ("Ctrl+Z",), commands.undo, enabled=commands.can_undo),
    Action("edit.redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), commands.redo, enabled=commands.can_redo),
    Action("edit.history", "Edit", "History…", ("Ctrl+H",), views.show_history),
    Action("edit.copy", "Edit", "Copy the passage", ("Ctrl+C",), annotations.copy_passage, "reader", commands.has_passage),
    Action("select.word", "Edit", "Select word", ("W",), marking.select_word, "reader", commands.has_article),
    Action("select.sentence", "Edit", "Select sentence", ("S",), marking.select_sentence, "reader", commands.has_article),
    Action("select.paragraph", "Edit", "Select paragraph", ("P",), marking.select_paragraph, "reader", commands.has_article),
    Action("select.word.less", "Edit", "Select one word less", ("Shift+W",), marking.shrink_word, "reader", commands.has_selection),
    Action("select.sentence.less", "Edit", "Select one sentence less", ("Shift+S",), marking.shrink_sentence, "reader", commands.has_selection),
    Action("select.paragraph.less", "Edit", "Select one paragraph less", ("Shift+P",), marking.shrink_paragraph, "reader", commands.has_selection),
    Action("bookmark.toggle", "Edit", "Set or remove a bookmark", ("M",), bookmarks.toggle, "reader", commands.has_article),
    Action("bookmark.next", "Edit", "Next bookmark", ("Ctrl+F2",), bookmarks.go_next, "reader", commands.has_article),
    Action("bookmark.previous", "Edit", "Previous bookmark", ("Ctrl+Shift+F2",), bookmarks.go_previous, "reader", commands.has_article),
    Action("find.open", "Edit", "Find in this article…", ("Ctrl+F",), finding.open_bar, enabled=commands.has_article),
    Action("find.next", "Edit", "Next hit", ("Ctrl+G",), finding.go_next, enabled=commands.has_article),
    Action("find.previous", "Edit", "Previous hit", ("Ctrl+Shift+G",), finding.go_previous, enabled=commands.has_article),
    Action("find.select", "Edit", "Select the hit", ("Ctrl+Return", "Alt+Return"), finding.select_hit, "reader", commands.has_article),
    Action("find.case", "", "Find: match capitals", ("Alt+C",), finding.switch_case, "find", commands.has_article),
    Action("find.word", "", "Find: whole words", ("Alt+W",), finding.switch_whole_word, "find", commands.has_article),
    Action("find.regular", "", "Find: regular expression", ("Alt+R",), finding.switch_regular, "find", commands.has_article),
    Action("find.anything", "Edit", "Find a command, article or tag…", ("Ctrl+K",), views.open_palette),
    Action("annotation.highlight", "Passage", "Highlight", ("H",), annotations.highlight, "reader", commands.has_article),
    Action("annotation.tag", "Passage", "Tag…", ("T",), annotations.tag, "reader", commands.has_article),
    Action("annotation.note", "Passage", "Note…", ("N",), annotations.note, "reader", commands.has_article),
    Action("annotation.repeat", "Passage", "Repeat the last tagging", ("Q",), annotations.repeat, "reader", commands.has_passage),
    Action("annotation.invivo", "Passage", "Tag with its own words", ("V",), marking.tag_with_own_words, "reader", commands.has_passage),
    Action("annotation.untag", "Passage", "Remove a tag…", ("X",), marking.untag, "reader", commands.has_current),
    Action("annotation.next", "Passage", "Next annotation", ("]", "F8"), annotations.go_next, "reader", commands.has_article),
    Action("annotation.previous", "Passage", "Previous annotation", ("[", "Shift+F8"), annotations.go_previous, "reader", commands.has_article),
    Action("annotation.same.next", "Passage", "Next with the same tag", ("}", "Ctrl+F8"), annotations.go_next_same, "reader", commands.has_current),
    Action("annotation.same.previous", "Passage", "Previous with the same tag", ("{", "Ctrl+Shift+F8"), annotations.go_previous_same, "reader", commands.has_current),
    Action("annotation.end.later", "Passage", "End one word later", ("E",), annotations.end_later, "reader", commands.has_current),
    Action("annotation.end.earlier", "Passage", "End one word earlier", ("Shift+E",), annotations.end_earlier, "reader", commands.has_current),
    Action("annotation.start.earlier", "Passage", "Begin one word earlier", ("B",), annotations.start_earlier, "reader", commands.has_current),
    Action("annotation.start.later", "Passage", "Begin one word later", ("Shift+B",), annotations.start_later, "reader", commands.has_current),
    Action("annotation.resize", "Passage", "Resize to the selection", ("R",), annotations.resize_to_selection, "reader", commands.has_selection),
    Action("annotation.cut", "Passage", "Cut the selection out", ("K",), marking.cut, "reader", commands.has_selection),
    Action("annotation.join", "Passage", "Join with the next annotation", ("J",), marking.join, "reader", commands.has_passage),
    Action("annotation.pen", "Passage", "Highlighter pen…", ("L",), pen.switch, "reader", commands.has_article),
    Action("pen.mark", "Passage", "Mark with the pen", ("Return", "Enter"), pen.mark, "reader", pen.can_mark),
    Action("pen.end", "Passage", "Put the pen away", ("Esc",), pen.put_away, "reader", pen.in_hand),
    Action("annotation.delete", "Passage", "Delete annotation", ("Del",), annotations.delete, "reader", commands.has_current),
    *(_pinned(number) for number in range(1, 10)),
    Action("tag.create", "Tag", "New tag…", ("Ctrl+T",), tags.create),
    Action("tag.subtag", "Tag", "New subtag…", ("Ins",), tags.create_subtag, "tags", commands.has_tag),
    Action("tag.rename", "Tag", "Rename tag", ("F2",), tags.rename, "tags", commands.has_tag),
    Action("tag.recolor", "Tag", "Change colour…", ("F3",), tags.recolor, "tags", commands.has_tag),
    Action("tag.define", "Tag", "Write definition…", ("F4",), tags.define, "tags", commands.has_tag),
    Action("tag.pin", "Tag", "Pin to a number key…", ("F5",), tags.pin, "tags", commands.has_tag),
    Action("tag.merge", "Tag", "Merge into another tag…", ("Ctrl+M",), tags.merge, "tags", commands.has_tag),
    Action("tag.top", "Tag", "Move to the top level", (), tags.move_to_top, "tags", commands.has_tag),
    Action("tag.hide", "Tag", "Hide in the text, or show again", ("F7",), tags.hide, "tags", commands.has_tag),
    Action("tag.only", "Tag", "Show only this tag, or all again", ("Shift+F7",), tags.show_only, "tags", commands.has_tag),
    Action("tag.show_all", "Tag", "Show all tags", ("Ctrl+F7",), tags.show_all, enabled=commands.has_hidden),
    Action("tag.passages", "Tag", "Show its passages in this article", (), tags.show_passages, "tags", commands.has_tag),
    Action("tag.delete", "Tag", "Delete tag", ("Del",), tags.delete, "tags", commands.has_tag),
    Action("view.read", "View", "Read", ("Ctrl+1",), views.read),
    Action("view.charts", "View", "Charts", ("Ctrl+2",), views.charts),
    Action("view.articles", "View", "Go to articles", ("Alt+1",), views.go_to_articles),
    Action("view.text", "View", "Go to the text", ("Alt+2",), views.go_to_text),
    Action("view.tags", "View", "Go to tags", ("Alt+3",), views.go_to_tags),
    Action("view.cards", "View", "Go to annotations", ("Alt+4",), views.go_to_cards),
    Action("view.next", "View", "Next pane", ("F6",), views.next_pane),
    Action("article.next", "View", "Next article", ("Ctrl+PgDown",), views.next_article, enabled=commands.has_documents),
    Action("article.previous", "View", "Previous article", ("Ctrl+PgUp",), views.previous_article, enabled=commands.has_documents),
    Action("article.beside", "View", "Two articles side by side", ("Ctrl+\\",), views.toggle_beside, enabled=commands.has_article),
    Action("view.other", "View", "Go to the other side", ("Ctrl+Tab",), views.other_side, enabled=commands.has_two_sides),
    Action("trail.back", "View", "Back to before the jump", ("Alt+Left",), views.go_back, enabled=commands.can_go_back),
    Action("trail.forward", "View", "Forward again", ("Alt+Right",), views.go_forward, enabled=commands.can_go_forward),
    Action("place.contents", "View", "Contents and bookmarks…", ("O",), views.contents, "reader", commands.has_article),
    Action("view.sidebar", "View", "Show or hide articles and tags", ("Ctrl+B",), views.toggle_sidebar),
    Action("view.annotations", "View", "Show or hide annotations", ("Ctrl+J",), views.toggle_cards),
    Action("view.fullscreen", "View", "Full-screen reading", ("F11",), views.full_screen),
    Action("view.larger", "View", "Larger text", ("Ctrl++", "Ctrl+="), views.larger),
    Action("view.smaller", "View", "Smaller text", ("Ctrl+-",), views.smaller),
    Action("view.normal", "View", "Normal text size", ("Ctrl+0",), views.normal),
    Action("view.reading", "View", "Reading settings…", ("Ctrl+,",), views.reading_settings),
    Action("theme.system", "View", "Theme: as the system", (), views.theme_system),
    Action("theme.light", "View", "Theme: light", (), views.theme_light),
    Action("theme.sepia", "View", "Theme: sepia", (), views.theme_sepia),
    Action("theme.dark", "View", "Theme: dark", (), views.theme_dark),
    Action("theme.contrast", "View", "Theme: high contrast", (), views.theme_contrast),
    Action("theme.switch", "View", "Next theme: light, sepia, dark", ("Ctrl+D",), views.switch_theme),
    Action("help.keys", "Help", "Shortcuts", ("?", "F1"), views.show_shortcuts),
    Action("help.about", "Help", "About Postil", (), views.show_about),
)  # fmt: skip
