"""A sentence of duties read clause by clause: who acts in which role, with whom, and who gets the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors import duty_words, role_verbs
from extractors.bodies import Body
from extractors.duty_subjects import Scene, Subject, first, own_end, own_words, series, subject
from extractors.quick import quick
from extractors.role_verbs import COORDINATE, LEAD, RECIPIENT


@quick
@dataclass(frozen=True, slots=True)
class Duty:
    """A body with its role in the task `start`…`end`; `rule` names what found it."""

    body: Body
    role: str
    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Segment:
    """A stretch of a sentence in which `heads` act in one role."""

    start: int
    end: int
    role: str
    heads: tuple[Body, ...]
    rule: str
    inner: list[tuple[int, str]] = field(default_factory=list)


_DEEPEST = 12  # changes of subject after a comma inside one clause
_SPLIT = re.compile(r"[;()\"]")
_CONNECT = re.compile(
    r"[\s;,]*(?:\([ivx\d]{1,4}\)\s*)?(?:(?:đồng thời|và|ngoài ra|bên cạnh đó|trong đó|trên cơ sở đó)\b[,:]?\s*)?"
)
_CLOSE = " \t\n.;:,/"

_WITH = re.compile(
    r"(?:(?:phối hợp|kết hợp|liên hệ|liên kết|hiệp đồng)"
    r"(?: (?:chặt chẽ|đồng bộ|thường xuyên|tốt|hiệu quả|kịp thời))*(?: (?:với|cùng(?: với)?))?"
    r"|(?<!\w)cùng(?: với)?|(?:phối hợp|tham gia|hỗ trợ|giúp đỡ) của)(?: lãnh đạo)?"
    r"(?: (?:các )?(?:sở|bộ|phòng|ban|ngành|cơ quan|đơn vị)(?:,? (?:ban|ngành|sở|đơn vị))*(?=:)| các)?[:\s]*\Z"
)
_TOGETHER = ("phối hợp", "kết hợp", "liên hệ", "liên kết", "hiệp đồng", "cùng", "tham gia", "hỗ trợ", "giúp đỡ")
_DIRECT = re.compile(
    r"(?<!chương )(?<!quy )(?<!tờ )(?<!công )(?<!quá )(?<!lộ )(?<!trong )(?<!\w)(?:báo cáo|trình|gửi|nộp|phản hồi)"
    r"(?: (?:kết quả|ngay|kịp thời|bằng văn bản|định kỳ))?(?: (?:cho|về|với|lên|đến|tới|gửi))?"
    r"(?: (?:các )?(?:sở|bộ|phòng|ban|ngành|cơ quan|đơn vị)(?=:))?[:\s]*\Z"
)
_TOWARDS = re.compile(r"(?<!\w)(?P<word>về|cho|đến|tới|lên|gửi)\s*\Z")
_REPORT = re.compile(r"(?<!chương )(?<!quy )(?<!tờ )(?<!công )(?<!quá )(?<!\w)(?:báo cáo|gửi|nộp|trình|phản ánh)(?!\w)")
_THROUGH = re.compile(r"[(,]?\s*(?:thông )?qua\s*\Z")
_REPORTED_TO = re.compile(r"(?<!\w)báo cáo(?:\s(?:kết quả|tình hình|tiến độ)(?:\s[^\W\d_]+){0,4})?\svới\s*\Z")
_ASKED = re.compile(r"theo yêu cầu của\s*\Z")
_BY = re.compile(r"(?<!\w)(?:do|giao(?: cho)?)\s*\Z")
_OWNED = re.compile(r"\s*(?:chủ trì|làm đầu mối|phụ trách|chịu trách nhiệm|đảm nhiệm)(?!\w)")
_AS_FOLLOWS = re.compile(r"(?:như sau|sau đây|dưới đây)\s*[.]?\s*\Z")
_TROUBLE = re.compile(
    r"(?:(?:nếu|trường hợp) (?:có|gặp|phát sinh)[^.;]{0,30}|có|gặp|phát sinh)\s+"
    r"(?:những |các |vấn đề |nội dung |phát sinh |gì )*(?:khó khăn|vướng mắc|phát sinh|vấn đề (?:gì|mới|phát sinh))"
)


def is_formula(scene: Scene, start: int, end: int) -> bool:
    """Whether a sentence is a closing formula, which gives nobody a duty."""
    if duty_words.formula().match(scene.fold, start, end) or _AS_FOLLOWS.search(scene.fold, max(start, end - 30), end):
        return True
    find = scene.fold.find
    troubles = find("khó khăn", start, end) >= 0 or find("vướng mắc", start, end) >= 0
    troubles = troubles or find("phát sinh", start, end) >= 0
    return troubles and _TROUBLE.search(scene.fold, start, min(end, start + 400)) is not None


def is_exhortation(scene: Scene, found: Subject, end: int) -> bool:
    """Whether a predicate only says "nghiêm túc thực hiện Kế hoạch này", or begs ("kính đề nghị … xem xét")."""
    return duty_words.exhortation().match(scene.fold, found.at, end) is not None or scene.fold.startswith(
        "xem xét", found.at
    )


def clauses(fold: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of `start`…`end` between semicolons that stand outside brackets and quotation marks."""
    out, depth, quoted, at = [], 0, False, start
    for m in _SPLIT.finditer(fold, start, end):
        mark = m[0]
        if mark == '"':
            quoted = not quoted
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth = max(0, depth - 1)
        elif not depth and not quoted:
            out.append((at, m.start()))
            at = m.end()
    out.append((at, end))
    return [(a, b) for a, b in out if b > a]


