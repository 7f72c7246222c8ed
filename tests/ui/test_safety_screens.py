"""What the window shows when work is in danger, or might be: by keyboard, and what comes of each choice."""

import json
import shutil
import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from storage import annotations, operations
from storage.lock import Holder, InUse, lock_path
from storage.project import Project
from tests.storage.contents import contents
from tests.ui.screens import act_in, marked, press, saved, trigger, words
from ui import app, messages
from ui.commands import safety
from ui.safety import in_use
from ui.safety.check_screen import CheckScreen
from ui.safety.conflict_screen import ConflictScreen
from ui.safety.in_use import InUseDialog
from ui.settings import Settings

# -- in use


def hold(path, host: str) -> None:
    """Leaves a lock as another computer's cloud folder would bring it."""
    since = "2026-11-21T18:02:00Z"
    lock_path(path).write_text(json.dumps({"host": host, "user": "anna", "since": since}), "utf-8")


@pytest.fixture
def taken(tmp_path):
    """A project that is open in another program, as far as its lock says."""
    project = Project.create(tmp_path / "taken.postil")
    yield project
    project.close()


def test_what_is_open_here_already_can_be_read_or_left(window, taken, qtbot):
    before = window.session.project.path
    seen = act_in(InUseDialog, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert not window.session.open_project(taken.path)
    assert "Another window of Postil has it open since today" in words(seen[0])
    assert "Open it anyway" not in words(seen[0])
    assert window.session.project.path == before
    act_in(InUseDialog, lambda dialog: press(dialog, "Open it to read only"))
    window.session.open_project(taken.path)
    assert window.session.project.path == taken.path
    assert window.session.project.read_only


def test_enter_opens_to_read_only(window, taken):
    act_in(InUseDialog, lambda dialog: QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return))
    window.session.open_project(taken.path)
    assert window.session.project.read_only


def test_another_computers_lock_can_be_passed_at_ones_own_risk(window, taken, qtbot):
    taken.close()
    hold(taken.path, "desk-anna")
    seen = act_in(InUseDialog, lambda dialog: press(dialog, "Open it anyway"))
    window.session.open_project(taken.path)
    assert "anna on the computer “desk-anna”" in words(seen[0])
    assert "Only if nobody works with it on “desk-anna” any more." in words(seen[0])
    assert window.session.project.path == taken.path
    assert not window.session.project.read_only


def test_another_project_can_be_opened_instead(window, taken, tmp_path, monkeypatch):
    other = Project.create(tmp_path / "other.postil")
    other.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other.path), ""))
    act_in(InUseDialog, lambda dialog: press(dialog, "Open another project…"))
    window.session.open_project(taken.path)
    assert window.session.project.path == other.path


def test_who_holds_a_project_is_said_as_far_as_it_is_known():
    for holder, said in (
        (Holder("desk", "", "nonsense"), "The computer “desk” has it open."),
        (Holder("", "", ""), "Another window of Postil has it open."),
        (Holder("de\u202esk", "an\u202ena", ""), "an[RLO]na on the computer “de[RLO]sk” has it open."),
    ):
        assert in_use.whose(InUse("", holder, here=True)) == said


@pytest.mark.parametrize(
    ("answer", "read_only"), [(in_use.READ, True), (in_use.FORCE, False), (None, None), (in_use.OTHER, False)]
)
def test_the_choice_is_there_at_the_start_as_well(taken, tmp_path, monkeypatch, qtbot, answer, read_only):
    taken.close()
    other = Project.create(tmp_path / "other.postil")
    other.close()
    hold(taken.path, "desk-anna")
    monkeypatch.setattr(in_use, "ask", lambda *_: answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other.path), ""))
    settings = Settings(recent=[str(taken.path)])
    opened = app.first_project(None, settings, [])
    assert (opened and opened.read_only) == read_only
    assert opened is None or opened.path == (other.path if answer == in_use.OTHER else taken.path)
    if opened is not None:
        opened.close()


def test_a_second_start_on_the_samples_asks_as_well(taken, monkeypatch):
    monkeypatch.setattr(app, "default_path", lambda: taken.path)
    monkeypatch.setattr(in_use, "ask", lambda *_: in_use.READ)
    opened = app.first_project(None, Settings(), [])
    assert opened.read_only
    assert opened.path == taken.path
    opened.close()


# -- reading only


