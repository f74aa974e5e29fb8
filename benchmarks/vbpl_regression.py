"""Citations over real legislation: is every string that looks like a document's number accounted for?

usage: vbpl_regression.py CORPUS.jsonl[.gz] [--every N] [--show N]

CORPUS holds one JSON object a line with a `text` (812 central normative texts, 30 million characters, MIT licence:
phanbasongtoan112-art/vbpl-layout-detection). A number-like string (`N/YYYY/XX-YY`, `N/YYYY/QHnn`, `N/XX-YY`, `N-XX/YY`)
is accounted for if it stands in a citation, is the document's own number in its letterhead, or belongs to one of the
kinds of exception named in EXCEPTIONS, each with its reason. Prints the share and the throughput of the layer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from extractors import citations
from extractors.text import Text

_LETTER = "A-ZĐÐƯ"
# Written apart from the extractor's own patterns, on purpose
LOOKS = re.compile(
    rf"(?<![\w/.-])\d{{1,5}}[a-zđ]?/\d{{4}}/(?:[{_LETTER}][\wĐÐđ&]*(?:-[{_LETTER}][\wĐÐđ&]*)+|(?:UBTV)?QH\d{{1,2}})(?!\w)"
    rf"|(?<![\w/.-])\d{{1,5}}[a-zđ]?/[{_LETTER}]{{2}}[\wĐÐđ&]*(?:-[{_LETTER}]{{2}}[\wĐÐđ&]*)+"
    rf"|(?<![\w/.-])\d{{1,5}}-[{_LETTER}]{{2}}[\wĐÐđ]*/[{_LETTER}]{{2}}[\wĐÐđ]*"
)
# Only a letterhead begins a line or cell with "Số", or with the type word and "số" near the top
_OWN = re.compile(r"(?:^|[\n|]|\s{3})[\s*]*(?:(?:Luật|LUẬT|Pháp lệnh|Nghị quyết)\s)?[Ss][ốỐ]\s*:?\s*(?:\d+\s*/\s*)?\Z")
# Kinds of string that look like numbers of documents and are none
EXCEPTIONS = {
    "form": (
        re.compile(r"(?:[Mm]ẫu|MẪU|[Bb]iểu|BIỂU|[Pp]hụ lục|PHỤ LỤC|[Bb]ảng|[Tt]ờ khai|Ký hiệu)[^\n;.]{0,30}\Z"),
        "number of a form or annex",
    ),
    "definition": (
        re.compile(
            r"(?:gọi|viết)(?: tắt)?(?: chung)? là[^\n;.]{0,30}\Z"
            r"|\((?:Luật|Nghị định|Thông tư|Quyết định|Nghị quyết) số \Z"
        ),
        "short name being defined for a document that is cited just before",
    ),
    "dossier": (
        re.compile(r"(?:[Hh]ồ sơ|[Vv]ụ án|[Bb]ản án|[Gg]iấy phép|[Hh]ợp đồng|[Gg]iấy chứng nhận)[^\n;.]{0,24}\Z"),
        "number of a dossier, licence or contract",
    ),
}


def texts(path: Path, every: int = 1) -> Iterator[str]:
    """The texts of a corpus file, each `every`-th."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for i, line in enumerate(file):
            if i % every == 0:
                yield unicodedata.normalize("NFC", json.loads(line)["text"])


def account(text: str, spans: list[tuple[int, int]]) -> tuple[Counter[str], list[str]]:
    """Number-like strings of `text` by what accounts for them, and the context of those that nothing does."""
    counts: Counter[str] = Counter()
    left: list[str] = []
    covered = sorted(spans)
    i = 0
    for m in LOOKS.finditer(text):
        while i < len(covered) and covered[i][1] <= m.start():
            i += 1
        if any(s <= m.start() and m.end() <= e for s, e in covered[i : i + 4]):
            counts["citation"] += 1
        elif _OWN.search(text, max(0, m.start() - 80), m.start()):
            counts["own number"] += 1
        else:
            before = text[max(0, m.start() - 60) : m.start()]
            kind = next((k for k, (pattern, _) in EXCEPTIONS.items() if pattern.search(before)), None)
            counts[kind or "unaccounted"] += 1
            if kind is None:
                left.append((before + "⟦" + m[0] + "⟧" + text[m.end() : m.end() + 30]).replace("\n", "¶"))
    return counts, left


def main() -> None:
    """Run over a corpus and print shares and throughput."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each N-th text only")
    parser.add_argument("--show", type=int, default=20, help="print so many unaccounted strings")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    left: list[str] = []
    size, seconds = 0, 0.0
    for raw in texts(args.corpus, args.every):
        text = Text(raw)
        begin = time.perf_counter()
        found = citations.extract(text, bodies=())
        seconds += time.perf_counter() - begin
        size += len(raw.encode())
        forms.update(c.form for c in found)
        some, missing = account(raw, [(c.start, c.end) for c in found])
        counts += some
        left += missing
    total = sum(counts.values())
    for line in left[: args.show]:
        print(line)
    print(
        f"{total} number-like strings: "
        + ", ".join(f"{k} {n} ({n / max(1, total):.2%})" for k, n in counts.most_common())
    )
    print(
        f"accounted for {1 - counts['unaccounted'] / max(1, total):.3%}; citations "
        + ", ".join(f"{k} {n}" for k, n in forms.most_common())
    )
    print(f"{size / 1e6:.1f} MB in {seconds:.1f} s: {size / 1e6 / max(seconds, 1e-9):.2f} MB/s (citations layer alone)")


if __name__ == "__main__":
    main()
