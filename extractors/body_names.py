"""Where a body's name begins and ends: heads by Aho-Corasick over the folded text, then local reading at each head.

`read` gives unresolved mentions; `extractors.bodies` writes them in canonical form. Heads, names and abbreviations are
tables in `data` (body_heads, body_names, body_abbreviations, body_words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import ahocorasick_rs

from extractors import places, vocabulary
from extractors.text import Text

UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"


@dataclass(frozen=True, slots=True)
class Head:
    """A row of data/body_heads.csv."""

    form: str
    head: str
    written: str
    shape: str
    level: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place after a name: its type word and name (either may be ""), or the words of several or of a level
    ("các xã, thị trấn", "cấp huyện")."""

    end: int
    type: str = ""
    name: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention as read: `name` is head and name without place ("Phòng Nội vụ", "UBND"); `parent` the body that
    follows ("Sở Nội vụ" of a room, the committee of a post); `post` the post's words; `words` a collective's."""

    start: int
    end: int
    head: Head
    name: str
    place: Place | None = None
    parent: Mention | None = None
    post: str = ""
    collective: bool = False


@cache
def _heads() -> tuple[ahocorasick_rs.AhoCorasick, list[Head]]:
    heads = [Head(r["form"], r["head"], r["written"], r["shape"], r["level"]) for r in vocabulary.rows("body_heads")]
    automaton = ahocorasick_rs.AhoCorasick(
        [head.form for head in heads], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return automaton, heads


_CONNECT = re.compile(r"\s*(?:,|-|&|\bvà\b)\s*")


def _loose(name: str) -> str:
    """A pattern of `name` in which ",", "-", "và" and "&" stand for each other."""
    parts = [r"\s+".join(map(re.escape, part.split())) for part in _CONNECT.split(name.lower())]
    return r"(?:\s*(?:,|-|&|\bvà\b)\s*)".join(parts)


@cache
def _names(head: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """The known names of a head: one pattern, longest first, anchored by its user, and how variants are written."""
    written: dict[str, str] = {}
    for row in vocabulary.rows("body_names"):
        if head in row["heads"].split():
            written.setdefault(_plain(row["name"]), row["name"])
            for variant in filter(None, row["variants"].split("|")):
                written.setdefault(_plain(variant), row["name"])
    if not written:
        return None, {}
    forms = sorted(written, key=len, reverse=True)
    return re.compile(r"\s*(?P<name>" + "|".join(map(_loose, forms)) + r")(?![\w&])"), written


def _plain(name: str) -> str:
    return re.sub(r"\s*([,&-])\s*", r"\1", " ".join(name.lower().split()))


_TYPE = r"(?:thành phố|thị xã|thị trấn|đặc khu|(?:tỉnh|huyện|quận)(?! (?:ủy|đoàn))|xã(?! hội)|phường)"
_PLACE = re.compile(
    rf"[ ,]?\s?(?:(?P<link>thuộc|trực thuộc|của|ở)\s)?(?:(?P<type>{_TYPE})(?!\w)"
    r"|(?P<short>tp|tx|tt|t\.p|t\.x|t\.t)\b\.?(?=\s?\w)|(?P<one>[hqpx])\.\s?(?=\w))"
)
_MANY = re.compile(
    rf"\s(?P<words>(?:các |mỗi |từng )(?:{_TYPE}|cấp|địa phương)"
    rf"(?:(?:, ?| và | - |-|/)(?:các )?(?:{_TYPE}|địa phương)(?!\w))*"
    rf"|{_TYPE}(?:(?:, ?| và | - |-|/)(?:các )?{_TYPE})+"
    r"|(?:các )?cấp (?:tỉnh|huyện|xã|thôn|quận)(?:(?:, ?| và |/)(?:cấp )?(?:tỉnh|huyện|xã|thôn))*"
    r"|cùng cấp|hai cấp|02 cấp|2 cấp)"
    rf"(?!\w)(?! [{UPPER}\d])"
)
_PROPER = re.compile(
    rf"\s?(?:\d{{1,2}}(?![\w/]|[.,]\d)|[{UPPER}][\w]*(?:['’][\w]+)*(?:(?: | ?- ?)[{UPPER}][\w]*(?:['’][\w]+)*){{0,4}})"
)
_LEVELS = {
    "tỉnh": (1,), "thành phố": (1, 2), "huyện": (2,), "quận": (2,), "thị xã": (2,),
    "xã": (3,), "phường": (3,), "thị trấn": (3,), "đặc khu": (3,), "": (1, 2),
}  # fmt: skip
_SHORT = {
    "tp": "thành phố", "t.p": "thành phố", "tx": "thị xã", "t.x": "thị xã", "tt": "thị trấn", "t.t": "thị trấn",
    "h": "huyện", "q": "quận", "p": "phường", "x": "xã",
}  # fmt: skip


@lru_cache(maxsize=8192)
def _known_prefix(run: str, type_: str) -> tuple[int, str] | None:
    """Length of the longest beginning of a run of capitalised words that is a unit's name, and that name in its
    official spelling; None if none is."""
    ends = [m.start() for m in re.finditer(r" ?- ?| |$", run)]
    for end in sorted(set(ends), reverse=True):
        for level in _LEVELS[type_]:
            if found := places.lookup(run[:end], level=level, type=type_ or None):
                return end, found[0].name
    return None


def proper(text: str, at: int, type_: str) -> tuple[int, str] | None:
    """End and name of the unit's name that begins at `at` (after one blank); None if no name stands there. Names
    that no unit bears are taken as they stand, without what follows a hyphen."""
    match = _PROPER.match(text, at)
    if not match:
        return None
    run = match[0]
    lead = len(run) - len(run.lstrip())
    run = run[lead:]
    if not type_ or run.isupper() or " - " in run or run.count(" ") > 1 or "-" in run:
        known = _known_prefix(run, type_)
        if known:
            return at + lead + known[0], known[1]
        if not type_:
            return None
        run = run.split(" - ")[0]
        if run.isupper() and len(run) > 2 and not run.isdigit():
            run = " ".join(run.split()[:2])
            return at + lead + len(run), run.title()
    return at + lead + len(run), run.lstrip("0") or run


class Reader:
    """Reads the mentions of one text."""

    def __init__(self, text: Text) -> None:
        self.text = text.text
        self.fold = text.fold
        self.heads: dict[int, tuple[int, Head]] = {}
        automaton, heads = _heads()
        fold, size = self.fold, len(self.fold)
        for index, start, end in automaton.find_matches_as_indexes(fold):
            head = heads[index]
            if head.shape != "block" and not (start and fold[start - 1].isalnum()):
                if end < size and (fold[end].isalnum() or fold[end] == "_"):
                    continue
                self.heads[start] = (end, head)

    def mentions(self) -> Iterator[Mention]:
        """All mentions, in order, not overlapping."""
        last = 0
        for start in self.heads:
            if start >= last and (found := self.at(start)):
                last = found.end
                yield found

    def at(self, start: int) -> Mention | None:
        """The mention whose head begins at `start`, None if none does."""
        hit = self.heads.get(start)
        if not hit:
            return None
        end, head = hit
        return getattr(self, "_" + head.shape)(start, end, head)  # type: ignore[no-any-return]

    def _cap(self, at: int) -> bool:
        return at < len(self.text) and self.text[at].isupper()

    def _next(self, end: int) -> int:
        """Offset of the next word on the line, if one blank or a full stop ("VP. HĐND") stands before it."""
        if self.text[end : end + 1] == ".":
            end += 1
        return end + 1 if self.text[end : end + 1] in (" ", "\u00a0") else end

    # places and parents -------------------------------------------------------------------------------------------

    def place(self, at: int, bare: bool = False) -> Place | None:
        """The place that follows at `at`; with `bare` also a name without a type word."""
        fold, text = self.fold, self.text
        many = _MANY.match(fold, at)
        if many and not self._cap(self._next(many.end())):
            return Place(many.end(), words=" ".join(many["words"].split()))
        match = _PLACE.match(fold, at)
        if match and fold[at : at + 1] != ",":
            type_ = match["type"] or _SHORT[match["short"] or match["one"]]
            name = proper(text, match.end(), type_)
            if name:
                return Place(name[0], type_, name[1])
            return Place(match.end(), type_) if match["type"] or match["short"] in ("tp", "tx") else None
        if bare and fold[at : at + 1] == " " and self._cap(at + 1) and at + 1 not in self.heads:
            name = proper(text, at, "")
            if name:
                return Place(name[0], "", name[1])
        return None

    _PARENT = re.compile(r"[ ]?(?:(?:thuộc|trực thuộc|của)\s)?")

    def parent(self, at: int, shapes: tuple[str, ...]) -> Mention | None:
        """The body that follows at `at`, after "thuộc" or "của" or directly, if its head is one of `shapes`."""
        match = self._PARENT.match(self.fold, at)
        start = match.end() if match else at
        hit = self.heads.get(start)
        if hit and hit[1].head in shapes and start > at:
            return self.at(start)
        return None

    # shapes -------------------------------------------------------------------------------------------------------

    def _bare(self, start: int, end: int, head: Head) -> Mention | None:
        if not self._cap(start):
            return None
        term = _TERM.match(self.text, end)
        if head.head == "party" and term and "Chấp hành" in head.written:
            return Mention(start, term.end(), head, f"{head.written} khóa {term[1]}")
        return Mention(start, end, head, head.written)

    def _committee(self, start: int, end: int, head: Head) -> Mention | None:
        place = self.place(end, bare=True)
        many = bool(place and place.words)
        return Mention(start, place.end if place else end, head, head.written, place, collective=many)

    def _party(self, start: int, end: int, head: Head) -> Mention | None:
        if head.written in ("Đảng bộ", "Đảng ủy", "Chi bộ") and not self._cap(start):
            return None
        place = self.place(end, bare=True)
        if head.level != "committee" and place and not place.name:
            place = place if place.words else None
        many = bool(place and place.words)
        return Mention(start, place.end if place else end, head, head.written, place, collective=many)

    def _board(self, start: int, end: int, head: Head) -> Mention | None:
        inner = self.parent(end, ("party", "hdnd", "ubmttq", "youth", "ubnd"))
        if not inner or not self._cap(start):
            return None
        return Mention(start, inner.end, head, head.written, parent=inner, collective=inner.collective)

    def _placed(self, start: int, end: int, head: Head) -> Mention | None:
        place = self.place(end, bare=True)
        if not place and (not self._cap(start) or head.head == "thanh_tra"):
            return None
        many = bool(place and place.words)
        return Mention(start, place.end if place else end, head, head.written, place, collective=many)

    def _placed_only(self, start: int, end: int, head: Head) -> Mention | None:
        place = self.place(end, bare=True)
        if not place or place.words or (head.head == "thue" and not self._cap(start)):
            return None
        if place.type and not self._cap(start):
            return None
        return Mention(start, place.end, head, head.written, place)

    def _named(self, start: int, end: int, head: Head) -> Mention | None:
        name = self._name(start, end, head)
        if name is None:
            if head.head in ("so", "bo") and self._cap(start) and not self._cap(start + 1):
                place = self.place(end) if head.head == "so" else None
                if place and place.words:
                    return Mention(start, place.end, head, head.written, place, collective=True)
                return Mention(start, end, head, head.written)
            return None
        at, words = name
        written = f"{head.written} {words}" if words else head.written
        if head.head == "congchuc" and (extra := _BRACKET.match(self.text, at)):
            return Mention(start, *self._tail(extra.end(), head, f"{written} ({abbreviations_out(extra[1])})"))
        return Mention(start, *self._tail(at, head, written))

    def _tail(
        self, at: int, head: Head, written: str
    ) -> tuple[int, Head, str, Place | None, Mention | None, str, bool]:
        """End, place and parent of a named body whose own name ends at `at`."""
        parent = self.parent(at, _PARENTS.get(head.head, ("so", "bo", "ubnd", "party")))
        if parent and head.head != "so":
            return parent.end, head, written, None, parent, "", parent.collective
        place = self.place(at)
        many = bool(place and place.words)
        return (place.end if place else at), head, written, place, None, "", many

    def _office(self, start: int, end: int, head: Head) -> Mention | None:
        pair = _PAIR.match(self.fold, end)
        if pair:
            first = "Đoàn đại biểu Quốc hội và HĐND" if pair["delegation"] else "HĐND và UBND"
            return Mention(start, *self._tail(pair.end(), head, f"{head.written} {first}"))
        at = self._next(end)
        hit = self.heads.get(at)
        if hit and hit[1].head in ("ubnd", "hdnd", "party", "so", "bo", "ubmttq", "cuc", "chi_cuc", "ban") and at > end:
            inner = self.at(at)
            if inner:
                return Mention(start, inner.end, head, head.written, parent=inner, collective=inner.collective)
        if not self._cap(start):
            return None
        name = self._name(start, end, head)
        if name:
            return Mention(start, *self._tail(name[0], head, f"{head.written} {name[1]}"))
        return Mention(start, *self._tail(end, head, head.written))

    def _post(self, start: int, end: int, head: Head) -> Mention | None:
        at = self._next(end)
        if at == end:
            return None
        people = _VILLAGE.match(self.fold, at)
        if people and head.form == "trưởng":
            return Mention(
                start, people.end(), head, f"{head.written} {people[0]}", collective=people[0].startswith("các")
            )
        pair = _DEPUTY.match(self.fold, end)
        if pair:
            at = self._next(pair.end())
        inner = self.at(at)
        if not inner or inner.post or (not self._cap(start) and head.written == "lãnh đạo" and inner.collective):
            return None
        if head.written in ("Trưởng", "Phó Trưởng") and inner.head.head not in (
            "phong",
            "ban",
            "collective",
            "ban_quan_ly",
            "doan",
        ):
            return None
        words = " ".join(self.text[start:at].split())
        return replace(inner, start=start, post=words)

    def _minister(self, start: int, end: int, head: Head) -> Mention | None:
        inner = self.at(self._next(end))
        if inner and inner.head.head == "bo":
            return replace(inner, start=start, post=head.written)
        return Mention(start, end, head, head.written) if self._cap(start) else None

    def _quantifier(self, start: int, end: int, head: Head) -> Mention | None:
        at = self._next(end)
        match = _COLLECTIVE.match(self.fold, at)
        if match and (match.end() > at):
            return self._collective_tail(start, match.end(), head)
        inner = self.at(at)
        if inner and (inner.post or inner.head.shape in ("named", "party", "placed", "committee")):
            many = self._collective_tail(start, inner.end, head)
            return replace(many, post="")
        return None

    def _collective_tail(self, start: int, at: int, head: Head) -> Mention:
        link = _OF.match(self.fold, at)
        if link:
            inner = self.at(link.end())
            if inner:
                at = inner.end
            else:
                place = self.place(link.end() - 1)
                at = place.end if place else at
        else:
            inner = self.parent(at, ("so", "bo", "party", "ubnd", "phong")) if self._cap(at + 1) else None
            place = None if inner else self.place(at)
            at = inner.end if inner else place.end if place else at
        return Mention(start, at, head, clean(self.text[start:at]), collective=True)

    def _collective_noun(self, start: int, end: int, head: Head) -> Mention | None:
        match = _AND_UNIONS.match(self.fold, end)
        if not match or not self._cap(start):
            return None
        many = self._collective_tail(start, match.end(), head)
        return replace(many, name=clean(self.text[start : many.end]))

    def _name(self, start: int, end: int, head: Head) -> tuple[int, str] | None:
        from extractors import body_ends

        return body_ends.name_end(self.text, self.fold, start, end, head.head, self.heads, _names(head.head))


_TERM = re.compile(r",?\s\(?(?:khóa|khoá|Khóa|Khoá)\s([IVX]{1,6})\b\)?")
_PARENTS = {
    "phong": ("so", "ubnd", "bo", "cuc", "chi_cuc", "cong_an", "ban", "party", "van_phong", "ban_quan_ly"),
    "so": (),
    "ban": ("party", "hdnd", "ubnd"),
    "bo": (),
}
_PAIR = re.compile(
    r"\.?\s?(?:(?P<delegation>đoàn (?:đbqh|đại biểu quốc hội))\s?(?:và|&|-|,)\s?(?:hđnd|hội đồng nhân dân)"
    r"|(?:hđnd|hdnd|hội đồng nhân dân)\s?(?:và|&|-|,)\s?(?:ubnd|ủy ban nhân dân))(?!\w)"
)
_BRACKET = re.compile(rf"\s?\(([{UPPER}]+(?:\s?-\s?[{UPPER}]+)*)\)")
_HAMLET = r"(?:thôn|bản|ấp|khu phố|khu dân cư|khóm|tổ dân phố|buôn|làng|khu)"
_VILLAGE = re.compile(rf"(?:các )?{_HAMLET}(?:(?:, ?| và ){_HAMLET})*(?!\w)")
_DEPUTY = re.compile(r"(?:,| và) (?:các )?phó (?:chủ tịch|giám đốc|trưởng|chánh)(?= )")
_NOUN = (
    r"(?:cơ quan|đơn vị|phòng|ban|ngành|sở|bộ"
    r"|địa phương|đoàn thể|tổ chức|xã|phường|thị trấn|huyện|thị xã|thành phố|quận"
    r"|đặc khu|tỉnh|thôn|bản|khu phố|tổ dân phố|ấp|buôn|làng|trường học|trường|cơ sở giáo dục|hội|vụ|cục|chi cục"
    r"|doanh nghiệp|trung tâm|cấp ủy|chi bộ|đảng bộ|chi đảng bộ|ubnd|ủy ban nhân dân|mặt trận|cơ quan báo chí|bộ phận)"
)
_QUALIFIER = (
    r"(?: (?:chuyên môn|hành chính|sự nghiệp|công lập|trực thuộc|có liên quan|liên quan|chức năng|nhà nước|đoàn thể"
    r"|chính trị - xã hội|chính trị xã hội|chính trị|tham mưu|giúp việc|ngang sở|trung ương|cùng cấp|chủ trì|nêu trên"
    r"|tương đương|nghiệp vụ|thành viên|hiệp quản|ngành dọc|báo chí|trường học|quản lý nhà nước))*"
)
_COLLECTIVE = re.compile(
    rf"{_NOUN}(?!\w){_QUALIFIER}(?:(?:, ?|; ?| và | - |/)(?:các )?{_NOUN}(?!\w){_QUALIFIER})*(?!\w)"
)
_OF = re.compile(r" (?:thuộc|trực thuộc|của|ở|tại|đóng trên địa bàn|trên địa bàn) ")
_AND_UNIONS = re.compile(r"(?: tổ quốc)?(?: và|,) các (?:tổ chức )?(?:đoàn thể|tổ chức chính trị - xã hội)(?!\w)")
_ABBR = re.compile(r"[\w&]+(?:-[\w&]+)*")


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbr"]: row["written"] for row in vocabulary.rows("body_abbreviations")}


def abbreviations_out(words: str) -> str:
    """`words` with its abbreviations written out."""
    table = _abbreviations()
    return _ABBR.sub(lambda m: table.get(m[0], m[0]), words)


def clean(words: str) -> str:
    """A name in plain spacing: single blanks, "a - b", "và" for "&", abbreviations written out."""
    words = " ".join(words.replace("\u2013", "-").replace("\u2014", "-").split())
    words = abbreviations_out(words)
    words = re.sub(r"(?<=\w)\s*&\s*(?=\w)", " và ", words)
    return re.sub(r"\s-\s?|\s?-\s", " - ", words)
