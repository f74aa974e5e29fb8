"""Who must do what: items, sentences, labelled lines, tables, articles, letters, and what gives nobody a duty."""

from __future__ import annotations

import pytest

from extractors import bodies, responsibilities, role_verbs, segmentation
from extractors.facts import Document, Responsibility
from pipeline.normalize import normalize
from pipeline.outline import build

_DISTRICT = Document(
    kind="Kế hoạch",
    issuer="UBND huyện Ba Tri",
    level="district",
    province="Bến Tre",
    district="Ba Tri",
    date="2023-02-01",
)
_HEAD = """KẾ HOẠCH
Nâng cao chất lượng phục vụ năm 2023

Căn cứ Kế hoạch số 45/KH-UBND ngày 06/01/2023 của UBND tỉnh, UBND huyện ban hành Kế hoạch như sau:

"""
_TAIL = "\n\nNơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nPhan Văn Lộc\n"


def _facts(body: str, document: Document = _DISTRICT, head: str = _HEAD) -> list[Responsibility]:
    text = normalize(head + body + _TAIL)[0]
    outline = build(text)
    return responsibilities.extract(text, outline, document, bodies.find(text, document))


def _roles(body: str, document: Document = _DISTRICT, head: str = _HEAD) -> list[tuple[str, str, str]]:
    """(body, role, first three words of the task) of each fact, in order."""
    return [(f.body, f.role, " ".join(f.task.split()[:3])) for f in _facts(body, document, head)]


def _organising(items: str) -> list[tuple[str, str, str]]:
    return _roles("I. NHIỆM VỤ\n1. Rà soát quy trình.\n\nII. TỔ CHỨC THỰC HIỆN\n" + items)


def test_a_heading_body_leads_each_task_below_it_unless_its_verb_says_otherwise() -> None:
    assert _organising(
        "1. Phòng Nội vụ\n- Xây dựng lịch trực của bộ phận tiếp dân.\n- Tham mưu UBND huyện bổ sung biên chế.\n"
        "- Theo dõi việc chấp hành giờ làm việc.\n- Phối hợp với Thanh tra huyện xác minh đơn thư.\n"
    ) == [
        ("Phòng Nội vụ huyện Ba Tri", "lead", "Xây dựng lịch"),
        ("Phòng Nội vụ huyện Ba Tri", "advise", "Tham mưu UBND"),
        ("Phòng Nội vụ huyện Ba Tri", "monitor", "Theo dõi việc"),
        ("Phòng Nội vụ huyện Ba Tri", "coordinate", "Phối hợp với"),
        ("Thanh tra huyện Ba Tri", "coordinate", "Phối hợp với"),
    ]


def test_several_heading_bodies_have_each_task_once() -> None:
    found = _organising(
        "1. Thủ trưởng các cơ quan, đơn vị; UBND các xã, thị trấn\n- Niêm yết số điện thoại đường dây nóng.\n"
    )
    assert [(body, role) for body, role, _ in found] == [
        ("Thủ trưởng các cơ quan, đơn vị", "lead"),
        ("UBND các xã, thị trấn", "lead"),
    ]


@pytest.mark.parametrize(
    "item",
    [
        "1. Phòng Tư pháp rà soát 12 văn bản đã hết hiệu lực.",
        "1. Phòng Tư pháp: Rà soát 12 văn bản đã hết hiệu lực.",
        "1. Giao Phòng Tư pháp rà soát 12 văn bản đã hết hiệu lực.",
        "1. Yêu cầu Phòng Tư pháp khẩn trương rà soát 12 văn bản đã hết hiệu lực.",
        "1. Phòng Tư pháp có trách nhiệm rà soát 12 văn bản đã hết hiệu lực.",
        "1. Trách nhiệm của Phòng Tư pháp\nRà soát 12 văn bản đã hết hiệu lực.",
        "1. Đối với Phòng Tư pháp:\n- Rà soát 12 văn bản đã hết hiệu lực.",
        "- Phòng Tư pháp rà soát 12 văn bản đã hết hiệu lực.",
        "Trên cơ sở kế hoạch này, Phòng Tư pháp rà soát 12 văn bản đã hết hiệu lực.",
    ],
)
def test_head_and_task_stand_together_in_many_ways(item: str) -> None:
    facts = _facts("I. TỔ CHỨC THỰC HIỆN\n" + item)
    assert [(f.body, f.role) for f in facts] == [("Phòng Tư pháp huyện Ba Tri", "lead")]
    assert facts[0].task.lower().endswith("rà soát 12 văn bản đã hết hiệu lực")


