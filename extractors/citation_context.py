"""What stands before a citation: the article it is cited by, who issued it and when, the subject it was issued with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from extractors import citation_parts
from extractors.bodies import Body
from extractors.citation_mention import Mention
from extractors.text import Text

# "điểm a khoản 2 Điều 5 (của)", "Điều 13, Điều 15 của", "khoản 1 và khoản 3 Điều 7", "Mục II", "Phụ lục I kèm theo"
_UNIT = (
    r"(?:điểm|khoản|điều|đi[êề]u|mục|tiểu mục|chương|phần|phụ lục)\s(?:số\s)?(?:\d{1,3}(?:\.\d{1,2})?[a-zđ]?"
    r"|[a-zđ]\d?|[ivx]{1,5})(?!\w)"
)
_LOCATOR = re.compile(
    rf"(?<!\w)(?P<l>{_UNIT}(?:(?:,?\s(?:và\s)?|,\s?|\s(?:của\s)?)(?:{_UNIT}|(?:\d{{1,3}}"
    rf"|[a-zđ])(?=[,\s](?!\w{{3}}))))*)\s(?:(?:của|tại|trong|thuộc|ban hành kèm theo|kèm theo)\s)?(?:các\s)?\Z"
)
_ANY_UNIT = re.compile(r"(?:điểm|khoản|đi[êề]u|mục|chương|phần|phụ lục)\s")
# "UBND tỉnh đã ban hành …", "… giao tại …", "đề nghị của Sở Nội vụ tại …"
_ISSUED = re.compile(
    r"\s(?:\([^)]{1,30}\)\s)?(?:(?:đã|vừa|sẽ|mới|chủ động|kịp thời)\s)*(?:ban hành|có|ký ban hành|ký|phê duyệt"
    r"|giao|thông qua|công bố|đề ra|trình|gửi)\s(?:[^\W\d_]+\s){0,3}?(?:(?:tại|theo|kèm theo)\s)?(?:các\s)?\Z"
    r"|\s(?:tại|theo)\s(?:các\s)?\Z"
)
_DAY = re.compile(
    r"(?<!\w)ngày\s(?:(?P<d>\d{1,2})\stháng\s(?P<m>\d{1,2})\snăm\s(?P<y>\d{4})"
    r"|(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4})),?\s\Z"
)
# The issuer before "tại": "theo đề nghị của Sở Nội vụ tại Tờ trình số …"
_SAID_BY = re.compile(
    r"(?:đề nghị|chỉ đạo|quy định|ý kiến|báo cáo|tham mưu|giao|văn bản|kiến nghị|thẩm định)(?:\s[^\W\d_]+){0,3}\s\Z"
    r"|(?<!\w)của\s\Z"
)
_SENTENCE_END = re.compile(r"[.\n|]\s|;")
_HEADS = re.compile(
    r"(?:giám đốc|phó giám đốc|trưởng|phó trưởng|thủ trưởng|chánh|cục trưởng|chi cục trưởng)\s", re.IGNORECASE
)
_ISSUED_WITH = re.compile(
    r",?\s\(?(?:(?:được|đã được)\s)?(?:ban hành|phê duyệt|thông qua|công bố)?\s?(?:kèm theo|theo|tại)\s\Z"
)
_WORK = re.compile(
    r"(?<!\w)(?:Chương trình|Đề án|Kế hoạch|Quy chế|Quy định|Chiến lược|Bộ [Cc]hỉ số|Bộ [Tt]iêu chí|Danh mục"
    r"|Đề cương|Quy tắc|Quy trình|Phương án|Điều lệ)\s(?!số\s)"
)


# Which issuers an organ code stands for; only such a body at the end of a subject is taken for the issuer
_ORGANS = {
    "TTG": ("Thủ tướng",), "CP": ("Chính phủ",), "UBND": ("UBND", "Chủ tịch UBND"), "HĐND": ("HĐND",),
    "TW": ("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương"),
    "TU": ("Tỉnh ủy", "Thành ủy", "Ban Thường vụ", "Ban Chấp hành"),
}  # fmt: skip


def locator(text: Text, c: Mention) -> None:
    """Set the article, clause or point that a citation is cited by."""
    base = max(0, c.start - 110)
    window = text.fold[base : c.start]
    if not _ANY_UNIT.search(window):
        return
    m = _LOCATOR.search(window)
    if m:
        printed = text.text[base + m.start("l") : base + m.end("l")]
        c.locator = " ".join(printed.split())


def issuer_before(text: Text, c: Mention, bodies: Sequence[Body], starts: Sequence[int]) -> None:
    """Set the issuer that stands before ("Ngày 10/4/2024, Bộ Nội vụ ban hành Quyết định số …"), and that date."""
    i = bisect_right(starts, c.start) - 1
    if i < 0 or c.start - bodies[i].end > 60:
        _issuer_of_list(text, c, bodies, i)
        return
    body = bodies[i]
    gap = text.fold[body.end : c.start]
    if body.end > c.start or not _ISSUED.fullmatch(gap):
        return
    if gap.strip() in ("tại", "theo", "tại các", "theo các") and not _SAID_BY.search(
        text.fold, max(0, body.start - 40), body.start
    ):
        return
    if not body.canonical.startswith(_ORGANS.get(c.groups[-1].upper() if c.groups else "", ("",))):
        return  # "nhiệm vụ của Sở Nội vụ tại Kế hoạch số 12/KH-UBND": not the one who issued it
    c.issuer, c.rule = body.canonical, c.rule + ", issuer_before"
    if body.post:  # the head of an office signs for it, a chairman or minister acts himself
        c.issuer = _HEADS.sub("", body.canonical, count=1)
    if c.date is None and (m := _DAY.search(text.fold, max(0, body.start - 40), body.start)):
        c.date = citation_parts.read_date(text, m, c)


def _issuer_of_list(text: Text, c: Mention, bodies: Sequence[Body], i: int) -> None:
    """Set the issuer of "Sở Y tế đã ban hành 12 văn bản, trong đó có Kế hoạch số 77/KH-SYT": said to issue, in the same
    sentence, and with the initials that the symbol has."""
    body = bodies[i] if i >= 0 else None
    if body is None or c.start - body.end > 220 or body.collective or not c.groups:
        return
    gap = text.fold[body.end : c.start]
    if "ban hành" in gap[:24] and not _SENTENCE_END.search(gap) and _initials(body.canonical) in c.groups:
        c.issuer, c.rule = body.canonical, c.rule + ", issuer_before"


def _initials(name: str) -> str:
    """The initials of an office without its place: SKHĐT for "Sở Kế hoạch và Đầu tư tỉnh Lào Cai"."""
    words = (
        re.split(r"\s(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?!\w)", name)[0].replace(",", " ").split()
    )
    return words[0] if len(words) == 1 else "".join(w[0].upper() for w in words if w not in ("và", "-"))


def issuer_after(text: Text, c: Mention, ends: Mapping[int, Body]) -> None:
    """Take the issuer that stands after the subject ("… về việc tăng cường truyền thông của Thủ tướng Chính phủ")."""
    body = ends.get(c.title_end)
    if c.issuer is not None or body is None or not c.groups or not text.fold.startswith("của ", body.start - 4):
        return
    if body.canonical.startswith(_ORGANS.get(c.groups[-1].upper(), ("\0",))) and body.start - 5 > c.title_start:
        c.issuer = body.canonical
        c.title = " ".join(text.text[c.title_start : body.start - 5].split())


def subject_before(text: Text, c: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """Set the subject of "Chương trình … được ban hành tại Quyết định số …" and give the mention that the act itself
    issued, if one was read there."""
    base = max(0, c.start - 420)
    tail = _ISSUED_WITH.search(text.fold, max(base, c.start - 40), c.start)
    if tail is None or not re.search(r"ban hành|phê duyệt|thông qua|công bố", tail[0]):
        return None
    floor = max(base, *(text.fold.rfind(mark, base, tail.start()) for mark in (";", ". ", "\n", "|")))
    last = None
    for m in _WORK.finditer(text.text, floor, tail.start()):
        if last is None or re.search(r"[,;]\s\Z|\s(?:và|theo)\s\Z", text.text[max(0, m.start() - 6) : m.start()]):
            last = m
    if last is None:
        return None
    c.title = " ".join(text.text[last.start() : tail.start()].split()).rstrip(" ,")
    return next((o for o in mentions if o.start == last.start() and o.form == "named"), None)
