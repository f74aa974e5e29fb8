"""Tables: one row per fact, with its document beside it, so that a table is useful alone in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pipeline.records import LAYERS

Row = dict[str, Any]

_DOCUMENT = ("document_id", "path", "issuer", "level", "province", "district", "commune", "date")
_PLACE = ("section", "quote", "start", "end", "page", "confidence", "flags")

TABLES: dict[str, tuple[str, ...]] = {
    "documents": (
        "document_id", "path", "kind", "number", "issuer", "level", "province", "province_code", "district",
        "district_code", "commune", "commune_code", "place", "date", "title", "period_from", "period_to",
        "signer_name", "signer_position", "signer_authority", "recipients", "citations", "indices", "targets",
        "responsibilities", "warnings", "pages", "encoding", "sha256", "flags", "similar_to", "similarity",
    ),
    "citations": (
        *_DOCUMENT, "id", "form", "kind", "number", "cited_date", "cited_issuer", "title", "role", "locator", "within",
        "key", *_PLACE,
    ),
    "indices": (*_DOCUMENT, "id", "code", "year", "value", "unit", "rank", "rank_of", "status", "scope", *_PLACE),
    "targets": (
        *_DOCUMENT, "id", "type", "comparator", "value", "value_max", "value_of", "unit", "measure", "due",
        "unit_responsible", "status", *_PLACE,
    ),
    "responsibilities": (*_DOCUMENT, "id", "body", "role", "task", *_PLACE),
    "sections": (*_DOCUMENT, "id", "label", "section_path", "heading", "depth", "start", "end"),
    "failures": ("path", "status", "stage", "page", "cause", "advice"),
    "duplicates": (
        "document_id", "path", "number", "issuer", "date", "relation", "similarity", "of_document_id", "of_path",
        "of_number", "of_issuer", "of_date", "same_paper",
    ),
    "review": (
        "usefulness", "document", "layer", "id", "quote", "start", "context", "values", "confidence", "why", "field",
        "value", "by", "when",
    ),
    "corrections": (
        "row", "document", "layer", "id", "quote", "start", "field", "value", "was", "by", "when", "status", "message",
    ),
}  # fmt: skip

PER_DOCUMENT = ("documents", "citations", "indices", "targets", "responsibilities", "sections")

_RENAMED = {"citations": {"cited_date": "date", "cited_issuer": "issuer"}}


def _joined(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _beside(record: Mapping[str, Any]) -> Row:
    document, source = record["document"], record["source"]
    return {"document_id": source["sha256"][:16], "path": source["path"]} | {
        k: document[k] for k in ("issuer", "level", "province", "district", "commune", "date")
    }


def _page(fact: Mapping[str, Any]) -> int | None:
    return next((box["page"] for box in fact["boxes"] if "page" in box), None)


def document_row(record: Mapping[str, Any]) -> Row:
    """The row of `record` (published form) in the table `documents`."""
    document, source = record["document"], record["source"]
    period = document["period"] or [None, None]
    codes = document["codes"]
    row = _beside(record) | {k: document[k] for k in ("kind", "number", "place", "title")}
    row |= {f"{unit}_code": codes.get(unit) for unit in ("province", "district", "commune")}
    row |= {"period_from": period[0], "period_to": period[1], "recipients": _joined(document["recipients"])}
    row |= {f"signer_{k}": v for k, v in document["signer"].items()}
    row |= {layer: len(record.get(layer, ())) for layer in ("citations", "indices", "targets", "responsibilities")}
    row |= {"warnings": _joined([w["message"] for w in record["warnings"]]), "pages": len(source["pages"])}
    row |= {"encoding": source["encoding"], "sha256": source["sha256"], "flags": _joined(document["flags"])}
    return row | {"similar_to": None, "similarity": None}  # known only when the whole archive has been read


def fact_rows(record: Mapping[str, Any], layer: str) -> Iterator[Row]:
    """The rows of one layer's facts of `record` (published form), with the columns of `TABLES[layer]`."""
    beside = _beside(record)
    renamed = _RENAMED.get(layer, {})
    own = [c for c in TABLES[layer] if c not in beside and c != "page"]
    for fact in record.get(layer, ()):
        row = dict(beside)
        for column in own:
            row[column] = _joined(fact[renamed.get(column, column)])
        row["page"] = _page(fact)
        yield row


def section_rows(record: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of `record`'s outline in the table `sections`."""
    beside = _beside(record)
    for n, s in enumerate(record["sections"], 1):
        yield beside | {
            "id": f"s{n}",
            "label": s["label"],
            "section_path": s["path"],
            "heading": s["heading"],
            "depth": s["level"],
            "start": s["start"],
            "end": s["end"],
        }


def rows(record: Mapping[str, Any], table: str) -> Iterator[Row]:
    """The rows of `record` (published form) in `table`; those of PER_DOCUMENT have some."""
    if table == "documents":
        yield document_row(record)
    elif table == "sections":
        yield from section_rows(record)
    else:
        yield from fact_rows(record, table)


def values(record: Mapping[str, Any], table: str) -> list[tuple[Any, ...]]:
    """The rows of `record` in `table` (of PER_DOCUMENT) as values in the order of its columns: what `rows` gives, for
    archives, where it is most of the work."""
    if table not in LAYERS:
        return [tuple([row.get(c) for c in TABLES[table]]) for row in rows(record, table)]
    facts = record.get(table)
    if not facts:
        return []
    beside = tuple(_beside(record).values())
    own = _own(table)
    out = []
    for fact in facts:
        cells = [fact[name] if name != "page" else _page(fact) for name in own]
        out.append(beside + tuple([_joined(c) if c.__class__ is list else c for c in cells]))
    return out


@cache
def _own(table: str) -> tuple[str, ...]:
    """The fields of a fact in the order of its table's columns, behind those of its document."""
    renamed = _RENAMED.get(table, {})
    return tuple(renamed.get(c, c) for c in TABLES[table][len(_DOCUMENT) :])
