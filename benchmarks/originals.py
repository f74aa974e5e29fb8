"""Real files: number, date, issuer and type as read beside what the corpus's manifest says."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pipeline
from pipeline.evaluation.agreement import same_name

_FIELDS = ("number", "date", "issuer", "kind")
_WANTED = {"number": "symbol", "date": "date", "issuer": "issuer", "kind": "type"}


def verdict(field: str, wanted: str, document: Mapping[str, Any]) -> str:
    """right, null, part (a date as far as it goes) or WRONG; a star behind it: flagged as unread."""
    found = document[field]
    unread = {"number": ("number_unread",), "date": ("day_unread", "month_unread")}.get(field, ())
    star = "*" if any(flag in document["flags"] for flag in unread) else ""
    if not found:
        return "null" + star
    if found == wanted or (field == "issuer" and same_name(found, wanted)):
        return "right" + star
    if field == "date" and wanted.startswith(found):
        return "part" + star
    if field == "date" and found.startswith(wanted):
        return "right" + star  # the manifest knows the year only
    return f"WRONG ({found})"


def table(folder: Path) -> str:
    """The table of the originals in `folder`, whose `manifest.csv` says what they are, as Markdown."""
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["original"]]
    lines = ["| file | pages | read as | number | date | issuer | type | boxes of what was left empty |",
             "| --- | ---: | --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    for row in rows:
        record = pipeline.as_dict(pipeline.extract_file(folder / row["original"]))
        pages = record["source"]["pages"]
        cells = [verdict(f, row[_WANTED[f]], record["document"]) for f in _FIELDS]
        boxes = [f"{w['code'][:-7]} p. {w['page']} {w['box']}" for w in record["warnings"] if "page" in w]
        read_as = ", ".join(sorted({p["text_source"] for p in pages}))
        name = Path(row["original"]).name
        lines.append(f"| {name} | {len(pages)} | {read_as} | {' | '.join(cells)} | {'; '.join(boxes)} |")
    return "\n".join(lines)
