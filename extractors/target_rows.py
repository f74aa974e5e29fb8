"""Targets in table rows: the deadline cell, the cells of products and indicators, tables of indices."""

from __future__ import annotations

import re

from extractors import index_cells, table_cells
from extractors.facts import Index, Target
from extractors.figures import Finding, Scanner
from extractors.numerals import NUMBER, parse_number
from extractors.outline import Block, Cell, Table
from extractors.passed_spans import Spans
from extractors.target_context import Surroundings

_SKIPPED = ("ordinal", "lead", "coordinate", "bodies", "note", "citation", "year", "index", "start", "title")
_PLAIN = re.compile(rf"\s*(?P<sign>[≥>≤<])?\s*(?P<n>{NUMBER})(?:\s?/\s?(?P<of>\d{{1,3}}))?\s*$")
_BEGINNING = re.compile(r"(?<!\w)(?:từ|bắt đầu|kể từ)(?: ngày)?\s{1,2}$")
_UNTIL = re.compile(r"\s*(?:-|đến|tới)\s*")
_SIGNS = {"≥": ">=", ">": ">", "≤": "<=", "<": "<"}
_PERIODS = {"tháng": "month", "quý": "quarter", "năm": "year", "tuần": "week", "hàng tháng": "month"}


class _Row:
    """One row of a table with the roles of its cells; `table` is None for a task in lines ("- Thời gian: …")."""

    def __init__(self, around: Surroundings, i: int, cells: tuple[Cell, ...], table: Table | None) -> None:
        self.around, self.i = around, i
        self.block: Block = around.outline.blocks[i]
        self.table = table
        self.position = {cell: k for k, cell in reversed(list(enumerate(cells)))}
        self.first: dict[str, Cell] = {}  # the first cell with words of each role
        for cell in cells:
            if cell.end > cell.start:
                self.first.setdefault(cell.column, cell)
        self.governing = around.headings.above(i)
        self.who = self._who()
        examined = self._cell("bodies")
        self.task = self._words("task", "title")
        if self.task is None and examined and table_cells.examined(self.title_of(examined)):
            self.task = self._words("bodies")
        self.index = self._index()

    def _cell(self, *columns: str) -> Cell | None:
        return next((self.first[column] for column in columns if column in self.first), None)

    def _words(self, *columns: str) -> str | None:
        cell = self._cell(*columns)
        return self.around.text[cell.start : cell.end] if cell else None

    def _who(self) -> str | None:
        cell = self._cell("lead", "bodies")
        if cell and (table_cells.watches(self.title_of(cell)) or table_cells.examined(self.title_of(cell))):
            return None
        if self.table is not None and (cell is None or table_cells.ditto(self.around.fold, cell)):
            cell = table_cells.above(self.around.fold, self.around.outline, self.i, ("lead", "bodies"))
        if cell is None:
            return None
        found = self.around.bodies_in(cell.start, cell.end)
        if found:
            return ", ".join(dict.fromkeys(b.canonical for b in found))
        return self.around.text[cell.start : cell.end]

    def _index(self) -> Index | None:
        cell = self._cell("index", "task", "other")
        if cell is None:
            return None
        for x in self.around.indices_in(cell.start, cell.end):
            if cell.column == "index" or x.end - x.start > 0.6 * (cell.end - cell.start):
                return x
        return None

    def year_of(self, cell: Cell) -> int | None:
        """The year that the column, or the year cell of the row, says."""
        k = self.position[cell]
        if self.table and k < len(self.table.years) and self.table.years[k]:
            return self.table.years[k]
        year = self._cell("year")
        m = re.search(r"(?:19|20)\d\d", self.around.fold[year.start : year.end]) if year else None
        return int(m[0]) if m else None

    def title_of(self, cell: Cell) -> str:
        k = self.position[cell]
        return self.table.titles[k].lower() if self.table and k < len(self.table.titles) else ""

    def status(self, cell: Cell) -> str:
        """target or result, by the column, its year, the headings, the kind of document."""
        if cell.column == "target" or (self.table is None and cell.column == "product"):
            return "target"
        if cell.column == "result":
            return "result"
        title = self.title_of(cell)
        if re.search(r"kế hoạch|mục tiêu|chỉ tiêu|phấn đấu", title):
            return "target"
        if re.search(r"thực hiện|kết quả|đạt được|ước", title) and "sản phẩm" not in title and cell.column != "product":
            return "result"
        year = self.year_of(cell)
        if year and self.around.year and year < self.around.year:
            return "result"
        if self.governing.status:
            return self.governing.status
        return "result" if self.around.report else "target"


def _deadlines(row: _Row, cell: Cell) -> list[tuple[Finding, str | None]]:
    """The time limits of a deadline cell with values; a missing year is a later one's, the heading's, the plan's."""
    found = list(Scanner(row.around.fold, cell.start, cell.end, cell=True, dates=True).findings())
    out: list[tuple[Finding, str | None]] = []
    year: int | None = None
    later: Finding | None = None
    for f in reversed(found):
        d = f.deadline
        if d is not None and _BEGINNING.search(row.around.fold, max(cell.start, f.start - 12), f.start):
            year = (d.date.year if d.date else None) or year
            continue
        if later is not None and d is not None and _UNTIL.fullmatch(row.around.fold, f.end, later.start):
            continue  # "15/10 - 15/11/2025": a period, which its end limits
        later = f
        if f.type == "frequency":
            out.append((f, None))
        elif d is not None and d.rule:
            out.append((f, d.value))
        elif d is not None and d.date is not None:
            value = d.date.iso(year or row.governing.year or row.around.year)
            year = d.date.year or year
            out.append((f, value))
    return out[::-1]


