"""Normalised text and the way back to raw offsets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import Text, bare, fold
from pipeline.normalize import normalize
from pipeline.offsets import apply, chain

LINES = """KẾ HOẠCH
Nâng cao chỉ số hài lòng năm 2022

Thực hiện Quyết định số 15/QĐ-UBND ngày 05/01/2022 của UBND tỉnh Lào Cai về cải cách hành chính;
I. MỤC TIÊU
- Phấn đấu trả kết quả đúng hạn 98% hồ sơ trở lên.
- Tổ chức ít nhất 02 lớp bồi dưỡng cho công chức cấp xã, hoàn thành trước ngày 30/9/2022.
"""


def test_a_sentence_broken_over_a_page_is_joined() -> None:
    text, _ = normalize(
        "Các xã tổng hợp báo cáo của\n\n2\n\nPhòng Nội vụ và gửi về\nhuyện trước ngày 20.\n- Việc khác."
    )
    assert "gửi về huyện trước ngày 20.\n- Việc khác." in text.text


def test_breaks_before_numbers_bullets_and_tables_stay() -> None:
    raw = "Nội dung gồm\na) rà soát\n- công khai\n1.2. Hình thức\n| a | b |\n| c | d |\nTM. ỦY BAN"
    assert normalize(raw)[0].text == raw


def test_a_heading_is_not_joined_with_the_paragraph_below_it() -> None:
    raw = "Điều 2. Tổ chức thực hiện\nVăn phòng Sở chủ trì.\nIII. Kinh phí thực hiện\nNgân sách cấp."
    assert normalize(raw)[0].text == raw


def test_wrapped_lines_are_joined_where_they_are_full() -> None:
    words = (
        "Ủy ban nhân dân xã tiếp tục rà soát, công khai thủ tục hành chính tại Bộ phận Một cửa và tuyên truyền tới "
        "từng thôn về Cổng Dịch vụ công Quốc gia để người dân nộp hồ sơ trực tuyến ngay tại nhà mà không phải đi lại"
    ).split()
    paragraph = [" ".join(words[i : i + 12]) for i in range(0, len(words), 12)]
    raw = "\n".join([*paragraph, "Kết thúc đoạn này.", *paragraph, "Kết thúc đoạn kia.", *paragraph, "Hết."])
    text = normalize(raw)[0].text
    assert " ".join(words) + " Kết thúc đoạn này." in text.replace("\n", " ")


def test_page_numbers_go_and_numbered_table_cells_stay() -> None:
    page = "Nội dung dài của trang này. " * 30
    text, offsets = normalize(f"{page}\n\n2\n\n{page}\n\n3\n\nHết.")
    assert "\n2\n" not in text.text
    assert "\n3\n" not in text.text
    start = text.text.rindex("Hết")
    assert offsets.raw(start, start + 3)[0] == len(page) * 2 + len("\n\n2\n\n") + len("\n\n3\n\n")
    table = "STT\nNội dung\n1\nRà soát\n2\nCông khai\n3\nBáo cáo"
    assert normalize(table)[0].text == table


def test_running_headers_beside_page_numbers_go() -> None:
    page = "Nội dung dài của trang này. " * 30
    raw = "".join(f"{page}\n\n{n}\nUBND huyện Bảo Yên\n\n" for n in range(2, 6))
    assert "UBND huyện Bảo Yên" not in normalize(raw)[0].text


def test_columns_of_a_letterhead_keep_their_distance_and_the_body_does_not() -> None:
    head = "UBND TỈNH LÀO CAI        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    text = normalize(head + "\n".join(["dòng."] * 30) + "\nĐạt   trên  90%.")[0].text
    assert text.startswith(head)
    assert text.endswith("Đạt trên 90%.")


def test_words_are_never_rewritten() -> None:
    raw = "Quyết đinh số 15/QÐ-UBND, Chỉ sổ, l2/O9/2022, hoà giải, uỷ quyền"
    assert normalize(raw)[0].text == raw


@pytest.mark.parametrize("junk", ["\u200b", "\u00ad", "\ufeff", "\u2060", "\x00", "[bookmark: _GoBack]", "**"])
def test_invisible_matter_leaves_text_but_not_the_map(junk: str) -> None:
    raw = f"{junk}Số: 15{junk}/KH-UBND"
    text, offsets = normalize(raw)
    assert text.text == "Số: 15/KH-UBND"
    start, end = offsets.raw(4, 14)
    assert raw[start:end] == f"15{junk}/KH-UBND"


EDITS = st.lists(
    st.tuples(st.integers(0, len(LINES)), st.sampled_from(["\u200b", "\u00ad", "\u00a0", "\ufeff", "\u2003"]))
)


@given(EDITS, st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_random_edits_change_no_letter_and_offsets_lead_back(
    edits: list[tuple[int, str]], decomposed: bool, line_end: str
) -> None:
    raw = LINES
    for at, junk in sorted(edits, reverse=True):
        raw = raw[:at] + junk + raw[at:]
    raw = raw.replace("\n", line_end)
    if decomposed:
        raw = unicodedata.normalize("NFD", raw)
    text, offsets = normalize(raw)
    assert unicodedata.is_normalized("NFC", text.text)
    assert _letters(text.text) == _letters(LINES)
    for word in ("15/QĐ-UBND", "Lào", "98%", "30/9/2022"):
        if word in text.text:
            start = text.text.index(word)
            a, b = offsets.raw(start, start + len(word))
            assert _letters(raw[a:b]) == _letters(word)


def _letters(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFC", text) if ch.isalnum())


@given(st.text(alphabet="aăâ ̣́\n.,;:1-|\t\u00ad\u200b\u00a0hH\r\x0c*", max_size=120))
def test_any_span_of_any_text_has_a_raw_span_with_the_same_letters(raw: str) -> None:
    text, offsets = normalize(raw)
    for start in range(0, len(text.text), 3):
        for end in (start + 1, min(start + 5, len(text.text))):
            a, b = offsets.raw(start, end)
            assert 0 <= a <= b <= len(raw)
            assert _letters(text.text[start:end]) in _letters(raw[a:b])


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT", "NAM", True),
        ("ĐẢNG CỘNG SẢN VIỆT", "NAM", True),
        ("ĐẢNG ỦY PHƯỜNG", "SÔNG LÂM", True),
        ("UBND TỈNH", "SỞ NỘI VỤ", False),
        ("ỦY BAN NHÂN DÂN XÃ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", False),
        ("TM. ỦY BAN NHÂN DÂN XÃ", "CHỦ TỊCH", False),
    ],
)
def test_names_broken_in_a_narrow_letterhead(before: str, after: str, joined: bool) -> None:
    assert (f"{before} {after}" in normalize(f"{before}\n{after}\nKẾ HOẠCH")[0].text) == joined


def test_normalising_twice_changes_nothing() -> None:
    once = normalize(LINES)[0].text
    assert normalize(once)[0].text == once


@given(st.text(max_size=60))
def test_folds_have_the_length_of_the_text(s: str) -> None:
    text = Text(unicodedata.normalize("NFC", s))
    assert len(text.fold) == len(text.bare) == len(text.text)


def test_folds_read_tone_placement_and_slips_alike() -> None:
    assert fold("Uỷ ban, hoà giải, quý") == fold("Ủy ban, hòa giải, quý") == "ủy ban, hòa giải, quý"
    assert bare(fold("Quyết đinh")) == bare(fold("Quyết định")) == "quyet dinh"
    assert fold("QÐ – “a”") == 'qđ - "a"'


def test_layers_compose() -> None:
    text, offsets = chain("a--b__c", lambda s: [(1, 3, "")], lambda s: [(2, 4, "!")])
    assert text == "ab!c"
    assert offsets.raw(1, 2) == (3, 4)
    assert offsets.raw(2, 3) == (4, 6)
    assert offsets.raw(0, 4) == (0, 7)
    assert apply("abc", []) == ("abc", None)
