"""Recognition measured: real scans and made pages, beside bare tesseract on the same images.

    python -m benchmarks.ocr real DIR     character error rate on DIR/*.pdf, whose first page's text is DIR/*.txt
    python -m benchmarks.ocr made [N]     N made pages of each look (benchmarks/scans.py): the pages it was tuned on
    python -m benchmarks.ocr memory N     peak memory over a scan of N pages

A letterhead has two columns, and both ways to read it are right: column by column, or row by row. A text is compared
with its reference in both orders, and the better one counts; "as given" is the rate in the reference's own order.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks import scans
from pipeline.ingest.ocr import OcrOptions, page_reader
from pipeline.ingest.ocr.page import read as read_page
from pipeline.ingest.ocr.recognition import recognised
from pipeline.ingest.pdf import read_bytes
from pipeline.ingest.pdf.assembly import Assembly

_NATION = re.compile(r"(?i)^(?:cộng hòa xã hội|cộng hoà xã hội|độc lập)")
_DATE = re.compile(r"^[^,\n]{2,30}, ngày\b.{0,20}tháng\b")
_NUMBER = re.compile(r"^Số\s?:")


def squeezed(text: str) -> str:
    """`text` in NFC with single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def error_rate(reference: str, text: str) -> float:
    """Levenshtein distance over the length of the reference, blanks normalised."""
    from rapidfuzz.distance import Levenshtein

    wanted = squeezed(reference)
    return Levenshtein.distance(wanted, squeezed(text)) / max(len(wanted), 1)


def orders(reference: str) -> tuple[str, str]:
    """The reference with its letterhead as it is, and in the other order (nation's lines behind or before the
    number)."""
    lines = [line for line in reference.splitlines() if line.strip()]
    nation = [i for i, line in enumerate(lines[:14]) if _NATION.match(line)]
    number = next((i for i, line in enumerate(lines[:14]) if _NUMBER.match(line)), None)
    date = next((i for i, line in enumerate(lines[:20]) if _DATE.match(line)), None)
    if not nation or number is None or date is None:
        return reference, reference
    moved = [lines[i] for i in nation]
    rest = [line for i, line in enumerate(lines) if i not in nation]
    at = rest.index(lines[date]) if nation[0] < number else rest.index(lines[number])
    return reference, "\n".join([*rest[:at], *moved, *rest[at:]])


def best_rate(reference: str, text: str) -> float:
    """The error rate in the better of the two orders of a letterhead."""
    return min(error_rate(r, text) for r in orders(reference))


