"""Backups as the window makes, lists and restores them."""

import re
import shutil
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QListWidget, QPushButton

from core import moments
from storage import operations, snapshots, tag_operations
from storage.annotations import everywhere
from storage.project import Project
from storage.repair import repair
from tests.storage.contents import contents
from tests.ui.screens import act_in, marked, press, saved, trigger, words
from ui.safety import backup_screen, keeping
from ui.safety.backup_screen import BackupScreen
from ui.safety.keeping import found


def back_up(window, reason: str) -> snapshots.Snapshot:
    project = window.session.project
    folder = snapshots.folder_for(project.path, project.guid, window.keeping.chosen)
    return snapshots.take(project.path, folder, reason, project.guid)


def read(dialog, qtbot) -> str:
    """What the screen says once the selected backup was read."""
    qtbot.waitUntil(lambda: "Reading what it holds" not in words(dialog))
    return words(dialog)


@pytest.fixture
def kept(window):
    """A window on a project with two backups and work after each."""
    marked(window)
    back_up(window, "opened")
    marked(window)
    back_up(window, "while working")
    marked(window)
    window.session.do("Rename", operations.rename_tag, 1, "Trade")
    return window


def restoring(screen) -> list[QPushButton]:
    """The buttons that go back to a backup."""
    return [b for b in screen.findChildren(QPushButton) if b.text().startswith(("Restore", "Go"))]


def in_backups(window, act) -> list:
    """Opens the screen and does something in it."""
    seen = act_in(BackupScreen, act)
    trigger(window, "project.backups")
    assert seen
    return seen


def test_backups_are_listed_with_what_they_hold_and_what_came_since(kept, qtbot):
    texts = []

    def look(dialog) -> None:
        texts.append(read(dialog, qtbot))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        texts.append(read(dialog, qtbot))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    in_backups(kept, look)
    newest, oldest = texts
    when = moments.said(found(kept.session.project.path, None)[0].taken, datetime.now().astimezone())
    assert f"{when}, while working, " in newest
    assert f"{when.capitalize()}\nWhile working · " in newest
    assert "Annotations\n2\n1 added" in newest
    assert "Notes\n2\n1 added" in newest
    assert "Tags\n1\n1 changed" in newest
    assert "Articles\n1\nno change" in newest
    assert "Article 1, 2" in newest
    assert "Economy, 2" in newest
    assert "Annotations\n1\n2 added" in oldest
    assert re.search(r"2 backups, \d+ KB, kept in .*reading backups$", newest, re.MULTILINE)


def test_a_backup_is_restored_as_a_copy_by_keyboard(kept, qtbot, monkeypatch):
    before, copy = saved(kept.session.project.path), kept.session.project.path.with_name("copy")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))

    def restore(dialog) -> None:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        read(dialog, qtbot)
        press(dialog, "Restore as a copy…")

    original = kept.session.project.path
    in_backups(kept, restore)
    assert kept.session.project.path == copy.with_suffix(".postil")
    assert sum(kept.session.annotation_counts.values()) == 1
    assert saved(original) == before


def test_going_back_keeps_what_was_until_then(kept, qtbot):
    path, before = kept.session.project.path, saved(kept.session.project.path)

    def go_back(dialog) -> None:
        read(dialog, qtbot)
        press(dialog, "Go back to this one")

    in_backups(kept, go_back)
    assert kept.session.project.path == path
    assert sum(kept.session.annotation_counts.values()) == 2
    assert [tag.name for tag in kept.session.tags] == ["Economy"]
    assert kept.messages.text().startswith("The project is again as it was today ")
    newest, *_ = found(path, None)
    assert newest.reason == "before restoring"
    assert saved(newest.path) == before
    assert marked(kept) == 3