def test_a_task_is_split_only_where_the_role_changes() -> None:
    assert _organising(
        "1. Phòng Y tế: tham mưu thành lập tổ hỗ trợ; theo dõi, đôn đốc các trạm y tế; tổng hợp báo cáo UBND huyện.\n"
        "2. Phòng Tư pháp: in tờ rơi; cấp phát cho các xã.\n"
    ) == [
        ("Phòng Y tế huyện Ba Tri", "advise", "tham mưu thành"),
        ("Phòng Y tế huyện Ba Tri", "monitor", "theo dõi, đôn"),
        ("Phòng Y tế huyện Ba Tri", "lead", "tổng hợp báo"),
        ("UBND huyện Ba Tri", "recipient", "tổng hợp báo"),
        ("Phòng Tư pháp huyện Ba Tri", "lead", "in tờ rơi;"),
    ]


def test_two_roles_in_one_clause_are_two_but_a_governed_verb_is_none() -> None:
    assert [(role, task) for _, role, task in _organising("1. Phòng Nội vụ chủ trì, đôn đốc các ngành chấm điểm.")] == [
        ("lead", "chủ trì, đôn"),
        ("monitor", "đôn đốc các"),
    ]
    assert [role for _, role, _ in _organising("1. Phòng Nội vụ làm đầu mối theo dõi, đôn đốc việc chấm điểm.")] == [
        "lead"
    ]
    assert [role for _, role, _ in _organising("1. Phòng Nội vụ chủ trì kiểm tra 10 đơn vị.")] == ["lead"]


def test_bodies_inside_a_sentence_have_roles_of_their_own() -> None:
    found = _organising(
        "1. Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp, Công an huyện và các cơ quan liên quan "
        "kiểm tra đột xuất; "
        "báo cáo kết quả về UBND huyện (qua Văn phòng HĐND và UBND huyện) trước ngày 30/11.\n"
    )
    assert [(body, role) for body, role, _ in found] == [
        ("Phòng Nội vụ huyện Ba Tri", "lead"),
        ("Phòng Tư pháp huyện Ba Tri", "coordinate"),
        ("Công an huyện Ba Tri", "coordinate"),
        ("các cơ quan liên quan", "coordinate"),
        ("UBND huyện Ba Tri", "recipient"),
        ("Văn phòng HĐND và UBND huyện Ba Tri", "recipient"),
    ]


def test_who_is_advised_supervised_or_instructed_has_no_duty() -> None:
    found = _organising(
        "1. Phòng Nội vụ\n- Tham mưu Chủ tịch UBND huyện ban hành quy chế.\n"
        "- Đôn đốc UBND các xã, thị trấn nộp hồ sơ.\n"
        "- Hướng dẫn Phòng Tư pháp lập dự toán.\n- Kiểm tra theo chương trình của Sở Nội vụ.\n"
    )
    assert {body for body, _, _ in found} == {"Phòng Nội vụ huyện Ba Tri"}


def test_a_clause_or_bullet_with_its_own_subject_has_that_subject() -> None:
    found = _organising(
        "1. Phòng Nội vụ mở lớp tập huấn; Trung tâm Chính trị huyện phối hợp bố trí hội trường.\n"
        "2. UBND các xã, thị trấn\n- Bố trí máy tính.\n- Mỗi xã, thị trấn cử 02 người hướng dẫn.\n"
    )
    assert [(body, role) for body, role, _ in found] == [
        ("Phòng Nội vụ huyện Ba Tri", "lead"),
        ("Trung tâm Chính trị huyện Ba Tri", "coordinate"),
        ("UBND các xã, thị trấn", "lead"),
        ("mỗi xã, thị trấn", "lead"),
    ]


