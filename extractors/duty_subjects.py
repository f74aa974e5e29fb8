"""Subjects of duties: the bodies that a sentence or an item begins with, and where their predicate begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors import role_verbs
from extractors.bodies import Body
from extractors.role_verbs import Predicate
from extractors.text import Text

# Before the bodies: the order that makes them act ("Giao …", "Đề nghị …"), or the words of a heading.
_OPENER = re.compile(
    r"(?:(?:đồng thời|ngoài ra|bên cạnh đó|trong đó|riêng|cùng với đó|mặt khác|từ đó|theo đó|trước mắt|cụ thể)\b[,:]?\s*)?"
    r"(?P<order>(?:(?:kính )?đề nghị|giao(?: nhiệm vụ)?(?: cho)?|yêu cầu|phân công(?: cho)?|chỉ đạo|đối với|"
    r"(?:nhiệm vụ,? )?trách nhiệm(?: cụ thể)?(?: của)?|nhiệm vụ(?: cụ thể)? của|các (?:ông|đồng chí)(?:[ /]?\(?,? ?bà\)?)?|về phía)\b[:,]?\s*)?"
    r"(?:100\s?%\s*(?:các\s+)?)?"
)
_JOIN = re.compile(
    r"\s*(?:\([^()\n]{0,120}\)\s*)?(?:[,;/&]\s*(?:và\s+|cùng\s+)?|(?:và|cùng(?: với)?|hoặc)\s+)(?:đề nghị\s+|100\s?%\s+)?"
)
_CONCERNED = re.compile(r"\s+(?:có\s+)?liên quan(?:\s+khác)?(?!\w)|\s+nêu trên(?!\w)|\s+khác(?!\w)")
_ASIDE = re.compile(
    r"\s*(?:\([^()\n]{0,160}\)|(?:tại|theo)\s+(?:khoản|điểm|mục|phần|điều|phụ lục)\b[^,;:.\n]{0,30}?(?=\s(?!khoản|mục|điểm|điều|[ivx]+\b|\d)\w{2,})|,?\s*(?:theo|căn cứ)\s+chức năng,? nhiệm vụ(?: được giao| của mình)?,?)?\s*"
)
_MARK = re.compile(r"\s*[:\-]?\s*")
# A body in words of its own: "các tổ chức đoàn thể cùng cấp", "mỗi thôn".
_OWN = re.compile(r"(?:các|mỗi|từng|toàn thể|những)\s+\w")
_LEAD_IN = re.compile(
    r"(?:căn cứ|trên cơ sở|theo|để|nhằm|trong|định kỳ|hằng|hàng|trước|ngay sau|sau|khi|từ nay|đến|trên|tại|thực hiện|về)\b"
)
_ORDER_BEFORE = re.compile(r"(?:yêu cầu|đề nghị|giao|phân công|chỉ đạo)(?:\s+cho)?\s*\Z")


@dataclass(frozen=True, slots=True)
class Subject:
    """`bodies` that act; `at`: offset where the predicate begins; `predicate` None if it is not a known one (the
    words end there, or a colon vouches for it); `ordered`: "Giao", "Đề nghị" … stands before; `colon` after."""

    bodies: tuple[Body, ...]
    at: int
    predicate: Predicate | None
    ordered: bool
    colon: bool


class Scene:
    """The text, its folding and its bodies, as the readers of duties pass them on."""

    __slots__ = ("text", "fold", "bodies", "starts", "verb_of")

    def __init__(self, text: Text, bodies: Sequence[Body]) -> None:
        self.text = text.text
        self.fold = text.fold
        self.bodies = bodies
        self.starts = [body.start for body in bodies]
        self.verb_of: dict[int, bool] = {}

    def at(self, offset: int) -> Body | None:
        """The body whose words begin at `offset`."""
        i = bisect_left(self.starts, offset)
        return self.bodies[i] if i < len(self.starts) and self.starts[i] == offset else None

    def within(self, start: int, end: int) -> Sequence[Body]:
        """The bodies that begin in `start`…`end`."""
        return self.bodies[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def own_words(scene: Scene, start: int, end: int) -> Body:
    """A body in the words of the text: `text[start:end]`, with "Các", "Mỗi" in lower case."""
    name = " ".join(scene.text[start:end].split())
    if name[:4].lower() in ("các ", "mỗi ", "từng"):
        name = name[0].lower() + name[1:]
    return Body(start, end, name, name, "", collective=True)


def _concerned(scene: Scene, body: Body, end: int) -> Body:
    """`body` with the "có liên quan" that belongs to a collective."""
    m = _CONCERNED.match(scene.fold, body.end, end) if body.collective else None
    if not m:
        return body
    tail = " " + " ".join(m[0].split())
    return replace(body, end=m.end(), name=body.name + tail, canonical=body.canonical + tail)


def series(scene: Scene, body: Body, end: int, semicolons: bool = True) -> tuple[list[Body], int]:
    """The coordination that begins with `body` ("A, B và C") and where it ends."""
    out = [_concerned(scene, body, end)]
    at = out[-1].end
    while m := _JOIN.match(scene.fold, at, end):
        if not semicolons and ";" in m[0]:
            break
        following = scene.at(m.end())
        if following is None or following.end > end:
            break
        out.append(_concerned(scene, following, end))
        at = out[-1].end
    return out, at


def _unknown_tail(scene: Scene, at: int, end: int) -> tuple[Body, int] | None:
    """A last member in words of its own after a coordination: ", các tổ chức đoàn thể phối hợp …"."""
    m = _JOIN.match(scene.fold, at, end)
    if not m or not _OWN.match(scene.fold, m.end(), end):
        return None
    stop = _own_end(scene, m.end(), end)
    return (own_words(scene, m.end(), stop), stop) if stop else None


def _own_end(scene: Scene, start: int, end: int) -> int:
    """Where the name of a body in words of its own ends: before the first verb of duty, or before a colon; 0 if
    neither comes within 14 words. Word classes decide where a word may be both ("các tổ chức … tổ chức")."""
    from extractors.segmentation import verbs

    limit = min(end, start + 120)
    colon = scene.fold.find(":", start, limit)
    limit = colon if colon > 0 else limit
    at = start
    candidates = []
    for m in re.finditer(r"\s+(?=\w)", scene.fold[start:limit]):
        at = start + m.end()
        found = role_verbs.verb_at(scene.fold, at, end)
        if found and found[0] != "past" and at > start + 4:
            candidates.append(at)
    if not candidates:
        return colon if colon > 0 else 0
    if len(candidates) > 1 or scene.fold.startswith("tổ chức", candidates[0]):
        tagged = verbs(scene.text, start, limit)
        candidates = [c for c in candidates if c in tagged] or candidates
    stop = candidates[0]
    return start + len(scene.text[start:stop].rstrip(" ,:"))


def subject(scene: Scene, start: int, end: int, sure: bool = False) -> Subject | None:
    """The subject that `start`…`end` begins with, None if it begins with none. With `sure` (an item of "Tổ chức thực
    hiện") the predicate need not be a verb of the vocabulary."""
    opener = _OPENER.match(scene.fold, start, end)
    at = opener.end() if opener else start
    ordered = bool(opener and opener["order"])
    body = scene.at(at)
    if body is None and opener and opener["order"] and opener["order"].startswith("các"):
        body, at = scene.at(opener.start("order")), opener.start("order")
    if body is None:
        if not _OWN.match(scene.fold, at, end) or not (ordered or scene.fold.startswith(("mỗi", "các"), at)):
            return None
        stop = _own_end(scene, at, end)
        if not stop:
            return None
        return _finish(scene, [own_words(scene, at, stop)], stop, end, ordered, sure)
    if body.end > end:
        return None
    bodies, at = series(scene, body, end)
    tail = _unknown_tail(scene, at, end)
    if tail:
        bodies.append(tail[0])
        at = tail[1]
    return _finish(scene, bodies, at, end, ordered, sure)


def _finish(scene: Scene, bodies: list[Body], at: int, end: int, ordered: bool, sure: bool) -> Subject | None:
    aside = _ASIDE.match(scene.fold, at, end)
    after = aside.end() if aside else at
    mark = _MARK.match(scene.fold, after, end)
    colon = bool(mark and ":" in mark[0])
    begin = mark.end() if mark else after
    if scene.fold.startswith(",", begin):  # "Sở Nội vụ, căn cứ …, chủ trì …"
        begin += 1 + (scene.fold[begin + 1 : begin + 2] == " ")
    if begin >= end or not any(ch.isalnum() for ch in scene.fold[begin : begin + 3]):
        rest = scene.fold[begin:end].strip(" .;:/-")
        return Subject(tuple(bodies), end, None, ordered, colon) if not rest else None
    found = role_verbs.predicate(scene.fold, begin, end)
    if found and found.kind == "past":
        return None if not colon else Subject(tuple(bodies), begin, None, ordered, colon)
    if found or colon or (sure and ordered):
        return Subject(tuple(bodies), found.start if found else begin, found, ordered, colon)
    if _is_verb(scene, begin, end):
        return Subject(tuple(bodies), begin, None, ordered, colon)
    return None


def _is_verb(scene: Scene, at: int, end: int) -> bool:
    """Whether the word at `at` is a verb by its class in its sentence (for verbs that the vocabulary lacks)."""
    from extractors.segmentation import verbs

    if not scene.fold[at].isalpha() or not scene.text[at].islower():
        return False
    begin = scene.text.rfind("\n", 0, at) + 1
    return at in verbs(scene.text, max(begin, at - 160), min(end, at + 120))


def first(scene: Scene, start: int, end: int, sure: bool = False) -> Subject | None:
    """The subject of the sentence `start`…`end`: at its beginning, or after a lead-in ("Căn cứ Kế hoạch này, các
    phòng …"), or the bodies that the one that begins it orders ("UBND huyện yêu cầu các phòng …")."""
    found = subject(scene, start, end, sure)
    if found:
        verb = found.predicate
        if verb is None or verb.end >= end:
            return found
        again = _ordered(scene, found, end)
        return again or found
    if not _LEAD_IN.match(scene.fold, start, end):
        return None
    for body in scene.within(start, end):
        before = scene.fold[max(start, body.start - 24) : body.start]
        stripped = before.rstrip()
        if stripped.endswith((",", ":")) or _ORDER_BEFORE.search(before):
            inner = subject(scene, body.start, end, sure)
            if inner and inner.predicate:
                return _ordered(scene, inner, end) or replace(inner, ordered=_ORDER_BEFORE.search(before) is not None)
    return None


_ORDERS = re.compile(r"(?:(?:kính )?đề nghị|giao|yêu cầu|phân công|chỉ đạo)(?:\s+cho)?\s+")


def _ordered(scene: Scene, found: Subject, end: int) -> Subject | None:
    m = _ORDERS.match(scene.fold, found.at, end)
    if not m or scene.fold.startswith("chỉ đạo", found.at):
        return None
    return subject(scene, m.start(), end)
