"""Bodies: organs, their parts, posts and collectives, found in the text and written in canonical form.

The form is that of the annotation guide, "Names of bodies": UBND, HĐND, UBMTTQ for the committees, unit types in lower
case, abbreviations written out, the place that the document settles added ("UBND huyện" → "UBND huyện Cát Tiên").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors import body_abbreviations, places
from extractors.body_heads import Head, Mention, Place, clean, departments
from extractors.body_names import Reader
from extractors.facts import Document
from extractors.quick import quick
from extractors.text import LOWER, UPPER, Text, as_text, fold


@quick
@dataclass(frozen=True, slots=True)
class Body:
    """A mention of a body. `name`: canonical form as printed, place not resolved ("UBND huyện", "Sở Nội vụ",
    "các phòng, đơn vị trực thuộc Sở"); `canonical`: with the place the document settles ("UBND huyện Cát Tiên").
    `head`: kind of body as in data/body_heads.csv (ubnd, so, phong, bo, party …). `collective`: several bodies.
    `post`: a person's post ("Chủ tịch UBND huyện", "Thủ trưởng các cơ quan")."""

    start: int
    end: int
    name: str
    canonical: str
    head: str
    collective: bool = False
    post: bool = False


@dataclass(frozen=True, slots=True)
class _Context:
    """What a document settles: places as (type, name), None where unknown; `sector` its issuer if that is a sở, a
    ministry or another organ with rooms of its own; `party` its issuer if that is a Party committee; `two_level` after
    1 July 2025."""

    province: tuple[str, str] | None = None
    district: tuple[str, str] | None = None
    commune: tuple[str, str] | None = None
    sector: str = ""
    party: str = ""
    two_level: bool = False

    @property
    def own(self) -> tuple[str, str] | None:
        """The lowest unit."""
        return self.commune or self.district or self.province


_REFORM = "2025-07-01"  # districts end, communes carry rooms and centres of their own (Law 72/2025/QH15)
_SECTOR = re.compile(
    r"(?:Giám đốc |Bộ trưởng |Tổng cục trưởng |Cục trưởng )?"
    r"((?:Sở|Bộ|Cục|Tổng cục|Chi cục|Thanh tra|Ban Dân tộc|Ban Quản lý|Bảo hiểm|Ngân hàng|Ủy ban Dân tộc|Kho bạc|Trường"
    r"|Đại học|Văn phòng UBND|Văn phòng HĐND|Văn phòng Đoàn|Viện|Bệnh viện|Trung tâm|Đài) .+)"
)
_PARTY = re.compile(
    r"(?:Ban Thường vụ |Ban Chấp hành |Thường trực )?((?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ?(?:ủy|bộ)\b.*)"
)


def _unit(name: str | None, level: int, document: Document) -> tuple[str, str] | None:
    """Type and name of a document's province, district or commune: the type its issuer says, or that of its date."""
    if not name:
        return None
    said = re.search(
        rf"(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) {re.escape(name)}\b", document.issuer or ""
    )
    if said:
        return said[1], name
    unit = places.unique(
        name, level=level, date=document.date, province=document.province if level > 1 else None,
        district=document.district if level > 2 else None,
    )  # fmt: skip
    return (unit.type if unit else ("tỉnh", "huyện", "xã")[level - 1]), name


@lru_cache(maxsize=256)
def _context(document: Document | None) -> _Context:
    if document is None:
        return _Context()
    issuer = document.issuer or ""
    sector, party = _SECTOR.match(issuer), _PARTY.match(issuer)
    return _Context(
        _unit(document.province, 1, document),
        _unit(document.district, 2, document),
        _unit(document.commune, 3, document),
        sector[1] if sector else "",
        party[1].replace("Đảng bộ", "Đảng ủy") if party else "",
        (document.date or "") >= _REFORM,
    )


