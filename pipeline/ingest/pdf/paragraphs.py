"""Lines and tables of one page after another to paragraphs and rows: joins what wraps over lines and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.ingest.pdf.layout import Line
from pipeline.ingest.pdf.sizes import same_size
from pipeline.ingest.pdf.tables import Grid
from pipeline.ingest.pdf.words import Word

_OPENS = re.compile(
    r"(?:[-+•·▪●○*\uf0b7\uf02d–—]\s*\D|\(?[a-zđ]{1,2}\)|[a-zđ]\.|[IVX]{1,6}\s?[.)\-/:]|\d{1,2}(?:\.\d{1,2}){0,4}\s?(?:[.)](?!\d)|[\-/:]\s)|"
    r"(?:Điều|Chương|Phần|Mục|Phụ lục|PHỤ LỤC|CHƯƠNG|PHẦN|Biểu)\s+[\dIVX]|Căn cứ\b|Nơi nhận|Kính gửi)"
)
_CLOSES = re.compile(r"[.;:!?…]['\"”’)\]]*$")
_ASKS = re.compile(r"^(?:theo|tại|của|và|với|trong|từ|các|số|khoản|điểm|Điều|về|đến|hoặc|kèm)$")
_GLUES = re.compile(r"[\w)][-/]$")  # at a line's end: a symbol or a range goes on below
_BROKEN = re.compile(r"\d/\w*-$|\d/$")  # no sentence ends so: a symbol does, in mid-word
_GLUED = re.compile(r"[\w(]")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Za-zđĐ])[.)]?$")
_RIGHT = 0.8  # of the page's width: no text ends further left, so that a page of a few short lines has no full one
_UNITS = frozenset(("m", "km", "cm", "dm", "mm", "hm"))


class Token(NamedTuple):
    """A word in its place: on which page, and whether no blank parts it from the word before."""

    word: Word
    page: int
    glued: bool = False


@dataclass(slots=True)
class Paragraph:
    """Words of one paragraph. `kind`: paragraph or footnote."""

    tokens: list[Token]
    kind: str = "paragraph"


@dataclass(slots=True)
class TableRow:
    """One row: the tokens of its cells; the numbers of table and row."""

    cells: list[list[Token]]
    table: int
    row: int


@dataclass(slots=True)
class PageFlow:
    """One page ready to be read: its lines in reading order, its tables, its size."""

    number: int
    width: float
    height: float
    lines: list[Line]
    grids: list[Grid]


@dataclass(slots=True)
class _Edges:
    left: float
    right: float


@dataclass(slots=True)
class Joiner:
    """Takes page after page, gives finished blocks. What may go on over the page break is held back."""

    open: Paragraph | None = None
    last: Line | None = None
    edges: _Edges = field(default_factory=lambda: _Edges(0.0, 0.0))
    row: TableRow | None = None
    grid: Grid | None = None
    header: list[str] = field(default_factory=list)
    tables: int = -1
    notes: list[Paragraph] = field(default_factory=list)

    def page(self, page: PageFlow) -> list[Paragraph | TableRow]:
        """The blocks that are finished once `page` is read."""
        out: list[Paragraph | TableRow] = []
        edges = _edges(page)
        notes: list[Paragraph] = []
        numbered = {n.words[0].text.strip("[]().") for n in page.lines if n.footnote}
        grids = list(page.grids)
        first = True
        for line in page.lines:
            if line.footnote:
                self._note(line, page.number, notes)
                continue
            while grids and grids[0].box[1] < line.y0 and (line.column == 0 or grids[0].box[3] < line.y0):
                out += self._table(grids.pop(0), page, first)
                first = False
            out += self._line(line, page.number, edges, first, numbered)
            first = False
        for grid in grids:
            out += self._table(grid, page, first)
            first = False
        self.notes += notes
        return out

    def finish(self) -> list[Paragraph | TableRow]:
        """What was held back."""
        out: list[Paragraph | TableRow] = [x for x in (self.open, self.row) if x is not None]
        self.open = self.row = None
        out += self.notes
        self.notes = []
        return out

    def _note(self, line: Line, page: int, notes: list[Paragraph]) -> None:
        tokens = [Token(w, page) for w in line.words]
        if notes and not re.match(r"[\[(]?\d{1,2}\b", line.text):
            notes[-1].tokens += tokens
        else:
            notes.append(Paragraph(tokens, "footnote"))

    def _line(
        self, line: Line, page: int, edges: _Edges, first: bool, numbered: set[str]
    ) -> list[Paragraph | TableRow]:
        tokens = _tokens(line, page, numbered)
        if not tokens:
            return []
        joins = self.open is not None and self.last is not None and self.row is None
        if joins and self.open is not None and self.last is not None and self._goes_on(self.last, line, edges, first):
            before = self.open.tokens[-1].word.text
            if _GLUES.search(before) and _GLUED.match(tokens[0].word.text):
                tokens[0] = tokens[0]._replace(glued=True)
            self.open.tokens += tokens
            self.last, self.edges = line, edges
            return []
        out = self.finish()
        self.grid = None
        self.open, self.last, self.edges = Paragraph(tokens), line, edges
        return out

    def _goes_on(self, last: Line, line: Line, edges: _Edges, over_page: bool) -> bool:
        """Whether `line` goes on with the paragraph of `last`: it is full, and `line` neither indented nor labelled."""
        if last.column or line.column or not same_size(last, line):
            return False
        if not over_page and not 0 < line.y1 - last.y1 < 2.1 * max(line.size, last.size):
            return False
        closed = _CLOSES.search(last.words[-1].text) is not None
        opens = _OPENS.match(line.text) is not None and not self._is_cited(last, line)
        if over_page and line.text[0].islower() and not closed and not opens:
            return True
        if last.parted or line.parted:
            return False
        if _BROKEN.search(last.words[-1].text) and _GLUED.match(line.text):
            return True
        word = line.words[0]
        room = self.edges.right - last.x1
        if room > (word.x1 - word.x0) + 0.2 * word.size + 3:
            return False
        indent, before = line.x0 - edges.left, last.x0 - self.edges.left
        if _centred(last, self.edges) and _centred(line, edges):
            return False
        if indent > 6 and not (before > 6 and abs(indent - before) < 40 and not closed and not opens):
            return False
        if opens and (closed or indent > 6 or before <= 6):
            return False
        return not (closed and indent > before - 6 and before > 6)

    def _is_cited(self, last: Line, line: Line) -> bool:
        """Whether what looks like a label only happens to begin the line: "… theo | Phụ lục II", "(khóa | XIV)"."""
        if _ASKS.search(last.words[-1].text) and line.text[:3].isalpha():
            return True
        end = line.text.find(")", 0, 6)
        if end < 0 or "(" in line.text[:end] or self.open is None:
            return False
        words = " ".join(t.word.text for t in self.open.tokens[-40:])
        return words.rfind("(") > words.rfind(")")

    def _table(self, grid: Grid, page: PageFlow, first: bool) -> list[Paragraph | TableRow]:
        out: list[Paragraph | TableRow] = []
        rows = [[[Token(w, page.number) for w in cell] for cell in row.cells] for row in grid.rows]
        rows = [[_glued(cell) for cell in row] for row in rows]
        goes_on = first and self.grid is not None and _same_columns(self.grid, grid) and self.row is not None
        if goes_on:
            if [_words(c) for c in rows[0]] == self.header:
                rows = rows[1:]
            if rows and self.row is not None and _is_rest(self.row, rows[0]):
                for cell, rest in zip(self.row.cells, rows[0], strict=True):
                    cell += rest
                rows = rows[1:]
        else:
            out += self.finish()
            self.tables += 1
            self.header = [_words(c) for c in rows[0]]
        for cells in rows:
            number = 0 if self.row is None else self.row.row + 1
            if self.row is not None:
                out.append(self.row)
            self.row = TableRow(cells, self.tables, number)
        if self.open is not None:
            out.insert(0, self.open)
            self.open = None
        self.grid, self.last = grid, None
        return out


def _edges(page: PageFlow) -> _Edges:
    """Where most full lines of the page begin and end."""
    lines = [n for n in page.lines if n.column == 0 and not n.footnote]
    if not lines:
        return _Edges(0.0, page.width)
    rights = sorted(n.x1 for n in lines)
    lefts = sorted(n.x0 for n in lines)
    return _Edges(
        lefts[len(lefts) // 20 if len(lefts) >= 40 else 0],
        max(rights[min(len(rights) - 1, int(len(rights) * 0.95))], _RIGHT * page.width),
    )


def _centred(line: Line, edges: _Edges) -> bool:
    left, right = line.x0 - edges.left, edges.right - line.x1
    return left > 12 and right > 8 and abs(left - right) < 8


def _tokens(line: Line, page: int, numbered: set[str]) -> list[Token]:
    """The words of a line. Raised numbers are left out where the page has a footnote of that number."""
    out: list[Token] = []
    for w in line.words:
        if w.mark and out:
            if w.text in numbered:
                continue
            out.append(Token(w, page, glued=out[-1].word.text.rsplit("/", 1)[-1].lower() in _UNITS))
        else:
            out.append(Token(w, page))
    return out


def _glued(tokens: list[Token]) -> list[Token]:
    """The tokens of a cell, those after a line-final hyphen or slash put to it."""
    for i in range(1, len(tokens)):
        before, word = tokens[i - 1].word, tokens[i].word
        if word.mark:
            tokens[i] = tokens[i]._replace(glued=before.text.lower() in _UNITS)
        elif word.y0 > before.y0 + 0.5 * before.size and _GLUES.search(before.text) and _GLUED.match(word.text):
            tokens[i] = tokens[i]._replace(glued=True)
    return tokens


def _words(cell: Sequence[Token]) -> str:
    return " ".join(t.word.text for t in cell)


def _same_columns(a: Grid, b: Grid) -> bool:
    return (
        len(a.columns) == len(b.columns)
        and all(abs(x - y) < 6 for x, y in zip(a.columns, b.columns, strict=True))
        and len(a.rows[0].cells) == len(b.rows[0].cells)
    )


def _is_rest(row: TableRow, cells: list[list[Token]]) -> bool:
    """Whether the first row of a page is the rest of the row before it: without a number of its own where that one had
    one, and with a cell that goes on in mid-sentence. Recognition loses lone numbers: without any, a cell must go on in
    lower case."""
    if cells[0] or len(row.cells) != len(cells):
        return False
    pairs = [(a, b) for a, b in zip(row.cells, cells, strict=True) if b]
    if not row.cells[0]:
        return all(a for a, _ in pairs) and any(
            b[0].word.text[:1].islower() and not _CLOSES.search(a[-1].word.text) for a, b in pairs
        )
    if not _ORDINAL.match(_words(row.cells[0])):
        return False
    return all(a for a, _ in pairs) and any(
        not _CLOSES.search(a[-1].word.text) or b[0].word.text[:1].islower() for a, b in pairs
    )
