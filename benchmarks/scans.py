"""Makes page images that look like real scans: letterhead, stamps, signatures, handwriting, dirt.

Everything about a page follows from its seed, and what is printed on it is known, so that recognition can be tuned
here and measured on real scans. Run `python -m benchmarks.scans DIR` to look at some.
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 300
SIZE = (2480, 3508)
_POINT = DPI / 72
_FONTS = Path("/usr/share/fonts/truetype/liberation2")
Point = tuple[float, float]

# Strokes of handwritten figures in a unit box, as people write them.
_FIGURES: dict[str, Sequence[Sequence[Point]]] = {
    "0": [[(0.5, 0), (0.1, 0.3), (0.15, 0.8), (0.5, 1), (0.85, 0.7), (0.8, 0.2), (0.45, 0.02)]],
    "1": [[(0.3, 0.25), (0.6, 0), (0.55, 1)]],
    "2": [[(0.1, 0.25), (0.4, 0), (0.8, 0.2), (0.6, 0.6), (0.1, 1), (0.9, 0.95)]],
    "3": [[(0.15, 0.1), (0.6, 0), (0.75, 0.25), (0.4, 0.45), (0.8, 0.65), (0.6, 0.95), (0.1, 0.9)]],
    "4": [[(0.5, 0), (0.1, 0.6), (0.9, 0.6)], [(0.7, 0.3), (0.6, 1.05)]],
    "5": [[(0.8, 0), (0.3, 0.02), (0.2, 0.45), (0.7, 0.5), (0.75, 0.85), (0.2, 1)]],
    "6": [[(0.7, 0), (0.25, 0.45), (0.25, 0.9), (0.6, 1), (0.75, 0.7), (0.3, 0.6)]],
    "7": [[(0.1, 0.05), (0.85, 0), (0.4, 1)], [(0.3, 0.5), (0.8, 0.48)]],
    "8": [[(0.7, 0.15), (0.4, 0), (0.25, 0.25), (0.7, 0.65), (0.6, 1), (0.2, 0.85), (0.5, 0.45), (0.75, 0.12)]],
    "9": [[(0.75, 0.2), (0.4, 0), (0.2, 0.3), (0.5, 0.5), (0.75, 0.2), (0.6, 1)]],
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks. `stamp`: "", red or grey. `noise` 0-1: dirt and uneven light."""

    dpi: int = 300
    grey: bool = True
    stamp: str = ""
    signature: bool = False
    handwritten: bool = False
    arrival: bool = False
    skew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    jpeg: int = 0
    bilevel: bool = False
    photo: bool = False


@dataclass(slots=True)
class Sheet:
    """A page image with what is printed on it, in reading order (left column before right). `number`, `day`: None if
    they are written by hand. Read by hand and by eye they would be `written`."""

    image: Image.Image
    text: str
    number: str | None
    day: int | None
    written: tuple[str, str]
    cited: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)


LOOKS: dict[str, Look] = {
    "clean 300": Look(),
    "clean 200": Look(dpi=200),
    "clean 150": Look(dpi=150),
    "red stamp 300": Look(grey=False, stamp="red", signature=True, noise=0.1),
    "red stamp 200": Look(dpi=200, grey=False, stamp="red", signature=True, noise=0.1, jpeg=60),
    "grey stamp 300": Look(stamp="grey", signature=True, arrival=True, handwritten=True, bilevel=True, noise=0.15),
    "grey stamp 200": Look(dpi=200, stamp="grey", signature=True, arrival=True, handwritten=True, noise=0.2, jpeg=50),
    "fax 200": Look(dpi=200, bilevel=True, blur=0.3, noise=0.1),
    "fax stamped 200": Look(
        dpi=200, bilevel=True, blur=0.3, noise=0.15, stamp="grey", signature=True, arrival=True, handwritten=True
    ),
    "skewed 300": Look(skew=2.3, stamp="grey", signature=True, handwritten=True, noise=0.2),
    "noisy 300": Look(noise=0.8, blur=0.6, jpeg=35, skew=-0.8, stamp="grey", handwritten=True),
    "noisy 200": Look(dpi=200, noise=0.6, blur=0.5, jpeg=40, skew=0.7, stamp="grey"),
    "photo": Look(dpi=200, grey=False, photo=True, noise=0.3, blur=0.6, jpeg=70, stamp="red"),
}


