"""How a page lies: turned, aslant, photographed from the side; and the way back to the page as given."""

from __future__ import annotations

import os
import re
import subprocess
from typing import Any

from pipeline.ingest.ocr import tesseract
from pipeline.ingest.ocr.pixels import Grey, Parts

Box = tuple[float, float, float, float]

_MOST = 6.0  # degrees: a sheet in a feeder does not lie worse
_LEAST = 0.25  # degrees: tesseract reads that as well as a straight page
_WORK = 900  # pixels of the longer side on which a sheet is looked for
_LETTERS = 60  # fewer do not tell how a page lies


def identity() -> Any:
    """The map that leaves all where it is."""
    import numpy as np

    return np.eye(3)


def place(box: Box, matrix: Any) -> Box:
    """The smallest upright box around `box` as mapped by the 3x3 `matrix`."""
    xs, ys = [], []
    for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
        w = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
        xs.append(float((matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / w))
        ys.append(float((matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / w))
    return min(xs), min(ys), max(xs), max(ys)


def skew(parts: Parts) -> float:
    """Degrees by which the lines of letters among `parts` fall to the right; 0 if there is no telling."""
    import numpy as np

    box, letter = parts.box, parts.letter
    fits = (box[:, 3] > 0.6 * letter) & (box[:, 3] < 2.2 * letter) & (box[:, 2] < 6 * letter)
    fits[0] = False
    if np.count_nonzero(fits) < _LETTERS:
        return 0.0
    x = (box[fits, 0] + box[fits, 2] / 2).astype(float)
    y = (box[fits, 1] + box[fits, 3]).astype(float)  # letters stand on their line

    def sharpness(angle: float) -> float:
        """How well the letters stand on lines that fall by `angle`."""
        heights = (y - x * np.tan(np.radians(angle))) / (0.2 * letter)
        counts = np.bincount((heights - heights.min()).astype(int))
        # Neighbours count together, so that no edge of a step cuts a line in two.
        return float(np.square(counts[1:] + counts[:-1], dtype=float).sum()) if len(counts) > 1 else 0.0

    best = max(np.arange(-_MOST, _MOST + 0.1, 0.25).tolist(), key=sharpness)
    angle = max(np.arange(best - 0.25, best + 0.26, 0.05).tolist(), key=sharpness)
    if abs(angle) < _LEAST or sharpness(angle) < 1.1 * sharpness(0.0):
        return 0.0
    return float(angle)


def straightened(grey: Grey, angle: float) -> tuple[Grey, Any]:
    """The page turned by `angle` degrees, and the map from it back to `grey`."""
    import cv2
    import numpy as np

    h, w = grey.shape
    there = np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0), [0, 0, 1]])
    white = int(np.percentile(grey[::16, ::16], 80))
    turned: Grey = cv2.warpAffine(grey, there[:2], (w, h), flags=cv2.INTER_CUBIC, borderValue=white)
    return turned, np.linalg.inv(there)


def sheet(grey: Grey) -> Any | None:
    """The corners (4x2, from the top left, clockwise) of a light sheet photographed on a darker table; None if the page
    fills the image."""
    import cv2
    import numpy as np

    scale = _WORK / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    border = np.concatenate([small[:4].ravel(), small[-4:].ravel(), small[:, :4].ravel(), small[:, -4:].ravel()])
    if np.median(border) > 0.75 * np.median(small):
        return None
    _, light = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < 0.3 * small.size:
        return None
    corners = cv2.approxPolyDP(largest, 0.03 * cv2.arcLength(largest, True), True).reshape(-1, 2).astype(np.float32)
    if len(corners) != 4:
        return None
    total, difference = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = [int(total.argmin()), int(difference.argmin()), int(total.argmax()), int(difference.argmax())]
    return corners[order] / scale if len(set(order)) == 4 else None


def flattened(grey: Grey, corners: Any) -> tuple[Grey, Any]:
    """The sheet between `corners` seen from above, and the map from it back to `grey`."""
    import cv2
    import numpy as np

    a, b, c, d = corners
    w = max(1, round(float(max(np.linalg.norm(b - a), np.linalg.norm(c - d)))))
    h = max(1, round(float(max(np.linalg.norm(d - a), np.linalg.norm(c - b)))))
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat: Grey = cv2.warpPerspective(grey, there, (w, h), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return flat, np.linalg.inv(there)


def quarters(grey: Grey, dpi: float) -> int:
    """Quarter turns clockwise that set the page upright, as tesseract's osd data says; 0 without it or in doubt."""
    if "osd" not in tesseract.languages():
        return 0
    import cv2

    scale = min(1.0, 200 / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    try:
        done = subprocess.run(
            ["tesseract", "-", "-", "--psm", "0", "--dpi", str(round(dpi * scale))],
            input=tesseract.picture(small), capture_output=True, timeout=30, check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return 0
    text = done.stdout.decode("utf-8", "replace")
    turn, sure = re.search(r"Rotate: (\d+)", text), re.search(r"Orientation confidence: ([\d.]+)", text)
    if not turn or not sure or float(sure[1]) < 1.0:
        return 0
    return int(turn[1]) // 90 % 4


def turned(grey: Grey, times: int) -> tuple[Grey, Any]:
    """The page turned clockwise by quarters, and the map from it back to `grey`."""
    import numpy as np

    h, w = grey.shape
    out: Grey = np.ascontiguousarray(np.rot90(grey, -times))
    back = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, 1, 0], [-1, 0, h], [0, 0, 1]],
        2: [[-1, 0, w], [0, -1, h], [0, 0, 1]],
        3: [[0, -1, w], [1, 0, 0], [0, 0, 1]],
    }[times % 4]
    return out, np.array(back, float)
