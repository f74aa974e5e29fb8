"""Line breaks that carry no meaning: wrapped lines, page breaks in mid-sentence, page numbers, running headers.

A break is soft when the line before it cannot have ended there (it ends in a word that asks for more, or in mid-
sentence with the next line going on in lower case), or when the text is wrapped at a width and the line is full.
It stays hard before anything that opens a block: a number, a bullet, a table row, a letterhead line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.offsets import Edit


class _Line(NamedTuple):
    start: int
    end: int
    text: str


# What opens a block. A decimal ("1.5%") or a date is no label: a label is followed by a blank (or is "1.Chữ").
_OPENS = re.compile(
    r"(?:[-+•·▪●○◦*\uf0b7\uf02d–—]\s*\S|o\s+[A-ZÀ-ỸĐ]"
    r"|(?:[IVX]{1,6}|[A-HĐ])\s?[.)\-/:]\s?\S"
    r"|\d{1,2}(?:\s?\.\s?\d{1,2}){0,4}\s?[.)\-/:](?!\d)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s+[A-ZÀ-ỸĐ]"
    r"|\(?[a-zđ]{1,2}\s?\)\s?\S|[a-zđ]\.\s"
    r"|(?:Điều|Chương|Phần|Mục|Phụ lục|PHỤ LỤC|CHƯƠNG|PHẦN|MỤC|Biểu|BIỂU)\s+(?:\d|[IVXLC]+\b|thứ\b|THỨ\b)"
    r"|Nơi nhận|Kính gửi|Căn cứ\b|Xét\b|Theo đề nghị|V/v\b|Số\s?:|TM\.|KT\.|TL\.|TUQ\.|T/M|K/T|T/L)"
)
_MAY_END = frozenset(".;:!?…'\"”’)]/")
_ENDS = re.compile(r"[.;:!?…]['\"”’)\]]*$|/\.?/?$")
# A line that ends in one of these goes on, whatever the next line begins with.
_ASKS_FOR_MORE = re.compile(
    r"(?:,|\b(?:và|hoặc|của|cho|với|về|tại|theo|từ|đến|trên|dưới|bằng|là|các|những|một|ngày|tháng|năm|khoản|điểm|Điều|do"
    r"|bởi|để|đạt|tối thiểu|ít nhất|không quá"
    r"|(?:Quyết định|Nghị định|Nghị quyết|Kế hoạch|Thông tư|Công văn|Chỉ thị|Luật|Văn bản|Kết luận|Quy định)(?: số)?)"
    r"|[/\-–]|\()$"
)
# A short line that ends in one of these may as well be a heading ("Tổ chức thực hiện").
_ASKS_IN_MID_SENTENCE = re.compile(r"\b(?:được|ban hành|thực hiện|phê duyệt)$")
# Only where lines are wrapped does one that ends in the head of a name go on.
_HEAD_OF_NAME = re.compile(
    r"\b(?:UBND|nhân dân|HĐND|Sở|Phòng|Bộ|Ban|tỉnh|huyện|xã|phường|thị trấn|thành phố|thị xã|quận)$"
)
# An issuer's name, broken in a narrow cell of the letterhead before the name of its place.
_UNIT = re.compile(r"(?:^|\s)(?:TỈNH|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|XÃ|PHƯỜNG|THỊ TRẤN)$")
_ORGAN = re.compile(
    r"(?:SỞ|PHÒNG|BAN|CHI CỤC|CỤC|TRUNG TÂM|TRƯỜNG (?:TIỂU|TRUNG|T[HM]|MẦM|CAO|ĐẠI|CHÍNH)|VĂN PHÒNG|HỘI|ĐOÀN"
    r"|[UỦ][YỶ] BAN|UBND|HĐND|CÔNG|ĐẢNG|TỈNH|HUYỆN|CỘNG|ĐỘC|SỐ|KẾ HOẠCH|BÁO CÁO|QUYẾT|CHỈ|THÔNG|TỜ|THANH TRA|KHO BẠC"
    r"|BỆNH|VIỆN|LIÊN|MẶT TRẬN|UBMT|CHI BỘ|CHỦ|PHÓ|GIÁM|TRƯỞNG)"
)
# The nation's name, broken in a narrow cell of the letterhead.
_NATION = re.compile(r"CHỦ NGHĨA(?: VIỆT)?$|CỘNG SẢN(?: VIỆT)?$|CỘNG H(?:ÒA|OÀ)(?: XÃ(?: HỘI)?)?$")
_NATION_GOES_ON = re.compile(r"(?:NAM|VIỆT NAM|(?:XÃ )?(?:HỘI )?CHỦ NGHĨA VIỆT NAM)$")
_LONE_NUMBER = re.compile(r"(?:[-–—.]\s?)?(?:Trang\s+)?(\d{1,3})(?:\s?/\s?\d{1,3})?(?:\s?[-–—.])?$", re.IGNORECASE)
_SIGNATURE_STAMP = re.compile(
    r"(?:Ký bởi|Người ký|Thời gian ký|Ngày ký|Chữ ký số|Signature Not Verified|Digitally signed)\b[^\n]{0,160}$"
)
_CAPITALS = re.compile(r"[^a-zà-ỹđ]*$")
_TO_YEAR = re.compile(r"[-–]\s?\d{4}\b")
_FROM_YEAR = re.compile(r"\b(?:19|20)\d\d\s*$")
_HEADING = 60  # characters that a heading seldom has
_PAGE = 500  # the fewest characters between two page numbers: a table of one cell a line counts faster


def _lines(text: str) -> list[_Line]:
    out, at = [], 0
    for line in text.split("\n"):
        out.append(_Line(at, at + len(line), line))
        at += len(line) + 1
    return out


def _width(lines: list[_Line]) -> int:
    """The width the text is wrapped at, in characters; 0 if every line is a paragraph of its own."""
    sizes = sorted(len(x.text) for x in lines if len(x.text) > 40)
    if len(sizes) < 12:
        return 0
    top = sizes[int(len(sizes) * 0.95)]
    if not 50 <= top <= 140:
        return 0
    full = sum(0.82 * top <= s <= 1.15 * top for s in sizes)
    return top if full >= 0.5 * len(sizes) else 0


def _furniture(lines: list[_Line]) -> set[int]:
    """Indices of page numbers, of the running headers beside them, and of signature stamps."""
    out: set[int] = set()
    expected, last = 0, 0
    for i, line in enumerate(lines):
        size = len(line.text)
        if size > 160 or not size:
            continue
        stripped = line.text.strip("\x0c ")
        m = _LONE_NUMBER.match(stripped) if size <= 14 else None
        if m:
            n = int(m[1])
            after_break = "\x0c" in line.text or (i > 0 and lines[i - 1].text.endswith("\x0c"))
            fits = n == expected if expected else n in (1, 2, 3)
            if after_break or (fits and line.start - last >= _PAGE):
                out.add(i)
                expected, last = n + 1, line.start
        elif line.text[0] in "KNTCSD" and _SIGNATURE_STAMP.match(line.text):
            out.add(i)
    return out | _running(lines, out)


def _running(lines: list[_Line], numbers: set[int]) -> set[int]:
    """Lines beside page numbers that recur beside at least three of them."""
    beside: Counter[str] = Counter()
    places: dict[str, list[int]] = {}
    for i in numbers:
        for step in (-1, 1):
            j = i + step
            while 0 <= j < len(lines) and not lines[j].text.strip():
                j += step
            if 0 <= j < len(lines) and j not in numbers and len(lines[j].text) <= 100:
                beside[lines[j].text] += 1
                places.setdefault(lines[j].text, []).append(j)
    return {j for words, count in beside.items() if count >= 3 for j in places[words]}


def _soft(before: str, after: str, blank: bool, width: int) -> bool:
    """Whether the break between two non-empty lines is soft. `blank`: a blank line stands between them."""
    if "|" in before or "|" in after or "\t" in before or "\t" in after:
        return False
    if (before[-1] in _MAY_END and _ENDS.search(before[-8:])) or _OPENS.match(after):
        # "… 2021" / "- 2025" is a range, not a bullet; a symbol may break behind its dash.
        return after[0] in "-–" and bool(_TO_YEAR.match(after) and _FROM_YEAR.search(before[-8:]))
    first = after[0]
    if first.islower() or first in ",;.)”":
        return not before.isupper() or first in ",;.)"
    tail = before[-24:]
    asks = bool(_ASKS_FOR_MORE.search(tail)) or (len(before) >= _HEADING and bool(_ASKS_IN_MID_SENTENCE.search(tail)))
    if before.isupper() and not after.isupper():
        return False
    if after[-1] == "M" and _NATION_GOES_ON.match(after):
        return bool(_NATION.search(before[-24:]))
    if len(before) < _HEADING and not blank and after.isupper() and _UNIT.search(before[-12:]) and before.isupper():
        return len(after) < 30 and after[0].isalpha() and not _ORGAN.match(after)
    if asks and not (before.endswith(",") and blank):
        return not _CAPITALS.match(before)
    if width and not blank and _HEAD_OF_NAME.search(before[-24:]):
        return not before.startswith("Số")
    if width and not blank and not after.isupper() and not before.isupper():
        word = after.split(" ", 1)[0]
        return len(before) + 1 + len(word) > width * 0.93 and len(before) > 0.7 * width
    return False


def joins(text: str) -> Iterator[Edit]:
    """The edits that take page furniture out and join soft line breaks (each by one blank) in `text`, whose line ends
    are "\\n" and whose lines have no surrounding blanks."""
    lines = _lines(text)
    skipped = _furniture(lines)
    width = _width(lines)
    previous: _Line | None = None
    gap_start = 0
    blank = False
    pages = False
    for i, line in enumerate(lines):
        content = line.text.strip("\x0c \t")
        if not content or i in skipped:
            blank = True
            pages = pages or i in skipped or "\x0c" in line.text
            continue
        start = line.start + line.text.index(content[0])
        if previous is not None:
            soft = _soft(previous.text, content, blank and not pages, width)
            wanted = " " if soft else ("\n\n" if blank else "\n")
            if text[gap_start:start] != wanted:
                yield gap_start, start, wanted
        elif start:
            yield 0, start, ""
        gap_start = start + len(content)
        previous = _Line(start, gap_start, content)
        blank = pages = False
    if gap_start < len(text):
        yield gap_start, len(text), ""
