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

from pipeline.ingest.encodings import decode_font, font_encoding, syllables
from pipeline.ingest.pdf.words import Box, Word

# A hyphen at a line's end comes as U+FFFE or U+0002, and the next line follows it without a break.
_WORD = re.compile("[^\\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
_ENDS = "\ufffe\x02"
_HYPHEN = re.compile("[-\x02\ufffe]")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = "0123456789"
_SAMPLES = 40  # characters that are asked for their angle
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?:[,\-]?(?:Bold|Italic|Regular|MT|Oblique))+$")

_NAME_SIZE = 128
_NAME = ctypes.create_string_buffer(_NAME_SIZE)

Affine = tuple[float, float, float, float, float, float]


class Layer(NamedTuple):
    """The words of a page in content order. `turned`: quarter turns clockwise that set it upright."""

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
    if font_encoding(font) != "tcvn3" or not _HYPHEN.search(text):
        return decode_font(text, font)
    # The TCVN3 byte of "ư" is a hyphen in the fonts' nominal encoding (WinAnsi, 0xAD), and PDFium gives one. It is the
    # letter wherever that makes a syllable.
    as_letter = decode_font(_HYPHEN.sub("\xad", text), font)
    if all(part in syllables() for part in _LETTERS.findall(as_letter.lower())):
        return as_letter
    return decode_font(_HYPHEN.sub("-", text), font)


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
    turns = _turns(count, text_page)
    words, starts = _words(text, text_page, matrix, index, turns % 2 == 0)
    words, legacy = _decode(words, starts, text_page)
    page = {(1, 0): 0, (0, 1): 3, (-1, 0): 2, (0, -1): 1}.get((round(matrix[0]), round(matrix[1])), 0)
    return Layer(words, (page - turns) % 4, legacy)


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
    text: str, text_page: Any, matrix: Affine, index: Callable[[int], int] | None, upright: bool
) -> tuple[list[Word], list[int]]:
    """The words and the index of the first character of each. `upright`: heights are those of the font."""
    rect = pdfium.FS_RECTF()
    ref = ctypes.byref(rect)
    box = pdfium.FPDFText_GetLooseCharBox
    out: list[Word] = []
    starts: list[int] = []
    line, next_break = 0, text.find("\n")
    a, b, c, d, e, f = matrix
    straight = (a, b, c, d) == (1, 0, 0, -1)
    for found in _WORD.finditer(text):
        start, end = found.span()
        while -1 < next_break < start:
            line += 1
            next_break = text.find("\n", next_break + 1)
        first, last = (start, end - 1) if index is None else (index(start), index(end - 1))
        stem, raised = found[0], None
        box(text_page, first, ref)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if last != first:
            box(text_page, last, ref)
            low, high = rect.bottom, rect.top
            if upright and text[end - 1] in _DIGITS and high - low < 0.8 * (top - bottom):
                # A raised number (of a footnote, a square) is a word of its own until the page's footnotes are known.
                cut = _cut(text_page, text, start, end, 0.8 * (top - bottom), index)
                place = displayed((rect.left, low, rect.right, high), matrix)
                raised = Word(*place, text[cut:end], line, mark=True)
                box(text_page, cut - 1 if index is None else index(cut - 1), ref)
                stem, low, high = text[start:cut], rect.bottom, rect.top
            if rect.right > right:
                right = rect.right
            if rect.left < left:
                left = rect.left
            if low < bottom:
                bottom = low
            if high > top:
                top = high
        if straight:
            out.append(Word(left + e, f - top, right + e, f - bottom, stem, line))
        else:
            out.append(Word(*displayed((left, bottom, right, top), matrix), stem, line))
        starts.append(first)
        if raised:
            out.append(raised)
            starts.append(first)
    return out, starts


def _cut(text_page: Any, text: str, start: int, end: int, height: float, index: Callable[[int], int] | None) -> int:
    """Where the raised digits at the end of a word begin."""
    rect = pdfium.FS_RECTF()
    at = end - 1
    while at - 1 > start and text[at - 1] in _DIGITS:
        pdfium.FPDFText_GetLooseCharBox(text_page, at - 1 if index is None else index(at - 1), ctypes.byref(rect))
        if rect.top - rect.bottom >= height:
            break
        at -= 1
    return at


def displayed(box: Box, m: Affine) -> Box:
    """A box of user space on the page as displayed."""
    x0, x1 = m[0] * box[0] + m[2] * box[1] + m[4], m[0] * box[2] + m[2] * box[3] + m[4]
    y0, y1 = m[1] * box[0] + m[3] * box[1] + m[5], m[1] * box[2] + m[3] * box[3] + m[5]
    return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)


def font_of(text_page: Any, at: int) -> str:
    """Name of the font of a character, "" if it has none."""
    found = pdfium.FPDFText_GetFontInfo(text_page, at, _NAME, _NAME_SIZE, None)
    return _NAME.raw[: found - 1].decode("utf-8", "replace") if 1 < found <= _NAME_SIZE else ""


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


def _turns(count: int, text_page: Any) -> int:
    """Quarter turns, as PDFium counts them, at which most of the page's characters stand; 0 if they differ."""
    turns = [0, 0, 0, 0]
    for at in range(0, count, max(1, count // _SAMPLES)):
        angle = pdfium.FPDFText_GetCharAngle(text_page, at)
        turns[round(angle / 1.5707963) % 4] += 1
    most = max(range(4), key=turns.__getitem__)
    return most if turns[most] > sum(turns) * 0.6 else 0
