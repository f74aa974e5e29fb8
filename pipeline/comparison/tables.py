"""The comparison as CSV tables for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.comparison.duties import ROLES
from pipeline.corpus import cascade
from pipeline.corpus.exports import write_csv

Row = Mapping[str, Any]
_SPREAD = ("status", "year", "level", "n", "min", "q1", "median", "q3", "max", "mean")
_VALUE = ("locality", "locality_name", "document", "level", "year", "scope", "status", "comparator", "value",
          "value_max", "due", "body", "outlier", "evidence")  # fmt: skip
_MEASURE = ("id", "name", "canonical", "type", "unit", "index", "localities")


def write_tables(folder: Path, result: Row) -> None:
    """All tables of a comparison (published form) into `folder`."""
    names = {id_: place["name"] for id_, place in result["localities"].items()}
    for kind in ("indices", "cited"):
        _matrix(folder / f"coverage_{kind}.csv", result["coverage"][kind], names)
    for name, (columns, rows) in _TABLES.items():
        write_csv(folder / f"{name}.csv", columns, [_named(row, names) for row in rows(result)])


def _named(row: Row, names: Mapping[str, str]) -> Row:
    return {**row, "locality_name": names.get(row.get("locality") or "")}


def _matrix(path: Path, matrix: Row, names: Mapping[str, str]) -> None:
    """Localities down, columns across, mentions in the cells."""
    counts = {(c["row"], c["column"]): c["mentions"] for c in matrix["cells"]}
    columns = {f"{c['id']} {c['name']}" if c["name"] != c["id"] else c["id"]: c["id"] for c in matrix["columns"]}
    rows = [
        {
            "locality": row,
            "locality_name": names.get(row),
            **{h: counts.get((row, id_), 0) for h, id_ in columns.items()},
        }
        for row in matrix["rows"]
    ]
    write_csv(path, ("locality", "locality_name", *columns), rows)


def _values(result: Row) -> Iterator[Row]:
    for m in result["measures"]:
        for v in m["values"]:
            yield {"measure": m["id"], "measure_name": m["name"], "type": m["type"], "unit": m["unit"], **v}


def _spreads(result: Row) -> Iterator[Row]:
    for m in result["measures"]:
        for s in m["spread"]:
            yield {"measure": m["id"], "measure_name": m["name"], "type": m["type"], "unit": m["unit"], **s}


def _variants(result: Row) -> Iterator[Row]:
    for m in result["measures"]:
        for v in m["variants"]:
            yield {"measure_name": m["name"], **v, "measure": m["id"], "wording": v["measure"]}


def _years(result: Row) -> Iterator[Row]:
    for y in result["index_years"]:
        flat = {**y}
        for side in ("target", "result"):
            told = y[side] or {}
            flat |= {side: told.get("value"), f"{side}_comparator": told.get("comparator"),
                     f"{side}_evidence": told.get("evidence")}  # fmt: skip
        yield flat


def _conflicts(result: Row) -> Iterator[Row]:
    for c in result["conflicts"]:
        for v in c["values"]:
            yield {**c, **v}


def _reuse(result: Row) -> Iterator[Row]:
    for d in result["reuse"]["documents"]:
        yield {
            **d,
            "path": result["documents"][d["document"]]["path"],
            "sources": [s["document"] for s in d["sources"]],
        }


def _gaps(result: Row) -> Iterator[Row]:
    for p in result["programmes"]:
        for g in p["gaps"]:
            yield {"programme": p["node"], "programme_name": p["name"], **g, "locality": g["province"],
                   "with": g["with"], "with_count": len(g["with"]), "without_count": len(g["without"]),
                   "absent": "; ".join(g["absent"])}  # fmt: skip


def _localities(result: Row) -> Iterator[Row]:
    for id_, place in result["localities"].items():
        yield {"locality": id_, **place, "documents": len(place["documents"])}


_ID = ("measure", "measure_name", "type", "unit")
_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Row], Any]]] = {
    "measures": (_MEASURE, lambda r: r["measures"]),
    "measure_wordings": (("measure", "measure_name", "wording", "count", "similarity"), _variants),
    "measure_values": ((*_ID, *_VALUE), _values),
    "spread": ((*_ID, *_SPREAD), _spreads),
    "index_years": (("locality", "locality_name", "index", "type", "unit", "year", "target", "target_comparator",
                     "result", "met", "target_evidence", "result_evidence"), _years),
    "bodies": (("body", "locality", "locality_name", *ROLES, "documents", "load", "evidence"),
               lambda r: r["responsibilities"]["bodies"]),
    "tasks": (("body", "role", "task", "document", "locality", "locality_name", "due", "evidence"),
              lambda r: r["responsibilities"]["tasks"]),
    "calendar": (("start", "end", "rule", "kind", "what", "body", "document", "locality", "locality_name", "evidence"),
                 lambda r: r["calendar"]),
    "reuse_documents": (("document", "path", "words", "copied", "own", "sources"), _reuse),
    "reuse_passages": (("document", "start", "end", "source", "source_start", "source_end", "words", "similarity",
                        "relation", "quote", "source_quote"), lambda r: r["reuse"]["passages"]),
    "cascade": (("programme", "node", "parent", "depth", "locality", "locality_name", "documents", "evidence"),
                lambda r: cascade.rows(r["programmes"])),
    "gaps": (("programme", "programme_name", "province", "locality_name", "level", "units", "with_count",
              "without_count", "with", "without", "absent"), _gaps),
    "conflicts": (("type", "node", "others", "value", "count", "evidence"), _conflicts),
    "in_force": (("node", "status", "replaced_by", "amended_by"), lambda r: r["in_force"]),
    "localities": (("locality", "name", "level", "code", "province", "parent", "documents", "flags", "successors",
                    "from"), _localities),
}  # fmt: skip
