"""Bodies: organs, their parts, posts and collectives, found in the text and written in canonical form.

The form is that of the annotation guide, "Names of bodies": UBND, HĐND, UBMTTQ for the committees, unit types in lower
case, abbreviations written out, the place that the document settles added ("UBND huyện" → "UBND huyện Cát Tiên").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors import places
from extractors.body_names import Mention, Place, Reader, clean
from extractors.facts import Document
from extractors.text import Text, as_text


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
    """What a document settles: places as (type, name), None where unknown; `sector` its issuer if that is a sở or a
    ministry (or a part of one), whose rooms then carry it; `two_level` after 1 July 2025."""

    province: tuple[str, str] | None = None
    district: tuple[str, str] | None = None
    commune: tuple[str, str] | None = None
    sector: str = ""
    two_level: bool = False

    @property
    def own(self) -> tuple[str, str] | None:
        return self.commune or self.district or self.province


_REFORM = "2025-07-01"  # districts end, communes carry rooms and centres of their own (Law 72/2025/QH15)


@lru_cache(maxsize=256)
def _context(document: Document | None) -> _Context:
    if document is None:
        return _Context()
    issuer = document.issuer or ""
    found: list[tuple[str, str] | None] = []
    for name, level, default in (
        (document.province, 1, "tỉnh"),
        (document.district, 2, "huyện"),
        (document.commune, 3, "xã"),
    ):
        if not name:
            found.append(None)
            continue
        said = re.search(rf"(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) {re.escape(name)}\b", issuer)
        unit = places.unique(
            name, level=level, date=document.date, province=document.province if level > 1 else None,
            district=document.district if level > 2 else None,
        )  # fmt: skip
        found.append((said[1] if said else unit.type if unit else default, name))
    sector = issuer if issuer.startswith(("Sở ", "Bộ ")) else ""
    return _Context(found[0], found[1], found[2], sector=sector, two_level=(document.date or "") >= _REFORM)


_PLACES = {
    "tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district", "xã": "commune",
    "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
# Heads of bodies that sit at every level: named without a place, they are those of the document's own unit …
_LOCAL = frozenset(
    {"phong", "dai", "hoi", "doan", "to", "congchuc", "mot_cua", "ubmttq", "cong_an", "quan_su", "thanh_tra"}
    | {"trung_tam", "y_te", "van_phong", "ban_quan_ly", "cong", "ban_chi_dao", "toa_an", "vien_kiem_sat"}
    | {"lien_doan", "hoi_dong", "ubnd", "hdnd"}
)
# … and those that a commune never had of its own.
_UPPER_ONLY = frozenset({"kho_bac", "bhxh", "thue", "buu_dien", "dien_luc", "thong_ke", "chi_cuc"})


def _resolved(place: Place | None, context: _Context) -> str:
    """A place as it stands in a canonical name."""
    if place is None:
        return ""
    if place.words:
        return place.words
    if place.name:
        return f"{place.type} {place.name}".strip()
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
        return f"{mention.name} {_resolved(place, context) or _default(mention, context)}".strip()
    if place:
        return f"{mention.name} {place.words or place.name}"
    for at in _PARTY_UNITS[level]:
        unit = getattr(context, at)
        if unit and (level != "city" or unit[0] == "thành phố"):
            return f"{mention.name} {unit[1]}"
    return mention.name


def _canonical(mention: Mention, context: _Context) -> str:
    head, parent = mention.head, mention.parent
    if mention.post:
        inner = _canonical(_without_post(mention), context)
        return f"{mention.post} {inner}"
    if head.shape in ("quantifier", "collective_noun") or (head.shape == "post" and mention.collective):
        return mention.name
    if parent:
        if head.head == "phong" and parent.head.head == "ubnd":
            return f"{mention.name} {_resolved(parent.place, context)}".strip()
        return f"{mention.name} {_canonical(parent, context)}"
    if head.shape == "party":
        return _party(mention, context)
    if mention.place:
        return f"{mention.name} {_resolved(mention.place, context)}"
    if head.shape == "minister":
        return f"{mention.name} {context.sector}" if context.sector.startswith("Bộ ") else mention.name
    if mention.name in ("Sở", "Bộ"):
        return context.sector if context.sector.startswith(mention.name) else mention.name
    if context.sector and head.head in ("phong", "van_phong", "vu", "cuc", "trung_tam", "chi_cuc", "thanh_tra"):
        return f"{mention.name} {context.sector}"
    if head.shape == "bare" or head.level == "central" or (head.level == "" and head.head not in _LOCAL | _UPPER_ONLY):
        return mention.name
    return f"{mention.name} {_default(mention, context)}".strip()


def _without_post(mention: Mention) -> Mention:
    return Mention(
        mention.start, mention.end, mention.head, mention.name, mention.place, mention.parent, "", mention.collective
    )


def _printed(mention: Mention) -> str:
    return _canonical(mention, _Context())


def _body(mention: Mention, context: _Context) -> Body:
    name, canonical = _printed(mention), _canonical(mention, context)
    if mention.head.shape == "quantifier" and not mention.post:
        name, canonical = name[:1].lower() + name[1:], canonical[:1].lower() + canonical[1:]
    post = bool(mention.post) or mention.head.shape in ("post", "minister")
    return Body(mention.start, mention.end, name, canonical, mention.head.head, mention.collective, post)


def find(text: Text, document: Document | None = None) -> list[Body]:
    """All mentions of bodies in `text`, in order, not overlapping; places resolved through `document`."""
    context = _context(document)
    return [_body(mention, context) for mention in Reader(text).mentions()]


def canonical(name: str, document: Document | None = None) -> str:
    """A body's printed name (any spelling) in canonical form, its place resolved through `document`. A name that
    isn't recognised comes back in plain spacing."""
    found = find(as_text(name.strip()), document)
    if found and found[0].start == 0:
        rest = name.strip()[found[0].end :]
        return found[0].canonical + clean(rest) if not rest or rest[0] in " ,(" else clean(name)
    return clean(name)
