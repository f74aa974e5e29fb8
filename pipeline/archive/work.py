"""What a worker does with the documents of a shard, in whatever process it runs."""

from __future__ import annotations

import errno
import hashlib
import importlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.archive import storage
from pipeline.archive.settings import Settings
from pipeline.archive.spool import Spool
from pipeline.archive.store import StoredDocument
from pipeline.errors import KehoachError, LimitExceeded, MissingTool, UnreadableInput

if TYPE_CHECKING:
    from pipeline.archive.meta import Meta

FAULTS = "KEHOACH_FAULTS"
# The machine is at fault, not the document: the run stops.
_OURS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})
_NEVER_CONVERTED = frozenset(".txt .text .md .pdf .html .htm .docx .png .jpg .jpeg .tif .tiff .odt".split())
_SLOWEST = 10
_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Item:
    """One document to do: its path in tables, where it lies, and the hash and size it had when it was listed."""

    path: str
    location: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Task:
    """One shard to do."""

    number: int
    items: tuple[Item, ...]
    out: str
    settings: Settings
    key: str
    retry: str


@dataclass(slots=True)
class Outcome:
    """What became of a shard: counts by status, advice on missing tools, documents that changed or vanished since they
    were listed, workers lost, the slowest documents (seconds, path)."""

    counts: dict[str, int] = field(default_factory=dict)
    advice: set[str] = field(default_factory=set)
    bytes: int = 0
    pages: int = 0
    seconds: float = 0.0
    changed: int = 0
    deaths: int = 0
    slowest: list[tuple[float, str]] = field(default_factory=list)
    worker_memory: int = 0
    stopped: bool = False

    def take(self, event: Mapping[str, Any], path: str) -> None:
        """Count one document by its event "done" (see `run`)."""
        self.count(event["status"], event["bytes"], event["pages"])
        self.changed += event["changed"]
        if event["advice"]:
            self.advice.add(event["advice"])
        self.slowest = sorted([*self.slowest, (event["seconds"], path)], reverse=True)[:_SLOWEST]

    def count(self, status: str, size: int, pages: int) -> None:
        """Count one document."""
        self.counts[status] = self.counts.get(status, 0) + 1
        self.bytes += size
        self.pages += pages

    def add(self, other: Outcome) -> None:
        """Take the counts of another shard to these."""
        for status, n in other.counts.items():
            self.counts[status] = self.counts.get(status, 0) + n
        self.advice |= other.advice
        for name in ("bytes", "pages", "seconds", "changed", "deaths"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest = sorted([*self.slowest, *other.slowest], reverse=True)[:_SLOWEST]
        self.worker_memory = max(self.worker_memory, other.worker_memory)
        self.stopped = self.stopped or other.stopped


@dataclass(frozen=True, slots=True)
class Done:
    """One document done: `row` is None if it is gone."""

    row: StoredDocument | None
    pages: int = 0
    changed: bool = False
    exhausted: bool = False
    ocr_pages: int = 0


def failed(
    item: Item, stage: str, page: int | None, cause: str, advice: str, *, skipped: bool = False
) -> StoredDocument:
    """The row of a document that failed or was skipped."""
    status = "skipped" if skipped else "failed"
    return StoredDocument(
        item.path, item.sha256[:16], item.sha256, item.bytes, status,
        stage=stage, page=page, cause=cause, advice=advice,
    )  # fmt: skip


def load() -> None:
    """Import what documents need, once a worker."""
    for name in ("pipeline.process", "pipeline.records", "pipeline.ingest.reader"):
        importlib.import_module(name)


def _fault(path: str) -> None:
    """Tests name a module whose `before(path)` does harm."""
    name = os.environ.get(FAULTS)
    if name:
        importlib.import_module(name).before(path)


def process(
    item: Item, settings: Settings, converted: Mapping[str, str] = _NONE, at: Callable[[str], None] = lambda stage: None
) -> Done:
    """Read and extract one document; `at(stage)` is told where it is. Raises OSError if the machine is at fault."""
    now = item
    try:
        at("ingest")
        _fault(item.path)
        data = storage.read(item.location, settings.limits.bytes)
        now = Item(item.path, item.location, hashlib.sha256(data).hexdigest(), len(data))
        row, pages, ocr_pages = _extracted(now, data, settings, converted, at)
        return Done(row, pages, now.sha256 != item.sha256, ocr_pages=ocr_pages)
    except MemoryError:
        return Done(out_of_memory(now, settings), exhausted=True)
    except UnreadableInput as error:
        gone = now is item and item.sha256 and not storage.exists(item.location.partition("!/")[0])
        return Done(None if gone else _failure(now, error), changed=bool(gone))
    except Exception as error:  # whatever a hostile file provokes is that file's failure, not the batch's
        if isinstance(error, OSError) and error.errno in _OURS:
            raise
        return Done(_failure(now, error), changed=now.sha256 != item.sha256)


def out_of_memory(item: Item, settings: Settings) -> StoredDocument:
    """The row of a document that needs more memory than it may have."""
    size = f"{settings.limits.memory / 1024**2:,.0f} MiB"
    return failed(item, "extract", None, f"it needs more than {size} of memory", "Raise --memory, or split it")


def _extracted(
    item: Item, data: bytes, settings: Settings, converted: Mapping[str, str], at: Callable[[str], None]
) -> tuple[StoredDocument, int, int]:
    from pipeline.archive.meta import NOTHING, for_path
    from pipeline.ingest import reader
    from pipeline.process import extract_source
    from pipeline.records import to_json

    limit = settings.limits.pages
    _check_pages(item.path, _pages_of_pdf(data), limit)
    source = reader.read_bytes(data, item.path, reader.ReadOptions(converted=converted))
    _check_pages(item.path, len(source.pages), limit)
    at("extract")
    hints = for_path(item.path, _meta(settings.meta) if settings.meta else NOTHING)
    record = to_json(extract_source(source, layers=settings.layers, hints=hints), indent=None, layers=settings.layers)
    # A lone surrogate (a broken text layer) cannot be written as UTF-8.
    record = record.encode("utf-8", "replace").decode("utf-8")
    row = StoredDocument(item.path, item.sha256[:16], item.sha256, item.bytes, "ok", record)
    return row, len(source.pages), sum(page.text_source == "ocr" for page in source.pages)


@lru_cache(maxsize=2)
def _meta(file: str) -> Meta:
    from pipeline.archive.meta import load as load_meta

    return load_meta(file)


def _check_pages(path: str, pages: int, limit: int) -> None:
    if pages > limit:
        raise LimitExceeded(path, f"{pages:,} pages", f"Split it, or raise --max-pages; the limit is {limit:,} pages")


def _pages_of_pdf(data: bytes) -> int:
    """The number of pages, before any is read; 0 if that is for the reader to find out."""
    if not data.startswith(b"%PDF"):
        return 0
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(pdf)
    finally:
        pdf.close()


def _failure(item: Item, error: Exception) -> StoredDocument:
    if isinstance(error, KehoachError):
        skipped = isinstance(error, MissingTool)
        return failed(item, error.stage, error.page, error.cause, error.advice, skipped=skipped)
    cause = f"{type(error).__name__}: {error}"
    return failed(item, "extract", None, cause, "Report this document to the developers")


def _converted(items: Sequence[Item], stack: ExitStack) -> dict[str, str]:
    """The .docx made of the .doc and .rtf files among `items`, by path: LibreOffice starts once for many."""
    from pipeline.ingest import office

    old = {
        i.location: i.path
        for i in items
        if not storage.is_url(i.location) and Path(i.location).suffix.lower() not in _NEVER_CONVERTED
    }
    made = stack.enter_context(office.convert(list(old))) if len(old) > 1 else {}
    return {old[location]: docx for location, docx in made.items()}


def run(
    items: Sequence[Item],
    settings: Settings,
    spool: Spool,
    *,
    convert: bool,
    emit: Callable[[dict[str, Any]], None],
    stopping: Callable[[], bool],
) -> Iterator[int]:
    """Do `items` one by one into `spool`; gives the index of each that is done. Before each one `stopping()` is asked.

    `emit` gets {"e": "convert"}, {"e": "begin", "i", "stage"} and {"e": "done", "i", …}; a document whose memory ran
    out is not in the spool ("exhausted": it deserves a fresh worker). Raises OSError if the disk is full.
    """
    with ExitStack() as stack:
        made: Mapping[str, str] = _NONE
        if convert:
            emit({"e": "convert", "n": len(items)})
            made = _converted(items, stack)
        for i, item in enumerate(items):
            if stopping():
                return
            began = time.monotonic()
            done = process(item, settings, made, lambda stage, i=i: emit({"e": "begin", "i": i, "stage": stage}))  # type: ignore[misc]
            row = done.row
            if row is not None and not done.exhausted:
                spool.append(row)
            emit(
                {
                    "e": "done", "i": i, "status": row.status if row else "gone", "pages": done.pages,
                    "ocr": done.ocr_pages,
                    "bytes": row.bytes if row else 0, "changed": done.changed, "exhausted": done.exhausted,
                    "advice": row.advice if row and row.status == "skipped" else None,
                    "seconds": round(time.monotonic() - began, 4),
                }
            )  # fmt: skip
            yield i
            if done.exhausted:
                return
