"""CSV for spreadsheets: UTF-8 with a byte order mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import IO, Any

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
