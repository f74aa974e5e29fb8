"""A PDF's way to a `Source`: page by page, so that memory does not grow with the pages."""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.errors import LimitExceeded, UnreadableInput
from pipeline.ingest.pdf import guards, quality, rulings, signatures, slots, text_layer
from pipeline.ingest.pdf.assembly import Assembly
from pipeline.ingest.pdf.images import Ocr, PageImage, PageImageRequest, Recognised
from pipeline.ingest.pdf.words import Word
from pipeline.ingest.source import Page, Source, Unread

MAX_PIXELS = 200_000_000  # of one image on a page that is to be rendered
_RENDERED = 40_000_000  # pixels of a rendered page: huge pages are rendered at fewer dpi
# Only the date of the letterhead stands on a line of its own behind a place.
_DATE = re.compile(r"(?m)^[^\n,]{2,40},\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\s*$")
_DAYS = 2


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    path: str
    ocr: Ocr | None
    always: bool
    signed: signatures.Signed
    assembly: Assembly = field(default_factory=Assembly)
    pages: list[Page] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    blank: list[Unread] = field(default_factory=list)
    unread: dict[str, list[int]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    legacy: set[str] = field(default_factory=set)


def read_bytes(data: bytes, path: str, *, ocr: Ocr | None = None, always: bool = False) -> Source:
    """The source of the PDF `data`; `path` is only a name for messages.

    Pages without a good text layer are handed to `ocr`; without it they are recorded with text_source "ocr", no text
    and a warning. `always` hands over every page. Raises UnreadableInput (no PDF, a password, no pages, no readable
    page) and LimitExceeded (size, pages, streams that unpack to too much). Not for use from several threads at once:
    PDFium is not safe there.
    """
    guards.check_size(data, path)
    start = data.find(b"%PDF-", 0, 4096)
    if start < 0:
        raise UnreadableInput(path, "not a PDF (no %PDF- at its beginning)", "Check what kind of file it is")
    guards.check_streams(data, path)
    with _opened(data[start:] if start else data, path) as (document, repaired):
        count = pdfium.FPDF_GetPageCount(document)
        guards.check_pages(count, path)
        if count < 1:
            raise UnreadableInput(path, "a PDF without pages", "Get the file anew; it may be damaged")
        signed = signatures.read(data) if pdfium.FPDF_GetSignatureCount(document) > 0 else signatures.Signed()
        reading = _Reading(path, ocr, always, signed)
        if repaired:
            reading.warnings.append("The PDF is damaged and was put together again: parts may be missing")
        for number in range(1, count + 1):
            _page(reading, document, number)
        reading.assembly.finish()
    return _source(reading, data)


@contextmanager
def _opened(data: bytes, path: str) -> Iterator[tuple[Any, bool]]:
    """PDFium's document, and whether its objects had to be put together again."""
    pypdfium2.PdfDocument  # noqa: B018  # loading the package initialises PDFium
    document = pdfium.FPDF_LoadMemDocument64(ctypes.c_char_p(data), len(data), None)
    repaired: bytes | None = None
    if not document:
        error = pdfium.FPDF_GetLastError()
        if error == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableInput(path, "the PDF is locked with a password", "Save a copy without a password")
        if error == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableInput(path, "encrypted in a way no reader here knows", "Save a copy without encryption")
        repaired = signatures.repaired(data)
        document = pdfium.FPDF_LoadMemDocument64(ctypes.c_char_p(repaired), len(repaired), None) if repaired else None
        if not document:
            raise UnreadableInput(path, "damaged or cut off: it cannot be opened", "Get the file anew")
    try:
        yield document, repaired is not None
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(reading: _Reading, document: Any, number: int) -> None:
    """Reads one page and hands it on; the page before it is finished with what this one tells of running headers."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        reading.broken.append(number)
        reading.pages.append(Page(number, "pdf"))
        return
    if pdfium.FPDFPage_CountObjects(page) > guards.MAX_OBJECTS:
        # PDFium's search for lines among so many takes time that grows with their square.
        pdfium.FPDF_ClosePage(page)
        reading.warnings.append(f"Page {number} was not read: it holds more than {guards.MAX_OBJECTS:,} objects")
        reading.pages.append(Page(number, "pdf"))
        return
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        matrix = text_layer.display_matrix(page, width, height)
        drawn = rulings.read(page, matrix, width, height)
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            layer = text_layer.read(page, text_page, matrix)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
        words, turned, source, sure = layer.words, layer.turned, "pdf", None
        reason = quality.judge(words, drawn.image_share, drawn.paths)
        if reading.always and reading.ocr:
            reason = reason or "asked for"
        if reason:
            found = _recognise(reading, page, number, (width, height), reason, drawn)
            words, turned, source, sure = found.placed(), 0, "ocr", found.confidence()
            drawn = found.drawn(drawn)
    finally:
        pdfium.FPDF_ClosePage(page)
    if layer.legacy and not reason:
        reading.legacy.add(layer.legacy)
    reading.pages.append(Page(number, source, sure, width, height))
    stamps = [s for s in reading.signed.stamps if s.page == number]
    if stamps and words:
        words = _filled(reading, words, stamps, matrix)
    size = (width, height)
    if reason and found.upright:
        size = found.upright.width, found.upright.height
        reading.assembly.writer.maps[number] = found.upright.back
    reading.assembly.add(words, drawn, number, size, turned)


def _filled(reading: _Reading, words: list[Word], stamps: list[signatures.Stamp], m: text_layer.Affine) -> list[Word]:
    """The words with the registry's number and date in their places."""
    drawn = []
    for s in stamps:
        drawn.append(slots.Drawn(s.text, text_layer.displayed((s.x0, s.y0, s.x1, s.y1), m)))
    filled, lost = slots.fill(words, drawn)
    for text in lost:
        reading.warnings.append(f"“{text}”, drawn by a signature field, has no empty place in the letterhead")
    return filled


def _recognise(
    reading: _Reading, page: Any, number: int, size: tuple[float, float], reason: str, drawn: rulings.Drawn
) -> Recognised:
    """What OCR reads on a page; nothing without an OCR function."""
    if reading.ocr is None:
        reading.unread.setdefault(reason, []).append(number)
        return Recognised(())

    def _render(dpi: float, colour: bool) -> PageImage:
        if drawn.pixels > MAX_PIXELS:
            raise LimitExceeded(
                reading.path,
                f"an image of {drawn.pixels:,} pixels",
                f"Scale it down; the limit is {MAX_PIXELS:,}",
                page=number,
            )
        return _rendered(page, size, dpi, colour)

    request = PageImageRequest(
        reading.path, number, *size, reason, _render, drawn.density if drawn.image_share >= 0.5 else 0.0
    )
    try:
        found: Recognised = reading.ocr(request)
    except (LimitExceeded, UnreadableInput) as e:
        reading.warnings.append(f"Page {number} was not read: {e.cause}. {e.advice}")
        return Recognised(())
    reading.warnings += found.warnings
    reading.blank += found.unread
    return found


def _rendered(page: Any, size: tuple[float, float], dpi: float, colour: bool) -> PageImage:
    scale = dpi / 72
    if size[0] * size[1] * scale * scale > _RENDERED:
        scale = (_RENDERED / (size[0] * size[1])) ** 0.5
    width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    channels = 3 if colour else 1
    bitmap = pdfium.FPDFBitmap_CreateEx(
        width, height, pdfium.FPDFBitmap_BGR if colour else pdfium.FPDFBitmap_Gray, None, 0
    )
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = pdfium.FPDF_REVERSE_BYTE_ORDER if colour else pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    row = width * channels
    if stride != row:
        data = b"".join(data[y * stride : y * stride + row] for y in range(height))
    return PageImage(width, height, channels, data, scale * 72)


def _source(reading: _Reading, data: bytes) -> Source:
    if len(reading.broken) == len(reading.pages):
        raise UnreadableInput(reading.path, "damaged: none of its pages can be read", "Get the file anew")
    raw = "".join(reading.assembly.writer.parts)
    warnings = list(reading.signed.warnings) + reading.warnings
    if reading.broken:
        warnings.append(f"{_pages(reading.broken)} cannot be read: the PDF is damaged there")
    if b"%%EOF" not in data[-2048:]:
        warnings.append("The PDF is cut off at its end: pages may be missing")
    for reason, numbers in reading.unread.items():
        warnings.append(f"{_pages(numbers)}: {reason}; text recognition (OCR) is needed")
    warnings += _disagreement(raw, reading.signed)
    names = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
    return Source(
        reading.path,
        hashlib.sha256(data).hexdigest(),
        "application/pdf",
        raw,
        ", ".join(f"{names[n]} fonts" for n in sorted(reading.legacy)) or None,
        tuple(reading.pages),
        tuple(reading.assembly.writer.blocks),
        reading.assembly.writer.words,
        reading.signed.signatures,
        tuple(dict.fromkeys(warnings)),
        tuple(reading.blank),
    )


def _pages(numbers: list[int]) -> str:
    """Page numbers as words: "Page 3", "Pages 1-4, 7"."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1][1:] = [n]
        else:
            runs.append([n])
    return f"Page{'s' if len(numbers) > 1 else ''} " + ", ".join("-".join(map(str, run)) for run in runs)


def _disagreement(raw: str, signed: signatures.Signed) -> list[str]:
    """A warning if the printed date is more than two days from every signing date."""
    found = _DATE.search(raw[:4000])
    times = [s.time for s in signed.signatures if s.time]
    if not found or not times:
        return []
    try:
        printed = date(int(found[3]), int(found[2]), int(found[1]))
        apart = min(abs((date.fromisoformat(t[:10]) - printed).days) for t in times)
    except ValueError:
        return []
    if apart <= _DAYS:
        return []
    return [f"Printed date {printed.isoformat()}, but signed on {times[0][:10]}: {apart} days apart"]
