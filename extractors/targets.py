"""Targets: what a document sets as an aim, a duty or a limit, with a number or a date; and the results it reports.

`extract` gives one `Target` for each measurable statement. Rules: docs/annotation.md, "targets" and the settled points.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from extractors import cues, measure_words
from extractors.bodies import Body
from extractors.deadlines import Deadline
from extractors.facts import Citation, Document, Index, Number, Responsibility, Target
from extractors.figures import Finding, Scanner
from extractors.governing import Governing, spoken, tells
from extractors.outline import Outline, flat
from extractors.passed_spans import Spans
from extractors.target_context import Clause, Surroundings
from extractors.target_fields import labelled, read_fields
from extractors.target_rows import read_row
from extractors.target_worth import counts
from extractors.text import Text, as_text

_VALUED = ("rank", "điểm", "bậc")  # values of indices: no one's act
_YEARLY = re.compile(r"\W{0,3}(?:lập|xây dựng|ban hành) (?:dự toán|kế hoạch|chương trình|danh mục)")
_YEARLY_LEAD = re.compile(r"\W{0,3}(?:hằng|hàng|mỗi) năm\b")
_FIRST_END = re.compile(r"[.;](?=\s)|\(")
_AIMS = re.compile(r"(?:các |một số |những |hệ thống )?(?:mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ trọng tâm)(?!\w)")
_WORDS_BETWEEN = re.compile(r"(?:\s[^\s,;.]+){0,5}\s{0,2}$")


_SHARE_OF = re.compile(r"(?<!\w)(?:chiếm|phủ)(?: tới| đến)?(?: (?:ít nhất|tối thiểu|trên))?\s\Z")
_EACH_THING = re.compile(r"(?<!\w)(mỗi\s(?:tệp|tập tin|tài liệu|trang|tiêu chí|lớp|tổ|nhóm|lĩnh vực|nội dung))\s\Z")


class _Reader:
    """Reads the targets of one document, block by block."""

    def __init__(self, around: Surroundings, passed: Spans) -> None:
        self.around, self.fold, self.text = around, around.fold, around.text
        self.passed = passed
        self.out: list[Target] = []

    def block(self, i: int) -> None:
        """The targets of a paragraph, heading or item."""
        block = self.around.outline.blocks[i]
        low = block.words or block.start
        findings = list(Scanner(self.fold, low, block.end, passed=self.passed).findings())
        if not findings:
            return
        governing = self.around.headings.above(i)
        dates = self.dated([f for f in findings if f.type == "deadline"], governing)
        values = {id(f): v for f, v in dates}
        previous: Finding | None = None
        for k, f in enumerate(findings):
            near = findings[max(0, k - 12) : k + 13]
            f = self.shared(f, previous)
            clause = self.around.clause(f.number, low, block.end)
            if f.type == "deadline":
                f = self.joined(f, previous)
                made = self.deadline(i, f, values.get(id(f)) or values.get(-f.number), clause, governing, near)
            elif f.type == "frequency":
                made = self.frequency(i, f, clause, governing, near)
            else:
                made = self.figure(i, f, clause, governing, dates, previous)
            if made is not None:
                self.out.append(made)
            previous = f

    # dates --------------------------------------------------------------------------------------------------------
    def dated(self, found: list[Finding], governing: Governing) -> list[tuple[Finding, str | None]]:
        """The deadlines with values: a missing year is that of the next one in a list, the heading's, the plan's."""
        out: list[tuple[Finding, str | None]] = []
        for k, f in enumerate(found):
            d = f.deadline
            value = d.value if d else None
            if d and d.date:
                year = None
                if d.date.year is None and k + 1 < len(found) and found[k + 1].start - f.end < 14:
                    following = found[k + 1].deadline
                    year = following.date.year if following and following.date else None
                value = d.date.iso(year or governing.year or self.around.year)
            elif d and d.rule:
                value = None
            out.append((f, value))
        return out

    def joined(self, f: Finding, previous: Finding | None) -> Finding:
        """A date in a list takes the deadline word of the one before it ("trước ngày 15/6 và ngày 15/12")."""
        if previous is None or previous.type != "deadline" or previous.rule == "bare" or f.rule != "bare":
            return f
        if re.fullmatch(r"\s{0,2}(?:,|và|hoặc|;)\s{0,2}", self.fold[previous.end : f.start]):
            return f._replace(rule=previous.rule, comparator=previous.comparator)
        return f

    def shared(self, f: Finding, previous: Finding | None) -> Finding:
        """A percentage in a list takes the comparator said once before a colon ("tối thiểu: 20% …, 15% …")."""
        if previous is None or f.compared or f.type != previous.type or f.type != "percentage" or not previous.compared:
            return f
        said_once = ":" in self.fold[previous.start : previous.number] or previous.rule == "shared"
        if said_once and re.fullmatch(r"[^.;:()\d]{0,60},[^.;:()\d]{0,8}", self.fold[previous.end : f.start]):
            return f._replace(comparator=previous.comparator, compared=True, rule="shared")
        return f

    def deadline(
        self, i: int, f: Finding, value: str | None, clause: Clause, governing: Governing, findings: list[Finding]
    ) -> Target | None:
        """The target of a time limit; None for a bare date, a date of the past, a heading."""
        d: Deadline | None = f.deadline
        regular = d is not None and d.rule and not str(d.value).endswith("/year")
        if d is None or (f.rule == "bare" and not regular) or self.titled(i):
            return None
        value = value or (d.date.iso(governing.year or self.around.year) if d.date else d.value)
        if value is None or self.around.long_past(value) or self.around.status(f, clause, governing) == "result":
            return None
        if d.date and d.date.day is None and d.date.month is None and d.date.quarter is None:
            others = [
                x for x in findings if x.type not in ("deadline", "frequency") and clause.start <= x.start < clause.end
            ]
            done = re.search(
                r"(?:hoàn thành|xong|kết thúc|chậm nhất|trước|sơ kết|tổng kết)",
                self.fold[max(clause.start, f.start - 60) : f.end],
            )
            issued = f.rule == "by" and self.issues(i, f, clause)
            if (others and f.rule != "before") or not (done or issued) or f.rule == "until":
                return None
        elif f.rule in ("until", "by") and not self.limits(f, clause, value):
            return None
        if d.date and d.date.day and d.date.year is None and _YEARLY_LEAD.match(self.fold, clause.sentence, f.start):
            value = f"{d.date.month:02}-{d.date.day:02}/year"  # "Hằng năm, … trước ngày 31/01"
        measure = measure_words.before(self.around, f, clause, wide=True) or self.labelled_task(i, f)
        due = None if d.rule or value.endswith("/year") else value
        return self.made(i, f, f.end, value, measure, due, "target", clause)

    def labelled_task(self, i: int, f: Finding) -> str:
        """The task in the line of a label ("Rà soát quy trình. Thời gian hoàn thành: Quý III"): its first sentence."""
        block = self.around.outline.blocks[i]
        low = block.words or block.start
        stop = _FIRST_END.search(self.fold, low, f.start) if f.rule == "label" else None
        return self.text[low : stop.start()].strip() if stop else ""

    def titled(self, i: int) -> bool:
        """Whether block `i` is a heading in capitals or of aims, whose date is no duty's ("CHỈ TIÊU ĐẾN NGÀY
        31/12/2025", "Mục tiêu cụ thể đến hết ngày 31/12/2025")."""
        block = self.around.outline.blocks[i]
        if not block.heading:
            return False
        start = block.words or block.start
        return bool(_AIMS.match(self.fold, start, block.end)) or self.text[start : block.end].isupper()

    def issues(self, i: int, f: Finding, clause: Clause) -> bool:
        """Whether "trong năm 2025" closes a duty of a body to issue or build something."""
        left = self.fold[clause.start : f.start]
        block = self.around.outline.blocks[i]
        closing = not self.fold[f.end : clause.end].strip(" .")
        verb = re.search(r"\b(?:ban hành|xây dựng|hoàn thiện|trình|thành lập|kiện toàn)\b", left)
        return bool(closing and verb and self.around.responsible(i, f.number, clause, block.words or block.start))

    def limits(self, f: Finding, clause: Clause, value: str) -> bool:
        """Whether "đến 31/12", "trong tháng 6" limit a duty, not a period ("từ ngày … đến ngày …")."""
        left = self.fold[clause.start : f.start]
        if re.search(r"(?:từ|kể từ|tính|giai đoạn)\s(?:ngày|tháng|quý|năm|đầu)?[^,;]{0,26}$", left):
            return False
        return not (self.around.year and value[:4].isdigit() and int(value[:4]) < self.around.year)

    # frequencies --------------------------------------------------------------------------------------------------
    def frequency(
        self, i: int, f: Finding, clause: Clause, governing: Governing, findings: list[Finding]
    ) -> Target | None:
        """The target of a frequency; None where it only describes a noun."""
        if self.around.status(f, clause, governing) == "result" or not isinstance(f.value, tuple):
            return None
        left, right = self.fold[clause.start : f.start], self.fold[f.end : clause.end]
        said = self.fold.startswith("định kỳ", f.start)
        if not said and re.search(r"(?:họp|sinh hoạt|giao ban|các cuộc họp)\s{1,2}$", left):
            return None
        if f.rule == "plain" and not self.duty(i, f, left, right, clause, governing, findings):
            return None
        measure: str | None = measure_words.before(self.around, f, clause)
        aside = re.compile(r"\s?\([^()\n]{0,80}\)").match(self.text, f.end, clause.end)  # "(trước ngày 10)"
        behind = aside.end() if aside else f.end
        words = re.match(r"(?:\s?\w+(?:\s\w+)?,(?=\s\w))?[^,;.(]{0,120}", self.text[behind : clause.end])
        after = words[0].strip() if words else ""
        if len(after) > 6 and not after.lower().startswith(("theo quy định", "đảm bảo", "và ", "về ")):
            measure = after
        elif after.lower().startswith("về "):
            measure = f"{measure} {after}"
        return self.made(i, f, f.end, f.value, measure or None, None, "target", clause)

    def duty(
        self, i: int, f: Finding, left: str, right: str, clause: Clause, governing: Governing, findings: list[Finding]
    ) -> bool:
        """Whether a lone "hằng năm" says how often a duty is done, not what kind of plan or prize is meant."""
        if any(x.type in ("quantity", "percentage") and clause.start <= x.start < clause.end for x in findings):
            return False
        comma = left.rfind(",")
        segment = left[comma + 1 :] if comma >= 0 and len(left) - comma > 6 else left
        if not segment.strip(" ,:-") or re.search(r"[,:]\s*$", left):
            return bool(re.match(r"\s*,?\s*[^\W\d]", right))
        if _YEARLY.match(segment):
            return bool(governing.organising)
        named = list(cues.pattern("named_period").finditer(left[-90:]))
        if named and _WORDS_BETWEEN.match(left[-90:], named[-1].end()):
            return False
        low = self.around.outline.blocks[i].words or self.around.outline.blocks[i].start
        opened = governing.organising or self.around.responsible(i, f.number, clause, low)
        if re.match(r"\s{1,2}[^\W\d]", right) and not cues.pattern("duty").match(right.strip()[:24]):
            return False
        return bool(opened and cues.pattern("duty").search(segment))

    # figures ------------------------------------------------------------------------------------------------------
    def figure(
        self,
        i: int,
        f: Finding,
        clause: Clause,
        governing: Governing,
        dates: list[tuple[Finding, str | None]],
        previous: Finding | None,
    ) -> Target | None:
        """The target of a number; None where it is a mere number."""
        if (
            previous
            and f.value == previous.value
            and f.type == previous.type
            and self.fold[previous.end : f.start].strip() == "("
        ):
            return None
        index = self.around.index_of(f, clause)
        status = (
            index.status if index and index.status and f.unit != "bậc" else self.around.status(f, clause, governing)
        )
        if not counts(self.fold, f, clause, status, index) and not self.goes_on(f, previous):
            return None
        due = None
        if status == "target":
            year = str(index.year) if index and index.year and f.type in ("rank", "score", "percentage") else None
            if year and governing.due and governing.due.startswith(year) and len(governing.due) == 10:
                year = governing.due
            due = year or self.around.due(f, clause, dates, governing)
        end = f.end
        measure: str | None
        if index is not None:
            measure = index.quote
        else:
            measure, end = self.measure(f, clause)
        made = self.made(i, f, end, f.value, measure, due, status, clause)
        return without_body(made) if index is not None and status == "result" else made

    def goes_on(self, f: Finding, previous: Finding | None) -> bool:
        """Whether the figure goes on with a list whose last figure counted ("96 tin, bài và 12 phóng sự")."""
        if previous is None or previous.type != "quantity" or not self.out or f.kind in ("unknown", "set"):
            return False
        gap = self.fold[previous.end : f.start]
        return self.out[-1].start == previous.start and bool(re.fullmatch(r"[^;.:()\d]{0,60}?(?:,| và)\s{1,2}", gap))

    def measure(self, f: Finding, clause: Clause) -> tuple[str | None, int]:
        """What is counted, and the end of the quote (which covers it where it directly follows)."""
        tail = self.around.tail(f, clause)
        after = self.text[f.noun : tail].strip() if f.type in ("percentage", "quantity") else ""
        before = measure_words.before(self.around, f, clause)
        if f.type == "quantity":
            only = tail <= f.end
            if only and (f.unit or "").split(" ")[0] in ("phiếu", "đợt", "cuộc", "lần", "bậc", "lượt") and before:
                return before, f.end
            labelled = re.search(r":\s{0,2}(?:có\s{1,2})?$|\bsố .{4,60} là\s$", self.fold[clause.start : f.start][-80:])
            each = _EACH_THING.search(self.fold, max(clause.start, f.start - 24), f.start)
            if each and f.rule != "each":
                return self.text[each.start(1) : each.end(1)], max(tail, f.end)  # "mỗi tệp không quá 20 MB"
            apart = (
                self.fold.endswith(", ", clause.start, f.start) and only and f.kind == "product" and f.rule != "each"
            )
            often = (f.unit or "").startswith("lần") and self.fold.startswith("/", f.noun + 3)
            if f.compared and before.count(" ") > 2 and (apart or often):
                return before, max(tail, f.end)  # "đưa tin về đợt kiểm tra, ít nhất 04 tin, bài"
            if only and before and (labelled or (f.kind in ("place", "body") and " " in before)):
                return before, f.end
            return after or f.unit, max(tail, f.end)
        if f.type == "percentage" and after and not (after.lower().startswith("kế hoạch") and before and f.comparator):
            shared = _SHARE_OF.search(
                self.fold, max(clause.start, f.start - 32), f.start
            )  # "kinh tế số chiếm 10% GRDP"
            if before and (shared or after.startswith("/")):
                return before, max(tail, f.end)
            if re.match(r"(?:và|hoặc|vào|đối với|trong|của|so|ở|tại|do|đến)\b", after.lower()):
                return before or after, f.end
            return after, max(tail, f.end)
        if f.type == "percentage" and after:
            return before or after, max(tail, f.end)
        if f.type == "money" and (
            not before or not re.search(r"kinh phí|ngân sách|vốn|thu|chi|dự toán", before.lower())
        ):
            return measure_words.behind_money(self.around, f, clause) or before or None, f.end
        return before or after or None, f.end

    def made(
        self,
        i: int,
        f: Finding,
        end: int,
        value: Number | str | tuple[str, ...] | None,
        measure: str | None,
        due: str | None,
        status: str,
        clause: Clause,
    ) -> Target:
        """The target, with the body that must reach it."""
        block = self.around.outline.blocks[i]
        who = (
            self.around.responsible(i, f.number, clause, block.words or block.start) or self.around.acting(f.number)
            if status == "target" or f.unit not in _VALUED
            else None
        )
        quote = self.text[f.start : end]
        unit = None if f.type in ("deadline", "frequency") else f.unit
        if unit and f.type == "quantity" and self.fold.startswith(unit, f.noun):
            printed = self.text[f.noun : f.noun + len(unit)]
            unit = printed if sum(map(str.isupper, printed)) > 1 else unit  # "TTHC", not "tthc"
        rule = f"{f.type}.{f.rule or f.kind or 'plain'}"
        measure = " ".join(measure.split()) if measure else None
        return Target(f.start, end, quote, f.type, f.comparator, value, f.value_max, f.value_of, unit, measure, due,
                      who, status, rule=rule)  # fmt: skip


