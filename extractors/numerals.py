"""Numbers, dates and sums of money as Vietnamese offices write them.

Everything here reads `Text.fold` (lower case, plain dashes) at a given offset and gives values with their spans.
Decimal comma, thousands point ("1.204", "82,17"), zero-padded numbers ("03"), the slips of scanners ("O2", "l2"),
number words ("mười lăm"). Patterns have bounded repeats, so their work is constant at each offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.facts import Number
from extractors.quick import quick

# "1.204", "3.250.000.000", "82,17", "0.76"; a scanner's o or l may stand for any 0 or 1 ("O2", "l00", "84,7l").
DIGITS = r"(?:[\dol]{1,3}(?:\.[\dol]{3}){1,4}(?:,[\dol]{1,4})?|[\dol]{1,15}(?:[.,][\dol]{1,4})?)"
NUMBER = DIGITS + r"(?!\w)"
_NUMBER = re.compile(NUMBER)
_DIGITS = re.compile(DIGITS)

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"mươi": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 10**9, "tỉ": 10**9}
_WORD = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|mười|mươi|trăm|nghìn|ngàn|linh|lẻ)"
WORDS = rf"(?<!\w){_WORD}(?:\s{_WORD}){{0,6}}(?!\w)"
_WORDS = re.compile(WORDS)

_MONEY_UNIT = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "trđ": 10**6, "tr": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_CURRENCY = re.compile(r"\s{0,2}(đồng|vnđ|vnd|usd|đô la mỹ|đ(?!\w))(?!\w)")
_MONEY = re.compile(rf"({NUMBER})\s{{0,2}}(tỷ|tỉ|triệu|nghìn|ngàn|trđ|tr\.?đ)(?!\w)\s{{0,2}}")

# What every sum begins with: nearly all numbers that are none go no further.
_SUM = re.compile(r"[\dol.,]{1,30}\s{0,2}(?:t[ỷỉr]|ngh|ngà|đ(?!\w)|đồ|đô|vn|us)")

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "l": 1, "ll": 2, "lll": 3}
_Y = r"(?P<{0}>(?:[1l]9|2[0o])[\dol]{{2}})(?!\w)"
_YEAR_AFTER = r"(?:\s{{0,2}}[/.-]\s{{0,2}}|\s{{0,2}},?\s{{0,2}}năm\s{{1,3}}|\s{{1,2}}){0}"
_SEP = r"\s?[/.-]\s?"
_D = r"(?P<{0}>[\dol]{{1,2}})"
_M = r"(?P<{0}>1 [012l](?=/)|[\dol]{{1,2}})"
_DATE = re.compile(
    r"(?:ngày\s{1,3})?" + _D.format("d1") + _SEP + _D.format("m1") + r"(?:" + _SEP + _Y.format("y1") + r")?(?![\w/%])"
    r"|(?:ngày\s{1,3})" + _D.format("d2") + r"\s{1,3}tháng\s{1,3}" + _D.format("m2") + r"(?!\w)"
    r"(?:\s{1,3}năm\s{1,3}" + _Y.format("y2") + r"|/" + _Y.format("y2b") + r")?"
    r"|(?:cuối |đầu |giữa )?tháng\s{1,3}" + _M.format("m3") + r"(?![\w%])"
    r"(?:" + _YEAR_AFTER.format(_Y.format("y3")) + r")?"
    r"|" + _D.format("m4") + _SEP + _Y.format("y4") + r"|(?:cuối |đầu )?quý\s{1,3}(?P<q>iv|i{1,3}|l{1,3}|[1-4])(?!\w)"
    r"(?:" + _YEAR_AFTER.format(_Y.format("y5")) + r")?"
    r"|(?:(?:cuối |đầu )?năm\s{1,3})" + _Y.format("y6")
)  # fmt: skip


@quick
@dataclass(frozen=True, slots=True)
class Numeral:
    """A number with its span: `value`, and whether it is written in words."""

    start: int
    end: int
    value: Number
    words: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Date:
    """A date as printed. `day`, `month`, `quarter`, `year` are None where not stated."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    quarter: int | None = None
    year: int | None = None

    def iso(self, year: int | None = None) -> str | None:
        """`2025-03-15`, `2025-03`, `2025-Q2` or `2025`; `year` where none is printed; None if no year is known."""
        y = self.year or year
        if y is None:
            return None
        if self.quarter:
            return f"{y:04}-Q{self.quarter}"
        if self.month is None:
            return f"{y:04}"
        return f"{y:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


