"""The outline of a document: what stands where. What a sentence means depends on where it stands.

`pipeline.outline.build` makes it; extractors take it. All offsets refer to `Text.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from extractors.quick import quick

# Zones, in the order in which they usually stand on paper.
LETTERHEAD, TITLE, ADDRESSEE, PREAMBLE, BODY, SIGNATURE, RECIPIENTS, ANNEX = (
    "letterhead", "title", "addressee", "preamble", "body", "signature", "recipients", "annex",
)  # fmt: skip


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: offsets of its words (no surrounding blanks; `start == end` if empty) and the
    role of its column (see `Table.columns`)."""

    start: int
    end: int
    column: str


@quick
@dataclass(frozen=True, slots=True)
class Block:
    """One logical line (soft breaks already joined): a heading, a bullet, a paragraph, a table row …

    kind   letterhead (the issuer's lines) | nation (national or Party name, motto) | number | date | type | title |
           addressee | preamble | heading | item | paragraph | row | recipients | signature | caption |
           rule (a table's |---| line or an ornament)
    zone   one of the zone names above; ANNEX for what follows an annex heading ("PHỤ LỤC …", an annexed plan's own
           title), where kinds are those of a body
    label  as printed without closing mark: "I", "1.1", "a", "Điều 3", "-", "+", "·"; None if none
    words  offset where the words after the label begin
    path   numbered path of the section it stands in or opens ("III.2.a"); "" before the first one. Bullets add nothing
    parent index of the block that governs it (a bullet's item, an item's heading); -1 for none
    heading  whether it opens a section, i.e. has numbered or bulleted blocks below it
    """

    start: int
    end: int
    kind: str
    zone: str
    label: str | None = None
    words: int = 0
    level: int = 0
    path: str = ""
    parent: int = -1
    heading: bool = False
    table: int = -1
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: index of its first and last block + 1, its header row's block (-1 if none) and its columns' roles:
    ordinal, task, lead, coordinate, bodies (a column of bodies with no role said), deadline, start (when it begins),
    product, target, index, year, value, rank, unit, frequency, money, note, citation, other.

    A column that says a year as well ("Kết quả năm 2022", "Mục tiêu 2023") has it in `years`."""

    first: int
    last: int
    header: int
    columns: tuple[str, ...]
    titles: tuple[str, ...] = ()
    years: tuple[int | None, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the outline as published in the record. `heading` is None for a bullet. Repeated paths get `~2`."""

    label: str
    path: str
    heading: str | None
    level: int
    start: int
    end: int


@dataclass(frozen=True)
class Outline:
    """Blocks in reading order (they never overlap), tables and published sections."""

    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()

    @cached_property
    def notes(self) -> dict[str, object]:
        """What extractors have read of the outline and keep for each other, by the name of what is read."""
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        return [b.start for b in self.blocks]

    def index_at(self, offset: int) -> int:
        """Index of the block that `offset` stands in (or the nearest before it); -1 before the first."""
        return bisect_right(self._starts, offset) - 1

    def block_at(self, offset: int) -> Block | None:
        """The block that `offset` stands in, or the nearest before it."""
        i = self.index_at(offset)
        return self.blocks[i] if i >= 0 else None

    def ancestors(self, i: int) -> list[Block]:
        """The blocks that govern block `i`, nearest first."""
        out: list[Block] = []
        i = self.blocks[i].parent
        while i >= 0:
            out.append(self.blocks[i])
            i = self.blocks[i].parent
        return out


_SENTENCE = re.compile(
    r"[.!?…\n](?:(?<=\n)\s*|(?<!\n)(?<!\b[A-ZĐ]\.)(?<!\bTP\.)(?<!\bTX\.)(?<!\bTT\.)(?<!\bVP\.)(?<!\bCT\.)(?<!\bGS\.)(?<!\bTS\.)(?<!\bKT\.)"
    r"(?<!\bTM\.)(?<!\bTL\.)[.!?…]*[\"”’)]*\s+(?=[A-ZÀ-ỸĐ\"“(]))"
)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, without surrounding blanks. A full stop ends one if a capital
    follows and no one-letter abbreviation precedes; semicolons do not."""
    out: list[tuple[int, int]] = []
    at = start
    for m in _SENTENCE.finditer(text, start, end):
        stop = m.start() + len(m[0].rstrip())
        while stop > at and text[stop - 1].isspace():
            stop -= 1
        if stop > at:
            out.append((at, stop))
        at = m.end()
    if at < end:
        out.append((at, end))
    return out


def flat(text: str) -> Outline:
    """An outline without structure, for a bare string: every non-empty line is a paragraph of the body."""
    blocks = []
    for m in re.finditer(r"(?m)^[^\n]*\S", text):
        start = m.start() + len(m[0]) - len(m[0].lstrip())
        blocks.append(Block(start, m.end(), "paragraph", BODY, words=start))
    return Outline(tuple(blocks))
