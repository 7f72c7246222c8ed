"""What a measured line is, and how it is measured: ours and its limit by turns, medians of both."""

import multiprocessing
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")


class Line(NamedTuple):
    """What ours takes and the least it could take, and the most memory ours took, in megabytes.

    Both are in `unit`: seconds, or megabytes.
    """

    name: str
    ours: float
    limit: float
    ratio: float
    peak_mb: float
    unit: str = "s"


def line(name: str, ours: list[float], limit: list[float], peak_mb: float) -> Line:
    """A line of the medians."""
    return Line(name, median(ours), median(limit), median(ours) / median(limit), peak_mb)


def timed(action: Callable[[], object]) -> float:
    """Seconds the action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def by_turns(name: str, ours: Callable[[], float], limit: Callable[[], float], runs: int = 5) -> Line:
    """Measures ours and the limit one after the other, so that a busy machine slows both."""
    our_times, limit_times, peak = [], [], 0.0
    for _ in range(runs):
        our_times.append(ours())
        peak = peak or peak_mb()
        limit_times.append(limit())
    return line(name, our_times, limit_times, peak)


def peak_mb() -> float:
    """The most memory this process has held, in megabytes."""
    units = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / units


def in_fresh_process(function: Callable[..., Result], *arguments: Any) -> Result:
    """What the function returns when a process of its own runs it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def measured(name: str, folder: Path, scale: float) -> Line:
    """The line that `module.function` of this package measures, or `module.function:of what`."""
    path, _, what = name.partition(":")
    module, function = path.split(".")
    more = [what] if what else []
    found: Line = getattr(import_module(f"{__package__}.{module}"), function)(folder, scale, *more)
    return found
