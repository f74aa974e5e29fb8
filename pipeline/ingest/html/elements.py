"""HTML elements as paragraphs and tables: block elements end a paragraph, `<br>` a line, lists get their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.encodings import decode_font, font_encoding
from pipeline.ingest.flow import Cell, Node, Paragraph, Table
from pipeline.ingest.numerals import written

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    "address article aside blockquote body center caption dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main menu ol p pre section summary td th tr ul table legend".split()
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_INNER_TAB = re.compile(r"(?<=\S)(?: *\t)+ *(?=\S)")
_SPACES_IN_ROW = re.compile(" {2,}")
_AROUND_BREAK = re.compile(r"[ \t\u00a0]*\n[ \t]*")
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;\"',]+)", re.IGNORECASE)
_CAPITALS = re.compile(r"text-transform\s*:\s*uppercase", re.IGNORECASE)
_BORDER = re.compile(
    r"border(?:-(?:top|left|right|bottom))?\s*:[^;]*\b(?:solid|double|[1-9][\d.]*p[xt])", re.IGNORECASE
)
_NO_BORDER = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)
_MARKED = re.compile(r"\s*(?:[-–+•·*]|\(?[0-9a-zđIVX]{1,4}[.)])")
_DEPTH = 120  # elements in elements; deeper ones are read as plain text
_SPAN = 200
_ROWS = 20_000
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class _Flow:
    """The paragraph in the making and the nodes that are done."""

    decoded: bool
    nodes: list[Node] = field(default_factory=list)
    pieces: list[tuple[str, str | None, bool]] = field(default_factory=list)
    label: str = ""
    empty: bool = False  # the last flush came from an empty block: one blank line, however many there are

    def add(self, text: str | None, font: str | None, capitals: bool, *, raw: bool = False) -> None:
        """Adds text to the paragraph, with the white space of the source collapsed unless it is `raw`."""
        if text:
            if not raw:
                # A tab inside a line parts columns, though a browser shows a blank; others indent the source.
                kept = _INNER_TAB.sub("\v", text) if "\t" in text else text
                text = _SPACES.sub(" ", kept).replace("\v", "\t")
            self.pieces.append((text, font, capitals))

    def flush(self, *, blank: bool = False) -> None:
        """Ends the paragraph. `blank`: if it is empty it counts as a blank line."""
        text = self._text() if self.pieces else ""
        text = (_AROUND_BREAK.sub("\n", text) if "\n" in text else text).strip(" \n\t\u00a0")
        text = _SPACES_IN_ROW.sub(" ", text) if "  " in text else text
        self.pieces.clear()
        if text:
            if self.label and _MARKED.match(text):
                self.label = ""
            self.nodes.append(Paragraph(self.label + text))
            self.label, self.empty = "", False
        elif blank and self.nodes and not self.empty:
            self.nodes.append(Paragraph(""))
            self.empty = True

    def _text(self) -> str:
        out: list[str] = []
        at = 0
        while at < len(self.pieces):
            _, font, capitals = self.pieces[at]
            stop = at
            while stop < len(self.pieces) and self.pieces[stop][1:] == (font, capitals):
                stop += 1
            text = "".join(p[0] for p in self.pieces[at:stop])
            if font and self.decoded:
                capitals = capitals or (font_encoding(font) == "tcvn3" and font.endswith("H"))
            elif font:
                text = decode_font(text, font)
            out.append(text.upper() if capitals else text)
            at = stop
        return "".join(out)


def nodes(element: _Element, decoded: bool = False) -> list[Node]:
    """The paragraphs and tables below `element`. `decoded`: the page as a whole was in an encoding before Unicode and
    its fonts must not be decoded again."""
    flow = _Flow(decoded)
    _walk(element, flow, None, False, 0)
    flow.flush()
    return flow.nodes


def _walk(element: _Element, flow: _Flow, font: str | None, capitals: bool, depth: int) -> None:
    """Adds what is inside `element`; its tail belongs to its parent."""
    tag = element.tag
    if depth > _DEPTH:
        flow.add(" ".join(map(str, element.itertext())), font, capitals)
        return
    font, capitals = _look(element, font, capitals)
    raw = tag == "pre"
    flow.add(element.text, font, capitals, raw=raw)
    count = _number(element.get("start"), 1) - 1
    for child in element:
        name = child.tag
        if not isinstance(name, str):
            pass
        elif name == "br":
            flow.add("\n", font, capitals, raw=True)
        elif name == "table":
            flow.flush()
            flow.nodes.append(_table(child, flow.decoded, font, capitals, depth + 1))
        elif name in _BLOCKS:
            flow.flush()
            if name == "li":
                count = _number(child.get("value"), count + 1)
                flow.label = _list_label(element, child, count)
            size = len(flow.nodes)
            _walk(child, flow, font, capitals, depth + 1)
            flow.flush(blank=len(flow.nodes) == size and name in ("p", "div", "h1", "h2", "h3", "h4"))
            flow.label = ""
        elif not _refers_to_note(child):
            _walk(child, flow, font, capitals, depth + 1)
        flow.add(child.tail, font, capitals, raw=raw)


def _look(element: _Element, font: str | None, capitals: bool) -> tuple[str | None, bool]:
    style = element.get("style")
    name = element.get("face")
    if style:
        family = _FAMILY.search(style)
        name = family[1].strip() if family else name
        capitals = capitals or _CAPITALS.search(style) is not None
    if name is not None:
        font = name if font_encoding(name) else None
    return font, capitals


def _refers_to_note(element: _Element) -> bool:
    """Whether a link is the mark of a footnote in the text ("[1]", as Word exports it)."""
    target = element.get("href") or ""
    return element.tag == "a" and re.search(r"#_(?:ftn|edn)\d", target) is not None


def _list_label(parent: _Element, item: _Element, count: int) -> str:
    """What a browser prints before the list item that is number `count` of `parent`."""
    if parent.tag != "ol":
        return "• " if parent.tag in ("ul", "menu") else ""
    if "none" in (parent.get("style") or "") or "none" in (item.get("style") or ""):
        return ""
    return written(count, _FORMS.get(item.get("type") or parent.get("type") or "1", "decimal")) + ". "


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 6 else otherwise


def _table(element: _Element, decoded: bool, font: str | None, capitals: bool, depth: int) -> Table:
    """The table with cells merged over rows marked in every row they cover."""
    rows: list[tuple[Cell, ...]] = []
    below: dict[int, int] = {}  # column → rows that a cell above still covers
    for tr in _rows(element)[:_ROWS]:
        cells: list[Cell] = []
        at = 0
        following: dict[int, int] = {}
        for td in tr:
            if td.tag not in ("td", "th"):
                continue
            at = _covered(cells, below, following, at)
            span = min(max(_number(td.get("colspan"), 1), 1), _SPAN)
            deep = min(max(_number(td.get("rowspan"), 1), 1), _ROWS)
            flow = _Flow(decoded)
            _walk(td, flow, font, capitals, depth + 1)
            flow.flush()
            cells.append(Cell(tuple(flow.nodes), span))
            if deep > 1:
                following |= dict.fromkeys(range(at, at + span), deep - 1)
            at += span
        at = _covered(cells, below, following, at)
        below = {c: n - 1 for c, n in below.items() if c >= at and n > 1} | following
        if cells:
            rows.append(tuple(cells))
    return Table(tuple(rows), _bordered(element))


def _covered(cells: list[Cell], below: dict[int, int], following: dict[int, int], at: int) -> int:
    """Adds the cells that are covered from above at column `at` and after; returns the next free column."""
    while at in below:
        cells.append(Cell((), 1, True))
        if below[at] > 1:
            following[at] = below[at] - 1
        at += 1
    return at


def _rows(table: _Element) -> list[_Element]:
    """The rows of `table`, not those of tables in it."""
    out: list[_Element] = []
    for child in table:
        if child.tag == "tr":
            out.append(child)
        elif child.tag in ("tbody", "thead", "tfoot"):
            out += [c for c in child if c.tag == "tr"]
    return out


def _bordered(table: _Element) -> bool | None:
    """Whether a table draws lines; None if only a style sheet could tell."""
    border = table.get("border")
    if border is not None and border.strip().rstrip("px").isdecimal():
        return border.strip().rstrip("px") != "0"
    names = table.get("class") or ""
    if "bordered" in names or "TableGrid" in names:
        return True
    style = table.get("style") or ""
    cells = [c.get("style") or "" for c in table.iter("td", "th")][:12]
    if any(_BORDER.search(s) for s in (style, *cells)):
        return True
    return False if _NO_BORDER.search(style) else None
