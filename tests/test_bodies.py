"""Bodies: where their names begin and end, and how they are written."""

from __future__ import annotations

import pytest

from extractors import bodies
from extractors.facts import Document
from extractors.text import Text

PROVINCE = Document(issuer="UBND tỉnh Nghệ An", level="province", province="Nghệ An", date="2023-02-01")
DISTRICT = Document(
    issuer="UBND huyện Cẩm Mỹ", level="district", province="Đồng Nai", district="Cẩm Mỹ", date="2022-02-01"
)
TOWN = Document(issuer="UBND thành phố Vinh", level="district", province="Nghệ An", district="Vinh", date="2022-02-01")
CITY = Document(issuer="UBND thành phố Đà Nẵng", level="province", province="Đà Nẵng", date="2024-02-01")
COMMUNE = Document(
    issuer="UBND xã Hòa Sơn",
    level="commune",
    province="Đắk Lắk",
    district="Krông Bông",
    commune="Hòa Sơn",
    date="2023-09-01",
)
WARD = Document(
    issuer="UBND phường Phù Vân", level="commune", province="Ninh Bình", commune="Phù Vân", date="2025-09-01"
)
PARTY = Document(issuer="Huyện ủy Anh Sơn", level="party", province="Nghệ An", district="Anh Sơn", date="2023-09-01")
SECTOR = Document(issuer="Sở Nội vụ tỉnh Nghệ An", level="department", province="Nghệ An", date="2023-09-01")
MINISTRY = Document(issuer="Bộ Tư pháp", level="central", date="2023-09-01")


def found(text: str, document: Document | None = None) -> list[tuple[str, str]]:
    """Quotes and canonical names; every quote stands at its offsets."""
    return [(text[body.start : body.end], body.canonical) for body in bodies.find(Text(text), document)]


