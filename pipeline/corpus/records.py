"""The records of a batch, read again: the one place that knows where they lie."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

_PART = 8 << 20  # bytes: large enough that a part's start costs nothing, small enough that two workers stay busy


_CHUNK = 64  # records of a store that are handed over together


@dataclass(frozen=True, slots=True)
class Part:
    """Records that are read together: `lines`, or whole lines of a file, the bytes from `start` up to `end`."""

    path: str
    start: int = 0
    end: int = 0
    lines: tuple[str, ...] = ()


def parts(out: str | Path) -> Iterator[Part]:
    """The records of `out` in parts that can be read side by side, in a fixed order: OUT/records/*.jsonl, or else the
    store. Raises FileNotFoundError if there are no records."""
    found = _files(out) or _stored(out)
    first = next(iter(found), None)
    if first is None:
        raise FileNotFoundError(f"{out}: no records (records/*.jsonl or store/*.parquet)")
    yield first
    yield from found


def _stored(out: str | Path) -> Iterator[Part]:
    from pipeline.archive import store

    if not (Path(out) / "store").is_dir():
        return
    lines = (row.record for row in store.rows(str(out)) if row.record)
    while chunk := tuple(islice(lines, _CHUNK)):
        yield Part(str(out), lines=chunk)


def _files(out: str | Path) -> Iterator[Part] | None:
    found: list[Part] = []
    for path in sorted((Path(out) / "records").glob("*.jsonl")):
        size, start = path.stat().st_size, 0
        with path.open("rb") as file:
            while start < size:
                file.seek(min(size, start + _PART))
                file.readline()
                end = min(size, file.tell())
                found.append(Part(str(path), start, end))
                start = end
    return iter(found) if found else None


def read(part: Part) -> Iterator[dict[str, Any]]:
    """The records of one part, in the published form."""
    yield from map(json.loads, part.lines)
    if not part.end:
        return
    with open(part.path, "rb") as file:
        file.seek(part.start)
        for line in file.read(part.end - part.start).splitlines():
            if line.strip():
                yield json.loads(line)


def records(out: str | Path) -> Iterator[dict[str, Any]]:
    """All records of a batch's OUT in the published form (`kehoach schema`), one after the other. Raises
    FileNotFoundError if there are none."""
    for part in parts(out):
        yield from read(part)
