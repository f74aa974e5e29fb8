"""Records as JSON, one a line, in parts of bounded size: `records.jsonl`, `records_2.jsonl`, …"""

from __future__ import annotations

from pathlib import Path
from typing import IO

PART = 256_000_000  # bytes: what editors, spreadsheets' importers and object stores still take at once


class JsonlParts:
    """Writes lines into parts of at most `part` bytes (a longer record has a part of its own)."""

    def __init__(self, folder: Path, part: int = PART) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._part = folder, part
        self._count = self._size = 0
        self._file: IO[bytes] = self._next()

    def _next(self) -> IO[bytes]:
        self._count += 1
        name = "records.jsonl" if self._count == 1 else f"records_{self._count}.jsonl"
        self._size = 0
        return (self._folder / name).open("wb")

    def write(self, line: str) -> None:
        """Append one record, given as one line of JSON without its line end."""
        # A path that isn't UTF-8 has lone surrogates; JSON may carry them escaped, UTF-8 may not.
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        if self._size and self._size + len(data) > self._part:
            self._file.close()
            self._file = self._next()
        self._file.write(data)
        self._size += len(data)

    def close(self) -> None:
        """Finish the last part."""
        self._file.close()
