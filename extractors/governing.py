"""What the governing headings say of a block: the year or quarter its duties fall in, and whether it tells of aims
("MỤC TIÊU NĂM 2024", "NHIỆM VỤ TRỌNG TÂM") or of what was done ("KẾT QUẢ THỰC HIỆN")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors import cues
from extractors.facts import Document
from extractors.numerals import date_at
from extractors.outline import ANNEX, BODY, PREAMBLE, Block, Outline
from extractors.quick import quick
from extractors.text import Text

_GOALS = re.compile(r"mục tiêu|chỉ tiêu")
_ORGANISING = re.compile(
    r"tổ chức (?:thực hiện|triển khai|thi hành)|phân công (?:nhiệm vụ|thực hiện|trách nhiệm)|trách nhiệm của"
)
_WHEN = re.compile(
    r"(?:ngày(?<=đến ngày)\s+\d{1,2}(?:/\d{1,2}/|\s+tháng\s+\d{1,2}\s+năm\s+)20\d\d"
    r"|quý\s+[ivx\d]{1,3}\b|năm\s+20\d\d|tháng\s+\d{1,2}\s*(?:/|năm\s)\s*20\d\d)"
)
_TELLS = re.compile(r"\b(?:đã|mới|chỉ|còn) (?:đạt|có|được)\b|\bxếp (?:thứ|hạng)\b|\bđạt \d")
_PERIOD = re.compile(r"giai đoạn|nhiệm kỳ|20\d\d\s?-\s?20\d\d")
_LONGEST = 220
_BULLETS = ("-", "+", "*", "·", "•", "–")


@quick
@dataclass(frozen=True, slots=True)
class Governing:
    """What the headings above a block say. `due`: "2024", "2023-Q4", "2025-06" or None; `status`: target, result or
    None where no heading says; `goals`: a heading of aims; `organising`: "Tổ chức thực hiện"; `depth` 0: none above."""

    due: str | None = None
    status: str | None = None
    goals: bool = False
    organising: bool = False

    @property
    def year(self) -> int | None:
        """The year of `due`."""
        return int(self.due[:4]) if self.due else None


def _of_heading(fold: str, block: Block) -> Governing:
    words = fold[block.words or block.start : block.end]
    if len(words) > _LONGEST:
        words = words[:_LONGEST].split(".")[0] if not block.heading else words[:_LONGEST]
    due = None
    if not _PERIOD.search(words):
        found = [date_at(words, m.start()) for m in _WHEN.finditer(words)]
        dates = [d for d in found if d and d.year]
        due = dates[0].iso() if dates else None
    aim, done = cues.pattern("heading_aim").search(words), cues.pattern("heading_result").search(words)
    status = None
    titled = (
        block.label not in _BULLETS and len(words) <= 160
    )  # a task that speaks of "kết quả" is no heading of results
    if titled and (aim or done):
        status = "target" if aim and (not done or aim.start() < done.start()) else "result"
    return Governing(due, status, bool(_GOALS.search(words)) and status == "target", bool(_ORGANISING.search(words)))


class Headings:
    """Reads what governs each block of a document, each heading once."""

    def __init__(self, text: Text, outline: Outline) -> None:
        self._fold = text.fold
        self._outline = outline
        self._own: dict[int, Governing] = {}
        self._sum: dict[int, Governing] = {-1: Governing()}

    def is_of(self, text: Text) -> bool:
        """Whether these are the headings of `text`."""
        return self._fold == text.fold

    def own(self, i: int) -> Governing:
        """What block `i` says itself, read as a heading."""
        if i not in self._own:
            self._own[i] = _of_heading(self._fold, self._outline.blocks[i])
        return self._own[i]

    def above(self, i: int) -> Governing:
        """What the blocks that govern block `i` say; the nearest one that says something wins."""
        chain: list[int] = []
        parent = self._outline.blocks[i].parent if i >= 0 else -1
        while parent >= 0 and parent not in self._sum:
            chain.append(parent)
            parent = self._outline.blocks[parent].parent
        for j in reversed(chain):
            up, own = self._sum[self._outline.blocks[j].parent], self.own(j)
            self._sum[j] = Governing(
                own.due or up.due,
                own.status or up.status,
                own.goals or (up.goals and own.status is None),
                own.organising or up.organising,
            )
        return self._sum[self._outline.blocks[i].parent if i >= 0 else -1]


def headings(text: Text, outline: Outline) -> Headings:
    """The headings of a document, read once for all extractors that are given the same text and outline."""
    known = outline.notes.get("headings")
    if isinstance(known, Headings) and known.is_of(text):
        return known
    outline.notes["headings"] = found = Headings(text, outline)
    return found


def is_report(document: Document | None) -> bool:
    """Whether the document tells of the past (Báo cáo and the like), so that its figures are results by default."""
    return document is not None and (document.kind or "").lower() in ("báo cáo", "thông báo kết quả", "biên bản")


def plan_year(document: Document | None) -> int | None:
    """The one year that the document plans for: its period if that is a single year, else the year of its date."""
    if document is None:
        return None
    if document.period and document.period[0] == document.period[1]:
        return document.period[0]
    return int(document.date[:4]) if document.date and document.date[:4].isdigit() else None


def tells(fold: str, block: Block) -> bool:
    """Whether an opening that begins like a legal basis tells of results ("Thực hiện …, tỉnh đã đạt …")."""
    return block.zone == PREAMBLE and block.kind == "preamble" and bool(_TELLS.search(fold, block.start, block.end))


def spoken(block: Block) -> bool:
    """Whether the document itself speaks in this block: its body, an annex, an opening that is no legal basis; not
    letterhead, signature, recipients."""
    if block.zone == PREAMBLE:
        return block.kind == "paragraph"
    return block.zone in (BODY, ANNEX) and block.kind not in (
        "rule",
        "signature",
        "recipients",
        "letterhead",
        "number",
        "date",
    )
