"""The function that reads page images for the PDF reader and for image files."""

from __future__ import annotations

from typing import Any

from pipeline.ingest.ocr import cache, tesseract
from pipeline.ingest.ocr.options import DEFAULT, OcrOptions
from pipeline.ingest.ocr.page import Reading
from pipeline.ingest.ocr.page import read as read_page
from pipeline.ingest.pdf.images import Ocr, PageImage, PageImageRequest, Recognised, RecognisedWord, Upright
from pipeline.ingest.pdf.words import mapped
from pipeline.ingest.source import Unread

_PREVIEW = 40.0  # dots per inch that tell whether a page has colour
_COARSE = 250.0  # dots per inch from which on letters are large enough as they are


def page_reader(options: OcrOptions = DEFAULT) -> Ocr:
    """The OCR function for `pdf.read_bytes`. Called, it raises MissingTool without tesseract or its Vietnamese data,
    LimitExceeded and UnreadableInput as tesseract.read does."""

    def recognise(request: PageImageRequest) -> Recognised:
        """Reads one page."""
        tesseract.check(request.path)
        colour = _is_coloured(request)
        image = request.render(_dpi(request.density, options.dpi), colour)
        return recognised(read_image(_array(image), image.dpi, request.path, request.page, options), request.page)

    return recognise


def _dpi(density: float, asked: int) -> float:
    """At how many dots per inch to read a page whose scan has `density` (0: unknown). More than a fine scan has cost
    time and gain nothing; coarse ones are read better as enlarged as PDFium paints them, with soft edges."""
    return density if _COARSE <= density < asked else float(asked)


def _is_coloured(request: PageImageRequest) -> bool:
    from pipeline.ingest.ocr import pixels

    return pixels.is_coloured(_array(request.render(_PREVIEW, True)))


def _array(image: PageImage) -> Any:
    import numpy as np

    shape = (image.height, image.width) if image.channels == 1 else (image.height, image.width, image.channels)
    return np.frombuffer(image.data, np.uint8).reshape(shape)


def read_image(image: Any, dpi: float, path: str, number: int, options: OcrOptions) -> Reading:
    """What stands on a page image (grey or RGB array), from the cache if it was read before."""
    import cv2

    cv2.setNumThreads(1)  # one core a process
    if not options.cache:
        return read_page(image, dpi, path, number, options)
    name = cache.key(image, image.shape, dpi, number)
    found = cache.get(name)
    if found is None:
        found = read_page(image, dpi, path, number, options)
        cache.put(name, found)
    return found


def recognised(reading: Reading, number: int) -> Recognised:
    """A reading in the terms of the PDF reader."""
    words = tuple(
        RecognisedWord(t.text, t.x0, t.y0, t.x1, t.y1, t.confidence, t.line) for t in reading.tokens if t.text
    )
    straight = reading.back == (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    upright = None if straight else Upright(reading.width, reading.height, reading.back)
    unread = tuple(Unread(u.what, number, mapped(u.box, upright.back) if upright else u.box) for u in reading.unread)
    return Recognised(words, (), reading.horizontal, reading.vertical, upright, unread)