def _limits(row: _Row, cell: Cell) -> tuple[list[Target], str | None]:
    """Deadline and frequency targets of a cell, and the date by which the row is due (its last one)."""
    out: list[Target] = []
    due: str | None = None
    for f, value in _deadlines(row, cell):
        if f.type == "frequency":
            out.append(_target(row, f, f.end, f.value, row.task, None, "target"))
        elif value is not None and not row.around.long_past(value):
            day_rule = f.deadline is not None and f.deadline.rule
            due = due if day_rule else value
            out.append(_target(row, f, f.end, value, row.task, None if day_rule else value, "target"))
    words = " ".join(row.around.fold[cell.start : cell.end].split())
    if not out and cell.column in ("frequency", "deadline") and words in _PERIODS:
        f = Finding(cell.start, cell.end, "frequency", None, (_PERIODS[words],))
        out.append(_target(row, f, f.end, f.value, row.task, None, "target"))
    return out, due


def _target(
    row: _Row, f: Finding, end: int, value: object, measure: str | None, due: str | None, status: str
) -> Target:
    unit = None if f.type in ("deadline", "frequency") else f.unit
    who = row.who if status == "target" else None
    assert value is None or isinstance(value, int | float | str | tuple)
    quote = row.around.text[f.start : end]
    return Target(f.start, end, quote, f.type, f.comparator, value, f.value_max, f.value_of, unit, measure, due, who,
                  status, rule=f"row.{f.type}")  # fmt: skip


def _plain(row: _Row, cell: Cell) -> Finding | None:
    """A cell that holds only a number: its column says what it is."""
    m = _PLAIN.match(row.around.fold[cell.start : cell.end])
    if not m:
        return None
    value = parse_number(m["n"])
    title = row.title_of(cell)
    base = Finding(cell.start, cell.end, "", _SIGNS.get(m["sign"] or "", "="), value, number=cell.start, noun=cell.end)
    if m["of"]:
        return None
    unit = row.around.fold[u.start : u.end].strip() if (u := row._cell("unit")) else ""
    if "%" in title or "tỷ lệ" in title or unit == "%":
        return base._replace(type="percentage", unit="%")
    if "điểm" in title or unit == "điểm":
        return base._replace(type="score", unit="điểm")
    if "triệu đồng" in title or cell.column == "money":
        scale = (
            10**9 if "tỷ" in title else 10**6 if "triệu" in title or not isinstance(value, int) or value < 10**5 else 1
        )
        return base._replace(type="money", unit="VND", value=round(value * scale) if value is not None else None)
    if unit and cell.column in ("target", "result", "value"):
        return base._replace(type="quantity", unit=unit)
    return None


def _figures(row: _Row, cell: Cell, due: str | None, passed: Spans) -> list[Target]:
    out: list[Target] = []
    if row.index is not None and cell.column not in ("task", "title", "product"):
        found = index_cells.read(row.around.fold, cell, row.title_of(cell))
    else:
        plain = _plain(row, cell)
        found = (
            [plain]
            if plain
            else list(Scanner(row.around.fold, cell.start, cell.end, cell=True, passed=passed).findings())
        )
    status = row.status(cell)
    year = row.year_of(cell)
    for f in found:
        if f.type in ("deadline", "frequency"):
            continue
        if (
            f.type == "quantity"
            and f.value == 1
            and row.around.fold.startswith("một", f.number)
            and f.number == f.start
        ):
            continue
        if f.kind in ("unknown", "set") and cell.column in ("other", "task") and not f.compared:
            continue
        if cell.column == "task" and (
            not f.compared and f.type not in ("percentage", "score", "rank", "money") and f.kind != "product"
        ):
            continue
        own = status
        if row.index and not f.compared and cell.column not in ("target", "result") and not year and row.index.status:
            own = row.index.status
        when = due or (str(year) if year else row.governing.due)
        measure = row.index.quote if row.index and f.type in ("score", "percentage", "rank") else row.task
        out.append(_target(row, f, f.end, f.value, measure, when if own == "target" else None, own))
    return out


def read_row(around: Surroundings, i: int, passed: Spans) -> list[Target]:
    """The targets of table row `i`: its deadlines (`due` of the others), then numbers under products, aims, results."""
    block = around.outline.blocks[i]
    table = around.outline.tables[block.table] if block.table >= 0 else None
    if table is None or i == table.header:
        return []
    return read_cells(around, i, block.cells, table, passed)


def read_cells(
    around: Surroundings, i: int, cells: tuple[Cell, ...], table: Table | None, passed: Spans
) -> list[Target]:
    """The targets of cells that belong together, whether they stand in a row of `table` or in lines of their own."""
    row = _Row(around, i, cells, table)
    limits: list[Target] = []
    due: str | None = None
    for cell in cells:
        if cell.column in ("deadline", "frequency") and cell.end > cell.start:
            made, when = _limits(row, cell)
            limits += made
            due = when or due
    out = list(limits)
    for cell in cells:
        if (
            cell.end > cell.start
            and cell.column not in _SKIPPED
            and cell.column not in ("deadline", "frequency", "unit")
        ):
            out += _figures(row, cell, due, passed)
    return sorted(out, key=lambda t: t.start)
