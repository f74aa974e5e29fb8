"""The tables of a batch, made from the rows of its store in one stream."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.archive.store import StoredDocument
from pipeline.export.csv_files import Writer
from pipeline.export.tables import TABLES
from pipeline.export.tables import rows as table_rows


def write(out: Path, rows: Iterator[StoredDocument]) -> dict[str, int]:
    """Write `rows` (sorted by path) to `out`: `records/records.jsonl` and `tables/*.csv`. Gives the number of rows by
    table. Files take their names only when they are whole. Raises OSError if `out` cannot be written."""
    (out / "records").mkdir(parents=True, exist_ok=True)
    (out / "tables").mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        lines = stack.enter_context(_replacing(out / "records" / "records.jsonl"))
        writers = {
            name: Writer(stack.enter_context(_replacing(out / "tables" / f"{name}.csv")), columns)
            for name, columns in TABLES.items()
        }
        for stored in rows:
            if stored.record is None:
                writers["failures"].write({c: getattr(stored, c) for c in TABLES["failures"]})
                counts["failures"] += 1
            else:
                lines.write(stored.record + "\n")
                _write_rows(json.loads(stored.record), writers, counts)
    return dict(counts)


def _write_rows(record: dict[str, Any], writers: dict[str, Writer], counts: Counter[str]) -> None:
    for table, writer in writers.items():
        if table != "failures":
            for row in table_rows(record, table):
                writer.write(row)
                counts[table] += 1


class _replacing:
    """An open text file that takes its final name only when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path, self.part = path, path.with_name(path.name + ".part")

    def __enter__(self) -> Any:
        self.file = self.part.open("w", encoding="utf-8", newline="")
        return self.file

    def __exit__(self, kind: object, *_: object) -> None:
        self.file.close()
        if kind is None:
            self.part.replace(self.path)
        else:
            self.part.unlink(missing_ok=True)
