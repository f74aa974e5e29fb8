"""The end of a document: recipients ("Nơi nhận") and signature, side by side, one after the other or in turns.

Decree 30/2020/NĐ-CP, Annex I, boxes 7a, 7b and 9b; Party papers write T/M, K/T, T/L.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from extractors import vocabulary
from extractors.outline import RECIPIENTS, SIGNATURE
from extractors.text import LOWER, UPPER, bare, fold
from pipeline.outline.lines import Draft, Line, is_ornament

_RECIPIENTS = re.compile(r"\W{0,4}n[o0]i\s?nh[aạ][nh]\b")
_AUTHORITY = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|TUN|T\.M|K\.T|T\.L|Q)\s?[./,: ]\s?(?=[" + UPPER + "])")
_NAME = re.compile(
    r"(?:(?:Đại|Trung|Thượng|Thiếu)\s(?:tướng|tá|úy)\s|(?:TS|ThS|PGS|GS|BS|CKI|CKII|BSCK\w*|KS|CN)\.\s?)*"
    rf"(?:[{UPPER}][\w'’]*\.?(?:\s?-\s?|\s+)){{1,6}}[{UPPER}][\w'’]*\Z"
)
_SIGNED = re.compile(r"\W*(?:da ky|ky ten|ky, dong dau|chu ky|ky va ghi)")
_GAP = re.compile(r"[ \t\u00a0]{3,}|\t+|[ ]*\|[ ]*")
# "- Như trên; - Lưu: VT. TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn A" on one line: where parts begin.
_INLINE = re.compile(
    r"\s(?:(?<=[;,.:)]\s)\s*(?=[-–]\s)|(?<=[;.)]\s)\s*(?=(?:TM|KT|TL|TUQ|T/M|K/T|Q)[./]?\s)|(?<=["
    + UPPER
    + r"]{2}\s)\s*(?=(?:KT|TL|TUQ)\.)"
    r"|(?<=[;.,)]\s)(?<!KT\.\s)(?<!TL\.\s)(?<!TM\.\s)(?<!UQ\.\s)(?<!Q\.\s)\s*"
    r"(?=(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|BỘ TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG|THỦ TƯỚNG|HIỆU TRƯỞNG)\b"
    r"|THỨ TRƯỞNG))"
)
_SIGNING = re.compile(
    rf"(?<=[{UPPER}]{{2}})\s+(?=(?:PHÓ|THỨ TRƯỞNG|Phó)\b)|(?<=[{UPPER}]{{2}})\s+(?=[{UPPER}][{LOWER}])"
    r"|(?<=DÂN|.VỤ)\s+(?=CHỦ TỊCH|BÍ THƯ)|\s+(?=\((?:Đã|đã|Ký|ký|Chữ)\b)|(?<=\))\s+"
)
_NOTE = re.compile(r"\[\d{1,3}\]\s")  # footnotes stand behind the end of a document
_DASHES = "-–—+•·*"


@cache
def positions() -> frozenset[str]:
    """Signers' positions without diacritics."""
    return frozenset(bare(fold(row["name"])) for row in vocabulary.rows("positions"))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in positions())


def is_position(bared: str) -> bool:
    """Whether the words (folded and bared) are a signer's position: "pho chu tich", "giam doc so noi vu"."""
    known, firsts = positions(), _first_words()
    words = bared.strip(" .,:*").split()
    if not words or words[0] not in firsts:
        return False
    return any(" ".join(words[:n]) in known for n in (5, 4, 3, 2, 1) if len(words) >= n) and len(words) <= 14


def is_name(words: str) -> bool:
    """Whether the words may be a person's name ("Y Bhiăo Kbuôr", "Đại tá Nguyễn Văn A")."""
    return (
        len(words) < 45 and not words.isupper() and not any(map(str.isdigit, words)) and _NAME.match(words) is not None
    )


def opens(text: str, bared: str, line: Line, after: Line | None = None) -> bool:
    """Whether a line opens the end of the document: "Nơi nhận", an authority (TM., KT. …), a position in capitals
    (with its organ only if a name stands on the line `after`)."""
    start, end = line.start, line.end
    first = text[start]
    second = text[start + 1 : start + 2]
    if first not in "Nn|-*1." and not (first.isupper() and (second.isupper() or second in "./ ")):
        return False
    if _RECIPIENTS.match(bared, start, end) and (
        end - start < 40 or text[start] == "|" or _GAP.search(text, start, end) or ":" in text[start : start + 14]
    ):
        return True
    if end - start > 110:
        return False
    words = text[start:end]
    if not words.isupper():
        return False
    if _AUTHORITY.match(words) or bared[start:end].strip(" .:") in positions():
        return True
    named = after is not None and is_name(text[after.start : after.end])
    return named and len(words) < 60 and is_position(bared[start:end])


