"""From the words of a page to its lines in reading order.

The letterhead and the end of a document ("Nơi nhận" beside the signature) stand in two columns (Decree 30/2020/NĐ-CP,
Annex I); they are read column by column, and so is running text set in two columns. Anything else side by side (a label
and its text, a table without rulings) is read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.text import bare, fold
from pipeline.ingest.pdf.words import Word, bounds

_GAP = 1.6  # of the line's height: a wider blank may part two columns
_CELL_GAP = 0.9  # the same where the text was not written in one run: the cells of a letterhead stand close
_GUTTER = 6.0  # points between two columns, at least
_NARROW = 36.0  # points: what stands in a narrower stretch is a label, not a column
_APART = 60.0  # points between two lines of one column (a signature's room is wider, but its name comes last anyway)
_NATION = re.compile(r"cong hoa xa|chu nghia viet nam|dang cong san|doc lap\W{0,4}tu do|tu do\W{0,4}hanh phuc")
_CLOSING = re.compile(
    r"noi nhan\b|\b(?:tm|kt|tl|tuq|t/m|k/t|t/l)\s?[.\s]\s?(?:[a-z]|$)|\b(?:chu tich|giam doc|truong ban|"
    r"chanh van phong|bo truong|thu truong|nguoi lap|thu ky|bi thu|truong phong)\b"
)
_ADDRESS = re.compile(r"Kính gửi\b")  # below both columns of a letterhead, and short enough to seem part of one
_TYPE = re.compile(
    r"(?:ke hoach|quyet dinh|bao cao|chi thi|thong bao|to trinh|cong dien|chuong trinh|nghi quyet|huong dan)$"
)
_LABEL = re.compile(r"(?:[-+•·*–]|\(?[\dIVXa-zđ]{1,4}(?:\.\d{1,2})*\s?[.)/]?|Số\s?:|Số)$")


@dataclass(slots=True)
class Line:
    """Words on one line of one column, from left to right. `size`: the usual height of a word (PDFium's boxes grow with
    marks on capitals). `column` 0: full width, 1 left, 2 right; `region` numbers the stretches in columns.
    `parted`: wide blanks stand between its words, as in a table without rulings."""

    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    column: int = 0
    region: int = 0
    footnote: bool = False
    parted: bool = False

    @property
    def text(self) -> str:
        """Its words with blanks between."""
        return " ".join(w.text for w in self.words)


def line_of(words: list[Word]) -> Line:
    """A line of `words`, which are in order."""
    heights = sorted([w[3] - w[1] for w in words])
    return Line(words, *bounds(words), max(heights[len(heights) // 2], 0.1))


def pieces(words: Sequence[Word]) -> list[Line]:
    """Runs of words without a wide blank, in content order."""
    out: list[list[Word]] = []
    for i, w in enumerate(words):
        last = out[-1][-1] if out else None
        if last is not None and _goes_on(last, w) and not (w.text == "CỘNG" and _names_nation(words, i)):
            out[-1].append(w)
        else:
            out.append([w])
    return [line_of(p) for p in out]


def _names_nation(words: Sequence[Word], at: int) -> bool:
    """Whether the nation's name begins here. In tight letterheads no wide blank parts it from the issuer; nothing else
    stands before it on its line."""
    following = bare(fold(" ".join(w.text for w in words[at : at + 5])))
    return following.startswith("cong hoa xa hoi chu") and words[at].x0 - words[at - 1].x1 > 0.4 * words[at].size


def _goes_on(last: Word, w: Word) -> bool:
    top, bottom, before, behind = last[1], last[3], w[1], w[3]
    tall, small = bottom - top, behind - before
    if small > tall:
        tall, small = small, tall
    gap = w[0] - last[2]
    if gap < -0.6 * small or gap > (_GAP if w.line == last.line else _CELL_GAP) * tall:
        return False
    if w.line == last.line and w.confidence < 1.0:
        return True  # an OCR engine's own line, which may be skewed
    return (bottom if bottom < behind else behind) - (top if top > before else before) >= 0.5 * small


def bands(parts: list[Line]) -> list[list[Line]]:
    """Pieces that stand on one line, from left to right; the lines from top to bottom."""
    out: list[list[Line]] = []
    for p in sorted(parts, key=lambda p: p.y1):
        for band in out[-3:][::-1]:
            q = band[0]
            if min(p.y1, q.y1) - max(p.y0, q.y0) >= 0.5 * min(p.y1 - p.y0, q.y1 - q.y0):
                band.append(p)
                break
        else:
            out.append([p])
    for band in out:
        band.sort(key=lambda p: p.x0)
    out.sort(key=lambda b: min((p.y0 + p.y1) / 2 for p in b))
    return [_labelled(b) for b in out]


def _labelled(band: list[Line]) -> list[Line]:
    """The band with labels ("1.", "-", "Số:") put to the text they belong to."""
    out: list[Line] = []
    for p in band:
        if out and (
            (out[-1].x1 - out[-1].x0 < _NARROW and _LABEL.match(out[-1].text))
            or p.x0 - out[-1].x1 < _CELL_GAP * min(p.size, out[-1].size)
        ):
            out[-1] = line_of([*out[-1].words, *p.words])
        else:
            out.append(p)
    return out


def order(parts: list[Line], width: float) -> list[Line]:
    """The lines of a page (its tables left out) in reading order, from its `pieces`. `width` of the page in points."""
    rows = bands(parts)
    out: list[Line] = []
    i = region = 0
    while i < len(rows):
        end, gutter = _columns(rows, i, width)
        if end == i:
            line = line_of([w for p in rows[i] for w in p.words])
            line.parted = len(rows[i]) > 1
            out.append(line)
            i += 1
            continue
        region += 1
        inside = [p for row in rows[i:end] for p in row]
        for column in (1, 2):
            for band in bands([p for p in inside if ((p.x0 + p.x1) / 2 > gutter) == (column == 2)]):
                line = line_of([w for p in band for w in p.words])
                line.column, line.region = column, region
                out.append(line)
        i = end
    return out


def _seed(rows: list[list[Line]], start: int) -> int:
    """The first line with a wide blank, if it is `rows[start]` or comes close behind it; -1 if not."""
    for i in range(start, min(start + 3, len(rows))):
        if len(rows[i]) > 1:
            return i
        if i + 1 < len(rows):
            row = rows[i][0]
            if min(p.y0 for p in rows[i + 1]) - row.y1 > 0.8 * row.size or row.words[-1].text.endswith("/."):
                return -1
    return -1


def _columns(rows: list[list[Line]], start: int, width: float) -> tuple[int, float]:
    """(end, gutter) of the stretch in two columns that begins at `rows[start]`; (start, 0) if none does."""
    seed = _seed(rows, start)
    if seed < 0:
        return start, 0.0
    low, high, _ = _fit(rows[seed], 0.0, width) or (0.0, 0.0, 0)
    end, both, last_both = start, 0, start
    bottom = rows[start][0].y1
    while end < len(rows):
        row = rows[end]
        if end > start and (min(p.y0 for p in row) - bottom > _APART or _is_below(row)):
            break
        fitted = _fit(row, low, high)
        if fitted is None:
            break
        low, high, sides = fitted
        if sides == 3:
            both += 1
            last_both = end
        bottom = max(p.y1 for p in row)
        end += 1
    if not both or end <= seed:
        return start, 0.0
    end = _trimmed(rows, end, last_both, low)
    gutter = (low + high) / 2
    return (end, gutter) if _is_set_in_columns(rows[start:end], gutter, both, width) else (start, 0.0)


def _is_below(row: list[Line]) -> bool:
    """Whether a row is the first one below a letterhead: an address, or the type of the document on a line of its own
    (some set it at the left margin, where it would pass for a part of the left column)."""
    text = row[0].text
    return bool(_ADDRESS.match(text)) or (len(row) == 1 and text.isupper() and bool(_TYPE.match(bare(fold(text)))))


def _fit(row: list[Line], low: float, high: float) -> tuple[float, float, int] | None:
    """The gutter (low, high) narrowed by a row, and the sides the row stands on (1 left, 2 right, 3 both)."""
    if len(row) == 1:
        p = row[0]
        left, right = high - p.x1 >= _GUTTER, p.x0 - low >= _GUTTER
        if left and right:
            left = p.x0 - low < high - p.x1
        if left:
            return max(low, p.x1), high, 1
        return (low, min(high, p.x0), 2) if right else None
    best: tuple[float, float, int] | None = None
    for before, behind in pairwise(row):
        a, b = max(low, before.x1), min(high, behind.x0)
        if b - a >= _GUTTER and (best is None or b - a > best[1] - best[0]):
            best = a, b, 3
    return best


def _trimmed(rows: list[list[Line]], end: int, last_both: int, low: float) -> int:
    """The end of the stretch without what only happens to stand below it on one side: a centred title."""
    size = rows[last_both][0].size
    for i in range(last_both + 1, end):
        row = rows[i][0]
        above = max(p.y1 for p in rows[i - 1])
        if row.x0 >= low and row.y0 - above > 1.2 * size:
            return i
    return end


def _is_set_in_columns(rows: list[list[Line]], gutter: float, both: int, width: float) -> bool:
    """Whether rows side by side are columns: a letterhead, the end of a document, or running text."""
    left = [p for r in rows for p in r if (p.x0 + p.x1) / 2 <= gutter]
    right = [p for r in rows for p in r if (p.x0 + p.x1) / 2 > gutter]
    if not left or not right:
        return False
    left_words, right_words = (bare(fold("\n".join(p.text for p in side))) for side in (left, right))
    if _NATION.search(right_words) or _NATION.search(left_words):
        return True
    if "noi nhan" in left_words or _CLOSING.search(right_words):
        return True
    wide = min(max(p.x1 for p in side) - min(p.x0 for p in side) for side in (left, right))
    full = sum(len(p.words) >= 4 for p in [*left, *right])
    return both >= 6 and wide > 0.3 * width and full > 0.7 * (len(left) + len(right))
