"""Evaluation reports as text and as JSON."""

from __future__ import annotations

from typing import Any

from pipeline.evaluation.score import Report, prf


def as_dict(report: Report) -> dict[str, Any]:
    """The figures of `report`: per layer gold, predicted, found and strict (precision, recall, F1), fields."""
    layers = {}
    for name, c in report.layers.items():
        layers[name] = {
            "gold": c.gold,
            "predicted": c.predicted,
            "found": prf(c.found, c.gold, c.predicted),
            "strict": prf(c.strict, c.gold, c.predicted),
            "fields": {f: n / max(c.found, 1) for f, n in c.fields.items()},
        }
    fields = dict(report.document_fields) | {"mean": report.document_mean}
    return {"documents": report.documents, "document": fields, "key": report.key, "layers": layers}


def as_text(report: Report) -> str:
    """`report` as a table for a terminal."""
    fields = ", ".join(f"{f} {v:.2f}" for f, v in report.document_fields.items())
    p, r, f1 = report.key
    lines = [
        f"{report.documents} documents / văn bản; document fields mean {report.document_mean:.3f}: {fields}",
        f"key (same document, same key; pairwise) P {p:.3f} R {r:.3f} F1 {f1:.3f}",
        f"{'layer':17} {'gold':>5} {'pred':>5}  {'P':>5} {'R':>5} {'F1':>5}  {'strict':>6}  fields of those found",
    ]
    for name, c in report.layers.items():
        p, r, f1 = prf(c.found, c.gold, c.predicted)
        strict = prf(c.strict, c.gold, c.predicted)[2]
        shares = ", ".join(f"{f} {n / max(c.found, 1):.2f}" for f, n in c.fields.items())
        lines.append(f"{name:17} {c.gold:5} {c.predicted:5}  {p:.3f} {r:.3f} {f1:.3f}  {strict:6.3f}  {shares}")
    return "\n".join(lines)
