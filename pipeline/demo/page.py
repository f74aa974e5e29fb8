"""A page being written: text with the truth of what was written where."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from typing import Any

from pipeline.demo.world import Seat, Work

_ABBREVIATIONS = (("cải cách hành chính", "CCHC"), ("thủ tục hành chính", "TTHC"), ("chuyển đổi số", "CĐS"))
_SLIPS = 0.04


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document's tasks; `origin` is the paragraph it was copied from, if any."""

    file: str
    start: int
    end: int
    text: str
    origin: Paragraph | None = None


@dataclass(slots=True)
class Page:
    """The text so far, in parts, and its truth."""

    file: str
    seat: Seat
    random: random.Random
    parts: list[str] = field(default_factory=list)
    at: int = 0
    citations: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    indices: list[dict[str, Any]] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    def add(self, text: str) -> tuple[int, int]:
        """Append `text`; gives where it stands."""
        start = self.at
        self.parts.append(text)
        self.at += len(text)
        return start, self.at

    @property
    def text(self) -> str:
        """All that is written."""
        return "".join(self.parts)

    def cite(self, work: Work, relation: str, *, title: bool, full: bool = True) -> None:
        """Append a citation of `work`; sometimes with a slip in number or date where the title still tells what is
        meant."""
        slip, number, day = None, work.number, work.date
        if full and title and self.random.random() < _SLIPS:
            slip, number, day = self._slipped(work)
        words = f"{work.kind} số {number}" if self.random.random() < 0.85 else f"{work.kind} {number}"
        if full:
            words += f" ngày {self._day(day)} của {self._issuer(work)}"
        elif self.random.random() < 0.5:
            words += f" ngày {self._day(day)}"
        start, end = self.add(words)
        self.citations.append({"start": start, "end": end, "quote": words, "work": work.id, "type": relation,
                               "slip": slip})  # fmt: skip
        if title:
            verb = work.title.startswith(("ban hành", "phê duyệt", "giao", "sửa đổi", "thực hiện"))
            self.add(" " if verb and self.random.random() < 0.5 else " về ")
            self.add(self._short(work.title))

    def _slipped(self, work: Work) -> tuple[str, str, datetime.date]:
        if self.random.random() < 0.5 and "/20" not in work.number:
            ordinal = work.number[: len(work.number) - len(work.number.lstrip("0123456789"))]
            at = self.random.randrange(len(ordinal))
            digit = str((int(ordinal[at]) + self.random.choice((1, 3, 5))) % 10)
            if at == 0 and digit == "0":
                digit = "9"
            return "number", ordinal[:at] + digit + ordinal[at + 1 :] + work.number[len(ordinal) :], work.date
        if self.random.random() < 0.5:
            return "date", work.number, work.date.replace(day=(work.date.day + 9) % 28 + 1)
        return "date", work.number, work.date.replace(month=work.date.month % 12 + 1, day=min(work.date.day, 28))

    def _day(self, day: datetime.date) -> str:
        style = self.random.random()
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        if style < 0.6:
            return f"{day.day:02d}/{month}/{day.year}"
        if style < 0.7:
            return f"{day.day:02d}/{day.month:02d}/{day.year}"
        return f"{day.day:02d} tháng {month} năm {day.year}"

    def _issuer(self, work: Work) -> str:
        seat = work.seat
        if seat is None or not work.issuer.startswith("UBND"):
            return work.issuer
        body = self.random.choice(("UBND", "UBND", "Ủy ban nhân dân"))
        own: Seat | None = self.seat
        while own is not None and own.id != seat.id:
            own = own.parent
        # "của UBND tỉnh" says enough to those inside it.
        return f"{body} {seat.type}" if own and self.random.random() < 0.5 else f"{body} {seat.name}"

    def _short(self, title: str) -> str:
        for long, short in _ABBREVIATIONS:
            if long in title and self.random.random() < 0.4:
                title = title.replace(long, short)
        return title
