"""Tables given as text: rows with `|` or tabs, header rows, roles of columns."""

from __future__ import annotations

import re
from functools import cache

from extractors import vocabulary
from extractors.outline import Cell, Table
from extractors.text import bare, fold
from pipeline.outline.lines import Draft, Line, is_ornament

_PUNCTUATION = re.compile(r"[\W_]+")
_YEAR = re.compile(r"\b(20\d\d)\b")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-ZĐa-zđ])[.)]?\Z")
_COLUMN_NUMBER = re.compile(r"\(?[\dA-Z]{1,2}\)?(?:\s?=.*)?\Z")
LONGEST_ROW = 8000  # characters: a row broken over lines is never longer
_ROLES_OF_BODIES = {"lead", "coordinate", "bodies"}


_RUN_TOGETHER = 40  # letters of a header, at most, whose words may have run together


@cache
def _headers() -> tuple[tuple[str, str, int], ...]:
    return tuple((_plain(r["words"]), r["role"], int(r["strength"] or 1)) for r in vocabulary.rows("table_headers"))


def _plain(words: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", bare(fold(words))).split())


@cache
def role(title: str) -> str:
    """The role of a column by its header's words; "other" if none is known."""
    plain = f" {_plain(title)} "
    best: tuple[int, int, int] | None = None
    found = "other"
    for words, name, strength in _headers():
        at = plain.find(f" {words} ")
        if at < 0 or (strength == 3 and plain.strip() != words):
            continue
        rank = (strength, -at, len(words))
        if best is None or rank > best:
            best, found = rank, name
    if found == "other" and len(plain) <= _RUN_TOGETHER:
        found = _role_run_together(plain.replace(" ", ""))
    if found in ("lead", "coordinate") and " chu tri " in plain and " phoi hop " in plain:
        return "bodies"
    return found


def _role_run_together(letters: str) -> str:
    """The role of a header whose words recognition has run together ("Đơnvịphốihợp")."""
    for words, name, strength in _headers():
        if strength < 3 and " " in words and len(words) > 6 and words.replace(" ", "") in letters:
            return name
    return "other"


def is_row(text: str, start: int, end: int) -> bool:
    """Whether a line may be a row: a `|` with words beside it, or two tabs between words."""
    return text.find("|", start, end) >= 0 or text.count("\t", start, end) >= 2


def cells_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells of a row, outer bars left out; empty cells have `start == end`."""
    mark = "|" if text.find("|", start, end) >= 0 else "\t"
    out = []
    at = start
    pieces = text[start:end].split(mark)
    for piece in pieces:
        words = piece.strip(" \t\u00a0*")
        left = at + (piece.index(words) if words else 0)
        out.append((left, left + len(words)))
        at += len(piece) + 1
    if mark == "|" and len(out) > 1:
        if text[start] == "|":
            out = out[1:]
        if text[end - 1] == "|" and len(out) > 1:
            out = out[:-1]
    return out


Row = tuple[int, int, list[tuple[int, int]]]


def gather(text: str, lines: list[Line], at: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at line `at` (start, end, cells; a row broken over lines is one), and the first
    line past it."""
    rows: list[Row] = []
    width = 0
    while at < len(lines):
        line = lines[at]
        short = width > 2 and text.find("\t", line.start, line.end) > 0  # "I<tab>CẢI CÁCH THỂ CHẾ", a group
        if not short and not is_row(text, line.start, line.end):
            joined = rows and _joins(text, rows[-1], line, width)
            follows = at + 1 < len(lines) and is_row(text, lines[at + 1].start, lines[at + 1].end)
            if not joined or not (follows or len(rows[-1][2]) < width) or line.end - rows[-1][0] > LONGEST_ROW:
                break
            rows[-1] = _extend(text, rows[-1], line.end)
        else:
            cells = cells_of(text, line.start, line.end)
            if rows and width and len(rows[-1][2]) + len(cells) - 1 <= width and _continues(text, rows[-1], cells):
                rows[-1] = _extend(text, rows[-1], line.end)
            else:
                rows.append((line.start, line.end, cells))
                width = max(width, len(cells))
        at += 1
    return rows, at


def _extend(text: str, row: Row, end: int) -> Row:
    return row[0], end, cells_of(text, row[0], end)


def _joins(text: str, row: Row, line: Line, width: int) -> bool:
    """Whether a line without bars goes on with the row before it."""
    if line.gap > 0 or len(row[2]) >= width + (text[row[1] - 1] != "|"):
        return False
    return len(row[2]) < width or text[line.start].islower()


def _continues(text: str, row: Row, cells: list[tuple[int, int]]) -> bool:
    first = text[slice(*cells[0])]
    return bool(first) and not _ORDINAL.match(first) and text[row[1] - 1] != "|" and first[0].islower()


def is_table(text: str, rows: list[Row]) -> bool:
    """Whether the rows are a table: at least two, or one with three cells."""
    filled = [r for r in rows if not is_ornament(text[r[0] : r[1]])]
    return len(filled) >= 2 or any(len(r[2]) >= 3 for r in filled)


def _titles(text: str, row: Row) -> list[str]:
    return [" ".join(text[a:b].split()) for a, b in row[2]]


def _is_header(text: str, row: Row, first: bool) -> bool:
    titles = _titles(text, row)
    known = [role(t) for t in titles if t]
    if not known or (titles[0] and _ORDINAL.match(titles[0]) and role(titles[0]) != "ordinal"):
        return False
    if any(len(t) > 90 for t in titles):
        return False
    good = sum(r != "other" for r in known)
    if first:
        return "ordinal" in known or good * 2 >= len(known)
    return (good == len(known) and all(len(t) < 40 for t in titles)) or (
        titles[0] == "" and good * 2 > len(known) and len(known) > 1
    )


def _is_column_numbers(text: str, row: Row) -> bool:
    filled = [t for t in _titles(text, row) if t]
    return len(filled) > 2 and all(_COLUMN_NUMBER.match(t) for t in filled)


def _merge(top: list[str], below: list[str], width: int) -> list[str]:
    """Titles of a header in two rows: merged cells count for the empty ones right of them."""
    if len(below) < len(top) and len(top) + len(below) - 1 == width:  # one cell was split, the others not given again
        at = next(
            (i for i, t in enumerate(top) if role(t) in _ROLES_OF_BODIES or role(t) in ("target", "value", "year")),
            len(top) - 1,
        )
        return top[:at] + [f"{top[at]} {b}" for b in below] + top[at + 1 :]
    out, last = [], ""
    for i in range(max(len(top), len(below))):
        above = top[i] if i < len(top) else ""
        own = below[i] if i < len(below) else ""
        last = above or (last if own else "")
        out.append(own if own and role(own) in _ROLES_OF_BODIES else f"{last} {own}".strip())
    return out


def _context(columns: list[str], titles: list[str], years: list[int | None]) -> list[str]:
    """Roles that depend on the other columns."""
    out = list(columns)
    tabular = not _ROLES_OF_BODIES & set(out)
    for i, name in enumerate(out):
        if (
            name == "product"
            and _plain(titles[i]).startswith("ket qua")
            and (years[i] or (tabular and "dau ra" not in _plain(titles[i])))
        ):
            out[i] = "value"
        if name in ("year", "deadline") and years[i]:
            out[i] = "target" if name == "deadline" else "value"
    if "task" not in out and "index" not in out and "target" in out and len([c for c in out if c != "ordinal"]) > 1:
        out[out.index("target")] = "task"
    if "task" in out and "index" in out and out.index("index") > out.index("task"):
        out[out.index("index")] = "target" if "target" not in out else "other"
    if "task" not in out and "index" not in out and "other" in out:
        out[out.index("other")] = "task"
    return out


Shape = tuple[int, tuple[str, ...], tuple[str, ...], tuple[int | None, ...]]


def describe(text: str, rows: list[Row], before: Table | None = None) -> Shape:
    """Number of header rows, the columns' roles, titles and years. A row of one cell above the header is the table's
    caption; a table without header that follows one as wide (`before`, a page break between) has its columns."""
    plain = [r for r in rows if not is_ornament(text[r[0] : r[1]])]
    width = max(len(r[2]) for r in plain)
    top = 0
    if len(plain) > 1 and len([t for t in _titles(text, plain[0]) if t]) == 1 and _is_header(text, plain[1], True):
        top = 1
    if not _is_header(text, plain[top], True):
        if before is not None and len(before.columns) == width:
            return 0, before.columns, before.titles, before.years
        return 0, ("other",) * width, (), ()
    titles, used = _titles(text, plain[top]), top + 1
    if len(plain) > used and _is_header(text, plain[used], False):
        titles, used = _merge(titles, _titles(text, plain[used]), width), used + 1
    if len(plain) > used and _is_column_numbers(text, plain[used]):
        used += 1
    titles += [""] * (width - len(titles))
    years = [int(m[1]) if (m := _YEAR.search(t)) else None for t in titles]
    columns = _context([role(t) if t else "other" for t in titles], titles, years)
    return used, tuple(columns), tuple(titles), tuple(years)


def build(
    text: str, rows: list[Row], zone: str, first: int, number: int, before: Table | None = None
) -> tuple[list[Draft], Table]:
    """Blocks of a table whose first block has index `first`, and the table, the `number`th of its document; `before` is
    the table that ends where this one begins, if one does.

    A row whose cells right of its second are empty is a group ("I | CẢI CÁCH THỂ CHẾ | | |") and governs those below; a
    row without ordinal goes on with the one before; a header printed again on the next page is no row.
    """
    headers, columns, titles, years = describe(text, rows, before)
    drafts: list[Draft] = []
    header, group, item, printed = -1, -1, -1, ""
    for start, end, cells in rows:
        at = first + len(drafts)
        draft = Draft(start, end, "row", zone, table=number, words=start)
        drafts.append(draft)
        if is_ornament(text[start:end]) or (printed and text[start:end] == printed):
            draft.kind = "rule"
            continue
        placed = _place(text, cells, columns)
        draft.cells = tuple(Cell(a, b, c) for (a, b), c in zip(placed, columns, strict=False))
        if headers:
            headers, header, printed = headers - 1, at, printed or text[start:end]
            continue
        ordinal = text[slice(*placed[0])] if columns[0] == "ordinal" else "-"
        if _is_group(draft.cells, ordinal):
            draft.heading, draft.parent, group, item = True, -1, at, -1
        else:
            draft.parent = item if not ordinal and item >= 0 else group
            item = at if ordinal else item
        if columns[0] == "ordinal" and _ORDINAL.match(ordinal):
            draft.label = ordinal.rstrip(".)")
    return drafts, Table(first, first + len(drafts), header, columns, titles, years)


def _is_group(cells: tuple[Cell, ...], ordinal: str) -> bool:
    if len(cells) < 3 or not ordinal:
        return False
    filled = [i for i, c in enumerate(cells) if c.start < c.end and c.column != "ordinal"]
    return filled in ([0], [1]) or (not filled and not _ORDINAL.match(ordinal))


def _place(text: str, cells: list[tuple[int, int]], columns: tuple[str, ...]) -> list[tuple[int, int]]:
    """Cells set under their columns: a short row lacks its last cells, or its ordinal if it does not begin with one."""
    missing = len(columns) - len(cells)
    if missing <= 0:
        return cells[: len(columns)]
    end = cells[-1][1]
    if missing == 1 and columns[0] == "ordinal" and not _ORDINAL.match(text[slice(*cells[0])] or "1"):
        return [(cells[0][0], cells[0][0]), *cells]
    return cells + [(end, end)] * missing
