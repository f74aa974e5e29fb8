"""The outline: what stands where, in the layouts of Decree 30/2020/NĐ-CP and of Party papers, clean and damaged."""

from __future__ import annotations

import pytest

from extractors.outline import ANNEX, BODY, PREAMBLE, RECIPIENTS, SIGNATURE, Block, Outline
from extractors.text import Text
from pipeline.outline import build, labels, lines, openings, tables


def outline(text: str) -> tuple[str, Outline]:
    return text, build(Text(text))


def words(text: str, blocks: list[Block], kind: str) -> list[str]:
    return [text[b.start : b.end] for b in blocks if b.kind == kind]


def block(text: str, found: Outline, beginning: str) -> Block:
    return next(b for b in found.blocks if text[b.start : b.end].startswith(beginning))


LETTERHEADS = {
    "one column after the other": """ỦY BAN NHÂN DÂN
HUYỆN CẨM KHÊ
Số: 77/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Cẩm Khê, ngày 14 tháng 02 năm 2022
""",
    "in turns": """ỦY BAN NHÂN DÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN CẨM KHÊ
Độc lập - Tự do - Hạnh phúc
Số: 77/KH-UBND
Cẩm Khê, ngày 14 tháng 02 năm 2022
""",
    "two columns on one line": """ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN CẨM KHÊ                  Độc lập - Tự do - Hạnh phúc
Số: 77/KH-UBND             Cẩm Khê, ngày 14 tháng 02 năm 2022
""",
    "two columns with one blank": """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN CẨM KHÊ Độc lập - Tự do - Hạnh phúc
Số: 77/KH-UBND Cẩm Khê, ngày 14 tháng 02 năm 2022
""",
    "a table": """| UBND HUYỆN CẨM KHÊ ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ----- |
|---|---|
| Số: 77/KH-UBND | Cẩm Khê, ngày 14 tháng 02 năm 2022 |
""",
    "damaged": """UY BAN NHÂN DÂN
HUYỆN CẨM KHÊ
CÔNG HÒA XÃ HÔI CHÚ NGHĨA VIỆT NAM
Đôc lâp - Tư do - Hạnh phúc
Sô: 77/KH-UBND
Cẩm Khê, ngày 14 thảng 02 năm 2022
""",
}
REST = """
KẾ HOẠCH
Tuyên truyền chuyển đổi số
trên địa bàn huyện năm 2022

Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2022 của UBND tỉnh;
UBND huyện ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao nhận thức.
"""


@pytest.mark.parametrize("form", LETTERHEADS)
def test_letterhead_forms_give_the_same_elements(form: str) -> None:
    text, found = outline(LETTERHEADS[form] + REST)
    blocks = list(found.blocks)
    assert " ".join(words(text, blocks, "letterhead")).split()[-3:] == ["HUYỆN", "CẨM", "KHÊ"]
    assert [w.lstrip("SsốôÔ: ") for w in words(text, blocks, "number")] == ["77/KH-UBND"]
    assert len(words(text, blocks, "date")) == 1
    assert words(text, blocks, "date")[0].startswith("Cẩm Khê")
    assert words(text, blocks, "nation")
    assert words(text, blocks, "type") == ["KẾ HOẠCH"]
    assert " ".join(words(text, blocks, "title")) == "Tuyên truyền chuyển đổi số trên địa bàn huyện năm 2022"
    assert [b.zone for b in blocks if b.kind == "preamble"] == [PREAMBLE]


def test_blocks_never_overlap_and_stand_in_order() -> None:
    for form in LETTERHEADS.values():
        _, found = outline(form + REST)
        for before, after in zip(found.blocks, found.blocks[1:], strict=False):
            assert before.start < before.end <= after.start


def test_text_without_letterhead_and_empty_text() -> None:
    text, found = outline(
        "KẾ HOẠCH Kiểm tra công vụ năm 2021\n\nThực hiện Công văn số 5/SNV-TTr, Sở lập kế hoạch:\n1. Gì đó."
    )
    assert words(text, list(found.blocks), "title") == ["Kiểm tra công vụ năm 2021"]
    assert build(Text("")).blocks == ()
    assert build(Text("Một câu đơn lẻ.")).blocks[0].kind == "paragraph"


