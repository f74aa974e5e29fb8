"""Documents that a name identifies, without a number: laws by name and year, resolutions of congresses and plenums."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from extractors import citation_parts, vocabulary
from extractors.bodies import Body
from extractors.citation_mention import Mention
from extractors.citation_types import Head
from extractors.facts import Document
from extractors.text import Text, fold

LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_STOP = re.compile(
    r"\s(?=(?:19|20)\d\d(?!\d))|[;\n.(:|/\"]|,|\svà\s|\s(?=(?:ngày|năm|số|được|đã|có|quy định|về|của|thì|là|do"
    r"|này|hiện hành|cho|để|theo|với|tại|thông qua|đối với|khi|trong|phải)(?!\w))"
)
_YEAR = re.compile(r"\s(?:năm\s)?((?:19|20)\d\d)(?![\d/])")
_CHANGES = re.compile(r"\s(?:sửa đổi|bổ sung|bãi bỏ)")
_AMENDING_STOP = re.compile(
    r"[;\n.(|]|\s-\s|\s(?=(?:ngày|năm\s\d|được|đã|số\s\d|có hiệu lực)(?!\w))|,\s(?=(?:ubnd|ủy ban|sở|bộ trưởng"
    r"|chính phủ)\s)|(?:,|\svà)\s(?=(?:nghị|thông tư|chỉ thị|quyết định|kế hoạch)\s)"
)
_CONSTITUTION = re.compile(
    r"(?:\snước cộng hòa xã hội chủ nghĩa việt nam)?(?:\snăm)?\s((?:19|20)\d\d)"
    r"|\snước cộng hòa xã hội chủ nghĩa việt nam"
)
# The words that a congress or plenum is named by
_CONGRESS = re.compile(
    r"\s(?:của\s)?(?:(?:Đ|đ)ại hội|(?:H|h)ội nghị|Trung ương|TW|BCH|Ban Chấp hành)(?:,(?=\s(?:nhiệm kỳ|lần thứ"
    r"|[Kk]h[oó][áa]))|\s(?:"
    r"đại biểu|Đại biểu|toàn quốc|toàn thể|toàn Đảng|lần thứ|thứ|khóa|khoá|Khóa|Khoá|nhiệm kỳ|Đảng bộ|đảng bộ"
    r"|Đảng|Chi bộ|của|các cơ quan|khối|"
    r"Hội nghị|Ban Chấp hành|Ban chấp hành|BCH|Trung ương|TW|tỉnh|Tỉnh|huyện|Huyện|thành phố|Thành phố|thị xã"
    r"|quận|xã|phường|thị trấn|cấp|"
    r"ủy(?!\w)|uỷ(?!\w)|[IVXLH]{1,6}(?!\w)|\d{1,2}(?![\w/])|\d{4}\s?[-–]\s?\d{4}|nhất|hai|ba|tư|bốn|năm(?!\s\d)"
    r"|sáu|bảy|tám|chín|mười|[A-ZĐ]\w*|\([Kk]h[oó][áa]\s[IVX]+\)))+"
)
_ORDINAL = re.compile(r"\b[IVXLH]{1,6}\b|lần thứ|\d{4}\s?[-–]\s?\d{4}|(?:Trung ương|TW)\s\d")
# "Đại hội đại biểu lần thứ I Đảng bộ phường X" is "Đại hội đại biểu Đảng bộ phường X lần thứ I"
_ORDINAL_FIRST = re.compile(r"(\slần thứ\s[^\W\d_]+)(\sĐảng bộ\s.+)\Z")
_PARTY_UNIT = re.compile(
    r"(Đảng bộ|đảng bộ)\s(tỉnh|huyện|thành phố|thị xã|quận|xã|phường|thị trấn)(?!\s[A-ZĐÀ-Ỹ][^\W\d_]*[a-zà-ỹ])(?!\w)"
)


@cache
def _known() -> frozenset[str]:
    """Names of laws, folded, without the type word."""
    return frozenset(fold(row["name"]) for row in vocabulary.rows("laws"))


@cache
def _openings() -> dict[str, int]:
    """First word of a known law's name to the length of the longest name that begins with it."""
    out: dict[str, int] = {}
    for name in _known():
        first = name.split(" ", 1)[0].rstrip(",")
        out[first] = max(out.get(first, 0), len(name))
    return out


def _longest_known(folded: str, at: int) -> int:
    """End of the longest known law name at `at`, or -1."""
    first = re.compile(r"[^\W\d_]+").match(folded, at)
    length = _openings().get(first[0], 0) if first else 0
    if not length:
        return -1
    window = folded[at : at + length]
    for cut in range(len(window), 2, -1):
        if window[:cut] in _known() and not folded[at + cut : at + cut + 1].isalnum():
            return at + cut
    return -1


