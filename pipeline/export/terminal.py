"""What a person sees on a terminal: a document's facts, in Vietnamese or English."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

from pipeline.records import Record, as_dict

_MESSAGES = Path(__file__).parent.parent / "data" / "messages.csv"

_COLUMNS: dict[str, tuple[str, ...]] = {
    "citations": ("form", "kind", "number", "date", "issuer", "role", "title", "section"),
    "indices": ("code", "year", "value", "unit", "rank", "status", "scope", "quote", "section"),
    "targets": ("type", "comparator", "value", "unit", "due", "unit_responsible", "status", "measure", "section"),
    "responsibilities": ("body", "role", "task", "section"),
}


def language(chosen: str | None) -> str:
    """ "vi" or "en": the chosen one, else what the locale says, else English."""
    if chosen:
        return chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "vi" if locale.lower().startswith("vi") else "en"


@cache
def _messages() -> dict[str, dict[str, str]]:
    with _MESSAGES.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def say(key: str, lang: str, **values: object) -> str:
    """Message `key` of data/messages.csv in `lang`, with `values` filled in; the key itself if there is none."""
    row = _messages().get(key)
    return row[lang].format(**values) if row else key


def _cell(value: Any, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_cell(v, lang) for v in value)
    if isinstance(value, str):
        # Codes of the record ("lead", "target") in the reader's words; anything else is printed as it is.
        row = _messages().get(f"value:{value}")
        return row[lang] if row else value
    if isinstance(value, float) and lang == "vi":
        return str(value).replace(".", ",")
    return str(value)


def _shown(fact: dict[str, Any], column: str, lang: str) -> str:
    value = _cell(fact[column], lang)
    if column == "value" and fact.get("value_max") is not None:
        return f"{value}–{_cell(fact['value_max'], lang)}"
    return value


def show(record: Record, layers: Sequence[str], lang: str | None, *, file: IO[str] | None = None) -> None:
    """Print `record` as tables to `file` (standard output). Control characters of the source never reach the
    terminal: normalisation has taken them out, and markup is not interpreted."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lang = language(lang)
    stream = file or sys.stdout
    console = Console(file=stream, width=None if stream.isatty() else 160, highlight=False, markup=False)
    published = as_dict(record, layers=layers, text=False)
    document = published["document"]
    console.print(Text(" ".join(str(document[k]) for k in ("kind", "number", "title") if document[k]), style="bold"))
    for key in ("issuer", "level", "province", "district", "commune", "date"):
        if document[key]:
            console.print(Text(f"  {say(key, lang)}: {_cell(document[key], lang)}"))
    for layer in layers:
        table = Table(title=f"{say(layer, lang)} ({len(published[layer])})", title_justify="left", expand=False)
        for column in _COLUMNS[layer]:
            table.add_column(say(column, lang), overflow="fold", max_width=44)
        for fact in published[layer]:
            table.add_row(*(Text(_shown(fact, c, lang)) for c in _COLUMNS[layer]))
        console.print(table)
    for warning in published["warnings"]:
        console.print(Text(f"! {warning['message_vi' if lang == 'vi' else 'message']}"))