def test_subject_addressees_and_blank_number_of_a_letter() -> None:
    text, found = outline(
        "UBND TỈNH A\nSỞ TƯ PHÁP\nSố:        /STP-HCTP\nV/v rà soát hồ sơ\nhộ tịch\nA, ngày    tháng 5 năm 2020\n"
        "Kính gửi:\n- Phòng Tư pháp các huyện;\n- Công an tỉnh.\n\nThực hiện Luật Hộ tịch, Sở Tư pháp đề nghị.\n"
    )
    blocks = list(found.blocks)
    assert words(text, blocks, "title") == ["V/v rà soát hồ sơ", "hộ tịch"]
    assert words(text, blocks, "addressee") == ["Kính gửi:", "- Phòng Tư pháp các huyện;", "- Công an tỉnh."]
    assert words(text, blocks, "number") == ["Số:        /STP-HCTP"]


@pytest.mark.parametrize(
    ("line", "printed", "style", "rest"),
    [
        ("I. MỤC ĐÍCH", "I", "roman", "MỤC"),
        ("II- YÊU CẦU", "II", "roman", "YÊU"),
        ("IIl. KINH PHÍ", "IIl", "roman", "KINH"),
        ("1. Nội dung", "1", "n1", "Nội"),
        ("1- Mục đích", "1", "n1", "Mục"),
        ("1/ Mục đích", "1", "n1", "Mục"),
        ("3 .Phòng Y tế", "3", "n1", "Phòng"),
        ("1. 1. Nội dung", "1. 1", "n2", "Nội"),
        ("2.1 Hình thức", "2.1", "n2", "Hình"),
        ("2.1.3. Hình thức", "2.1.3", "n3", "Hình"),
        ("a) Rà soát", "a", "letter", "Rà"),
        ("(2) Hai là", "2", "paren", "Hai"),
        ("- Tổ chức", "-", "-", "Tổ"),
        ("–Tổ chức", "–", "-", "Tổ"),
        ("+ Tổ chức", "+", "+", "Tổ"),
        ("· Tổ chức", "·", "·", "Tổ"),
        ("Điều 3. Hiệu lực", "Điều 3", "article", "Hiệu"),
        ("Điêu 3. Hiệu lực", "Điêu 3", "article", "Hiệu"),
        ("Điều 3 Hiệu lực", "Điều 3", "article?", "Hiệu"),
        ("l. Nội dung", "l", "n1", "Nội"),
        ("lI. NỘI DUNG", "lI", "roman", "NỘI"),
        ("Chương II", "Chương II", "chapter", ""),
        ("Phần thứ nhất", "Phần thứ nhất", "part", ""),
        ("PHỤ LỤC 02", "PHỤ LỤC 02", "annex", ""),
    ],
)
def test_labels(line: str, printed: str, style: str, rest: str) -> None:
    text = Text(line)
    label = labels.find(text.text, text.fold, 0, len(line))
    assert label is not None
    assert (label.printed, label.style) == (printed, style)
    assert line[label.words :].startswith(rest)


@pytest.mark.parametrize(
    "line",
    ["100% hồ sơ", "03 ngày làm việc", "30/4/2024", "1.204 hồ sơ", "2021-2025", "-----", "-5%", "Mục tiêu chung",
     "12,5 tỷ",     "10 - 15% số hồ sơ", "T/M BAN THƯỜNG VỤ"],
)  # fmt: skip
def test_what_only_looks_like_a_label_is_none(line: str) -> None:
    text = Text(line)
    assert labels.find(text.text, text.fold, 0, len(line)) is None


NUMBERED = """I. MỤC TIÊU
1. Chung
1.1. Ngắn hạn
- Một
- Hai
1.2. Dài hạn
2. Cụ thể
a) Điểm a
b) Điểm b
III. KINH PHÍ
Ngân sách huyện.
III. TỔ CHỨC
1. Phòng Nội vụ:
* Việc thứ nhất
- Ý nhỏ
+ Ý nhỏ hơn
Đoạn văn thuộc phòng.
2. Phòng Tư pháp chủ trì.
Trên đây là Kế hoạch năm 2022./.
"""


