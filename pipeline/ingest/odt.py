"""The reader for OpenDocument texts (.odt): content.xml and the page styles, without LibreOffice.

Rules: OASIS OpenDocument 1.3 part 3, 5.3 (lists), 9 (tables), 19.880 (white space).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import LimitExceeded, UnreadableInput
from pipeline.ingest import detect
from pipeline.ingest.encodings import decode_font, font_encoding
from pipeline.ingest.flow import Cell, Node, Paragraph, Table, compose, paragraphs
from pipeline.ingest.layout import is_nation
from pipeline.ingest.numerals import written
from pipeline.ingest.packages import member, open_zip, parse_xml
from pipeline.ingest.source import Page, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_T, _TABLE, _STYLE = f"{{{_NS}text:1.0}}", f"{{{_NS}table:1.0}}", f"{{{_NS}style:1.0}}"
_OFFICE, _DRAW = f"{{{_NS}office:1.0}}", f"{{{_NS}drawing:1.0}}"
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_SPACES = re.compile(r"[ \t\r\n]+")
_TABS = re.compile(r" *\t[ \t]*")
_DEPTH = 40
_REPEATED = 100  # a cell or row that says it is repeated more often is padding of a spreadsheet
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_SKIPPED = frozenset(
    (f"{_T}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_T}note-citation", f"{_T}ruby-text",
     f"{_T}sequence-decls", f"{_OFFICE}forms")
)  # fmt: skip


def read_bytes(data: bytes, path: str = "-") -> Source:
    """The source of an .odt in `data`: numbers of lists, tables, text boxes, notes (last), headers and footers; deleted
    text is left out. Raises UnreadableInput for damaged, hostile or locked files, LimitExceeded for bombs."""
    package = open_zip(data, path)
    names = set(package.namelist())
    if "content.xml" not in names:
        raise UnreadableInput(path, "the package has no text (content.xml is missing)", "Save it again in LibreOffice")
    if "META-INF/manifest.xml" in names and b"encryption-data" in member(package, "META-INF/manifest.xml", path):
        raise UnreadableInput(path, "locked with a password", "Save a copy without the password")
    root = parse_xml(member(package, "content.xml", path), path, "content.xml")
    pages = parse_xml(member(package, "styles.xml", path), path, "styles.xml") if "styles.xml" in names else None
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableInput(path, "content.xml holds no text", "Save it again in LibreOffice")
    walker = _Walker(path)
    for part in (pages, root):
        if part is not None:
            walker.learn(part)
    nodes = list(walker.nodes(body))
    heads, feet = _margins(pages, walker)
    notes: list[Node] = [Paragraph(""), *walker.notes] if walker.notes else []
    raw, blocks = compose([*heads, *nodes, *feet, *notes])
    if not raw.strip():
        raise UnreadableInput(path, "there is no text in it", "Check that it is the right file")
    return Source(path, hashlib.sha256(data).hexdigest(), detect.ODT, raw, None, (Page(1, "odt"),), blocks)


def _margins(pages: _Element | None, walker: _Walker) -> tuple[list[Paragraph], list[Paragraph]]:
    """Headers and footers of all page styles. A header with the national name is part of the text."""
    out: dict[str, list[Paragraph]] = {"header": [], "footer": []}
    for kind, found in out.items() if pages is not None else ():
        assert pages is not None
        for element in pages.iter(f"{_STYLE}{kind}", f"{_STYLE}{kind}-first", f"{_STYLE}{kind}-left"):
            texts = [p.text.strip() for p in paragraphs(walker.nodes(element))]
            counts = kind == "header" and any(map(is_nation, texts))
            known = {p.text for p in found}
            new = [t for t in texts if t and not t.isdecimal() and t not in known]
            found += [Paragraph(t, "paragraph" if counts else kind) for t in new]
    return out["header"], out["footer"]


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    before: str = ""
    behind: str = ""
    start: int = 1
    shown: int = 1
    bullet: str = ""


@dataclass(slots=True)
class _Walker:
    path: str
    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    outline: dict[int, _Level] = field(default_factory=dict)
    looks: dict[str, tuple[str | None, bool | None, str | None, str | None]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    headings: dict[int, int] = field(default_factory=dict)
    notes: list[Paragraph] = field(default_factory=list)
    pieces: list[tuple[str, str | None, bool]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)

    def learn(self, part: _Element) -> None:
        """Takes in list styles, outline and text styles of a part."""
        for element in part.iter(f"{_T}list-style"):
            self.lists[element.get(f"{_STYLE}name", "")] = _levels(element)
        for element in part.iter(f"{_T}outline-style"):
            self.outline = _levels(element)
        for element in part.iter(f"{_STYLE}style"):
            own = element.find(f"{_STYLE}text-properties")
            font = None if own is None else own.get(f"{_STYLE}font-name") or own.get(f"{_FO}font-family")
            case = None if own is None else own.get(f"{_FO}text-transform")
            self.looks[element.get(f"{_STYLE}name", "")] = (
                font, None if case is None else case == "uppercase", element.get(f"{_STYLE}parent-style-name"),
                element.get(f"{_STYLE}list-style-name"),
            )  # fmt: skip

    def look(self, name: str | None) -> tuple[str | None, bool | None]:
        """(font, capitals) of a style with what it inherits."""
        font: str | None = None
        caps: bool | None = None
        for _ in range(_DEPTH):
            if name not in self.looks or (font is not None and caps is not None):
                break
            own_font, own_caps, name, _style = self.looks[name]
            font, caps = font if font is not None else own_font, caps if caps is not None else own_caps
        return font, caps

    def nodes(self, element: _Element, depth: int = 0) -> Iterator[Node]:
        """The paragraphs and tables below `element`."""
        if depth > _DEPTH:
            raise LimitExceeded(self.path, f"tables or text boxes nested {depth} deep", f"The limit is {_DEPTH}")
        for child in element:
            tag = child.tag
            if tag in (f"{_T}p", f"{_T}h"):
                yield from self._paragraph(child, self._heading(child) if tag == f"{_T}h" else "", depth)
            elif tag == f"{_T}list":
                yield from self._list(child, child.get(f"{_T}style-name"), 1, depth)
            elif tag == f"{_TABLE}table":
                yield self._table(child, depth)
            elif tag not in _SKIPPED and isinstance(tag, str):
                yield from self.nodes(child, depth + 1)

    def _heading(self, element: _Element) -> str:
        depth = element.get(f"{_T}outline-level", "1")
        if not depth.isdecimal() or self.outline.get(int(depth), _Level("none")).form == "none":
            return ""
        if element.get(f"{_T}is-list-header") == "true":
            return ""
        return _label(self.outline, self.headings, int(depth), None)

    def _list(self, element: _Element, style: str | None, level: int, depth: int) -> Iterator[Node]:
        key = style or ""
        goes_on = element.get(f"{_T}continue-numbering") == "true" or element.get(f"{_T}continue-list") is not None
        if level == 1 and not goes_on:
            self.counters.pop(key, None)
        counters = self.counters.setdefault(key, {})
        for item in element:
            if item.tag not in (f"{_T}list-item", f"{_T}list-header"):
                continue
            label = None
            for child in item:
                if child.tag == f"{_T}list":
                    yield from self._list(child, child.get(f"{_T}style-name") or style, level + 1, depth + 1)
                elif child.tag in (f"{_T}p", f"{_T}h"):
                    if label is None and item.tag == f"{_T}list-item":
                        label = _label(self.lists.get(key, {}), counters, level, item.get(f"{_T}start-value"))
                        yield from self._paragraph(child, label, depth)
                    else:
                        yield from self._paragraph(child, "", depth)

    def _paragraph(self, element: _Element, label: str, depth: int) -> Iterator[Node]:
        outer = self.pieces, self.boxes
        self.pieces, self.boxes = [], []
        font, caps = self.look(element.get(f"{_T}style-name"))
        self._words(element, font, bool(caps), depth)
        text, boxes = self._text(), self.boxes
        self.pieces, self.boxes = outer
        yield Paragraph(label + text if text else label.strip() * (depth > 0))
        for box in boxes:
            yield from self.nodes(box, depth + 1)

    def _text(self) -> str:
        out, at = [], 0
        while at < len(self.pieces):
            _, font, caps = self.pieces[at]
            stop = at
            while stop < len(self.pieces) and self.pieces[stop][1:] == (font, caps):
                stop += 1
            text = "".join(p[0] for p in self.pieces[at:stop])
            text = decode_font(text, font) if font and font_encoding(font) else text
            out.append(text.upper() if caps else text)
            at = stop
        return _TABS.sub("\t", "".join(out).strip(" \t"))

    def _words(self, element: _Element, font: str | None, caps: bool, depth: int) -> None:
        if depth > 4 * _DEPTH:
            return
        self._add(element.text, font, caps)
        for child in element:
            tag = child.tag
            if tag == f"{_T}s":
                count = child.get(f"{_T}c", "1")
                self.pieces.append((" " * min(int(count), 200) if count.isdecimal() else " ", font, caps))
            elif tag in (f"{_T}tab", f"{_T}line-break"):
                self.pieces.append(("\t" if tag.endswith("tab") else "\n", font, caps))
            elif tag == f"{_T}note":
                self._note(child, depth)
            elif tag == f"{_DRAW}text-box":
                self.boxes.append(child)
            elif tag not in _SKIPPED and isinstance(tag, str):
                own_font, own_caps = self.look(child.get(f"{_T}style-name")) if tag == f"{_T}span" else (None, None)
                self._words(child, own_font or font, caps if own_caps is None else own_caps, depth + 1)
            self._add(child.tail, font, caps)

    def _add(self, text: str | None, font: str | None, caps: bool) -> None:
        if text:
            self.pieces.append((_SPACES.sub(" ", text), font, caps))

    def _note(self, element: _Element, depth: int) -> None:
        body = element.find(f"{_T}note-body")
        if body is not None:
            text = " ".join(t for p in paragraphs(self.nodes(body, depth + 1)) if (t := p.text.strip()))
            mark = element.findtext(f"{_T}note-citation") or str(len(self.notes) + 1)
            self.notes.append(Paragraph(f"[{mark}] {text}", "footnote"))

    def _table(self, element: _Element, depth: int) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row in _below(element, f"{_TABLE}table-row"):
            cells: list[Cell] = []
            for cell in row:
                covered = cell.tag == f"{_TABLE}covered-table-cell"
                if not covered and cell.tag != f"{_TABLE}table-cell":
                    continue
                # A cell merged over columns is followed by the cells that it covers.
                content = () if covered else tuple(self.nodes(cell, depth + 1))
                repeated = cell.get(f"{_TABLE}number-columns-repeated", "1")
                count = int(repeated) if repeated.isdecimal() and len(repeated) < 4 else 1
                cells += [Cell(content, 1, covered)] * min(count, _REPEATED)
            rows.append(tuple(cells))
        return Table(tuple(r for r in rows if r), None)


def _below(element: _Element, tag: str) -> Iterator[_Element]:
    """Rows of a table, those in header rows and row groups too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag.startswith(f"{_TABLE}table-") and "row" in child.tag:
            yield from _below(child, tag)


