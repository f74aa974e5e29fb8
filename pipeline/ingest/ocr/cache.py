"""What recognition read, kept by the content of the page, so that no page is read twice.

A file a page in `$XDG_CACHE_HOME/kehoach/ocr` (or `~/.cache/…`), named by the hash of the image, of the settings and of
the versions of all that has a say. Files are written whole or not at all, so processes may share the folder; what was
not used for longest goes when the folder grows beyond its size.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.ingest.ocr import tesseract
from pipeline.ingest.ocr.handwriting import Unread
from pipeline.ingest.ocr.page import Reading
from pipeline.ingest.ocr.tesseract import Token

FORM = 1  # to be raised with every change of what a page is made into
MAX_BYTES = 512 * 1024 * 1024
_SWEEP = 256  # one write of so many looks at the folder's size


def folder() -> Path:
    """Where pages are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "kehoach" / "ocr"


def key(pixels: Any, shape: Sequence[int], dpi: float, number: int) -> str:
    """The name of a page image under the present settings and versions. `pixels`: its bytes or contiguous array."""
    digest = hashlib.sha256(pixels)
    # First pages are searched for handwriting in the letterhead.
    settings = (FORM, tuple(shape), round(dpi, 3), number == 1, _versions())
    digest.update(repr(settings).encode())
    return digest.hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    import cv2

    return (tesseract.version() or "", cv2.__version__, ",".join(sorted(tesseract.languages())), tesseract.data_size())


def get(name: str) -> Reading | None:
    """The reading kept under `name`, None if there is none or its file is damaged."""
    path = _path(name)
    try:
        found = json.loads(zlib.decompress(path.read_bytes()))
        reading = _reading(found)
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None
    with suppress(OSError):
        os.utime(path)
    return reading


def put(name: str, reading: Reading) -> None:
    """Keeps a reading. A full disk or a folder that cannot be written to is no error: the page is read again."""
    path = _path(name)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            temporary = file.name
            file.write(zlib.compress(json.dumps(_plain(reading), ensure_ascii=False).encode("utf-8")))
        os.replace(temporary, path)
    except OSError:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        return
    if int(name[:4], 16) % _SWEEP == 0:
        sweep()


def sweep(limit: int = MAX_BYTES) -> None:
    """Removes the pages unused for longest until the folder holds no more than `limit` bytes."""
    kept = []
    for path in folder().glob("*/*"):
        with suppress(OSError):
            stat = path.stat()
            kept.append((stat.st_mtime, stat.st_size, path))
    kept.sort(reverse=True)
    total = 0
    for _, size, path in kept:
        total += size
        if total > limit:
            with suppress(OSError):
                path.unlink()


def _path(name: str) -> Path:
    return folder() / name[:2] / name[2:]


def _plain(reading: Reading) -> dict[str, Any]:
    return {
        "tokens": [[t.text, *(round(v, 4) for v in t[1:])] for t in reading.tokens],
        "horizontal": reading.horizontal,
        "vertical": reading.vertical,
        "unread": [[u.what, u.box] for u in reading.unread],
        "size": [reading.width, reading.height],
        "back": reading.back,
        "passes": reading.passes,
    }


def _reading(plain: dict[str, Any]) -> Reading:
    return Reading(
        tuple(Token(text, *_box(values[:4]), float(values[4]), int(values[5])) for text, *values in plain["tokens"]),
        tuple(_box(b) for b in plain["horizontal"]),
        tuple(_box(b) for b in plain["vertical"]),
        tuple(Unread(what, _box(box)) for what, box in plain["unread"]),
        float(plain["size"][0]),
        float(plain["size"][1]),
        tuple(map(float, plain["back"])),
        int(plain["passes"]),
    )


def _box(values: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = map(float, values)
    return x0, y0, x1, y1