@pytest.mark.parametrize(
    ("document", "quote", "canonical"),
    [
        (PROVINCE, "UBND tỉnh", "UBND tỉnh Nghệ An"),
        (PROVINCE, "Uỷ ban nhân dân tỉnh", "UBND tỉnh Nghệ An"),
        (PROVINCE, "Sở GD&ĐT", "Sở Giáo dục và Đào tạo tỉnh Nghệ An"),
        (PROVINCE, "Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội tỉnh Nghệ An"),
        (PROVINCE, "Sở Văn hoá và Thể thao", "Sở Văn hóa và Thể thao tỉnh Nghệ An"),
        (PROVINCE, "VP UBND tỉnh", "Văn phòng UBND tỉnh Nghệ An"),
        (PROVINCE, "Bộ CHQS tỉnh", "Bộ Chỉ huy Quân sự tỉnh Nghệ An"),
        (PROVINCE, "Trung tâm PVHCC", "Trung tâm Phục vụ hành chính công tỉnh Nghệ An"),
        (PROVINCE, "Trường Chính trị tỉnh", "Trường Chính trị tỉnh Nghệ An"),
        (PROVINCE, "Báo Nghệ An", "Báo Nghệ An"),
        (PROVINCE, "Tỉnh uỷ", "Tỉnh ủy Nghệ An"),
        (DISTRICT, "UBND H. Cẩm Mỹ", "UBND huyện Cẩm Mỹ"),
        (DISTRICT, "Phòng Nội vụ", "Phòng Nội vụ huyện Cẩm Mỹ"),
        (DISTRICT, "Phòng Nội vụ thuộc UBND huyện", "Phòng Nội vụ huyện Cẩm Mỹ"),
        (DISTRICT, "Sở Nội vụ", "Sở Nội vụ tỉnh Đồng Nai"),
        (DISTRICT, "Văn phòng HĐND&UBND", "Văn phòng HĐND và UBND huyện Cẩm Mỹ"),
        (DISTRICT, "Ban CHQS huyện", "Ban Chỉ huy Quân sự huyện Cẩm Mỹ"),
        (DISTRICT, "Hội LHPN", "Hội Liên hiệp Phụ nữ huyện Cẩm Mỹ"),
        (DISTRICT, "Ủy ban MTTQ Việt Nam huyện", "UBMTTQ huyện Cẩm Mỹ"),
        (DISTRICT, "Ban Quản lý dự án đầu tư xây dựng huyện", "Ban Quản lý dự án đầu tư xây dựng huyện Cẩm Mỹ"),
        (DISTRICT, "Chi cục Thuế khu vực Long Khánh - Cẩm Mỹ", "Chi cục Thuế khu vực Long Khánh - Cẩm Mỹ"),
        (TOWN, "UBND thành phố", "UBND thành phố Vinh"),
        (TOWN, "Thành ủy", "Thành ủy Vinh"),
        (CITY, "Sở Nội vụ", "Sở Nội vụ thành phố Đà Nẵng"),
        (CITY, "UBND Thành phố", "UBND thành phố Đà Nẵng"),
        (CITY, "Thành ủy", "Thành ủy Đà Nẵng"),
        (COMMUNE, "UBND huyện", "UBND huyện Krông Bông"),
        (COMMUNE, "Phòng Nội vụ", "Phòng Nội vụ huyện Krông Bông"),
        (COMMUNE, "công chức TP-HT", "Công chức Tư pháp - Hộ tịch xã Hòa Sơn"),
        (COMMUNE, "Hội Nông dân xã", "Hội Nông dân xã Hòa Sơn"),
        (WARD, "Phòng VH-XH", "Phòng Văn hóa - Xã hội phường Phù Vân"),
        (WARD, "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế, Hạ tầng và Đô thị phường Phù Vân"),
        (WARD, "Sở KH&CN", "Sở Khoa học và Công nghệ tỉnh Ninh Bình"),
        (PARTY, "Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Nghệ An"),
        (PARTY, "Ủy ban Kiểm tra", "Ủy ban Kiểm tra Huyện ủy Anh Sơn"),
        (PARTY, "Ban Tuyên giáo Huyện ủy", "Ban Tuyên giáo Huyện ủy Anh Sơn"),
        (PARTY, "Ban Chấp hành Đảng bộ huyện", "Ban Chấp hành Đảng bộ huyện Anh Sơn"),
        (PARTY, "Mặt trận Tổ quốc", "UBMTTQ huyện Anh Sơn"),
        (SECTOR, "Văn phòng Sở", "Văn phòng Sở Nội vụ tỉnh Nghệ An"),
        (SECTOR, "Thanh tra Sở", "Thanh tra Sở Nội vụ tỉnh Nghệ An"),
        (SECTOR, "Phòng Cải cách hành chính", "Phòng Cải cách hành chính Sở Nội vụ tỉnh Nghệ An"),
        (SECTOR, "Giám đốc Sở", "Giám đốc Sở Nội vụ tỉnh Nghệ An"),
        (MINISTRY, "Vụ Pháp chế", "Vụ Pháp chế Bộ Tư pháp"),
        (MINISTRY, "Văn phòng Bộ", "Văn phòng Bộ Tư pháp"),
        (MINISTRY, "Bộ trưởng", "Bộ trưởng Bộ Tư pháp"),
        (None, "Bộ TT&TT", "Bộ Thông tin và Truyền thông"),
        (None, "Thủ tướng", "Thủ tướng Chính phủ"),
        (None, "Bộ Chính trị khóa XIII", "Bộ Chính trị khóa XIII"),
        (None, "Ngân hàng Nhà nước", "Ngân hàng Nhà nước Việt Nam"),
        (None, "UBND TP. Cần Thơ", "UBND thành phố Cần Thơ"),
        (None, "UBND huyện", "UBND huyện"),
    ],
)
def test_canonical_form(document: Document | None, quote: str, canonical: str) -> None:
    assert found(f"Văn bản gửi đến {quote}.", document) == [(quote, canonical)]
    assert bodies.canonical(quote, document) == canonical


@pytest.mark.parametrize(
    "quote",
    [
        "các sở, ban, ngành cấp tỉnh",
        "các phòng, ban, ngành của huyện",
        "các phòng, đơn vị trực thuộc Sở",
        "UBND các xã, thị trấn",
        "UBND các huyện, thị xã, thành phố Vinh",
        "UBND cấp huyện, cấp xã",
        "mỗi xã, phường",
        "các cơ quan, đơn vị có liên quan",
        "các tổ chức chính trị - xã hội",
        "các đoàn thể xã",
        "Thủ trưởng các sở, ban, ngành",
        "Chủ tịch UBND các xã, thị trấn",
        "Trưởng các thôn, buôn",
        "Sở Tư pháp các tỉnh",
    ],
)
def test_collectives_keep_their_words(quote: str) -> None:
    for document in (PROVINCE, DISTRICT, SECTOR):
        (body,) = bodies.find(Text(f"Đề nghị {quote}: thực hiện nghiêm túc."), document)
        assert body.canonical == quote
        assert body.collective


