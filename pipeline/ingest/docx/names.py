"""Names of WordprocessingML and small reads of its attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = f"{W}val"


def value(element: _Element | None) -> str | None:
    """The attribute `w:val` of `element`, None if either is missing."""
    return None if element is None else element.get(VAL)


def integer(element: _Element | None, otherwise: int) -> int:
    """`w:val` as a number, `otherwise` if it is none."""
    try:
        return int(value(element) or "")
    except ValueError:
        return otherwise


def is_on(element: _Element | None) -> bool:
    """Whether a toggle (`w:caps`, `w:vanish`) is there and not switched off."""
    return element is not None and element.get(VAL) not in ("0", "false", "off")
