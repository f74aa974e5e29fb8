"""The graph of an archive on disk: CSV, GraphML, JSON; and read again as a networkx graph."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.corpus.edges import TYPES
from pipeline.export.csv_files import Writer

if TYPE_CHECKING:
    import networkx

_NODE = ("id", "name", "kind", "number", "date", "issuer", "title", "level", "locality", "documents", "cited",
         "cited_by", "replaced_by", "amended_by", "flags")  # fmt: skip
_EDGE = ("source", "target", "type", "mentions", "evidence")
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def flat(value: Any) -> Any:
    """`value` as one cell: lists joined with blanks."""
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """A table for spreadsheets: `columns` of each row, lists joined with blanks."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = Writer(file, columns)
        writer.write_values([flat(row.get(c)) for c in columns] for row in rows)


def write(folder: Path, graph_: Mapping[str, Any]) -> None:
    """`nodes.csv`, `edges.csv`, `graph.graphml` and `graph.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "nodes.csv", _NODE, graph_["nodes"])
    write_csv(folder / "edges.csv", _EDGE, [{**e, "mentions": len(e["evidence"])} for e in graph_["edges"]])
    (folder / "graph.graphml").write_text(_graphml(graph_), encoding="utf-8")
    text = json.dumps(graph_, ensure_ascii=False, separators=(",", ":"))
    (folder / "graph.json").write_text(text + "\n", encoding="utf-8")


def _graphml(graph_: Mapping[str, Any]) -> str:
    parts = [_XML]
    for name in _NODE[1:]:
        kind = "int" if name in ("cited", "cited_by") else "string"
        parts.append(f'<key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n')
    parts.append('<key id="type" for="edge" attr.name="type" attr.type="string"/>\n')
    parts.append('<key id="types" for="edge" attr.name="types" attr.type="string"/>\n')
    parts.append('<key id="weight" for="edge" attr.name="weight" attr.type="int"/>\n<graph edgedefault="directed">\n')
    for node in graph_["nodes"]:
        data = "".join(
            f'<data key="{n}">{escape(_printable(str(flat(node[n]))))}</data>'
            for n in _NODE[1:] if node.get(n) not in (None, [], "")
        )  # fmt: skip
        parts.append(f"<node id={quoteattr(node['id'])}>{data}</node>\n")
    for (source, target), told in _pairs(graph_["edges"]).items():
        types = sorted(told, key=TYPES.index)
        parts.append(
            f'<edge source="{source}" target="{target}"><data key="type">{types[0]}</data>'
            f'<data key="types">{" ".join(types)}</data>'
            f'<data key="weight">{sum(map(len, told.values()))}</data></edge>\n'
        )
    parts.append("</graph>\n</graphml>\n")
    return "".join(parts)


def _printable(text: str) -> str:
    """`text` without the characters that XML forbids."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r") if not text.isprintable() else text


def _pairs(edges: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, list[str]]]:
    pairs: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for edge in edges:
        pairs[edge["source"], edge["target"]][edge["type"]] = list(edge["evidence"])
    return pairs


def graph(out: str | Path) -> networkx.DiGraph[str]:
    """The graph of a batch's OUT. Nodes have the fields of graph.json; an edge has `type` (its strongest), `types`
    and `evidence` ({type: [evidence ids]}), `weight` (mentions). Reads OUT/corpus/graph.json if `kehoach compare` wrote
    it, else links OUT's records. Raises FileNotFoundError if there are neither."""
    import networkx as nx

    path = Path(out) / "corpus" / "graph.json"
    if path.exists():
        data = json.loads(path.read_text(encoding="utf-8"))
    else:
        from pipeline.corpus import network, reading

        data = as_dict(network.build(reading.read(out)), [])
    made: networkx.DiGraph[str] = nx.DiGraph()
    for node in data["nodes"]:
        made.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"})
    for (source, target), told in _pairs(data["edges"]).items():
        types = sorted(told, key=TYPES.index)
        made.add_edge(source, target, type=types[0], types=types, evidence=told, weight=sum(map(len, told.values())))
    return made


def as_dict(network_: Any, programmes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A network in the published form (graph.json)."""
    ids = [node.id for node in network_.nodes]
    return {
        "nodes": [node.as_dict() for node in network_.nodes],
        "edges": [
            {"source": ids[s], "target": ids[t], "type": type_, "evidence": evidence}
            for (s, t, type_), evidence in network_.edges.items()
        ],
        "conflicts": network_.conflicts,
        "programmes": list(programmes),
    }
