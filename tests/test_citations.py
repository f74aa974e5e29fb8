"""Citations, form by form, on sentences written for these tests."""

from __future__ import annotations

import pytest

from extractors import citation_numbers, citation_types, citations
from extractors.facts import Citation, Document
from extractors.outline import ANNEX, BODY, PREAMBLE, Block, Outline
from extractors.text import as_text

PLAN = Document(
    kind="Kế hoạch", number="77/KH-UBND", issuer="UBND huyện Phú Lộc", level="district", province="Thừa Thiên Huế",
    district="Phú Lộc", date="2023-03-10", title="Nâng cao chất lượng phục vụ người dân năm 2023",
)  # fmt: skip


def read(sentence: str, document: Document | None = PLAN) -> list[Citation]:
    found = citations.extract(sentence, document=document)
    text = as_text(sentence).text
    assert all(text[c.start : c.end] == c.quote for c in found)
    return found


def one(sentence: str, document: Document | None = PLAN) -> Citation:
    found = read(sentence, document)
    assert len(found) == 1, [c.quote for c in found]
    return found[0]


def zoned(sentence: str, zone: str) -> list[Citation]:
    return citations.extract(sentence, Outline((Block(0, len(sentence), "paragraph", zone),)), PLAN)


# --- numbers and symbols -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "number", "kind"),
    [
        ("Nghị định số 42/2022/NĐ-CP", "42/2022/NĐ-CP", "Nghị định"),
        ("Nghị định 42/2022/NĐ-CP", "42/2022/NĐ-CP", "Nghị định"),
        ("Luật số 20/2023/QH15", "20/2023/QH15", "Luật"),
        ("Nghị quyết số 595/NQ-UBTVQH15", "595/NQ-UBTVQH15", "Nghị quyết"),
        ("Nghị quyết 66.7/2025/NQ-CP", "66.7/2025/NQ-CP", "Nghị quyết"),
        ("Nghị quyết số 30c/NQ-CP", "30c/NQ-CP", "Nghị quyết"),
        ("Kế hoạch số 12-KH/ĐU", "12-KH/ĐU", "Kế hoạch"),
        ("Chương trình hành động số 21-CTr/TU", "21-CTr/TU", "Chương trình"),
        ("Công văn số 318-CV/TU", "318-CV/TU", "Công văn"),
        ("Công văn số 1207/UBND-KGVX", "1207/UBND-KGVX", "Công văn"),
        ("Công văn 5512/SNV-CCHC&VTLT", "5512/SNV-CCHC&VTLT", "Công văn"),
        ("Văn bản số 641/UBND-NC", "641/UBND-NC", "Công văn"),
        ("Thông báo kết luận số 19/TB-VPUB", "19/TB-VPUB", "Thông báo"),
        ("Thông tư liên tịch số 05/2013/TTLT-BNV-BTC", "05/2013/TTLT-BNV-BTC", "Thông tư liên tịch"),
        ("Kế hoạch số 9/KH- UBND", "9/KH-UBND", "Kế hoạch"),
        ("Kế hoạch số 140 /KH-UBND", "140/KH-UBND", "Kế hoạch"),
        ("Quyết định số 3121/QĐ - UBND", "3121/QĐ-UBND", "Quyết định"),
        ("Kế hoạch số 33/KH–UBND", "33/KH-UBND", "Kế hoạch"),
        ("Quyết định số 312-BYT/QĐ", "312-BYT/QĐ", "Quyết định"),
        ("QĐ 88/QĐ-UBND", "88/QĐ-UBND", "Quyết định"),
        ("Kế hoạch số 614 KH-UBND", "614/KH-UBND", "Kế hoạch"),
    ],
)
def test_number_as_printed(printed: str, number: str, kind: str) -> None:
    found = one(f"Các đơn vị căn cứ {printed} để triển khai.")
    assert (found.form, found.quote, found.number, found.kind) == ("full", printed, number, kind)


