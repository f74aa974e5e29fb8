"""Takes what is not print off a grey page by its shape: rulings, round stamps, signatures, frames, dirt.

Colour tells nothing on grey scans. But letters are alike in height and stand on lines: what is far larger is no letter,
and of a stamp that lies over a line only what stands in the line itself is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.ingest.ocr import pixels
from pipeline.ingest.ocr.pixels import Grey, Parts

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = 0.33  # inches: a shorter stroke may be a letter's or a dash
_TALL = 3.0  # letters high: larger is no letter, even of a title with its marks
_WIDE = 14.0  # letters wide: blurred words grow together, but not farther
_SPECK = 0.1  # of a letter's height: smaller is dirt (a dot below a letter has 0.14)

_REACH = 3.0  # letters: how far a line of text is followed into a stamp

Ruling = tuple[float, float, float, float]


class Cleaned(NamedTuple):
    """A page without what is not print. `horizontal`, `vertical`: its rulings (x0, y0, x1, y1) in pixels. `gone`: boxes
    of what was taken off. `parts`: the components it was judged by."""

    grey: Grey
    horizontal: list[Ruling]
    vertical: list[Ruling]
    gone: list[Ruling]
    parts: Parts


def clean(grey: Grey, dpi: float) -> Cleaned:
    """`grey` (light paper, upright) at `dpi` without rulings, stamps, strokes and dirt."""
    import cv2
    import numpy as np

    black = pixels.ink(grey)
    across, horizontal = rulings(black, dpi, along=True)
    down, vertical = rulings(black, dpi, along=False)
    off = cv2.bitwise_or(across, down)
    rest = cv2.bitwise_and(black, cv2.bitwise_not(off))
    parts = pixels.parts(rest, dpi)
    large = _large(parts)
    gone: list[Ruling] = []
    if large.any():
        lines = text_lines(parts, rest.shape)
        _take_off(off, parts, large, lines, gone)
    _specks(off, parts)
    if not cv2.countNonZero(off):
        return Cleaned(grey, horizontal, vertical, gone, parts)
    # Ink fades at its edge: what is taken off goes with its seam, but not into the letters it touches.
    kept = cv2.bitwise_and(rest, cv2.bitwise_not(off))
    seam = cv2.dilate(off, np.ones((5, 5), np.uint8))
    seam[cv2.dilate(kept, np.ones((3, 3), np.uint8)) > 0] = 0
    out = grey.copy()
    out[cv2.bitwise_or(seam, off) > 0] = int(np.percentile(grey[::8, ::8], 85))
    return Cleaned(out, horizontal, vertical, gone, parts)


def rulings(black: Grey, dpi: float, *, along: bool) -> tuple[Grey, list[Ruling]]:
    """The pixels of straight rulings, horizontal (`along`) or vertical, and the rulings themselves."""
    import cv2
    import numpy as np

    length, thick = round(_RULE * dpi), max(3, round(0.025 * dpi))
    # Turned on its side, for OpenCV is five times faster down columns. Scanned rulings waver by a pixel or two.
    upright = cv2.transpose(black) if along else black
    blur, long = np.ones((1, 3), np.uint8), np.ones((length, 1), np.uint8)
    found = cv2.morphologyEx(cv2.dilate(upright, blur), cv2.MORPH_OPEN, long)
    found = cv2.transpose(found) if along else found
    if not cv2.countNonZero(found):
        return found, []
    outlines, _ = cv2.findContours(found, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    out: list[Ruling] = []
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        run, across = (w, h) if along else (h, w)
        area = cv2.countNonZero(found[y : y + h, x : x + w])
        if area > run * thick * 1.6 or across > max(thick * 2, 0.03 * run + thick):
            found[y : y + h, x : x + w] = 0  # a black patch, a bar
            continue
        out.append((x, y + h / 2, x + w, y + h / 2) if along else (x + w / 2, y, x + w / 2, y + h))
    return cv2.bitwise_and(found, black), _joined(out, dpi, along)


def _joined(lines: list[Ruling], dpi: float, along: bool) -> list[Ruling]:
    """The rulings with the pieces of one that is worn or crossed put together."""
    flat = lines if along else [(y0, x0, y1, x1) for x0, y0, x1, y1 in lines]
    out: list[Ruling] = []
    for line in sorted(flat):
        for i, last in enumerate(out):
            if abs(last[1] - line[1]) < 0.02 * dpi and -0.3 * dpi < line[0] - last[2] < 0.2 * dpi:
                out[i] = (last[0], last[1], max(last[2], line[2]), last[3])
                break
        else:
            out.append(line)
    return out if along else [(x0, y0, x1, y1) for y0, x0, y1, x1 in out]


def _large(parts: Parts) -> Any:
    """Which components are no letters by their size."""
    h, w = parts.box[:, 3], parts.box[:, 2]
    large = (h > _TALL * parts.letter) | ((w > _WIDE * parts.letter) & (h > 1.6 * parts.letter))
    large[0] = False
    return large


def text_lines(parts: Parts, shape: Sequence[int]) -> Grey:
    """255 where lines of letters run: at least three letters of one height beside one another."""
    import cv2
    import numpy as np

    x, y, w, h, area = (parts.box[:, i] for i in range(5))
    letter = parts.letter
    fits = (h > 0.5 * letter) & (h < 2.2 * letter) & (w < _WIDE * letter) & (area < 0.95 * w * h + 4)
    fits[0] = False
    scale = max(1, round(letter / 6))
    small = np.zeros((shape[0] // scale + 1, shape[1] // scale + 1), np.uint8)
    for i in np.flatnonzero(fits).tolist():
        x0, x1, y0, y1 = x[i], x[i] + w[i], y[i], y[i] + h[i]
        small[y0 // scale : y1 // scale + 1, x0 // scale : x1 // scale + 1] = 255
    reach = max(3, round(1.3 * letter / scale)) | 1
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    run = max(3, round(4 * letter / scale))
    lines = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    lines = cv2.dilate(lines, np.ones((1, reach), np.uint8))
    out: Grey = cv2.resize(lines, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)
    return out


def _take_off(off: Grey, parts: Parts, large: Any, lines: Grey, gone: list[Ruling]) -> None:
    """Marks the pixels of large components in `off`, but for those within lines of text that run through them."""
    import numpy as np

    for i in np.flatnonzero(large).tolist():
        x, y, w, h, _ = parts.box[i].tolist()
        here = parts.labels[y : y + h, x : x + w] == i
        kept = here & (_through(lines, (x, y, w, h), parts.letter) > 0)
        off[y : y + h, x : x + w][here & ~kept] = 255
        gone.append((x, y, x + w, y + h))


def _through(lines: Grey, box: Sequence[int], letter: float) -> Any:
    """The lines of text in a box (x, y, width, height), those that reach into it carried on by some letters: what a
    stamp touches is one component with it, and so no letter by itself."""
    import cv2
    import numpy as np

    x, y, w, h = box
    reach = round(_REACH * letter)
    x0, x1 = max(0, x - reach), min(lines.shape[1], x + w + reach)
    strip = lines[y : y + h, x0:x1]
    grown = cv2.dilate(strip, np.ones((1, 2 * reach + 1), np.uint8))
    return grown[:, x - x0 : x - x0 + w]


def _specks(off: Grey, parts: Parts) -> None:
    """Marks dirt: components smaller than any dot that print has."""
    import numpy as np

    side = max(1.0, _SPECK * parts.letter)
    small = (parts.box[:, 2] < side) & (parts.box[:, 3] < side)
    small[0] = False
    for i in np.flatnonzero(small).tolist():
        x, y, w, h, _ = parts.box[i].tolist()
        off[y : y + h, x : x + w][parts.labels[y : y + h, x : x + w] == i] = 255


def denoised(grey: Grey, dpi: float) -> Grey:
    """The page without grain (non-local means), for a second reading of what was read badly."""
    import cv2
    import numpy as np

    sample = grey[::3, ::3]
    grain = float(np.median(np.abs(sample.astype(np.int16) - cv2.medianBlur(np.ascontiguousarray(sample), 3))))
    strength = min(30.0, max(10.0, 4.0 * grain))
    out: Grey = cv2.fastNlMeansDenoising(grey, None, strength, 5, 11 if dpi > 220 else 9)
    return out