def test_closing_formulas_and_exhortations_give_no_duty() -> None:
    assert (
        _organising(
            "Trên đây là Kế hoạch nâng cao chất lượng phục vụ, yêu cầu các phòng, ban tổ chức thực hiện.\n"
            "Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện Kế hoạch này.\n"
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Phòng Nội vụ để tổng hợp.\n"
            "Kế hoạch này thay thế Kế hoạch số 10/KH-UBND ngày 03/02/2022 của UBND huyện.\n"
        )
        == []
    )


def test_duties_outside_the_organising_section_count_but_not_results_or_objects() -> None:
    found = _roles(
        "I. MỤC TIÊU\n- UBND các xã, thị trấn đạt 90 điểm trở lên.\n- Mỗi ấp có một tổ công nghệ số cộng đồng.\n"
        "II. NHIỆM VỤ\n1. Phòng Nội vụ chủ trì khảo sát 500 người dân.\n"
        "2. Nâng cao trách nhiệm của UBND các xã, thị trấn.\n"
        "3. Phòng Tư pháp đã ban hành quy chế.\n4. Thay bảng tên, do Văn phòng HĐND và UBND huyện chủ trì.\n"
        "III. KẾT QUẢ NĂM 2022\n1. Phòng Nội vụ tham mưu ban hành 12 văn bản.\n"
        "IV. ĐỐI TƯỢNG\n- Phòng Nội vụ.\n- UBND các xã, thị trấn.\n"
    )
    assert [(body, role) for body, role, _ in found] == [
        ("mỗi ấp", "lead"),
        ("Phòng Nội vụ huyện Ba Tri", "lead"),
        ("Văn phòng HĐND và UBND huyện Ba Tri", "lead"),
    ]


def test_labelled_lines_and_brackets_name_bodies_for_the_task_before_them() -> None:
    assert _roles(
        "I. NHIỆM VỤ\n1. Số hóa sổ hộ tịch.\n- Cơ quan chủ trì: Phòng Tư pháp.\n"
        "- Cơ quan phối hợp: Công an huyện; các đơn vị liên quan.\n"
        "- Thời gian: Quý II/2023.\n2. Cấp chữ ký số (Phòng Văn hóa và Thông tin chủ trì, phối hợp với Phòng Nội vụ).\n"
        "3. Mở tổng đài. Đơn vị thực hiện: Văn phòng HĐND và UBND huyện.\n"
    ) == [
        ("Phòng Tư pháp huyện Ba Tri", "lead", "Số hóa sổ"),
        ("Công an huyện Ba Tri", "coordinate", "Số hóa sổ"),
        ("các đơn vị liên quan", "coordinate", "Số hóa sổ"),
        ("Phòng Văn hóa và Thông tin huyện Ba Tri", "lead", "Cấp chữ ký"),
        ("Phòng Nội vụ huyện Ba Tri", "coordinate", "Cấp chữ ký"),
        ("Văn phòng HĐND và UBND huyện Ba Tri", "lead", "Mở tổng đài"),
    ]


def test_tables_count_row_by_row() -> None:
    assert _roles(
        "I. PHÂN CÔNG NHIỆM VỤ\n\nTT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian\n"
        "I | HẠ TẦNG SỐ | | |\n"
        "1 | Lắp wifi công cộng | Phòng Văn hóa và Thông tin | VNPT Ba Tri; các trường học | Quý I\n"
        "2 | Đo tốc độ mạng | UBND các xã, thị trấn | | Hằng tháng\n"
    ) == [
        ("Phòng Văn hóa và Thông tin huyện Ba Tri", "lead", "Lắp wifi công"),
        ("VNPT Ba Tri", "coordinate", "Lắp wifi công"),
        ("các trường học", "coordinate", "Lắp wifi công"),
        ("UBND các xã, thị trấn", "lead", "Đo tốc độ"),
    ]


