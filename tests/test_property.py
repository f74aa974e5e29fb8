"""Whole documents under random edits: what cannot be seen changes no fact, and no damage breaks a record."""

from __future__ import annotations

import random
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.records import LAYERS

TEXTS = sorted(p for part in ("shared", "dev") for p in (Path(__file__).parent / "gold" / part).glob("*.txt"))
INVISIBLE = ("\u200b", "\u00ad", "\ufeff", "\u2060")


def _published(text: str) -> dict[str, Any]:
    return pipeline.as_dict(pipeline.extract_text(text))


@cache
def _facts_of(path: Path) -> list[tuple[object, ...]]:
    return _facts(_published(path.read_text("utf-8")))


def _facts(record: dict[str, Any]) -> list[tuple[object, ...]]:
    """Facts without their raw offsets, which must differ."""
    left_out = ("raw_start", "raw_end")
    return [
        (layer, *(str(v) for k, v in fact.items() if k not in left_out)) for layer in LAYERS for fact in record[layer]
    ]


def _edited(text: str, rng: random.Random, kind: str) -> str:
    if kind == "decomposed":
        return unicodedata.normalize("NFD", text)
    if kind == "windows":
        return "\ufeff" + text.replace("\n", "\r\n")
    out = list(text)
    for _ in range(60):
        at = rng.randrange(1, len(text) - 1)
        if kind == "invisible":
            out[at] += rng.choice(INVISIBLE)
        elif kind == "blanks" and text[at] == " " and text[at - 1].isalnum() and text[at + 1].isalnum():
            out[at] = "\u00a0"
    return "".join(out)


@pytest.mark.parametrize("kind", ["decomposed", "windows", "invisible", "blanks"])
@pytest.mark.parametrize("path", TEXTS[::3], ids=lambda p: p.stem)
def test_edits_that_cannot_be_seen_change_no_fact(path: Path, kind: str) -> None:
    text = unicodedata.normalize("NFC", path.read_text("utf-8"))
    assert _facts(_published(_edited(text, random.Random(path.stem), kind))) == _facts_of(path)


@settings(max_examples=80)
@given(st.sampled_from(TEXTS), st.integers(0, 2**32), st.sampled_from(["shuffle", "thin", "damage", "cut"]))
def test_damaged_documents_give_records_whose_quotes_are_their_text(path: Path, seed: int, kind: str) -> None:
    rng = random.Random(seed)
    text = path.read_text("utf-8")
    lines = text.split("\n")
    if kind == "shuffle":
        rng.shuffle(lines)
        text = "\n".join(lines)
    elif kind == "thin":
        text = "\n".join(line for line in lines if rng.random() < 0.6)
    elif kind == "damage":
        letters = list(text)
        for _ in range(150):
            letters[rng.randrange(len(letters))] = rng.choice("aăđIl0O1|\t\n:;.,-/()% số của ngày\u0301\u00ad•")
        text = "".join(letters)
    else:
        text = text[rng.randrange(len(text)) :]
    record = _published(text)
    for layer in LAYERS:
        for fact in record[layer]:
            assert record["text"][fact["start"] : fact["end"]] == fact["quote"]
            assert fact["quote"].strip() == fact["quote"] != ""
            assert 0 <= fact["raw_start"] < fact["raw_end"] <= len(text)
            assert 0 <= fact["confidence"] <= 1
    starts = [b.start for b in pipeline.extract_text(text).outline.blocks]
    assert starts == sorted(starts)
