"""Number, date and period of a document, read from the lines that print them; slips of recognition are read through."""

from __future__ import annotations

import re
from functools import cache

from extractors import vocabulary
from extractors.facts import Repair

_NUMBER = re.compile(
    r"\s*(?:(?:Luật|Pháp lệnh|Bộ luật|Nghị quyết)\s)?(?:[SsŞ][ốóôồổỗoO06]\.?)?\s?[:;.]*\s*"
    r"(?P<n>[^/\-–\n]*?)\s*(?P<y>/\s?[12][\d ]{3,4}\s?(?=/))?(?P<s>[/\-–].*)?\Z",
    re.S,
)
_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "]": "1", "O": "0", "o": "0", "Ø": "0", "Q": "0", "Ó": "0"})
_MEANT = re.compile(r"\d{1,5}[a-zđ]?\Z")
_DATE = re.compile(
    r"(?:ng[aàả@]\S{0,3}?y?\s*(?P<d>[^\sa-z]{0,3}|[lo]\d|\d[lo]|[lo]{2})?|,)[\s.…_]*(?:th[aá@]ng\s*(?P<m>[\dlo|\]]{0,2})[^\da-z]*n[aăä]m\s*(?P<y>[\dlo|\]]{4})?"
    r"|[/.-]\s?(?P<m2>[\dlo|]{1,2})\s?[/.-]\s?(?P<y2>[\dlo|]{4}))"
)
_NUMERIC = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")
_YEAR = r"((?:19|20)\d\d)"
_TERM = re.compile(r"nhiệm kỳ\s+(?:19|20)\d\d\s?-\s?(?:19|20)\d\d")
_SPAN = re.compile(_YEAR + r"\s?(?:-|đến(?: năm)?|đến hết(?: năm)?|tới(?: năm)?|và)\s?(?:năm )?" + _YEAR)
_UNTIL = re.compile(r"(?:đến|tới|đến hết|hết)\s+(?:cuối |hết )?(?:năm\s+|\d{1,2}/)?" + _YEAR)
_ANY = re.compile(r"(?<![\d/])" + _YEAR + r"(?![\d]|/[\w])|(?<=\d/)" + _YEAR + r"(?!\d)")
_LOOKS_BACK = ("Báo cáo", "Thông báo", "Quyết định", "Tờ trình")
_VISION = re.compile(r"định hướng|tầm nhìn|những năm tiếp theo")
_CITED = re.compile(
    r"[n\d](?:gày(?<=ngày)\s+\d{1,2}\s?(?:[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|tháng\s+\d{1,2}\s+năm\s+\d{4})"
    r"|(?<=\d)\d*/\d{4}/[\w-]+|(?<=\d)\d*/[a-zđ][\w-]+)"
)


@cache
def _slips() -> dict[str, str]:
    return {row["printed"]: row["read"] for row in vocabulary.rows("symbol_slips")}


def number(printed: str, start: int) -> tuple[str | None, list[Repair], tuple[str, ...]]:
    """Number and symbol of the printed line ("Số: l16 /KH- UBND" → "116/KH-UBND"), repairs (offsets from `start`) and
    flags. A blank or unreadable number gives None: it is never guessed."""
    m = _NUMBER.match(printed)
    if not m:
        return None, [], ("number_unread",)
    raw = re.sub(r"[\s.]", "", m["n"] or "").strip(":;,")
    symbol = read_symbol(m["s"] or "")
    if not raw:
        return None, [], ()
    digits = raw if _MEANT.match(raw) else raw.translate(_DIGITS)
    if not _MEANT.match(digits):
        return None, [], ("number_unread",)
    year = re.sub(r"\s", "", m["y"] or "")
    read = digits + year + symbol
    plain = re.sub(r"\s", "", printed[m.start("n") :]).replace("–", "-").strip(".,;:")
    repairs = []
    if plain != read:
        at = start + m.start("n")
        repairs.append(Repair(at, start + len(printed), printed[m.start("n") :], read, "slip in the document's number"))
    return read, repairs, ()


def read_symbol(printed: str) -> str:
    """A symbol without blanks, with plain hyphens, its slips mended: "/KH- UBND" → "/KH-UBND", "/QĐÐ-X" → "/QĐ-X"."""
    plain = re.sub(r"\s", "", printed).replace("–", "-").replace("Ð", "Đ").rstrip(".,;:*_")
    plain = re.sub(r"-{2,}", "-", plain)
    return "".join(_slips().get(part, part) for part in re.split(r"([/\-])", plain))


def symbol_of(printed: str) -> str:
    """The symbol of a number line, also where its number is blank."""
    m = _NUMBER.match(printed)
    return read_symbol(m["s"] or "") if m else ""


def _figures(printed: str | None) -> int | None:
    read = (printed or "").strip().translate(_DIGITS)
    return int(read) if read.isdigit() else None


def date(folded: str) -> tuple[str | None, str]:
    """The date that a folded line states, as far as it does ("ngày   tháng 4 năm 2024" → "2024-04"), and the words it
    was read from. None if it states no year; days and months out of range are left out."""
    m = _DATE.search(folded) or _NUMERIC.search(folded)
    if not m:
        return None, ""
    groups = m.groupdict()
    day, month = _figures(groups["d"]), _figures(groups["m"] or groups.get("m2"))
    year = _figures(groups["y"] or groups.get("y2"))
    if not year or not 1930 < year < 2100:
        return None, m[0]
    if not month or not 1 <= month <= 12:
        return str(year), m[0]
    if not day or not 1 <= day <= 31:
        return f"{year}-{month:02d}", m[0]
    return f"{year}-{month:02d}-{day:02d}", m[0]


def period(folded: str, issued: str | None, kind: str | None) -> tuple[int, int] | None:
    """First and last year that a title or opening sentence (folded) says the document covers, or None if it says none.

    "định hướng đến năm 2030" does not extend it; dates of documents cited inside do not count; "đến năm 2025" runs from
    the year of issue. A report covers all the years it names; elsewhere, of several, the year of issue counts. A
    single year before that of issue is what a plan or letter looks back on, but what a report or decision is about."""
    words = _TERM.sub(" ", _CITED.sub(" ", folded))
    vision = _VISION.search(words)
    if vision and _ANY.search(words, 0, vision.start()):
        words = words[: vision.start()]
    own = int(issued[:4]) if issued else None
    span = _SPAN.search(words)
    if span:
        return int(span[1]), int(span[2])
    until = _UNTIL.search(words)
    years = [int(y[1] or y[2]) for y in _ANY.finditer(words)]
    if until:
        last = int(until[1])
        first = min([y for y in (*years, own or last) if y <= last])
        return first, last
    if not years:
        return None
    if kind == "Báo cáo":
        return min(years), max(years)
    if own is None:
        return years[0], years[0]
    year = own if own in years or (kind not in _LOOKS_BACK and years[0] < own) else years[0]
    return year, year
