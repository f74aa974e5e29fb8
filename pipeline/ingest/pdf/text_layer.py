"""The words of a page's text layer with their boxes, through PDFium's own functions.

One call gives the text of the page; only the first and last character of a word are asked for their box, which is
some six times fewer calls than one a character.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.ingest.encodings import decode_font, font_encoding
from pipeline.ingest.pdf.words import Box, Word

_WORD = re.compile(r"[^\s\x00]+")
# A hyphen at a line's end comes as U+FFFE or U+0002.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
_ENDS = "\ufffe\x02"
_DIGITS = "0123456789"
_SAMPLES = 24  # words that are asked for their angle
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?:[,\-]?(?:Bold|Italic|Regular|MT|Oblique))+$")

Affine = tuple[float, float, float, float, float, float]


class Layer(NamedTuple):
    """The words of a page in content order. `turned`: quarter turns that the text stands at on the displayed page."""

    words: list[Word]
    turned: int
    legacy: str | None


def display_matrix(page: Any, width: float, height: float) -> Affine:
    """The map from a page's user space to points on the page as displayed, origin top left: crop box and /Rotate."""
    scale = 1000
    out = []
    x, y = ctypes.c_int(), ctypes.c_int()
    for px, py in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)):
        pdfium.FPDF_PageToDevice(
            page, 0, 0, round(width * scale), round(height * scale), 0, px, py, ctypes.byref(x), ctypes.byref(y)
        )
        out.append((x.value / scale, y.value / scale))
    (e, f), (ax, ay), (cx, cy) = out
    quarter = [round(v) for v in (ax - e, ay - f, cx - e, cy - f)]
    return (quarter[0], quarter[1], quarter[2], quarter[3], e, f)


def plain_name(font: str) -> str:
    """A font's name without the prefix of a subset and the style ("ABCDEF+.VnTimeH,Bold": ".VnTimeH"), with the dot
    that some printer drivers drop."""
    name = _STYLE.sub("", _SUBSET.sub("", font))
    return "." + name if name.startswith("Vn") and name[2:3].isupper() else name


def decode(text: str, font: str) -> str:
    """`text` as set in the font of that plain name."""
    if font_encoding(font) == "tcvn3":
        # PDFium takes the TCVN3 byte of "ư" (a soft hyphen in Latin-1) at a line's end for a hyphen.
        text = re.sub("[\ufffe\x02]", "\xad", text)
    return decode_font(text, font)


def read(page: Any, text_page: Any, matrix: Affine) -> Layer:
    """The words of a loaded page and its loaded text page. Text in fonts from before Unicode is decoded."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return Layer([], 0, None)
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    units = bytes(buffer)[: 2 * max(got - 1, 0)]
    text = units.decode("utf-16-le", "replace")
    index: Callable[[int], int] | None = None
    if len(text) != count:
        index = _char_indices(text, text_page)
    words, starts = _words(text, text_page, matrix, index)
    words, legacy = _decode(words, starts, text_page)
    return Layer(words, _turned(starts, text_page, matrix), legacy)


def _char_indices(text: str, text_page: Any) -> Callable[[int], int]:
    """From offsets in the text to those of PDFium's characters, where some have no Unicode or two units."""
    units = [0]
    if any(ch > "\uffff" for ch in text):
        for ch in text:
            units.append(units[-1] + 1 + (ch > "\uffff"))

    def index(at: int) -> int:
        found: int = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, units[at] if len(units) > 1 else at)
        return max(found, 0)

    return index


def _words(
    text: str, text_page: Any, matrix: Affine, index: Callable[[int], int] | None
) -> tuple[list[Word], list[int]]:
    """The words and the index of the first character of each."""
    rect = pdfium.FS_RECTF()
    ref = ctypes.byref(rect)
    box = pdfium.FPDFText_GetLooseCharBox
    out, starts = [], []
    line, before = 0, 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        if text.find("\n", before, start) >= 0:
            line += 1
        before = end
        first, last = (start, end - 1) if index is None else (index(start), index(end - 1))
        box(text_page, first, ref)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if last != first:
            box(text_page, last, ref)
            if (
                text[end - 1] in _DIGITS
                and text[start] not in _DIGITS
                and rect.top - rect.bottom < 0.8 * (top - bottom)
            ):
                stem = found[0].rstrip(_DIGITS)
                # A raised number (of a footnote, a square) is a word of its own until the page's footnotes are known.
                place = displayed((rect.left, rect.bottom, rect.right, rect.top), matrix)
                raised = Word(*place, found[0][len(stem) :], line, mark=True)
                last = start + len(stem) - 1 if index is None else index(start + len(stem) - 1)
                box(text_page, last, ref)
            else:
                stem, raised = found[0], None
            left, right = min(left, rect.left), max(right, rect.right)
            bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        else:
            stem, raised = found[0], None
        out.append(Word(*displayed((left, bottom, right, top), matrix), stem, line))
        starts.append(first)
        if raised:
            out.append(raised)
            starts.append(first)
    return out, starts


def displayed(box: Box, m: Affine) -> Box:
    """A box of user space on the page as displayed."""
    x0, x1 = m[0] * box[0] + m[2] * box[1] + m[4], m[0] * box[2] + m[2] * box[3] + m[4]
    y0, y1 = m[1] * box[0] + m[3] * box[1] + m[5], m[1] * box[2] + m[3] * box[3] + m[5]
    return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)


def font_of(text_page: Any, at: int) -> str:
    """Name of the font of a character, "" if it has none."""
    size = 128
    buffer = ctypes.create_string_buffer(size)
    flags = ctypes.c_int()
    got = pdfium.FPDFText_GetFontInfo(text_page, at, buffer, size, ctypes.byref(flags))
    return buffer.raw[: min(max(got - 1, 0), size)].decode("utf-8", "replace") if got and got <= size else ""


def _decode(words: list[Word], starts: list[int], text_page: Any) -> tuple[list[Word], str | None]:
    """The words, those in legacy fonts decoded. The first word of each line tells whether the page has any."""
    line = -1
    for word, at in zip(words, starts, strict=True):
        if word.line != line:
            line = word.line
            if font_encoding(plain_name(font_of(text_page, at))):
                break
    else:
        return [w._replace(text=w.text.translate(_HYPHENS)) if w.text[-1] in _ENDS else w for w in words], None
    out, found = [], None
    for word, at in zip(words, starts, strict=True):
        font = plain_name(font_of(text_page, at))
        encoding = font_encoding(font)
        if encoding:
            found = encoding
            word = word._replace(text=decode(word.text, font), font=font)
        out.append(word._replace(text=word.text.translate(_HYPHENS)))
    return out, found


def _turned(starts: list[int], text_page: Any, matrix: Affine) -> int:
    """Quarter turns, anticlockwise, at which most words stand on the displayed page."""
    if not starts:
        return 0
    page = {(1, 0): 0, (0, 1): 3, (-1, 0): 2, (0, -1): 1}.get((round(matrix[0]), round(matrix[1])), 0)
    step = max(1, len(starts) // _SAMPLES)
    turns = [0, 0, 0, 0]
    for at in starts[::step]:
        angle = pdfium.FPDFText_GetCharAngle(text_page, at)
        turns[round(angle / 1.5707963) % 4] += 1
    most = max(range(4), key=turns.__getitem__)
    return (most + page) % 4 if turns[most] > sum(turns) * 0.6 else 0
