"""A batch: an archive in, records and tables out."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.archive.inputs import documents
from pipeline.archive.pool import as_record, run
from pipeline.export.csv_files import Writer
from pipeline.export.tables import TABLES, rows
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
    (out / "records").mkdir(parents=True, exist_ok=True)
    (out / "tables").mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    wanting: Counter[str] = Counter()
    with ExitStack() as stack:
        converted = stack.enter_context(office.convert(paths))
        lines = stack.enter_context(_replacing(out / "records" / "records.jsonl"))
        writers = {
            name: Writer(stack.enter_context(_replacing(out / "tables" / f"{name}.csv")), columns)
            for name, columns in TABLES.items()
        }
        outcomes = run(paths, root=root, layers=layers, workers=workers, converted=converted)
        for done, (_, line, failed) in enumerate(outcomes, 1):
            if failed is not None:
                writers["failures"].write(failed)
                counts["failures"] += 1
                if failed["status"] == "skipped":
                    wanting[failed["advice"]] += 1
            elif line is not None:
                lines.write(line + "\n")
                _write_rows(as_record(line), writers, counts)
            progress(done, len(paths), counts["failures"] - wanting.total())
    size = sum(p.stat().st_size for p in paths if p.exists())
    failures = counts["failures"] - wanting.total()
    seconds = time.monotonic() - began
    summary = Summary(len(paths), failures, dict(counts), seconds, size, wanting.total(), tuple(sorted(wanting)))
    _write_run(out, source, workers, layers, summary)
    return summary


def _write_rows(record: dict[str, Any], writers: dict[str, Writer], counts: Counter[str]) -> None:
    for table, writer in writers.items():
        if table != "failures":
            for row in rows(record, table):
                writer.write(row)
                counts[table] += 1


class _replacing:
    """An open text file that takes its final name only when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path, self.part = path, path.with_name(path.name + ".part")

    def __enter__(self) -> Any:
        self.file = self.part.open("w", encoding="utf-8", newline="")
        return self.file

    def __exit__(self, kind: object, *_: object) -> None:
        self.file.close()
        if kind is None:
            self.part.replace(self.path)


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
