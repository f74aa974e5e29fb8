"""What a document is cited for: basis, amends, amended, replaces, subject or mention."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.citation_mention import Mention
from extractors.facts import Document
from extractors.outline import PREAMBLE, TITLE, Outline
from extractors.text import Text

_JOINT = re.compile(r"\)?\s?[,;]?\s?(?:và|hoặc|cùng|cùng với)?\s{0,2}(?:(?:các|những|với|trong|theo)\s){0,2}")
_CHANGING = re.compile(r"(?:sửa đ[ổố]i|bổ sung|điều chỉnh|cập nhật|đính chính|bãi bỏ một phần|bãi bỏ một số)")
_CHANGED_BY = re.compile(
    r"\s?[,(]?\s?(?:và\s)?(?:đã\s)?(?:được\s)?(?:sửa đ[ổố]i|bổ sung|điều chỉnh)[^();.\n]{0,60}?(?:tại|bởi|theo"
    r"|bằng|của|ngày|năm|gồm)\s?"
)
_CHANGES = re.compile(r"\s?(?:nhằm\s|để\s|đã\s)?(?:sửa đ[ổố]i|bổ sung|điều chỉnh)[^();.\n]{0,60}")
_REPLACING = re.compile(r"thay(?:\sthế)?(?:\scho)?\s(?:các\s|toàn bộ\s)?\Z|bãi bỏ\s(?:các\s|toàn bộ\s)?\Z")
_REPLACED_BY = re.compile(r"[^();.\n]{0,30}được\sthay\sthế\s(?:bằng|bởi|tại|theo)\s\Z")
# The last of these words before a citation tells whether its text is carried out or (the first twelve) referred to
_REFERRING = (
    "thực hiện đúng", "kiểm tra", "chấp hành", "kèm theo", "quy định", "theo", "căn cứ", "bám sát", "so với",
    "nổi bật", "ban hành", "tại",
)  # fmt: skip
_CUE = re.compile(
    r"theo tinh thần|thực hiện(?! đúng)|triển khai|quán triệt|học tập|cụ thể h[oó][áa]|tuyên truyền|phổ biến"
    r"|truyền thông|nội dung|nhiệm vụ|mục tiêu|gắn|công khai hóa|trong\s(?=\Z)|"
    + "|".join(rf"{word}(?!\w)" for word in _REFERRING)
)
_SPREAD = re.compile(r"tuyên truyền|phổ biến|(?<!và )(?<!viễn thông, )truyền thông")
# "Việc triển khai Quyết định số … còn chậm": an evaluation
_EVALUATED = re.compile(r"[-+*•·.\s]*(?:việc|công tác)\s(?:triển khai|thực hiện|chấp hành)(?!\w)")
_ACTION = re.compile(
    r"\s*(?:hướng dẫn|tổ chức|xây dựng|phối hợp|rà soát|chủ trì|tham mưu|đăng tải|công khai|niêm yết)(?!\w)"
)
_CHECK = re.compile(r"kiểm tra|giám sát")
_OPENING = re.compile(
    r"\s*[-+*•·]?\s*(?:căn cứ|thực hiện|triển khai|theo|xét|trên cơ sở|tiếp theo|thi hành|sau khi nghe)(?!\w)"
)
_GROUND = re.compile(r"\s*[-+*•·]?\s*(?:căn cứ|xét (?:đề nghị|tờ trình)|theo đề nghị)(?!\w)")
# A section that lists the grounds: "I. CĂN CỨ PHÁP LÝ", "Căn cứ xây dựng kế hoạch"
_GROUNDS = re.compile(r"\s*(?:các\s|những\s)?(?:căn cứ (?:pháp l[ýí]|xây dựng|lập|ban hành|để)|cơ sở pháp lý)")
_HEADING = re.compile(r"^[ \t]{0,20}(?:[IVX]+\s?[.\-]|[A-Z]\.|\d{1,2}\s?[.\-]\s|Điều\s\d|PHẦN)", re.MULTILINE)


def assign(text: Text, mentions: Sequence[Mention], outline: Outline, document: Document | None) -> None:
    """Set `role` of each mention. In the preamble all that the document rests on is `basis`, also when it amends."""
    zoned = any(b.zone == PREAMBLE for b in outline.blocks)
    first = None if zoned else _HEADING.search(text.text)
    body = first.start() if first else 0
    before: dict[int, list[Mention]] = {}
    for c in mentions:
        level = id(c.outer)
        previous = _head_of_list(text, before.get(level, []), c)
        if c.form == "self":
            pass
        elif c.outer is not None:
            c.role = "amended" if _is_changed(text, c) else "mention"
        elif _in_preamble(text, c, outline, zoned, body):
            c.role = "basis"
        else:
            c.role = _role(text, c, previous, outline)
        before.setdefault(level, []).append(c)
    _changes(text, mentions)
    _replacements(text, mentions)


def _head_of_list(text: Text, before: Sequence[Mention], c: Mention) -> Mention | None:
    """The mention that `c` may be coordinated with: the last one, or, after a bracket, the one before the bracket."""
    if not before:
        return None
    last = before[-1]
    if not text.fold.startswith(")", _reach(last)):
        return last
    bracket = text.fold.rfind("(", max(0, last.start - 300), last.start)
    return next((m for m in reversed(before) if bracket < 0 or _reach(m) <= bracket), None)


def _in_preamble(text: Text, c: Mention, outline: Outline, zoned: bool, body: int) -> bool:
    block = outline.block_at(c.start)
    if block is None:
        return False
    if zoned and block.zone != PREAMBLE:
        return _GROUNDS.match(text.fold, _heading_of(outline, c.start)) is not None
    if zoned:
        return True
    if _GROUND.match(text.fold, block.start, c.start + 1):
        return True
    return c.start < body and _OPENING.match(text.fold, block.start, c.start + 1) is not None


def _heading_of(outline: Outline, at: int) -> int:
    """Where the words of the nearest heading over `at` begin."""
    i = outline.index_at(at)
    above = outline.ancestors(i)
    return above[0].words if above else outline.blocks[i].start


def _is_changed(text: Text, c: Mention) -> bool:
    """Whether the outer citation's subject is a change of this one, not of something further in."""
    outer = c.outer
    assert outer is not None
    start = outer.title_start if outer.form == "full" else outer.start
    lead = text.fold[start : c.start]
    m = _CHANGING.search(lead)
    return m is not None and (m.start() < 12 or outer.rule == "amending law") and "thực hiện" not in lead[m.end() :]


