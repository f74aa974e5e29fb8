"""Confidence of facts: how often facts of the same rule were right on the development documents."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Protocol

_TABLE = Path(__file__).parent / "data" / "confidence.csv"
_UNSEEN = 0.5


class _Fact(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def flags(self) -> tuple[str, ...]: ...


@cache
def _table() -> dict[tuple[str, str, bool], float]:
    if not _TABLE.is_file():
        return {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["layer"], row["rule"], row["flagged"] == "yes"): float(row["confidence"])
            for row in csv.DictReader(file)
        }


def confidence(layer: str, fact: _Fact) -> float:
    """The share of right facts among those that this fact's rule found (0–1), from `data/confidence.csv`; rules
    that calibration never met get the layer's own mean (rule `*`). See docs/accuracy.md for the method."""
    table = _table()
    flagged = bool(fact.flags)
    for key in ((layer, fact.rule, flagged), (layer, "*", flagged), (layer, "*", False)):
        if key in table:
            return table[key]
    return _UNSEEN