_PLACES = {
    "tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district", "xã": "commune",
    "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
# Heads of bodies that sit at every level: named without a place, they are those of the document's own unit …
_LOCAL = frozenset(
    {"phong", "dai", "hoi", "doan", "to", "doi", "congchuc", "mot_cua", "ubmttq", "cong_an", "quan_su", "thanh_tra"}
    | {"trung_tam", "y_te", "van_phong", "ban_quan_ly", "cong", "ban_chi_dao", "toa_an", "vien_kiem_sat"}
    | {"lien_doan", "hoi_dong", "ban_tcd", "lien_minh", "hiep_hoi", "kiem_lam", "ubnd", "hdnd"}
)
# … and those that a commune never had of its own.
_UPPER_ONLY = frozenset({"kho_bac", "bhxh", "thue", "buu_dien", "dien_luc", "thong_ke", "chi_cuc"})


def _resolved(place: Place | None, context: _Context, committee: bool = False) -> str:
    """A place as it stands in a canonical name; that of a committee gets its type word if the document knows it."""
    if place is None:
        return ""
    if place.words:
        return place.words
    if place.name:
        known = (context.commune, context.district, context.province)
        type_ = place.type or next((u[0] for u in known if committee and u and u[1] == place.name), "")
        return f"{type_} {place.name}".strip()
    if place.type == "thành phố":
        unit = next((u for u in (context.district, context.province) if u and u[0] == "thành phố"), None)
    else:
        unit = getattr(context, _PLACES[place.type])
    return f"{unit[0]} {unit[1]}" if unit else place.type


def _default(mention: Mention, context: _Context) -> str:
    """The place of a body that is named without one."""
    head = mention.head
    if head.level == "province" or (head.level == "" and not context.commune and not context.district):
        unit = context.province
    elif context.commune and (head.head in _UPPER_ONLY or (head.head == "phong" and not context.two_level)):
        unit = context.district
    else:
        unit = context.own
    return f"{unit[0]} {unit[1]}" if unit else ""


_PARTY_UNITS = {"province": ("province",), "district": ("district",), "city": ("district", "province")}


def _party(mention: Mention, context: _Context) -> str:
    """Party and youth committees: the name without the type word for those whose first word says the level."""
    place, level = mention.place, mention.head.level
    if level == "committee":
        return f"{mention.name} {_resolved(place, context) or context.sector or _default(mention, context)}".strip()
    if place:
        return f"{mention.name} {place.words or place.name}"
    for at in _PARTY_UNITS[level]:
        unit = getattr(context, at)
        if unit and (level != "city" or unit[0] == "thành phố"):
            return f"{mention.name} {unit[1]}"
    return mention.name


def _canonical(mention: Mention, context: _Context) -> str:
    """The canonical name of a mention."""
    if mention.suffix:
        return _canonical(replace(mention, suffix=""), context) + mention.suffix
    head, parent = mention.head, mention.parent
    if mention.post:
        return f"{mention.post} {_canonical(_without_post(mention), context)}"
    if head.head == "collective" or (head.shape == "post" and mention.collective):
        return mention.name
    if parent:
        if head.head == "phong" and parent.head.head == "ubnd":
            return f"{mention.name} {_resolved(parent.place, context)}".strip()
        return f"{mention.name} {_canonical(parent, context)}"
    if head.shape == "party":
        return _party(mention, context)
    if mention.place:
        typed = head.shape in ("committee", "named", "office") and head.head != "chi_cuc"  # "Chi cục Hải quan Hưng Yên"
        return f"{mention.name} {_resolved(mention.place, context, typed)}"
    return _unplaced(mention, context)


_ROOMS = frozenset({"phong", "van_phong", "vu", "cuc", "trung_tam", "chi_cuc", "thanh_tra", "doan", "ban"})


def _unplaced(mention: Mention, context: _Context) -> str:
    """The canonical name of a body that stands without a place or a parent."""
    head, name = mention.head, mention.name
    if head.shape == "minister":
        return f"{name} {context.sector}" if context.sector.startswith("Bộ ") else name
    if name in ("Sở", "Bộ"):
        return context.sector if context.sector.startswith(name) else name
    if context.sector.startswith(f"{name} ") and head.shape == "placed":
        return context.sector  # "Cục Thuế" in its own document
    if head.shape == "bare" or (head.level == "central" and not (context.sector and head.head in _ROOMS)):
        return name
    if context.party and (head.head == "uy_ban_kiem_tra" or name in _PARTY_ORGANS):
        return f"{name} {context.party}"
    if context.sector and head.head in _ROOMS and "hành chính công" not in name:
        if _of_a_committee(name):
            return f"{name} {_default(mention, context)}".strip() if context.district else name
        return f"{name} {context.sector}"
    if name == "Văn phòng" and context.own:
        two = context.two_level or (context.district and not context.commune)
        name = "Văn phòng HĐND và UBND" if two and context.own != context.province else "Văn phòng UBND"
    if (head.level == "" and head.head not in _LOCAL | _UPPER_ONLY) or _NATIONAL.search(name):
        return name
    if head.head == "ban_quan_ly" and _PROPER.search(name):
        return name
    return f"{name} {_default(mention, context)}".strip()


def _of_a_committee(name: str) -> bool:
    """Whether a room bears the name of a sở, or the committees', so that no sở or ministry has it: it is that of the
    districts, spoken of in general."""
    return name.startswith("Văn phòng HĐND") or name.removeprefix("Phòng ") in departments()


_PROPER = re.compile(
    rf" [{LOWER}]\w*(?: [{UPPER}][{LOWER}]*){{2,4}}\Z"
)  # "Ban Quản lý chợ Cái Răng": a name of its own
_NATIONAL = re.compile(r" (?:[Tt]rung ương|[Qq]uốc gia)\b")  # "Ban Chỉ đạo Trung ương về …" belongs to no unit
_PARTY_ORGANS = frozenset(
    {"Văn phòng", "Ban Tổ chức", "Ban Tuyên giáo", "Ban Dân vận", "Ban Nội chính", "Ban Tuyên giáo và Dân vận"}
    | {"Ban Xây dựng Đảng", "Cơ quan Ủy ban Kiểm tra"}
)


def _without_post(mention: Mention) -> Mention:
    return replace(mention, post="")


_NOWHERE = _Context()


def _printed(mention: Mention) -> str:
    return _canonical(mention, _NOWHERE)


_OLD_TONE = re.compile(r"[oOuU](?<![qQ].)(?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])[ỳýỷỹỵỲÝỶỸỴ])(?!\w)")


@lru_cache(maxsize=4096)
def _modern(name: str) -> str:
    """`name` with the newer tone placement ("uỷ" → "ủy"), its case kept, so that one body has one spelling."""

    def turn(match: re.Match[str]) -> str:
        return "".join(new.upper() if old.isupper() else new for old, new in zip(match[0], fold(match[0]), strict=True))

    return _OLD_TONE.sub(turn, name)


def _body(mention: Mention, context: _Context) -> Body:
    printed, resolved = _printed(mention), _canonical(mention, context)
    name = _modern(printed)
    canonical = name if resolved == printed else _modern(resolved)
    if mention.head.head == "collective" and not mention.post:
        name, canonical = name[:1].lower() + name[1:], canonical[:1].lower() + canonical[1:]
    post = bool(mention.post) or mention.head.shape in ("post", "minister")
    return Body(mention.start, mention.end, name, canonical, mention.head.head, mention.collective, post)


_SHARED = re.compile(r" ?(?:,|và|&|-|/) ?|, | và ")


def _shares(head: Head) -> bool:
    """Whether a body is one of a unit's own, so that it has the place of the committee named after it ("Đảng ủy, UBND
    các xã")."""
    return head.shape == "committee" or (head.shape == "party" and head.level == "committee")


def _shared_places(mentions: list[Mention], text: str) -> list[Mention]:
    """ "HĐND, UBND huyện Gò Dầu": a committee without a place has that of the committee that follows."""
    out = list(mentions)
    for i in range(len(out) - 2, -1, -1):
        one, next_ = out[i], out[i + 1]
        inner = one.parent or one
        if not _shares(inner.head) or inner.place or not (next_.head.shape == "committee" and next_.place):
            continue
        if one.parent and not _shares(one.parent.head):
            continue
        if next_.start - one.end <= 5 and _SHARED.fullmatch(text, one.end, next_.start):
            placed = replace(inner, place=next_.place, collective=next_.collective)
            out[i] = replace(one, parent=placed) if one.parent else placed
    return out


def find(text: Text, document: Document | None = None) -> list[Body]:
    """All mentions of bodies in `text`, in order, not overlapping; places resolved through `document`. "Sở" and "Bộ"
    alone count only where the document is that of a sở or a ministry."""
    context = _context(document)
    mentions = _shared_places(list(Reader(text).mentions()), text.text)
    if any(body_abbreviations.unknown(mention.name) for mention in mentions):
        own = body_abbreviations.defined(text)
        mentions = [replace(m, name=body_abbreviations.written_out(m.name, own)) for m in mentions] if own else mentions
    return [
        _body(mention, context)
        for mention in mentions
        if mention.name not in ("Sở", "Bộ") or mention.post or mention.place or context.sector.startswith(mention.name)
    ]


def canonical(name: str, document: Document | None = None) -> str:
    """A body's printed name (any spelling) in canonical form, its place resolved through `document`. A name that
    isn't recognised comes back in plain spacing; a unit's type word alone ("của huyện") is its People's Committee."""
    name = name.strip(" .,;:\n")
    if name.lower() in _PLACES or name.lower() == "thành phố":
        name = f"UBND {name.lower()}"
    found = find(as_text(name), document)
    if not found or found[0].start:
        return clean(name)
    rest = name[found[0].end :]
    if not rest:
        return found[0].canonical
    if rest[0] not in " ,(":
        return clean(name)
    return found[0].canonical + (" " if rest[0] == " " else "") + clean(rest)
