"""What is refused before PDFium sees it: PDFs made to fill memory.

Streams are found in the bytes themselves (a stream cannot hide inside another one) and only those that compress
suspiciously well are unpacked, piece by piece, without keeping anything.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from typing import Any

from pipeline.errors import LimitExceeded

MAX_BYTES = 1024 * 1024 * 1024
MAX_PAGES = 5000
MAX_CONTENT = 24 * 1024 * 1024  # bytes of drawing operators in one stream
MAX_STREAM = 512 * 1024 * 1024  # bytes of any stream (a picture of A3 at 600 dpi in colour has 208 MB)
MAX_OBJECTS = 50_000  # on one page: letters placed one by one on a full page are 5,000
MAX_FORMS = 20_000  # painted on one page, forms inside forms counted
_MANY = 50_000
_DEEPEST = 40
_MOST_PACKED = 1032  # times smaller deflate makes anything
_RATIO = 60  # drawing operators pack 5 to 20 to one
_DICTIONARY = 4000
_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_DO = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_NOT_CONTENT = re.compile(
    rb"/(?:Image|Length1|Length2|Length3|FontFile|XRef|ObjStm|Metadata|FunctionType|ICCBased|N)\b"
)


def check_size(data: bytes, path: str) -> None:
    """Raises LimitExceeded if the file is larger than MAX_BYTES."""
    if len(data) > MAX_BYTES:
        raise LimitExceeded(path, f"{len(data):,} bytes", f"Split it; the limit is {MAX_BYTES:,} bytes")


def check_pages(count: int, path: str) -> None:
    """Raises LimitExceeded if a document states more pages than MAX_PAGES."""
    if count > MAX_PAGES:
        raise LimitExceeded(path, f"{count:,} pages", f"Split it; the limit is {MAX_PAGES:,} pages")


def check_streams(data: bytes, path: str) -> None:
    """Raises LimitExceeded if a stream unpacks to more than its kind may have, or is packed twice."""
    product = 1
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _DICTIONARY) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        packings = len(_FLATE.findall(head))
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        if _FORM.search(head) and product <= _MANY:
            product *= max(1, _paints(data, found.end(), end, packings > 0))
        if not packings:
            continue
        if packings > 1:
            raise LimitExceeded(path, "a stream packed more than once", "Print it to a new PDF; such files fill memory")
        limit = MAX_STREAM if _NOT_CONTENT.search(head) else MAX_CONTENT
        if (end - found.end()) * _MOST_PACKED <= limit:
            continue
        if _unpacked(data, found.end(), end, limit) > limit:
            raise LimitExceeded(
                path,
                f"a stream that unpacks to more than {limit:,} bytes",
                "Print it to a new PDF; such files fill memory",
            )
    # Forms that paint forms multiply. The product of all is the most they can come to; only then are they counted.
    if product > _MANY and (count := _expanded(data)) > MAX_FORMS:
        raise LimitExceeded(
            path, f"a page that paints {count:,} forms", "Print it to a new PDF; such files fill memory"
        )


def _paints(data: bytes, start: int, end: int, packed: bool) -> int:
    """How often a form's stream paints another object."""
    body = data[start : min(end, start + 2_000_000)]
    if packed:
        try:
            body = zlib.decompressobj().decompress(body, 2_000_000)
        except zlib.error:
            return 0
    return len(_DO.findall(body))


def _expanded(data: bytes) -> int:
    """The most forms that one page paints, each counted as often as it is painted; 0 if the objects cannot be read."""
    import pikepdf

    known: dict[tuple[int, int], int] = {}

    def _weight(content: bytes, resources: Any, level: int) -> int:
        total = 0
        inside = resources.get("/XObject", {}) if resources is not None else {}
        for name, times in Counter(_DO.findall(content)).items():
            form = inside.get("/" + name.decode("latin-1"))
            if form is None or form.get("/Subtype") != "/Form" or level > _DEEPEST:
                continue
            if form.objgen not in known:
                known[form.objgen] = MAX_FORMS + 1  # a form that paints itself
                known[form.objgen] = 1 + _weight(form.read_bytes(), form.get("/Resources", resources), level + 1)
            total += times * known[form.objgen]
            if total > MAX_FORMS:
                break
        return total

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            for page in pdf.pages:
                contents = page.obj.get("/Contents")
                parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
                body = b"\n".join(part.read_bytes() for part in parts if part is not None)
                most = _weight(body, page.obj.get("/Resources"), 0)
                if most > MAX_FORMS:
                    return most
    except (pikepdf.PdfError, LookupError, ValueError, TypeError, AttributeError, RuntimeError):
        return 0
    return 0


def _unpacked(data: bytes, start: int, end: int, limit: int) -> int:
    """Bytes that a stream unpacks to, as far as `limit`; 0 if it packs no better than drawings do."""
    unpack = zlib.decompressobj()
    size = 0
    view = memoryview(data)
    step = 16_384
    try:
        for at in range(start, end, step):
            piece: bytes | memoryview = view[at : min(at + step, end)]
            while piece:
                size += len(unpack.decompress(piece, 1 << 20))
                if size > limit:
                    return size
                if unpack.eof:  # what follows its end is never consumed
                    return size
                piece = unpack.unconsumed_tail
            if at == start and size < _RATIO * step and (end - start) * 40 < limit:
                return 0
    except zlib.error:
        return size
    return size
