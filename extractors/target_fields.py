"""Tasks set out in labelled lines, a table written as a list: "- Cơ quan chủ trì: …", "- Thời gian thực hiện: …",
"- Sản phẩm: …" below the task. They are read like the cells of one row."""

from __future__ import annotations

import re

from extractors.facts import Target
from extractors.outline import Block, Cell
from extractors.passed_spans import Spans
from extractors.target_context import Surroundings
from extractors.target_rows import read_cells

_LABEL = re.compile(
    r"(?:(?P<lead>(?:cơ quan|đơn vị|bộ phận)?\s?(?:chủ trì|đầu mối)(?: thực hiện| tham mưu)?|(?:cơ quan|đơn vị"
    r"|người|bộ phận) (?:thực hiện|chịu trách nhiệm)"
    r"|phân công(?: thực hiện)?)"
    r"|(?P<coordinate>(?:cơ quan|đơn vị)?\s?phối hợp(?: thực hiện)?)"
    r"|(?P<deadline>(?:thời gian|thời hạn|tiến độ|hạn)(?: thực hiện| hoàn thành| triển khai"
    r"| thực hiện và hoàn thành| kết thúc)?(?:, hoàn thành)?)"
    r"|(?P<product>(?:kết quả|sản phẩm|chỉ tiêu|mục tiêu)(?: đầu ra| thực hiện| cần đạt| đạt được| hoàn thành"
    r"|, kết quả|/sản phẩm|/kết quả)?(?:, sản phẩm| dự kiến)?)"
    r"|(?P<money>kinh phí(?: thực hiện| dự kiến)?))\s{0,2}:\s{0,2}"
)  # fmt: skip
_ASSIGNING = ("lead", "coordinate", "deadline")
_WORTH = ("deadline", "product")


def _fields(around: Surroundings, block: Block) -> list[Cell]:
    """The labelled fields of a line; several may stand in one, parted by full stops or semicolons."""
    low, high = block.words or block.start, block.end
    first = _LABEL.match(around.fold, low, min(high, low + 60))
    if not first:
        return []
    marks = [first]
    for stop in re.finditer(r"[.;]\s{1,2}", around.fold[low:high]):
        if m := _LABEL.match(around.fold, low + stop.end(), high):
            marks.append(m)
    out = []
    for k, m in enumerate(marks):
        end = marks[k + 1].start() if k + 1 < len(marks) else high
        while end > m.end() and around.fold[end - 1] in " .;,":
            end -= 1
        out.append(Cell(m.end(), max(m.end(), end), m.lastgroup or "other"))
    return out


def labelled(around: Surroundings, i: int) -> bool:
    """Whether block `i` begins with the label of a field ("Thời gian thực hiện: …")."""
    block = around.outline.blocks[i]
    return bool(_LABEL.match(around.fold, block.words or block.start, block.end))


def read_fields(around: Surroundings, i: int, passed: Spans) -> tuple[list[Target], int]:
    """The targets of the labelled lines that begin at block `i`, and the index of the first block behind them.

    The task is the block that governs them; the lines are siblings, a deadline or product and a body or deadline among
    them."""
    blocks = around.outline.blocks
    parent = blocks[i].parent
    cells: list[Cell] = []
    j = i
    while j < len(blocks) and blocks[j].parent == parent:
        fields = _fields(around, blocks[j])
        if not fields:
            break
        cells += fields
        j += 1
    kinds = {c.column for c in cells}
    if not kinds & set(_WORTH) or not kinds & set(_ASSIGNING) or (len(cells) == 1 and parent < 0):
        return [], i  # "Mục tiêu: …" alone is a sentence, no field of a task
    if parent >= 0:
        above = blocks[parent]
        cells.insert(0, Cell(above.words or above.start, above.end, "title"))
    return read_cells(around, i, tuple(cells), None, passed), j
