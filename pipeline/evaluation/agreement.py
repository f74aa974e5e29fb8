"""When two values of a field count as the same, and where a quote stands.

Positions are counted in letters and digits, so that blanks, line breaks and marks don't matter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any

Fact = Mapping[str, Any]
Span = tuple[int, int]

_TONES = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ",
    "õe": "oẽ", "ọe": "oẹ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip


def _old_tones(s: str) -> str:
    for new, old in _TONES.items():
        s = s.replace(new, old)
    return s


def norm(value: object) -> str:
    """`value` for comparison: lower case, one tone placement, plain dashes and blanks, UBND and HĐND abbreviated."""
    if value is None:
        return ""
    s = unicodedata.normalize("NFC", str(value)).lower()
    s = re.sub(r"[\u200b-\u200d\ufeff\u00ad]", "", s)
    s = _old_tones(re.sub(r"[–—−‐‑]", "-", s).replace("ð", "đ"))
    s = s.replace("uỷ ban nhân dân", "ubnd").replace("hội đồng nhân dân", "hđnd")
    return re.sub(r"\s+", " ", s).strip(" .,;:-–“”\"'")


def letters(value: object) -> str:
    """The letters and digits of `value`, lower case, one tone placement."""
    s = unicodedata.normalize("NFC", str(value or "")).lower()
    return "".join(ch for ch in _old_tones(s) if ch.isalnum())


def number(value: object) -> str:
    """A document number for comparison: no blanks, no leading zeros."""
    s = re.sub(r"\s+", "", norm(value)).replace("&", "")
    return re.sub(r"^0+(?=\d)", "", s)


def numeric(value: object) -> object:
    """A number as float, a list as a sorted tuple, anything else normalised."""
    if isinstance(value, list | tuple):
        return tuple(sorted(map(norm, value)))
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return norm(value)


def ratio(a: str, b: str) -> float:
    """Similarity of two strings, 0–1."""
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a or b else 1.0


def like(a: object, b: object, floor: float) -> bool:
    """Whether two wordings are at least `floor` alike."""
    return ratio(norm(a), norm(b)) >= floor


def same_name(a: object, b: object) -> bool:
    """Whether two names of bodies are equal but for punctuation, hyphens and "và"."""
    x, y = (" ".join(re.sub(r"[^\w ]|\bvà\b", " ", norm(v)).split()) for v in (a, b))
    return x == y or (bool(x) and ratio(x, y) >= 0.95)


def _one_begins_other(a: object, b: object) -> bool:
    x, y = norm(a), norm(b)
    return x == y or (bool(x) and bool(y) and (x.startswith(y) or y.startswith(x)))


def same_field(field: str, gold: Fact, found: Fact) -> bool:
    """Whether a coded `field` of two paired facts agrees."""
    g, p = gold.get(field), found.get(field)
    if field == "within":
        if isinstance(p, dict):
            p = p.get("number") or p.get("quote")
        return number(g) == number(p) or like(g, p, 0.8)
    if field in ("issuer", "unit_responsible"):
        return same_name(g, p)
    if field in ("title", "measure"):
        return like(g, p, 0.8 if field == "title" else 0.6)
    if field == "unit":
        return _one_begins_other(g, p)
    if field in ("value", "rank", "rank_of", "year", "value_max"):
        return numeric(g) == numeric(p)
    return norm(g) == norm(p)


def same_document_field(field: str, gold: Any, found: Any) -> bool:
    """Whether a field of `document` agrees (recipients: four of five lines)."""
    if field == "recipients":
        g, p = {norm(x) for x in gold or []}, {norm(x) for x in found or []}
        return len(g & p) >= 0.8 * max(len(g), len(p), 1)
    if field == "period":
        return list(gold or []) == list(found or [])
    if field == "number":
        return number(gold) == number(found)
    if field == "issuer":
        return same_name(gold, found)
    if field == "title":
        return like(gold, found, 0.9)
    return norm(gold) == norm(found)


def overlap(a: Span | None, b: Span | None) -> float | None:
    """Shared part of two spans over their hull, 0–1; None if a span is unknown."""
    if a is None or b is None:
        return None
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, shared / max(1, max(a[1], b[1]) - min(a[0], b[0])))


class Positions:
    """Finds where quotes stand in a gold text, in letters-and-digits coordinates."""

    def __init__(self, text: str) -> None:
        self.flat = letters(text)
        self.text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
        self.before = list(accumulate((ch.isalnum() for ch in self.text), initial=0))

    def nth(self, quote: str | None, occurrence: int | None) -> Span | None:
        """The nth appearance of exactly this quote (white space collapsed)."""
        q, at = re.sub(r"\s+", " ", unicodedata.normalize("NFC", quote or "")).strip(), -1
        for _ in range(max(1, occurrence or 1)):
            at = self.text.find(q, at + 1) if q else -1
            if at < 0:
                return None
        return self.before[at], self.before[at + len(q)]

    def nearest(self, quote: str | None, expected: int | None) -> Span | None:
        """The appearance of `quote` nearest to `expected`; without one, the only appearance."""
        q = letters(quote)
        hits: list[int] = []
        at = self.flat.find(q) if q else -1
        while at >= 0:
            hits.append(at)
            at = self.flat.find(q, at + 1)
        if not hits:
            return None
        if expected is None:
            return (hits[0], hits[0] + len(q)) if len(hits) == 1 else None
        i = bisect_left(hits, expected)
        best = min(hits[max(0, i - 1) : i + 1] or hits[-1:], key=lambda h: abs(h - expected))
        return best, best + len(q)