def test_without_a_backup_there_is_a_sentence(window):
    (screen,) = in_backups(window, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert "No backup yet" in words(screen)
    assert not any(
        b.isEnabled() for b in screen.findChildren(QPushButton) if b.text().startswith(("Restore", "Go"))
    )


def test_a_backup_that_was_damaged_says_so_and_is_not_restored(kept, qtbot):
    newest, *_ = found(kept.session.project.path, None)
    newest.path.write_bytes(newest.path.read_bytes()[:5000])
    texts = []
    (screen,) = in_backups(kept, lambda dialog: (texts.append(read(dialog, qtbot)), dialog.reject()))
    assert "is damaged" in texts[0]
    assert not any(
        b.isEnabled() for b in screen.findChildren(QPushButton) if b.text().startswith(("Restore", "Go"))
    )


def test_what_is_open_to_read_only_is_not_gone_back_in(kept, qtbot, tmp_path):
    path = kept.session.project.path
    elsewhere = Project.create(tmp_path / "elsewhere.postil")
    elsewhere.close()
    kept.session.open_project(elsewhere.path)
    kept.session.open_project(path, read_only=True)
    (screen,) = in_backups(kept, lambda dialog: (read(dialog, qtbot), dialog.reject()))
    assert [button.isHidden() for button in restoring(screen)] == [False, True]


def test_a_damaged_project_offers_its_backups(kept, qtbot, tmp_path):
    path, elsewhere = kept.session.project.path, Project.create(tmp_path / "elsewhere.postil")
    elsewhere.close()
    kept.session.open_project(elsewhere.path)
    torn = path.read_bytes()[:9000]
    path.write_bytes(torn)
    assert not kept.session.open_project(path)
    assert "is damaged" in kept.messages.text()

    def go_back(dialog) -> None:
        assert "is damaged" in read(dialog, qtbot)
        press(dialog, "Go back to this one")

    seen = act_in(BackupScreen, go_back)
    next(b for b in kept.messages.findChildren(QPushButton) if b.text() == "Its backups…").click()
    assert seen
    assert kept.session.project.path == path
    assert sum(kept.session.annotation_counts.values()) == 2
    assert torn in [other.read_bytes() for other in path.parent.glob("reading (damaged*.postil")]


@pytest.mark.parametrize("with_backups", [True, False])
def test_what_is_left_of_a_damaged_project_can_be_rebuilt(kept, tmp_path, qtbot, monkeypatch, with_backups):
    path, elsewhere = kept.session.project.path, Project.create(tmp_path / "elsewhere.postil")
    before = contents(kept.session.project)
    elsewhere.close()
    kept.session.open_project(elsewhere.path)
    damaged = path.read_bytes().replace(b"ambassador", b"ambassadog")
    path.write_bytes(damaged)
    if not with_backups:
        shutil.rmtree(path.with_name("reading backups"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (given[2], ""))
    assert not kept.session.open_project(path)
    if with_backups:
        act_in(BackupScreen, lambda dialog: press(dialog, "Rebuild what is left of its file…"))
    wanted = "Its backups…" if with_backups else "Rebuild what is left…"
    next(b for b in kept.messages.findChildren(QPushButton) if b.text() == wanted).click()
    qtbot.waitUntil(lambda: kept.session.project.path == path.with_name("reading (rebuilt).postil"))
    assert "was made from “reading.postil”" in kept.messages.text()
    assert path.read_bytes() == damaged
    assert contents(kept.session.project)["coding"] == before["coding"]


def test_backups_can_be_kept_elsewhere_and_beside_again(kept, tmp_path, monkeypatch):
    folder = tmp_path / "safe place"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    texts = []

    def back_home(dialog) -> None:
        texts.append(words(dialog))
        act_in(BackupScreen, lambda last: texts.append(words(last)))
        press(dialog, "Keep them beside each project")

    def move(dialog) -> None:
        act_in(BackupScreen, back_home)
        press(dialog, "Choose another folder…")

    in_backups(kept, move)
    assert len(texts) == 2
    assert kept.settings.backups == ""
    kept.keeping.choose(folder)
    assert kept.settings.backups == str(folder)
    assert back_up(kept, "opened").path.parent.parent == folder
    assert len(found(kept.session.project.path, folder)) == 3  # those beside the project are still listed


# -- made while somebody works


@pytest.fixture
def keeper(window, monkeypatch):
    """A window that makes backups, as soon as it may."""
    monkeypatch.setattr("storage.keeper._QUIET", 0.0)
    window.keeping.start()
    yield window
    window.keeping.end()


def reasons(window) -> list[str]:
    return [each.reason for each in found(window.session.project.path, window.keeping.chosen)]


def test_a_backup_is_made_on_opening_and_of_each_project_that_is_opened(keeper, qtbot, tmp_path):
    qtbot.waitUntil(lambda: reasons(keeper) == ["opened"])
    other = Project.create(tmp_path / "other.postil")
    other.close()
    keeper.session.open_project(other.path)
    qtbot.waitUntil(lambda: reasons(keeper) == ["opened"])
    assert found(other.path, None)[0].path.parent == tmp_path / "other backups"
    assert marked(keeper) == 0  # it has no article


def test_a_backup_is_made_before_much_is_taken_away(keeper, qtbot, monkeypatch):
    monkeypatch.setattr(keeping, "_PATIENCE", 20.0)  # seconds; on a busy machine copying takes longer
    qtbot.waitUntil(lambda: reasons(keeper) == ["opened"])
    marked(keeper)
    keeper.session.do("Delete", tag_operations.delete_tags, [1])
    assert list(keeper.session.tags) == []
    qtbot.waitUntil(lambda: reasons(keeper) == ["before deleting a tag", "opened"])  # copied, and then checked
    newest, *_ = found(keeper.session.project.path, None)
    assert len(saved(newest.path)["tag"]) == 1
    assert sum(1 for _ in everywhere(keeper.session.project.db)) == 1


def test_a_backup_is_made_when_it_is_time_and_something_changed(keeper, qtbot, monkeypatch):
    qtbot.waitUntil(lambda: reasons(keeper) == ["opened"])
    monkeypatch.setattr("storage.keeper.EVERY", timedelta(0))
    keeper.keeping._timer.timeout.emit()
    qtbot.wait(100)
    assert reasons(keeper) == ["opened"]
    marked(keeper)
    keeper.keeping._timer.timeout.emit()
    qtbot.waitUntil(lambda: reasons(keeper) == ["while working", "opened"])


def test_trouble_with_backups_is_told_once(keeper, qtbot, monkeypatch, tmp_path):
    qtbot.waitUntil(lambda: reasons(keeper) == ["opened"])
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=0))
    keeper.session.do("Create", operations.create_tag_path, "Economy")
    keeper.session.do("Delete", tag_operations.delete_tags, [1])
    assert list(keeper.session.tags) == []  # the step was made all the same
    keeper.keeping._timer.timeout.emit()
    assert "There is no room for a backup" in keeper.messages.text()
    told = keeper.messages.told
    keeper.keeping._timer.timeout.emit()
    assert keeper.messages.told == told
    assert any(b.text() == "Choose another folder…" for b in keeper.messages.findChildren(QPushButton))


def test_of_a_project_to_read_only_no_backup_is_made(keeper, qtbot, tmp_path):
    other = Project.create(tmp_path / "other.postil")
    other.close()
    keeper.session.open_project(other.path, read_only=True)
    qtbot.wait(100)
    assert found(other.path, None) == []
    assert keeper.keeping.folder is None


def test_what_is_much_to_take_away_is_done_by_operations():
    assert set(keeping.BEFORE) >= {
        operations.remove_document,
        tag_operations.delete_tags,
        tag_operations.merge_tags,
        repair,
    }


def test_the_list_is_walked_without_reading_what_is_passed_by(kept, qtbot, monkeypatch):
    read_, looked = [], backup_screen.look_at_both
    monkeypatch.setattr(backup_screen, "look_at_both", lambda *paths: read_.append(paths[0]) or looked(*paths))

    def walk(dialog) -> None:
        listed = dialog.findChild(QListWidget)
        for row in (1, 0, 1):
            listed.setCurrentRow(row)
        read(dialog, qtbot)
        dialog.reject()

    in_backups(kept, walk)
    assert len(read_) == 1
