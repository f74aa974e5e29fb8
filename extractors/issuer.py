"""The issuing body: which words name it, and in which administrative unit it sits.

Letterhead (Decree 30/2020/NĐ-CP, Annex I, box 2): parent organ, then issuer, either over several lines; provinces and
communes have no parent line. Where there is no letterhead, the sentence in which the body acts names it, the closing
sentence, the title, the symbol or the file copy ("Lưu: VT, SNV").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from extractors import vocabulary
from extractors.text import Text, bare, fold

PLACE_TYPES = ("thành phố", "đặc khu", "thị trấn", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")
LEVELS = {"tỉnh": 1, "huyện": 2, "quận": 2, "thị xã": 2, "xã": 3, "phường": 3, "thị trấn": 3, "đặc khu": 3}
_PLACE = re.compile(
    r"(?<!\w)(?P<t>tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|xã(?! hội)|phường|thị trấn|đặc khu)(?!\w)\s*"
    r"(?P<n>[^\n,;:()|]{0,60})\Z"
)
_PARTY = re.compile(r"(?:tỉnh|thành|huyện|quận|thị|đảng) (?:ủy|bộ|đoàn)(?:\s+(?P<n>.*))?\Z", re.S)
_PARTY_LEVELS = {"tỉnh": "tỉnh", "huyện": "huyện", "quận": "quận", "thành": "thành phố", "thị": "thị xã"}
_DAMAGED = {bare(t): t for t in PLACE_TYPES} | {"tp": "thành phố", "tx": "thị xã"}
# Type words as scanners misread them: "TH! XÃ", "T1NH", "THÀNH PH0".
_MISREAD = re.compile(r"(?<!\w)(?:th[i!|1l] (?:xa|tran)|t[i!|1l]nh|thanh ph[o0]|huyen|quan|phu[o0]ng)(?!\w)")
_ODD = re.compile(r"\w[!|](?!\w)|[!|]\w|[^\W\d][01]|[01][^\W\d]")
_LOOKALIKES = str.maketrans("!|1l0", "iiiio")
_SHORT = {"tp": "thành phố", "tp.": "thành phố", "tx": "thị xã", "tx.": "thị xã"}
_VERBS = (
    r"xây dựng|ban hành|báo cáo|yêu cầu|đề nghị|triển khai|tổ chức|thông báo|hướng dẫn|lập kế|kết luận|chỉ thị|"
    r"đánh giá|tổng hợp|kính (?:đề nghị|trình|báo|mời)|trình|chỉ đạo|giao|tiếp tục|đã (?:xây|ban|triển)|"
    r"thống nhất|cụ thể hóa|phát động|quyết định|công bố|phổ biến|gửi|có ý kiến"
)
_ACTS = re.compile(r"(?P<o>[^.;:,\n]{2,110}?),?\s(?:" + _VERBS + r")\b")
_OWN = re.compile(r"của\s+(?P<o>[^.;:\n()]{2,90}?)\s*(?:\.|/|;|$)")


@dataclass(frozen=True, slots=True)
class Organ:
    """A body's name taken apart: `words` as printed on one line, `written` the canonical form of its first words,
    `rest` what follows without the place, `level` as in data/issuers.csv, `place_type` and `place` of its unit as
    printed."""

    words: str
    written: str
    rest: str
    level: str
    place_type: str | None = None
    place: str | None = None


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Folded words to (written, level), and the same without diacritics for damaged letterheads."""
    out: dict[str, tuple[str, str]] = {}
    rows = vocabulary.rows("issuers")
    for row in rows:
        out.setdefault(fold(row["form"]), (row["written"], row["level"]))
    for row in rows:
        out.setdefault(bare(fold(row["form"])), (row["written"], row["level"]))
    return out


def head(folded: str, damaged: bool = False) -> tuple[str, str, int] | None:
    """The words that a body's name begins with: (written, level, length in characters), the longest known; None if the
    stretch names no body. `damaged` admits words without their diacritics."""
    words = [(m[0], m.end()) for m in re.finditer(r"[^\s,.]+", folded[:90])][:7]
    for n in range(len(words), 0, -1):
        form = " ".join(w for w, _ in words[:n])
        found = _forms().get(form) or (_forms().get(bare(form)) if damaged and n > 1 else None)
        if found:
            return found[0], found[1], words[n - 1][1]
    return None


def parse(words: str, damaged: bool = False) -> Organ | None:
    """A body's name taken apart, or None if it does not begin like one."""
    plain = " ".join(words.replace("*", " ").split()).strip(" .,;:-–_/")
    plain = _put_right(plain) if damaged else plain
    low = fold(plain)
    found = head(low, damaged)
    if not found:
        return None
    written, level, at = found
    place_type = place = None
    end = len(plain)
    party = _PARTY.match(low) if level == "party" else None
    m = _PLACE.search(low, at - 1 if party is None else at)
    if m:
        place_type, end = _SHORT.get(m["t"], m["t"]), m.start()
        place = plain[m.start("n") : m.end("n")].strip(" .,-–*") or None
    elif party and party["n"] and low.split()[0] in _PARTY_LEVELS:
        place_type, place, end = _PARTY_LEVELS[low.split()[0]], plain[party.start("n") :].strip(), party.start("n")
    elif party and low.split()[0] in _PARTY_LEVELS:
        place_type = _PARTY_LEVELS[low.split()[0]]
    elif level == "place" and at < end:
        place_type, place, end = _damaged_place(plain, low, at)
    return Organ(plain, written, plain[at:end].strip(" ,-–"), level, place_type, place)


