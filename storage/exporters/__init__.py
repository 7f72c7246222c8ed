"""The formats a project can be exported in. Each turns `Material` into text; none knows a database."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from storage.exporters.as_csv import csv_rows
from storage.exporters.as_html import html_page
from storage.exporters.as_json import json_object
from storage.exporters.as_markdown import markdown
from storage.exporters.material import Material


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
