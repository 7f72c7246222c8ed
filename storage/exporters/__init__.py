"""The formats a project can be exported in. Each turns `Material` into text; none knows a database."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from storage.exporters.as_csv import csv_rows
from storage.exporters.as_html import html_page
from storage.exporters.as_json import json_object
from storage.exporters.as_markdown import markdown
from storage.exporters.material import Material
from storage.exporters.methods import Methods, methods_markdown
from storage.exporters.methods_page import methods_page


class Format(NamedTuple):
    """A kind of file: how its names end, what it is called, and what makes its text."""

    suffix: str
    label: str
    function: Callable[[Material], Iterator[str]]


FORMATS = {
    "csv": Format(".csv", "CSV table", csv_rows),
    "json": Format(".json", "JSON", json_object),
    "md": Format(".md", "Markdown quotes", markdown),
    "html": Format(".html", "Web page", html_page),
}


class MethodsFormat(NamedTuple):
    """The same for the methods of a paper."""

    suffix: str
    label: str
    function: Callable[[Methods], Iterator[str]]


METHODS_FORMATS = {
    "html": MethodsFormat(".html", "Web page", methods_page),
    "md": MethodsFormat(".md", "Markdown", methods_markdown),
}
