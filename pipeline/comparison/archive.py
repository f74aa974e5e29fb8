"""What every comparison works on: the documents, their localities as of a date, their nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.corpus.localities import Locality
from pipeline.corpus.network import Network
from pipeline.corpus.reading import Doc


@dataclass(slots=True)
class Archive:
    """`where`: the locality ids of each document (several only where a divided unit counts for all its successors).
    `used` collects the evidence ids that results refer to."""

    docs: Sequence[Doc]
    network: Network
    localities: dict[str, Locality]
    where: dict[str, list[str]]
    used: set[str] = field(default_factory=set)

    def evidence(self, doc: Doc, fact: str) -> str:
        """The evidence id of a document's fact, remembered."""
        id_ = f"{doc.id}:{fact}"
        self.used.add(id_)
        return id_

    def places(self, doc: Doc) -> list[str]:
        """The localities a document counts for, but the central ones and those unknown."""
        return [id_ for id_ in self.where[doc.id] if ":" in id_]

    def level(self, locality: str) -> str:
        """The level of a locality."""
        return self.localities[locality].level


def quotes(archive: Archive, extra: Sequence[str]) -> dict[str, Any]:
    """All evidence referred to (and `extra`): its document, place and words."""
    wanted = archive.used | set(extra)
    out: dict[str, Any] = {}
    for doc in archive.docs:
        facts: list[tuple[str, int, int, str]] = [(c.id, c.start, c.end, c.quote) for c in doc.citations]
        for layer in (doc.indices, doc.targets, doc.duties):
            facts += [(f["id"], f["start"], f["end"], f["quote"]) for f in layer]
        if doc.head[1] > doc.head[0]:
            facts.append(("d", *doc.head, doc.text[doc.head[0] : doc.head[1]]))
        for id_, start, end, quote in facts:
            key = f"{doc.id}:{id_}"
            if key in wanted:
                out[key] = {"document": doc.id, "start": start, "end": end, "quote": quote}
    return out
