"""What every table and column means, in English and Vietnamese, from `data/columns.csv`.

Rows of table `*` hold for every table that has such a column and no row of its own for it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.export.tables import TABLES

_FILE = Path(__file__).parent.parent / "data" / "columns.csv"
_INTRO = """# Tables

One row a fact, with its document beside it. This page is made from `pipeline/data/columns.csv` by
`python -m pipeline.export.columns > docs/tables.md`; a test keeps the two together.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type`: string, integer, number, or any (numbers and words); `width` in a spreadsheet, in characters;
    `en` and `vi` say what it holds."""

    name: str
    type: str
    width: float
    en: str
    vi: str


@cache
def _described() -> dict[tuple[str, str], Column]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["column"]): Column(
                row["column"], row["type"], float(row["width"] or 0), row["en"], row["vi"]
            )
            for row in csv.DictReader(file)
        }


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of `table` in their order. Raises KeyError for one that nobody has described."""
    known = _described()
    return tuple(known.get((table, name)) or known["*", name] for name in TABLES[table])


def about(table: str) -> Column:
    """What `table` itself holds (`en`, `vi`)."""
    return _described()[table, ""]


def markdown() -> str:
    """The page `docs/tables.md`."""
    return _INTRO + "".join(_section(table) for table in TABLES)


def _section(table: str) -> str:
    title = about(table)
    lines: Iterable[str] = (f"| `{c.name}` | {c.type} | {c.en} | {c.vi} |\n" for c in columns(table))
    head = f"\n## {table}\n\n{title.en}. / {title.vi}.\n\n| column | type | what it holds | nội dung |\n"
    return head + "| --- | --- | --- | --- |\n" + "".join(lines)


if __name__ == "__main__":
    print(markdown(), end="")
