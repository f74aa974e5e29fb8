"""A batch: an archive in, records and tables out."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.archive import tables
from pipeline.archive.inputs import documents
from pipeline.archive.pool import run
from pipeline.archive.store import StoredDocument
from pipeline.ingest import office


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch did: `counts` by table, `seconds` of wall time, `bytes_read`; `skipped` for want of a tool, with
    `advice` on how to get each."""

    documents: int
    failed: int
    counts: dict[str, int]
    seconds: float
    bytes_read: int
    skipped: int = 0
    advice: tuple[str, ...] = ()


def workers_by_default() -> int:
    """One worker per core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_batch(
    source: str,
    out: Path,
    *,
    workers: int,
    layers: Sequence[str],
    progress: Callable[[int, int, int], None] = lambda done, total, failed: None,
) -> Summary:
    """Process every document of `source` into `out`: `records/records.jsonl`, `tables/*.csv`, `run.json`.

    `progress(done, total, failed)` is called after every document. Raises FileNotFoundError for an empty source,
    OSError if `out` cannot be written.
    """
    began = time.monotonic()
    paths = documents(source)
    root = source if Path(source).is_dir() else ""
    wanting: Counter[str] = Counter()
    failed = 0

    def stored() -> Iterator[StoredDocument]:
        nonlocal failed
        with office.convert(paths) as converted:
            outcomes = run(paths, root=root, layers=layers, workers=workers, converted=converted)
            for done, (name, line, failure) in enumerate(outcomes, 1):
                if failure is not None and failure["status"] == "skipped":
                    wanting[failure["advice"]] += 1
                elif failure is not None:
                    failed += 1
                progress(done, len(paths), failed)
                if line is not None:
                    yield StoredDocument(name, "", "", 0, "ok", line)
                elif failure is not None:
                    yield StoredDocument(document_id="", sha256="", bytes=0, **failure)

    counts = tables.write(out, stored())
    size = sum(p.stat().st_size for p in paths if p.exists())
    seconds = time.monotonic() - began
    summary = Summary(len(paths), failed, counts, seconds, size, wanting.total(), tuple(sorted(wanting)))
    _write_run(out, source, workers, layers, summary)
    return summary


def _write_run(out: Path, source: str, workers: int, layers: Sequence[str], summary: Summary) -> None:
    run_json = {
        "kehoach": version("kehoach"),
        "source": source,
        "layers": list(layers),
        "workers": workers,
        "documents": summary.documents,
        "failed": summary.failed,
        "skipped": summary.skipped,
        "rows": summary.counts,
        "bytes": summary.bytes_read,
        "seconds": round(summary.seconds, 3),
    }
    (out / "run.json").write_text(json.dumps(run_json, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
