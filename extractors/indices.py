"""Mentions of governance indices with what is said of them: year, value, rank, target or result, scope.

`extract` gives one `Index` for each mention and, where a sentence states several ("đạt 88 điểm (năm 2022 đạt 85,76
điểm)"), one for each year. Rules: docs/annotation.md, "indices" and the settled points on them.
"""

from __future__ import annotations

import re

from extractors import index_cells, index_names
from extractors.facts import Document, Index
from extractors.index_names import Mention
from extractors.index_statements import SCOPE_OF, Place, Reader, Said
from extractors.outline import Block, Cell, Outline, Table, flat
from extractors.text import Text, as_text


def extract(text: str | Text, outline: Outline | None = None, document: Document | None = None) -> list[Index]:
    """All mentions of governance indices in `text`, in order; a mention with several years gives several entries.

    `outline` gives headings and tables (without it every line is a paragraph), `document` the kind and the year that
    tell targets from results. Raises nothing: a text without indices gives an empty list.
    """
    t = as_text(text)
    mentions = index_names.find(t)
    if not mentions:
        return []
    reader = Reader(t, outline or flat(t.text), document)
    out: list[Index] = []
    chain: list[Mention] = []
    for m in mentions:
        row = _row(reader.outline, m)
        if row is not None:
            if chain:
                out += reader.read(chain, m)
            chain = []
            out += _of_row(reader, m, *row)
        elif chain and m.joined:
            chain.append(m)
        else:
            if chain:
                out += reader.read(chain, m)
            chain = [m]
    return out + (reader.read(chain) if chain else [])


def _row(outline: Outline, m: Mention) -> tuple[Block, Cell, Table] | None:
    block = outline.block_at(m.start)
    if block is None or block.kind != "row" or not block.cells or block.table < 0:
        return None
    for cell in block.cells:
        if cell.start <= m.start < cell.end:
            return block, cell, outline.tables[block.table]
    return None


def _of_row(reader: Reader, m: Mention, block: Block, cell: Cell, table: Table) -> list[Index]:
    """Entries from a table row: values and ranks of the other cells if the mention stands under the index column (or
    leads the row), else what the mention's own cell says."""
    i = reader.outline.index_at(m.start)
    governing = reader.headings.above(i)
    place = Place(i, cell.start, cell.end, governing)
    own = reader.governed(m, place)
    scope = reader.scope(m, place) or _caption_scope(reader, table)
    alone = m.end - m.start >= 0.6 * (cell.end - cell.start)
    lists_indices = "index" in table.columns or "value" in table.columns or "rank" in table.columns
    if not (cell.column == "index" or (alone and lists_indices)):
        year = reader.year_behind(m, cell.end) or reader.year_before(cell.start, m.start) or governing.year
        return [
            reader.entry(m, s, reader.status(m, s, place, own), scope)
            for s in reader.said(m, cell.end) or [Said(year=year)]
        ]
    groups: dict[tuple[int | None, str | None], Said] = {}
    year = _row_year(reader, block) or reader.year_behind(m, cell.end)
    for k, other in enumerate(block.cells):
        if other is cell or other.column in ("ordinal", "year", "note", "lead", "coordinate", "task", "deadline"):
            continue
        column_year = table.years[k] if k < len(table.years) else None
        aim = "target" if other.column == "target" else "result" if other.column == "result" else None
        title = table.titles[k].lower() if k < len(table.titles) else ""
        _read_cell(reader, other, title, groups, column_year or year, aim)
    out = []
    for (y, aim), s in groups.items():
        s.year = y or governing.year
        status = aim or (
            "result"
            if s.year and reader.year and s.year < reader.year
            else governing.status or ("result" if reader.report else "target")
        )
        out.append(reader.entry(m, s, status, scope))
    return out or [reader.entry(m, Said(year=year or governing.year), own, scope)]


def _read_cell(
    reader: Reader,
    cell: Cell,
    title: str,
    groups: dict[tuple[int | None, str | None], Said],
    year: int | None,
    aim: str | None,
) -> None:
    for f in index_cells.read(reader.fold, cell, title):
        reader.fill(groups.setdefault((year, aim), Said()), f, "")


def _row_year(reader: Reader, block: Block) -> int | None:
    for cell in block.cells:
        if cell.column == "year":
            m = re.search(r"(?:19|20)\d\d", reader.fold[cell.start : cell.end])
            return int(m[0]) if m else None
    return None


def _caption_scope(reader: Reader, table: Table) -> str | None:
    before = reader.fold[
        max(0, reader.outline.blocks[table.first].start - 160) : reader.outline.blocks[table.first].start
    ]
    m = re.search(r"chỉ số[^.\n]{0,30} của (tỉnh|huyện|xã|sở|phường)\b[^\n]{0,60}\s*$", before)
    return SCOPE_OF[m[1]] if m else None
