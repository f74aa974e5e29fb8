"""Type words ("Quyết định", "Kế hoạch", "QĐ") in a text, with the official name each stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractors import vocabulary
from extractors.text import Text, bare, fold

# Only these abbreviations stand for a type word in running text ("NĐ 61"), and only before a digit or a symbol. What
# must not stand before is looked for behind the letters: a pattern that begins with letters skips the rest quickly.
_SHORT = re.compile(
    "(?:"
    + "|".join(
        rf"{code}(?<![\w/-]{'.' * len(code)})" for code in "QĐ NĐ NQ KH CT TT CV TB HD KL QD ND TTr CTr ĐA VB".split()
    )
    + r")\.?\s?(?=(?:số\s{0,2}:?\s?)?\d)"
)


_ODD_BLANKS = "\t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2003\u2009\u202f\u2028\u2029\u3000"  # no new line, no plain blank


class Head(NamedTuple):
    """A type word. `exact`: spelled right (a slip counts only before a number); `short`: an abbreviation;
    `capital`: written with a capital."""

    start: int
    end: int
    kind: str
    exact: bool
    short: bool
    capital: bool


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Bare spelling to (official name, folded spelling)."""
    out: dict[str, tuple[str, str]] = {}
    for row in vocabulary.rows("document_types"):
        low = fold(row["name"])
        out.setdefault(bare(low), (row["name"], low))
    out.setdefault("van ban", ("Công văn", "văn bản"))
    return out


@cache
def _pattern() -> re.Pattern[str]:
    """The bare names as one pattern factored by common beginnings, so that each position tries few branches."""
    trie: dict[str, dict] = {}  # type: ignore[type-arg]
    for name in _names():
        node = trie
        for ch in name:
            node = node.setdefault(ch, {})
        node[""] = {}
    branches = (
        rf"{first}{second}(?<![^\W_]..){_branches(below)}"
        for first, node in trie.items()
        for second, below in node.items()
    )
    return re.compile(rf"(?:{'|'.join(branches)})(?![^\W_])")


def _branches(node: dict) -> str:  # type: ignore[type-arg]
    parts = [("\\s{1,2}" if ch == " " else re.escape(ch)) + _branches(below) for ch, below in node.items() if ch]
    if not parts:
        return ""
    inner = parts[0] if len(parts) == 1 and "" not in node else "(?:" + "|".join(parts) + ")"
    return inner + "?" if "" in node else inner


@cache
def _openings() -> AhoCorasick:
    """The names' first words with what may follow them: the place of a name is told by them at memory speed."""
    words: set[str] = set()
    for name in _names():
        first, _, rest = name.partition(" ")
        words |= {f"{first} {rest[:2]}", f"{first}  "} if rest else {first}
    return AhoCorasick(sorted(words), matchkind=MatchKind.Standard)


def _matches(bared: str) -> Iterator[re.Match[str]]:
    """The matches of the names' pattern, in order, not overlapping."""
    pattern = _pattern()
    if any(blank in bared for blank in _ODD_BLANKS):
        yield from pattern.finditer(bared)
        return
    found = _openings().find_matches_as_indexes(bared.replace("\n", " "), overlapping=True)
    past = 0
    for start in sorted({start for _, start, _ in found}):
        if start >= past and not bared[start - 1 : start].isalnum() and (m := pattern.match(bared, start)):
            past = m.end()
            yield m


def find(text: Text) -> list[Head]:
    """All type words in `text`, in order, not overlapping."""
    out: list[Head] = []
    names, folded, printed = _names(), text.fold, text.text
    for m in _matches(text.bare):
        found = m[0]
        kind, right = names.get(found) or names[" ".join(found.split())]
        start, end = m.span()
        if kind == "Luật" and folded[max(0, start - 5) : start].endswith(("pháp ", "kỷ ", "kỉ ")):
            continue  # "quy phạm pháp luật", "kỷ luật"
        if kind == "Luật" and folded.startswith(" sư", end):
            continue  # "luật sư"
        exact = folded.startswith(right, start) or " ".join(folded[start:end].split()) == right
        out.append(Head(start, end, kind, exact, False, printed[start].isupper()))
    codes = _code_names()
    for m in _SHORT.finditer(printed):
        out.append(Head(m.start(), m.end(), codes[m[0].rstrip(". \n").upper()], True, True, True))
    out.sort(key=lambda h: h.start)
    return out


@cache
def _code_names() -> dict[str, str]:
    from extractors.citation_numbers import type_codes

    out = {code: names[0] for code, names in type_codes().items()}
    return out | {"QD": "Quyết định", "ND": "Nghị định", "VB": "Công văn", "CV": "Công văn"}
