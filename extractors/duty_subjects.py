"""Subjects of duties: the bodies that a sentence or an item begins with, and where their predicate begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors import duty_words, role_verbs, segmentation
from extractors.bodies import Body
from extractors.body_heads import PERSON
from extractors.facts import Document
from extractors.role_verbs import Predicate
from extractors.text import Text

# Before the bodies: the order that makes them act ("Giao …", "Đề nghị …"), or the words of a heading.
_OPENER = re.compile(
    r"(?:\([ivx\d]{1,4}\)\s*)?(?:(?:đồng thời|ngoài ra|bên cạnh đó|trong đó|riêng|cùng với đó|mặt khác|từ đó|theo đó"
    r"|trước mắt|cụ thể)\b[,:]?\s*)?"
    r"(?P<order>(?:(?:kính )?đề nghị|giao(?: nhiệm vụ)?(?: cho)?|yêu cầu|phân công(?: cho)?|đối với"
    r"|mời(?: đại diện)?(?: lãnh đạo)?|"
    r"(?:nhiệm vụ,? )?trách nhiệm(?: cụ thể)?(?: của)?|nhiệm vụ(?: cụ thể)? của"
    r"|các (?:ông|đồng chí)(?:[ /]?\(?,? ?bà\)?)?|về phía)\b[:,]?\s*)?"
    r"(?:(?:các )?đồng chí\s+)?(?:tất cả\s+)?(?:100\s?%\s*(?:các\s+)?)?"
)
_JOIN = re.compile(
    r"\s*(?:\([^()\n]{0,120}\)\s*)?(?:[,;/&]\s*(?:và\s+|cùng\s+)?"
    r"|(?:và|cùng(?: với)?|hoặc)\s+)(?:đề nghị\s+|100\s?%\s+)?"
)
_CONCERNED = re.compile(r"\s+(?:có\s+)?liên quan(?:\s+khác)?(?!\w)|\s+nêu trên(?!\w)|\s+khác(?!\w)")
_ASIDE = re.compile(
    r"\s*(?:\([^()\n]{0,160}\)|(?:tại|theo)\s+(?:khoản|điểm|mục|phần|điều|phụ lục)\b[^,;:.\n]{0,30}?"
    r"(?=\s(?!khoản|mục|điểm|điều|[ivx]+\b|\d)\w{2,}))?\s*"
)
_MEMBERS, _CANDIDATES = 60, 12  # bodies in a coordination, bodies tried as subject after a lead-in
_MAX_QUESTIONS = 10  # sentences a document may ask word classes for: some 2 ms each
_MARK = re.compile(r"\s*[:\-]?\s*")
_TOLD = re.compile(r"được\s[^:;,.\n]{3,60}?(?=:|\s(?:có trách nhiệm|chịu trách nhiệm)(?!\w))")
_IN_CHARGE = re.compile(r"\s*[,-]?\s*phụ trách\s[^:;.\n]{2,90}(?=:)")
_COUNTED = re.compile(
    r"(?<!\w)(?:các|cùng|hai|mỗi|từng|mọi|một|đoàn|đội)\Z"
)  # a noun follows: "các cấp", "các tổ chức"
_FIELD = re.compile(
    r"phụ trách\s[^,;.:]{2,50}?\s(?=(?:theo dõi|chỉ đạo|chịu|chủ trì|đôn đốc|kiểm tra|có trách|tham mưu|giúp)(?!\w))"
)
_POST = re.compile(r"(?:các |mỗi )?(?:đồng chí|phó|chủ tịch|trưởng|giám đốc|bí thư|ủy viên)\b")
_CAPITAL = re.compile(r"(?<!\w)[A-ZĐÀ-Ỹ][^\W\dA-Z]+\Z")
_UNITS = {
    "tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune",
}  # fmt: skip
_UNIT = re.compile(r"(?<!,)(?<!cấp)\s(tỉnh|huyện|quận|thị xã|xã|phường|thị trấn)\Z")
_WORD_START = re.compile(r"\s+(?=\w)")
_TITLED = re.compile(r"(?:\w++ ){0,7}+\w++:\s+")  # "Chế độ báo cáo: các đơn vị …"
_SEPARATED = re.compile(r"\s*(?:,|;|và)\s*\Z")
_LEAD_IN = re.compile(
    r"(?:căn cứ|trên cơ sở|theo|để|nhằm|trong|định kỳ|hằng|hàng|trước|ngay sau|sau|khi|từ nay|đến|trên|tại"
    r"|thực hiện|về)\b"
)
_ORDER_BEFORE = re.compile(r"(?:yêu cầu|đề nghị|giao|phân công)(?:\s+cho)?\s*\Z")


@dataclass(frozen=True, slots=True)
class Subject:
    """`bodies` that act; `at`: offset where the predicate begins; `predicate` None if it is not a known one (the
    words end there, or a colon vouches for it); `ordered`: "Giao", "Đề nghị" … stands before; `colon` after."""

    bodies: tuple[Body, ...]
    at: int
    predicate: Predicate | None
    ordered: bool
    colon: bool


def _heads_list(fold: str, bodies: Sequence[Body], body: Body) -> bool:
    """Whether a collective only heads a list of its members: "các Phòng: Tư pháp, Tài chính - Kế hoạch"."""
    if fold[body.end : body.end + 1] != ":" or not duty_words.bare_type().match(fold, body.start, body.end):
        return False
    return any(b.start == body.end + 2 for b in bodies[bisect_left(bodies, body.end, key=lambda b: b.start) :][:1])


class Scene:
    """The text, its folding and its bodies, as the readers of duties pass them on."""

    __slots__ = ("bodies", "document", "fold", "questions", "starts", "teams", "text")

    def __init__(self, text: Text, bodies: Sequence[Body], document: Document | None = None) -> None:
        self.text = text.text
        self.document = document
        self.fold = duty_words.read_through(text)
        self.bodies = [b for b in bodies if not (b.collective and _heads_list(self.fold, bodies, b))]
        self.starts = [body.start for body in self.bodies]
        self.questions = 0
        self.teams: dict[str, str] | None = None

    def team(self, kind: str) -> str | None:
        """The first team of that kind ("đoàn", "tổ") that the document names, folded; the text is read once."""
        if self.teams is None:
            self.teams = {}
            for m in _TEAMS.finditer(self.fold):
                self.teams.setdefault(m["kind"], m[0])
        return self.teams.get(kind)

    def at(self, offset: int) -> Body | None:
        """The body whose words begin at `offset`."""
        i = bisect_left(self.starts, offset)
        return self.bodies[i] if i < len(self.starts) and self.starts[i] == offset else None

    def verbs(self, start: int, end: int) -> frozenset[int]:
        """Offsets in `start`…`end` (one clause) where a verb begins, by its class in the sentence; none once the
        document has asked too often (see segmentation)."""
        self.questions += 1
        return segmentation.verbs(self.text, start, end) if self.questions <= _MAX_QUESTIONS else frozenset()

    def within(self, start: int, end: int) -> Sequence[Body]:
        """The bodies that begin in `start`…`end`."""
        return self.bodies[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def trimmed(text: str, start: int, end: int, marks: str = " \t\n") -> int:
    """The end of `text[start:end]` without the closing `marks`."""
    while end > start and text[end - 1] in marks:
        end -= 1
    return end


def own_words(scene: Scene, start: int, end: int) -> Body:
    """A body in the words of the text: `text[start:end]`, with "Các", "Mỗi" in lower case."""
    name = " ".join(scene.text[start:end].split())
    if name[:4].lower() in ("các ", "mỗi ", "từng"):
        name = name[0].lower() + name[1:]
        return Body(start, end, name, name, "", collective=True)
    unit = _UNIT.search(name)
    place = getattr(scene.document, _UNITS[unit[1]], None) if unit and scene.document else None
    return Body(start, end, name, f"{name} {place}" if place else name, "", collective=True)


def _person(scene: Scene, start: int, end: int) -> Body | None:
    """The post that follows a person's name at `start`."""
    if not scene.text[start : start + 1].isupper() and not scene.text.startswith(
        ("đồng chí", "đ/c", "ông", "bà"), start
    ):
        return None
    name = PERSON.match(scene.text, start, min(end, start + 80)) if scene.within(start, start + 81) else None
    body = scene.at(name.end()) if name else None
    return body if body and (body.post or body.head == "") else None