def test_a_collective_at_the_head_of_an_item_begins_in_lower_case() -> None:
    assert found("Các phòng GD&ĐT huyện, thị xã") == [
        ("Các phòng GD&ĐT huyện, thị xã", "các phòng Giáo dục và Đào tạo huyện, thị xã")
    ]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp.", ["Phòng Nội vụ", "Phòng Tư pháp"]),
        ("Phòng Y tế tham mưu UBND huyện.", ["Phòng Y tế", "UBND huyện"]),
        ("Giao Sở Tài chính cân đối ngân sách.", ["Sở Tài chính"]),
        ("Trung tâm Khuyến nông tổ chức tập huấn.", ["Trung tâm Khuyến nông"]),
        ("Cục Trồng trọt hướng dẫn địa phương.", ["Cục Trồng trọt"]),
        ("Phòng Dược liệu và Mỹ phẩm rà soát.", ["Phòng Dược liệu và Mỹ phẩm"]),
        ("Sở Y tế và Công an tỉnh phối hợp.", ["Sở Y tế", "Công an tỉnh"]),
        ("các đơn vị liên quan tham mưu UBND tỉnh", ["các đơn vị liên quan", "UBND tỉnh"]),
        ("của UBND tỉnh Quảng Nam về việc", ["UBND tỉnh Quảng Nam"]),
        ("UBND tỉnh Võ Văn An ký", ["UBND tỉnh"]),
        ("các phòng chuyên môn, Chi cục Thủy lợi", ["các phòng chuyên môn", "Chi cục Thủy lợi"]),
        ("Chánh Văn phòng UBND tỉnh, Giám đốc Sở Y tế", ["Chánh Văn phòng UBND tỉnh", "Giám đốc Sở Y tế"]),
        ("Quyết định của UBND huyện\n8 | Tập huấn", ["UBND huyện"]),
    ],
)  # fmt: skip
def test_where_a_name_ends(text: str, quotes: list[str]) -> None:
    assert [quote for quote, _ in found(text)] == quotes


def test_capitals_of_a_heading() -> None:
    assert found("2. SỞ THÔNG TIN VÀ TRUYỀN THÔNG\n3. UBND CÁC HUYỆN, THÀNH PHỐ", PROVINCE) == [
        ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Sở Thông tin và Truyền thông tỉnh Nghệ An"),
        ("UBND CÁC HUYỆN, THÀNH PHỐ", "UBND các huyện, thành phố"),
    ]


def test_elided_heads() -> None:
    assert [name for _, name in found("Sở Nội vụ, Tài chính và Tư pháp phối hợp", PROVINCE)] == [
        "Sở Nội vụ tỉnh Nghệ An", "Sở Tài chính tỉnh Nghệ An", "Sở Tư pháp tỉnh Nghệ An",
    ]  # fmt: skip
    assert [name for _, name in found("Giám đốc các Sở: Nội vụ, Y tế", PROVINCE)] == [
        "Giám đốc Sở Nội vụ tỉnh Nghệ An", "Giám đốc Sở Y tế tỉnh Nghệ An",
    ]  # fmt: skip
    assert [name for _, name in found("UBND xã Xuân Quế, thị trấn Long Giao", DISTRICT)] == [
        "UBND xã Xuân Quế", "UBND thị trấn Long Giao",
    ]  # fmt: skip


def test_a_higher_unit_is_no_second_committee() -> None:
    assert [name for _, name in found("UBND xã Xuân Quế, huyện Cẩm Mỹ, tỉnh Đồng Nai")] == ["UBND xã Xuân Quế"]


def test_committees_share_a_place() -> None:
    assert [name for _, name in found("HĐND, UBND huyện", DISTRICT)] == ["HĐND huyện Cẩm Mỹ", "UBND huyện Cẩm Mỹ"]


def test_posts_are_marked() -> None:
    body = bodies.find(Text("Chủ tịch UBND huyện"), DISTRICT)[0]
    assert (body.canonical, body.post, body.head) == ("Chủ tịch UBND huyện Cẩm Mỹ", True, "ubnd")
    assert bodies.find(Text("Trưởng phòng Tư pháp"), DISTRICT)[0].canonical == "Trưởng phòng Tư pháp huyện Cẩm Mỹ"


