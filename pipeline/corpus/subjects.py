"""Titles of documents compared: how much two subjects say the same."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors import vocabulary
from extractors.text import fold

_WORD = re.compile(r"\w+")
_PHRASES = {"cải cách hành chính nhà nước": "cải cách hành chính"}
_SMALL = frozenset(
    "về việc của và công tác trên địa bàn các năm thực hiện giai đoạn ban hành phê duyệt kế hoạch tỉnh huyện xã "
    "thành phố thị phường trấn quận ủy nhân dân ubnd".split()
)


@lru_cache(maxsize=1)
def _expansions() -> dict[str, str]:
    out = {fold(row["abbr"]): fold(row["written"]) for row in vocabulary.rows("body_abbreviations")}
    out |= {"cchc": "cải cách hành chính", "tthc": "thủ tục hành chính", "cđs": "chuyển đổi số",
            "cntt": "công nghệ thông tin", "dvc": "dịch vụ công", "dvctt": "dịch vụ công trực tuyến",
            "qppl": "quy phạm pháp luật", "cbccvc": "cán bộ công chức viên chức", "cbcc": "cán bộ công chức",
            "gd": "giáo dục", "đt": "đào tạo", "vb": "văn bản", "csdl": "cơ sở dữ liệu"}  # fmt: skip
    return out


def expanded(low: str) -> str:
    """Folded text with its abbreviations written out: "hồ sơ tthc" is "hồ sơ thủ tục hành chính"."""
    table = _expansions()
    return _WORD.sub(lambda m: table.get(m[0], m[0]), low)


@lru_cache(maxsize=65536)
def words(title: str | None) -> frozenset[str]:
    """The words that tell a title from others: folded, abbreviations written out, small words dropped."""
    low = fold(title or "")
    for printed, read in _PHRASES.items():
        low = low.replace(printed, read)
    return frozenset(w for w in _WORD.findall(expanded(low)) if w not in _SMALL)


@lru_cache(maxsize=65536)
def figures(title: str | None) -> frozenset[str]:
    """The numerals in a title: titles of one series differ in nothing else."""
    return frozenset(w for w in words(title) if w.isdigit())


@lru_cache(maxsize=262144)
def alike(a: str | None, b: str | None) -> float | None:
    """How alike two titles are, 0 to 1: shared words over the words of the shorter (a citation often breaks a title
    off), damped where one is much longer. None if either says too little to tell (under three words)."""
    one, two = words(a), words(b)
    if min(len(one), len(two)) < 3:
        return None
    shared = len(one & two)
    small, large = sorted((len(one), len(two)))
    return shared / small * (1 if large <= 2 * small + 4 else 0.85)


def same_subject(a: str | None, b: str | None) -> bool:
    """Whether two titles name one subject: nearly all words, and no figure that contradicts."""
    likeness = alike(a, b)
    if likeness is None or likeness < 0.8:
        return False
    one, two = figures(a), figures(b)
    return one <= two or two <= one


def contradict(a: str | None, b: str | None) -> bool:
    """Whether two titles can't be of one document."""
    likeness = alike(a, b)
    if likeness is None:
        return False
    one, two = figures(a), figures(b)
    years_differ = bool(one and two) and not (one <= two or two <= one)
    return likeness < 0.25 or (years_differ and likeness >= 0.6)