@pytest.mark.parametrize(
    "sentence",
    [
        "Họp ngày 12/5/2023 tại phòng 3/A và gọi số 0234.3888/999.",
        "Tốc độ 60 km/h, giá 5.000 đồng/kg, dịch COVID-19, tỷ lệ 3/4.",
        "Theo QCVN 06:2021/BXD và TCVN 5574-2018 về kết cấu.",
        "Số: 45/KH-UBND",
        "Các chủ trương, chính sách; ban hành văn bản quy phạm pháp luật; xây dựng kế hoạch 5 năm.",
        "Luật sư giữ kỷ luật và tuân thủ pháp luật về quy định này.",
        "Sở Kế hoạch và Đầu tư năm 2023 tiếp nhận hồ sơ.",
        "Lập kế hoạch cải cách hành chính năm 2023 của đơn vị mình; Chương trình OCOP; Dự án cấp nước năm 2023.",
        "Các kế hoạch cải cách hành chính năm 2023 của tỉnh và kế hoạch kiểm tra hằng năm của huyện.",
    ],
)
def test_no_citation(sentence: str) -> None:
    assert read(sentence, None) == []


@pytest.mark.parametrize(
    ("printed", "number", "date"),
    [
        ("Quyết đinh số 2O15/QĐ-UBND ngày l1/O8/2022", "2015/QĐ-UBND", "2022-08-11"),
        ("Kế hoach số 55/KH-UBND ngày 03/02/2023", "55/KH-UBND", "2023-02-03"),
        ("Nghị định số 1 04/2022/NĐ-CP ngày 21/12/2022", "104/2022/NĐ-CP", "2022-12-21"),
        ("Nghị quyết số 4Ø/NQ-CP ngày 28/02/2021", "40/NQ-CP", "2021-02-28"),
        ("Quyết định số 171/QĐÐ-TTg ngày 01/02/2021", "171/QĐ-TTg", "2021-02-01"),
        ("Nghị quyết số 26-NQ/IW ngày 19/5/2018", "26-NQ/TW", "2018-05-19"),
        ("Quyết định 1508/QĐUBND ngày 4/5/2019", "1508/QĐ-UBND", "2019-05-04"),
    ],
)
def test_slips_are_read_through_and_recorded(printed: str, number: str, date: str) -> None:
    found = one(f"Thực hiện {printed} của các cấp.")
    assert (found.number, found.date) == (number, date)
    assert found.quote == printed
    assert found.repairs
    assert all(printed.find(r.printed) >= 0 for r in found.repairs)


# --- date, issuer, subject -----------------------------------------------------------------------------------------


def test_date_issuer_and_subject_in_the_usual_order() -> None:
    found = one(
        "Quyết định số 512/QĐ-UBND ngày 09 tháng 02 năm 2023 của UBND tỉnh về việc phê duyệt danh mục dịch vụ công"
        " trực tuyến năm 2023, các phòng rà soát lại."
    )
    assert (found.date, found.issuer) == ("2023-02-09", "UBND tỉnh Thừa Thiên Huế")
    assert found.quote.endswith("của UBND tỉnh")
    assert found.title == "phê duyệt danh mục dịch vụ công trực tuyến năm 2023"


@pytest.mark.parametrize(
    ("tail", "date"),
    [
        (", ngày 6-1-2022 của Bộ Chính trị", "2022-01-06"),
        (" ngày 27 tháng 3 2022", "2022-03-27"),
        (" của Chính phủ, ban hành ngày 15/7/2022", "2022-07-15"),
        (" ngày     tháng 4 năm 2022", "2022-04"),
        (" năm 2022 của Chính phủ", "2022"),
        ("", None),
    ],
)
def test_dates(tail: str, date: str | None) -> None:
    assert one(f"Triển khai Nghị quyết số 21-NQ/TW{tail}.").date == date


