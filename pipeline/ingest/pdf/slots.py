"""Puts the number and date that a registry draws over a letterhead into its words.

The text layer has "Số:      /KH-UBND" and "ngày   tháng   năm 2026"; what is drawn stands over these blanks, not always
exactly, so each stamp goes to the nearest empty place that takes its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.text import bare, fold
from pipeline.ingest.pdf.words import Box, Word

_NUMBER = re.compile(r"\d{1,6}[a-zđA-Z]?(?:/[\w\-/&.]+)?$")
_LEADERS = re.compile(r"[.…_]{2,}|…")
_FARTHEST = 70.0  # points a stamp may stand beside its place
_KINDS = {"so": "number", "so:": "number", "ngay": "day", "thang": "month", "nam": "year"}
_RANGES = {"day": (1, 31), "month": (1, 12), "year": (1945, 2100)}


class Drawn(NamedTuple):
    """A stamp's text and its box on the page as displayed."""

    text: str
    box: Box


class _Slot(NamedTuple):
    kind: str
    at: int  # index of the word before the place
    x0: float
    x1: float
    y0: float
    y1: float


def fill(words: Sequence[Word], stamps: Sequence[Drawn]) -> tuple[list[Word], list[str]]:
    """The words with the stamps in their places, and the numbers that found none. Texts that are no number or date
    (captions of signatures) are left out without a word."""
    wanted = [s for s in stamps if _NUMBER.match(s.text)]
    if not wanted:
        return list(words), []
    parted = _without_leaders(words, wanted)
    slots = _slots(parted, wanted)
    pairs = sorted(
        (_distance(s, slot), i, j)
        for i, s in enumerate(wanted)
        for j, slot in enumerate(slots)
        if _takes(slot, s.text) and _distance(s, slot) <= _FARTHEST
    )
    placed: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in placed.values() and j not in placed:
            placed[j] = i
    after = {slots[j].at: (slots[j], wanted[i]) for j, i in placed.items()}
    out: list[Word] = []
    for i, word in enumerate(parted):
        out.append(word)
        if i in after:
            slot, stamp = after[i]
            x0 = min(max(stamp.box[0], slot.x0 + 0.5), max(slot.x0 + 0.5, slot.x1 - 1))
            x1 = min(max(stamp.box[2], x0 + 1), max(slot.x1 - 0.5, x0 + 1))
            out.append(Word(x0, word.y0, x1, word.y1, stamp.text, word.line))
    lost = [s.text for i, s in enumerate(wanted) if i not in placed.values()]
    return _symbols(out) if placed else list(words), lost


def _takes(slot: _Slot, text: str) -> bool:
    if slot.kind == "number":
        return True
    low, high = _RANGES[slot.kind]
    return text.isdigit() and low <= int(text) <= high


def _distance(stamp: Drawn, slot: _Slot) -> float:
    x0, y0, x1, y1 = stamp.box
    middle = (y0 + y1) / 2
    if not slot.y0 - 8 <= middle <= slot.y1 + 8:
        return _FARTHEST + 1
    x = (x0 + x1) / 2
    return max(slot.x0 - x, x - slot.x1, 0.0) + 0.5 * abs(middle - (slot.y0 + slot.y1) / 2)


def _slots(words: Sequence[Word], stamps: Sequence[Drawn]) -> list[_Slot]:
    """The empty places after "Số:", "ngày", "tháng", "năm" on the lines of the stamps."""
    out = []
    for i, w in enumerate(words):
        if len(w.text) > 6 or not any(s.box[1] - 12 < (w.y0 + w.y1) / 2 < s.box[3] + 12 for s in stamps):
            continue
        kind = _KINDS.get(bare(fold(w.text)).strip(" ,."))
        if not kind:
            continue
        right = [o for o in words if o.x0 >= w.x1 - 1 and o is not w and abs(o.y0 + o.y1 - w.y0 - w.y1) < 0.8 * w.size]
        following = min(right, key=lambda o: o.x0, default=None)
        if following is not None and following.text[:1].isdigit() and following.x0 - w.x1 < 1.5 * w.size:
            continue  # it is printed already
        end = following.x0 if following is not None else w.x1 + 60
        out.append(_Slot(kind, i, w.x1, min(end, w.x1 + 120), w.y0, w.y1))
    return out


def _without_leaders(words: Sequence[Word], stamps: Sequence[Drawn]) -> list[Word]:
    """The words, on the lines of the stamps without the dots that hold the places free ("Số:......./KH-UBND")."""
    out: list[Word] = []
    for w in words:
        near = any(s.box[1] - 12 < (w.y0 + w.y1) / 2 < s.box[3] + 12 for s in stamps)
        if not near or not (_LEADERS.search(w.text) or re.match(r"(?i)số:/", w.text)):
            out.append(w)
            continue
        wide = (w.x1 - w.x0) / max(len(w.text), 1)
        for part in re.finditer(r"(?i)số:(?=/)|[^.…_]+(?:\.(?![.…_])[^.…_]+)*", w.text):
            x0, x1 = w.x0 + part.start() * wide, w.x0 + part.end() * wide
            out.append(w._replace(x0=x0, x1=x1, text=part[0]))
    return out


def _symbols(words: list[Word]) -> list[Word]:
    """The words with a filled number and the symbol behind it as one ("453", "/TB-UBND")."""
    out: list[Word] = []
    for w in words:
        last = out[-1] if out else None
        if (
            last is not None
            and w.text[:1] in "/-"
            and len(w.text) > 1
            and re.fullmatch(r"\d{1,6}[a-zđA-Z]?", last.text)
            and len(out) > 1
            and bare(fold(out[-2].text)) in ("so", "so:")
        ):
            box = (last.x0, min(last.y0, w.y0), max(last.x1, w.x1), max(last.y1, w.y1))
            out[-1] = Word(*box, last.text + w.text, last.line, min(last.confidence, w.confidence), w.font)
        else:
            out.append(w)
    return out
