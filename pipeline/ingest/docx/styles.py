"""Styles of a Word document, as far as they change what is read: capitals, hidden text, fonts of old encodings,
numbering."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.docx.names import W, is_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH = 20  # styles a style may be based on, one after the other; a circle ends there


@dataclass(frozen=True, slots=True)
class Look:
    """What run properties say; None: nothing, ask the style."""

    font: str | None = None
    caps: bool | None = None
    hidden: bool | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else `below`."""
        return Look(
            below.font if self.font is None else self.font,
            below.caps if self.caps is None else self.caps,
            below.hidden if self.hidden is None else self.hidden,
        )


PLAIN = Look()


def look(properties: _Element | None) -> Look:
    """The look of a `w:rPr`."""
    if properties is None or not len(properties):
        return PLAIN
    fonts, caps, hidden = (properties.find(f"{W}{n}") for n in ("rFonts", "caps", "vanish"))
    font = None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")
    return Look(font, None if caps is None else is_on(caps), None if hidden is None else is_on(hidden))


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits: `number` and `depth` of its numbering (None: it says nothing of them)."""

    look: Look = PLAIN
    number: str | None = None
    depth: int | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document by their ids, resolved once each."""

    elements: dict[str, _Element] = field(default_factory=dict)
    default: Look = PLAIN
    paragraph: str | None = None  # the default paragraph style
    resolved: dict[str, Style] = field(default_factory=dict)

    def get(self, key: str | None, depth: int = 0) -> Style:
        """The style `key`, with all that it is based on; an empty one if there is none."""
        if key is None or key not in self.elements or depth > _DEPTH:
            return Style()
        if key not in self.resolved:
            element = self.elements[key]
            base = self.get(value(element.find(f"{W}basedOn")), depth + 1)
            number = value(element.find(f"{W}pPr/{W}numPr/{W}numId"))
            level = value(element.find(f"{W}pPr/{W}numPr/{W}ilvl"))
            self.resolved[key] = Style(
                look(element.find(f"{W}rPr")).over(base.look),
                base.number if number is None else number,
                base.depth if level is None or not level.isdecimal() else int(level),
            )
        return self.resolved[key]

    def of_paragraph(self, key: str | None) -> Style:
        """The style `key` of a paragraph, the default one if it names none."""
        return self.get(key if key is not None else self.paragraph)


def read(root: _Element | None) -> Styles:
    """The styles of the part `styles.xml`."""
    out = Styles()
    if root is None:
        return out
    out.default = look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    for element in root.findall(f"{W}style"):
        key = element.get(f"{W}styleId")
        if key is None:
            continue
        out.elements[key] = element
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
            out.paragraph = key
    return out
