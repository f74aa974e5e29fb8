"""Cue words that tell targets and statements on indices from mere numbers (`data/target_cues.csv`)."""

from __future__ import annotations

import re
from functools import cache

from extractors import vocabulary


@cache
def words(kind: str) -> frozenset[str]:
    """The cue words of a kind."""
    return frozenset(row["words"].lower() for row in vocabulary.rows("target_cues") if row["kind"] == kind)


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """A pattern for the cue words of a kind as words of their own, longest first. They are grouped by their first
    letter, so that a search skips the others."""
    listed = sorted(words(kind), key=len, reverse=True)
    first = dict.fromkeys(word[0] for word in listed)
    groups = (
        rf"{re.escape(ch)}(?<!\w{re.escape(ch)})(?:{'|'.join(re.escape(w[1:]) for w in listed if w[0] == ch)})"
        for ch in first
    )
    return re.compile(rf"(?:{'|'.join(groups)})(?!\w)")


def ending(left: str, kind: str) -> str | None:
    """The cue word of `kind` with which `left` ends (blanks and an opening mark apart); None if none."""
    tail = left.rstrip(' "(:').split()[-4:]
    known = words(kind)
    for k in range(min(4, len(tail)), 0, -1):
        if (candidate := " ".join(tail[-k:])) in known:
            return candidate
    return None
