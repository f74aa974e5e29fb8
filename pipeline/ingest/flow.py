"""What readers of structured media (Word, OpenDocument, HTML) find, before it becomes one string.

A reader gives paragraphs and tables in reading order; `compose` writes them as a source's `raw` and `blocks`. Tables
that only set words side by side (letterheads, "Nơi nhận" beside the signature) become lines, see
`pipeline.ingest.layout`; data tables become rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.ingest import layout
from pipeline.ingest.source import SourceBlock

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_WIDEST = 200  # columns; a merged cell that claims more is a fault of the file


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `text` holds "\\n" where a line is broken by hand. `kind` as in SourceBlock: header and footer are
    kept in the source and left out of the normalised text."""

    text: str
    kind: str = "paragraph"
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and what stands in it. `span`: columns it covers. `covered`: part of a cell merged from the row above."""

    content: tuple[Node, ...] = ()
    span: int = 1
    covered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `bordered` None if the reader cannot tell."""

    rows: tuple[tuple[Cell, ...], ...]
    bordered: bool | None = None


Node = Paragraph | Table


def paragraphs(nodes: Iterable[Node]) -> Iterator[Paragraph]:
    """All paragraphs of `nodes`, those of tables too, row by row."""
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node
        else:
            for row in node.rows:
                for cell in row:
                    yield from paragraphs(cell.content)


@dataclass(slots=True)
class _Composer:
    """The string in the making, and where its blocks stand."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    blocks: list[SourceBlock] = field(default_factory=list)
    paragraph: int = 0
    table: int = 0

    def write(self, text: str) -> None:
        """Appends `text` as it is."""
        self.parts.append(text)
        self.size += len(text)

    def blank(self) -> None:
        """A blank line: it keeps the outline from taking the next line as part of the table before it."""
        if self.parts and self.parts[-1] != "\n\n":
            self.write("\n\n" if self.parts[-1] != "\n" else "\n")

    def line(self, text: str, kind: str, index: int | tuple[int, int, int], font: str | None = None) -> None:
        """Appends a line, as a block if there is anything on it."""
        start = self.size
        if text.strip():
            self.write(text)
            self.blocks.append(SourceBlock(start, self.size, kind, None, index, font))
        self.write("\n")

    def nodes(self, nodes: Iterable[Node]) -> None:
        """Appends paragraphs and tables."""
        for node in nodes:
            if isinstance(node, Paragraph):
                self.line(node.text, node.kind, self.paragraph, node.font)
                self.paragraph += 1
            else:
                self.rows(node)

    def rows(self, table: Table) -> None:
        """Appends a table: as rows, or as lines if it only sets words side by side."""
        kind = layout.purpose(_grid_texts(table), table.bordered)
        if kind != layout.DATA:
            self.blank()
            for content in layout.order(table.rows, kind, lambda c: _words(c.content)):
                self.nodes(content.content)
            self.blank()
            return
        number, self.table = self.table, self.table + 1
        self.blank()
        for at, row in enumerate(table.rows):
            texts = _row_texts(row)
            if any(texts):
                # An outer bar keeps an empty first cell from being lost.
                self.line(("" if texts[0] else "| ") + " | ".join(texts), "row", (number, at, 0))
            self.paragraph += sum(1 for cell in row for _ in paragraphs(cell.content))
        self.blank()


def _words(nodes: Iterable[Node]) -> str:
    """The words of a cell on one line; a bar would part cells and becomes a broken bar."""
    return _BLANKS.sub(" ", " ".join(p.text for p in paragraphs(nodes))).strip().replace("|", "¦")


def _row_texts(row: tuple[Cell, ...]) -> list[str]:
    """One text a column. A merged cell is printed once: the columns and rows that it covers stay empty."""
    out: list[str] = []
    for cell in row:
        out.append("" if cell.covered else _words(cell.content))
        out += [""] * (min(cell.span, _WIDEST) - 1)
    return out[:_WIDEST]


def _grid_texts(table: Table) -> list[list[tuple[str, ...]]]:
    """The paragraphs of each cell, for telling layout from data; as many rows as that takes."""
    return [
        [tuple(t for p in paragraphs(cell.content) if (t := p.text.strip())) for cell in row]
        for row in table.rows[: layout.ROWS_SEEN]
    ]


def compose(nodes: Iterable[Node]) -> tuple[str, tuple[SourceBlock, ...]]:
    """(`raw`, `blocks`) of a source. Paragraphs are numbered in reading order from 0, empty ones too; rows of data
    tables are (table, row, 0)."""
    composer = _Composer()
    composer.nodes(nodes)
    return "".join(composer.parts), tuple(composer.blocks)
