"""The end of a body's own name: known names first, then the run of its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from extractors import vocabulary
from extractors.body_heads import clean, misread, names, plain, words_of
from extractors.text import LOWER

_STEP = re.compile(r"(?P<join> ?[,&/-] ?| và | )(?P<word>\w[\w&']*)")
_FIRST = re.compile(r"\.? ?(?P<word>\w[\w&']*)")
_LONGEST = 16  # words; no organ's name is longer


@cache
def _stops() -> frozenset[str]:
    """Words and pairs of words that end a name where they stand in lower case: verbs of duty, prepositions …"""
    known = {row["word"] for row in vocabulary.rows("body_words") if row["use"] == "stop"}
    verbs = {row["verb"] for row in vocabulary.rows("role_verbs") if not row["in_names"]}
    return frozenset(known | {verb for verb in verbs if verb.count(" ") == 1 and "," not in verb})


@cache
def _goes_on() -> frozenset[str]:
    """Pairs of lower-case words that continue a name although the second one alone would end it."""
    return frozenset(row["word"] for row in vocabulary.rows("body_words") if row["use"] == "continue")


def written_as(printed: str, folded: str, written: Mapping[str, str]) -> str:
    """How a known name is written: the table's form for it or its variant; connectors as printed if they differ."""
    if table := written.get(plain(folded)) or written.get(words_of(folded)):
        return table
    printed = clean(printed)
    return _sentence(printed) if printed.isupper() else printed[:1].upper() + printed[1:]


def name_end(text: str, fold: str, start: int, end: int, head: str,
             heads: Mapping[int, object]) -> tuple[int, str] | None:  # fmt: skip
    """End and written form of the name that follows a head at `start`…`end`; None if no name stands there. `heads`
    are the offsets at which other bodies begin."""
    pattern, written = names(head)
    match = pattern.match(fold, end) if pattern else None
    if match and (text[match.start("name")].isupper() or text[start].isupper() or head in ("phong", "so")):
        at = (
            match.end()
            if head in ("so", "bo")
            else _run(text, fold, match.start("name"), match.end(), heads, _ON.get(head, ("-", "và", "&")))
        )
        if head in _WITH_TAIL and (tail := _tail(text, fold, start, at)):
            return tail, clean(text[match.start("name") : tail])
        printed = text[match.start("name") : at]
        return at, written_as(printed, fold[match.start("name") : at], written)
    first = _FIRST.match(text, end)
    if first and first["word"][0].isupper() and (repaired := misread(head, fold, end)):
        return repaired
    if head == "bo" or not first or first.end() == end or first["word"][0].isdigit():
        return None
    if first.start("word") in heads and not _names_in(head, fold, first.start("word")):
        return None
    if not first["word"][0].isupper() and (
        head not in _LOWER
        or (first["word"] != "các" and _ends(fold, first, fold[first.start("word") : first.end()], _stops()))
    ):
        return None
    if not (text[start].isupper() or head in ("phong", "co_quan")):
        return None
    if head in _CAREFUL and not _is_name(text, fold, start, first, head):
        return None
    at = _run(text, fold, first.start("word"), first.end(), heads)
    printed = clean(text[first.start("word") : at])
    return at, _sentence(printed) if printed.isupper() and " " in printed else printed


_WITH_TAIL = frozenset({"phong", "vu", "cuc", "chi_cuc", "trung_tam"})
_TAIL = re.compile(rf"(?: [{LOWER}]+){{1,4}}(?=\s?[|\n:])")


def _tail(text: str, fold: str, start: int, at: int) -> int:
    """End of the words in lower case that a known name goes on with where the name fills a cell, a line or the words
    before a colon: "Phòng Kiểm tra nội bộ | …"; 0 if none of duty, time or place may be among them."""
    m = _TAIL.match(text, at)
    alone = m and (text[m.end()] == ":" or text[max(0, start - 2) : start].strip(" ") in ("|", "\n", ""))
    if m is None or not alone:
        return 0
    stops = _stops()
    return 0 if any(_ends(fold, w, w[1], stops) for w in _AFTER.finditer(fold, at, m.end())) else m.end()


_FIRMS = frozenset({"TNHH", "CP", "MTV", "TMCP"})  # kinds of firms: "Công ty TNHH MTV Đầu tư, Xây dựng và …"
# "Ban Quản lý Khu kinh tế Đông Nam": names of their own after a known kind
_ON = {"ban_quan_ly": ("-", "và", "&", ""), "truong": ("-", "và", "&", ""), "cong_ty": ("-", "và", "&", "")}
# Heads whose names may begin in lower case: "Ban Quản lý dự án đầu tư xây dựng", "Ban Chỉ đạo chuyển đổi số".
_LOWER = frozenset({"ban_quan_ly", "ban_chi_dao", "to"})


# Heads of bodies that a room's or a board's name may begin with: "Phòng Thanh tra - Pháp chế", "Ban Quản lý các …".
_INNER = {"phong": ("thanh tra ", "thanh tra,"), "ban_quan_ly": ("các ",)}


def _names_in(head: str, fold: str, at: int) -> bool:
    """Whether the head that begins at `at` is part of the name ("Phòng Thanh tra - Pháp chế")."""
    return fold.startswith(_INNER.get(head, ()), at)


