"""Precision, recall and F1 of records against gold.

Micro-averaged over all documents, two figures a layer: `found`, the fact is there (its identity matches and its quote
overlaps the gold quote); `strict`, and its coded fields are right too.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.evaluation.agreement import (
    Positions,
    letters,
    like,
    norm,
    number,
    numeric,
    overlap,
    ratio,
    same_document_field,
    same_field,
    same_name,
)

Row = dict[str, Any]
DOCUMENT_FIELDS = (
    "kind", "number", "issuer", "level", "province", "district", "commune", "place", "date", "title", "period",
    "signer", "recipients",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layer:
    """How one layer is scored: which of a record's facts belong to it, when two have one identity, which fields
    `strict` demands and which are reported besides."""

    source: str
    form: Callable[[Row], bool]
    same: Callable[[Row, Row], bool]
    strict: tuple[str, ...]
    extra: tuple[str, ...] = ()


def _digits(value: object) -> list[str]:
    return re.findall(r"\d+", norm(value))


LAYERS: dict[str, Layer] = {
    "citations.full": Layer(
        "citations", lambda f: f.get("form") not in ("named", "self"),
        lambda g, p: number(g["number"]) == number(p.get("number")),
        ("kind", "date", "issuer"), ("role", "title", "within", "locator"),
    ),
    "citations.named": Layer(
        "citations", lambda f: f.get("form") == "named",
        lambda g, p: norm(g["kind"]) == norm(p.get("kind")) and _digits(g["quote"]) == _digits(p.get("quote")),
        ("date",), ("issuer", "role"),
    ),
    "citations.self": Layer(
        "citations", lambda f: f.get("form") == "self", lambda g, p: norm(g["kind"]) == norm(p.get("kind")), ()
    ),
    "indices": Layer(
        "indices", lambda f: True, lambda g, p: g["code"] == p.get("code"),
        ("year", "value", "rank", "status"), ("scope", "rank_of"),
    ),
    "targets": Layer(
        "targets", lambda f: True,
        lambda g, p: g["type"] == p.get("type") and numeric(g["value"]) == numeric(p.get("value")),
        ("comparator", "value_max", "unit", "status"), ("due", "unit_responsible", "measure"),
    ),
    "responsibilities": Layer(
        "responsibilities", lambda f: True,
        lambda g, p: same_name(g["body"], p.get("body"))
        and like(str(g.get("task"))[:120], str(p.get("task"))[:120], 0.6),
        ("role",), ("section",),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one layer over all documents."""

    gold: int
    predicted: int
    found: int
    strict: int
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """Scores of a set of documents. `misses` lists every disagreement: (document, layer, what, gold, found)."""

    documents: int
    document_fields: Mapping[str, float]
    key: tuple[float, float, float]
    layers: Mapping[str, Counts]
    misses: tuple[tuple[str, str, str, str, str], ...] = ()

    @property
    def document_mean(self) -> float:
        """Mean of the document fields' accuracies."""
        return sum(self.document_fields.values()) / max(1, len(self.document_fields))


def prf(right: int, gold: int, predicted: int) -> tuple[float, float, float]:
    """(precision, recall, F1)."""
    p, r = right / predicted if predicted else 0.0, right / gold if gold else 0.0
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


def pair(gold: Sequence[Row], found: Sequence[Row], layer: Layer) -> list[tuple[int, int]]:
    """One-to-one pairs: among facts of one identity whose quotes overlap, most agreeing fields first, then overlap."""
    edges: list[tuple[int, float, int, int, int]] = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            if not layer.same(g, p):
                continue
            shared = overlap(g["_at"], p["_at"])
            if shared is None:
                shared = ratio(letters(g.get("quote")), letters(p.get("quote")))
                shared = shared if shared >= 0.6 else 0.0
            if shared > 0:
                edges.append((sum(same_field(f, g, p) for f in layer.strict), shared, -abs(i - j), i, j))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    out: list[tuple[int, int]] = []
    for *_, i, j in sorted(edges, reverse=True):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            out.append((i, j))
    return out


def _locate(gold: Row, record: Row, text: str) -> None:
    positions = Positions(text)
    own = record.get("text")
    for layer in ("citations", "indices", "targets", "responsibilities"):
        for f in gold[layer]:
            f["_at"] = positions.nth(f["quote"], f.get("occurrence"))
        for f in record[layer]:
            expected = len(letters(own[: f["start"]])) if own and f.get("start") is not None else None
            f["_at"] = positions.nearest(f.get("quote"), expected)


