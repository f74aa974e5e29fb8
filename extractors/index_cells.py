"""Cells of tables of indices: values, ranks and aims, with or without units ("82,97 điểm", "0,3021 (44/63)")."""

from __future__ import annotations

import re

from extractors.figures import Finding, Scanner
from extractors.numerals import NUMBER, parse_number
from extractors.outline import Cell

_LEADING = re.compile(rf"(?:đạt |từ |khoảng )?(?P<sign>[≥>≤<])?\s*(?P<n>{NUMBER})(?!\s?/|\s?(?:%|điểm|-))")
_BRACKETED = re.compile(rf"\(\s?(?P<n>{NUMBER})\s?\)")
_RANK = re.compile(r"\s*(?:thứ |hạng |vị trí )?(?P<n>\d{1,3})(?:\s?/\s?(?P<of>\d{1,3}))?\s*(?=\(|$)")
_SIGNS = {"≥": ">=", ">": ">", "≤": "<=", "<": "<"}


def read(fold: str, cell: Cell, title: str = "") -> list[Finding]:
    """The scores, percentages and ranks of a cell in the row of an index, in order. `title`: the column's."""
    found = [
        f
        for f in Scanner(fold, cell.start, cell.end, cell=True).findings()
        if f.type in ("score", "percentage", "rank")
    ]
    words = fold[cell.start : cell.end]
    ranked = cell.column == "rank" or (("hạng" in title or "thứ" in title) and "điểm" not in title)
    rank = _RANK.match(words)
    if rank and (ranked or rank["of"]) and not any(f.type == "rank" for f in found):
        at = cell.start + rank.start("n")
        base = Finding(at, cell.start + rank.end(), "rank", "=", int(rank["n"]), unit="rank", number=at, noun=cell.end)
        found.insert(0, base._replace(end=_trimmed(fold, base), value_of=int(rank["of"]) if rank["of"] else None))
    scored = any(f.type in ("score", "percentage") for f in found)
    plain = (_BRACKETED.search(words) if ranked else _LEADING.match(words)) if not scored else None
    if plain and not any(f.start <= cell.start + plain.start("n") < f.end for f in found):
        start, end = cell.start + plain.start("n"), cell.start + plain.end("n")
        percent = "%" in title or "tỷ lệ" in title
        sign = _SIGNS.get(plain.groupdict().get("sign") or "", "=")
        first = cell.start + plain.start("sign") if sign != "=" else start
        found.append(
            Finding(
                first,
                end,
                "percentage" if percent else "score",
                sign,
                parse_number(plain["n"]),
                unit="%" if percent else "điểm",
                number=start,
                noun=end,
                compared=sign != "=",
            )
        )
    return sorted(found, key=lambda f: f.start)


def _trimmed(fold: str, f: Finding) -> int:
    end = f.end
    while end > f.start and fold[end - 1] == " ":
        end -= 1
    return end
