"""The graph of an archive: nodes, edges, conflicts, what was in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.corpus import edges as edge_finder
from pipeline.corpus import issuers, linking, localities, numbers
from pipeline.corpus.edges import Edges
from pipeline.corpus.mentions import Group, Ref, misplaced
from pipeline.corpus.reading import Doc


@dataclass(slots=True)
class Node:
    """A document, of the archive (`documents`: its files) or only cited. `cited_by` counts the nodes that cite it."""

    id: str
    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None
    level: str | None
    locality: str
    documents: list[str]
    refs: list[Ref]
    cited: int
    cited_by: int = 0
    replaced_by: list[str] = field(default_factory=list)
    amended_by: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a reader calls it: "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ"."""
        parts = [self.kind]
        if self.number:
            parts.append(f"số {self.number}")
        elif self.title:
            parts.append(self.title)
        if self.date and len(self.date) == 10:
            year, month, day = self.date.split("-")
            parts.append(f"ngày {day}/{int(month) if int(month) > 2 else month}/{year}")
        if self.issuer:
            parts.append(f"của {self.issuer}")
        return " ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        names = ("id", "kind", "number", "date", "issuer", "title", "level", "locality", "documents", "cited",
                 "cited_by", "replaced_by", "amended_by", "flags")  # fmt: skip
        return {"name": self.name, **{n: getattr(self, n) for n in names}}


@dataclass(slots=True)
class Network:
    """Nodes (most cited first), edges by (source, target, type) as positions in `nodes`, conflicts."""

    nodes: list[Node]
    edges: Edges
    conflicts: list[dict[str, Any]]
    homes: dict[Ref, int]
    of_document: dict[str, int]

    def out(self, *types: str) -> dict[int, list[int]]:
        """For each node those it points to by one of the types."""
        found: dict[int, list[int]] = defaultdict(list)
        for source, target, type_ in self.edges:
            if type_ in types and target not in found[source]:
                found[source].append(target)
        return found


def build(docs: Sequence[Doc]) -> Network:
    """The network of the archive's documents."""
    groups = linking.link(docs)
    groups.sort(key=lambda g: (-len({i for i, at in g.refs if at >= 0}), min(g.refs)))
    homes = {ref: n for n, group in enumerate(groups) for ref in group.refs}
    nodes = [_node(n, group, docs) for n, group in enumerate(groups)]
    edges = edge_finder.find(docs, homes)
    sources: dict[int, set[int]] = defaultdict(set)
    for source, target, type_ in edges:
        sources[target].add(source)
        changed = nodes[target].replaced_by if type_ == "replaces" else nodes[target].amended_by
        if type_ in ("replaces", "amends") and nodes[source].id not in changed:
            changed.append(nodes[source].id)
    for n, node in enumerate(nodes):
        node.cited_by = len(sources[n])
    conflicts = _conflicts(groups, nodes, docs)
    for conflict in conflicts:
        node = nodes[int(conflict["node"][1:]) - 1]
        if conflict["type"] not in node.flags:
            node.flags.append(conflict["type"])
    of_document = {doc.id: homes[i, -1] for i, doc in enumerate(docs)}
    return Network(nodes, dict(sorted(edges.items())), conflicts, homes, of_document)


def _node(n: int, group: Group, docs: Sequence[Doc]) -> Node:
    files = sorted({docs[i].id for i in group.own})
    first = docs[group.own[0]] if group.own else None
    cited = sum(at >= 0 for _, at in group.refs)
    kind = (first.kind if first else None) or max(group.kinds, key=lambda k: (group.kinds[k], k), default="")
    number = (first.number if first else None) or _usual(group.printed)
    issuer = (first.issuer if first else None) or _usual(group.issuers)
    date = (first.date if first else None) or group.date
    title = (first.title if first else None) or group.title
    if first:
        locality, level = localities.of(first), first.level
    else:
        locality, level = _locality(group), None
        level = "central" if locality == "central" else locality.partition(":")[0] if ":" in locality else None
    kind = kind.capitalize() if kind.islower() else kind
    refs = sorted(group.refs)
    return Node(f"n{n + 1}", kind, number, date, issuer, title, level, locality, files, refs, cited)