def test_sector_alone_only_in_its_own_documents() -> None:
    assert found("báo cáo Sở trước ngày 20", SECTOR) == [("Sở", "Sở Nội vụ tỉnh Nghệ An")]
    assert found("báo cáo Sở trước ngày 20", DISTRICT) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kiện toàn bộ máy hành chính.",
        "quyền sở hữu trí tuệ và trụ sở làm việc",
        "công tác phòng chống thiên tai; phòng, chống dịch bệnh",
        "Ban hành kèm theo quy chế này.",
        "ban đầu, ban ngày",
        "Hội nghị triển khai; hội thảo khoa học",
        "tinh thần đoàn kết trong nội bộ",
        "mua sắm văn phòng phẩm",
        "đội ngũ cán bộ, công chức, viên chức",
        "Bộ chỉ số theo dõi, bộ tiêu chí",
        "miền Đông Nam Bộ",
        "Số: 12/KH-UBND; Thông tư 03/2021/TT-VPCP; 15/NQ-HĐND",
        "Thanh tra, kiểm tra việc chấp hành.",
        "Báo cáo kết quả; thông báo rộng rãi",
        "Thuế thu nhập cá nhân",
        "trường hợp khẩn cấp, môi trường",
        "tập thể lãnh đạo và trưởng thành",
    ],
)
def test_words_that_are_no_bodies(text: str) -> None:
    assert found(text, DISTRICT) == []


@pytest.mark.parametrize("text", ["", "UBND", "Sở", "các", "Chủ tịch", "các Trưởng các Trưởng " * 50, "Phòng " * 200])
def test_offsets_hold_on_any_text(text: str) -> None:
    last = 0
    for body in bodies.find(Text(text), PROVINCE):
        assert last <= body.start < body.end <= len(text)
        last = body.end


def test_unknown_names_come_back_in_plain_spacing() -> None:
    assert bodies.canonical("Quỹ  Bảo trợ –  Nhân ái") == "Quỹ Bảo trợ - Nhân ái"


def test_a_unit_word_alone_is_its_committee() -> None:
    assert bodies.canonical("huyện", COMMUNE) == "UBND huyện Krông Bông"
    assert bodies.canonical("Tỉnh", DISTRICT) == "UBND tỉnh Đồng Nai"


def test_standing_boards_and_terms() -> None:
    text = "TT.HĐND huyện; Ban Chấp hành Đảng bộ huyện khóa XXII"
    assert [name for _, name in found(text, PARTY)] == [
        "Thường trực HĐND huyện Anh Sơn", "Ban Chấp hành Đảng bộ huyện Anh Sơn khóa XXII",
    ]  # fmt: skip


def test_cells_and_lines_part_names() -> None:
    assert [quote for quote, _ in found("Phòng Kinh tế\tTT PVHCC\tcác thôn\tPhòng VH-XH\t31/10", WARD)] == [
        "Phòng Kinh tế", "TT PVHCC", "các thôn", "Phòng VH-XH",
    ]  # fmt: skip
    assert [quote for quote, _ in found("2. Thanh tra tỉnh\nThực hiện kế hoạch\n3. Văn phòng\nChủ trì", PROVINCE)] == [
        "Thanh tra tỉnh", "Văn phòng",
    ]  # fmt: skip


