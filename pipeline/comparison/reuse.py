"""Text that documents share: passages copied from the parent plan or a neighbour, aligned.

Shingles (six words) that several documents have, but not so many that they are the language of administration, tell
which earlier documents a document may have copied from; with those it is compared word for word. Runs of agreeing
shingles are a passage; small changes (a place's name, a number) don't break it. The work grows with the number of
words, not with pairs of documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.comparison.archive import Archive
from pipeline.comparison.words import SHINGLE, Words
from pipeline.corpus import localities

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORTEST = 36  # words, some three lines: shorter agreement is the language of administration
_TELLING = 12  # agreeing shingles that a passage must have
_COMMON = 30  # documents, or _SHARE of all: a shingle that more have is a formula
_SHARE = 0.03
_SOURCES = 6  # documents besides its parents that one is compared with
_GAP = 14  # words that may lie between two agreeing shingles of a passage
_SHIFT = 8  # words by which source and copy may drift apart there
_DENSE = 0.5  # share of a passage's words that agree
_QUOTE = 600  # characters of a passage that are shown


@dataclass(frozen=True, slots=True)
class Passage:
    """Words `[start, end)` of document `copy` agree with `[source_start, source_end)` of `source` but for changes."""

    copy: int
    start: int
    end: int
    source: int
    source_start: int
    source_end: int
    same: int


def passages(words: Sequence[Words], parents: Mapping[int, Sequence[int]]) -> list[Passage]:
    """Copied passages. `words` in the order of the documents' dates; `parents`: the documents each rests on."""
    told, sources = _telling(words)
    firsts = [_firsts(ids) for ids in told]
    out: list[Passage] = []
    for i, ids in enumerate(told):
        if not (ids >= 0).any():
            continue
        above = [p for p in parents.get(i, ()) if p < i]
        found: list[Passage] = []
        for source in dict.fromkeys([*above, *sources.get(i, ())]):
            found += [_grown(p, words) for p in _chains(i, source, _agreeing(ids, firsts[source]))]
        out += _apart(found, frozenset(above))
    return out


def _telling(words: Sequence[Words]) -> tuple[list[NDArray[np.int32]], dict[int, list[int]]]:
    """For each document the number of the shingle at each place, -1 where it tells nothing (only one document has it,
    or too many have); and the earlier documents that share most."""
    import numpy as np

    sizes = [len(w.shingles) for w in words]
    if not sum(sizes):
        return [np.zeros(0, dtype=np.int32) for _ in words], {}
    owner = np.repeat(np.arange(len(words), dtype=np.int32), sizes)
    hashes = np.concatenate([w.shingles for w in words])
    at = np.flatnonzero(np.concatenate([w.free for w in words]))
    at = at[np.argsort(hashes[at], kind="stable")]
    ordered = hashes[at]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(at)]
    del hashes, ordered
    group = np.cumsum(new, dtype=np.int32) - 1
    size = np.bincount(group).astype(np.int32)[group]
    kept = (size > 1) & (size <= max(_COMMON, _SHARE * len(words)))
    ids = np.full(len(owner), -1, dtype=np.int32)
    ids[at[kept]] = group[kept]
    docs, group = owner[at[kept]], group[kept]
    del at, size, new, kept, owner
    cuts = np.cumsum(sizes)[:-1]
    return np.split(ids, cuts), _candidates(docs, group, len(words))


