"""The document's own fields, in letterheads of every level and without any."""

from __future__ import annotations

import pytest

from extractors import document, document_marks, document_types, issuer
from extractors.facts import Document
from extractors.text import Text, fold
from pipeline.outline import build


def read(text: str) -> Document:
    whole = Text(text)
    return document.extract(whole, build(whole))


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
BODY = "I. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n"


def plan(letterhead: str, number: str, place: str, title: str = "Chuyển đổi số năm 2023") -> Document:
    return read(f"{letterhead}\n{NATION}Số: {number}\n{place}, ngày 09 tháng 5 năm 2023\nKẾ HOẠCH\n{title}\n\n{BODY}")


@pytest.mark.parametrize(
    ("letterhead", "number", "place", "name", "level", "where"),
    [
        (
            "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH",
            "1/KH-UBND",
            "Hà Tĩnh",
            "UBND tỉnh Hà Tĩnh",
            "province",
            ("Hà Tĩnh", None, None),
        ),
        (
            "UBND TỈNH HÀ TĨNH\nSỞ TÀI CHÍNH",
            "1/KH-STC",
            "Hà Tĩnh",
            "Sở Tài chính tỉnh Hà Tĩnh",
            "department",
            ("Hà Tĩnh", None, None),
        ),
        (
            "ỦY BAN NHÂN DÂN\nHUYỆN CAN LỘC",
            "1/KH-UBND",
            "Can Lộc",
            "UBND huyện Can Lộc",
            "district",
            ("Hà Tĩnh", "Can Lộc", None),
        ),
        (
            "ỦY BAN NHÂN DÂN THÀNH PHỐ THỦ ĐỨC",
            "1/KH-UBND",
            "Thủ Đức",
            "UBND thành phố Thủ Đức",
            "district",
            ("Hồ Chí Minh", "Thủ Đức", None),
        ),
        (
            "ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ",
            "1/KH-UBND",
            "Huế",
            "UBND thành phố Huế",
            "district",
            ("Thừa Thiên Huế", "Huế", None),
        ),
        (
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG",
            "1/KH-UBND",
            "Hải Phòng",
            "UBND thành phố Hải Phòng",
            "province",
            ("Hải Phòng", None, None),
        ),
        (
            "UBND HUYỆN CAN LỘC\nPHÒNG NỘI VỤ",
            "1/KH-PNV",
            "Can Lộc",
            "Phòng Nội vụ huyện Can Lộc",
            "district",
            ("Hà Tĩnh", "Can Lộc", None),
        ),
        (
            "UBND HUYỆN BA BỂ\nỦY BAN NHÂN DÂN\nXÃ QUẢNG KHÊ",
            "1/KH-UBND",
            "Quảng Khê",
            "UBND xã Quảng Khê",
            "commune",
            ("Bắc Kạn", "Ba Bể", "Quảng Khê"),
        ),
        (
            "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nVĂN PHÒNG",
            "1/KH-VPUBND",
            "An Giang",
            "Văn phòng UBND tỉnh An Giang",
            "department",
            ("An Giang", None, None),
        ),
        ("BỘ TÀI CHÍNH", "1/KH-BTC", "Hà Nội", "Bộ Tài chính", "central", (None, None, None)),
        (
            "TỈNH ỦY HÀ TĨNH\nHUYỆN ỦY CAN LỘC\n*",
            "1-KH/HU",
            "Can Lộc",
            "Huyện ủy Can Lộc",
            "party",
            ("Hà Tĩnh", "Can Lộc", None),
        ),
        (
            "HUYỆN ỦY CAN LỘC\nBAN TUYÊN GIÁO\n*",
            "1-KH/BTGHU",
            "Can Lộc",
            "Ban Tuyên giáo Huyện ủy Can Lộc",
            "party",
            ("Hà Tĩnh", "Can Lộc", None),
        ),
        (
            "SỞ Y TẾ HÀ TĨNH\nBỆNH VIỆN ĐA KHOA TỈNH HÀ TĨNH",
            "1/KH-BV",
            "Hà Tĩnh",
            "Bệnh viện Đa khoa tỉnh Hà Tĩnh",
            "other",
            ("Hà Tĩnh", None, None),
        ),
        (
            "TỔNG CỤC THUẾ\nCỤC THUẾ TỈNH HÀ TĨNH",
            "1/KH-CTHTI",
            "Hà Tĩnh",
            "Cục Thuế tỉnh Hà Tĩnh",
            "other",
            ("Hà Tĩnh", None, None),
        ),
    ],
)
def test_issuer_level_and_places_by_letterhead(
    letterhead: str, number: str, place: str, name: str, level: str, where: tuple[str | None, ...]
) -> None:
    found = plan(letterhead, number, place)
    assert fold(found.issuer or "") == fold(name)
    assert found.level == level
    assert (found.province, found.district, found.commune) == where


