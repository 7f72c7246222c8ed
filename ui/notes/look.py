"""Light Markdown as it is shown in a note: the characters stay, only their looks change."""

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from core import markdown
from core.span import Span, segments
from core.text import Utf16Map
from ui import theme

_LONG = 20_000  # characters of a line; longer ones are no prose, and shown as they are
_LARGER, _SMALLER = 1.2, 0.6  # as the rest: a heading, and where a link leads


class NoteLook(QSyntaxHighlighter):
    """Gives headings, emphasis, quotes, code and links of a note their looks; marks step back."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._look = theme.current().name

    def follow_theme(self) -> None:
        """Takes the colours of the look in use, if they are not taken already."""
        if self._look != theme.current().name:
            self._look = theme.current().name
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        spans = markdown.line_spans(text) if len(text) <= _LONG else []
        if not spans:
            return
        units = Utf16Map(text)
        for (start, stop), covering in segments([Span(one.start, one.stop) for one in spans]):
            first = units.to_utf16(start)
            look = self._format({spans[index].style for index in covering})
            self.setFormat(first, units.to_utf16(stop) - first, look)

    def _format(self, styles: set[str]) -> QTextCharFormat:
        look, made = theme.current(), QTextCharFormat()
        size = _LARGER if "heading" in styles else _SMALLER if styles >= {"link", "mark"} else 1
        if size != 1:
            pixels = round(self.document().defaultFont().pixelSize() * size)
            made.setProperty(QTextCharFormat.Property.FontPixelSize, pixels)
        if styles & {"heading", "bold"}:
            made.setFontWeight(QFont.Weight.Bold)
        made.setFontItalic("italic" in styles)
        if "code" in styles:
            made.setFontFamilies(["DejaVu Sans Mono", "Noto Sans Mono", "Menlo", "Consolas", "monospace"])
            made.setBackground(theme.color(look.ground))
        if "quote" in styles:
            made.setFontFamilies([theme.serif_family()])
        if "mark" in styles:
            made.setForeground(theme.color(look.muted))
        elif styles & {"link", "web"}:
            made.setForeground(theme.color(look.accent))
            made.setFontUnderline(True)
        return made
