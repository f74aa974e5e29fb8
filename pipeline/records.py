"""The record of one document: all its facts, with where each stands, ready to be written.

`as_dict` gives the published form (`kehoach schema`); keys have a fixed order, and the same input and version give
the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.facts import Citation, Document, Index, Repair, Responsibility, Target
from extractors.outline import Outline, Section
from pipeline.confidence import confidence
from pipeline.ingest.source import Source
from pipeline.offsets import OffsetMap

SCHEMA_VERSION = "1"
_SCHEMA = Path(__file__).parent / "data" / "record.schema.json"
LAYERS = ("citations", "indices", "targets", "responsibilities")
Fact = Citation | Index | Target | Responsibility

_FIELDS: dict[str, tuple[str, ...]] = {
    "citations": ("form", "kind", "number", "date", "issuer", "title", "role", "locator", "within", "key"),
    "indices": ("code", "year", "value", "unit", "rank", "rank_of", "status", "scope"),
    "targets": (
        "type", "comparator", "value", "value_max", "value_of", "unit", "measure", "due", "unit_responsible", "status",
    ),
    "responsibilities": ("body", "role", "task"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One document's facts. `text` is the normalised text that all offsets refer to."""

    document: Document
    citations: tuple[Citation, ...]
    indices: tuple[Index, ...]
    targets: tuple[Target, ...]
    responsibilities: tuple[Responsibility, ...]
    outline: Outline
    repairs: tuple[Repair, ...]
    warnings: tuple[dict[str, Any], ...]
    source: Source
    text: str
    offsets: OffsetMap


def _fact(layer: str, n: int, fact: Fact, record: Record) -> dict[str, Any]:
    raw_start, raw_end = record.offsets.raw(fact.start, fact.end)
    out: dict[str, Any] = {"id": f"{layer[0]}{n}", "quote": fact.quote, "start": fact.start, "end": fact.end}
    for name in _FIELDS[layer]:
        value = getattr(fact, name)
        out[name] = list(value) if isinstance(value, tuple) else value
    section = fact.section if isinstance(fact, Responsibility) else None
    if section is None:
        block = record.outline.block_at(fact.start)
        section = block.path if block and block.path else None
    out["section"] = section
    out["raw_start"], out["raw_end"] = raw_start, raw_end
    out["boxes"] = record.source.boxes(raw_start, raw_end)
    out["confidence"] = confidence(layer, fact)
    out["rule"] = fact.rule
    out["flags"] = list(fact.flags)
    return out


def _document(document: Document) -> dict[str, Any]:
    signer = document.signer
    return {
        "kind": document.kind,
        "number": document.number,
        "issuer": document.issuer,
        "level": document.level,
        "province": document.province,
        "district": document.district,
        "commune": document.commune,
        "codes": dict(document.codes),
        "place": document.place,
        "date": document.date,
        "title": document.title,
        "period": list(document.period) if document.period else None,
        "signer": {"name": signer.name, "position": signer.position, "authority": signer.authority},
        "recipients": list(document.recipients),
        "evidence": {field: [start, end] for field, start, end in document.evidence},
        "flags": list(document.flags),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "label": section.label,
        "path": section.path,
        "heading": section.heading,
        "level": section.level,
        "start": section.start,
        "end": section.end,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "path": source.path,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "encoding": source.encoding,
        "pages": [
            {"page": p.number, "text_source": p.text_source, "ocr_confidence": p.ocr_confidence} for p in source.pages
        ],
        "signatures": [{"signer": s.signer, "time": s.time, "field": s.field} for s in source.signatures],
    }


def as_dict(record: Record, *, layers: Sequence[str] = LAYERS, text: bool = True) -> dict[str, Any]:
    """`record` in the published form. `layers` chooses among the four; `text=False` leaves the text out."""
    out: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "document": _document(record.document)}
    for layer in LAYERS:
        if layer in layers:
            out[layer] = [_fact(layer, i, f, record) for i, f in enumerate(getattr(record, layer), 1)]
    out["sections"] = [_section(s) for s in record.outline.sections]
    out["repairs"] = [
        {"start": r.start, "end": r.end, "printed": r.printed, "read": r.read, "why": r.why} for r in record.repairs
    ]
    out["warnings"] = [dict(w) for w in record.warnings]
    out["source"] = _source(record.source)
    if text:
        out["text"] = record.text
    return out


def to_json(record: Record, *, indent: int | None = 1, layers: Sequence[str] = LAYERS, text: bool = True) -> str:
    """`record` as JSON (not ASCII-escaped, fixed key order), with `indent=None` on one line."""
    return json.dumps(as_dict(record, layers=layers, text=text), ensure_ascii=False, indent=indent)


def schema_text() -> str:
    """The published JSON Schema of a record."""
    return _SCHEMA.read_text(encoding="utf-8")