def test_the_last_article_of_a_decision_binds_each_post() -> None:
    head = (
        "QUYẾT ĐỊNH\nVề việc thành lập Tổ công tác\n\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\n\n"
        "QUYẾT ĐỊNH:\n\n"
    )
    found = _roles(
        "Điều 1. Thành lập Tổ công tác chuyển đổi số.\n\nĐiều 2. Giao Phòng Nội vụ xây dựng quy chế.\n\n"
        "Điều 3. Chánh Văn phòng HĐND và UBND huyện, Trưởng phòng Nội vụ và Chủ tịch UBND các xã, thị trấn "
        "chịu trách nhiệm thi hành Quyết định này./.",
        Document(kind="Quyết định", issuer="UBND huyện Ba Tri", province="Bến Tre", district="Ba Tri"),
        head,
    )
    assert [(body, role) for body, role, _ in found] == [
        ("Phòng Nội vụ huyện Ba Tri", "lead"),
        ("Chánh Văn phòng HĐND và UBND huyện Ba Tri", "lead"),
        ("Trưởng phòng Nội vụ huyện Ba Tri", "lead"),
        ("Chủ tịch UBND các xã, thị trấn", "lead"),
    ]


def test_a_letter_asks_its_addressees_for_the_items_below() -> None:
    head = (
        "Số: 210/UBND-NV\nV/v chấn chỉnh giờ làm việc\n\nKính gửi: UBND các xã, thị trấn.\n\n"
        "Thực hiện Kế hoạch số 45/KH-UBND ngày 06/01/2023 của UBND tỉnh, UBND huyện yêu cầu UBND các xã, thị trấn "
        "thực hiện một số nội dung sau:\n\n"
    )
    letter = Document(kind="Công văn", issuer="UBND huyện Ba Tri", province="Bến Tre", district="Ba Tri")
    found = _roles("1. Quán triệt quy chế làm việc.\n\n2. Giao Phòng Nội vụ kiểm tra việc thực hiện.\n", letter, head)
    assert found == [
        ("UBND các xã, thị trấn", "lead", "Quán triệt quy"),
        ("Phòng Nội vụ huyện Ba Tri", "monitor", "kiểm tra việc"),
    ]


def test_results_in_a_report_are_no_duties() -> None:
    report = Document(kind="Báo cáo", issuer="UBND huyện Ba Tri", province="Bến Tre", district="Ba Tri")
    found = _roles(
        "I. KẾT QUẢ THỰC HIỆN\n1. Phòng Nội vụ kiểm tra 15 đơn vị.\n2. Công an huyện phối hợp cấp 300 tài khoản.\n"
        "II. NHIỆM VỤ QUÝ IV\n1. Phòng Nội vụ chủ trì kiểm tra 05 đơn vị còn lại.\n",
        report,
    )
    assert [(body, role) for body, role, _ in found] == [("Phòng Nội vụ huyện Ba Tri", "lead")]


def test_bodies_that_no_list_knows_keep_their_own_words() -> None:
    found = _organising(
        "1. Phòng Y tế phối hợp với các ngân hàng thương mại trên địa bàn thu viện phí không dùng tiền mặt."
    )
    assert ("các ngân hàng thương mại trên địa bàn", "coordinate") in [(body, role) for body, role, _ in found]


def test_a_later_verb_with_an_object_of_its_own_ends_the_task_before_it() -> None:
    facts = _facts(
        "I. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\n"
        "- Theo dõi tiến độ từng xã, tổng hợp báo cáo Chủ tịch UBND huyện.\n"
        "- Cập nhật danh mục dịch vụ công, phối hợp với VNPT Ba Tri nâng cấp đường truyền.\n"
    )
    assert [(f.role, f.task) for f in facts] == [
        ("monitor", "Theo dõi tiến độ từng xã"),
        ("lead", "tổng hợp báo cáo Chủ tịch UBND huyện"),
        ("recipient", "tổng hợp báo cáo Chủ tịch UBND huyện"),
        ("lead", "Cập nhật danh mục dịch vụ công"),
        ("coordinate", "phối hợp với VNPT Ba Tri nâng cấp đường truyền"),
        ("coordinate", "phối hợp với VNPT Ba Tri nâng cấp đường truyền"),
    ]


