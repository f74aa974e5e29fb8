"""What the reader and an OCR function say to each other about one page.

The reader calls the function with a `PageImageRequest` for each page whose text layer is missing or bad, and gets
`Recognised` words back; it places them on the page, orders the columns and fills signature stamps as for a text layer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageImage:
    """A rendered page: 8-bit rows from the top, `channels` 1 (grey) or 3 (red, green, blue), no padding. `dpi` is what
    it was rendered at: less than asked for if the page is huge."""

    width: int
    height: int
    channels: int
    data: bytes
    dpi: float


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """One word read from an image. Box in PDF points on the page as displayed, origin top left (pixels * 72 / dpi).
    `line` numbers the line it stands on (any numbers; words of a line share one), so that skew does no harm."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an OCR function gives for a page: its words line by line, and what the user should know."""

    words: tuple[RecognisedWord, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageImageRequest:
    """A page to be read by OCR. `page` from 1; `width` and `height` in points as displayed; `reason`: why its text
    layer does not do. `render(dpi, colour)` paints it without annotations (their text is read from their objects); it
    raises LimitExceeded if an image on the page is too large to decode."""

    path: str
    page: int
    width: float
    height: float
    reason: str
    render: Callable[[float, bool], PageImage] = field(compare=False, repr=False)


Ocr = Callable[[PageImageRequest], Recognised]