def _candidates(docs: NDArray[np.int32], group: NDArray[np.int32], n: int) -> dict[int, list[int]]:
    """Votes: each shared shingle names the first three documents that have it and the last before this one."""
    import numpy as np

    if not len(docs):
        return {}
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    start = np.repeat(starts, np.diff(np.append(starts, len(group))))
    here = np.arange(len(docs))
    votes = []
    for other in (start, start + 1, start + 2, here - 1):
        good = (other >= start) & (other < here)
        mine, theirs = docs[here[good]].astype(np.int64), docs[other[good]].astype(np.int64)
        earlier = theirs < mine
        votes.append(mine[earlier] * n + theirs[earlier])
    pairs, counts = np.unique(np.concatenate(votes), return_counts=True)
    enough = counts >= _TELLING
    pairs, counts = pairs[enough], counts[enough]
    order = np.lexsort((pairs % n, -counts, pairs // n))
    out: dict[int, list[int]] = defaultdict(list)
    for pair in pairs[order].tolist():
        if len(out[pair // n]) < _SOURCES:
            out[pair // n].append(pair % n)
    return out


def _firsts(ids: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The telling shingles of a document, sorted, each with its first place."""
    import numpy as np

    numbers, places = np.unique(ids, return_index=True)
    at = int(np.searchsorted(numbers, 0))
    return numbers[at:], places[at:].astype(np.int32)


def _agreeing(ids: NDArray[np.int32], source: tuple[NDArray[np.int32], NDArray[np.int32]]) -> list[tuple[int, int]]:
    """Places of the copy with the places in the source that have the same shingle."""
    import numpy as np

    numbers, places = source
    if not len(numbers):
        return []
    found = np.minimum(np.searchsorted(numbers, ids), len(numbers) - 1)
    at = np.flatnonzero(numbers[found] == ids)
    return list(zip(at.tolist(), places[found[at]].tolist(), strict=True))


def _grown(p: Passage, words: Sequence[Words]) -> Passage:
    """`p` with the words before and behind it that agree too (formulas, which tell nothing alone)."""
    copy, source = words[p.copy].numbers, words[p.source].numbers
    start, end, from_, to = p.start, p.end, p.source_start, p.source_end
    own = words[p.copy].free
    while start and from_ and own[start - 1] and copy[start - 1] == source[from_ - 1]:
        start, from_ = start - 1, from_ - 1
    while end < len(copy) and to < len(source) and own[min(end, len(own) - 1)] and copy[end] == source[to]:
        end, to = end + 1, to + 1
    return Passage(p.copy, start, end, p.source, from_, to, p.same + p.start - start + end - p.end)


def _chains(i: int, source: int, pairs: Sequence[tuple[int, int]]) -> list[Passage]:
    """Agreeing shingles of two documents joined to passages."""
    chains: list[list[int]] = []  # start, end, source start, source end, agreeing words, agreeing shingles
    recent: list[list[int]] = []
    for position, place in pairs:
        for chain in reversed(recent):
            step, source_step = position - chain[1] + SHINGLE, place - chain[3] + SHINGLE
            if 0 < source_step <= _GAP + SHINGLE and abs(step - source_step) <= _SHIFT and step <= _GAP + SHINGLE:
                chain[4] += min(step, SHINGLE)
                chain[1], chain[3], chain[5] = position + SHINGLE, place + SHINGLE, chain[5] + 1
                break
        else:
            chain = [position, position + SHINGLE, place, place + SHINGLE, SHINGLE, 1]
            chains.append(chain)
            recent = [*recent[-7:], chain]
    return [
        Passage(i, c[0], c[1], source, c[2], c[3], c[4])
        for c in chains
        if c[5] >= _TELLING and c[4] >= _DENSE * (c[1] - c[0])
    ]


def _apart(found: Sequence[Passage], parents: frozenset[int]) -> list[Passage]:
    """Of passages that overlap in the copy a parent's, else the one that agrees in more words, the earlier document's
    among equals; the other cut down to what is left of it if that is still long enough."""
    kept: list[Passage] = []
    for p in sorted(found, key=lambda p: (p.source not in parents or p.same < _SHORTEST, -p.same, p.source, p.start)):
        start, end = p.start, p.end
        for k in kept:
            if k.start <= start < k.end:
                start = k.end
            if k.start < end <= k.end:
                end = k.start
        if end - start >= _SHORTEST and not any(start < k.end and k.start < end for k in kept):
            cut, short = start - p.start, p.end - end
            kept.append(Passage(p.copy, start, end, p.source, p.source_start + cut, p.source_end - short,
                                min(p.same, end - start)))  # fmt: skip
    return sorted(kept, key=lambda p: p.start)


def reuse(archive: Archive) -> dict[str, Any]:
    """Passages and each document's share of its own text, in the published form."""
    words: list[Words] = [doc.extra for doc in archive.docs]
    parents = _parents(archive)
    found = passages(words, parents)
    copied: dict[int, int] = defaultdict(int)
    sources: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for p in found:
        copied[p.copy] += p.end - p.start
        sources[p.copy][p.source] += p.end - p.start
    documents = []
    for i, doc in enumerate(archive.docs):
        total = max(words[i].counted, copied[i], 1)
        documents.append({
            "document": doc.id, "words": total, "copied": copied[i], "own": round(1 - copied[i] / total, 4),
            "sources": [{"document": archive.docs[s].id, "words": n}
                        for s, n in sorted(sources[i].items(), key=lambda x: (-x[1], x[0]))],
        })  # fmt: skip
    return {"documents": documents, "passages": [_shown(archive, p, words, parents) for p in found]}


def _parents(archive: Archive) -> dict[int, list[int]]:
    """For each document those of the archive that it rests on or carries out, nearest level last."""
    files = {doc.id: i for i, doc in enumerate(archive.docs)}
    down = archive.network.out("basis", "carries_out")
    out: dict[int, list[int]] = {}
    for i, doc in enumerate(archive.docs):
        above = [
            files[id_] for n in down.get(archive.network.of_document[doc.id], ())
            for id_ in archive.network.nodes[n].documents if id_ in files
        ]  # fmt: skip
        out[i] = sorted({a for a in above if a < i})
    return out


def _shown(
    archive: Archive, p: Passage, words: Sequence[Words], parents: Mapping[int, Sequence[int]]
) -> dict[str, Any]:
    copy, source = archive.docs[p.copy], archive.docs[p.source]
    start, end = int(words[p.copy].starts[p.start]), int(words[p.copy].ends[p.end - 1])
    from_, to = int(words[p.source].starts[p.source_start]), int(words[p.source].ends[p.source_end - 1])
    if p.source in parents.get(p.copy, ()):
        relation = "parent"
    elif copy.issuer and copy.issuer == source.issuer:
        relation = "same issuer"
    else:
        same_level = localities.of(copy).partition(":")[0] == localities.of(source).partition(":")[0]
        relation = "neighbour" if same_level and copy.province == source.province else "other"
    return {
        "document": copy.id, "start": start, "end": end, "source": source.id, "source_start": from_,
        "source_end": to, "words": p.end - p.start, "similarity": round(min(1.0, p.same / (p.end - p.start)), 3),
        "relation": relation, "quote": copy.text[start:end][:_QUOTE], "source_quote": source.text[from_:to][:_QUOTE],
    }  # fmt: skip