def test_codes_are_those_of_the_documents_date() -> None:
    old = read(f"UBND THÀNH PHỐ HUẾ\n{NATION}Số: 1/KH-UBND\nHuế, ngày 9 tháng 5 năm 2023\nKẾ HOẠCH\nVề A\n\n{BODY}")
    new = read(f"UBND THÀNH PHỐ HUẾ\n{NATION}Số: 1/KH-UBND\nHuế, ngày 9 tháng 5 năm 2025\nKẾ HOẠCH\nVề A\n\n{BODY}")
    assert (old.level, dict(old.codes)) == ("district", {"province": "46", "district": "474"})
    assert (new.level, new.province, new.district) == ("province", "Huế", None)


def test_commune_after_july_2025_has_no_district() -> None:
    text = (
        f"ỦY BAN NHÂN DÂN\nXÃ CAN LỘC\n{NATION}Số: 3/KH-UBND\nCan Lộc, ngày 20 tháng 8 năm 2025\n"
        "KẾ HOẠCH\nViệc A\n\n"
        f"Thực hiện Kế hoạch số 9/KH-UBND ngày 01/8/2025 của UBND tỉnh Hà Tĩnh, UBND xã ban hành Kế hoạch:\n{BODY}"
    )
    found = read(text)
    assert (found.province, found.district, found.commune, found.level) == ("Hà Tĩnh", None, "Can Lộc", "commune")


def test_ambiguous_place_stays_open() -> None:
    found = plan("ỦY BAN NHÂN DÂN\nHUYỆN CHÂU THÀNH", "1/KH-UBND", "Châu Thành")
    assert (found.district, found.province, dict(found.codes)) == ("Châu Thành", None, {})
    text = (
        f"ỦY BAN NHÂN DÂN\nHUYỆN CHÂU THÀNH\n{NATION}Số: 1/KH-UBND\nChâu Thành, ngày 9 tháng 5 năm 2023\n"
        "KẾ HOẠCH\nViệc A\n\n"
        f"Thực hiện Kế hoạch số 7/KH-UBND của UBND tỉnh Trà Vinh, UBND huyện ban hành Kế hoạch như sau:\n{BODY}"
    )
    assert read(text).province == "Trà Vinh"


HEADLESS = {
    "acting body": "KẾ HOẠCH\nKiểm tra năm 2021\n\n"
    "Căn cứ Công văn số 4/SNV, Sở Nội vụ tỉnh Bạc Liêu xây dựng kế hoạch như sau:\n1. A.",
    "closing": "KẾ HOẠCH\nKiểm tra năm 2021\n\n1. Việc.\n- Ý.\n"
    "Trên đây là Kế hoạch kiểm tra năm 2021 của Sở Nội vụ tỉnh Bạc Liêu./.",
    "title": "KẾ HOẠCH\nKiểm tra năm 2021 của Sở Nội vụ\n\n1. Việc trên địa bàn tỉnh Bạc Liêu.\n",
    "file copy": "KẾ HOẠCH\nKiểm tra năm 2021\n\n"
    "1. Việc trên địa bàn tỉnh Bạc Liêu.\nNơi nhận:\n- Như trên;\n- Lưu: VT, SNV.\n",
}


@pytest.mark.parametrize("witness", HEADLESS)
def test_issuer_without_letterhead(witness: str) -> None:
    found = read(HEADLESS[witness])
    assert found.issuer == "Sở Nội vụ tỉnh Bạc Liêu"
    assert (found.kind, found.level, found.province, found.number, found.date) == (
        "Kế hoạch", "department", "Bạc Liêu", None, None,
    )  # fmt: skip
    assert found.period == (2021, 2021)


