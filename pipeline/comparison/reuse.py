"""Text that documents share: passages copied from the parent plan or a neighbour, aligned.

Every shingle (six words) goes back to the first document of the archive that has it, a document's own parents first.
Runs of shingles that go back to one document in the same order are a passage; small changes (a place's name, a number)
don't break it. The work grows with the number of words, not with pairs of documents.
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

_SHORTEST = 25  # words: shorter agreement is the language of administration
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
    import numpy as np

    if not words:
        return []
    sizes = [len(w.shingles) for w in words]
    first = np.concatenate(([0], np.cumsum(sizes)))
    hashes = np.concatenate([w.shingles for w in words])
    free = np.concatenate([w.free for w in words])
    at = np.flatnonzero(free)
    at = at[np.argsort(hashes[at], kind="stable")]
    ordered = hashes[at]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(at) else at
    group = np.zeros(len(at), dtype=np.int64)
    group[starts] = 1
    origin = np.empty(len(hashes), dtype=np.int64)
    origin[:] = -1
    origin[at] = at[starts[np.cumsum(group) - 1]] if len(at) else at
    del ordered, group
    out: list[Passage] = []
    for i in range(len(words)):
        mine = slice(int(first[i]), int(first[i + 1]))
        places = origin[mine].copy()
        places[places >= first[i]] = -1  # its own words, or said here first
        _prefer(places, words, i, parents.get(i, ()), first)
        out += _of_document(i, places, first, words)
    return out


def _prefer(
    places: NDArray[np.int64], words: Sequence[Words], i: int, parents: Sequence[int], first: NDArray[np.int64]
) -> None:
    """Let what a parent has go back to that parent, wherever it was said first."""
    import numpy as np

    for parent in parents:
        if parent >= i or not len(words[parent].shingles):
            continue
        theirs = words[parent].shingles
        order = np.argsort(theirs, kind="stable")
        found = np.searchsorted(theirs[order], words[i].shingles)
        found[found == len(order)] = 0
        same = (theirs[order[found]] == words[i].shingles) & words[i].free & words[parent].free[order[found]]
        # Not where the place before it already goes back to another parent's run.
        places[same] = first[parent] + order[found[same]]


def _of_document(i: int, places: NDArray[np.int64], first: NDArray[np.int64], words: Sequence[Words]) -> list[Passage]:
    import numpy as np

    at = np.flatnonzero(places >= 0)
    if not len(at):
        return []
    sources = np.searchsorted(first, places[at], side="right") - 1
    runs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for position, source, place in zip(at.tolist(), sources.tolist(), places[at].tolist(), strict=True):
        runs[source].append((position, place - int(first[source])))
    found = [p for source, pairs in runs.items() for p in _chains(i, source, pairs)]
    return _apart(found)


def _chains(i: int, source: int, pairs: Sequence[tuple[int, int]]) -> list[Passage]:
    """Agreeing shingles of two documents joined to passages."""
    chains: list[list[int]] = []  # start, end, source start, source end, agreeing words
    recent: list[list[int]] = []
    for position, place in pairs:
        for chain in reversed(recent):
            step, source_step = position - chain[1] + SHINGLE, place - chain[3] + SHINGLE
            if 0 < source_step <= _GAP + SHINGLE and abs(step - source_step) <= _SHIFT and step <= _GAP + SHINGLE:
                chain[4] += min(step, SHINGLE)
                chain[1], chain[3] = position + SHINGLE, place + SHINGLE
                break
        else:
            chain = [position, position + SHINGLE, place, place + SHINGLE, SHINGLE]
            chains.append(chain)
            recent = [*recent[-7:], chain]
    return [
        Passage(i, c[0], c[1], source, c[2], c[3], c[4])
        for c in chains
        if c[1] - c[0] >= _SHORTEST and c[4] >= _DENSE * (c[1] - c[0])
    ]


def _apart(found: Sequence[Passage]) -> list[Passage]:
    """Of passages that overlap in the copy the longer one, the other cut down to what is left of it if that is still
    long enough."""
    kept: list[Passage] = []
    for p in sorted(found, key=lambda p: (p.start - p.end, p.start, p.source)):
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