def test_paths_parents_and_repeated_numbers() -> None:
    text, found = outline(NUMBERED)
    assert block(text, found, "1.1.").path == "I.1.1"
    assert block(text, found, "b)").path == "I.2.b"
    assert block(text, found, "III. TỔ").path == "III~2"
    assert block(text, found, "2. Phòng").path == "III~2.2"
    small = block(text, found, "+ Ý")
    assert [text[b.words : b.end] for b in found.ancestors(found.blocks.index(small))] == [
        "Ý nhỏ", "Việc thứ nhất", "Phòng Nội vụ:", "TỔ CHỨC",
    ]  # fmt: skip
    assert small.path == "III~2.1"
    paragraph = block(text, found, "Đoạn văn")
    assert found.blocks[paragraph.parent].path == "III~2.1"
    assert block(text, found, "1. Phòng").heading
    assert not block(text, found, "2. Phòng").heading
    assert block(text, found, "Trên đây").path == ""


def test_sections_are_published_with_bullets() -> None:
    text, found = outline(NUMBERED)
    by_path = {s.path: s for s in found.sections}
    assert len(by_path) == len(found.sections)
    assert by_path["I.1"].heading == "Chung"
    assert by_path["I.1"].level == 2
    assert by_path["I.1.1.-"].heading is None
    assert by_path["I.1.1.-~2"].label == "-"
    assert text[by_path["I.1"].start : by_path["I.1"].end].endswith("1.2. Dài hạn")


def test_article_without_its_mark_fits_only_its_series() -> None:
    text, found = outline("Điều 1. Phạm vi\nĐiều 2 Hiệu lực thi hành\nTheo quy định tại\nĐiều 31 Luật Đất đai.\n")
    assert block(text, found, "Điều 2").path == "Điều 2"
    assert all(b.label != "Điều 31" for b in found.blocks)


def test_letters_that_are_roman_figures_follow_their_series() -> None:
    _text, found = outline("A. KẾT QUẢ\nI. Chỉ đạo\nII. Kiểm tra\nB. TỒN TẠI\nC. KIẾN NGHỊ\nD. CUỐI\n")
    assert [b.path for b in found.blocks] == ["A", "A.I", "A.II", "B", "C", "D"]


DECISION = """UBND HUYỆN X
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch truyền thông
CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
Xét đề nghị của Trưởng phòng Nội vụ.
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.
1. Khoản một.
a) Điểm a.
Điều 2. Trưởng phòng Nội vụ chịu trách nhiệm thi hành./.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lý Thị Mơ

KẾ HOẠCH
Truyền thông năm 2022
(Ban hành kèm theo Quyết định số 5/QĐ-UBND ngày 06/01/2022)
I. MỤC ĐÍCH
1. Nâng cao nhận thức.
PHỤ LỤC I
DANH MỤC VIỆC
1. Việc một.
"""


def test_decision_with_annexed_plan() -> None:
    text, found = outline(DECISION)
    assert block(text, found, "Xét").zone == PREAMBLE
    assert block(text, found, "a)").path == "Điều 1.1.a"
    assert block(text, found, "Điều 1").zone == BODY
    plan = block(text, found, "KẾ HOẠCH")
    assert (plan.kind, plan.zone) == ("type", ANNEX)
    assert block(text, found, "(Ban hành").kind == "caption"
    assert block(text, found, "1. Nâng cao").path == "I.1"
    assert block(text, found, "1. Việc một").path == "PHỤ LỤC I.1"
    assert block(text, found, "DANH MỤC").kind == "title"


def test_recipients_and_signature_in_turns() -> None:
    text, found = outline(
        "I. VIỆC\n1. Làm.\nNơi nhận:                 TM. ỦY BAN NHÂN DÂN\n- Như trên;               KT. CHỦ TỊCH\n"
        "- Sở Y tế                   PHÓ CHỦ TỊCH\n(b/c);\n- Lưu: VT.\n\n                         Y Thu Niê\n"
    )
    zones = {z: [text[b.start : b.end] for b in found.blocks if b.zone == z] for z in (RECIPIENTS, SIGNATURE)}
    assert zones[RECIPIENTS] == ["Nơi nhận:", "- Như trên;", "- Sở Y tế", "(b/c);", "- Lưu: VT."]
    assert zones[SIGNATURE] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Y Thu Niê"]


