"""Time over length on texts that no office writes: a beginning of a plan and one piece repeated, without line ends.

    python -m benchmarks.linearity [--characters N] [PIECE …]

Prints milliseconds for N and 8 N characters and their ratio, which stays below 8.5 where the work is linear (a little
more where a window of bounded size fills up first). The tests count steps instead (tests/test_linearity.py).
"""

from __future__ import annotations

import argparse
import time

from pipeline.process import extract_text

HEAD = "ỦY BAN NHÂN DÂN\nHUYỆN A\nSố: 1/KH-UBND\n\nKẾ HOẠCH\nCải cách hành chính năm 2024\n\nI. MỤC TIÊU\n"
PIECES = (
    "(", '"', "7", "ol", "|", "của ", "và ", ", ", "; ", ".", "-", "a  ", "a\t\t", "\t", "\t ", "\n", "a", "A", "*",
    "# ", "Xã A. ", "số ", "1 ", "1% ", "1/", "1/a", "A-", "1.2.", "1,", "1. ", "I. ", "a: ", "[bookmark: ", "a\u0301",
    "ngày 1/1/2024, ", "quý I, ", "mỗi ", "năm 2024 ", "định kỳ hằng tháng, ", "từ 1 đến ", "1.000.000 đồng ",
    "Quyết định số 1/QĐ-UBND, ", "Kế hoạch ", "Luật ", "khoản 1 Điều 2 ", "chỉ số ", "Sở Nội vụ, ", "Phòng ", "Phó ",
    "UBND ", "Trưởng ", "các ", "trực thuộc ", "tỉnh A, ", "chủ trì, phối hợp với ", "báo cáo ", "và, đồng thời ",
    "| a | b |\n", "a\t1%\t", "| 1% ", "a\n", "- a\n",
)  # fmt: skip


def text(piece: str, characters: int) -> str:
    """The beginning of a plan and `piece` repeated up to `characters`."""
    return HEAD + (piece * (characters // len(piece) + 1))[:characters]


def _seconds(given: str) -> float:
    began = time.process_time()
    extract_text(given)
    return time.process_time() - began


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=6000)
    parser.add_argument("pieces", nargs="*", default=PIECES)
    args = parser.parse_args()
    extract_text(text("Sở Nội vụ, ", 200))
    worst = 0.0
    for piece in args.pieces:
        short = min(_seconds(text(piece, args.characters)) for _ in range(3))
        long = _seconds(text(piece, 8 * args.characters))
        worst = max(worst, long / short)
        print(f"{piece!r:32} {short * 1e3:9.1f} ms {long * 1e3:9.1f} ms   {long / short:5.1f}", flush=True)
    print(f"the worst ratio is {worst:.1f}")


if __name__ == "__main__":
    main()
