"""Who speaks of what: matrices of localities by indices and by cited documents; indices over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.comparison.archive import Archive

_MOST = 400  # columns of cited documents: those that most localities cite, at least two


@dataclass(slots=True)
class _Cell:
    mentions: int = 0
    documents: set[str] = field(default_factory=set)
    targets: int = 0
    results: int = 0
    evidence: list[str] = field(default_factory=list)


def indices(archive: Archive) -> dict[str, Any]:
    """The matrix locality × governance index."""
    cells: dict[tuple[str, str], _Cell] = defaultdict(_Cell)
    for doc in archive.docs:
        for fact in doc.indices:
            for place in archive.places(doc):
                cell = cells[place, fact["code"]]
                _count(cell, doc.id, archive.evidence(doc, fact["id"]))
                cell.targets += fact["status"] == "target"
                cell.results += fact["status"] == "result"
    codes = {code for _, code in cells}
    return _matrix(archive, cells, {code: code for code in codes}, codes)


def _count(cell: _Cell, document: str, evidence: str) -> None:
    cell.mentions += 1
    cell.documents.add(document)
    cell.evidence.append(evidence)


def cited(archive: Archive) -> dict[str, Any]:
    """The matrix locality × cited document, for documents that at least two localities cite."""
    cells: dict[tuple[str, str], _Cell] = defaultdict(_Cell)
    nodes = archive.network.nodes
    for i, doc in enumerate(archive.docs):
        for at, citation in enumerate(doc.citations):
            home = archive.network.homes.get((i, at))
            if home is None or citation.form == "self":
                continue
            for place in archive.places(doc):
                _count(cells[place, nodes[home].id], doc.id, f"{doc.id}:{citation.id}")
    speakers: dict[str, set[str]] = defaultdict(set)
    for place, column in cells:
        speakers[column].add(place)
    order = sorted(speakers, key=lambda c: (-len(speakers[c]), int(c[1:])))
    kept = {c for c in order[:_MOST] if len(speakers[c]) > 1}
    chosen = {key: cell for key, cell in cells.items() if key[1] in kept}
    for cell in chosen.values():
        archive.used.update(cell.evidence)
    return _matrix(archive, chosen, {n.id: n.name for n in nodes if n.id in kept}, kept)


def _matrix(
    archive: Archive, cells: dict[tuple[str, str], _Cell], names: dict[str, str], columns: Iterable[str]
) -> dict[str, Any]:
    rows = sorted({place for place, _ in cells})
    told: dict[str, list[int]] = {c: [0, 0] for c in columns}
    for (_, column), cell in cells.items():
        told[column][0] += 1
        told[column][1] += cell.mentions
    order = sorted(told, key=lambda c: (-told[c][0], -told[c][1], c))
    return {
        "rows": rows,
        "columns": [{"id": c, "name": names[c], "localities": told[c][0], "mentions": told[c][1]} for c in order],
        "cells": [
            {"row": row, "column": column, "mentions": cell.mentions, "documents": len(cell.documents),
             "targets": cell.targets, "results": cell.results, "evidence": cell.evidence}
            for (row, column), cell in sorted(cells.items())
        ],
    }  # fmt: skip


def years(archive: Archive) -> list[dict[str, Any]]:
    """What each locality aimed at for an index in a year, and what a later document says was reached. The result that
    counts is that of the latest document; of several targets for a year the latest one too."""
    told: dict[tuple[str, str, str, int], dict[str, Any]] = {}
    # In the order of dates: what comes later stands.
    for doc in archive.docs:
        for fact in doc.indices:
            year = fact["year"] or (doc.year if fact["status"] == "target" else None)
            if fact["status"] not in ("target", "result") or year is None or fact["scope"] not in (None, "province"):
                continue
            for type_, value in (("value", fact["value"]), ("rank", fact["rank"])):
                if value is None:
                    continue
                kind = "rank" if type_ == "rank" else "percentage" if fact["unit"] == "%" else "score"
                entry = {"value": value, "comparator": _comparator(doc.targets, fact, value, kind),
                         "evidence": archive.evidence(doc, fact["id"])}  # fmt: skip
                for place in archive.places(doc):
                    row = told.setdefault((place, fact["code"], kind, int(year)), {"unit": fact["unit"]})
                    row[fact["status"]] = entry
    out = []
    for (place, code, kind, year), row in sorted(told.items()):
        target, result = row.get("target"), row.get("result")
        unit = None if kind == "rank" else row["unit"]
        out.append({"locality": place, "index": code, "type": kind, "unit": unit, "year": year, "target": target,
                    "result": result, "met": _met(target, result, kind)})  # fmt: skip
    return out


def _comparator(targets: list[dict[str, Any]], fact: dict[str, Any], value: Any, kind: str) -> str | None:
    """The comparator of the target that states the same value near the index."""
    near = [t for t in targets if t["value"] == value and abs(t["start"] - fact["end"]) < 300]
    near.sort(key=lambda t: abs(t["start"] - fact["end"]))
    return near[0]["comparator"] if near else ("<=" if kind == "rank" else ">=") if fact["status"] == "target" else "="


def _met(target: dict[str, Any] | None, result: dict[str, Any] | None, kind: str) -> bool | None:
    if not target or not result:
        return None
    aim, got = target["value"], result["value"]
    if kind == "rank":
        return bool(got <= aim)
    return bool(got > aim if target["comparator"] == ">" else got >= aim)
