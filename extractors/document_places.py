"""The administrative unit a document belongs to: settled by its issuer's words first, then by its date line, then by
what the text says of provinces and districts. A name that several units bear settles nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extractors import places
from extractors.issuer import LEVELS, Organ
from extractors.text import UPPER, Text

# Both patterns begin with one set of letters, so that a search skips all else quickly.
_MENTION = re.compile(
    r"(?P<t>[TtBĐ](?:(?<=[Tt])ỉnh(?: ủy| uỷ| đoàn)?|(?<=T)ỈNH(?: ỦY| UỶ)?|(?<=[Tt])hành (?:phố|ủy)|(?<=T)HÀNH PHỐ|"
    r"(?<=T)P\.?|(?<=T)hành uỷ|(?<=B)áo|(?<=Đ)ài PT-TH|(?<=T)ruyền hình(?: tỉnh)?))\s"
    rf"(?P<n>[{UPPER}]\w*(?:[ \-]+[{UPPER}]\w*){{0,4}})"
)
_INNER = re.compile(
    r"(?P<t>[HhQqTtXxPp](?:(?<=[Hh])uyện(?: ủy| uỷ)?|(?<=H)UYỆN|(?<=[Qq])uận|(?<=Q)UẬN|(?<=[Tt])hị (?:xã|trấn)|"
    r"(?<=T)HỊ XÃ|(?<=[Tt])hành phố|(?<=T)P\.?|(?<=[Xx])ã|(?<=X)Ã|(?<=[Pp])hường|(?<=P)HƯỜNG))\s"
    rf"(?P<n>(?:[{UPPER}][\w'’]*|\d{{1,2}})(?:[ \-]+[{UPPER}][\w'’]*){{0,3}})"
)
_SIZE = 60_000  # characters: a document that has not named its province by then does not


@dataclass(frozen=True, slots=True)
class Seat:
    """The unit found: names as they are to be written (None where unsettled) and official codes by field."""

    province: str | None = None
    district: str | None = None
    commune: str | None = None
    codes: tuple[tuple[str, str], ...] = ()


def title_case(name: str) -> str:
    """A name in capitals as a name: "KRÔNG PẮC" → "Krông Pắc"; a mixed one stays."""
    return " ".join(w[:1] + w[1:].lower() for w in name.split()) if name.isupper() else name


def level_of(place_type: str | None, place: str | None, date: str | None) -> int:
    """1 province, 2 district, 3 commune, 0 unknown. "Thành phố" is a province if one bears that name at `date` (Hà Nội;
    Huế from 2025), else a district (Thủ Đức, Quy Nhơn)."""
    if place_type != "thành phố":
        return LEVELS.get(place_type or "", 0)
    if place and any(u.type == "thành phố" for u in places.lookup(place, type="thành phố", level=1, date=date)):
        return 1
    return 2 if place else 0


def _unit(name: str | None, level: int, date: str | None) -> list[places.Unit]:
    if not name:
        return []
    found = places.lookup(name, level=level, date=date) or places.lookup(name, level=level)
    if not found:
        mended = places.repaired(name, level=level, date=date)
        found = [mended] if mended else []
    return found


def _provinces(text: Text, date: str | None) -> Counter[str]:
    """How often the text names each province, by code; with its type word or as a provincial newspaper's name."""
    out: Counter[str] = Counter()
    for m in _MENTION.finditer(text.text, 0, _SIZE):
        words = re.split(r"(?<=\w)(?=[ \-])", m["n"])
        for n in range(min(4, len(words)), 0, -1):
            found = places.lookup("".join(words[:n]).strip(), level=1, date=date)
            if found and (("hành phố" not in m["t"] and "TP" not in m["t"]) or found[0].type == "thành phố"):
                out[found[0].code] += 1
                break
    return out


def mentioned(text: Text, kind: int, date: str | None) -> str | None:
    """The name most often printed with a type word of that level ("huyện Gò Dầu" for 2), if the gazetteer knows it."""
    count: Counter[str] = Counter()
    for m in _INNER.finditer(text.text, 0, _SIZE):
        low = m["t"].lower().split(" ủ")[0].split(" u")[0].strip(".")
        if LEVELS.get(low, 2) != kind or (low in ("thành phố", "tp") and level_of("thành phố", m["n"], date) != kind):
            continue
        words = m["n"].split()
        for n in range(len(words), 0, -1):
            name = " ".join(words[:n])
            if places.lookup(name, level=kind, date=date):
                count[title_case(name)] += 1
                break
    best = count.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


def _name(unit: places.Unit | None, printed: str | None) -> str | None:
    return unit.name if unit else (title_case(printed) if printed else None)


