"""Identity of cited documents: what tells subjects apart, and keys equal exactly for equal documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.citation_mention import Mention
from extractors.facts import Document
from extractors.text import Text, bare, fold

_EXPANDED = {
    "cchc": "cải cách hành chính",
    "tthc": "thủ tục hành chính",
    "cđs": "chuyển đổi số",
    "cntt": "công nghệ thông tin",
}
_SMALL = frozenset(
    (
        "về",
        "việc",
        "của",
        "và",
        "công",
        "tác",
        "trên",
        "địa",
        "bàn",
        "các",
        "năm",
        "thực",
        "hiện",
        "giai",
        "đoạn",
        "nhà",
        "nước",
        "ban",
        "hành",
        "phê",
        "duyệt",
    )
)
# The year that a normative number states itself: "61/2018/NĐ-CP"
YEAR_INSIDE = re.compile(r"/(\d{4})/")
_WORDS = re.compile(r"\w+")
# A plenum has many names: "Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII", "Trung ương 6 (khóa XII)"
_ORDINALS = {"nhất": "1", "hai": "2", "ba": "3", "tư": "4", "bốn": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8",
             "chín": "9", "mười": "10", "khoá": "khóa"}  # fmt: skip
_PLENUM = frozenset(("hội", "nghị", "lần", "thứ", "ban", "chấp", "hành", "trung", "ương", "tw", "bch", "đảng", "của"))
_TAIL = re.compile(r"\W+")
# Who alone issues a type (Law 80/2015/QH13, Article 4), or the organ that a symbol ends in
_ONLY = {
    "nghị định": "Chính phủ",
    "luật": "Quốc hội",
    "bộ luật": "Quốc hội",
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
}


def subject_words(words: str | None) -> list[str]:
    """The words of a subject that tell it from others: folded, abbreviations written out, small words dropped."""
    out: list[str] = []
    for word in _WORDS.findall(fold(words or "")):
        out += _EXPANDED[word].split() if word in _EXPANDED else [word]
    return [w for w in out if w not in _SMALL]


@lru_cache(maxsize=4096)
def low(value: str) -> str:
    """`fold`, remembered: a document says the same few names again and again."""
    return fold(value)


@lru_cache(maxsize=4096)
def plain(value: str) -> str:
    """`value` as bare letters and digits without leading zeros: equal for all spellings of one number or name."""
    return _TAIL.sub("", bare(fold(value))).lstrip("0")


def identity(c: Mention) -> tuple[str, str]:
    """Type and number of a numbered mention, in the form in which they are compared."""
    return low(c.code_kind or c.kind), plain(c.number or "")


def assign(text: Text, mentions: Sequence[Mention]) -> None:
    """Set each mention's `key`. Numbers restart every year and with every issuer (Decree 30/2020/NĐ-CP), Party numbers
    every term, so year and issuer belong to it unless the number says the year itself."""
    for c in mentions:
        if c.form == "self":
            c.key = "self"
        elif c.form == "full":
            kind, number = identity(c)
            year = "" if YEAR_INSIDE.search(c.number or "") else (c.date or "")[:4]
            c.key = "|".join((kind, number, year, low(c.issuer or "")))
        elif c.rule == "back-reference":
            c.key = c.antecedent.key if c.antecedent else None
        elif c.rule == "congress":
            plenum = (c.issuer or "").startswith("Ban Chấp hành Trung ương")
            words = _WORDS.findall(text.fold[c.start : c.number_end]) + (
                [] if plenum else _WORDS.findall(low(c.issuer or ""))
            )
            named = {_ORDINALS.get(w, w) for w in words if not re.fullmatch(r"\d{4}|nhiệm|kỳ|của|nghị|quyết", w)}
            named -= _PLENUM if plenum else frozenset()
            c.key = "|".join((low(c.kind), "trung ương" if plenum else "", " ".join(sorted(named))))
        elif c.antecedent is not None and c.antecedent.kind == c.kind and c.antecedent.key:
            c.key = c.antecedent.key
        else:
            c.key = "|".join((low(c.kind), plain(c.title or ""), (c.date or "")[:4], low(c.issuer or "")))


def contradictions(mentions: Sequence[Mention], document: Document | None) -> None:
    """Flag what can't be, and change nothing: a date after the document's own, an issuer that can't issue the type."""
    for c in mentions:
        if c.form != "full":
            continue
        own = document.date if document else None
        if own and c.date and c.date[: len(own)] > own[: len(c.date)]:
            c.flags.append("later_date")
        only = _ONLY.get(c.kind.lower()) or _ONLY.get(c.groups[-1] if c.groups else "")
        if only and c.issuer and c.issuer != only:
            c.flags.append("wrong_issuer")