# Heads that are also parts of other words and names: "HỘI THẨM", "VIỆN TRỢ", the commune Trường Sơn.
_CAREFUL = frozenset({"hoi", "vien", "truong", "ban", "doi"})


def _is_name(text: str, fold: str, start: int, first: re.Match[str], head: str) -> bool:
    word = first["word"]
    if word.isupper() and text[start : first.start("word")].strip().isupper():
        return False
    if head == "truong":
        return word.isupper() or fold[first.start("word") : first.end("word")] in _schools()
    after = _AFTER.match(fold, first.end())
    return head != "hoi" or bool(after and text[after.start(1)].islower())


@cache
def _schools() -> frozenset[str]:
    """First words of schools' names, "Đại học", "Tiểu học", which tell them from places like Trường Sơn."""
    return frozenset(row["word"] for row in vocabulary.rows("body_words") if row["use"] == "school")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].lower()


def _run(text: str, fold: str, begin: int, at: int, heads: Mapping[int, object], joins: tuple[str, ...] = ()) -> int:
    """End of the run of words that goes on at `at`; after a name known as a whole only a capital after one of `joins`
    goes on."""
    stops, goes_on = _stops(), _goes_on()
    before = fold[begin:at].rpartition(" ")[2]
    caps = text[begin:at].isupper() and at - begin > 1 and text[begin:at] not in _FIRMS
    for _ in range(_LONGEST):
        step = _STEP.match(text, at)
        if not step or (step.start("word") in heads and text[step.start("word")].isupper()):
            break
        join, word = fold[step.start("join") : step.end("join")].strip(), fold[step.start("word") : step.end()]
        upper = text[step.start("word")].isupper()
        pair = f"{before} {word}"
        if joins and (caps or not upper or join not in joins or word in _PLACE_WORDS):
            break
        joins = ()
        if upper and not caps:
            if join in (",", "/") and not _list_goes_on(text, step.end()):
                break
            if not join and word in _PLACE_WORDS and _is_place(fold, step.end(), word):
                break
        elif (
            join in (",", "/", "&")
            or (pair not in goes_on and _ends(fold, step, word, stops))
            or (join == "và" and not _field_goes_on(text, fold, step, heads))
        ):
            break
        before, at = word, step.end()
    return at


_PLACE_WORDS = frozenset({"tỉnh", "huyện", "xã", "phường", "quận", "thị", "thành", "tp"})
_FIELD = re.compile(
    r"(?: \w+){0,4}? ?(?=(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|thị trấn|khu vực)(?!\w)|[:;.,|\n]|$)"
)
_PEOPLE = frozenset(
    {"nhân", "người", "cán", "công", "hội", "đoàn", "gia", "doanh", "tổ", "cá", "học", "khách", "nhà", "cơ", "đơn"}
    | {"bộ", "phòng", "ban", "sở", "ngành", "lực", "đội", "trường", "chính", "đại", "đảng", "viên", "thành", "lãnh"}
)


def _is_place(fold: str, at: int, word: str) -> bool:
    """Whether a capitalised word begins a place ("Thị xã"), and isn't the name of one ("chợ Hiệp Thành")."""
    return fold.startswith((" phố",) if word == "thành" else (" xã", " trấn"), at) if word in ("thành", "thị") else True


def _field_goes_on(text: str, fold: str, step: re.Match[str], heads: Mapping[int, object]) -> bool:
    """Whether the words in lower case after "và" are a second field in the name ("Dịch vụ đô thị và môi trường
    huyện"): few, no persons or bodies, and before a place, a mark or a verb."""
    word = fold[step.start("word") : step.end()]
    if word in _PEOPLE or step.start("word") in heads:
        return False
    at = step.end()
    for _ in range(6):
        after = _FIRST.match(text, at)
        if not after or not text.startswith(" ", at):
            break
        if after["word"][0].isupper() or (
            after["word"] in _PLACE_WORDS and _is_place(fold, after.end(), after["word"])
        ):
            break
        if _ends(fold, after, fold[after.start("word") : after.end()], _stops()):
            return at > step.end()
        at = after.end()
    return at > step.end() and bool(_FIELD.match(fold, at))


_AFTER = re.compile(r" (\w+)")


def _ends(fold: str, step: re.Match[str], word: str, stops: frozenset[str]) -> bool:
    after = _AFTER.match(fold, step.end())
    if word in stops or not after:
        return word in stops
    pair = f"{word} {after[1]}"  # "xây dựng" at the end of a cell is no verb: "Viện Kinh tế xây dựng"
    return pair in stops and not (pair in _FIELDS and _CELL_END.match(fold, after.end()))


_FIELDS = frozenset({"xây dựng", "tổ chức", "quản lý", "kiểm tra"})
_CELL_END = re.compile(r"\s*[|\n\t]")


_LATER = re.compile(r"(?: \w+){0,4}(?:,(?: \w+){1,4})? (?:và|&) (?=\w)(\w)")


def _list_goes_on(text: str, at: int) -> bool:
    """Whether a comma belongs to the name: "Kinh tế, Hạ tầng và Đô thị" has a "và" with a capital after it."""
    match = _LATER.match(text, at)
    return bool(match and match[1].isupper())
