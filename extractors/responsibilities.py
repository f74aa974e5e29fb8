"""Who must do what: bodies with their role (lead, coordinate, advise, monitor, recipient) in each task.

Items of "Tổ chức thực hiện" and their like, bodies inside sentences, labelled lines, tables, decisions' last articles.
The rules are those of docs/annotation.md, section "responsibilities" with its settled points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors import bodies as body_finder
from extractors import duty_clauses, duty_labels, duty_words, governing, responsibility_tables, role_verbs
from extractors import outline as outlines
from extractors.bodies import Body
from extractors.duty_clauses import Duty
from extractors.duty_subjects import Scene, Subject, first, series, trimmed
from extractors.facts import Citation, Document, Responsibility
from extractors.outline import Block, Cell, Outline
from extractors.text import Text, as_text

_LETTERS = ("Công văn", "Công điện", "Chỉ thị")  # they ask their addressees for what the items below say
_KINDS = frozenset(("heading", "item", "paragraph", "preamble"))
_CLOSE = " \t\n.;:,/-"
_BEFORE_LABEL = " \t\n(-+*"
_MAX_TASK = 200
_WORDED = re.compile(r"[^\W\d_]{2}[^\W\d_]*\W+\w|[^\W\d_]{3}")
_LISTS = re.compile(r"\bgồm(?: có)?:\s*\Z")  # "lập hồ sơ gồm:" is followed by papers, not by duties
_TOGETHER = re.compile(r"(?:phối hợp|cùng)(?: chặt chẽ)?(?: với| cùng)?\s[^:.;]{0,60}:\s*\Z")
_ASKS = re.compile(r"(?:yêu cầu|đề nghị|giao)\s+(?:đồng chí\s+)?\Z")
_MAY_ACT = re.compile(r"mỗi |các |:")  # what a block without known bodies needs for a duty
_NAMED_TASK = re.compile(r"(?:tên )?(?:nhiệm vụ|nội dung|hoạt động|công việc)(?: [^\W\d_]+){0,3}\s*:\s*(?=\w)")
_LEADING = ("Ban cán sự", "Ban Cán sự", "Đảng đoàn", "Đảng ủy", "Đảng bộ", "Ban Thường vụ", "các cấp ủy", "các đảng")
_JUNK = re.compile(r"[\s\-–—_+•*.,]*(?:\w_\s+)?")  # bullets, and what recognition made of them ("s_ Yêu cầu …")


class _Reading:
    """One document being read, block after block. `heads`: the bodies that head a block, by its index."""

    def __init__(self, text: Text, outline: Outline, document: Document | None, bodies: Sequence[Body]) -> None:
        self.scene = Scene(text, bodies, document)
        self.outline = outline
        self.report = governing.is_report(document)
        self.letter = document is not None and document.kind in _LETTERS
        self.addressed: tuple[Body, ...] = ()
        self.headings = governing.headings(text, outline)
        self.heads: dict[int, tuple[Body, ...]] = {}
        self.floating: tuple[int, tuple[Body, ...], bool, bool] | None = None
        self.row_task: Cell | None = None
        self.partners: tuple[int, tuple[Body, ...]] = (-1, ())
        self.roles: dict[int, str] = {}
        self.helpers: dict[int, list[Duty]] = {}

    def blocks(self) -> Iterator[tuple[Block, list[Duty]]]:
        """Every block that gives duties, with them."""
        headers = {table.header for table in self.outline.tables}
        for i, block in enumerate(self.outline.blocks):
            if block.zone == outlines.PREAMBLE and self.letter:
                self.address(block)
            if block.zone not in (outlines.BODY, outlines.ANNEX) or i in headers:
                continue
            if block.kind == "row":
                duties, task = responsibility_tables.of_row(self.scene, self.outline, i, block, self.row_task)
                self.row_task = task or self.row_task
                if duties and not (self.report and self.headings.above(i).status == "result"):
                    yield block, duties
            elif block.kind in _KINDS and not self._broken_off(i):
                last = i
                while last + 1 < len(self.outline.blocks) and self._broken_off(last + 1):
                    last += 1
                whole = block if last == i else replace(block, end=self.outline.blocks[last].end)
                duties = self.block(i, whole)
                if duties:
                    yield block, duties

    def _broken_off(self, i: int) -> bool:
        """Whether block `i` goes on with the sentence of the block before it: a line break that the text still has."""
        block, before = self.outline.blocks[i], self.outline.blocks[i - 1]
        if i == 0 or block.kind != "paragraph" or block.label is not None or before.kind not in _KINDS:
            return False
        text = self.scene.text
        if text.count("\n", before.end, block.start) != 1:
            return False
        if text[block.start].islower() and text[before.end - 1] != ":":
            return True
        if before.end - before.start < 50:
            return False
        return text[before.end - 1].isalnum() or text[before.end - 1] == ","

    # what governs a block ---------------------------------------------------------------------------------------------

    def governing(self, i: int, block: Block) -> tuple[Body, ...]:
        """The bodies that head the nearest block above, or the paragraph of bodies alone before a list."""
        heads = self.headed(block)
        if heads:
            return heads
        if self.addressed and block.label is not None and not self._under(i, "aims"):
            words = block.words or block.start
            found = role_verbs.predicate(self.scene.fold, words, block.end)
            if found and found.kind not in ("past", "order") and not first(self.scene, words, block.end):
                return self.addressed
        if self.floating and self.floating[0] == block.parent and block.label is not None:
            bullet = not block.label[0].isalnum()
            if (bullet and (self.floating[2] or self.assigned(i))) or self.floating[3]:
                return self.floating[1]
        return ()

    def address(self, block: Block) -> None:
        """Notes whom the end of a preamble asks ("UBND huyện yêu cầu các cơ quan, đơn vị … như sau:")."""
        if self.scene.text[block.end - 1] != ":":
            return
        for body in self.scene.within(max(block.start, block.end - 400), block.end):
            if _ASKS.search(self.scene.fold, max(block.start, body.start - 16), body.start):
                self.addressed = tuple(series(self.scene, body, block.end)[0])

    def headed(self, block: Block) -> tuple[Body, ...]:
        """The bodies that head the nearest block above."""
        parent = block.parent
        while parent >= 0:
            if parent in self.heads:
                return self.heads[parent]
            parent = self.outline.blocks[parent].parent
        return ()

    def assigned(self, i: int) -> bool:
        """Whether block `i` stands under "Tổ chức thực hiện" or the like."""
        return self.headings.above(i).organising or self._under(i, "assignment")

    def _under(self, i: int, use: str) -> bool:
        """Whether the nearest heading above block `i` has words of that use (see data/duty_words.csv)."""
        for above in self.outline.ancestors(i):
            words = self.scene.fold[above.words : min(above.end, above.words + 160)]
            if above.heading and len(words) < 160:
                return duty_words.heading(use).search(words) is not None
        return False

    def gate(self, i: int) -> str:
        """Which subjects count where block `i` stands: "none" among results; in a list of whom it concerns ("scope")
        only those asked to act, among aims only "each" ("mỗi …"), else "all"."""
        above = self.headings.above(i)
        if above.organising:
            return "all"
        if above.status == "result" or (self.report and above.status != "target"):
            return "none"
        if self._under(i, "scope"):
            return "scope"
        return "each" if above.goals else "all"

    # reading ----------------------------------------------------------------------------------------------------------

    def block(self, i: int, block: Block) -> list[Duty]:
        """The duties of a block of words; notes what it heads."""
        scene = self.scene
        inherited = self.governing(i, block)
        start, end = block.words or block.start, block.end
        known = scene.within(start, end)
        may_act = known or inherited or _MAY_ACT.search(scene.fold, start, end)
        if not may_act and not duty_words.member().match(scene.fold, start, end):
            return []
        labels = [la for la in duty_labels.find(scene, start, end) if la.role != "other" or la.start > start]
        if (inherited and self.partner(block, start, end)) or (labels and self.entrusts(i, block, labels)):
            return []
        out: list[Duty] = []
        if labels:
            if known or any(label.role != "other" for label in labels):
                out += duty_labels.duties(scene, labels, self.labelled_task(i, block, labels[0].start))
            end = trimmed(scene.text, start, labels[0].start, _BEFORE_LABEL)
            if end - start < 4:
                return out
        heads, opened = inherited, False
        gate = self.gate(i)
        for n, (a, b) in enumerate(_sentences(scene.text, start, end)):
            a = _JUNK.match(scene.text, a, b).end()  # type: ignore[union-attr]
            if b <= a or duty_clauses.is_formula(scene, a, b):
                continue
            found = first(scene, a, b, n == 0 and not inherited and self.assigned(i))
            if found and n == 0 and not self.headed(block):
                heads = ()
            if found and scene.fold.startswith("đối với", a) and self._under(i, "audience"):
                continue
            opening = self.opening(block, found, b, heads, gate)
            if found and not opening:
                continue
            if opening:
                heads = () if duty_clauses.is_each(opening) else opening.bodies  # "mỗi …" governs its sentence alone
                if not opened and not _LISTS.search(scene.fold, max(a, b - 24), b):
                    self.note(i, block, opening)
                opened = True
                if opening.at >= b or self.introduces(i, opening, b):
                    continue
            elif (
                not self.continues(i, a, b, n == 0 and block.label is not None, opened)
                if heads
                else gate in ("none", "scope")
            ):
                continue
            out += duty_clauses.read(scene, a, b, heads, opening, gate == "each" and not heads and not opening)
            out += duty_labels.bracketed(scene, a, b)
        return self.completed(block, out)

    def completed(self, block: Block, out: list[Duty]) -> list[Duty]:
        """The duties of a block with what the lines above it say: their role ("Tham mưu UBND huyện:" holds for what is
        listed below), who joins in."""
        role = self.roles.get(block.parent, role_verbs.LEAD)
        out = [replace(d, role=role) if d.rule == "item.lead" else d for d in out]
        return out + self.joined(block, out) + self.helped(block, out)

    def below(self, i: int) -> bool:
        """Whether block `i` has items below it."""
        return i + 1 < len(self.outline.blocks) and self.outline.blocks[i + 1].parent == i

    def entrusts(self, i: int, block: Block, labels: list[duty_labels.Labelled]) -> bool:
        """Whether the bracket of a heading names who has the tasks below it ("1. Đất đai (đầu mối: Sở A; phối hợp:
        Sở B)"); notes them."""
        start = labels[0].start
        if not self.below(i) or self.scene.fold[block.start : start].rstrip()[-1:] != "(":
            return False
        named = duty_labels.duties(self.scene, labels, (block.start, start))
        leads = tuple(d.body for d in named if d.role == role_verbs.LEAD)
        if leads:
            self.heads[i] = leads
            self.helpers[i] = [d for d in named if d.role != role_verbs.LEAD]
        return bool(leads)

    def helped(self, block: Block, duties: list[Duty]) -> list[Duty]:
        """What the other bodies of a heading's bracket have to do in the tasks of the one that leads."""
        parent = block.parent
        while parent >= 0 and parent not in self.heads:
            parent = self.outline.blocks[parent].parent
        helpers = self.helpers.get(parent, [])
        leads = self.heads.get(parent, ()) if helpers else ()
        tasks = dict.fromkeys((d.start, d.end) for d in duties if d.body in leads)
        return [replace(helper, start=start, end=end) for start, end in tasks for helper in helpers]

    def partner(self, block: Block, start: int, end: int) -> bool:
        """Whether a bullet is nothing but bodies below "chủ trì, phối hợp với các cơ quan:"; notes them."""
        body, above = self.scene.at(start), self.outline.blocks[block.parent] if block.parent >= 0 else None
        if body is None or above is None or block.label is None:
            return False
        members, at = series(self.scene, body, end)
        if trimmed(self.scene.text, at, end, _CLOSE) > at:
            return False
        if not _TOGETHER.search(self.scene.fold, max(above.start, above.end - 90), above.end):
            return False
        known = self.partners[1] if self.partners[0] == block.parent else ()
        self.partners = (block.parent, (*known, *members))
        return True

    def joined(self, block: Block, duties: list[Duty]) -> list[Duty]:
        """What the bodies of a list after "phối hợp với:" have to do in the task that follows it."""
        if self.partners[0] != block.parent:
            return []
        tasks = dict.fromkeys((d.start, d.end) for d in duties if d.role == role_verbs.LEAD)
        return [Duty(p, role_verbs.COORDINATE, *task, "list") for task in tasks for p in self.partners[1]]

    def opening(
        self, block: Block, found: Subject | None, end: int, heads: tuple[Body, ...], gate: str
    ) -> Subject | None:
        """The sentence's own subject, if it counts here; a body that heads the item already is quoted there."""
        if found is None:
            return None
        asked = found.ordered and found.predicate is not None and found.predicate.kind in role_verbs.ROLE_KINDS
        if not heads and gate == "scope" and not asked:
            return None
        if not heads and (gate == "none" or (gate == "each" and not duty_clauses.is_each(found))):
            return None
        if block.label is None and duty_clauses.is_exhortation(self.scene, found, end):
            return None
        start = found.bodies[0].start
        if heads and self.scene.fold.startswith("lãnh đạo ", start) and heads[0].name.startswith(_LEADING):
            # "Lãnh đạo UBND tỉnh rà soát …" is what a Party committee does.
            return Subject(heads, start, role_verbs.predicate(self.scene.fold, start, end), False, False)
        named = {body.canonical: body for body in heads}
        if any(body.canonical in named for body in found.bodies):
            bodies = tuple(named.get(body.canonical, body) for body in found.bodies)
            return Subject(bodies, found.at, found.predicate, found.ordered, found.colon)
        return found

    def note(self, i: int, block: Block, opening: Subject) -> None:
        """Notes that a block's subject heads what stands below it."""
        self.heads[i] = opening.bodies
        alone = block.label is None and opening.at >= block.end - 2
        self.floating = (block.parent, opening.bodies, alone, alone and opening.colon)

    def introduces(self, i: int, opening: Subject, end: int) -> bool:
        """Whether the sentence only introduces the items below it ("có trách nhiệm:", "Lập bảng")."""
        if self.scene.text[end - 1] == ":":
            return True
        words = self.scene.text[opening.at : end].split()
        return self.below(i) and len(words) <= 3

    def heads_list(self, i: int, a: int, b: int) -> bool:
        """Whether a governed line is but the few words before a list ("Chủ trì, phối hợp với các xã:"), whose items
        are the tasks."""
        if not self.below(i) or len(self.scene.text[a:b].split()) > 12:
            return False
        verb = role_verbs.predicate(self.scene.fold, a, b)
        self.roles[i] = verb.role if verb else role_verbs.LEAD
        return True

    def continues(self, i: int, a: int, b: int, item: bool, opened: bool) -> bool:
        """Whether a sentence without subject is a task of the bodies that govern it."""
        fold = self.scene.fold
        if duty_words.circumstance().match(fold, a, b) or (fold[b - 1] == ":" and self.heads_list(i, a, b)):
            return False
        if item:
            return True
        found = role_verbs.predicate(fold, a, b)
        if found:
            return found.kind != "past"
        return not duty_words.other_subject().match(fold, a, b) and not opened

    def labelled_task(self, i: int, block: Block, label: int) -> tuple[int, int]:
        """The task that a labelled line belongs to: the words before it, else the item it hangs on or follows."""
        text, start = self.scene.text, block.words or block.start
        before = trimmed(text, start, label, _BEFORE_LABEL)
        if before - start > 3:
            spans = outlines.sentences(text, start, before)
            return (spans[-1][0], before) if spans else (start, before)
        j = i - 1
        while j > max(0, i - 8):
            other = self.outline.blocks[j]
            begin = other.words or other.start
            named = _NAMED_TASK.match(self.scene.fold, begin, other.end)
            begin = named.end() if named else begin
            first_label = duty_labels.find(self.scene, begin, other.end)
            if j == block.parent or not first_label or first_label[0].start > begin + 3:
                stop = first_label[0].start if first_label else other.end
                return begin, trimmed(text, begin, stop, _CLOSE + "(")
            j -= 1
        return start, block.end


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of a block; a soft break that the text still has ends none."""
    out: list[tuple[int, int]] = []
    for a, b in outlines.sentences(text, start, end):
        stop = ".:!?" if text[a].islower() else ".;:!?"
        if out and text[out[-1][1] - 1] not in stop and text.count("\n", out[-1][1], a) == 1:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def extract(
    text: str | Text,
    outline: Outline | None = None,
    document: Document | None = None,
    bodies: Sequence[Body] | None = None,
    citations: Sequence[Citation] | None = None,
) -> list[Responsibility]:
    """The responsibilities of `text`, in order of their bodies. `outline`, `document`, `bodies` are found or left out
    as in the other extractors; `citations`: bodies inside the name of a cited document have no duty. Offsets refer to
    the text; `text[start:end] == quote`, and the task's words stand at `task_start`…`task_end`."""
    text = as_text(text)
    outline = outline if outline is not None else outlines.flat(text.text)
    found = bodies if bodies is not None else body_finder.find(text, document)
    if citations:
        found = _outside(found, citations)
    reading = _Reading(text, outline, document, found)
    seen: set[tuple[int, str, int]] = set()
    out: list[Responsibility] = []
    for block, duties in reading.blocks():
        for duty in duties:
            fact = _fact(text.text, block, duty)
            mark = (fact.start, fact.role, fact.task_start)
            if _WORDED.search(fact.task) and mark not in seen:
                seen.add(mark)
                out.append(fact)
    return out


def _outside(bodies: Sequence[Body], citations: Sequence[Citation]) -> list[Body]:
    """The bodies that stand in no citation."""
    spans = sorted((c.start, c.end) for c in citations if c.form != "self")
    out, at = [], 0
    for body in bodies:
        while at < len(spans) and spans[at][1] <= body.start:
            at += 1
        if at == len(spans) or body.start < spans[at][0]:
            out.append(body)
    return out


def _fact(text: str, block: Block, duty: Duty) -> Responsibility:
    start, end = duty.start, trimmed(text, duty.start, duty.end, _CLOSE)
    body = duty.body
    return Responsibility(
        start=body.start, end=body.end, quote=text[body.start : body.end], body=body.canonical, role=duty.role,
        task=" ".join(text[start : min(end, start + 2 * _MAX_TASK)].split())[:_MAX_TASK], section=block.path or None,
        task_start=start, task_end=end, rule=duty.rule,
    )  # fmt: skip