def test_offsets_sections_and_a_bare_string() -> None:
    text = "Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp tổ chức hội nghị."
    facts = responsibilities.extract(text)
    assert [(f.quote, f.role) for f in facts] == [("Phòng Nội vụ", "lead"), ("Phòng Tư pháp", "coordinate")]
    for fact in facts:
        assert text[fact.start : fact.end] == fact.quote
        assert text[fact.task_start : fact.task_end] == fact.task
    placed = _facts("I. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\na) Lập danh sách.\n- In giấy mời.\n")
    assert [f.section for f in placed] == ["I.1.a", "I.1.a"]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("chủ trì xây dựng đề án", "lead"),
        ("có trách nhiệm tham mưu UBND huyện", "advise"),
        ("định kỳ hằng quý, 6 tháng kiểm tra việc thực hiện", "monitor"),
        ("căn cứ Kế hoạch này, phối hợp triển khai", "coordinate"),
        ("theo chức năng, nhiệm vụ được giao theo dõi tiến độ", "monitor"),
        ("kiểm tra, niêm yết thủ tục", "lead"),
        ("giúp Chủ tịch UBND huyện đôn đốc các xã", "monitor"),
    ],
)
def test_predicates_give_roles(words: str, role: str) -> None:
    found = role_verbs.predicate(words, 0, len(words))
    assert found is not None
    assert found.role == role


@pytest.mark.parametrize("words", ["của huyện năm 2023", "các đơn vị sự nghiệp", "15 đơn vị"])
def test_what_is_no_predicate(words: str) -> None:
    assert role_verbs.predicate(words, 0, len(words)) is None


def test_wrong_marks_of_recognition_are_read_through() -> None:
    found = _organising("1. Phòng Nội vụ chủ tri, phôi hợp với Phòng Tư pháp kiểm kê; dôn đốc các xã nộp hồ sơ.")
    assert [(body, role) for body, role, _ in found] == [
        ("Phòng Nội vụ huyện Ba Tri", "lead"),
        ("Phòng Tư pháp huyện Ba Tri", "coordinate"),
        ("Phòng Nội vụ huyện Ba Tri", "monitor"),
    ]


def test_word_classes_have_exact_offsets() -> None:
    sentence = "Các  tổ chức đoàn thể xã\ntổ chức hội thi."
    tokens = segmentation.tokens(sentence)
    assert tokens
    assert all(sentence[start:end].strip() == sentence[start:end] for start, end, _ in tokens)
    assert sentence.index("tổ chức hội") in segmentation.verbs(sentence, 0, len(sentence))


def test_long_lists_and_nested_grounds_stay_within_bounds() -> None:
    many = ", ".join(f"Phòng Nội vụ phối hợp lần {n}" for n in range(300))
    grounds = "Theo " + ", theo ".join(["quy định"] * 400) + ", Phòng Nội vụ chủ trì."
    for body in (many, grounds, "Phòng Nội vụ, " * 2000 + "chủ trì."):
        assert len(responsibilities.extract(body)) < 500


def test_merged_cells_and_ditto_marks_take_the_bodies_above() -> None:
    found = _roles(
        "II. NHIỆM VỤ\n\nSTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"
        "I\tTuyên truyền\t\t\t\n"
        "1\tMở chuyên trang trên báo\tPhòng Nội vụ\tPhòng Tư pháp\tQuý I\n"
        "2\tIn sổ tay hỏi đáp\t\t\tQuý II\n"
        "3\tPhát tờ rơi tại chợ\tnt\t\tQuý III\n"
        "II\tKiểm tra\t\t\t\n"
        "1\tKiểm tra ba xã\t\t\tQuý IV"
    )
    home, justice = "Phòng Nội vụ huyện Ba Tri", "Phòng Tư pháp huyện Ba Tri"
    assert sorted(found) == sorted(
        [
            (home, "lead", "Mở chuyên trang"),
            (justice, "coordinate", "Mở chuyên trang"),
            (home, "lead", "In sổ tay"),
            (justice, "coordinate", "In sổ tay"),
            (home, "lead", "Phát tờ rơi"),
        ]
    )