def test_a_project_to_read_only_says_so_and_can_be_copied_to_work_on(open_window, tmp_path, monkeypatch):
    window = open_window()
    assert window.banner.isHidden()
    path, copy = window.session.project.path, tmp_path / "copy.postil"
    elsewhere = Project.create(tmp_path / "elsewhere.postil")
    elsewhere.close()
    window.session.open_project(elsewhere.path)
    window.session.open_project(path, read_only=True)
    assert words(window.banner).startswith("Read only\n“reading” was opened to read only")
    assert "reading · offline · read only" in words(window.status)
    assert marked(window) == 0
    assert "save a copy" in window.messages.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    next(b for b in window.banner.findChildren(QPushButton) if b.isVisible()).click()
    assert window.session.project.path == copy
    assert window.banner.isHidden()
    assert marked(window) == 1


def test_what_was_read_only_can_be_opened_to_write_once_it_is_free(window, taken):
    window.session.open_project(taken.path, read_only=True)
    taken.close()
    assert window.session.open_project(taken.path)
    assert not window.session.project.read_only
    assert window.banner.isHidden()


# -- the file was lost


def lose(window, how: str) -> None:
    """What cloud folders do to a file: puts another state of it in its place, takes it away or tears it."""
    path = window.session.project.path
    if how == "deleted":
        path.unlink()
    elif how == "replaced":
        shutil.copy(path.with_name("other.copy"), path.with_name("new"))
        path.with_name("new").replace(path)
    elif how == "overwritten":
        path.write_bytes(path.with_name("other.copy").read_bytes())
    else:
        raw = bytearray(path.read_bytes())
        raw[24:28], raw[4096:] = b"tear", bytes(len(raw) - 4096)
        path.write_bytes(raw)


@pytest.fixture
def worked(window):
    """A window with a step of its own, and beside its project a copy with another step of another computer."""
    marked(window)
    project = window.session.project
    project.base = project.path.with_name("base.copy")
    project.save_copy(project.base)
    project.save_copy(project.path.with_name("other.postil"))
    other = Project.open(project.path.with_name("other.postil"))
    other.run("Tag", operations.annotate_with_paths, 1, 100, 110, ["Framing"], "from elsewhere")
    other.close()
    other.path.rename(other.path.with_suffix(".copy"))
    marked(window)
    return window


def projects(window) -> list[str]:
    """What is beside the project by now."""
    path = window.session.project.path
    return sorted(found.name for found in path.parent.glob("reading*.postil"))


@pytest.mark.parametrize("how", ["replaced", "overwritten"])
@pytest.mark.parametrize("choice", ["Bring both together", "Go on with yours", "Go on with the one on the disk"])
def test_both_versions_stay_whatever_is_chosen(worked, qtbot, how, choice):
    window, path = worked, worked.session.project.path
    mine, other = contents(window.session.project), saved(path.with_name("other.copy"))
    lose(window, how)
    seen = act_in(ConflictScreen, lambda dialog: press(dialog, choice))
    marked(window)
    qtbot.waitUntil(lambda: bool(seen) and window.session.project.conflict is None)
    assert window.session.project.path == path
    assert not window.session.project.read_only
    assert window.banner.isHidden()
    notes = [annotation.note for annotation, _ in annotations.everywhere(window.session.project.db)]
    expected = {
        "Bring both together": ["a note", "a note", "from elsewhere"],
        "Go on with yours": ["a note", "a note"],
        "Go on with the one on the disk": ["a note", "from elsewhere"],
    }
    assert sorted(notes) == expected[choice]
    kept = [saved(path.with_name(name)) for name in projects(window)]
    assert mine in kept
    assert other in kept
    assert marked(window) == len(notes) + 1


def test_bringing_together_is_one_step_that_can_be_undone(worked, qtbot):
    lose(worked, "replaced")
    seen = act_in(ConflictScreen, lambda dialog: press(dialog, "Bring both together"))
    marked(worked)
    qtbot.waitUntil(lambda: bool(seen) and worked.session.project.conflict is None)
    assert sum(worked.session.annotation_counts.values()) == 3
    assert "1 tag" in worked.messages.text()
    trigger(worked, "edit.undo")
    assert sum(worked.session.annotation_counts.values()) == 2


