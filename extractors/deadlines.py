"""Deadlines and frequencies: dates and periods as time limits, read at one place of `Text.fold`.

A date is a deadline only behind a word that makes it one ("trước ngày", "chậm nhất", "xong trong tháng"); dates of
documents and events are none. Day rules are written `25/month`, `10/quarter`, `05-20/year` (month-day).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.numerals import Date, date_at
from extractors.quick import quick

# What stands right before the date, the date's own "ngày" excluded.
_MARKER = re.compile(  # one set of first letters, so that a search tries few places
    r"[hxkvtcmđn](?:"
    r"(?P<before>(?:(?:(?<=h)oàn thành|(?<=x)ong|(?<=k)ết thúc|(?<=v)à)\s{1,2}trước|(?<=t)rước)"
    r"(?:\s{1,2}\d{1,2}\s?(?:h|giờ)\s?\d{0,2}(?: phút)?,?)?(?:\s{1,2}(?:thời điểm|thời hạn|mốc|hết|khi hết))?)"
    r"|(?P<latest>(?:(?<=c)hậm nhất|(?<=m)uộn nhất|(?<=t)rễ nhất|(?<=h)ạn cuối|(?<=h)ạn chót|(?<=k)hông muộn hơn"
    r"|(?<=k)hông quá|(?<=k)hông chậm hơn)"
    r"(?:\s{1,2}(?:là|vào|đến|trong|trước|hết|cuối|ngày cuối)){0,3})"
    r"|(?P<until>(?<!tính .)(?<!kể từ .)(?:(?<=c)hậm (?:đến|tới)|(?<=đ)ến|(?<=t)ới)"
    r"(?:\s{1,2}(?:hết|cuối|trước))?)"
    r"|(?P<by>(?:(?<=n)gay\s{1,2}(?:trong|hết|vào|vào cuối|trong vòng|trong cuối|từ nay đến|từ nay đến hết)"
    r"|(?<=t)rong|(?<=h)ết|(?<=v)ào|(?<=v)ào cuối|(?<=t)rong vòng|(?<=t)rong cuối|(?<=t)ừ nay đến"
    r"|(?<=t)ừ nay đến hết)(?:\s{1,2}(?:hết|cuối|đầu))?)"
    r"|(?P<label>(?:(?<=t)hời gian|(?<=t)hời hạn|(?<=h)ạn|(?<=t)iến độ)"
    r"(?:\s{1,2}[^\s\d:]{1,8}){0,4}\s{0,2}:(?:\s{1,2}xong)?)"
    r"|(?P<done>(?:(?<=h)oàn thành|(?<=x)ong|(?<=k)ết thúc)(?:\s{1,2}(?:vào|trong))?)"
    r")\s{1,3}$"
)  # fmt: skip
_LAST_WORDS = frozenset(
    "trước điểm hạn mốc hết nhất cuối chót hơn quá là vào đến trong tới đầu vòng nay thành xong thúc".split()
)
_EVENT = re.compile(
    r"(?:tính|kể|áp dụng|số liệu|định hướng|tầm nhìn|giai đoạn|từ ngày[^;.]{0,30}|từ tháng[^;.]{0,20}"
    r"|từ năm[^;.]{0,12})\s{1,2}$"
)
_FROM = re.compile(
    r"từ\s{1,2}(?:ngày\s{1,2})?\d[\d/.-]{0,9}\s{1,2}$|từ (?:tháng|quý|năm)\s{1,2}[\divx/.-]{1,9}\s{1,2}$"
)
_RULE = re.compile(
    r"(?:ngày\s{1,3})?(?P<d>[\dol]{1,2})(?:(?:/|\s{1,2}tháng\s{1,2})(?P<m>[\dol]{1,2}))?\s{1,2}"
    r"(?:(?P<year>(?:hằng|hàng|mỗi)\s{1,2}năm|(?:của\s)?năm\s{1,2}(?:sau|trước|liền trước))"
    r"|(?P<quarter>(?:của\s{1,2})?tháng\s{1,2}(?:cuối|đầu|thứ ba|thứ nhất"
    r"|cuối cùng)(?:\s{1,2}(?:của\s{1,2})?(?:mỗi\s{1,2}|hằng\s{1,2}|hàng\s{1,2})?quý)"
    r"|(?:của\s{1,2})?tháng đầu(?:\s{1,2}của)? quý(?: sau| tiếp theo)?|(?:hằng|hàng|mỗi|cuối)\s{1,2}quý)"
    r"|(?P<month>(?:của\s{1,2})?(?:hằng|hàng|mỗi|các)\s{1,2}tháng|(?:của\s{1,2})?tháng\s{1,2}(?:sau|kế tiếp"
    r"|tiếp theo|liền kề|báo cáo)))(?!\w)"
)  # fmt: skip
# What every date and day rule that begins with a figure begins with.
_FIGURES = re.compile(r"[\dol]{1,2}(?:\s?[/.-]|\s{1,2}(?:hằng|hàng|mỗi|của|năm|tháng|các|cuối))")
_ITEM = (
    r"(?:(?:[o0]?[369]|sáu|chín|ba)\s{1,2}tháng(?:\s{1,2}(?:đầu năm|một lần))?|tuần|tháng|quý"
    r"|(?:cả |một |[o0]?1 )?năm(?!\s{1,2}\d)|nửa năm|bán niên|ngày)"
)
_REPORTED = re.compile(r"\s{1,2}(?:trước ngày|chậm nhất|gửi trước)")
_DAY = re.compile(r"ngày\s{1,2}(?P<d>[\dol]{1,2})(?![\w/%-]|\s{1,2}tháng)")
_REPORT = re.compile(r"(?:báo cáo|hằng|hàng|mỗi)\s{1,2}(tháng|quý)\W{1,3}(?:\S{1,8}\s{1,2}){0,2}$")
_OFTEN = r"(?:hằng|hàng|mỗi|theo)"
_FREQUENCY = re.compile(
    r"(?:(?P<regular>(?:theo\s{1,2})?định kỳ)\s{1,2}(?:\([^()\n]{0,3}\)\s?)?)?(?:báo cáo\s{1,2})?(?P<often>"
    + _OFTEN
    + r"\s{0,2},?\s{0,2})?"
    r"(?P<items>" + _ITEM + r"(?:(?:\s{0,2}(?:,|/|;|-|và|hoặc)\s{0,2}){1,2}(?:(?:" + _OFTEN + r""
    r"|báo cáo)\s{1,2})?" + _ITEM + r"){0,5})(?!\w)"
)  # fmt: skip
_EVERY = re.compile(
    r"(?:định kỳ\s{1,2})?mỗi\s{1,2}(?P<mu>tuần|tháng|quý|năm)\s{1,2}"
    r"(?:(?:tổ chức|họp|báo cáo|kiểm tra)\s{1,2})?(?:một|[o0]?1)\s{1,2}lần"
    r"|(?P<n>[\dol]{1,2}|một|ba|sáu)?\s{0,2}(?P<u>tháng|tuần|quý|năm)\s{0,2}(?:/|một|1)\s{0,2}(?:[o0]?1\s{1,2}"
    r"|một\s{1,2})?lần"
    r"|(?P<times>[o0]?1)\s{1,2}lần\s{0,2}(?:/|trong|mỗi|một)\s{0,2}(?P<per>tháng|tuần|quý|năm)"
)  # fmt: skip
_ITEM_OF = {"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter"}
_EVERY_OF = {("tháng", 3): "quarter", ("tháng", 6): "half-year", ("tháng", 9): "9-month", ("tháng", 12): "year"}


@quick
@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: its span from the word that makes it one, comparator, the date, or a day rule in `value`.
    `marker`: before, latest, until, by, label, done or bare; `rule`: whether `value` is a day rule."""

    start: int
    end: int
    comparator: str
    value: str | None
    date: Date | None
    marker: str
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: its span and the periods; `regular`: with "định kỳ"; `listed`: two or more periods."""

    start: int
    end: int
    value: tuple[str, ...]
    regular: bool
    listed: bool


def _two(printed: str) -> str:
    return printed.replace("o", "0").replace("l", "1").zfill(2)


def _marker(fold: str, low: int, at: int) -> tuple[int, str, str] | None:
    """(start, comparator, marker) of the deadline word that ends at `at`."""
    last = fold[max(low, at - 10) : at].split()[-1:]
    if not last or (last[0].lstrip('("') not in _LAST_WORDS and last[0][-1].isalpha()):
        return None
    m = _MARKER.search(fold, max(low, at - 46), at)
    if not m or (m.start() > low and fold[m.start() - 1].isalnum()):
        return None
    name = m.lastgroup or ""
    if name in ("until", "by") and _EVENT.search(fold, max(low, m.start() - 34), m.start()):
        return None
    return m.start(), "<" if name == "before" else "<=", name


def deadline_at(fold: str, at: int, low: int, end: int, *, bare: bool = False) -> Deadline | None:
    """The deadline whose date begins at `at` (at its "ngày", "tháng", "quý", "năm" or first digit); `low` is where its
    sentence begins. None if no date is there or no word makes it a deadline; with `bare` (a cell under "Thời gian hoàn
    thành") any date is one."""
    if (fold[at : at + 1] in "ol" or fold[at].isdecimal()) and not _FIGURES.match(fold, at, end):
        return None
    rule = _RULE.match(fold, at, end)
    if rule and 1 <= int(_two(rule["d"])) <= 31:
        found = _marker(fold, low, at)
        if found or bare:
            start, comparator, name = found or (at, "<=", "bare")
            unit = "year" if rule["year"] else "quarter" if rule["quarter"] else "month"
            day = _two(rule["d"])
            if unit == "year" and not rule["m"]:
                return None
            value = f"{_two(rule['m'])}-{day}/year" if unit == "year" else f"{day}/{unit}"
            return Deadline(start, rule.end(), comparator, value, None, name, True)
    date = date_at(fold, at, end)
    if date is None:
        return _day_alone(fold, at, low, end)
    found = _marker(fold, low, at)
    if date.day is None and _REPORTED.match(fold, date.end, end):
        return None  # "báo cáo quý I trước ngày 10/3": which report, not by when
    if found:
        return Deadline(found[0], date.end, found[1], None, date, found[2])
    if fold.startswith("cuối", date.start):
        return Deadline(date.start, date.end, "<=", None, date, "by")
    return Deadline(date.start, date.end, "<=", None, date, "bare") if bare else None


def _day_alone(fold: str, at: int, low: int, end: int) -> Deadline | None:
    """A day without month: the report just named says of what ("báo cáo tháng trước ngày 20")."""
    m = _DAY.match(fold, at, end)
    found = _marker(fold, low, at) if m else None
    report = _REPORT.search(fold, max(low, found[0] - 30), found[0]) if found else None
    if not m or not found or not report or not 1 <= int(_two(m["d"])) <= 31:
        return None
    unit = "quarter" if report[1] == "quý" else "month"
    return Deadline(found[0], m.end(), found[1], f"{_two(m['d'])}/{unit}", None, found[2], True)


def _period(item: str) -> str:
    words = item.split()
    if words[-1] in ("niên",) or item in ("nửa năm",):
        return "half-year"
    if "tháng" in words and len(words) > 1:
        n = {"sáu": 6, "chín": 9, "ba": 3}.get(words[0]) or int(_two(words[0]))
        return _EVERY_OF[("tháng", n)]
    return _ITEM_OF.get(words[-1], "year")


def frequency_at(fold: str, at: int, end: int) -> Frequency | None:
    """The frequency that begins at `at` ("định kỳ hằng quý, 6 tháng, năm", "hằng tuần", "6 tháng/lần")."""
    every = _EVERY.match(fold, at, end)
    if every:
        value: str | None
        if every["mu"]:
            value = _ITEM_OF.get(every["mu"], "year")
        elif every["u"]:
            n = {"một": 1, "ba": 3, "sáu": 6}.get(every["n"] or "một") or int(_two(every["n"]))
            value = _EVERY_OF.get((every["u"], n)) or (_period(every["u"]) if n == 1 else None)
        else:
            value = _period(every["per"])
        return Frequency(at, every.end(), (value,), True, False) if value else None
    m = _FREQUENCY.match(fold, at, end)
    if not m or not (m["regular"] or m["often"] or re.search(r"[,/;]|và", m["items"])):
        return None
    items = re.findall(_ITEM, m["items"])
    value_list = tuple(dict.fromkeys(_period(" ".join(i.replace("cả ", "").split())) for i in items))
    return Frequency(at, m.end(), value_list, bool(m["regular"]), len(items) > 1)