def _levels(element: _Element) -> dict[int, _Level]:
    out: dict[int, _Level] = {}
    for child in element:
        depth = child.get(f"{_T}level", "")
        if not depth.isdecimal():
            continue
        start, shown = child.get(f"{_T}start-value", "1"), child.get(f"{_T}display-levels", "1")
        out[int(depth)] = _Level(
            _FORMS.get(child.get(f"{_STYLE}num-format", ""), "decimal"),
            child.get(f"{_STYLE}num-prefix", ""),
            child.get(f"{_STYLE}num-suffix", ""),
            int(start) if start.isdecimal() else 1,
            int(shown) if shown.isdecimal() else 1,
            child.get(f"{_T}bullet-char", ""),
        )
    return out


def _label(levels: dict[int, _Level], counters: dict[int, int], depth: int, start: str | None) -> str:
    """The label of the next item at `depth` with a blank behind it; "" where nothing is printed."""
    level = levels.get(depth)
    if level is None:
        return ""
    if level.bullet:
        return ("·" if level.bullet == "\uf0b7" else level.bullet) + " "
    counters[depth] = int(start) if start and start.isdecimal() else counters.get(depth, level.start - 1) + 1
    for deeper in [d for d in counters if d > depth]:
        del counters[deeper]
    if level.form == "none":
        return ""
    first = max(depth - level.shown + 1, 1)
    parts = [
        written(counters.setdefault(d, levels[d].start), levels[d].form) for d in range(first, depth + 1) if d in levels
    ]
    return level.before + ".".join(p for p in parts if p) + level.behind + " "
