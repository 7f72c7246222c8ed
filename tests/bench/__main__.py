"""`python -m tests.bench [--only NAME] [--json] [--scale 1.0]`: measures and prints a table."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from core.chart_settings import NAMES
from core.measures.in_units import UNITS
from tests.bench import corpus
from tests.bench.measuring import Line, in_fresh_process, measured

# Each line: the function that measures it (after a colon what of), and the corpus it stands on.
LINES: dict[str, tuple[str, Callable[[Path, float], None] | None]] = {
    "start": ("start.start", None),
    "pace": ("reading.pace", corpus.make_long),
    "open-long": ("reading.open_long", corpus.make_long),
    "add-one": ("reading.add_one", corpus.make_long),
    "retag-one": ("reading.retag_one", corpus.make_long),
    "resize-one": ("reading.resize_one", corpus.make_long),
    "delete-one": ("reading.delete_one", corpus.make_long),
    "scroll-wheel": ("reading.scroll_wheel", corpus.make_long),
    "scroll-page": ("reading.scroll_page", corpus.make_long),
    "jump-last": ("reading.jump_last", corpus.make_long),
    "resize-window": ("reading.resize_window", corpus.make_long),
    "larger-font": ("reading.larger_font", corpus.make_long),
    "wider-column": ("reading.wider_column", corpus.make_long),
    "hover": ("reading.hover", corpus.make_long),
    "memory": ("memory.memory", corpus.make_long),
    "open-word": ("extremes.open_word", corpus.make_extremes),
    "scroll-word": ("extremes.scroll_word", corpus.make_extremes),
    "open-empty": ("extremes.open_empty", corpus.make_extremes),
    "scroll-empty": ("extremes.scroll_empty", corpus.make_extremes),
    "open-100k": ("extremes.open_crowded", corpus.make_extremes),
    "scroll-100k": ("extremes.scroll_crowded", corpus.make_extremes),
    "picker": ("picking.picker", corpus.make_thousand_tags),
    "tree-open": ("tree.open_tree", corpus.make_tree),
    "tree-filter": ("tree.filter_tree", corpus.make_tree),
    "codebook": ("codebook.open_codebook", corpus.make_many),
    "codebook-filter": ("codebook.filter_codebook", corpus.make_many),
    "passages": ("passages.open_passages", corpus.make_many),
    "passages-wheel": ("passages.scroll", corpus.make_many),
    "retag-10000": ("passages.retag", corpus.make_many),
    "undo-10000": ("passages.undo_retag", corpus.make_many),
    "open-books": ("safety.open_books", corpus.make_books),
    "step": ("safety.step", corpus.make_long),
    "backup": ("safety.backup", corpus.make_books),
    "frequencies": ("counting.count", corpus.make_many),
    "words": ("texts.read", corpus.make_many),
    "words-of-tag": ("texts.compare", corpus.make_many),
    "alike": ("texts.alike", None),
    "charts-first": ("charts.first", corpus.make_many),
    "charts-unit": ("charts.change_unit", corpus.make_many),
    "charts-filter": ("charts.change_filter", corpus.make_many),
    **{f"m-{name}": (f"charts.counted:{name}", corpus.make_many) for name in NAMES if name != "words"},
    **{f"m-{unit}": (f"relations.first:{unit}", corpus.make_many) for unit in UNITS},
    **{f"next-{unit}": (f"relations.again:{unit}", corpus.make_many) for unit in UNITS},
    "add-articles": ("counting.add_articles", None),
    "export-csv": ("counting.export_csv", corpus.make_many),
}


Target = tuple[str, Callable[[Line], bool]]


def times(most: float) -> Target:
    """At most so many times the limit."""
    return f"at most {most:g} times", lambda line: line.ratio <= most


def more(most: float) -> Target:
    """At most so many milliseconds (megabytes, where it is memory) beyond the limit."""

    def holds(line: Line) -> bool:
        return (line.ours - line.limit) * (1 if line.unit == "MB" else 1000) <= most

    return f"at most {most:g} more", holds


def at_most(milliseconds: float) -> Target:
    """At most so many milliseconds."""
    return f"at most {milliseconds:g} ms", lambda line: line.ours * 1000 <= milliseconds


TARGETS: dict[str, Target] = {
    "start": times(4),
    "open-long": times(1.5),
    **dict.fromkeys(("add-one", "retag-one", "resize-one", "delete-one"), more(8)),
    **dict.fromkeys(("scroll-wheel", "scroll-page"), at_most(8)),
    **dict.fromkeys(("jump-last", "resize-window", "larger-font", "wider-column"), at_most(30)),
    "hover": at_most(4),
    "memory": more(40),
    **dict.fromkeys(
        (f"{act}-{text}" for act in ("open", "scroll") for text in ("word", "empty", "100k")), times(1.5)
    ),
    "picker": at_most(16),
    "tree-open": at_most(100),
    "tree-filter": at_most(16),
    "codebook": at_most(300),
    "codebook-filter": at_most(16),
    "passages": at_most(150),
    "passages-wheel": at_most(16),
    **dict.fromkeys(("retag-10000", "undo-10000"), at_most(1000)),
    "open-books": at_most(1000),
    "step": times(1.3),
    "backup": at_most(50),
    "frequencies": times(1.5),
    "words": times(2),
    "words-of-tag": at_most(100),
    "alike": at_most(50),
    "charts-first": at_most(300),
    **dict.fromkeys(("charts-unit", "charts-filter"), at_most(100)),
    **{f"m-{name}": times(2) for name in (*NAMES, *UNITS) if name != "words"},
    **{f"next-{unit}": at_most(100) for unit in UNITS},
}


def stay_at_home(folder: Path) -> None:
    """Keeps the programs this one starts away from the screen and from the user's own files.

    Compiled Python is kept as well, as every start but the first finds it.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        path = folder / variable.lower()
        path.mkdir(mode=0o700)
        os.environ[variable] = str(path)


def row(line: Line) -> str:
    """A line as a row of the table, in milliseconds or megabytes."""
    scale = 1 if line.unit == "MB" else 1000
    ours, limit = line.ours * scale, line.limit * scale
    wanted, met = TARGETS.get(line.name, ("", lambda _: True))
    verdict = wanted if met(line) else f"{wanted}: MISSED"
    name = f"{line.name} MB" if line.unit == "MB" else line.name
    return (
        f"{name:<14}{ours:>10.1f}{limit:>10.1f}{line.ratio:>8.2f}{ours - limit:>10.1f}"
        f"{line.peak_mb:>9.0f}  {verdict}".rstrip()
    )


@click.command()
@click.option("--only", type=click.Choice(list(LINES)), multiple=True, help="Measure this line; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects instead of a table.")
@click.option("--scale", default=1.0, show_default=True, help="Size of the corpora.")
def main(only: tuple[str, ...], as_json: bool, scale: float) -> None:
    """Measures how long Postil takes, beside the least that each act could take on this machine."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as name:
        folder = Path(name)
        stay_at_home(folder)
        chosen = [line for line in LINES if line in only or not only]
        for make in dict.fromkeys(LINES[line][1] for line in chosen):
            if make is not None:
                in_fresh_process(make, folder, scale)
        if not as_json:
            print(f"{'line':<14}{'ours ms':>10}{'limit ms':>10}{'ratio':>8}{'more':>10}{'peak MB':>9}  target")
        for line in chosen:
            lines.append(in_fresh_process(measured, LINES[line][0], folder, scale))
            if not as_json:
                print(row(lines[-1]), flush=True)
    if as_json:
        print(json.dumps([line._asdict() for line in lines], indent=1))


if __name__ == "__main__":
    main()
