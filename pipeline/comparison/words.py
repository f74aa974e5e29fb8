"""A document's words as numbers, and the hashes of its shingles (runs of words), for finding copied passages."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.text import fold
from pipeline.corpus.reading import Doc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 6  # words
_WORD = re.compile(r"\w+")
_FACTOR = 0x9E3779B97F4A7C15  # odd: multiplication by it loses nothing


@dataclass(slots=True)
class Words:
    """`starts` and `ends`: the offsets of the document's words in its text; `numbers`: a number for each word;
    `shingles[i]` is the hash of the words from i on; `free[i]` is False where most of the shingle is what every
    document has (letterhead, citations, recipients); `counted` words are the document's body."""

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    numbers: NDArray[np.uint32]
    shingles: NDArray[np.uint64]
    free: NDArray[np.bool_]
    counted: int


@lru_cache(maxsize=65536)
def _number(word: str) -> int:
    return zlib.crc32(word.encode())


def of(doc: Doc) -> Words:
    """The words of a document."""
    import numpy as np

    low = fold(doc.text)
    found = [m.span() for m in _WORD.finditer(low)]
    spans = np.array(found, dtype=np.int32).reshape(-1, 2)
    numbers = np.array([_number(low[a:b]) for a, b in found], dtype=np.uint64)
    own = np.zeros(len(low) + 1, dtype=bool)
    own[doc.body[0] : doc.body[1]] = True
    for c in doc.citations:
        own[c.start : c.end] = False
    free_word = own[spans[:, 0]] if len(found) else np.zeros(0, dtype=bool)
    n = max(0, len(found) - SHINGLE + 1)
    shingles = np.zeros(n, dtype=np.uint64)
    free = np.zeros(n, dtype=np.int16)
    with np.errstate(over="ignore"):
        for i in range(SHINGLE):
            shingles = shingles * np.uint64(_FACTOR) + numbers[i : i + n]
            free += free_word[i : i + n]
        shingles ^= shingles >> np.uint64(31)
    counted = int(free_word.sum())
    # A citation inside a copied sentence is copied too: only shingles that are citation for the most part are left out.
    return Words(
        spans[:, 0].copy(), spans[:, 1].copy(), numbers.astype(np.uint32), shingles, free * 2 > SHINGLE, counted
    )
