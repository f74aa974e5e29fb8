"""What the extractor finds in real legislation, by form and type: a change shows here before anyone relies on it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import vbpl_regression
from extractors import citations
from extractors.text import as_text

FOLDER = Path(__file__).parent / "data" / "vbpl"
TEXTS = sorted(FOLDER.glob("*.txt"))


def count(path: Path) -> dict[str, int]:
    """Citations of one text by form and type."""
    found = citations.extract(path.read_text(encoding="utf-8"))
    return dict(sorted(Counter(f"{c.form} {c.kind}" for c in found).items()))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_counts_by_kind_stay_the_same(path: Path) -> None:
    counts = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))
    assert count(path) == counts[path.stem]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_every_number_is_accounted_for(path: Path) -> None:
    text = as_text(path.read_text(encoding="utf-8")).text
    _, left = vbpl_regression.account(text, [(c.start, c.end) for c in citations.extract(text)])
    assert left == []


if __name__ == "__main__":
    whole = {path.stem: count(path) for path in TEXTS}
    (FOLDER / "counts.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
