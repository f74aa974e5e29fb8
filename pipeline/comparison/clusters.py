"""Wordings of one measure brought together: first the canonical measures of the vocabulary, then average linkage.

Type and unit never mix; nor do wordings that differ in a phrase that tells measures apart (`without` in measures.csv:
"đúng hạn" and "trễ hạn").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from extractors import vocabulary
from extractors.text import fold
from pipeline.comparison.wordings import Wording, cosine, rarity, vector, wording

_CANONICAL = 0.55  # cosine to an example of the vocabulary
_UNMARKED = 0.75  # the same where the wording lacks a phrase that tells the example from near measures
_LINK = 0.55  # average cosine between two clusters
_LARGEST = 1500  # wordings of one type and unit that are compared all with all; more are grouped around leaders
_SCORED = frozenset(("score", "percentage"))

Vector = dict[str, float]
Key = tuple[str, str, str]  # type, head of the unit, measure in folded words


@dataclass(slots=True)
class Cluster:
    """Wordings that mean one measure. `name` is canonical or the most frequent wording; `members` counts wordings,
    `near` says how near each is to the name."""

    name: str
    canonical: bool
    type: str
    unit: str | None
    index: str | None
    members: Counter[str] = field(default_factory=Counter)
    near: dict[str, float] = field(default_factory=dict)


@cache
def _examples() -> tuple[tuple[str, str, Wording, frozenset[str]], ...]:
    out = []
    for row in vocabulary.rows("measures"):
        without = frozenset(p.strip() for p in row["without"].split(";") if p.strip())
        out.append((row["measure"], row["type"], wording(row["example"]), without))
    return tuple(out)


def unit_head(unit: str | None) -> str:
    """The first word of a unit: "tin, bài" and "tin" are one."""
    return fold(unit or "").replace(",", " ").split(" ")[0]


def cluster(targets: Iterable[Mapping[str, Any]]) -> tuple[list[Cluster], dict[Key, int]]:
    """Clusters of the measures of `targets` (published form), and for each (type, unit head, folded measure) the
    position of its cluster. Targets without a measure, deadlines and frequencies have none."""
    counts: Counter[Key] = Counter()
    printed: dict[Key, Counter[str]] = defaultdict(Counter)
    units: dict[Key, Counter[str]] = defaultdict(Counter)
    for t in targets:
        key = key_of(t)
        if key:
            counts[key] += 1
            printed[key][t["measure"]] += 1
            if t["unit"]:
                units[key][t["unit"]] += 1
    weight = rarity([w.words for _, _, w, _ in _examples()] + [wording(k[2]).words for k in sorted(counts)])
    examples = [(n, type_, vector(w.words, weight), without, w) for n, type_, w, without in _examples()]
    clusters: list[Cluster] = []
    home: dict[Key, int] = {}
    blocks: dict[tuple[object, ...], list[Key]] = defaultdict(list)
    named: dict[tuple[str, str, str], int] = {}
    for key in sorted(counts, key=lambda k: (-counts[k], k)):
        told = wording(usual(printed[key]))
        canonical, near = _canonical(key, told, weight, examples)
        if canonical:
            at = named.setdefault((canonical, key[0], "" if key[0] in _SCORED else key[1]), len(clusters))
            if at == len(clusters):
                clusters.append(Cluster(canonical, True, key[0], usual(units[key]), told.index))
            _put(clusters[at], usual(printed[key]), counts[key], near)
            home[key] = at
        else:
            blocks[key[0], key[1], told.marks].append(key)
    for keys in blocks.values():
        for same in _groups(keys, weight, counts):
            name = usual(printed[same[0]])
            made = Cluster(name, False, same[0][0], usual(units[same[0]]), None)
            first = vector(wording(name).words, weight)
            for key in same:
                text = usual(printed[key])
                _put(made, text, counts[key], cosine(first, vector(wording(text).words, weight)))
                home[key] = len(clusters)
            clusters.append(made)
    return clusters, home


def usual(counter: Mapping[str, int]) -> str:
    """The most frequent value, among equals the first in order; "" if there is none."""
    return min(counter, key=lambda v: (-counter[v], v), default="")


def _put(cluster_: Cluster, measure: str, count: int, near: float) -> None:
    cluster_.members[measure] += count
    cluster_.near[measure] = round(near, 3)


def key_of(target: Mapping[str, Any]) -> Key | None:
    """What a target's cluster is looked up by; None if it has none."""
    if not target["measure"] or target["type"] in ("deadline", "frequency"):
        return None
    return target["type"], unit_head(target["unit"]), " ".join(target["measure"].split())


