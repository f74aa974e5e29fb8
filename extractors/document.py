"""What a document says of itself: type, number, issuer, level, place, date, title, period, signer, recipients."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors import bodies, document_marks, document_signing, document_types, issuer
from extractors import document_places as seats
from extractors.facts import Document, Repair
from extractors.issuer import Organ
from extractors.outline import ANNEX, BODY, LETTERHEAD, PREAMBLE, TITLE, Block, Outline, flat
from extractors.text import Text, as_text, bare, fold

_LEAD = re.compile(r"(?:\s*[\"“(]?\s*(?:v/v|về việc|v/ v|về)\b[\s:.]*)+")
_DAMAGED_LEAD = re.compile(r"v[/ ]?v\b[\s:.]*|ve\s?viec\b\s*")
_SELF = re.compile(r"trên đây là\b|kế hoạch này|báo cáo này|chỉ thị này")
_KIND_OF_SELF = re.compile(r"tren day la (?:noi dung |toan bo |mot so noi dung )?")
_ISSUES = re.compile(r"(?:xay dung|ban hanh|lap|trien khai)\s+")
_OPENING = re.compile(
    r"(?:xây dựng|ban hành|triển khai) (?:kế hoạch|chương trình|phương án|đề án)\b[^;\n]{0,260}"
    r"(?:như sau|cụ thể|với các nội dung|với những nội dung)"
)
_NATIONAL = re.compile(r"quốc gia|trung ương|nhà nước|chính phủ")
_PLACE = re.compile(r"[,.\s]*\bn?g[aàả@]y\b|,?\s*\d{1,2}[/.-]\d")


@dataclass(slots=True)
class _Draft:
    """Fields as they are read, with where they stand."""

    kind: str | None = None
    number: str | None = None
    symbol: str = ""
    place: str | None = None
    date: str | None = None
    title: str | None = None
    evidence: list[tuple[str, int, int]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def _span(blocks: list[Block]) -> tuple[int, int]:
    return blocks[0].start, blocks[-1].end


def _join(text: str, blocks: list[Block]) -> str:
    return " ".join(" ".join(text[b.start : b.end].replace("**", "").split()) for b in blocks)


def _head(text: Text, outline: Outline) -> dict[str, list[Block]]:
    """The blocks of the document's own head by kind (an annexed plan's are left out)."""
    out: dict[str, list[Block]] = {}
    for block in outline.blocks:
        if block.zone in (ANNEX, BODY):
            break
        if block.zone in (LETTERHEAD, TITLE):
            out.setdefault(block.kind, []).append(block)
    return out


def _number(text: Text, head: dict[str, list[Block]], out: _Draft) -> None:
    blocks = sorted(head.get("number", []), key=lambda b: not any(map(str.isdigit, text.text[b.start : b.end])))
    for block in blocks[:1]:  # a registry's empty form may stand before the number itself
        printed = text.text[block.start : block.end]
        out.symbol = document_marks.symbol_of(printed)
        out.number, repairs, flags = document_marks.number(printed, block.start)
        out.repairs += repairs
        out.flags += flags
        out.evidence.append(("number", block.start, block.end))


def _date(text: Text, head: dict[str, list[Block]], out: _Draft) -> None:
    for block in head.get("date", [])[:1]:
        printed = text.text[block.start : block.end]
        out.date, read = document_marks.date(text.fold[block.start : block.end])
        cut = _PLACE.search(text.fold[block.start : block.end])
        words = " ".join(printed[: cut.start() if cut else 0].split()).strip(" ,.;:-*_|")
        out.place = words if words and any(ch.isalpha() for ch in words) and len(words) < 60 else None
        if out.place:
            end = block.start + len(printed[: cut.start() if cut else 0].rstrip(" ,"))
            out.evidence.append(("place", block.start, end))
        out.evidence.append(("date", block.start, block.end))
        if out.date and re.search(r"[lo|\]]\d|\d[lo|\]]|\b[lo]{2}\b", read):
            out.repairs.append(Repair(block.start, block.end, printed, out.date, "letters read as figures in a date"))


def _kind(text: Text, outline: Outline, head: dict[str, list[Block]], out: _Draft) -> None:
    for block in head.get("type", [])[:1]:
        words = " ".join(text.bare[block.start : block.end].split()).strip(" :.*")
        names = document_types.names()
        for n in range(len(words.split()), 0, -1):
            name = names.get(" ".join(words.split()[:n]))
            if name:
                out.kind = name
                end = block.start + len(name)
                printed = text.text[block.start : end]
                if fold(printed) != fold(name) and len(words.split()) == len(name.split()):
                    out.repairs.append(Repair(block.start, end, printed, name, "slip in the type of document"))
                out.evidence.append(("kind", block.start, block.end))
                return
    if out.symbol:
        out.kind = document_types.of_symbol("1" + out.symbol)
    if out.kind is None and "title" in head and not head.get("type"):
        out.kind = "Công văn"
    if out.kind is None:
        out.kind = _kind_in_words(text, outline)


def _kind_in_words(text: Text, outline: Outline) -> str | None:
    """The type that the closing sentence or the act of issuing names: "Trên đây là Kế hoạch …", "lập Kế hoạch …"."""
    names = document_types.names()
    for block in (*reversed(outline.blocks), *outline.blocks[:12]):
        stretch = text.bare[block.start : block.end]
        m = _KIND_OF_SELF.match(stretch) or (_ISSUES.search(stretch) if block.zone == PREAMBLE else None)
        if m:
            words = stretch[m.end() : m.end() + 40].split()
            for n in (4, 3, 2, 1):
                if " ".join(words[:n]) in names:
                    return names[" ".join(words[:n])]
    return None


def _title(text: Text, head: dict[str, list[Block]], out: _Draft) -> None:
    blocks = head.get("title", [])
    if not blocks:
        return
    words = _join(text.text, blocks)
    lead = _LEAD.match(fold(words)) or _DAMAGED_LEAD.match(bare(fold(words)))
    words = words[lead.end() if lead else 0 :].strip(" .,;:*_-–")
    if (words.count("“") == words.count("”") + 1 and words[0] == "“") or words[:1] == '"' == words[-1:]:
        words = words.strip('"“”')
    out.title = words or None
    out.evidence.append(("title", *_span(blocks)))


def _organs(text: Text, outline: Outline, head: dict[str, list[Block]], out: _Draft) -> list[Organ]:
    """The bodies of the letterhead, parent first; without one, the body that acts, closes, or owns the title."""
    lines = head.get("letterhead", [])
    found = _matching(issuer.group([_join(text.text, [b]) for b in lines]), out.symbol)
    if found:
        out.evidence.append(("issuer", *_span(lines)))
        return found
    for read, block in _witnesses(text, outline, head):
        if read:
            if block:
                out.evidence.append(("issuer", block.start, block.end))
            return [read]
    return []


def _witnesses(text: Text, outline: Outline, head: dict[str, list[Block]]) -> list[tuple[Organ | None, Block | None]]:
    """Bodies that a text without letterhead names as its issuer, the surest first; one with its place counts more."""
    out: list[tuple[Organ | None, Block | None]] = []
    opening = [b for b in outline.blocks if b.zone == PREAMBLE and b.kind in ("preamble", "paragraph")]
    if not opening:
        opening = [b for b in outline.blocks if b.zone == BODY and b.kind == "paragraph"][:2]
    for block in opening[:-13:-1]:
        out.append((issuer.acting(text.text[block.start : block.end]), block))
    for block in outline.blocks:
        if block.zone == BODY and block.kind == "paragraph" and _SELF.match(text.fold, block.start):
            out.append((issuer.owner(text.text[block.start : block.end].split(". ")[0]), block))
    for block in head.get("title", [])[-1:]:
        out.append((issuer.owner(_join(text.text, head["title"])[-140:]), block))
    for block in head.get("caption", []):
        out.append((issuer.owner(_join(text.text, [block]).strip("()")), block))
    for block in document_signing.first_signature(outline):
        words = re.sub(r"^(?:TM|T/M|KT|TL|TUQ)[./ ]*", "", _join(text.text, [block]))
        out.append((issuer.parse(words, damaged=True), block))
    return sorted((w for w in out if w[0]), key=lambda w: w[0] is not None and w[0].place is None)


def _by_code(out: _Draft, copies: tuple[str, ...]) -> Organ | None:
    """The issuer by the number's symbol, or by the unit that keeps the file copy ("Lưu: VT, SNV")."""
    found = issuer.of_symbol(out.symbol) if out.symbol else None
    for line in copies if found is None else ():
        if fold(line).startswith("lưu"):
            found = issuer.of_symbol("/" + "/".join(re.findall(r"\bS[A-ZĐ&]{1,8}\b", line)))
    return found


