"""An archive in memory: of each record what links and comparison need, read by as many processes as there are cores.

`read(out)` gives the documents in the order of their dates (undated last), each file's content once: two files with
the same bytes are one document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from extractors.text import fold
from pipeline.corpus import records

_CARRIES = re.compile(
    r"(?:thực hiện|triển khai|cụ thể hóa|hưởng ứng|chấp hành|quán triệt)"
    r"(?:\s(?:nghiêm|có hiệu quả|hiệu quả|tốt|đồng bộ))?"
    r"(?:\s(?:các|những|nội dung|chỉ đạo|tinh thần|nhiệm vụ|mục tiêu|của|tại|theo|trong|về|chỉ tiêu)){0,5}\s?[-:]?\s?\Z"
)
_GROUNDS = re.compile(r"(?:căn cứ|theo đề nghị|xét)[^\n]{0,40}\Z")
_CLOSING = re.compile(r"\n\s*(?:nơi nhận|tm\.|kt\.|t/m)")
_LINE = re.compile(r"[;\n]")


@dataclass(slots=True)
class Cited:
    """A citation. `relation`: how the document stands to it, as the words around it say (see `relation`)."""

    id: str
    start: int
    end: int
    quote: str
    form: str
    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None
    role: str
    within: str | None
    key: str | None
    rule: str
    relation: str


@dataclass(slots=True)
class Doc:
    """A document of the archive, without what no comparison asks for. `facts` keeps the published dicts of indices,
    targets and responsibilities; `words` and `offsets` are filled by pipeline.comparison.words."""

    id: str
    path: str
    kind: str | None
    number: str | None
    issuer: str | None
    level: str | None
    province: str | None
    district: str | None
    commune: str | None
    codes: dict[str, str]
    date: str | None
    title: str | None
    period: tuple[int, int] | None
    citations: list[Cited]
    indices: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    duties: list[dict[str, Any]]
    text: str
    head: tuple[int, int]
    body: tuple[int, int]
    paths: list[str] = field(default_factory=list)
    extra: Any = None

    @property
    def year(self) -> int | None:
        """The year it plans for, or else the year of its date."""
        if self.period:
            return self.period[0]
        return int(self.date[:4]) if self.date else None


def relation(fold_before: str, role: str, in_title: bool) -> str:
    """How the citing document stands to the cited one: `basis`, `carries_out` or `mentions`; `amends`, `amended`,
    `replaces` stay the citation's role, for edges to pair. `fold_before` is the folded text just before the quote."""
    if role in ("amends", "amended", "replaces"):
        return role
    if role == "mention" and not in_title:
        return "mentions"
    clause = _LINE.split(fold_before)[-1]
    if in_title or (role in ("basis", "subject") and _CARRIES.search(clause)):
        return "carries_out"
    return "basis" if role == "basis" else "mentions"


_KEPT_TARGET = ("id", "quote", "start", "end", "type", "comparator", "value", "value_max", "unit", "measure", "due",
                "unit_responsible", "status")  # fmt: skip
_KEPT_INDEX = ("id", "quote", "start", "end", "code", "year", "value", "unit", "rank", "status", "scope")
_KEPT_DUTY = ("id", "quote", "start", "end", "body", "role", "task")


def _kept(facts: Sequence[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: fact[name] for name in names} for fact in facts]


def _citations(record: dict[str, Any], text: str, title: tuple[int, int]) -> list[Cited]:
    out = []
    opening: tuple[int, str] | None = None  # "Thực hiện A; B và C": what governs A governs the others of its sentence
    for c in record.get("citations", ()):
        start = c["start"]
        before = fold(text[max(0, start - 90) : start])
        in_title = title[0] <= start < title[1]
        found = relation(before, c["role"], in_title)
        if found == "carries_out" and not in_title:
            opening = (start, c["role"])
        elif found == "basis" and opening and "\n" not in text[opening[0] : start] and not _GROUNDS.search(before):
            found = "carries_out"
        out.append(
            Cited(c["id"], start, c["end"], c["quote"], c["form"], c["kind"], c["number"], c["date"], c["issuer"],
                  c["title"], c["role"], c["within"], c["key"], c["rule"], found)
        )  # fmt: skip
    return out


def _body(record: dict[str, Any], text: str) -> tuple[int, int]:
    """Where the document's own words stand: from its first section to the recipients or signature."""
    sections = record["sections"]
    numbered = [s for s in sections if s["label"][:1].isalnum()]
    start = min((s["start"] for s in numbered or sections), default=0)
    end = max((s["end"] for s in sections), default=len(text))
    # A decision closes before the plan annexed to it: what counts is the closing that no section follows.
    last = max((s["start"] for s in numbered), default=start)
    closing = _CLOSING.search(fold(text[last:]))
    return start, min(end, last + closing.start()) if closing else end


def document(record: dict[str, Any]) -> Doc:
    """The document of one record in the published form."""
    d, text = record["document"], record.get("text", "")
    evidence = d["evidence"]
    title = tuple(evidence.get("title", (0, 0)))
    period = d["period"]
    return Doc(
        record["source"]["sha256"][:16], record["source"]["path"], d["kind"], d["number"], d["issuer"], d["level"],
        d["province"], d["district"], d["commune"], d["codes"], d["date"], d["title"],
        (period[0], period[1]) if period else None, _citations(record, text, (title[0], title[1])),
        _kept(record.get("indices", ()), _KEPT_INDEX), _kept(record.get("targets", ()), _KEPT_TARGET),
        _kept(record.get("responsibilities", ()), _KEPT_DUTY), text,
        (evidence["kind"][0] if "kind" in evidence else title[0], title[1]), _body(record, text),
    )  # fmt: skip


def _part(job: tuple[records.Part, Callable[[Doc], Any] | None]) -> list[Doc]:
    part, more = job
    out = []
    for record in records.read(part):
        doc = document(record)
        if more:
            doc.extra = more(doc)
        out.append(doc)
    return out


def in_order(docs: list[Doc]) -> list[Doc]:
    """Each content once (with all its `paths`), by date, then path: undated documents last."""
    by_id: dict[str, Doc] = {}
    for doc in sorted(docs, key=lambda d: (d.date or "9999", d.path)):
        by_id.setdefault(doc.id, doc).paths.append(doc.path)
    return list(by_id.values())


def read(out: str | Path, *, workers: int = 1, more: Callable[[Doc], Any] | None = None) -> list[Doc]:
    """The documents of a batch's OUT in the order of their dates. `more` computes, beside the reading, what is put
    into `extra`. Raises FileNotFoundError if there are no records."""
    jobs = ((part, more) for part in records.parts(out))
    first = list(islice(jobs, 2))
    if workers < 2 or len(first) < 2:
        return in_order([doc for job in chain(first, jobs) for doc in _part(job)])
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        return in_order([doc for part in pool.imap(_part, chain(first, jobs)) for doc in part])
