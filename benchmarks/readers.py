"""What each reader loses: facts found in Word, LibreOffice, HTML, PDF files and scans beside those found in plain text.

    python -m benchmarks.readers [SECTION …] [--write docs/readers.md] [--count N]

Sections: media (all annotated development texts), scans (N of them), originals (real files), real (recognition beside
tesseract alone), speed. With --write each goes between its marks in that page, else to the terminal. The real files
are no part of the repository: $KEHOACH_CORPUS and $KEHOACH_SCANS name their folders.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import pipeline
from benchmarks import media
from benchmarks.ocr import best_rate
from pipeline.evaluation import Report, evaluate
from pipeline.evaluation.score import prf
from pipeline.ingest.ocr import OcrOptions
from pipeline.ingest.reader import ReadOptions

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
LAYERS = ("citations.full", "citations.named", "indices", "targets", "responsibilities")
# What LibreOffice makes of the .docx: name of the medium, suffix, filter.
CONVERTED = (
    ("DOC", "doc", "doc:MS Word 97"), ("RTF", "rtf", "rtf"), ("ODT", "odt", "odt"),
    ("HTML", "html", "html:HTML (StarWriter)"), ("PDF", "pdf", "pdf"),
)  # fmt: skip
# For scans: a plan with a table, a real plan with citations, a decision, a report, a letter.
SCANNED = ("005_krong-pac-2025", "002_go-dau-2018", "d12", "e6_loc-ninh-bc-2023", "e5_huu-lung-cv-2022", "d21")
_FRESH = ReadOptions(ocr=OcrOptions(cache=False))


def gold_texts(names: Sequence[str] = ()) -> list[Path]:
    """The annotated texts of the development sets, or those of them that are named."""
    found = [p for part in ("shared", "dev") for p in sorted((GOLD / part).glob("*.txt"))]
    return [p for p in found if p.stem in names] if names else found


def convert(originals: Sequence[Path], filter_: str, out: Path) -> None:
    """LibreOffice once over `originals`."""
    command = ["soffice", f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless", "--convert-to", filter_]
    subprocess.run([*command, "--outdir", str(out), *map(str, originals)], check=True, capture_output=True, timeout=600)


def make_docx(texts: Sequence[Path], out: Path) -> list[Path]:
    """The .docx of each text."""
    made = []
    for path in texts:
        made.append(out / f"{path.stem}.docx")
        media.write_docx(media.lines_of(path.read_text("utf-8")), made[-1])
    return made


def score(texts: Sequence[Path], files: Mapping[str, Path]) -> tuple[Report, float]:
    """The scores of `files` (by the name of their text), and their mean character error rate."""
    records = {name: pipeline.as_dict(pipeline.extract_file(path, options=_FRESH)) for name, path in files.items()}
    rates = [best_rate(_words(p.read_text("utf-8")), _words(records[p.stem]["text"])) for p in texts]
    with tempfile.TemporaryDirectory() as folder:
        for path in texts:
            for source in (path, path.with_suffix(".json")):
                (Path(folder) / source.name).write_bytes(source.read_bytes())
        return evaluate(Path(folder), records), mean(rates)


def _words(text: str) -> str:
    """A text without the bars and rules of its tables, and without the marks of Markdown."""
    return re.sub(r"(?m)^[\s|:\-]+$|\||\*\*", " ", text)


def row(name: str, report: Report, rate: float, beside: Report | None) -> str:
    """One line of a table: F1 a layer, with the difference from `beside` where there is one."""
    cells = [name]
    for layer in LAYERS:
        cells.append(_figure(_f1(report, layer), _f1(beside, layer) if beside else None))
    cells.append(_figure(report.document_mean, beside.document_mean if beside else None))
    return "| " + " | ".join([*cells, f"{rate:.2%}"]) + " |"


def _f1(report: Report, layer: str) -> float:
    c = report.layers[layer]
    return prf(c.found, c.gold, c.predicted)[2]


def _figure(value: float, beside: float | None) -> str:
    return f"{value:.3f}" if beside is None else f"{value:.3f} ({value - beside:+.3f})"


def _table(first: str) -> list[str]:
    heads = [first, *LAYERS, "document fields", "CER"]
    return ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]


def _section_media(_: int) -> str:
    texts = gold_texts()
    with tempfile.TemporaryDirectory() as folder:
        base, report = Path(folder), None
        docx = make_docx(texts, base)
        plain, rate = score(texts, {p.stem: p for p in texts})
        lines = [*_table(f"medium ({len(texts)} documents)"), row("text", plain, rate, None)]
        for name, suffix, filter_ in (("DOCX", "docx", ""), *CONVERTED):
            if filter_:
                convert(docx, filter_, base)
            report, rate = score(texts, {p.stem: p.with_suffix(f".{suffix}") for p in docx})
            lines.append(row(name, report, rate, plain))
            _tell(report, plain, name)
    return "\n".join(lines)


def _section_scans(count: int) -> str:
    texts = gold_texts(SCANNED[:count])
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        docx = make_docx(texts, base)
        convert(docx, "pdf", base)
        plain, rate = score(texts, {p.stem: p for p in texts})
        lines = [*_table(f"scan ({len(texts)} documents)"), row("text", plain, rate, None)]
        for name, look in media.SCANS.items():
            files = {}
            for i, path in enumerate(docx):
                files[path.stem] = base / f"{path.stem}-{name}.pdf"
                media.write_scan(path.with_suffix(".pdf"), look, i, files[path.stem])
            report, rate = score(texts, files)
            lines.append(row(name, report, rate, plain))
            print(lines[-1], file=sys.stderr, flush=True)
            _tell(report, plain, name)
    return "\n".join(lines)


def _tell(report: Report, plain: Report, name: str) -> None:
    """What is wrong in a medium and right in text, on stderr where $KEHOACH_MISSES is set."""
    if os.environ.get("KEHOACH_MISSES"):
        for miss in sorted(set(report.misses) - set(plain.misses)):
            print(name, *miss, sep="\t", file=sys.stderr)


def _section_originals(_: int) -> str:
    from benchmarks.originals import table

    return table(Path(os.environ["KEHOACH_CORPUS"]))


def _printed(*commands: Sequence[str]) -> str:
    """What other benchmarks print, as code."""
    out = []
    for command in commands:
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=True)
        out.append(f"$ python -m {' '.join(Path(c).name if c.startswith('/') else c for c in command)}\n{done.stdout}")
    return "```\n" + "\n".join(out).rstrip() + "\n```"


def _section_real(_: int) -> str:
    return _printed(("benchmarks.ocr", "real", os.environ["KEHOACH_SCANS"]), ("benchmarks.ocr", "made", "1"))


def _section_speed(_: int) -> str:
    return _printed(("benchmarks.pdf_pages",), ("benchmarks.ocr", "memory", "500"))


SECTIONS: dict[str, Callable[[int], str]] = {
    "media": _section_media, "scans": _section_scans, "originals": _section_originals, "real": _section_real,
    "speed": _section_speed,
}  # fmt: skip


def replaced(page: str, section: str, content: str) -> str:
    """`page` with `content` between the marks of `section`."""
    marks = f"<!-- {section} -->", f"<!-- end {section} -->"
    before, _, rest = page.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not end:
        raise ValueError(f"no marks for {section}")
    return f"{before}{marks[0]}\n{content}\n{marks[1]}{after}"


def main() -> None:
    """Measures the sections asked for (all)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", default=list(SECTIONS))
    parser.add_argument("--count", type=int, default=4, help="documents for each kind of scan")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    for name in args.sections:
        content: Any = SECTIONS[name](args.count)
        if args.write:
            args.write.write_text(replaced(args.write.read_text("utf-8"), name, content), "utf-8")
        else:
            print(f"### {name}\n\n{content}\n")


if __name__ == "__main__":
    main()
