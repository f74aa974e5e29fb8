"""Records to score: a folder of JSON files, or what a batch wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def _name(path: str) -> str:
    """`plan.txt.json`, `plan.txt` and `plan.json` are all records of `plan`."""
    name = Path(path).name
    for suffix in (".json", ".txt"):
        name = name.removesuffix(suffix)
    return name


def load(source: Path) -> dict[str, dict[str, Any]]:
    """Records (published form) by document name, from a folder of `NAME.json` or `NAME.txt.json`, a batch's OUT, its
    folder `records`, or one JSONL file."""
    files = [source] if source.is_file() else sorted(source.glob("*.jsonl")) or sorted(source.glob("records/*.jsonl"))
    out: dict[str, dict[str, Any]] = {}
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                out[_name(record["source"]["path"])] = record
    if not files:
        for file in sorted(source.glob("*.json")):
            record = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(record, dict):
                out[_name(file.name)] = record
    return out