def _concerned(scene: Scene, body: Body, end: int) -> Body:
    """`body` with the "có liên quan" that belongs to a collective."""
    if body.collective and scene.fold.endswith(" lãnh đạo", body.start, body.end):
        cut = len(" lãnh đạo")  # a verb here: "Các đảng ủy trực thuộc lãnh đạo, chỉ đạo …"
        return replace(body, end=body.end - cut, name=body.name[:-cut], canonical=body.canonical[:-cut])
    m = _CONCERNED.match(scene.fold, body.end, end) if body.collective else None
    if not m:
        return body
    tail = " " + " ".join(m[0].split())
    return replace(body, end=m.end(), name=body.name + tail, canonical=body.canonical + tail)


def _after_type(scene: Scene, at: int, end: int) -> Body | None:
    """The first body of "các Sở: Nội vụ, Tài chính" that begins at `at`."""
    m = duty_words.listed().match(scene.fold, at, end)
    return scene.at(m.end()) if m else None


def series(scene: Scene, body: Body, end: int, semicolons: bool = True, own: bool = False) -> tuple[list[Body], int]:
    """The coordination that begins with `body` ("A, B và C") and where it ends; with `own`, members in words of
    their own count too."""
    out = [_concerned(scene, body, end)]
    at = out[-1].end
    while len(out) < _MEMBERS and (m := _JOIN.match(scene.fold, at, end)):
        if not semicolons and ";" in m[0]:
            break
        following = scene.at(m.end()) or _after_type(scene, m.end(), end)
        worded = own and (
            duty_words.plural().match(scene.fold, m.end(), end) or duty_words.member().match(scene.fold, m.end(), end)
        )
        if following is None and worded:
            stop = own_end(scene, m.end(), end)
            following = own_words(scene, m.end(), stop) if stop else None
        if following is None or following.end > end:
            break
        out.append(_concerned(scene, following, end))
        at = out[-1].end
    return out, at