@cache
def _font(size: float, style: str = "Regular") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"LiberationSerif-{style}.ttf"), round(size * _POINT))


def available() -> bool:
    """Whether the font of the pages (Debian: fonts-liberation2) is installed."""
    return (_FONTS / "LiberationSerif-Regular.ttf").exists()


class _Pen:
    """Writes on a page and remembers what it has printed."""

    def __init__(self, dice: random.Random, image: Image.Image | None = None) -> None:
        self.image = image or Image.new("RGB", SIZE, "white")
        self.draw = ImageDraw.Draw(self.image)
        self.dice = dice
        self.printed: list[str] = []

    def centred(self, x: float, y: float, text: str, size: float = 13, style: str = "Bold", keep: bool = True) -> float:
        font = _font(size, style)
        self.draw.text((x - font.getlength(text) / 2, y), text, font=font, fill=(15, 15, 15))
        if keep:
            self.printed.append(text)
        return y + size * _POINT * 1.3

    def left(self, x: float, y: float, text: str, size: float = 14, style: str = "Regular") -> float:
        self.draw.text((x, y), text, font=_font(size, style), fill=(15, 15, 15))
        return x + _font(size, style).getlength(text)

    def paragraph(self, y: float, text: str, style: str = "Regular", size: float = 14) -> float:
        """A justified paragraph; gives the y below it. Stops at the foot of the page."""
        font = _font(size, style)
        x0, x1, indent = 340.0, 2280.0, 120.0
        line: list[str] = []
        words = text.split()
        for word in [*words, ""]:
            room = x1 - x0 - indent
            if word and font.getlength(" ".join([*line, word])) <= room:
                line.append(word)
                continue
            if y > SIZE[1] - 330 or not line:
                return y
            self._line(x0 + indent, y, line, room if word else 0, font)
            self.printed.append(" ".join(line))
            y += size * _POINT * 1.32
            line, indent = [word], 0.0
        return y + 18

    def _line(self, x: float, y: float, words: list[str], room: float, font: ImageFont.FreeTypeFont) -> None:
        gap = font.getlength(" ")
        if room and len(words) > 1:
            gap = (room - sum(font.getlength(w) for w in words)) / (len(words) - 1)
        for word in words:
            self.draw.text((x, y), word, font=font, fill=(15, 15, 15))
            x += font.getlength(word) + gap

    def curve(self, points: Sequence[Point], width: float, colour: tuple[int, int, int]) -> None:
        """A smooth stroke through `points`."""
        path: list[Point] = []
        p = [points[0], *points, points[-1]]
        for i in range(1, len(p) - 2):
            for k in range(12):
                t = k / 12
                path.append(tuple(_spline(p[i - 1][j], p[i][j], p[i + 1][j], p[i + 2][j], t) for j in (0, 1)))  # type: ignore[arg-type]
        path.append(points[-1])
        self.draw.line(path, fill=colour, width=max(1, round(width)), joint="curve")
        r = width / 2
        for x, y in path[::3]:
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def handwriting(self, x: float, y: float, text: str, height: float) -> float:
        """Figures by hand, each somewhat larger, higher or more aslant than the last; gives the x behind them."""
        d = self.dice
        colour = (25, 25, 40) if d.random() < 0.6 else (30, 40, 130)
        for ch in text:
            h = height * d.uniform(0.85, 1.35)
            w, lean, up = h * d.uniform(0.5, 0.7), d.uniform(-0.05, 0.25), d.uniform(-0.15, 0.12) * height
            for stroke in _FIGURES[ch]:
                points = [
                    (
                        x + (px + lean * (1 - py) + d.uniform(-0.05, 0.05)) * w,
                        y + up + (py + d.uniform(-0.04, 0.04)) * h,
                    )
                    for px, py in stroke
                ]
                self.curve(points, d.uniform(4, 7), colour)
            x += w * d.uniform(1.05, 1.35)
        return x


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


