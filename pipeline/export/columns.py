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

| file in OUT | what |
| --- | --- |
| `tables/*.csv` | every table; UTF-8 with a byte order mark, no cell that a spreadsheet would run as a formula |
| `records/*.jsonl` | the whole records, one JSON a line, in parts of at most 256 MB (`kehoach schema`) |
| `parquet/<table>/province=…/year=…/` | by province and year of the document; an index's own year is `index_year` |
| `kehoach.sqlite` | all tables, views, full-text search without diacritics; `datasette kehoach.sqlite` |
| `kehoach.xlsx` | one sheet a table; unasked only up to 50,000 rows, for more say `--formats xlsx` |
| `datapackage.json` | what stands on this page, for programs (Frictionless Data Package) |
| `summary.json` | counts by type, level and province, failures by cause, what was corrected |
| `corrections.csv` | yours: what is to be put right on every run (below) |

## Putting things right

Open `tables/review.csv`, where the facts most worth a look come first. Fill in `field`, `value`, `by` and `when` where
something is wrong, and save the table as `OUT/corrections.csv`; rows without a `field` are passed over. You may also
write the file yourself with the columns `document` (path, document_id or sha256), `layer`, `id` or `quote` (and `start`
if the words occur twice), `field`, `value`, `by`, `when`. In the layer `document` no fact is named. The field `remove`
takes a fact out. Every run applies the file again and marks what it changed with the flag `corrected`; what became of
each row stands in `tables/corrections.csv`.

## What files don't say

`--meta FILE.csv` has a column `path` (a file, a folder or a pattern with `*`, `?`, `**`, relative to the archive) and
any of `province`, `district`, `commune`, `issuer`, `level`, `date`, `kind`, `number`, `title`. For each field the first
row that matches counts. Names of folders ("Tây Ninh/Huyện Gò Dầu", "BinhDinh") tell the locality too. Both fill only
what the text leaves open, before bodies and citations are resolved, and are marked in `flags` (`province_from_meta`,
`district_from_folder`); what contradicts the text is left out and marked `meta_contradicts` or `folder_contradicts`.

## Duplicates

The same bytes under several names are read once. Documents of nearly the same wording (0.7 or more of their 16-letter
shingles, estimated by MinHash; error some 0.04) are marked in `documents` (`similar_to`, `similarity`) and listed in
`duplicates`: the one without a number or date is taken for the copy, else the later one in the archive.
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