def test_nothing_is_guessed() -> None:
    found = read("Một đoạn văn bản bất kỳ, không nêu cơ quan nào.")
    assert (found.kind, found.number, found.issuer, found.level, found.date, found.title) == (None,) * 6
    assert found.recipients == ()
    assert found.signer.name is None


@pytest.mark.parametrize(
    ("printed", "number", "repaired"),
    [
        ("Số: 116 /KH-UBND", "116/KH-UBND", False),
        ("Số 88-KH/HU", "88-KH/HU", False),
        ("Số: 05/2021/QĐ-UBND", "05/2021/QĐ-UBND", False),
        ("Số: 1879 /SNV- CCHC&VTLT", "1879/SNV-CCHC&VTLT", False),
        ("Số: 2l5/QĐÐ-UBND", "215/QĐ-UBND", True),
        ("Số:     /KH-UBND", None, False),
        ("Số: $†!4/UBND-KTTH", None, False),
    ],
)
def test_numbers(printed: str, number: str | None, repaired: bool) -> None:
    found, repairs, flags = document_marks.number(printed, 0)
    assert found == number
    assert bool(repairs) is repaired
    assert ("number_unread" in flags) == ("$" in printed)


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("Gò Dầu, ngày 06 tháng 6 năm 2018", "2018-06-06"),
        ("Gò Dầu, ngày    tháng 4 năm 2024", "2024-04"),
        ("Gò Dầu, ngày ... tháng ... năm 2024", "2024"),
        ("Gò Dầu, ngày l2 tháng O9 năm 2022", "2022-09-12"),
        ("Gò Dầu, ngày 15-3-2024", "2024-03-15"),
        ("Gò Dầu, tháng 4 năm 2024", "2024-04"),
        ("Gò Dầu, ngày 30/4/2024", "2024-04-30"),
        ("Gò Dầu, ngày    tháng    năm", None),
    ],
)
def test_dates(printed: str, date: str | None) -> None:
    assert document_marks.date(fold(printed))[0] == date


@pytest.mark.parametrize(
    ("title", "issued", "kind", "years"),
    [
        ("Tuyên truyền năm 2024", "2023-12-28", "Kế hoạch", (2024, 2024)),
        ("Giai đoạn 2021-2025 và định hướng đến năm 2030", "2021-05-01", "Kế hoạch", (2021, 2025)),
        ("Thực hiện Nghị quyết số 9-NQ/TU ngày 14/6/2022 đến năm 2025", "2022-08-09", "Kế hoạch", (2022, 2025)),
        ("Kết quả năm 2022, nhiệm vụ năm 2023", "2022-12-09", "Báo cáo", (2022, 2023)),
        ("Khắc phục hạn chế của Chỉ số năm 2023", "2024-05-09", "Công văn", (2024, 2024)),
        ("Tăng cường kỷ luật, kỷ cương", "2024-05-09", "Chỉ thị", None),
    ],
)
def test_periods(title: str, issued: str, kind: str, years: tuple[int, int] | None) -> None:
    assert document_marks.period(fold(title), issued, kind) == years


@pytest.mark.parametrize(
    ("number", "kind"),
    [("41/KH-UBND", "Kế hoạch"), ("14-NQ/TU", "Nghị quyết"), ("8322/UBND-VX", "Công văn"),
     ("12/2020/QĐ-TTg", "Quyết định"),     ("5-TT/TW", "Thông tri"), ("5/2020/TT-BNV", "Thông tư")],
)  # fmt: skip
def test_types_by_symbol(number: str, kind: str) -> None:
    assert document_types.of_symbol(number) == kind


def test_title_drops_its_lead_and_joins_its_lines() -> None:
    found = plan("BỘ Y TẾ", "1/KH-BYT", "Hà Nội", "Về việc tăng cường\nứng dụng công nghệ thông tin năm 2023")
    assert found.title == "tăng cường ứng dụng công nghệ thông tin năm 2023"
    assert read("KẾ HOẠCH Vệ sinh môi trường năm 2020\n\n1. A.\n").title == "Vệ sinh môi trường năm 2020"


