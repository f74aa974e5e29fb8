"""What people have put right: `corrections.csv` beside the output, applied on every run.

Columns: `document` (path, document_id or sha256), `layer` (document, citations, indices, targets, responsibilities),
`id` of the fact or its `quote` (with `start` if the words occur twice), `field`, `value`, `by`, `when`. The field
`remove` takes the fact out. An id holds while the program finds the same facts; a quote holds across versions, and
where both are given the quote decides. Rows without a field are passed over, so that the file may be made from
`tables/review.csv`. A row that fits nothing is reported in `tables/corrections.csv` and changes nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from extractors import places
from pipeline.records import LAYERS, schema_text

Row = dict[str, Any]

COLUMNS = ("document", "layer", "id", "quote", "start", "field", "value", "by", "when")
REMOVE = "remove"
FLAG = "corrected"
_UNITS = ("province", "district", "commune")
_FIXED = frozenset({"id", "quote", "start", "end", "raw_start", "raw_end", "boxes", "confidence", "rule", "flags",
                    "codes", "evidence", "signer", "section"})  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(slots=True)
class _Correction:
    """One row, and what became of it."""

    row: int
    cells: dict[str, str]
    was: Any = None
    message: str = "no such document in the archive"

    def __getattr__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(slots=True)
class Corrections:
    """The rows of a corrections.csv, by the document they name; `apply` notes what became of each."""

    by_document: dict[str, list[_Correction]] = field(default_factory=dict)
    wrong: list[_Correction] = field(default_factory=list)

    def apply(self, record: dict[str, Any], document_id: str, path: str) -> bool:
        """Change `record` (published form) in place; whether anything changed."""
        if not self.by_document:
            return False
        names = dict.fromkeys((path, document_id, record["source"]["sha256"]))
        found = [c for name in names for c in self.by_document.get(name, ())]
        changed = False
        removed: list[tuple[str, Row]] = []
        for correction in sorted(found, key=lambda c: c.row):
            try:
                _correct(record, correction, removed)
                correction.message, changed = "", True
            except ValueError as error:
                correction.message = str(error)
        for layer, fact in removed:
            record[layer] = [f for f in record[layer] if f is not fact]
        return changed

    def rows(self) -> Iterator[Row]:
        """The table `corrections`: every row and what became of it."""
        every = [c for several in self.by_document.values() for c in several] + self.wrong
        for c in sorted(every, key=lambda c: c.row):
            start = int(c.start) if c.start.isdigit() else None
            cells: Row = {name: c.cells.get(name) or None for name in COLUMNS} | {"start": start, "row": c.row}
            was = None if c.was is None else c.was if isinstance(c.was, str) else json.dumps(c.was, ensure_ascii=False)
            yield cells | {"was": was, "status": "wrong" if c.message else "applied", "message": c.message or None}


def parse(data: bytes) -> Corrections:
    """The rows of a corrections.csv (UTF-8 or UTF-16, comma, semicolon or tab, as spreadsheets write it). Never raises:
    a file that can't be read is one wrong row."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        head = text.partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        names = [(name or "").strip().lower() for name in reader.fieldnames or []]
        missing = [c for c in ("document", "layer", "field", "value") if c not in names]
        if missing:
            raise ValueError(f"corrections.csv lacks the columns {', '.join(missing)}")
        reader.fieldnames = names
        rows = [(reader.line_num, row) for row in reader]
    except (ValueError, csv.Error) as error:
        return Corrections(wrong=[_Correction(1, {}, message=f"the file cannot be read: {error}")])
    return _sorted(rows)


def _sorted(rows: list[tuple[int, dict[str | Any, str | Any]]]) -> Corrections:
    out = Corrections()
    for line, row in rows:
        cells = {c: _unguarded(str(row.get(c) or "").strip()) for c in COLUMNS}
        if not cells["field"]:
            continue
        correction = _Correction(line, cells)
        if cells["document"]:
            out.by_document.setdefault(cells["document"], []).append(correction)
        else:
            correction.message = "no document named"
            out.wrong.append(correction)
    return out


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that our own tables put before what looks like a formula."""
    from pipeline.export.csv_files import safe

    return cell[1:] if cell[:1] == "'" and safe(cell[1:]) == cell else cell


def _correct(record: dict[str, Any], correction: _Correction, removed: list[tuple[str, Row]]) -> None:
    """Apply one row. Raises ValueError, in words for the user, if it doesn't fit."""
    layer, name = correction.layer, correction.field
    if layer == "document":
        _correct_document(record["document"], correction)
        return
    if layer not in LAYERS:
        raise ValueError(f"no layer {layer!r}; use document, {', '.join(LAYERS)}")
    if layer not in record:
        raise ValueError(f"the layer {layer} was not extracted in this run")
    fact = _fact(record[layer], correction)
    if name == REMOVE:
        removed.append((layer, fact))
        return
    spec = _fields(layer).get(name)
    if spec is None:
        raise ValueError(f"{layer} have no field {name!r} to correct; use {', '.join(_fields(layer))} or {REMOVE}")
    value = _value(correction.value, spec, name)
    correction.was, fact[name] = fact[name], value
    _mark(fact)