def own_end(scene: Scene, start: int, end: int) -> int:
    """Where the name of a body in words of its own ends: before the first verb of duty, else before a mark or the next
    body; 0 if none of them comes within 120 characters. Where the first verb may also be part of the name ("các cơ
    quan quản lý nhà nước tổ chức …"), word classes decide."""
    limit = min(end, start + 120)
    for mark in (
        ":",
        ";",
        ".",
        "(",
        " để ",
        " trước ngày ",
        " trước khi ",
        " sau khi ",
        " về ",
        " trong việc ",
        " trong công tác ",
        " nhằm ",
    ):
        found = scene.fold.find(mark, start, limit)
        limit = found if found > 0 else limit
    following = next(iter(scene.within(start + 1, limit)), None)
    if following and _SEPARATED.search(scene.fold, start, following.start):
        return start + len(_SEPARATED.sub("", scene.fold[start : following.start]))
    stop = 0
    doubtful: list[int] = []
    known = duty_words.member().match(scene.fold, start, end)
    for m in _WORD_START.finditer(scene.fold, max(start + 5, known.end() if known else 0), limit):
        told = _TOLD.match(scene.fold, m.end(), end) if scene.fold.startswith("được ", m.end()) else None
        if told:
            stop = told.end()
            break
        verb = role_verbs.begins(scene.fold, m.end(), end) if scene.text[m.end()].islower() else None
        if verb and verb[0] != "past" and not _COUNTED.search(scene.fold, m.start() - 6, m.start()):
            if " " not in scene.fold[m.end() : verb[1]] and _CAPITAL.search(scene.text, m.start() - 8, m.start()):
                continue  # "Văn phòng Đăng ký đất đai"
            if not role_verbs.may_name(scene.fold[m.end() : verb[1]]):
                stop = m.end()
                break
            doubtful.append(m.end())
    if doubtful:
        tagged = scene.verbs(start, min(end, limit + 60))
        stop = next((at for at in doubtful if at in tagged), stop) if tagged else doubtful[0]
    if not stop and (limit < min(end, start + 120) or limit == end):
        stop = limit
    return start + len(scene.text[start:stop].rstrip(" ,:\n")) if stop else 0


