"""Verbs of duty: what a predicate begins with, and the role it gives to the body that acts.

The verbs are data/role_verbs.csv (`role`: lead, coordinate, advise, monitor; act = any other duty, i.e. lead; frame,
adverb, opener, continue, past as the table's description says).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors import vocabulary
from extractors.quick import quick
from extractors.text import fold

LEAD, COORDINATE, ADVISE, MONITOR, RECIPIENT = "lead", "coordinate", "advise", "monitor", "recipient"
ROLE_KINDS = ("lead", "coordinate", "advise", "monitor")
_ROLES = {"lead": LEAD, "coordinate": COORDINATE, "advise": ADVISE, "monitor": MONITOR, "act": LEAD}
_WORDS = re.compile(r"\w+(?:, \w+| \w+|\b){0,5}")
_WORD = re.compile(r"\w+")
_NEXT = re.compile(r"[\s,:]*")
# "định kỳ hằng quý, 6 tháng, năm", "trước ngày 05/12/2024", "mỗi quý", "trong quý I": when, before the verb.
_WHEN = re.compile(
    r"(?:định kỳ|hằng|hàng|mỗi|trước|trong|chậm nhất|vào|cuối|đầu|đột xuất|sau|khi)\b"
    r"(?:[ ,]{1,2}(?:định kỳ|hằng|hàng|mỗi|một|các|tuần|tháng|quý|năm|ngày|lần|trước|sau|cuối|đầu|và|hoặc|đột xuất|kỳ"
    r"|i{1,3}|iv|có yêu cầu|khi|theo|quy định|cần thiết|[\d/.\-]{1,10})\b){0,14}"
)
# "căn cứ Kế hoạch này, chủ động xây dựng …": the duty begins after the comma.
_GROUNDS = tuple(
    re.compile(r"(?:căn cứ|trên cơ sở|dựa trên|theo(?! dõi))\b" + end)
    for end in (r"[^,;.\n]{1,160},\s*", r"[^;.\n]{1,200}?\sđể\s+")
)
# "theo chức năng, nhiệm vụ của mình": read over, though it belongs to the task's words.
_FUNCTION = re.compile(
    r"(?:theo|căn cứ(?: vào)?|trên cơ sở)\s+(?:phạm vi,? )?chức năng,?(?: nhiệm vụ)?(?:,? (?:và )?quyền hạn"
    r"|,? thẩm quyền)?"
    r"(?:\s+(?:được giao|được phân công|(?:quản lý )?của (?:mình|đơn vị|cơ quan|ngành|địa phương)(?: mình)?)){0,3},?\s*"
)
# "giúp UBND huyện theo dõi, đôn đốc": the body that is helped stands between.
_HELPING = re.compile(
    r"giúp(?: việc)?(?: cho)?\s[^,;.]{1,60}?\s"
    r"(?=(?:theo dõi|đôn đốc|tham mưu|kiểm tra|giám sát|chỉ đạo|tổng hợp|quản lý|điều hành)(?!\w))"
)
_GROUND_WORDS = ("căn cứ", "trên cơ sở", "dựa trên", "theo")  # what `_FUNCTION` and `_GROUNDS` begin with
_Table = tuple[dict[str, str], frozenset[str]]  # verbs with their roles, and the words they begin with
_DEEPEST = 3  # grounds before grounds ("theo …, căn cứ …, chủ trì")
_PLAIN_LIST = re.compile(r"\s*,\s*(?:và\s+)?")


@quick
@dataclass(frozen=True, slots=True)
class Predicate:
    """`start`: where the task's words begin; `verb`, `end`: the verb's span; `role` of the acting body; `kind`: its
    row's role in role_verbs.csv."""

    start: int
    verb: int
    end: int
    role: str
    kind: str


@cache
def _table() -> tuple[_Table, _Table]:
    """Verbs that can end the search for a predicate, and the words that may stand before one."""
    verbs: dict[str, str] = {}
    before: dict[str, str] = {}
    for row in vocabulary.rows("role_verbs"):
        table = before if row["role"] in ("adverb", "frame", "opener") else verbs
        table.setdefault(fold(row["verb"]), row["role"])
    return (verbs, frozenset(map(_first, verbs))), (before, frozenset(map(_first, before)))


def _first(words: str) -> str:
    return words.split(" ", 1)[0].rstrip(",")


@cache
def _in_names() -> frozenset[str]:
    return frozenset(fold(row["verb"]) for row in vocabulary.rows("role_verbs") if row["in_names"])


def may_name(verb: str) -> bool:
    """Whether a verb (folded) is also a word of bodies' names ("tổ chức", "quản lý")."""
    return verb in _in_names()