def law(text: Text, head: Head, amending: int = 0) -> Mention | None:
    """The law named at a type word ("Luật Cán bộ, công chức năm 2008"), None if the word is used in general.

    What stands before `amending` is inside the name of an amending law, whose date is not that of the laws it names."""
    folded = text.fold
    if head.kind == "Hiến pháp":
        m = _CONSTITUTION.match(folded, head.end)
        if m is None:
            return None
        mention = Mention(head.start, m.end(), "named", head.kind, date=m[1], rule="constitution")
        mention.number_end = m.end()
        return mention
    if not (folded.startswith(" ", head.end) and head.capital):
        return None
    at = head.end + 1
    end = _longest_known(folded, at)
    changing = _CHANGES.match(folded, head.end)
    if changing:
        end = _amending_end(folded, at)
    elif end < 0:
        if not text.text[at : at + 1].isupper():
            return None
        stop = _STOP.search(folded, at, at + 90)
        end = stop.start() if stop else -1
        if end - at < 3:
            return None
    end = at + len(text.text[at:end].rstrip())
    mention = Mention(head.start, end, "named", head.kind, rule="amending law" if changing else "law")
    mention.number_end = end
    if head.start < amending:
        mention.end = min(end, amending)
    elif m := _YEAR.match(folded, end):
        mention.date, mention.end = m[1], m.end()
    else:
        mention.issuer = "Quốc hội"  # so that "của …" is left alone
        citation_parts.follow(text, mention, {})
        mention.issuer = None
    mention.title = " ".join(text.text[at:end].split())
    return mention


def name_before(text: Text, at: int, number: int) -> str | None:
    """The name between the word "Luật" and its number ("Luật Tổ chức Chính phủ số 63/2025/QH15"), or None."""
    name = re.sub(r"\s?s[ốô]\s?:?\s?\Z", "", text.text[at:number], flags=re.IGNORECASE).strip()
    return " ".join(name.split()) or None


def _amending_end(folded: str, at: int) -> int:
    """End of an amending law's name: over every law that it says it changes."""
    stop = _AMENDING_STOP.search(folded, at, at + 400)
    return stop.start() if stop else min(len(folded), at + 400)


def congress(text: Text, head: Head, bodies: Mapping[int, Body], document: Document | None) -> Mention | None:
    """The resolution of a congress or plenum ("Nghị quyết Đại hội XX Đảng bộ tỉnh"), None if none is identified."""
    m = _CONGRESS.match(text.text, head.end)
    if m is None:
        return None
    name = m[0].rstrip(" ,")
    for tail in (" của", " các cơ quan", " cấp", " các"):
        name = name.removesuffix(tail)
    if not _ORDINAL.search(name):
        return None
    mention = Mention(head.start, head.end + len(name), "named", head.kind, rule="congress")
    mention.number_end = mention.end
    issuer = " ".join(name.split()).removeprefix("của ")
    if (office := re.search(r"\b(?:Tỉnh|Thành|Huyện|Quận|Thị) (?:ủy|uỷ)", issuer)) is not None:
        mention.issuer = citation_parts.canonical(office[0], document)
    elif re.search(r"Trung ương|TW", issuer) and not re.search(r"toàn quốc|Đảng bộ|Đại hội", issuer):
        term = re.search(r"[Kk]h[oó][áa]\s([IVX]+)", issuer)
        mention.issuer = "Ban Chấp hành Trung ương Đảng" + (f" khóa {term[1]}" if term else "")
    else:
        mention.issuer = placed(issuer[0].upper() + issuer[1:], document)
        mention.issuer = re.sub(r",?\snhiệm kỳ.*", "", mention.issuer)
        mention.issuer = _ORDINAL_FIRST.sub(r"\2\1", mention.issuer)
    citation_parts.follow(text, mention, bodies, document)
    return mention


def placed(issuer: str, document: Document | None) -> str:
    """`issuer` with the name of the unit whose Party organisation it is."""
    m = _PARTY_UNIT.search(issuer)
    if m is None or document is None:
        return issuer
    unit = m[2]
    if unit == "tỉnh" or (unit == "thành phố" and not document.district):
        name = document.province
    elif unit in ("huyện", "quận", "thị xã", "thành phố"):
        name = document.district
    else:
        name = document.commune
    return f"{issuer[: m.end()]} {name}{issuer[m.end() :]}" if name else issuer
