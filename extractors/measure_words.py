"""What a figure counts, in the words of the text: those before it, without subject, partners, copula, date."""

from __future__ import annotations

import re

from extractors import cues, role_verbs
from extractors.figures import Finding
from extractors.target_context import Clause, Surroundings, list_comma

_HEAD = re.compile(
    r"(?:[\s,:;(•*+-]|\b(?:và|đồng thời|trong đó|phấn đấu|bảo đảm|đảm bảo|trong khi|tuy nhiên|đến nay|chủ trì"
    r"|phối hợp|có|đã|năm \d{4}|tiếp tục|khẩn trương"
    r"|là|kịp thời)\b)+"
)
# Who is advised or joins in stands between the verb and what is counted: "tham mưu UBND huyện tổ chức …".
_COMPANY = re.compile(
    r"(?:(?:chủ trì|chủ động|trực tiếp)[\s,]{1,2}){0,2}(?:(?P<advised>tham mưu(?:,? (?:giúp|cho|đề xuất|trình))?)"
    r"|(?:phối hợp )?(?:với|cùng)|phối hợp)(?!\w)\s{0,2}"
)
_OPENING = re.compile(r"(?:thông qua|định kỳ|riêng|giao|phải|trong đó)\s{1,2}(?=\w)")
# "nâng tỷ lệ … lên 50%": the rate is what is counted
_CHANGED = re.compile(
    r"(?:nâng(?: cao)?|tăng|giảm|rút ngắn|cắt giảm|cải thiện|duy trì|đưa|nâng dần)\s{1,2}"
    r"(?=(?:tỷ lệ|tỉ lệ|thời gian|số |mức |điểm|chỉ số))"
)
_DATED = re.compile(
    r"\s(?:(?:trong|đến|tính đến|đến hết|hết|đến cuối|vào)\s){0,2}(?:năm|tháng|quý|ngày)\s[\divx/.-]{1,10}\Z"
)
_BARE = re.compile(r"\s*(?:(?:năm|tháng|quý|cùng kỳ)\s[\d/]{1,8}\s?)?(?:(?:là|đạt|chiếm|mới)\s?){0,2}\Z")
_FIGURE = re.compile(r"\d[\d.,]*\s?(?:%|[^\W\d]+(?:\s[^\W\d]+)?)\Z")  # "tuyên truyền 45 triệu đồng, tập huấn …"
_TO = re.compile(r"\s{1,2}(?:(?:về|cho|đến|tới|lên)\s{1,2})?")
_RATIO = re.compile(
    r"(?:(?:đã\s)?(?:hoàn thành|thực hiện|xử lý|giải quyết|kiểm tra|tiếp nhận)\s)?\d[\d./,]*\s{1,2}(?=[^\W\d])"
)
_SHARE = re.compile(r"[\s,]*(?:,\s*|\s)(?:đạt|chiếm|bằng)(?:\s(?:tỷ lệ|tỉ lệ))?\Z|\s(?:rút|rút ngắn)\Z")


def _without_copula(folded: str) -> int:
    """Where the words before a figure end, their copula and marks ("đạt", "là", "xuống còn", ":") left out."""
    known = cues.words("copula")
    end = len(folded)
    while end > 0:
        end = len(folded[:end].rstrip(" \n,:(-"))
        if folded.endswith(("trở lên", "cắt giảm", "gia tăng"), 0, end):
            break
        space = max(folded.rfind(" ", 0, end), folded.rfind("\n", 0, end)) + 1
        if folded[space:end] not in known:
            break
        end = space
    return end


def _later_clause(around: Surroundings, start: int, stop: int) -> int:
    """Where the last of several clauses begins that commas part and verbs open ("rà soát …, trình phương án …")."""
    comma = around.fold.rfind(", ", start, stop)
    if comma < 0 or stop - comma < 12:
        return start
    verb = role_verbs.verb_at(around.fold, comma + 2, stop)
    if not verb or verb[1] >= stop - 6:
        return start
    to = _TO.match(around.fold, verb[1], stop)
    if to and around.bodies_in(to.end(), to.end() + 1):
        return start  # "xây dựng kế hoạch chi tiết, gửi về Sở Nội vụ": what is sent stands before
    if role_verbs.shared(around.fold, start, comma):
        return start
    return comma + 2