def test_signer_recipients_evidence_and_repairs() -> None:
    text = (
        f"ỦY BAN NHÂN DÂN\nHUYỆN CAN LỘC\n{NATION}Số: l4/KH-UBND\nCan Lộc, ngày 9 tháng 5 năm 2023\n"
        f"KÉ HOẠCH\nViệc A\n\n{BODY}Nơi nhận:\n- Sở Nội vụ (b/c);\n- Lưu: VT, NV.\n\n"
        "**TM.ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH**\n(Đã ký)\n\nH'Loan Êban"
    )
    found = read(text)
    assert found.signer.authority == "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"
    assert (found.signer.position, found.signer.name) == ("PHÓ CHỦ TỊCH", "H'Loan Êban")
    assert found.recipients == ("Sở Nội vụ (b/c)", "Lưu: VT, NV")
    where = {name: text[a:b] for name, a, b in found.evidence}
    assert where["place"] == "Can Lộc"
    assert where["kind"] == "KÉ HOẠCH"
    assert where["issuer"].startswith("ỦY BAN")
    assert {(r.printed, r.read) for r in found.repairs} == {("l4/KH-UBND", "14/KH-UBND"), ("KÉ HOẠCH", "Kế hoạch")}
    assert all(text[r.start : r.end] == r.printed for r in found.repairs)


def test_decision_keeps_its_own_fields_before_an_annexed_plan() -> None:
    found = read(
        f"ỦY BAN NHÂN DÂN\nHUYỆN CAN LỘC\n{NATION}Số: 14/QĐ-UBND\nCan Lộc, ngày 9 tháng 5 năm 2023\nQUYẾT ĐỊNH\n"
        "Về việc ban hành Kế hoạch số hóa\nCHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN\nCăn cứ Luật Lưu trữ;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành Kế hoạch.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Tý\nKẾ HOẠCH\nSố hóa tài liệu\n"
        "(Kèm theo Quyết định số 14/QĐ-UBND)\nI. VIỆC\n1. A.\nHIỆU TRƯỞNG\nNgười Khác\n"
    )
    assert (found.kind, found.title, found.signer.name) == ("Quyết định", "ban hành Kế hoạch số hóa", "Trần Văn Tý")


@pytest.mark.parametrize(
    ("lines", "last", "place"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH KIÊN GIANG"], "UBND", "KIÊN GIANG"),
        (["UBND HUYỆN LẮK", "VĂN PHÒNG", "HĐND VÀ UBND"], "Văn phòng HĐND và UBND", None),
        (["SỞ GIÁO DỤC", "VÀ ĐÀO TẠO"], "Sở", None),
        (["UY BAN NHAN DAN", "TĨNH KIÊN GIANG"], "UBND", "KIÊN GIANG"),
    ],
)
def test_lines_of_a_letterhead_are_grouped(lines: list[str], last: str, place: str | None) -> None:
    organ = issuer.group(lines)[-1]
    assert (organ.written, organ.place) == (last, place)


def test_acting_body_and_owner() -> None:
    acting = issuer.acting("Thực hiện Kế hoạch của UBND tỉnh, Phòng Tư pháp huyện Lắk xây dựng kế hoạch như sau:")
    assert acting is not None
    assert (acting.written, acting.place) == ("Phòng", "Lắk")
    assert issuer.acting("Công tác tuyên truyền được triển khai thường xuyên.") is None
    owner = issuer.owner("Trên đây là Kế hoạch thực hiện Nghị quyết của Tỉnh ủy của UBND xã Ea Bông./.")
    assert owner is not None
    assert (owner.written, owner.place) == ("UBND", "Ea Bông")
    assert issuer.owner("Trên đây là Kế hoạch nâng cao chất lượng của công tác.") is None


@pytest.mark.parametrize(
    ("line", "kind", "place"),
    [
        ("TH! XÃ BỈM SƠN", "thị xã", "BỈM SƠN"),
        ("T1NH HÀ GIANG", "tỉnh", "HÀ GIANG"),
        ("HUYEN MAI CHÂU", "huyện", "MAI CHÂU"),
    ],
)
def test_misread_type_words_of_a_letterhead_are_put_right(line: str, kind: str, place: str) -> None:
    organ = issuer.group(["ỦY BAN NHÂN DÂN", line])[0]
    assert (organ.written, organ.place_type, organ.place) == ("UBND", kind, place)


def test_a_name_that_looks_like_a_type_word_is_left_alone() -> None:
    organ = issuer.group(["ỦY BAN NHÂN DÂN", "HUYỆN QUAN HÓA"])[0]
    assert (organ.place_type, organ.place) == ("huyện", "QUAN HÓA")
