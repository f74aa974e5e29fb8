"""Localities: the unit a document speaks for, and what became of units in the reform of 1 July 2025.

An id is `level:code`, with `+` for a unit of the two-level order (General Statistics Office codes were used again:
00004 is Trúc Bạch before and Ba Đình after).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from extractors import places, vocabulary
from pipeline.corpus.reading import Doc

REFORM = "2025-07-01"
_LEVELS = {1: "province", 2: "district", 3: "commune"}
_NUMBERS = {name: level for level, name in _LEVELS.items()}


@dataclass(slots=True)
class Locality:
    """A unit with documents. `flags`: `abolished` (a district after the reform), `split` (its territory went to several
    units), `merged` (made of several that the asked date knows apart)."""

    id: str
    name: str
    level: str
    code: str | None
    province: str | None
    parent: str | None
    documents: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    successors: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        return {
            "name": self.name, "level": self.level, "code": self.code, "province": self.province,
            "parent": self.parent, "documents": self.documents, "flags": sorted(self.flags),
            "successors": sorted(self.successors), "from": sorted(self.sources),
        }  # fmt: skip


def new_order(doc: Doc) -> bool:
    """Whether a document is of the two-level order: by its date, undated ones by having a commune and no district."""
    if doc.date:
        return doc.date >= REFORM[: len(doc.date)] and doc.date > "2025"
    return "commune" in doc.codes and "district" not in doc.codes


def of(doc: Doc) -> str:
    """The id of the locality a document speaks for: `central`, `unknown`, or its unit's. A department's document is its
    province's."""
    if doc.level == "central":
        return "central"
    names = ("province",) if doc.level in ("province", "department") else ("commune", "district", "province")
    for name in names:
        if name in doc.codes:
            return f"{name}:{doc.codes[name]}{'+' if new_order(doc) else ''}"
    return "unknown"


def parse(id_: str) -> tuple[int, str, bool] | None:
    """Level, code and order (True: new) of an id; None for `central` and `unknown`."""
    level, _, code = id_.partition(":")
    return (_NUMBERS[level], code.rstrip("+"), code.endswith("+")) if code else None


@lru_cache(maxsize=65536)
def unit(id_: str) -> places.Unit | None:
    """The administrative unit of an id."""
    parts = parse(id_)
    if parts is None:
        return None
    level, code, new = parts
    return places.unit(code, level, REFORM if new else "2025-06-30") or places.unit(code, level)


def name(id_: str) -> str:
    """How a locality is called: "huyện Cát Tiên", or the id where no unit is known."""
    found = unit(id_)
    if not found:
        return {"central": "Trung ương", "unknown": "Không rõ"}.get(id_, id_)
    # "Phường 1", not "phường 1": lists show names alone.
    return f"{found.type} {found.name}"


def parents(id_: str) -> tuple[str | None, str | None]:
    """The ids of a locality's next higher unit and of its province."""
    parts, found = parse(id_), unit(id_)
    if not parts or not found or found.level == 1:
        return None, id_ if found else None
    mark = "+" if parts[2] else ""
    province = f"province:{found.province}{mark}"
    if found.level == 3 and not parts[2] and found.parent and found.parent != found.province:
        return f"district:{found.parent}", province
    return province, province


@lru_cache(maxsize=65536)
def as_of(id_: str, date: str | None) -> tuple[tuple[str, ...], frozenset[str]]:
    """The ids under which a locality counts at `date`, and flags. Several: its territory was divided among them."""
    parts = parse(id_)
    if not date or not parts:
        return (id_,), frozenset()
    level, _, new = parts
    if (date >= REFORM[: len(date)]) == new:
        return (id_,), frozenset()
    if new:
        before = _predecessors().get(id_, ())
        return (before, frozenset()) if len(before) == 1 else ((id_,), frozenset(("merged",)))
    found = unit(id_)
    if level == 2 or not found:
        return (id_,), frozenset(("abolished",)) if found else frozenset()
    after = tuple(f"{_LEVELS[u.level]}:{u.code}+" for u in places.successors(found))
    if not after:
        return (id_,), frozenset()
    return after, frozenset(("split",)) if len(after) > 1 else frozenset()


def successors(id_: str) -> tuple[str, ...]:
    """The ids of the units of 1 July 2025 that took over a locality's territory."""
    parts, found = parse(id_), unit(id_)
    if not parts or parts[2] or not found:
        return ()
    return tuple(f"{_LEVELS[u.level]}:{u.code}+" for u in places.successors(found))


@cache
def _predecessors() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = defaultdict(list)
    for table, level in (("provinces_2025", "province"), ("communes_2025", "commune")):
        for row in vocabulary.rows(table):
            out[f"{level}:{row['new']}+"].append(f"{level}:{row['old']}")
    return {new: tuple(sorted(set(old))) for new, old in out.items()}


@cache
def _inside() -> dict[tuple[str, int, bool], tuple[str, ...]]:
    """Codes of the districts and communes of each province, in the old and the new order."""
    out: dict[tuple[str, int, bool], list[str]] = defaultdict(list)
    rows = [(2, row) for row in vocabulary.rows("admin_units") if row["level"] == "2"]
    rows += [(3, row) for row in vocabulary.rows("communes")]
    for level, row in rows:
        since, until = row["valid_from"], row["valid_to"]
        for new, day in ((False, "2025-06-30"), (True, REFORM)):
            if row["code"] and since <= day and (not until or day < until):
                out[row["province"], level, new].append(row["code"])
    return {key: tuple(dict.fromkeys(codes)) for key, codes in out.items()}


def inside(province: str, level: str) -> list[str]:
    """The ids of all districts or communes of a province (an id), of its order."""
    parts = parse(province)
    if not parts:
        return []
    mark = "+" if parts[2] else ""
    return [f"{level}:{code}{mark}" for code in _inside().get((parts[1], _NUMBERS[level], parts[2]), ())]


def collect(docs: Iterable[Doc], date: str | None) -> tuple[dict[str, Locality], dict[str, list[str]]]:
    """All localities with documents (and their provinces), counted as of `date`, and each document's locality ids:
    several only where a divided unit's documents count for all its successors."""
    found: dict[str, Locality] = {}
    where: dict[str, list[str]] = {}
    for doc in docs:
        origin = of(doc)
        ids, flags = as_of(origin, date)
        where[doc.id] = list(ids)
        for id_ in ids:
            locality = _ensure(found, id_, date)
            locality.documents.append(doc.id)
            locality.flags |= flags
            if id_ != origin:
                locality.sources.add(origin)
            if date and "abolished" in flags:
                locality.successors |= set(successors(id_))
    for locality in list(found.values()):
        for higher in (locality.parent, locality.province):
            if higher:
                _ensure(found, higher, date)
    return dict(sorted(found.items())), where


def _ensure(found: dict[str, Locality], id_: str, date: str | None) -> Locality:
    if id_ not in found:
        parts, (parent, province) = parse(id_), parents(id_)
        # An abolished district stands under the province of the asked date.
        parent, province = (as_of(p, date)[0][0] if p and p != id_ else p for p in (parent, province))
        level = _LEVELS[parts[0]] if parts else id_
        found[id_] = Locality(id_, name(id_), level, parts[1] if parts else None, province, parent)
    return found[id_]
