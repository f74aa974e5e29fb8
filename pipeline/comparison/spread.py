"""The same target across localities: values side by side, their spread, outliers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean, median, quantiles
from typing import Any

from pipeline.comparison import clusters
from pipeline.comparison.archive import Archive
from pipeline.comparison.wordings import wording

_FEWEST = 5  # values below which no one is an outlier
_FAR = 3.5  # modified z-scores beyond which a value is one (Iglewicz and Hoaglin 1993)


def measures(archive: Archive) -> list[dict[str, Any]]:
    """All measures, those of most localities first, each with its wordings, values and spread."""
    made, home = clusters.cluster(t for doc in archive.docs for t in doc.targets)
    values: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for doc in archive.docs:
        for target in doc.targets:
            key = clusters.key_of(target)
            if key is None:
                continue
            for place in archive.places(doc) or archive.where[doc.id][:1]:
                values[home[key]].append({
                    "evidence": archive.evidence(doc, target["id"]), "document": doc.id, "locality": place,
                    "level": archive.level(place), "year": _year(target, doc.year),
                    "scope": wording(target["measure"]).scope, "comparator": target["comparator"],
                    "value": target["value"], "value_max": target["value_max"], "due": target["due"],
                    "status": target["status"], "body": target["unit_responsible"], "outlier": False,
                })  # fmt: skip
    out: list[dict[str, Any]] = []
    for at, cluster in enumerate(made):
        told = values[at]
        places = {v["locality"] for v in told}
        out.append({
            "id": "", "name": cluster.name, "canonical": cluster.canonical, "type": cluster.type,
            "unit": cluster.unit or None, "index": cluster.index, "localities": len(places),
            "variants": [{"measure": m, "count": n, "similarity": cluster.near[m]}
                         for m, n in sorted(cluster.members.items(), key=lambda x: (-x[1], x[0]))],
            "values": told, "spread": spread(told),
        })  # fmt: skip
    out.sort(key=lambda m: (-m["localities"], -len(m["values"]), m["name"], m["type"]))
    for n, measure in enumerate(out, 1):
        measure["id"] = f"m{n}"
    return out


def _year(target: dict[str, Any], planned: int | None) -> int | None:
    due = target["due"]
    return int(due[:4]) if due and due[:4].isdigit() else planned


def spread(values: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Quartiles of the numeric values by status, year and level; marks outliers in `values`."""
    grouped: dict[tuple[str, int, str], list[dict[str, Any]]] = defaultdict(list)
    for v in values:
        if isinstance(v["value"], int | float):
            grouped[v["status"], v["year"] or 0, v["scope"] or v["level"]].append(v)
    out = []
    for (status, year, level), same in sorted(grouped.items()):
        numbers = [float(v["value"]) for v in same]
        low, middle, high = quantiles(numbers, n=4, method="inclusive") if len(numbers) > 1 else numbers * 3
        _mark(same, numbers)
        out.append({"status": status, "year": year or None, "level": level, "n": len(numbers), "min": min(numbers),
                    "q1": low, "median": middle, "q3": high, "max": max(numbers),
                    "mean": round(fmean(numbers), 3)})  # fmt: skip
    return out


def _mark(same: Sequence[dict[str, Any]], numbers: Sequence[float]) -> None:
    """Mark values far from the median, by the median of the distances; where most agree exactly, by their mean."""
    if len(numbers) < _FEWEST:
        return
    middle = median(numbers)
    distances = [abs(x - middle) for x in numbers]
    scale = median(distances) / 0.6745 or fmean(distances) * 1.2533
    for v, distance in zip(same, distances, strict=True):
        v["outlier"] = bool(scale) and distance / scale > _FAR
