"""The pages of a batch: `OUT/view/PATH.html` for each document, `OUT/compare/report.html` for the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from pipeline.report.comparison import comparison_page

FOLDER = "view"
REPORT = "report.html"


def place(out: Path, path: str) -> Path:
    """Where the evidence page of the document `path` (as the batch names it) is written. Parts of the path that would
    lead out of the folder, or that no file system takes, are rewritten."""
    parts = [
        p.replace("\\", "_").replace("\0", "_")[:200] for p in PurePosixPath(path).parts if p not in ("/", ".", "..")
    ]
    return out / FOLDER / Path(*parts[:-1], (parts[-1] if parts else "document") + ".html")


def write_pages(out: Path, *, lang: str, images: bool) -> Iterator[Path]:
    """Write the evidence page of every document of the batch `out`, and yield where each went. Raises OSError if there
    is no store, or a page cannot be written."""
    from pipeline.archive import store
    from pipeline.report.opening import page_of_published

    origin = _origin(out)
    for document in store.rows(str(out)):
        if document.record is None:
            continue
        record = json.loads(document.record)
        to = place(out, document.path)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(page_of_published(record, origin, lang=lang, images=images), encoding="utf-8")
        yield to


def _origin(out: Path) -> Path:
    """The folder the batch read, to find the files whose pages are shown."""
    try:
        source = json.loads((out / "run.json").read_text(encoding="utf-8"))["source"]
    except (OSError, ValueError, KeyError):
        return out
    return Path(source) if isinstance(source, str) else out


def write_report(out: Path, comparison: Mapping[str, Any], *, lang: str) -> Path:
    """Write the comparison report of the batch `out`; numbers lead to the evidence pages that `write_pages` wrote.
    Raises OSError if it cannot be written."""
    graph = out / "corpus" / "graph.json"
    nodes = json.loads(graph.read_text(encoding="utf-8"))["nodes"] if graph.exists() else []
    pages = {
        name: "../" + quote(to.relative_to(out).as_posix())
        for name, document in comparison["documents"].items()
        if (to := place(out, document["path"])).exists()
    }
    target = out / "compare" / REPORT
    target.parent.mkdir(parents=True, exist_ok=True)
    page = comparison_page(comparison, {n["id"]: n for n in nodes}, pages, lang=lang)
    target.write_text(page, encoding="utf-8")
    return target
