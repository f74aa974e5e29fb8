"""Administrative units of Vietnam: names to official codes as of a date.

Provinces and districts (data/admin_units.csv) are loaded at the first question, communes (data/communes.csv) only when
one is asked for. Codes are those of the General Statistics Office; a unit's `valid_from` and `valid_to` in the tables
are the dates between which a document may bear its name, so two states of one unit may overlap by some months where the
day of the change isn't recorded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors import text as texts
from extractors import vocabulary


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit. `level` 1 province, 2 district, 3 commune (also after July 2025). `type`: "tỉnh",
    "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"; `name` without the type word.
    `parent` is a district's code before July 2025 and a province's after; `code` is "" where it isn't known (some
    districts that had gone before 2021)."""

    code: str
    name: str
    type: str
    level: int
    parent: str | None
    province: str


_BEFORE = "2025-06-30"  # the last day of the three-level order (Nghị quyết 203/2025/QH15: communes and provinces only)


@dataclass(frozen=True, slots=True)
class Settled:
    """The province, district and commune of a document, each None where nothing settles it."""

    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None


_TYPES = {
    "tỉnh": "tỉnh", "t.": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "t.p": "thành phố", "huyện": "huyện",
    "h": "huyện", "quận": "quận", "q": "quận", "thị xã": "thị xã", "tx": "thị xã", "t.x": "thị xã", "xã": "xã",
    "x": "xã", "phường": "phường", "p": "phường", "thị trấn": "thị trấn", "tt": "thị trấn", "t.t": "thị trấn",
    "đặc khu": "đặc khu", "đk": "đặc khu",
}  # fmt: skip
# "TP. Vinh", "TP Vinh", "TP.Vinh", "H.Gò Dầu"; one letter needs its full stop unless a digit follows ("Q1", "P.5").
_TYPED = re.compile(
    r"(?P<long>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+"
    r"|(?P<short>t\.p|t\.x|t\.t|tp|tx|tt|đk)(?:\.\s*|\s+|(?=hcm\b))"
    r"|(?P<one>[hqpxt])(?:\.\s*|\s?(?=\d))"
)
_JOIN = re.compile(r"[ \-]+")
_ZERO = re.compile(r"\b0+(?=\d)")
_FINAL_K = re.compile(r"k\b")
_BREVE = re.compile(r"ă(?=[cpt]\b)")
_FINAL_Y = re.compile(r"(?<=[bcdđghklmnprstvx])[yýỳỷỹỵ]\b")
_QUY = (("quy", "qui"), ("quý", "quí"), ("quỳ", "quì"), ("quỹ", "quĩ"))
_Y = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))


def _keys(names: str) -> str:
    low = _JOIN.sub(" ", texts.fold(names).replace("'", ""))
    low = _BREVE.sub("ắ", _FINAL_K.sub("c", _ZERO.sub("", low)))
    for printed, read in _QUY:
        low = low.replace(printed, read)
    return _FINAL_Y.sub(lambda m: _Y[m[0]], low)


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """The form in which names are compared: "Hoà Bình" and "HÒA BÌNH", "Đăk Lăk" and "Đắc Lắc", "Quy Nhơn" and "Qui
    Nhơn", "Phường 01" and "Phường 1", "Thừa Thiên - Huế" and "Thừa Thiên Huế" have one key each."""
    return _keys(name.strip(" .,;:\n"))


def split(name: str) -> tuple[str | None, str]:
    """The type and the bare name of "TP. Vinh", "Huyện Gò Dầu", "Phường 01": ("thành phố", "Vinh") …; type None if
    `name` has none."""
    name = name.strip()
    low = texts.fold(name)
    match = _TYPED.match(low)
    if not match or match.end() == len(name):
        return None, name
    return _TYPES[match["long"] or match["short"] or ("t." if match["one"] == "t" else match["one"])], name[
        match.end() :
    ]


def _file(name: str) -> list[str]:
    return (vocabulary.DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]


@cache
def _table(level: int) -> dict[str, list[str]]:
    """Rows of a level's units, unparsed, by key; aliases lead to the same rows."""
    own = str(level)
    lines = _file("communes") if level == 3 else [line[2:] for line in _file("admin_units") if line[0] == own]
    # One pass of folding over all the names: 14,600 communes in some 25 ms.
    names = _keys("\n".join([line.split(",", 2)[1] for line in lines])).split("\n")
    table: dict[str, list[str]] = {}
    for name, line in zip(names, lines, strict=True):
        table.setdefault(name, []).append(line)
    for row in vocabulary.rows("place_aliases"):
        alias, name = key(row["alias"]), key(row["name"])
        if row["level"] == str(level) and alias != name:
            table.setdefault(alias, []).extend(table.get(name, []))
    return table


@cache
def _bare_table(level: int) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for name, lines in _table(level).items():
        table.setdefault(texts.bare(name), []).extend(lines)
    return table


@cache
def _codes(level: int) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for lines in _table(level).values():
        for line in lines:
            same = table.setdefault(line.split(",", 1)[0], [])
            if line not in same:
                same.append(line)
    return table


def _window(date: str) -> tuple[str, str]:
    """First and last day that a partial ISO date ("2025", "2025-Q3", "2025-07") may mean."""
    year, _, rest = date.partition("-")
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if rest[0] == "Q":
        month = 3 * int(rest[1:2] or 1)
        return f"{year}-{month - 2:02d}-01", f"{year}-{month:02d}-31"
    return (date, date) if len(rest) > 2 else (f"{date}-01", f"{date}-31")


