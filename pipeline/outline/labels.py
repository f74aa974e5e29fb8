"""Numbering at the start of a line: what is printed, its style, its number.

Decree 30/2020/NĐ-CP, Annex I numbers phần and chương in Roman, mục, điều and khoản in Arabic figures, điểm in letters
of the Vietnamese alphabet; plans use I. 1. 1.1. a) - +; Party papers I- 1- (Hướng dẫn 36-HD/VPTW).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.quick import quick
from extractors.text import UPPER, bare

ALPHABET = "ABCDĐEGHIKLMNOPQRSTUVXY"
BULLETS = "-–—+•·*▪■●◦○§Ø➢►➤✓→∙‣⁃−"

_ARABIC = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}(?!\d))*(?:\.? \d{1,2}(?=\.[ \t]))?)"  # 1  1.2  1. 2.
    r"(?:[ \t]?[.)](?!\d)|/(?=\s)|[ \t]?[-–:](?=[ \t]*[" + UPPER + r"\"“])|(?=[ \t]+[" + UPPER + r"])|(?=\n|\Z))[ \t]*"
)
_ROMAN = re.compile(r"([IVXLl1H]{1,5})(?:[ \t]?[.)/:\-–](?!\d)|(?=[ \t]+[" + UPPER + r"]))[ \t]*")
_ALPHA = re.compile(r"([A-ZĐ])(?:[ \t]?[.):](?!\d)|/(?=\s)|[ \t]?[-–](?=[ \t]))[ \t]*")
_LOWER = re.compile(r"([a-zđ]\d?)[ \t]?(?:\)|[./](?=[ \t]))[ \t]*")
_PAREN = re.compile(r"\((\d{1,2}|[a-zđ]|[ivx]{1,4})\)[ \t]*")
_ORDINAL = "nhất|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười"
_WORD = re.compile(
    r"((ph[aâầ]n|ch[uư][oơ]ng|m[uụ]c|ti[eê]u m[uụ]c|[dđ]i[eêềệ]u)[ \t]+((?:th[uứư][ \t]+)?(?:"
    + _ORDINAL
    + r")|[ivxl]{1,6}|\d{1,3}[a-zđ]?|[a-eđ]))"
    r"(?:[ \t]*[.:\-](?!\d)|(?=[ \t]*(?:\n|\Z)))[ \t]*"
)
_ARTICLE = re.compile(r"(([dđ]i[eêềệ]u)[ \t]+(\d{1,3}))[ \t]+")
_ANNEX = re.compile(
    r"(phụ lục|phụ biểu|biểu mẫu|biểu số|mẫu số)(?:[ \t]+(?:số[ \t]*)?(?:[ivx]{1,5}|\d{1,2}[a-z]?|[a-z]))?"
    r"(?=[ \t]*(?:[.:\-(\n]|\Z))"
)
_STYLES = {"phan": "part", "chuong": "chapter", "muc": "division", "tieu muc": "subdivision", "dieu": "article"}
_ORDER = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV XXV".split()
_ROMANS = {r: i for i, r in enumerate(_ORDER, 1)}
# "XIH" for XIII, "Il" for II, "1V" for IV: the look-alikes of OCR.
_READ = str.maketrans({"l": "I", "1": "I", "L": "I"})


@quick
@dataclass(frozen=True, slots=True)
class Label:
    """A label: as printed without closing mark, its `style`, its number in its series (0 unknown), where words begin.
    `read` is the label as it should be printed (for the path)."""

    printed: str
    style: str
    number: int
    words: int
    read: str


def roman(printed: str) -> int:
    """The value of a Roman number, look-alikes of OCR read through; 0 if it is none."""
    if printed in _ROMANS:
        return _ROMANS[printed]
    plain = printed.translate(_READ)
    return _ROMANS.get(plain) or _ROMANS.get(plain.replace("H", "II")) or 0


def _bullet(text: str, start: int, end: int) -> Label | None:
    mark = text[start]
    at = start + 1
    if at < end and text[at] == mark:
        return None
    words = at
    while words < end and text[words] in " \t":
        words += 1
    if words == end or (words == at and (text[at].isdigit() or not text[at].isalpha())):
        return None
    return Label(mark, "-" if mark in "–—−" else mark, 0, words, mark)


def _arabic(text: str, start: int, end: int) -> Label | None:
    m = _ARABIC.match(text, start, end)
    if not m or m.end() >= end:
        return None
    parts = [m[1]] if m[1].isdecimal() else m[1].replace(".", " ").split()
    single = len(parts) == 1
    if m[0].rstrip() == m[1] and (single or int(parts[0]) > 30):  # "12 Sở", "31.12 Ngày" number nothing
        return None
    read = ".".join(str(int(p)) for p in parts)
    return Label(m[1], f"n{min(len(parts), 5)}", int(parts[-1]), m.end(), read)


def _worded(text: str, fold: str, start: int, end: int) -> Label | None:
    """ "Điều 3.", "Chương II", "PHỤ LỤC 02"; an article whose mark is lost ("Điều 3 Hiệu lực") is style "article?"."""
    m = _WORD.match(fold, start, end) or _ARTICLE.match(fold, start, end)
    if m:
        style = _STYLES[bare(m[2])]
        if m.re is _ARTICLE:
            if m.end() >= end or not text[m.end()].isupper():
                return None
            style = "article?"
        printed = text[m.start(1) : m.end(1)]
        number = int(m[3]) if m[3].isdigit() else roman(m[3].upper())
        return Label(printed, style, number, m.end(), printed)
    m = _ANNEX.match(fold, start, end)
    if m and text[start].isupper() and end - m.end() < 90:
        printed = text[m.start() : m.end()]
        return Label(printed, "annex", 0, m.end(), printed)
    return None


def _roman(text: str, start: int, end: int) -> Label | None:
    m = _ROMAN.match(text, start, end)
    if not m or m.end() >= end:
        return None
    value = roman(m[1])
    marked = m.end() > m.end(1) and text[m.end(1)] not in " \t"
    if not value or not (marked or text[m.end() : end].isupper()):
        return None
    if m[1] in "l1" and not text[m.end() : end].isupper():  # "l. Nội dung": a misread 1
        return Label(m[1], "n1", 1, m.end(), "1")
    return Label(m[1], "roman", value, m.end(), _ORDER[value - 1])


def find(text: str, fold: str, start: int, end: int) -> Label | None:
    """The label that the line `text[start:end]` begins with, or None. Letters that may be Roman or not come as style
    "roman" with their value; `pipeline.outline.tree` decides by the series. Linear: one bounded match."""
    first = text[start]
    if first in BULLETS or "\uf000" <= first <= "\uf0ff":
        return _bullet(text, start, end)
    if first.isdigit():
        found = _arabic(text, start, end)
        if found or first != "1":
            return found
    if first == "(":
        m = _PAREN.match(text, start, end)
        if m and m.end() < end:
            number = int(m[1]) if m[1].isdigit() else 0
            return Label(m[1], "paren" if number else "paren-letter", number, m.end(), f"({m[1]})")
        return None
    if fold[start] in "pcmtđdb":
        found = _worded(text, fold, start, end)
        if found:
            return found
    if first in "IVXLl1H":
        found = _roman(text, start, end)
        if found:
            return found
    if first.isupper():
        m = _ALPHA.match(text, start, end)
        if m and m.end() < end and m[1] in ALPHABET:
            return Label(m[1], "alpha", ALPHABET.index(m[1]) + 1, m.end(), m[1])
        return None
    m = _LOWER.match(text, start, end)
    if m and m.end() < end:
        at = ALPHABET.find(m[1][0].upper()) + 1
        return Label(m[1], "letter", at, m.end(), m[1])
    return None
