"""A word on a page, and its geometry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Word(NamedTuple):
    """One word. Box in points on the page as displayed, origin top left. `line`: number of the run it came in (content
    order of a PDF, line of an OCR engine). `font`: name of its font where it was asked for. `mark`: a raised number,
    such as refers to a footnote."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    line: int = 0
    confidence: float = 1.0
    font: str | None = None
    mark: bool = False

    @property
    def size(self) -> float:
        """Height of the box: for a text layer that of the font, so equal within a line."""
        return self.y1 - self.y0


Box = tuple[float, float, float, float]


def bounds(words: Iterable[Word]) -> Box:
    """The smallest box around `words` (at least one)."""
    x0, y0, x1, y1 = list(zip(*words, strict=True))[:4]
    return min(x0), min(y0), max(x1), max(y1)


def turn(box: Box, quarters: int, width: float, height: float) -> Box:
    """`box` on a page of this size after the page is turned clockwise by `quarters`."""
    x0, y0, x1, y1 = box
    for _ in range(quarters % 4):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return x0, y0, x1, y1


def mapped(box: Box, back: tuple[float, ...]) -> Box:
    """The smallest box around `box` as mapped by a 3x3 matrix (by rows)."""
    a, b, c, d, e, f, g, h, i = back
    corners = [(x, y, g * x + h * y + i) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [(a * x + b * y + c) / w for x, y, w in corners]
    ys = [(d * x + e * y + f) / w for x, y, w in corners]
    return min(xs), min(ys), max(xs), max(ys)
