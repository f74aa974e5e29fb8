"""What is said of a mention of an index: year, value, rank, target or result, scope.

Read from the words around it, its headings and the kind of document; rules: docs/annotation.md, "indices".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors import cues
from extractors.facts import Document, Index, Number
from extractors.figures import Finding, Scanner
from extractors.governing import Governing, headings, is_report, plan_year
from extractors.index_names import Mention
from extractors.outline import Outline
from extractors.text import Text

_FULL_STOP = re.compile(r"\.\s|\n\s*\n|\.$")
_OTHER_MATTER = re.compile(r"[;,]|100%|tỷ lệ|phiếu|kinh phí")
_CHANGE = re.compile(r"(?:tăng|giảm|cao hơn|thấp hơn|hơn|kém|chênh|thêm|cải thiện)(?! lên)(?:\s\S{1,8}){0,3}\s{1,2}$")
_YEAR = re.compile(r"(?<!tháng \d )(?<!tháng \d\d )năm\s{1,2}((?:[1l]9|2[0o])[\dol]{2})(?!\s?-\s?20\d\d|\w)")
_MONTH = re.compile(r"tháng\s{1,2}\d{1,2}/(20\d\d)")
_YEAR_BARE = re.compile(r"\s{1,2}((?:19|20)\d\d)(?![\d.,%/-])")
_DOC_NOUN = re.compile(
    r"(?:kế hoạch|quyết định|nghị quyết|chương trình|chỉ thị|công văn|báo cáo|đề án|so với|từ|nhiệm vụ)[^;.]{0,60}$"
)
_VERB = re.compile(
    r"đạt|xếp|đứng|hạng|nằm|thuộc|điểm|vị trí|thứ|nhóm|top|bậc|được|duy trì|giữ|phấn đấu|tối thiểu|trên|ít nhất"
    r"|từ|là|:|%|\(|kết quả|tăng|khoảng|về"
)
_RESULT = re.compile(
    r"kết quả(?:[ ,]{1,2}(?:đánh giá|thực hiện|chấm điểm|xếp hạng|xếp loại|công bố|đạt được|về|của|các|bộ|việc"
    r"|đo lường)){0,6}[ ,]{0,2}$"
)
_PREDICATE = re.compile(
    r"[^.;\n]{0,60}?\b(?:đạt|xếp|nằm|thuộc|tăng|được|duy trì|cải thiện|giữ|trong nhóm|đứng|phấn đấu|phải)\b"
)
_SCOPES = (
    ("province", r"tỉnh|thành phố trực thuộc|địa phương trong cả nước|cấp tỉnh"),
    ("department", r"sở|các sở|cấp sở"),
    ("district", r"huyện|quận|thị xã|cấp huyện|các huyện"),
    ("commune", r"xã|phường|thị trấn|đặc khu|cấp xã|các xã"),
)
_SCOPE = re.compile(
    r"^[^.;:\n(]{0,24}?(?:\bcủa|\bcấp|\bcho) (?:ubnd |ủy ban nhân dân |cấp |các |từng |mỗi )*(tỉnh|sở|huyện"
    r"|quận|thị xã|xã|phường|thị trấn|đặc khu)\b"
)
_SCOPE_LEFT = re.compile(r"(?:chỉ số|ở|tại)(?: của| thuộc)? (?:cấp |các )?(tỉnh|sở|huyện|xã)\b[^.;]{0,40}$")
SCOPE_OF = {
    "tỉnh": "province", "sở": "department", "huyện": "district", "quận": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
_OWN_SCOPE = {
    "province": re.compile(r"cấp tỉnh"),
    "district": re.compile(r"cấp huyện"),
    "commune": re.compile(r"cấp xã"),
}


_RANKED_IN = re.compile(r"\b(?:về|trong bảng xếp hạng|trong xếp hạng|của)\s{1,2}(?:kết quả\s{1,2})?$")
_AIMED = re.compile(r"phấn đấu|mục tiêu|chỉ tiêu")
_OF_OTHER = re.compile(r"[;:()]|\d|đạt|xếp|nâng|trong khi|so với|,|ngày|tháng")
_BEHIND = re.compile(r" (?:trong )?năm \d{4}(?= (?:lên|xuống|thành|và)|[,;.)]|$)")
_AGAINST = re.compile(r"so với (?:[^\W\d_]+ ){0,4}năm \d{4}(?! ?\()")  # what it is compared with is not its year
_BRACKETED = re.compile(r"\([^()]{0,160}\)")


def _years(words: str) -> list[int]:
    return [int(y[1].replace("o", "0").replace("l", "1")) for y in _YEAR.finditer(words)]


@dataclass(slots=True)
class Said:
    """What one sentence says of a mention for one year."""

    year: int | None = None
    value: Number | None = None
    unit: str | None = None
    rank: int | None = None
    rank_of: int | None = None
    aimed: bool = False
    bracket: bool = False


@dataclass(slots=True)
class Place:
    """Where a mention stands: its block, the bounds of its sentence, what governs it."""

    block: int
    start: int
    end: int
    governing: Governing = field(default_factory=Governing)


class Reader:
    """Reads what one document says of its mentions of indices."""

    def __init__(self, text: Text, outline: Outline, document: Document | None) -> None:
        self.text, self.fold, self.outline = text, text.fold, outline
        self.headings = headings(text, outline)
        self.report, self.year = is_report(document), plan_year(document)
        self.last: tuple[int, str | None] = (-1, None)

    def place(self, m: Mention) -> Place:
        """Where the mention stands: its block, its sentence, what governs it."""
        i = self.outline.index_at(m.start)
        block = self.outline.blocks[i] if i >= 0 else None
        low, high = (block.start, block.end) if block and block.end >= m.end else (m.start, m.end)
        if not (block and block.end >= m.end):
            low = self.fold.rfind("\n", 0, m.start) + 1
            stop = self.fold.find("\n", m.end)
            high = stop if stop >= 0 else len(self.fold)
        low, high = max(low, m.start - 600), min(high, m.end + 600)
        begin = max(self.fold.rfind(". ", low, m.start) + 1, low)
        while begin > low and self.fold[begin - 2 : begin - 1].isupper():
            begin = max(self.fold.rfind(". ", low, begin - 1) + 1, low)
        full_stop = _FULL_STOP.search(self.fold, m.end, high)
        governing = self.headings.above(i) if i >= 0 else Governing()
        return Place(i, begin, full_stop.start() if full_stop else high, governing)

    # what is said behind the mention ------------------------------------------------------------------------------
    def said(self, m: Mention, end: int) -> list[Said]:
        """The values and ranks between the mention and `end`, grouped by year."""
        out: list[Said] = []
        last = m.end
        for f in self.figures(m.end, end):
            gap = self.fold[last : f.start]
            if not self.belongs(gap, first=not out):
                break
            if _CHANGE.search(gap[-40:] or " "):
                continue
            behind = _BEHIND.match(self.fold, f.end, end)
            years = (
                _years(behind[0]) if behind else _years(_AGAINST.sub("", gap)) or [int(y) for y in _MONTH.findall(gap)]
            )
            bracket = gap.rfind("(") > gap.rfind(")")
            now = out[-1] if out else None
            year = years[-1] if years else None
            stated = now is not None and (now.value is not None or now.rank is not None)
            full = now is not None and (now.rank is not None if f.type == "rank" else now.value is not None)
            if full and year is None and not bracket:
                continue  # a second rank, of a region: "20/63 tỉnh, 5/14 tỉnh vùng …"
            if now is None or full or (stated and year is not None and now.year != year):
                now = Said(year=year, bracket=bracket)
                out.append(now)
            self.fill(now, f, gap)
            last = f.end
        return out

    def figures(self, start: int, end: int) -> Iterator[Finding]:
        """Scores, percentages and ranks between two offsets."""
        kinds = ("score", "percentage", "rank")
        return (f for f in Scanner(self.fold, start, end).findings() if f.type in kinds)

    def ahead(self, m: Mention, start: int) -> list[Said]:
        """A rank that stands before the name ("đứng thứ 1/20 sở, ngành về chỉ số CCHC")."""
        low = max(start, m.start - 110)
        left = self.fold[low : m.start]
        if not _RANKED_IN.search(left):
            return []
        found = list(self.figures(low, m.start))
        if not found or found[-1].type != "rank" or re.search(r"[;:.]|chỉ số", self.fold[found[-1].end : m.start]):
            return []
        now = Said()
        self.fill(now, found[-1], "")
        return [now]

    def belongs(self, gap: str, *, first: bool) -> bool:
        """Whether a figure behind `gap` is still the index's."""
        if len(gap) > (150 if first else 110) or "\n\n" in gap:
            return False
        if cues.pattern("index_foreign").search(gap):
            described = first and "đạt" in gap and not _OTHER_MATTER.search(gap)
            if not described:  # "SIPAS đối với lĩnh vực đất đai đạt …" is still the index's
                return False
        cut = max(gap.rfind(";"), gap.rfind(". "))
        if cut >= 0 and not re.match(
            r"\s{0,2}(?:đạt|xếp|đứng|nằm|thuộc|tổng điểm|và |thứ hạng|phấn đấu|trong nhóm|vị trí|năm 20|tăng"
            r"|giữ|duy trì)",
            gap[cut + 1 :] + " ",
        ):
            return False
        return bool(_VERB.search(gap)) or len(gap) <= 14

    def fill(self, now: Said, f: Finding, gap: str) -> None:
        """Takes the figure over; a range counts with its lower end."""
        if f.type == "rank":
            now.rank = f.value if isinstance(f.value, int) else None
            now.rank_of = f.value_of if isinstance(f.value_of, int) else None
        else:
            now.value, now.unit = (f.value if isinstance(f.value, int | float) else None), f.unit
        if (f.compared and f.comparator != "=") or _AIMED.search(gap[-60:]):
            now.aimed = True

    # years --------------------------------------------------------------------------------------------------------
    def year_behind(self, m: Mention, end: int) -> int | None:
        """The year right behind the name ("PCI 2021", "Chỉ số CCHC của huyện năm 2025")."""
        glued = _YEAR_BARE.match(self.fold, m.end, end)
        if glued:
            return int(glued[1])
        window = self.fold[m.end : min(end, m.end + 70)]
        y = _YEAR.search(window)
        if not y:
            return None
        gap = window[: y.start()]
        if _OF_OTHER.search(gap) or _DOC_NOUN.search(gap):
            return None
        return _years(y[0])[0]

    def year_before(self, start: int, at: int) -> int | None:
        """The year that opens the sentence or stands in it before the name, outside brackets and names of documents."""
        window = _BRACKETED.sub(lambda m: " " * len(m[0]), self.fold[start:at])
        for y in reversed(list(_YEAR.finditer(window))):
            if _DOC_NOUN.search(window[: y.start()]) or "(" in window[y.start() :]:
                continue
            opens = y.start() <= 40 or re.match(r"\s?[:,]", window[y.end() :])
            tail = window[y.end() :]
            if not opens and (";" in tail or len(tail) > 160):
                return None
            return _years(y[0])[0]
        return None

    # status -------------------------------------------------------------------------------------------------------
    def governed(self, m: Mention, place: Place) -> str | None:
        """target, result or None by the words before the (first) mention."""
        left = self.fold[max(place.start, m.start - 160) : m.start]
        left = left[max(left.rfind(";"), left.rfind(": ") if "mục tiêu" not in left[-60:] else -1) + 1 :]
        result = _RESULT.search(left)
        aims = list(cues.pattern("index_aim").finditer(left))
        if result and not (aims and result.start() - aims[-1].end() <= 12):
            return "result"
        if aims:
            between = left[aims[-1].end() :]
            segment = between[between.rfind(",") + 1 :]
            if not cues.pattern("index_neutral").search(segment) and len(between) <= 110:
                return "target"
        return None

    def status(self, m: Mention, said: Said | None, place: Place, own: str | None) -> str | None:
        """target, result or None: by the year, the figure, the governing words and headings."""
        stated = said is not None and (said.value is not None or said.rank is not None)
        if stated and said is not None:
            if (
                said.bracket
                and said.year is not None
                and not said.aimed
                and (self.year is None or said.year <= self.year)
            ):
                return "result"
            if said.year is not None and self.year is not None and said.year < self.year and not said.aimed:
                return "result"
            if said.aimed or own == "target":
                return "target"
            if place.governing.status:
                return place.governing.status
            if self.last[0] == place.start and self.last[1] == "result":
                return "result"  # one sentence, several indices: "PAR INDEX năm 2023 đạt …; SIPAS đạt …"
            return (
                "result" if self.report or (said.bracket and said.year is not None) or self.past(m, place) else "target"
            )
        if own:
            return own
        right = self.fold[m.end : place.end]
        if _PREDICATE.match(right):
            left = self.fold[max(place.start, m.start - 300) : m.start]
            if re.search(r"phấn đấu", left + right[:60]):
                return "target"
            if place.governing.goals and re.match(
                r"[^.;,]{0,60}?\b(?:đạt|xếp|nằm|thuộc|tăng|duy trì|cải thiện|được)\b", right
            ):
                return "target"
        return None

    def past(self, m: Mention, place: Place) -> bool:
        return bool(re.search(r"\bđã\b|được công bố|theo công bố", self.fold[place.start : place.end]))

    # scope --------------------------------------------------------------------------------------------------------
    def scope(self, m: Mention, place: Place) -> str | None:
        """province, department, district or commune by the name or the words around it."""
        words = self.fold[m.start : m.end]
        for scope, pattern in _OWN_SCOPE.items():
            if pattern.search(words) and not re.search(r"sở|ngành", words):
                return scope
        right = _SCOPE.match(self.fold[m.end : min(place.end, m.end + 60)])
        if right:
            return SCOPE_OF[right[1]]
        left = _SCOPE_LEFT.search(self.fold[max(place.start, m.start - 90) : m.start])
        return SCOPE_OF[left[1]] if left else None

    # all ----------------------------------------------------------------------------------------------------------
    def read(self, chain: list[Mention], following: Mention | None = None) -> list[Index]:
        """The entries of mentions that stand in one list ("Chỉ số SIPAS, PAPI, PCI"). What is said behind the mention
        that follows, if that is of another index, is said of that."""
        first, last = chain[0], chain[-1]
        place = self.place(first)
        end = max(place.end, last.end)
        if following is not None and following.code != last.code:
            end = min(end, max(following.start, last.end))
        own = self.governed(first, place)
        behind = self.year_behind(last, end)
        before = self.year_before(place.start, first.start)
        out: list[Index] = []
        for k, m in enumerate(chain):
            stop = chain[k + 1].start if k + 1 < len(chain) else end
            said = self.said(m, stop) or self.ahead(m, place.start)
            if said and said[0].bracket and own == "target" and not said[0].aimed:
                said.insert(0, Said())
            year = self.year_behind(m, stop) or behind or before or place.governing.year
            scope = self.scope(m, place)
            for j, s in enumerate(said or [Said()]):
                if s.year is None and j == 0:
                    s.year = year
                status = self.status(m, s, place, own)
                out.append(self.entry(m, s, status, scope))
                if not s.bracket:
                    self.last = place.start, status
        return out

    def entry(self, m: Mention, s: Said, status: str | None, scope: str | None) -> Index:
        """The entry for one mention and year."""
        quote = self.text.text[m.start : m.end]
        return Index(m.start, m.end, quote, m.code, s.year, s.value, s.unit, s.rank, s.rank_of, status, scope,
                     rule=m.rule, repairs=m.repairs)  # fmt: skip
