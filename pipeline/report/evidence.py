"""The evidence page of one document: its words with the facts marked, its pages with their boxes, and all tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.report.document_text import chunks
from pipeline.report.page import render
from pipeline.report.page_images import PageView, has_pages
from pipeline.report.spans import Span
from pipeline.report.words import word, words

LAYERS = ("citations", "indices", "targets", "responsibilities")
_STYLES = ("shared/base.css", "evidence/evidence.css")
_SCRIPTS = (
    "shared/folding.js", "shared/settings.js", "evidence/reading.js", "evidence/rows.js", "evidence/panel.js",
    "evidence/evidence.js",
)  # fmt: skip
_DOCUMENT = (
    "kind", "number", "issuer", "level", "province", "district", "commune", "place", "date", "title", "period",
    "recipients",
)  # fmt: skip
# What the page shows of a fact; offsets into raw text and boxes only take room.
_LEFT_OUT = ("raw_start", "raw_end", "boxes")

Boxes = Callable[[int, int], list[dict[str, Any]]]


def evidence_page(
    record: Mapping[str, Any], *, lang: str = "vi", pages: Iterable[PageView] = (), boxes: Boxes | None = None
) -> str:
    """The page of `record` (published form, with its text). `lang`: the language it opens in. `pages`: images of the
    document's pages. `boxes(start, end)`: where a stretch of the text stands, for what the record holds no boxes of
    (document fields, repairs, warnings)."""
    tables = _tables(record)
    spans = [Span(r["start"], r["end"], r["id"]) for rows in tables.values() for r in rows if _placed(r)]
    views = list(pages)
    on_pages = _boxes_by_page(tables, record, boxes) if views else {}
    document = record["document"]
    head = " ".join(document[k] for k in ("kind", "number") if document[k])
    data = {
        "tables": tables,
        "words": {k: v for k, v in words().items() if not k.startswith("cmp.")},
        "lang": lang,
        "source": {k: record["source"][k] for k in ("path", "sha256", "media_type", "encoding")},
    }
    values = {
        "lang": lang,
        "w": lambda key: word(key, lang),
        "head": head or word("untitled", lang),
        "title": document["title"] or "",
        "issuer": document["issuer"],
        "date": document["date"],
        "path": record["source"]["path"],
        "chunks": _marked(chunks(record["text"], (s for s in spans if s.id[0] != "s"), tables["s"])),
        "pages": [(v, on_pages.get(v.number, ())) for v in views],
        "unseen": not views and has_pages(record["source"]["media_type"]),
        "counts": {layer[0]: len(record.get(layer, ())) for layer in LAYERS},
        "warnings": len(record["warnings"]),
        "repairs": len(record["repairs"]),
    }
    return render("evidence/page.html", values, styles=_STYLES, scripts=_SCRIPTS, data=data)


def _marked(parts: Iterable[str]) -> list[Any]:
    from markupsafe import Markup

    return [Markup(p) for p in parts]  # escaped word by word in document_text


def _placed(row: Mapping[str, Any]) -> bool:
    return row.get("start") is not None and row.get("end") is not None and row["end"] > row["start"]


def _tables(record: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table of the panel by its letter: facts, document fields, warnings, repairs, sections."""
    out = {
        layer[0]: [{k: v for k, v in f.items() if k not in _LEFT_OUT} for f in record.get(layer, ())]
        for layer in LAYERS
    }
    out["d"] = list(_document(record["document"]))
    out["w"] = _numbered("w", record["warnings"])
    out["p"] = _numbered("p", record["repairs"])
    out["s"] = _numbered("s", (s for s in record["sections"] if s["heading"]))
    return out


def _numbered(letter: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{letter}{n}"} | dict(row) for n, row in enumerate(rows, 1)]


def _document(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    fields = [(name, document[name]) for name in _DOCUMENT]
    fields += [(f"signer.{k}", v) for k, v in document["signer"].items()]
    if document["codes"]:
        fields.append(("codes", [f"{k} {v}" for k, v in document["codes"].items()]))
    if document["flags"]:
        fields.append(("flags", document["flags"]))
    for n, (name, value) in enumerate(fields, 1):
        place = document["evidence"].get(name) or document["evidence"].get(name.partition(".")[0]) or (None, None)
        yield {"id": f"d{n}", "field": name, "value": value, "start": place[0], "end": place[1]}


def _boxes_by_page(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], record: Mapping[str, Any], boxes: Boxes | None
) -> dict[int, list[dict[str, Any]]]:
    """The boxes of each page with the ids of their facts, large ones first, so that small ones can be clicked."""
    found = [(fact["id"], box) for layer in LAYERS for fact in record.get(layer, ()) for box in fact["boxes"]]
    if boxes:
        rows = (row for letter in "dwp" for row in tables[letter] if _placed(row))
        found += [(row["id"], box) for row in rows for box in boxes(row["start"], row["end"])]
    # Many facts may stand on the same words (one body, ten tasks): one box for all of a layer.
    places: dict[tuple[int, str, float, float, float, float], list[str]] = {}
    for name, box in found:
        if "page" in box:
            corners = (round(box["x0"] - 1, 1), round(box["y0"] - 1, 1), box["x1"] + 1, box["y1"] + 1)
            places.setdefault((box["page"], name[0], *corners), []).append(name)
    out: dict[int, list[dict[str, Any]]] = {}
    for (page, layer, x0, y0, x1, y1), names in places.items():
        size = {"width": round(x1 - x0, 1), "height": round(y1 - y0, 1)}
        out.setdefault(page, []).append({"layer": layer, "ids": " ".join(names), "x": x0, "y": y0} | size)
    return {page: sorted(rows, key=lambda b: (-b["width"] * b["height"], b["ids"])) for page, rows in out.items()}
