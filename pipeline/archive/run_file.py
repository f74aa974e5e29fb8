"""`OUT/run.json`: with what a run worked, what it did and how fast. Times are here and never in the tables."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from pipeline.archive import storage
from pipeline.archive.settings import Settings, program
from pipeline.archive.work import Outcome

if TYPE_CHECKING:
    from pipeline.archive.batch import Summary
    from pipeline.archive.engines import Engine

NAME = "run.json"
_LIBRARIES = ("distributed", "lxml", "pyarrow", "pypdfium2", "regex", "spacy", "tesserocr", "underthesea")


def content(
    source: str, settings: Settings, engine: Engine, summary: Summary, outcome: Outcome, seconds: dict[str, float]
) -> dict[str, Any]:
    """What `run.json` says. `rates` are of this run's own documents over the time of processing."""
    spent = seconds.get("process", 0.0)
    return {
        "kehoach": version("kehoach"),
        "program": program(),
        "versions": {"python": platform.python_version()} | {n: v for n in _LIBRARIES if (v := _version(n))},
        "source": source,
        "layers": list(settings.layers),
        "settings": settings.as_json() | {"key": settings.key(), "retry": settings.retry()},
        "engine": engine.name,
        "workers": engine.workers,
        "documents": summary.documents,
        "duplicates": summary.duplicates,
        "failed": summary.failed,
        "skipped": summary.skipped,
        "rows": summary.counts,
        "bytes": summary.bytes_read,
        "seconds": round(summary.seconds, 3),
        "ended": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "phases": {name: round(value, 3) for name, value in seconds.items()},
        "this_run": {
            "documents": summary.processed,
            "bytes": outcome.bytes,
            "pages": outcome.pages,
            "changed": outcome.changed,
            "workers_lost": outcome.deaths,
            "documents_per_second": round(summary.processed / spent, 2) if spent else None,
            "megabytes_per_second": round(outcome.bytes / spent / 1e6, 3) if spent else None,
            "slowest": [{"path": path, "seconds": round(taken, 3)} for taken, path in outcome.slowest],
            "worker_memory": outcome.worker_memory,
            "parent_memory": memory(),
        },
    }


def write(out: str, content: dict[str, Any], tables_of: str) -> None:
    """Write `run.json` whole. `tables_of`: see pipeline.archive.batch.fingerprint."""
    whole = content | {"tables_of": tables_of, "files": files(out)}
    storage.write_text(storage.join(out, NAME), json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


def read(out: str) -> dict[str, Any]:
    """The last run's file, {} if there is none that can be read."""
    try:
        with storage.opened(storage.join(out, NAME)) as file:
            found = json.loads(file.read())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def files(out: str) -> dict[str, dict[str, int]]:
    """Sizes of the files that tables are in, by folder and name."""
    return {folder: storage.sizes(storage.join(out, folder)) for folder in ("records", "tables", "parquet")}


def memory() -> int:
    """Peak memory of this process in bytes, 0 if the system doesn't tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def processor_time() -> float:
    """Seconds of processor time of this process and its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
