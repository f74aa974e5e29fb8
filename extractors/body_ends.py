"""The end of a body's own name: known names first, then the run of its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from extractors import vocabulary

_STEP = re.compile(r"(?P<join>\s?[,&/-]\s?| và | )(?P<word>\w[\w&']*)")
_FIRST = re.compile(r"\.?\s?(?P<word>\w[\w&']*)")
_LONGEST = 16  # words; no organ's name is longer


@cache
def _stops() -> frozenset[str]:
    """Words and pairs of words that end a name where they stand in lower case: verbs of duty, prepositions …"""
    return frozenset(row["word"] for row in vocabulary.rows("body_words") if row["use"] == "stop")


@cache
def _goes_on() -> frozenset[str]:
    """Pairs of lower-case words that continue a name although the second one alone would end it."""
    return frozenset(row["word"] for row in vocabulary.rows("body_words") if row["use"] == "continue")


def name_end(text: str, fold: str, start: int, end: int, head: str, heads: Mapping[int, object],
             known: tuple[re.Pattern[str] | None, dict[str, str]]) -> tuple[int, str] | None:  # fmt: skip
    """End and written form of the name that follows a head at `start`…`end`; None if no name stands there."""
    from extractors.body_names import _plain, clean

    pattern, written = known
    if pattern and (match := pattern.match(fold, end)):
        upper = text[match.start("name")].isupper()
        if upper or text[start].isupper() or head in ("phong", "so"):
            printed = clean(text[match.start("name") : match.end()])
            table = written.get(_plain(match["name"]))
            return match.end(), table or (printed if upper and not printed.isupper() else _sentence(printed))
    first = _FIRST.match(text, end)
    if not first or not first["word"][0].isupper() or first.start("word") in heads or first.end() == end:
        return None
    if first["word"][0].isdigit() or not (text[start].isupper() or head == "phong"):
        return None
    at = _run(text, fold, first.start("word"), first.end(), heads)
    printed = clean(text[first.start("word") : at])
    return at, _sentence(printed) if printed.isupper() and " " in printed else printed


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].lower()


def _run(text: str, fold: str, begin: int, at: int, heads: Mapping[int, object]) -> int:
    """End of the run of words that goes on at `at`."""
    stops, goes_on = _stops(), _goes_on()
    before = fold[begin:at]
    caps = text[begin:at].isupper() and len(before) > 1
    for _ in range(_LONGEST):
        step = _STEP.match(text, at)
        if not step or step.start("word") in heads:
            break
        join, word = fold[step.start("join") : step.end("join")].strip(), fold[step.start("word") : step.end()]
        upper = text[step.start("word")].isupper()
        pair = f"{before} {word}"
        if upper and not caps:
            if join in (",", "/") and not _list_goes_on(text, step.end()):
                break
            if not join and word in ("tỉnh", "huyện", "xã", "sở", "ubnd"):
                break
        elif join in (",", "và", "/", "&") or (pair not in goes_on and _ends(fold, step, word, stops)):
            break
        before, at = word, step.end()
    return at


_AFTER = re.compile(r" (\w+)")


def _ends(fold: str, step: re.Match[str], word: str, stops: frozenset[str]) -> bool:
    after = _AFTER.match(fold, step.end())
    return word in stops or bool(after and f"{word} {after[1]}" in stops)


_LATER = re.compile(r"(?: \w+){0,4}(?:,(?: \w+){1,4})? (?:và|&) (?=\w)(\w)")


def _list_goes_on(text: str, at: int) -> bool:
    """Whether a comma belongs to the name: "Kinh tế, Hạ tầng và Đô thị" has a "và" with a capital after it."""
    match = _LATER.match(text, at)
    return bool(match and match[1].isupper())
