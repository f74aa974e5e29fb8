"""The subject (trích yếu) that follows a citation: where it begins and where it ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from extractors import vocabulary
from extractors.bodies import Body
from extractors.citation_mention import Mention
from extractors.facts import Document
from extractors.text import Text

_LONGEST = 700
_ABOUT = re.compile(r"\s{0,2},?\s{0,2}(?:v[ềê]\s(?:vi[ệê]c\s)?(?:v[ềê]\s(?:vi[ệê]c\s)?)?|v/v:?\s)")
_QUOTED = re.compile(r'\s{0,2},?\s{0,2}"(?:về\s(?:việc\s)?)?')
# Everything at which a subject can end; each hit is then judged by what follows it
_BREAK = re.compile(
    r'[;|"(.,\s](?:(?<=[;\n|"(])|(?<=\.)(?=\s|/|$)|(?<=,)\s|(?<=\s)(?:và\s|(?=theo đó|như sau)'
    r"|(?=(?:đã\s)?được\s(?:sửa đ[ổố]i|b[ổố] sung|thay thế)[^;.\n]{0,40}\s(?:bởi|tại|theo|bằng)\s(?:các\s)?"
    r"(?:nghị|luật|quyết|thông tư|điều|khoản|kế hoạch|pháp lệnh))"
    r"|(?<=\d\s)(?=(?:đã|được|đạt|thành|cho|tới|vào|với|xong|hoàn thành|là|phải|có|do|tại)\s)))"
)
_ASIDE = re.compile(
    r"\((?:sau đây|sau đâu|dưới đây|gọi tắt|viết tắt|được|đã được|sửa đổi|bổ sung|có hiệu lực|nay là|kèm|gửi kèm"
    r"|thay thế|gọi là|hết hiệu lực)"
)
_LEAD = re.compile(r"(?:(?:các|những|tại|theo|của|với|thực hiện|và)\s){0,3}")
# What may follow the year in a subject: "đến năm 2025, định hướng đến năm 2030"
_GOES_ON = re.compile(r"(?:và\s)?(?:định hướng|tầm nhìn|giai đoạn|nhiệm kỳ|trọng tâm|năm\s\d|các năm|những năm|\d)")
# The next sentence without a full stop: "giai đoạn 2021-2025 Kịp thời biểu dương …"
_NO_STOP = re.compile(r"\d(?<=\d{4})\s(?=[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s[a-zà-ỹđ])")
# The work that an act itself issues: its name is the act's title
ISSUED = re.compile(r'(?:ban hành|phê duyệt|thông qua|công bố)\s(?:v[ềê]\s)?"?\Z')
_ABBREVIATED = re.compile(r"(?<!\w)(?:tp|tx|tt|p|q|th|ts|gs|ths)\Z")


@cache
def _starts(use: str) -> re.Pattern[str]:
    """The words of one use in `citation_words.csv`, longest first, to be matched at a place."""
    words = sorted((r["words"] for r in vocabulary.rows("citation_words") if r["use"] == use), key=len, reverse=True)
    return re.compile(r"\s{0,2}(?:" + "|".join(re.escape(w) for w in words) + r")(?!\w)")


def begin(text: Text, mention: Mention) -> int:
    """Where the subject's words begin ("về", "về việc" skipped), 0 if none follows."""
    folded, at = text.fold, mention.end
    if text.text.startswith("\t", at):
        return 0  # the next cell of a table
    if m := _ABOUT.match(folded, at):
        return m.end()
    if m := _starts("subject").match(folded, at):
        return m.end() - len(m[0].lstrip())
    if m := _QUOTED.match(folded, at):
        return m.end() - (m[0].endswith('"'))
    return 0


def finish(text: Text, mention: Mention, at: Mapping[int, Mention], ends: Mapping[int, Mention],
           bodies: Mapping[int, Body], document: Document | None) -> int:  # fmt: skip
    """Where the subject that begins at `mention.title_start` ends. `at`, `ends`: all mentions by start and end."""
    folded = text.fold
    start = mention.title_start
    limit = min(len(folded), start + _LONGEST)
    if (cell := text.text.find("\t", start, limit)) >= 0:
        limit = cell
    if sentence := _NO_STOP.search(text.text, start, limit):
        limit = sentence.start() + 1
    skip = start
    for m in _BREAK.finditer(folded, start, limit):
        if m.start() < skip:
            continue
        mark = m[0].strip()
        if mark == '"':
            close = folded.find('"', m.end(), limit)
            skip = close + 1 if close > 0 else skip
        elif mark == "(":
            if _ASIDE.match(folded, m.start()):
                return m.start()
            close = folded.find(")", m.end(), limit)
            skip = close + 1 if close > 0 else skip
        elif mark == ".":
            if not _ABBREVIATED.search(folded, max(0, m.start() - 4), m.start()):
                return m.start()
        elif mark in (",", "và"):
            if _resumes(text, m, start, at, ends, bodies, document):
                return m.start()
        else:
            return m.start()
    return limit if limit < start + _LONGEST else folded.rfind(" ", start, limit)


def _resumes(text: Text, m: re.Match[str], start: int, at: Mapping[int, Mention], ends: Mapping[int, Mention],
             bodies: Mapping[int, Body], document: Document | None) -> bool:  # fmt: skip
    """Whether a comma or "và" closes the subject: the next citation, the acting body or the main clause follows."""
    folded = text.fold
    lead = _LEAD.match(folded, m.end())
    after = lead.end() if lead else m.end()
    if after in at or m.end() in at:
        following = at.get(after) or at[m.end()]
        before = ends.get(m.start())  # directly after a nested one, it is nested too
        if before is not None and before.kind != following.kind and following.form == "full" and following.date:
            return True  # "hướng dẫn thi hành Pháp lệnh … và Nghị định số 89/2008/NĐ-CP ngày …": a document of its own
        return before is None or before.start < start or ISSUED.search(folded, start, before.start) is not None
    if m[0].strip() == "và":
        return folded.startswith(("các văn bản", "các quy định", "các nội dung", "các nhiệm vụ"), m.end())
    body = bodies.get(m.end())
    if body is not None and _acts(text, body, document):
        return True
    if folded[m.start() - 1].isdigit() and m[0][0] == "," and not _GOES_ON.match(folded, m.end()):
        return True
    return _starts("resuming").match(folded, m.end()) is not None


def _acts(text: Text, body: Body, document: Document | None) -> bool:
    """Whether a body after a comma is the subject of the main clause: the issuer itself, or one with a verb."""
    own = document is not None and body.canonical == document.issuer
    return own or _starts("acting").match(text.fold, body.end) is not None
