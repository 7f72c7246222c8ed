"""From starting the program to a painted window."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.bench.measuring import Line, line

_RUNS = 7


def start(folder: Path, _scale: float) -> Line:
    """Postil on the project with the samples, beside a bare window with a text field.

    Not for the first time: both find the byte code of their modules kept, as it is wherever Python may write.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(folder / "byte code")
    for kind in ("ours", "bare"):
        _first_paint(kind, kept)  # makes the project, and fills the caches of fonts and files
    ours, bare = [], []
    for _ in range(_RUNS):
        ours.append(_first_paint("ours", kept))
        bare.append(_first_paint("bare", kept))
    peak_mb = max(kilobytes for _, kilobytes in ours) / 1024
    return line("start", [seconds for seconds, _ in ours], [seconds for seconds, _ in bare], peak_mb)


def _first_paint(kind: str, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds from spawning the process until it says that it has painted, and its memory in kilobytes."""
    begin = perf_counter()
    command = [sys.executable, "-m", "tests.bench.painted", kind]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        words = process.stdout.readline().split()
        took = perf_counter() - begin
        said = process.stderr.read()
    assert words[:1] == ["painted"], f"the window was not painted: {said}"
    assert words[2:] == [], f"loaded at start although only the charts need it: {words[2:]}"
    return took, int(words[1])
