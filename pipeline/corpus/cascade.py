"""The cascade of a programme: Government → province → district → commune, as a tree, and where it has gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from extractors.text import fold
from pipeline.corpus import localities
from pipeline.corpus.localities import Locality
from pipeline.corpus.network import Network

# These tell of a programme or ask about it; they don't carry it on.
_NOT_CARRYING = frozenset(("báo cáo", "tờ trình", "giấy mời", "biên bản", "giấy giới thiệu", "phiếu chuyển"))
_RANK = {"central": 0, "province": 1, "department": 2, "party": 1, "district": 3, "commune": 4}
_MOST = 30  # programmes in a report
_FEWEST = 2  # localities that must carry out a document directly before it counts as a programme


def programmes(
    network: Network, found: Mapping[str, Locality], where: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """The central documents that most localities carry out, each with its tree and gaps."""
    down = _carried(network)
    direct = []
    for n, node in enumerate(network.nodes):
        if node.locality == "central":
            speakers = {network.nodes[child].locality for child in down.get(n, ())} - {"central", "unknown"}
            if len(speakers) >= _FEWEST:
                direct.append((-len(speakers), n))
    return [cascade(network, n, found, where, down) for _, n in sorted(direct)[:_MOST]]


def _carried(network: Network) -> dict[int, list[int]]:
    """For each node the archive's own documents that rest on it or carry it out."""
    down: dict[int, list[int]] = defaultdict(list)
    for source, target, type_ in network.edges:
        node = network.nodes[source]
        if type_ in ("basis", "carries_out") and node.documents and fold(node.kind) not in _NOT_CARRYING:
            down[target].append(source)
    return down


def cascade(
    network: Network,
    root: int,
    found: Mapping[str, Locality],
    where: Mapping[str, Sequence[str]],
    down: Mapping[int, Sequence[int]] | None = None,
) -> dict[str, Any]:
    """The tree below one node and its gaps, in the published form (see README.md here)."""
    down = _carried(network) if down is None else down
    parent = _parents(network, root, down)
    children: dict[int, list[int]] = defaultdict(list)
    for child, higher in parent.items():
        children[higher].append(child)
    present: dict[str, set[str]] = defaultdict(set)
    for n in parent:
        for document in network.nodes[n].documents:
            for id_ in where.get(document, ()):
                present[id_.partition(":")[0]].add(id_)
    return {
        "node": network.nodes[root].id, "name": network.nodes[root].name, "title": network.nodes[root].title,
        "documents": len(parent), "levels": {level: len(ids) for level, ids in sorted(present.items())},
        "tree": _tree(network, root, children), "gaps": _gaps(set().union(*present.values(), set()), found),
    }  # fmt: skip


def _order(network: Network, n: int) -> tuple[int, str, int]:
    node = network.nodes[n]
    level = "central" if node.locality == "central" else node.level or node.locality.partition(":")[0]
    if level == "party":
        level = node.locality.partition(":")[0]
    return _RANK.get(level, 5), node.date or "9999", n


def _parents(network: Network, root: int, down: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Each document of the cascade under the nearest one it rests on: lower levels are nearer, then later ones. Orders
    rise from parent to child, so that there are no circles."""
    parent: dict[int, int] = {}
    seen, front = {root}, [root]
    while front:
        later: list[int] = []
        for n in front:
            for child in down.get(n, ()):
                if n != root and _order(network, child) <= _order(network, n):
                    continue
                if child == root:
                    continue
                if child not in seen:
                    seen.add(child)
                    later.append(child)
                best = parent.get(child)
                if best is None or best == root or (n != root and _order(network, n) > _order(network, best)):
                    parent[child] = n
        front = later
    return parent


def _tree(network: Network, root: int, children: Mapping[int, Sequence[int]]) -> dict[str, Any]:
    """Nested nodes without recursion: a chain of plans may be long."""
    made: dict[int, dict[str, Any]] = {}
    queue: list[tuple[int, int | None]] = [(root, None)]
    for n, higher in queue:
        node = network.nodes[n]
        evidence: list[str] = []
        if higher is not None:
            for type_ in ("carries_out", "basis"):
                evidence += network.edges.get((n, higher, type_), [])
        made[n] = {"node": node.id, "locality": node.locality, "documents": node.documents, "evidence": evidence,
                   "children": []}  # fmt: skip
        if higher is not None:
            made[higher]["children"].append(made[n])
        queue += [(child, n) for child in sorted(children.get(n, ()), key=lambda c: _order(network, c))]
    return made[root]


def _gaps(present: set[str], found: Mapping[str, Locality]) -> list[dict[str, Any]]:
    """For each province of the archive and each level below it: which of its units have documents and take part, which
    have documents and don't, which have none at all."""
    out = []
    provinces = [p for p in found.values() if p.level == "province"]
    for province in sorted(provinces, key=lambda p: p.id):
        new = province.id.endswith("+")
        for level in ("province", "commune") if new else ("province", "district", "commune"):
            units = [province.id] if level == "province" else localities.inside(province.id, level)
            speaking = [u for u in units if u in found and found[u].documents]
            taking = [u for u in speaking if u in present]
            if not speaking and level != "province":
                continue
            absent = [localities.name(u) for u in units if u not in speaking] if level != "commune" else []
            out.append({"province": province.id, "level": level, "units": len(units), "with": taking,
                        "without": [u for u in speaking if u not in present], "absent": absent})  # fmt: skip
    return out


def rows(programmes_: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The trees as a flat table: one row a document and programme, with its depth and the document above it."""
    out: list[dict[str, Any]] = []
    for programme in programmes_:
        queue: list[tuple[Mapping[str, Any], str | None, int]] = [(programme["tree"], None, 0)]
        for branch, above, depth in queue:
            out.append({"programme": programme["node"], "node": branch["node"], "parent": above, "depth": depth,
                        "locality": branch["locality"], "documents": branch["documents"],
                        "evidence": branch["evidence"]})  # fmt: skip
            queue += [(child, branch["node"], depth + 1) for child in branch["children"]]
    return out
