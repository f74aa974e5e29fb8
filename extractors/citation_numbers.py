"""Numbers and symbols of documents ("61/2018/NĐ-CP", "14-NQ/TU", "8322/UBND-VX"), found and read.

A symbol is number, slash, (year, slash,) type code, organ code by Decree 30/2020/NĐ-CP (Annex I) for state documents;
number, hyphen, type code, slash, organ by Guidance 36-HD/VPTW (2018) for Party ones. Real texts set blanks and line
breaks anywhere in it, and OCR mistakes digits for letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors import vocabulary
from extractors.facts import Repair
from extractors.quick import quick
from extractors.text import Text

# The slash or hyphen between the last digit of a number and the first letter of a code: rare, so the scan is one cheap
# pass. The groups say how far before it that digit stands. "7Ø6/NQ-CP" yes, "30/4" no
_PIVOT = re.compile(r"[/-](?:(?<=[\doø][a-zđ]\s.)()|(?<=[\doø][a-zđ\s].)()|(?<=[\doø].)())\s{0,2}-?\s?(?=[a-zđƣư])")
_DIGIT_BEFORE = (0, 3, 2, 1)
# Backwards from the pivot: number and, before the code, a year. "66.7/2025/" yes, "QCVN 06:2021/" no
_LEFT = re.compile(
    r"(?:(?<![\w/-])(?<!\d[.,:])|(?<=số))(?P<n>[\dloø|]{1,6}(?:\.\d{1,2})?[a-zđ]{0,2})(?:\s?/\s?(?P<y>[\doø]{4}))?$"
)
_SPLIT = re.compile(r"s[ốôo]\s?:?\s?(\d{1,2})\s$")
_UPPER = "A-ZĐÐƯƠÂÊÔĂ"
_LOWER = "a-zđðươâêôă"
_GROUP = re.compile(rf"[{_UPPER}][{_UPPER}{_LOWER}]{{0,13}}\d{{0,3}}")
_GLUED = re.compile(rf"[{_UPPER}]{{2,9}}g?(?=(?:ngày|của|về)(?!\w))")  # "43/2025/TT-BYTngày 15 tháng 11"
_WORD = re.compile(rf"[{_UPPER}][{_LOWER}]+\Z")
_SEPARATOR = re.compile(r"(\s{0,2})([-–—‑−/.&+(])(\s{0,2})[-–]?")
_ASSEMBLY = re.compile(r"(?:UBTV)?QH[\dKIXVl]{0,4}\Z")
_DIGIT = str.maketrans("oOøØlI|i", "00001111")


@quick
@dataclass(frozen=True, slots=True)
class Symbol:
    """A number as printed at `start:end` and as read. `groups`: the code's parts ("KH", "UBND"); `kind`: the type that
    the code names, None for an official letter's or the Assembly's; `party`: hyphen after the number; `sure`: valid
    even where no type word stands before it."""

    start: int
    end: int
    number: str
    groups: tuple[str, ...]
    kind: str | None
    party: bool
    year: str | None
    sure: bool
    repairs: tuple[Repair, ...] = ()


@cache
def type_codes() -> dict[str, tuple[str, str]]:
    """Type code in capitals to (state name, Party name): "TT" to ("Thông tư", "Thông tri")."""
    state: dict[str, str] = {}
    party: dict[str, str] = {}
    for row in vocabulary.rows("document_types"):
        if row["abbr"]:
            (party if row["branch"] == "party" else state).setdefault(row["abbr"].upper(), row["name"])
    return {code: (state.get(code) or party[code], party.get(code) or state[code]) for code in {*state, *party}}


@cache
def _slips() -> dict[str, tuple[str, str]]:
    return {row["printed"]: (row["read"], row["why"]) for row in vocabulary.rows("symbol_slips")}


def find(text: Text) -> list[Symbol]:
    """All numbers with a symbol in `text`, in order, not overlapping. Linear in the length of the text."""
    out: list[Symbol] = []
    last = -1
    for m in _PIVOT.finditer(text.fold):
        begin = m.start() - _DIGIT_BEFORE[m.lastindex or 0]
        if begin < last:
            continue
        symbol = _read(text, begin, m.start(), m.end())
        if symbol is not None and symbol.start >= last:
            out.append(symbol)
            last = symbol.end
    return out


def _read(text: Text, begin: int, mark: int, code_start: int) -> Symbol | None:
    """The symbol around one pivot, or None: its last digit is at `begin`, its slash or hyphen at `mark`."""
    groups, end, inner = _groups(text.text, code_start)
    if not groups:
        return None
    base = max(0, begin - 16)
    left = _LEFT.search(text.fold[base:mark].rstrip())
    if left is None or not any(ch.isdigit() for ch in left["n"]):
        return None
    start, number, year = base + left.start(), left["n"], left["y"]
    repairs: list[Repair] = []
    split = _SPLIT.search(text.fold, max(0, start - 8), start)
    if split and len(number) <= 3:  # "1 14/2021": a digit torn off by OCR
        number = split[1] + number
        start = split.start(1)
    printed = text.text[start:mark].strip()
    number = _digits(number)
    if number != printed.split("/")[0].strip().lower():
        repairs.append(Repair(start, start + len(printed), printed, number, "digit misread"))
    year = year if year is None or year.isdigit() else year.translate(_DIGIT)
    party = text.fold[mark] == "-"
    read = [_mend(g, at, repairs) for g, at in zip(groups, inner, strict=True)]
    kinds = type_codes().get(read[0].upper())
    if kinds is None and len(read) == 1 and (torn := _torn(read[0])):
        repairs.append(Repair(inner[0], end, groups[0], "-".join(torn), "hyphen lost"))
        number_code, read = "-".join(torn), list(torn)
        kinds = type_codes().get(read[0].upper())
    else:
        number_code = ""
    if not _valid(read, kinds is not None, party, year):
        return None
    code = number_code or read[0] + "".join(
        s + g for s, g in zip(_marks(text.text, inner, groups), read[1:], strict=True)
    )
    if code.count("(") > code.count(")"):
        code += ")"
        end += text.text.startswith(")", end)
    if kinds is None and party and len(read) > 1:  # organ first, as until the 1990s: "500-BYT/QĐ"
        kinds, party_kind = type_codes().get(read[-1].upper()), False
    else:
        party_kind = party
    kind = kinds[party_kind] if kinds else None
    sure = len(read) > 1 or bool(year)
    head = number + (f"/{year}" if year else "")
    return Symbol(start, end, head + text.fold[mark] + code, tuple(read), kind, party, year, sure, tuple(repairs))


_ORGAN = re.compile(r"(?:CP|TTg|UBND|HĐND|VPCP|TW|TU|HU|B[A-ZĐ]{1,6}|S[A-ZĐ]{2,6})\Z")


def _torn(group: str) -> tuple[str, str] | None:
    """The parts of a code whose hyphen a conversion lost: "NĐCP", "QĐUBND", "TTVPCP"."""
    for cut in (4, 3, 2):
        if group[:cut].upper() in type_codes() and _ORGAN.match(group[cut:]):
            return group[:cut], group[cut:]
    return None


def _digits(number: str) -> str:
    """Letters that OCR puts for digits as digits; a last letter ("30c") stays."""
    if number.isdigit():
        return number
    tail = number[-1] if number[-1].isalpha() and number[-1] not in "loø" and len(number) > 1 else ""
    return number[: len(number) - len(tail)].translate(_DIGIT) + tail


def _groups(text: str, at: int) -> tuple[list[str], int, list[int]]:
    """The code's groups from `at`: groups, end, where each begins."""
    groups: list[str] = []
    starts: list[int] = []
    end = at
    while len(groups) < 9:
        m = _GROUP.match(text, at)
        if m is not None and m.end() < len(text) and text[m.end()].isalpha():
            m = _GLUED.match(text, at)
        if m is None or not _is_code(m[0]):
            break
        groups.append(m[0])
        starts.append(m.start())
        end = m.end()
        gap = _SEPARATOR.match(text, end)
        if gap is None:
            break
        before, mark, after = gap.groups()
        first_is_type = len(groups) == 1 and groups[0].upper() in type_codes()
        if (before and after and not first_is_type) or (mark in ".&+(" and (before or after)):
            break
        if mark in "/." and after and not first_is_type:
            break
        at = gap.end()
    return groups, end, starts


