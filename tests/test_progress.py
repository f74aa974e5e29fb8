"""How a batch goes on and what it says at the end."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.archive import tables
from pipeline.export import summary
from pipeline.export.progress import State, clock_time, left, line, rate, reporter
from pipeline.export.tables import TABLES
from pipeline.export.terminal import say
from tests.stored_documents import archive, doubtful
from tests.test_export import PLAN


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_now_and_then_and_one_at_the_end() -> None:
    stream, clock = io.StringIO(), Clock()
    with reporter(stream=stream, lang="en", clock=clock) as progress:
        for n in range(101):
            clock.now = float(n)
            progress(n, 200, n // 50, ocr_pages=n)
    lines = stream.getvalue().splitlines()
    assert [x.split(",")[0] for x in lines] == [f"{n} of 200 documents ({n // 2} %)" for n in (30, 60, 90, 100)]
    assert "1.0 documents/s" in lines[1]
    assert "60 pages by OCR, 1 failed, 02:20 left" in lines[1]


def test_a_log_for_programs_is_json_lines() -> None:
    stream, clock = io.StringIO(), Clock()
    with reporter(stream=stream, log_json=True, quiet=True, clock=clock) as progress:
        progress(10, 100, 0)
        clock.now = 10.0
        progress(30, 100, 2, skipped=1, stage="stage_tables")
    event = json.loads(stream.getvalue().splitlines()[-1])
    assert (event["done"], event["total"], event["failed"], event["skipped"]) == (30, 100, 2, 1)
    assert event["per_second"] == 2.0  # what an earlier run did doesn't count
    assert event["left"] == 35


def test_quiet_says_nothing() -> None:
    for stream in (io.StringIO(), Terminal()):
        with reporter(stream=stream, quiet=True) as progress:
            progress(1, 2, 0)
        assert stream.getvalue() == ""


def test_a_terminal_shows_a_bar() -> None:
    stream = Terminal()
    with reporter(stream=stream, lang="vi") as progress:
        progress(1, 2, 0)
        progress(2, 2, 1, ocr_pages=3)
    shown = stream.getvalue()
    assert "2/2" in shown
    assert "1 lỗi" in shown
    assert "3 trang nhận dạng chữ" in shown


def test_the_last_line_speaks_even_if_the_run_breaks_off() -> None:
    stream = io.StringIO()
    with suppress(KeyboardInterrupt), reporter(stream=stream, lang="en") as progress:
        progress(5, 10, 0)
        raise KeyboardInterrupt
    assert stream.getvalue().startswith("5 of 10 documents (50 %)")


def test_rates_and_times() -> None:
    assert rate(State(done=30), State(done=10), 10.0) == 2.0
    assert rate(State(done=3), State(), 0.0) == 0.0
    assert left(State(done=10, total=30), 2.0) == 10.0
    assert left(State(done=10), 2.0) is None
    assert [clock_time(s) for s in (None, 5.4, 125, 3723)] == ["-:--", "00:05", "02:05", "1:02:03"]
    assert "%" not in line(State(done=3), 1.0, "en")


@pytest.mark.parametrize(("lang", "words"), [
    ("en", ["3 documents were read. It took 12.5 s.", "department of a province", "1 documents failed, 1 were skipped",
            "Scan it again", "Citations", "corrections.csv"]),
    ("vi", ["Đã đọc 3 văn bản. Thời gian: 12,5 giây.", "cấp huyện", "1 văn bản bị lỗi, 1 văn bản được bỏ qua",
            "Văn bản viện dẫn", "Việc tiếp theo", "corrections.csv"]),
])  # fmt: skip
def test_a_manager_reads_what_was_found_what_failed_and_what_to_do(tmp_path: Path, lang: str, words: list[str]) -> None:
    tables.write(tmp_path, [*archive()[:-2], doubtful(PLAN + "\nThêm nữa.\n", "z.txt"), archive()[-1]])
    stream = io.StringIO()
    summary.show(tmp_path, lang, seconds=12.5, file=stream)
    for word in words:
        assert word in stream.getvalue()


def test_long_lists_are_cut_and_counted_together() -> None:
    report = {
        "rows": dict.fromkeys(TABLES, 0),
        "documents": {"kind": {}, "level": {"": 4}, "province": {f"Tỉnh {n}": 20 - n for n in range(20)}},
        "failures": [], "review": 0, "corrections": {"applied": 2, "wrong": 1}, "formats": ["csv"],
        "left_out": ["xlsx"],
    }  # fmt: skip
    text = summary.words(report, "out", "en")
    assert "13 others" in text
    assert "(not stated)" in text
    assert "--formats xlsx" in text
    assert "2 applied, 1 fit nothing" in text
    assert summary.number(1234567, "vi") == "1.234.567"


def test_nothing_to_sum_up_is_no_error(tmp_path: Path) -> None:
    stream = io.StringIO()
    summary.show(tmp_path, "en", file=stream)
    assert stream.getvalue() == ""


def test_every_message_is_there_in_both_languages() -> None:
    import csv

    path = Path(summary.__file__).parent.parent / "data/messages.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({r["key"] for r in rows}) == len(rows)
    for row in rows:
        assert row["en"]
        assert row["vi"]
        names = [{part.split("}")[0] for part in row[lang].split("{")[1:]} for lang in ("en", "vi")]
        assert names[0] == names[1], row["key"]
    assert say("progress_rate", "vi", n=3) == "3 văn bản/giây"
