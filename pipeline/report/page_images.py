"""The pages of a PDF or scan as small images for the evidence page."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pipeline.ingest import detect

_DPI = 110  # 13-point type stays easy to read at the width of a reading column
_QUALITY = 38  # WebP: some 50 kB a page of text
_MAX_PIXELS = 4_000_000  # of a page's image: drawings larger than A3 are shown coarser
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: its number from 1, its size in PDF points (what boxes are measured in), its image as a data URL."""

    number: int
    width: float
    height: float
    url: str


def has_pages(media_type: str) -> bool:
    """Whether documents of this type have pages that can be shown."""
    return media_type == detect.PDF or media_type in IMAGES


def views(data: bytes, media_type: str) -> Iterator[PageView]:
    """The pages of the document `data`. Pages that cannot be drawn are left out; if the file
    cannot be opened, all are."""
    return _pdf(data) if media_type == detect.PDF else _frames(data)


def _pdf(data: bytes) -> Iterator[PageView]:
    import pypdfium2

    start = max(data.find(b"%PDF-", 0, 4096), 0)
    try:
        document = pypdfium2.PdfDocument(data[start:])
    except pypdfium2.PdfiumError:
        return  # its text was read after a repair: the page shows that alone
    try:
        # Stamps and signatures of registries are drawn by form fields.
        document.init_forms()
        for at in range(len(document)):
            try:
                page = document[at]
                width, height = page.get_size()
                scale = min(_DPI / 72, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
                image = page.render(scale=scale, may_draw_forms=True).to_pil()
            except (pypdfium2.PdfiumError, ValueError, MemoryError):
                continue
            yield PageView(at + 1, width, height, _url(image))
            page.close()
    finally:
        document.close()


def _frames(data: bytes) -> Iterator[PageView]:
    from PIL import Image, ImageOps

    from pipeline.ingest.ocr.images import points_wide

    try:
        file = Image.open(BytesIO(data))
    except (OSError, ValueError, Image.DecompressionBombError):
        return
    with file:
        for at in range(getattr(file, "n_frames", 1) if file.format in ("TIFF", "WEBP") else 1):
            try:
                file.seek(at)
                frame = ImageOps.exif_transpose(file)
                width = points_wide(file, frame)
                frame = frame.convert("RGB")
            except (OSError, ValueError, EOFError):
                continue
            height = frame.height * width / frame.width
            most = min(width * _DPI / 72, (_MAX_PIXELS * frame.width / frame.height) ** 0.5)
            frame.thumbnail((most, most * frame.height / frame.width + 1))
            yield PageView(at + 1, width, height, _url(frame))


def _url(image: Any) -> str:
    to = BytesIO()
    image.convert("RGB").save(to, "WEBP", quality=_QUALITY, method=2)
    return "data:image/webp;base64," + base64.b64encode(to.getvalue()).decode()
