"""Every encoding Vietnamese has been written in is recognised; what none explains is an error that says so."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from pipeline.errors import LimitExceeded, UnreadableInput
from pipeline.ingest import encodings, plain

TEXT = """ỦY BAN NHÂN DÂN HUYỆN BẢO YÊN
Kế hoạch đẩy mạnh cải cách hành chính năm 2022: rút ngắn thời gian giải quyết hồ sơ, nâng mức độ hài lòng của người dân,
ứng dụng chữ ký số, khảo sát tại các xã vùng cao, tổng kết vào quý IV; phấn đấu trả kết quả đúng hạn, giữ vững kỷ luật.
"""


def _as(encoding: str) -> bytes:
    table = {}
    with (Path(encodings.__file__).parent.parent / "data" / "encodings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["encoding"] == encoding:
                table.setdefault(row["letter"], bytes.fromhex(row["bytes"]))
    return b"".join(table.get(ch) or ch.encode("latin-1") for ch in TEXT)


def _cp1258() -> bytes:
    out = b""
    for ch in TEXT:
        marks = [m for m in unicodedata.normalize("NFD", ch) if m in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(c for c in unicodedata.normalize("NFD", ch) if c not in marks)
        out += (unicodedata.normalize("NFC", rest) + "".join(marks)).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_unicode_encodings_are_named(codec: str, name: str) -> None:
    assert encodings.decode(TEXT.encode(codec)) == (TEXT, name)


@pytest.mark.parametrize(("encoding", "name"), [("vni", "VNI"), ("viscii", "VISCII")])
def test_encodings_before_unicode_are_decoded_by_the_words_they_make(encoding: str, name: str) -> None:
    assert encodings.decode(_as(encoding)) == (TEXT, name)


def test_tcvn3_capitals_come_from_fonts_and_so_are_read_in_lower_case() -> None:
    global TEXT
    printed, TEXT = TEXT, TEXT.lower()
    try:
        assert encodings.decode(_as("tcvn3")) == (printed.lower(), "TCVN3 (ABC)")
        as_unicode = _as("tcvn3").decode("latin-1").encode("utf-8")
        assert encodings.decode(as_unicode) == (printed.lower(), "TCVN3 (ABC) in utf-8")
    finally:
        TEXT = printed


def test_cp1258_keeps_its_marks_for_normalisation() -> None:
    text, name = encodings.decode(_cp1258())
    assert name == "cp1258"
    assert unicodedata.normalize("NFC", text) == TEXT


def test_decomposed_text_is_named_so() -> None:
    text, name = encodings.decode(unicodedata.normalize("NFD", TEXT).encode())
    assert name == "utf-8 NFD"
    assert unicodedata.normalize("NFC", text) == TEXT


@pytest.mark.parametrize(
    "data", [bytes(range(128, 256)) * 20, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "жЩ".encode("koi8-r") * 50]
)
def test_bytes_no_table_explains_are_an_error_that_says_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"plan\.txt.*(UTF-8|type)"):
        plain.read_bytes(data, "plan.txt")


def test_ascii_and_empty_text_are_utf8() -> None:
    assert encodings.decode(b"So: 12/KH-UBND") == ("So: 12/KH-UBND", "utf-8")
    assert encodings.decode(b"") == ("", "utf-8")


def test_unreadable_files_name_path_and_cause(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"missing\.txt"):
        plain.read(tmp_path / "missing.txt")
    with pytest.raises(UnreadableInput, match="not a regular file"):
        plain.read(tmp_path)


def test_a_text_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(plain.MAX_BYTES + 1)
    with pytest.raises(LimitExceeded, match=r"huge\.txt"):
        plain.read(path)