def _is_code(group: str) -> bool:
    """Whether `group` looks like a code, not like a capitalised word. "TTg", "CTr" yes, "Ban" no."""
    return not _WORD.match(group) or group in _slips() or (len(group) == 3 and group.upper() in type_codes())


def _marks(text: str, starts: list[int], groups: list[str]) -> list[str]:
    """The separators between the groups, blanks dropped and dashes plain."""
    out = []
    for i in range(1, len(groups)):
        gap = text[starts[i - 1] + len(groups[i - 1]) : starts[i]]
        if len(gap) > 1:
            gap = "".join(gap.split())
        out.append("-" if gap and gap[0] in "-–—‑−" else gap)
    return out


def _mend(group: str, at: int, repairs: list[Repair]) -> str:
    plain = group.replace("Ð", "Đ").replace("ð", "đ")
    read, why = _slips().get(plain, (plain, ""))
    if plain != read:
        repairs.append(Repair(at, at + len(group), group, read, why))
    return read


def _valid(groups: list[str], typed: bool, party: bool, year: str | None) -> bool:
    """Whether the code can be one: a Party symbol starts with a type, a year stands before a type or the Assembly."""
    if party:
        return (
            typed
            or groups[-1].upper() in type_codes()
            or (len(groups) > 1 and len(groups[0]) >= 2 and groups[-1] in {"TU", "TW", "HU", "ĐU", "TƯ"})
        )
    if year and not typed:
        return bool(_ASSEMBLY.match(groups[0])) or len(groups) > 1
    return len(groups[0]) > 1 or len(groups) > 1