def _reach(c: Mention) -> int:
    return max(c.end, c.title_end)


def _role(text: Text, c: Mention, previous: Mention | None, outline: Outline) -> str:
    """Role in the body, by the verb that governs the citation; the next in a coordination has that of the first."""
    folded = text.fold
    if c.title_start and _CHANGING.match(folded, c.title_start):
        return "amends"
    if (
        previous is not None
        and previous.role in ("subject", "mention", "amended", "amends", "replaces")
        and previous.form != "self"
    ):
        gap = max(_reach(previous), folded.rfind(")", _reach(previous), c.start))
        if _reach(previous) <= c.start and _JOINT.fullmatch(folded, gap, c.start):
            return (
                "subject"
                if previous.role in ("subject", "amends", "amended") and _governed(text, previous, outline) == "subject"
                else "mention"
            )
    return _governed(text, c, outline)


def _governed(text: Text, c: Mention, outline: Outline) -> str:
    folded = text.fold
    i = outline.index_at(c.start)
    block = outline.blocks[i] if i >= 0 else None
    base = max(block.start if block else 0, c.start - 260)
    if block is not None and block.zone == TITLE:
        return "subject"
    start = max(base, folded.rfind(". ", base, c.start), folded.rfind("|", base, c.start))
    lead = folded[start : c.start]
    cues = list(_CUE.finditer(lead))
    last = cues[-1] if cues else None
    if _EVALUATED.match(lead):
        return "mention"
    if last is not None and last[0] == "kèm theo":
        return "mention"
    if last is not None and last[0] == "theo" and block is not None and _ACTION.match(folded, block.words):
        return "mention"  # "Tổ chức hội thi … theo Kế hoạch số …" says how, also in a plan that publicises
    if block is not None and _spread(text, block.start, c.start, i, outline):
        return "subject"
    if last is None:
        return "mention"
    if any(cue[0] in ("kiểm tra", "chấp hành") for cue in cues):
        return "mention"
    if i >= 0 and any(_CHECK.search(text.fold, p.start, min(p.end, p.start + 200)) for p in outline.ancestors(i)[:3]):
        return "mention"
    if last[0] == "tại" and len(cues) > 1:
        last = cues[-2]
    return "subject" if last[0] not in _REFERRING and len(lead) - last.end() < 90 else "mention"