_INDEX_TYPES = frozenset(("score", "percentage", "rank"))


def _canonical(
    key: Key,
    told: Wording,
    weight: Mapping[str, float],
    examples: Sequence[tuple[str, str, Vector, frozenset[str], Wording]],
) -> tuple[str | None, float]:
    """The canonical measure a wording means and how near it is; an index is its own measure."""
    if told.index and key[0] in _INDEX_TYPES:
        return f"Chỉ số {told.index}", 1.0
    best, name = 0.0, None
    own = vector(told.words, weight)
    for measure, type_, example, without, exact in examples:
        # What is counted must be what the example counts: "5 bậc" is no number of articles.
        if type_ == "quantity" and not (key[1] and key[1] in exact.words):
            continue
        if type_ == key[0] and not (without & told.marks):
            near = cosine(own, example)
            # "Thủ tục hành chính" alone is near many examples, and means none.
            if near > best and (exact.marks <= told.marks or near >= _UNMARKED):
                best, name = near, measure
    return (name, best) if best >= _CANONICAL else (None, best)


def _groups(keys: Sequence[Key], weight: Mapping[str, float], counts: Mapping[Key, int]) -> list[list[Key]]:
    """Keys of one type, unit and marks in groups of like wording, the most frequent first in each."""
    same: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in keys:
        same[tuple(sorted(wording(key[2]).words)) or (key[2],)].append(key)
    forms = list(same)
    vectors = [vector(wording(same[form][0][2]).words, weight) for form in forms]
    parts = _average(vectors) if len(forms) <= _LARGEST else _leaders(vectors)
    out = [sorted((k for i in part for k in same[forms[i]]), key=lambda k: (-counts[k], k)) for part in parts]
    return sorted(out, key=lambda g: (-counts[g[0]], g[0]))


def _average(vectors: Sequence[Mapping[str, float]]) -> list[list[int]]:
    """Agglomerative clustering, average linkage, until no two clusters are nearer than `_LINK`."""
    import numpy as np

    n = len(vectors)
    if n == 1:
        return [[0]]
    terms = {t: i for i, t in enumerate(sorted({t for v in vectors for t in v}))}
    matrix = np.zeros((n, len(terms)), dtype=np.float32)
    for i, v in enumerate(vectors):
        for t, x in v.items():
            matrix[i, terms[t]] = x
    near = matrix @ matrix.T
    np.fill_diagonal(near, -1.0)
    members: list[list[int]] = [[i] for i in range(n)]
    sizes = np.ones(n, dtype=np.float32)
    while True:
        at = int(near.argmax())
        a, b = divmod(at, n)
        if near[a, b] < _LINK:
            break
        near[a] = (near[a] * sizes[a] + near[b] * sizes[b]) / (sizes[a] + sizes[b])
        near[:, a] = near[a]
        near[a, a] = -1.0
        near[b, :] = near[:, b] = -1.0
        sizes[a] += sizes[b]
        members[a] += members[b]
        members[b] = []
    return [m for m in members if m]


def _leaders(vectors: Sequence[Mapping[str, float]]) -> list[list[int]]:
    """One pass: each wording joins the nearest leader, or leads. For blocks too large to compare all with all."""
    holders: dict[str, list[int]] = defaultdict(list)
    parts: list[list[int]] = []
    for i, v in enumerate(vectors):
        score: dict[int, float] = defaultdict(float)
        for term, x in v.items():
            for part in holders[term]:
                score[part] += x * vectors[parts[part][0]][term]
        best = max(score, key=lambda p: (score[p], -p), default=None)
        if best is not None and score[best] >= _LINK:
            parts[best].append(i)
            continue
        for term in v:
            holders[term].append(len(parts))
        parts.append([i])
    return parts
