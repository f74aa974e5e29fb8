"""What the reader and an OCR function say to each other about one page.

The reader calls the function with a `PageImageRequest` for each page whose text layer is missing or bad, and gets
`Recognised` words back; it places them on the page, orders the columns and fills signature stamps as for a text layer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.ingest.pdf.rulings import Drawn, Line
from pipeline.ingest.pdf.words import Box, Word
from pipeline.ingest.source import Unread

NOTHING = Drawn([], [], 0.0, 0)


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
class Upright:
    """The page as it was set up for reading (turned, straightened, flattened): its size, and the 3x3 matrix (by rows)
    that maps its points back to the page as displayed."""

    width: float
    height: float
    back: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an OCR function gives for a page: its words line by line, what the user should know, and the rulings it saw.
    Boxes are those of the `upright` page, if there is one, else of the page as displayed. `unread`: places left blank,
    always on the page as displayed."""

    words: tuple[RecognisedWord, ...]
    warnings: tuple[str, ...] = ()
    horizontal: tuple[Box, ...] = ()
    vertical: tuple[Box, ...] = ()
    upright: Upright | None = None
    unread: tuple[Unread, ...] = ()

    def placed(self) -> list[Word]:
        """The words as those of a text layer."""
        return [Word(w.x0, w.y0, w.x1, w.y1, w.text, w.line, w.confidence) for w in self.words if w.text.strip()]

    def confidence(self) -> float | None:
        """Mean over the words, None without any."""
        return sum(w.confidence for w in self.words) / len(self.words) if self.words else None

    def drawn(self, page: Drawn = NOTHING) -> Drawn:
        """The rulings seen, or else those the `page` draws."""
        if not self.horizontal and not self.vertical:
            return page
        return page._replace(horizontal=[Line(*b) for b in self.horizontal], vertical=[Line(*b) for b in self.vertical])


@dataclass(frozen=True, slots=True)
class PageImageRequest:
    """A page to be read by OCR. `page` from 1; `width` and `height` in points as displayed; `reason`: why its text
    layer does not do. `render(dpi, colour)` paints it without annotations (their text is read from their objects); it
    raises LimitExceeded if an image on the page is too large to decode. `density`: dots per inch of the largest
    image on the page, 0 if there is none or it covers less than half."""

    path: str
    page: int
    width: float
    height: float
    reason: str
    render: Callable[[float, bool], PageImage] = field(compare=False, repr=False)
    density: float = 0.0


Ocr = Callable[[PageImageRequest], Recognised]
