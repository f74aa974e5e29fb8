"""Walks the story parts of a Word document (body, headers, footers, notes) and gives paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import LimitExceeded
from pipeline.ingest.docx.names import MC, VAL, W, integer, value
from pipeline.ingest.docx.numbering import Numbering
from pipeline.ingest.docx.runs import Reader
from pipeline.ingest.docx.styles import Styles
from pipeline.ingest.flow import Cell, Node, Paragraph, Table

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPPERS = frozenset(f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_DEPTH = 12  # tables in tables, boxes in boxes
_TYPED_LABEL = re.compile(r"([-–+•·*]|\(?[0-9a-zđA-ZĐ]{1,5}(?:\.[0-9]{1,2})*[.)\-:])\t+")
_TABS = re.compile(r" *\t[ \t]*")


@dataclass(slots=True)
class Walker:
    """Walks one document. `notes` collects the footnotes and endnotes in the order of their references; `kind` is what
    the paragraphs count as; `unread`: parts in foreign formats that were passed over."""

    styles: Styles
    numbering: Numbering
    path: str
    kind: str = "paragraph"
    notes: list[tuple[str, str]] = field(default_factory=list)
    unread: int = 0

    def __post_init__(self) -> None:
        self._reader = Reader(self.styles)

    _reader: Reader = field(init=False)
    _pending: str = field(default="", init=False)

    def nodes(self, element: _Element, depth: int = 0) -> Iterator[Node]:
        """The paragraphs and tables below `element` (a body, a cell, a text box, a header …)."""
        if depth > _DEPTH:
            raise LimitExceeded(self.path, f"tables or text boxes nested {depth} deep", f"The limit is {_DEPTH}")
        for child in element:
            tag = child.tag
            if tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif tag == f"{W}tbl":
                yield self._table(child, depth)
            elif tag in _WRAPPERS:
                yield from self.nodes(child, depth)
            elif tag == f"{MC}AlternateContent":
                chosen = child.find(f"{MC}Choice")
                if chosen is None:
                    chosen = child.find(f"{MC}Fallback")
                if chosen is not None:
                    yield from self.nodes(chosen, depth)
            elif tag == f"{W}altChunk":
                self.unread += 1

    def _paragraph(self, element: _Element, depth: int) -> Iterator[Node]:
        properties = element.find(f"{W}pPr")
        style = self.styles.of_paragraph(value(properties.find(f"{W}pStyle")) if properties is not None else None)
        words = self._reader.words(element, style.look)
        text = words.text()
        if properties is not None and _mark_is_deleted(properties):
            # The mark that ended the paragraph was deleted: it goes on in the next one.
            self._pending += text
        else:
            text, self._pending = self._pending + text, ""
            label = self._label(properties, style.number, style.depth)
            text = _tidy(text)
            # An empty paragraph prints its number too; it only means something in a table ("TT").
            text = label + text if text else label.strip() * (depth > 0)
            yield Paragraph(text, self.kind, words.font())
        for box in words.boxes:
            yield from self.nodes(box, depth + 1)
        self.notes += words.notes

    def _label(self, properties: _Element | None, number: str | None, depth: int | None) -> str:
        """The automatic label of the next paragraph; `number` and `depth` are those of its style."""
        given = None if properties is None else properties.find(f"{W}numPr")
        style = value(properties.find(f"{W}pStyle")) if properties is not None else None
        if given is not None:
            number = value(given.find(f"{W}numId")) or number
            level = given.find(f"{W}ilvl")
            depth = integer(level, 0) if level is not None else depth
        if number is None or number == "0":
            return ""
        if depth is None:
            depth = self.numbering.level_of_style(number, style or self.styles.paragraph or "")
        return self.numbering.label(number, depth)

    def _table(self, element: _Element, depth: int) -> Table:
        rows = [self._row(row, depth) for row in _unwrapped(element, f"{W}tr")]
        return Table(tuple(r for r in rows if r), self._bordered(element))

    def _row(self, row: _Element, depth: int) -> tuple[Cell, ...]:
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            return ()
        before = integer(properties.find(f"{W}gridBefore"), 0) if properties is not None else 0
        cells = [Cell()] * min(max(before, 0), 20)
        for element in _unwrapped(row, f"{W}tc"):
            own = element.find(f"{W}tcPr")
            span, covered = 1, False
            if own is not None:
                if own.find(f"{W}cellDel") is not None:
                    continue
                span = max(integer(own.find(f"{W}gridSpan"), 1), 1)
                merged = own.find(f"{W}vMerge")
                covered = merged is not None and merged.get(VAL, "continue") == "continue"
                across = own.find(f"{W}hMerge")
                covered = covered or (across is not None and across.get(VAL, "continue") == "continue")
            cells.append(Cell(tuple(self.nodes(element, depth + 1)), span, covered))
        return tuple(cells)

    def _bordered(self, element: _Element) -> bool | None:
        """Whether a table draws lines inside; None if only its style could tell."""
        borders = element.find(f"{W}tblPr/{W}tblBorders")
        if borders is not None:
            inside = [borders.find(f"{W}{n}") for n in ("insideH", "insideV")]
            return any(b is not None and value(b) not in ("none", "nil", None) for b in inside)
        cells = element.findall(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders/{W}top")
        if any(value(c) not in ("none", "nil", None) for c in cells):
            return True
        key = style = value(element.find(f"{W}tblPr/{W}tblStyle"))
        for _ in range(_DEPTH):
            drawn = self.styles.elements.get(key or "")
            if drawn is None:
                break
            borders = drawn.find(f"{W}tblPr/{W}tblBorders/{W}insideV")
            if borders is not None:
                return value(borders) not in ("none", "nil", None)
            key = value(drawn.find(f"{W}basedOn"))
        return False if style is None else None


def _tidy(text: str) -> str:
    """`text` without outer blanks; the tab behind a typed label is a blank, other runs of tabs are one."""
    if "\t" not in text:
        return text.strip(" ")
    text = text.strip(" \t")
    return _TABS.sub("\t", _TYPED_LABEL.sub(r"\1 ", text, count=1) if _TYPED_LABEL.match(text) else text)


def _mark_is_deleted(properties: _Element) -> bool:
    mark = properties.find(f"{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def _unwrapped(element: _Element, tag: str) -> Iterator[_Element]:
    """Children `tag` of a table or row, those inside content controls and tracked insertions too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, tag)
