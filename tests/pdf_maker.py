"""Writes small PDFs by hand, so that tests hold every byte: fonts, rulings, turns, signatures, damage.

No font is embedded: the fonts map codes to Unicode by name or by ToUnicode, and every character is half an em wide.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)


def text_bytes(text: str) -> str:
    """`text` as a hexadecimal string of two-byte codes, each the code point itself."""
    return "<" + text.encode("utf-16-be").hex() + ">"


def width(text: str, size: float) -> float:
    """Width of `text` in points."""
    return 0.5 * size * len(text)


def stream(body: bytes, extra: str = "", packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        body, extra = zlib.compress(body), extra + " /Filter /FlateDecode"
    return f"<< /Length {len(body)} {extra} >>\nstream\n".encode() + body + b"\nendstream"


@dataclass
class Sheet:
    """One page; places in points from the top left, as readers see them."""

    size: tuple[float, float] = A4
    rotate: int = 0
    parts: list[str] = field(default_factory=list)
    annotations: list[int] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 14, font: str = "F1", raw: str = "") -> Sheet:
        """Writes `words` with the baseline at `y`; `raw` is the string operand itself, for other fonts."""
        self.parts.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {self.size[1] - y} Tm {raw or text_bytes(words)} Tj ET")
        return self

    def lines(self, x: float, y: float, lines: Iterable[str], size: float = 14, pitch: float = 18) -> Sheet:
        """Writes lines below one another."""
        for i, words in enumerate(lines):
            self.text(x, y + i * pitch, words, size)
        return self

    def paragraph(self, y: float, words: str, *, left: float = 85, right: float = 540, size: float = 14) -> float:
        """Writes a justified paragraph with an indented first line; gives the y behind it."""
        rest, x = words.split(), left + 28
        while rest:
            line = [rest.pop(0)]
            while rest and x + width(" ".join([*line, rest[0]]), size) <= right:
                line.append(rest.pop(0))
            spare = (right - x - width(" ".join(line), size)) / max(len(line) - 1, 1) if rest else 0.0
            at = x
            for word in line:
                self.text(at, y, word + (" " if word is not line[-1] else ""), size)
                at += width(word, size) + 0.5 * size + spare
            y, x = y + 18, left
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Draws a line."""
        self.parts.append(f"{x0} {self.size[1] - y0} m {x1} {self.size[1] - y1} l S")
        return self

    def table(
        self, xs: Sequence[float], ys: Sequence[float], cells: Sequence[Sequence[str]], size: float = 11
    ) -> Sheet:
        """Draws a ruled table; "\\n" breaks a cell's text."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y, row in zip(ys, cells, strict=False):
            for x, words in zip(xs, row, strict=False):
                self.lines(x + 3, y + 12, words.split("\n"), size, 13)
        return self

    def image(self) -> Sheet:
        """Covers the page with a grey picture."""
        self.parts.insert(0, f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /Im1 Do Q")
        return self


@dataclass
class Maker:
    """A document of sheets and of further objects."""

    sheets: list[Sheet] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    fields: list[int] = field(default_factory=list)

    def sheet(self, size: tuple[float, float] = A4, rotate: int = 0) -> Sheet:
        """A new page."""
        self.sheets.append(Sheet(size, rotate))
        return self.sheets[-1]

    def add(self, body: bytes | str) -> int:
        """Adds an object; gives its number."""
        self.objects.append(body.encode() if isinstance(body, str) else body)
        return len(self.objects) + 20

    def signature(
        self,
        sheet: Sheet,
        box: tuple[float, float, float, float],
        shown: str = "",
        *,
        time: str = "D:20300305091500+07'00'",
        name: str = "Nguyen Van Thu",
        codes: str = "unicode",
    ) -> None:
        """A signature field at `box` (from the top left) that draws `shown` in forms nested as registries nest them.
        `codes`: "unicode" (a font with ToUnicode) or "glyphs" (a font without, numbered as Times New Roman is)."""
        x0, y0, x1, y1 = box[0], sheet.size[1] - box[3], box[2], sheet.size[1] - box[1]
        operand = text_bytes(shown) if codes == "unicode" else "<" + "".join(f"{ord(c) - 29:04x}" for c in shown) + ">"
        font = "/F1 5 0 R" if codes == "unicode" else "/F1 8 0 R"
        bbox = f"/Type /XObject /Subtype /Form /BBox [0 0 {x1 - x0} {y1 - y0}]"
        body = f"BT 1 0 0 1 2 5.3 Tm /F1 13 Tf {operand} Tj ET" if shown else "% DSBlank"
        inner = self.add(stream(body.encode(), f"{bbox} /Resources << /Font << {font} >> >>"))
        middle = self.add(stream(b"q /n2 Do Q", f"{bbox} /Resources << /XObject << /n2 {inner} 0 R >> >>"))
        outer = self.add(stream(b"q /FRM Do Q", f"{bbox} /Resources << /XObject << /FRM {middle} 0 R >> >>"))
        value = self.add(
            f"<< /Type /Sig /Filter /Adobe.PPKLite /M ({time}) /Name ({name}) /ByteRange [0 1 2 3] /Contents <00> >>"
        )
        widget = self.add(
            f"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature{len(self.fields) + 1}) /F 132 "
            f"/Rect [{x0} {y0} {x1} {y1}] /V {value} 0 R /AP << /N {outer} 0 R >> >>"
        )
        sheet.annotations.append(widget)
        self.fields.append(widget)

    def note(self, sheet: Sheet, words: str) -> None:
        """A comment that a reader of the file stuck on a page."""
        drawing = f"BT /F1 12 Tf 0 5 Td {text_bytes(words)} Tj ET".encode()
        shown = self.add(stream(drawing, "/Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 5 0 R >> >>"))
        at = self.add(
            f"<< /Type /Annot /Subtype /FreeText /Rect [100 400 300 420] /Contents (x) /AP << /N {shown} 0 R >> >>"
        )
        sheet.annotations.append(at)

    def build(self, fonts: str = "", packed: bool = False) -> bytes:
        """The bytes of the document. `fonts`: further entries of the font resources, of objects added before."""
        numbered: dict[int, bytes] = {21 + i: body for i, body in enumerate(self.objects)}
        free = 21 + len(self.objects)
        kids = []
        for sheet in self.sheets:
            numbered[free] = stream("\n".join(sheet.parts).encode(), packed=packed)
            notes = " ".join(f"{n} 0 R" for n in sheet.annotations)
            numbered[free + 1] = (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.size[0]} {sheet.size[1]}] "
                f"/Rotate {sheet.rotate} /Contents {free} 0 R /Resources << /Font << /F1 5 0 R /F2 8 0 R {fonts} >> "
                f"/XObject << /Im1 9 0 R >> >> /Annots [{notes}] >>"
            ).encode()
            kids.append(f"{free + 1} 0 R")
            free += 2
        fields = " ".join(f"{n} 0 R" for n in self.fields)
        numbered[1] = f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{fields}] /SigFlags 3 >> >>".encode()
        numbered[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        numbered |= _fonts()
        numbered[9] = stream(
            b"\x80" * 16,
            "/Type /XObject /Subtype /Image /Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray",
        )
        return _file(numbered)


def _fonts() -> dict[int, bytes]:
    """Object 5: codes are code points, said by ToUnicode. Object 8: glyph numbers, said by nothing."""
    cmap = "begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n" + "".join(
        f"1 beginbfrange <{high:02x}00> <{high:02x}ff> <{high:02x}00> endbfrange\n" for high in (*range(0x21), 0xF0)
    )
    described = (
        "/Type /Font /Subtype /CIDFontType2 /BaseFont /Times /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0 >> /DW 500 /FontDescriptor 7 0 R"
    )
    composed = "/Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H /DescendantFonts [6 0 R]"
    measures = "/Ascent 891 /Descent -216 /CapHeight 662 /ItalicAngle 0 /StemV 80 /FontBBox [0 -216 1000 891]"
    return {
        5: f"<< {composed} /ToUnicode 10 0 R >>".encode(),
        6: f"<< {described} >>".encode(),
        7: f"<< /Type /FontDescriptor /FontName /Times /Flags 4 {measures} >>".encode(),
        8: f"<< {composed} >>".encode(),
        10: stream((cmap + "endcmap").encode()),
    }


def simple_font(name: str) -> str:
    """The object of a one-byte font, as old fonts are."""
    widths = " ".join(["500"] * 224)
    return (
        f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 "
        f"/Widths [{widths}] /FontDescriptor 7 0 R >>"
    )


def _file(numbered: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number in sorted(numbered):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + numbered[number] + b"\nendobj\n"
    start = len(out)
    size = max(numbered) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places.get(number, 0):010d} {'00000 n' if number in places else '65535 f'} \n".encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
