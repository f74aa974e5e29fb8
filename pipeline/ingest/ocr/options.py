"""How scanned pages are to be read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

Mode = Literal["auto", "always", "never"]
DPI = 300  # what tesseract's models were made for; scans with fewer dpi are never scaled up


@dataclass(frozen=True, slots=True)
class OcrOptions:
    """`mode`: auto reads pages without a good text layer, always reads every page, never none. `dpi`: at how many dots
    per inch PDF pages are rendered. `cache`: keep what was read for the next time. `timeout`: seconds one page may
    take. `max_pixels`: of one page image. `max_pages`: of one image file."""

    mode: Mode = "auto"
    dpi: int = DPI
    cache: bool = True
    timeout: float = 120.0
    max_pixels: int = 100_000_000
    max_pages: int = 5000


DEFAULT = OcrOptions()


def chosen() -> OcrOptions:
    """The options that the command line hands to all processes through the environment: KEHOACH_OCR (the mode),
    KEHOACH_DPI, KEHOACH_OCR_CACHE (0: none). Without them, or with values that make no sense, the usual ones."""
    mode: Mode = "auto"
    if os.environ.get("KEHOACH_OCR") == "always":
        mode = "always"
    elif os.environ.get("KEHOACH_OCR") == "never":
        mode = "never"
    dpi = os.environ.get("KEHOACH_DPI", "")
    fits = dpi.isdigit() and 70 <= int(dpi) <= 1200
    return OcrOptions(mode, int(dpi) if fits else DPI, os.environ.get("KEHOACH_OCR_CACHE") != "0")
