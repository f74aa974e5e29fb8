"""Documents as a store gives them, for the tests of what is made of them."""

from __future__ import annotations

import json
from functools import cache

import pipeline
from pipeline.archive.store import StoredDocument
from pipeline.records import LAYERS
from tests.test_export import PLAN

OTHER = """ỦY BAN NHÂN DÂN
HUYỆN GÒ DẦU
Số: 57/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gò Dầu, ngày 05 tháng 6 năm 2024

BÁO CÁO
Kết quả chuyển đổi số sáu tháng đầu năm 2024

Thực hiện Kế hoạch số 31/KH-SNV ngày 12/02/2023 của Sở Nội vụ về nâng cao chỉ số hài lòng, UBND huyện báo cáo như sau:

1. Kết quả
- Đã số hóa 1.250 hồ sơ, đạt 83,5% kế hoạch; Chỉ số PAPI đạt 42,7 điểm.
- Đảng ủy các xã, thị trấn đã chỉ đạo tuyên truyền đến từng ấp, khu phố và hộ gia đình trên địa bàn.

2. Nhiệm vụ
- Phòng Văn hóa và Thông tin chủ trì, phối hợp với Công an huyện rà soát dữ liệu trước ngày 30/9/2024.
"""


@cache
def line(text: str, path: str) -> str:
    """The record of `text` as one line of JSON."""
    return pipeline.to_json(pipeline.extract_text(text, path=path), indent=None)


def stored(text: str, path: str) -> StoredDocument:
    """A document that went well."""
    return StoredDocument(path, "", "", len(text), "ok", line(text, path))


def doubtful(text: str, path: str, confidence: float = 0.5) -> StoredDocument:
    """A document whose facts are all of that confidence, whatever calibration says of their rules."""
    record = json.loads(line(text, path))
    for layer in LAYERS:
        for fact in record[layer]:
            fact["confidence"] = confidence
    return StoredDocument(path, "", "", len(text), "ok", json.dumps(record, ensure_ascii=False))


def failed(path: str, cause: str, *, status: str = "failed") -> StoredDocument:
    """A document that didn't."""
    return StoredDocument(path, "", "", 0, status, stage="ingest", page=2, cause=cause, advice="Scan it again")


def archive() -> list[StoredDocument]:
    """Two plans, a report whose name looks like a formula, and two failures."""
    return [
        stored(OTHER, "=cmd|'/c calc'!A1.txt"),
        failed("hỏng.pdf", "=HYPERLINK(\"http://x\")"),
        stored(PLAN, "kế hoạch.txt"),
        stored(PLAN.replace("31/KH-SNV", "32/KH-SNV").replace("SIPAS", "PCI") + "\nThêm.\n", "kế hoạch 2.txt"),
        failed("thiếu.tif", "tesseract is not installed", status="skipped"),
    ]  # fmt: skip
