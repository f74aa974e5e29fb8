"""One document's way: source, text, outline, facts, record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.hints import Hints, apply
from pipeline.ingest import reader
from pipeline.ingest.source import Source
from pipeline.records import LAYERS, Fact, Record


def extract_source(source: Source, *, layers: Sequence[str] = LAYERS, hints: Hints | None = None) -> Record:
    """The record of `source`. Layers that are left out stay empty (a layer that another one needs is still read).
    `hints`: what is known of the document besides its text; they fill what it leaves open (see pipeline.hints)."""
    from extractors import bodies as body_finder
    from extractors import citations, document, indices, responsibilities, targets
    from pipeline.consistency import warnings
    from pipeline.normalize import normalize
    from pipeline.outline import build
    from pipeline.unread import mark

    text, offsets = normalize(source.raw, source.furniture())
    outline = build(text)
    doc = document.extract(text, outline)
    if hints:
        doc = apply(doc, hints)
    doc, unread = mark(doc, source, offsets)
    bodies = body_finder.find(text, doc)
    cited = citations.extract(text, outline, doc, bodies)
    indexed = indices.extract(text, outline, doc)
    needed = "responsibilities" in layers or "targets" in layers  # whose task a figure stands in must reach it
    duties = responsibilities.extract(text, outline, doc, bodies, cited) if needed else []
    aims = targets.extract(text, outline, doc, bodies, cited, indexed, duties) if "targets" in layers else []
    kept_citations = tuple(cited) if "citations" in layers else ()
    kept_duties = tuple(duties) if "responsibilities" in layers else ()
    kept_indices = tuple(indexed) if "indices" in layers else ()
    facts: list[Fact] = [*kept_citations, *kept_indices, *aims, *kept_duties]
    found = [doc.repairs, *(fact.repairs for fact in facts)]
    repairs = {(r.start, r.end, r.read): r for some in found for r in some}
    return Record(
        document=doc,
        citations=kept_citations,
        indices=kept_indices,
        targets=tuple(aims),
        responsibilities=kept_duties,
        outline=outline,
        repairs=tuple(repairs[k] for k in sorted(repairs)),
        warnings=(*unread, *warnings(doc, cited, source)),
        source=source,
        text=text.text,
        offsets=offsets,
    )


def extract_text(text: str, *, path: str = "", layers: Sequence[str] = LAYERS, hints: Hints | None = None) -> Record:
    """The record of a plan given as a string. `path` is only a name for the record's `source`; `hints` as above."""
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return extract_source(Source(path, sha, "text/plain", text), layers=layers, hints=hints)


def extract_file(
    path: str | Path,
    *,
    layers: Sequence[str] = LAYERS,
    options: reader.ReadOptions = reader.DEFAULT,
    hints: Hints | None = None,
) -> Record:
    """The record of the document at `path` (a file of any type, or "archive.zip!/member"), read as `options` say.
    Raises a `KehoachError` (see pipeline.errors) that names file and cause."""
    return extract_source(reader.read(path, options), layers=layers, hints=hints)
