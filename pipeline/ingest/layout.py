"""Tables that set words side by side instead of holding data.

The letterhead of Decree 30/2020/NĐ-CP (issuer and number left, nation, place and date right) and its end ("Nơi nhận"
left, signature right) are set as borderless tables in nearly every .docx and on web pages. They are read as lines: the
left column, then the right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from extractors.text import bare, fold

DATA, LETTERHEAD, CLOSING, ADDRESS, LAYOUT = "data", "letterhead", "closing", "address", "layout"
ROWS_SEEN = 12  # a layout table has fewer rows

_NATION = re.compile(r"cong h[oa]{2} xa h|dang cong san viet|doc lap\W{1,4}tu do")
_NUMBER = re.compile(r"so\s?[:.]?\s?[\d.…/\- ]*[/\-]\s?[a-z]")
_DATE = re.compile(r"ngay\b.{0,20}\bthang\b.{0,20}\bnam\b")
_RECIPIENTS = re.compile(r"\W{0,4}noi nhan\b")
_ADDRESS = re.compile(r"\W{0,2}kinh gui\b")
_AUTHORITY = re.compile(r"(?:t\.?/?m|k\.?/?t|t\.?/?l|tuq|t/uq|q)\s?[./]\s?\w")
_POSITION = re.compile(
    r"(?:pho |quyen )?(?:chu tich|giam doc|cuc truong|chi cuc truong|bi thu|chanh (?:van phong|thanh tra)"
    r"|truong (?:phong|ban)|bo truong|thu truong|thu tuong|hieu truong|vien truong|tong giam doc|nguoi lap|thu ky"
    r"|ke toan|thu truong don vi)\b"
)
_LETTERHEAD_SIZE = 1500
_CLOSING_SIZE = 6000

Texts = Sequence[Sequence[tuple[str, ...]]]


def purpose(grid: Texts, bordered: bool | None) -> str:
    """What a table is for: DATA, LETTERHEAD, CLOSING (recipients and signature), ADDRESS ("Kính gửi") or LAYOUT.

    `grid` holds the paragraphs of each cell of its first rows. `bordered`: None if unknown.
    """
    rows = [row for row in grid if any(row)]
    if not rows:
        return LAYOUT
    width = max(len(row) for row in rows)
    size = sum(len(line) for row in rows for cell in row for line in cell)
    few = len(rows) < ROWS_SEEN and width <= 6
    if few and size <= _LETTERHEAD_SIZE and _is_letterhead(rows):
        return LETTERHEAD
    if few and size <= _CLOSING_SIZE and _is_closing(rows, bordered):
        return CLOSING
    if few and width <= 3 and any(cell and _ADDRESS.match(_plain(cell[0])) for cell in rows[0]):
        return ADDRESS
    filled = max(sum(1 for cell in row if cell) for row in rows)
    if filled <= 1 or (len(rows) == 1 and (filled == 2 or bordered is False)):
        return LAYOUT
    cells = [cell for row in rows for cell in row if cell]
    # Columns of running text: a page set in a grid.
    if bordered is not True and len(rows) <= 3 and width <= 3 and any(len(cell) >= 8 for cell in cells):
        return LAYOUT
    return DATA


def is_nation(line: str) -> bool:
    """Whether a line has the national or the Party's name, or the motto: only a letterhead has."""
    return _NATION.search(_plain(line)) is not None


def _plain(line: str) -> str:
    return bare(fold(line[:200]))


def _is_letterhead(rows: Texts) -> bool:
    plain = [[_plain(" ".join(cell)) for cell in row] for row in rows[:6]]
    flat = [text for row in plain for text in row]
    if any(_NATION.search(text) for text in flat):
        return True
    # Site copies split the letterhead: number and date in a table of their own.
    return len(rows) <= 2 and any(_NUMBER.match(t) for t in flat) and any(_DATE.search(t) for t in flat)


def _is_closing(rows: Texts, bordered: bool | None) -> bool:
    first = [_plain(cell[0]) for row in rows for cell in row if cell]
    if any(_RECIPIENTS.match(text) for text in first):
        return True
    if bordered is True or len(rows) > 6 or max(len(row) for row in rows) > 3:
        return False
    signing = [cell[0] for row in rows[:2] for cell in row if cell and cell[0].isupper()]
    return any(_AUTHORITY.match(_plain(s)) or _POSITION.match(_plain(s)) for s in signing)


class _Merged(Protocol):
    @property
    def covered(self) -> bool: ...


C = TypeVar("C", bound=_Merged)


def order(rows: Sequence[Sequence[C]], kind: str, words: Callable[[C], str]) -> Iterator[C]:
    """The cells of a layout table in reading order: column by column for letterhead, closing and address, else row by
    row. A row with one filled cell in the middle of a letterhead (a title over both columns) stays where it is."""
    if kind == LAYOUT:
        for row in rows:
            yield from (cell for cell in row if not cell.covered)
        return
    band: list[Sequence[C]] = []
    for row in rows:
        if len(row) == 1:
            yield from _columns(band)
            band = []
            yield row[0]
        elif any(words(cell) for cell in row):
            band.append(row)
    yield from _columns(band)


def _columns(band: list[Sequence[C]]) -> Iterator[C]:
    for column in range(max((len(row) for row in band), default=0)):
        for row in band:
            if column < len(row) and not row[column].covered:
                yield row[column]
