"""The parts that follow a number: date, issuer and the rest of a citation's identity, read from left to right."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping

from extractors import bodies as bodies_module
from extractors.bodies import Body
from extractors.citation_mention import Mention
from extractors.facts import Document, Repair
from extractors.text import Text, bare, fold

_D = r"[\dlo|øi]{1,2}"
# "ngày 08/9/2021", "ngày 9-8-2019", "ngày 03 tháng 01 năm 2024", "ký ngày 15.7.2021"; partial: "ngày  tháng 4 năm 2024"
_DATE = re.compile(
    r"[,;]?\s{0,3}(?P<o>\()?(?:(?:ký|được ban hành|ban hành)\s)?(?:ng[àaả]y\s{0,2})"
    rf"(?:(?P<d>{_D})?\s{{0,8}}th[áaả]ng\s{{0,8}}(?P<m>{_D})?\s{{0,8}}(?:n[ăaâ]m\s{{0,3}})?(?P<y>[\dlo]{{4}})"
    rf"|(?P<d2>{_D})?[ .…_]{{0,12}}[/.-]\s?(?P<m2>{_D})?[ .…_]{{0,12}}[/.-]\s?(?P<y2>[\dlo]{{4,5}}|\d\d(?!\d)))(?(o)\))"
)
# Only a month or a year: "tháng 4/2024", "năm 2021"
_MONTH = re.compile(rf"\s(?:th[áa]ng\s(?P<m>{_D})(?:\s?/\s?|\snăm\s)|năm\s)(?P<y>\d{{4}})(?![\d-])")
_SAME_DAY = re.compile(r"\scùng ngày(?!\w)")
_BY = re.compile(r"\s{0,2},?\s{0,3}(?:do\s|(?:c[ủu]a|cùa)\s{1,2})|\s{0,2},?\s{1,3}(?=[^\W\d_])")
# A plenum or meeting stands before the body that meets: "Hội nghị lần thứ sáu Ban Chấp hành Trung ương"
_MEETING = re.compile(
    r"(?:hội nghị|kỳ họp)\s(?:toàn thể\s)?(?:lần thứ\s(?:[^\W\d_]+|\d+)\s?)?(?:\([^)]{1,20}\)\s)?,?\s?(?:của\s)?"
)
_TERM = re.compile(r"\s?,?\s{0,2}\(?kh[oó]?[áa]\s[IVXLHl]{1,6}\b\)?", re.IGNORECASE)
_DIGIT = str.maketrans("oøl|i", "00111")


def read_date(text: Text, m: re.Match[str], mention: Mention) -> str | None:
    """The ISO date of a match, partial if only a part is printed, None (with a flag) if it can't be."""
    groups = m.groupdict()
    day, month, year = (groups.get(a) or groups.get(b) for a, b in (("d", "d2"), ("m", "m2"), ("y", "y2")))
    if year is None:
        return None
    read = [x if x is None or x.isdigit() else x.translate(_DIGIT) for x in (day, month, year)]
    if [day, month, year] != read:
        printed = text.text[m.start() : m.end()].strip(" ,")
        at = m.start() + text.text[m.start() : m.end()].index(printed)
        mention.repairs.append(Repair(at, m.end(), printed, "/".join(x or "" for x in read), "digit misread"))
    day, month, year = read
    assert year is not None
    if len(year) == 5:
        mention.flags.append("odd_date")
        return None
    year = f"20{year}" if len(year) == 2 else year
    if not month:
        return year
    if not 1 <= int(month) <= 12:
        mention.flags.append("impossible_date")
        return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    if not day:
        return f"{year}-{int(month):02d}"
    if not 1 <= int(day) <= monthrange(int(year) or 4, int(month))[1]:
        mention.flags.append("impossible_date")
    return f"{year}-{int(month):02d}-{int(day):02d}"


def follow(text: Text, mention: Mention, bodies: Mapping[int, Body], document: Document | None = None) -> None:
    """Read date and issuer after `mention.end`, in either order, and move its end behind them."""
    at = mention.end
    folded = text.fold
    for _ in range(3):
        if text.text.startswith("\t", at):
            break  # the next cell of a table
        if mention.date is None and (m := _DATE.match(folded, at)):
            mention.date = read_date(text, m, mention)
            at = m.end()
            continue
        if mention.date is None and (m := _SAME_DAY.match(folded, at)):
            mention.flags.append("same_day")
            at = m.end()
            continue
        if mention.issuer is None and (found := issuer_at(text, at, bodies, document, len(mention.groups) > 2)):
            mention.issuer, at, listed = found
            if not listed:
                mention.flags.append("issuer_unlisted")
            continue
        if mention.date is None and (m := _MONTH.match(folded, at)):
            mention.date = read_date(text, m, mention)
            at = m.end()
            continue
        break
    mention.end = at


