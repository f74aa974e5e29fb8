"""Contradictions a reader should know of. They are reported as warnings; nothing is changed because of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from extractors.facts import Citation, Document
from pipeline.ingest.source import Source

# Who issues documents of a type at all: Law on the Promulgation of Legal Documents (80/2015/QH13, Art. 4).
_ONLY_ISSUER = {
    "Luật": ("Quốc hội",),
    "Bộ luật": ("Quốc hội",),
    "Pháp lệnh": ("Ủy ban Thường vụ Quốc hội",),
    "Nghị định": ("Chính phủ",),
}


def _warning(
    code: str, message: str, message_vi: str, start: int | None = None, end: int | None = None
) -> dict[str, Any]:
    return {"code": code, "message": message, "message_vi": message_vi, "start": start, "end": end}


@lru_cache(maxsize=1024)
def _impossible(iso: str) -> bool:
    parts = iso.split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts):
        return False
    try:
        date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return True
    return False


def _later(a: str, b: str) -> bool:
    """Whether partial ISO date `a` is certainly later than `b`."""
    n = min(len(a), len(b))
    return a[:n] > b[:n]


def _citation_warnings(document: Document, citation: Citation) -> Iterator[dict[str, Any]]:
    where = (citation.start, citation.end)
    if citation.date and _impossible(citation.date):
        yield _warning(
            "impossible_date",
            f"{citation.quote}: no such day as {citation.date}",
            f"{citation.quote}: không có ngày {citation.date}",
            *where,
        )
    elif citation.date and document.date and _later(citation.date, document.date):
        yield _warning(
            "later_date",
            f"{citation.quote} is dated after the document itself ({document.date})",
            f"{citation.quote} có ngày sau ngày ban hành văn bản ({document.date})",
            *where,
        )
    issuers = _ONLY_ISSUER.get(citation.kind)
    if issuers and citation.issuer and citation.issuer not in issuers:
        yield _warning(
            "wrong_issuer",
            f"{citation.kind} is issued by {issuers[0]}, not by {citation.issuer}",
            f"{citation.kind} do {issuers[0]} ban hành, không phải {citation.issuer}",
            *where,
        )


def warnings(document: Document, citations: Sequence[Citation], source: Source) -> list[dict[str, Any]]:
    """The contradictions in `document` and its `citations`: `code`, `message`, `message_vi`, span or None. Codes:
    impossible_date, later_date, two_dates (one number with two dates), wrong_issuer, reader (what the reader says)."""
    out = [_warning("reader", w, w) for w in source.warnings]
    if document.date and _impossible(document.date):
        out.append(
            _warning(
                "impossible_date",
                f"the document's date {document.date} does not exist",
                f"ngày văn bản {document.date} không tồn tại",
            )
        )
    dates: dict[tuple[str, str, str | None], dict[str, Citation]] = defaultdict(dict)
    for citation in citations:
        out += _citation_warnings(document, citation)
        if citation.number and citation.date and len(citation.date) == 10:
            dates[citation.kind, citation.number, citation.issuer].setdefault(citation.date, citation)
    for (_, number, _), found in dates.items():
        if len(found) > 1:
            listed, last = ", ".join(sorted(found)), list(found.values())[-1]
            out.append(
                _warning(
                    "two_dates",
                    f"{number} is cited with several dates: {listed}",
                    f"{number} được dẫn với nhiều ngày khác nhau: {listed}",
                    last.start,
                    last.end,
                )
            )
    return out