def _level(organ: Organ, above: list[Organ], seat_level: int) -> str | None:
    """The level of the issuer (annotation guide, `document.level`)."""
    names = {1: "province", 2: "district", 3: "commune"}
    inside = any(o.level in ("party", "partypart") for o in (organ, *above[-1:]))
    if inside and organ.level in ("party", "partypart", "part", "board", "other"):
        return "party"
    if organ.level in ("department", "central", "other"):
        return organ.level
    if organ.level in ("place", "board"):
        return names.get(seat_level) or ("central" if organ.level == "board" else None)
    parent = above[-1] if above else None
    if parent and parent.level == "central" and organ.level == "part" and organ.place:
        return "other"  # a central agency's branch: "TỔNG CỤC THUẾ" / "CỤC THUẾ TỈNH …"
    if parent and parent.level in ("department", "central"):
        return parent.level
    if seat_level == 1:
        return "department"
    return names.get(seat_level) or ("central" if parent is None and organ.level == "part" else "other")


def _written(text: Text, organ: Organ, above: list[Organ], place: str | None, place_type: str | None) -> str:
    """The issuer's name with its place, before `bodies.canonical` sees to its spelling."""
    rest = issuer.spelled(text, organ.written, organ.rest)
    if organ.written == "Văn phòng" and not rest and above and above[-1].level in ("place", "party"):
        rest = above[-1].written
        if rest in issuer.PARTY_SEATS and place:
            return f"{organ.written} {rest} {place}"
    if organ.level == "central" or not place or (organ.written in issuer.NAMED and organ.place is None):
        return f"{organ.written} {rest}".strip()
    if organ.level == "party" and organ.written in issuer.PARTY_SEATS:
        return f"{organ.written} {place}"
    if organ.level == "partypart" and above and above[-1].written in issuer.PARTY_SEATS:
        return f"{organ.written} {rest} {above[-1].written} {place}".replace("  ", " ")
    return f"{organ.written} {rest} {place_type or ''} {place}".replace("  ", " ").replace("  ", " ").strip()


