"""One document's record as files or on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.export.csv_files import Writer
from pipeline.export.tables import TABLES, rows
from pipeline.records import LAYERS, Record, as_dict, to_json


def json_text(record: Record, layers: Sequence[str], *, text: bool, indent: int | None) -> str:
    """`record` as JSON, on one line with `indent=None`."""
    return to_json(record, layers=layers, text=text, indent=indent)


def evidence(record: Record, lang: str | None, layers: Sequence[str] = LAYERS) -> str:
    """The evidence page of `record` (HTML) with the facts of `layers`."""
    from pipeline.export.terminal import language
    from pipeline.report.opening import page_of

    return page_of(record, lang=language(lang), layers=layers)


def write_files(
    folder: Path, name: str, record: Record, form: str, layers: Sequence[str], text: bool, lang: str | None = None
) -> None:
    """Write `record` of file `name` into `folder`: `plan.txt.json`, or with `form` "csv" `plan.txt.TABLE.csv`; with
    "table" the plain table `plan.txt.table.txt`, with "html" the evidence page `plan.txt.html`."""
    stem = "stdin" if name == "-" else Path(name).name
    if form == "json":
        (folder / f"{stem}.json").write_text(json_text(record, layers, text=text, indent=1) + "\n", encoding="utf-8")
    elif form == "html":
        (folder / f"{stem}.html").write_text(evidence(record, lang, layers), encoding="utf-8")
    elif form == "table":
        from pipeline.export.terminal import show

        with (folder / f"{stem}.table.txt").open("w", encoding="utf-8") as file:
            show(record, layers, None, file=file)
    else:
        published = as_dict(record, layers=layers, text=False)
        for table in ("documents", *layers, "sections"):
            with (folder / f"{stem}.{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = Writer(file, TABLES[table])
                for row in rows(published, table):
                    writer.write(row)


def csv_printer(table: str) -> Callable[[str, Record], None]:
    """A function that appends each record's rows of `table` to standard output, under one header."""
    writer = Writer(sys.stdout, TABLES[table], bom=False)

    def write(name: str, record: Record) -> None:
        for row in rows(as_dict(record, layers=(table,), text=False), table):
            writer.write(row)

    return write
