"""Drops what recognition made of stamps, strokes and dirt: it reads letters into anything.

A word is not judged alone: a badly printed one stands in a line of good ones, dirt stands by itself or lies where
something was taken off the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from extractors.text import fold
from pipeline.ingest.encodings import syllables
from pipeline.ingest.ocr.tesseract import Token

Box = tuple[float, float, float, float]

_LETTERS = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(r"[-–—+*•·]$")
_SOLID = re.compile(r"\w")
_NEVER = re.compile(r"[|`´°¬¡¿_=~^\\<>«»{}\[\]'‘’¦]+$")  # no mark that stands by itself in print
_DOUBTFUL = 0.45  # mean confidence of a line that holds nothing
_POOR = 0.6  # confidence below which a word over a stamp is the stamp's
_NONE = 0.12  # confidence of no reading at all
_REGISTRY = re.compile(r"(?i)^\W*(?:đ[eêéếểềễẻ]n|gi[oờơớ]:?|ng[aà]y[:.]|s[oốôó]:\W*\d*|chuy[eểê]n:?)")


def is_known(text: str) -> bool:
    """Whether a token holds a Vietnamese syllable of two letters or more, or a figure."""
    parts = _LETTERS.findall(fold(text))
    return any(len(p) > 1 and p in syllables() for p in parts) or text.isdigit()


def without_noise(tokens: Sequence[Token], gone: Sequence[Box], letter: float) -> list[Token]:
    """The tokens without noise. `gone`: boxes of what was taken off the page; `letter`: usual height of a letter."""
    out: list[Token] = []
    for _, group in groupby(tokens, key=lambda t: t.line):
        line = [t for t in group if not _is_speck(t, letter)]
        good = [t for t in line if t.confidence >= _POOR and (is_known(t.text) or len(t.text) > 3)]
        weight = sum(len(t.text) for t in line)
        mean = sum(t.confidence * len(t.text) for t in line) / weight if weight else 0.0
        if (mean < _DOUBTFUL and not good) or not any(_SOLID.search(t.text) for t in line):
            continue
        out += [t for t in line if not _is_noise(t, good, gone, letter)]
    return out


def _is_speck(t: Token, letter: float) -> bool:
    if _NEVER.match(t.text):
        return True
    if _SOLID.search(t.text):
        # Print is no higher than a capital with its marks; what is higher was written by hand.
        return t.height < 0.3 * letter or t.height > 6 * letter or (t.height > 3.2 * letter and t.confidence < 0.9)
    return t.height < 0.25 * letter and t.x1 - t.x0 < 0.25 * letter


def _is_noise(t: Token, good: Sequence[Token], gone: Sequence[Box], letter: float) -> bool:
    covered = any(_share(t, box) > 0.6 for box in gone)
    if covered and not _SOLID.search(t.text):
        return True
    if t.confidence >= 0.9:
        return False
    known = is_known(t.text)
    if covered and t.confidence < (0.3 if known else 0.85):
        return True
    if t.confidence < _NONE and not known:
        return True
    if not _SOLID.search(t.text) and not _BULLET.match(t.text):
        return t.confidence < 0.8
    beside = any(min(abs(t.x0 - g.x1), abs(g.x0 - t.x1)) < 2.5 * letter for g in good if g is not t)
    return not known and not beside and t.confidence < _POOR


def _share(t: Token, box: Box) -> float:
    """Share of the token's box inside `box`."""
    w = min(t.x1, box[2]) - max(t.x0, box[0])
    h = min(t.y1, box[3]) - max(t.y0, box[1])
    return max(w, 0.0) * max(h, 0.0) / max((t.x1 - t.x0) * t.height, 1.0)


def registry_stamps(
    tokens: Sequence[Token], horizontal: Sequence[Box], vertical: Sequence[Box], dpi: float
) -> list[Box]:
    """Frames of registries' stamps ("ĐẾN Số: … Ngày: …"): small framed boxes that hold one of their words. Two rulings
    of equal extent are enough, for worn stamps lose their other sides."""
    flipped = [_flip(v) for v in vertical]
    boxes = [*_between(horizontal, flipped, dpi, (0.3, 1.6), (0.7, 3.4))]
    boxes += [_flip(b) for b in _between(flipped, horizontal, dpi, (0.7, 3.4), (0.3, 1.6))]
    pad = 0.06 * dpi
    out = []
    for box in boxes:
        inside = [t for t in tokens if _share(t, box) > 0.5]
        if any(_REGISTRY.match(t.text) for t in inside):
            out.append((box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad))
    return out


def _flip(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _between(
    lines: Sequence[Box], across: Sequence[Box], dpi: float, apart: tuple[float, float], long: tuple[float, float]
) -> list[Box]:
    """Boxes between two parallel rulings of like extent, closed by a part of a ruling `across` on one side or both."""
    out = []
    for a in lines:
        length = a[2] - a[0]
        if not long[0] * dpi < length < long[1] * dpi:
            continue
        for b in lines:
            gap = b[1] - a[1]
            if not apart[0] * dpi < gap < apart[1] * dpi:
                continue
            if max(abs(b[0] - a[0]), abs(b[2] - a[2])) > 0.2 * length:
                continue
            box = (min(a[0], b[0]), a[1], max(a[2], b[2]), b[1])
            if any(_closes(v, box, dpi) for v in across):
                out.append(box)
    return out


def _closes(v: Box, box: Box, dpi: float) -> bool:
    """Whether the ruling `v` (its x and y changed over) stands at a side of `box`."""
    beside = min(abs(v[1] - box[0]), abs(v[1] - box[2])) < 0.12 * dpi
    return beside and min(v[2], box[3]) - max(v[0], box[1]) > 0.4 * (box[3] - box[1])


def outside(tokens: Sequence[Token], boxes: Sequence[Box]) -> list[Token]:
    """The tokens that stand in none of `boxes`."""
    return [t for t in tokens if not any(_share(t, box) > 0.5 for box in boxes)]