def read(
    scene: Scene,
    start: int,
    end: int,
    heads: tuple[Body, ...],
    opening: Subject | None,
    each: bool = False,
    depth: int = 0,
) -> list[Duty]:
    """The duties of the sentence `start`…`end`. `opening` is its own subject, already read; `heads` are the bodies
    that govern it otherwise (may be empty: then only clauses with subjects of their own count; with `each` only
    "mỗi …")."""
    segments = list(_segments(scene, start, end, heads, opening, each))
    out: list[Duty] = []
    for segment in segments:
        out += _of_segment(scene, segment, depth)
    if not segments and not each:
        out += _agents(scene, start, end)
    return out


def _segments(
    scene: Scene, start: int, end: int, heads: tuple[Body, ...], opening: Subject | None, each: bool
) -> Iterator[Segment]:
    acting, rule = (opening.bodies, "subject") if opening else (heads, "item")
    at = opening.at if opening else start
    current: Segment | None = None
    for i, (a, b) in enumerate(clauses(scene.fold, at, end)):
        a = _CONNECT.match(scene.fold, a, b).end()  # type: ignore[union-attr]
        if a >= b:
            continue
        own = None if opening and i == 0 else (subject(scene, a, b) or _after_comma(scene, a, b, bool(acting)))
        if own and own.predicate and own.predicate.kind == "order":
            own = None  # whom it orders would have been the subject
        if own and own.predicate and not (each and not is_each(own)):
            acting, rule = own.bodies, "clause"
            if current:
                current.end = min(current.end, a)
                yield current
                current = None
            a = own.at
        verb = own.predicate if own else role_verbs.predicate(scene.fold, a, b)
        if current and (verb is None or verb.kind == "continue" or verb.kind == "past" or verb.role == current.role):
            current.end = b
            if verb:
                current.inner += [c for c in role_verbs.changes(scene.fold, verb, b) if c[1] != current.role]
            continue
        if not acting:
            continue
        if current:
            yield current
        role = verb.role if verb else LEAD
        begin = verb.start if verb else a
        current = Segment(begin, b, role, acting, rule)
        current.inner = role_verbs.changes(scene.fold, verb, b) if verb else []
    if current:
        yield current


def is_each(found: Subject) -> bool:
    """Whether a subject is "mỗi …": the one that may act in a section of aims."""
    return found.bodies[0].name[:4].lower() in ("mỗi ", "từng")


_COMMA = re.compile(r",\s+(?:đồng thời\s+|và\s+)?")


def _after_comma(scene: Scene, start: int, end: int, governed: bool) -> Subject | None:
    """The subject that follows a lead-in of the clause ("Đến 30/6, các xã …")."""
    if governed:
        return None
    return first(scene, start, end)


def _of_segment(scene: Scene, segment: Segment, depth: int) -> Iterator[Duty]:
    spans = [(segment.start, segment.role), *segment.inner]
    given: set[str] = set()
    others = list(_others(scene, segment))
    takeover = [o for o in others if o[1] == "takeover"]
    end = min([o[2] for o in takeover], default=segment.end)
    for n, (begin, role) in enumerate(spans):
        if begin >= end or role in given:
            continue
        given.add(role)
        cut = n + 1 < len(spans) and (n > 0 or not _one_object(scene, segment, spans[1][0]))
        until = min(end, spans[n + 1][0]) if cut else end
        for body in segment.heads:
            yield Duty(body, role, begin, until, f"{segment.rule}.{role}")
    for body, role, at in others:
        begin = max([b for b, _ in spans if b <= at], default=segment.start)
        if role == "takeover":
            found = subject(scene, body.start, segment.end)
            if found and depth < _DEEPEST:
                yield from read(scene, body.start, segment.end, (), found, depth=depth + 1)
            return
        yield Duty(body, role, at if role == LEAD else begin, segment.end, f"with.{role}")


def _one_object(scene: Scene, segment: Segment, change: int) -> bool:
    """Whether the verbs before a change of role share the object after it ("chủ trì, đôn đốc các đơn vị")."""
    return role_verbs.shared(scene.fold, segment.start, change)


