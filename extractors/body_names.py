"""Where mentions of bodies begin and end: heads by Aho-Corasick over the folded text, then local reading at each.

`Reader.mentions` gives unresolved mentions; `extractors.bodies` writes them in canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors import body_ends, body_places
from extractors.body_collectives import APART, COLLECTIVE, GROUP, HAMLETS, NEARBY, OF, UNIONS, cut
from extractors.body_heads import UPPER, Head, Mention, Place, abbreviations_out, automaton, clean, names
from extractors.text import Text

_TERM = re.compile(r",? \(?[Kk](?:hóa|hoá) ([IVX]{1,6})\b\)?")
_PARENTS = {
    "phong": ("so", "ubnd", "bo", "cuc", "chi_cuc", "cong_an", "party", "van_phong", "ban_quan_ly", "thue", "bhxh"),
    "so": (),
    "bo": (),
    "ban": ("party", "hdnd", "ubnd"),
    "uy_ban": ("party", "bo"),
    "party_group": ("ubnd", "hdnd", "bo", "so", "ubmttq", "quoc_hoi", "chinh_phu"),
    "ban_chi_dao": ("chinh_phu", "so", "bo", "ubnd", "party"),
}
_OFFICES = frozenset(
    {"ubnd", "hdnd", "party", "so", "bo", "ubmttq", "cuc", "chi_cuc", "ban", "doan_dbqh", "ban_chi_dao"}
)
_PAIR = re.compile(
    r"\.? ?(?:(?P<delegation>đoàn (?:đbqh|đại biểu quốc hội)) ?(?:và|&|-|,) ?(?:hđnd|hội đồng nhân dân)"
    r"|(?:hđnd|hdnd|hội đồng nhân dân) ?(?:và|&|-|,) ?(?:ubnd|ủy ban nhân dân))(?!\w)"
)
_BRACKET = re.compile(rf" ?\(([{UPPER}]+(?: ?- ?[{UPPER}]+)*)\)")
_DEPUTY = re.compile(r"(?:,| và) (?:các )?phó (?:chủ tịch|giám đốc|trưởng|chánh)(?= )")
_PARENT = re.compile(r"\.? ?(?<=[. ])(?:(?:thuộc|trực thuộc|của) )?")
_LIST = re.compile(r"(?:, ?| và |; ?|: ?)")
_KIND = r"xã|phường|thị trấn|huyện|quận|thị xã|thành phố"
_UNITS = re.compile(rf" các ({_KIND}):? (?=[{UPPER}])")
_MORE_UNITS = re.compile(rf"(?:,| và) (?:({_KIND}) )?(?=[{UPPER}])")
_UNIT_LIST = re.compile(r"(?:,| và) (?=(?:xã|phường|thị|đặc|huyện|quận) )")
_SYMBOL = re.compile(r"[\d/][\w.]*[-/]?[\w.]*[-/]$|(?<![\w])(?:kh|qđ|tb|bc|ct|cv|nq|ttr|tt|hd|kl|ctr|đa|pa) ?-$")
_AFTER_BO = re.compile(r" ?[,/]? ?(?:ban|ngành)\b")

# What a "Trưởng" may be the head of.
_ACRONYMS = frozenset({"ca", "tt", "vp"})  # syllables too ("Khau Ca"): only in capitals
_SECRETARIES = re.compile(r"(?:chi bộ|đảng bộ|đảng ủy|chi đoàn|đoàn)(?!\w)")
_ZONES = re.compile(r"(?:,| và) các (?:khu|cụm) công nghiệp(?!\w)")  # the boards that govern several
_HEADED = frozenset(
    {"phong", "ban", "collective", "ban_quan_ly", "doan", "cong_an", "y_te", "mot_cua", "ban_chi_dao", "to"}
)
_DEEPEST = 4  # a post of a room of an organ of a committee; more is no name and would cost quadratic time
_REGION = re.compile(rf" khu vực (?:[{UPPER}][\w']*(?:(?: | - )[{UPPER}][\w']*){{0,4}}|\d{{1,2}}(?!\w))")
_BRANCH = re.compile(rf" ?[-–]? ?[Cc]hi nhánh ((?:tỉnh |thành phố )?[{UPPER}]\w*(?: [{UPPER}]\w*){{0,3}}|tỉnh|huyện)")
_LEVEL_OF = {"xã": 3, "phường": 3, "thị trấn": 3, "đặc khu": 3, "huyện": 2, "quận": 2, "thị xã": 2}


def _parted(text: str, folded: str) -> str:
    """`folded` with line ends where `text` has tabs."""
    if "\t" not in text:
        return folded
    at, cells = 0, []
    for cell in text.split("\t"):
        cells.append(folded[at : at + len(cell)])
        at += len(cell) + 1
    return "\n".join(cells)


class Reader:
    """Reads the mentions of one text."""

    def __init__(self, text: Text) -> None:
        # A tab parts the cells of a row: no name runs over it, as none runs over a line end.
        self.text = text.text.replace("\t", "\n").replace("\u00a0", " ")
        self.fold = fold = _parted(text.text, text.fold)
        self.heads: dict[int, tuple[int, Head]] = {}
        self._depth = 0
        machine, heads = automaton()
        size = len(fold)
        for index, start, end in machine.find_matches_as_indexes(fold):
            head = heads[index]
            if head.shape == "block" or (start and fold[start - 1].isalnum()):
                continue
            if end < size and (fold[end].isalnum() or fold[end] == "_"):
                continue
            if end - start == 2 and head.form in _ACRONYMS and not text.text[start:end].isupper():
                continue
            # "02/KH-UBND", "TT-VPCP": part of a document's symbol
            if start and fold[start - 1] in "-/" and _SYMBOL.search(fold, max(0, start - 16), start):
                continue
            self.heads[start] = (end, head)

    def mentions(self) -> Iterator[Mention]:
        """All mentions, in order, not overlapping."""
        last = 0
        for start in self.heads:
            if start >= last and (found := self.at(start)):
                listed = self._listed(found)
                last = listed[-1].end
                yield from listed

    def at(self, start: int) -> Mention | None:
        """The mention whose head begins at `start`, None if none does."""
        hit = self.heads.get(start)
        if not hit or self._depth > _DEEPEST:
            return None
        end, head = hit
        self._depth += 1
        found: Mention | None = getattr(self, "_" + head.shape)(start, end, head)
        self._depth -= 1
        return found

    def _listed(self, found: Mention) -> list[Mention]:
        """`found` and the names that follow it without their head: "Sở Nội vụ, Tài chính", "các Sở: Nội vụ, Y tế"."""
        head = found.head
        if head.shape == "committee" and found.collective and (several := self._several(found)):
            return several
        if head.shape == "committee" and found.place and found.place.name and found.place.type in _LEVEL_OF:
            return self._same_committee(found, found.place)
        group = GROUP.search(self.fold, found.start, found.end) if head.shape == "quantifier" else None
        many = group is not None or found.name in ("Sở", "Bộ")  # "Giám đốc Sở: Nội vụ, Tài chính"
        if group:
            start = group.start(1)
            head = self.heads[start][1] if start in self.heads else head
        if head.head not in ("so", "bo", "phong") or found.place or found.parent:
            return [found]
        pattern, written = names(head.head)
        out = [found]
        while pattern and (join := _LIST.match(self.fold, out[-1].end)):
            match = pattern.match(self.fold, join.end())
            if not match or not self._cap(join.end()) or (join[0][0] == ":" and not many):
                break
            other = self.heads.get(
                join.end()
            )  # "Sở Y tế, Công an tỉnh" is no list of sở; "các bộ: Công an, Y tế" is one
            if other and other[0] >= match.end() and not (many and head.head == "bo"):
                break
            name = body_ends.written_as(self.text[match.start("name") : match.end()], match["name"], written)
            out.append(Mention(join.end(), match.end(), head, f"{head.written} {name}", post=found.post))
        if many and len(out) > 1 and ":" in self.text[found.end : out[1].start]:
            return out[1:]
        return out

    def _several(self, found: Mention) -> list[Mention]:
        """ "UBND các xã: Xuân Quế, Bảo Bình và thị trấn Long Giao": the committee of each."""
        first = _UNITS.search(self.text, found.start, min(found.end + 4, len(self.text)))
        if not first:
            return []
        out: list[Mention] = []
        start, at, kind = found.start, first.end(), first[1]
        while name := body_places.proper(self.text, at - 1, kind):
            place = Place(name[0], kind, name[1])
            out.append(Mention(start, name[0], found.head, found.head.written, place, post=found.post))
            more = _MORE_UNITS.match(self.text, name[0])
            if not more or more.end() in self.heads:
                break
            start, at = more.start(1) if more[1] else more.end(), more.end()
            kind = more[1] or kind
        return out if len(out) > 1 else []

    def _same_committee(self, found: Mention, place: Place) -> list[Mention]:
        """ "UBND xã Xuân Quế, thị trấn Long Giao": units of one level, so two committees; a higher one is a parent."""
        out = [found]
        while join := _UNIT_LIST.match(self.fold, out[-1].end):
            next_ = body_places.place(self.text, self.fold, join.end() - 1)
            if not next_ or not next_.name or _LEVEL_OF.get(next_.type) != _LEVEL_OF[place.type]:
                break
            out.append(Mention(join.end(), next_.end, found.head, found.name, next_, post=found.post))
        return out

    def _cap(self, at: int) -> bool:
        return at < len(self.text) and self.text[at].isupper()

    def _next(self, end: int) -> int:
        """Offset of the next word on the line, after one blank or a full stop ("VP. HĐND"); `end` if none."""
        if self.text[end : end + 1] == ".":
            end += 1
        return end + 1 if self.text[end : end + 1] == " " else end

    def place(self, at: int, bare: bool = False) -> Place | None:
        """The place that follows at `at`."""
        if bare and at + 1 in self.heads:
            bare = False
        return body_places.place(self.text, self.fold, at, bare)

    def parent(self, at: int, shapes: tuple[str, ...]) -> Mention | None:
        """The body that follows at `at`, after "thuộc" or "của" or directly, if its head is one of `shapes`."""
        match = _PARENT.match(self.fold, at)
        hit = self.heads.get(match.end()) if match else None
        return self.at(match.end()) if match and hit and hit[1].head in shapes and self._cap(match.end()) else None

    def _with_place(self, start: int, end: int, head: Head, name: str, bare: bool = False) -> Mention:
        region = _REGION.match(self.text, end)
        place = Place(region.end(), name=region[0].strip()) if region else self.place(end, bare)
        return Mention(start, place.end if place else end, head, name, place, collective=bool(place and place.words))

    # One reading for each shape of data/body_heads.csv.

    def _bare(self, start: int, end: int, head: Head) -> Mention | None:
        if not self._cap(start):
            return None
        term = _TERM.match(self.text, end) if head.head == "party" else None
        if term:
            return Mention(start, term.end(), head, f"{head.written} khóa {term[1]}")
        branch = _BRANCH.match(self.text, end)
        if branch:
            return Mention(start, branch.end(), head, head.written, suffix=f" - Chi nhánh {branch[1]}")
        return Mention(start, end, head, head.written)

    def _committee(self, start: int, end: int, head: Head) -> Mention | None:
        return self._with_place(start, end, head, head.written, bare=True)

    def _party(self, start: int, end: int, head: Head) -> Mention | None:
        found = self._of_party(start, end, head)
        term = _TERM.match(self.text, found.end) if found and not found.collective else None
        return replace(found, end=term.end(), suffix=f" khóa {term[1]}") if found and term else found

    def _of_party(self, start: int, end: int, head: Head) -> Mention | None:
        if head.level == "committee":
            if not self._cap(start):
                return None
            parent = self.parent(end, ("so", "bo", "ubnd", "cong_an", "quan_su"))
            if parent:
                return Mention(start, parent.end, head, head.written, parent=parent, collective=parent.collective)
            return self._with_place(start, end, head, head.written, bare=True)
        found = self._with_place(start, end, head, head.written, bare=True)
        if found.place and not found.place.name and not found.place.words:
            return Mention(start, end, head, head.written)  # "Huyện ủy huyện …": the place is another phrase
        return found

    def _board(self, start: int, end: int, head: Head) -> Mention | None:
        inner = self.parent(end, ("party", "hdnd", "ubmttq", "youth", "ubnd", "doan", "hoi"))
        if not inner or not self._cap(start):
            return None
        return Mention(start, inner.end, head, head.written, parent=inner, collective=inner.collective)

    def _placed(self, start: int, end: int, head: Head) -> Mention | None:
        parent = self.parent(end, ("so", "bo"))
        if parent:
            return Mention(start, parent.end, head, head.written, parent=parent)
        name = self._as_printed(start, end, head)
        found = self._with_place(start, end, head, name, bare=True)
        if not found.place and (not self._cap(start) or head.head == "thanh_tra"):
            return None
        return found

    def _as_printed(self, start: int, end: int, head: Head) -> str:
        """The printed name of a head that is spelled in several right ways ("Đài Truyền thanh", "Đài truyền thanh")."""
        printed = clean(self.text[start:end])
        if printed.isupper() or not printed[:1].isupper() or printed.lower() != head.written.lower():
            return head.written
        return printed

    def _placed_only(self, start: int, end: int, head: Head) -> Mention | None:
        place = self.place(end, bare=True)
        if not place or place.words or not (self._cap(start) or (place.name and head.head != "thue")):
            return None
        return Mention(start, place.end, head, head.written, place)

    def _named(self, start: int, end: int, head: Head) -> Mention | None:
        name = body_ends.name_end(self.text, self.fold, start, end, head.head, self.heads)
        office = self.parent(end, ("van_phong",)) if name is None and head.head == "congchuc" else None
        if office:
            return replace(office, start=start, post=head.written)  # "Công chức Văn phòng HĐND và UBND xã"
        if name is None:
            return self._unnamed(start, end, head)
        at, words = name
        written = f"{head.written} {words}"
        if head.head == "congchuc" and (extra := _BRACKET.match(self.text, at)):
            at, written = extra.end(), f"{written} ({abbreviations_out(extra[1])})"
        if head.head == "ban_quan_ly" and (zones := _ZONES.match(self.fold, at)):
            at, written = zones.end(), f"{written} {clean(self.text[at : zones.end()])}".replace(" ,", ",")
        found = self._tail(start, at, head, written)
        if head.head == "co_quan":  # "cơ quan Tài chính cùng cấp" is a body, "cơ quan Trung ương" a kind of bodies
            return replace(found, name=clean(self.text[start:at])) if found.place and found.place.words else None
        return found

    def _unnamed(self, start: int, end: int, head: Head) -> Mention | None:
        """A sở or ministry that the document itself identifies ("của Sở"), a steering committee named before."""
        if head.head == "ban_chi_dao" and self._cap(start) and "ỉ" in self.fold[start:end]:
            return self._with_place(start, end, head, head.written)
        if head.head not in ("so", "bo") or not self._cap(start) or _AFTER_BO.match(self.fold, end):
            return None
        place = self.place(end) if head.head == "so" else None
        if place and place.words:
            return Mention(start, place.end, head, head.written, place, collective=True)
        return Mention(start, end, head, head.written)

    def _tail(self, start: int, at: int, head: Head, written: str) -> Mention:
        """The mention of a body whose own name ends at `at`, with its parent or place."""
        parent = self.parent(at, _PARENTS.get(head.head, ("so", "bo", "ubnd", "party")))
        if parent:
            written += " của" if parent.head.head == "chinh_phu" else ""
            return Mention(start, parent.end, head, written, parent=parent, collective=parent.collective)
        return self._with_place(start, at, head, written, bare=True)

    def _office(self, start: int, end: int, head: Head) -> Mention | None:
        pair = _PAIR.match(self.fold, end)
        if pair:
            first = "Đoàn đại biểu Quốc hội và HĐND" if pair["delegation"] else "HĐND và UBND"
            return self._with_place(start, pair.end(), head, f"{head.written} {first}")
        at = self._next(end)
        hit = self.heads.get(at)
        inner = self.at(at) if hit and hit[1].head in _OFFICES and at > end and self._cap(at) else None
        if inner:
            return Mention(start, inner.end, head, head.written, parent=inner, collective=inner.collective)
        if not self._cap(start):
            return None
        name = body_ends.name_end(self.text, self.fold, start, end, head.head, self.heads)
        if name:
            return self._tail(start, name[0], head, f"{head.written} {name[1]}")
        return self._with_place(start, end, head, head.written)

    def _post(self, start: int, end: int, head: Head) -> Mention | None:
        at = self._next(end)
        deputy = _DEPUTY.match(self.fold, end)
        if at == end and not deputy:
            return None
        people = HAMLETS.match(self.fold, at)
        if people and head.form in ("trưởng", "tổ trưởng"):
            return Mention(start, people.end(), head, f"{head.written} {people[0]}", collective=people[0][:3] == "các")
        at = self._next(deputy.end()) if deputy else at
        inner = self.at(at) or self._room_of(at)
        if not inner and (found := self._of_kind(start, end, at, head)):
            return found
        if not inner or inner.post or (head.written == "lãnh đạo" and inner.collective and not self._cap(start)):
            return None
        if head.written in ("Trưởng", "Phó Trưởng") and inner.head.head not in _HEADED:
            return None
        words = " ".join(self.text[start:at].split())
        if words.isupper() and len(words) > 4:
            words = words[0] + words[1:].lower()
        if self.text[at].islower():  # "Trưởng phòng", as printed
            inner = replace(inner, name=inner.name[:1].lower() + inner.name[1:])
        return replace(inner, start=start, post=words)

    def _of_kind(self, start: int, end: int, at: int, head: Head) -> Mention | None:
        """A post in bodies that are named by their kind alone: "Người đứng đầu cấp ủy", "Bí thư chi bộ các thôn"."""
        if head.form == "người đứng đầu":
            kind = COLLECTIVE.match(self.fold, at)
            return self._collective(start, cut(self.text, kind, self.heads) if kind else end, head)
        secretary = _SECRETARIES.match(self.fold, at) if head.form in ("bí thư", "phó bí thư") else None
        if not secretary or not self._cap(start):
            return None
        place = self.place(secretary.end())
        stop = place.end if place else secretary.end()
        return Mention(start, stop, head, clean(self.text[start:stop]), collective=bool(place and place.words))

    def _room_of(self, at: int) -> Mention | None:
        """ "phòng Sở" in "các Trưởng phòng Sở"."""
        hit = self.heads.get(at)
        if not hit or hit[1].head not in ("phong", "ban"):
            return None
        parent = self.parent(hit[0], ("so", "bo"))
        return Mention(at, parent.end, hit[1], hit[1].written, parent=parent) if parent else None

    def _minister(self, start: int, end: int, head: Head) -> Mention | None:
        inner = self.at(self._next(end))
        if inner and inner.head.head == "bo":
            return replace(inner, start=start, post=head.written)
        return Mention(start, end, head, head.written) if self._cap(start) else None

    def _quantifier(self, start: int, end: int, head: Head) -> Mention | None:
        at = self._next(end)
        inner = self.at(at) if at > end else None
        match = COLLECTIVE.match(self.fold, at)
        stop = cut(self.text, match, self.heads) if match else 0
        if inner and (inner.post or inner.head.shape in ("named", "party", "placed", "committee")) and inner.end > stop:
            named = inner.name != inner.head.written or (inner.head.shape == "placed" and " " in inner.name)
            plural = named or inner.parent or inner.place or inner.post  # "các Chi cục Thuế", no "các UBND"
            return self._collective(start, inner.end, head) if plural else None
        return self._collective(start, stop, head) if stop else None

    def _plural(self, start: int, end: int, head: Head) -> Mention | None:
        match = COLLECTIVE.match(self.fold, start)
        return self._collective(start, max(end, cut(self.text, match, self.heads)), head) if match else None

    def _collective(self, start: int, at: int, head: Head) -> Mention:
        link = OF.match(self.fold, at)
        inner = self.at(link.end()) if link else None
        if not link and self._cap(at + 1):
            inner = self.parent(at, ("so", "bo", "party", "ubnd", "hdnd", "phong"))
        place = None if inner else self.place(link.end() - 1 if link else at)
        at = inner.end if inner else place.end if place else at
        if not inner and not place and (nearby := NEARBY.match(self.fold, at)):
            at = nearby.end()
        if not inner and (apart := APART.match(self.fold, at)):
            at = apart.end()
        return Mention(start, at, head, clean(self.text[start:at]), collective=True)

    def _organ(self, start: int, end: int, head: Head) -> Mention | None:
        """An organ of a committee or of a Party committee: "Ủy ban Kiểm tra Huyện ủy"."""
        return self._tail(start, end, head, head.written) if self._cap(start) else None

    def _unions(self, start: int, end: int, head: Head) -> Mention | None:
        match = UNIONS.match(self.fold, end)
        return self._collective(start, match.end(), head) if match and self._cap(start) else None
