"""Blocks to the `raw` text of a source, with the boxes of its words."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.ingest.pdf.paragraphs import Paragraph, TableRow, Token
from pipeline.ingest.pdf.words import Box, mapped, turn
from pipeline.ingest.source import SourceBlock, Words

PAGE_BREAK = "\x0c"


@dataclass(slots=True)
class Writer:
    """Grows `raw` block by block, in reading order; a form feed stands before the first block of each further page.
    `turns`: pages whose text stands sideways, with the quarter turns it was laid out at and the size it had then;
    `maps`: scanned pages that lay aslant, with the way back to how they lie."""

    parts: list[str] = field(default_factory=list)
    at: int = 0
    blocks: list[SourceBlock] = field(default_factory=list)
    words: Words = field(default_factory=Words)
    page: int = 0
    paragraphs: int = 0
    turns: dict[int, tuple[int, float, float]] = field(default_factory=dict)
    maps: dict[int, tuple[float, ...]] = field(default_factory=dict)

    def write(self, block: Paragraph | TableRow) -> None:
        """Appends one block as one line."""
        first = next((t for c in (block.cells if isinstance(block, TableRow) else [block.tokens]) for t in c), None)
        if first is None:
            return
        if self.page and first.page > self.page:
            self._put(PAGE_BREAK)
        self.page = max(self.page, first.page)
        start = self.at
        index: int | tuple[int, int, int]
        if isinstance(block, TableRow):
            kind, index = "row", (block.table, block.row, 0)
            # Bars around the row keep an empty first or last cell from being taken for the edge of the row.
            framed = not block.cells[0] or not block.cells[-1]
            self._put("| " if framed else "")
            for i, cell in enumerate(block.cells):
                self._put(" | " if i else "")
                self._tokens(cell)
            self._put(" |" if framed else "")
        else:
            kind, index = block.kind, self.paragraphs
            self.paragraphs += 1
            self._tokens(block.tokens)
        self.blocks.append(SourceBlock(start, self.at, kind, first.page, index, first.word.font))
        self._put("\n")

    def _tokens(self, tokens: list[Token]) -> None:
        parts, at, moved = self.parts, self.at, self.turns or self.maps
        starts, ends, rows = [], [], []
        for i, (word, page, glued) in enumerate(tokens):
            if i and not glued:
                parts.append(" ")
                at += 1
            text = word[4]
            parts.append(text)
            starts.append(at)
            at += len(text)
            ends.append(at)
            rows.append(self._box(word[:4], page) if moved else word[:4])
        self.at = at
        # Whole columns at once: a call for each value of each word took longer than all of the layout.
        words = self.words
        words.start.extend(starts)
        words.end.extend(ends)
        words.page.extend([t.page for t in tokens])
        for values, column in zip((words.x0, words.y0, words.x1, words.y1), zip(*rows, strict=True), strict=False):
            values.extend(column)
        words.confidence.extend([t.word.confidence for t in tokens])

    def _box(self, box: Box, page: int) -> Box:
        """A box of the layout on the page as displayed."""
        if page in self.turns:
            quarters, width, height = self.turns[page]
            box = turn(box, -quarters, width, height)
        return mapped(box, self.maps[page]) if page in self.maps else box

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)
