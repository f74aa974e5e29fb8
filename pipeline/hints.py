"""What is known of a document besides its own text: a table of metadata (`--meta`) and the names of its folders.

Hints fill only what the text leaves open, before bodies and citations are resolved, and every field so filled carries
a flag (`province_from_meta`, `district_from_folder`): a reader of the record sees what the paper itself doesn't say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors import bodies, issuer, places
from extractors.facts import Document

UNITS = ("province", "district", "commune")
FIELDS = (*UNITS, "issuer", "level", "date", "kind", "number", "title")
# A folder "Huyện Gò Dầu" may hold papers of the province: only units down to the issuer's own level are taken from it.
_DEPTH = {"central": 0, "province": 1, "department": 1, "district": 2}


@dataclass(frozen=True, slots=True)
class Hints:
    """Pairs (field of FIELDS, value) from the user's table and from the names of folders. Hashable; `bool()` says
    whether there are any."""

    meta: tuple[tuple[str, str], ...] = ()
    folder: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.meta or self.folder)


def apply(document: Document, hints: Hints) -> Document:
    """`document` with its empty fields filled from `hints`, each flagged with its source; units get their official
    codes as of the document's date. A hint that contradicts what the text says is left out and flagged
    (`meta_contradicts`, `folder_contradicts`). Never raises."""
    if not hints:
        return document
    out = _plain(document, dict(hints.meta))
    for source, pairs in (("meta", hints.meta), ("folder", hints.folder)):
        out = _seat(out, dict(pairs), source)
    if out is document:
        return document
    if out.issuer:
        out = replace(out, issuer=bodies.canonical(out.issuer, out))
    if out.level is None and out.issuer and "issuer_from_meta" in out.flags:
        level = _level(out)
        out = replace(out, level=level, flags=(*out.flags, "level_from_meta")) if level else out
    return out


def _plain(document: Document, given: dict[str, str]) -> Document:
    """The fields that are taken as they are: all but the units."""
    for field in FIELDS[len(UNITS) :]:
        value = given.get(field)
        if value and getattr(document, field) is None:
            flags = (*document.flags, f"{field}_from_meta")
            document = replace(document, **{field: value, "flags": flags})  # type: ignore[arg-type]
    return document


def _seat(document: Document, given: dict[str, str], source: str) -> Document:
    """The units that `given` adds to those the text settles."""
    depth = _DEPTH.get(document.level or "", 3) if source == "folder" else 3
    stated: dict[str, str | None] = {unit: getattr(document, unit) for unit in UNITS}
    added = {u: given[u] for u in UNITS[:depth] if given.get(u) and stated[u] is None}
    if not added:
        return document
    wanted = {u: stated[u] or added.get(u) for u in UNITS}
    found = _settled(wanted, document.date)
    # What the hint says by itself must fit too: a district of another province settles nothing beside ours.
    alone = _settled({u: given.get(u) for u in UNITS}, document.date)
    for unit, name in stated.items():
        others = [other for other in (found[unit], alone[unit]) if other]
        if name and any(places.key(other.name) != places.key(name) for other in others):
            return replace(document, flags=(*document.flags, f"{source}_contradicts"))
    names, flags = {}, list(document.flags)
    codes = dict(document.codes)
    for unit in UNITS[:depth]:
        other = found[unit]
        name = stated[unit] or (other.name if other else places.split(added[unit])[1] if unit in added else None)
        if name and stated[unit] is None:
            names[unit] = name
            flags.append(f"{unit}_from_{source}")
        if other and other.code:
            codes.setdefault(unit, other.code)
    ordered = tuple((u, codes[u]) for u in UNITS if u in codes)
    return replace(document, **names, codes=ordered, flags=tuple(flags))  # type: ignore[arg-type]


def _settled(names: dict[str, str | None], date: str | None) -> dict[str, places.Unit | None]:
    settled = places.settle(**names, date=date)
    return {"province": settled.province, "district": settled.district, "commune": settled.commune}


def _level(document: Document) -> str | None:
    """The level of an issuer that the user's table named."""
    organ = issuer.parse(document.issuer or "")
    if organ is None:
        return None
    if organ.level.startswith("party"):
        return "party"
    if organ.level in ("department", "central"):
        return organ.level
    return next((u for u in reversed(UNITS) if getattr(document, u)), None)