def test_a_plans_coverage_year_is_not_its_date() -> None:
    found = one("Thực hiện Kế hoạch chuyển đổi số năm 2022 của tỉnh.", None)
    assert (found.form, found.date) == ("named", None)


def test_main_clause_after_a_comma_is_no_subject() -> None:
    found = one("Theo Kế hoạch số 15/KH-UBND ngày 05/01/2023 của UBND tỉnh, bảo đảm hoàn thành 100% nhiệm vụ.")
    assert found.title is None


def test_issuer_and_date_may_stand_before() -> None:
    found = one("Ngày 04/01/2023, Bộ Tài chính ban hành Công văn số 88/BTC-QLCS về việc rà soát tài sản công.")
    assert (found.issuer, found.date, found.title) == ("Bộ Tài chính", "2023-01-04", "rà soát tài sản công")
    found = one("Theo đề nghị của Giám đốc Sở Tư pháp tại Tờ trình số 31/TTr-STP ngày 02/02/2023.")
    assert found.issuer == "Sở Tư pháp tỉnh Thừa Thiên Huế"


def test_issuer_of_a_list_is_the_one_said_to_issue_it() -> None:
    found = read(
        "Sở Y tế đã ban hành 12 văn bản, trong đó có Kế hoạch số 77/KH-SYT ngày 15/01/2023 và Quyết định số 9/QĐ-SYT."
    )
    assert [c.issuer for c in found] == ["Sở Y tế tỉnh Thừa Thiên Huế"] * 2
    assert one("Sở Y tế đã ban hành văn bản triển khai Kế hoạch số 8/KH-UBND ngày 15/01/2023.").issuer is None


def test_joint_circular_has_both_issuers() -> None:
    found = one("Thông tư liên tịch số 4/2014/TTLT-BNV-BTC của Bộ Nội vụ và Bộ Tài chính hướng dẫn chế độ phụ cấp.")
    assert (found.issuer, found.title) == ("Bộ Nội vụ và Bộ Tài chính", "hướng dẫn chế độ phụ cấp")


def test_subject_may_stand_before_its_act() -> None:
    found = one("Rà soát Bộ tiêu chí đánh giá chuyển đổi số được ban hành kèm theo Quyết định số 29/QĐ-UBND.")
    assert found.title == "Bộ tiêu chí đánh giá chuyển đổi số"


def test_what_an_act_issues_is_its_title_and_no_citation() -> None:
    found = one(
        "Quyết định số 700/QĐ-TTg của Thủ tướng Chính phủ phê duyệt Đề án phát triển y tế số giai đoạn 2021 - 2025."
    )
    assert found.title == "phê duyệt Đề án phát triển y tế số giai đoạn 2021 - 2025"


# --- coordinations and nesting -------------------------------------------------------------------------------------


def test_shared_type_and_elided_type() -> None:
    found = read("Theo các Nghị định số 10/2020/NĐ-CP, 47/2022/NĐ-CP và 12/2023/NĐ-CP của Chính phủ.")
    assert [c.quote for c in found][1] == "47/2022/NĐ-CP"
    assert {c.kind for c in found} == {"Nghị định"}
    assert [c.issuer for c in found] == ["Chính phủ"] * 3


def test_shared_date_and_issuer() -> None:
    first, second = read(
        "Nghị quyết số 20-NQ/TW và Nghị quyết số 21-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng."
    )
    assert first.date == second.date == "2017-10-25"
    assert first.issuer == second.issuer is not None


def test_a_date_does_not_pass_to_a_number_of_another_year() -> None:
    first, _ = read("Nghị định số 34/2016/NĐ-CP và Nghị định số 59/2024/NĐ-CP ngày 25/5/2024 của Chính phủ.", None)
    assert (first.date, first.issuer) == (None, "Chính phủ")