def _company(around: Surroundings, start: int, stop: int) -> int:
    """Where the words begin behind those who join in or are advised."""
    m = _COMPANY.match(around.fold, start, stop)
    if not m:
        return start
    found = around.bodies_at(m.end(), stop)
    if found and found[-1].end < stop - 6:
        return found[-1].end
    return m.end() if m["advised"] and m.end() < stop - 6 else start


def _bracketed(around: Surroundings, clause: Clause) -> str:
    """What stands before a bracket that only holds the figure: "1.102 hồ sơ nộp trực tuyến (79,5%)"."""
    comma = around.fold.rfind(", ", clause.start, clause.bracket)
    start = comma + 2 if comma >= 0 else clause.start
    while start < clause.bracket and not around.fold[start].isalnum():
        start += 1
    opening = re.compile(r"(?:trong đó|đã giải quyết|có)\s").match(around.fold, start, clause.bracket)
    start = opening.end() if opening else start
    number = _RATIO.match(around.fold, start, clause.bracket)
    words = around.text[number.end() if number else start : clause.bracket]
    return "" if re.search(r"\d", words) else words.strip(" ,:;-+*•")


def before(around: Surroundings, f: Finding, clause: Clause, *, wide: bool = False) -> str:
    """The words of the clause before the figure that say what is counted; with `wide` (a time limit) the whole duty."""
    start = clause.bracket + 1 if clause.bracket >= 0 else clause.start
    stop = f.start
    if clause.bracket >= 0 and _BARE.match(around.fold, start, stop):
        return _bracketed(around, clause)
    colon = around.fold.rfind(": ", start, stop)
    if colon >= 0 and stop - colon > 16:
        start = colon + 1
    if not wide:
        comma = around.fold.rfind(", ", start, stop)
        while comma >= 0 and (
            (stop - comma < 14 and not _FIGURE.search(around.fold, max(start, comma - 16), comma))
            or list_comma(around.fold, comma)
        ):
            comma = around.fold.rfind(", ", start, comma)
        start = comma + 1 if comma >= 0 else start
    subject = around.bodies_at(start, stop)
    if subject and subject[-1].end < stop - 6:
        start = subject[-1].end
    start = _skipped(around, start, stop)
    if wide:
        start = _skipped(around, _later_clause(around, start, stop), stop)
    end = start + _without_copula(around.fold[start:stop])
    for pattern in (_SHARE, _DATED) if not wide else ():
        m = pattern.search(around.fold[start:end][-40:])
        end -= len(m[0]) if m and len(m[0]) < end - start - 4 else 0
    number = _RATIO.match(around.fold, start, end) if f.type == "percentage" else None
    start = number.end() if number else start
    return around.text[start:end].strip(" ,:;-+*•")


def _skipped(around: Surroundings, start: int, stop: int) -> int:
    """`start` behind bullets, connectives, partners and verbs of change."""
    head = _HEAD.match(around.fold, start, stop)
    start = head.end() if head else start
    start = _company(around, start, stop)
    while start < stop and around.fold[start] in " ,:;-":
        start += 1
    for pattern in (_OPENING, _CHANGED):
        m = pattern.match(around.fold, start, stop)
        start = m.end() if m else start
    return start


def behind_money(around: Surroundings, f: Finding, clause: Clause) -> str:
    """What money is for, said behind it: "bố trí 430 triệu đồng cho công tác CCHC"."""
    m = re.compile(r"\s(?:cho|để|phục vụ|nhằm)\s").match(around.fold, f.end, clause.end)
    begin = m.end() if m else f.end
    stop = re.compile(r"[;.,:()]").search(around.fold, begin, clause.end)
    words = around.text[begin : stop.start() if stop else clause.end].strip()
    verb = role_verbs.verb_at(around.fold, begin + (0 if m else 1), clause.end)
    return words if len(words) > 4 and (m or verb) else ""
