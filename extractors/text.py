"""The text that every extractor reads, and the two foldings it is matched in.

A `Text` never rewrites a word of its source. Matching happens in `fold` and `bare`, which have exactly the
length of `text`, so that an offset found in one of them is an offset into all three.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

# Vietnamese capitals and small letters for character classes: a range such as À-Ỹ would mix the two.
UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = "a-zà-ãè-êìíò-õùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

# The older placement of the tone mark ("hoà", "uỷ") is rewritten to the newer one ("hòa", "ủy"), two letters for two.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# Only at the end of a syllable, and not after q ("quý" has its tone on y in both conventions).
_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
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


def bare(folded: str) -> str:
    """`folded` without any diacritic, character for character ("quyết định" and the slip "quyết đinh" are both
    "quyet dinh"). Some 30 MB/s: use it on short stretches, or once per document through `Text.bare`.
    """
    if not _BARE:
        _BARE.update(_bare_table())
    return folded.translate(_BARE)


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