def without_body(t: Target) -> Target:
    """`t` as no one's act: the value of an index in the past."""
    return dataclasses.replace(t, unit_responsible=None)


def _spans(facts: list[Citation | Index]) -> Spans:
    ordered = sorted({(x.start, x.end) for x in facts})
    return [s for s, _ in ordered], [e for _, e in ordered]


def extract(
    text: str | Text,
    outline: Outline | None = None,
    document: Document | None = None,
    bodies: list[Body] | None = None,
    citations: list[Citation] | None = None,
    indices: list[Index] | None = None,
    duties: Sequence[Responsibility] = (),
) -> list[Target]:
    """All targets and reported results of `text`, in order.

    `outline` gives sections and table rows, `document` the plan's year and kind, `bodies` who must reach them,
    `citations` the numbers and dates that are none, `indices` the indices whose values and ranks are targets too,
    `duties` whose task a figure stands in. Each may be missing (indices are then read here). Raises nothing: a text
    without figures gives an empty list.
    """
    t = as_text(text)
    plan = outline or flat(t.text)
    if indices is None:
        from extractors import indices as index_layer

        indices = index_layer.extract(t, plan, document)
    around = Surroundings(t, plan, document, bodies or [], indices, duties)
    reader = _Reader(around, _spans([*(citations or []), *indices]))
    behind = 0
    for i, block in enumerate(plan.blocks):
        if i < behind or not (spoken(block) or tells(t.fold, block)):
            continue
        if block.kind != "row" and labelled(around, i):
            made, behind = read_fields(around, i, reader.passed)
            reader.out += made
            if behind > i:
                continue
        if block.kind == "row" and block.cells:
            reader.out += read_row(around, i, reader.passed)
        elif block.kind not in ("title", "caption", "type"):
            reader.block(i)
    return reader.out
