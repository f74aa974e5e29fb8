"""Who keeps the register a document is numbered in: numbers are unique for a register, a year and a type.

A committee and its chairman share one (Decree 30/2020/NĐ-CP, Annex III: the organ's clerical office numbers), so do a
Party committee, its standing committee and its congress (Guide 36-HD/VPTW 2018: by term).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors import places, vocabulary
from extractors.text import bare, fold

_HEADS = re.compile(
    r"(?:phó |quyền )?(?:chủ tịch|bộ trưởng|giám đốc|chánh|cục trưởng|tổng cục trưởng|tổng giám đốc|trưởng)\s(?=\w)"
)
_PARTY = re.compile(
    r"(?:ban thường vụ |thường trực |ban chấp hành |bch |btv )?"
    r"(?:(?:đảng bộ|đảng ủy) (?P<level>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
    r"|(?P<committee>tỉnh|thành|huyện|quận|thị) ủy)\b\s*"
)
_CENTRAL_PARTY = re.compile(
    r"(?:ban chấp hành (?:trung ương|tw)|bộ chính trị|ban bí thư|trung ương đảng|ban chấp hành tw)"
)
# The last type word counts: "Phòng Văn hóa - Xã hội phường Cái Răng"
_PLACE = re.compile(
    r"(?P<body>.*)\b(?P<type>tỉnh|thành phố|huyện|quận|thị xã|(?<!thị )xã|phường|thị trấn|đặc khu)\s(?P<name>.+)\Z"
)
_LOCAL = re.compile(r"(?:ubnd|hđnd|ubmttq|sở|phòng|chi cục|ban quản lý|trung tâm|tỉnh|huyện|xã|ban thường vụ|đảng)\b")
_COMMITTEE_LEVELS = {"tỉnh": 1, "thành phố": 0, "huyện": 2, "quận": 2, "thị xã": 2, "xã": 3, "phường": 3, "thị trấn": 3,
                     "đặc khu": 3, "thành": 0, "thị": 2}  # fmt: skip


@cache
def central(symbol: str) -> str | None:
    """The central register that an organ's letters name ("ttg", "bnv"; bare): None if the organ is a local one or the
    same letters may be."""
    return _central_organs().get(symbol)


@cache
def _central_organs() -> dict[str, str]:
    out: dict[str, str] = {}
    for row in vocabulary.rows("organ_codes"):
        if row["level"] in ("central-state", "party-central"):
            out[bare(fold(row["abbr"]))] = fold(row["name"])
    for row in vocabulary.rows("organ_codes"):
        if row["level"] not in ("central-state", "party-central"):
            out.pop(bare(fold(row["abbr"])), None)
    out.update({"tw": "trung ương đảng", "cp": "chính phủ", "ttg": "thủ tướng chính phủ", "ubtvqh": "ubtvqh"})
    return out


def _unit(type_: str, name: str, level: int, province: str | None, date: str | None) -> str | None:
    """The place's identity: its code where only one unit can be meant; None if several or none can."""
    at = level or None
    for where in (province, None) if province else (None,):
        for when in (date, None) if date else (None,):
            unit = places.unique(name, type=type_, level=at, date=when, province=where)
            if unit and (unit.level == 1 or where or at is None or len(_bearers(name, unit.level)) == 1):
                return _code(unit, name)
    return None


def _code(unit: places.Unit, name: str) -> str:
    # The name beside the code: units of before and after July 2025 share codes.
    return f"{unit.level}:{places.key(unit.name) if unit.level == 1 else unit.code + places.key(name)}"


@lru_cache(maxsize=16384)
def _bearers(name: str, level: int) -> frozenset[str]:
    return frozenset(unit.code for unit in places.lookup(name, level=level))


@lru_cache(maxsize=65536)
def register(issuer: str | None, province: str | None = None, year: str | None = None) -> str | None:
    """The register behind a canonical issuer: equal for equal registers ("Chủ tịch UBND huyện X" and "UBND huyện X").
    None for a local issuer whose place isn't named ("UBND huyện") or may be several.
    `province`: that of the document that cites or is, for names that several units bear; `year` when it was issued."""
    if not issuer:
        return None
    low = fold(issuer).strip()
    if _CENTRAL_PARTY.match(low):
        return "trung ương đảng"
    party = _PARTY.match(low)
    if party:
        type_ = party["level"] or party["committee"]
        name = low[party.end() :].partition(" lần thứ")[0].partition(" khóa ")[0]
        full = {"thành": "thành phố", "thị": "thị xã"}.get(type_, type_)
        unit = _unit(full, name, _COMMITTEE_LEVELS[type_], province, year) if name else None
        return f"đảng@{unit}" if unit else None
    low = _HEADS.sub("", low, count=1) if _HEADS.match(low) else low
    place = _PLACE.match(low)
    if not place:
        return None if _LOCAL.match(low) else low
    unit = _unit(place["type"], place["name"], _COMMITTEE_LEVELS[place["type"]], province, year)
    return f"{place['body'].strip()}@{unit}" if unit else None


_REGISTER = re.compile(r"[^@]*@(?P<level>[123]):(?P<rest>.*)\Z")
_CODE = re.compile(r"\d+")


def unit_of(register_: str | None) -> tuple[int, str] | None:
    """Level and code of the unit whose register it is; None for central ones and those whose place isn't settled."""
    match = _REGISTER.match(register_ or "")
    if not match:
        return None
    level = int(match["level"])
    if level == 1:
        unit = places.unique(match["rest"], level=1)
        return (1, unit.code) if unit else None
    code = _CODE.match(match["rest"])
    return (level, code[0]) if code else None
