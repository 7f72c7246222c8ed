"""What Postil remembers about window and reader, in one small JSON file of the user's settings folder."""

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

MAX_RECENT = 8
RANGES = {  # what a number can be, both included
    "reader_size": (10, 40),
    "reader_width": (45, 110),
    "reader_height": (1.2, 2.4),
    "reader_gap": (0.1, 2.0),
}


@dataclass(slots=True)
class Settings:
    """Every setting with its default; the file holds the same names."""

    theme: str = "system"
    reader_family: str = ""  # empty: the best serif of the system
    reader_size: int = 17  # pixels
    reader_width: int = 68  # characters
    reader_height: float = 1.6  # times the size
    reader_gap: float = 0.45  # between paragraphs, times the height of a line
    reader_numbers: bool = True  # of paragraphs, beside the text
    tag_order: str = "name"  # how tags are sorted: one of ui.tag_model.ORDERS
    tag_scope: str = "here"  # in which articles they are counted: one of ui.tag_counts.SCOPES
    tag_own: bool = False  # whether they are counted without their subtags
    geometry: str = ""  # Qt's window geometry, base64
    panels: dict[str, list[int]] = field(default_factory=dict)  # splitter -> sizes
    columns: dict[str, list[int]] = field(default_factory=dict)  # table -> widths of its columns, pixels
    hidden: list[str] = field(default_factory=list)  # panels folded away by hand
    history: bool = False  # whether its panel is seen
    chart_width: int = 170  # mm, of a chart that is exported as a picture
    chart_patterns: bool = False  # in it, instead of colours
    methods_charts: list[str] = field(default_factory=lambda: ["frequency", "stacked"])  # those in a methods export
    backups: str = ""  # the folder for them; empty: beside each project
    recent: list[str] = field(default_factory=list)  # project paths, newest first
    # Project path -> what was open last: of each side [article, caret or -1, 1 if it was the active one].
    last: dict[str, list[list[int]]] = field(default_factory=dict)

    def remember_project(self, path: Path) -> None:
        """Puts a project first in the list of recent ones."""
        name = str(path.absolute())
        self.recent = [name, *(other for other in self.recent if other != name)][:MAX_RECENT]
        self.last = {key: panes for key, panes in self.last.items() if key in self.recent}


def settings_path() -> Path:
    """Where the settings are kept."""
    return Path(platformdirs.user_config_dir("Postil", appauthor=False)) / "settings.json"


def load() -> Settings:
    """The settings as saved; what is missing, or makes no sense, is the default: anybody may have edited them."""
    try:
        saved: Any = json.loads(settings_path().read_text("utf-8"))
    except (OSError, ValueError):
        saved = {}
    if not isinstance(saved, dict):
        saved = {}
    default = Settings()
    for known in fields(Settings):
        value = saved.get(known.name)
        if isinstance(value, type(getattr(default, known.name))) and _is_in_range(known.name, value):
            setattr(default, known.name, value)
    for texts in (default.hidden, default.methods_charts, default.recent):
        texts[:] = [each for each in texts if isinstance(each, str)]
    return default


def _is_in_range(name: str, value: Any) -> bool:
    return name not in RANGES or RANGES[name][0] <= value <= RANGES[name][1]


def save(settings: Settings) -> None:
    """Writes the settings; failing to is no reason to stop reading, so it is let go."""
    path = settings_path()
    aside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(asdict(settings), indent=1), "utf-8")
        os.replace(aside, path)
    except OSError:
        aside.unlink(missing_ok=True)
