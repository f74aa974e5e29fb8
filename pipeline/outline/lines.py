"""The lines of a text and the tests that a line passes or fails."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.outline import Cell
from extractors.quick import quick

# What a word processor or a page's markup leaves before a line's own words.
_MARKUP = re.compile(r"(?:\[bookmark:[^\]\n]{0,40}\]|\*\*+|__+|#+(?=\s)|>(?=\s)|\s)+")
_TRAIL = "*_ \t\u00a0\r"
_ORNAMENT = re.compile(r"[\W_]*\Z")
_WORD_END = re.compile(
    r"(?:[,\-–/(]|\b(?:của|và|số|về|ngày|tháng|các|tại|theo|cho|với|trên|thuộc|do|để|từ|đến|trong))\Z"
)


@dataclass(slots=True)
class Draft:
    """A block in the making (fields as in `extractors.outline.Block`; `style` is the style of its label)."""

    start: int
    end: int
    kind: str
    zone: str
    label: str | None = None
    words: int = -1
    level: int = 0
    path: str = ""
    parent: int = -1
    heading: bool = False
    table: int = -1
    cells: tuple[Cell, ...] = ()
    style: str = ""
    number: int = 0


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: offsets of its words and the number of blank lines before it."""

    start: int
    end: int
    gap: int


def split(text: str) -> list[Line]:
    """The lines of `text` that hold something, without markup and surrounding blanks, in one pass."""
    out: list[Line] = []
    at, gap = 0, 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            start = at + raw.index(words[0])
            end = start + len(words)
            if words[0] in "*_[#>":
                m = _MARKUP.match(text, start, end)
                if m:
                    start = m.end()
            if words[-1] in "*_":
                end = start + len(text[start:end].rstrip(_TRAIL))
            if end > start:
                out.append(Line(start, end, gap))
                gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    return out


def is_ornament(words: str) -> bool:
    """Whether a line has no letter or digit ("-----", "*", "|---|---|")."""
    return _ORNAMENT.match(words) is not None


def is_capital(words: str) -> bool:
    """Whether a line is set in capitals; one letter in eight may be small (OCR slips)."""
    if words.isupper():
        return True
    small = sum(map(str.islower, words))
    return small * 8 <= sum(map(str.isalpha, words)) and any(map(str.isupper, words))


def is_continued(before: str, after: str) -> bool:
    """Whether the line `after` goes on with the sentence of the line `before` (a soft break the text still has)."""
    first = after[0]
    if before[-1] in ".:!?|" or (before[-1] == ";" and not first.islower()):
        return False
    if first.islower():
        return not (len(after) > 1 and after[1] in ").")
    if first.isdigit() and len(before) > 40 and before[-1].isalnum():
        return True
    return _WORD_END.search(before[-8:].lower()) is not None
