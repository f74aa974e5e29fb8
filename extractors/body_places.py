"""The place that follows a body's name: "huyện Cát Tiên", "các xã, thị trấn", "cấp huyện"."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors import places
from extractors import text as texts
from extractors.body_heads import UPPER, Place

# "tinh" and "huyên" are how recognition often reads "tỉnh" and "huyện".
_TYPE = (
    r"(?:thành phố|thị xã|thị trấn|đặc khu|(?:tỉnh|huyện|quận)(?! (?:ủy|đoàn))|tinh(?! (?:giản|thần|gọn))|huyên"
    r"|xã(?! hội)|phường)"
)
_ONE = re.compile(
    rf"(?: (?:thuộc |trực thuộc |của |ở )?|\n)(?:(?P<type>{_TYPE})(?!\w)"
    r"|(?P<short>tp|tx|tt|t\.p|t\.x|t\.t)\b\.?(?= ?\w)"
    r"|(?P<one>[hqpx])\. ?(?=\w))"
)
_HAMLET = r"thôn|ấp|khu phố|tổ dân phố|bản|xóm|khóm|buôn|làng"
_JOIN = r"(?:, ?| và | - |-|/|; ?)"
_MANY = re.compile(
    rf" (?P<words>(?P<all>(?:các |mỗi |từng |\d{{1,3}} |nhiều )(?:{_TYPE}|{_HAMLET}|cấp|địa phương)(?!\w))"
    rf"(?:{_JOIN}(?:các )?(?:{_TYPE}|{_HAMLET}|địa phương)(?!\w))*"
    rf"|{_TYPE}(?:{_JOIN}(?:các )?{_TYPE})+"
    r"|(?:các )?cấp (?:tỉnh|huyện|xã|thôn|quận|trên|dưới)(?:(?:, ?| và |/)(?:cấp )?(?:tỉnh|huyện|xã|thôn))*"
    r"|cùng cấp|hai cấp|02 cấp|2 cấp)(?!\w)"
    r"(?: trực thuộc (?:trung ương|tw|tư)(?!\w))?"
    r"(?: (?:trong|trên địa bàn|thuộc) (?:tỉnh|huyện|thành phố|thị xã)(?!\w))?"
)
_PROPER = re.compile(
    rf"[ \u00a0]?(?:\d{{1,2}}(?![\w/]|[.,]\d)"
    rf"|[{UPPER}]\w*(?:['’]\w+)*(?:(?: | ?- ?)[{UPPER}]\w*(?:['’]\w+)*){{0,4}})"
)
_LEVELS = {
    "tỉnh": (1,), "thành phố": (1, 2), "huyện": (2,), "quận": (2,), "thị xã": (2,),
    "xã": (3,), "phường": (3,), "thị trấn": (3,), "đặc khu": (3,), "": (1, 2, 3),
}  # fmt: skip
_READ = {
    "tp": "thành phố", "t.p": "thành phố", "tx": "thị xã", "t.x": "thị xã", "tt": "thị trấn", "t.t": "thị trấn",
    "h": "huyện", "q": "quận", "p": "phường", "x": "xã", "tinh": "tỉnh", "huyên": "huyện",
}  # fmt: skip


_VOWEL = re.compile("[aeiouy]")


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    """Whether a word has a vowel."""
    return _VOWEL.search(texts.bare(texts.fold(word))) is not None


@lru_cache(maxsize=8192)
def _known(run: str, type_: str) -> tuple[int, str] | None:
    """Length of the longest beginning of a run of capitalised words that is a unit's name, and that name in its
    official spelling; None if none is."""
    for end in sorted({m.start() for m in re.finditer(r" ?- ?| |$", run)}, reverse=True):
        for level in _LEVELS[type_]:
            if not type_ and level == 3 and " " not in run[:end]:
                continue  # a word with a capital is too easily the name of some commune
            if end and (found := places.lookup(run[:end], level=level, type=type_ or None)):
                return end, found[0].name
            if type_ and end and " " in run[:end] and (unit := places.repaired(run[:end], level=level)):
                return end, unit.name
    return None


def proper(text: str, at: int, type_: str) -> tuple[int, str] | None:
    """End and name of the unit's name that begins at `at`, after one blank; None if no name stands there.

    Provinces are a closed list. A district or commune that the tables don't have (older, or misprinted) is taken as
    it stands if it has one or two words, without what follows a hyphen.
    """
    match = _PROPER.match(text, at)
    if not match:
        return None
    lead = len(match[0]) - len(match[0].lstrip())
    run = match[0][lead:]
    loud = run.isupper() and len(run) > 3
    if type_ in ("", "tỉnh") or loud or "-" in run or " " in run:
        common = type_ and _LEVELS[type_] == (3,) and run.count(" ") == 1 and not loud and "-" not in run
        known = None if common else _known(run, type_)  # spares loading the communes for a plain two-word name
        if known:
            return at + lead + known[0], known[1] if loud else run[: known[0]]
        if type_ in ("", "tỉnh"):
            return None
        run = run.split(" - ")[0]
        if loud:
            if " " not in run and not _is_syllable(run):
                return None  # "UBND huyện CCHC": an abbreviation, no name
            run = " ".join(run.split()[:2])
            return at + lead + len(run), run.title()
        if run.count(" ") > 1:
            return None if _LEVELS[type_] != (3,) else (at + lead + len(run), run)
    return at + lead + len(run), run.lstrip("0") or run


def place(text: str, fold: str, at: int, bare: bool = False) -> Place | None:
    """The place that follows at `at` in `text`; with `bare` also a unit's name without a type word."""
    many = _MANY.match(fold, at)
    if many:
        words, end = " ".join(many[0].split()), many.end()
        name = proper(text, end, "thành phố") if text[end + 1 : end + 2].isupper() else None
        if not name:
            return Place(end, words=words)
        if many["all"]:  # "các huyện, thị xã và thành phố Huế"
            return Place(name[0], words=f"{words} {name[1]}")
    match = _ONE.match(fold, at)
    # Over a line end only in the capitals of a letterhead: "ỦY BAN NHÂN DÂN" / "HUYỆN KRÔNG PẮC".
    if match and (text[at] != "\n" or (match["type"] and text[at + 1 : match.end()].isupper())):
        found = match["type"] or match["short"] or match["one"]
        type_ = _READ.get(found, found)
        name = proper(text, match.end(), type_)
        if name:
            return Place(name[0], type_, name[1])
        return Place(match.end(), type_) if match["type"] or match["short"] in ("tp", "tx") else None
    if bare and fold[at : at + 1] == " " and text[at + 1 : at + 2].isupper():
        name = proper(text, at, "")
        if name:
            return Place(name[0], "", name[1])
    return None
