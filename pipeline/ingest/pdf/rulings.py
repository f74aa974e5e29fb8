"""Ruling lines and images of a page, from PDFium's page objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.ingest.pdf.text_layer import Affine

_THIN = 3.0  # points: a filled rectangle no thicker is a line
_SHORT = 6.0
_MOST = 40_000  # objects looked at on one page
_SEGMENTS = 400  # of one path: more is a drawing
_LEVELS = 4
_BOUNDS = (ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float())
_BOUNDS_AT = tuple(map(ctypes.byref, _BOUNDS))


class Line(NamedTuple):
    """A horizontal or vertical ruling from (x0, y0) to (x1, y1), points as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float


class Drawn(NamedTuple):
    """What is drawn on a page beside text. `image_share`: of the page, by its images; `pixels`: most of one
    image; `paths`: how many drawings there are; `density`: dots per inch of the image that covers most."""

    horizontal: list[Line]
    vertical: list[Line]
    image_share: float
    pixels: int
    paths: int = 0
    density: float = 0.0


def compose(inner: Affine, outer: Affine) -> Affine:
    """The map that does `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _matrix(thing: Any) -> Affine:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(m))
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def read(page: Any, matrix: Affine, width: float, height: float) -> Drawn:
    """The rulings and images of a loaded page; `matrix` maps its user space to the displayed page."""
    horizontal: list[Line] = []
    vertical: list[Line] = []
    share, pixels, paths, left = 0.0, 0, 0, _MOST
    largest = (0.0, 0.0)
    stack = [(page, matrix, 0)]
    while stack and left > 0:
        holder, outer, level = stack.pop()
        count = pdfium.FPDFFormObj_CountObjects(holder) if level else pdfium.FPDFPage_CountObjects(page)
        get = pdfium.FPDFFormObj_GetObject if level else pdfium.FPDFPage_GetObject
        for i in range(min(count, left)):
            thing = get(holder, i)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                paths += 1
                for line in _lines(thing, outer):
                    (horizontal if line.x1 - line.x0 >= line.y1 - line.y0 else vertical).append(line)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                area, size = _image(thing, outer)
                share, pixels = share + area / max(width * height, 1), max(pixels, size)
                largest = max(largest, (area, 72 * (size / area) ** 0.5 if area > 1 else 0.0))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and level < _LEVELS:
                stack.append((thing, compose(_matrix(thing), outer), level + 1))
        left -= count
    return Drawn(horizontal, vertical, min(share, 1.0), pixels, paths, largest[1])


def _image(thing: Any, outer: Affine) -> tuple[float, int]:
    a, b, c, d, _, _ = compose(_matrix(thing), outer)
    w, h = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(thing, ctypes.byref(w), ctypes.byref(h))
    return abs(a * d - b * c), w.value * h.value


def _place(x: float, y: float, m: Affine) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _lines(thing: Any, outer: Affine) -> Iterator[Line]:
    """The straight lines along the page's edges that a path draws: its own, or those of a thin filled rectangle."""
    left, bottom, right, top = _BOUNDS
    if not pdfium.FPDFPageObj_GetBounds(thing, *_BOUNDS_AT):
        return
    (xa, ya), (xb, yb) = _place(left.value, bottom.value, outer), _place(right.value, top.value, outer)
    x0, x1, y0, y1 = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
    if x1 - x0 <= _THIN and y1 - y0 <= _THIN:
        # Dots of dotted borders are thinner than long as a row of them; they are joined as lines of their own.
        return
    if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
        yield _middle(x0, y0, x1, y1)
        return
    stroke, fill = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, ctypes.byref(fill), ctypes.byref(stroke))
    count = pdfium.FPDFPath_CountSegments(thing)
    if not stroke.value or count > _SEGMENTS:
        return
    yield from _segments(thing, count, compose(_matrix(thing), outer))


def _middle(x0: float, y0: float, x1: float, y1: float) -> Line:
    if x1 - x0 >= y1 - y0:
        return Line(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return Line((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _segments(thing: Any, count: int, matrix: Affine) -> Iterator[Line]:
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, i)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _place(x.value, y.value, matrix)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        ends = []
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            ends.append((last, point))
        if pdfium.FPDFPathSegment_GetClose(segment):
            ends.append((point, first))
        last = point
        for (ax, ay), (bx, by) in ends:
            dx, dy = abs(ax - bx), abs(ay - by)
            if max(dx, dy) >= _SHORT and min(dx, dy) <= 1.0:
                yield _middle(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
