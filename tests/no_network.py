"""Forbids what opens, or waits for, a connection to anywhere, for the whole life of the process."""

import socket
import sys
from typing import Any

_FORBIDDEN = {
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "socket.sendmsg",
    "socket.sendto",
    "ftplib.connect",
    "http.client.connect",
    "imaplib.open",
    "poplib.connect",
    "smtplib.connect",
    "urllib.Request",
    "webbrowser.open",
}
met: list[str] = []  # what was tried, for those who catch what is raised here


class NetworkForbidden(Exception):
    """Somebody asked for a connection."""


def forbid() -> None:
    """From now on, asking for a connection raises NetworkForbidden. Sockets within this computer may be made."""
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    made = event == "socket.__new__" and args[1] in (socket.AF_INET, socket.AF_INET6)
    if made or event in _FORBIDDEN:
        met.append(event)
        raise NetworkForbidden(event)
