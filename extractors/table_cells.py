"""Cells that a table prints once for several rows: merged ones, empty below the first, and ditto marks ("nt")."""

from __future__ import annotations

import re

from extractors.outline import Block, Cell, Outline

_DITTO = re.compile(r"[\s\-–]*(?:nt|n/t|như trên|\"|″|//|,,)[\s\-–.]*\Z")
_ORDINAL = re.compile(r"\s*\d{1,3}(?:\.\d{1,3})*[.)]?\s*\Z")
_HIGHEST = 30  # rows above that are looked at


def ditto(fold: str, cell: Cell) -> bool:
    """Whether a cell says that it is like the one above ("nt", "như trên")."""
    return cell.end - cell.start < 12 and cell.end > cell.start and bool(_DITTO.match(fold, cell.start, cell.end))


def _is_group(fold: str, block: Block) -> bool:
    """Whether a row only heads the rows below it ("II | Cải cách thể chế | | |")."""
    filled = [c for c in block.cells if c.end > c.start]
    ordinal = next((c for c in filled if c.column == "ordinal"), None)
    if len(filled) - (ordinal is not None) > 1:
        return False
    return ordinal is None or not _ORDINAL.match(fold, ordinal.start, ordinal.end)


def above(fold: str, outline: Outline, i: int, columns: tuple[str, ...]) -> Cell | None:
    """The cell that holds for row `i` under one of `columns` where its own is empty or a ditto mark: that of the
    nearest row above in the same group of the table; None if there is none."""
    row = outline.blocks[i]
    if row.table < 0 or _is_group(fold, row):
        return None
    header = outline.tables[row.table].header
    for j in range(i - 1, max(header, i - _HIGHEST - 1, -1), -1):
        block = outline.blocks[j]
        if block.kind == "rule":
            continue
        if block.kind != "row" or block.table != row.table or _is_group(fold, block):
            return None
        for cell in block.cells:
            if cell.column in columns and cell.end > cell.start and not ditto(fold, cell):
                return cell
    return None


_WATCHES = re.compile(r"(?:theo dõi|giám sát|đôn đốc)(?!\w)")
_ACTS = re.compile(r"thực hiện|chủ trì|phối hợp|phụ trách|chịu trách nhiệm|đầu mối")
_EXAMINED = re.compile(r"được (?:kiểm tra|thanh tra|giám sát|đánh giá|khảo sát|rà soát|kiểm toán)|đối tượng")


def watches(title: str) -> bool:
    """Whether a column ("Cơ quan theo dõi", folded) names who watches over what others reach."""
    return bool(_WATCHES.search(title)) and not _ACTS.search(title)


def examined(title: str) -> bool:
    """Whether a column ("Đơn vị được kiểm tra", folded) names whom a task concerns, not who does it."""
    return bool(_EXAMINED.search(title)) and not _ACTS.search(title)
