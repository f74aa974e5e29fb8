"""What a mention of a body consists of, and the tables it is read with (data/body_heads, body_names,
body_abbreviations)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick_rs

from extractors import vocabulary
from extractors.quick import quick
from extractors.text import LOWER, bare

UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

# "Đồng chí Lê Văn An - Phó Chủ tịch UBND huyện": a person's name before the post, which is the body
_NAME = rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,4}}"
PERSON = re.compile(rf"(?:(?:[Đđ]ồng chí|[Đđ]/c|ĐC|Ông|Bà|ông|bà)[:.]? )?{_NAME}(?: ?[,;:(–-] ?| là )(?:hiện là )?")


@dataclass(frozen=True, slots=True)
class Head:
    """A row of data/body_heads.csv."""

    form: str
    head: str
    written: str
    shape: str
    level: str


@quick
@dataclass(frozen=True, slots=True)
class Place:
    """A place after a name: its type word and name (either may be ""), or the words of several or of a level
    ("các xã, thị trấn", "cấp huyện")."""

    end: int
    type: str = ""
    name: str = ""
    words: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Mention:
    """A mention as read: `name` is head and name without place ("Phòng Nội vụ", "UBND"), or the words of a collective;
    `parent` the body that follows ("Sở Nội vụ" of a room, "Huyện ủy" of a board); `post` a post's words; `suffix` a
    term or branch (" khóa XIV")."""

    start: int
    end: int
    head: Head
    name: str
    place: Place | None = None
    parent: Mention | None = None
    post: str = ""
    collective: bool = False
    suffix: str = ""


@cache
def automaton() -> tuple[ahocorasick_rs.AhoCorasick, list[Head]]:
    """The heads and the automaton that finds their forms in folded text, longest first. Rows of shape "block" are
    longer words in which a head's form is no head ("cán bộ", "hội nghị")."""
    heads = [Head(r["form"], r["head"], r["written"], r["shape"], r["level"]) for r in vocabulary.rows("body_heads")]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick([head.form for head in heads], matchkind=kind), heads


_CONNECT = re.compile(r"\s*(?:,|-|&|\bvà\b)\s*")


def _loose(name: str) -> str:
    """A pattern of `name` in which ",", "-", "và" and "&" stand for each other."""
    parts = [r" ".join(map(re.escape, part.split())) for part in _CONNECT.split(name.lower())]
    return r"(?: ?(?:,|-|&|\bvà\b) ?)".join(parts)


_CLOSED = frozenset({"so", "bo"})  # their names are the law's: however printed, one spelling


@cache
def names(head: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """The known names of a head as one pattern for `match` after the head, longest first, and how they are written."""
    written: dict[str, str] = {}
    spoken: dict[str, str] = {}
    for row in vocabulary.rows("body_names"):
        if head in row["heads"].split():
            written.setdefault(plain(row["name"]), row["name"])
            if head in _CLOSED:
                spoken[words_of(row["name"])] = row["name"]
            for variant in filter(None, row["variants"].split("|")):
                written.setdefault(plain(variant), row["name"])
    if not written:
        return None, {}
    forms = sorted(written, key=len, reverse=True)
    written = spoken | written
    return re.compile(r"\.? ?(?P<name>" + "|".join(map(_loose, forms)) + r")(?![\w&])"), written


@cache
def departments() -> frozenset[str]:
    """Names that are those of sở and, in the districts, of rooms: "Nội vụ", "Tài nguyên và Môi trường"."""
    rows = vocabulary.rows("body_names")
    return frozenset(row["name"] for row in rows if {"so", "phong"} <= set(row["heads"].split()))


@cache
def _misread(head: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """The known names of a head without diacritics, only those of two words and more."""
    written: dict[str, str] = {}
    for row in vocabulary.rows("body_names"):
        if head in row["heads"].split() and " " in row["name"]:
            written[words_of(bare(row["name"].lower())).replace(" va ", " ")] = row["name"]
    forms = sorted((name.lower() for name in written.values()), key=len, reverse=True)
    pattern = "|".join(bare(_loose(form)) for form in forms)
    return (re.compile(rf" (?P<name>{pattern})(?![\w&])"), written) if forms else None


def misread(head: str, fold: str, end: int) -> tuple[int, str] | None:
    """End and right spelling of a known name after `end` whose diacritics recognition has damaged ("Sở Kê hoạch và
    Đâu tư"); None if none stands there. For heads with a closed list of names."""
    known = _misread(head) if head in _LISTED else None
    window = bare(fold[end : end + 72])
    match = known[0].match(window) if known else None
    if not known or not match:
        return None
    name = known[1].get(words_of(match["name"]).replace(" va ", " "))
    return (end + match.end(), name) if name else None


_LISTED = frozenset({"so", "bo", "phong"})
_JOINS = re.compile(r"[\s,&-]+(?:và )?")


def words_of(name: str) -> str:
    """The words of `name` without its connectors: "Lao động, Thương binh và Xã hội" is the sở with the hyphen too."""
    return _JOINS.sub(" ", name.lower()).replace(" và ", " ")


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """`name` in lower case without blanks around its connectors, for looking variants up."""
    name = " ".join(name.lower().split())
    return _AROUND.sub(r"\1", name) if "," in name or "&" in name or "-" in name else name


_AROUND = re.compile(r"\s*([,&-])\s*")
_ABBREVIATION = re.compile(r"[\w&]+(?:-[\w&]+)*")


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbr"]: row["written"] for row in vocabulary.rows("body_abbreviations")}


def is_abbreviation(word: str) -> bool:
    """Whether data/body_abbreviations.csv has `word`."""
    return word in _abbreviations()


def abbreviations_out(words: str) -> str:
    """`words` with its abbreviations written out."""
    table = _abbreviations()
    return _ABBREVIATION.sub(lambda m: table.get(m[0], m[0]), words)


_AND = re.compile(r"(?<=\w)\s*&\s*(?=\w)")
_DASH = re.compile(r"\s-\s?|\s?-\s")
_COMMITTEES = (
    (re.compile(r"\b[ỦUủu][ỷyỶY]? ?ban nhân dân\b|\b[UỦ][ỶY] BAN NHÂN DÂN\b|\b[ỦỦUủ]y ban nhân dân\b"), "UBND"),
    (re.compile(r"\b[Hh]ội đồng nhân dân\b"), "HĐND"),
)


@lru_cache(maxsize=4096)
def clean(words: str) -> str:
    """A name in plain spacing: single blanks, "a - b", "và" for "&", abbreviations written out, UBND and HĐND short."""
    words = " ".join(words.replace("\u2013", "-").replace("\u2014", "-").split())
    if "ban nhân" in words or "ồng nhân" in words:
        for pattern, short in _COMMITTEES:
            words = pattern.sub(short, words)
    words = _AND.sub(" và ", abbreviations_out(words))
    return _DASH.sub(" - ", words)
