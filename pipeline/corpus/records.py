"""The records of a batch, read again: the one place that knows where they lie."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PART = 8 << 20  # bytes: large enough that a part's start costs nothing, small enough that two workers stay busy


@dataclass(frozen=True, slots=True)
class Part:
    """A run of whole lines of a file of records: the bytes from `start` up to `end`."""

    path: str
    start: int
    end: int


def parts(out: str | Path) -> list[Part]:
    """The records of `out` in parts that can be read side by side, in a fixed order. Raises FileNotFoundError if there
    are no records."""
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
    if not found:
        raise FileNotFoundError(f"{out}: no records (records/*.jsonl)")
    return found


def read(part: Part) -> Iterator[dict[str, Any]]:
    """The records of one part, in the published form."""
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
