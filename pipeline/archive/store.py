"""The store of a batch: Parquet shards, one row a document, never changed once written.

`OUT/store/<hash>.parquet` holds finished work, `OUT/listing.parquet` the last listing of the archive. A row counts if
the listing has its path with its bytes: removed and changed files drop out by themselves.
"""

from __future__ import annotations

import hashlib
import heapq
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.archive import listing, storage
from pipeline.archive.settings import KEY_DIGITS

_BATCH = 64  # rows a row group: what a reader of a shard holds in memory
_COLUMNS = ("path", "document_id", "sha256", "bytes", "status", "record", "stage", "page", "cause", "advice")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document as stored. `path` is relative to the archive, `document_id` the first 16 digits of `sha256`, `bytes`
    the file's size. `status`: ok, failed or skipped. `record`: the published form as one line of JSON, None unless ok.
    `stage`, `page`, `cause`, `advice` say why a document failed or was skipped."""

    path: str
    document_id: str
    sha256: str
    bytes: int
    status: str
    record: str | None = None
    stage: str | None = None
    page: int | None = None
    cause: str | None = None
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of the store. `first` is its first path, `retry` see pipeline.archive.settings."""

    place: str
    first: str
    retry: str

    @property
    def name(self) -> str:
        """Its file name without ".parquet"."""
        return posixpath.basename(self.place.replace("\\", "/")).removesuffix(".parquet")

    @property
    def key(self) -> str:
        """The settings it was made with."""
        return self.name[:KEY_DIGITS]


def folder(out: str) -> str:
    """Where the shards of `out` lie."""
    return storage.join(str(out), "store")


def shard_name(key: str, retry: str, inputs: Iterable[tuple[str, str]]) -> str:
    """The name of the shard of `inputs`, (path, sha256) in the order of paths."""
    digest = hashlib.sha256(retry.encode())
    for path, sha256 in inputs:
        digest.update(f"\0{path}\0{sha256}".encode())
    return key + digest.hexdigest()[:30]


def _schema(metadata: dict[str, str]) -> Any:
    import pyarrow as pa

    kinds = {"bytes": pa.int64(), "page": pa.int32(), "record": pa.large_string()}
    return pa.schema([(c, kinds.get(c, pa.string())) for c in _COLUMNS], metadata)


def write_shard(out: str, name: str, retry: str, first: str, rows: Iterable[StoredDocument]) -> str:
    """Write `rows`, sorted by path, as shard `name` of `out`, whole or not at all; gives its place. Raises OSError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema({"retry": retry, "first": first})
    place = storage.join(folder(out), f"{name}.parquet")
    with (
        storage.replacing(place) as part,
        pq.ParquetWriter(part, schema, compression="zstd", use_dictionary=["status", "stage", "cause", "advice"]) as to,
    ):
        for _, group in groupby(enumerate(rows), key=lambda pair: pair[0] // _BATCH):
            some = [row for _, row in group]
            columns = {c: [getattr(row, c) for row in some] for c in _COLUMNS}
            to.write_table(pa.table(columns, schema))
    return place


def shards(out: str, key: str | None = None) -> list[Shard]:
    """The shards of `out`, those of settings `key` (None: the last listing's), by first path and name."""
    key = listing.key(out) if key is None else key
    try:
        found = [e.location for e in storage.entries(folder(out)) if e.name.endswith(".parquet")]
    except FileNotFoundError:
        return []
    wanted = [p for p in found if posixpath.basename(p.replace("\\", "/")).startswith(key)]
    with ThreadPoolExecutor(16) as pool:
        return sorted(pool.map(_opened, wanted), key=lambda s: (s.first, s.name))


def _opened(place: str) -> Shard:
    import pyarrow.parquet as pq

    with storage.opened(place) as file:
        metadata = pq.read_schema(file).metadata or {}
    return Shard(place, metadata[b"first"].decode(), metadata[b"retry"].decode())


def _rows_of(shard: Shard, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    import pyarrow.parquet as pq

    with storage.opened(shard.place) as file:
        for batch in pq.ParquetFile(file).iter_batches(_BATCH, columns=list(columns), use_threads=False):
            yield from zip(*(batch.column(c).to_pylist() for c in columns), strict=True)


def merged(found: Sequence[Shard], columns: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], Shard]]:
    """The rows of all shards in the order of paths. A shard is opened when the merge comes to its first path and closed
    behind its last, so that memory depends on how many overlap, not on how many there are. `columns[0]` is the path."""
    waiting = sorted(found, key=lambda s: (s.first, s.name), reverse=True)
    heap: list[tuple[str, int, tuple[Any, ...], Shard, Iterator[tuple[Any, ...]]]] = []
    opened = 0
    while waiting or heap:
        while waiting and (not heap or waiting[-1].first <= heap[0][0]):
            shard = waiting.pop()
            source = _rows_of(shard, columns)
            opened += 1
            for row in source:
                heapq.heappush(heap, (row[0], opened, row, shard, source))
                break
        if not heap:
            continue
        _, order, row, shard, source = heap[0]
        yield row, shard
        following = next(source, None)
        if following is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (following[0], order, following, shard, source))


