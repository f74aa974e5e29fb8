"""Citations: mentions of legal, administrative and Party documents.

`extract(text)` works on a bare string; an outline, the document's own fields and the bodies already found make it
surer. The steps stand in modules of their own: `citation_types` and `citation_numbers` find type words and symbols,
`citation_parts` reads date and issuer, `citation_titles` the subject, `citation_named` and `citation_laws` documents
without a number, `citation_links` what they share, `citation_roles` what each is cited for.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from extractors import bodies as bodies_module
from extractors import (
    citation_context,
    citation_laws,
    citation_links,
    citation_named,
    citation_numbers,
    citation_parts,
    citation_roles,
    citation_titles,
    citation_types,
)
from extractors.bodies import Body
from extractors.citation_mention import Mention
from extractors.citation_numbers import Symbol
from extractors.citation_types import Head
from extractors.facts import Citation, Document, Repair
from extractors.outline import LETTERHEAD, TITLE, Outline, flat
from extractors.text import Text, as_text

# Between a type word and its number: "số", or some words and "số" ("Chương trình hành động số")
_GAP = re.compile(
    r":?\s{0,3}(?:(?:[^\W\d_]+:?\s|-\s){0,12}s[ốôo]\s?:?\s{0,4}|(?:hành động|kết luận|liên tịch|hợp nhất|phối hợp)\s)?"
)
_RULED = re.compile(r"\s[-–_*=]{3,40}\s*\Z")  # the rule that closes a title
_LAW_GAP = re.compile(r"[^;.\n(:\d]*?(?:điều\s\d+[^;.\n(:\d]*?)?\ss[ốô]\s?:?\s?|\s{0,2}")
# A number with "số" alone at the beginning of a line or table cell is that of a letterhead
_LETTERHEAD = re.compile(r"(?:^|[\n|]|\s{3})[\s*]{0,40}s[ốôo]\s?:?\s{0,8}[^\s\w]{0,6}\Z")


def extract(text: str | Text, outline: Outline | None = None, document: Document | None = None,
            bodies: Sequence[Body] | None = None) -> list[Citation]:  # fmt: skip
    """All citations of `text`, in order of their quotes, outer before inner.

    `outline` tells preamble from body, `document` resolves "UBND tỉnh", the document's own number and its own
    description, `bodies` saves finding them again. Offsets refer to the text as normalised (`as_text`).
    """
    printed = text = as_text(text)
    outline = outline or flat(text.text)
    found = list(bodies) if bodies is not None else bodies_module.find(text, document)
    text, found = _one_line_title(text, outline, found, document)
    by_start = {b.start: b for b in found}
    heads = citation_types.find(text)
    mentions, used = _numbered(text, heads, citation_numbers.find(text), document)
    starts = [b.start for b in found]
    for mention in mentions:
        citation_parts.follow(text, mention, by_start, document)
        if mention.issuer is None and (at := text.fold.find(" của ", mention.start, mention.number_end)) > 0:
            named = by_start.get(at + 5)  # "các Quyết định của Thủ tướng Chính phủ số: 1521/QĐ-TTg"
            mention.issuer = named.canonical if named else None
        if mention.issuer is None:
            citation_context.issuer_before(text, mention, found, starts)
        elif mention.issuer.startswith("Đại hội"):
            mention.issuer = citation_laws.placed(mention.issuer, document)
    mentions += citation_named.find(text, _free(heads, used, found), mentions, by_start, document, outline)
    for mention in mentions:
        if mention.form != "self":
            citation_context.locator(text, mention)
    mentions = [c for c in mentions if not _in_letterhead(c, outline)]
    mentions.sort(key=lambda c: (c.start, -c.end))
    mentions = _issued_with(text, mentions)
    _subjects(text, mentions, by_start, document)
    mentions = citation_named.prune(text, mentions)
    citation_links.link(text, mentions, document, by_start)
    citation_roles.assign(text, mentions, outline, document)
    return [c.frozen(printed.text) for c in mentions]


def _free(heads: Sequence[Head], used: set[int], bodies: Sequence[Body]) -> list[Head]:
    """The type words that no number took and that are no part of a body's name ("Sở Kế hoạch và Đầu tư")."""
    out, i = [], 0
    for head in heads:
        while i < len(bodies) and bodies[i].end <= head.start:
            i += 1
        if head.start not in used and not (i < len(bodies) and bodies[i].start <= head.start):
            out.append(head)
    return out


def _one_line_title(text: Text, outline: Outline, bodies: list[Body],
                    document: Document | None) -> tuple[Text, list[Body]]:  # fmt: skip
    """The text with its title on one line (blanks for line ends, same offsets), and the bodies that this brings out."""
    spans = [(b.start, b.end) for b in outline.blocks if b.zone == TITLE]
    if not spans:
        return text, bodies
    start, end = spans[0][0], spans[-1][1]
    title = text.text[start:end]
    if "\n" not in title or not any(ch.isdigit() for ch in title) or end - start > 2000:
        return text, bodies
    joined = title.replace("\n", " ")
    inside = bodies_module.find(Text(joined), document)
    shifted = [dataclasses.replace(b, start=b.start + start, end=b.end + start) for b in inside]
    others = [b for b in bodies if b.end <= start or b.start >= end]
    return Text(text.text[:start] + joined + text.text[end:]), sorted(others + shifted, key=lambda b: b.start)


