"""Work in hand: the rows of a shard that is not whole yet, appended one by one to a local file.

A worker that is killed loses the document it was at and nothing else: the next one appends to the same spool, and a run
that was killed as a whole leaves spools that the next run makes shards of first. A row cut off by the kill is told by
its checksum. Spools are never tables: only `finish` makes a shard, from whole rows, in the order of paths.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any

from pipeline.archive import storage, store
from pipeline.archive.store import StoredDocument

_HEAD = struct.Struct("<II")  # length and CRC-32 of what follows
SUFFIX = ".spool"


def folder(out: str) -> Path:
    """Where spools of `out` lie: beside the store if that is local, else in this machine's temporary folder."""
    if storage.is_url(out):
        name = hashlib.sha256(out.encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"kehoach-spool-{name}"
    return Path(out) / "spool"


class Spool:
    """An open spool. Opening cuts off a torn last row and locks the file as long as this process lives."""

    def __init__(self, path: str | Path, key: str, retry: str) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open(self.path, "a+b")  # noqa: SIM115  kept open for the life of the object
        _lock(self._file)
        end = max((offset + length for *_, offset, length in _index(self._file)), default=0)
        if end == 0:
            self._file.truncate(0)
            self._append(json.dumps({"key": key, "retry": retry}).encode())
        else:
            self._file.truncate(end)

    def append(self, row: StoredDocument) -> None:
        """Add one row, whole before this returns. Raises OSError if the disk is full."""
        small = json.dumps(astuple(row)[:5] + astuple(row)[6:]).encode()
        self._append(small + b"\n" + (row.record or "").encode("utf-8"))

    def _append(self, payload: bytes) -> None:
        self._file.seek(0, os.SEEK_END)
        self._file.write(_HEAD.pack(len(payload), zlib.crc32(payload)) + payload)
        self._file.flush()

    def close(self) -> None:
        """Close the file and give up the lock."""
        with suppress(OSError):
            self._file.close()


def _lock(file: IO[bytes]) -> None:
    """Raises BlockingIOError if another process has the lock."""
    with suppress(ImportError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _index(file: IO[bytes]) -> Iterator[tuple[list[Any] | dict[str, str], int, int]]:
    """(small fields of the row, offset, length with its head) of each whole row; the first is the head of the spool."""
    file.seek(0)
    offset = 0
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        length, checksum = _HEAD.unpack(head)
        payload = file.read(length)
        if len(payload) < length or zlib.crc32(payload) != checksum:
            return
        yield json.loads(payload.partition(b"\n")[0]), offset, _HEAD.size + length
        offset += _HEAD.size + length


def _row(file: IO[bytes], offset: int, length: int) -> StoredDocument:
    file.seek(offset + _HEAD.size)
    small, _, record = file.read(length - _HEAD.size).partition(b"\n")
    fields = json.loads(small)
    values = [*fields[:5], record.decode("utf-8") or None, *fields[5:]]
    return StoredDocument(*values)


def finish(path: str | Path, out: str) -> str | None:
    """Make a shard of the spool at `path` and delete it; gives the shard's place, None if there was nothing in it.

    A document that stands there twice counts once, a good result first. Raises OSError; then the spool stays.
    """
    with open(path, "rb") as file:
        rows = _index(file)
        head = next(rows, None)
        best: dict[str, tuple[bool, int, int, str]] = {}
        for fields, offset, length in rows:
            assert isinstance(fields, list)
            bad = fields[4] != "ok"
            if fields[0] not in best or (best[fields[0]][0] and not bad):
                best[fields[0]] = (bad, offset, length, fields[2])
        place = None
        if head is not None and best:
            assert isinstance(head[0], dict)
            order = sorted(best)
            name = store.shard_name(head[0]["key"], head[0]["retry"], ((p, best[p][3]) for p in order))
            stored = (_row(file, *best[p][1:3]) for p in order)
            place = store.write_shard(out, name, head[0]["retry"], order[0], stored)
    os.unlink(path)
    return place


def salvage(out: str) -> int:
    """Make shards of the spools that an earlier run left; gives their number. Those of living processes stay. Halves
    of shards that were being written go."""
    done = 0
    if not storage.is_url(out):
        for part in Path(store.folder(out)).glob("*.part"):
            part.unlink(missing_ok=True)
    for path in sorted(folder(out).glob(f"*{SUFFIX}")):
        try:
            with open(path, "rb") as file:
                _lock(file)
        except BlockingIOError:
            continue
        finish(path, out)
        done += 1
    return done
