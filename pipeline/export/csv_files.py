"""CSV for spreadsheets: UTF-8 with a byte order mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from pipeline.export.tables import TABLES

BOM = "\ufeff"
# What spreadsheets take for a formula (OWASP, CSV injection), with full-width forms that some fold to ASCII.
_FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")


def safe(value: Any) -> Any:
    """`value` as a cell: numbers as they are, None as empty, text that begins like a formula behind an apostrophe.

    Leading blanks and invisible characters don't hide a formula.
    """
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    text = str(value).replace("\x00", "")
    if text.lstrip(" \u00a0\u200b\ufeff").startswith(_FORMULA):
        return "'" + text
    return text


class Writer:
    """Writes one table's rows to an open text file (opened with newline="")."""

    def __init__(self, file: IO[str], columns: Sequence[str], *, bom: bool = True) -> None:
        if bom:
            file.write(BOM)
        self.columns = tuple(columns)
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow([safe(c) for c in self.columns])

    def write(self, row: Mapping[str, Any]) -> None:
        """Append `row`; columns it lacks are empty."""
        self._writer.writerow([safe(row.get(c)) for c in self.columns])

    def write_values(self, rows: Iterable[Sequence[Any]]) -> None:
        """Append rows given as values in the order of the columns."""
        # Most cells begin with a letter or digit: they need no closer look.
        self._writer.writerows(
            [c if c.__class__ is str and c[:1].isalnum() and "\x00" not in c else safe(c) for c in row] for row in rows
        )


class CsvTables:
    """One CSV file a table, `FOLDER/<table>.csv`."""

    def __init__(self, folder: Path) -> None:
        self._open = ExitStack()
        folder.mkdir(parents=True, exist_ok=True)
        self._writers = {
            table: Writer(
                self._open.enter_context((folder / f"{table}.csv").open("w", encoding="utf-8", newline="")), c
            )
            for table, c in TABLES.items()
        }

    def write(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append `rows` (values in the order of the table's columns)."""
        self._writers[table].write_values(rows)

    def close(self) -> None:
        """Finish the files."""
        self._open.close()
