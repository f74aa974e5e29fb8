"""Confidence from counts: how often each rule was strictly right on documents it had not been tuned on.

    python -m benchmarks.calibration count GOLD [GOLD …] >> benchmarks/calibration_counts.csv
    python -m benchmarks.calibration fit          # benchmarks/calibration_counts.csv → pipeline/data/confidence.csv
    python -m benchmarks.calibration check GOLD   # Brier score and reliability on a set, as Markdown

`count` is run on a new set of annotated documents before anything is changed because of them: once rules have been
mended until a set comes out right, that set says little about new documents, and counts half (set
`development`, counted anew when rules change). `fit` shrinks each rule's share
toward its layer's share (an m-estimate with m = 5), so that rules seen seldom don't get 0 or 1.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pipeline
from pipeline.evaluation.score import verdicts

COUNTS = Path(__file__).parent / "calibration_counts.csv"
TABLE = Path(__file__).parent.parent / "pipeline" / "data" / "confidence.csv"
_M = 5.0
_TUNED_ON = 0.5  # weight of the development documents as they come out now: they flatter the rules mended on them
_BINS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))

Key = tuple[str, str, str]


def judged(gold_dirs: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """(layer, fact, strictly right) of every fact the program finds in the gold texts."""
    for folder in gold_dirs:
        records = {p.stem: pipeline.as_dict(pipeline.extract_file(p)) for p in sorted(folder.glob("*.txt"))}
        yield from verdicts(folder, records)


def count(gold_dirs: Sequence[Path]) -> None:
    """Print rows layer,rule,flagged,set,n,right."""
    seen: Counter[Key] = Counter()
    right: Counter[Key] = Counter()
    for layer, fact, ok in judged(gold_dirs):
        key = (layer, fact["rule"], "yes" if fact["flags"] else "no")
        seen[key] += 1
        right[key] += ok
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for key in sorted(seen):
        writer.writerow([*key, "+".join(d.name for d in gold_dirs), seen[key], right[key]])


def fit() -> None:
    """Write pipeline/data/confidence.csv from the counts."""
    seen: defaultdict[Key, float] = defaultdict(float)
    right: defaultdict[Key, float] = defaultdict(float)
    with COUNTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for key in (
                (row["layer"], row["rule"], row["flagged"]),
                (row["layer"], "*", row["flagged"]),
                (row["layer"], "*", "any"),
            ):
                weight = _TUNED_ON if row["set"] == "development" else 1.0
                seen[key] += weight * int(row["n"])
                right[key] += weight * int(row["right"])
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["layer", "rule", "flagged", "n", "right", "confidence"])
        for layer, rule, flagged in sorted(seen):
            if flagged == "any":
                continue
            prior = right[layer, "*", "any"] / seen[layer, "*", "any"]
            n, ok = seen[layer, rule, flagged], right[layer, rule, flagged]
            writer.writerow([layer, rule, flagged, n, ok, round((ok + _M * prior) / (n + _M), 3)])


def check(gold_dirs: Sequence[Path]) -> str:
    """Brier score and reliability table of confidence on `gold_dirs`, as Markdown."""
    facts = [(layer, fact["confidence"], ok) for layer, fact, ok in judged(gold_dirs)]
    if not facts:
        return "no facts"
    brier = sum((c - ok) ** 2 for _, c, ok in facts) / len(facts)
    base = sum(ok for *_, ok in facts) / len(facts)
    lines = [
        f"Brier score {brier:.3f} over {len(facts)} facts (a constant confidence of {base:.3f} would have "
        f"{base * (1 - base):.3f}).",
        "",
        "| confidence | facts | mean confidence | strictly right |",
        "| --- | ---: | ---: | ---: |",
    ]
    for low, high in _BINS:
        chosen = [(c, ok) for _, c, ok in facts if low <= c < high]
        if chosen:
            mean = sum(c for c, _ in chosen) / len(chosen)
            share = sum(ok for _, ok in chosen) / len(chosen)
            lines.append(f"| {low:.2f}–{min(high, 1):.2f} | {len(chosen)} | {mean:.3f} | {share:.3f} |")
    return "\n".join(lines)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["count", "fit", "check"])
    parser.add_argument("gold", nargs="*", type=Path)
    args = parser.parse_args()
    if args.action == "count":
        count(args.gold)
    elif args.action == "fit":
        fit()
    else:
        print(check(args.gold))


if __name__ == "__main__":
    main()
