"""A document's text as HTML: one paragraph a line, facts as <mark>, in chunks that a browser lays out when needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import islice
from typing import Any

from pipeline.report.spans import Piece, Span, by_line, pieces

_LINES = 40  # a chunk: some two pages
_TITLE = 90  # characters of a line that reads as a heading
_STRIPES = 3  # layers that are underlined one below the other


def chunks(text: str, spans: Iterable[Span], sections: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The HTML of `text`, some 40 lines at a time. `sections` (`id`, `level`, `start`) tell which lines are
    headings."""
    headings = {s["start"]: (min(s["level"], 4), s["id"]) for s in sections}
    lines = (_line(text, start, end, touched, headings) for start, end, touched in by_line(text, spans))
    while some := list(islice(lines, _LINES)):
        yield "".join(some)


def _line(text: str, start: int, end: int, touched: list[Span], headings: Mapping[int, tuple[int, str]]) -> str:
    if start == end:
        return '<p class="l e"></p>'
    kind = 'class="l row"' if " | " in text[start:end] else 'class="l"'
    if start in headings:
        level, name = headings[start]
        # A numbered item that is a sentence is set as one.
        titled = level == 1 or (end - start <= _TITLE and text[end - 1] not in ".;,")
        kind = f'class="l h{level if titled else 4}" data-f="{name}"'
    inner = "".join(_piece(text, p) for p in pieces(start, end, touched)) if touched else escape(text[start:end])
    return f"<p {kind}>{inner}</p>"


def _piece(text: str, piece: Piece) -> str:
    words = escape(text[piece.start : piece.end])
    if not piece.ids:
        return words
    layers = list(dict.fromkeys(i[0] for i in piece.ids))
    stripes = " ".join(f"u{n}{layer}" for n, layer in enumerate(layers[:_STRIPES], 1))
    ending = f' data-n="{" ".join(piece.ending)}"' if piece.ending else ""
    return f'<mark class="k{layers[0]} {stripes}" data-f="{" ".join(piece.ids)}"{ending}>{words}</mark>'