@cache
def _beginnings() -> frozenset[str]:
    """The words that verbs of duty and what stands before them begin with."""
    (_, verbs), (_, before) = _table()
    return verbs | before


def _words_at(folded: str, at: int, end: int) -> str | None:
    """The first six words at `at`, "" if no entry of the vocabulary begins with the first one; None if none is there.
    Most places are asked for in vain, and one word is read five times as fast as six."""
    stop = min(end, at + 48)
    first = _WORD.match(folded, at, stop)
    if not first:
        return None
    if first[0] not in _beginnings():
        return ""
    return _WORDS.match(folded, at, stop)[0]  # type: ignore[index]


def _longest(table: _Table, words: str) -> tuple[str, int] | None:
    """The role of the longest beginning of `words` that is in `table`, and its length."""
    roles, firsts = table
    if not words or _first(words) not in firsts:
        return None
    while True:
        role = roles.get(words)
        if role:
            return role, len(words)
        cut = words.rfind(" ")
        if cut <= 0:
            return None
        words = words[:cut].rstrip(",")


def verb_at(folded: str, at: int, end: int) -> tuple[str, int] | None:
    """Kind and end of the verb that begins at `at`; None if none does."""
    words = _words_at(folded, at, end)
    found = _longest(_table()[0], words) if words else None
    return (found[0], at + found[1]) if found else None


def begins(folded: str, at: int, end: int) -> tuple[str, int] | None:
    """Kind and end of the verb or adverb of duty that begins at `at`; None if none does."""
    words = _words_at(folded, at, end)
    if not words:
        return None
    verbs, before = _table()
    found = _longest(verbs, words) or _longest(before, words)
    return (found[0], at + found[1]) if found else None


def predicate(folded: str, at: int, end: int, depth: int = 0) -> Predicate | None:
    """The predicate that begins at `at` (adverbs, times and frames such as "có trách nhiệm" before the verb are read
    over); None if no verb of the vocabulary is met. `kind` "past" marks what was done or is no duty."""
    verbs, before = _table()
    start, adverb = at, None
    for _ in range(8):
        words = _words_at(folded, at, end)
        if words is None:
            break
        found = _longest(verbs, words)
        skip = _longest(before, words)
        if skip and skip[0] == "opener":
            if not found or found[1] < skip[1]:
                after = _NEXT.match(folded, at + skip[1], end).end()  # type: ignore[union-attr]
                inner = predicate(folded, after, end, depth + 1) if depth < _DEEPEST else None
                if inner and inner.kind not in ("order", "past"):  # "đề nghị phối hợp …"
                    return Predicate(start, inner.verb, inner.end, inner.role, inner.kind)
                return Predicate(start, at, at + skip[1], LEAD, "order")
            skip = None
        if found and (not skip or found[1] > skip[1]):
            inner = _behind_grounds(folded, start, at, end, depth)
            return inner or _read(folded, start, at, at + found[1], found[0], end)
        if skip:
            helping = _HELPING.match(folded, at, end)
            if helping:
                start, adverb, at = at, "adverb", helping.end()
                continue
            at += skip[1]
            at = _NEXT.match(folded, at, end).end()  # type: ignore[union-attr]
            if skip[0] == "frame":
                start, adverb = at, "frame"
            else:
                adverb = adverb or "adverb"
            continue
        when = _WHEN.match(folded, at, end) or _FUNCTION.match(folded, at, end)
        if not when:
            break
        at = _NEXT.match(folded, when.end(), end).end()  # type: ignore[union-attr]
        adverb = adverb or "adverb"
    if adverb and at < end:
        return Predicate(start, at, at, LEAD, "act")
    return None


def _behind_grounds(folded: str, start: int, at: int, end: int, depth: int) -> Predicate | None:
    """The predicate behind "theo chức năng …", "căn cứ …" at `at`; None if no such words stand there."""
    if depth >= _DEEPEST or not folded.startswith(_GROUND_WORDS, at):
        return None
    function = _FUNCTION.match(folded, at, end)
    inner = predicate(folded, function.end(), end, depth + 1) if function else None
    if inner and inner.kind != "past":
        return Predicate(start, inner.verb, inner.end, inner.role, inner.kind)
    for pattern in _GROUNDS:
        ground = pattern.match(folded, at, end)
        inner = predicate(folded, ground.end(), end, depth + 1) if ground else None
        if inner and inner.kind != "past":
            return inner
    return None


_COMPANIONS = ("nhắc nhở", "chấn chỉnh", "đánh giá", "xử lý", "phát hiện", "hướng dẫn", "đôn đốc", "giám sát")


