"""Where on a web page the document is.

A page is navigation, the document, and lists of other documents. The document has marks that nothing else on the page
has: the motto, "Căn cứ", "Nơi nhận", section numbers. The smallest element that keeps the letterhead and the end and
nearly all text is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.ingest.flow import Node, Paragraph, paragraphs
from pipeline.ingest.layout import is_nation

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = frozenset(
    "script style noscript template svg iframe nav button select input textarea object embed dialog head link meta "
    "audio video canvas map datalist option".split()
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:header|footer|banner|navbar|nav|menu|sidebar|breadcrumbs?|comments?|related|share|social|pagination|"
    r"toolbar|popup|modal|cookie|advert|ads|tags|rating|login)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARK = re.compile(
    r"\s*(?:Căn cứ\b|Kính gửi|Điều \d|[IVX]{1,4}\.\s|\d{1,2}\.\d?\s?[A-ZĐÀ-Ỹ]|TM\.|KT\.|TL\.|TUQ\.|Trên đây là\b)"
    r"|\./\.\s*\Z"
)
_ANCHOR = re.compile(r"Độc\s+lập\s*[-–]\s*Tự\s+do|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|\A\s*(?:Nơi nhận|NƠI NHẬN)\b")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_WORTH = 300  # characters of text that a mark counts for
_SHARE = 0.8  # of the page's worth that the document's element keeps
_CELL_SHARE = 0.9
_TABULAR = frozenset({"table", "tbody", "thead", "tfoot", "tr", "ul", "ol", "dl", "p"})
_OF_LETTERHEAD = re.compile(r"Số\s*:|Số \d|V/v\b|Về việc\b")
_DATE = re.compile(r"ngày\b.{0,20}\btháng\b.{0,20}\bnăm\b")


def main(root: _Element) -> _Element:
    """The element of the page below `root` that holds the document. What no browser shows, and what is certainly
    furniture, is taken out of the tree."""
    _prune(root)
    body = root.find("body")
    if body is None:
        body = root
    worth, anchors = _weigh(body)
    current = body
    while True:
        following = _heavier(current, worth, anchors)
        if following is None:
            return current
        current = following


def _prune(root: _Element) -> None:
    doomed = [e for e in root.iter() if not isinstance(e.tag, str) or e.tag in _DROPPED or _is_hidden(e)]
    for element in doomed:
        _remove(element)
    worth, anchors = _weigh(root)
    for element in [e for e in root.iter("header", "footer", "aside", "div", "section", "ul") if _is_furniture(e)]:
        if worth[element] < worth[root] * 0.3 and not anchors[element]:
            _remove(element)


def _is_hidden(element: _Element) -> bool:
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None


def _is_furniture(element: _Element) -> bool:
    if element.tag in ("header", "footer", "aside"):
        return True
    names = f"{element.get('id', '')} {element.get('class', '')} {element.get('role', '')}"
    return len(names) > 2 and len(names) < 200 and _FURNITURE.search(names) is not None


def _remove(element: _Element) -> None:
    """Takes `element` out and leaves the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        # The parser lets control characters in that the tree then refuses to be given back.
        before = element.getprevious()
        if before is not None:
            before.tail = _CONTROL.sub(" ", f"{before.tail or ''} {element.tail}")
        else:
            parent.text = _CONTROL.sub(" ", f"{parent.text or ''} {element.tail}")
    parent.remove(element)


def _weigh(body: _Element) -> tuple[dict[_Element, int], dict[_Element, int]]:
    """The worth of every element (text that is no link, and marks) and the number of its anchors."""
    worth: dict[_Element, int] = {}
    anchors: dict[_Element, int] = {}
    linked = {inner for a in body.iter("a") for inner in a.iter()}
    for element in reversed(list(body.iter())):
        own = _value(element.text, element in linked)
        found = len(_ANCHOR.findall(element.text)) if element.text else 0
        for child in element:
            own += worth[child] + _value(child.tail, element in linked)
            found += anchors[child] + (len(_ANCHOR.findall(child.tail)) if child.tail else 0)
        worth[element], anchors[element] = own, found
    return worth, anchors


def _value(text: str | None, linked: bool) -> int:
    if not text:
        return 0
    size = len(text.strip())
    return (0 if linked else size) + (_WORTH if size and _MARK.match(text) else 0)


def _heavier(current: _Element, worth: dict[_Element, int], anchors: dict[_Element, int]) -> _Element | None:
    """The child (or the table cell below) that keeps all anchors and most of the worth of `current`."""
    for child in current:
        if worth[child] < worth[current] * _SHARE or anchors[child] < anchors[current]:
            continue
        if child.tag not in _TABULAR:
            return child
        if child.tag != "table":
            return None
        # A page set in a table: one cell has it all. A data table is not gone into.
        for cell in child.iter("td"):
            if worth[cell] >= worth[current] * _CELL_SHARE and anchors[cell] >= anchors[current]:
                return cell
        return None
    return None


def without_preface(nodes: Sequence[Node]) -> list[Node]:
    """`nodes` without what a page writes over the letterhead (its title again, "Số hiệu", "Lượt xem"): all before the
    issuer's lines in capitals that lead to the national name, number or date."""
    at = next((i for i, n in enumerate(nodes) if any(is_nation(p.text) for p in paragraphs([n]))), None)
    if at is None or at > 60:
        return list(nodes)
    first = at
    pending = 0  # lines of a subject whose "V/v" has not come yet
    for i in range(at - 1, max(at - 16, -1), -1):
        node = nodes[i]
        if not isinstance(node, Paragraph):
            break
        text = node.text.strip()
        if not any(ch.isalnum() for ch in text):
            continue
        if len(text) > 150 or pending > 4:
            break
        if text.isupper() or _OF_LETTERHEAD.match(text) or _DATE.search(text):
            first, pending = i, 0
        else:
            pending += 1
    return list(nodes[first:])
