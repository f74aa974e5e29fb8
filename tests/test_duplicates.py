"""Documents that are the same: by their bytes, and nearly, by their wording."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from pipeline.archive import likeness, tables
from pipeline.archive.listing import Listed
from tests.stored_documents import OTHER, failed, stored
from tests.test_export import PLAN


def read(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plan(seed: int, sentences: int = 60) -> str:
    """A long plan of random tasks."""
    dice = random.Random(seed)
    words = (
        "rà soát công khai tổ chức kiểm tra hồ sơ thủ tục cán bộ người dân dịch vụ đào tạo báo cáo quý huyện".split()
    )
    return PLAN + "\n".join("- " + " ".join(dice.choices(words, k=14)).capitalize() + "." for _ in range(sentences))


def edited(text: str, share: float, seed: int = 1) -> str:
    """`text` with that share of its words replaced."""
    dice = random.Random(seed)
    return " ".join(f"x{dice.randrange(999)}" if dice.random() < share else word for word in text.split())


def jaccard(one: str, other: str) -> float:
    def shingles(text: str) -> set[str]:
        letters = "".join(ch for ch in likeness.bare(likeness.fold(text)) if ch.isalnum())
        return {letters[i : i + likeness.SHINGLE] for i in range(len(letters) - likeness.SHINGLE + 1)}

    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b)


@pytest.mark.parametrize("share", [0.0, 0.005, 0.02, 0.05, 0.2, 1.0])
def test_the_estimate_is_near_the_true_likeness(share: float) -> None:
    text = plan(1)
    other = edited(text, share)
    found = likeness.similarity(likeness.signature(text), likeness.signature(other))
    assert abs(found - jaccard(text, other)) < 0.13


def test_case_blanks_marks_and_diacritics_do_not_count() -> None:
    text = plan(2)
    other = likeness.bare(likeness.fold(text)).upper().replace(" ", "  ").replace("-", "+")
    assert likeness.similarity(likeness.signature(text), likeness.signature(other)) == 1.0


def test_short_or_unusual_texts_have_no_signature_or_one_without_harm() -> None:
    assert likeness.signature("") == likeness.signature("Lưu: VT. " * 5) == b""
    assert likeness.similarity(b"", b"") == 0.0
    assert len(likeness.signature("漢字 \U0001f600 \ud800 đ" * 300 + "a" * 500)) == 2 * likeness.BINS


def test_a_draft_is_marked_with_its_signed_copy(tmp_path: Path) -> None:
    signed = plan(3)
    draft = signed.replace("Số: 31/KH-SNV", "Số:     /KH-SNV").replace("ngày 12 tháng 02", "ngày    tháng 02")
    documents = [
        stored(draft, "a-dự thảo.txt"),
        stored(plan(4), "b.txt"),
        stored(signed, "c.txt"),
        stored(OTHER, "d.txt"),
    ]
    tables.write(tmp_path, documents, formats=("csv",))
    rows = read(tmp_path, "duplicates")
    assert [(r["path"], r["of_path"], r["relation"], r["same_paper"]) for r in rows] == [
        ("a-dự thảo.txt", "c.txt", "near", "yes")
    ]
    assert float(rows[0]["similarity"]) > 0.9
    marked = {r["path"]: (r["similar_to"], r["similarity"]) for r in read(tmp_path, "documents")}
    assert marked["a-dự thảo.txt"][0] == rows[0]["of_document_id"]
    assert marked["c.txt"] == ("", "")


def test_one_form_sent_by_two_communes_is_near_but_not_one_paper(tmp_path: Path) -> None:
    other = plan(3).replace("31/KH-SNV", "44/KH-SNV")
    tables.write(tmp_path, [stored(plan(3), "a.txt"), stored(other, "b.txt")], formats=("csv",))
    assert [r["same_paper"] for r in read(tmp_path, "duplicates")] == ["no"]


def test_the_same_bytes_count_once_and_are_listed(tmp_path: Path) -> None:
    same = [Listed("y.txt", "", "", stored_sha(PLAN), 1, "a.txt"), Listed("z.pdf", "", "", "f" * 64, 1, "hỏng.pdf")]
    documents = [stored(PLAN, "a.txt"), stored(OTHER, "b.txt"), failed("hỏng.pdf", "damaged"), stored(PLAN, "x/a.txt")]
    counts = tables.write(tmp_path, documents, same=same)
    assert counts["documents"] == 2
    rows = {r["path"]: r for r in read(tmp_path, "duplicates")}
    assert {p: (r["of_path"], r["relation"]) for p, r in rows.items()} == {
        "x/a.txt": ("a.txt", "same bytes"),
        "y.txt": ("a.txt", "same bytes"),
        "z.pdf": ("hỏng.pdf", "same bytes"),
    }
    assert rows["y.txt"]["number"] == "31/KH-SNV"


def stored_sha(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def test_many_copies_of_one_form_are_each_marked_at_linear_cost(tmp_path: Path) -> None:
    import numpy as np

    base = np.frombuffer(likeness.signature(plan(5)), dtype="<u2")
    rows = np.tile(base, (3000, 1))
    rows[:, 0] = np.arange(3000)
    pairs = list(likeness.near_pairs(rows))
    assert len(pairs) <= 2 * 21 * 3000
    assert {later for _, later, _ in pairs} == set(range(1, 3000))


def test_near_pairs_misses_few_and_invents_none() -> None:
    import numpy as np

    texts = [plan(seed) for seed in range(100, 120)]
    both = [*texts, *(edited(t, 0.01, seed) for seed, t in enumerate(texts))]
    rows = np.array([np.frombuffer(likeness.signature(t), dtype="<u2") for t in both])
    found = {(a, b) for a, b, _ in likeness.near_pairs(rows)}
    assert all(b == a + 20 for a, b in found)
    assert len(found) >= 19


def test_no_documents_no_pairs(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(b"")
    assert list(likeness.near_pairs(likeness.read(tmp_path / "none"))) == []
