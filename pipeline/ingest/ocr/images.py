"""The reader for image files: PNG, JPEG, TIFF of many pages, BMP, GIF, WebP; scans and photos."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pipeline.errors import LimitExceeded, UnreadableInput
from pipeline.ingest.detect import media_type
from pipeline.ingest.ocr import tesseract
from pipeline.ingest.ocr.options import DEFAULT, OcrOptions
from pipeline.ingest.ocr.recognition import read_image, recognised
from pipeline.ingest.pdf.assembly import Assembly
from pipeline.ingest.source import Page, Source, Unread

_A4 = (8.27, 11.69)  # inches, for images that do not say how large they are
_STATED = (90, 1300)  # dots per inch that are believed: many programs write 72 or 96 without knowing
_COARSE = 145.0  # dots per inch below which a scan is enlarged
_LARGE = 12_000_000  # pixels: more is no page of so few dots per inch
_COLOUR_MODES = ("RGB", "RGBA", "P", "CMYK", "YCbCr", "LAB", "HSV", "PA")


def read_bytes(data: bytes, path: str, options: OcrOptions | None = None) -> Source:
    """The source of an image file; `path` is only a name for messages.

    Raises MissingTool without tesseract or its Vietnamese data, UnreadableInput for damaged images, LimitExceeded for
    too many pixels or pages. With mode "never" the pages are recorded without text and with a warning.
    """
    options = options or DEFAULT
    if options.mode != "never":
        tesseract.check(path)
    assembly = Assembly()
    pages: list[Page] = []
    warnings: list[str] = []
    unread: list[Unread] = []
    for number, (image, dpi) in enumerate(_frames(data, path, options, warnings), 1):
        size = image.shape[1] * 72 / dpi, image.shape[0] * 72 / dpi
        if options.mode == "never":
            pages.append(Page(number, "ocr", None, *size))
            continue
        try:
            found = recognised(read_image(image, dpi, path, number, options), number)
        except (LimitExceeded, UnreadableInput) as e:
            warnings.append(f"Page {number} was not read: {e.cause}. {e.advice}")
            pages.append(Page(number, "ocr", None, *size))
            continue
        warnings += found.warnings
        unread += found.unread
        pages.append(Page(number, "ocr", found.confidence(), *size))
        if found.upright:
            assembly.writer.maps[number] = found.upright.back
            size = found.upright.width, found.upright.height
        assembly.add(found.placed(), found.drawn(), number, size)
    assembly.finish()
    if options.mode == "never":
        warnings.append("An image; its text was not recognised because OCR is switched off")
    writer = assembly.writer
    return Source(
        path,
        hashlib.sha256(data).hexdigest(),
        media_type(data, path),
        "".join(writer.parts),
        None,
        tuple(pages),
        tuple(writer.blocks),
        writer.words,
        (),
        tuple(dict.fromkeys(warnings)),
        tuple(unread),
    )


def _frames(data: bytes, path: str, options: OcrOptions, warnings: list[str]) -> Iterator[tuple[Any, float]]:
    """(array, dpi) of each page, one at a time. Sizes are checked before a pixel is unpacked."""
    from PIL import Image, ImageOps

    with _opened(data, path) as file:
        count = getattr(file, "n_frames", 1) if file.format in ("TIFF", "MPO", "WEBP") else 1
        count = 1 if file.format == "MPO" else count  # a camera's second picture is the same one
        if count > options.max_pages:
            raise LimitExceeded(path, f"{count:,} pages", f"Split it; the limit is {options.max_pages:,} pages")
        for at in range(count):
            try:
                file.seek(at)
                _check(file, path, at + 1, options)
                frame: Image.Image = ImageOps.exif_transpose(file)
                dpi = _dpi(file, frame)
                yield _enlarged(_array(frame), dpi)
            except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as e:
                if count == 1:
                    raise UnreadableInput(path, f"a damaged image ({e})", "Scan or save it anew") from e
                warnings.append(f"Page {at + 1} cannot be read: the image is damaged there")


@contextmanager
def _opened(data: bytes, path: str) -> Iterator[Any]:
    import warnings

    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own limits: ours are checked frame by frame
        try:
            file = Image.open(BytesIO(data))
        except Image.DecompressionBombError as e:
            raise LimitExceeded(path, "an image of far too many pixels", "Scale it down") from e
        except (OSError, ValueError, SyntaxError) as e:
            advice = "Save it as PNG, JPEG or TIFF"
            raise UnreadableInput(path, "an image that cannot be opened: damaged, or of an unknown kind", advice) from e
        with file:
            yield file


def _check(file: Any, path: str, page: int, options: OcrOptions) -> None:
    size = file.width * file.height
    if size > options.max_pixels:
        advice = f"Scale it down; the limit is {options.max_pixels:,}"
        raise LimitExceeded(path, f"an image of {size:,} pixels", advice, page=page)
    if min(file.width, file.height) < 16:
        raise UnreadableInput(path, f"an image of {file.width} x {file.height} pixels", "Give a scan", page=page)


def _array(frame: Any) -> Any:
    """The frame as grey or RGB array; transparent parts are paper."""
    import numpy as np
    from PIL import Image

    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        paper = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(paper, frame).convert("RGB")
    elif frame.mode.startswith("I;16"):
        frame = Image.fromarray((np.asarray(frame).astype(np.uint16) >> 8).astype(np.uint8))
    elif frame.mode in _COLOUR_MODES:
        frame = frame.convert("RGB")
    else:
        frame = frame.convert("L")
    return np.asarray(frame)


def _enlarged(image: Any, dpi: float) -> tuple[Any, float]:
    """A coarse scan at twice or thrice its size: at 100 dpi that leaves a sixth of the errors."""
    import cv2

    if dpi >= _COARSE or image.shape[0] * image.shape[1] > _LARGE:
        return image, dpi
    factor = 300 / dpi if dpi < 125 else 2.0
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), dpi * factor


def points_wide(file: Any, frame: Any) -> float:
    """The width in points of the page that `frame` (of `file`, turned upright) shows: boxes are measured in it."""
    return float(frame.width) * 72 / _dpi(file, frame)


def _dpi(file: Any, frame: Any) -> float:
    """Dots per inch as the image states, if that makes a sheet of paper; else as if it showed one of A4."""
    stated = file.info.get("dpi", (0, 0))
    try:
        x = float(stated[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        x = 0.0
    short, long = sorted(frame.size)
    if _STATED[0] <= x <= _STATED[1] and 3 <= long / x <= 50 and x not in (96.0,):
        return x
    return max(72.0, float(min(short / _A4[0], long / _A4[1])))
