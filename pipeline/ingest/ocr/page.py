"""One page image to words: cleaned, set straight, read, and read again if that was hard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.ingest.encodings import share_of_syllables
from pipeline.ingest.ocr import cleaning, geometry, handwriting, noise, pixels, tesseract
from pipeline.ingest.ocr.options import OcrOptions
from pipeline.ingest.ocr.pixels import Grey
from pipeline.ingest.ocr.tesseract import Token

_AGAIN = 0.80  # mean confidence below which a page is read a second time
_TURNED = 0.75  # share of syllables below which it may stand on its side or head


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. Boxes of `tokens`, `horizontal`, `vertical` and `unread` are in points on the page as it was set
    up for reading, `width` x `height`; `back` (9 numbers, a 3x3 matrix by rows) maps these to the page as given."""

    tokens: tuple[Token, ...]
    horizontal: tuple[tuple[float, float, float, float], ...]
    vertical: tuple[tuple[float, float, float, float], ...]
    unread: tuple[handwriting.Unread, ...]
    width: float
    height: float
    back: tuple[float, ...]
    passes: int = 1


@dataclass(slots=True)
class _Try:
    tokens: list[Token]
    unread: list[handwriting.Unread]
    cleaned: cleaning.Cleaned
    back: Any
    score: float
    sure: float
    share: float


def read(image: Any, dpi: float, path: str, number: int, options: OcrOptions) -> Reading:
    """Reads a page image (grey, or red, green, blue; rows from the top) of `dpi` dots per inch; `path` and `number`
    name the page in messages. Raises as tesseract.read does."""
    grey, back = _set_up(image)
    first = best = _attempt(grey, back, dpi, path, number, options)
    passes = 1
    if first.share < _TURNED or first.sure < _TURNED:
        times = geometry.quarters(grey, dpi)
        if times:
            grey, turn = geometry.turned(grey, times)
            back = back @ turn
            first = _attempt(grey, back, dpi, path, number, options)
            best = max(best, first, key=lambda t: t.score)
            passes += 1
    if best.sure < _AGAIN:
        smooth = cleaning.denoised(grey, dpi)
        second = _attempt(smooth, back, dpi, path, number, options)
        best = max(best, second, key=lambda t: t.score)
        passes += 1
    return _finished(best, dpi, passes)


def _set_up(image: Any) -> tuple[Grey, Any]:
    """The page in even grey, cut out of a photo and flattened."""
    grey = pixels.to_grey(image)
    back = geometry.identity()
    corners = geometry.sheet(grey)
    if corners is not None:
        grey, back = geometry.flattened(grey, corners)
    return pixels.even(grey), back


def _attempt(grey: Grey, back: Any, dpi: float, path: str, number: int, options: OcrOptions) -> _Try:
    bilevel = pixels.is_bilevel(grey)
    angle = geometry.skew(pixels.coarse_parts(grey, dpi))
    if angle:
        grey, turn = geometry.straightened(grey, angle)
        back = back @ turn
    cleaned = cleaning.clean(grey, dpi)
    final = pixels.softened(cleaned.grey, dpi) if bilevel else cleaned.grey
    tokens = tesseract.read(final, dpi, path, number, timeout=options.timeout)
    stamps = noise.registry_stamps(tokens, cleaned.horizontal, cleaned.vertical, dpi)
    tokens = noise.outside(tokens, stamps)
    unread: list[handwriting.Unread] = []
    if number == 1:
        tokens, unread = handwriting.blank(tokens, cleaned.parts, cleaned.grey.shape[0])
    kept = noise.without_noise(tokens, cleaned.gone, cleaned.parts.letter)
    if stamps:
        cleaned = cleaned._replace(
            horizontal=[h for h in cleaned.horizontal if not _within(h, stamps)],
            vertical=[v for v in cleaned.vertical if not _within(v, stamps)],
        )
    weight = sum(len(t.text) for t in kept)
    sure = sum(t.confidence * len(t.text) for t in kept) / weight if weight else 0.0
    share = share_of_syllables(" ".join(t.text for t in kept)) if kept else 0.0
    known = sum(len(t.text) for t in kept if t.confidence > 0.5)
    return _Try(kept, unread, cleaned, back, (sure + share) * known, sure, share)


def _within(line: tuple[float, float, float, float], boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return any(b[0] - 9 <= x <= b[2] + 9 and b[1] - 9 <= y <= b[3] + 9 for b in boxes)


def _finished(best: _Try, dpi: float, passes: int) -> Reading:
    """The reading in points."""
    import numpy as np

    height, width = best.cleaned.grey.shape
    f = 72 / dpi
    scale = np.diag([f, f, 1.0])
    back = scale @ best.back @ np.linalg.inv(scale)

    def points(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        return box[0] * f, box[1] * f, box[2] * f, box[3] * f

    return Reading(
        tuple(t._replace(x0=t.x0 * f, y0=t.y0 * f, x1=t.x1 * f, y1=t.y1 * f) for t in best.tokens),
        tuple(points(h) for h in best.cleaned.horizontal),
        tuple(points(v) for v in best.cleaned.vertical),
        tuple(handwriting.Unread(u.what, points(u.box)) for u in best.unread),
        width * f,
        height * f,
        tuple(float(v) for v in back.ravel()),
        passes,
    )