def test_persons_head_items_by_their_posts() -> None:
    assert _organising(
        "1. Đồng chí Bùi Văn Tâm - Phó Chủ tịch UBND huyện: Chỉ đạo chung.\n"
        "2. Bà Trần Thị Hạnh, Trưởng phòng Nội vụ\n- Lập danh sách dự thi.\n"
        "3. Các đồng chí Phó Chủ tịch UBND huyện phụ trách khối kinh tế, văn hóa - xã hội: Dự họp các cụm."
    ) == [
        ("Phó Chủ tịch UBND huyện Ba Tri", "lead", "Chỉ đạo chung"),
        ("Trưởng phòng Nội vụ huyện Ba Tri", "lead", "Lập danh sách"),
        ("Phó Chủ tịch UBND huyện Ba Tri phụ trách khối kinh tế, văn hóa - xã hội", "lead", "Dự họp các"),
    ]


def test_bodies_listed_after_phoi_hop_voi_coordinate_in_the_task_below() -> None:
    assert _organising(
        "1. Phòng Nội vụ chủ trì, phối hợp với các cơ quan:\n- Phòng Tư pháp;\n- Công an huyện.\n"
        "Rà soát biểu mẫu.\n2. Văn phòng HĐND và UBND huyện\n- Tham mưu UBND huyện:\n+ Ban hành quy chế;\n"
        "+ Cấp bổ sung máy in."
    ) == [
        ("Phòng Nội vụ huyện Ba Tri", "lead", "Rà soát biểu"),
        ("Phòng Tư pháp huyện Ba Tri", "coordinate", "Rà soát biểu"),
        ("Công an huyện Ba Tri", "coordinate", "Rà soát biểu"),
        ("Văn phòng HĐND và UBND huyện Ba Tri", "advise", "Ban hành quy"),
        ("Văn phòng HĐND và UBND huyện Ba Tri", "advise", "Cấp bổ sung"),
    ]


def test_collectives_told_by_what_befalls_them_and_reports_made_with_someone() -> None:
    assert _organising(
        "1. Các đơn vị được kiểm tra: Chuẩn bị hồ sơ, gửi Đoàn kiểm tra trước khi họp.\n"
        "2. Phòng Nội vụ: Tổng hợp, báo cáo kết quả với Chủ tịch UBND huyện.\n"
        "3. UBND các xã: An Hiệp, Vĩnh Hòa và thị trấn Ba Tri bố trí địa điểm."
    ) == [
        ("các đơn vị được kiểm tra", "lead", "Chuẩn bị hồ"),
        ("Đoàn kiểm tra", "recipient", "Chuẩn bị hồ"),
        ("Phòng Nội vụ huyện Ba Tri", "lead", "Tổng hợp, báo"),
        ("Chủ tịch UBND huyện Ba Tri", "recipient", "Tổng hợp, báo"),
        ("UBND xã An Hiệp", "lead", "bố trí địa"),
        ("UBND xã Vĩnh Hòa", "lead", "bố trí địa"),
        ("UBND thị trấn Ba Tri", "lead", "bố trí địa"),
    ]


def test_a_programme_of_action_closes_without_a_duty() -> None:
    assert _organising(
        "1. Giao Phòng Nội vụ theo dõi việc thực hiện.\nChương trình hành động này được phổ biến đến chi bộ."
    ) == [("Phòng Nội vụ huyện Ba Tri", "monitor", "theo dõi việc")]


def test_members_told_by_what_they_are_assigned() -> None:
    assert _organising(
        "1. Các đồng chí Ủy viên Ban Chấp hành được phân công phụ trách cụm có trách nhiệm dự họp thôn."
    ) == [("Ủy viên Ban Chấp hành được phân công phụ trách cụm", "lead", "dự họp thôn")]


def test_orders_joined_by_commas_each_have_their_body() -> None:
    found = _organising(
        "1. Giao Phòng Nội vụ theo dõi, giao Phòng Tư pháp soạn thảo quy chế, giao Thanh tra huyện kiểm tra."
    )
    assert found == [
        ("Phòng Nội vụ huyện Ba Tri", "monitor", "theo dõi"),
        ("Phòng Tư pháp huyện Ba Tri", "lead", "soạn thảo quy"),
        ("Thanh tra huyện Ba Tri", "monitor", "kiểm tra"),
    ]