def _read(folded: str, start: int, verb: int, verb_end: int, kind: str, end: int) -> Predicate:
    role = _ROLES.get(kind, LEAD)
    if kind == "monitor" and folded.startswith("kiểm tra", verb):
        # "Kiểm tra, công khai, niêm yết …" is work of one's own; "kiểm tra, giám sát việc …" watches others.
        m = _PLAIN_LIST.match(folded, verb_end, end)
        after = verb_at(folded, m.end(), end) if m else None
        if m and after and after[0] == "act" and folded[m.end() : after[1]] not in _COMPANIONS:
            role = LEAD
    return Predicate(start, verb, verb_end, role, kind)


_CHANGE = re.compile(
    r"(?:,|và(?<!\wvà)(?!\w))\s*"
    r"(?P<more>(?:đồng thời|kịp thời|thường xuyên|chủ động|định kỳ|hằng|hàng)\b[\w ,]{0,40}?)?"
    r"(?<!\w)(?P<verb>tham mưu|theo dõi|đôn đốc|giám sát|kiểm tra|tổng hợp|báo cáo|phối hợp)(?!\w)"
    r"(?=(?P<after>\s\w+)?)"
)
_WATCHED = ("việc", "tình", "công", "tiến", "kết", "đôn", "giám", "các", "thực", "quá", "chặt")
_GOVERNED = re.compile(r"\s(?:theo dõi|đôn đốc|giám sát|kiểm tra)(?!\w)")
_NOMINAL = re.compile(r"(?:kiểm tra|giám sát|theo dõi|đôn đốc|thanh tra)\s*\Z")


def changes(folded: str, first: Predicate, end: int) -> list[tuple[int, str]]:
    """Where inside a clause, after a comma or "và", its head takes another role: offsets and roles.

    "chủ trì, đôn đốc …" is lead and monitor, "làm đầu mối theo dõi, đôn đốc …" lead alone (the guide's settled points).
    """
    out: list[tuple[int, str]] = []
    role, listed = first.role, first.verb
    governed = role == LEAD and _GOVERNED.match(folded, first.end, end) is not None
    if role == COORDINATE:
        return out
    advised = role == ADVISE or folded.startswith("tham mưu", first.end + 1)
    begin, pending = -1, ""  # where a list of verbs begins whose object is still to come, and their role
    for m in _CHANGE.finditer(folded, first.end, end):
        verb, at = m["verb"], m.start("more") if m["more"] else m.start("verb")
        new = _NEW.get(verb, MONITOR)
        if new == MONITOR:
            noun = _NOMINAL.search(folded, max(first.verb, m.start() - 12), m.start())
            if (
                governed
                or (noun and noun.start() != listed)
                or (advised and _THEIRS.search(folded, first.verb, m.start()))
            ):
                continue
            listed = m.start("verb")
        if new == COORDINATE and (m["after"] not in _WITH or shared(folded, first.end, m.start())):
            continue  # "chủ trì, phối hợp với …"
        begin, pending = (begin, pending) if pending == new else (at, new)
        if not _has_object(verb, m["after"]):
            if not _LIST_GOES_ON.match(folded, m.end(), end):
                pending = ""
            continue
        if new != role and (new != LEAD or role == MONITOR):
            role = new
            out.append((begin, role))
        pending = ""
    return out


_NEW = {"tổng hợp": LEAD, "báo cáo": LEAD, "tham mưu": ADVISE, "phối hợp": COORDINATE}
_WITH = (" với", " cùng", " chặt")


def shared(folded: str, start: int, end: int) -> bool:
    """Whether nothing but verbs and marks stands in `start`…`end`, so that what follows is the object of all."""
    while start < end:
        if not folded[start].isalpha() or folded.startswith("và ", start):
            start += 1 + 2 * folded.startswith("và ", start)
            continue
        verb = begins(folded, start, end)
        if not verb or verb[1] > end:
            return False
        start = verb[1]
    return True


# "tham mưu UBND xã chỉ đạo, đôn đốc …": the verbs of the body that is advised.
_THEIRS = re.compile(r"(?:chỉ đạo|lãnh đạo|điều hành|tổ chức|triển khai|thực hiện|ban hành)\s*\Z")
_LIST_GOES_ON = re.compile(r"\s*(?:,|và\s)")


def _has_object(verb: str, after: str | None) -> bool:
    """Whether a verb has an object right after it, so that it is no noun ("chương trình kiểm tra, giám sát")."""
    word = (after or "").strip()
    return word in _WATCHED if verb in ("kiểm tra", "giám sát") else bool(word) and word != "và"
