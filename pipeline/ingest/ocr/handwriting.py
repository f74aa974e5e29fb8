"""Finds numbers and days written by hand into a letterhead, and leaves them blank.

"Số: …/KH-UBND" and "ngày … tháng …" are filled in by hand on most paper originals, and recognition reads some figure
into anything. A printed figure is as high as the capitals and figures beside it and stands on their line; one written
by hand hardly ever does both. What is not certainly printed is reported as unread, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from extractors.text import bare, fold
from pipeline.ingest.ocr.pixels import Parts
from pipeline.ingest.ocr.tesseract import Token

Box = tuple[float, float, float, float]

_TOP = 0.4  # share of the first page's height in which a letterhead stands
_NUMBER = re.compile(r"(?i)^(s[ốôóòoồổỗộ][:;.,]?)(.*)$")
_DAY = re.compile(r"(?i)^((?:.*\W)?ng[aàáâ]y)(.*)$")
_MONTH = re.compile(r"(?i)^(.*?)(th[aáàâ]ng)(.*)$")
_YEAR = re.compile(r"(?i)^(.*?)(n[aăâ]m)(.*)$")
_SURE = 0.75
_HEIGHT, _BASE = 0.14, 0.12  # of a figure's height: what printed figures differ by on a scan


class Unread(NamedTuple):
    """A place whose ink could not be read as print: what (number, day, month) and its box in pixels."""

    what: str
    box: Box


def blank(tokens: Sequence[Token], parts: Parts, height: float) -> tuple[list[Token], list[Unread]]:
    """The tokens of a first page of `height` pixels without the figures of its letterhead that are not print, and
    what was left blank."""
    out: list[Token] = []
    unread: list[Unread] = []
    done: set[str] = set()
    for _, group in groupby(tokens, key=lambda t: t.line):
        line = list(group)
        if line[0].y0 < _TOP * height:
            for rule in (_number, _day):
                line = rule(line, parts, unread, done)
        out += line
    return out, unread


def _number(line: list[Token], parts: Parts, unread: list[Unread], done: set[str]) -> list[Token]:
    """The line without the figures between "Số:" and the symbol behind it, if they are not print."""
    for i, t in enumerate(line):
        head = _NUMBER.match(t.text)
        if not head or "number" in done or bare(fold(head[1])).strip(":;., ") != "so":
            continue
        rest = _split(t, head.end(1))[1:] + line[i + 1 :]
        end = next((k for k, r in enumerate(rest[:5]) if re.search(r"[/⁄]|-[A-ZĐ]", r.text)), None)
        if end is None:
            continue
        cut = re.search(r"\s*[/⁄]|-[A-ZĐ]", rest[end].text)
        figures, symbol = _split(rest[end], cut.start() if cut else 0, keep_empty=True)
        slot = [*rest[:end], *([figures] if figures.text else [])]
        done.add("number")
        printed = _is_print(slot, symbol, parts, r"\d{1,6}[a-zđA-Z]?")
        if slot and not printed:
            unread.append(Unread("number", _around(slot)))
            return [*line[:i], _split(t, head.end(1))[0], symbol, *rest[end + 1 :]]
    return line


def _day(line: list[Token], parts: Parts, unread: list[Unread], done: set[str]) -> list[Token]:
    """The line without the day and the month, each if it is not print."""
    joined = bare(fold(" ".join(t.text for t in line)))
    if "day" in done or not re.search(r"ngay.{0,14}thang.{0,12}nam", joined):
        return line
    for what, before, behind in (("day", _DAY, _MONTH), ("month", _MONTH, _YEAR)):
        line = _between(line, what, before, behind, parts, unread)
    done.add("day")
    return line


def _between(
    line: list[Token], what: str, before: re.Pattern[str], behind: re.Pattern[str], parts: Parts, unread: list[Unread]
) -> list[Token]:
    start = next((i for i, t in enumerate(line) if before.match(t.text)), None)
    if start is None:
        return line
    found = before.match(line[start].text)
    assert found
    at = found.end(found.re.groups - 1)
    pieces = _split(line[start], at, keep_empty=True)
    rest = [*([pieces[1]] if pieces[1].text else []), *line[start + 1 :]]
    end = next((i for i, t in enumerate(rest[:4]) if behind.match(t.text)), None)
    if end is None:
        return line
    cut = behind.match(rest[end].text)
    assert cut
    figures, word = _split(rest[end], cut.start(2), keep_empty=True)
    slot = [*rest[:end], *([figures] if figures.text else [])]
    year = next((t for t in reversed(line) if re.match(r"(?:19|20)\d\d\W?$", t.text)), word)
    if not slot or _is_print(slot, year, parts, r"\d{1,2}"):
        return line
    unread.append(Unread(what, _around(slot)))
    return [*line[:start], pieces[0], word, *rest[end + 1 :]]


def _split(t: Token, at: int, keep_empty: bool = False) -> list[Token]:
    """A token cut at a character, its box cut in proportion."""
    x = t.x0 + (t.x1 - t.x0) * at / max(len(t.text), 1)
    pieces = [t._replace(text=t.text[:at].strip(), x1=x), t._replace(text=t.text[at:].strip(), x0=x)]
    return pieces if keep_empty else [pieces[0], *(p for p in pieces[1:] if p.text)]


def _around(slot: Sequence[Token]) -> Box:
    return min(t.x0 for t in slot), min(t.y0 for t in slot), max(t.x1 for t in slot), max(t.y1 for t in slot)


def _is_print(slot: Sequence[Token], beside: Token, parts: Parts, form: str) -> bool:
    """Whether what stands in `slot` is printed figures: read surely, and like the print `beside` in height and base."""
    text = "".join(t.text for t in slot)
    if not re.fullmatch(form, text.strip(".,:")) or min(t.confidence for t in slot) < _SURE:
        return False
    box = _around(slot)
    figures = _letters(parts, (box[0], box[1], box[2], box[3]))
    others = _letters(parts, (beside.x0, beside.y0, beside.x1, beside.y1))
    if not figures:
        return False  # they have grown together with what stands beside them: print is spaced
    if not others:
        return min(t.confidence for t in slot) > 0.9
    heights = sorted(h for _, h in others)
    high = heights[int(len(heights) * 0.6)]
    base = sorted(b for b, h in others if h > 0.8 * high)
    line = base[len(base) // 2] if base else beside.y1
    return all(abs(h - high) <= _HEIGHT * high + 1 and abs(b - line) <= _BASE * high + 1.5 for b, h in figures)


def _letters(parts: Parts, box: Box) -> list[tuple[float, float]]:
    """(bottom, height) of the components whose middle stands in `box`, but for dots and marks."""
    b: Any = parts.box
    x, y = b[:, 0] + b[:, 2] / 2, b[:, 1] + b[:, 3] / 2
    inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1] - 2) & (y <= box[3] + 2)
    inside &= (b[:, 3] > 0.55 * parts.letter) & (b[:, 3] < 8 * parts.letter)
    inside[0] = False
    return [(float(v[1] + v[3]), float(v[3])) for v in b[inside]]
