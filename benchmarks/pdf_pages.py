"""PDF page to text with boxes: milliseconds a page on one core, beside pypdfium2 alone on the same pages.

    python -m benchmarks.pdf_pages [FILE ...] [--pages N] [--rounds N]

Without files a born-digital PDF is made of our own texts, with a letterhead, paragraphs and a ruled table. Figures are
medians of processor time over rounds that take turns, so that a machine's drift hits all alike; quote the ratios.
"""

from __future__ import annotations

import argparse
import ctypes
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from benchmarks.texts import documents
from pipeline.ingest import pdf
from tests.pdf_maker import Maker


def made(pages: int) -> bytes:
    """A PDF of some 400 words a page and a table on every fourth."""
    words = " ".join(documents(8)).split()
    maker, at = Maker(), 0
    for number in range(1, pages + 1):
        sheet = maker.sheet()
        if number > 1:
            sheet.text(290, 40, str(number), 12)
        y = 80.0
        table = number % 4 == 0
        while y < (480 if table else 740):
            y = sheet.paragraph(y, " ".join(words[at : at + 60]), size=12)
            at = (at + 60) % (len(words) - 60)
        if table:
            rows = [[str(i), " ".join(words[at + i : at + i + 4]), f"{i * 7}%"] for i in range(6)]
            sheet.table([85, 120, 420, 540], [y + 30 * i for i in range(7)], rows)
    return maker.build(packed=True)


def text_alone(data: bytes) -> None:
    """The text of every page."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def characters_alone(data: bytes) -> None:
    """The text of every page and the box of every character, through the bare functions."""
    document = pypdfium2.PdfDocument(data)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(v) for v in (left, right, bottom, top)]
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        boxes = []
        for i in range(text.count_chars()):
            pdfium.FPDFText_GetCharBox(text, i, *places)
            boxes.append((left.value, bottom.value, right.value, top.value))
    document.close()


def reader(data: bytes) -> None:
    """This reader."""
    pdf.read_bytes(data, "benchmark.pdf")


def main() -> None:
    """Prints one line for each file."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--pages", type=int, default=60)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    inputs = [(f.name, f.read_bytes()) for f in chosen.files] or [("made of our texts", made(chosen.pages))]
    runs: dict[str, Callable[[bytes], None]] = {"text": text_alone, "chars": characters_alone, "reader": reader}
    print(f"{'file':32} pages  pypdfium2 text  text + char boxes  reader (ms a page)  reader / boxes")
    for name, data in inputs:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        document.close()
        times: dict[str, list[float]] = {k: [] for k in runs}
        for _ in range(chosen.rounds):
            for key, run in runs.items():
                start = time.process_time()
                run(data)
                times[key].append((time.process_time() - start) * 1000 / pages)
        text, chars, ours = (statistics.median(times[k]) for k in runs)
        print(f"{name[:32]:32} {pages:5} {text:15.2f} {chars:18.2f} {ours:19.2f} {ours / chars:15.2f}")


if __name__ == "__main__":
    main()
