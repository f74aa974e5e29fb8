"""The list of facts worth a person's look: the most useful first, at most some thousand of an archive of any size."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.export.tables import Row
from pipeline.records import LAYERS

LOW = 0.7  # confidence below which a fact is listed
LIMIT = 5_000  # rows: more than a person checks
_AROUND = 80  # characters of context on either side
# How much hangs on a fact: a target's number or a citation's key goes into figures and links, a mention only counts.
_REACH = {"citations": 1.0, "indices": 1.5, "targets": 1.5, "responsibilities": 1.0}
_SHOWN = {
    "citations": ("kind", "number", "date", "issuer", "role", "key"),
    "indices": ("code", "year", "value", "unit", "rank", "status", "scope"),
    "targets": ("type", "comparator", "value", "value_max", "unit", "due", "unit_responsible", "status"),
    "responsibilities": ("body", "role", "task"),
}
# An empty field of the document leaves a hole in every row of its facts.
_NEEDED = ("number", "date", "issuer", "province")


class Review:
    """Collects candidates, keeping the `limit` most useful. `seen` counts all that were worth listing."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._heap: list[tuple[float, int, Row]] = []
        self.seen = 0

    def add(self, record: Mapping[str, Any]) -> None:
        """Look through one record (published form)."""
        path = record["source"]["path"]
        facts = sum(len(record.get(layer, ())) for layer in LAYERS)
        row = _document(record, facts)
        if row:
            self._push(row | {"document": path})
        for layer in LAYERS:
            for fact in record.get(layer, ()):
                if fact["confidence"] < LOW and "corrected" not in fact["flags"]:
                    usefulness = round((1 - fact["confidence"]) * _reach(layer, fact), 3)
                    self.seen += 1
                    if len(self._heap) < self._limit or usefulness > self._heap[0][0]:
                        row = _fact(record, layer, fact)
                        self._keep(row | {"document": path, "usefulness": usefulness})

    def _push(self, row: Row) -> None:
        self.seen += 1
        self._keep(row)

    def _keep(self, row: Row) -> None:
        # Of equally useful ones the earlier in the archive stay: the same archive gives the same list.
        item = (row["usefulness"], -self.seen, row)
        if len(self._heap) < self._limit:
            heapq.heappush(self._heap, item)
        else:
            heapq.heappushpop(self._heap, item)

    def rows(self) -> Iterator[Row]:
        """The table `review`."""
        for _, _, row in sorted(self._heap, key=lambda item: (-item[0], -item[1])):
            yield row


def _reach(layer: str, fact: Mapping[str, Any]) -> float:
    stated = fact.get("value") is not None or fact.get("rank") is not None or fact.get("role") in ("basis", "lead")
    return _REACH[layer] * (2.0 if stated else 1.0)


def _document(record: Mapping[str, Any], facts: int) -> Row | None:
    document = record["document"]
    empty = [name for name in _NEEDED if document[name] is None]
    if document["level"] == "central" and "province" in empty:
        empty.remove("province")
    if not empty or "corrected" in document["flags"]:
        return None
    why = "empty: " + ", ".join(empty)
    if document["flags"]:
        why += "; flags: " + ", ".join(document["flags"])
    values = "; ".join(f"{k}={document[k]}" for k in ("kind", *_NEEDED, "title") if document[k])
    head = " ".join((record.get("text") or "")[:300].split())
    useful = round(0.1 * len(empty) * (1 + min(facts, 100)), 3)
    return {"usefulness": useful, "layer": "document", "context": head, "values": values, "why": why}


def _fact(record: Mapping[str, Any], layer: str, fact: Mapping[str, Any]) -> Row:
    text = record.get("text") or ""
    start, end = fact["start"], fact["end"]
    before = " ".join(text[max(0, start - _AROUND) : start].split())
    after = " ".join(text[end : end + _AROUND].split())
    context = f"{before} [{fact['quote']}] {after}".strip() if text else fact["quote"]
    values = "; ".join(f"{name}={fact[name]}" for name in _SHOWN[layer] if fact[name] is not None)
    why = f"confidence {fact['confidence']:.2f} (rule {fact['rule'] or 'none'})"
    if fact["flags"]:
        why += "; flags: " + ", ".join(fact["flags"])
    return {
        "layer": layer, "id": fact["id"], "quote": fact["quote"], "start": start, "context": context,
        "values": values, "confidence": fact["confidence"], "why": why,
    }  # fmt: skip
