"""Which figures state something to reach or reached, and which are mere numbers (ages, periods, descriptions)."""

from __future__ import annotations

import re

from extractors import cues
from extractors.facts import Index
from extractors.figures import Finding
from extractors.target_context import Clause

_WEAK = ("có", "cho", "với", "đối với", "được", "còn", "gồm có", "cấp")  # "xã có 12 ấp" describes
_STRONG = ("product", "people", "change", "ratio")
_OLD_PERIOD = re.compile(r"(?:quy định|theo quy định|thay vì|trước đây|so với)[^;.,]{0,40}$")


def counts(fold: str, f: Finding, clause: Clause, status: str, index: Index | None) -> bool:
    """Whether the figure is a statement to reach or reached, not a mere number."""
    left = fold[max(clause.start, f.start - 40) : f.start]
    if f.type in ("percentage", "rank"):
        return True
    if f.type == "money":
        return not re.search(r"(?:quy mô|trị giá|mức|giá trị)\s{1,2}(?:từ\s)?$", left) or f.compared
    if f.type == "score":
        return index is not None or not re.search(r"(?:khoản|điều|tiêu chí|mục)\s{1,2}$", left)
    if f.type == "duration":
        return _duration(fold, f, left)
    return _quantity(fold, f, left, status, index)


def _duration(fold: str, f: Finding, left: str) -> bool:
    """Whether a time span is a limit or an achievement, not an age, a period, an old rule."""
    if _OLD_PERIOD.search(left):
        return False
    if f.kind in ("tháng", "năm", "tuần"):
        return f.compared and not re.search(r"^(?:trên|hơn|từ|gần|khoảng)", fold[f.start : f.end])
    return f.compared or bool(re.search(r"(?:còn|xuống|giảm|rút ngắn|giảm được|cắt giảm|bình quân|là)\s{1,2}$", left))


def _quantity(fold: str, f: Finding, left: str, status: str, index: Index | None) -> bool:
    """Whether a counted noun is something to be done or done."""
    if f.kind == "change":
        return True
    one = fold.startswith("một", f.number)
    if left.endswith("(") and status == "target" and not f.compared and fold[f.end : f.end + 1] == ")":
        return False
    if one and not (f.compared or f.rule == "each"):
        return False
    if f.compared and f.comparator != "=":
        return not left.rstrip().endswith(("độ tuổi", "từ đủ"))
    if f.rule == "each":
        return True
    if f.kind == "ratio":
        return True
    doing = cues.ending(left, "doing") or _beyond_adverb(left)
    if doing in _WEAK and status == "target" and f.kind in ("place", "body", "people", "set", "unknown"):
        return doing in ("cho", "với") and f.kind == "people"
    if doing:
        if f.kind == "set":
            return status == "result" and doing in ("hoàn thành", "thực hiện", "đạt")
        return True
    if left.rstrip().endswith(" tại"):
        clause = fold[_clause_start(fold, f.start) : f.start]
        return f.kind in ("place", "body") and bool(cues.pattern("survey").search(clause))
    labelled = left.rstrip().endswith(":") or (left.rstrip().endswith(" là") and "số" in left)
    if not labelled and cues.ending(left, "not_counted"):
        return False
    if f.kind in ("place", "body", "set", "unknown"):
        survey = f.kind in ("place", "body") and bool(cues.pattern("survey").search(left))
        return labelled and (status == "result" or survey)  # "Kiểm tra định kỳ: 06 xã, thị trấn"
    return f.kind in _STRONG


def _beyond_adverb(left: str) -> str | None:
    """The verb before an adverb ("kiểm tra đột xuất", "mở thêm") at the end of `left`."""
    adverb = cues.ending(left, "adverb")
    return cues.ending(left.rstrip()[: -len(adverb)], "doing") if adverb else None


def _clause_start(fold: str, at: int) -> int:
    """Where the clause that `at` stands in begins, at most 200 characters back."""
    low = max(0, at - 200)
    return max(fold.rfind(";", low, at), fold.rfind("\n", low, at), fold.rfind(". ", low, at), low - 1) + 1