def _usual(counter: Any) -> str | None:
    return max(counter, key=lambda v: (counter[v], v)) if counter else None


def _locality(group: Group) -> str:
    """The locality of a document that is only cited, from its register."""
    if group.register and "@" not in group.register:
        return "central"
    unit = issuers.unit_of(group.register)
    if unit is None:
        return "unknown"
    new = bool(group.date and group.date >= localities.REFORM)
    return f"{('province', 'district', 'commune')[unit[0] - 1]}:{unit[1]}{'+' if new else ''}"


def _conflicts(groups: Sequence[Group], nodes: Sequence[Node], docs: Sequence[Doc]) -> list[dict[str, Any]]:
    """What can't all be right: one document with two dates, numbers or issuers; one number on two documents."""
    found: list[dict[str, Any]] = []
    same: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        if group.number is None:
            continue
        if group.number.symbol and group.register and group.year:
            same[group.number.symbol, group.number.ordinal, group.register, group.year].append(n)
        values = {name: _values(group, docs, name) for name in ("date", "number", "issuer")}
        for name, told in values.items():
            if len(told) > 1:
                shown = sorted(told.values(), key=lambda v: (-v["count"], v["value"]))
                found.append({"type": f"two_{name}s", "node": nodes[n].id, "others": [], "values": shown})
    for bearers in same.values():
        if len(bearers) > 1:
            shown = [{"value": nodes[n].name, "count": len(nodes[n].refs), "evidence": _evidence(groups[n], docs)[:20]}
                     for n in bearers]  # fmt: skip
            found.append({"type": "same_number", "node": nodes[bearers[0]].id,
                          "others": [nodes[n].id for n in bearers[1:]], "values": shown})  # fmt: skip
    return sorted(found, key=lambda c: (c["type"], int(c["node"][1:])))


def _evidence(group: Group, docs: Sequence[Doc]) -> list[str]:
    return [f"{docs[i].id}:{docs[i].citations[at].id if at >= 0 else 'd'}" for i, at in group.refs]


def _values(group: Group, docs: Sequence[Doc], name: str) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for i, at in group.refs:
        said = docs[i].citations[at] if at >= 0 else docs[i]
        value = getattr(said, name)
        if not value or (name == "date" and len(value) < 10):
            continue
        if name == "number":
            parsed = numbers.parse(value)
            if not parsed or not parsed.symbol:
                continue
            key = f"{parsed.ordinal} {parsed.symbol}"
        elif name == "issuer":
            if "@" not in (group.register or "@"):  # a central symbol says the issuer itself
                continue
            if at >= 0 and (docs[i].citations[at].number, value) in misplaced(docs[i]):
                continue
            key = issuers.register(value, docs[i].province, group.year) or value
        else:
            key = value
        entry = told.setdefault(key, {"value": value, "count": 0, "evidence": []})
        entry["count"] += 1
        entry["evidence"].append(f"{docs[i].id}:{docs[i].citations[at].id if at >= 0 else 'd'}")
    return told


def in_force(network: Network, date: str) -> list[dict[str, Any]]:
    """What the archive tells of each numbered document on `date` (ISO): `in_force`, `amended` or `replaced`, and by
    which. Documents issued later, or of unknown date, are left out."""
    by_id = {node.id: node for node in network.nodes}
    out = []
    for node in network.nodes:
        if not node.date or node.date > date:
            continue
        told = {
            name: [o for o in others if (by_id[o].date or "9") <= date]
            for name, others in (("replaced_by", node.replaced_by), ("amended_by", node.amended_by))
        }
        status = "replaced" if told["replaced_by"] else "amended" if told["amended_by"] else "in_force"
        out.append({"node": node.id, "status": status, **told})
    return out
