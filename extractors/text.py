"""The text that every extractor reads, and the two foldings it is matched in.

A `Text` never rewrites a word of its source. Matching happens in `fold` and `bare`, which have exactly the
length of `text`, so that an offset found in one of them is an offset into all three.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

# Vietnamese capitals and small letters for character classes: a range such as À-Ỹ would mix the two.
UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = "a-zà-ãè-êìíò-õùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

# The older placement of the tone mark ("hoà", "uỷ") is rewritten to the newer one ("hòa", "ủy"), two letters for two.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# Only at the end of a syllable, and not after q ("quý" has its tone on y in both conventions). The letters come first:
# a search for one of two letters skips the rest of the text quickly.
_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?<!q..)(?!\w)")
_LOOKALIKES = {"ð": "đ", "ɖ": "đ", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\t": " "}
_QUOTES = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"}


def _bare_table() -> dict[int, str]:
    table = {ord("đ"): "d"}
    for code in range(0x80, 0x2000):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and len(base) == 1:
            table[code] = base
    return table


def fold(text: str) -> str:
    """`text` (NFC) in its matching form, character for character: lower case, newer tone placement, `ð` as `đ`,
    every dash as `-`, exotic blanks and tabs as blanks, curly quotation marks as straight ones. Same length as `text`.
    """
    low = text.lower()
    if len(low) != len(text):  # "İ" alone grows; keep it
        low = "".join(ch if len(ch.lower()) != 1 else ch.lower() for ch in text)
    for printed, read in _LOOKALIKES.items():
        if printed in low:
            low = low.replace(printed, read)
    for printed, read in _QUOTES.items():
        if printed in low:
            low = low.replace(printed, read)
    return _TONE.sub(lambda m: _TONES[m[0]], low)


_BARE: dict[int, str] = {}
# The letters and signs of nearly every text fit one byte each, and a codec maps bytes at some 400 MB/s.
_LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
_SIGNS = "•…·²³°×÷±≤≥½§®©€™→▪●○◦■□\uf0b7\uf02d\uf0a7\uf0d8«»¼¾µ‰№"
_ASCII = "".join(map(chr, range(128)))


def bare(folded: str) -> str:
    """`folded` without any diacritic, character for character ("quyết định" and the slip "quyết đinh" are both
    "quyet dinh"). A text with a rare character takes ten times as long.
    """
    if folded.isascii():
        return folded
    encoding, decoding = _codec()
    try:
        return codecs.charmap_decode(codecs.charmap_encode(folded, "strict", encoding)[0], "strict", decoding)[0]
    except UnicodeEncodeError:
        return folded.translate(_BARE)


@cache
def _codec() -> tuple[Any, str]:
    """The codec from the common characters to bytes, and the one from those bytes to bare letters; fills `_BARE`."""
    _BARE.update(_bare_table())
    plain = _LETTERS.translate(_BARE)
    rest = "\ufffe" * (256 - len(_ASCII + _LETTERS + _SIGNS))  # bytes that stand for nothing
    return codecs.charmap_build(_ASCII + _LETTERS + _SIGNS + rest), _ASCII + plain + _SIGNS + rest


@dataclass(frozen=True)
class Text:
    """One document's normalised text (NFC, soft line breaks joined). All offsets of all facts refer to `text`."""

    text: str

    @cached_property
    def fold(self) -> str:
        """`fold(text)`, computed once."""
        return fold(self.text)

    @cached_property
    def bare(self) -> str:
        """`bare(fold)`, computed once."""
        return bare(self.fold)

    def __len__(self) -> int:
        return len(self.text)


def as_text(text: str | Text) -> Text:
    """`text` as a `Text`; a bare string is taken as normalised already."""
    return text if isinstance(text, Text) else Text(unicodedata.normalize("NFC", text))
