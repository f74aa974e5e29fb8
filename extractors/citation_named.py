"""Citations without a number: plans and programmes by subject and year, the document itself, back-references, and
short numbers ("Kế hoạch 118")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors import citation_laws, citation_parts, citation_self
from extractors.bodies import Body
from extractors.citation_mention import Mention
from extractors.citation_types import Head
from extractors.facts import Document
from extractors.outline import TITLE, Outline
from extractors.text import UPPER, Text

_THIS = re.compile(r"\s(?:hành động\s|kết luận\s|phối hợp\s|công tác\s)?này(?!\w)")
_PARAGRAPH = re.compile(rf"\n\s*[{UPPER}]")  # a name may go on in another line, but not with a capital
_ABOVE = re.compile(
    r"[ \t](?:(?:nêu trên|nói trên|kể trên|trên đây|đã nêu|vừa nêu|đó|dẫn trên)(?=[\s,.;:)]|$)(?!\s(?:địa|cơ sở"
    r"|tinh thần|toàn|các|đây))|trên(?=[,.;:)]|$|\s(?:của|và|để|đến|cho|là|đã|được|theo|tới|về|có|phải|cần)(?!\w)))"
)
_SHORT = re.compile(r" ?(?P<so>s[ốô]\s?:?\s?)?(?P<n>(?<=[ :])\d{1,5}[a-z]?(?:/(?:19|20)\d\d)?)(?![\w/]|[-.,]\d|\s?%)")
_TORN_CODE = re.compile(r"\s([A-ZĐ]{1,4}[a-z]?-[A-ZĐ]{2,}[\wĐ-]*)")
_AFTER_SHORT = re.compile(
    r"\s?(?:[;,.)\n\"|]|$|(?:của|ngày|về|và|cho|đến|tới|với|tại|theo|thành|trong|được|đã|xong|là|có|phải|do|nhằm"
    r"|để|giai đoạn|trên|gắn|hoặc|cùng|như|bằng|khi)(?!\w))"
)
_YEARLY = frozenset({"Kế hoạch", "Chương trình", "Đề án", "Chiến lược", "Quy hoạch", "Phương án"})
_RULES = frozenset({"Quy chế", "Đề án", "Chiến lược"})
_RESOLVED = frozenset({"Nghị quyết", "Chỉ thị", "Kết luận", "Quyết định", "Công văn", "Thông báo", "Công điện"})
_PLURAL = re.compile(
    r"(?:các|những|nhiều|một số|từng|mỗi|mọi|hệ thống|dự thảo|vào"
    r"|trong các)\s(?:(?:[^\W\d_]+\s){0,2}[^\W\d_]+,\s){0,3}\Z"
)
_MAKING = re.compile(
    r"(?:xây dựng|ban hành|lập|tham mưu|trình|dự thảo|kèm theo|soạn thảo|hoàn thiện|cụ thể hóa thành|phê duyệt"
    r"|thành|có|bằng|một)\s(?:[^\W\d_]+\s)?\Z"
)
# A symbol without its number: "số      /KH-UBND", "số .../QĐ-UBND"
_BLANK = re.compile(r"\s(?:s[ốô]\s?:?)?[\s.…_]{0,40}[/-]\s?[a-zđ]{1,6}\s?[-/]\s?[a-zđư]{1,12}(?!\w)")
# Type words that are common words too: only a capital makes them the name of a document
_COMMON = frozenset(
    "Quy định|Báo cáo|Hướng dẫn|Thông báo|Kết luận|Dự án|Đề án|Hợp đồng|Biên bản|Công văn|Phương án|Chương trình"
    "|Quy hoạch|Tờ trình|Chiến lược|Lệnh|Tuyên bố|Quyết định".split("|")
)
_OTHERS = re.compile(
    r"\scủa\s(?:(?:từng|mỗi|các)\s|(?:cơ quan|đơn vị|ngành|địa phương|cấp)(?:,\s[^\W\d_]+\s[^\W\d_]+){0,3}\smình(?!\w))"
)
_OWNED = re.compile(r"\scủa\s(?!(?:cơ quan|đơn vị|ngành|địa phương|mình|từng|các)(?!\w))")
_ACTED = re.compile(r"(?:ban hành|phê duyệt|thông qua|công bố)\s(?:v[ềê]\s)?\"?\Z")
_FOLLOWS = re.compile(r"[^;\n]{0,60}?(?:như sau|cụ thể|gồm các nội dung|với (?:các|những) nội dung)")
_SPAN = re.compile(
    r"(?P<name>\s[^;\n.|:]{2,220}?)(?P<year>\s(?:trong\s)?(?:năm|giai đoạn|đến năm|nhiệm kỳ|các năm)\s(?:19"
    r"|20)\d\d(?:\s?[-–,]\s?(?:19|20)\d\d)*"
    r"(?:,?\s(?:và\s)?(?:định hướng|tầm nhìn)(?:\s(?:đến|tới))?(?:\snăm)?\s20\d\d)?)"
)
_ABOUT_YEAR = re.compile(
    r"\svề\s(?:việc\s)?(?P<t>[^;\n.|:()]{8,140}?\s(?:năm|giai đoạn|nhiệm kỳ)\s"
    r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?)"
)
_ALSO_YEAR = re.compile(r"\s?(?:,|và)\s(?:trong\s)?năm\s(?:20\d\d)")
_OF = re.compile(r"\s(?:của|trên địa bàn)\s")
_ALSO_OF = re.compile(r"(?:,|\svà)\scủa\s")
_REGULAR = re.compile(
    r"hằng năm|hàng năm|hằng tháng|hằng quý|từng năm|các năm|mỗi năm|5 năm|mình|sau khi|nếu|hoàn thành"
    r"|trước ngày|gửi|báo cáo"
)
_STOPS = re.compile(
    r"[;\n.|:(]|,\s(?=(?:về|của|đảm bảo|bảo đảm|các|góp|trong|nhằm|theo|để|đồng thời|và|phối hợp|báo cáo|gửi)\s)"
    r"|\svà\s(?=(?:việc|các|về|triển khai)\s)|\s(?=(?:được|đã|cho|tại|theo|đến các|để|nhằm|đối với)\s)"
)


def find(text: Text, heads: Sequence[Head], numbered: Sequence[Mention], bodies: Mapping[int, Body],
         document: Document | None, outline: Outline) -> list[Mention]:  # fmt: skip
    """All mentions at type words that no number took."""
    out: list[Mention] = []
    last = amending = 0
    taken = [(c.start, c.end) for c in numbered]
    i = 0
    for head in heads:
        while i < len(taken) and taken[i][1] <= head.start:
            i += 1
        if i < len(taken) and taken[i][0] <= head.start < taken[i][1]:
            continue  # a word inside a numbered citation's own name
        block = outline.block_at(head.start)
        if block is not None and (block.zone == TITLE or block.kind in ("title", "type")):
            continue  # a title names its own document, not another
        if out and out[-1].rule == "amending law":
            amending = out[-1].number_end
        found = _read(text, head, bodies, document, outline, last, amending)
        for mention in found:
            out.append(mention)
        if found and found[-1].form == "self":
            last = found[-1].end
    return out


def _read(text: Text, head: Head, bodies: Mapping[int, Body], document: Document | None, outline: Outline,
          last: int, amending: int) -> list[Mention]:  # fmt: skip
    folded = text.fold
    if head.start < last:
        return []
    if m := _SHORT.match(folded, head.end - (head.short and folded[head.end - 1] == " ")):
        short = _short(text, head, m)
        if short is not None:
            citation_parts.follow(text, short, bodies, document)
        return [short] if short else []
    if not head.exact or head.short:
        return []
    own = document is not None and document.kind == head.kind
    common = not (own or head.capital) and head.kind in _COMMON
    if m := _THIS.match(folded, head.end):
        return [] if common else citation_self.this(head, m.end(), folded, document)
    if m := _ABOVE.match(folded, head.end):
        if common or _PLURAL.search(folded, max(0, head.start - 30), head.start):
            return []
        return [Mention(head.start, m.end(), "named", head.kind, rule="back-reference", number_end=m.end())]
    if m := _BLANK.match(folded, head.end):
        return citation_self.unnumbered(text, head, m.end(), bodies, document)
    if head.kind == "Điều lệ Đảng" and head.capital:
        end = head.end + (len(" Cộng sản Việt Nam") if folded.startswith(" cộng sản việt nam", head.end) else 0)
        return [Mention(head.start, end, "named", head.kind, rule="law", number_end=end, title="Điều lệ Đảng")]
    if head.kind in citation_laws.LAWS:
        law = citation_laws.law(text, head, amending)
        return [law] if law else []
    if (
        text.text[head.start : head.end].isupper()
        and text.text[head.end : head.end + 12].upper() == text.text[head.end : head.end + 12]
    ):
        return []
    if head.kind in _RESOLVED:
        mention = citation_laws.congress(text, head, bodies, document) or _dated(text, head, bodies, document)
        return [mention] if mention else []
    return _planned(text, head, bodies, document, outline)


def _short(text: Text, head: Head, m: re.Match[str]) -> Mention | None:
    """ "Kế hoạch 118", "Nghị quyết số 57": a number without its symbol; None where the number counts or is a year."""
    number = m["n"]
    if not (m["so"] or head.short or head.capital) or (head.kind in citation_laws.LAWS and not m["so"]):
        return None
    if not m["so"] and re.fullmatch(r"(?:19|20)\d\d", number):
        return None
    if not m["so"] and not head.short and not _AFTER_SHORT.match(text.fold, m.end()):
        return None
    if m["so"] and (code := _TORN_CODE.match(text.text, m.end())):  # "số 1492 KH-UBND"
        number = f"{number}/{code[1]}"
        return Mention(
            head.start,
            code.end(),
            "full",
            head.kind,
            number,
            rule="slash lost",
            number_end=code.end(),
            groups=tuple(code[1].split("-")),
        )
    return Mention(head.start, m.end(), "full", head.kind, number, rule="short number", short=True, number_end=m.end())


def _dated(text: Text, head: Head, bodies: Mapping[int, Body], document: Document | None) -> Mention | None:
    """An act with date and issuer but no number ("Nghị quyết ngày 12/7/2021 của HĐND tỉnh")."""
    mention = Mention(head.start, head.end, "named", head.kind, rule="date and issuer", number_end=head.end)
    if not head.capital:
        return None
    citation_parts.follow(text, mention, bodies, document)
    if mention.issuer is None and (body := bodies.get(head.end + 1)):  # "Nghị quyết HĐND tỉnh về …"
        mention.issuer, mention.end = body.canonical, body.end
    if mention.date is None and mention.issuer and (about := _ABOUT_YEAR.match(text.fold, mention.end)):
        mention.end = mention.number_end = about.end()
        mention.title = " ".join(text.text[about.start("t") : about.end()].split())
        return mention
    return mention if mention.date and len(mention.date) == 10 else None


def _planned(text: Text, head: Head, bodies: Mapping[int, Body], document: Document | None,
             outline: Outline) -> list[Mention]:  # fmt: skip
    """A plan, programme, scheme or statute by its subject with a year, a period or a body; or the document itself."""
    folded = text.fold
    before = folded[max(0, head.start - 48) : head.start]
    if before.endswith("này ") or _PLURAL.search(before):
        return []
    own = document is not None and document.kind == head.kind
    if (own or document is None) and citation_self.HERE.search(before):
        return [citation_self.described(text, head, citation_self.here_end(text, head.end), bodies)]
    making = _MAKING.search(before) is not None
    if making and (own or document is None) and (end := citation_self.follows_end(text, head.end)):
        return [citation_self.described(text, head, end, bodies)]
    span = _SPAN.match(folded, head.end) if head.kind in _YEARLY and (head.capital or head.kind == "Kế hoạch") else None
    if span is not None and not head.capital and re.match(r"\s(?:giai đoạn|năm|trong|cho|theo|để|và)\s", span["name"]):
        span = None
    if span is not None and _PARAGRAPH.search(text.text, head.end, span.end()):
        span = None
    if span is not None and not _REGULAR.search(span["name"]) and not _crosses(span["name"]):
        if _OTHERS.match(folded, span.end()):
            return []
        if (
            own
            and not making
            and document is not None
            and document.title
            and citation_self.same_subject(span["name"] + span["year"], document.title)
        ):
            return [citation_self.described(text, head, _with_issuer(text, span.end(), bodies, document)[1], bodies)]
        made = _yearly(text, head, span, bodies, document)
        # one still to be made counts only if it says whose: "tham mưu ban hành Kế hoạch … năm 2023 của tỉnh"
        return (
            made
            if not making or (made[-1].end > span.end() and _OWNED.search(text.fold, span.end(), made[-1].end))
            else []
        )
    if making:
        return []
    if head.capital and head.kind in _RULES:
        return _ruled(text, head, bodies, document)
    return []


def _crosses(name: str) -> bool:
    """Whether a would-be name runs over another clause."""
    return (
        bool(
            re.search(
                r",\s(?:ubnd|sở|phòng|ban|yêu cầu|đề nghị|giao|trong đó|cụ thể)\s|\s(?:này|nêu trên|theo|tại)\s"
                r"|số\s\d|\d/[a-z]|\strước ngày",
                name,
            )
        )
        or name.count(",") > 4
    )


def _with_issuer(text: Text, end: int, bodies: Mapping[int, Body], document: Document | None) -> tuple[str | None, int]:
    m = _OF.match(text.fold, end)
    if m is None:
        return None, end
    body = bodies.get(m.end())
    if "của" not in m[0]:  # "trên địa bàn xã" is scope, not issuer
        return None, body.end if body else end
    if body:
        return body.canonical, body.end
    if found := citation_parts.relative(text, m.end(), document):
        return found
    return None, end


def _issuer_inside(
    text: Text, start: int, end: int, bodies: Mapping[int, Body], document: Document | None
) -> str | None:
    """The issuer of a name that has "của …" before its year."""
    for m in re.finditer(r"\scủa\s", text.fold[start:end]):
        body = bodies.get(start + m.end())
        if body is not None:
            return body.canonical
        found = citation_parts.relative(text, start + m.end(), document)
        if found and re.match(r"[,;.)\s]?$|,|\s(?:năm|giai đoạn|trong|đến|về|nhiệm kỳ)\s", text.fold[found[1] : end]):
            return found[0]
    return None


def _yearly(
    text: Text, head: Head, span: re.Match[str], bodies: Mapping[int, Body], document: Document | None
) -> list[Mention]:
    """One mention, or two where years or issuers are coordinated."""
    first = Mention(head.start, span.end(), "named", head.kind, rule="subject and year", number_end=span.end())
    out = [first]
    if m := _ALSO_YEAR.match(text.fold, span.end()):
        out.append(Mention(head.start, m.end(), "named", head.kind, rule="subject and year", number_end=m.end()))
    last = out[-1]
    issuer, end = _with_issuer(text, last.end, bodies, document)
    inner = _issuer_inside(text, head.end, span.end(), bodies, document)
    split = _ALSO_OF.search(text.fold, head.end, span.end())
    if split and inner:
        other = Mention(
            head.start, split.start(), "named", head.kind, issuer=inner, rule="elided issuer", number_end=split.start()
        )
        second = bodies.get(split.end())
        found = citation_parts.relative(text, split.end(), document)
        first.issuer = second.canonical if second else found[0] if found else None
        return [other, first]
    for mention in out:
        mention.issuer = issuer or inner
    last.end = max(end, last.end)
    for mention in out:
        mention.title = " ".join(text.text[head.end : mention.number_end].split())
    if (
        last.end == last.number_end
        and text.fold[head.end : head.end + 3].startswith(' "')
        and text.fold[last.end : last.end + 1] == '"'
    ):
        last.end += 1  # the closing mark of a quoted name
    return out


def _ruled(text: Text, head: Head, bodies: Mapping[int, Body], document: Document | None) -> list[Mention]:
    """A statute or scheme named with a capital, by its subject alone ("Quy chế làm việc của Bộ Công Thương")."""
    folded = text.fold
    if folded.startswith(' "', head.end):
        close = folded.find('"', head.end + 2, head.end + 300)
        if close < 0:
            return []
        end = close + 1
    else:
        stop = _STOPS.search(folded, head.end + 1, head.end + 160)
        end = stop.start() if stop else min(len(folded), head.end + 160)
        of = re.compile(r"\scủa\s").search(folded, head.end, end)
        if of and (body := bodies.get(of.end())):
            end = body.end
    if len(folded[head.end : end].split()) < 2 or not folded.startswith(" ", head.end):
        return []
    mention = Mention(head.start, end, "named", head.kind, rule="capital name", number_end=end)
    mention.issuer = _issuer_inside(text, head.end, end, bodies, document)
    mention.title = (
        re.sub(r"\scủa\s.*", "", " ".join(text.text[head.end : end].split()))
        if mention.issuer
        else " ".join(text.text[head.end : end].split())
    )
    return [mention]


def prune(text: Text, mentions: list[Mention]) -> list[Mention]:
    """Without what an act issues itself: "Quyết định 2260 ban hành Kế hoạch …" has the plan as its title."""
    return [c for c in mentions if not _issued(text, c)]


def _issued(text: Text, c: Mention) -> bool:
    if c.outer is None:
        return False
    if c.form == "named" and c.kind in _YEARLY | _RULES:
        return c.start - c.outer.title_start <= 1 or bool(_ACTED.search(text.fold, max(0, c.start - 24), c.start))
    return c.form == "self" and c.rule == "own description"
