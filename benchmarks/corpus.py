"""Links, target clusters and copied passages scored, and 10,000 documents timed: `python -m benchmarks.corpus`.

Scores: on the demonstration archive's truth (another seed than development looked at), and on pairs of citations from
the annotated documents labelled by hand (tests/data/link_pairs.csv). Timing: `compare` in a process of its own, wall
time and the largest memory of it and its workers together.
"""

from __future__ import annotations

import csv
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pipeline import as_dict, extract_file
from pipeline.comparison import run
from pipeline.corpus import network, reading
from pipeline.demo import generate, scoring
from pipeline.demo.scoring import Score

_ROOT = Path(__file__).parent.parent
PAIRS = _ROOT / "tests" / "data" / "link_pairs.csv"


def pairs(gold: Path = _ROOT / "tests" / "gold") -> tuple[Score, list[str]]:
    """Precision and recall of links on the labelled pairs, and the pairs that are wrong. A citation that extraction
    misses is linked to nothing."""
    docs = [
        reading.document(as_dict(extract_file(path)))
        for half in ("dev", "shared")
        for path in sorted((gold / half).glob("*.txt"))
    ]
    docs = reading.in_order(docs)
    net = network.build(docs)
    names = {Path(doc.path).stem: i for i, doc in enumerate(docs)}
    linked = same = both = 0
    wrong: list[str] = []
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            homes = [_home(net, docs, names, row, side) for side in "ab"]
            found, true = homes[0] is not None and homes[0] == homes[1], row["label"] == "same"
            linked, same, both = linked + found, same + true, both + (found and true)
            if found != true:
                wrong.append(f"{row['document_a']}: {row['quote_a']} | {row['document_b']}: {row['quote_b']}: "
                             f"{row['label']}, {'linked' if found else 'not linked'}")  # fmt: skip
    return Score(both / linked if linked else 0.0, both / same if same else 0.0, same), wrong


def _home(
    net: network.Network, docs: list[reading.Doc], names: dict[str, int], row: dict[str, str], side: str
) -> int | None:
    i = names[row[f"document_{side}"]]
    quote = r"\s+".join(map(re.escape, row[f"quote_{side}"].replace("\\n", "\n").split()))
    places = [m.span() for m in re.finditer(quote, docs[i].text)]
    start, end = places[min(int(row[f"occurrence_{side}"]), len(places)) - 1] if places else (0, 0)
    best, home = 0.0, None
    for at, c in enumerate(docs[i].citations):
        shared = min(c.end, end) - max(c.start, start)
        if shared > best * (max(c.end, end) - min(c.start, start)):
            best, home = shared / (max(c.end, end) - min(c.start, start)), net.homes.get((i, at))
    return home


def demonstration(folder: Path, documents: int, seed: int) -> tuple[Path, Path]:
    """A generated archive and the OUT of its batch."""
    source, out = folder / f"demo-{documents}", folder / f"out-{documents}"
    generate(source, documents, seed)
    subprocess.run([sys.executable, "-m", "pipeline.cli", "batch", str(source), str(out), "--quiet"], check=True)
    return source, out


def scores(source: Path, out: Path) -> dict[str, Score]:
    """All scores on a generated archive."""
    truth = json.loads((source / "truth.json").read_text(encoding="utf-8"))
    archive = run.read(out)
    result = run.compared(archive, None)
    found = {f"links, {name}": s for name, s in scoring.links(archive, source, truth).items()}
    found["typed edges"] = scoring.edges(archive, source, truth)
    found["target clusters (B-cubed)"] = scoring.clusters(archive, source, truth, result["measures"])
    reused = scoring.reuse(archive, source, truth, result["reuse"]["passages"])
    return found | {f"reuse, {name}": s for name, s in reused.items()}


def timing(out: Path) -> dict[str, Any]:
    """`kehoach compare OUT`: wall seconds, and megabytes of the largest process and of the children's largest."""
    code = (
        "import sys, resource; from pipeline.comparison.run import run; r = run(sys.argv[1]);"
        "who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN);"
        "own, kids = (resource.getrusage(w).ru_maxrss // 1024 for w in who);"
        "used = sum(getattr(resource.getrusage(w), t) for w in who for t in ('ru_utime', 'ru_stime'));"
        "print(r['counts']['documents'], own, kids, round(used))"
    )
    began = time.monotonic()
    told = subprocess.run([sys.executable, "-c", code, str(out)], check=True, capture_output=True, text=True).stdout
    documents, own, kids, cpu = map(int, told.split())
    wall = round(time.monotonic() - began, 1)
    return {"documents": documents, "seconds": wall, "CPU seconds": cpu, "MB": own, "MB a worker": kids}


def main(argv: list[str]) -> None:
    """Print all figures. Arguments: documents of the timed archive (0: none), an OUT to time instead of making it."""
    size = int(argv[0]) if argv else 10000
    score, wrong = pairs()
    print(f"hand-labelled pairs: link precision {score.precision:.3f} recall {score.recall:.3f} ({score.n} same)")
    print(*wrong, sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        for name, s in scores(*demonstration(Path(folder), 300, 7)).items():
            print(f"{name}: precision {s.precision:.3f} recall {s.recall:.3f} F1 {s.f1:.3f} (n {s.n})")
        if size:
            out = Path(argv[1]) if len(argv) > 1 else demonstration(Path(folder), size, 3)[1]
            print(timing(out))
    print("largest memory of this process:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")


if __name__ == "__main__":
    main(sys.argv[1:])