def _at(lines: list[str], level: int, date: str | None) -> list[Unit]:
    """The units of those rows that exist at `date`, newest first; a unit whose type changed in the window counts
    once, in its later state."""
    first, last = _window(date) if date else ("", "9")
    seen: dict[tuple[str, str, str, str], Unit] = {}
    for line in sorted(lines, key=lambda line: line.rpartition(",")[2] or "9", reverse=True):
        code, name, type_, parent, province, since, until = line.split(",")
        if since <= last and (not until or first < until):
            seen.setdefault(
                (code, key(name), parent, province), Unit(code, name, type_, level, parent or None, province)
            )
    return list(seen.values())


@lru_cache(maxsize=16384)
def _lookup(name: str, type_: str | None, level: int | None, date: str | None) -> tuple[Unit, ...]:
    own, bare_name = split(name)
    type_ = type_ or own
    found: list[Unit] = []
    for at in (level,) if level else (1, 2, 3):
        found += _at(_table(at).get(key(name)) or _table(at).get(key(bare_name)) or [], at, date)
    typed = [unit_ for unit_ in found if unit_.type == type_]
    return tuple(typed or found)


def lookup(name: str, *, type: str | None = None, level: int | None = None, date: str | None = None,
           province: str | None = None, district: str | None = None) -> list[Unit]:  # fmt: skip
    """All units that bear `name` (any tone placement, case, zero-padded digits; its own type word counts as `type`)
    at `date` (ISO, may be partial; None: any time), narrowed by type, level and parents (names). One element:
    unambiguous. A type that no unit of the name bears doesn't narrow (a huyện that has become a thị xã)."""
    if type:
        type = _TYPES.get(texts.fold(type), texts.fold(type))
    found = list(_lookup(name, type, level, date))
    if province:
        codes = {unit_.code for unit_ in _lookup(province, None, 1, date) or _lookup(province, None, 1, None)}
        found = [unit_ for unit_ in found if unit_.province in codes]
    if district:
        codes = {unit_.code for unit_ in _lookup(district, None, 2, date) or _lookup(district, None, 2, None)}
        found = [unit_ for unit_ in found if unit_.level != 3 or unit_.parent in codes]
    return found


def _only(found: list[Unit]) -> Unit | None:
    # A province that kept its name through the reform of 2025 may have two codes, a commune two parents; without a date
    # the newest state stands.
    same = found and all(unit_.level == 1 or unit_.code == found[0].code for unit_ in found)
    return found[0] if len(found) == 1 or same else None


def unique(name: str, *, type: str | None = None, level: int | None = None, date: str | None = None,
           province: str | None = None, district: str | None = None) -> Unit | None:  # fmt: skip
    """The one unit that bears `name` at `date`, or at any time if none does then; None if none or several do."""
    found = lookup(name, type=type, level=level, date=date, province=province, district=district)
    if not found and date:
        found = lookup(name, type=type, level=level, province=province, district=district)
    return _only(found)


def repaired(name: str, *, level: int, date: str | None = None, province: str | None = None) -> Unit | None:
    """The one unit whose name is `name` but for diacritics ("TAY NINH"), for text that recognition has damaged; None
    if none or several are."""
    _, bare_name = split(name)
    units = _at(_bare_table(level).get(texts.bare(key(bare_name)), []), level, date)
    if province:
        codes = {unit_.code for unit_ in _lookup(province, None, 1, date)}
        units = [unit_ for unit_ in units if unit_.province in codes]
    return _only(units)


def unit(code: str, level: int, date: str | None = None) -> Unit | None:
    """The unit of that code and level at `date`; its newest state if `date` is None."""
    found = _at(_codes(level).get(code, []), level, date)
    return found[0] if found else None


def parents(unit_: Unit, date: str | None = None) -> Settled:
    """`unit_` with its district (until June 2025) and province."""
    if unit_.level == 1:
        return Settled(unit_)
    old = unit_.level == 2 or unit_.parent != unit_.province
    province = (unit(unit_.province, 1, date) if date else None) or unit(unit_.province, 1, _BEFORE if old else None)
    province = province or unit(unit_.province, 1)
    if unit_.level == 2:
        return Settled(province, unit_)
    district = None
    if unit_.parent and unit_.parent != unit_.province:
        district = unit(unit_.parent, 2, date) or unit(unit_.parent, 2)
    return Settled(province, district, unit_)


def settle(province: str | None = None, district: str | None = None, commune: str | None = None,
           date: str | None = None) -> Settled:  # fmt: skip
    """The units meant by the names a document gives (with or without type words), its date given if known. The lowest
    name that only one unit bears settles its parents (Vĩnh Linh is in Quảng Trị); one that several bear settles
    nothing and stays None."""
    if commune:
        found = unique(commune, level=3, date=date, province=province, district=district)
        if found:
            return parents(found, date)
    if district:
        found = unique(district, level=2, date=date, province=province)
        if found:
            return parents(found, date)
    if province:
        found = unique(province, level=1, date=date)
        if found:
            return Settled(found)
    return Settled()


@cache
def _successors() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for name in ("communes_2025", "provinces_2025"):
        for line in _file(name):
            old, new, *_ = line.split(",")
            table.setdefault(old, []).append(new)
    return table


def successors(unit_: Unit) -> list[Unit]:
    """The units of 1 July 2025 that took over the territory of a province or commune that ended on 30 June 2025
    (several where it was divided; the table is indicative there). Of a district: those of its communes."""
    if unit_.level == 2 and unit_.code not in _successors():
        inside = {code for code, lines in _codes(3).items() for line in lines if line.split(",", 4)[3] == unit_.code}
        codes = {new for old in inside for new in _successors().get(old, [])}
    else:
        codes = set(_successors().get(unit_.code, []))
    level = 1 if unit_.level == 1 else 3
    return [found for code in sorted(codes) if (found := unit(code, level, "2025-07-01"))]
