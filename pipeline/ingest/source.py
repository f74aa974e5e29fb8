"""A source: one document's raw text as its reader gives it, before normalisation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `text_source`: how its text was got (text, docx, pdf, ocr, html, doc, odt, rtf)."""

    number: int
    text_source: str
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One document as read. `raw` is its decoded text; raw offsets of facts refer to it. `encoding` names the
    character encoding that was found (with "NFD" where marks were decomposed), None for media that have none."""

    path: str
    sha256: str
    media_type: str
    raw: str
    encoding: str | None = None
    pages: tuple[Page, ...] = (Page(1, "text"),)
    signatures: tuple[dict[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
