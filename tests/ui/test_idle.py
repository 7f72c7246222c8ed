import sys

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.idle import Loader


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Two modules that nobody has loaded."""
    names = "slow_to_load_one", "slow_to_load_two"
    for name in names:
        (tmp_path / f"{name}.py").write_text("", "utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    return names


def test_modules_are_loaded_when_nobody_does_anything(qtbot, modules):
    loader = Loader(QApplication.instance(), modules, pause=1)
    with qtbot.waitSignal(loader.destroyed):
        pass
    assert set(modules) <= set(sys.modules)


def test_who_types_is_not_disturbed(qtbot, modules):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    loader = Loader(QApplication.instance(), modules, pause=60_000)
    timer = loader.findChild(QTimer)
    qtbot.waitUntil(lambda: timer.remainingTime() < 59_000)
    before = timer.remainingTime()
    QTest.keyClick(field, Qt.Key.Key_A)
    assert timer.remainingTime() > before
    assert not set(modules) & set(sys.modules)
    loader.deleteLater()
