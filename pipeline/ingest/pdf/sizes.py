"""Whether two lines are set in one size, told by the boxes of their words.

A word's box is as high as its letters: "xã" is lower than "một", and that lower than "QUYẾT". On a short line the usual
height of a word says little; words of one shape are compared then.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from pipeline.ingest.pdf.layout import Line

_LEAST, _MOST = 0.88, 1.14  # by how much the heights of words in one size differ
_DESCENDS = frozenset("gpqyQ,;()[]/|\u0323")
_ASCENDS = frozenset("bdđhkltijf0123456789()[]/|%“”\"'!?")


def same_size(a: Line, b: Line) -> bool:
    """Whether the usual heights of the words of both lines agree, or else those of words of one shape."""
    if _LEAST <= a.size / b.size <= _MOST:
        return True
    if not 0.66 <= a.size / b.size <= 1.5:
        return False
    ours, theirs = _by_shape(a), _by_shape(b)
    ratios = [ours[shape] / theirs[shape] for shape in ours.keys() & theirs.keys()]
    if not ratios:
        return min(len(a.words), len(b.words)) < 3  # "4);" below a full line: too little to tell a size from
    return _LEAST <= sum(ratios) / len(ratios) <= _MOST


def _by_shape(line: Line) -> dict[tuple[int, bool], float]:
    """The mean height of the words of each shape."""
    heights: dict[tuple[int, bool], list[float]] = defaultdict(list)
    for word in line.words:
        heights[_shape(word.text)].append(word.y1 - word.y0)
    return {shape: max(sum(h) / len(h), 0.1) for shape, h in heights.items()}


def _shape(text: str) -> tuple[int, bool]:
    """How far a word reaches up (0 as "xo", 1 as "một" or "XO", 2 as "số", 3 as "ĐỂ"), and whether it reaches down."""
    top, down, level = 0, False, 0
    for ch in unicodedata.normalize("NFD", text):
        if unicodedata.combining(ch):
            down = down or ch in _DESCENDS
            level += ch not in "\u0323\u031b"  # the dot below and the horn do not stand above
        else:
            level = 1 if ch.isupper() or ch in _ASCENDS else 0
            down = down or ch in _DESCENDS
        top = max(top, level)
    return min(top, 3), down
