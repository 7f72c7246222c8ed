import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QSlider

from ui import settings as settings_file
from ui import theme
from ui.reading_panel import MEASURES, ReadingPanel, ThemeButton
from ui.settings import Settings

LONG = "\n".join(f"Paragraph {number} says something that takes more than one line. " * 4 for number in range(30))


@pytest.fixture
def window(open_window):
    yield open_window(texts=(LONG,))
    theme.apply(QApplication.instance(), "light")


@pytest.fixture
def panel(window) -> ReadingPanel:
    window.actions_by_id["view.reading"].trigger()
    return window.findChild(ReadingPanel)


def control(panel, kind, name: str):
    """The control that a screen reader would call this."""
    return next(found for found in panel.findChildren(kind) if found.accessibleName() == name)


def lines_of(window, paragraph: int) -> int:
    window.reader.grab()  # only what is seen is laid out
    return window.reader.document().findBlockByNumber(paragraph).layout().lineCount()


def tops(window) -> list[float]:
    return [visible.top for visible in window.reader.visible_blocks()[:3]]


def test_it_opens_over_the_text_at_its_upper_right_and_esc_gives_the_focus_back(window, qtbot):
    button = control(window.top, QPushButton, "Reading settings (Ctrl+,)")
    assert button.toolTip() == button.accessibleName()
    window.reader.setFocus()
    qtbot.keyClick(window.reader, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    panel = window.findChild(ReadingPanel)
    assert panel.isVisible()
    text = window.reader.rect().translated(window.reader.mapTo(window, window.reader.rect().topLeft()))
    assert text.contains(panel.geometry())
    assert panel.geometry().right() > text.right() - 40
    assert panel.geometry().top() < text.top() + 40
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.reader.hasFocus()


def test_tab_walks_every_control_and_stays_in_the_panel(panel, qtbot):
    first = QApplication.focusWidget()
    names = []
    while not names or QApplication.focusWidget() is not first:
        names.append(QApplication.focusWidget().accessibleName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    measures = [measure.name for measure in MEASURES]
    assert names == ["Theme: light", "Font", *measures, "Paragraph numbers", "Reset font, sizes and spaces"]
    qtbot.keyClick(first, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget().accessibleName() == names[-1]
    assert panel.isVisible()


def test_the_arrow_keys_change_the_text_at_once(window, panel, qtbot):
    first = window.reader.grab().toImage()
    for measure in MEASURES:
        slider = control(panel, QSlider, measure.name)
        slider.setFocus()
        for _ in range(4):
            qtbot.keyClick(slider, Qt.Key.Key_Right)
        assert window.reader.grab().toImage() != first, measure.name
        for _ in range(4):
            qtbot.keyClick(slider, Qt.Key.Key_Left)
        assert window.reader.grab().toImage() == first, measure.name


def test_buttons_beside_a_slider_take_it_a_step_back_and_on(window, panel, qtbot):
    more, less = (control(panel, QPushButton, f"Size: {word}") for word in ("more", "less"))
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(less, Qt.MouseButton.LeftButton)
    assert window.reader.font().pixelSize() == Settings().reader_size + 1
    assert control(panel, QSlider, "Size").accessibleDescription() == f"{Settings().reader_size + 1} px"


def test_the_keys_for_larger_and_smaller_text_move_the_slider(window, panel):
    window.actions_by_id["view.larger"].trigger()
    assert control(panel, QSlider, "Size").value() == Settings().reader_size + 1
    window.actions_by_id["view.normal"].trigger()
    assert control(panel, QSlider, "Size").value() == Settings().reader_size


def test_another_font_and_width_break_the_lines_anew(window, panel):
    before = lines_of(window, 0)
    control(panel, QSlider, "Line width").setValue(45)
    narrow = lines_of(window, 0)
    assert narrow > before
    fonts = control(panel, QComboBox, "Font")
    picture = window.reader.grab().toImage()
    fonts.setCurrentIndex(2)
    assert window.reader.font().family() == fonts.itemData(2)
    assert window.reader.grab().toImage() != picture


def test_good_families_come_before_the_others(panel):
    good, others = theme.reading_families()
    fonts = control(panel, QComboBox, "Font")
    names = [fonts.itemData(row) for row in range(fonts.count()) if fonts.itemText(row)]
    assert names == ["", *good, *others]
    assert good[0] == theme.serif_family()
    assert len(set(names)) == len(names)


def test_space_between_paragraphs_moves_them_apart(window, panel):
    before = tops(window)
    control(panel, QSlider, "Between paragraphs").setValue(30)
    after = tops(window)
    assert after[0] == before[0]
    assert after[2] - after[1] > before[2] - before[1]


def test_paragraph_numbers_can_be_left_out(window, panel):
    numbers = control(panel, QCheckBox, "Paragraph numbers")
    text = window.reader.viewport()
    corner = text.mapTo(window, text.rect().topLeft())
    paper = theme.current().paper

    def beside() -> set[str]:
        image = window.grab().toImage()
        rows, columns = range(corner.y(), corner.y() + 400, 2), range(corner.x() - 40, corner.x() - 4)
        return {image.pixelColor(x, y).name() for x in columns for y in rows}

    assert beside() != {paper}
    numbers.click()
    assert beside() == {paper}
    numbers.click()
    assert beside() != {paper}


def test_themes_are_chosen_with_the_arrow_keys(window, panel, qtbot):
    for setting in ("sepia", "dark", "contrast", "system", "light"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        assert window.settings.theme == setting
        assert theme.current().name == theme.choose(setting)
        assert QApplication.focusWidget().isChecked()
    assert panel.isVisible()


def test_reset_brings_back_what_was_at_first_and_leaves_the_theme(window, panel, qtbot):
    control(panel, ThemeButton, "Theme: sepia").click()
    for measure in MEASURES:
        control(panel, QSlider, measure.name).setValue(999)
    control(panel, QCheckBox, "Paragraph numbers").click()
    control(panel, QComboBox, "Font").setCurrentIndex(1)
    control(panel, QPushButton, "Reset font, sizes and spaces").click()
    default = Settings()
    for name in ("reader_family", "reader_numbers", *(measure.setting for measure in MEASURES)):
        assert getattr(window.settings, name) == getattr(default, name)
    assert control(panel, QSlider, "Line height").accessibleDescription() == "× 1.6"
    assert window.settings.theme == "sepia"


def test_settings_hold_after_a_restart(window, panel):
    for measure in MEASURES:
        slider = control(panel, QSlider, measure.name)
        slider.setValue(slider.value() + 2)
    control(panel, QCheckBox, "Paragraph numbers").click()
    window.close()
    known = settings_file.load()
    assert (known.reader_size, known.reader_width, known.reader_height, known.reader_gap, known.reader_numbers) == (
        19, 70, 1.8, 0.55, False
    )  # fmt: skip


def test_both_of_two_texts_side_by_side_change(open_window):
    window = open_window(texts=(LONG, LONG))
    window.actions_by_id["article.beside"].trigger()
    window.actions_by_id["view.larger"].trigger()
    assert [reader.font().pixelSize() for reader in window.panes.readers] == [Settings().reader_size + 1] * 2