@dataclass(slots=True)
class _Tally:
    """Running counts; private to this module."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    document_right: Counter[str] = field(default_factory=Counter)
    document_all: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, str, str, str]] = field(default_factory=list)


def _document(tally: _Tally, name: str, gold: Row, record: Row) -> None:
    for f in DOCUMENT_FIELDS:
        g, p = gold["document"].get(f), record["document"].get(f)
        if f == "signer":
            g, p = (g or {}).get("name"), (p or {}).get("name")
        if not g and not p:
            continue
        tally.document_all[f] += 1
        right = same_document_field(f, g, p)
        tally.document_right[f] += right
        if not right:
            tally.misses.append((name, "document", f, str(g), str(p)))


def _layer(tally: _Tally, name: str, layer_name: str, gold: list[Row], found: list[Row]) -> None:
    layer = LAYERS[layer_name]
    pairs = pair(gold, found, layer)
    counts = tally.counts[layer_name]
    counts.update(gold=len(gold), predicted=len(found), found=len(pairs))
    for i, j in pairs:
        right = {f: same_field(f, gold[i], found[j]) for f in layer.strict + layer.extra}
        counts["strict"] += all(right[f] for f in layer.strict)
        for f, ok in right.items():
            tally.fields[layer_name][f] += ok
            if not ok:
                values = (str(gold[i].get(f)), str(found[j].get(f)))
                tally.misses.append((name, layer_name, f"{f} of {gold[i]['quote'][:60]}", *values))
    paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, g in enumerate(gold):
        if i not in paired_gold:
            tally.misses.append((name, layer_name, "missed", str(g.get("quote")), ""))
    for j, p in enumerate(found):
        if j not in paired_found:
            tally.misses.append((name, layer_name, "extra", "", str(p.get("quote"))[:160]))
    if layer_name == "citations.full":
        identities = [
            ((gold[i]["kind"], number(gold[i]["number"]), norm(gold[i].get("issuer"))), found[j].get("key"))
            for i, j in pairs
        ]
        for a, (identity, key) in enumerate(identities):
            for other_identity, other_key in identities[:a]:
                same_gold, same_found = identity == other_identity, key is not None and key == other_key
                tally.keys.update(gold=same_gold, found=same_found, both=same_gold and same_found)


def _documents(gold_dir: Path, records: Mapping[str, Row]) -> Iterator[tuple[str, Row, Row, str]]:
    for path in sorted(gold_dir.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        raw = records.get(path.stem, {})
        record = {k: raw.get(k) or [] for k in ("citations", "indices", "targets", "responsibilities")}
        yield path.stem, gold, record | {"document": raw.get("document") or {}, "text": raw.get("text")}, text


def verdicts(gold_dir: Path, records: Mapping[str, Row]) -> Iterator[tuple[str, Row, bool]]:
    """(layer, fact, whether it is strictly right) of every fact of `records`: what calibration counts."""
    for _, gold, record, text in _documents(gold_dir, records):
        _locate(gold, record, text)
        for layer in LAYERS.values():
            wanted, found = ([f for f in side[layer.source] if layer.form(f)] for side in (gold, record))
            right = {
                j
                for i, j in pair(wanted, found, layer)
                if all(same_field(f, wanted[i], found[j]) for f in layer.strict)
            }
            for j, fact in enumerate(found):
                yield layer.source, fact, j in right


def evaluate(gold_dir: Path, records: Mapping[str, Row]) -> Report:
    """Scores of `records` (by document name, published form, with their text) against the gold files `NAME.json` and
    `NAME.txt` in `gold_dir`. A document without a record counts as a record without facts."""
    tally = _Tally()
    documents = 0
    for name, gold, record, text in _documents(gold_dir, records):
        documents += 1
        _locate(gold, record, text)
        _document(tally, name, gold, record)
        for layer_name, layer in LAYERS.items():
            chosen = [[f for f in side[layer.source] if layer.form(f)] for side in (gold, record)]
            _layer(tally, name, layer_name, *chosen)
    return Report(
        documents,
        {f: tally.document_right[f] / tally.document_all[f] for f in DOCUMENT_FIELDS if tally.document_all[f]},
        prf(tally.keys["both"], tally.keys["gold"], tally.keys["found"]),
        {
            name: Counts(c["gold"], c["predicted"], c["found"], c["strict"], dict(tally.fields[name]))
            for name, c in ((name, tally.counts[name]) for name in LAYERS)
        },
        tuple(tally.misses),
    )
