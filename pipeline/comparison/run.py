"""`kehoach compare`: an archive's records in, graph, tables, calendar and comparison.json out."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pipeline.comparison import coverage, duties, ics, reuse, spread, words
from pipeline.comparison.archive import Archive, quotes
from pipeline.comparison.tables import write_tables
from pipeline.corpus import cascade, exports, localities, network, reading


def _workers() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read(out: str | Path, *, as_of: str | None = None, workers: int | None = None) -> Archive:
    """The archive of a batch's OUT, linked. Raises FileNotFoundError if there are no records."""
    docs = reading.read(out, workers=workers or _workers(), more=words.of)
    found, where = localities.collect(docs, as_of)
    return Archive(docs, network.build(docs), found, where)


def compare(out: str | Path, *, as_of: str | None = None, workers: int | None = None) -> dict[str, Any]:
    """The comparison of a batch's OUT in the published form (pipeline/corpus/README.md). `as_of`: an ISO date whose
    administrative units localities are counted by. Raises FileNotFoundError if there are no records."""
    return compared(read(out, as_of=as_of, workers=workers), as_of)


def compared(archive: Archive, as_of: str | None) -> dict[str, Any]:
    """The comparison of an archive that is read already."""
    cover = {"indices": coverage.indices(archive), "cited": coverage.cited(archive)}
    measures = spread.measures(archive)
    years = coverage.years(archive)
    bodies = duties.responsibilities(archive)
    due = duties.calendar(archive)
    shared = reuse.reuse(archive)
    programmes = cascade.programmes(archive.network, archive.localities, archive.where)
    conflicts = archive.network.conflicts
    told = [e for row in cascade.rows(programmes) for e in row["evidence"]]
    told += [e for conflict in conflicts for value in conflict["values"] for e in value["evidence"]]
    counts = {
        "documents": len(archive.docs), "localities": sum(bool(p.documents) for p in archive.localities.values()),
        "nodes": len(archive.network.nodes), "edges": len(archive.network.edges), "measures": len(measures),
        "targets": sum(len(m["values"]) for m in measures), "passages": len(shared["passages"]),
        "conflicts": len(conflicts),
    }  # fmt: skip
    return {
        "schema_version": "1", "as_of": as_of, "counts": counts, "documents": _documents(archive),
        "localities": {id_: p.as_dict() for id_, p in archive.localities.items()},
        "evidence": quotes(archive, told), "coverage": cover, "measures": measures, "index_years": years,
        "responsibilities": bodies, "calendar": due, "reuse": shared, "programmes": programmes,
        "conflicts": conflicts, "in_force": network.in_force(archive.network, as_of) if as_of else [],
    }  # fmt: skip


def _documents(archive: Archive) -> dict[str, Any]:
    names = ("path", "kind", "number", "issuer", "level", "province", "district", "commune", "date", "year", "title")
    nodes = archive.network
    return {
        doc.id: {**{n: getattr(doc, n) for n in names}, "locality": archive.where[doc.id][0],
                 "node": nodes.nodes[nodes.of_document[doc.id]].id}
        for doc in archive.docs
    }  # fmt: skip


def run(out: str | Path, *, as_of: str | None = None, workers: int | None = None) -> dict[str, Any]:
    """Compare OUT and write `OUT/corpus` and `OUT/compare`; gives the comparison. Raises FileNotFoundError if there are
    no records, OSError if OUT cannot be written."""
    archive = read(out, as_of=as_of, workers=workers)
    result = compared(archive, as_of)
    for doc in archive.docs:
        doc.extra, doc.text = None, ""  # nothing needs them any more
    exports.write(Path(out) / "corpus", exports.as_dict(archive.network, result["programmes"]))
    folder = Path(out) / "compare"
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(folder, result)
    (folder / "calendar.ics").write_text(ics.calendar(result["calendar"], result["documents"]), "utf-8", newline="")
    _write_json(folder / "comparison.json", result)
    return result


def _write_json(path: Path, result: dict[str, Any]) -> None:
    """Part by part: the whole as one string would be the most that is ever held in memory."""
    with path.open("w", encoding="utf-8") as file:
        for n, (key, value) in enumerate(result.items()):
            file.write(f"{',' if n else '{'}{json.dumps(key)}:")
            file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        file.write("}\n")