_HEADS = (
    ("UBND TỈNH HÀ GIANG", "SỞ NÔNG NGHIỆP", "SNN", "Hà Giang"),
    ("UBND TỈNH CÀ MAU", "SỞ XÂY DỰNG", "SXD", "Cà Mau"),
    ("ỦY BAN NHÂN DÂN", "HUYỆN ĐỊNH HÓA", "UBND", "Định Hóa"),
    ("HỘI ĐỒNG NHÂN DÂN", "THỊ XÃ BỈM SƠN", "HĐND", "Bỉm Sơn"),
    ("UBND QUẬN Ô MÔN", "PHÒNG NỘI VỤ", "PNV", "Ô Môn"),
)
_TITLES = (("KẾ HOẠCH", "KH"), ("THÔNG BÁO", "TB"), ("BÁO CÁO", "BC"), ("QUYẾT ĐỊNH", "QĐ"))
_SIGNERS = ("Nguyễn Thị Bích Hằng", "Trần Quốc Vượng", "Phạm Đình Thưởng", "Lò Văn Ẩm")


def make(seed: int, paragraphs: Sequence[str], look: Look, closing: bool = True) -> Sheet:
    """A first page that begins with `paragraphs[seed…]` as its text and looks as `look` says."""
    dice = random.Random(seed)
    pen = _Pen(dice)
    number, day, month = str(dice.randint(3, 4200)), dice.randint(1, 28), dice.randint(1, 12)
    y = _letterhead(pen, look, number, day, month)
    bottom = SIZE[1] - (1050 if closing else 330)
    start = (seed * 7) % max(1, len(paragraphs) - 20)
    for text in paragraphs[start:]:
        if y > bottom:
            break
        y = pen.paragraph(y, text, "Italic" if text.startswith("Căn cứ") else "Regular")
    if closing:
        _closing(pen, look, y + 30)
    text = "\n".join(pen.printed)
    image = _degraded(pen.image, look, dice)
    hand = look.handwritten
    cited = tuple(dict.fromkeys(re.findall(r"\d{1,5}/(?:\d{4}/)?[A-ZĐ][\w-]+", text)))
    return Sheet(image, text, None if hand else number, None if hand else day, (number, str(day)), cited, pen.printed)


def _letterhead(pen: _Pen, look: Look, number: str, day: int, month: int) -> float:
    above, unit, sign, place = pen.dice.choice(_HEADS)
    title, kind = pen.dice.choice(_TITLES)
    y = pen.centred(760, 260, above, 13, "Regular")
    pen.centred(760, y, unit, 13)
    pen.draw.line((660, y + 75, 860, y + 75), fill=(20, 20, 20), width=3)
    y += 110
    symbol = f"/{kind}-{sign}"
    if look.handwritten:
        x = pen.left(520, y, "Số:", 13)
        x = pen.handwriting(x + 15, y + 8, number, 42)
        pen.left(x + 10, y, symbol, 13)
        pen.printed.append(f"Số: {symbol}")
    else:
        pen.centred(760, y, f"Số: {number}{symbol}", 13, "Regular")
    pen.centred(1700, 260, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13)
    pen.centred(1700, 330, "Độc lập - Tự do - Hạnh phúc", 14)
    pen.draw.line((1400, 410, 2000, 410), fill=(20, 20, 20), width=3)
    if look.handwritten:
        x = pen.left(1330, y, f"{place}, ngày", 13, "Italic")
        x = pen.handwriting(x + 12, y + 8, str(day), 42)
        pen.left(x + 12, y, f"tháng {month} năm 2024", 13, "Italic")
        pen.printed.append(f"{place}, ngày tháng {month} năm 2024")
    else:
        pen.centred(1700, y, f"{place}, ngày {day:02d} tháng {month} năm 2024", 13, "Italic")
    if look.arrival:
        _arrival(pen, 300 if pen.dice.random() < 0.6 else 1700, y + 75)
    if look.handwritten and pen.dice.random() < 0.6:
        pen.curve([(2150, 90), (2200, 70), (2190, 160), (2260, 80), (2250, 170), (2330, 100)], 6, (20, 20, 20))
    y = pen.centred(1240, 720, title, 14)
    return pen.centred(1240, y, "Về việc triển khai công tác cải cách hành chính", 14) + 50


