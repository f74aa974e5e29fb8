"""Makes the same plan in every medium: Word with automatic numbers and real tables, what LibreOffice makes of that, and
scans of its pages.

The matter are texts whose facts are annotated, so that what a reader loses shows as facts that are no longer found.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import scans
from benchmarks.scans import Look
from extractors.text import bare, fold
from pipeline.normalize import normalize

SCANS: dict[str, Look] = {
    "clean 300 dpi": Look(),
    "clean 200 dpi": Look(dpi=200),
    "clean 150 dpi": Look(dpi=150),
    "stamped 300 dpi": Look(grey=False, stamp="red", signature=True, noise=0.1),
    "stamped 200 dpi": Look(dpi=200, grey=False, stamp="red", signature=True, noise=0.1, jpeg=60),
    "stamped 150 dpi": Look(dpi=150, grey=False, stamp="red", signature=True, noise=0.1, jpeg=60),
    "grey stamp 300 dpi": Look(stamp="grey", signature=True, bilevel=True, noise=0.15),
    "grey stamp 200 dpi": Look(dpi=200, stamp="grey", signature=True, noise=0.2, jpeg=50),
    "skewed 300 dpi": Look(skew=2.3, stamp="grey", signature=True, noise=0.2),
    "noisy 300 dpi": Look(noise=0.8, blur=0.6, jpeg=35, skew=-0.8, stamp="grey"),
    "noisy 200 dpi": Look(dpi=200, noise=0.6, blur=0.5, jpeg=40, skew=0.7, stamp="grey"),
    "photo 200 dpi": Look(dpi=200, grey=False, photo=True, noise=0.3, blur=0.6, jpeg=70, stamp="red"),
}
_LABEL = re.compile(r"(?:(?P<r>[IVX]{1,5})\.|(?P<d>\d{1,2})\.|(?P<l>[a-hđ])\)|(?P<b>[-+]))\s+(?=\S)")
_TABS = re.compile(r" ?\t ?")
_RULE = re.compile(r"[\s|:\-]+$")
# Between two columns that a text has on one line.
_SIDES = re.compile(
    r"(?<=\S)(?: {3,}|\t+)(?=CỘNG H|Độc lập|ĐẢNG CỘNG|[^,\d]{2,30}, ?ngày)"
    r"|(?<=\S) (?=CỘNG HO|CỘNG HÒ|Độc lập|ĐẢNG CỘNG)|(?<=-UBND) (?=\w.{1,30}, ngày)"
)
_RIGHT = re.compile(r"cong hoa xa hoi|doc lap|dang cong san viet nam|.{2,40}, ?ngay\b")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_FORMATS = {"r": ("upperRoman", "%1."), "d": ("decimal", "%1."), "l": ("lowerLetter", "%1)"), "-": ("bullet", "-"),
            "+": ("bullet", "+")}  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(slots=True)
class _Numbers:
    """The automatic numbers of a document: a list for each form of label, begun anew where a count does not go on."""

    part: Any
    abstract: dict[str, int] = field(default_factory=dict)
    running: dict[str, tuple[int, int]] = field(default_factory=dict)
    last: int = 100

    def of(self, form: str, value: int) -> int:
        """The number of the list whose next label is `value`."""
        current = self.running.get(form)
        if current is None or (value and value != current[1] + 1):
            current = self._begun(form, value), value
        self.running[form] = current[0], value
        if form == "r":
            self.running.pop("d", None)
        if form in "rd":
            self.running.pop("l", None)
        return current[0]

    def _begun(self, form: str, value: int) -> int:
        from docx.oxml import OxmlElement

        def element(name: str, parent: Any, **values: object) -> Any:
            out = OxmlElement(f"w:{name}")
            for key, v in values.items():
                out.set(_W + key, str(v))
            parent.append(out)
            return out

        if form not in self.abstract:
            self.abstract[form] = self.last = self.last + 1
            kind, text = _FORMATS[form]
            made = OxmlElement("w:abstractNum")
            made.set(_W + "abstractNumId", str(self.last))
            level = element("lvl", made, ilvl=0)
            for name, v in (("start", 1), ("numFmt", kind), ("suff", "space"), ("lvlText", text)):
                element(name, level, val=v)
            first = self.part.find(_W + "num")
            first.addprevious(made) if first is not None else self.part.append(made)
        self.last += 1
        num = element("num", self.part, numId=self.last)
        element("abstractNumId", num, val=self.abstract[form])
        if value:
            element("startOverride", element("lvlOverride", num, ilvl=0), val=value)
        return self.last


def _value(label: re.Match[str]) -> tuple[str, int]:
    if label["b"]:
        return label["b"], 0
    if label["d"]:
        return "d", int(label["d"])
    if label["l"]:
        return ("l", ord(label["l"]) - 96) if label["l"] in "abcd" else ("", 0)  # Word's e is not the fifth of ours
    values = [_ROMAN[ch] for ch in label["r"]]
    return "r", sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))


def lines_of(text: str) -> list[str]:
    """The paragraphs of `text` as their author wrote them: without the line breaks of a page's width."""
    lines = [line for line in normalize(text)[0].text.split("\n") if line.strip()]
    head = [part for line in lines[:12] for part in _SIDES.split(line)]
    return head + [_TABS.sub(" | ", line) if line.count("\t") > 1 else line for line in lines[12:]]


