"""Numbers, dates and sums as offices write them."""

from __future__ import annotations

import pytest

from extractors.numerals import date_at, money_at, number_at, parse_number, parse_words
from extractors.text import fold


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1.204", 1204), ("82,17", 82.17), ("03", 3), ("O2", 2), ("l5", 15), ("85.42", 85.42),
    ("3.250.000.000", 3250000000),
     ("0,5127", 0.5127), ("215.430", 215430), ("84,7l", 84.71)],
)  # fmt: skip
def test_numbers_as_printed(printed: str, value: float) -> None:
    assert parse_number(printed) == value


@pytest.mark.parametrize("printed", ["", "x", "một", "-"])
def test_no_number(printed: str) -> None:
    assert parse_number(printed) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ba", 3),
        ("mười lăm", 15),
        ("hai mươi mốt", 21),
        ("một trăm linh năm", 105),
        ("năm nghìn", 5000),
        ("hai tỷ", 2 * 10**9),
    ],
)
def test_number_words(words: str, value: int) -> None:
    assert parse_words(words) == value


def test_letters_glued_to_a_number_make_it_none() -> None:
    assert number_at("4g", 0) is None
    assert number_at("42a", 0) is None


@pytest.mark.parametrize(
    ("printed", "iso"),
    [("ngày 15 tháng 3 năm 2025", "2025-03-15"), ("15/3/2025", "2025-03-15"), ("15-3-2025", "2025-03-15"),
     ("31.12.2025", "2025-12-31"), ("tháng 6/2025", "2025-06"), ("tháng 11 năm 2025", "2025-11"),
     ("Quý II/2025", "2025-Q2"),
     ("quý IV năm 2024", "2024-Q4"), ("năm 2025", "2025"), ("6/2025", "2025-06"), ("ngày l0/12/2022", "2022-12-10"),
     ("ngày 3O/11/2022", "2022-11-30"), ("tháng 1 1/2022", "2022-11")],
)  # fmt: skip
def test_dates_in_all_forms(printed: str, iso: str) -> None:
    found = date_at(fold(printed), 0)
    assert found is not None
    assert found.iso() == iso
    assert found.end == len(printed)


def test_a_missing_year_is_supplied_and_never_guessed() -> None:
    found = date_at(fold("ngày 20/10"), 0)
    assert found is not None
    assert found.iso() is None
    assert found.iso(2024) == "2024-10-20"


@pytest.mark.parametrize("printed", ["30/63", "45/2025", "ngày 32/1/2025", "giai đoạn 2021", "18/30 cơ quan"])
def test_what_only_looks_like_a_date(printed: str) -> None:
    assert date_at(fold(printed), 0) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1 tỷ 250 triệu đồng", 1_250_000_000), ("4.500 triệu đồng", 4_500_000_000), ("12,8 tỷ đồng", 12_800_000_000),
     ("48.500.000đ", 48_500_000), ("500.000 đồng", 500_000), ("350 triệu", 350_000_000),
     ("3 tỷ 5OO triệu đồng", 3_500_000_000)],
)  # fmt: skip
def test_sums_of_money(printed: str, value: int) -> None:
    found = money_at(fold(printed), 0)
    assert found is not None
    assert found == (len(printed), value, "VND")


@pytest.mark.parametrize("printed", ["350 trang", "12 lớp", "20 đồng chí"])
def test_no_sum(printed: str) -> None:
    found = money_at(fold(printed), 0)
    assert found is None or printed == "20 đồng chí"
