"""An archive as pandas frames: `pipeline.load(OUT)`.

`load(OUT).citations` and the like: one row a fact, with its document beside it, columns and meanings those of
docs/tables.md. Text is `string`, counts `Int64`, numbers `Float64`, yes and no `boolean`, so that a missing value is
`<NA>` and never turns integers into floats. `date` stays text: a document's date may be partial ("2024-04").
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.corpus.records import records
from pipeline.export.tables import PER_DOCUMENT, TABLES, rows

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = Path(__file__).parent / "data" / "columns.csv"
_TYPES = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}


@cache
def _types() -> dict[tuple[str, str], str]:
    with _COLUMNS.open(encoding="utf-8", newline="") as file:
        return {(row["table"], row["column"]): _TYPES.get(row["type"], "string") for row in csv.DictReader(file)}


class Archive:
    """The frames of an archive, each made when it is first asked for: `documents`, `citations`, `indices`, `targets`,
    `responsibilities`, `sections`. `key` joins them: `document_id`."""

    def __init__(self, out: str | Path) -> None:
        """Raises FileNotFoundError if `out` has no records."""
        self.out = Path(out)
        self._frames: dict[str, pd.DataFrame] = {}
        next(records(self.out))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *PER_DOCUMENT]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in PER_DOCUMENT:
            raise AttributeError(f"{name}: an archive has {', '.join(PER_DOCUMENT)}")
        return self.frame(name)

    def frame(self, table: str) -> pd.DataFrame:
        """One table as a frame. A target's `value` is a number where it is one (column `value`), else `value_text` has
        it (a date, a day rule, a list of periods)."""
        if table not in self._frames:
            self._frames[table] = self._made(table)
        return self._frames[table]

    def _made(self, table: str) -> pd.DataFrame:
        import pandas as pd

        columns: dict[str, list[Any]] = {c: [] for c in TABLES[table]}
        for row in self._rows(table):
            for name, values in columns.items():
                values.append(row.get(name))
        if table == "targets":
            told = columns["value"]
            columns["value_text"] = [v if isinstance(v, str) else None for v in told]
            for name in ("value", "value_max"):
                columns[name] = [v if isinstance(v, int | float) else None for v in columns[name]]
        return pd.DataFrame({c: pd.array(v, dtype=self._type(table, c)) for c, v in columns.items()})

    def _type(self, table: str, column: str) -> Any:
        if table == "targets" and column in ("value", "value_max"):
            return "Float64"
        return _types().get((table, column)) or _types().get(("*", column), "string")

    def _rows(self, table: str) -> Iterator[dict[str, Any]]:
        for record in records(self.out):
            yield from rows(record, table)


def load(out: str | Path) -> Archive:
    """The frames of a batch's OUT: `load(OUT).targets`. Raises FileNotFoundError if it has no records."""
    return Archive(out)
