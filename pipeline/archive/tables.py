"""The tables of a batch, made from the rows of its store in one stream, in every format asked for.

Everything is written beside its place and takes its name at the end, so that a reader never meets half a table and an
interrupted run leaves the old ones. Memory doesn't grow with the archive: what has to wait for the end waits on disk.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pipeline.archive import corrections, outputs, writers
from pipeline.archive.duplicates import Register
from pipeline.archive.review import Review
from pipeline.export.tables import PER_DOCUMENT, TABLES, document_row, values

FORMATS = ("csv", "jsonl", "parquet", "sqlite", "xlsx")
XLSX_ROWS = 50_000  # rows up to which a workbook is made unasked: beyond, it takes longer than all else together
_AT_ONCE = 64  # documents whose rows are handed to the writers together
_MANY = 256  # documents from which on formats are written by processes of their own


class Stored(Protocol):
    """One document as a store gives it (see pipeline.archive.store.StoredDocument)."""

    @property
    def path(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def record(self) -> str | None: ...
    @property
    def stage(self) -> str | None: ...
    @property
    def page(self) -> int | None: ...
    @property
    def cause(self) -> str | None: ...
    @property
    def advice(self) -> str | None: ...


class Same(Protocol):
    """A file whose bytes another path had before it (see pipeline.archive.listing.Listed)."""

    @property
    def path(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def original(self) -> str | None: ...


@dataclass(slots=True)
class Report:
    """What the tables hold, for the summary: `counts` rows by table; documents by kind, level and province; failures by
    cause with what to do; `review` facts worth checking (more than are listed); `formats` written; `left_out` formats
    that were not made because the archive is too large for them."""

    counts: Counter[str] = field(default_factory=Counter)
    documents: dict[str, Counter[str]] = field(
        default_factory=lambda: {"kind": Counter(), "level": Counter(), "province": Counter()}
    )
    failures: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    review: int = 0
    corrected: int = 0
    wrong_corrections: int = 0
    ocr_pages: int = 0
    formats: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As written to `summary.json`: the same for the same archive."""

        def by_number(counts: Counter[Any]) -> list[tuple[Any, int]]:
            return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:100]

        causes = [
            {"status": status, "cause": cause, "advice": advice, "documents": n}
            for (status, cause, advice), n in by_number(self.failures)
        ]
        return {
            "rows": {table: self.counts[table] for table in TABLES},
            "documents": {name: dict(by_number(counts)) for name, counts in self.documents.items()},
            "failures": causes,
            "review": self.review,
            "corrections": {"applied": self.corrected, "wrong": self.wrong_corrections},
            "ocr_pages": self.ocr_pages,
            "formats": list(self.formats),
            "left_out": list(self.left_out),
        }