def _others(scene: Scene, segment: Segment) -> Iterator[tuple[Body, str, int]]:
    """The bodies inside a segment that have a role of their own: body, role, offset. Role "takeover" marks a body
    that becomes subject after a comma ("…, Sở Tài chính phối hợp …")."""
    fold, skip, previous = scene.fold, -1, ""
    unknown = list(_unknown(scene, segment))
    known = scene.within(segment.start, segment.end)
    for body in sorted([*known, *unknown], key=lambda b: b.start) if unknown else known:
        if body.start < skip:
            continue
        role = _governed(scene, segment, body, previous)
        if role is None:
            if _takes_over(scene, segment, body):
                order = _ORDER.search(fold, max(segment.start, body.start - 14), body.start)
                yield body, "takeover", order.start() if order else body.start
                return
            previous = ""
            continue
        members, skip = series(scene, body, segment.end, semicolons=False, own=True)
        for member in members:
            if role == COORDINATE and fold.endswith(" chủ trì", member.start, member.end):
                yield member, LEAD, member.end + 1  # "phối hợp với các cơ quan chủ trì thực hiện …"
            else:
                yield member, role, member.start
        previous = role


def _unknown(scene: Scene, segment: Segment) -> Iterator[Body]:
    """Bodies in words of their own after "phối hợp với", "gửi" …, where the finder of bodies knows none."""
    for m in duty_words.partner().finditer(scene.fold, segment.start, segment.end):
        start = m.end() - 4 if m[0].endswith("các ") else m.end()
        if duty_words.listed().match(scene.fold, start, segment.end):
            continue
        if any(b.start <= m.end() < b.end or b.start == start for b in scene.within(start - 40, m.end() + 1)):
            continue
        stop = own_end(scene, start, segment.end)
        if stop > start + 6:
            yield own_words(scene, start, stop)


_ORDER = re.compile(r",\s(?:giao|yêu cầu|đề nghị)\s*\Z")
_ACTS = re.compile(
    r"\s+(?:chủ trì|phối hợp|tham mưu|theo dõi|đôn đốc|có trách nhiệm|chịu trách nhiệm|làm đầu mối|giám sát)(?!\w)"
)


def _takes_over(scene: Scene, segment: Segment, body: Body) -> bool:
    before = scene.fold[max(segment.start, body.start - 14) : body.start].rstrip(" ")
    if not before.endswith((",", ", giao", ", yêu cầu", ", đề nghị")) or body.start <= segment.start + 3:
        return False
    _, at = series(scene, body, segment.end, semicolons=False)
    if before.endswith((", giao", ", yêu cầu", ", đề nghị")):
        verb = role_verbs.predicate(scene.fold, at + 1, segment.end)
        return verb is not None and verb.kind not in ("past", "order")
    return _ACTS.match(scene.fold, at, segment.end) is not None


def _governed(scene: Scene, segment: Segment, body: Body, previous: str) -> str | None:
    """The role that the words before a body give it inside a clause; None if they give none (it is advised,
    supervised, owner of something …)."""
    fold = scene.fold
    before = fold[max(segment.start, body.start - 48) : body.start]
    if any(word in before for word in _TOGETHER) and _WITH.search(before):
        return COORDINATE
    if _DIRECT.search(before):
        return RECIPIENT
    if _THROUGH.search(before):
        reported = previous == RECIPIENT or _REPORT.search(fold, max(segment.start, body.start - 120), body.start)
        return RECIPIENT if reported else None
    towards = _TOWARDS.search(before)
    if towards:
        window = 220 if towards["word"] in ("về", "gửi") else 90
        begin = max(segment.start, body.start - window)
        reports = list(_REPORT.finditer(fold, begin, body.start))
        if towards["word"] == "cho" and body.collective and reports and reports[-1][0] == "gửi":
            return None  # "gửi lịch kiểm tra cho các đơn vị": no report
        if reports and (towards["word"] in ("về", "gửi") or "," not in fold[reports[-1].end() : body.start]):
            return RECIPIENT
        return None
    if _REPORTED_TO.search(before):
        return RECIPIENT
    if _ASKED.search(before) and _REPORT.search(fold, segment.start, body.start):
        return RECIPIENT
    return None


def _agents(scene: Scene, start: int, end: int) -> Iterator[Duty]:
    """Bodies that a sentence without subject names as agents: "do Sở Nội vụ chủ trì", "giao Sở Nội vụ theo dõi"."""
    for body in scene.within(start, end):
        before = scene.fold[max(start, body.start - 12) : body.start]
        if not _BY.search(before):
            continue
        if before.rstrip().endswith("do"):
            members, at = series(scene, body, end, semicolons=False)
            if _OWNED.match(scene.fold, at, end):
                for member in members:
                    yield Duty(member, LEAD, start, end, "agent")
            continue
        if before.rstrip().endswith(("được giao", "được giao cho")):
            continue
        found = subject(scene, body.start, end)
        if found and found.predicate:
            yield from read(scene, body.start, end, (), found)
            return
