"""A batch: an archive in, a store of records and its tables out. What is done is never done again.

    list → hash → plan shards → engine → tables → run.json

Whatever ends a run, the next one continues: finished shards are in `OUT/store`, the documents of unfinished ones in
spools, and tables are made from the store alone, in the order of paths.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.archive import listing, plan, run_file, spool, storage, store, tables
from pipeline.archive.engines import Engine, InProcess, Pool
from pipeline.archive.guard import Control, Killed
from pipeline.archive.interrupts import Interrupts
from pipeline.archive.meta import load
from pipeline.archive.settings import Limits, Settings
from pipeline.archive.work import Outcome
from pipeline.export.progress import Progress, silent

_ROUNDS = 3  # files that change while they are read are listed again so often


class Interrupted(Exception):
    """The run was told to stop; the next one continues."""


class InUse(OSError):
    """Another run is writing to the same OUT."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch did: `documents` of the archive, of which `duplicates` have the bytes of another and `processed`
    were not in the store yet; `failed`; `skipped` for want of a tool, with `advice` on how to get each; rows by table
    in `counts`; `seconds` of wall time; `bytes_read`."""

    documents: int
    failed: int
    counts: dict[str, int]
    seconds: float
    bytes_read: int
    skipped: int = 0
    advice: tuple[str, ...] = ()
    duplicates: int = 0
    processed: int = 0


@dataclass(slots=True)
class _Run:
    """One run as it goes on."""

    source: str
    out: str
    settings: Settings
    engine: Engine
    control: Control
    formats: Sequence[str] | None = None
    plan: plan.Plan = field(default_factory=plan.Plan)
    outcome: Outcome = field(default_factory=Outcome)
    processed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, phase: str) -> Iterator[None]:
        """Add the time of what is done to `phase`."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[phase] = self.seconds.get(phase, 0.0) + time.monotonic() - began


