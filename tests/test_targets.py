"""Targets and reported results, from sentences, items and table rows."""

from __future__ import annotations

import dataclasses

import pytest

from extractors import targets
from extractors.bodies import Body
from extractors.facts import Citation, Document, Target
from extractors.outline import BODY, Block, Cell, Outline, Table
from extractors.text import Text

PLAN = Document(kind="Kế hoạch", date="2024-02-01", period=(2024, 2024))
REPORT = Document(kind="Báo cáo", date="2024-11-20", period=(2024, 2024))


def read(sentence: str, document: Document | None = PLAN) -> list[Target]:
    found = targets.extract(sentence, None, document)
    assert all(sentence[t.start : t.end] == t.quote for t in found)
    return found


@pytest.mark.parametrize(
    ("sentence", "quote", "kind", "comparator", "value", "unit"),
    [
        ("Đăng ít nhất 12 tin trên báo.", "ít nhất 12 tin trên báo", "quantity", ">=", 12, "tin"),
        ("Mở hai lớp tập huấn.", "hai lớp tập huấn", "quantity", "=", 2, "lớp tập huấn"),
        ("Cử không ít hơn hai mươi lượt người đi học.",
         "không ít hơn hai mươi lượt người đi học", "quantity", ">=", 20, "lượt người"),
        ("Tỷ lệ hồ sơ trực tuyến đạt từ 75% trở lên.", "từ 75% trở lên", "percentage", ">=", 75, "%"),
        ("Tỷ lệ hồ sơ trễ hạn dưới 1,5%.", "dưới 1,5%", "percentage", "<", 1.5, "%"),
        ("Bảo đảm l00% hồ sơ được số hóa.", "l00% hồ sơ được số hóa", "percentage", "=", 100, "%"),
        ("Điểm đánh giá của bộ phận đạt trên 90 điểm.", "trên 90 điểm", "score", ">", 90, "điểm"),
        ("Kinh phí thực hiện 350 triệu đồng.", "350 triệu đồng", "money", "=", 350_000_000, "VND"),
        ("Mỗi xã bố trí không dưới 30 triệu đồng.", "không dưới 30 triệu đồng", "money", ">=", 30_000_000, "VND"),
        ("Trả lời kiến nghị trong 03 ngày làm việc.", "trong 03 ngày làm việc", "duration", "<=", 3, "ngày làm việc"),
        ("Thời gian chờ không quá 15 phút/lượt.", "không quá 15 phút/lượt", "duration", "<=", 15, "phút"),
        ("Hoàn thành kế hoạch trước ngày 14/12/2024.", "trước ngày 14/12/2024", "deadline", "<", "2024-12-14", None),
        ("Gửi báo cáo chậm nhất 20/10.", "chậm nhất 20/10", "deadline", "<=", "2024-10-20", None),
        ("Gửi báo cáo trước ngày 25 hằng tháng.", "trước ngày 25 hằng tháng", "deadline", "<", "25/month", None),
        ("Gửi báo cáo chậm nhất ngày 10 của tháng cuối quý.",
         "chậm nhất ngày 10 của tháng cuối quý", "deadline", "<=", "10/quarter", None),
        ("Gửi danh sách trước ngày 20/5 hằng năm.", "trước ngày 20/5 hằng năm", "deadline", "<", "05-20/year", None),
        ("Hoàn thành rà soát trong tháng 6.", "trong tháng 6", "deadline", "<=", "2024-06", None),
        ("Kết thúc thí điểm trong Quý II/2024.", "trong Quý II/2024", "deadline", "<=", "2024-Q2", None),
        ("Báo cáo định kỳ hằng quý, 6 tháng, năm.",
         "định kỳ hằng quý, 6 tháng, năm", "frequency", None, ("quarter", "half-year", "year"), None),
        ("Hằng tháng, công khai kết quả trên cổng.", "Hằng tháng", "frequency", None, ("month",), None),
    ],
)  # fmt: skip
def test_every_type(
    sentence: str, quote: str, kind: str, comparator: str | None, value: object, unit: str | None
) -> None:
    (found,) = [t for t in read(sentence) if t.type == kind]
    assert (found.quote, found.comparator, found.value, found.unit) == (quote, comparator, value, unit)


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [("Tổ chức từ 3 đến 5 lớp.", 3, 5), ("Giảm từ 10 - 15% chi phí.", 10, 15), ("Tỷ lệ đạt từ 55-60%.", 55, 60),
     ("Hỗ trợ từ 20 triệu đồng đến 30 triệu đồng.", 20_000_000, 30_000_000)],
)  # fmt: skip
def test_ranges(sentence: str, low: int, high: int) -> None:
    (found,) = read(sentence)
    assert (found.comparator, found.value, found.value_max) == ("range", low, high)


