"""Colours and fonts: the roles of `resources/themes.toml`, one stylesheet template, the best fonts there are."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from core import palette

RESOURCES = Path(__file__).parent.parent / "resources"
SERIF = ("Charter", "Bitstream Charter", "Georgia", "Noto Serif", "Source Serif 4", "Source Serif Pro",
         "Libertinus Serif", "Cambria", "DejaVu Serif", "Liberation Serif", "Times New Roman")  # fmt: skip
SANS = ("Inter", "Noto Sans", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Ubuntu", "Cantarell",
        "DejaVu Sans", "Liberation Sans", "Arial")  # fmt: skip
READING = ("Literata", "Atkinson Hyperlegible", "OpenDyslexic")  # chosen by those who need or like them
UNTAGGED_MARK = "#86827a"  # the line of a passage without a tag: colour belongs to tags
TEXT_SIZE, SMALL_SIZE, HEAD_SIZE = 13.0, 11.5, 11.0  # pixels, for what Postil itself says


@dataclass(frozen=True, slots=True)
class Theme:
    """One look. Every field but `name` and `outlined` is a colour, `#rrggbb` or `#aarrggbb`.

    Where `outlined`, highlights and chips are borders in their tag's colour, without a ground.
    """

    name: str
    paper: str
    panel: str
    ground: str
    ink: str
    muted: str
    disabled: str
    line: str
    accent: str
    soft: str
    hover: str
    ring: str
    selection: str
    selected: str
    untagged: str
    shadow: str
    error: str
    outlined: bool = False

    @property
    def dark(self) -> bool:
        """Whether this is a dark look."""
        return palette.luminance(self.paper) < 0.2

    @property
    def hardest(self) -> str:
        """Of page and panels the colour that it is hardest to stand out from."""
        return _hardest(self.name)

    @property
    def track(self) -> str:
        """The ground of strips: a line's colour, unless lines are too strong for marks on them."""
        return self.paper if self.outlined else self.line

    @property
    def text_contrast(self) -> float:
        """What text in a tag's colour has at least, against its ground."""
        return 7.0 if self.outlined else 4.5


@cache
def themes() -> dict[str, Theme]:
    """All looks by name."""
    roles = tomllib.loads((RESOURCES / "themes.toml").read_text("utf-8"))
    return {name: Theme(name=name, **colors) for name, colors in roles.items()}


_current = "light"


def current() -> Theme:
    """The look in use."""
    return themes()[_current]


def choose(setting: str) -> str:
    """The name of the look for a setting; `system` is what the desktop asks for, `contrast` dark where that is."""
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    known = setting in themes()
    if setting == "contrast" or (strong and not known):
        return "contrast-dark" if dark else "contrast"
    if known:
        return setting
    return "dark" if dark else "light"


def follow_system(change: Callable[[], None]) -> None:
    """Has something called whenever the desktop turns light or dark, or asks for more contrast or less."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(change)
    hints.accessibility().contrastPreferenceChanged.connect(change)


def apply(app: QApplication, name: str) -> None:
    """Makes a look the current one; every widget is told by a palette change."""
    global _current  # one look for the whole program, as for Qt's own palette
    _current = name
    theme = themes()[name]
    app.setFont(font())
    app.setPalette(_palette(theme))
    template = Template((RESOURCES / "style.qss").read_text("utf-8"))
    roles = {field: getattr(theme, field) for field in Theme.__slots__}
    # A border that is thicker with the focus takes its room from the margin, so that nothing moves.
    focus, slack = ("3px", "2px") if theme.outlined else ("1px", "0px")
    chosen, on_chosen = (theme.ink, theme.paper) if theme.outlined else (theme.soft, theme.accent)
    tick = (RESOURCES / f"tick-{'black' if theme.dark else 'white'}.svg").as_posix()
    app.setStyleSheet(
        template.substitute(roles, focus=focus, slack=slack, chosen=chosen, on_chosen=on_chosen, tick=tick)
    )


def _palette(theme: Theme) -> QPalette:
    qt = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.Base: theme.paper,
        QPalette.ColorRole.AlternateBase: theme.ground,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Mid: theme.line,
    }
    for role, color in roles.items():
        qt.setColor(role, QColor(color))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.ToolTipText,
    ):
        qt.setColor(role, QColor(theme.ink))
        qt.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.disabled))
    qt.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.selected))
    return qt


@lru_cache(maxsize=512)
def color(value: str) -> QColor:
    """A QColor of `#rrggbb`, made once."""
    return QColor(value)


def tint(tag_color: str | None, depth: int = 1) -> QColor:
    """The ground of a highlight in this look, stronger with depth; None is a highlight without a tag."""
    theme = current()
    if theme.outlined:
        return color(theme.paper)
    if tag_color is None and depth == 1:
        return color(theme.untagged)
    return color(palette.tint(tag_color or UNTAGGED_MARK, theme.paper, depth))


def mark(tag_color: str | None, on_track: bool = False) -> QColor:
    """A tag's colour as a line, bar or swatch: at least 3:1 against the page and panels, or against `track`."""
    ground = current().track if on_track else current().hardest
    return color(palette.readable(tag_color or UNTAGGED_MARK, ground, 3.0))


@cache
def _hardest(name: str) -> str:
    theme = themes()[name]
    return min((theme.paper, theme.panel), key=lambda ground: palette.contrast(theme.ink, ground))


def chip(tag_color: str | None) -> tuple[QColor, QColor]:
    """Ground and text of a tag's chip: at least 4.5:1. Its border is `outline`."""
    ground = tint(tag_color).name()
    return color(ground), text_on(tag_color or UNTAGGED_MARK, ground)


def outline(tag_color: str | None) -> QColor:
    """The border of a highlight or chip: its mark where there are no grounds, elsewhere nothing."""
    return mark(tag_color) if current().outlined else color("#00000000")


@cache
def _installed() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


@cache
def serif_family() -> str:
    """The best serif family the system has."""
    found = next((family for family in SERIF if family in _installed()), None)
    return found or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@cache
def reading_families() -> tuple[list[str], list[str]]:
    """The installed families: those that are good to read long texts in, the best first, and all others."""
    good = [family for family in (*SERIF, *READING, *SANS) if family in _installed()]
    others = {family for family in _installed() if not QFontDatabase.isPrivateFamily(family)}
    return good, sorted(others.difference(good), key=str.casefold)


@cache
def sans_family() -> str:
    """The best family for what Postil says."""
    found = next((family for family in SANS if family in _installed()), None)
    return found or QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@lru_cache(maxsize=64)
def font(size: float = TEXT_SIZE, weight: int = QFont.Weight.Normal, serif: bool = False) -> QFont:
    """A font of the interface, size in pixels; serif for what people wrote."""
    made = QFont(serif_family() if serif else sans_family())
    made.setPixelSize(round(size))
    made.setWeight(QFont.Weight(weight))
    return made


def text_on(tag_color: str, ground: str) -> QColor:
    """A tag's colour for its name, readable (4.5:1, or 7:1 where contrast is asked for) on the ground."""
    return color(palette.readable(tag_color, ground, current().text_contrast))