def workers_by_default() -> int:
    """One worker per core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_batch(
    source: str,
    out: str | Path,
    *,
    workers: int,
    layers: Sequence[str],
    scheduler: str | None = None,
    limits: Limits | None = None,
    verify: bool = False,
    retry_failed: bool = False,
    meta: str | Path | None = None,
    formats: Sequence[str] | None = None,
    progress: Progress = silent,
) -> Summary:
    """Process what `out` lacks of `source` and write its tables and `run.json`. See `pipeline.archive.inputs.found` for
    `source`; `out` is a folder or an fsspec URL.

    `workers`: processes, 0 for none but this one (time and memory are not limited then). `scheduler`: address of a Dask
    scheduler, or "local". `verify` hashes every file again; `retry_failed` tries failed documents again.
    `meta`: a table of what files don't say (pipeline.archive.meta); `formats`: see pipeline.archive.tables.write.
    `progress` is called after every document, from any thread (see pipeline.export.progress).
    Raises FileNotFoundError for an empty source, OSError if `out` cannot be written, Interrupted.
    """
    place = storage.local(str(out))
    vocabulary = os.environ.get("KEHOACH_VOCABULARY")
    settings = Settings(tuple(layers), limits or Limits(), str(Path(vocabulary).absolute()) if vocabulary else None)
    if meta:
        load(meta)  # a wrong table is told before anything is done
        settings = replace(settings, meta=str(Path(meta).absolute()))
    storage.make_folder(store.folder(place))
    with _locked(place), Interrupts() as interrupts:
        engine = _engine(scheduler, workers, private=storage.is_private(place) or storage.is_private(source))
        run = _Run(str(source), place, settings, engine, Control(interrupts.stopping, interrupts.killed), formats)
        began = time.monotonic()
        try:
            _work(run, progress, verify=verify, retry_failed=retry_failed)
        except Killed as e:
            raise Interrupted(_message(run)) from e
        if interrupts.stopping():
            raise Interrupted(_message(run))
        with run.timed("tables"):
            progress(run.plan.documents, run.plan.documents, 0, stage="stage_tables")
            tables_of = fingerprint(place, formats)
            counts = _tables(run, tables_of)
        summary = _summary(run, counts, time.monotonic() - began)
        content = run_file.content(run.source, run.settings, run.engine, summary, run.outcome, run.seconds)
        run_file.write(place, content, tables_of)
    return summary


def _engine(scheduler: str | None, workers: int, *, private: bool) -> Engine:
    if private or (workers == 0 and not scheduler):
        return InProcess()
    if scheduler:
        from pipeline.archive.cluster import Cluster

        return Cluster(scheduler, max(1, workers))
    return Pool(workers)


def _message(run: _Run) -> str:
    return f"stopped; {run.outcome.counts.get('ok', 0):,} documents of this run are kept, the same command continues"


def _work(run: _Run, progress: Progress, *, verify: bool, retry_failed: bool) -> None:
    """List and process until nothing is left to do, or it keeps changing."""
    with run.timed("salvage"):
        spool.salvage(run.out)
    for again in range(_ROUNDS):
        with run.timed("list"):
            retry = retry_failed and not again
            run.plan = plan.make(
                run.source, run.out, run.settings, max(1, run.engine.workers), verify=verify, retry_failed=retry
            )
        if not run.plan.todo or run.control.stopping():
            return
        changed = run.outcome.changed
        spent = run_file.processor_time()
        with run.timed("process"):
            _process(run, progress)
        run.seconds["process_cpu"] = run.seconds.get("process_cpu", 0.0) + run_file.processor_time() - spent
        if run.outcome.changed == changed or run.control.stopping():
            return


def _process(run: _Run, progress: Progress) -> None:
    total, stored = run.plan.documents - run.plan.duplicates, run.plan.documents - run.plan.duplicates - run.plan.todo
    done, failed, skipped, ocr_pages = stored, 0, 0, 0

    def count(status: str, size: int, by_ocr: int) -> None:
        """Tell the one who watches."""
        nonlocal done, failed, skipped, ocr_pages
        done, failed, skipped = done + 1, failed + (status == "failed"), skipped + (status == "skipped")
        ocr_pages += by_ocr
        progress(min(done, total), total, failed, skipped=skipped, ocr_pages=ocr_pages)

    run.control.done = count
    progress(done, total, failed)
    for outcome in run.engine.run(plan.tasks(run.out, run.settings), run.control):
        run.outcome.add(outcome)
        run.processed += sum(outcome.counts.values())
    with suppress(OSError):
        os.rmdir(spool.folder(run.out))


def _tables(run: _Run, tables_of: str) -> dict[str, int]:
    """Write the tables, unless those there are of the same store; gives the rows of each."""
    before = run_file.read(run.out)
    if before.get("tables_of") == tables_of and _whole(run.out, before.get("files", {})):
        return {name: int(n) for name, n in before["rows"].items()}
    return tables.write(run.out, store.rows(run.out), formats=run.formats)


def fingerprint(out: str, formats: Sequence[str] | None = None) -> str:
    """Names all that the tables of `out` are made of: the listing, the shards, the program that writes them."""
    digest = hashlib.sha256(f"{version('kehoach')}{sorted(formats) if formats else None}".encode())
    for shard in store.shards(out):
        digest.update(shard.name.encode())
    for one in listing.read(out):
        digest.update(f"{one.path}\0{one.sha256}\0{one.original}\n".encode())
    for name in sorted(("archive", "export")):
        for path in sorted((Path(__file__).parent.parent / name).glob("*.py")):
            digest.update(path.read_bytes())
    corrections = storage.join(out, "corrections.csv")
    if storage.exists(corrections):
        digest.update(storage.read(corrections, 1 << 30))
    return digest.hexdigest()


def _whole(out: str, files: dict[str, Any]) -> bool:
    """Whether the tables are as they were written."""
    return bool(files.get("tables")) and files == run_file.files(out)


def _summary(run: _Run, counts: dict[str, int], seconds: float) -> Summary:
    """Counts over the whole archive, not over this run alone."""
    failed = skipped = 0
    advice: set[str] = set()
    for status, wanted in store.states(run.out):
        failed += status == "failed"
        skipped += status == "skipped"
        if status == "skipped":
            advice.add(wanted)
    made = run.plan
    return Summary(
        made.documents, failed, counts, seconds, made.bytes, skipped, tuple(sorted(advice)), made.duplicates,
        run.processed,
    )  # fmt: skip


@contextmanager
def _locked(out: str) -> Iterator[None]:
    """Two runs into one OUT would only do the same work twice; the second is told. A killed run leaves no lock."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    if storage.is_url(out):
        yield
        return
    with open(os.path.join(out, ".lock"), "a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise InUse(None, "another run is writing there", out) from e
        yield
