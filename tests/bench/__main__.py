"""`python -m tests.bench [--only NAME] [--json] [--scale 1.0]`: measures and prints a table."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from tests.bench import corpus
from tests.bench.measuring import Line, in_fresh_process, measured

# Each line: the function that measures it, and the corpus it stands on.
LINES: dict[str, tuple[str, Callable[[Path, float], None] | None]] = {
    "start": ("start.start", None),
    "open-long": ("reading.open_long", corpus.make_long),
    "add-one": ("reading.add_one", corpus.make_long),
    "scroll-page": ("reading.scroll_page", corpus.make_long),
    "frequencies": ("counting.count", corpus.make_many),
    "add-articles": ("counting.add_articles", None),
    "export-csv": ("counting.export_csv", corpus.make_many),
}

TARGETS: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "start": ("at most 4 times", lambda line: line.ratio <= 4),
    "open-long": ("at most 3 times", lambda line: line.ratio <= 3),
    "add-one": ("at most 16 ms more", lambda line: line.ours_s - line.limit_s <= 0.016),
    "scroll-page": ("at most 16 ms", lambda line: line.ours_s <= 0.016),
    "frequencies": ("at most 1.5 times", lambda line: line.ratio <= 1.5),
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
    """A line as a row of the table."""
    more = (line.ours_s - line.limit_s) * 1000
    wanted, met = TARGETS.get(line.name, ("", lambda _: True))
    verdict = wanted if met(line) else f"{wanted}: MISSED"
    return (
        f"{line.name:<14}{line.ours_s * 1000:>10.1f}{line.limit_s * 1000:>10.1f}{line.ratio:>8.2f}{more:>10.1f}"
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
            print(f"{'line':<14}{'ours ms':>10}{'limit ms':>10}{'ratio':>8}{'more ms':>10}{'peak MB':>9}  target")
        for line in chosen:
            lines.append(in_fresh_process(measured, LINES[line][0], folder, scale))
            if not as_json:
                print(row(lines[-1]), flush=True)
    if as_json:
        print(json.dumps([line._asdict() for line in lines], indent=1))


if __name__ == "__main__":
    main()
