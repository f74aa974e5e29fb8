"""Places: names to official codes as of a date."""

from __future__ import annotations

import pytest

from extractors import places


def codes(name: str, **narrow: str | int) -> set[str]:
    return {unit.code for unit in places.lookup(name, **narrow)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("ĐĂK LĂK", "Đắk Lắk"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa – Vũng Tàu"),
        ("BR-VT", "Bà Rịa - Vũng Tàu"),
        ("TP HCM", "Thành phố Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "thành phố hồ chí minh"),
        ("Bắc Cạn", "tỉnh Bắc Kạn"),
    ],
)
def test_spellings_of_a_province_lead_to_one_unit(one: str, other: str) -> None:
    assert codes(one, level=1) == codes(other, level=1) != set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Krông Pắk", "H. Krông Pắc"),
        ("Plei Ku", "TP.Pleiku"),
        ("Qui Nhơn", "thành phố Quy Nhơn"),
        ("Quận 01", "Q.1"),
        ("M’Đrăk", "M'Đrắk"),
        ("Mĩ Tú", "Mỹ Tú"),
    ],
)
def test_spellings_of_a_district_lead_to_one_unit(one: str, other: str) -> None:
    assert codes(one, level=2) == codes(other, level=2) != set()


def test_type_word_is_split_off() -> None:
    assert places.split("TX. Gò Công") == ("thị xã", "Gò Công")
    assert places.split("Phường 01") == ("phường", "01")
    assert places.split("Q3") == ("quận", "3")
    assert places.split("Xanh") == (None, "Xanh")
    assert places.split("Huyện") == (None, "Huyện")


def test_units_change_with_the_date() -> None:
    before = places.unique("Lạng Giang", level=2, date="2024-05-02")
    assert before is not None
    assert before.type == "huyện"
    assert places.lookup("Lạng Giang", level=2, date="2025-07-01") == []
    after = places.unique("Lạng Giang", level=3, date="2025-08")
    assert after is not None
    assert after.parent == after.province  # communes stand under provinces


def test_hue_is_a_city_of_the_province_then_the_province() -> None:
    old = places.lookup("Thành phố Huế", date="2023")
    assert [(unit.level, unit.province) for unit in old] == [(2, "46")]
    new = places.lookup("Thành phố Huế", date="2025-02-10")
    assert [(unit.level, unit.code) for unit in new] == [(1, "46")]


def test_type_narrows_only_where_a_unit_has_it() -> None:
    assert {unit.type for unit in places.lookup("Cao Lãnh", level=2, type="huyện")} == {"huyện"}
    assert {unit.type for unit in places.lookup("Cao Lãnh", level=2)} == {"huyện", "thành phố"}
    assert places.lookup("Trảng Bàng", level=2, type="huyện") != []  # a huyện once, a thị xã in the table


def test_parents_narrow() -> None:
    many = places.lookup("Tân Lập", level=3, date="2023")
    assert len(many) > 10
    one = places.lookup("Tân Lập", level=3, date="2023", province="Lạng Sơn", district="Bắc Sơn")
    assert len(one) == 1


def test_settle_fills_parents_of_an_unambiguous_name() -> None:
    found = places.settle(None, "Sa Thầy", None, "2022-03-01")
    assert found.province is not None
    assert found.province.name == "Kon Tum"
    assert found.district is not None
    assert found.district.code == "616"


def test_settle_leaves_an_ambiguous_name_alone() -> None:
    found = places.settle(None, "Châu Thành", None, "2022-03-01")  # in a dozen provinces
    assert found == places.Settled()
    found = places.settle("Tây Ninh", "Châu Thành", None, "2022-03-01")
    assert found.district is not None
    assert found.province is not None
    assert found.province.code == "72"


def test_settle_of_a_commune_after_the_reform_has_no_district() -> None:
    found = places.settle("Thái Nguyên", None, "xã Chợ Mới", "2025-10-15")
    assert found.commune is not None
    assert found.district is None
    assert found.province is not None
    assert found.province.code == "19"


def test_a_name_that_has_gone_is_found_without_its_date() -> None:
    assert places.unique("Quận 9", level=2, date="2023") is not None
    assert places.lookup("Quận 9", level=2, date="2023") == []


def test_unit_by_code() -> None:
    unit = places.unit("75", 1, "2026-05-10")
    assert unit is not None
    assert unit.type == "thành phố"
    before = places.unit("75", 1, "2026-04-01")
    assert before is not None
    assert before.type == "tỉnh"
    assert places.unit("00", 1) is None


def test_successors_of_an_old_unit() -> None:
    old = places.unique("Hậu Giang", level=1, date="2024")
    assert old is not None
    assert [unit.name for unit in places.successors(old)] == ["Cần Thơ"]


def test_repaired_reads_through_lost_diacritics_only() -> None:
    found = places.repaired("Quang Ngai", level=1, date="2024")
    assert found is not None
    assert found.name == "Quảng Ngãi"
    assert places.repaired("Quang Nga", level=1, date="2024") is None


@pytest.mark.parametrize("name", ["", " ", "Không Có Tên Này", "''"])
def test_no_unit(name: str) -> None:
    assert places.lookup(name) == []
    assert places.unique(name) is None