def settle(text: Text, organ: Organ, above: list[Organ], place: str | None, date: str | None) -> Seat:
    """The seat of `organ`, whose parents by the letterhead are `above`; `place` is that of the date line."""
    named: dict[int, str] = {}
    for body in (*above, organ):
        level = level_of(body.place_type, body.place, date)
        if level and body.place:
            named[level] = body.place
    own = level_of(organ.place_type, organ.place or place, date) or _implied(organ, above, date)
    if own and own not in named:
        if place and _unit(place, own, date):
            named[own] = place
        elif own > 1 and (name := mentioned(text, own, date)):
            named[own] = name
    if own == 3 and 2 not in named and 3 in named and (date or "9") < "2025-07":
        name = mentioned(text, 2, date)
        if name and places.lookup(named[3], level=3, date=date, district=name):
            named[2] = name
    if own == 1 and 1 not in named and place:
        seat = places.settle(district=place, date=date).province  # "Vinh, ngày …": the capital of the province
        if seat:
            named[1] = seat.name
    if not own and place:
        for level in (1, 2):
            if _unit(place, level, date) and level not in named:
                named.setdefault(level, place)
                break
    return _resolve(text, named, own, place, date)


def _implied(organ: Organ, above: list[Organ], date: str | None) -> int:
    """The level a body implies without naming its unit: a sở sits in a province, a phòng with its parent."""
    if organ.level == "department":
        return 1
    for body in above[::-1]:
        level = level_of(body.place_type, body.place, date)
        if level:
            return level
        if body.level == "department":
            return 1
    return 0


def _resolve(text: Text, named: dict[int, str], own: int, place: str | None, date: str | None) -> Seat:
    lowest = max((level for level in named if level <= (own or 3)), default=0)
    units = _unit(named.get(lowest), lowest, date) if lowest else []
    province = _unit(named.get(1), 1, date)
    if province and lowest > 1:
        units = [u for u in units if u.province == province[0].code] or units
    if named.get(2) and lowest == 3:
        inside = {u.code for u in _unit(named[2], 2, date)}
        units = [u for u in units if u.parent in inside] or units
    codes = {u.code for u in units}
    unit = units[0] if len(codes) == 1 else None
    if unit is None and (lowest != 1 or not units):
        unit, province = _by_mentions(text, units, province, lowest, date)
    return _seat(unit, province, named, lowest, date, own, place)


def _by_mentions(
    text: Text, units: list[places.Unit], province: list[places.Unit], lowest: int, date: str | None
) -> tuple[places.Unit | None, list[places.Unit]]:
    """An ambiguous unit, or none at all: the province the text names most decides, if just one of them is in it."""
    counts = _provinces(text, date)
    fitting = [(n, code) for code, n in counts.items() if not units or any(u.province == code for u in units)]
    fitting.sort(reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None, province
    code = fitting[0][1]
    inside = {u.code: u for u in units if u.province == code}
    best = places.unit(code, 1, date) or places.unit(code, 1)
    province = province or ([best] if best else [])
    if len(inside) == 1:
        return next(iter(inside.values())), province
    return None, province


def _seat(
    unit: places.Unit | None,
    province: list[places.Unit],
    named: dict[int, str],
    lowest: int,
    date: str | None,
    own: int,
    place: str | None,
) -> Seat:
    settled = places.parents(unit, date) if unit else places.Settled()
    top = settled.province or (province[0] if province and len({p.code for p in province}) == 1 else None)
    top_name = _name(top, named.get(1))
    district = _name(settled.district, named.get(2)) if lowest >= 2 and own != 1 else None
    commune = _name(settled.commune, named.get(3)) if lowest == 3 and own != 1 else None
    if lowest == 3 and settled.commune and settled.district is None:
        district = None
    codes = [("province", top.code)] if top else []
    codes += [("district", settled.district.code)] if settled.district and district else []
    codes += [("commune", settled.commune.code)] if settled.commune and commune else []
    return Seat(top_name, district, commune, tuple((k, v) for k, v in codes if v))


def seat_level(organ: Organ, above: list[Organ], seat: Seat, date: str | None) -> int:
    """The level of the unit that the organ belongs to: 1, 2, 3, or 0 where nothing says."""
    own = level_of(organ.place_type, organ.place or seat.district or seat.province, date) or _implied(
        organ, above, date
    )
    if own:
        return own
    return 3 if seat.commune else 2 if seat.district else 1 if seat.province else 0


def unit_of(name: str, level: int, date: str | None, province: str | None) -> places.Unit | None:
    """The unit of that name and level, in that province if it is known; None if several."""
    found = places.lookup(name, level=level, date=date, province=province if level > 1 else None)
    return found[0] if found and len({u.type for u in found}) == 1 else None
