"""The listing of an archive: every document with its stamp and hash, in the order of paths.

It is kept as `OUT/listing.parquet`: the next run takes the hashes of unchanged files from it. It is written and read as
a stream, so that memory doesn't grow with the archive.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from array import array
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from pipeline.archive import storage
from pipeline.archive.inputs import Found
from pipeline.errors import KehoachError
from pipeline.ingest import archives

NAME = "listing.parquet"
_BATCH = 4096
_BLOCK = 1 << 20
_RACE = 2_000_000_000  # ns: a file changed this lately may change again without its time telling
_COLUMNS = ("path", "location", "stamp", "sha256", "bytes", "original", "shard")


@dataclass(frozen=True, slots=True)
class Listed:
    """One document of the archive. `stamp`: size and time, "" if nothing tells of a change. `sha256` is "" for what
    cannot be read. `original`: the first path with the same bytes. `shard`: number of the shard that will have it in
    this run, None if a stored one has it."""

    path: str
    location: str
    stamp: str
    sha256: str
    bytes: int
    original: str | None = None
    shard: int | None = None


def place(out: str) -> str:
    """Where the listing of `out` lies."""
    return storage.join(str(out), NAME)


def _schema(metadata: dict[str, str]) -> Any:
    import pyarrow as pa

    kinds = {"location": pa.binary(), "bytes": pa.int64(), "shard": pa.int32()}
    return pa.schema([(c, kinds.get(c, pa.string())) for c in _COLUMNS], metadata)


def write(part: str, listed: Iterable[Listed], key: str, retry: str) -> None:
    """Write `listed` to the local file `part`, with the fingerprints of the settings. Raises OSError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema({"key": key, "retry": retry})
    rows = iter(listed)
    with pq.ParquetWriter(part, schema, compression="zstd") as to:
        while some := list(islice(rows, _BATCH)):
            columns: dict[str, list[Any]] = {c: [getattr(one, c) for one in some] for c in _COLUMNS}
            columns["location"] = [os.fsencode(one.location) for one in some]
            to.write_table(pa.table(columns, schema))


def read_file(name: str) -> Iterator[Listed]:
    """The listing in the file or URL `name`; nothing if there is none or it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = storage.opened(name)
    except FileNotFoundError:
        return
    with file:
        try:
            source = pq.ParquetFile(file)
        except pa.ArrowInvalid:
            return
        for batch in source.iter_batches(_BATCH, columns=list(_COLUMNS), use_threads=False):
            for path, location, *rest in zip(*(batch.column(c).to_pylist() for c in _COLUMNS), strict=True):
                yield Listed(path, os.fsdecode(location), *rest)


def read(out: str) -> Iterator[Listed]:
    """The last listing of `out`."""
    return read_file(place(out))


def _metadata(out: str, name: str) -> str:
    import pyarrow.parquet as pq

    with storage.opened(place(out)) as file:
        return str((pq.read_schema(file).metadata or {})[name.encode()].decode())


def key(out: str) -> str:
    """The fingerprint of the settings of the last run. Raises FileNotFoundError if there was none."""
    return _metadata(out, "key")


def retry(out: str) -> str:
    """The fingerprint of the limits and tools of the last run."""
    return _metadata(out, "retry")


def hashed(found: Iterable[Found], known: Iterable[Listed], *, verify: bool, prefixes: array[int]) -> Iterator[Listed]:
    """`found` (in the order of paths) with hashes: those of `known` (likewise) where the stamp is the same, unless
    `verify`. `prefixes` gets the first 8 bytes of each hash, for `repeated`."""
    old = iter(known)
    last = next(old, None)
    source = iter(found)
    with ThreadPoolExecutor(8) as pool:
        while some := list(islice(source, 512)):
            same: dict[str, Listed] = {}
            for one in some:
                while last is not None and last.path < one.path:
                    last = next(old, None)
                if not verify and last is not None and last.path == one.path and one.stamp and last.stamp == one.stamp:
                    same[one.path] = last
            fresh = pool.map(_hashed, (one for one in some if one.path not in same))
            for one in some:
                listed = replace(same[one.path], location=one.location) if one.path in same else next(fresh)
                if listed.sha256:
                    prefixes.append(int(listed.sha256[:16], 16))
                yield listed


def _hashed(one: Found) -> Listed:
    recent = one.changed is not None and time.time_ns() - one.changed < _RACE
    try:
        sha256, size = digest(one.location)
    except (OSError, KehoachError, ValueError):
        sha256, size = "", one.size
    return Listed(one.path, one.location, "" if recent or not sha256 else one.stamp, sha256, size)


def digest(location: str) -> tuple[str, int]:
    """SHA-256 (hexadecimal) and size of the document at `location`. Never waits for pipes. Raises OSError or
    KehoachError."""
    if archives.MARK in location and (storage.is_url(location) or archives.is_member(location)):
        data = storage.member(location)
        return hashlib.sha256(data).hexdigest(), len(data)
    if storage.is_url(location):
        with storage.opened(location) as remote:
            return _digest(remote)
    handle = os.open(location, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{location}: not a regular file")
        return _digest(file)


def _digest(file: Any) -> tuple[str, int]:
    state, size = hashlib.sha256(), 0
    while block := file.read(_BLOCK):
        state.update(block)
        size += len(block)
    return state.hexdigest(), size


def repeated(prefixes: array[int]) -> frozenset[int]:
    """The prefixes that come more than once: only their documents can be duplicates."""
    if not prefixes:
        return frozenset()
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pa.Array.from_buffers(pa.uint64(), len(prefixes), [None, pa.py_buffer(prefixes)])
    counts = values.value_counts()
    return frozenset(counts.field("values").filter(pc.greater(counts.field("counts"), 1)).to_pylist())


def with_originals(listed: Iterable[Listed], several: frozenset[int]) -> Iterator[Listed]:
    """`listed` with `original` set on every later document of the same bytes."""
    first: dict[str, str] = {}
    for one in listed:
        if one.sha256 and int(one.sha256[:16], 16) in several:
            original = first.setdefault(one.sha256, one.path)
            yield replace(one, original=None if original == one.path else original, shard=None)
        else:
            yield replace(one, original=None, shard=None)
