"""The Frictionless `datapackage.json`: which files there are, and what every column means in English and Vietnamese."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from pipeline.export.columns import about, columns
from pipeline.export.tables import TABLES

_KEYS = {
    "documents": ["document_id"],
    "citations": ["document_id", "id"],
    "indices": ["document_id", "id"],
    "targets": ["document_id", "id"],
    "responsibilities": ["document_id", "id"],
    "sections": ["document_id", "id"],
    "failures": ["path"],
    "duplicates": ["path", "relation"],
}
_PARENT = {"duplicates": "of_document_id"}


def _schema(table: str) -> dict[str, Any]:
    fields = [{"name": c.name, "type": c.type, "description": c.en, "description_vi": c.vi} for c in columns(table)]
    out: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table in _KEYS:
        out["primaryKey"] = _KEYS[table]
    if table in _KEYS and table not in ("documents", "failures"):
        parent = {"resource": "documents", "fields": ["document_id"]}
        out["foreignKeys"] = [{"fields": [_PARENT.get(table, "document_id")], "reference": parent}]
    return out


def _csv(table: str) -> dict[str, Any]:
    return {
        "name": table,
        "path": f"tables/{table}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "description": about(table).en,
        "description_vi": about(table).vi,
        "schema": _schema(table),
    }


def _file(name: str, path: str | Sequence[str], form: str, mediatype: str, en: str, vi: str) -> dict[str, Any]:
    # A file and no table for those who check the package: the tables in it are described above, as CSV.
    return {
        "name": name,
        "type": "file",
        "path": path,
        "format": form,
        "mediatype": mediatype,
        "description": en,
        "description_vi": vi,
    }


def package(formats: Collection[str], records: Sequence[str] = ()) -> dict[str, Any]:
    """The package of an output with these `formats`; `records` are the parts of the JSONL."""
    resources: list[dict[str, Any]] = []
    if "csv" in formats:
        resources += [_csv(table) for table in TABLES]
    if "jsonl" in formats:
        resources.append(
            _file("records", [f"records/{name}" for name in records], "jsonl", "application/jsonl",
                  "The whole records, one JSON a line (kehoach schema)",
                  "Kết quả đầy đủ, mỗi dòng một JSON (kehoach schema)")
        )  # fmt: skip
    if "sqlite" in formats:
        resources.append(
            _file("sqlite", "kehoach.sqlite", "sqlite", "application/vnd.sqlite3",
                  "All tables with indexes and full-text search; open with: datasette kehoach.sqlite",
                  "Mọi bảng kèm chỉ mục và tìm kiếm toàn văn; mở bằng: datasette kehoach.sqlite")
        )  # fmt: skip
    if "xlsx" in formats:
        mediatype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        resources.append(
            _file(
                "xlsx", "kehoach.xlsx", "xlsx", mediatype, "All tables, one sheet each", "Mọi bảng, mỗi bảng một trang"
            )
        )
    parquet = {t: {"path": f"parquet/{t}", "description": about(t).en, "description_vi": about(t).vi} for t in TABLES}
    return {
        "name": "kehoach",
        "profile": "data-package",
        "title": "Facts of administrative plans",
        "title_vi": "Dữ kiện trong văn bản hành chính",
        "resources": resources,
        # Folders of Parquet are no resource of the standard (a resource is one file or a list of files).
        **({"parquet": {"partitions": ["province", "year"], "tables": parquet}} if "parquet" in formats else {}),
    }


def write(path: Path, formats: Collection[str], records: Sequence[str]) -> None:
    """Write the package's description to `path`."""
    text = json.dumps(package(formats, records), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
