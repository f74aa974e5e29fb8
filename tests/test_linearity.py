"""The work on a text grows like its length: calls are counted, not seconds, so that a busy machine changes nothing.

Every call of a function, built-in ones included, counts as one step. What goes on inside one search doesn't show: the
last test is there for patterns, which would take hours over its texts if they tried every pair of places.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from benchmarks.linearity import PIECES, text
from benchmarks.texts import documents
from pipeline import extract_text

_SHORT = 3000  # characters; windows of bounded size are full by then


def steps(given: str) -> int:
    """The calls made while a text is read."""
    count = 0

    def step(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        extract_text(given)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Tables and patterns are read once, by whichever text comes first."""
    for given in documents(12):
        extract_text(given)


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_piece_repeated_eight_times_as_often_takes_eight_times_the_calls(piece: str) -> None:
    extract_text(text(piece, 8 * _SHORT))  # what it alone loads is loaded
    long, short, none = steps(text(piece, 8 * _SHORT)), steps(text(piece, _SHORT)), steps(text(piece, 0))
    # windows of up to 1,200 characters on either side fill up on the way: a little more than eight is no growth
    assert long - none <= 11 * max(short - none, 500)


def test_eight_documents_in_one_take_eight_times_the_calls() -> None:
    one = "\n".join(documents(2))
    assert steps("\n".join([one] * 8)) <= 9 * steps(one)


@pytest.mark.parametrize(
    "piece", ["(", '"', "a ", "của ", "1", "1.", "A-", "về ", "\t", " \t", "[bookmark: ", "**", "#"]
)
def test_a_line_of_a_hundred_thousand_characters_is_read_to_its_end(piece: str) -> None:
    record = extract_text(text(piece, 100_000) + "Sở Nội vụ chủ trì")
    assert record.text.endswith("chủ trì")
    start, end = record.offsets.raw(len(record.text) - 3, len(record.text))
    assert record.source.raw[start:end] == "trì"