def test_a_line_of_bodies_with_a_colon_governs_the_numbered_list_below_it() -> None:
    assert _organising(
        "Các Chi cục Thuế khu vực:\n(1) Lập danh sách hộ nợ thuế.\n(2) Niêm yết công khai tại trụ sở.\n"
    ) == [
        ("các Chi cục Thuế khu vực", "lead", "Lập danh sách"),
        ("các Chi cục Thuế khu vực", "lead", "Niêm yết công"),
    ]


def test_the_bracket_of_a_heading_names_who_has_the_tasks_below_it() -> None:
    assert _roles(
        "II. NHIỆM VỤ\n1. Cấp giấy phép xây dựng (đầu mối: Phòng Kinh tế; phối hợp: Thanh tra huyện)\n"
        "- Công khai quy hoạch chi tiết.\n- Phòng Nội vụ rà soát vị trí việc làm của bộ phận cấp phép.\n"
    ) == [
        ("Phòng Kinh tế huyện Ba Tri", "lead", "Công khai quy"),
        ("Thanh tra huyện Ba Tri", "coordinate", "Công khai quy"),
        ("Phòng Nội vụ huyện Ba Tri", "lead", "rà soát vị"),
    ]


def test_a_team_alone_is_the_one_that_the_document_names() -> None:
    assert (
        _roles(
            "II. THÀNH LẬP ĐOÀN KIỂM TRA\nPhòng Nội vụ chủ trì thành lập Đoàn kiểm tra.\n\nIII. CÁCH LÀM\n"
            "Đoàn kiểm tra hồ sơ tại trụ sở. Đoàn phí được nộp theo quý.\n"
        )[1:]
        == []
    )
    assert _roles(
        "II. CÁCH LÀM\nPhòng Nội vụ chủ trì thành lập Đoàn giám sát.\nĐoàn lập biên bản sau mỗi buổi làm việc.\n"
    )[1:] == [("Đoàn giám sát", "lead", "lập biên bản")]


def test_the_examined_report_and_get_no_report_when_papers_are_sent_to_them() -> None:
    assert _organising("1. Phòng Nội vụ\n- Gửi lịch và đề cương cho các đơn vị.\n") == [
        ("Phòng Nội vụ huyện Ba Tri", "lead", "Gửi lịch và"),
    ]


def test_a_column_of_who_watches_is_monitor_and_one_of_whom_it_concerns_is_nobody() -> None:
    assert _roles(
        "II. CHỈ TIÊU\nTT | Chỉ tiêu | Năm 2023 | Cơ quan theo dõi\n1 | Hồ sơ trực tuyến | 70% | Phòng Nội vụ\n"
    ) == [
        ("Phòng Nội vụ huyện Ba Tri", "monitor", "Hồ sơ trực"),
    ]
    assert _roles("II. LỊCH\nTT | Nội dung | Đơn vị được kiểm tra\n1 | Văn thư, lưu trữ | Phòng Nội vụ\n") == []


def test_the_examined_unit_acts_outside_the_part_on_organisation() -> None:
    assert _roles("II. CÁCH LÀM\nĐơn vị được kiểm tra gửi hồ sơ về Phòng Nội vụ trước ngày làm việc.\n") == [
        ("Đơn vị được kiểm tra", "lead", "gửi hồ sơ"),
        ("Phòng Nội vụ huyện Ba Tri", "recipient", "gửi hồ sơ"),
    ]


def test_in_a_list_of_members_only_who_is_asked_acts() -> None:
    assert _roles(
        "II. THÀNH PHẦN ĐOÀN KIỂM TRA\n- Trưởng đoàn: Trưởng phòng Nội vụ chủ trì các buổi họp.\n"
        "Mời đại diện Hội Nông dân huyện tham gia giám sát.\n"
    ) == [("Hội Nông dân huyện Ba Tri", "monitor", "tham gia giám")]
