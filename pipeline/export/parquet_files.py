"""Tables as Parquet, partitioned by province and year: `parquet/<table>/province=…/year=…/part-0.parquet`.

Rows come in the order of their files, so each table is first written as one file, which DuckDB then sorts by
province and year within a bounded memory (the rest goes to disk). The same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.export.columns import columns
from pipeline.export.tables import PER_DOCUMENT, TABLES

NONE = "__HIVE_DEFAULT_PARTITION__"  # what readers of such folders take for no value
_BATCH = 8_000
_COMPRESSION = {"compression": "zstd", "store_schema": False}
_MEMORY = "160MB"
# The mention's own year would hide behind the folder's.
_RENAMED = {("indices", "year"): "index_year"}
_RESERVED = {ord(ch): f"%{ord(ch):02X}" for ch in '%/\\=:*?"<>|\x00'}


class ParquetTables:
    """Writes the tables into `folder`; those without a province (failures, duplicates, review, corrections) are one
    file each, `<table>/part-0.parquet`. `scratch` is a folder for what is needed only meanwhile."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        import pyarrow as pa

        self._folder, self._scratch = folder, scratch
        folder.mkdir(parents=True, exist_ok=True)
        scratch.mkdir(parents=True, exist_ok=True)
        types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "any": pa.string()}
        self._schemas = {
            table: pa.schema([(_RENAMED.get((table, c.name), c.name), types[c.type]) for c in columns(table)])
            for table in TABLES
        }
        self._words = {
            table: {n for n, c in enumerate(columns(table)) if c.type in ("any", "string")} for table in TABLES
        }
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self._writers: dict[str, Any] = {}

    def write(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append `rows` (values in the order of the table's columns)."""
        waiting = self._waiting[table]
        waiting.extend(rows)
        if len(waiting) >= _BATCH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows, schema = self._waiting[table], self._schemas[table]
        words = self._words[table]
        cells = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
        arrays = [
            pa.array([_word(v) for v in values] if n in words else values, type=schema.field(n).type)
            for n, values in enumerate(cells)
        ]
        if table not in self._writers:
            self._writers[table] = pq.ParquetWriter(str(self._scratch / f"{table}.parquet"), schema, **_COMPRESSION)
        self._writers[table].write_batch(pa.record_batch(arrays, schema=schema))
        self._waiting[table] = []

    def close(self) -> None:
        """Sort the tables into their folders. Raises OSError if there is no room."""
        for table in TABLES:
            self._flush(table)
            self._writers.pop(table).close()
            staged = self._scratch / f"{table}.parquet"
            if table in PER_DOCUMENT:
                _partition(staged, self._folder / table, self._scratch)
                staged.unlink()
            else:
                (self._folder / table).mkdir()
                staged.replace(self._folder / table / "part-0.parquet")


def _word(value: Any) -> str | None:
    if value is None:
        return None
    text = value if value.__class__ is str else str(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _partition(staged: Path, folder: Path, scratch: Path) -> None:
    """Sort the rows of `staged` by province and year, in their own order inside, and write a file for each pair."""
    import duckdb

    source = str(staged).replace("'", "''")
    query = (
        "SELECT * EXCLUDE (file_row_number), try_cast(substr(date, 1, 4) AS INTEGER) AS year "
        f"FROM read_parquet('{source}', file_row_number = true, hive_partitioning = false) "
        "ORDER BY province NULLS LAST, year NULLS LAST, file_row_number"
    )
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": _MEMORY,
        "temp_directory": str(scratch / "sort"),
    }
    try:
        with duckdb.connect(config=config) as db:
            _write_partitions(db.sql(query).to_arrow_reader(_BATCH), folder)
    except duckdb.Error as error:
        raise OSError(f"{folder}: {error}") from error


def _write_partitions(batches: Any, folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([f for f in batches.schema if f.name not in ("province", "year")])
    at: tuple[str | None, int | None] | None = None
    told: set[str] = set()
    writer = None
    try:
        for batch in batches:
            provinces, years = batch.column("province").to_pylist(), batch.column("year").to_pylist()
            rest = pa.RecordBatch.from_arrays([batch.column(name) for name in schema.names], schema=schema)
            start = 0
            for end in _ends(provinces, years):
                if writer is None or at != (provinces[start], years[start]):
                    at = (provinces[start], years[start])
                    told |= {name for name, value in zip(("province", "year"), at, strict=True) if value is not None}
                    if writer:
                        writer.close()
                    writer = pq.ParquetWriter(str(_part(folder, *at)), schema, **_COMPRESSION)
                writer.write_batch(rest.slice(start, end - start))
                start = end
    finally:
        if writer:
            writer.close()
    if len(told) < 2:
        # Where no folder tells a year, readers can't know its type: an empty one tells.
        pq.ParquetWriter(str(_part(folder, "_", 0)), schema, **_COMPRESSION).close()


def _ends(provinces: list[str | None], years: list[int | None]) -> Iterator[int]:
    """Where each run of rows of one province and year ends."""
    pairs = list(zip(provinces, years, strict=True))
    for n in range(1, len(pairs)):
        if pairs[n] != pairs[n - 1]:
            yield n
    if pairs:
        yield len(pairs)


def _part(folder: Path, province: str | None, year: int | None) -> Path:
    """The file of one partition; characters that a path can't hold are escaped as readers of such folders expect."""
    name = province.translate(_RESERVED)[:100] if province else NONE
    home = folder / f"province={name}" / f"year={NONE if year is None else year}"
    home.mkdir(parents=True)
    return home / "part-0.parquet"
