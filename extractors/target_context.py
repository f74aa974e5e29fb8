"""What stands around a figure: its clause, what is counted, by when, who must reach it, whether it is an aim."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors import cues, duty_words
from extractors.bodies import Body
from extractors.body_heads import PERSON
from extractors.facts import Document, Index, Responsibility
from extractors.figures import Finding
from extractors.governing import Governing, headings, is_report, plan_year
from extractors.outline import Outline
from extractors.quick import quick
from extractors.text import Text

_LEAD_IN = re.compile(
    r"\s{0,2}(?:(?:trong )?năm 20\d\d,? )?"
    r"(?:(?:giao|giao cho|đề nghị|yêu cầu|phân công|riêng|trong đó|đồng thời|ubnd tỉnh giao|đối với"
    r"|kính đề nghị|thống nhất giao)"
    r"[\s:,]{1,2}){0,2}(?:đồng chí\s{1,2})?"
)  # fmt: skip
_LONGEST_LEAD = 240  # letters before the first body: an order, a person's name
_JOINT = re.compile(r"\s{0,2}(?:,|;|và|&|cùng với|/|, và)\s{0,2}(?:các\s)?")
_EACH = re.compile(
    r"\s{0,2}(?:(?:giao|đề nghị|yêu cầu)\s{1,2})?(mỗi\s{1,2}(?!(?:năm|tháng|quý|tuần|ngày|đợt|lần|kỳ|buổi|lượt"
    r"|chỉ số|hồ sơ|tiêu chí|tin|bài|phiếu|văn bản|cuộc|lớp|thủ tục"
    r"|tệp|tập tin|tài liệu|trang|nội dung|lĩnh vực|nhiệm vụ|mô hình|sản phẩm"
    r"|tổ(?= (?:có|tối|ít|không|gồm|\d)))\b)"
    r"(?:[^\W\d]+,?\s{1,2}){1,9}?)(?=(?:có|phải|bố trí|viết|tổ chức|thành lập|cân đối|xây dựng|đăng|đăng ký"
    r"|ít nhất|tối thiểu|cử|mở|thực hiện"
    r"|đảm bảo|bảo đảm|chọn|lựa chọn|duy trì|hoàn thành|giảm|xây|vận động|hỗ trợ|phấn đấu|gửi|hằng|hàng|mỗi"
    r"|trồng|tham gia|phân công|không|khảo sát|phát"
    r"|tuyên truyền|kiểm tra|lập|nộp|đề xuất|đề ra|phấn đấu|bồi dưỡng|chủ động|rà soát|triển khai)\b|\d)"
)  # fmt: skip
_REACH = 1200  # how far a clause, a subject, a deadline may stand from the figure it belongs to
_SENTENCE_END = re.compile(r"[.!?…]\s{1,2}(?=\S)")
_STOP = re.compile(r"[.!?/](?:(?<!/)\s{1,2}(?=[^\W\d_])|(?<=[./])\s{0,3}$)")
_POINT = re.compile(r"[;:.,]\s{1,2}(?=\S)")
_ASSIGNED = re.compile(
    r"[.;(](?:\s{0,2})(?:cơ quan |đơn vị |bộ phận )?(?:chủ trì|đầu mối|thực hiện)(?: thực hiện)?\s?:\s?"
)
_PARTNERS = re.compile(r"(?<!\w)(?:với|cùng|gửi|gồm|báo cáo)\s(?:các\s)?[^,;.:]{0,24}:\s*\Z")
_SHARE = re.compile(
    r"\s{0,2}(?:có |phấn đấu |đảm bảo |bảo đảm |ít nhất |tối thiểu |trên ){0,2}\d{1,3}\s?%\s{1,2}(?:các |số "
    r"|tổng số )?"
)
_MARKED = re.compile(r"\s(?:đạt|được xếp|xếp|có điểm|có chỉ số)\b")
_HELPERS = ("with.", "label.coordinate", "list", "table.coordinate")  # rules of those who only help
_LEAD_WORDS = 60  # how far before its subject a figure of a duty may stand
_OPENING = re.compile(
    r"\W{0,3}(?:thực hiện|căn cứ|trên cơ sở|trong|năm|để|nhằm|theo|ngày|sau khi|định kỳ|hằng|hàng|từ)\b"
)
_PAST = re.compile(
    r"\bđã\b(?! được (?:giao|duyệt|phê duyệt)| (?:đề ra|ban hành|công bố|quy định))|mới đạt|chỉ đạt|đạt được"
    r"|mới có|hiện có|hiện nay|thời gian qua"
    r"|trong \d{1,2} tháng đầu năm|vừa qua|tính đến|đến nay|năm qua|còn\b(?! hiệu lực)"
)
_AIM = re.compile(r"phấn đấu|(?<!\d )chỉ tiêu(?! được giao)|mục tiêu|phải đạt|yêu cầu đạt|quyết tâm|dự kiến")
_PAST_YEAR = re.compile(r"năm\s{1,2}((?:19|20)\d\d)")
_COMPARED_YEAR = re.compile(r"so (?:với )?(?:cùng kỳ |kết quả )?$")
_CLOSING = re.compile(r"\s{0,2}(?:báo cáo|hoàn thành|kết thúc|gửi|trình|xong|tổng hợp)\b")
_TITLES = re.compile(
    r"(?:kế hoạch|quyết định|nghị quyết|chương trình|chỉ thị|công văn|báo cáo|thông báo|đề án|so với|so)[^;.:]{0,70}$"
)
_NEXT_FIGURE = re.compile(r",\s{1,2}(?:[^\W\d]+\s){0,1}\d")  # the next of a list of figures
_ASIDE = re.compile(r"\([^()\n\d%]{2,60}\)\s(?=(?:được|có|đã|phải|trên|thuộc|của|nộp|tiếp|đủ|và)\s)")
_TAIL_END = re.compile(
    r"[;.:()]|\s-\s|\s(?:theo|trước ngày|trước \d|chậm nhất|trong (?:năm|quý|tháng|\d+|vòng|thời hạn)"
    r"|vào năm|đến năm|đến hết|so với|nhằm|để|hoàn thành|xong trước|tại thời điểm|năm \d|được giao tại"
    r"|qua phong trào|kể từ|(?<!tuổi )trở lên|trở xuống|vào cuối|đạt \d|và \d[\d.,]*%?)(?!\w)"
)


def list_comma(fold: str, comma: int) -> bool:
    """Whether the comma goes on with a list of what is counted ("cơ quan, đơn vị, địa phương")."""
    if fold[comma + 1 : comma + 2] != " ":
        return False
    return bool(cues.pattern("listed_noun").match(fold, comma + 2))


@quick
@dataclass(frozen=True, slots=True)
class Clause:
    """Bounds of a clause (between semicolons and sentence ends) and of the sentence it stands in."""

    start: int
    end: int
    sentence: int
    sentence_end: int
    bracket: int = -1


class Surroundings:
    """One document's blocks, bodies and indices, asked about places in it."""

    def __init__(
        self,
        text: Text,
        outline: Outline,
        document: Document | None,
        bodies: list[Body],
        indices: list[Index],
        duties: Sequence[Responsibility] = (),
    ) -> None:
        self.text, self.fold, self.outline = text.text, duty_words.read_through(text), outline
        self.headings = headings(text, outline)
        self.report, self.year = is_report(document), plan_year(document)
        self.bodies, self.indices = bodies, indices
        self._body_starts = [b.start for b in bodies]
        self._index_starts = [x.start for x in indices]
        doers = (d for d in duties if d.role != "recipient" and not d.rule.startswith(_HELPERS))
        self._duties = sorted(doers, key=lambda d: (d.task_start, d.start))
        self._heads: dict[int, str | None] = {}
        self._assigned: dict[int, str | None] = {}
        self._siblings: dict[int, str] = {}
        self._sentences: tuple[int, int, list[int]] = (-1, -1, [])

    @cached_property
    def first_bodies(self) -> dict[int, Body]:
        """Bodies by their start."""
        return {b.start: b for b in self.bodies}

    def bodies_in(self, start: int, end: int) -> list[Body]:
        """The bodies that begin in `start:end`."""
        return self.bodies[bisect_left(self._body_starts, start) : bisect_left(self._body_starts, end)]

    def indices_in(self, start: int, end: int) -> list[Index]:
        """The statements on indices that begin in `start:end`."""
        return self.indices[bisect_left(self._index_starts, start) : bisect_left(self._index_starts, end)]

    # clauses ------------------------------------------------------------------------------------------------------
    def sentences(self, low: int, high: int) -> list[int]:
        """Where the sentences of the block `low:high` begin, its own beginning first. Kept for the next figure."""
        if self._sentences[:2] == (low, high):
            return self._sentences[2]
        out = [low]
        for m in _SENTENCE_END.finditer(self.fold, low, high):
            k = m.start()
            short = self.text[k - 1 : k].isupper() or self.fold[k - 2 : k] in ("tt", "tp", "tx")
            if not (self.fold[k] == "." and short):
                out.append(m.end())
        self._sentences = low, high, out
        return out

    def clause(self, at: int, low: int, high: int) -> Clause:
        """The clause around `at` within the block `low:high`."""
        fold = self.fold
        sentences = self.sentences(low, high)
        low, high = max(low, at - _REACH), min(high, at + _REACH)
        sentence = max(low, sentences[max(0, bisect_left(sentences, at) - 1)])
        stop = _STOP.search(fold, at, high)
        sentence_end = stop.start() if stop else high
        start = max(fold.rfind(";", sentence, at) + 1, sentence)
        end = fold.find(";", at, sentence_end)
        end = sentence_end if end < 0 else end
        bracket = fold.rfind("(", start, at)
        if bracket >= 0 and fold.find(")", bracket, at) >= 0:
            bracket = -1
        return Clause(start, end, sentence, sentence_end, bracket)

    # who ----------------------------------------------------------------------------------------------------------
    def bodies_at(self, at: int, high: int, *, lead_in: bool = True) -> list[Body]:
        """The bodies, one or a list, with which the words at `at` begin ("Giao Sở Nội vụ …", "Sở A; Sở B")."""
        i = bisect_left(self._body_starts, at)
        if i == len(self.bodies) or self.bodies[i].start >= min(high, at + _LONGEST_LEAD):
            return []
        m = _LEAD_IN.match(self.fold, at, high) if lead_in else None
        pos = m.end() if m else at
        person = PERSON.match(self.text, pos, min(high, pos + 80)) if lead_in else None
        pos = person.end() if person and person.end() in self.first_bodies else pos
        out: list[Body] = []
        while i < len(self.bodies) and self.bodies[i].start < high:
            b = self.bodies[i]
            gap = self.fold[pos : b.start]
            if not out:
                if gap.strip() not in ("", "các", "cho", "tập thể"):
                    return []
            elif not (_JOINT.fullmatch(gap) or (b.start <= pos)):
                break
            out.append(b)
            pos = b.end
            i += 1
        return out

    def named(self, at: int, high: int) -> str | None:
        """The body or bodies that the words at `at` begin with, canonical, joined with ", "; also "mỗi …"."""
        each = _EACH.match(self.fold, at, high)
        if each:
            words = self.text[each.start(1) : each.end(1)].strip().rstrip(",")
            return words[0].lower() + words[1:]
        found = self.bodies_at(at, high)
        return ", ".join(dict.fromkeys(b.canonical for b in found)) if found else None

    def head(self, i: int) -> str | None:
        """The body that block `i` begins with."""
        if i not in self._heads:
            block = self.outline.blocks[i]
            self._heads[i] = self.named(block.words or block.start, block.end)
        return self._heads[i]

    def responsible(self, i: int, at: int, clause: Clause, low: int) -> str | None:
        """Who must reach the figure at `at`: the subject of its clause or of an earlier one of its block, else the body
        that heads the item."""
        if labelled := self.assigned(i):
            return labelled
        behind = max(at, clause.sentence_end)
        if not self.bodies_in(low, behind) and self.fold.find("mỗi", low, max(behind, at + 40)) < 0:
            return self.above(i)  # nobody is named here
        opened = bool(_OPENING.match(self.fold, clause.sentence, at))
        points = [low, *[m.end() for m in _POINT.finditer(self.fold, max(low, at - _REACH), at)][-40:]]
        for k in range(len(points) - 1, -1, -1):
            point = points[k]
            comma = k > 0 and self.fold[point - 3 : point].rstrip()[-1:] == ","
            each = _EACH.match(self.fold, point, min(at + 40, clause.sentence_end)) if point >= clause.start else None
            if each and each.end(1) <= at + 1:
                return self.named(point, at + 40)
            if (comma and not opened) or (k > 0 and _PARTNERS.search(self.fold, max(low, point - 44), point)):
                continue
            share = _SHARE.match(self.fold, point, clause.sentence_end)
            if share and not self.headings.above(i).goals:
                found = self.bodies_at(share.end(), clause.sentence_end, lead_in=False)
                if found and _MARKED.match(self.fold, found[-1].end):
                    return None  # "100% UBND cấp huyện đạt từ 85 điểm": they are what is counted
                if found:
                    return ", ".join(dict.fromkeys(b.canonical for b in found))
            found = self.bodies_at(point, at)
            if found and point < clause.start and found[0].name.startswith("mỗi"):
                continue
            if found and not re.match(r"\s{0,2}được\b", self.fold[found[-1].end :][:20]):
                if self.fold[point - 2 : point].rstrip() == ";":  # "Thủ trưởng các phòng, ban; Chủ tịch UBND các xã …"
                    lists = (self.bodies_at(p, at) for p in points[max(0, k - 8) : k])
                    found = next((more for more in lists if found[0] in more), found)
                return ", ".join(dict.fromkeys(b.canonical for b in found))
        return self.above(i)

    def acting(self, at: int) -> str | None:
        """The bodies whose task `at` stands in."""
        last = bisect_right(self._duties, at, key=lambda d: d.task_start)
        found = [d.body for d in self._duties[max(0, last - 24) : last] if at < d.task_end]
        if not found and last < len(self._duties) and at < self._duties[last].start < at + _LEAD_WORDS:
            task = self._duties[last].task_start  # "Định kỳ hằng quý, các phòng, ban; UBND các xã báo cáo …"
            following = [d for d in self._duties[last : last + 24] if d.task_start == task and d.start > at]
            apart = re.search(r"[.;:\n]", self.fold[at : following[0].start]) if following else True
            found = [] if apart else [d.body for d in following]
        return ", ".join(dict.fromkeys(found)) or None

    def assigned(self, i: int) -> str | None:
        """The body that a label in block `i` names ("… . Chủ trì: Thanh tra Sở. Thời hạn: Quý II")."""
        if i not in self._assigned:
            block = self.outline.blocks[i]
            label = _ASSIGNED.search(self.fold, block.start, block.end)
            found = self.bodies_at(label.end(), block.end) if label else []
            self._assigned[i] = ", ".join(dict.fromkeys(b.canonical for b in found)) or None
        return self._assigned[i]

    def above(self, i: int) -> str | None:
        """The body that heads the item in which block `i` stands; for a bullet without one, that of the one before."""
        block = self.outline.blocks[i]
        j = block.parent
        while j >= 0:
            own = self.headings.own(j)
            if own.goals:
                return None
            head = self.head(j) or self.assigned(j)
            if head:
                return head
            j = self.outline.blocks[j].parent
        bullet = block.label is not None and not block.label[0].isalnum()
        if bullet and self.headings.above(i).organising and i > 0:
            k = i - 1
            while k >= 0 and k >= i - 6 and self.outline.blocks[k].parent == block.parent:
                if head := self.head(k):
                    return head
                k -= 1
        return None

    # which index --------------------------------------------------------------------------------------------------
    def index_of(self, f: Finding, clause: Clause) -> Index | None:
        """The index that the figure is a value, rank or change of."""
        hi = bisect_right(self._index_starts, f.start)
        best: Index | None = None
        for x in reversed(self.indices[max(0, hi - 8) : hi]):
            if x.start < clause.sentence - 2 or x.end > f.start:
                continue
            stated = (x.rank == f.value) if f.type == "rank" else (x.value == f.value)
            if stated and f.value is not None and f.type in ("rank", "score", "percentage"):
                return x
            if best is None:
                best = x
        if f.unit == "bậc" and best is not None and "tỷ lệ" not in self.fold[best.end : f.start]:
            return best
        return None

    # status -------------------------------------------------------------------------------------------------------
    def status(self, f: Finding, clause: Clause, governing: Governing) -> str:
        """target or result, by the words of the clause, the headings, the kind of document."""
        left = self.fold[clause.start : f.start]
        sentence = self.fold[clause.sentence : f.start]
        aim = _AIM.search(left[-130:])
        if clause.bracket >= 0:
            left = self.fold[clause.bracket : f.start]
        years = [
            int(y[1]) for y in _PAST_YEAR.finditer(left) if not _TITLES.search(left[max(0, y.start() - 90) : y.start()])
        ]
        limit = f.type in ("deadline", "frequency")
        if not limit and years and self.year and years[-1] < self.year and (not aim or clause.bracket >= 0):
            return "result"
        if governing.status == "result" or (self.report and governing.status is None):
            return "target" if aim else "result"
        if governing.status == "target" or aim:
            return "target"
        if f.compared and f.comparator != "=" and not re.search(r"\bđã\b", left):
            return "target"
        opening = self.fold[clause.sentence : clause.sentence + 60]
        if _PAST.search(left) or (
            re.search(r"^\W*(?:trong )?\d{0,2} ?(?:tháng đầu năm|thời gian qua)|^\W*năm 20\d\d", opening)
            and _PAST.search(sentence)
        ):
            return "result"
        return "target"

    def long_past(self, value: str) -> bool:
        """Whether a date lies so far before the plan's year that it can't be its time limit."""
        return self.year is not None and value[:4].isdigit() and int(value[:4]) < self.year - 1

    # due ----------------------------------------------------------------------------------------------------------
    def due(
        self, f: Finding, clause: Clause, dates: list[tuple[Finding, str | None]], governing: Governing
    ) -> str | None:
        """By when: a deadline of the same clause (or of the closing one behind), a year in the clause, the heading."""
        first = bisect_left(dates, f.start - _REACH, key=lambda x: x[0].start)
        dates = dates[first : first + 40]
        inside = [(d, v) for d, v in dates if v and clause.start <= d.start < clause.end and d.rule != "bare"]
        after = [v for d, v in inside if d.start > f.start]
        if after or inside:
            return after[0] if after else inside[-1][1]
        if clause.end < clause.sentence_end and _CLOSING.match(self.fold, clause.end + 1):
            nxt = self.fold.find(";", clause.end + 1, clause.sentence_end)
            stop = nxt if nxt >= 0 else clause.sentence_end
            later = [v for d, v in dates if v and clause.end < d.start < stop and d.rule != "bare" and len(v) > 4]
            if later:
                return later[0]
        for d, v in dates:
            if (
                v
                and len(v) == 4
                and d.rule in ("bare", "by", "until")
                and self.year_says(d, f, clause)
                and (self.year is None or int(v) >= self.year)
            ):
                return v
        words = self.fold[clause.sentence : clause.end]
        if self.year and "trong năm" in words and re.search(r"\btrong năm\b(?! \d| tới| qua)", words):
            return str(self.year)
        return governing.due

    def year_says(self, d: Finding, f: Finding, clause: Clause) -> bool:
        """Whether the year at `d` dates the figure: it opens the sentence, or stands in the clause on the figure's side
        of a colon, and is no part of a document's name."""
        if not (d.deadline and d.deadline.date and d.deadline.date.year):
            return False
        if _TITLES.search(self.fold, max(clause.sentence, d.start - 80), d.start):
            return False
        if f.type == "money" and not re.search(
            r"(?:trong|trong đó|trong dự toán|riêng)\s{1,2}$", self.fold[max(0, d.start - 20) : d.start]
        ):
            return d.start <= clause.start + 2
        if clause.sentence <= d.start <= clause.sentence + 16 or re.match(r"\s?[:,]", self.fold[d.end : d.end + 2]):
            return clause.sentence <= d.start < f.start
        if not clause.start <= d.start < clause.end:
            return False
        between = self.fold[min(d.end, f.end) : max(d.start, f.start)]
        return ":" not in between and ("trong đó" not in between or d.start < f.start)

    # what ---------------------------------------------------------------------------------------------------------
    def tail(self, f: Finding, clause: Clause) -> int:
        """End of the words that directly follow the unit and say what is counted."""
        at = f.noun if f.noun and f.noun <= f.end else f.end
        stop = clause.end
        m = _TAIL_END.search(self.fold, at, stop)
        while m and m[0] == "(" and (aside := _ASIDE.match(self.fold, m.start(), stop)):
            m = _TAIL_END.search(self.fold, aside.end(), stop)  # "văn bản đi (trừ văn bản mật) được ký số"
        end = m.start() if m else stop
        pos = at
        while (comma := self.fold.find(",", pos, end)) >= 0:
            if not list_comma(self.fold, comma) or _NEXT_FIGURE.match(self.fold, comma, end):
                end = comma
                break
            pos = comma + 1
        while end > at and self.fold[end - 1] in " ,\n":
            end -= 1
        return max(end, at)
