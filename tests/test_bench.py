"""The benchmark runs and says what it measured; how long anything takes is not tested."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["frequencies", "passages", "scroll-word", "memory", "words", "m-sentence"])
def test_a_line_of_a_tiny_corpus_as_json(name):
    command = [sys.executable, "-m", "tests.bench", "--only", name, "--json", "--scale", "0.01"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (line,) = json.loads(done.stdout)
    assert line.pop("name") == name
    assert line.pop("unit") in ("s", "MB")
    assert set(line) == {"ours", "limit", "ratio", "peak_mb"}
    assert all(value > 0 for value in line.values())
    assert line["ratio"] == pytest.approx(line["ours"] / line["limit"])