def test_closing_on_one_line() -> None:
    text, found = outline(
        "I. VIỆC\n1. Làm.\n| Nơi nhận: - Như trên; - Lưu: VT. | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Đỗ Văn Lợi |\n|---|---|\n"
    )
    assert [text[b.words : b.end] for b in found.blocks if b.kind == "recipients"][1:] == ["Như trên;", "Lưu: VT."]
    assert [text[b.start : b.end] for b in found.blocks if b.kind == "signature"] == [
        "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Đỗ Văn Lợi",
    ]  # fmt: skip


def test_position_with_its_organ_needs_a_name_below() -> None:
    _, found = outline("1. Việc.\nTRƯỞNG CÔNG AN HUYỆN\nThượng tá Trần Văn Sáu\n")
    assert [b.zone for b in found.blocks] == [BODY, SIGNATURE, SIGNATURE]


def test_capitals_in_a_sentence_open_no_closing() -> None:
    _, found = outline(
        "1. Tỉnh ủy; TT HĐND tỉnh phối hợp.\nCHỦ TỊCH UBND XÃ CHỊU TRÁCH NHIỆM TOÀN DIỆN VỀ KẾT QUẢ\n2. Khác."
    )
    assert all(b.zone not in (RECIPIENTS, SIGNATURE) for b in found.blocks)


TABLE = """| TT | Nhiệm vụ | Cơ quan thực hiện | | Thời hạn | Kết quả |
|---|---|---|---|---|---|
| | | Chủ trì | Phối hợp | | |
| (1) | (2) | (3) | (4) | (5) | (6) |
| I | CẢI CÁCH THỂ CHẾ | | | | |
| 1 | Rà soát văn bản | Phòng Tư pháp | Các phòng | Quý I | Báo cáo |
| | Công bố kết quả | | Phòng Nội vụ | | |
"""


def test_table_with_header_of_two_rows_groups_and_continuation() -> None:
    text, found = outline("I. NHIỆM VỤ\n" + TABLE)
    table = found.tables[0]
    assert table.columns == ("ordinal", "task", "lead", "coordinate", "deadline", "product")
    rows = found.blocks[table.header + 1 : table.last]
    assert [r.heading for r in rows] == [True, False, False]
    assert rows[1].parent == table.header + 1
    assert found.blocks[rows[2].parent] is rows[1]
    assert [text[c.start : c.end] for c in rows[1].cells] == [
        "1", "Rà soát văn bản", "Phòng Tư pháp", "Các phòng", "Quý I", "Báo cáo",
    ]  # fmt: skip
    assert all(c.start == c.end for c in rows[2].cells if c.column in ("lead", "deadline"))


def test_table_with_tabs_broken_rows_and_years() -> None:
    text, found = outline(
        "STT\tChỉ số\tKết quả năm 2022\tMục tiêu năm 2023\n1\tPCI\t64 điểm\t66 điểm\n2\tPAPI\t41 điểm\t43 điểm\n"
    )
    assert found.tables[0].columns == ("ordinal", "index", "value", "target")
    assert found.tables[0].years == (None, None, 2022, 2023)
    text, found = outline(
        "STT | Nội dung | Đơn vị chủ trì\n1 | Khảo sát người bệnh\nnội trú | Phòng Y tế\n2 | Khác | Phòng Nội vụ"
    )
    cell = found.blocks[1].cells[1]
    assert text[cell.start : cell.end] == "Khảo sát người bệnh\nnội trú"


def test_group_rows_with_one_tab_and_closing_words_of_a_section() -> None:
    text, found = outline(
        "IV. VIỆC\nSTT\tNội dung\tĐơn vị chủ trì\nI\tNhóm một\n1\tRà soát\tPhòng A\nII\tNhóm hai\n2\tSửa\tPhòng B\n"
        "V. TỔ CHỨC\n1. Phòng A chủ trì mọi việc.\nCác đơn vị khẩn trương thực hiện./.\n"
    )
    assert len(found.tables) == 1
    assert [b.heading for b in found.blocks if b.kind == "row"] == [False, True, False, True, False]
    assert block(text, found, "Các đơn vị").path == "V"


