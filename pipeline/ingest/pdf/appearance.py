"""The text that an annotation's appearance stream draws.

Registries draw a document's number and date as the appearance of a signature field, nested two or three forms deep
(/AP /N -> /FRM -> /n2), in a font of its own. The font's own map gives the characters; a font without one numbers its
glyphs as Times New Roman does, where the glyph of a character of ASCII is its code less 29.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.ingest.pdf.rulings import compose
from pipeline.ingest.pdf.text_layer import Affine

_DEEPEST = 6
_MOST = 5000  # operators of one stream
_GLYPHS_BELOW = 29
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_RANGES = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_DIGIT_NAMES = dict(zip("zero one two three four five six seven eight nine".split(), "0123456789", strict=True))


class Drawn(NamedTuple):
    """A string with its left end and baseline in the page's user space, and the size of its font there."""

    text: str
    x: float
    y: float
    width: float
    size: float


def matrix_of(values: Any) -> Affine:
    """Six numbers of a PDF array as a map; the identity if it is none."""
    try:
        a, b, c, d, e, f = (float(v) for v in values)
    except (TypeError, ValueError):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (a, b, c, d, e, f)


def placed(form: Any, rect: tuple[float, float, float, float]) -> Affine:
    """The map from a form's space to the page that fits its box into the annotation's rectangle (ISO 32000, 12.5.5)."""
    matrix = matrix_of(form.get("/Matrix"))
    try:
        x0, y0, x1, y1 = (float(v) for v in form.get("/BBox"))
    except (TypeError, ValueError):
        return matrix
    a, b, c, d, e, f = matrix
    xs = [x * a + y * c + e for x in (x0, x1) for y in (y0, y1)]
    ys = [x * b + y * d + f for x in (x0, x1) for y in (y0, y1)]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    sx = (rect[2] - rect[0]) / wide if wide else 1.0
    sy = (rect[3] - rect[1]) / high if high else 1.0
    return compose(matrix, (sx, 0.0, 0.0, sy, rect[0] - min(xs) * sx, rect[1] - min(ys) * sy))


def strings(form: Any, outer: Affine, level: int = 0) -> list[Drawn]:
    """The strings that a form draws, those of the forms inside it too. Images say nothing."""
    import pikepdf

    out: list[Drawn] = []
    resources = form.get("/Resources", pikepdf.Dictionary())
    fonts = _Fonts(resources)
    stack: list[Affine] = []
    here = outer
    text = line = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size, leading, font = 12.0, 0.0, ""
    for instruction in list(pikepdf.parse_content_stream(form))[:_MOST]:
        operands, name = list(instruction.operands), str(instruction.operator)
        if name == "q":
            stack.append(here)
        elif name == "Q" and stack:
            here = stack.pop()
        elif name == "cm":
            here = compose(matrix_of(operands), here)
        elif name == "BT":
            text = line = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        elif name == "Tm":
            text = line = matrix_of(operands)
        elif name in ("Td", "TD"):
            leading = -float(operands[1]) if name == "TD" else leading
            text = line = compose((1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1])), line)
        elif name == "TL":
            leading = float(operands[0])
        elif name == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif name in ("Tj", "TJ", "'", '"', "T*"):
            if name in ("'", '"', "T*"):
                text = line = compose((1.0, 0.0, 0.0, 1.0, 0.0, -leading), line)
            if operands:
                shown = fonts.text(font, operands[-1])
                wide = _width(shown) * size
                _add(out, shown, compose(text, here), wide, size)
                text = compose((1.0, 0.0, 0.0, 1.0, wide, 0.0), text)
        elif name == "Do" and level < _DEEPEST:
            inner = resources.get("/XObject", pikepdf.Dictionary()).get(str(operands[0]))
            if inner is not None and inner.get("/Subtype") == "/Form":
                out += strings(inner, compose(matrix_of(inner.get("/Matrix")), here), level + 1)
    return out


def _width(shown: str) -> float:
    """In ems, as Times sets it: figures half an em, blanks a quarter."""
    return sum(0.25 if ch == " " else 0.5 for ch in shown)


def _add(out: list[Drawn], shown: str, at: Affine, wide: float, size: float) -> None:
    text = shown.strip()
    if not text:
        return
    scale = abs(at[0]) or 1.0
    lead = _width(shown[: len(shown) - len(shown.lstrip())]) * size
    out.append(Drawn(text, at[4] + lead * at[0], at[5], _width(text) * size * scale, size * (abs(at[3]) or 1.0)))


class _Fonts:
    """The fonts of a form's resources; each is read when it is first used."""

    def __init__(self, resources: Any) -> None:
        self.fonts = resources.get("/Font", {})
        self.read: dict[str, tuple[bool, dict[int, str]]] = {}

    def text(self, name: str, operand: Any) -> str:
        """The characters of a string or of the strings of an array."""
        import pikepdf

        if isinstance(operand, pikepdf.Array):
            return "".join(self.text(name, item) for item in operand if isinstance(item, pikepdf.String))
        if name not in self.read:
            self.read[name] = _font(self.fonts.get(name) if self.fonts else None)
        two, known = self.read[name]
        data = bytes(operand)
        if two:
            codes = [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data) - 1, 2)]
            return "".join(known.get(c) or (chr(c + _GLYPHS_BELOW) if not known and c < 98 else "") for c in codes)
        return "".join(known.get(c) or bytes((c,)).decode("cp1252", "replace") for c in data)


def _font(font: Any) -> tuple[bool, dict[int, str]]:
    """Whether a font has codes of two bytes, and the characters of its codes as far as it tells them."""
    if font is None:
        return False, {}
    two = str(font.get("/Subtype")) == "/Type0"
    known = to_unicode(font["/ToUnicode"].read_bytes()) if "/ToUnicode" in font else {}
    encoding = font.get("/Encoding")
    if not two and not known and encoding is not None and hasattr(encoding, "get"):
        code = 0
        for item in encoding.get("/Differences", []):
            if isinstance(item, int):
                code = int(item)
            else:
                known[code] = _DIGIT_NAMES.get(str(item)[1:], "")
                code += 1
    return two, known


def to_unicode(cmap: bytes) -> dict[int, str]:
    """The characters of a font's codes from its ToUnicode map."""
    out: dict[int, str] = {}
    for kind, body in _RANGES.findall(cmap[:200_000]):
        found = [bytes.fromhex(re.sub(rb"\s", b"", h).decode()) for h in _HEX.findall(body) if len(h) % 2 == 0]
        values = [int.from_bytes(h, "big") for h in found]
        if kind == b"bfchar":
            for code, target in zip(values[::2], found[1::2], strict=False):
                out[code] = target.decode("utf-16-be", "replace")
        elif b"[" not in body:
            for low, high, target in zip(values[::3], values[1::3], found[2::3], strict=False):
                first = int.from_bytes(target, "big")
                for code in range(low, min(high, low + 255) + 1):
                    if first + code - low < 0x10000:
                        out[code] = chr(first + code - low)
    return out
