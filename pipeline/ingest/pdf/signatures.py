"""Digital signatures of a PDF: who signed when, and what the registry drew in the signature fields.

pikepdf (qpdf, MPL-2.0, maintained, wheels for every platform) reads the objects: it repairs broken files, decrypts, and
does not load what is not asked for. PDFium offers neither the fonts nor the nested forms of an appearance.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pipeline.ingest.pdf import der
from pipeline.ingest.pdf.appearance import placed, strings
from pipeline.ingest.source import Signature

_MOST = 500  # fields looked at
_TIME = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:([+\-Z])(?:(\d\d)'?(\d\d)?)?)?")
# What damaged objects (a name for a number, an array cut short, a loop) raise beside the library's own error.
_FAULTS = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError)
_ASCENT, _DESCENT = 0.8, 0.2


class Stamp(NamedTuple):
    """A text that a signature field draws, with its box in the page's user space (left, bottom, right, top)."""

    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class Signed(NamedTuple):
    """What the signature fields of a document hold."""

    signatures: tuple[Signature, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    warnings: tuple[str, ...] = ()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps pikepdf's remarks on damaged objects from standard error."""
    log = logging.getLogger("pikepdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def read(data: bytes) -> Signed:
    """The signatures of a PDF and the texts drawn in their fields. Faults in the objects become warnings."""
    import pikepdf

    signatures: list[Signature] = []
    stamps: list[Stamp] = []
    faults = (pikepdf.PdfError, *_FAULTS)
    broken: list[Exception] = []
    try:
        with _quiet(), pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            form = pdf.Root.get("/AcroForm")
            if form is None:
                return Signed()
            pages = {page.obj.objgen: i for i, page in enumerate(pdf.pages, 1)}
            for field in _fields(form.get("/Fields", [])):
                try:
                    value = field.get("/V")
                    signature = _signature(field, value) if value is not None else None
                    if signature and signature not in signatures:
                        signatures.append(signature)
                    stamps += _stamps(field, pages)
                except faults as e:
                    broken.append(e)
    except faults as e:
        broken.append(e)
    if broken:
        cause = str(broken[0]).splitlines()[0][:120] if str(broken[0]) else type(broken[0]).__name__
        return Signed(
            tuple(signatures), tuple(stamps), (f"The signature fields could not be read completely: {cause}",)
        )
    return Signed(tuple(signatures), tuple(stamps))


def repaired(data: bytes) -> bytes | None:
    """A PDF made of the objects that can still be found in a damaged one; None if there is no page among them."""
    import pikepdf

    out = io.BytesIO()
    try:
        with _quiet(), pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if not len(pdf.pages):
                return None
            pdf.save(out)
    except (pikepdf.PdfError, *_FAULTS):
        return None
    return out.getvalue()


def _fields(fields: Any) -> list[Any]:
    """Signature fields, and the widgets that are their kids."""
    out: list[Any] = []
    queue = [(f, False) for f in list(fields)[:_MOST]]
    while queue and len(out) < _MOST:
        field, inherited = queue.pop(0)
        if not hasattr(field, "get"):
            continue
        signed = inherited or str(field.get("/FT")) == "/Sig"
        kids = field.get("/Kids")
        if kids is not None and len(queue) < _MOST:
            queue += [(k, signed) for k in list(kids)[:_MOST]]
        if signed:
            out.append(field)
    return out


def _text(value: Any) -> str | None:
    """A PDF text string; bytes that are neither UTF-16 nor UTF-8 are read as the Latin they mostly are."""
    if value is None:
        return None
    data = bytes(value)
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data.decode("utf-16", "replace").strip() or None
    try:
        return data.decode("utf-8").strip() or None
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace").strip() or None


def iso_time(value: str) -> str | None:
    """A PDF date ("D:20260429141831+07'00'") as ISO 8601."""
    found = _TIME.match(value)
    if not found:
        return None
    year, month, day, hour, minute, second, sign, ahead, minutes = found.groups()
    out = f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    if sign == "Z" or (sign and not ahead):
        return out + "+00:00"
    return out + (f"{sign}{ahead}:{minutes or '00'}" if sign else "")


def _signature(field: Any, value: Any) -> Signature | None:
    if not hasattr(value, "get"):
        return None
    contents = value.get("/Contents")
    name = der.signer(bytes(contents)) if contents is not None else None
    time = iso_time(_text(value.get("/M")) or "")
    return Signature(name or _text(value.get("/Name")), time, _text(field.get("/T")) or "")


def _stamps(field: Any, pages: dict[tuple[int, int], int]) -> list[Stamp]:
    appearance = field.get("/AP")
    normal = appearance.get("/N") if appearance is not None else None
    if normal is None or not hasattr(normal, "read_bytes"):
        return []
    page = field.get("/P")
    number = pages.get(page.objgen, 1) if page is not None else 1
    x0, y0, x1, y1 = (float(v) for v in field["/Rect"])
    rect = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return [
        Stamp(number, d.text, d.x, d.y - _DESCENT * d.size, d.x + d.width, d.y + _ASCENT * d.size)
        for d in strings(normal, placed(normal, rect))
    ]