@pytest.mark.parametrize(
    ("sentence", "value", "of"),
    [("Đã kiểm tra 18/30 cơ quan, đơn vị.", 18, 30), ("Kết quả đạt 600/1.000 điểm.", 600, 1000)],
)
def test_ratios(sentence: str, value: int, of: int) -> None:
    (found,) = read(sentence, REPORT)
    assert (found.value, found.value_of, found.status) == (value, of, "result")


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Kế hoạch trong giai đoạn 2021-2025, tầm nhìn đến năm 2030.",
        "Cung cấp dịch vụ công trực tuyến mức độ 3, 4.",
        "Liên hệ số điện thoại 0259.3822.111 hoặc đường dây nóng 19001234.",
        "Thực hiện cơ chế một cửa, một số nội dung, là một trong các khâu.",
        "Theo khoản 2 Điều 5 và Phụ lục 3.",
        "Hội nghị lần thứ 6 khóa XII về Đề án 06.",
        "Cán bộ từ 18 tuổi trở lên.",
        "Báo cáo 9 tháng năm 2024 và 6 tháng đầu năm.",
        "Họp giao ban định kỳ theo quy định.",
        "Số liệu tính đến ngày 15/9/2024.",
        "Gắn với công tác thi đua, khen thưởng hằng năm.",
        "Đường truyền 4G, tiêu chuẩn ISO 9001:2015.",
    ],
)
def test_what_is_no_target(sentence: str) -> None:
    assert read(sentence) == []


def test_numbers_and_dates_of_citations_are_no_targets() -> None:
    sentence = "Thực hiện 100% nội dung tại Kế hoạch số 12/KH-UBND trước ngày 05/3/2024 của tỉnh."
    start = sentence.index("Kế hoạch số")
    cited = Citation(start, len(sentence) - 1, sentence[start:-1], "full", "Kế hoạch")
    found = targets.extract(sentence, None, PLAN, citations=[cited])
    assert [t.type for t in found] == ["percentage"]


def test_a_deadline_in_the_clause_is_due() -> None:
    percentage, deadline = read("Giải ngân 95% kế hoạch vốn trở lên trước ngày 31/12/2024.")
    assert percentage.due == deadline.due == "2024-12-31"
    assert percentage.comparator == ">="


def test_a_bare_year_beside_a_figure_is_due_and_no_target_of_its_own() -> None:
    (found,) = read("Hoàn thành 100% nhiệm vụ trong năm 2024.")
    assert (found.type, found.due) == ("percentage", "2024")


def test_results_by_tense_and_kind_of_document() -> None:
    assert {t.status for t in read("Sở đã ban hành 12 văn bản, giải ngân đạt 45,6%.", REPORT)} == {"result"}
    assert [t.status for t in read("Tỷ lệ đúng hạn đạt 98%, trong khi chỉ tiêu là 99%.", REPORT)] == [
        "result",
        "target",
    ]
    assert [t.status for t in read("Tỷ lệ đúng hạn phải đạt 99% (năm 2022 đạt 97%).")] == ["target", "result"]


def test_values_of_an_index_are_targets_with_its_name_as_measure() -> None:
    score, rank = read("Phấn đấu Chỉ số CCHC năm 2024 đạt trên 88 điểm, trong nhóm 10 tỉnh dẫn đầu.")
    assert (score.type, score.measure, score.due) == ("score", "Chỉ số CCHC", "2024")
    assert (rank.type, rank.comparator, rank.value, rank.unit) == ("rank", "<=", 10, "rank")


def test_rank_from_place_upwards() -> None:
    (found,) = [t for t in read("PCI xếp từ thứ 20/63 trở lên.") if t.type == "rank"]
    assert (found.comparator, found.value) == ("<=", 20)


def test_money_repeated_in_words_counts_once() -> None:
    assert len(read("Kinh phí: 45 triệu đồng (bốn mươi lăm triệu đồng).")) == 1


