"""Mentions of governance indices and what is said of them."""

from __future__ import annotations

import pytest

from extractors import indices
from extractors.facts import Document, Index
from extractors.outline import BODY, Block, Cell, Outline, Table
from extractors.text import Text

PLAN = Document(kind="Kế hoạch", date="2024-02-01", period=(2024, 2024))
REPORT = Document(kind="Báo cáo", date="2024-02-01", period=(2024, 2024))


def read(sentence: str, document: Document | None = PLAN) -> list[Index]:
    found = indices.extract(sentence, None, document)
    assert all(sentence[x.start : x.end] == x.quote for x in found)
    return found


@pytest.mark.parametrize(
    ("sentence", "quote", "code"),
    [
        ("Công khai Chỉ số cải cách hành chính (PAR INDEX) của tỉnh.",
         "Chỉ số cải cách hành chính (PAR INDEX)", "PAR_INDEX"),
        ("Theo dõi Par-Index của sở.", "Par-Index", "PAR_INDEX"),
        ("Chấm điểm Chỉ sổ CCHC cấp xã.", "Chỉ sổ CCHC", "PAR_INDEX"),
        ("Rà soát Chỉ số hài lòng của người dân, tổ chức (SEPAS).",
         "Chỉ số hài lòng của người dân, tổ chức (SEPAS)", "SIPAS"),
        ("Phân tích chỉ số hiệu quả quản trị và hành chính công – PAPI.",
         "chỉ số hiệu quả quản trị và hành chính công – PAPI", "PAPI"),
        ("Nêu Chỉ số năng lực cạnh tranh cấp sở, ngành và địa phương (DDCI).",
         "Chỉ số năng lực cạnh tranh cấp sở, ngành và địa phương (DDCI)", "DDCI"),
        ("Cập nhật Bộ chỉ số phục vụ người dân, doanh nghiệp.", "Bộ chỉ số phục vụ người dân, doanh nghiệp", "QD766"),
        ("Báo cáo về chỉ số đổi mới sáng tạo cấp địa phương (PII).",
         "chỉ số đổi mới sáng tạo cấp địa phương (PII)", "PII"),
        ("Tham khảo Vietnam ICT Index.", "Vietnam ICT Index", "ICT_INDEX"),
        ("Góp phần vào Chỉ số chi phí tuân thủ TTHC (APCI).", "Chỉ số chi phí tuân thủ TTHC (APCI)", "APCI"),
    ],
)  # fmt: skip
def test_names_acronyms_and_slips(sentence: str, quote: str, code: str) -> None:
    assert [(x.quote, x.code) for x in read(sentence)] == [(quote, code)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo dõi các chỉ số khác của tỉnh.",
        "Ứng dụng ICT trong quản lý, triển khai dịch vụ công mức độ 4.",
        "Chỉ số giá tiêu dùng tăng 3,2%.",
        "Xem tại papi.org.vn hoặc văn bản 12/TB-PCI.",
        "Chi số tiền trên cho công tác cải cách hành chính.",
        "Chấm các chỉ số thành phần.",
    ],
)
def test_what_is_no_index(sentence: str) -> None:
    assert read(sentence) == []


def test_a_list_shares_one_type_word() -> None:
    assert [x.code for x in read("Cải thiện các chỉ số PAR INDEX, SIPAS và PCI.")] == ["PAR_INDEX", "SIPAS", "PCI"]
    words = (
        "Nâng cao các chỉ số cải cách hành chính, hiệu quả quản trị và hành chính công, năng lực cạnh tranh cấp tỉnh."
    )
    assert [x.code for x in read(words)] == ["PAR_INDEX", "PAPI", "PCI"]
    assert {x.status for x in read(words)} == {"target"}


def test_aim_and_past_result_of_one_mention_are_two_entries() -> None:
    aim, past = read(
        "Chỉ số PAPI năm 2024 đạt trên 43,5 điểm, thuộc nhóm 20 tỉnh dẫn đầu (năm 2022 đạt 41,2 điểm, xếp thứ 40/61)."
    )
    assert (aim.year, aim.value, aim.unit, aim.rank, aim.status) == (2024, 43.5, "điểm", 20, "target")
    assert (past.year, past.value, past.rank, past.rank_of, past.status) == (2022, 41.2, 40, 61, "result")