def _arrival(pen: _Pen, x: float, y: float) -> None:
    """A registry's stamp of arrival; it is no part of the document's text."""
    pen.draw.rectangle((x, y, x + 540, y + 220), outline=(20, 20, 20), width=6)
    pen.draw.line((x, y + 70, x + 540, y + 70), fill=(20, 20, 20), width=4)
    pen.centred(x + 270, y + 12, "VĂN PHÒNG TỈNH ỦY", 9, keep=False)
    pen.left(x + 12, y + 110, "ĐẾN", 14, "Bold")
    pen.left(x + 160, y + 85, "Số: ................................", 9)
    pen.left(x + 160, y + 150, "Ngày: ............................", 9)
    pen.handwriting(x + 240, y + 72, str(pen.dice.randint(100, 9999)), 46)
    pen.handwriting(x + 270, y + 140, str(pen.dice.randint(100, 3112)), 46)


def _closing(pen: _Pen, look: Look, y: float) -> None:
    d = pen.dice
    left = ["Nơi nhận:", "- Như trên;", "- TT Tỉnh ủy (báo cáo);", "- Các Phó Chủ tịch;", "- Lưu: VT, TH."]
    for i, text in enumerate(left):
        pen.left(350, y + 20 + i * 58, text, 11, "BoldItalic" if i == 0 else "Regular")
        pen.printed.append(text)
    y2 = pen.centred(1750, y, "KT. CHỦ TỊCH", 14)
    y2 = pen.centred(1750, y2, "PHÓ CHỦ TỊCH", 14)
    pen.centred(1750, y2 + 330, d.choice(_SIGNERS), 14)
    if look.signature:
        points = [(1600 + k * 60 + d.uniform(-60, 60), y2 + 170 + d.uniform(-170, 170)) for k in range(9)]
        pen.curve(points, d.uniform(4, 8), (30, 45, 140) if not look.grey and d.random() < 0.6 else (25, 25, 25))
    if look.stamp:
        colour = (215, 35, 45) if look.stamp == "red" else (d.randint(20, 90),) * 3
        _stamp(pen, 1560 + d.uniform(-60, 60), y2 + 190 + d.uniform(-40, 40), 225, colour)
        if look.arrival:
            _stamp(pen, 880, 790, 200, colour)


def _stamp(pen: _Pen, x: float, y: float, r: float, colour: Any) -> None:
    """A round stamp with words along its ring, laid over what is printed."""
    layer = Image.new("L", (int(2 * r + 40),) * 2, 0)
    draw = ImageDraw.Draw(layer)
    c = r + 20
    for radius, width in ((r, 9), (r - 16, 3), (r * 0.62, 4)):
        draw.ellipse((c - radius, c - radius, c + radius, c + radius), outline=255, width=width)
    star = [
        (c + math.sin(k * math.pi / 5) * r * (0.36 if k % 2 == 0 else 0.15),
         c - math.cos(k * math.pi / 5) * r * (0.36 if k % 2 == 0 else 0.15)) for k in range(10)
    ]  # fmt: skip
    draw.polygon(star, fill=255)
    words = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM * ỦY BAN NHÂN DÂN * "
    for i, ch in enumerate(words):
        angle = 2 * math.pi * i / len(words)
        letter = Image.new("L", (70, 70), 0)
        ImageDraw.Draw(letter).text((35, 35), ch, font=_font(9, "Bold"), fill=255, anchor="mm")
        letter = letter.rotate(-math.degrees(angle), resample=Image.Resampling.BILINEAR)
        at = (int(c + math.sin(angle) * r * 0.79 - 35), int(c - math.cos(angle) * r * 0.79 - 35))
        layer.paste(255, (*at, at[0] + 70, at[1] + 70), letter)
    worn = Image.effect_noise(layer.size, 90).point(lambda v: 255 if v > 90 else 60)
    layer = Image.composite(layer, Image.new("L", layer.size, 0), worn)
    pen.image.paste(colour, (int(x - c), int(y - c)), layer)