def test_each_body_is_the_one_responsible() -> None:
    (found,) = read("Mỗi tổ dân phố thành lập ít nhất 01 tổ công nghệ số cộng đồng.")
    assert found.unit_responsible == "mỗi tổ dân phố"


def outline_of(lines: list[tuple[str, str | None, int]]) -> tuple[Text, Outline]:
    text, blocks = "", []
    for words, label, parent in lines:
        start = len(text)
        printed = f"{label} {words}" if label else words
        text += printed + "\n"
        begin = start + (len(label) + 1 if label else 0)
        blocks.append(Block(start, start + len(printed), "item", BODY, label, begin, parent=parent, heading=parent < 0))
    return Text(text), Outline(tuple(blocks))


def body(text: Text, name: str, canonical: str) -> Body:
    start = text.text.index(name)
    return Body(start, start + len(name), name, canonical, "so")


def test_the_body_that_heads_the_item_is_responsible() -> None:
    text, outline = outline_of([("Sở Nội vụ", "1.", -1), ("Gửi báo cáo trước ngày 15/12/2024.", "-", 0)])
    found = targets.extract(text, outline, PLAN, bodies=[body(text, "Sở Nội vụ", "Sở Nội vụ tỉnh X")])
    assert [t.unit_responsible for t in found] == ["Sở Nội vụ tỉnh X"]


def test_the_subject_of_the_sentence_wins_over_the_heading() -> None:
    text, outline = outline_of([("Nhiệm vụ chung", "1.", -1), ("Giao Sở Tài chính bố trí 200 triệu đồng.", "-", 0)])
    found = targets.extract(text, outline, PLAN, bodies=[body(text, "Sở Tài chính", "Sở Tài chính tỉnh X")])
    assert [t.unit_responsible for t in found] == ["Sở Tài chính tỉnh X"]


def test_headings_give_due_and_status() -> None:
    text, outline = outline_of([("MỤC TIÊU NĂM 2025", "I.", -1), ("Tỷ lệ hài lòng đạt trên 90%.", "-", 0)])
    (aim,) = targets.extract(text, outline, PLAN)
    assert (aim.due, aim.status) == ("2025", "target")
    text, outline = outline_of([("KẾT QUẢ ĐẠT ĐƯỢC", "I.", -1), ("Tỷ lệ hài lòng đạt 90%.", "-", 0)])
    (result,) = targets.extract(text, outline, PLAN)
    assert (result.due, result.status) == (None, "result")


def test_tasks_in_labelled_lines_read_like_a_row() -> None:
    lines = [
        ("Biên soạn tài liệu", "1.", -1),
        ("Cơ quan chủ trì: Sở Tư pháp.", "-", 0),
        ("Thời gian thực hiện: Quý III/2024.", "-", 0),
        ("Sản phẩm: 500 cuốn sổ tay.", "-", 0),
    ]
    text, outline = outline_of(lines)
    deadline, product = targets.extract(text, outline, PLAN, bodies=[body(text, "Sở Tư pháp", "Sở Tư pháp tỉnh X")])
    assert (deadline.value, deadline.unit_responsible, deadline.measure) == (
        "2024-Q3",
        "Sở Tư pháp tỉnh X",
        "Biên soạn tài liệu",
    )
    assert (product.value, product.unit, product.due) == (500, "cuốn sổ tay", "2024-Q3")


def test_a_table_row_gives_deadline_product_and_responsible_body() -> None:
    columns = ("ordinal", "task", "lead", "deadline", "product")
    words = ["1", "Mở lớp kỹ năng số", "Phòng Nội vụ", "Tháng 5 và tháng 9/2024", "02 lớp, 80 học viên"]
    cells, text = [], ""
    for word, column in zip(words, columns, strict=True):
        cells.append(Cell(len(text), len(text) + len(word), column))
        text += word + " | "
    row = Block(0, len(text) - 3, "row", BODY, table=0, cells=tuple(cells))
    outline = Outline((row,), (Table(0, 1, -1, columns),))
    found = targets.extract(
        Text(text), outline, PLAN, bodies=[body(Text(text), "Phòng Nội vụ", "Phòng Nội vụ huyện X")]
    )
    assert [(t.type, t.value, t.due) for t in found] == [
        ("deadline", "2024-05", "2024-05"), ("deadline", "2024-09", "2024-09"),
        ("quantity", 2, "2024-09"), ("quantity", 80, "2024-09"),
    ]  # fmt: skip
    assert {t.unit_responsible for t in found} == {"Phòng Nội vụ huyện X"}
    assert {t.measure for t in found} == {"Mở lớp kỹ năng số"}