def bare(image: Any, dpi: float) -> tuple[str, float]:
    """What tesseract alone reads on a PNG of a page, and the seconds it takes."""
    import tempfile

    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        Image.fromarray(image).save(path, dpi=(dpi, dpi))
        start = time.perf_counter()
        done = subprocess.run(
            ["tesseract", str(path), "-", "-l", "vie", "--dpi", str(round(dpi))],
            capture_output=True, text=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}, check=True,
        )  # fmt: skip
        return done.stdout, time.perf_counter() - start


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What `work` gives, and the seconds it takes."""
    start = time.perf_counter()
    out = work()
    return out, time.perf_counter() - start


def real(folder: Path) -> None:
    """Prints the table of the real scans in `folder`."""
    import numpy as np
    import pypdfium2

    rows = []
    print(f"{'scan':28} {'bare':>7} {'ours':>7} {'as given':>9} {'(bare)':>7} {'time':>6} of bare")
    for path in sorted(folder.glob("*.pdf")):
        wanted = path.with_suffix(".txt").read_text("utf-8")
        image = pypdfium2.PdfDocument(path)[0].render(scale=300 / 72, grayscale=True).to_numpy()
        plain, seconds = bare(np.ascontiguousarray(image.reshape(image.shape[:2])), 300)
        data = path.read_bytes()
        source, ours = timed(lambda d=data, p=path: read_bytes(d, str(p), ocr=page_reader(OcrOptions(cache=False))))
        text = source.raw.split("\x0c")[0]
        row = best_rate(wanted, plain), best_rate(wanted, text), error_rate(wanted, text), error_rate(wanted, plain)
        rows.append((*row, ours / seconds))
        print(f"{path.stem:28} {row[0]:7.2%} {row[1]:7.2%} {row[2]:9.2%} {row[3]:7.2%} {ours / seconds:6.2f}")
        for warning in source.warnings:
            print(f"    {warning}")
    means = [mean(r[i] for r in rows) for i in range(5)]
    print(f"{'mean':28} {means[0]:7.2%} {means[1]:7.2%} {means[2]:9.2%} {means[3]:7.2%} {means[4]:6.2f}")


def read_sheet(image: Any, dpi: float) -> tuple[str, set[str]]:
    """The text of a page image as the readers give it, and what was left blank in its letterhead."""
    reading = read_page(image, dpi, "page", 1, OcrOptions())
    found = recognised(reading, 1)
    assembly = Assembly()
    size = image.shape[1] * 72 / dpi, image.shape[0] * 72 / dpi
    if found.upright:
        assembly.writer.maps[1] = found.upright.back
        size = found.upright.width, found.upright.height
    assembly.add(found.placed(), found.drawn(), 1, size)
    assembly.finish()
    return "".join(assembly.writer.parts), {u.what for u in reading.unread}


def made(count: int) -> None:
    """Prints the table of `count` made pages of each look."""
    import numpy as np

    matter = scans.paragraphs_of(Path(__file__).parent.parent / "data" / "raw")
    print(f"{'look':18} {'bare':>7} {'ours':>7} {'time':>6} of bare  {'cited':>6} {'wrong':>6} {'blank':>6}")
    for name, look in scans.LOOKS.items():
        rows: dict[str, list[float]] = defaultdict(list)
        wrong = blank = 0
        for seed in range(count):
            sheet = scans.make(4000 + 17 * seed + len(name), matter, look)
            image = np.asarray(sheet.image)
            plain, seconds = bare(image, look.dpi)
            (text, unread), ours = timed(lambda i=image, d=look.dpi: read_sheet(i, d))
            rows["bare"].append(best_rate(sheet.text, plain))
            rows["ours"].append(best_rate(sheet.text, text))
            rows["time"].append(ours / seconds)
            rows["cited"] += [float(c in text) for c in sheet.cited]
            printed = re.search(r"Số\W{0,3}(\d+)\s?/", text)
            wrong += bool(printed and printed[1] != sheet.number)
            blank += sheet.number is not None and "number" in unread
        figures = {"cited": 1.0} | {k: mean(v) for k, v in rows.items() if v}
        print(
            f"{name:18} {figures['bare']:7.2%} {figures['ours']:7.2%} {figures['time']:6.2f} {'':8} "
            f"{figures['cited']:6.1%} {wrong:6} {blank:6}",
            flush=True,
        )


def memory(pages: int) -> None:
    """Prints the peak memory over a TIFF of `pages` pages (recognition left out: that is another process)."""
    import resource
    from io import BytesIO

    from pipeline.ingest.ocr import images, recognition

    sheet = scans.make(1, scans.paragraphs_of(Path(__file__).parent.parent / "data" / "raw"), scans.LOOKS["fax 200"])
    page = sheet.image.convert("1")
    buffer = BytesIO()
    page.save(buffer, "TIFF", compression="group4", save_all=True, append_images=[page] * (pages - 1), dpi=(200, 200))
    first = recognition.read_image
    kept: list[Any] = []

    def once(*arguments: Any) -> Any:
        if not kept:
            kept.append(first(*arguments))
        return kept[0]

    images.read_image = once
    source, seconds = timed(lambda: images.read_bytes(buffer.getvalue(), "scan.tif", OcrOptions(cache=False)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(source.pages)} pages, {len(source.raw):,} characters, {seconds:.1f} s, peak {peak:.0f} MB")


def main() -> None:
    """Runs the part that the first argument names."""
    part = sys.argv[1] if len(sys.argv) > 1 else "made"
    argument = sys.argv[2] if len(sys.argv) > 2 else ""
    if part == "real":
        real(Path(argument))
    elif part == "memory":
        memory(int(argument or 500))
    else:
        made(int(argument or 2))


if __name__ == "__main__":
    main()
