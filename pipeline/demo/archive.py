"""The demonstration archive on disk: texts and `truth.json`.

Everything is made up but the units, the central documents and the language of administration. Truth is told by work
(a document, written or only cited) and by characters of the files.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

from pipeline.demo import compose
from pipeline.demo.page import Page, Paragraph
from pipeline.demo.schedule import Spec, schedule
from pipeline.demo.world import central, slug

_OLDER = (("hòa", "hoà"), ("Ủy", "Uỷ"), ("ủy", "uỷ"), ("hóa", "hoá"), ("Hóa", "Hoá"), ("khỏe", "khoẻ"))
_WIDTH = 95  # characters of a line in files whose lines are broken
_WRAP = re.compile(rf"([^\n]{{{_WIDTH - 15},{_WIDTH}}}) (?=[^\s\-])")


def generate(out: Path, documents: int = 300, seed: int = 1) -> dict[str, Any]:
    """Write `documents` texts and `truth.json` into `out` (folders by province); gives the truth. The same arguments
    give the same bytes."""
    chosen = random.Random(seed)
    written: dict[str, Page] = {}
    files: dict[str, str] = {}
    specs = schedule(documents, chosen)
    for spec in specs:
        file = _name(spec)
        page = compose.write(spec, file, chosen, written)
        written[spec.work.id] = page
        path = out / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_variant(page.text, chosen), encoding="utf-8")
        files[spec.work.id] = file
    truth = _truth(specs, written, files, seed)
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return truth


def _name(spec: Spec) -> str:
    seat = spec.work.seat
    assert seat
    ordinal, _, symbol = spec.work.number.partition("/")
    unit = f"{slug(seat.name)}-{seat.id.partition(':')[2].rstrip('+')}"
    return f"{slug(seat.province)}/{unit}-{spec.work.date.year}-{slug(symbol)}-{ordinal}.txt"


def _variant(text: str, chosen: random.Random) -> str:
    """The text as some files have it: lines broken, or the older tone placement. No character moves."""
    style = chosen.random()
    if style < 0.15:
        return _WRAP.sub(r"\1\n", text)
    if style < 0.25:
        for newer, older in _OLDER:
            text = text.replace(newer, older)
    return text


def _truth(specs: list[Spec], written: dict[str, Page], files: dict[str, str], seed: int) -> dict[str, Any]:
    works = {w.id: w for w in central()}
    for spec in specs:
        for work in (spec.work, *(w for w, _ in spec.rests_on), spec.replaces, spec.amends):
            if work:
                works[work.id] = work
    told: dict[str, list[dict[str, Any]]] = {"citations": [], "targets": [], "indices": [], "reuse": []}
    for spec in specs:
        page = written[spec.work.id]
        for name in ("citations", "targets", "indices"):
            told[name] += [{"file": page.file, **fact} for fact in getattr(page, name)]
        told["reuse"] += _copied(page)
    edges = {(files[s.work.id], c["work"], c["type"]) for s in specs for c in written[s.work.id].citations}
    return {
        "seed": seed,
        "documents": {files[s.work.id]: {"work": s.work.id, "locality": s.work.seat.id if s.work.seat else None,
                                         "form": s.form, "year": s.year} for s in specs},
        "works": {id_: {"kind": w.kind, "number": w.number, "date": w.date.isoformat(), "issuer": w.issuer,
                        "title": w.title, "locality": w.seat.id if w.seat else "central"}
                  for id_, w in sorted(works.items())},
        **told,
        "edges": [{"file": file, "work": work, "type": type_} for file, work, type_ in sorted(edges)],
    }  # fmt: skip


def _copied(page: Page) -> list[dict[str, Any]]:
    """The copied paragraphs of a page with every paragraph they go back to, the nearest first."""
    out: list[dict[str, Any]] = []
    for p in page.paragraphs:
        sources: list[dict[str, Any]] = []
        above: Paragraph | None = p.origin
        while above is not None:
            sources.append({"file": above.file, "start": above.start, "end": above.end})
            above = above.origin
        if sources:
            out.append({"file": page.file, "start": p.start, "end": p.end, "sources": sources})
    return out