def test_adversarial_text_ends() -> None:
    assert len(targets.extract("từ 1 - " * 1500)) == 0
    assert targets.extract("ít nhất " * 3000) == []
    assert targets.extract("(" * 3000 + " 12 " + ")" * 3000) == []


def test_the_date_of_a_heading_of_aims_is_that_of_its_figures() -> None:
    from pipeline.normalize import normalize
    from pipeline.outline import build

    text = normalize(
        "KẾ HOẠCH\nCải cách hành chính năm 2024\n\nI. MỤC TIÊU\n1. Chỉ tiêu cụ thể đến ngày 31/12/2024\n"
        "- Có 70% hồ sơ nộp trực tuyến.\n2. Nhiệm vụ\n- Rà soát quy trình trước ngày 15/8/2024.\n"
    )[0]
    found = targets.extract(text, build(text), PLAN)
    assert [(t.type, t.due) for t in found] == [("percentage", "2024-12-31"), ("deadline", "2024-08-15")]


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("Rà soát 12 quy trình, trình phương án cắt giảm trước ngày 30/9/2024.", "trình phương án cắt giảm"),
        ("Lập danh sách dự thi, gửi về kho dữ liệu chung trước ngày 30/9/2024.", "gửi về kho dữ liệu chung"),
        ("Tham mưu ban hành quy chế phối hợp trước ngày 30/9/2024.", "ban hành quy chế phối hợp"),
        ("Nâng tỷ lệ thanh toán trực tuyến lên 50%.", "tỷ lệ thanh toán trực tuyến"),
        ("Tỷ lệ hồ sơ trực tuyến năm 2024 đạt 60%.", "Tỷ lệ hồ sơ trực tuyến"),
        ("Bố trí 90 triệu đồng cho công tác truyền thông.", "công tác truyền thông"),
        ("Kiểm tra công vụ tại tối thiểu 08 xã, thị trấn.", "Kiểm tra công vụ"),
        ("100% văn bản đi (trừ văn bản mật) được ký số.", "văn bản đi (trừ văn bản mật) được ký số"),
        ("Quán triệt đến 100% cán bộ, công chức, viên chức.", "cán bộ, công chức, viên chức"),
    ],
)
def test_what_is_counted_in_the_words_of_the_text(sentence: str, measure: str) -> None:
    assert read(sentence)[-1].measure == measure


def test_a_share_in_brackets_counts_what_stands_before() -> None:
    counted, share = read("Có 1.102 hồ sơ nộp trực tuyến (79,5%).", REPORT)
    assert (counted.value, share.value, share.measure) == (1102, 79.5, "hồ sơ nộp trực tuyến")


def test_labels_inside_a_line_give_task_and_body() -> None:
    line = "Rà soát quy trình nội bộ. Đơn vị chủ trì: Phòng Pháp chế. Thời gian hoàn thành: Quý III/2024."
    start = line.index("Phòng Pháp chế")
    body = Body(start, start + 14, "Phòng Pháp chế", "Phòng Pháp chế", "phong")
    (found,) = targets.extract(line, None, PLAN, [body])
    assert (found.measure, found.unit_responsible, found.due) == (
        "Rà soát quy trình nội bộ",
        "Phòng Pháp chế",
        "2024-Q3",
    )


def test_units_in_capitals_and_places_to_be_inspected() -> None:
    assert read("Cắt giảm 14 TTHC.")[0].unit == "TTHC"
    assert [t.value for t in read("Kiểm tra định kỳ: 06 xã, thị trấn.")] == [6]
    assert read("Toàn huyện gồm: 06 xã, thị trấn.") == []


def test_so_many_a_month_is_no_date() -> None:
    (found,) = read("Tăng thời lượng, mỗi tháng 04 tin, bài.")
    assert (found.type, found.value) == ("quantity", 4)


def test_a_list_of_partners_must_reach_nothing() -> None:
    line = "Sở Nội vụ rà soát, phối hợp với các Sở: Tài chính, Y tế hoàn thành trước ngày 20/02/2025."
    named = [Body(line.index(n), line.index(n) + len(n), n, n, "so") for n in ("Sở Nội vụ", "Tài chính", "Y tế")]
    assert targets.extract(line, None, PLAN, named)[0].unit_responsible == "Sở Nội vụ"