def test_damaged_diacritics_of_known_names() -> None:
    assert found("giao Sở Kê hoạch và Đâu tư, Sở Nôi vụ", PROVINCE) == [
        ("Sở Kê hoạch và Đâu tư", "Sở Kế hoạch và Đầu tư tỉnh Nghệ An"),
        ("Sở Nôi vụ", "Sở Nội vụ tỉnh Nghệ An"),
    ]
    assert found("UBND tinh; UBND huyên Cẩm Mỹ", DISTRICT) == [
        ("UBND tinh", "UBND tỉnh Đồng Nai"),
        ("UBND huyên Cẩm Mỹ", "UBND huyện Cẩm Mỹ"),
    ]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Ban quản lý chợ Tam Thành bố trí loa", ["Ban quản lý chợ Tam Thành"]),
        ("Ban Quản lý rừng phòng hộ Nậm Ca, Hạt Kiểm lâm huyện",
         ["Ban Quản lý rừng phòng hộ Nậm Ca", "Hạt Kiểm lâm huyện"]),
        ("Ban Quản lý Khu kinh tế Vũng Lô và các Khu công nghiệp tỉnh rà soát",
         ["Ban Quản lý Khu kinh tế Vũng Lô và các Khu công nghiệp tỉnh"]),
        ("Ban Quản lý các dịch vụ công ích huyện rà soát", ["Ban Quản lý các dịch vụ công ích huyện"]),
        ("Trung tâm Quan trắc tài nguyên và môi trường tỉnh rà soát",
         ["Trung tâm Quan trắc tài nguyên và môi trường tỉnh"]),
        ("Trung tâm Y tế và nhân dân trong huyện", ["Trung tâm Y tế"]),
        ("Phòng Thanh tra - Pháp chế rà soát", ["Phòng Thanh tra - Pháp chế"]),
        ("Người đứng đầu cấp ủy chịu trách nhiệm", ["Người đứng đầu cấp ủy"]),
        ("Trưởng các khu vực, khu phố, ấp vận động nhân dân", ["Trưởng các khu vực, khu phố, ấp"]),
        ("Bí thư chi bộ các thôn quán triệt", ["Bí thư chi bộ các thôn"]),
        ("Chủ tịch, các Phó Chủ tịch UBND tỉnh chỉ đạo", ["Chủ tịch, các Phó Chủ tịch UBND tỉnh"]),
        ("các ban xây dựng Đảng theo dõi", ["các ban xây dựng Đảng"]),
        ("Thường trực HĐND, các Ban HĐND tỉnh giám sát", ["Thường trực HĐND", "các Ban HĐND tỉnh"]),
        ("Các trường mầm non, tiểu học, THCS trên địa bàn xã", ["Các trường mầm non, tiểu học, THCS trên địa bàn xã"]),
        ("Công chức Văn phòng HĐND và UBND xã tham mưu", ["Công chức Văn phòng HĐND và UBND xã"]),
        ("Công chức Văn phòng - Thống kê tham mưu", ["Công chức Văn phòng - Thống kê"]),
        ("Chi nhánh Văn phòng Đăng ký đất đai huyện xử lý hồ sơ", ["Chi nhánh Văn phòng Đăng ký đất đai huyện"]),
        ("Cấp ủy, chính quyền các cấp lãnh đạo", ["Cấp ủy, chính quyền các cấp"]),
        ("chính quyền điện tử các cấp", ["các cấp"]),
        ("Công ty Cổ phần Môi trường Sông Mã thu gom rác", ["Công ty Cổ phần Môi trường Sông Mã"]),
    ],
)  # fmt: skip
def test_names_of_local_boards_posts_and_groups(text: str, quotes: list[str]) -> None:
    assert [text[b.start : b.end] for b in bodies.find(Text(text), PROVINCE)] == quotes


def test_committees_of_units_listed_after_one_type_word() -> None:
    text = "UBND các xã: Xuân Quế, Bảo Bình và thị trấn Long Giao; Chủ tịch UBND các xã, thị trấn"
    text += "; UBND các xã Sông Ray, Sở Nội vụ"
    found = bodies.find(Text(text), DISTRICT)
    assert [b.canonical for b in found] == [
        "UBND xã Xuân Quế",
        "UBND xã Bảo Bình",
        "UBND thị trấn Long Giao",
        "Chủ tịch UBND các xã, thị trấn",
        "UBND các xã Sông Ray",
        "Sở Nội vụ tỉnh Đồng Nai",
    ]
    assert [text[b.start : b.end] for b in found[:2]] == ["UBND các xã: Xuân Quế", "Bảo Bình"]


def test_a_steering_committee_without_its_field() -> None:
    found = bodies.find(Text("Ban Chỉ đạo kiểm tra, đôn đốc; Ban Chỉ đạo chuyển đổi số tỉnh họp"), DISTRICT)
    assert [b.canonical for b in found] == [
        "Ban Chỉ đạo huyện Cẩm Mỹ",
        "Ban Chỉ đạo chuyển đổi số tỉnh Đồng Nai",
    ]


def test_boards_with_a_name_of_their_own_and_committees_of_the_party_before_others() -> None:
    found = bodies.find(Text("Ban Quản lý chợ Sông Ray, Đảng ủy, UBND các xã, thị trấn; Ban Quản lý dự án"), DISTRICT)
    assert [b.canonical for b in found] == [
        "Ban Quản lý chợ Sông Ray",
        "Đảng ủy các xã, thị trấn",
        "UBND các xã, thị trấn",
        "Ban Quản lý dự án huyện Cẩm Mỹ",
    ]


def test_heads_of_listed_departments_and_firms() -> None:
    text = "Giám đốc Sở: Nội vụ, Tư pháp; Công ty TNHH MTV Cấp nước, Đô thị và Môi trường Sông Mã"
    assert [b.canonical for b in bodies.find(Text(text), PROVINCE)] == [
        "Giám đốc Sở Nội vụ tỉnh Nghệ An",
        "Giám đốc Sở Tư pháp tỉnh Nghệ An",
        "Công ty TNHH MTV Cấp nước, Đô thị và Môi trường Sông Mã",
    ]


