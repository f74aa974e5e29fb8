"""Types of documents: their names and the abbreviations that stand for them in a symbol (data/document_types.csv)."""

from __future__ import annotations

import re
from functools import cache

from extractors import vocabulary
from extractors.text import bare, fold

_GROUP = re.compile(r"[/\-.&]+")


@cache
def names() -> dict[str, str]:
    """Official names by their form without diacritics: {"ke hoach": "Kế hoạch", …}."""
    out: dict[str, str] = {}
    for row in vocabulary.rows("document_types"):
        out.setdefault(bare(fold(row["name"])), row["name"])
    return out


@cache
def _codes() -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {"party": {}, "state": {}}
    for row in vocabulary.rows("document_types"):
        if row["abbr"]:
            branch = "party" if row["branch"] == "party" else "state"
            out[branch].setdefault(row["abbr"].lower(), row["name"])
    return out


def of_symbol(number: str) -> str | None:
    """The type that a number with its symbol tells: "41/KH-UBND" → "Kế hoạch", "14-NQ/TU" → "Nghị quyết",
    "8322/UBND-VX" → "Công văn" (no type code: an official letter, Decree 30/2020/NĐ-CP, Annex I). None if none."""
    party = re.match(r"\d*\s*-", number) is not None
    groups = [g for g in _GROUP.split(number) if g and not g.isdigit()]
    if not groups:
        return None
    found = _codes()["party" if party else "state"].get(groups[0].lower())
    if found:
        return found
    return "Công văn" if len(groups) > 1 or not party else None
