"""Mentions of governance indices: where they stand and which index they name, before anything is said of them.

An Aho-Corasick automaton finds the words "chỉ số" (and its slips) and the acronyms; patterns of `data/indices.csv`
then read at those places only, so the work on a text without indices is one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors import vocabulary
from extractors.facts import Repair
from extractors.text import Text, bare, fold

_HEADS = ("chỉ số", "chỉ sổ", "chi số", "chỉ sô", "chí số", "chỉ so", "chi sổ", "chỉ  số", "chỉ sồ")
_KIT = re.compile(r"bộ\s{1,2}$")
_GAP = {"SIPAS": 130, "QD766": 200, "DDCI": 110, "PAPI": 70}
_STOP_GAP = re.compile(r"[;.:\n)]|\d|\b(?:đạt|xếp|phấn đấu|nâng|tăng|trên|tại|theo)\b")
_BRACKET = re.compile(r"\s{0,2}\(([^()\n]{2,90})\)")
_GLUE = re.compile(
    r"(?: đối với (?:sự )?phục vụ[^,;.()\d\n]{0,60}?| (?:của|cấp) (?:tỉnh|huyện|xã|sở|thành phố|phường"
    r"|bộ))?(?: năm 20\d\d)?"
    r"\s{0,2}(?:,|;|-|/|&|và|hoặc|cùng với|,? và các)?\s{0,2}(?:các |bộ )?$"
)
_GENERAL = re.compile(r"(?:khác|của|như|thành phần|nêu|trên|này|sau|đo lường tính)\b")  # "các chỉ số khác"
_PLURAL = re.compile(r"(?:các|những|bộ|hai|ba|bốn|\d)\s{1,2}$")
_LISTED = re.compile(r"(?:,|;|\s+và)\s{1,2}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention: its span, code, the rule that saw it; `joined`: stands in one list with the mention before it."""

    start: int
    end: int
    code: str
    rule: str
    joined: bool = False
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class _Names:
    automaton: Any
    anchors: tuple[tuple[str, str, str], ...]  # (kind, code, read as)
    names: tuple[tuple[str, re.Pattern[str]], ...]
    listed: tuple[tuple[str, re.Pattern[str]], ...]
    weak: tuple[tuple[str, re.Pattern[str]], ...]


def _pattern(form: str) -> re.Pattern[str]:
    # The head ("chỉ số") has been read already where the pattern is tried.
    return re.compile(bare(fold(form)).removeprefix("chi so ").replace(" ", r"[\s,]{1,3}") + r"(?!\w)")


@cache
def _names() -> _Names:
    from ahocorasick_rs import AhoCorasick, MatchKind

    rows = vocabulary.rows("indices")
    anchors = [(head, ("head", "", "chỉ số")) for head in _HEADS]
    for row in rows:
        if row["kind"] == "acronym":
            form = row["form"].lower()
            anchors.append((form, ("acronym", row["code"], row["slip_of"])))
            for look in {form.replace("i", "l"), form.replace("i", "1")} - {form}:  # as scanners read a capital I
                anchors.append((look, ("acronym", row["code"], row["slip_of"] or row["form"])))
    kinds = {
        kind: [(r["code"], _pattern(r["form"])) for r in rows if r["kind"] == kind]
        for kind in ("name", "listed", "weak")
    }
    return _Names(
        AhoCorasick([a for a, _ in anchors], matchkind=MatchKind.LeftmostLongest),
        tuple(entry for _, entry in anchors),
        tuple(kinds["name"]),
        tuple(kinds["listed"]),
        tuple(kinds["weak"]),
    )