def test_table_over_two_pages() -> None:
    head = "TT | Nội dung | Đơn vị chủ trì\n"
    _, found = outline(
        f"{head}1 | Việc một | Phòng A\n{head}2 | Việc hai | Phòng B\n\n3 | Việc ba | Phòng C\n4 | D | E\n"
    )
    assert [b.kind for b in found.blocks[:4]] == ["row", "row", "rule", "row"]
    last = found.blocks[-1]
    assert [c.column for c in last.cells] == ["ordinal", "task", "lead"]
    _text, found = outline(
        "BẢNG PHÂN CÔNG | | |\nTT | Nội dung | Đơn vị chủ trì | Thời hạn\n1 | Việc | Phòng A | Quý I\n"
    )
    assert found.tables[0].header == 1
    assert found.tables[0].columns == ("ordinal", "task", "lead", "deadline")


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Cơ quan, đơn vị chủ trì", "lead"), ("Bộ phận phụ trách", "lead"), ("Đơn vị phối hợp", "coordinate"),
        ("Chủ trì, phối hợp", "bodies"), ("Thời gian hoàn thành", "deadline"), ("Thời gian thực hiện", "deadline"),
        ("Sản phẩm", "product"), ("Kết quả đầu ra", "product"), ("Nội dung công việc", "task"), ("ĐVT", "unit"),
        ("Chỉ tiêu", "target"), ("Xếp hạng", "rank"), ("Kinh phí (triệu đồng)", "money"), ("Đơn vị tính", "unit"),
        ("Ghi chú", "note"), ("STT", "ordinal"), ("Bánh mì", "other"), ("Sao tt", "other"),
    ],
)  # fmt: skip
def test_roles_of_columns(title: str, role: str) -> None:
    assert tables.role(title) == role


def test_line_that_is_still_broken_is_one_block() -> None:
    text, found = outline("I. VIỆC\n- Phối hợp với Công an xã trong việc tuyên truyền và\nvận động nhân dân;\n- Khác.")
    assert text[found.blocks[1].start : found.blocks[1].end].endswith("vận động nhân dân;")


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [("theo quy định của", "Chính phủ về việc", True), ("tăng cường phối", "hợp với xã", True), 
     ("Hết câu.", "nhưng mà", False),     ("1. Phòng Nội vụ", "Tham mưu UBND", False)],
)  # fmt: skip
def test_continuation(before: str, after: str, joined: bool) -> None:
    assert lines.is_continued(before, after) is joined


def test_basis_words() -> None:
    for line in ("Căn cứ Luật", "Thực hiện Kế hoạch", "Theo đề nghị của", "Xét Tờ trình"):
        assert openings.is_basis(Text(line).bare, 0)
    assert not openings.is_basis(Text("Ủy ban nhân dân xã").bare, 0)


def test_list_of_legal_bases_under_a_heading_is_preamble() -> None:
    text, found = outline(
        "I. CĂN CỨ PHÁP LÝ\n- Nghị định số 1/2020/NĐ-CP;\n- Quyết định số 2/QĐ-TTg.\nII. MỤC TIÊU\n- Ý một."
    )
    assert block(text, found, "- Nghị").zone == PREAMBLE
    assert block(text, found, "- Ý").zone == BODY


def test_words_of_an_item_that_begin_like_a_closing_line_belong_to_it() -> None:
    text, found = outline(
        "I. TỔ CHỨC THỰC HIỆN\n1. Các cơ quan, đơn vị\nCăn cứ Kế hoạch này xây dựng kế hoạch của mình.\n"
        "2. Phòng Nội vụ\nTheo dõi chung.\nCăn cứ Kế hoạch này, các cơ quan triển khai thực hiện./."
    )
    inner, closing = block(text, found, "Căn cứ Kế hoạch này xây"), block(text, found, "Căn cứ Kế hoạch này, các")
    assert found.blocks[inner.parent].label == "1"
    assert closing.parent < 0