def _correct_document(document: dict[str, Any], correction: _Correction) -> None:
    name = correction.field
    holder, part = (document["signer"], name[7:]) if name.startswith("signer_") else (document, name)
    specs = _fields("document")
    if name not in specs:
        raise ValueError(f"a document has no field {name!r} to correct; use {', '.join(specs)}")
    value = _value(correction.value, specs[name], name)
    correction.was, holder[part] = holder[part], value
    if name in _UNITS or name == "date":
        units = {u: document[u] for u in _UNITS}
        settled = places.settle(**units, date=document["date"])
        found = zip(_UNITS, (settled.province, settled.district, settled.commune), strict=True)
        document["codes"] = {u: unit.code for u, unit in found if unit and unit.code and document[u]}
    _mark(document)


def _mark(holder: Row) -> None:
    if FLAG not in holder["flags"]:
        holder["flags"] = [*holder["flags"], FLAG]
    if "confidence" in holder:
        holder["confidence"] = 1.0


def _fact(facts: list[Row], correction: _Correction) -> Row:
    quote = correction.quote
    if quote:
        found = [f for f in facts if f["quote"] == quote]
        if correction.start.isdigit() and len(found) > 1:
            found = [f for f in found if f["start"] == int(correction.start)] or found
        if correction.id and len(found) > 1:
            found = [f for f in found if f["id"] == correction.id] or found
        if not found:
            raise ValueError("no fact has this quote; the program may have found it differently since")
        if len(found) > 1:
            raise ValueError(f"{len(found)} facts have this quote; give its start or id")
        return found[0]
    if not correction.id:
        raise ValueError("neither the id nor the quote of a fact is given")
    named = [f for f in facts if f["id"] == correction.id]
    if not named:
        raise ValueError(f"no fact {correction.id}")
    return named[0]


@cache
def _fields(layer: str) -> dict[str, dict[str, Any]]:
    """The fields of a layer that may be corrected, with what the published schema allows in each."""
    properties = json.loads(schema_text())["properties"]
    if layer == "document":
        own: dict[str, dict[str, Any]] = properties["document"]["properties"]
        signer = {f"signer_{k}": v for k, v in own["signer"]["properties"].items()}
        return {k: v for k, v in own.items() if k not in _FIXED} | signer
    own = properties[layer]["items"]["properties"]
    return {k: v for k, v in own.items() if k not in _FIXED}


def _value(cell: str, spec: dict[str, Any], name: str) -> Any:
    """The cell as the schema wants it. Raises ValueError if it doesn't fit."""
    if "enum" in spec:
        value = cell or None
        if value not in spec["enum"]:
            raise ValueError(f"{name} is one of {', '.join(str(v) for v in spec['enum'] if v)}")
        return value
    types = spec.get("type", "string")
    types = [types] if isinstance(types, str) else types
    if not cell:
        if "null" in types:
            return None
        raise ValueError(f"{name} cannot be empty")
    if "pattern" in spec and not re.search(spec["pattern"], cell):
        raise ValueError(f"{name}: {cell!r} has not the right form (a date is 2024-05-31, 2024-05, 2024-Q2 or 2024)")
    return _typed(cell, types, spec, name)


def _typed(cell: str, types: list[str], spec: dict[str, Any], name: str) -> Any:
    if {"integer", "number"} & set(types) and _NUMBER.fullmatch(cell):
        number = float(cell.replace(",", "."))
        if number.is_integer():
            return int(number)
        if "number" in types:
            return number
    if "array" in types and (";" in cell or "string" not in types):
        parts = [part.strip() for part in cell.split(";") if part.strip()]
        if spec.get("items", {}).get("type") != "integer":
            return parts
        if len(parts) == spec.get("minItems", len(parts)) and all(p.isdigit() for p in parts):
            return [int(p) for p in parts]
        raise ValueError(f"{name}: {cell!r}; write 2021; 2025")
    if "string" in types:
        return cell[: spec.get("maxLength", len(cell))]
    raise ValueError(f"{name}: {cell!r} is no {' or '.join(t for t in types if t != 'null')}")
