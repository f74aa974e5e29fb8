"""The words of one paragraph: runs, fields, tracked changes, symbols, breaks, fonts of old encodings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.docx.names import MC, VAL, M, W
from pipeline.ingest.docx.numbering import symbol
from pipeline.ingest.docx.styles import Look, Styles, look
from pipeline.ingest.encodings import decode_font, font_encoding

if TYPE_CHECKING:
    from lxml.etree import _Element

# Deleted and moved-away text, and what prints nothing of its own.
_SKIPPED = frozenset(
    f"{W}{n}"
    for n in (
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "fldData", "rt", "rubyPr",
        "delText", "instrText", "delInstrText", "annotationRef", "commentReference", "footnoteRef", "endnoteRef",
    )
)  # fmt: skip
_CHARACTERS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip


@dataclass(slots=True)
class Words:
    """What one paragraph holds: pieces of text with the font they are set in, the text boxes anchored in it, the notes
    it refers to ((part, id)), the drawing depth of fields."""

    pieces: list[tuple[str, str | None, bool]] = field(default_factory=list)  # text, font, capitals
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def text(self) -> str:
        """The text; neighbouring pieces in one font are decoded together (VNI letters are two bytes long)."""
        out: list[str] = []
        at = 0
        while at < len(self.pieces):
            _, font, caps = self.pieces[at]
            stop = at
            while stop < len(self.pieces) and self.pieces[stop][1:] == (font, caps):
                stop += 1
            text = "".join(p[0] for p in self.pieces[at:stop])
            if font:
                text = decode_font(text, font)
                text = symbol(text, font) if font.startswith(("Symbol", "Wingdings")) else text
            if "\uf000" <= max(text, default="") <= "\uf0ff":
                text = symbol(text)
            out.append(text.upper() if caps else text)
            at = stop
        return "".join(out)

    def font(self) -> str | None:
        """The font of an old encoding that most of the paragraph is set in, if any."""
        return next((f for t, f, _ in self.pieces if f and t.strip() and font_encoding(f)), None)


@dataclass(slots=True)
class Reader:
    """Reads paragraphs one after the other; fields may begin in one and end in another."""

    styles: Styles
    fields: list[bool] = field(default_factory=list)  # open fields: True while in the instruction
    base: Look = field(default_factory=Look)

    def words(self, paragraph: _Element, style: Look) -> Words:
        """The words of `paragraph` (`w:p`) whose style looks like `style`."""
        self.base = style.over(self.styles.default)
        out = Words()
        self._inside(paragraph, out)
        return out

    def _inside(self, element: _Element, out: Words) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, out)
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag == f"{W}fldSimple":
                if not self._is_number_of_page(child.get(f"{W}instr", "")):
                    self._inside(child, out)
            elif tag == f"{M}t":
                out.pieces.append((child.text or "", None, False))
            elif tag == f"{MC}AlternateContent":
                self._alternatives(child, out)
            else:  # w:ins, w:moveTo, w:hyperlink, w:smartTag, w:sdt, w:sdtContent, m:oMath …
                self._inside(child, out)

    @staticmethod
    def _is_number_of_page(instruction: str) -> bool:
        return instruction.strip().upper().split(" ")[0] in ("PAGE", "NUMPAGES")

    def _run(self, run: _Element, out: Words) -> None:
        properties = run.find(f"{W}rPr")
        own = self._look(properties)
        hidden = own.hidden is True
        font, caps = own.font if own.font else None, own.caps is True
        if font and not (font_encoding(font) or font.startswith(("Symbol", "Wingdings"))):
            font = None
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                if not hidden and not any(self.fields) and child.text:
                    out.pieces.append((child.text, font, caps))
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif tag in _CHARACTERS:
                if not hidden and not any(self.fields):
                    out.pieces.append((_CHARACTERS[tag], font, caps))
            elif tag == f"{W}sym":
                if not hidden:
                    out.pieces.append((_symbol(child), None, False))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                if not hidden:
                    out.notes.append((tag[len(W) : -len("Reference")] + "s", child.get(f"{W}id", "")))
            elif tag == f"{MC}AlternateContent":
                self._alternatives(child, out)
            elif tag not in _SKIPPED and isinstance(tag, str):
                self._drawing(child, out)

    def _look(self, properties: _Element | None) -> Look:
        if properties is None:
            return self.base
        named = properties.find(f"{W}rStyle")
        below = self.base if named is None else self.styles.get(named.get(VAL)).look.over(self.base)
        return look(properties).over(below)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _alternatives(self, element: _Element, out: Words) -> None:
        """A drawing in newer and older markup: the first is read, so that its text counts once."""
        chosen = element.find(f"{MC}Choice")
        if chosen is None or (not len(chosen)):
            chosen = element.find(f"{MC}Fallback")
        if chosen is None:
            return
        for child in chosen:
            if child.tag == f"{W}r":
                self._run(child, out)
            elif isinstance(child.tag, str):
                self._drawing(child, out)

    def _drawing(self, element: _Element, out: Words) -> None:
        """Text boxes inside a drawing; those inside another text box belong to that one."""
        stack = [element]
        while stack:
            current = stack.pop()
            if current.tag == f"{W}txbxContent":
                out.boxes.append(current)
            elif current.tag == f"{MC}AlternateContent":
                self._alternatives(current, out)
            elif current.tag == f"{M}t":
                out.pieces.append((current.text or "", None, False))
            else:
                stack.extend(c for c in reversed(current) if isinstance(c.tag, str))


def _symbol(element: _Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if not 0x20 <= code <= 0xFFFF or 0xD800 <= code < 0xE000:
        return ""
    return symbol(chr(code), element.get(f"{W}font", ""))