def test_nested_citations_know_their_outer_one() -> None:
    found = read(
        "Kế hoạch số 61/KH-UBND ngày 02/02/2023 của UBND huyện thực hiện Kế hoạch số 44-KH/HU ngày 05/01/2023 của"
        " Huyện ủy thực hiện Nghị quyết số 17-NQ/TU của Tỉnh ủy về phát triển du lịch và Kế hoạch số 8/KH-UBND của UBND"
        " huyện."
    )
    assert [(c.number, c.within) for c in found] == [
        ("61/KH-UBND", None), ("44-KH/HU", "61/KH-UBND"), ("17-NQ/TU", "44-KH/HU"), ("8/KH-UBND", None),
    ]  # fmt: skip
    assert [c.role for c in found][1:3] == ["mention", "mention"]


# --- named, self, short, back-references ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "kind", "date"),
    [
        ("Luật Phòng, chống ma túy năm 2021", "Luật", "2021"),
        ("Luật Viên chức ngày 15 tháng 11 năm 2010", "Luật", "2010-11-15"),
        ("Bộ luật Lao động năm 2019", "Bộ luật", "2019"),
        ("Nghị quyết Đại hội đại biểu Đảng bộ huyện lần thứ XVI", "Nghị quyết", None),
        ("Nghị quyết Hội nghị Trung ương 6 khóa XII", "Nghị quyết", None),
        ("Kế hoạch cải cách hành chính năm 2022 của tỉnh", "Kế hoạch", None),
        ("Quy chế làm việc của UBND huyện", "Quy chế", None),
    ],
)
def test_named(printed: str, kind: str, date: str | None) -> None:
    found = one(f"Quán triệt {printed}.")
    assert (found.form, found.quote, found.kind, found.date, found.number) == ("named", printed, kind, date, None)


def test_amending_law_holds_the_laws_it_changes() -> None:
    outer, first, second = read(
        "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức ngày 25 tháng 11"
        " năm 2019;"
    )
    assert outer.date == "2019-11-25"
    assert outer.quote.endswith("năm 2019")
    assert (first.within, first.role, second.within, second.role) == (outer.quote, "amended", outer.quote, "amended")
    assert first.date is second.date is None


def test_congress_issuer_gets_its_place() -> None:
    assert one("Nghị quyết Đại hội XVI Đảng bộ tỉnh.").issuer == "Đại hội XVI Đảng bộ tỉnh Thừa Thiên Huế"


@pytest.mark.parametrize(
    "sentence",
    [
        "Các phòng thực hiện nghiêm Kế hoạch này.",
        "Trên đây là Kế hoạch nâng cao chất lượng phục vụ người dân năm 2023 của UBND huyện Phú Lộc./.",
        "UBND huyện xây dựng Kế hoạch nâng cao chất lượng phục vụ người dân năm 2023, cụ thể như sau:",
        "(Kèm theo Kế hoạch số 77/KH-UBND ngày 10/3/2023 của UBND huyện Phú Lộc)",
        "(Kèm theo Kế hoạch số       /KH-UBND ngày    tháng 3 năm 2023 của UBND huyện Phú Lộc)",
    ],
)
def test_self(sentence: str) -> None:
    assert one(sentence).form == "self"


def test_short_form_defined_and_used() -> None:
    found = read(
        "Kế hoạch số 210/KH-UBND ngày 03/01/2023 của UBND tỉnh về chuyển đổi số (sau đây gọi tắt là Kế hoạch 210). "
        "Các phòng triển khai Kế hoạch 210."
    )
    assert [c.quote for c in found][1:] == ["Kế hoạch 210"]
    assert found[1].number == "210/KH-UBND"
    assert (found[1].date, found[1].issuer) == (found[0].date, found[0].issuer)
    assert found[0].key == found[1].key


def test_short_form_never_defined_stays_short() -> None:
    found = one("Tiếp tục thực hiện Nghị quyết số 36 trong toàn huyện.")
    assert found.number == "36"
    assert "undefined_short_form" in found.flags


def test_programme_called_after_a_decision_number_is_named() -> None:
    first, second = read(
        "Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ (gọi tắt là Đề án 06). Thực hiện Đề án 06."
    )
    assert (second.form, second.quote, second.issuer) == ("named", "Đề án 06", first.issuer)