class Closing:
    """Reads the end of a document from line `at`; `drafts` grows, `next` is the first line past it."""

    def __init__(self, text: str, bared: str, lines: list[Line], at: int) -> None:
        self.text, self.bare, self.lines = text, bared, lines
        self.drafts: list[Draft] = []
        self.next = at
        self.listing = False  # inside the list of recipients
        self.named = self.posted = False

    def add(self, start: int, end: int, kind: str, zone: str) -> None:
        """Adds a block without surrounding blanks and emphasis."""
        while start < end and self.text[start] in " \t|*_\u00a0":
            start += 1
        while end > start and self.text[end - 1] in " \t|*_\u00a0":
            end -= 1
        if end > start:
            kind = "rule" if is_ornament(self.text[start:end]) else kind
            words = start
            if kind == "recipients" and self.text[start] in _DASHES:
                words = start + 1
                while words < end and self.text[words] in _DASHES + " \t\u00a0":
                    words += 1
            self.drafts.append(Draft(start, end, kind, zone, words=words))

    def read(self) -> None:
        """Reads on while lines belong to recipients or signature."""
        while self.next < len(self.lines):
            line = self.lines[self.next]
            if not self._line(line):
                return
            self.next += 1

    def _line(self, line: Line) -> bool:
        parts = self._parts(line)
        if not all(self._belongs(s, e, line.gap) for s, e in parts[:1]):
            return False
        for start, end in parts:
            self._part(start, end)
        return True

    def _parts(self, line: Line) -> list[tuple[int, int]]:
        cuts = [line.start]
        for pattern in (_GAP, _INLINE):
            for m in pattern.finditer(self.text, line.start, line.end):
                cuts += [m.start(), m.end()]
        cuts = sorted({*cuts, line.end})
        spans = [(a, b) for a, b in pairwise(cuts) if self.text[a:b].strip(" \t|*_\u00a0")]
        return [part for span in spans for part in (*self._signed(*span),)]

    def _signed(self, start: int, end: int) -> list[tuple[int, int]]:
        """A recipient with the signer's name behind it ("- Lưu: VT, NV. Phạm Công Toản"), apart."""
        cut = max(self.text.rfind(". ", start, end), self.text.rfind("; ", start, end))
        if (
            self.posted
            and not self.named
            and cut > start
            and self.text[start] in _DASHES
            and is_name(self.text[cut + 1 : end].strip())
        ):
            return [(start, cut + 1), (cut + 1, end)]
        return self._signing(start, end)

    def _signing(self, start: int, end: int) -> list[tuple[int, int]]:
        """Authority, position and name of one line, apart."""
        words = self.text[start:end].strip(" \t|*_")
        if not (_AUTHORITY.match(words) or is_position(self.bare[start:end])) or not words[:4].isupper():
            return [(start, end)]
        cuts = [start, *(at for m in _SIGNING.finditer(self.text, start, end) for at in m.span()), end]
        return [(a, b) for a, b in pairwise(cuts) if self.text[a:b].strip(" \t|*_")]

    def _belongs(self, start: int, end: int, gap: int) -> bool:
        """Whether a line is still of the end: a recipient, a position, a name, a mark of signing."""
        words = self.text[start:end].strip(" \t|*_")
        if not words or is_ornament(words):
            return True
        if _NOTE.match(words):
            return False
        if _RECIPIENTS.match(self.bare, start, end):
            return not any(d.kind == "recipients" for d in self.drafts)
        if self._signs(start, words):
            return not self.named or not words.isupper() or _AUTHORITY.match(words) is not None
        if words[0] in _DASHES:
            return self.listing or not self.named
        if _SIGNED.match(self.bare, start, end):
            return True
        if self.listing and not words.isupper():
            last = self.drafts[-1] if self.drafts else None
            open_item = last is not None and self.text[last.end - 1] not in ".;"
            return (
                words[0].islower()
                or words[0] == "("
                or words[-1] == ";"
                or (len(words) < 90 and (open_item or not gap))
            )
        return False

    def _signs(self, start: int, words: str) -> bool:
        if _AUTHORITY.match(words):
            return True
        if words.isupper() and len(words) < 100:
            if is_position(self.bare[start : start + len(words)]):
                return True
            return self.posted and not self.named and len(words) < 60
        if self.named or not is_name(words):
            return False
        last = self.drafts[-1] if self.drafts else None
        return self.posted or (last is not None and self.bare.startswith("luu", last.words))

    def _part(self, start: int, end: int) -> None:
        words = self.text[start:end].strip(" \t|*_\u00a0")
        if not words:
            return
        head = _RECIPIENTS.match(self.bare, start, end)
        if head:
            stop = head.end()
            while stop < end and self.text[stop] in " :*_.":
                stop += 1
            self.listing = True
            self.add(start, stop, "recipients", RECIPIENTS)
            if end > stop:
                self._part(stop, end)
            return
        at = start + self.text[start:end].index(words[0])
        if words[0] not in _DASHES and self._signs(at, words):
            self.posted = True
            if is_name(words) and not words.isupper():
                self.named = True
            self.add(start, end, "signature", SIGNATURE)
        elif _SIGNED.match(self.bare, at, end):
            self.add(start, end, "rule", SIGNATURE)
        else:
            self.add(start, end, "recipients", RECIPIENTS)
            if words[-1] == "." and "luu" in self.bare[start:end]:
                self.listing = self.listing and True
