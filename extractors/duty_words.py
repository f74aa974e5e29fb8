"""The words of data/duty_words.csv as patterns: what a body's name may begin with, what headings announce, formulas."""

from __future__ import annotations

import re
from functools import cache

import ahocorasick_rs

from extractors import vocabulary
from extractors.text import Text, bare, fold


@cache
def words(use: str) -> str:
    """The words of one use as alternatives of a pattern over folded text, longest first."""
    found = {fold(row["words"]) for row in vocabulary.rows("duty_words") if row["use"] == use}
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(found, key=len, reverse=True))


@cache
def _phrases() -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
    phrases = sorted({fold(row["words"]) for row in vocabulary.rows("duty_words") if row["use"] == "phrase"})
    return ahocorasick_rs.AhoCorasick([bare(phrase) for phrase in phrases]), phrases


def read_through(text: Text) -> str:
    """`text.fold` with the words that duties hang on spelled right where recognition has put wrong marks ("phôi hợp",
    "chủ tri"); same length."""
    automaton, phrases = _phrases()
    folded, out, at = text.fold, [], 0
    for index, start, end in automaton.find_matches_as_indexes(text.bare):
        phrase = phrases[index]
        if (
            folded[start:end] == phrase
            or start < at
            or folded[start - 1 : start].isalpha()
            or folded[end : end + 1].isalpha()
        ):
            continue
        if folded[end : end + 3] == " su" and phrase == "báo cáo":
            continue
        out += [folded[at:start], phrase]
        at = end
    return "".join([*out, folded[at:]]) if out else folded


@cache
def plural() -> re.Pattern[str]:
    """A body in words of its own that is several: "các tổ chức đoàn thể cùng cấp", "mỗi thôn"."""
    return re.compile(rf"(?:các|mỗi|từng|toàn thể|những)\s+(?:{words('plural')})(?!\w)")


@cache
def member() -> re.Pattern[str]:
    """A member that stands without "các": "người đứng đầu", "kế toán ngân sách xã" (but "tổ chức" is a verb)."""
    return re.compile(rf"(?!tổ chức (?!đảng))(?:{words('member')})(?!\w)")


@cache
def partner() -> re.Pattern[str]:
    """ "phối hợp với", "gửi" before a body that the finder of bodies may not know."""
    return re.compile(
        r"(?:phối hợp(?: \w+ \w+)? (?:với|cùng)|(?:gửi(?<!\wgửi)|báo cáo(?<!\wbáo cáo)|trình(?<!\wtrình))"
        r"(?: (?:về|cho|đến))?)\s+(?:các\s+)?"
        rf"(?=(?!ban hành)(?:{words('partner')})(?!\w))"
    )


@cache
def listed() -> re.Pattern[str]:
    """What heads a list of names: "Giám đốc các Sở: Nội vụ, Tài chính"; each of them is a body found on its own."""
    one = words("type")
    return re.compile(
        rf"(?:(?:giám đốc|thủ trưởng|trưởng|chánh|lãnh đạo)\s+)?(?:các\s+)?(?:{one})(?:,\s*(?:{one})){{0,3}}\s*:\s*"
    )


@cache
def bare_type() -> re.Pattern[str]:
    """A collective that is nothing but a type: "các sở"."""
    return re.compile(rf"các\s(?:{words('type')})\Z")


@cache
def circumstance() -> re.Pattern[str]:
    """A line that only says when, where or with what money ("Thời gian thực hiện: …")."""
    return re.compile(rf"(?:{words('circumstance')})[^:.]{{0,30}}:")


@cache
def other_subject() -> re.Pattern[str]:
    """The beginning of a sentence whose subject is no body: "Việc cấp giấy chứng nhận thực hiện đúng …"."""
    return re.compile(rf"(?:{words('other subject')})\b")


@cache
def heading(use: str) -> re.Pattern[str]:
    """Words of a heading: "scope" (whom it concerns), "assignment" (who does what), "aims",
    "audience" (whom words are addressed to)."""
    return re.compile(rf"(?:{words(use)})\b")


@cache
def formula() -> re.Pattern[str]:
    """A closing formula: "Trên đây là …", "Kế hoạch này thay thế …"."""
    return re.compile(rf"\s*(?:trên đây là|(?:{words('self')})(?: hành động| phối hợp| công tác)? này\s+(?!,))")


@cache
def exhortation() -> re.Pattern[str]:
    """A predicate that says no more than "nghiêm túc thực hiện Kế hoạch này"."""
    return re.compile(
        rf"(?:(?:{words('exhortation')})[ ,]*+)++"
        r"(?:(?:các nội dung|nội dung|nhiệm vụ|yêu cầu|theo|tinh thần|trên|của|tại)[ ,]*+)*+"
        rf"(?:(?:{words('self')})(?: này)?)?[\s./]*\Z"
    )
