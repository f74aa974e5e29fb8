"""A workbook with one sheet a table: frozen header, filter, widths; text stays text, no cell is ever a formula or a
link. A table longer than a sheet goes on in `<table>_2`, `<table>_3`, …"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.export.columns import about, columns
from pipeline.export.tables import TABLES

ROWS = 1_048_576  # of a sheet, header included (Excel's limit)
_CELL = 32_767  # characters of a cell (Excel's limit)
_EPOCH = datetime.datetime(2000, 1, 1)  # a fixed date of creation: the same input gives the same bytes


class XlsxFile:
    """Writes all tables into the workbook `path`, row by row (constant memory)."""

    def __init__(self, path: Path, *, sheet_rows: int = ROWS) -> None:
        from xlsxwriter import Workbook  # type: ignore[import-untyped, unused-ignore]

        path.parent.mkdir(parents=True, exist_ok=True)
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
            "tmpdir": str(path.parent),
        }
        self._book = Workbook(str(path), options)
        self._book.use_zip64()
        self._book.set_properties({"title": "Kehoach", "created": _EPOCH})
        self._head = self._book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1})
        self._limit = sheet_rows
        self._sheets: dict[str, Any] = {}
        self._rows: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        for table in TABLES:
            self._sheet(table)

    def _sheet(self, table: str) -> None:
        part = self._parts[table] = self._parts.get(table, 0) + 1
        sheet = self._book.add_worksheet(table if part == 1 else f"{table}_{part}")
        described = columns(table)
        for n, column in enumerate(described):
            sheet.set_column(n, n, column.width)
        sheet.freeze_panes(1, 0)
        for n, column in enumerate(described):
            sheet.write_string(0, n, column.name, self._head)
        sheet.set_header(f"&L{about(table).en}")
        self._sheets[table], self._rows[table] = sheet, 1

    def write(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append `rows` (values in the order of the table's columns)."""
        for row in rows:
            if self._rows[table] >= self._limit:
                self._filter(table)
                self._sheet(table)
            sheet, at = self._sheets[table], self._rows[table]
            for n, value in enumerate(row):
                if value is None or value == "":
                    continue
                if value.__class__ is str:
                    sheet.write_string(at, n, _fitting(value))
                else:
                    sheet.write_number(at, n, value)
            self._rows[table] = at + 1

    def _filter(self, table: str) -> None:
        self._sheets[table].autofilter(0, 0, self._rows[table] - 1, len(columns(table)) - 1)

    def close(self) -> None:
        """Finish the workbook. Raises OSError if it cannot be written."""
        from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped, unused-ignore]

        for table in self._sheets:
            self._filter(table)
        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error


def _fitting(text: str) -> str:
    if len(text) > _CELL:
        text = text[: _CELL - 1] + "…"
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
