"""Word classes of single sentences, from underthesea, for the places where rules can't decide.

Never on a whole document: word segmentation runs at some 0.2 million characters a second, classes at 0.06. A sentence
is cut to 400 characters; results are kept for the sentences of the last documents.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_LONGEST = 400


@lru_cache(maxsize=512)
def tokens(sentence: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, tag) of the words of `sentence`, offsets exact; tags are underthesea's (V, N, Np, E, …). Empty if
    underthesea is not installed."""
    try:
        from underthesea import pos_tag
    except ImportError:
        return ()
    out: list[tuple[int, int, str]] = []
    at = 0
    for word, tag in pos_tag(sentence):
        m = re.compile(r"\s*".join(map(re.escape, re.split(r"[\s_]+", word)))).search(sentence, at)
        if m:
            out.append((m.start(), m.end(), tag))
            at = m.end()
    return tuple(out)


def verbs(text: str, start: int, end: int) -> frozenset[int]:
    """Offsets into `text` where a verb begins in `start`…`end` (a clause, at most 400 characters of it)."""
    end = min(end, start + _LONGEST)
    return frozenset(start + begin for begin, _, tag in tokens(text[start:end]) if tag.startswith("V"))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the words of `text` as underthesea segments them ("cải cách" is one word), offsets exact for any text.

    underthesea's own regular expression runs with offsets; its model sees the surface tokens and says which belong
    together. Tokens that a line break parts are never joined. Raises ImportError without underthesea.
    """
    from underthesea.pipeline.word_tokenize import regex_tokenize

    found = [m.span() for m in regex_tokenize.patterns.finditer(text) if m[0].strip()]
    if not found:
        return []
    out: list[tuple[int, int]] = []
    for (start, end), tag in zip(found, _word_tagger().predict([[text[a:b]] for a, b in found]), strict=True):
        if tag == "I-W" and out and text[out[-1][1] : start] == " ":
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


@lru_cache(maxsize=1)
def _word_tagger() -> Any:
    from os.path import dirname, join

    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger
    from underthesea.pipeline import word_tokenize

    tagger = FastCRFSequenceTagger()
    tagger.load(join(dirname(word_tokenize.__file__), "models", "ws_crf_vlsp2013_20230727"))
    return tagger
