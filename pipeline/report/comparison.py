"""The comparison report: an archive's `comparison.json` as one HTML page that needs no network."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.report.page import render
from pipeline.report.words import word, words

VIEWS = ("overview", "coverage", "targets", "indices", "bodies", "cascade", "calendar", "reuse", "conflicts")
_TILES = Path(__file__).parent / "data" / "tiles.csv"
_STYLES = ("shared/base.css", "comparison/comparison.css")
_SCRIPTS = (
    "shared/folding.js", "shared/settings.js", "comparison/parts.js",
    *(f"comparison/{view}.js" for view in VIEWS), "comparison/comparison.js",
)  # fmt: skip
# What a page can hold; the CSV files beside it have all.
_EVIDENCE = 10  # quotes behind one number,
_FEW = 3  # or so many where a matrix is large
_LARGE = 4000  # cells
_VALUES = 50_000  # of all measures
_MOST = {
    "variants": 30,
    "bodies": 600,
    "tasks": 8000,
    "calendar": 6000,
    "passages": 1500,
    "conflicts": 1000,
    "programmes": 40,
    "index_years": 6000,
}


def comparison_page(
    comparison: Mapping[str, Any],
    nodes: Mapping[str, Mapping[str, Any]],
    pages: Mapping[str, str],
    *,
    lang: str = "vi",
) -> str:
    """The report on `comparison` (see pipeline/corpus/README.md). `nodes`: the documents of the graph by id. `pages`:
    the address of each document's evidence page, relative to the report, by document id; documents without one are
    named without a link."""
    data, left_out = _fitting(comparison)
    used: set[str] = set()
    _evidence_of(data, used)
    data["evidence"] = {k: comparison["evidence"][k] for k in sorted(used) if k in comparison["evidence"]}
    data |= {
        "nodes": _nodes(data, nodes),
        "pages": dict(pages),
        "tiles": tiles(),
        "left_out": left_out,
        "words": words(),
        "lang": lang,
    }
    values = {
        "lang": lang,
        "w": lambda key: word(key, lang),
        "views": VIEWS,
        "counts": comparison["counts"],
        "as_of": comparison.get("as_of"),
    }
    return render(
        "comparison/page.html",
        values,
        styles=_STYLES,
        scripts=_SCRIPTS,
        data=data,
        libraries=("vendor/echarts.min.js",),
    )


@cache
def tiles() -> list[dict[str, Any]]:
    """A tile for each province: `units` (63 until June 2025, 34 since), `code`, `name`, `column`, `row`."""
    with _TILES.open(encoding="utf-8", newline="") as file:
        return [row | {"column": int(row["column"]), "row": int(row["row"])} for row in csv.DictReader(file)]


def _fitting(comparison: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """`comparison` without its evidence, long lists cut; and how many entries each lost."""
    lost: dict[str, int] = {}
    most = _FEW if any(len(m["cells"]) > _LARGE for m in comparison["coverage"].values()) else _EVIDENCE

    def cut(name: str, value: Any) -> Any:
        """`value` of key `name`, shortened."""
        if isinstance(value, Mapping):
            return {k: cut(k, v) for k, v in value.items()}
        if not isinstance(value, list):
            return value
        if name == "evidence":
            return value if len(value) <= most else [*value[:most], len(value) - most]
        limit = _MOST.get(name, len(value))
        if len(value) > limit:
            lost[name] = lost.get(name, 0) + len(value) - limit
        return [cut("", v) for v in value[:limit]]

    ranked = _ranked(comparison)
    kept = cut("", {k: v for k, v in ranked.items() if k != "evidence"})
    if len(kept["measures"]) < len(comparison["measures"]):
        lost["measures"] = len(comparison["measures"]) - len(kept["measures"])
    return kept, lost


def _ranked(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """`comparison` with its long lists in the order of what may least be missed; measures whole or not at all, since a
    spread of some of the values would mislead."""
    measures: list[Any] = []
    room = _VALUES
    for measure in sorted(comparison["measures"], key=lambda m: -m["localities"]):
        room -= len(measure["values"])
        if room < 0:
            break
        measures.append(measure)
    duties = comparison["responsibilities"]
    bodies = sorted(duties["bodies"], key=lambda b: -b["lead"])
    heavy = {(b["body"], b["locality"]): n for n, b in enumerate(bodies[: _MOST["bodies"]])}
    tasks = sorted(duties["tasks"], key=lambda t: heavy.get((t["body"], t["locality"]), len(heavy)))
    reuse = comparison["reuse"]
    return {
        **comparison,
        "measures": measures,
        "responsibilities": {"bodies": bodies, "tasks": tasks},
        # The latest are those that still matter; what has no day comes round again.
        "calendar": sorted(comparison["calendar"], key=lambda e: e["end"] or e["start"] or "9999", reverse=True),
        "reuse": {**reuse, "passages": sorted(reuse["passages"], key=lambda p: -p["words"])},
    }


def _evidence_of(value: Any, used: set[str], name: str = "") -> None:
    """Collects the evidence ids that `value` refers to."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _evidence_of(inner, used, key)
    elif isinstance(value, list):
        if name == "evidence":
            used.update(v for v in value if isinstance(v, str))
        else:
            for inner in value:
                _evidence_of(inner, used)
    elif name == "evidence" and isinstance(value, str):
        used.add(value)


def _nodes(data: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What the page says of the nodes it names."""
    named = {p["node"] for p in data["programmes"]} | {c["node"] for c in data["conflicts"]}
    named |= {other for c in data["conflicts"] for other in c.get("others", ())}
    waiting: list[Mapping[str, Any]] = [p["tree"] for p in data["programmes"]]
    while waiting:
        tree = waiting.pop()
        named.add(tree["node"])
        waiting += tree["children"]
    fields: Sequence[str] = ("kind", "number", "date", "issuer", "title")
    return {n: {k: nodes[n].get(k) for k in fields} for n in sorted(named) if n in nodes}
