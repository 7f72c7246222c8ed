"""The rules of the house, held by looking at the code. ARCHITECTURE.md says what they are for."""

import ast
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import no_network

ROOT = Path(__file__).parents[1]
PACKAGES = ("core", "storage", "ui")
LONGEST_FUNCTION = 60
LONGEST_FILE = 600

QT = {"PySide6", "shiboken6", "pyqtgraph", "pytestqt"}
DATABASE = {"sqlite3", "sqlite_utils", "storage"}
NETWORK = {
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineWidgets",
    "PySide6.QtWebSockets",
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.error",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "constants", "misc"}
FORBIDDEN_CALLS = {"setHtml", "insertHtml", "extractall", "eval", "exec_", "commit", "executescript"}
FORBIDDEN_KEYWORDS = {"replace", "alter"}


def program() -> list[Path]:
    """Every module of the program itself."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return found + [path for path in (ROOT / "main.py",) if path.exists()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each_module(*packages: str) -> pytest.MarkDecorator:
    """Runs a test once for each module of the packages, or of the whole program."""
    chosen = [path for path in program() if not packages or path.relative_to(ROOT).parts[0] in packages]
    return pytest.mark.parametrize("path", chosen, ids=name_of)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(root: ast.AST, path: Path) -> set[str]:
    """Full names of what is imported anywhere below a node; `from a import b` may mean a or a.b."""
    found: set[str] = set()
    for node in ast.walk(root):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                base = ".".join([*package, *filter(None, [base])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def meets(names: set[str], banned: set[str]) -> set[str]:
    """The imported names that are, or lie below, one of the banned."""
    return {name for name in names for ban in banned if name == ban or name.startswith(f"{ban}.")}


def outside_functions(root: ast.Module) -> ast.Module:
    """The module without the bodies of its functions, and without what only a type checker reads."""

    class Shell(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.If | None:
            return None if ast.unparse(node.test) == "TYPE_CHECKING" else node

        def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
            return None

        visit_AsyncFunctionDef = visit_FunctionDef

    return Shell().visit(ast.parse(ast.unparse(root)))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def is_class_of(node: ast.AST, base: str) -> bool:
    return isinstance(node, ast.ClassDef) and base in map(ast.unparse, node.bases)


@each_module("core")
def test_core_imports_the_standard_library_and_little_else(path):
    names = imported(tree(path), path)
    tops = {name.split(".")[0] for name in names}
    foreign = tops - sys.stdlib_module_names - {"core", "regex", "sentencex"}
    if "measures" in path.parts:
        foreign -= {"numpy", "stopwordsiso"}
    assert not foreign
    assert not meets(names, DATABASE | QT)


@each_module("core", "storage", "ui")
def test_measures_are_loaded_when_something_is_measured(path):
    """They load numpy, which would cost a fifth of a second at every start."""
    if not {"measures", "charts"} & set(path.parts):
        measuring = {f"core.measures.{each.stem}" for each in (ROOT / "core/measures").glob("*.py")}
        assert not meets(imported(outside_functions(tree(path)), path), measuring | {"core.measures"})


@each_module("storage")
def test_storage_knows_no_window(path):
    assert not meets(imported(tree(path), path), QT | {"ui", "numpy"})


@each_module("ui")
def test_the_window_knows_no_sql(path):
    names = imported(tree(path), path)
    assert not meets(names, {"sqlite3", "sqlite_utils", "storage.sqlite"})
    if "charts" not in path.parts:
        assert not meets(names, {"pyqtgraph", "squarify", "numpy"})


@each_module()
def test_nobody_imports_main_or_the_tests_and_only_main_the_command_line(path):
    above = {"main", "tests", "ui.command_line"}
    if path.name == "main.py" or path.parent.name == "command_line":
        above.remove("ui.command_line")
    assert not meets(imported(tree(path), path), above)


@each_module()
def test_nothing_can_open_a_connection(path):
    assert not meets(imported(tree(path), path), NETWORK)


@each_module()
def test_what_is_opened_with_other_programs_is_a_folder_of_ours_or_was_shown_first(path):
    asked = path == ROOT / "ui" / "address.py"
    for name, call in calls(path):
        assert name not in {"setOpenExternalLinks", "setOpenLinks"}
        if name in {"openUrl", "startfile"}:
            what = ast.unparse(call.args[0])
            assert what.startswith("QUrl.fromLocalFile(") or (asked and what == "self._url")


@each_module()
def test_nothing_unpickles(path):
    assert not meets(imported(tree(path), path), {"pickle", "marshal", "shelve", "dill"})


@each_module()
def test_calls_that_lose_or_run_what_they_should_not(path):
    allowed = {"commit"} if path.is_relative_to(ROOT / "storage") else set()
    for name, call in calls(path):
        assert name not in FORBIDDEN_CALLS - allowed, f"{name} in line {call.lineno}"
        for keyword in call.keywords:
            harmful = keyword.arg in FORBIDDEN_KEYWORDS and getattr(keyword.value, "value", None) is True
            assert not harmful, f"{keyword.arg}=True in line {call.lineno}"


@each_module("core", "ui", "main.py")
def test_only_storage_touches_the_connection(path):
    lines = [n.lineno for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute) and n.attr == "conn"]
    assert not lines


@each_module()
def test_files_and_functions_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{node.name} is too long"


def test_every_module_is_named_for_what_it_means():
    for path in [*program(), *(ROOT / "tests").rglob("*.py")]:
        assert path.stem not in SAYS_NOTHING, path
        assert "manager" not in path.stem, path


def test_labels_are_made_in_one_place_which_makes_them_plain_text():
    makers = {path for path in program() for name, _ in calls(path) if name == "QLabel"}
    makers |= {path for path in program() for node in ast.walk(tree(path)) if is_class_of(node, "QLabel")}
    assert len(makers) <= 1, makers
    for path in makers:
        assert "PlainText" in path.read_text(encoding="utf-8")


def loaded_by(modules: str) -> set[str]:
    """Everything that is loaded where these modules are, which are named with commas."""
    program = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_opening_a_project_loads_neither_numpy_nor_a_window():
    assert not {"numpy", "pandas", "ui", *QT} & loaded_by("storage.project, storage.operations")


def test_the_command_line_loads_storage_and_the_window_only_where_a_command_needs_them():
    loaded = loaded_by("main")
    assert not {"numpy", "sqlite3", "storage", *QT} & loaded
    assert not {name for name in loaded if name.startswith("ui.") and not name.startswith("ui.command_line")}


@pytest.mark.parametrize(
    "ask",
    [
        lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: urllib.request.urlopen("http://127.0.0.1:9/"),
    ],
)
def test_no_test_can_open_a_connection(ask):
    with pytest.raises(no_network.NetworkForbidden):
        ask()
    assert no_network.met
    no_network.met.clear()


def test_the_rules_see_what_they_forbid():
    path = ROOT / "core" / "text.py"
    source = "import sqlite3\nfrom urllib import request\ndef f():\n    import numpy as np\n    return np"
    names = imported(ast.parse(source), path)
    assert meets(names, DATABASE) == {"sqlite3"}
    assert meets(names, NETWORK) == {"urllib.request"}
    assert meets(names, {"numpy"}) == {"numpy"}
    assert not meets(imported(outside_functions(ast.parse(source)), path), {"numpy"})
    assert not meets({"urllib", "urllib.parse", "urllib.parse.quote"}, NETWORK)
    assert "core.span" in imported(ast.parse("from . import span"), path)