_TEAM = re.compile(r"(?:đoàn|tổ)(?=\s[^\W\d_])")
_TEAMS = re.compile(
    r"(?<!\w)(?P<kind>đoàn|tổ) (?:kiểm tra|giám sát|thanh tra|công tác|khảo sát|giúp việc|rà soát)(?!\w)"
)


def _team(scene: Scene, at: int, end: int) -> Body | None:
    """The team that "Đoàn" or "Tổ" alone at `at` means: the one that the document names ("Đoàn kiểm tra")."""
    m = _TEAM.match(scene.fold, at, end) if scene.text[at : at + 1].isupper() else None
    if m is None or _TEAMS.match(scene.fold, at, end):
        return None
    named = scene.team(m[0])
    if named is None or not (role_verbs.begins(scene.fold, m.end() + 1, end) or _is_verb(scene, m.end() + 1, end)):
        return None
    name = scene.text[at] + named[1:]
    return Body(at, m.end(), name, name, "doan")


def subject(scene: Scene, start: int, end: int, sure: bool = False) -> Subject | None:
    """The subject that `start`…`end` begins with, None if it begins with none. With `sure` (an item of "Tổ chức thực
    hiện") the predicate need not be a verb of the vocabulary."""
    opener = _OPENER.match(scene.fold, start, end)
    at = opener.end() if opener else start
    ordered = bool(opener and opener["order"])
    body = scene.at(at) or _person(scene, at, end)
    if body is None and opener and opener["order"] and opener["order"].startswith("các"):
        body = scene.at(opener.start("order"))
    body = body or _after_type(scene, at, end) or _team(scene, at, end)
    if body is None:
        plural = duty_words.plural().match(scene.fold, at, end) and (
            ordered or scene.fold.startswith(("mỗi", "các"), at)
        )
        if not plural and not duty_words.member().match(scene.fold, at, end):
            return None
        colon = scene.fold.find(":", at, min(end, at + 90))
        stop = colon if colon > 0 and not plural and ";" not in scene.fold[at:colon] else own_end(scene, at, end)
        if not stop:
            return None
        body = own_words(scene, at, stop)
    if body.end > end:
        return None
    known = body.head != "" or sure or ordered or body.name.startswith(("các ", "mỗi ", "từng "))
    known = known or " được " in body.name  # "Đơn vị được kiểm tra"
    known = known or sum(word[0].isupper() for word in body.name.split()) >= 3  # "Chi nhánh Văn phòng Đăng ký …"
    bodies, at = series(scene, body, end, own=True)
    found = _finish(scene, bodies, at, end, ordered, sure)
    if found and not known and (found.predicate is None or found.predicate.kind not in role_verbs.ROLE_KINDS):
        return None  # "Cán bộ …" begins many sentences; outside "Tổ chức thực hiện" only a verb of a role counts
    return found


def _with_charge(scene: Scene, post: Body, end: int) -> Body:
    """`post` with the field that it is in charge of, which ends at `end`."""
    end = trimmed(scene.text, post.end, end)
    tail = " " + " ".join(scene.text[post.end : end].split()).strip(" ,-")
    return replace(post, end=end, name=post.name + tail, canonical=post.canonical + tail)


