"""Counted nouns and comparator words (`data/units.csv`, `data/comparators.csv`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors import vocabulary
from extractors.text import bare, fold

NOUN = re.compile(r"[^\W\d_]+(?:[\s-][^\W\d_]+){0,4}")


_WORD = re.compile(r"[^\W_]+")


@cache
def comparators() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], frozenset[str]]:
    """Pattern of the words before a number, their comparators, pattern of those behind, the last words of all."""
    rows = vocabulary.rows("comparators")
    before = sorted((r["words"] for r in rows if r["side"] == "before"), key=len, reverse=True)
    after = sorted((r["words"] for r in rows if r["side"] == "after"), key=len, reverse=True)
    words = "|".join(_beginning(ch, before) for ch in dict.fromkeys(w[0] for w in before))
    left = re.compile(rf"({words})(?:\s{{1,2}}(?:là|đạt|từ|có|mức|được|khoảng)|\s?:)?\s{{0,2}}$")
    right = re.compile(r"\s{0,2}(" + "|".join(re.escape(w) for w in after) + r")(?!\w)")
    last = {r["words"].split()[-1] for r in rows} | {"là", "đạt", "từ", "có", "mức", "được", "khoảng"}
    return left, {r["words"]: r["comparator"] for r in rows}, right, frozenset(last)


@cache
def _bare() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """The comparators of two words and more before a number without diacritics, and the last words of all."""
    rows = [r for r in vocabulary.rows("comparators") if r["side"] == "before" and " " in r["words"]]
    table = {bare(fold(r["words"])): r["comparator"] for r in rows}
    words = "|".join(re.escape(w).replace(r"\ ", r"\s{1,2}") for w in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({words})\s{{0,2}}$"), table, frozenset(w.split()[-1] for w in table)


_plain = lru_cache(maxsize=1024)(bare)


def damaged(folded: str, low: int, at: int, last: str) -> tuple[int, str] | None:
    """Start and comparator of the words before the number at `at` whose diacritics recognition has damaged ("ít nhât
    06 tin"); `last` is the word right before it. None if they are none."""
    pattern, table, ends = _bare()
    if _plain(last) not in ends:
        return None
    m = pattern.search(bare(folded[low:at]))
    return (low + m.start(1), table[" ".join(m[1].split())]) if m else None


def _beginning(letter: str, words: list[str]) -> str:
    """Those of `words` that begin with `letter`, as words of their own: grouped, so that a search skips the others."""
    rests = (re.escape(w[1:]).replace(r"\ ", r"\s{1,2}") for w in words if w[0] == letter)
    first = re.escape(letter)
    return rf"{first}(?<!\w{first})(?:{'|'.join(rests)})"


@cache
def units() -> dict[str, str]:
    """Counted nouns and their kinds (product, people, body, place, set, change, reject)."""
    return {r["noun"]: r["kind"] for r in vocabulary.rows("units")}


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """The counted nouns by their first words, longest first."""
    out: dict[str, list[str]] = {}
    for noun in sorted(units(), key=len, reverse=True):
        out.setdefault(_first_word(noun), []).append(noun)
    return {first: tuple(nouns) for first, nouns in out.items()}


def _first_word(words: str) -> str:
    m = _WORD.match(words)
    return m[0] if m else words[:1]


def noun_at(fold: str, at: int, end: int) -> tuple[int, int, str, str] | None:
    """The counted noun behind a number: (start, end, noun, kind); kind "" if the vocabulary doesn't know it."""
    start = at
    while start < end and fold[start] in " \n":
        start += 1
    if start == at or start >= end:
        return None
    table = units()
    longest = fold[start : min(end, start + 48)]
    for noun in _by_first_word().get(_first_word(longest), ()):
        if longest.startswith(noun) and not longest[len(noun) : len(noun) + 1].isalnum():
            return start, start + len(noun), noun, table[noun]
    m = NOUN.match(longest)
    if not m:
        return None
    words = m[0].split()
    unit = " ".join(words[:2]) if words[0] not in ("và", "hoặc", "của", "trong") else ""
    return (start, start + len(unit), unit, "") if unit else None


_LEADERS = re.compile(r"\s[^.;:()\d\n]{2,60}?\s(?:dẫn đầu|đứng đầu|đầu cả nước|có kết quả cao nhất)(?!\w)")


def leaders(fold: str, low: int, start: int, after: int, end: int) -> tuple[int, int] | None:
    """The span of "trong 10 tỉnh dẫn đầu", whose number stands at `start`…`after`; None if it is not said so."""
    begin = fold.rfind("trong", max(low, start - 10), start)
    if begin < 0 or fold[begin:start].split() not in (["trong"], ["trong", "số"]):
        return None
    tail = _LEADERS.match(fold, after, end)
    return (begin, tail.end()) if tail else None
