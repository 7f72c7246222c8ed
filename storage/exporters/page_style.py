"""How exported web pages begin, and how they look."""

from html import escape

_STYLE = """\
:root {
  --paper: #ffffff; --ink: #22252a; --muted: #646971; --rule: #e3e0da; --accent: #0f6b6b;
  --serif: Charter, "Bitstream Charter", "Source Serif 4", Georgia, "Noto Serif", Cambria, serif;
  --sans: Inter, "Segoe UI", system-ui, "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #24272c; --ink: #e4e3df; --muted: #9aa0a8; --rule: #3d4249; --accent: #5cc0b8; }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body {
  margin: 0; padding: 3rem 1.5rem 6rem 3.5rem; background: var(--paper); color: var(--ink);
  font: 1.1875rem/1.6 var(--serif); font-kerning: normal; overflow-wrap: anywhere;
}
header, article { max-width: calc(65ch + 21rem); margin: 0 auto; }
h1, h2 { max-width: 65ch; line-height: 1.25; font-weight: 600; text-wrap: balance; }
h1 { margin: 0 0 1.5rem; font-size: 1.75rem; }
h2 { margin: 0 0 .35rem; font-size: 1.6rem; }
h3 { margin: 1.75rem 0 0; max-width: 65ch; font-size: 1.1875rem; line-height: 1.25; }
a { color: var(--accent); text-underline-offset: .15em; }
.legend, nav, .byline, aside, .number { font-family: var(--sans); font-size: .8125rem; line-height: 1.5; }
.legend { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; margin: 0; padding: 0; list-style: none; }
.legend li { max-width: 65ch; }
.legend small { display: block; color: var(--muted); }
.count { color: var(--muted); font-variant-numeric: tabular-nums; }
nav ol { margin: 1.75rem 0 0; padding-inline-start: 1.5rem; }
article { margin-top: 3rem; padding-top: 2.5rem; border-top: 1px solid var(--rule); }
.byline { margin: 0; max-width: 65ch; color: var(--muted); }
article > .note {
  margin: 1rem 0 0; padding-inline-start: .9rem; max-width: 65ch; border-inline-start: 2px solid var(--rule);
  font: .9375rem/1.55 var(--sans); white-space: pre-wrap;
}
.text { margin-top: 1.75rem; }
.row { display: grid; grid-template-columns: 65ch minmax(0, 1fr); column-gap: 2rem; }
.text p { position: relative; max-width: 65ch; margin: 0 0 .85em; white-space: pre-wrap; }
.text .reflowed { white-space: normal; }
.text p[data-number]::before {
  content: attr(data-number); position: absolute; left: -3.25rem; width: 2.25rem; text-align: right;
  color: var(--muted); font: .75rem/2.1 var(--sans); font-variant-numeric: tabular-nums; opacity: .75;
}
aside { grid-column: 2; padding-top: .3rem; }
aside > p { margin: 0 0 .5rem; }
.text aside p { white-space: normal; }
.text aside .note { white-space: pre-wrap; }
.note a, .place { text-decoration: none; font: 600 .7em/1 var(--sans); }
.place { vertical-align: super; padding-inline: .1em; }
.place::after { content: attr(data-number); }
mark { color: inherit; border-radius: 2px; }
u { text-decoration: none; border-bottom: 2px solid var(--line); }
u > u { padding-bottom: 3px; }
u > u > u { padding-bottom: 6px; }
u > u > u > u { padding-bottom: 9px; }
mark { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.d1 { background: var(--tint-1); } .d2 { background: var(--tint-2); }
.d3 { background: var(--tint-3); } .d4 { background: var(--tint-4); }
:target { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 64rem) {
  .row { display: block; }
  aside { margin: -.35em 0 1.1em; padding: 0 0 0 .9rem; border-inline-start: 2px solid var(--rule); }
}
"""
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
"""


def beginning(title: str, style: str) -> str:
    """A page up to its body, which nothing is fetched for; `style` are the rules that it alone has."""
    return _HEAD.format(title=escape(title), style=_STYLE + style)