def _spread(text: Text, start: int, end: int, i: int, outline: Outline) -> bool:
    """Whether the citation stands among what is to be publicised: in its own paragraph or in one that governs it."""
    if _SPREAD.search(text.fold, max(start, end - 1200), end):
        return True
    for parent in outline.ancestors(i)[:3]:
        if _CHECK.search(text.fold, parent.start, min(parent.end, parent.start + 200)):
            return False
        if _SPREAD.search(text.fold, parent.start, min(parent.end, parent.start + 400)):
            return True
    return False


def _changes(text: Text, mentions: Sequence[Mention]) -> None:
    """ "A (được sửa đổi, bổ sung tại B và C)": A is amended, B and C amend; in the preamble they stay `basis`."""
    folded = text.fold
    for i, a in enumerate(mentions):
        if a.form == "self":
            continue
        at = _reach(a)
        m = _CHANGED_BY.match(folded, at)
        if m is None:
            continue
        found, b_kind = False, ""
        end = folded.find(")", m.end()) if "(" in m[0] else -1
        last = m.end()
        for j in range(i + 1, len(mentions)):
            b = mentions[j]
            if b.start < at or (b.outer is not a.outer and b.outer is not None):
                continue
            if b.start > last + 40 or (end >= 0 and b.start > end):
                break
            if found and not _JOINT.fullmatch(folded, last, b.start):
                break
            found, last, b_kind = True, _reach(b), b.kind
            if b.role != "basis":
                b.role = "amends"
        if found and a.outer is not None and _reach(a.outer) <= _reach(a) and a.outer.kind == b_kind != a.kind:
            a = a.outer  # "Nghị định … hướng dẫn Luật Đất đai, được sửa đổi bởi Nghị định …"
        if found and a.role != "basis" and (a.outer is None or a.role == "mention"):
            a.role = "amended"


def _replacements(text: Text, mentions: Sequence[Mention]) -> None:
    """ "… thay thế B": B, what follows it in a coordination, and the document that replaces it are `replaces`."""
    folded = text.fold
    for i, b in enumerate(mentions):
        if b.role == "basis" or not _REPLACING.search(folded, max(0, b.start - 30), b.start):
            continue
        b.role = "replaces"
        last = b
        for j in range(i + 1, len(mentions)):
            c = mentions[j]
            if c.start >= _reach(last) and not _JOINT.fullmatch(folded, _reach(last), c.start):
                break
            if c.outer is b.outer and c.start >= _reach(last):
                c.role, last = "replaces", c
        a = next((x for x in reversed(mentions[max(0, i - 8) : i]) if x.end <= b.start and x.outer is b.outer), None)
        if a is not None and a.role != "basis" and not re.search(r"[;.\n]", folded[_reach(a) : b.start]):
            a.role = "replaces"