def write(
    out: Path | str,
    rows: Iterable[Stored],
    *,
    same: Iterable[Same] | None = None,
    formats: Sequence[str] | None = None,
    xlsx_rows: int = XLSX_ROWS,
) -> dict[str, int]:
    """Write `rows` (one a document, sorted by path) to the folder or fsspec URL `out` in `formats` (of FORMATS; None:
    all, a workbook only up to `xlsx_rows` rows), with `datapackage.json` and `summary.json`. `out/corrections.csv` is
    applied. `same`: files left out of `rows` because another has their bytes (None: those of the listing in `out`);
    repeated bytes in `rows` count once too. Gives the number of rows by table.

    Raises OSError if `out` cannot be written."""
    stage = outputs.stage(out)
    try:
        same = _repeated(str(out)) if same is None else same
        report = _build(stage, rows, same, outputs.read(out, "corrections.csv"), formats, xlsx_rows)
        text = json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n"
        (stage / outputs.DONE / "summary.json").write_text(text, encoding="utf-8")
        outputs.publish(stage / outputs.DONE, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return {table: report.counts[table] for table in TABLES}


def _repeated(out: str) -> Iterable[Same]:
    """The files of the listing in `out` whose bytes another had before them."""
    from pipeline.archive import listing, storage, store

    return store.duplicates(out) if storage.exists(listing.place(out)) else ()


def _build(
    stage: Path, rows: Iterable[Stored], same: Iterable[Same], corrected: bytes | None, formats: Sequence[str] | None,
    xlsx_rows: int,
) -> Report:  # fmt: skip
    from pipeline.export import datapackage

    chosen = tuple(f for f in FORMATS if formats is None or f in formats)
    sink = _Sink(stage, chosen, None if formats is not None else xlsx_rows)
    report = Report()
    fixes = corrections.parse(corrected) if corrected is not None else corrections.Corrections()
    review, register = Review(), Register(stage / "register")
    waiting = _Waiting(stage / "documents.pickle")
    try:
        for stored in rows:
            if stored.record is None:
                failure = {c: getattr(stored, c) for c in TABLES["failures"]}
                sink.add("failures", [failure])
                _count_failure(report, failure)
            else:
                _take(stored, sink, report, fixes, review, register, waiting)
        for other in same:
            register.repeated(other.path, other.sha256[:16], other.original)
        register.compare()
        for document in waiting:
            document["similar_to"], document["similarity"] = register.similar_to(document["document_id"]) or (
                None,
                None,
            )
            sink.add("documents", [document])
        sink.add("duplicates", register.rows())
        sink.add("review", review.rows())
        results = list(fixes.rows())
        sink.add("corrections", results)
        sink.close()
    finally:
        register.close()
        sink.abandon()
    report.counts = sink.counts
    report.review = review.seen
    report.corrected = sum(row["status"] == "applied" for row in results)
    report.wrong_corrections = len(results) - report.corrected
    report.formats = tuple(f for f in chosen if f not in sink.left_out)
    report.left_out = tuple(sink.left_out)
    parts = sorted((p.name for p in (sink.home / "records").glob("*.jsonl")), key=lambda name: (len(name), name))
    datapackage.write(sink.home / "datapackage.json", report.formats, parts)
    return report


def _take(
    stored: Stored, sink: _Sink, report: Report, fixes: corrections.Corrections, review: Review, register: Register,
    waiting: _Waiting,
) -> None:  # fmt: skip
    """One document that was read: unless its bytes are known already, its rows, its line, its place in the lists."""
    line = stored.record or ""
    record = json.loads(line)
    document_id = record["source"]["sha256"][:16]
    if not register.first(document_id, stored.path):
        return
    if fixes.apply(record, document_id, stored.path):
        line = json.dumps(record, ensure_ascii=False)
    document = record["document"]
    register.add(document_id, document, record.get("text") or "")
    review.add(record)
    for name, counts in report.documents.items():
        counts[document[name] or ""] += 1
    report.ocr_pages += sum(page["text_source"] == "ocr" for page in record["source"]["pages"])
    sink.line(line)
    for table in PER_DOCUMENT:
        if table == "documents":
            waiting.add(document_row(record))
        else:
            sink.add_values(table, values(record, table))


def _count_failure(report: Report, failure: dict[str, Any]) -> None:
    # Numbers in a cause (sizes, pages) would make every failure a cause of its own.
    cause = "".join("#" if ch.isdigit() else ch for ch in failure["cause"] or "")
    while "##" in cause:
        cause = cause.replace("##", "#")
    key = (failure["status"], cause, failure["advice"] or "")
    if key in report.failures or len(report.failures) < 1_000:
        report.failures[key] += 1


class _Waiting:
    """Rows of `documents`, on disk until the whole archive is known."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")

    def add(self, row: dict[str, Any]) -> None:
        """Append a row."""
        pickle.dump(row, self._file, protocol=5)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._file.close()
        with self._path.open("rb") as file:
            while file.peek(1):
                yield pickle.load(file)  # our own file, written a moment ago


class _Sink:
    """All writers at once. Rows are gathered for some documents, then handed on together. `most`: a workbook is given
    up at more rows than that (None: never). Writers begin when it is known whether the archive is a large one."""

    def __init__(self, stage: Path, formats: Sequence[str], most: int | None) -> None:
        from pipeline.export import jsonl_files

        self.home = stage / outputs.DONE
        self.counts: Counter[str] = Counter()
        self.left_out: list[str] = []
        self._most = most
        self._gathered: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self._adds = 0
        self._stage = stage
        self._formats = [name for name in formats if name != "jsonl"]
        self._writers: dict[str, writers.Writer] = {}
        self._lines = jsonl_files.JsonlParts(self.home / "records") if "jsonl" in formats else None

    def line(self, line: str) -> None:
        """Append a record."""
        if self._lines:
            self._lines.write(line)
        self._adds += 1
        if self._adds % _AT_ONCE == 0 and self._adds >= _MANY:
            self._flush()

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Append rows to `table`."""
        names = TABLES[table]
        self.add_values(table, [tuple([row.get(name) for name in names]) for row in rows])

    def add_values(self, table: str, values: list[tuple[Any, ...]]) -> None:
        """Append rows whose values stand in the order of the columns."""
        self.counts[table] += len(values)
        self._gathered[table] += values
        if len(self._gathered[table]) > 20_000:
            self._flush()

    def _begin(self) -> None:
        many = self._adds >= _MANY and (os.cpu_count() or 1) > 1
        for name in self._formats:
            apart = many and name in writers.ALONE
            self._writers[name] = (writers.Apart if apart else writers.here)(name, self.home, self._stage)

    def abandon(self) -> None:
        """End the processes of a run that has failed."""
        for writer in self._writers.values():
            if isinstance(writer, writers.Apart):
                writer.abandon()

    def _flush(self) -> None:
        if not self._writers:
            self._begin()
        if self._most is not None and "xlsx" in self._writers and self.counts.total() > self._most:
            self._writers.pop("xlsx").close()
            (self.home / outputs.XLSX).unlink()
            self.left_out.append("xlsx")
        for table, rows in self._gathered.items():
            if rows:
                for writer in self._writers.values():
                    writer.write(table, rows)
                self._gathered[table] = []

    def close(self) -> None:
        """Finish all files."""
        self._flush()
        # Those apart are told first, so that they finish side by side.
        for writer in self._writers.values():
            if isinstance(writer, writers.Apart):
                writer.finish()
        for writer in self._writers.values():
            writer.close()
        if self._lines:
            self._lines.close()
