"""Links, target clusters and reuse of a comparison scored against the demonstration archive's truth."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.comparison.archive import Archive
from pipeline.corpus.reading import Doc


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, and over how many."""

    precision: float
    recall: float
    n: int

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(pairs: Iterable[tuple[Hashable, Hashable]]) -> Score:
    """B-cubed (Bagga and Baldwin 1998) of (found cluster, true cluster), one pair an item."""
    listed = list(pairs)
    both, found, true = Counter(listed), Counter(f for f, _ in listed), Counter(t for _, t in listed)
    n = len(listed)
    precision = sum(c * c / found[f] for (f, _), c in both.items()) / n if n else 0.0
    recall = sum(c * c / true[t] for (_, t), c in both.items()) / n if n else 0.0
    return Score(precision, recall, n)


class _Offsets:
    """Places of a file in its normalised text, and back: by counting the characters that aren't blank."""

    def __init__(self, raw: str, text: str) -> None:
        self.raw = [i for i, c in enumerate(raw) if not c.isspace()]
        self.text = [i for i, c in enumerate(text) if not c.isspace()]
        self.whole = len(self.raw) == len(self.text)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A raw span as a span of the normalised text."""
        a, b = bisect_left(self.raw, start), bisect_left(self.raw, end)
        last = len(self.text) - 1
        return self.text[min(a, last)], self.text[min(max(a, b - 1), last)] + 1


def _files(archive: Archive, folder: Path, truth: Mapping[str, Any]) -> dict[str, tuple[int, _Offsets]]:
    """For each file of the truth its document and offsets."""
    by_name = {}
    for i, doc in enumerate(archive.docs):
        for path in doc.paths:
            by_name["/".join(Path(path).parts[-2:])] = i
    out = {}
    for name in truth["documents"]:
        if name in by_name:
            raw = (folder / name).read_text(encoding="utf-8")
            out[name] = (by_name[name], _Offsets(raw, archive.docs[by_name[name]].text))
    return out


def _nearest(facts: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    best, at = 0, None
    for n, (a, b) in enumerate(facts):
        shared = min(b, end) - max(a, start)
        if shared > best:
            best, at = shared, n
    return at


def links(archive: Archive, folder: Path, truth: Mapping[str, Any]) -> dict[str, Score]:
    """`nodes`: B-cubed of all mentions (and the files themselves) over documents; `slips`: the same for mentions with
    a slip only (recall: share that stand in the node of what they mean); `files`: citations of documents that lie in
    the archive, linked to their file."""
    files = _files(archive, folder, truth)
    pairs: list[tuple[Hashable, Hashable]] = []
    home_of: dict[str, int] = {}
    for name, told in truth["documents"].items():
        if name in files:
            home_of[told["work"]] = archive.network.homes[files[name][0], -1]
            pairs.append((home_of[told["work"]], told["work"]))
    cited = _mentions(archive, truth, files)
    pairs += [(home, c["work"]) for c, home in cited if home is not None]
    usual: dict[str, Counter[int]] = defaultdict(Counter)
    for c, home in cited:
        if home is not None and not c["slip"]:
            usual[c["work"]][home] += 1
    slips = [(c, home) for c, home in cited if c["slip"]]
    right = sum(home is not None and home == _main(usual, home_of, c["work"]) for c, home in slips)
    inside = [(c, home) for c, home in cited if c["work"] in home_of]
    linked = {home: work for work, home in home_of.items()}
    said = [(c, home) for c, home in cited if home in linked]
    good = sum(home == home_of[c["work"]] for c, home in inside)
    return {
        "nodes": b_cubed(pairs),
        "files": Score(good / len(said) if said else 0.0, good / len(inside) if inside else 0.0, len(inside)),
        "slips": Score(1.0, right / len(slips) if slips else 1.0, len(slips)),
    }


def _main(usual: Mapping[str, Counter[int]], home_of: Mapping[str, int], work: str) -> int | None:
    if work in home_of:
        return home_of[work]
    return usual[work].most_common(1)[0][0] if usual.get(work) else None


def _mentions(
    archive: Archive, truth: Mapping[str, Any], files: Mapping[str, tuple[int, _Offsets]]
) -> list[tuple[dict[str, Any], int | None]]:
    """Every true citation with the node it was put into, None if it wasn't found."""
    out: list[tuple[dict[str, Any], int | None]] = []
    for c in truth["citations"]:
        if c["file"] not in files:
            continue
        i, offsets = files[c["file"]]
        found = archive.docs[i].citations
        at = _nearest([(f.start, f.end) for f in found], *offsets.place(c["start"], c["end"]))
        out.append((c, archive.network.homes.get((i, at)) if at is not None else None))
    return out