def test_a_conflict_shows_both_sides_and_what_only_one_has(worked, qtbot):
    lose(worked, "replaced")
    seen = act_in(ConflictScreen, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    marked(worked)
    qtbot.waitUntil(lambda: bool(seen))
    text = words(seen[0])
    assert "“reading” was replaced by another file" in text
    assert "Your work is kept beside the file as “reading (recovered 20" in text
    assert "Only the last action was not carried out." in text
    assert text.count("1 only here") == 5  # an annotation and a note on either side, a tag on one


def test_nothing_is_written_until_it_is_decided(worked, qtbot):
    window = worked
    lose(window, "replaced")
    seen = act_in(ConflictScreen, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    marked(window)
    qtbot.waitUntil(lambda: bool(seen))
    assert words(window.banner).startswith("Not saving\n“reading.postil” was replaced by another file")
    assert "reading · offline · not saving" in words(window.status)
    before, listed = window.session.project.path.read_bytes(), projects(window)
    assert marked(window) == 2
    QApplication.processEvents()
    assert QApplication.activeModalWidget() is None  # asked once; the banner stays
    assert window.session.project.path.read_bytes() == before
    seen = act_in(ConflictScreen, lambda dialog: press(dialog, "Go on with yours"))
    next(b for b in window.banner.findChildren(QPushButton) if b.isVisible()).click()
    qtbot.waitUntil(lambda: bool(seen) and window.session.project.conflict is None)
    assert len(projects(window)) == len(listed) + 1  # the recovered copy was not made twice


@pytest.mark.parametrize("how", ["deleted", "damaged"])
def test_where_there_is_no_other_version_ours_is_put_back(worked, qtbot, how):
    window, path = worked, worked.session.project.path
    mine = contents(window.session.project)
    lose(window, how)
    torn = path.read_bytes() if path.exists() else None
    seen = act_in(ConflictScreen, lambda dialog: press(dialog, "Go on with yours, as “reading”"))
    marked(window)
    qtbot.waitUntil(lambda: bool(seen) and window.session.project.conflict is None)
    assert "Bring both together" not in words(seen[0])
    assert ("is kept beside it under another name" in words(seen[0])) == (how == "damaged")
    assert ("“reading.postil” is damaged" in words(seen[0])) == (how == "damaged")
    assert contents(window.session.project) == mine
    assert window.session.project.path == path
    assert torn is None or torn in [(path.parent / name).read_bytes() for name in projects(window)]


def test_another_project_in_its_place_is_not_brought_together(worked, qtbot):
    window, path = worked, worked.session.project.path
    stranger = Project.create(path.with_name("stranger.postil"))
    stranger.close()
    stranger.path.replace(path)
    seen = act_in(ConflictScreen, lambda dialog: press(dialog, "Go on with the one on the disk"))
    marked(window)
    qtbot.waitUntil(lambda: bool(seen) and window.session.project.conflict is None)
    assert "Bring both together" not in words(seen[0])
    assert window.session.documents == {}


def test_a_note_that_could_not_be_saved_can_be_copied(worked, qtbot):
    window = worked
    window.reader.select_sentence()
    trigger(window, "annotation.note")
    lose(window, "replaced")
    qtbot.keyClicks(QApplication.focusWidget(), "not lost")

    def copy(dialog) -> None:
        press(dialog, "Copy the unsaved note")
        press(dialog, "Go on with the one on the disk")

    seen = act_in(ConflictScreen, copy)
    window.note_editor.save()
    qtbot.waitUntil(lambda: bool(seen) and window.session.project.conflict is None)
    assert QGuiApplication.clipboard().text() == "not lost"
    assert not window.note_editor.isVisible()
    assert all(a.note != "not lost" for a, _ in annotations.everywhere(window.session.project.db))


def test_what_cannot_be_saved_beside_is_tried_again(worked, qtbot, monkeypatch):
    window = worked
    folder = window.session.project.path.parent
    lose(window, "replaced")
    folder.rename(folder.with_name("away"))
    marked(window)
    qtbot.waitUntil(lambda: "cannot be written to" in window.messages.text())
    folder.with_name("away").rename(folder)
    seen = act_in(ConflictScreen, lambda dialog: press(dialog, "Go on with yours"))
    next(b for b in window.messages.findChildren(QPushButton) if b.text() == "Try again").click()
    qtbot.waitUntil(lambda: bool(seen) and window.session.project.conflict is None)


def test_closing_the_window_keeps_what_was_open(worked):
    mine = contents(worked.session.project)
    lose(worked, "replaced")
    worked.reader.select_sentence()
    trigger(worked, "annotation.note")
    QTest.keyClicks(QApplication.focusWidget(), "typed last")  # noticed only while closing
    worked.close()
    assert not worked.isVisible()
    (recovered,) = (name for name in projects(worked) if "recovered" in name)
    assert saved(worked.session.project.path.with_name(recovered)) == mine


@pytest.mark.parametrize("goes", [True, False])
def test_what_can_be_kept_nowhere_is_asked_about_before_it_goes(worked, monkeypatch, qtbot, goes):
    asked = []
    monkeypatch.setattr(messages, "confirm", lambda *words: asked.append(words[2]) or goes)
    folder = worked.session.project.path.parent
    lose(worked, "replaced")
    folder.rename(folder.with_name("away"))
    marked(worked)
    worked.close()
    assert "cannot be written to" in asked[0]
    assert worked.isVisible() != goes
    folder.with_name("away").rename(folder)
    if not goes:
        seen = act_in(ConflictScreen, lambda dialog: dialog.reject())
        qtbot.waitUntil(lambda: bool(seen))


# -- checks


def spoil(path, sql: str) -> None:
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()


def checked(window, qtbot, act) -> CheckScreen:
    seen = act_in(CheckScreen, act)
    trigger(window, "project.check")
    qtbot.waitUntil(lambda: bool(seen))
    QApplication.processEvents()
    return seen[0]


def test_a_check_says_what_was_looked_at(window, qtbot, monkeypatch, tmp_path):
    marked(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "report"), ""))

    def look(dialog) -> None:
        press(dialog, "Copy report")
        press(dialog, "Save report…")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    screen = checked(window, qtbot, look)
    assert "“reading” is whole" in words(screen)
    assert "Quotes against the texts\n1" in words(screen)
    report = QGuiApplication.clipboard().text()
    assert "✓ 1 quotes against the texts" in report
    assert "No problem was found." in report
    assert (tmp_path / "report.txt").read_text("utf-8") == report


