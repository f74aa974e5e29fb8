"""From the raw text of a source to the normalised text that all offsets refer to, with the map back.

Only what carries no meaning changes: Unicode NFC, control and zero-width characters, exotic blanks, line ends, soft
line breaks inside a sentence, page numbers and running headers. No word of the source is rewritten.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from extractors.text import Text
from pipeline.lines import joins
from pipeline.offsets import Edit, OffsetMap, chain

# Invisible characters (zero width, directional marks, soft hyphens, byte order marks, controls but tab and line ends),
# and what converters leave behind: "[bookmark: …]" of Word filters, "**" and "#" of Markdown.
_LEFT_BEHIND = r"\[bookmark: ?[^\]\n]{0,80}\]|\*\*+|(?m:^#{1,6} +)"
_CONVERTED = re.compile(_LEFT_BEHIND)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+|" + _LEFT_BEHIND
)
_LINE_END = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
_EXOTIC_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CLUSTER = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]+")
_RUN = re.compile(" {2,}")
# What nearly every text consists of: composed letters and signs of which no step but the last two changes any. A codec
# tells in one fast pass whether a text has others.
_LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
_COMMON = "\t\n" + "".join(map(chr, range(32, 127))) + _LETTERS + _LETTERS.upper() + "“”‘’–—…•·°²½≥≤×÷±§«»\uf0b7\uf02d"

_HEAD_LINES = 25  # in the letterhead runs of blanks separate two columns


@cache
def _codec() -> Any:
    return codecs.charmap_build(_COMMON + "\ufffe" * (256 - len(_COMMON)))


def _is_plain(text: str) -> bool:
    """Whether `text` has common characters only."""
    try:
        codecs.charmap_encode(text, "strict", _codec())
    except UnicodeEncodeError:
        return False
    return True


def _converted(text: str) -> Iterable[Edit]:
    """The edits of `_invisible` in a plain text."""
    if "**" in text or "[bookmark:" in text or "#" in text:
        return [(m.start(), m.end(), "") for m in _CONVERTED.finditer(text)]
    return ()


def _invisible(text: str) -> Iterator[Edit]:
    # NFD text is full of marks that one scan for rare characters must not visit twice, so this pass stands alone.
    return ((m.start(), m.end(), "") for m in _INVISIBLE.finditer(text))


def _compositions(text: str) -> Iterable[Edit]:
    if unicodedata.is_normalized("NFC", text):
        return ()
    return _composed(text)


def _composed(text: str) -> Iterator[Edit]:
    for m in _CLUSTER.finditer(text):
        new = unicodedata.normalize("NFC", m[0])
        if new != m[0]:
            yield m.start(), m.end(), new


def _singletons(text: str) -> Iterable[Edit]:
    """What composition of marks leaves: characters with another canonical form (Å, Ω, Hangul letters …)."""
    if unicodedata.is_normalized("NFC", text):
        return ()
    edits = []
    for i, ch in enumerate(text):
        new = unicodedata.normalize("NFC", ch)
        if new != ch:
            edits.append((i, i + 1, new))
    return edits


def _line_ends(text: str) -> Iterator[Edit]:
    return ((m.start(), m.end(), "\n") for m in _LINE_END.finditer(text))


def _exotic_blanks(text: str) -> Iterator[Edit]:
    return ((m.start(), m.end(), " ") for m in _EXOTIC_BLANK.finditer(text))


def _blanks(text: str) -> Iterator[Edit]:
    """Indents, trailing blanks, runs of blanks and of blank lines. In the letterhead a run of three blanks or more
    stays: it parts two columns."""
    head_end = -1
    for _ in range(_HEAD_LINES):
        head_end = text.find("\n", head_end + 1)
        if head_end < 0:
            head_end = len(text)
            break
    at = gap = 0  # where the line begins; where the line ends begin that stand before it
    for line in text.split("\n"):
        if line:
            if at - gap >= 3:
                yield gap, at, "\n\n"
            gap = end = at + len(line)
            words = line.strip(" \t")
            if len(words) < len(line):
                left = at + line.index(words)
                if left > at or not words:
                    yield at, left if words else end, ""
                yield from _inner(text, left, left + len(words), head_end)
                if words and end > left + len(words):
                    yield left + len(words), end, ""
            elif "  " in line:
                yield from _inner(text, at, end, head_end)
        at += len(line) + 1
    if len(text) - gap >= 3:
        yield gap, len(text), "\n\n"


def _inner(text: str, start: int, end: int, head_end: int) -> Iterator[Edit]:
    """Runs of blanks between the words of a line."""
    for m in _RUN.finditer(text, start, end):
        if m.start() >= head_end or m.end() - m.start() < 3:
            yield m.start(), m.end(), " "


def normalize(raw: str, furniture: Sequence[tuple[int, int]] = ()) -> tuple[Text, OffsetMap]:
    """The normalised text of `raw` (already decoded) and the map from its offsets back to those of `raw`. `furniture`:
    spans, in order, that are not part of the text (headers and footers, see `Source.furniture`)."""
    plain = _is_plain(raw)
    steps: tuple[Callable[[str], Iterable[Edit]], ...]
    steps = (_converted,) if plain else (_invisible, _line_ends, _exotic_blanks, _compositions, _singletons)
    if furniture:
        steps = (lambda _: [(start, end, "") for start, end in furniture], *steps)
    text, offsets = chain(raw, *steps, _blanks, joins)
    return Text(text), offsets