def _alone(fold_: str, start: int, end: int) -> bool:
    """Whether `start:end` is a word of its own, not part of an address or a symbol ("papi.org.vn", "12/QĐ-PCI")."""
    before, after = fold_[start - 1 : start], fold_[end : end + 2]
    if before.isalnum() or before in ("_", "@", ".") or after[:1].isalnum() or after[:1] in ("_", "@"):
        return False
    if len(after) == 2 and after[0] == "." and after[1].isalnum():
        return False
    if before in ("-", "/") and re.search(r"\d[/-][\w.&]{0,12}[-/]$", fold_[max(0, start - 16) : start]):
        return False
    return not fold_.startswith(("dss", "-dss"), end + 1)


def _named(fold_: str, at: int, table: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[str, int] | None:
    """Code and end of the longest name of `table` that begins at `at`."""
    window = bare(fold_[at : at + 240])
    best: tuple[str, int] | None = None
    for code, pattern in table:
        m = pattern.match(window)
        if m and (best is None or at + m.end() > best[1]):
            best = code, at + m.end()
    return best


def _strip(fold_: str, start: int, end: int) -> int:
    while end > start and fold_[end - 1] in " ,\n":
        end -= 1
    return end


class _Reader:
    """Reads the hits of one text from left to right."""

    def __init__(self, text: Text) -> None:
        self.text, self.fold, self.names = text.text, text.fold, _names()
        self.hits = [
            h for h in self.names.automaton.find_matches_as_indexes(self.fold) if _alone(self.fold, h[1], h[2])
        ]
        self.out: list[Mention] = []
        self.done = 0

    def add(self, start: int, end: int, code: str, rule: str, repairs: tuple[Repair, ...] = ()) -> None:
        """Takes a mention over, and notes whether it goes on with the list of the one before."""
        end = _strip(self.fold, start, end)
        joined = bool(self.out) and 0 <= start - self.done <= 100 and bool(_GLUE.fullmatch(self.fold, self.done, start))
        self.out.append(Mention(start, end, code, rule, joined, repairs))
        self.done = end

    def repair(self, start: int, end: int, read: str) -> tuple[Repair, ...]:
        printed = self.text[start:end]
        return (Repair(start, end, printed, read, "slip in the name of an index"),) if read else ()

    def acronym_in(self, k: int, at: int, gap: int) -> int:
        """Index of the next hit that is the acronym of what ends at `at`, in brackets or behind a dash; -1 if none."""
        for j in range(k + 1, min(k + 4, len(self.hits))):
            p, start, _ = self.hits[j]
            between = self.fold[at:start]
            if len(between) > gap + 90:
                return -1
            if self.names.anchors[p][0] == "head":
                if "(" in between and ")" not in between:
                    continue
                return -1
            cut = between.find("(")
            if cut >= 0:
                ok = cut <= gap and ")" not in between and not _STOP_GAP.search(between[:cut])
            else:
                ok = bool(re.fullmatch(r"\s{0,2}[-,]?\s{0,2}(?:viết tắt là |gọi tắt là |hay )?", between))
                ok = ok and ("," not in between)
            return j if ok else -1
        return -1

    def head(self, k: int) -> None:
        """A "chỉ số": which index, if any, do its words name?"""
        _, start, end = self.hits[k]
        printed_wrong = self.fold[start:end] != "chỉ số"
        kit = _KIT.search(self.fold, max(0, start - 5), start)
        begin = kit.start() if kit else start
        at = end + len(self.fold[end : end + 3]) - len(self.fold[end : end + 3].lstrip())
        repairs = self.repair(start, end, "Chỉ số" if printed_wrong else "")
        nxt = self.hits[k + 1] if k + 1 < len(self.hits) else None
        if nxt and nxt[1] - end <= 3 and self.names.anchors[nxt[0]][0] == "acronym":  # "Chỉ số PAPI"
            _, code, slip = self.names.anchors[nxt[0]]
            stop = self.close(nxt[2])
            self.add(begin, stop, code, "acronym", repairs + self.repair(nxt[1], nxt[2], slip))
            self.list_on(stop, begin)
            return
        named = _named(self.fold, at, self.names.names) or _named(self.fold, at, self.names.weak)
        j = self.acronym_in(k, named[1] if named else at, _GAP.get(named[0], 60) if named else 130)
        if j >= 0:
            p, first, last = self.hits[j]
            _, code, slip = self.names.anchors[p]
            fits = code == named[0] or first - named[1] <= 4 if named else not _GENERAL.match(self.fold, at)
            if fits:
                stop = self.close(last)
                self.add(begin, stop, code, "name", repairs + self.repair(first, last, slip))
                self.list_on(stop, begin)
                return
        if named:
            stop = named[1]
            m = _BRACKET.match(self.fold, stop)
            if m and (_named(self.fold, m.start(1), self.names.weak) or "chỉ số" in m[1]):
                stop = m.end()
            self.add(begin, stop, named[0], "words", repairs)
            self.list_on(stop, begin)

    def close(self, end: int) -> int:
        """The end of the mention whose acronym ends at `end`: over the bracket that it stands in."""
        line = self.fold[max(0, end - 120) : end]
        opened = line.rfind("(") > line.rfind(")")
        if not opened:
            m = _BRACKET.match(self.fold, end)
            return m.end() if m and "chỉ số" in m[1] and not re.search(r"\d|đạt", m[1]) else end
        m = re.compile(r"[^()\n;]{0,40}\)").match(self.fold, end)
        inner = m[0] if m else ""
        return m.end() if m and not re.search(r"\d|đạt|\bvà\b|,", inner) else end

    def list_on(self, end: int, begin: int) -> None:
        """Names that share one "các chỉ số": "các chỉ số cải cách hành chính, hiệu quả quản trị …"."""
        if not _PLURAL.search(self.fold, max(0, begin - 8), begin):
            return
        at = _strip(self.fold, begin, end)
        while m := _LISTED.match(self.fold, at):
            found = _named(self.fold, m.end(), self.names.listed + self.names.names)
            if not found or found[0] in ("QD766", "PGI"):
                return
            stop = found[1]
            for p, start, hit_end in self.hits:
                if stop <= start <= stop + 4 and self.names.anchors[p][1] == found[0]:
                    stop = self.close(hit_end)
                    break
            self.add(m.end(), stop, found[0], "listed")
            at = self.done

    def acronym(self, k: int) -> None:
        """An acronym without "chỉ số" before it; its own long name may stand before its bracket."""
        p, start, end = self.hits[k]
        _, code, slip = self.names.anchors[p]
        printed = self.text[start:end]
        if slip and not printed[:2].isupper():
            return
        if code in ("PII", "GII", "PGI", "PCI", "APCI") and printed.islower():
            context = self.fold[max(0, start - 40) : end + 40]
            if not re.search(r"chỉ số|papi|sipas|par.index|ddci|điểm|hạng|cấp tỉnh", context):
                return
        stop = self.close(end) if self.fold[max(0, start - 2) : start].rstrip()[-1:] == "(" else end
        begin = start
        if stop > end or self.fold[start - 1 : start] == "(":
            begin = self.name_before(start, code)
            stop = stop if begin < start else end
        self.add(begin, stop, code, "acronym", self.repair(start, end, slip))

    def name_before(self, start: int, code: str) -> int:
        """Where the name begins that stands, without "chỉ số", right before the bracket at `start - 1`."""
        line = max(self.done, start - 160)
        for name, pattern in self.names.listed:
            if name == code:
                for m in pattern.finditer(bare(self.fold[line : start - 1])):
                    if line + m.end() >= start - 30:
                        return line + m.start()
        return start


def find(text: Text) -> list[Mention]:
    """All mentions of indices in `text`, in order, not overlapping."""
    reader = _Reader(text)
    for k, (p, start, _) in enumerate(reader.hits):
        if start < reader.done:
            continue
        if reader.names.anchors[p][0] == "head":
            reader.head(k)
        else:
            reader.acronym(k)
    return reader.out
