"""What stands on a page without being the document's text: page numbers, running headers, stamps.

Signing software paints "Ký bởi: …" beside its picture, registries stamp "ĐẾN Số: … Ngày: …" on what comes in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import bare, fold
from pipeline.ingest.pdf.layout import Line

_TOP, _BOTTOM = 68.0, 62.0  # points from the edges: the margins of Decree 30/2020/NĐ-CP are 57 to 71
_NUMBER = re.compile(
    r"(?:[-–—.]\s?)?(?:Trang\s+|Page\s+)?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?(?:\s?[-–—.])?$", re.IGNORECASE
)
_MOST = 200  # pieces of stamps on one page
_DIGITS = re.compile(r"\d+")
_SIGNED = re.compile(
    r"(?:da )?(?:ky boi|nguoi ky|duoc ky boi|ky so boi|chu ky so|thoi gian ky|ngay ky|"
    r"signature (?:not verified|valid)|digitally signed)\b"
)
_BESIDE_SIGNED = re.compile(
    r"(?:ky boi|nguoi ky|email|co quan|to chuc|don vi|chuc vu|thoi gian|ngay ky|date|reason|location|ly do|dia diem|"
    r"signature|digitally|chu ky|\d\d[./-]\d\d[./-]\d{4}|\d\d:\d\d|\+\d\d:?\d\d)"
)
_ARRIVED = re.compile(r"(?:cong van |van ban )?den(?:$|\s*(?:so|ngay|:))")
_BESIDE_ARRIVED = re.compile(
    r"(?:den\b.{0,40}|(?:cong van|van ban) den.{0,40}|so(?: den)?\s?[:.]?\s?[\d.…]*|"
    r"ngay(?: den)?\s?[:.]?[\d\s./\-…]*|gio\b.{0,20}|chuyen\b.{0,40}|kinh chuyen\b.{0,40}|"
    r"luu (?:ho so|hs)\b.{0,30}|so (?:va )?ky hieu hs.{0,20})$"
)


def _plain(line: Line) -> str:
    return bare(fold(line.text))


def without_stamps(parts: list[Line], height: float, first: bool) -> list[Line]:
    """The pieces of a page without signature captions and (on the first page's upper half) registry stamps."""
    dropped: set[int] = set()
    for i, part in enumerate(parts):
        if len(dropped) > _MOST:
            break
        if part.words[0].text[:1] not in "ĐđKNSDTCcVv":
            continue
        plain = _plain(part)
        if _SIGNED.match(plain):
            _spread(parts, i, dropped)
        elif first and part.y0 < height / 2 and _ARRIVED.match(plain) and part.text.split()[-1][:3].isupper():
            dropped |= {j for j, p in enumerate(parts) if _near(part, p) and _BESIDE_ARRIVED.match(_plain(p))}
    return [p for i, p in enumerate(parts) if i not in dropped] if dropped else parts


def _near(stamp: Line, other: Line) -> bool:
    return abs(other.y0 - stamp.y0) < 70 and other.x0 < stamp.x1 + 150 and other.x1 > stamp.x0 - 90


def _spread(parts: list[Line], i: int, dropped: set[int]) -> None:
    """Drops a caption and the lines below it that are set with it: same left edge, no gap, no larger."""
    dropped.add(i)
    last = parts[i]
    for j, p in sorted(enumerate(parts), key=lambda e: e[1].y0):
        if j in dropped or p.y0 < last.y0 or abs(p.x0 - last.x0) > 12:
            continue
        if p.y0 - last.y1 > 0.6 * last.size:
            break
        if p.size <= 1.1 * last.size and (_BESIDE_SIGNED.match(_plain(p)) or p.size < 10.5):
            dropped.add(j)
            last = p


def margin_lines(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines that stand where running headers and footers do."""
    return [n for n in lines if n.y1 < _TOP or n.y0 > height - _BOTTOM]


def is_page_number(line: Line) -> bool:
    """Whether a line in the margin is a page number."""
    return _NUMBER.match(line.text) is not None


def mark_of(line: Line) -> tuple[str, int]:
    """By what a running header is known again on another page: its words but for figures, and its height."""
    return _DIGITS.sub("#", line.text), round(line.y0 / 6)


def footnotes(lines: list[Line], height: float) -> None:
    """Marks the lines at the foot of the page that are footnotes: smaller than the text, from a number on."""
    full = [n for n in lines if n.column == 0]
    if len(full) < 4:
        return
    sizes = sorted(n.size for n in full)
    usual = sizes[len(sizes) // 2]
    tail = []
    for line in sorted(full, key=lambda n: -n.y0):
        if line.size > 0.9 * usual or line.y0 < height / 3:
            break
        tail.append(line)
    tail.reverse()
    while tail and not re.match(r"[\[(]?\d{1,2}\b", tail[0].text):
        tail.pop(0)
    if tail and any(n.column for n in lines if n.y0 > tail[0].y0):
        return
    for line in tail:
        line.footnote = True
