"""Wordings of measures brought into one form: abbreviations written out, level words taken out, words weighed."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors import indices, vocabulary
from extractors.text import fold
from pipeline.corpus.subjects import expanded

_LEVEL = re.compile(
    r"\b(?:đối với |ở |tại )?(?:cấp|của|trên địa bàn|toàn|tại|ubnd|các)\s(?:các\s)?"
    r"(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)\b"
)
_LEVELS = {"tỉnh": "province", "thành phố": None, "huyện": "district", "quận": "district", "thị xã": "district",
           "xã": "commune", "phường": "commune", "thị trấn": "commune"}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(
    "tỷ tỉ lệ số đạt tổng các những được của trên địa bàn tại trong năm có là và với về cho đối việc công tác phải "
    "thuộc qua theo từ đến hiện thực tối thiểu ít nhất phấn đấu bảo đảm đảm duy trì nâng mức toàn từng mỗi do "
    "tỉnh huyện xã thành phố thị quận phường cấp".split()
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A measure as printed: `words` in order, `scope` the level it is said of, `index` if it is a governance index,
    `marks` the phrases that tell near measures apart (column `without` of measures.csv)."""

    words: tuple[str, ...]
    scope: str | None
    index: str | None
    marks: frozenset[str]


@cache
def marks() -> tuple[str, ...]:
    """All phrases that tell near measures apart."""
    found = {m.strip() for row in vocabulary.rows("measures") for m in row["without"].split(";") if m.strip()}
    return tuple(sorted(found))


@lru_cache(maxsize=262144)
def wording(measure: str) -> Wording:
    """The parts of a measure's wording."""
    low = fold(measure)
    index = None
    if "chỉ số" in low or "index" in low or any(len(w) > 2 and w.isupper() for w in measure.split()):
        found = indices.extract(measure)
        index = found[0].code if found else None
    scope = None
    match = _LEVEL.search(low)
    if match:
        scope = _LEVELS[match[1]]
        low = low[: match.start()] + " " + low[match.end() :]
    full = expanded(low)
    return Wording(
        tuple(w for w in _WORD.findall(full) if w not in _SMALL), scope, index,
        frozenset(m for m in marks() if m in full),
    )  # fmt: skip


def terms(words: Iterable[str]) -> Counter[str]:
    """What similarity is counted over: words, and neighbouring pairs at half weight (see `vectors`)."""
    listed = list(words)
    found = Counter(listed)
    found.update(f"{a} {b}" for a, b in itertools.pairwise(listed))
    return found


def rarity(wordings: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """How much each term tells: smoothed inverse document frequency over all distinct wordings."""
    counted: Counter[str] = Counter()
    n = 0
    for words in wordings:
        n += 1
        counted.update(set(terms(words)))
    return {term: math.log((n + 1) / (count + 1)) + 1 for term, count in counted.items()}


def vector(words: tuple[str, ...], weight: Mapping[str, float]) -> dict[str, float]:
    """The unit vector of a wording."""
    raw = {t: (0.5 if " " in t else 1.0) * weight.get(t, 1.0) for t in terms(words)}
    length = math.sqrt(sum(v * v for v in raw.values())) or 1.0
    return {t: v / length for t, v in raw.items()}


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """The cosine of two unit vectors."""
    if len(a) > len(b):
        a, b = b, a
    return sum(v * b[t] for t, v in a.items() if t in b)