def test_back_reference() -> None:
    known = read("Nghị quyết số 5-NQ/HU của Huyện ủy đã rõ. Các chi bộ học tập Nghị quyết nêu trên.")[-1]
    assert known.key
    unknown = one("Các chi bộ học tập Nghị quyết nêu trên.")
    assert unknown.key is None
    assert "unknown_antecedent" in unknown.flags


# --- identity ------------------------------------------------------------------------------------------------------


def test_repeated_mentions_share_key_date_and_issuer() -> None:
    first, second = read("Nghị quyết số 09/NQ-CP ngày 03/02/2023 của Chính phủ. Xem lại Nghị quyết 9/NQ-CP.")
    assert first.key == second.key
    assert (second.date, second.issuer) == ("2023-02-03", "Chính phủ")


def test_same_number_of_two_bodies_or_years_is_two_documents() -> None:
    found = read(
        "Kế hoạch số 15/KH-UBND ngày 05/01/2023 của UBND tỉnh; Kế hoạch số 15/KH-UBND ngày 09/01/2023 của UBND huyện;"
        " Kế hoạch số 15/KH-UBND ngày 09/01/2022 của UBND huyện."
    )
    assert len({c.key for c in found}) == 3


def test_plenum_has_one_key_however_it_is_named() -> None:
    first, second, third = read(
        "Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII; Nghị quyết Trung ương 6 (khóa XII);"
        " Nghị quyết Trung ương 7 (khóa XII)."
    )
    assert first.key == second.key != third.key


# --- roles and articles --------------------------------------------------------------------------------------------


def test_preamble_is_basis_also_for_what_amends() -> None:
    found = zoned(
        "Căn cứ Nghị định số 107/2021/NĐ-CP của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 61/2018/NĐ-CP;",
        PREAMBLE,
    )
    assert [c.role for c in found] == ["basis", "amended"]


def test_amended_and_amending_in_brackets() -> None:
    found = zoned(
        "Theo Nghị định số 15/2020/NĐ-CP (được sửa đổi, bổ sung tại Nghị định số 14/2022/NĐ-CP của Chính phủ).", BODY
    )
    assert [c.role for c in found] == ["amended", "amends"]
    assert found[0].issuer == "Chính phủ"


def test_replacing() -> None:
    found = zoned("Kế hoạch này thay thế Kế hoạch số 5/KH-UBND ngày 04/01/2022 của UBND huyện.", BODY)
    assert [(c.form, c.role) for c in found] == [("self", "replaces"), ("full", "replaces")]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Tuyên truyền Nghị định số 15/2020/NĐ-CP của Chính phủ.", "subject"),
        ("Tổ chức thực hiện tốt Nghị định số 15/2020/NĐ-CP của Chính phủ.", "subject"),
        ("Xử lý vi phạm theo Nghị định số 15/2020/NĐ-CP của Chính phủ.", "mention"),
        ("Kiểm tra việc thực hiện Nghị định số 15/2020/NĐ-CP của Chính phủ.", "mention"),
    ],
)
def test_carried_out_or_referred_to(sentence: str, role: str) -> None:
    assert zoned(sentence, BODY)[0].role == role


@pytest.mark.parametrize(
    ("lead", "locator"),
    [
        ("điểm b khoản 2 Điều 7 ", "điểm b khoản 2 Điều 7"),
        ("Điều 4, Điều 9 của ", "Điều 4, Điều 9"),
        ("Mục II ", "Mục II"),
        ("", None),
    ],
)
def test_locator(lead: str, locator: str | None) -> None:
    assert one(f"Áp dụng {lead}Nghị định số 15/2020/NĐ-CP.").locator == locator