def aged(image: Image.Image, signed: Point | None, look: Look, dice: random.Random) -> Image.Image:
    """A clean page (RGB, 300 dpi) as `look` says; stamp and signature go to the place `signed`."""
    pen = _Pen(dice, image)
    if signed and look.signature:
        points = [
            (signed[0] - 200 + k * 55 + dice.uniform(-50, 50), signed[1] + dice.uniform(-90, 90)) for k in range(9)
        ]
        pen.curve(points, dice.uniform(4, 8), (25, 25, 25) if look.grey else (30, 45, 140))
    if signed and look.stamp:
        _stamp(
            pen, signed[0] - 140, signed[1], 225, (215, 35, 45) if look.stamp == "red" else (dice.randint(20, 90),) * 3
        )
    return _degraded(pen.image, look, dice)


def _degraded(image: Image.Image, look: Look, dice: random.Random) -> Image.Image:
    import numpy as np

    if look.grey:
        image = image.convert("L")
    white = 255 if look.grey else (255, 255, 255)
    if look.photo:
        image = _photographed(image, dice)
    elif look.skew:
        image = image.rotate(look.skew, resample=Image.Resampling.BICUBIC, fillcolor=white)
    if look.dpi != DPI:
        factor = look.dpi / DPI
        size = (round(image.width * factor), round(image.height * factor))
        image = image.resize(size, Image.Resampling.LANCZOS)
    if look.blur:
        image = image.filter(ImageFilter.GaussianBlur(look.blur * look.dpi / 200))
    if look.noise:
        rng = np.random.default_rng(dice.randint(0, 10**9))
        a = np.asarray(image).astype(np.float32)
        noise = rng.normal(0, 30 * look.noise, a.shape[:2]).astype(np.float32)
        a = a + (noise if a.ndim == 2 else noise[..., None])
        for _ in range(int(900 * look.noise)):
            y, x, r = rng.integers(0, a.shape[0]), rng.integers(0, a.shape[1]), rng.integers(1, 4)
            a[y : y + r, x : x + r] = 40
        image = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    if look.bilevel:
        image = image.point(lambda v: 255 if v > 150 else 0)
    if look.jpeg:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=look.jpeg)
        image = Image.open(buffer)
        image.load()
    return image


def _photographed(image: Image.Image, dice: random.Random) -> Image.Image:
    """The page lying aslant on a dark table, unevenly lit."""
    import numpy as np

    w, h = image.size
    margin = 160
    canvas = Image.new("RGB", (w + 2 * margin, h + 2 * margin), (70, 60, 50))
    canvas.paste(image.convert("RGB"), (margin, margin))
    w, h = canvas.size
    j = [dice.uniform(0, 90) for _ in range(8)]
    quad = (-j[0], -j[1], -j[2], h + j[3], w + j[4], h + j[5], w + j[6], -j[7])
    canvas = canvas.transform((w, h), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=(70, 60, 50))
    light = np.linspace(1.0, 0.62, w)[None, :, None] * np.linspace(0.95, 0.8, h)[:, None, None]
    return Image.fromarray((np.asarray(canvas) * light).astype(np.uint8))


def paragraphs_of(folder: Path) -> list[str]:
    """The longer paragraphs of the texts in `folder`, as matter for pages."""
    out: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if 60 <= len(line) <= 700 and "|" not in line and "..." not in line and "…" not in line:
                out.append(" ".join(line.split()))
    return out


def main() -> None:
    """Writes one page of each look."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    paragraphs = paragraphs_of(Path(__file__).parent.parent / "data" / "raw")
    for i, (name, look) in enumerate(LOOKS.items()):
        make(i, paragraphs, look).image.save(out / f"{name.replace(' ', '_')}.png", dpi=(look.dpi, look.dpi))


if __name__ == "__main__":
    main()