def joined(
    listed: Iterable[listing.Listed], found: Sequence[Shard], columns: Sequence[str], retry: str
) -> Iterator[tuple[listing.Listed, tuple[Any, ...] | None, bool]]:
    """Each of `listed` (in the order of paths) with its stored row and whether that was made under `retry`. `columns`
    begins with path, sha256, status. Where several shards have it, a good result wins, then one under `retry`, then
    the name of the shard: the same row whatever the history."""
    groups = groupby(merged(found, columns), key=lambda pair: pair[0][0])
    path, group = next(groups, (None, iter(())))
    for one in listed:
        while path is not None and path < one.path:
            path, group = next(groups, (None, iter(())))
        best = None
        if path == one.path:
            same = ((r[2] != "ok", s.retry != retry, s.name, r) for r, s in group if r[1] == one.sha256)
            best = min(same, key=itemgetter(0, 1, 2), default=None)
            path, group = next(groups, (None, iter(())))
        yield one, best[3] if best else None, bool(best) and best is not None and not best[1]


def rows(out: str, current_only: bool = True) -> Iterator[StoredDocument]:
    """The documents of `out` in the order of paths, each content once (see `duplicates`), with flat memory.

    `current_only`: those of the last listing and its settings, one row each; documents that a stopped run has not come
    to are listed as failed. Else every row of every shard, old ones too. Raises OSError if there is no store.
    """
    out = str(out)
    if not current_only:
        for row, _ in merged(shards(out, ""), _COLUMNS):
            yield StoredDocument(*row)
        return
    columns = ("path", "sha256", "status", *(c for c in _COLUMNS if c not in ("path", "sha256", "status")))
    originals = (one for one in listing.read(out) if one.original is None)
    for one, found, _ in joined(originals, shards(out), columns, listing.retry(out)):
        if found is None:
            yield _unfinished(one)
        else:
            yield StoredDocument(**dict(zip(columns, found, strict=True)))


def states(out: str) -> Iterator[tuple[str, str]]:
    """Status and advice of each document that `rows` gives."""
    originals = (one for one in listing.read(out) if one.original is None)
    columns = ("path", "sha256", "status", "advice")
    for _, found, _ in joined(originals, shards(out), columns, listing.retry(out)):
        yield (found[2], found[3] or "") if found else ("failed", "")


def _unfinished(one: listing.Listed) -> StoredDocument:
    return StoredDocument(
        one.path, one.sha256[:16], one.sha256, one.bytes, "failed", stage="listing",
        cause="not read yet: the run was stopped before it, or the file keeps changing",
        advice="Run the same command again",
    )  # fmt: skip


def duplicates(out: str) -> Iterator[listing.Listed]:
    """The documents whose bytes another path had before them (`original`), in the order of paths. They have no rows."""
    return (one for one in listing.read(str(out)) if one.original is not None)
