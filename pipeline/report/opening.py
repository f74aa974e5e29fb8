"""From a document, or a record written earlier, to its evidence page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import KehoachError, UnreadableInput
from pipeline.records import LAYERS, SCHEMA_VERSION, Record, as_dict
from pipeline.report.evidence import evidence_page
from pipeline.report.page_images import PageView, has_pages, views


def page_of(record: Record, *, lang: str = "vi", images: bool = True, layers: Sequence[str] = LAYERS) -> str:
    """The evidence page of a document just read. `images`: embed pictures of its pages, if it has any."""
    published = as_dict(record, layers=layers)
    source = record.source
    pages = _views(Path(source.path), published) if images else []

    def boxes(start: int, end: int) -> list[dict[str, Any]]:
        return source.boxes(*record.offsets.raw(start, end))

    return evidence_page(published, lang=lang, pages=pages, boxes=boxes if pages else None)


def page_of_published(record: Mapping[str, Any], beside: Path, *, lang: str = "vi", images: bool = True) -> str:
    """The evidence page of a record in its published form. Pictures of a PDF's pages are drawn from the file the record
    names, looked for as named and in the folder `beside`, if its bytes are still the same. Raises UnreadableInput for
    a record without its text."""
    source = record["source"]
    if "text" not in record:
        raise UnreadableInput(
            source["path"], "the record was written without the text", "Extract again without --no-text"
        )
    named = Path(source["path"])
    places = (named, beside / named, beside / named.name)
    pages = next((v for p in places if (v := _views(p, record) if images else [])), [])
    return evidence_page(record, lang=lang, pages=pages)


def _views(path: Path, record: Mapping[str, Any]) -> list[PageView]:
    """The pictures of the pages, none if the file has no pages, is not at hand, or is another one by now."""
    source = record["source"]
    if not has_pages(source["media_type"]):
        return []
    data = _data(path)
    if data is None or hashlib.sha256(data).hexdigest() != source["sha256"]:
        return []
    return list(views(data, source["media_type"]))


def _data(path: Path) -> bytes | None:
    from pipeline.ingest import archives
    from pipeline.ingest.files import read_file

    try:
        return archives.read_member(str(path)) if archives.is_member(str(path)) else read_file(str(path))
    except (KehoachError, OSError):
        return None


def published(path: Path) -> dict[str, Any] | None:
    """The record in the file `path` (JSON as `kehoach extract -o` writes it); None if that file is no record."""
    if path.suffix.lower() != ".json":
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ours = isinstance(found, dict) and found.get("schema_version") == SCHEMA_VERSION and "source" in found
    return found if ours else None
