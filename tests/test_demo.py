"""The demonstration archive: the same for the same seed, its truth right to the character, its story coherent."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractors.text import fold
from pipeline.demo import generate


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, generate(folder, 300, 5)


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    generate(one, 60, 9)
    generate(two, 60, 9)
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert all((one / f).read_bytes() == (two / f).read_bytes() for f in files)


def test_three_provinces_three_years_all_levels(archive: tuple[Path, dict[str, Any]]) -> None:
    folder, truth = archive
    documents = truth["documents"]
    assert len(documents) == 300 == sum(1 for _ in folder.rglob("*.txt"))
    levels = Counter(d["locality"].partition(":")[0] for d in documents.values())
    assert all(levels[level] >= 15 for level in ("province", "district", "commune"))
    assert {d["year"] for d in documents.values()} == {2023, 2024, 2025}
    before = {
        d["locality"] for d in documents.values() if d["locality"].startswith("province") and "+" not in d["locality"]
    }
    assert len(before) == 3
    assert any(d["locality"].endswith("+") for d in documents.values()), "documents after July 2025"


def test_truth_points_at_the_words(archive: tuple[Path, dict[str, Any]]) -> None:
    folder, truth = archive
    texts = {name: (folder / name).read_text("utf-8") for name in truth["documents"]}
    for c in truth["citations"]:
        words = " ".join(texts[c["file"]][c["start"] : c["end"]].split())
        assert fold(words) == fold(c["quote"]), "but for line ends and tone placement"
        assert c["work"] in truth["works"]
    for t in truth["targets"]:
        assert any(ch.isdigit() for ch in texts[t["file"]][t["start"] : t["end"]])
    for r in truth["reuse"]:
        near = r["sources"][0]
        copy, source = (
            texts[r["file"]][r["start"] : r["end"]].split(),
            texts[near["file"]][near["start"] : near["end"]].split(),
        )
        assert len(set(copy) & set(source)) > 0.75 * len(set(copy))


def test_story_has_cascades_slips_replacements_and_amendments(archive: tuple[Path, dict[str, Any]]) -> None:
    _, truth = archive
    types = Counter(c["type"] for c in truth["citations"])
    assert all(types[t] for t in ("basis", "carries_out", "mentions", "replaces", "amends"))
    slips = Counter(c["slip"] for c in truth["citations"])
    assert slips["number"]
    assert slips["date"]
    assert len(truth["reuse"]) > 100
    assert len({t["measure"] for t in truth["targets"]}) > 15
    json.dumps(truth)