def parse_number(printed: str) -> Number | None:
    """The value of a printed number ("1.204" → 1204, "82,17" → 82.17, "O2" → 2, "85.42" → 85.42); None if it is none.

    A point with exactly three digits behind every time is a thousands point (no office prints "1.204" for 1,204
    thousandths), any other lone point a decimal one, as copied tables have it.
    """
    if len(printed) <= 15 and printed.isascii() and printed.isdecimal():
        return int(printed)
    s = printed.strip().lower().replace("o", "0").replace("l", "1")
    if not s or not s[0].isdigit():
        return None
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", s):
        s = s.replace(".", "")
    s = s.replace(",", ".")
    try:
        value = float(s)
    except ValueError:
        return None
    return int(value) if value.is_integer() else value


def parse_words(words: str) -> int | None:
    """The value of number words in `fold` form ("mười lăm" → 15, "hai trăm linh ba" → 203); None if they are none."""
    total, part, seen = 0, 0, False
    for word in words.split():
        if word in _UNITS:
            part += _UNITS[word]
        elif word == "mười":
            part += 10
        elif word == "mươi":
            part = part - part % 10 + (part % 10) * 10
        elif word == "trăm":
            part = (part or 1) * 100
        elif word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0
        elif word not in ("linh", "lẻ"):
            return None
        seen = True
    return total + part if seen else None


def number_at(fold: str, at: int, end: int | None = None) -> Numeral | None:
    """The number that begins at `at`, in digits; None if none does (or a letter is glued to it: "4G")."""
    m = _NUMBER.match(fold, at, len(fold) if end is None else end)
    value = parse_number(m[0]) if m else None
    return Numeral(m.start(), m.end(), value) if m and value is not None else None


def words_at(fold: str, at: int, end: int | None = None) -> Numeral | None:
    """The number in words that begins at `at`; None if none does."""
    m = _WORDS.match(fold, at, len(fold) if end is None else end)
    value = parse_words(m[0]) if m else None
    return Numeral(m.start(), m.end(), value, True) if m and value is not None else None


def money_at(fold: str, at: int, end: int | None = None) -> tuple[int, Number, str] | None:
    """The sum that begins at `at`, as (end, value, currency): "1 tỷ 250 triệu đồng" → 1250000000, "VND".

    Without a scale word the currency must be printed; with one ("350 triệu") it may be missing.
    """
    stop = len(fold) if end is None else end
    if not _SUM.match(fold, at, stop):
        return None
    total: float = 0
    pos, scaled, last = at, False, 10**12
    while m := _MONEY.match(fold, pos, stop):
        scale = _MONEY_UNIT[m[2].replace(".", "").replace("trđ", "tr")]
        value = parse_number(m[1])
        if value is None or scale >= last:
            break
        total, pos, scaled, last = total + value * scale, m.end(), True, scale
        if m[2].endswith("đ"):
            break
    rest = _DIGITS.match(fold, pos, stop)
    coin = _CURRENCY.match(fold, rest.end(), stop) if rest else None
    if rest and coin:
        total += parse_number(rest[0]) or 0
        pos = coin.end()
    elif scaled:
        while fold[pos - 1].isspace():
            pos -= 1
        coin = _CURRENCY.match(fold, pos, stop)
        pos = coin.end() if coin else pos
    else:
        return None
    value = round(total, 2)
    currency = "USD" if coin and coin[1] in ("usd", "đô la mỹ") else "VND"
    return pos, int(value) if float(value).is_integer() else value, currency


def _whole(printed: str | None) -> int | None:
    digits = (printed or "").replace("o", "0").replace("l", "1").replace(" ", "")
    return int(digits) if digits else None


def date_at(fold: str, at: int, end: int | None = None) -> Date | None:
    """The date that begins at `at` ("ngày 15 tháng 3 năm 2025", "15/3/2025", "15-3", "tháng 6/2025", "quý IV",
    "năm 2025"); None if none does or day and month are impossible."""
    m = _DATE.match(fold, at, len(fold) if end is None else end)
    if not m:
        return None
    g = m.groupdict()
    year = _whole(g["y1"] or g["y2"] or g["y2b"] or g["y3"] or g["y4"] or g["y5"] or g["y6"])
    day, month = _whole(g["d1"] or g["d2"]), _whole(g["m1"] or g["m2"] or g["m3"] or g["m4"])
    quarter = _ROMAN[g["q"]] if g["q"] else None
    if (day is not None and not 1 <= day <= 31) or (month is not None and not 1 <= month <= 12):
        return None
    return Date(m.start(), m.end(), day, month, quarter, year)
