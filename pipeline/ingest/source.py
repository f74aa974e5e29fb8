"""A source: one document as its reader gives it, before normalisation.

Every reader, whatever its medium, gives one string `raw` in reading order. A table row is one line whose cells are
parted by " | ". `blocks` say what each stretch of it is and where it stands; `words` carry the boxes of PDF and OCR.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `text_source`: how its text was got (text, docx, pdf, ocr, html, doc, odt, rtf). `width` and `height`
    in PDF points, None where the medium has no pages. `ocr_confidence`: mean over its words, 0-1."""

    number: int
    text_source: str
    ocr_confidence: float | None = None
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A stretch `raw[start:end]`. `kind`: paragraph, row (a table's), header, footer, footnote. `page` from 1, None
    where there are no pages. `index`: number of the paragraph in the document, or (table, row, 0) of a row."""

    start: int
    end: int
    kind: str
    page: int | None = None
    index: int | tuple[int, int, int] = 0
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Boxes of words in parallel arrays, in the order of `raw`: offsets, page, box in PDF points (origin top left),
    OCR confidence 0-1 (1.0 for a text layer)."""

    start: array[int] = field(default_factory=lambda: array("l"))
    end: array[int] = field(default_factory=lambda: array("l"))
    page: array[int] = field(default_factory=lambda: array("l"))
    x0: array[float] = field(default_factory=lambda: array("f"))
    y0: array[float] = field(default_factory=lambda: array("f"))
    x1: array[float] = field(default_factory=lambda: array("f"))
    y1: array[float] = field(default_factory=lambda: array("f"))
    confidence: array[float] = field(default_factory=lambda: array("f"))

    def add(self, start: int, end: int, page: int, box: tuple[float, float, float, float], sure: float = 1.0) -> None:
        """Append one word; readers do so in the order of `raw`."""
        for values, value in ((self.start, start), (self.end, end), (self.page, page)):
            values.append(value)
        for reals, real in zip((self.x0, self.y0, self.x1, self.y1, self.confidence), (*box, sure), strict=True):
            reals.append(real)


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature: who, when (ISO 8601, as stated inside it), and the field's name."""

    signer: str | None
    time: str | None
    field: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A place whose ink could not be read as print: what stands there (number, day, month of the document), page, box
    in PDF points (None: somewhere on the page)."""

    what: str
    page: int
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Source:
    """One document as read. Raw offsets of facts refer to `raw`. `encoding` names the character encoding found, None
    for media that have none. `warnings`: what the reader could not do, in words for the user. `unread`: places in the
    letterhead that were left blank."""

    path: str
    sha256: str
    media_type: str
    raw: str
    encoding: str | None = None
    pages: tuple[Page, ...] = (Page(1, "text"),)
    blocks: tuple[SourceBlock, ...] = ()
    words: Words | None = None
    signatures: tuple[Signature, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()

    def furniture(self) -> list[tuple[int, int]]:
        """The spans of headers and footers, with the line ends behind them: they are no part of the running text."""
        return [
            (b.start, b.end + (self.raw[b.end : b.end + 1] == "\n"))
            for b in self.blocks
            if b.kind in ("header", "footer") and b.end > b.start
        ]

    def boxes(self, start: int, end: int) -> list[dict[str, Any]]:
        """Where `raw[start:end]` stands: `{page, x0, y0, x1, y1}` a line (PDF, OCR), else `{paragraph}` or `{cell}` of
        each block it touches; nothing for plain text."""
        if self.words is not None:
            return _line_boxes(self.words, start, end)
        return _block_places(self, start, end)


def _line_boxes(words: Words, start: int, end: int) -> list[dict[str, Any]]:
    """One box for each run of words on one line."""
    out: list[dict[str, Any]] = []
    for i in range(bisect_right(words.end, start), bisect_left(words.start, end)):
        page, x0, y0, x1, y1 = words.page[i], words.x0[i], words.y0[i], words.x1[i], words.y1[i]
        last = out[-1] if out else None
        middle = (y0 + y1) / 2
        if last and last["page"] == page and last["y0"] <= middle <= last["y1"] and x0 >= last["x0"]:
            last["x1"], last["y0"], last["y1"] = max(last["x1"], x1), min(last["y0"], y0), max(last["y1"], y1)
        else:
            out.append({"page": page, "x0": x0, "y0": y0, "x1": x1, "y1": y1})
    return [{k: v if k == "page" else round(v, 1) for k, v in box.items()} for box in out]


def _block_places(source: Source, start: int, end: int) -> list[dict[str, Any]]:
    blocks = source.blocks
    out: list[dict[str, Any]] = []
    i = bisect_right(blocks, start, key=lambda b: b.end)
    while i < len(blocks) and blocks[i].start < max(end, start + 1):
        block = blocks[i]
        if isinstance(block.index, tuple):
            table, row, _ = block.index
            first = source.raw.count(" | ", block.start, max(block.start, start))
            last = first + source.raw.count(" | ", max(block.start, start), min(end, block.end))
            out += [{"cell": [table, row, column]} for column in range(first, last + 1)]
        else:
            out.append({"paragraph": block.index})
        i += 1
    return out
