"""Localities side by side: on a small generated archive with its truth, and rule by rule on sentences of our own."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import pipeline
from pipeline import as_dict, corpus, extract_file, extract_text
from pipeline.cli import cli
from pipeline.comparison import clusters, ics, run, spread, words
from pipeline.comparison.archive import Archive
from pipeline.comparison.duties import window
from pipeline.comparison.reuse import passages
from pipeline.comparison.wordings import wording
from pipeline.corpus import localities, reading
from pipeline.demo import generate, scoring


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any], dict[str, Any]]:
    """Source, OUT, truth and comparison of a generated archive."""
    folder = tmp_path_factory.mktemp("compare")
    source, out = folder / "demo", folder / "out"
    truth = generate(source, 150, 4)
    (out / "records").mkdir(parents=True)
    with (out / "records" / "records.jsonl").open("w", encoding="utf-8") as file:
        for path in sorted(source.rglob("*.txt")):
            record = as_dict(extract_file(path))
            record["source"]["path"] = str(path.relative_to(source))
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    told = CliRunner().invoke(cli, ["compare", str(out), "--workers", "1"])
    assert told.exit_code == 0, told.output
    return source, out, truth, json.loads((out / "compare" / "comparison.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def archive(made: tuple[Path, Path, dict[str, Any], dict[str, Any]]) -> Archive:
    return run.read(made[1], workers=1)


def test_scores_on_the_truth(made: Any, archive: Archive) -> None:
    source, _, truth, result = made
    links = scoring.links(archive, source, truth)
    assert links["nodes"].precision >= 0.98
    assert links["nodes"].recall >= 0.95
    assert links["files"].precision >= 0.98
    assert links["files"].recall >= 0.95
    assert scoring.edges(archive, source, truth).f1 >= 0.95
    assert scoring.clusters(archive, source, truth, result["measures"]).f1 >= 0.85
    assert scoring.reuse(archive, source, truth, result["reuse"]["passages"])["passages"].f1 >= 0.9


def test_every_number_has_its_evidence(made: Any) -> None:
    result = made[3]
    told = [e for m in ("indices", "cited") for c in result["coverage"][m]["cells"] for e in c["evidence"]]
    told += [v["evidence"] for m in result["measures"] for v in m["values"]]
    told += [y[s]["evidence"] for y in result["index_years"] for s in ("target", "result") if y[s]]
    told += [e["evidence"] for e in result["calendar"]] + [t["evidence"] for t in result["responsibilities"]["tasks"]]
    told += [e for c in result["conflicts"] for v in c["values"] for e in v["evidence"]]
    assert told
    assert set(told) <= set(result["evidence"])
    assert {e["document"] for e in result["evidence"].values()} <= set(result["documents"])
    assert {d["locality"] for d in result["documents"].values()} <= set(result["localities"])


def test_tables_and_frames(made: Any) -> None:
    out = made[1]
    for path in sorted((out / "compare").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len({len(r) for r in rows}) == 1, path.name
    archive = pipeline.load(out)
    assert len(archive.documents) == 150
    assert str(archive.targets["value"].dtype) == "Float64"
    assert str(archive.citations["start"].dtype) == "Int64"
    with pytest.raises(AttributeError, match="documents"):
        _ = archive.letters
    assert corpus.graph(out).number_of_nodes() == made[3]["counts"]["nodes"]


def test_same_input_same_bytes(made: Any, archive: Archive) -> None:
    text = (made[1] / "compare" / "comparison.json").read_text("utf-8")
    again = run.compared(archive, None)
    assert json.loads(text) == json.loads(json.dumps(again))


def test_as_of_counts_by_the_units_of_a_day(made: Any) -> None:
    after = run.compare(made[1], as_of="2025-12-01", workers=1)["localities"]
    provinces = {p["name"]: p for p in after.values() if p["level"] == "province"}
    assert set(provinces) >= {"tỉnh Gia Lai", "tỉnh Tây Ninh", "tỉnh Thanh Hóa"}
    assert provinces["tỉnh Gia Lai"]["from"] == ["province:52"]
    districts = [p for p in after.values() if p["level"] == "district"]
    assert districts
    assert all("abolished" in d["flags"] and d["successors"] for d in districts)
    told = CliRunner().invoke(cli, ["compare", str(made[1]), "--as-of", "hôm nay"])
    assert told.exit_code == 2


def test_split_units_are_flagged() -> None:
    ids, flags = localities.as_of("commune:25168", "2025-08-01")
    assert (len(ids) > 1) == ("split" in flags)
    assert localities.as_of("province:38", "2024-01-01") == (("province:38",), frozenset())
    back, flags = localities.as_of("province:80+", "2024-01-01")
    assert back == ("province:80+",), "made of two provinces: can't be led back to one"
    assert "merged" in flags


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        ("Tỷ lệ hồ sơ TTHC tiếp nhận trực tuyến tại cấp huyện", "Tỷ lệ hồ sơ nộp trực tuyến"),
        ("hồ sơ thủ tục hành chính nộp trực tuyến toàn trình", "Tỷ lệ hồ sơ nộp trực tuyến toàn trình"),
        ("hồ sơ giải quyết quá hạn", "Tỷ lệ hồ sơ trễ hạn"),
        ("hồ sơ trễ hạn được gửi thư xin lỗi", "Tỷ lệ hồ sơ trễ hạn có văn bản xin lỗi"),
        ("Chỉ số hài lòng SIPAS", "Chỉ số SIPAS"),
        ("số hộ nuôi tôm công nghệ cao", None),
    ],
)
def test_measures_have_canonical_names(measure: str, name: str | None) -> None:
    made_, _ = clusters.cluster([{"type": "percentage", "unit": "%", "measure": measure}])
    assert (made_[0].name if made_[0].canonical else None) == name


def test_unlike_measures_stay_apart() -> None:
    told = ["diện tích rừng trồng mới", "diện tích trồng rừng mới", "trẻ em được tiêm chủng", "hộ nuôi tôm"]
    targets = [{"type": "percentage", "unit": "%", "measure": m} for m in told]
    targets.append({"type": "quantity", "unit": "ha", "measure": told[0]})
    _, home = clusters.cluster(targets)
    at = [home[k] for t in targets if (k := clusters.key_of(t)) is not None]
    assert at[0] == at[1]
    assert len(set(at)) == 4
    assert wording("tỷ lệ che phủ rừng của huyện").scope == "district"


def test_outliers_and_spread() -> None:
    values = [{"status": "target", "year": 2024, "level": "district", "scope": None, "value": v, "outlier": False}
              for v in (80, 82, 85, 81, 84, 20)]  # fmt: skip
    (told,) = spread.spread(values)
    assert (told["n"], told["min"], told["max"]) == (6, 20, 85)
    assert [v["outlier"] for v in values] == [False] * 5 + [True]


_OWN = (
    "Hội Nông dân các thôn vận động hội viên chuyển diện tích lúa kém hiệu quả sang trồng cây ăn quả theo quy hoạch, "
    "hỗ trợ giống bưởi da xanh và tập huấn kỹ thuật tưới tiết kiệm cho ít nhất ba mươi hộ tham gia mô hình điểm tại xã."
)


def _words(text: str) -> words.Words:
    return words.of(reading.document(as_dict(extract_text(f"KẾ HOẠCH\nPhát triển vườn\n\nI. NHIỆM VỤ\n\n{text}\n"))))


def test_copied_passages_are_aligned_over_small_changes() -> None:
    parent = _words("1. Chuẩn bị cho mùa vụ.\n\n2. " + _OWN)
    copy = _words("1. " + _OWN.replace("ba mươi hộ", "mười lăm hộ").replace("bưởi da xanh", "cam sành"))
    other = _words("1. Tổ chức thi cắm hoa nhân ngày lễ, trao giải cho ba đội và công bố kết quả trên loa của thôn.")
    found = passages([parent, other, copy], {2: [0]})
    assert [(p.copy, p.source) for p in found] == [(2, 0)]
    assert found[0].end - found[0].start >= 40
    assert passages([parent, other], {}) == []
    assert passages([], {}) == []
    assert np.array_equal(parent.numbers[:2], copy.numbers[:2])


def test_calendar() -> None:
    assert window("2024-02") == ("2024-02-01", "2024-02-29")
    assert window("2025-Q2") == ("2025-04-01", "2025-06-30")
    assert window("25/month") == (None, None)
    document = {"kind": "Kế hoạch", "number": "1/KH-UBND", "issuer": "UBND xã", "date": "2024-03-01", "year": 2024}
    documents = {"d": document}
    what = "Báo cáo; kết quả, năm\nnay " * 9
    entry = {"end": "2024-12-14", "rule": None, "kind": "report", "what": what, "body": None, "document": "d",
             "evidence": "d:t1"}  # fmt: skip
    rule = entry | {"end": None, "rule": "25/month", "evidence": "d:t2"}
    text = ics.calendar([entry, rule], documents)
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20241214" in text
    assert "RRULE:FREQ=MONTHLY;BYMONTHDAY=25" in text
    assert "\\;" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
