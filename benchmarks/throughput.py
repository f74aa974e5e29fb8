"""Text to record: MB of UTF-8 a second on one core, beside eyecite on its own kind of text and one regex pass.

    python -m benchmarks.throughput [--documents N] [--rounds N]

Seconds are those of the processor, so that other work on the machine counts little. Figures are medians of rounds that
take turns, so that a machine's drift hits all alike; quote the ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence

import regex

from benchmarks.texts import archive, documents, real, seeds
from extractors import bodies, citations, indices, responsibilities, targets
from extractors import document as document_extractor
from pipeline.normalize import normalize
from pipeline.outline import build
from pipeline.process import extract_text

_NUMBER = regex.compile(r"(?:số|Số)?\s*\d+(?:/\d{4})?/[A-ZĐ]{1,4}[\w\-&]{0,20}")


def _megabytes(texts: Sequence[str]) -> float:
    return sum(len(t.encode()) for t in texts) / 1e6


def opinions(megabytes: float, seed: int = 3) -> list[str]:
    """Made-up United States opinions, eyecite's own kind of text: about 2 citations a kB."""
    rng = random.Random(seed)
    words = "the court held that a party may not recover damages where notice was given under this section".split()
    names = "Smith Jones Miller Davis Wilson Moore Taylor Clark Lewis Walker Hall Young".split()
    out: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        parts = []
        for _ in range(40):
            prose = " ".join(rng.choice(words) for _ in range(45))
            volume, page = rng.randint(1, 580), rng.randint(1, 1200)
            parts.append(
                f"{prose.capitalize()}. {rng.choice(names)} v. {rng.choice(names)}, {volume} U.S. {page}, {page + 3} "
                f"({rng.randint(1950, 2020)}); see id. at {page + 5}."
            )
        out.append(" ".join(parts))
        size += len(out[-1])
    return out


def _eyecite() -> Callable[[Sequence[str]], None] | None:
    try:
        from eyecite import get_citations
    except ImportError:
        return None

    def run(texts: Sequence[str]) -> None:
        for text in texts:
            get_citations(text)

    return run


def _ours(texts: Sequence[str]) -> None:
    for text in texts:
        extract_text(text)


def _one_pass(texts: Sequence[str]) -> None:
    for text in texts:
        for _ in _NUMBER.finditer(text):
            pass


def _seconds(run: Callable[[Sequence[str]], None], texts: Sequence[str]) -> float:
    began = time.process_time()
    run(texts)
    return time.process_time() - began


def steps(texts: Sequence[str]) -> dict[str, float]:
    """Seconds by step over `texts`, in the order a document goes through them."""
    out: dict[str, float] = {}

    def timed(name: str, began: float) -> float:
        now = time.process_time()
        out[name] = out.get(name, 0.0) + now - began
        return time.process_time()

    for raw in texts:
        t = time.process_time()
        text, _ = normalize(raw)
        t = timed("normalize", t)
        outline = build(text)
        t = timed("outline", t)
        doc = document_extractor.extract(text, outline)
        t = timed("document", t)
        found = bodies.find(text, doc)
        t = timed("bodies", t)
        cited = citations.extract(text, outline, doc, found)
        t = timed("citations", t)
        indexed = indices.extract(text, outline, doc)
        t = timed("indices", t)
        targets.extract(text, outline, doc, found, cited, indexed)
        t = timed("targets", t)
        responsibilities.extract(text, outline, doc, found, cited)
        timed("responsibilities", t)
    return out


def _growth() -> float:
    """Time of eight draws of four documents in one text, over the time of one draw."""
    number = len(seeds())
    texts = list(documents(8 * number))
    once = "\n".join(texts[:4])
    eight = "\n".join(texts[i + k * number] for k in range(8) for i in range(4))
    short = min(_seconds(_ours, [once]) for _ in range(5))
    long = min(_seconds(_ours, [eight]) for _ in range(5))
    return 8 * (long / len(eight)) / (short / len(once))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    texts = archive(args.documents)
    size = _megabytes(texts)
    _ours(texts[:5])
    dense = list(documents(args.documents // 2))
    samples = real() * 4
    runs: list[tuple[str, Callable[[Sequence[str]], None], Sequence[str]]] = [
        ("kehoach, generated archive", _ours, texts), ("kehoach, five real documents", _ours, samples),
        ("kehoach, dense documents", _ours, dense), ("one regex pass", _one_pass, texts),
    ]  # fmt: skip
    eyecite = _eyecite()
    if eyecite:
        their_texts = opinions(0.3)
        eyecite(their_texts[:2])
        runs.append(("eyecite, its own kind of text", eyecite, their_texts))
    rates: dict[str, list[float]] = {name: [] for name, *_ in runs}
    for _ in range(args.rounds):
        for name, run, sample in runs:
            rates[name].append(_megabytes(sample) / _seconds(run, sample))
    print(f"{len(texts)} documents, {size:.2f} MB")
    medians = {name: statistics.median(values) for name, values in rates.items()}
    ours = medians["kehoach, generated archive"]
    for name, rate in medians.items():
        print(f"{name:30} {rate:8.2f} MB/s   on the archive kehoach is {ours / rate:.4g} times as fast")
    for name, seconds in steps(texts).items():
        print(f"  {name:20} {seconds / size:6.3f} s/MB")
    print(f"a text of 8 times the size takes {_growth():.2f} times as long")


if __name__ == "__main__":
    main()
