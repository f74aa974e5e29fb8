"""Ruled tables: from ruling lines to cells, from cells to rows of words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.pdf.rulings import Drawn, Line
from pipeline.ingest.pdf.words import Box, Word

_NEAR = 3.0  # points: line ends that meet no better are one corner
_COLUMN = 18.0  # points: narrower, and a column without words is none
_MOST = 30_000  # rulings on a page: more is a drawing, not a table
_MOST_WHOLE = 1200  # once their pieces are put together
_MOST_CELLS = 20_000


@dataclass(slots=True)
class Row:
    """One row of a table: the words of each cell, in reading order. `top`: where it begins on the page."""

    cells: list[list[Word]]
    top: float = 0.0
    page: int = 0


@dataclass(slots=True)
class Grid:
    """A ruled table on one page. `columns`: places of its vertical rulings."""

    box: Box
    columns: tuple[float, ...]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class _Area:
    """Rulings that touch one another."""

    horizontal: list[Line]
    vertical: list[Line]


def find(drawn: Drawn, words: Sequence[Word]) -> tuple[list[Grid], list[Word]]:
    """The tables of a page from top to bottom, and the words outside them. A table has two columns or more; a frame
    around one cell (a stamp, a notice) is none."""
    if len(drawn.vertical) < 2 or len(drawn.horizontal) < 2 or len(drawn.vertical) + len(drawn.horizontal) > _MOST:
        return [], list(words)
    grids: list[Grid] = []
    rest = list(words)
    across, down = _merged(drawn.horizontal), _merged([_flip(v) for v in drawn.vertical])
    if len(across) + len(down) > _MOST_WHOLE:
        return [], rest
    for area in _areas(across, down):
        grid, rest = _grid(area, rest)
        if grid:
            grids.append(grid)
    return sorted(grids, key=lambda g: g.box[1]), rest


def _flip(line: Line) -> Line:
    return Line(line.y0, line.x0, line.y1, line.x1)


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Horizontal lines with the pieces of one line (cell by cell, dash by dash) put together."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda n: (round(n.y0 / 2), n.x0)):
        last = out[-1] if out else None
        if last and abs(last.y0 - line.y0) <= 2 and line.x0 - last.x1 <= _NEAR:
            out[-1] = last._replace(x1=max(last.x1, line.x1))
        else:
            out.append(line)
    return [n for n in out if n.x1 - n.x0 >= 5]


def _areas(horizontal: list[Line], flipped: list[Line]) -> list[_Area]:
    """Groups of rulings that touch. `flipped`: the vertical ones with x and y changed over."""
    parent = list(range(len(horizontal) + len(flipped)))

    def _root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, v in enumerate(flipped, len(horizontal)):
        for i, h in enumerate(horizontal):
            if v.x0 - _NEAR <= h.y0 <= v.x1 + _NEAR and h.x0 - _NEAR <= v.y0 <= h.x1 + _NEAR:
                parent[_root(i)] = _root(j)
    groups: dict[int, _Area] = {}
    for i, line in enumerate([*horizontal, *flipped]):
        area = groups.setdefault(_root(i), _Area([], []))
        (area.horizontal if i < len(horizontal) else area.vertical).append(line)
    return [a for a in groups.values() if len(a.horizontal) >= 2 and len(a.vertical) >= 2]


def _places(values: list[float]) -> list[float]:
    """Distinct places among `values`."""
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > _NEAR:
            out.append(v)
    return out


def _grid(area: _Area, words: list[Word]) -> tuple[Grid | None, list[Word]]:
    """The table that an area's rulings make, and the words left."""
    ys = _places([h.y0 for h in area.horizontal])
    xs = _places([v.y0 for v in area.vertical])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None, words
    box = (xs[0], ys[0], xs[-1], ys[-1])
    inside: list[Word] = []
    rest: list[Word] = []
    for w in words:
        x, y = (w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2
        (inside if box[0] <= x <= box[2] and box[1] <= y <= box[3] else rest).append(w)
    if not inside:
        return None, words
    rows = [Row([[] for _ in xs[1:]], y) for y in ys[:-1]]
    owner = _owners(area, xs, ys)
    for w in inside:
        r = min(max(bisect_right(ys, (w.y0 + w.y1) / 2) - 1, 0), len(ys) - 2)
        c = min(max(bisect_right(xs, (w.x0 + w.x1) / 2) - 1, 0), len(xs) - 2)
        r, c = owner[r][c]
        rows[r].cells[c].append(w)
    rows = [row for row in rows if any(row.cells)]
    filled = [c for c in range(len(xs) - 1) if any(row.cells[c] for row in rows)]
    if len(filled) < 2:
        return None, words
    # A column may be empty on one page of a table and not on the next; a narrow one is a doubled ruling.
    owned = {c for row_of_owners in owner for _, c in row_of_owners}
    used = [c for c in range(len(xs) - 1) if c in filled or (c in owned and xs[c + 1] - xs[c] >= _COLUMN)]
    for row in rows:
        row.cells = [in_lines(row.cells[c]) for c in used]
    return Grid(box, tuple(xs), rows), rest


def _owners(area: _Area, xs: list[float], ys: list[float]) -> list[list[tuple[int, int]]]:
    """For each field of the grid the top left field of the cell it belongs to (merged cells have no ruling between
    their fields)."""

    beside = [[v for v in area.vertical if abs(v.y0 - x) <= _NEAR] for x in xs]
    across = [[h for h in area.horizontal if abs(h.y0 - y) <= _NEAR] for y in ys]

    def ruled(lines: list[Line], between: float) -> bool:
        return any(n.x0 - _NEAR <= between <= n.x1 + _NEAR for n in lines)

    owner = [[(r, c) for c in range(len(xs) - 1)] for r in range(len(ys) - 1)]
    for r in range(len(ys) - 1):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(len(xs) - 1):
            if c and not ruled(beside[c], middle):
                owner[r][c] = owner[r][c - 1]
            elif r and not ruled(across[r], (xs[c] + xs[c + 1]) / 2):
                owner[r][c] = owner[r - 1][c]
    return owner


def in_lines(words: list[Word]) -> list[Word]:
    """The words of one cell or column in reading order: by lines, from left to right."""
    if len(words) < 2:
        return words
    lines: list[list[Word]] = []
    for w in sorted(words, key=lambda w: (w.y0 + w.y1) / 2):
        middle = (w.y0 + w.y1) / 2
        last = lines[-1][-1] if lines else None
        # By the higher of the two: a dash that recognition has boxed is as low as a stroke.
        if last and middle - (last.y0 + last.y1) / 2 <= 0.45 * max(w.size, last.size):
            lines[-1].append(w)
        else:
            lines.append([w])
    return [w for line in lines for w in sorted(line, key=lambda w: w.x0)]