def _numbered(text: Text, heads: Sequence[Head], symbols: Sequence[Symbol],
              document: Document | None) -> tuple[list[Mention], set[int]]:  # fmt: skip
    """Mentions with a symbol, and the starts of the type words they took."""
    out: list[Mention] = []
    used: set[int] = set()
    ends = [h.end for h in heads]
    for symbol in symbols:
        last = bisect_right(ends, symbol.start) - 1
        head = _law(text, heads, last, symbol) or _head(text, heads, last, symbol)
        if head is None:
            mention = _headless(text, symbol, out[-1] if out else None, document)
        else:
            used.add(head.start)
            mention = _mention(symbol, head.start, head.kind, "type and number")
            if head.kind in citation_laws.LAWS and (name := citation_laws.name_before(text, head.end, symbol.start)):
                mention.title = name
            if not head.exact:
                printed = text.text[head.start : head.end]
                mention.repairs.insert(0, Repair(head.start, head.end, printed, head.kind, "type misread"))
            if head.kind == "Công văn" and text.fold.startswith("văn", head.start) and symbol.kind:
                mention.kind = symbol.kind  # "Văn bản số 12/KH-UBND"
            if symbol.kind and symbol.kind != head.kind and symbol.kind != mention.kind:
                mention.flags.append("type_differs")
        if mention is not None:
            out.append(mention)
    return out, used


def _head(text: Text, heads: Sequence[Head], last: int, symbol: Symbol) -> Head | None:
    """The type word that governs a symbol: the nearest before it, or one further on that agrees with its code
    ("Thông báo kết luận số 05/TB-UBND")."""
    best: Head | None = None
    for i in range(last, max(-1, last - 3), -1):
        head = heads[i]
        if symbol.start - head.end > 72 or not _GAP.fullmatch(text.fold, head.end, symbol.start):
            break
        if head.kind == symbol.kind:
            return head
        best = best or head
    return best


def _law(text: Text, heads: Sequence[Head], last: int, symbol: Symbol) -> Head | None:
    """The word "Luật" (or Pháp lệnh, Nghị quyết) of "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"; of an
    amending law's name the first one."""
    if not symbol.groups[0].startswith(("QH", "UBTVQH", "PL")):
        return None
    found = None
    for i in range(last, max(-1, last - 12), -1):
        head = heads[i]
        gap = text.fold[head.end : symbol.start]
        if len(gap) > 300 or not _LAW_GAP.fullmatch(gap):
            break
        if head.kind in ("Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết") and (head.capital or len(gap) < 8):
            amending = gap.startswith((" sửa đổi", " bổ sung"))
            if (found is None and (len(gap) < 130 or amending)) or amending:
                found = head
    return found


def _headless(text: Text, symbol: Symbol, before: Mention | None, document: Document | None) -> Mention | None:
    """A symbol without a type word: the next in a coordination, or alone; None for a letterhead's own number."""
    if not symbol.sure or _LETTERHEAD.search(text.fold, max(0, symbol.start - 60), symbol.start):
        return None
    if document and document.number and document.number.lower() == symbol.number.lower():
        return None
    kind = symbol.kind
    if before is not None and kind is None and citation_links.JOINT.fullmatch(text.fold, before.end, symbol.start):
        kind = before.kind
    if kind is None:
        kind = "Luật" if symbol.groups[0].startswith("QH") else "Công văn"
    return _mention(symbol, symbol.start, kind, "number alone")


def _mention(symbol: Symbol, start: int, kind: str, rule: str) -> Mention:
    return Mention(
        start, symbol.end, "full", kind, symbol.number, rule=rule, number_end=symbol.end, code_kind=symbol.kind,
        groups=symbol.groups, repairs=list(symbol.repairs),
    )  # fmt: skip


def _in_letterhead(c: Mention, outline: Outline) -> bool:
    block = outline.block_at(c.start)
    return block is not None and block.zone == LETTERHEAD and block.kind in ("letterhead", "number", "date", "nation")


def _issued_with(text: Text, mentions: list[Mention]) -> list[Mention]:
    """Titles that stand before their act ("Đề án … ban hành kèm theo Quyết định số …"); such a work is no mention."""
    works = {
        id(w)
        for c in mentions
        if c.form == "full" and not c.short
        for w in [citation_context.subject_before(text, c, mentions)]
        if w
    }
    return [c for c in mentions if id(c) not in works]


def _subjects(text: Text, mentions: Sequence[Mention], bodies: Mapping[int, Body], document: Document | None) -> None:
    """Give each numbered mention its title, and each mention inside a title its outer one."""
    at = {c.start: c for c in mentions if c.form != "self"}
    ends = {c.end: c for c in mentions}
    by_end = {b.end: b for b in bodies.values()}
    for mention in reversed(mentions):
        if mention.form == "full" and not mention.short and (start := citation_titles.begin(text, mention)):
            mention.title_start = start
            end = citation_titles.finish(text, mention, at, ends, bodies, document)
            title = _RULED.sub("", text.text[start:end]).rstrip(" ,.;:/\n")
            if title.endswith(("”", '"')) and not any(q in title[:-1] for q in '“"'):
                title = title[:-1]
            if len(title) > 1:
                mention.title_end = start + len(title)
                mention.title = " ".join(title.split())
                citation_context.issuer_after(text, mention, by_end)
            else:
                mention.title_start = 0
    open_: list[tuple[int, Mention]] = []
    for mention in mentions:
        while open_ and open_[-1][0] <= mention.start:
            open_.pop()
        if mention.form != "self" and (not open_ or open_[-1][1].start < mention.start):
            mention.outer = open_[-1][1] if open_ else None
        reach = mention.title_end if mention.form == "full" else mention.end if mention.form == "named" else 0
        if reach:
            open_.append((reach, mention))
