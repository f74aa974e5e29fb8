"""Who issues what in the demonstration archive: real units, their registers, the works they issue and cite."""

from __future__ import annotations

import csv
import datetime
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from extractors import places
from extractors.text import bare, fold
from pipeline.corpus import localities

DATA = Path(__file__).parent.parent / "data"
# Provinces shown first: one that stayed, two that changed on 1 July 2025; then others by code.
_FIRST = ("38", "52", "80")
_RATES = {"province": 9.0, "district": 2.5, "commune": 0.6}  # documents numbered a day
_BEGAN = datetime.date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit that issues documents. `name` with its type ("huyện Tuy Phước"), `new` in the order of July 2025."""

    id: str
    level: str
    type: str
    bare: str
    province: str
    parent: Seat | None
    new: bool

    @property
    def name(self) -> str:
        """Type and name."""
        return f"{self.type} {self.bare}"

    @property
    def issuer(self) -> str:
        """Its people's committee, in canonical form."""
        return f"UBND {self.name}"


@dataclass(frozen=True, slots=True)
class Work:
    """A document, written or only cited. `seat` is None for central ones."""

    id: str
    kind: str
    number: str
    date: datetime.date
    issuer: str
    title: str
    theme: str
    seat: Seat | None = None


@dataclass(slots=True)
class Register:
    """Numbers, rising through the year, each once for an issuer, type and year."""

    random: random.Random
    taken: set[tuple[str, str, int, int]] = field(default_factory=set)

    def number(self, seat: Seat, kind: str, symbol: str, date: datetime.date) -> str:
        """The next free number about that day."""
        began = _BEGAN if seat.new and date.year == 2025 else datetime.date(date.year, 1, 1)
        ordinal = 1 + int((date - began).days * _RATES[seat.level]) + self.random.randint(0, 4)
        while (seat.id, kind, date.year, ordinal) in self.taken:
            ordinal += 1
        self.taken.add((seat.id, kind, date.year, ordinal))
        return f"{ordinal:02d}/{symbol}"


@cache
def central() -> tuple[Work, ...]:
    """The central documents that plans rest on."""
    with (DATA / "demo_central.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Work(f"central-{row['number']}", row["kind"], row["number"], datetime.date.fromisoformat(row["date"]),
                 row["issuer"], row["title"], row["theme"])
            for row in csv.DictReader(file)
        )  # fmt: skip


@cache
def phrases(slot: str) -> tuple[str, ...]:
    """The phrases of a slot."""
    with (DATA / "demo_phrases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["words"] for row in csv.DictReader(file) if row["slot"] == slot)


@cache
def measures() -> dict[str, tuple[dict[str, str], ...]]:
    """The wordings of each measure that plans set targets for."""
    found: dict[str, list[dict[str, str]]] = {}
    with (DATA / "demo_measures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["id"], []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def slug(name: str) -> str:
    """A name for a file: "huyện Tuy Phước" is "huyen-tuy-phuoc"."""
    return "-".join("".join(c if c.isalnum() else " " for c in bare(fold(name))).split())


def seat(id_: str, parent: Seat | None) -> Seat:
    """The seat of a locality id."""
    unit = localities.unit(id_)
    assert unit, id_
    level = id_.partition(":")[0]
    # "Phường 1", not "phường 01"
    name = unit.name
    new = id_.endswith("+")
    province = places.unit(unit.province, 1, localities.REFORM if new else "2025-06-30")
    return Seat(id_, level, unit.type, name, province.name if province else "", parent, new)


def province_codes(count: int) -> list[str]:
    """Codes of the archive's provinces, as they were until June 2025."""
    others = [f"{n:02d}" for n in range(1, 97) if f"{n:02d}" not in _FIRST]
    real = [c for c in others if localities.unit(f"province:{c}") and places.unit(c, 1, "2025-06-30")]
    return [*_FIRST, *real][:count]


def districts(province: Seat, count: int) -> list[Seat]:
    """The first districts of a province whose names no other unit of the archive's bears."""
    found = [seat(id_, province) for id_ in localities.inside(province.id, "district")]
    return found[:count]


def communes(above: Seat, count: int, chosen: random.Random) -> list[Seat]:
    """Some communes of a district (or, after the reform, of a province)."""
    if above.new:
        ids = localities.inside(above.id, "commune")
    else:
        province = above.parent
        assert province
        ids = [
            id_ for id_ in localities.inside(province.id, "commune")
            if (unit := localities.unit(id_)) and unit.parent == above.id.partition(":")[2]
        ]  # fmt: skip
    # Numbered wards ("Phường 1") read like numbers in titles; villages make the better archive.
    named = [id_ for id_ in ids if (unit := localities.unit(id_)) and not unit.name[-1].isdigit()]
    return [seat(id_, above) for id_ in sorted(chosen.sample(named, min(count, len(named))))]
