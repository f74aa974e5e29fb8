"""Figures in running text: percentages, scores, ranks, sums of money, durations, counted nouns, with comparators.

One scan over `Text.fold` stops at digits, number words before a noun, quarters and frequencies; constant work at each.
What a figure means (aim or result, whose, by when) is decided in `targets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.counted import comparators, damaged, leaders, noun_at
from extractors.deadlines import Deadline, deadline_at, frequency_at
from extractors.facts import Number
from extractors.numerals import WORDS, Numeral, money_at, number_at, parse_number, words_at
from extractors.passed_spans import Spans, span_end

# "3", "o3", "l5", "o,5"; "hai", "ba" … before a noun; "quý I", "hằng", "hàng", "định kỳ", "mỗi tuần". One set of first
# letters, then the rest with a look back at the whole: so a search skips most of the text and tries little elsewhere.
SCAN = re.compile(
    r"[\dolhbstcmnqđ](?<!\w.)(?:(?<=\d)"
    r"|(?:ai(?<=hai)|a(?<=ba)|ốn(?<=bốn)|áu(?<=sáu)|ảy(?<=bảy)|ám(?<=tám)|hín(?<=chín)|ười(?<=mười)|ột(?<=một)"
    r"|ăm(?<=năm))(?=\s[^\W\d])"
    r"|uý(?<=quý)\s{1,2}[ivl1-4]{1,3}(?!\w)|(?:ằng(?<=hằng)|àng(?<=hàng)|ịnh(?<=định) kỳ)(?!\w)"
    r"|ỗi(?<=mỗi)(?=\s{1,2}(?:tuần|tháng|quý|năm)\s)|(?<=[ol])[ol]?\d|(?<=o),\d)"
)
_PERIODS_LEFT = re.compile(r"(?<!\w)((?:(?:tuần|tháng|quý)(?:,| và)\s{1,2}){1,3})$")
_TIMES = re.compile(r"[\dol]{1,2}\s{1,2}lần")
_PERIODS = re.compile(r"[\dol]{1,2}\s{0,2}(?:tháng|tuần|quý|năm|lần)")  # what every frequency in figures begins with
_LED = re.compile(r"(?<!\w)((?:ngày|tháng|quý|năm|cuối tháng|cuối quý|cuối năm)\s{1,3})$")
_DASH = re.compile(
    r"(?P<unit>\s?(?:%|điểm|(?:tỷ|triệu|nghìn)(?: đồng)?|đồng|ngày|giờ|lớp|bậc))?\s{0,2}(?P<to>-|đến|tới|~|÷)\s{0,2}"
)
_FROM = re.compile(r"(?<!\w)(từ\s{1,2})$")
_MOVING = re.compile(r"[^.;,\d]{0,30}?\b(?:xuống|lên|còn|thành)\b")
_PERCENT = re.compile(r"\s{0,2}(?:%|phần trăm)")
_SCORE = re.compile(r"\s{1,2}điểm(?! (?:[a-zđ]|cầu|phục vụ|trường|đến|bưu|dân|du lịch|giao|tiếp|truy|nóng|đen)\b)")
_RATIO = re.compile(r"\s?/\s?([\dol]{1,3}(?:\.\d{3}){0,3})(?![\w/%-])")
_TIME = re.compile(
    r"\s{1,2}(ngày làm việc|giờ làm việc|(?:ngày|giờ|phút|tiếng|tuần|tháng|năm)(?!\w)(?!\s{1,2}(?:đầu năm|cuối năm"
    r"|đầu|cuối|qua|tới|đêm|trở lại|\d|nay|sau(?! khi)|trước(?! (?:ngày|khi))|liên tiếp)))(?!\w)"
)
_NOT_OVER = re.compile(r"(?<!\w)không\s[^.;,:\d]{2,30}\s(quá\s{1,2})$")
_WITHIN = re.compile(
    r"(?<!\w)(trong(?:\s{1,2}(?:thời hạn|vòng|thời gian|khoảng|hạn))?(?:\s{1,2}(?:tối đa|không quá|là|của))?\s{1,2})$"
)
_RANK_LEFT = re.compile(
    r"(?<!\w)((?:(?:vị\s)?thứ|(?:thứ\s)?hạng|vị trí|vị trí thứ|top|tốp)\s{1,2})$"
    r"|(?<!\w)((?:(?:trong|thuộc|vào|lọt)\s{1,2}){0,2}(?:nhóm|top|tốp)(?:\s{1,2}(?:dưới|trên|có))?\s{1,2})$"
)
_RANKS = re.compile(r"\s{0,2}-\s{0,2}(\d{1,2})/(\d{1,3})(?![\w/])")
_RANK_WORDS = ("thứ", "hạng", "trí", "top", "tốp", "nhóm", "dưới", "trên", "có")
_RANK_END = re.compile(rf"(?:{'|'.join(_RANK_WORDS)})\s{{1,2}}$")
_RANKED = re.compile(r"(?:xếp|đứng|hạng|vị trí|vị thứ|đạt|giữ|ở|lên)(?:\s\S{1,8}){0,3}\s{1,2}$")
_TOP = re.compile(
    r"[^.;:(\n]{0,90}?\b(?:dẫn đầu|đứng đầu|đầu|hàng đầu|tốt nhất|cao nhất|tốt|khá|cao)\b(?: cả nước| toàn quốc"
    r"| toàn tỉnh| của tỉnh)?"
)
_ABBREVIATION = re.compile(r"\s{1,2}([a-zđ]{2,6})(?!\w)")
_GLUED = re.compile(r"\s?/\s?(?:lượt|ngày|tháng|năm|quý|tuần|người|đơn vị|xã|hồ sơ|lần|giờ)")
_EVERY_LEFT = re.compile(r"(?<!\w)(mỗi\s{1,2}(?:tuần|tháng|quý|năm|đợt)\s{1,2}(?:[^\W\d]+\s{1,2}){0,3})$")
_IN_WORDS = re.compile(rf"\s?\((?:{WORDS})\)")
# between a number and "trở lên": another sentence, figure or grade ("xếp loại khá trở lên")
_NO_LIMIT = re.compile(r"[.;:()\d]|\b(?:loại|hạng|mức)\b|,\s(?!\S{1,7}(?:\s\S{1,7})?(?:,| trở|$))")
_SCALE = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 10**9, "tỉ": 10**9}


class Finding(NamedTuple):
    """A figure as found: `start:end` from the comparator word to the unit, `number` where its number begins, `noun`
    where what is counted begins. `compared`: a word or sign says the comparator. `deadline` for time limits."""

    start: int
    end: int
    type: str
    comparator: str | None
    value: Number | str | tuple[str, ...] | None
    value_max: Number | None = None
    value_of: Number | None = None
    unit: str | None = None
    number: int = 0
    noun: int = 0
    compared: bool = False
    kind: str = ""
    deadline: Deadline | None = None
    rule: str = ""


class Scanner:
    """Finds the figures of one stretch of text (a sentence, a cell); offsets are those of the whole text."""

    def __init__(
        self, fold: str, start: int, end: int, *, cell: bool = False, dates: bool = False, passed: Spans | None = None
    ) -> None:
        self.fold, self.low, self.end = fold, start, end
        self.cell, self.dates = cell, dates
        self.passed = passed
        self.done = start
        self.last: Finding | None = None

    def findings(self) -> Iterator[Finding]:
        """The figures of the stretch, in order, not overlapping; the text is read only as far as they are asked for."""
        for m in SCAN.finditer(self.fold, self.low, self.end):
            if m.start() < self.done:
                continue
            if self.passed is not None and (over := span_end(self.passed, m.start())):
                self.done = over
                continue
            found = self.at(m.start(), m[0])
            if found is not None:
                self.last = found
                self.done = max(self.done, found.end)
                yield found

    def at(self, at: int, hit: str) -> Finding | None:
        """The figure at a hit of the scan, by what was hit; None if it is none."""
        if hit[0] in "hbstcmnqđ":  # no number in digits
            if hit == "mỗi":
                often = frequency_at(self.fold, at, self.end)
                return self.frequency(at) if often and self.fold.endswith("lần", at, often.end) else None
            if hit.startswith(("hằng", "hàng", "định", "quý")):
                return self.date(at) if hit[0] == "q" else self.frequency(at)
            numeral = words_at(self.fold, at, self.end)
            if numeral and hit == "sáu" and (f := self.frequency(at)):
                return f
            return self.figure(numeral) if numeral else None
        left = self.fold[max(self.low, at - 12) : at].rstrip()
        near = left.endswith(("ngày", "tháng", "quý", "năm"))
        led = _LED.search(self.fold, max(self.low, at - 12), at) if near else None
        each = led and self.fold[max(self.low, led.start(1) - 5) : led.start(1)].strip() in ("mỗi", "hằng", "hàng")
        if led and not each and (found := self.date(led.start(1))):  # "mỗi tháng 04 tin" is no April
            return found
        if led and led[1].strip() != "năm" and not each:
            self.done = at + 1
            return None
        every = frequency_at(self.fold, at, self.end) if _PERIODS.match(self.fold, at) else None
        if every and not (_TIMES.match(self.fold, at) and self.compared_before(at)):
            return self.frequency(at)
        if found := self.date(at):
            return found
        if self.fold[at - 1 : at] in ("/", "-", "_", "@") and self.fold[at - 2 : at - 1].isalnum():
            self.skip(at)
            return None
        numeral = number_at(self.fold, at, self.end) or self.glued(at)
        return self.figure(numeral) if numeral else self.skip(at)

    def compared_before(self, at: int) -> bool:
        """Whether a comparator stands before `at`: "ít nhất 01 lần/quý" is a quantity."""
        return comparators()[0].search(self.fold, max(self.low, at - 34), at) is not None

    def glued(self, at: int) -> Numeral | None:
        """A number with its currency glued to it ("48.500.000đ")."""
        m = re.compile(r"[\d.,]{1,20}(?=đ(?!\w)|đồng|tr|%)").match(self.fold, at, self.end)
        return Numeral(at, m.end(), 0) if m else None

    def skip(self, at: int) -> Finding | None:
        """Passes over a token that is no number."""
        m = re.compile(r"[\w./-]+").match(self.fold, at, self.end)
        self.done = max(self.done, m.end() if m else at + 1)
        return None

    def date(self, at: int) -> Finding | None:
        """The time limit or bare date that begins at `at`."""
        found = deadline_at(self.fold, at, self.low, self.end, bare=True)
        if found is None:
            return None
        plain = self.fold[at] in "ol" or self.fold[at].isdecimal()
        d = found.date
        if plain and d and d.year is None and found.marker in ("bare",) and not self.dates:
            return None  # "18/30 cơ quan", "15/3": a ratio or part of something
        if plain and d and d.year is None and not self.dates and found.marker not in ("before", "latest", "label"):
            return None
        self.done = max(self.done, found.end)
        return Finding(found.start, found.end, "deadline", found.comparator, found.value, number=at, deadline=found,
                       rule=found.marker)  # fmt: skip

    def frequency(self, at: int) -> Finding | None:
        """The frequency that begins at `at`."""
        begin = at
        if self.fold[at].isdigit() and (left := _PERIODS_LEFT.search(self.fold, max(self.low, at - 40), at)):
            begin = left.start(1)  # "báo cáo quý, 6 tháng, năm"
        f = frequency_at(self.fold, begin, self.end) or frequency_at(self.fold, at, self.end)
        if f is None:
            return None
        self.done = max(self.done, f.end)
        rule = "regular" if f.regular else "listed" if f.listed else "plain"
        return Finding(f.start, f.end, "frequency", None, f.value, number=at, rule=rule)

    # numbers ------------------------------------------------------------------------------------------------------
    def figure(self, n: Numeral) -> Finding | None:
        """The figure whose (first) number is `n`."""
        last = n
        span = _DASH.match(self.fold, n.end, self.end)
        if (
            span
            and span["unit"]
            and not (span["to"] == "-" or _FROM.search(self.fold, max(self.low, n.start - 5), n.start))
        ):
            span = None
        if span and (second := number_at(self.fold, span.end(), self.end) or words_at(self.fold, span.end(), self.end)):
            first_unit = not isinstance(second.value, str)
            if first_unit and n.value < second.value < 1900 and not (second.words and not n.words):
                last = second
        found = self.typed(n, last)
        if found is None and last is not n:
            found = self.typed(n, n)
        if found is None:
            self.done = max(self.done, n.end)
            return None
        return self.compared(found, n, last)

    def typed(self, n: Numeral, last: Numeral) -> Finding | None:
        """Type, value and unit of a number by what stands around it; None if it is no figure."""
        fold, end = self.fold, self.end
        value_max = last.value if last is not n else None
        base = Finding(n.start, last.end, "", "=", n.value, value_max, number=n.start, noun=last.end)
        money = money_at(fold, last.start, end)
        if money:
            return self.sum(base, n, last, money)
        sign = fold[last.end : last.end + 3].lstrip()[:1]  # spares most numbers most patterns
        if sign == "(" and (repeated := _IN_WORDS.match(fold, last.end, end)):  # "07 (bảy) ngày làm việc"
            last = Numeral(last.start, repeated.end(), last.value)
            sign = fold[last.end : last.end + 3].lstrip()[:1]
        if sign in "%p" and (m := _PERCENT.match(fold, last.end, end)):
            return base._replace(end=m.end(), type="percentage", unit="%", noun=m.end())
        if value_max is None:
            if rank := self.rank(base, n):
                return rank
            if m := _RATIO.match(fold, n.end, end):
                return self.ratio(base, n, m)
        if sign == "đ" and (m := _SCORE.match(fold, last.end, end)):
            return base._replace(end=m.end(), type="score", unit="điểm", noun=m.end())
        if sign in "ngpt" and (m := _TIME.match(fold, last.end, end)):
            return base._replace(end=m.end(), type="duration", unit=m[1], noun=m.end(), kind=m[1])
        return self.quantity(base, last)

    def sum(self, base: Finding, n: Numeral, last: Numeral, money: tuple[int, Number, str]) -> Finding:
        """The figure of a sum of money; a range shares its scale ("từ 30 đến 50 triệu đồng")."""
        end, value, currency = money
        if last is n:
            return base._replace(end=end, type="money", value=value, unit=currency, noun=end)
        scale = value / last.value if last.value else 1
        low = n.value * scale
        low = int(low) if float(low).is_integer() else low
        return base._replace(end=end, type="money", value=low, value_max=value, unit=currency, noun=end)

    def rank(self, base: Finding, n: Numeral) -> Finding | None:
        """The rank that `n` states ("thứ 5/15", "nhóm 10 tỉnh dẫn đầu"); None if it is none."""
        before = self.fold[max(self.low, n.start - 8) : n.start]
        if not (before.rstrip().endswith(_RANK_WORDS) and _RANK_END.search(before)):
            top = leaders(self.fold, self.low, n.start, n.end, self.end) if isinstance(n.value, int) else None
            return base._replace(start=top[0], end=top[1], type="rank", comparator="<=", unit="rank", compared=True,
                                 noun=top[1]) if top else None  # fmt: skip
        left = _RANK_LEFT.search(self.fold, max(self.low, n.start - 34), n.start)
        of = _RATIO.match(self.fold, n.end, self.end)
        if not left:
            return None
        if (span := _RANKS.match(self.fold, n.end, self.end)) and left[2] is None:
            value_max = parse_number(span[1])
            return base._replace(
                start=left.start(1), end=span.end(), type="rank", comparator="range", value_max=value_max, unit="rank",
                value_of=parse_number(span[2]), compared=True, noun=span.end(),
            )  # fmt: skip
        if of:
            base = base._replace(value_of=parse_number(of[1]))
        group = left[2] is not None or left[1].strip() in ("top", "tốp")
        start = left.start(2) if left[2] is not None else left.start(1)
        if not isinstance(n.value, int) or n.value > 200:
            return None
        if group:
            if not of and self.fold[n.end : n.end + 1] not in ("", ".", ",", ";", ")", " ", "|", "\n"):
                return None
            tail = _TOP.match(self.fold, of.end() if of else n.end, self.end)
            if left[2] and "nhóm" in left[2] and not tail and not of and not self.cell:
                return None
            stop = tail.end() if tail else (of.end() if of else n.end)
            return base._replace(
                start=start, end=stop, type="rank", comparator="<=", unit="rank", compared=True, noun=stop
            )
        if (
            not of
            and not _RANKED.search(self.fold, max(self.low, start - 30), start)
            and "hạng" not in left[1]
            and "vị" not in left[1]
        ):
            return None
        if not of and re.match(r"\s{1,2}(?:tháng|năm|của hội nghị|ban)", self.fold[n.end : n.end + 16]):
            return None
        stop = of.end() if of else n.end
        return base._replace(start=start, end=stop, type="rank", unit="rank", noun=stop)

    def ratio(self, base: Finding, n: Numeral, m: re.Match[str]) -> Finding | None:
        """The figure of "n/m": a score, a rank, or so many of so many."""
        of = number_at(self.fold, m.start(1), self.end)
        if of is None or of.value < n.value:
            return None
        base = base._replace(value_of=of.value, end=of.end, noun=of.end)
        if s := _SCORE.match(self.fold, of.end, self.end):
            return base._replace(type="score", unit="điểm", end=s.end(), noun=s.end())
        if of.value == 63 or of.value == 34 or self.cell:
            after = self.fold[of.end : of.end + 20].strip()
            if not after or after[0] in ".,;)|" or after.startswith("tỉnh"):
                return base._replace(type="rank", unit="rank")
        noun = noun_at(self.fold, of.end, self.end)
        if noun and noun[3] in ("place", "body") and self.ranked(n.start):
            return base._replace(type="rank", unit="rank")
        if noun is None or noun[3] == "reject" or noun[2].startswith(("giờ", "h", "ngày")):
            return None
        return base._replace(type="quantity", unit=noun[2], end=noun[1], noun=noun[0], kind="ratio")

    def ranked(self, at: int) -> bool:
        """Whether the figure before, in the same list, is a rank ("xếp 20/63 tỉnh cả nước, 5/14 tỉnh vùng …")."""
        if re.search(r"(?:xếp|đứng)(?: hạng| loại)?\s{1,2}$", self.fold[max(self.low, at - 14) : at]):
            return True
        last = self.last
        return last is not None and last.type == "rank" and not re.search(r"[.;:(\d]|đạt", self.fold[last.end : at])

    def quantity(self, base: Finding, last: Numeral) -> Finding | None:
        """The figure of a number before a counted noun."""
        noun = noun_at(self.fold, last.end, self.end)
        if noun is None:
            return None
        start, end, words, kind = noun
        if words.split()[0] in _SCALE and "đồng" in words:
            value = base.value * _SCALE[words.split()[0]] if isinstance(base.value, int) else None
            return base._replace(type="money", value=value, unit="VND", end=end, noun=end)
        if words.startswith(("tháng", "ngày", "giờ", "năm", "tuần", "phút")) or (
            kind in ("", "reject") and self.words(base)
        ):
            return None
        if kind == "reject" or (
            base.value == 1 and self.fold[base.number : base.number + 3] == "một" and kind in ("set", "place", "")
        ):
            return None
        if (
            isinstance(base.value, int)
            and 1900 <= base.value <= 2100
            and last.end - base.number == 4
            and kind != "product"
        ):
            return None
        return Finding(base.start, end, "quantity", *base[3:7], words, base.number, start, kind=kind or "unknown")

    def words(self, f: Finding) -> bool:
        """Whether the number is written in words."""
        return not (self.fold[f.number] in "ol" or self.fold[f.number].isdecimal())

    def compared(self, found: Finding, n: Numeral, last: Numeral) -> Finding:
        """`found` with the comparator before it ("ít nhất", "từ … đến") and behind it ("trở lên")."""
        left, table, right, known = comparators()
        glued = _GLUED.match(self.fold, found.end, self.end)
        if glued and found.type in ("duration", "quantity"):
            found = found._replace(end=glued.end())
        start = found.start
        last_word = self.fold[max(self.low, start - 9) : start].split()[-1:]
        stands = last_word and (last_word[0].lstrip('("') in known or not last_word[0][-1].isalpha())
        m = left.search(self.fold, max(self.low, start - 34), start) if stands else None
        if last_word and not stands and (said := damaged(self.fold, max(self.low, start - 34), start, last_word[0])):
            return found._replace(start=said[0], comparator=said[1], compared=True)
        sign = found.comparator or "="
        word = ""
        if m:
            word = " ".join(m[1].split())
            start = m.start(1)
            if found.type != "rank" or word != "trên":
                sign = table[word]
            if found.type == "rank":
                sign = {">=": "<=", ">": "<", "=": "="}.get(sign, sign)
        if not m and last_word == ["quá"] and (w := _NOT_OVER.search(self.fold, max(self.low, start - 44), start)):
            start, sign, word = w.start(1), "<=", "quá"  # "không để phát sinh quá 2%"
        if found.type == "duration" and not m and (w := _WITHIN.search(self.fold, max(self.low, start - 34), start)):
            start, sign, word = w.start(1), "<=", "trong"
        if last is not n and found.value_max is not None:
            sign = "range"
        compared = bool(word) or found.compared or sign == "range"
        tail = self.after(found, right)
        if word == "từ" and not tail and sign != "range" and found.type in ("quantity", "duration", "rank"):
            start, sign, compared = found.start, "=", False  # "bàn giao từ 05 phường": no limit
        elif word == "từ" and not tail and sign != "range" and _MOVING.match(self.fold, found.end, self.end):
            start, sign, compared = found.start, "=", False  # "giảm từ 10,85% xuống còn 1,31%": where it came from
        if tail:
            sign = table[tail[1]]
            if found.type == "rank":
                sign = "<=" if sign == ">=" else ">="
            compared, found = True, found._replace(end=max(found.end, tail.end()))
        near = found.type == "quantity" and self.fold.find("mỗi", max(self.low, start - 40), start) >= 0
        every = _EVERY_LEFT.search(self.fold, max(self.low, start - 40), start) if near else None
        if every:
            start, found = every.start(1), found._replace(rule="each")
        return Finding(start, found.end, found.type, sign, *found[4:10], compared, *found[11:])

    def after(self, found: Finding, right: re.Pattern[str]) -> re.Match[str] | None:
        """ "trở lên" or "trở xuống" behind the unit, or behind the noun that follows it."""
        m = right.match(self.fold, found.end, self.end)
        if m:
            return m
        at = self.fold.find(" trở ", found.end, min(self.end, found.end + 70))
        if at < 0 or _NO_LIMIT.search(self.fold, found.end, at):
            return None
        return right.match(self.fold, at, self.end)
