"""Two machines get the same program: everything it needs is pinned, and what is installed are the pins."""

import ast
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = PROJECT["project"]["dependencies"]
TOOLS = PROJECT["dependency-groups"]["dev"]
TRANSITIVE = PROJECT["tool"]["uv"]["constraint-dependencies"]


def pinned() -> dict[str, str]:
    """Versions by name, as pyproject.toml states them."""
    pins = {}
    for requirement in map(Requirement, [*DIRECT, *TOOLS, *TRANSITIVE]):
        (exact,) = requirement.specifier
        assert exact.operator == "==", requirement
        pins[canonicalize_name(requirement.name)] = exact.version
    return pins


def required() -> set[str]:
    """Names of everything that the direct requirements need on this machine, however indirectly."""
    found: set[str] = set()
    waiting = [*DIRECT, *TOOLS]
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and name not in found:
            found.add(name)
            waiting += metadata.requires(name) or []
    return found


def test_everything_needed_is_pinned():
    assert required() <= set(pinned())


@pytest.mark.parametrize("name", sorted(required()))
def test_what_is_installed_is_the_pin(name):
    assert metadata.version(name) == pinned()[name]


def test_direct_and_transitive_pins_are_kept_apart():
    names = [canonicalize_name(Requirement(line).name) for line in [*DIRECT, *TOOLS, *TRANSITIVE]]
    assert len(names) == len(set(names))


def test_the_program_imports_only_what_it_states():
    owners = metadata.packages_distributions()
    stated = {canonicalize_name(Requirement(line).name) for line in DIRECT}
    modules = [path for package in ("core", "storage", "ui") for path in (ROOT / package).rglob("*.py")]
    for path in [*modules, *ROOT.glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for top in {name.split(".")[0] for name in names} - sys.stdlib_module_names:
                if not (ROOT / top).is_dir() and not (ROOT / f"{top}.py").exists():
                    assert stated & set(map(canonicalize_name, owners.get(top, []))), f"{top} in {path}"


def test_pyside_stays_below_the_version_that_aborts():
    # 6.12.0 on Python 3.11 drops a reference to None at every void call, until the interpreter aborts.
    for name in ("pyside6-essentials", "shiboken6"):
        assert Version(metadata.version(name)) < Version("6.12")


def test_the_lock_file_is_not_kept():
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
