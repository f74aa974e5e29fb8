"""Texts for measuring speed: the demonstration archive, the real samples, and a dense archive.

In the dense one each document starts from one of the annotated texts, but its places, numbers, dates and order of
bullets are drawn anew, so that no two are alike and no cache can help; those texts carry some 12 facts a kB, three
times what real plans do.
"""

from __future__ import annotations

import csv
import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.demo.archive import generate

ROOT = Path(__file__).parent.parent
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?m)(?:^[-+·•] [^\n]*\n\n?){2,}")


def seeds() -> list[str]:
    """The annotated texts of the development sets."""
    return [
        path.read_text(encoding="utf-8")
        for part in ("shared", "dev")
        for path in sorted((ROOT / "tests/gold" / part).glob("*.txt"))
    ]


def _provinces() -> list[str]:
    with (ROOT / "extractors/data/admin_units.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted({row["name"] for row in csv.DictReader(file) if row["level"] == "1"})


def _other_digits(m: re.Match[str], rng: random.Random) -> str:
    """Numbers keep their length and the range that makes them days, months and years."""
    s = m[0]
    if len(s) == 4 and s.startswith(("19", "20")):
        return str(rng.randint(2016, 2025))
    if len(s) == 2 and "01" <= s <= "28":
        return f"{rng.randint(1, 28):02d}"
    if len(s) == 1:
        return str(rng.randint(1, 9))
    return s if len(s) < 3 else str(rng.randint(10 ** (len(s) - 1), 10 ** len(s) - 1))


def _shuffled(m: re.Match[str], rng: random.Random) -> str:
    lines = [x for x in m[0].split("\n") if x]
    rng.shuffle(lines)
    return "\n".join(lines) + "\n"


def archive(count: int, seed: int = 7) -> list[str]:
    """`count` documents of the demonstration archive (`pipeline.demo`): as dense in facts as real plans are."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), max(count, 30), seed)
        return [p.read_text(encoding="utf-8") for p in sorted(Path(folder).rglob("*.txt"))][:count]


def real() -> list[str]:
    """The five real documents among the samples."""
    return [p.read_text(encoding="utf-8") for p in sorted((ROOT / "data/raw").glob("00[0-4]*.txt"))]


def documents(count: int, seed: int = 7) -> Iterator[str]:
    """`count` documents, the same ones for the same `seed`."""
    rng = random.Random(seed)
    texts, provinces = seeds(), _provinces()
    known = re.compile("|".join(map(re.escape, sorted(provinces, key=len, reverse=True))))
    for i in range(count):
        names = dict.fromkeys(provinces, "")
        text = texts[i % len(texts)]
        for name in set(known.findall(text)):
            names[name] = rng.choice(provinces)
        text = known.sub(lambda m, names=names: names[m[0]], text)  # type: ignore[misc]
        text = _DIGITS.sub(lambda m: _other_digits(m, rng), text)
        yield _BULLET.sub(lambda m: _shuffled(m, rng), text)