def write_docx(lines: Sequence[str], path: Path) -> None:
    """Writes the plan as an office would: letterhead in a table without rules, labels as automatic numbers."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(14)
    style.paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin = Cm(3), Cm(2), Cm(2)
    numbers = _Numbers(document.part.numbering_part.element)
    head = _letterhead(lines)
    if head:
        _write_head(document, lines[:head])
    rows: list[list[str]] = []
    for line in [*lines[head:], ""]:
        if "|" in line:
            if not _RULE.match(line):
                framed = line.strip().startswith("|") and line.strip().endswith("|") and line.count("|") > 1
                inner = line.strip()[1:-1] if framed else line
                rows.append([cell.strip() for cell in inner.split("|")])
            continue
        if rows:
            _write_table(document, rows)
            rows = []
        if line:
            _write_paragraph(document, line, numbers)
    document.save(str(path))


def _letterhead(lines: Sequence[str]) -> int:
    """How many lines the letterhead has; 0 if the text has none with a nation's or Party's name on it."""
    dates = [i for i, line in enumerate(lines[:14]) if re.match(r".{2,40}, ?ngay\b", bare(fold(line)))]
    nation = any(_RIGHT.match(bare(fold(line))) for line in lines[:6])
    signs = [i for i, line in enumerate(lines[:14]) if re.match(r"so\s?:?\s?[\d/…. ]", bare(fold(line)))]
    return max(dates[0], signs[0]) + 1 if dates and nation and signs and abs(dates[0] - signs[0]) < 6 else 0


def _write_head(document: Any, lines: Sequence[str]) -> None:
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (6, 10.4), strict=True):
        column.width = column.cells[0].width = Cm(width)
    used = [False, False]
    for line in lines:
        side = 1 if _RIGHT.match(bare(fold(line))) else 0
        cell = table.rows[0].cells[side]
        paragraph = cell.add_paragraph() if used[side] else cell.paragraphs[0]
        paragraph.alignment, used[side] = 1, True
        paragraph.add_run(line).font.size = Pt(12)


def _write_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    from docx.shared import Cm, Pt

    wide = max(map(len, rows))
    table = document.add_table(rows=0, cols=wide)
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _widths(rows, wide), strict=True):
        column.width = Cm(width)
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=False):
            cell.text = words
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(12)


def _widths(rows: Sequence[Sequence[str]], wide: int) -> list[float]:
    """Widths in centimetres by what stands in the columns, as one drags them."""
    sizes = []
    for i in range(wide):
        cells = [len(row[i]) for row in rows if i < len(row)]
        words = [word for row in rows if i < len(row) for word in row[i].split()]
        longest = max((sum(0.33 if ch.isupper() else 0.23 for ch in word) for word in words), default=0.0)
        sizes.append((0.6 + longest, sum(cells) / len(cells)))
    room = 16 - sum(least for least, _ in sizes)
    total = sum(mean for _, mean in sizes)
    return [least + room * mean / total for least, mean in sizes]


def _write_paragraph(document: Any, line: str, numbers: _Numbers) -> None:
    from docx.oxml import OxmlElement

    label = _LABEL.match(line)
    form, value = _value(label) if label else ("", 0)
    paragraph = document.add_paragraph()
    run = paragraph.add_run(line[label.end() :] if label and form else line)
    centred = not form and 3 < len(line) < 90 and line.isupper()
    paragraph.alignment = 1 if centred else 3
    run.bold = centred or form == "r"
    if form:
        wanted = OxmlElement("w:numPr")
        for name, v in (("ilvl", 0), ("numId", numbers.of(form, value))):
            item = OxmlElement(f"w:{name}")
            item.set(_W + "val", str(v))
            wanted.append(item)
        paragraph._p.get_or_add_pPr().append(wanted)


def pages_of(pdf: Path) -> Iterator[tuple[Any, tuple[float, float] | None]]:
    """Each page as an image of 300 dpi, and the place on it (pixels) where the signature stands, if it does."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        image = page.render(scale=scans.DPI / 72).to_pil().convert("RGB")
        text = page.get_textpage()
        found = [p for words in ("CHỦ TỊCH", "GIÁM ĐỐC", "BÍ THƯ", "TRƯỞNG") for p in _last(text, words)]
        place = None
        if found and found[-1][1] > image.height * 0.1:
            place = found[-1][0], found[-1][1] + 170
        yield image, place
    document.close()


def _last(text: Any, words: str) -> list[tuple[float, float]]:
    """The middle of the last place of `words` on a page, in pixels."""
    search = text.search(words, match_case=True)
    hit = out = None
    while (hit := search.get_next()) is not None:
        out = hit
    if out is None:
        return []
    left, bottom, _, _ = text.get_charbox(out[0])
    height = text.page.get_height()
    return [(left / 72 * scans.DPI + 120, (height - bottom) / 72 * scans.DPI)]


def write_scan(pdf: Path, look: Look, seed: int, path: Path) -> None:
    """Writes the pages of `pdf` as a PDF of images that look as `look` says."""
    dice = random.Random(seed)
    pages = [scans.aged(image, place, look, dice) for image, place in pages_of(pdf)]
    kept = [page if page.mode in ("L", "RGB") else page.convert("L") for page in pages]
    if look.bilevel:
        kept = [page.convert("1") for page in kept]
    packing = {} if look.bilevel else {"quality": 90}
    kept[0].save(path, "PDF", resolution=look.dpi, save_all=True, append_images=kept[1:], **packing)