def test_a_citation_does_not_run_into_the_next_cell() -> None:
    row = "1\tRà soát theo Nghị định số 15/2020/NĐ-CP\tUBND huyện Phú Lộc\tQuý I"
    found = citations.extract(row, Outline((Block(0, len(row), "row", ANNEX),)), PLAN)
    assert [(c.quote, c.issuer, c.title) for c in found] == [("Nghị định số 15/2020/NĐ-CP", None, None)]


# --- contradictions are flagged, never changed ---------------------------------------------------------------------


def test_flags() -> None:
    assert "impossible_date" in one("Chỉ thị số 3/CT-UBND ngày 31/02/2022 của UBND tỉnh.").flags
    assert one("Chỉ thị số 3/CT-UBND ngày 31/02/2022 của UBND tỉnh.").date == "2022-02-31"
    assert "later_date" in one("Chỉ thị số 3/CT-UBND ngày 01/02/2024 của UBND tỉnh.").flags
    assert "wrong_issuer" in one("Nghị định số 15/2020/NĐ-CP của Bộ Nội vụ.").flags
    twice = read(
        "Nghị quyết số 9/NQ-CP ngày 03/02/2023 của Chính phủ; Nghị quyết số 9/NQ-CP ngày 13/02/2023 của Chính phủ."
    )
    assert all("two_dates" in c.flags for c in twice)


# --- the steps alone -----------------------------------------------------------------------------------------------


def test_a_date_glued_to_the_symbol() -> None:
    found = one("Nghị định số 15/2020/NĐ-CPngày 03 tháng 02 năm 2020 của Chính phủ.")
    assert (found.number, found.date) == ("15/2020/NĐ-CP", "2020-02-03")


def test_steps_work_alone_on_text() -> None:
    text = as_text("Quyết định số 12/QĐ-UBND")
    assert [s.number for s in citation_numbers.find(text)] == ["12/QĐ-UBND"]
    assert [h.kind for h in citation_types.find(text)] == ["Quyết định"]
    assert citations.extract("") == []


def test_decomposed_text_and_old_tone_marks() -> None:
    import unicodedata

    found = read(unicodedata.normalize("NFD", "Kế hoạch số 5/KH-UBND ngày 04/01/2022 của Uỷ ban nhân dân huyện."))
    assert found[0].issuer == "UBND huyện Phú Lộc"


def test_a_scheme_called_after_its_decision_has_its_date_and_issuer() -> None:
    decision = "Căn cứ Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ"
    found = read(decision + ";\nCông an xã thực hiện Đề án 06 tại các thôn.")
    assert [(c.form, c.date, c.issuer) for c in found if c.kind == "Đề án"] == [
        ("named", "2022-01-06", "Thủ tướng Chính phủ")
    ]
    found = read(decision + " (Đề án 06);\nCông an xã thực hiện Đề án 06 tại các thôn.")
    assert [c.quote for c in found][1:] == ["Đề án 06"]
    assert found[1].issuer == "Thủ tướng Chính phủ"
    assert one("Công an xã thực hiện Đề án 06 tại các thôn.").issuer is None


def test_the_rule_below_a_title_is_no_part_of_a_subject() -> None:
    found = read(
        "Thực hiện Nghị quyết số 17-NQ/TU ngày 10/11/2022 của Tỉnh ủy về đẩy mạnh cải cách hành chính\n-----\n"
    )
    assert found[0].title == "đẩy mạnh cải cách hành chính"


def test_a_notice_on_a_medium_is_no_back_reference() -> None:
    assert read("Thông báo trên loa truyền thanh lịch trực của thôn.") == []


def test_a_back_reference_does_not_run_into_the_next_paragraph() -> None:
    text = "Các phòng chủ động thực hiện kế hoạch\nTrên đây là Kế hoạch rà soát thủ tục năm 2022 của UBND huyện."
    assert [c.quote for c in citations.extract(text) if c.quote.startswith("kế hoạch")] == []
    assert [c.rule for c in citations.extract("Thực hiện Nghị quyết nêu trên, các xã báo cáo.")] == ["back-reference"]
