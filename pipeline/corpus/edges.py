"""How documents stand to each other: typed edges, each with all its evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractors.text import fold
from pipeline.corpus.mentions import Ref
from pipeline.corpus.reading import Cited, Doc

# Strongest first: the type of a pair that has several.
TYPES = ("replaces", "amends", "amended_by", "carries_out", "basis", "mentions")
_NEAR = 250  # characters between two mentions of one statement ("A thay thế B", "A được sửa đổi bởi B")
_PASSIVE = re.compile(r"(?:được|bị)\s(?:sửa đổi|bổ sung|thay thế|điều chỉnh|bãi bỏ)|(?:sửa đổi|bổ sung|thay thế) bởi")
_CHANGING = re.compile(r"sửa đổi|bổ sung|điều chỉnh|thay thế")

Edges = dict[tuple[int, int, str], list[str]]


def find(docs: Sequence[Doc], homes: Mapping[Ref, int]) -> Edges:
    """The edges (source node, target node, type) with their evidence ids. `homes`: the node of every mention."""
    edges: Edges = defaultdict(list)
    for i, doc in enumerate(docs):
        me = homes[i, -1]
        for at, c in enumerate(doc.citations):
            target = homes.get((i, at))
            if c.form == "self" or target is None:
                continue
            source, type_, other = _statement(doc, i, at, me, target, homes)
            ids = [f"{doc.id}:{c.id}"] + ([f"{doc.id}:{other.id}"] if other else [])
            if source != target:
                edges[source, target, type_] += [e for e in ids if e not in edges[source, target, type_]]
            elif type_ == "amended_by" or source != me:
                continue
            if source != me and me != target:  # what is said of two others is also a mention of each
                edges[me, target, "mentions"].append(ids[0])
    return dict(edges)


def _statement(
    doc: Doc, i: int, at: int, me: int, target: int, homes: Mapping[Ref, int]
) -> tuple[int, str, Cited | None]:
    """Who does what to the document cited at `at`: the source node, the type, the partner's mention."""
    c = doc.citations[at]
    if c.relation == "amended":
        return _amended(doc, i, at, me, homes)
    if c.relation == "replaces":
        return _replaced(doc, i, at, me, target, homes)
    return me, "mentions" if c.relation == "amends" else c.relation, None


def _between(doc: Doc, a: Cited, b: Cited) -> str | None:
    one, two = (a, b) if a.start < b.start else (b, a)
    if two.start - one.end > _NEAR or "\n" in doc.text[one.end : two.start]:
        return None
    return fold(doc.text[one.end : two.start])


def _amended(doc: Doc, i: int, at: int, me: int, homes: Mapping[Ref, int]) -> tuple[int, str, Cited | None]:
    c = doc.citations[at]
    if c.within:
        for j in range(at - 1, -1, -1):
            outer = doc.citations[j]
            if c.within in (outer.number, outer.quote) and (i, j) in homes:
                return homes[i, j], "amends", outer
    for j in (at + 1, at - 1):
        if 0 <= j < len(doc.citations) and doc.citations[j].relation == "amends":
            other = doc.citations[j]
            if _between(doc, c, other) is not None:
                source = me if other.form == "self" else homes.get((i, j), me)
                return source, "amends", other
    before = fold(doc.text[max(0, c.start - 120) : c.start]).rpartition("\n")[2]
    in_own_title = doc.title and _CHANGING.search(fold(doc.title[:60]))
    if in_own_title or re.search(r"(?:sửa đổi|bổ sung|điều chỉnh)[^.;]{0,90}\Z", before):
        return me, "amends", None
    return me, "mentions", None


def _replaced(
    doc: Doc, i: int, at: int, me: int, target: int, homes: Mapping[Ref, int]
) -> tuple[int, str, Cited | None]:
    c = doc.citations[at]
    for j in (at - 1, at - 2, at + 1):
        if not 0 <= j < len(doc.citations):
            continue
        other = doc.citations[j]
        words = _between(doc, other, c)
        if other.relation != "replaces" or words is None or "thay thế" not in words:
            continue
        passive = bool(_PASSIVE.search(words))
        if (j < at) != passive:  # the other one replaces this one
            source = me if other.form == "self" else homes.get((i, j), me)
            return source, "replaces", other
        return me, "mentions", None
    before = fold(doc.text[max(0, c.start - 160) : c.start]).rpartition("\n")[2]
    if "thay thế" in before and not _PASSIVE.search(before):
        return me, "replaces", None
    return me, "mentions", None