def _place_type(organ: Organ, above: list[Organ], seat: seats.Seat, level: int, date: str | None) -> str | None:
    """The type word of the seat: printed, or that of the unit."""
    for body in (organ, *above[::-1]):
        if body.place_type and seats.level_of(body.place_type, body.place or seat.province, date) == level:
            return body.place_type
    name = {1: seat.province, 2: seat.district, 3: seat.commune}.get(level)
    found = seats.unit_of(name, level, date, seat.province) if name else None
    return found.type if found else None


def _matching(organs: list[Organ], symbol: str) -> list[Organ]:
    """The bodies of a letterhead up to the one whose code the symbol carries: a registry's stamp may follow it."""
    coded = issuer.of_symbol(symbol) if symbol and len(organs) > 1 else None
    for i, organ in enumerate(organs if coded else []):
        if coded and fold(organ.words) == fold(coded.words):
            return organs[: i + 1]
    return organs


def _issuer(text: Text, organs: list[Organ], out: _Draft) -> Document:
    """Issuer, level and seat. The letterhead's words win over those of the text."""
    if not organs:
        return Document()
    organ, above = organs[-1], organs[:-1]
    if organ.level == "central" or (organ.level == "board" and _NATIONAL.search(fold(organ.rest))):
        return Document(issuer=_written(text, organ, above, None, None), level="central")
    seat = seats.settle(text, organ, above, out.place, out.date)
    level = seats.seat_level(organ, above, seat, out.date)
    place_type = _place_type(organ, above, seat, level, out.date)
    name = _written(text, organ, above, {1: seat.province, 2: seat.district, 3: seat.commune}.get(level), place_type)
    return Document(
        issuer=name,
        level=_level(organ, above, level),
        province=seat.province,
        district=seat.district,
        commune=seat.commune,
        codes=seat.codes,
    )


def _period(text: Text, outline: Outline, out: _Draft) -> tuple[int, int] | None:
    """The years the document covers: by its title, its closing sentence, the sentence that issues it, its date."""
    stretches = [fold(out.title)] if out.title else []
    for block in outline.blocks:
        if block.kind == "paragraph" and _SELF.match(text.fold, block.start):
            stretches.append(text.fold[block.start : block.end].split(". ")[0])
    for block in outline.blocks:
        opening = block.zone == PREAMBLE and _OPENING.search(text.fold, max(block.start, block.end - 500), block.end)
        if opening:
            stretches.append(opening[0])
    for stretch in stretches:
        found = document_marks.period(stretch, out.date, out.kind)
        if found:
            return found
    return (int(out.date[:4]), int(out.date[:4])) if out.date else None


def extract(text: Text | str, outline: Outline | None = None) -> Document:
    """The document's own fields (annotation guide, `document`), with codes as of its date and where each was read.

    Takes a text and its outline (without one every line counts as body, and little is found). Never raises; a field
    that the text does not state is None.
    """
    text = as_text(text)
    outline = outline or flat(text.text)
    head = _head(text, outline)
    out = _Draft()
    _number(text, head, out)
    _date(text, head, out)
    _kind(text, outline, head, out)
    _title(text, head, out)
    signer, signed = document_signing.signer(text.text, outline)
    copies = document_signing.recipients(text.text, outline)
    organs = _organs(text, outline, head, out)
    coded = _by_code(out, copies) if not organs else None
    period = _period(text, outline, out)
    dated = _dated(out, period)
    found = _issuer(text, organs or ([coded] if coded else []), dated)
    if signed:
        out.evidence.append(("signer", *signed))
    whole = replace(
        found, kind=out.kind, number=out.number, place=out.place, date=out.date, title=out.title, period=period,
        signer=signer, recipients=copies, evidence=tuple(out.evidence), flags=tuple(out.flags),
        repairs=tuple(out.repairs),
    )  # fmt: skip
    return replace(whole, issuer=_canonical(whole))


def _dated(out: _Draft, period: tuple[int, int] | None) -> _Draft:
    """The draft with a date to look up units at: its own, else the first year of its period."""
    if out.date or not period:
        return out
    return _Draft(place=out.place, date=str(period[0]))


def _canonical(document: Document) -> str | None:
    if document.issuer is None:
        return None
    return bodies.canonical(document.issuer, document)