def test_a_report_is_never_written_over_a_project(window, qtbot, monkeypatch):
    path = window.session.project.path
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def save(dialog) -> None:
        press(dialog, "Save report…")
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    checked(window, qtbot, save)
    assert path.with_name("reading.postil.txt").exists()
    assert saved(path) == contents(window.session.project)


def test_problems_are_listed_and_what_can_be_repaired_is(window, qtbot):
    marked(window)
    path = window.session.project.path
    spoil(path, "UPDATE document SET words = words + 1")
    after = []

    def repair(dialog) -> None:
        act_in(CheckScreen, lambda again: after.append(words(again)))
        press(dialog, "Repair what can be repaired")

    screen = checked(window, qtbot, repair)
    assert "2 problems found in “reading”" in words(screen)
    assert "“Article 1” says it has" in words(screen)
    qtbot.waitUntil(lambda: bool(after))
    assert "“reading” is whole" in after[0]
    assert "The length of “Article 1” was counted anew." in after[0]


def test_what_is_open_to_read_only_is_checked_but_not_repaired(window, taken, qtbot):
    window.session.open_project(taken.path, read_only=True)
    screen = checked(window, qtbot, lambda dialog: dialog.reject())
    assert "“taken” is whole" in words(screen)


# -- after a session that did not end properly


def test_after_a_crash_the_next_start_says_what_it_checked(open_window, tmp_path, qtbot):
    window = open_window()
    marked(window)
    path = window.session.project.path
    lock = lock_path(path).read_bytes()
    window.close()
    window.session.project.close()
    lock_path(path).write_bytes(lock)  # as a program leaves it that was killed
    window = open_window(path)
    safety.tell_what_was_left(window)
    qtbot.waitUntil(window.messages.isVisible)
    assert window.messages.text() == (
        "Postil did not end properly last time. The project was checked, and its annotation is there."
    )
    seen = act_in(CheckScreen, lambda dialog: dialog.reject())
    next(b for b in window.messages.findChildren(QPushButton) if b.text() == "See the report").click()
    assert "“reading” is whole" in words(seen[0])
    assert not window.messages.isVisible()


def test_after_a_proper_end_nothing_is_said(window, qtbot):
    safety.tell_what_was_left(window)
    qtbot.wait(50)
    assert not window.messages.isVisible()