def test_ages_run_on_and_each_sum_has_its_own_purpose() -> None:
    assert read("70% dân số từ 18 tuổi trở lên có tài khoản.")[0].measure == "dân số từ 18 tuổi trở lên có tài khoản"
    sums = read("Kinh phí 105 triệu đồng, trong đó: tuyên truyền 45 triệu đồng, tập huấn 60 triệu đồng.")
    assert [t.measure for t in sums] == ["Kinh phí", "tuyên truyền", "tập huấn"]


def test_a_period_in_a_cell_is_limited_by_its_end() -> None:
    text = "1\tRa quân hỗ trợ người dân\t15/10 - 15/11/2024"
    at = text.index("15/10")
    cells = (Cell(0, 1, "ordinal"), Cell(2, at - 1, "task"), Cell(at, len(text), "deadline"))
    row = Block(0, len(text), "row", BODY, cells=cells, table=0)
    outline = Outline((row,), (Table(0, 1, -1, ("ordinal", "task", "deadline")),))
    assert [t.value for t in targets.extract(Text(text), outline, PLAN)] == ["2024-11-15"]


def test_leaders_without_a_group_word_and_shares_joined_by_va() -> None:
    (rank,) = read("Phấn đấu xếp trong 10 tỉnh, thành phố dẫn đầu.")
    assert (rank.type, rank.comparator, rank.value) == ("rank", "<=", 10)
    first, second = read("Cắt giảm ít nhất 20% số quy định và 15% chi phí tuân thủ.")
    assert (first.measure, second.measure) == ("số quy định", "chi phí tuân thủ")


def test_half_a_year_and_one_year() -> None:
    assert read("Định kỳ 6 tháng, 1 năm sơ kết việc thực hiện.")[0].value == ("half-year", "year")


@pytest.mark.parametrize(
    ("sentence", "quote", "comparator"),
    [
        ("Gửi kết quả chậm nhất 02 ngày làm việc sau khi ban hành.", "chậm nhất 02 ngày làm việc", "<="),
        ("Báo tin chậm nhất 01 ngày trước ngày hẹn trả.", "chậm nhất 01 ngày", "<="),
        ("Không để phát sinh quá 2% hồ sơ trễ hẹn.", "quá 2% hồ sơ trễ hẹn", "<="),
        ("Kiểm tra ít nhất 50% các cơ quan, đơn vị trong 6 tháng cuối năm.", "ít nhất 50% các cơ quan, đơn vị", ">="),
        ("Đăng 96 tin, bài và 12 phóng sự.", "96 tin, bài", "="),
    ],
)
def test_limits_counted_from_an_event_and_said_by_not(sentence: str, quote: str, comparator: str) -> None:
    first = read(sentence)[0]
    assert (first.quote, first.comparator) == (quote, comparator)


def planned(body: str) -> list[Target]:
    """The targets of a plan's items, with outline and bodies."""
    from extractors import bodies, responsibilities
    from pipeline.normalize import normalize
    from pipeline.outline import build

    text = normalize("KẾ HOẠCH\nCải thiện phục vụ năm 2024\n\n" + body)[0]
    place = Document(kind="Kế hoạch", issuer="UBND huyện Ba Tri", level="district", province="Bến Tre",
                     district="Ba Tri", date="2024-02-01", period=(2024, 2024))  # fmt: skip
    outline, named = build(text), bodies.find(text, place)
    duties = responsibilities.extract(text, outline, place, named)
    return targets.extract(text, outline, place, named, duties=duties)


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("II. NHIỆM VỤ\n1. Đất đai (đầu mối: Phòng Kinh tế; phối hợp: Thanh tra huyện)\n- Mở 12 phiên tư vấn.\n",
         "Phòng Kinh tế huyện Ba Tri"),
        ("III. TỔ CHỨC THỰC HIỆN\n"
         "1. Thủ trưởng các phòng, ban; Chủ tịch UBND các xã gửi kế hoạch trước ngày 30/6/2024.\n",
         "Thủ trưởng các phòng, ban, Chủ tịch UBND các xã"),
        ("I. YÊU CẦU\n1. Trong năm, 100% UBND các xã đạt từ 80 điểm trở lên.\n", None),
        ("I. YÊU CẦU\n1. Hồ sơ gửi qua mạng, mỗi tệp không quá 15 trang.\n", None),
        ("I. KẾT QUẢ\n1. Một cửa: năm 2023 Phòng Nội vụ đã cắt giảm 12 thủ tục.\n", "Phòng Nội vụ huyện Ba Tri"),
        ("II. CÁCH LÀM\n1. Định kỳ hằng quý, các phòng, ban; UBND các xã báo cáo tình hình về Phòng Nội vụ.\n",
         "các phòng, ban, UBND các xã"),
        ("I. YÊU CẦU\n1. Mỗi phòng, ban đề xuất ít nhất 02 sáng kiến.\n", "mỗi phòng, ban"),
        ("II. LỊCH\nTT | Đơn vị được kiểm tra | Thời gian hoàn thành\n1 | UBND xã An Bình | 12/5/2024\n", None),
        ("II. CHỈ TIÊU\nTT | Chỉ tiêu | Năm 2024 | Cơ quan theo dõi\n1 | Hồ sơ | 70% | Phòng Nội vụ\n", None),
    ],
)  # fmt: skip
def test_who_must_reach_a_figure(body: str, who: str | None) -> None:
    assert {t.unit_responsible for t in planned(body)} == {who}


