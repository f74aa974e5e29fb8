"""Responsibilities in tables: row by row, the cell under "chủ trì" leads, the one under "phối hợp" co-ordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors import role_verbs, table_cells
from extractors.bodies import Body
from extractors.duty_clauses import Duty
from extractors.duty_subjects import Scene, own_words, series
from extractors.outline import Block, Cell, Outline
from extractors.role_verbs import COORDINATE, LEAD, MONITOR
from extractors.text import fold

_ROLES = {"lead": LEAD, "bodies": LEAD, "coordinate": COORDINATE}
_TASKS = ("task", "index", "target", "product", "other")
_PARTS = re.compile(r"\s*(?:[;\n•]|\s\+\s|<br ?/?>)\s*")
_LISTED = re.compile(r"\s*(?:[;\n•]|\s[-+]\s|<br ?/?>)\s*")  # a cell that begins with a dash is a list of dashes
_MARKED = re.compile(r"[;\n•+<-]")  # what every mark of both has in it
_COMMA = re.compile(r"\s*,\s+(?=[A-ZĐÀ-Ỹ]|các |UBND)|\s+(?:và)\s+(?=[A-ZĐÀ-Ỹ]|các )")
_SIGN = re.compile(r"\A[\s\-+•*]+|[\s.,;:/]+\Z")
_LETTER = re.compile(r"[^\W\d_]{2}")


def parties(scene: Scene, start: int, end: int) -> list[Body]:
    """The bodies that a cell or a line of bodies names: known ones, and in words of its own what stands between."""
    out: list[Body] = []
    at = start
    marks = _LISTED if scene.fold[start : start + 1] == "-" else _PARTS
    found = marks.finditer(scene.text, start, end) if _MARKED.search(scene.text, start, end) else ()
    for m in [*found, None]:
        stop = m.start() if m else end
        if stop > at:
            out += _part(scene, at, stop)
        at = m.end() if m else end
    return out


def _part(scene: Scene, start: int, end: int) -> Iterator[Body]:
    known = [b for b in scene.within(start, end) if b.end <= end]
    if not known:
        at = start
        for m in [*_COMMA.finditer(scene.text, start, end), None]:
            yield from _own(scene, at, m.start() if m else end)
            at = m.end() if m else end
        return
    at = start
    for body in known:
        if body.start < at:
            continue
        yield from _own(scene, at, body.start)
        members, _ = series(scene, body, body.end + 14 if body.end + 14 < end else end)
        yield members[0]
        at = members[0].end
        inside = re.compile(r"\s*\([^()]*\)").match(scene.text, at, end)
        at = inside.end() if inside else at
    yield from _own(scene, at, end)


_FREQUENCY = re.compile(r"(?:liên tục|thường xuyên|hằng|hàng|định kỳ|trong|quý|tháng|năm|theo|trước|sau)(?!\w)")
_LEAD = re.compile(r"(?:[\s,;:/&.\-+•*]|và\s|cùng\s)*")
_LINK = re.compile(r"(?:và|cùng|với|các|,|;|\s|-|/|&|liên quan|có|khác|chủ trì|phối hợp|thực hiện|của|tại|ở)*\Z")


def _own(scene: Scene, start: int, end: int) -> Iterator[Body]:
    words = scene.text[start:end]
    lead = _LEAD.match(words)
    start += lead.end() if lead else 0
    end = start + len(scene.text[start:end].rstrip(" \n\t,;:/&.-"))
    if end - start < 3 or end - start > 90 or not _LETTER.search(scene.text, start, end):
        return
    if _LINK.match(scene.fold, start, end) or scene.fold[start:end] in (
        "không",
        "nt",
        "như trên",
        "thường xuyên",
        "tất cả",
    ):
        return
    if role_verbs.begins(scene.fold, start, end) or _FREQUENCY.match(scene.fold, start, end):
        return
    if not (scene.text[start].isupper() or scene.fold.startswith(("các ", "mỗi ", "từng "), start)):
        return
    yield own_words(scene, start, end)


def task_cell(scene: Scene, cells: tuple[Cell, ...]) -> Cell | None:
    """The cell that says what is to be done: the last filled one of the task columns, else the first other one."""
    for role in _TASKS:
        found = [
            c for c in cells if c.column == role and c.end > c.start and _LETTER.search(scene.text, c.start, c.end)
        ]
        if found:
            return found[-1] if role == "task" else found[0]
    return None


_AFTER = re.compile(r"\s*\(?\s*(?:(?P<lead>chủ trì)|phối hợp)(?!\s*(?:với|cùng|:))")
_BEFORE = re.compile(r"(?:(?P<lead>chủ trì)\s*:|phối hợp\s*(?:với|cùng|:))")


def _said(scene: Scene, cell: Cell, body: Body) -> str | None:
    """The role that the words of a cell give one of its bodies: "Phòng Nội vụ (chủ trì); các phòng (phối hợp)"."""
    after = _AFTER.match(scene.fold, body.end, cell.end)
    before = [] if after else list(_BEFORE.finditer(scene.fold, cell.start, body.start))
    said = after or (before[-1] if before else None)
    return (LEAD if said["lead"] else COORDINATE) if said else None


def _guessed(scene: Scene, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells of a row whose table has lost its header: after the task the first cell of nothing but bodies leads,
    the second co-ordinates."""
    out: list[Cell] = []
    roles = ["lead", "coordinate"]
    for cell in cells:
        known = [b for b in scene.within(cell.start, cell.end) if b.end <= cell.end]
        covered = sum(b.end - b.start + 2 for b in known) >= cell.end - cell.start > 0
        out.append(replace(cell, column=roles.pop(0)) if covered and roles and out else cell)
    return tuple(out) if len(roles) < 2 else cells


def _named(scene: Scene, outline: Outline, i: int, cells: tuple[Cell, ...]) -> list[tuple[Cell, str]]:
    """The cells of bodies that hold for row `i`, with their roles: its own, and what merged cells or ditto marks take
    over from the row above (who co-ordinates only with who leads)."""
    out: list[tuple[Cell, str]] = []
    merged = any(c.column in ("lead", "bodies") for c in cells) and not any(
        c.column in ("lead", "bodies") and c.end > c.start for c in cells
    )
    titles = outline.tables[outline.blocks[i].table].titles if outline.blocks[i].table >= 0 else ()
    for k, cell in enumerate(cells):
        title = fold(titles[k]) if k < len(titles) else ""
        if cell.column not in _ROLES or table_cells.examined(title):
            continue
        taken: Cell | None = cell if cell.end > cell.start else None
        if table_cells.ditto(scene.fold, cell) or (taken is None and merged):
            taken = table_cells.above(scene.fold, outline, i, (cell.column,))
        if taken:
            out.append((taken, MONITOR if table_cells.watches(title) else _ROLES[cell.column]))
    return out


def of_row(scene: Scene, outline: Outline, i: int, block: Block, above: Cell | None) -> tuple[list[Duty], Cell | None]:
    """The duties of table row `i`, and its task cell (the one `above` if its own is empty, as in merged cells)."""
    cells = block.cells
    if all(c.column in ("other", "ordinal") for c in cells):
        cells = _guessed(scene, cells)
    task = task_cell(scene, cells)
    named = _named(scene, outline, i, cells)
    if not named:
        return [], task
    task = task or above
    if task is None:
        return [], None
    out = []
    for cell, role in named:
        for body in parties(scene, cell.start, cell.end):
            own = _said(scene, cell, body) or role
            out.append(Duty(body, own, task.start, task.end, f"table.{own}"))
    return out, task
