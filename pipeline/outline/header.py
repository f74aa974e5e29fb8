"""The head of a document: letterhead, number, place and date, type, title, addressees.

Layout: Decree 30/2020/NĐ-CP, Annex I (boxes 1 to 5b, 9a); Party papers: Hướng dẫn 36-HD/VPTW. A text may give the two
columns one after the other, line by line in turns, or side by side on one line; scans damage any of it.
"""

from __future__ import annotations

import re

from extractors import document_types
from extractors.outline import ADDRESSEE, LETTERHEAD, TITLE
from pipeline.outline import labels
from pipeline.outline.lines import Draft, Line, is_capital, is_ornament
from pipeline.outline.openings import is_basis, type_at

LONGEST = 70  # lines: no real head is longer, whatever a registry stamped over it

_NATION = re.compile(
    r"[c\[(]?[o0u]ng\s?h[o0]a\s?x|h[o0]a xa h[o0]i|xa h[o0]i chu nghia|chu ng[hi]+a viet n|dang c[o0]ng san viet|"
    r"d[o0]c lap\W{0,4}t[uư]|lap\W{1,4}tu d[o0]|tu d[o0]\W{1,4}ha"
)
_NUMBER = re.compile(
    r"(?:(?:luat|phap lenh|bo luat|nghi quyet)\s)?(?:s[o06]|s[oôố]\.)\s?[:;.]?\s*(?P<n>[^/\s]{0,8}(?:\s?/\s?\d{4})?)\s*"
    r"(?P<s>[/\-]\s?[a-z][\w&.()]*(?:\s?[-/]\s?[a-z][\w&.()]*)*)?"
)
_SYMBOL = re.compile(r"\d{1,5}\s?(?:/\d{4})?[/\-][A-ZĐ]{1,6}[\-/][A-ZĐƯ]")
_DATE = re.compile(
    r"(?:,\s?|\b)n?g[aàả@]\S{0,3}?(?:y|\s|\d|\W)[^\n]{0,25}?th[aá@]ng[^\n]{0,20}?\bn[aăä]m\b\s*(?:[\dlo\]|]{4}|[\d.…]*)"
    r"|,\s?ng[aàả@]y\s?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
)
_SUBJECT = re.compile(r"v\s?[/e]\s?v\b\W*|trich yeu\s*:|ve viec\b|\"?v/v\b")
_ADDRESS = re.compile(r"k[ií]nh\s?g[uư]i\s*[:;.]?")
_JUNK = re.compile(
    r"ky boi|nguoi ky|email|co quan:|thoi gian ky|so hieu|loai van ban|noi ban hanh|ngay ban hanh|thuoc tinh|luoc do|"
    r"den\b.*(?:so|ngay)|du thao|hoa toc|mat$|toi mat|khan$|thuong khan|tai lieu|trang \d"
)
_ORGAN = re.compile(
    r"(?:chu tich |thuong truc |bo truong |giam doc |chanh |truong )*(?:u?y ban|hoi dong|bo |so |phong |ban |thu tuong|"
    r"chinh phu|tong cuc|cuc |van phong|ubnd|hdnd|giam doc|chu tich|hieu truong|truong|benh vien|chi cuc|quoc hoi|"
    r"lien )"
)
_DIVIDED = {"quyet dinh", "nghi quyet", "thong tu", "nghi dinh", "chi thi", "quy dinh", "thong tu lien tich"}
_QUALIFIERS = ("hanh dong", "ket luan", "tom tat", "phoi hop", "khan", "lien tich")
_GAP = re.compile(r"[ \t\u00a0]{3,}|[ ]*\|[ ]*|\t+")