@pytest.mark.parametrize(
    ("sentence", "quote", "kind", "comparator", "value"),
    [
        ("Phát ít nhât 08 tin về kết quả.", "ít nhât 08 tin về kết quả", "quantity", ">=", 8),
        ("Giải quyết không qúa 03 ngày làm việc.", "không qúa 03 ngày làm việc", "duration", "<=", 3),
        ("Tổ giúp việc họp định kỳ mỗi tháng một lần.", "định kỳ mỗi tháng một lần", "frequency", None, ("month",)),
        ("Xây dựng dự toán trước ngày 30/11 năm trước.", "trước ngày 30/11 năm trước", "deadline", "<", "11-30/year"),
        ("Trong quý, kiêm tra 04 xã, phường.", "04 xã, phường", "quantity", "=", 4),
        ("Phủ sóng 15 thôn vùng cao.", "15 thôn vùng cao", "quantity", "=", 15),
        ("Đã có 18/20 xã xếp loại khá trở lên.", "18/20 xã xếp loại khá", "quantity", "=", 18),
        ("Phủ sóng 12 điểm trường trước năm 2026.", "trước năm 2026", "deadline", "<", "2026"),
    ],
)
def test_limits_in_damaged_and_rarer_words(
    sentence: str, quote: str, kind: str, comparator: str | None, value: object
) -> None:
    assert (quote, kind, comparator, value) in [(t.quote, t.type, t.comparator, t.value) for t in read(sentence)]


def test_words_that_only_look_like_a_comparator_are_none() -> None:
    assert [t.comparator for t in read("Tổ chức hội thi nhất 05 lớp tập huấn.")] == ["="]


def test_the_body_whose_task_a_figure_stands_in_must_reach_it() -> None:
    from extractors.facts import Responsibility

    text = "Tổ giúp việc lấy phiếu của ít nhất 40 hộ dân. Sau đó công khai 02 lần."
    body = "Tổ giúp việc huyện Ba Tri"
    lead = Responsibility(0, 12, text[:12], body, "lead", text[13:44], task_start=13, task_end=44)
    for rule, who in (("subject.lead", body), ("with.coordinate", None)):
        duty = dataclasses.replace(lead, rule=rule)
        first = targets.extract(text, None, PLAN, duties=[duty])[0]
        assert (first.value, first.unit_responsible) == (40, who)


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("Kinh tế số chiếm ít nhất 12% GRDP.", "Kinh tế số"),
        ("Năng suất lao động tăng tối thiểu 7%/năm.", "Năng suất lao động"),
        ("Mạng cáp quang phủ trên 80% hộ dân.", "Mạng cáp quang phủ"),
        ("Hồ sơ gửi qua mạng, mỗi tệp không quá 15 trang.", "mỗi tệp"),
        ("Viết về mô hình mới của huyện, ít nhất 05 tin, bài.", "Viết về mô hình mới của huyện"),
        ("Viết ít nhất 05 tin, bài.", "tin, bài"),
    ],
)  # fmt: skip
def test_what_a_figure_is_the_share_or_number_of(sentence: str, measure: str) -> None:
    assert [t.measure for t in read(sentence)] == [measure]