def _finish(scene: Scene, bodies: list[Body], at: int, end: int, ordered: bool, sure: bool) -> Subject | None:
    aside = _ASIDE.match(scene.fold, at, end)
    after = aside.end() if aside else at
    mark = _MARK.match(scene.fold, after, end)
    colon = bool(mark and ":" in mark[0])
    begin = mark.end() if mark else after
    if scene.fold.startswith(",", begin):  # "Sở Nội vụ, căn cứ …, chủ trì …"
        begin += 1 + (scene.fold[begin + 1 : begin + 2] == " ")
    charge = _IN_CHARGE.match(scene.fold, at, end) if _POST.match(bodies[-1].name.lower()) else None
    if charge:  # "Phó Chủ tịch UBND xã phụ trách văn hóa - xã hội: …"
        return _finish(scene, [*bodies[:-1], _with_charge(scene, bodies[-1], charge.end())], charge.end(), end, ordered,
                       sure)  # fmt: skip
    told = _TOLD.match(scene.fold, begin, end) if not colon and bodies[-1].collective else None
    if told:  # "Các đơn vị được kiểm tra: …"
        whole = own_words(scene, bodies[-1].start, trimmed(scene.text, begin, told.end()))
        return _finish(scene, [*bodies[:-1], whole], told.end(), end, ordered, sure)
    if begin >= end or not any(ch.isalnum() for ch in scene.fold[begin : begin + 3]):
        rest = scene.fold[begin:end].strip(" .;:/-")
        return Subject(tuple(bodies), end, None, ordered, colon) if not rest else None
    field = _FIELD.match(scene.fold, begin, end) if _POST.match(bodies[-1].name.lower()) else None
    if field and role_verbs.begins(scene.fold, field.end(), end):  # "Phó Chủ tịch … phụ trách văn hóa theo dõi …"
        bodies = [*bodies[:-1], _with_charge(scene, bodies[-1], field.end())]
        begin = field.end()
    found = role_verbs.predicate(scene.fold, begin, end)
    if found and found.kind == "past":
        return None if not colon else Subject(tuple(bodies), begin, None, ordered, colon)
    if found or colon or (sure and ordered):
        return Subject(tuple(bodies), found.start if found else begin, found, ordered, colon)
    colon_at = scene.fold.find(":", begin, min(end, begin + 60)) if sure and len(bodies) == 1 else -1
    if colon_at > 0 and scene.text[begin].isupper() and not any(ch in scene.fold[begin:colon_at] for ch in ",;."):
        return _finish(scene, [own_words(scene, bodies[0].start, colon_at)], colon_at, end, ordered, sure)
    if _is_verb(scene, begin, end):
        return Subject(tuple(bodies), begin, None, ordered, colon)
    return None


def _is_verb(scene: Scene, at: int, end: int) -> bool:
    """Whether the word at `at` is a verb by its class in its sentence (for verbs that the vocabulary lacks)."""
    if not scene.fold[at].isalpha() or not scene.text[at].islower():
        return False
    begin = scene.text.rfind("\n", 0, at) + 1
    return at in scene.verbs(max(begin, at - 160), min(end, at + 120))


def first(scene: Scene, start: int, end: int, sure: bool = False) -> Subject | None:
    """The subject of the sentence `start`…`end`: at its beginning, or after a lead-in ("Căn cứ Kế hoạch này, các
    phòng …"), or the bodies that the one that begins it orders ("UBND huyện yêu cầu các phòng …")."""
    found = subject(scene, start, end, sure)
    if found:
        order = _ORDERS.match(scene.fold, found.at, end)
        if order and (scene.at(order.end()) or duty_words.plural().match(scene.fold, order.end(), end)):
            return subject(scene, order.start(), end)
        return found
    titled = _TITLED.match(scene.fold, start, end)
    if titled:
        return subject(scene, titled.end(), end, False)
    if not _LEAD_IN.match(scene.fold, start, end):
        return None
    for body in scene.within(start, end)[:_CANDIDATES]:
        before = scene.fold[max(start, body.start - 24) : body.start]
        stripped = before.rstrip()
        if stripped.endswith((",", ":")) or _ORDER_BEFORE.search(before):
            inner = subject(scene, body.start, end, sure)
            if inner and inner.predicate:
                order = _ORDERS.match(scene.fold, inner.at, end)
                if order and (scene.at(order.end()) or duty_words.plural().match(scene.fold, order.end(), end)):
                    return subject(scene, order.start(), end)
                return replace(inner, ordered=_ORDER_BEFORE.search(before) is not None)
    return None


_ORDERS = re.compile(r"(?:(?:kính )?đề nghị|giao|yêu cầu|phân công)(?:\s+cho)?\s+")