def _put_right(words: str) -> str:
    """`words` with the misread type words of units put right; the length stays. A name that looks like one ("HUYỆN
    QUAN HÓA") is left alone: its own type word is there."""
    if _PLACE.search(fold(words)) and not _ODD.search(words):
        return words
    for m in _MISREAD.finditer(bare(fold(words))):
        printed = words[m.start() : m.end()]
        read = _DAMAGED[m[0].translate(_LOOKALIKES)]
        words = words[: m.start()] + (read.upper() if printed.upper() == printed else read) + words[m.end() :]
    return words


def _damaged_place(plain: str, low: str, at: int) -> tuple[str | None, str | None, int]:
    """The place after "ỦY BAN NHÂN DÂN" where the type word has lost its marks ("TĨNH QUẢNG NGÃI")."""
    rest = plain[at:].split()
    for n in (2, 1):
        kind = _DAMAGED.get(bare(fold(" ".join(rest[:n]))).strip("."))
        if kind and len(rest) > n:
            return kind, " ".join(rest[n:]), at
    return None, None, len(plain)


def group(lines: list[str]) -> list[Organ]:
    """The bodies that the lines of a letterhead name, parent first. A line that does not begin like a body, or goes on
    with one that is not finished ("VĂN PHÒNG" / "HĐND VÀ UBND HUYỆN …"), belongs to the line before."""
    names: list[str] = []
    for line in lines:
        low = fold(" ".join(line.split()))
        begins = head(low, damaged=True) is not None
        unfinished = (
            bool(names)
            and re.search(r"(?:\bvà|,|-|&|văn phòng|ban chỉ đạo|hội đồng|ban quản lý|của)\Z", fold(names[-1]))
            is not None
        )
        if names and (not begins or unfinished):
            names[-1] += f" {line}"
        elif (
            not names
            and not begins
            and low.split(" ")[0] in ("tỉnh", "huyện", "xã", "phường", "quận", "thị", "thành", "đặc")
        ):
            names.append(f"UBND {line}" if not re.match(r"(?:tỉnh|huyện|quận|thành|thị) (?:ủy|đoàn)", low) else line)
        else:
            names.append(line)
    return [organ for name in names if (organ := parse(name, damaged=True))]


def acting(words: str) -> Organ | None:
    """The body that acts in an opening sentence ("…, UBND xã Gia Viễn xây dựng kế hoạch …"): the last one that begins a
    clause and governs a verb of issuing. Only the last 700 characters count: it stands at the end."""
    stretch = words[-700:]
    low = fold(stretch)
    best = None
    for m in re.finditer(r"(?:^|[,.;:\n]\s*|\bnay,?\s+|chủ tịch\s+|giám đốc\s+|trưởng\s+)", low):
        if m.end() >= len(low) or not head(low[m.end() : m.end() + 60]):
            continue
        act = _ACTS.match(low, m.end())
        if act:
            name = re.split(
                r"\s(?:đã|sẽ|tiếp tục|kính|trân trọng|tổng hợp|xin)\s?\Z", stretch[act.start("o") : act.end("o")]
            )[0]
            best = parse(name) or best
    return best


def owner(words: str) -> Organ | None:
    """The body at the end of "Trên đây là Kế hoạch … của UBND xã Gia Viễn" or of a title "… của Sở …"."""
    low = fold(words)
    best = None
    for m in _OWN.finditer(low):
        at = m.start("o")
        while True:
            organ = parse(words[at : m.end("o")])
            if organ:
                best = organ
            inner = low.find(" của ", at, m.end("o"))
            if inner < 0:
                break
            at = inner + 5
    return best


_ORGANS_BY_CODE = re.compile(r"[/\-]([A-ZĐ][\w&]*)")


@cache
def _codes() -> dict[str, tuple[str, str]]:
    return {row["abbr"].replace("&", "").upper(): (row["name"], row["level"]) for row in vocabulary.rows("organ_codes")}


def of_symbol(symbol: str) -> Organ | None:
    """The body whose code a symbol carries ("/KH-SNV" → Sở Nội vụ, "-KH/HU" → Huyện ủy), if it is known."""
    for code in _ORGANS_BY_CODE.findall(symbol):
        found = _codes().get(code.replace("&", "").upper())
        if found:
            return parse(found[0])
    return None


def with_place(organ: Organ, place_type: str, place: str) -> Organ:
    """The organ set in a unit."""
    return replace(organ, place_type=place_type, place=place)


NAMED = frozenset({"Trường", "Học viện", "Đại học", "Công ty", "Tổng công ty", "Báo"})  # proper names need no place
PARTY_SEATS = frozenset({"Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy"})


@cache
def _spellings() -> dict[str, str]:
    return {fold(row["name"]): row["name"] for row in vocabulary.rows("organ_codes")}


def spelled(text: Text, written: str, rest: str) -> str:
    """What follows the first words of a body's name (`rest`, maybe in capitals) in its usual spelling: "KẾ HOẠCH VÀ ĐẦU
    TƯ" → "Kế hoạch và Đầu tư". Of a name not known the text's own small letters decide, else the first is a capital."""
    if not rest.isupper():
        return rest
    known = _spellings().get(fold(f"{written} {rest}"))
    if known:
        return known[len(written) + 1 :]
    for before in (f"{written} ", ""):  # "Cục Thuế" tells more than "cơ quan thuế"
        low, at = fold(before + rest), -1
        for _ in range(6):
            at = text.fold.find(low, at + 1)
            if at < 0:
                break
            printed = text.text[at + len(before) : at + len(low)]
            if not printed.isupper():
                return printed
    return rest.capitalize()