def test_fields_of_several_words_at_the_end_of_a_cell() -> None:
    text = "Cục Quản lý nhà và thị trường bất động sản | Viện Kinh tế xây dựng | Vụ Pháp chế"
    assert [b.name for b in bodies.find(Text(text), MINISTRY)] == [
        "Cục Quản lý nhà và thị trường bất động sản",
        "Viện Kinh tế xây dựng",
        "Vụ Pháp chế",
    ]
    assert [b.name for b in bodies.find(Text("Viện Kinh tế xây dựng kế hoạch"), MINISTRY)] == ["Viện Kinh tế"]


TAX = Document(issuer="Cục Thuế tỉnh Nghệ An", level="other", province="Nghệ An", date="2023-02-01")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cục Thuế giao Văn phòng tổng hợp", ["Cục Thuế tỉnh Nghệ An", "Văn phòng Cục Thuế tỉnh Nghệ An"]),
        ("các Chi cục Thuế rà soát; Các Chi cục Thuế khu vực, Chi cục Thuế thành phố Vinh báo cáo",
         ["các Chi cục Thuế", "các Chi cục Thuế khu vực", "Chi cục Thuế thành phố Vinh"]),
        ("Trưởng các phòng, Chi cục trưởng các Chi cục Thuế đôn đốc",
         ["Trưởng các phòng", "Chi cục trưởng các Chi cục Thuế"]),
        ("Phòng Kiểm tra nội bộ, Phòng Quản lý hộ kinh doanh, cá nhân và thu khác",
         ["Phòng Kiểm tra nội bộ Cục Thuế tỉnh Nghệ An",
          "Phòng Quản lý hộ kinh doanh, cá nhân và thu khác Cục Thuế tỉnh Nghệ An"]),
        ("báo cáo Tổng cục Thuế", ["Tổng cục Thuế"]),
        ("Các xã không thuộc diện rà soát tự đánh giá", ["các xã không thuộc diện rà soát"]),
        ("Chi cục Hải quan Nghệ An", ["Chi cục Hải quan Nghệ An"]),
    ],
)  # fmt: skip
def test_offices_of_a_central_agencys_branch(text: str, names: list[str]) -> None:
    assert [b.canonical for b in bodies.find(Text(text), TAX)] == names


def test_abbreviations_that_the_document_defines_are_written_out() -> None:
    text = "Hỗ trợ người sử dụng đất (NSDĐ). Phòng Tư vấn NSDĐ phối hợp với Phòng Đào tạo CBQL."
    assert [b.name for b in bodies.find(Text(text))] == ["Phòng Tư vấn người sử dụng đất", "Phòng Đào tạo CBQL"]
    text = "Biểu mẫu đính kèm (NSDĐ). Phòng Tư vấn NSDĐ"
    assert [b.name for b in bodies.find(Text(text))] == ["Phòng Tư vấn NSDĐ"]


def test_a_districts_rooms_have_no_so_as_parent() -> None:
    text = "Phòng Tư pháp, Văn phòng HĐND và UBND, Phòng Cải cách hành chính"
    assert [b.canonical for b in bodies.find(Text(text), SECTOR)] == [
        "Phòng Tư pháp",
        "Văn phòng HĐND và UBND",
        "Phòng Cải cách hành chính Sở Nội vụ tỉnh Nghệ An",
    ]


def test_an_abbreviation_behind_a_unit_s_type_is_no_name() -> None:
    document = Document(issuer="UBND huyện Mai Châu", level="district", district="Mai Châu", province="Hòa Bình")
    found = bodies.find(Text("Kế hoạch của UBND huyện CCHC năm 2024"), document)
    assert [b.canonical for b in found] == ["UBND huyện Mai Châu"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("| Phòng Tổng hợp dữ liệu | 10", "Phòng Tổng hợp dữ liệu"),
        ("Phòng Xây dựng nông thôn mới: rà soát", "Phòng Xây dựng nông thôn mới"),
        ("| Phòng Nội vụ chủ trì | 10", "Phòng Nội vụ"),
        ("Phòng Tư pháp thẩm định:", "Phòng Tư pháp"),
        ("Giao Phòng Xây dựng nông thôn mới | 10", "Phòng Xây dựng"),
    ],
)
def test_a_known_name_goes_on_in_lower_case_where_it_fills_a_cell_or_a_heading(text: str, quote: str) -> None:
    assert [text[b.start : b.end] for b in bodies.find(Text(text))] == [quote]
