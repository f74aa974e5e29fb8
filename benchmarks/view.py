"""How long the evidence page of a long document takes: to be made, and to be ready in headless Chromium.

    python -m benchmarks.view [PAGES]

The document is a made-up plan of some 1,900 characters a page; as text, and as scans (pictures of its pages).
Published: seconds to ready (scripts have run, facts can be clicked), to the last frame of a jump to the last fact,
size of the file, elements in the page.
"""

from __future__ import annotations

import base64
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline import as_dict, extract_text
from pipeline.report.evidence import evidence_page
from pipeline.report.page_images import PageView
from tests.chromium import Page, started

_ITEM = """{n}. Phòng Nội vụ huyện Tuy Phước
- Chủ trì, phối hợp với Phòng Tư pháp thực hiện Quyết định số {number}/QĐ-UBND ngày 15/3/2023 của UBND tỉnh Bình Định,
bảo đảm tỷ lệ hồ sơ nộp trực tuyến đạt ít nhất {share}% trước ngày 30/11/2024, Chỉ số SIPAS đạt trên 90%.
- Rà soát thủ tục hành chính, niêm yết công khai tại bộ phận tiếp nhận và trả kết quả, báo cáo UBND huyện hằng quý.
- Tổ chức tuyên truyền bằng nhiều hình thức phù hợp với điều kiện thực tế, chú trọng hướng dẫn người dân, doanh nghiệp.
"""


def plan(pages: int) -> str:
    """A plan of so many pages, four duties each."""
    head = "ỦY BAN NHÂN DÂN\nHUYỆN TUY PHƯỚC\nSố: 5/KH-UBND\nTuy Phước, ngày 10 tháng 01 năm 2024\n\nKẾ HOẠCH\n"
    items = (_ITEM.format(n=n, number=100 + n, share=50 + n % 50) for n in range(1, pages * 4 + 1))
    return head + "CCHC năm 2024\n\nI. TỔ CHỨC THỰC HIỆN\n" + "".join(items)


def _picture(n: int) -> str:
    from PIL import Image, ImageDraw

    image = Image.effect_noise((910, 1286), 12).convert("RGB")
    ImageDraw.Draw(image).text((80, 80), f"Trang {n}", fill="black")
    to = BytesIO()
    image.save(to, "WEBP", quality=20)
    return "data:image/webp;base64," + base64.b64encode(to.getvalue()).decode()


def _scans(record: dict[str, Any], pages: int) -> list[PageView]:
    """Pictures of pages, and boxes on them for the facts of `record`."""
    size = len(record["text"]) / pages
    for layer in ("citations", "indices", "targets", "responsibilities"):
        for fact in record[layer]:
            at, rest = divmod(fact["start"], size)
            y = 60 + rest / size * 720
            fact["boxes"] = [{"page": int(at) + 1, "x0": 80.0, "y0": y, "x1": 300.0, "y1": y + 12}]
    url = _picture(1)
    return [PageView(n, 595.0, 842.0, url) for n in range(1, pages + 1)]


def measure(driver: Any, path: Path, name: str) -> dict[str, float]:
    """Seconds until the page is ready, and until its last fact is in view."""
    page = Page(driver, path).open()
    ready = page.js("performance.getEntriesByType('navigation')[0].domComplete / 1000")
    last = page.js("Array.from(Panel.facts.keys()).filter(id => id[0] === 'r').at(-1)")
    start = time.perf_counter()
    driver.execute_async_script(
        "const done = arguments[1]; location.hash = arguments[0];"
        "requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))",
        last,
    )
    jump = time.perf_counter() - start
    seen = page.seen("#pages rect.on" if page.js("Reading.onPages()") else "mark.on")
    elements = page.js("document.querySelectorAll('*').length")
    size = path.stat().st_size / 1e6
    shown = f"last fact in view {jump:5.2f} s ({seen})   {size:5.1f} MB   {elements:,} elements"
    print(f"{name:8} ready {ready:5.2f} s   {shown}")
    return {"ready": ready, "jump": jump}


def main(pages: int = 300) -> None:
    """Measure both kinds of document."""
    record = as_dict(extract_text(plan(pages), path="plan.txt"))
    facts = sum(len(record[x]) for x in ("citations", "indices", "targets", "responsibilities"))
    print(f"{pages} pages, {len(record['text']):,} characters, {facts:,} facts")
    with tempfile.TemporaryDirectory() as name, started(Path(name) / "profile") as driver:
        for kind in ("text", "scans"):
            start = time.perf_counter()
            views = _scans(record, pages) if kind == "scans" else []
            html = evidence_page(record, lang="vi", pages=views)
            print(f"{kind:8} made in {time.perf_counter() - start:.2f} s")
            path = Path(name) / f"{kind}.html"
            path.write_text(html, encoding="utf-8")
            measure(driver, path, kind)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
