"""The figures of docs/accuracy.md: every annotated set, layer by layer, as Markdown.

python -m benchmarks.accuracy [SET …] [--misses]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pipeline
from benchmarks.calibration import check
from pipeline.evaluation import Report, evaluate
from pipeline.evaluation.score import prf

GOLD = Path(__file__).parent.parent / "tests" / "gold"
# name: (folder, first letters of the documents, title)
SETS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "real": ("shared", ("000", "001", "002", "003", "004"), "Five real documents"),
    "written": ("shared", ("005", "006"), "Two documents written in the same style"),
    "dev": ("dev", (), "Own documents, development half"),
    "held": ("held", (), "Own documents, untouched half"),
}


def _chosen(folder: Path, prefixes: tuple[str, ...]) -> list[Path]:
    return [p for p in sorted(folder.glob("*.txt")) if not prefixes or p.name.startswith(prefixes)]


def score_set(folder: Path, prefixes: tuple[str, ...] = ()) -> Report:
    """The scores of the documents of `folder` whose names begin with one of `prefixes` (all without prefixes)."""
    paths = _chosen(folder, prefixes)
    records: Mapping[str, dict[str, Any]] = {p.stem: pipeline.as_dict(pipeline.extract_file(p)) for p in paths}
    with tempfile.TemporaryDirectory() as chosen:
        for path in paths:
            shutil.copy(path, chosen)
            shutil.copy(path.with_suffix(".json"), chosen)
        return evaluate(Path(chosen), records)


def as_markdown(title: str, report: Report) -> str:
    """`report` as a Markdown section."""
    fields = ", ".join(f"{f} {v:.2f}" for f, v in report.document_fields.items() if v < 1) or "all right"
    out = [
        f"### {title} ({report.documents})",
        "",
        "| layer | gold | precision | recall | found F1 | strict F1 | fields of those found |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for name, c in report.layers.items():
        if not c.gold and not c.predicted:
            continue
        p, r, f1 = prf(c.found, c.gold, c.predicted)
        strict = prf(c.strict, c.gold, c.predicted)[2]
        shares = ", ".join(f"{f} {n / max(c.found, 1):.2f}" for f, n in c.fields.items())
        out.append(f"| {name} | {c.gold} | {p:.3f} | {r:.3f} | {f1:.3f} | {strict:.3f} | {shares} |")
    key = f"`key` F1 {report.key[2]:.3f}; " if report.key[1] else ""
    out += ["", f"{key}document fields mean {report.document_mean:.3f} ({fields}).", ""]
    return "\n".join(out)


def _kinds_of_miss(report: Report) -> str:
    kinds = Counter(
        (layer, what if what in ("missed", "extra") else what.split(" of ")[0]) for _, layer, what, *_ in report.misses
    )
    return ", ".join(f"{layer} {what} {n}" for (layer, what), n in kinds.most_common(24))


def main() -> None:
    """Print the sections asked for (all)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--misses", action="store_true", help="list what is wrong")
    args = parser.parse_args()
    for name in args.sets:
        folder, prefixes, title = SETS[name]
        report = score_set(GOLD / folder, prefixes)
        print(as_markdown(title, report))
        print(f"What is wrong: {_kinds_of_miss(report)}.\n")
        if args.misses:
            for miss in report.misses:
                print("\t".join(miss))
    if "held" in args.sets:
        print("### Confidence on the untouched half\n")
        print(check([GOLD / "held"]))


if __name__ == "__main__":
    main()
