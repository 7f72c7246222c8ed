"""`python -m tests.faults [--only NAME] [--scale 1.0]`: makes every fault in full and prints a table."""

import sys
import tempfile
from pathlib import Path
from time import perf_counter

import click

from tests.bench.__main__ import stay_at_home
from tests.bench.measuring import in_fresh_process
from tests.faults import SCRIPTS, done


@click.command()
@click.option("--only", type=click.Choice(SCRIPTS), multiple=True, help="Run this script; may be repeated.")
@click.option("--scale", default=1.0, show_default=True, help="Share of the full number of faults.")
def main(only: tuple[str, ...], scale: float) -> None:
    """Makes faults on purpose and says whether anything of a person's work was lost or changed by them."""
    good = True
    with tempfile.TemporaryDirectory(prefix="postil-faults-") as folder:
        stay_at_home(Path(folder))
        for name in SCRIPTS:
            if only and name not in only:
                continue
            start = perf_counter()
            what, result, fine = in_fresh_process(done, name, scale)
            indented = result.replace("\n", "\n" + " " * 10)
            print(f"{name:<10}{what} [{perf_counter() - start:.0f} s]\n{'':<10}{indented}", flush=True)
            good = good and fine
    sys.exit(not good)


if __name__ == "__main__":
    main()
