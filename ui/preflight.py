"""What keeps Qt from starting here, found before Qt is loaded, since Qt itself would abort the program."""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from core.errors import UserError

APT = (
    "sudo apt-get install -y libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 "
    "libxcb-xinerama0 fonts-noto-core fonts-dejavu-core"
)
_WITHOUT = "run `uv run main.py shot PROJECT OUT.png` for a picture, or `xvfb-run -a uv run main.py`."
_ALWAYS = ("lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6")
_XCB = "plugins/platforms/libqxcb.so"


def problem() -> str | None:
    """One sentence on why no window can open here and what to do, or None; only Linux has such trouble."""
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM")
    if platform != "xcb" and (platform or _wayland_is_there()):
        return _missing_library(_ALWAYS)
    display = os.environ.get("DISPLAY")
    if not display:
        return f"There is no screen here: {_WITHOUT}"
    if missing := _missing_library((*_ALWAYS, _XCB)):
        return missing
    return None if _x_answers() else f"The screen “{display}” cannot be reached: {_WITHOUT}"


def require_qt() -> None:
    """Says what is missing where Qt would abort the program."""
    if sentence := problem():
        raise UserError(sentence)


def _missing_library(parts: tuple[str, ...]) -> str | None:
    """Which system library these parts of Qt need in vain."""
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return "PySide6 is not installed: start Postil with `uv run main.py`."
    qt = Path(spec.submodule_search_locations[0]) / "Qt"
    for path in (qt / part for part in parts):
        if not path.exists():
            continue  # a PySide6 of the system's own keeps Qt elsewhere, and its packages see to the rest
        try:
            ctypes.CDLL(str(path))
        except OSError as error:
            library, _, reason = str(error).partition(": ")
            if "cannot open shared object file" not in reason:
                return f"Qt cannot be loaded here ({error})."
            return f"Qt needs the system library {library}, which is missing here; install it with `{APT}`."
    return None


def _x_answers() -> bool:
    """Whether the screen that DISPLAY names can be reached; libqxcb.so has loaded, and libxcb with it."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_is_there() -> bool:
    """Whether the screen that WAYLAND_DISPLAY names exists; the name is one in the user's runtime folder."""
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return name != "" and Path(os.environ.get("XDG_RUNTIME_DIR", ""), name).is_socket()
