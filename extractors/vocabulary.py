"""Vocabulary: the tables in `extractors/data`, each of which a user's own file can extend.

A user's folder (environment variable KEHOACH_VOCABULARY, or `kehoach --vocabulary DIR`) may hold a file of the same
name and header; its rows come first, so that they win over ours.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of table `name` (without ".csv"), user's own first, as dicts of stripped strings.

    Raises FileNotFoundError if neither we nor the user have such a table, ValueError if a user's file lacks a column.
    """
    out: list[dict[str, str]] = []
    own = DATA / f"{name}.csv"
    with own.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        ours = [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]
        columns = list(reader.fieldnames or [])
    folder = os.environ.get("KEHOACH_VOCABULARY")
    extra = Path(folder) / f"{name}.csv" if folder else None
    if extra and extra.is_file():
        with extra.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            unknown = set(reader.fieldnames or []) - set(columns)
            if unknown or not reader.fieldnames:
                raise ValueError(f"{extra}: unknown columns {sorted(unknown)}; the table has {columns}")
            out += [{c: (row.get(c) or "").strip() for c in columns} for row in reader]
    return tuple(out + ours)