class Head:
    """Reads the head line by line; `drafts` grows, `next` is the first line that no longer belongs to it."""

    def __init__(self, text: str, bared: str, folded: str, lines: list[Line]) -> None:
        self.text, self.bare, self.fold, self.lines = text, bared, folded, lines
        self.drafts: list[Draft] = []
        self.next = 0
        self.kind = ""

    def add(self, start: int, end: int, kind: str, zone: str = LETTERHEAD) -> None:
        """Adds the stretch as a block, without surrounding blanks and marks of tables."""
        while start < end and self.text[start] in " \t|*_\u00a0":
            start += 1
        while end > start and self.text[end - 1] in " \t|*_\u00a0":
            end -= 1
        if zone == LETTERHEAD and kind != "rule":
            end = start + len(self.text[start:end].rstrip("-–—_*. \t") or self.text[start:end])
        if end > start:
            if is_ornament(self.text[start:end]):
                kind = "rule"
            self.drafts.append(Draft(start, end, kind, zone, words=start))

    def read(self) -> None:
        """Reads the whole head."""
        limit = min(len(self.lines), LONGEST)
        i = self._anchor(limit)
        if i < 0:
            return
        while self.next < limit:
            line = self.lines[self.next]
            stop = type_at(self.text, self.bare, line.start, line.end)
            stop = stop if stop > 0 else self._named(line)
            if stop > 0 and not self._is_sentence(line):
                self._typed(stop)
                return
            if self._address(line):
                self._addressees()
                return
            if self._is_over(line):
                return
            self._letterhead(line)
            self.next += 1
            if self.kind:
                self._title(self.drafts[-1].kind == "title")
                return

    def _named(self, line: Line) -> int:
        """End of the type words of a title line in small letters ("Kế hoạch tuyên truyền … năm 2020"), or -1: it stands
        before any sentence, cites no number and has no closing mark."""
        words = self.text[line.start : line.end]
        if len(words) > 250 or words[-1] in ".;:," or not words[0].isupper() or self.next + 1 >= len(self.lines):
            return -1
        after = self.lines[self.next + 1]
        if not (after.gap or is_basis(self.bare, after.start)) or re.search(r"\bs[oố]\s?:?\s?\d|\d/\S*-", words[:40]):
            return -1
        name = next((n for n in document_types.names() if self.bare.startswith(n + " ", line.start)), None)
        return line.start + len(name) if name else -1

    def _named_at(self, i: int) -> bool:
        self.next = i
        found = self._named(self.lines[i]) > 0
        self.next = 0
        return found

    def _address(self, line: Line) -> re.Match[str] | None:
        """ "Kính gửi" at the start of a line or of a table's first cell."""
        return _ADDRESS.match(self.bare, line.start + 2 * self.text.startswith("| ", line.start))

    def _is_sentence(self, line: Line) -> bool:
        return not is_capital(self.text[line.start : line.end]) and line.end - line.start > 160

    def _anchor(self, limit: int) -> int:
        """Index of a line that shows there is a head at all (nation, number, type, addressee); -1 if none."""
        for i in range(limit):
            line = self.lines[i]
            if line.end - line.start > 400:
                return -1
            if (
                _NATION.search(self.bare, line.start, line.end)
                or type_at(self.text, self.bare, line.start, line.end) > 0
                or (i < 3 and self._named_at(i))
                or self._address(line)
                or (_NUMBER.match(self.bare, line.start, line.end) and "/" in self.text[line.start : line.end])
            ):
                return i
            if i > 3 and labels.find(self.text, self.fold, line.start, line.end):
                return -1
        return -1

    def _is_over(self, line: Line) -> bool:
        words = self.text[line.start : line.end]
        if len(words) > 600 or (is_basis(self.bare, line.start) and not is_capital(words) and len(words) > 40):
            return True
        label = labels.find(self.text, self.fold, line.start, line.end)
        return (
            label is not None and label.number == 1 and label.style in ("roman", "n1", "alpha", "article", "part")
        ) or (len(words) > 200 and not _NATION.search(self.bare, line.start, line.end) and "|" not in words)

    def _letterhead(self, line: Line) -> None:
        """One line of the letterhead, cut into the columns it holds."""
        start, end = line.start, line.end
        nation = _NATION.search(self.bare, start, end)
        if nation and nation.start() > start:
            left = nation.start()
            while left > start and self.text[left - 1].isalnum():
                left -= 1
            self._columns(start, left)
            self._nation(left, end)
        elif nation:
            self._nation(start, end)
        else:
            self._columns(start, end)

    def _nation(self, start: int, end: int) -> None:
        """The national or Party name or the motto, and what else stands on its line."""
        cut = _GAP.search(self.text, start, end)
        while cut and _NATION.search(self.bare, cut.end(), end):
            cut = _GAP.search(self.text, cut.end(), end)
        if cut and cut.start() - start > 12:
            self.add(start, cut.start(), "nation")
            self._columns(cut.end(), end)
        else:
            self.add(start, end, "nation")

    def _columns(self, start: int, end: int) -> None:
        """A stretch without national name: date, number, subject, and the issuer's words."""
        date = _DATE.search(self.bare, start, end)
        if date and end - start < 200 and not is_basis(self.bare, start):
            left = self._place(start, date.start())
            if left > start:
                self._columns(start, left)
            stop = date.end()
            self.add(left, stop, "date")
            if stop < end:
                self._columns(stop, end)
            return
        while start < end and self.text[start] in " \t|*":
            start += 1
        if start >= end:
            return
        number = None if _JUNK.match(self.bare, start, end) else _NUMBER.match(self.bare, start, end)
        if number and (number["s"] or not self.bare[number.end() : end].strip()) and len(number[0]) > 2:
            self.add(start, number.end(), "number")
            if number.end() < end:
                self._columns(number.end(), end)
            return
        if _SUBJECT.match(self.bare, start, end) or (self.drafts and self.drafts[-1].kind == "title"):
            gap = _GAP.search(self.text, start, end)
            stop = gap.start() if gap and gap.end() < end else end
            self.add(start, stop, "title", TITLE)
            if stop < end:
                self._columns(gap.end() if gap else end, end)
            return
        self._others(start, end)

    def _others(self, start: int, end: int) -> None:
        if self._type_inside(start, end):
            return
        cut = _GAP.search(self.text, start, end)
        stop = cut.start() if cut else end
        words = self.text[start:stop].strip(" -–—_*.")
        letters = sum(map(str.isalpha, words))
        junk = (
            _JUNK.match(self.bare, start, stop)
            or not is_capital(words)
            or letters * 4 < 3 * (len(words) - words.count(" "))
        )
        symbol = _SYMBOL.search(words) and not _JUNK.match(self.bare, start, stop)
        if not junk and not symbol and self._is_untyped_title(start):
            self.add(start, stop, "title", TITLE)
        else:
            self.add(start, stop, "number" if symbol else "rule" if junk else "letterhead")
        if cut and cut.end() < end:
            self._columns(cut.end(), end)

    def _is_untyped_title(self, start: int) -> bool:
        """Whether capitals are a title whose type line is lost: issuer, number and date stand before them."""
        kinds = {d.kind for d in self.drafts}
        return {"letterhead", "number", "date"} <= kinds and not _ORGAN.match(self.bare, start)

    def _type_inside(self, start: int, end: int) -> bool:
        """A type that stands after a date on one line, or after what a stamp left ("` -!; QUYẾT ĐỊNH")."""
        if end - start > 60 or self.kind:
            return False
        for m in re.finditer(r"[^\W\d_]{2,}", self.text[start:end]):
            at = start + m.start()
            stop = type_at(self.text, self.bare, at, end)
            if stop > 0 and self.text[at:stop].isupper() and (at == start or not self.bare[stop:end].strip(" :.*")):
                self.add(at, stop, "type", TITLE)
                self.add(stop, end, "title", TITLE)
                self.kind = " ".join(self.bare[at:stop].split())
                return True
        return False

    def _place(self, start: int, date: int) -> int:
        """Where the place before a date begins: after a gap, or after a number on the same line."""
        left = start
        for gap in _GAP.finditer(self.text, start, date):
            if gap.end() < date:
                left = gap.end()
        number = _NUMBER.match(self.bare, left, date)
        if number and number["s"]:
            left = number.end()
        return left

    def _typed(self, stop: int) -> None:
        """The type line and the title that follows, or stands on the same line."""
        line = self.lines[self.next]
        start, end = line.start, line.end
        rest = self.bare[stop:end].strip(" :.*")
        for extra in _QUALIFIERS:
            if rest == extra:
                stop, rest = end, ""
        self.add(start, stop, "type", TITLE)
        self.kind = " ".join(self.bare[start:stop].split()).strip(":. ")
        if rest:
            self.add(stop, end, "title", TITLE)
        self.next += 1
        self._title(bool(rest))

    def _title(self, begun: bool) -> None:
        """Title lines: up to a blank line after the first, an ornament, a basis, a label or the addressees."""
        size = end = 0
        while self.next < min(len(self.lines), LONGEST + 20):
            line = self.lines[self.next]
            start, end = line.start, line.end
            words = self.text[start:end]
            if is_ornament(words):
                self.add(start, end, "rule", TITLE)
                self.next += 1
                if begun:
                    break
                continue
            if self._address(line):
                break
            if words[0] == "(" and begun:
                self._caption()
                break
            if (begun and self._ends_title(line, words)) or (not begun and self._is_body(line, words)) or size > 8:
                break
            self.add(start, end, "title", TITLE)
            begun, size = True, size + 1
            self.next += 1
        self._after_title()

    def _is_body(self, line: Line, words: str) -> bool:
        basis = is_basis(self.bare, line.start) and (words[-1] in ";:." or self.bare.startswith("can cu", line.start))
        return basis or len(words) > 450 or (words.endswith(":") and not is_capital(words))

    def _ends_title(self, line: Line, words: str) -> bool:
        if words[0].islower():
            return len(words) > 250
        before = self.drafts[-1]
        upper = self.text[before.start : before.end].isupper()
        basis = is_basis(self.bare, line.start)
        if basis and not words.isupper():
            return True
        if (
            words.isupper()
            and _ORGAN.match(self.bare, line.start)
            and (line.gap or not upper)
            and self.kind in _DIVIDED
        ):
            return True
        if labels.find(self.text, self.fold, line.start, line.end):
            return True
        if type_at(self.text, self.bare, line.start, line.end) > 0 and words.isupper():
            return True
        if line.gap:
            return not (upper and words.isupper()) or len(words) > 300
        return len(words) > 200 or (words[-1] in ".:;" and not words.isupper()) or (upper and not words.isupper())

    def _caption(self) -> None:
        """A caption in brackets under a title: "(Ban hành kèm theo Quyết định số …)", over one or more lines."""
        while self.next < len(self.lines):
            line = self.lines[self.next]
            self.add(line.start, line.end, "caption", TITLE)
            self.next += 1
            if ")" in self.text[line.start : line.end] or line.end - line.start > 200:
                return

    def _after_title(self) -> None:
        """Ornaments, the authority's own line ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …") and addressees after a title."""
        while self.next < len(self.lines):
            line = self.lines[self.next]
            words = self.text[line.start : line.end]
            if is_ornament(words):
                self.add(line.start, line.end, "rule", TITLE)
            elif words[0] == "(" and line.end - line.start < 300 and self.drafts[-1].kind == "title":
                self._caption()
                continue
            elif self._address(line):
                self._addressees()
                return
            else:
                return
            self.next += 1

    def _addressees(self) -> None:
        """ "Kính gửi:" with its addressee on the line, or a list below it."""
        line = self.lines[self.next]
        m = self._address(line)
        stop = m.end() if m else line.start
        self.add(line.start, stop, "addressee", ADDRESSEE)
        self.add(stop, line.end, "addressee", ADDRESSEE)
        begun = line.end - stop > 3
        last = self.text[line.end - 1]
        self.next += 1
        while self.next < len(self.lines):
            line = self.lines[self.next]
            words = self.text[line.start : line.end]
            listed = words[0] in "-–+•·|" or words[0].islower() or (not begun and len(words) < 200) or last in ";,"
            if not listed or (is_basis(self.bare, line.start) and len(words) > 40) or len(words) > 300:
                return
            if words[-1] == ":" or (begun and line.gap and words[0] not in "-–+•·" and last not in ";,"):
                return
            self.add(line.start, line.end, "addressee", ADDRESSEE)
            begun, last = True, words[-1]
            self.next += 1
