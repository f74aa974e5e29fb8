"""Abbreviations that a document itself defines, "người nộp thuế (NNT)", written out in the names of bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.body_heads import UPPER, is_abbreviation
from extractors.text import Text, bare

_LETTERS = re.compile(rf"[{UPPER}](?<![\w&].)[{UPPER}]{{1,7}}(?![\w&])")
_DEFINED = re.compile(rf"\((?:sau đây )?(?:(?:gọi|viết) tắt là )?[\"“]?([{UPPER}]{{2,8}})[\"”]?\)")
_WORD = re.compile(r"[^\W\d_]+")
_WINDOW = 90  # characters before the bracket: eight words and their marks


def defined(text: Text) -> dict[str, str]:
    """The abbreviations of one document with their words as printed before the bracket that defines them, the first
    definition of each; only those whose letters are the words' initials."""
    out: dict[str, str] = {}
    for m in _DEFINED.finditer(text.text):
        before = text.text[max(0, m.start() - _WINDOW) : m.start()]
        words = list(_WORD.finditer(before))[-len(m[1]) :]
        initials = "".join(bare(w[0][0].lower()) for w in words)
        if initials == bare(m[1].lower()):
            out.setdefault(m[1], " ".join(before[words[0].start() :].split()))
    return out


def unknown(name: str) -> bool:
    """Whether a body's name has an abbreviation that the vocabulary doesn't write out."""
    return any(not is_abbreviation(m[0]) for m in _LETTERS.finditer(name))


def written_out(name: str, known: Mapping[str, str]) -> str:
    """`name` with the document's own abbreviations written out; a name that is nothing but one stays."""
    return _LETTERS.sub(lambda m: known.get(m[0], m[0]) if m.start() else m[0], name)