def edges(archive: Archive, folder: Path, truth: Mapping[str, Any]) -> Score:
    """Types of edges: of the true (file, cited document, type) those found, and the other way round."""
    files = _files(archive, folder, truth)
    true, found = set(), set()
    for c, home in _mentions(archive, truth, files):
        if home is None:
            continue
        me = archive.network.homes[files[c["file"]][0], -1]
        true.add((me, home, c["type"]))
        found |= {(me, home, t) for s, h, t in _by_pair(archive, me, home)}
    good = len(true & found)
    return Score(good / len(found) if found else 0.0, good / len(true) if true else 0.0, len(true))


def _by_pair(archive: Archive, source: int, target: int) -> list[tuple[int, int, str]]:
    types = ("basis", "carries_out", "amends", "amended_by", "replaces", "mentions")
    return [(source, target, t) for t in types if (source, target, t) in archive.network.edges]


def clusters(archive: Archive, folder: Path, truth: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> Score:
    """B-cubed of the targets that both the truth and the records have."""
    files = _files(archive, folder, truth)
    home = {v["evidence"]: m["id"] for m in measures for v in m["values"]}
    pairs: list[tuple[Hashable, Hashable]] = []
    for t in truth["targets"]:
        if t["file"] not in files:
            continue
        i, offsets = files[t["file"]]
        doc: Doc = archive.docs[i]
        at = _nearest([(f["start"], f["end"]) for f in doc.targets], *offsets.place(t["start"], t["end"]))
        if at is None:
            continue
        evidence = f"{doc.id}:{doc.targets[at]['id']}"
        # One that no measure has stands alone.
        pairs.append((home.get(evidence, evidence), t["measure"]))
    return b_cubed(pairs)


def reuse(
    archive: Archive, folder: Path, truth: Mapping[str, Any], passages: Sequence[Mapping[str, Any]]
) -> dict[str, Score]:
    """`passages`: copied paragraphs found with one of the places they go back to (at least half of the paragraph, and
    half of the passage); `characters`: characters told copied by those that are."""
    files = _files(archive, folder, truth)
    ids = {archive.docs[i].id: name for name, (i, _) in files.items()}
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for p in passages:
        if p["document"] in ids:
            found[ids[p["document"]]].append(p)
    good_true, true, used = 0, 0, set()
    said: dict[str, set[int]] = defaultdict(set)
    meant: dict[str, set[int]] = defaultdict(set)
    for r in truth["reuse"]:
        if r["file"] not in files:
            continue
        true += 1
        start, end = files[r["file"]][1].place(r["start"], r["end"])
        meant[r["file"]].update(range(start, end))
        sources = {s["file"] for s in r["sources"]}
        hit = False
        for p in found[r["file"]]:
            shared = min(end, p["end"]) - max(start, p["start"])
            if shared > 0.5 * (end - start) and ids.get(p["source"]) in sources:
                used.add((r["file"], p["start"]))
                hit = True
        good_true += hit
    total = 0
    for name, listed in found.items():
        for p in listed:
            total += 1
            said[name].update(range(p["start"], p["end"]))
            inside = len(meant[name].intersection(range(p["start"], p["end"])))
            if (name, p["start"]) in used and inside < 0.5 * (p["end"] - p["start"]):
                used.discard((name, p["start"]))
    shared_ = sum(len(said[n] & meant[n]) for n in set(said) | set(meant))
    all_said, all_meant = sum(map(len, said.values())), sum(map(len, meant.values()))
    return {
        "passages": Score(len(used) / total if total else 0.0, good_true / true if true else 0.0, true),
        "characters": Score(
            shared_ / all_said if all_said else 0.0, shared_ / all_meant if all_meant else 0.0, all_meant
        ),
    }
