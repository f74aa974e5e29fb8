"""Number and date that stand on the page but could not be read: marked on the document, with the place to look at.

Registries fill "Số: …/KH-UBND" and "ngày … tháng …" in by hand. Recognition leaves what is not print blank; what the
record then lacks carries a flag (`number_unread`, `day_unread`, `month_unread`) and a warning with page and box, so
that a person can fill it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from extractors.facts import Document
from pipeline.ingest.source import Source, Unread
from pipeline.offsets import OffsetMap

_NAMES = {"number": ("number", "số"), "day": ("day", "ngày"), "month": ("month", "tháng")}
_DATE_PARTS = {"month": len("2024-05"), "day": len("2024-05-07")}


def mark(document: Document, source: Source, offsets: OffsetMap) -> tuple[Document, list[dict[str, Any]]]:
    """`document` with its flags, and a warning for each of them (codes as the flags): of what the reader left blank,
    and of what a recognised first page prints too badly. Fields that were read after all (a digital signature has the
    number) get none. Texts that never had a number get none: there is nothing to be read in them."""
    flags = list(document.flags)
    warnings: list[dict[str, Any]] = []
    for place in (*source.unread, *_bad_lines(document, source, offsets)):
        code = f"{place.what}_unread"
        if not _is_missing(document, place.what) or any(w["code"] == code for w in warnings):
            continue
        if code not in flags:
            flags.append(code)
        warnings.append(_warning(code, place))
    return replace(document, flags=tuple(flags)), warnings


def _is_missing(document: Document, what: str) -> bool:
    if what == "number":
        return document.number is None
    return len(document.date or "") < _DATE_PARTS[what]


def _bad_lines(document: Document, source: Source, offsets: OffsetMap) -> Iterator[Unread]:
    """The number and date lines of a recognised first page whose figures are missing."""
    if not source.pages or source.pages[0].text_source != "ocr":
        return
    evidence = {field: (start, end) for field, start, end in document.evidence}
    for what, field in (("number", "number"), ("month", "date"), ("day", "date")):
        boxes = source.boxes(*offsets.raw(*evidence[field])) if field in evidence else []
        if boxes and "x0" in boxes[0]:
            first = boxes[0]
            yield Unread(what, first["page"], (first["x0"], first["y0"], first["x1"], first["y1"]))
        elif _is_missing(document, what):
            yield Unread(what, 1, None)


def _warning(code: str, place: Unread) -> dict[str, Any]:
    name, name_vi = _NAMES[place.what]
    box = None if place.box is None else [round(v, 1) for v in place.box]
    return {
        "code": code,
        "message": f"Page {place.page}: the {name} of the document is written by hand or unreadable: left blank",
        "message_vi": f"Trang {place.page}: {name_vi} của văn bản viết tay hoặc không đọc được: để trống",
        "start": None,
        "end": None,
        "page": place.page,
        "box": box,
    }