# A name that the bodies' vocabulary doesn't know runs to the subject or to a mark
_NAME = re.compile(
    r"[^\W\d_][^;,.()|\n\"]{1,90}?(?=\s(?:v[ềê]|v/v|ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|bổ sung"
    r"|thực hiện|triển khai|công bố|giao|ngày|năm|và|tại|theo|để|nhằm)(?!\w)|\s?[;,.()|\n\"]|\s?\Z)"
)
_JOINT = re.compile(r"(?:,|\svà|\s-)\s")
_OF_CENTRAL = re.compile(r"(\scủa)\s")
_UNITS = {bare(unit): unit for unit in ("tỉnh", "huyện", "thành phố", "thị xã", "quận", "xã", "phường", "thị trấn")}
_UNIT_SLIP = re.compile(r"\s(tinh|huyen|thanh pho|thi xa|quan|xa|phuong|thi tran)(?!\w)")
# A place word alone stands for its committee: "của huyện", "của tỉnh"
_PLACE = re.compile(r"(tỉnh|huyện|thành phố|thị xã|quận|xã|phường|thị trấn|bộ|sở|cơ quan|đơn vị)(?!\w)")


def _unlisted(text: Text, start: int) -> tuple[str, int, bool] | None:
    """An issuer stated after "của" that is no known body: a capitalised name."""
    m = _NAME.match(text.fold, start)
    if m is None or not text.text[start].isupper() or (m.end() < len(text.fold) and text.fold[m.end()] == "\n"):
        return None
    return " ".join(text.text[start : m.end()].split()), m.end(), False


def relative(text: Text, start: int, document: Document | None) -> tuple[str, int] | None:
    """The body that a bare place or office word names ("tỉnh", "huyện", "Sở", "cơ quan"), and its end."""
    m = _PLACE.match(text.fold, start)
    if m is None:
        return None
    own = document.issuer if document else None
    if m[1] in ("bộ", "sở", "cơ quan", "đơn vị"):
        if own and (m[1] in ("cơ quan", "đơn vị") or fold(own).startswith(m[1])):
            return own, m.end()
        return None
    return canonical(f"UBND {m[1]}", document), m.end()


def canonical(name: str, document: Document | None) -> str:
    """`name` in canonical form, or as printed while the place is unknown."""
    return bodies_module.canonical(name, document)


def issuer_at(
    text: Text, at: int, bodies: Mapping[int, Body], document: Document | None, many: bool = False
) -> tuple[str, int, bool] | None:
    """The issuer that begins right after `at` ("của UBND tỉnh", ", của Đảng ủy phường", bare "Thủ tướng Chính phủ"):
    its canonical name, its end and whether it is a known body; or None. `many`: several
    organs may have issued it together."""
    by = _BY.match(text.fold, at)
    if by is None:
        return None
    start = by.end()
    stated = len(by[0].strip(" ,")) > 0
    if not stated and "," in by[0]:
        return None  # ", UBND huyện yêu cầu …": the main clause goes on
    meeting = _MEETING.match(text.fold, start)
    if meeting and bodies.get(start) is None and meeting.end() > start:
        stated, start = True, meeting.end()
    if "\t" in text.text[at:start]:
        return None
    body = bodies.get(start)
    if body is None:
        return _unlisted(text, start) if stated else None
    if body.collective:
        return None  # "của các cấp": nobody's document in particular
    name, end = body.canonical, body.end
    if body.name == "UBND" and (unit := _UNIT_SLIP.match(text.bare, end)):
        name, end = canonical(f"UBND {_UNITS[unit[1]]}", document), unit.end()  # "UBND tinh"
    shared = body.head == "party" or many
    whose = _OF_CENTRAL.match(text.fold, end)
    if (
        whose
        and (central := bodies.get(whose.end(1) + 1))
        and central.canonical.startswith(("Chính phủ", "Thủ tướng", "Bộ "))
    ):
        name, end = f"{text.text[start:end]} của {central.canonical}", central.end  # "Ban Chỉ đạo … của Chính phủ"
    while shared and (joint := _JOINT.match(text.fold, end)) and (second := bodies.get(joint.end())) is not None:
        if second.head != body.head:
            break
        name, end = text.text[start : second.end], second.end  # "Bộ Chính trị, Ban Bí thư"
    if (term := _TERM.match(text.text, end)) is not None:
        name = f"{name} {term[0].strip(' (),')}"
        end = term.end()
    return name, end, True