def test_the_lower_end_of_a_range_is_the_value() -> None:
    assert read("Phấn đấu Chỉ số CCHC đạt từ 88 - 90 điểm.")[0].value == 88


def test_a_change_is_no_value() -> None:
    found = read("Năm 2023, PCI của tỉnh đạt 66,1 điểm, tăng 1,2 điểm so với năm 2022.", REPORT)
    assert [(x.value, x.year, x.status) for x in found] == [(66.1, 2023, "result")]


def test_a_rank_may_stand_before_the_name() -> None:
    found = read("Huyện đứng thứ 2/9 về Chỉ số CCHC.", REPORT)
    assert [(x.rank, x.rank_of) for x in found] == [(2, 9)]


def test_figures_of_other_matters_stay_away() -> None:
    assert read("Khảo sát SIPAS với 500 phiếu; tỷ lệ hồ sơ đúng hạn đạt 98%.")[0].value is None


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Triển khai giải pháp nâng cao PCI.", "target"),
        ("Công bố kết quả Chỉ số SIPAS của các sở.", "result"),
        ("Đánh giá thông qua Chỉ số PAPI.", None),
        ("Khắc phục tiêu chí mất điểm của SIPAS.", None),
    ],
)
def test_status_by_the_governing_words(sentence: str, status: str | None) -> None:
    assert read(sentence)[0].status == status


def test_scope_comes_from_the_governing_words() -> None:
    assert read("Theo dõi DTI cấp xã.")[0].scope == "commune"
    assert read("Theo dõi Chỉ số CCHC của các sở.")[0].scope == "department"
    assert read("Theo dõi DTI.")[0].scope is None


def table(lines: list[list[str]], columns: tuple[str, ...], years: tuple[int | None, ...]) -> tuple[Text, Outline]:
    text, blocks = "", []
    for line in lines:
        cells, start = [], len(text)
        for word, column in zip(line, columns, strict=True):
            cells.append(Cell(len(text), len(text) + len(word), column))
            text += word + " | "
        blocks.append(Block(start, len(text) - 3, "row", BODY, words=start, table=0, cells=tuple(cells)))
        text += "\n"
    return Text(text), Outline(tuple(blocks), (Table(0, len(lines), 0, columns, tuple(lines[0]), years),))


def test_a_table_gives_an_entry_for_each_year() -> None:
    rows = [["Chỉ số", "Năm 2022", "Năm 2023", "Mục tiêu 2024"], ["DTI", "0,41 (40/63)", "0,5213 (35/63)", "Nhóm 30"]]
    text, outline = table(rows, ("index", "value", "value", "target"), (None, 2022, 2023, 2024))
    found = indices.extract(text, outline, PLAN)
    assert [(x.year, x.value, x.rank, x.status) for x in found] == [
        (2022, 0.41, 40, "result"), (2023, 0.5213, 35, "result"), (2024, None, 30, "target"),
    ]  # fmt: skip


def test_a_slip_is_recorded_and_kept_in_the_quote() -> None:
    (found,) = read("Rà soát SEPAS của tỉnh.")
    assert [(r.printed, r.read) for r in found.repairs] == [("SEPAS", "SIPAS")]


def test_adversarial_text_ends() -> None:
    assert indices.extract("chỉ số " * 2000 + "(" * 2000) == []


def test_the_year_compared_with_is_not_the_year_of_the_figure() -> None:
    (found,) = read("Năm 2024, Chỉ số PAR INDEX tăng ít nhất 02 bậc so với năm 2023, phấn đấu đạt trên 88 điểm.")
    assert (found.year, found.value) == (2024, 88)


def test_a_figure_behind_the_next_index_is_not_the_one_before_s() -> None:
    text = "Phấn đấu Chỉ số cải cách hành chính (PAR INDEX) năm 2025 xếp thứ 20/63, SIPAS đạt trên 88%."
    found = [(i.code, i.year, i.rank, i.value) for i in indices.extract(text)]
    assert found == [("PAR_INDEX", 2025, 20, None), ("SIPAS", 2025, None, 88)]
    text = "PAR INDEX nằm trong nhóm 20 tỉnh dẫn đầu, SIPAS đạt trên 88%, PCI xếp thứ 12/63."
    assert [(i.code, i.rank, i.value) for i in indices.extract(text)] == [
        ("PAR_INDEX", 20, None), ("SIPAS", None, 88), ("PCI", 12, None),
    ]  # fmt: skip
