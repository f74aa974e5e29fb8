"""The pictures of docs/img: every view of the pages, light, dark, narrow and printed (`make pictures`).

The evidence pages are those of a sample and of a PDF made of it, the comparison that of the demonstration archive.
"""

from __future__ import annotations

import base64
import html
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.chromium import SHOTS, Page, started

ROOT = Path(__file__).parent.parent
SAMPLE = "data/raw/006_bao-cao-9-thang.txt"
VIEWS = ("overview", "coverage", "targets", "indices", "bodies", "cascade", "calendar", "reuse", "conflicts")


def _run(*arguments: str, folder: Path = ROOT) -> None:
    # What a page names as its source is what was asked for: a path of ours has no place in a picture.
    subprocess.run([sys.executable, "-m", *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL)


def _pdf(page: Page) -> bytes:
    printed = page.command("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
    return base64.b64decode(printed["data"])


def _picture_of(pdf: bytes, number: int, name: str) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    document[min(number, len(document) - 1)].render(scale=1.3).to_pil().save(SHOTS / f"{name}.png", optimize=True)
    document.close()


def _letter(folder: Path, driver: object) -> Path:
    """The sample as a PDF, set as letters are."""
    lines = (ROOT / SAMPLE).read_text("utf-8").split("\n")
    body = "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in lines)
    style = "@page{size:A4;margin:20mm 20mm 20mm 30mm} p{font:14pt/1.35 'Liberation Serif';margin:0 0 4pt}"
    source = folder / "letter.html"
    source.write_text(f"<meta charset=utf-8><style>{style}</style>{body}", encoding="utf-8")
    page = Page(driver, source)
    page.driver.get(source.as_uri())
    target = folder / "bao-cao-9-thang.pdf"
    target.write_bytes(_pdf(page))
    return target


def _evidence(folder: Path, driver: object) -> None:
    _run("pipeline.cli", "view", SAMPLE, "-o", str(folder / "text.html"), "--lang", "vi")
    page = Page(driver, folder / "text.html")
    page.open("#c2").shot("evidence")
    page.open("#t3", theme="dark").shot("evidence-dark")
    page.open("#c2", width=420, height=860).shot("evidence-narrow")
    page.open()
    page.press("/", "chi so")
    time.sleep(0.4)
    page.shot("evidence-search")
    page.open()
    _picture_of(_pdf(page), 0, "evidence-print")
    letter = _letter(folder, driver)
    _run("pipeline.cli", "view", letter.name, "-o", "pages.html", "--lang", "en", folder=folder)
    page = Page(driver, folder / "pages.html").open("#c3")
    page.until("document.querySelector('rect.on') !== null")
    time.sleep(0.5)
    page.shot("evidence-pages")


def _comparison(folder: Path, driver: object) -> None:
    _run("pipeline.demo", str(folder / "archive"))
    _run("pipeline.cli", "batch", str(folder / "archive"), str(folder / "out"), "--quiet")
    _run("pipeline.cli", "view", str(folder / "out"), "--lang", "en")
    _run("pipeline.cli", "compare", str(folder / "out"), "--html", "--quiet", "--lang", "en")
    page = Page(driver, folder / "out" / "compare" / "report.html")
    for view in VIEWS:
        page.open(f"#{view}")
        time.sleep(0.6)
        page.shot(f"compare-{view}")
    page.open("#targets", theme="dark")
    time.sleep(0.6)
    page.shot("compare-targets-dark")
    page.open("#overview", width=420, height=860)
    time.sleep(0.6)
    page.shot("compare-narrow")
    page.open("#targets")
    page.until("document.querySelector('#view-targets td button.num') !== null")
    page.click("#view-targets td button.num")
    time.sleep(0.6)
    page.shot("compare-proof")


def main() -> None:
    """Make all pictures anew."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, started(Path(name) / "profile") as driver:
        _evidence(Path(name), driver)
        # Pages of one folder share what a browser keeps: begin in the language asked for.
        _comparison(Path(name), driver)


if __name__ == "__main__":
    main()
