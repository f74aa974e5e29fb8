"""What a batch found, as a manager wants to read it: how many documents of which kind and where, how many facts, what
failed and why, what to do next. In Vietnamese or English."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from pipeline.export.terminal import language, say
from pipeline.records import LAYERS

_SHOWN = 8  # lines of a list; the rest is counted together


def number(n: int, lang: str) -> str:
    """`n` with its thousands apart: 12,345 or 12.345."""
    return f"{n:,}".replace(",", "." if lang == "vi" else ",")


def _seconds(seconds: float, lang: str) -> str:
    text = f"{seconds:.1f}"
    return text.replace(".", ",") if lang == "vi" else text


def show(
    out: Path | str, lang: str | None = None, *, seconds: float | None = None, file: IO[str] | None = None
) -> None:
    """Print the summary of the batch in `out` (from its `summary.json`) to `file` (standard error). Prints nothing if
    there is none."""
    from pipeline.archive import outputs

    data = outputs.read(out, "summary.json")
    if data is not None:
        text = words(json.loads(data), str(out).rstrip("/"), language(lang), seconds)
        print(text, file=file or sys.stderr)


def words(report: Mapping[str, Any], out: str, lang: str, seconds: float | None = None) -> str:
    """The summary of `report` (see pipeline.archive.tables.Report.as_dict) in `lang`; `out` is where to look."""
    rows = report["rows"]
    failed = sum(f["documents"] for f in report["failures"] if f["status"] == "failed")
    skipped = sum(f["documents"] for f in report["failures"] if f["status"] != "failed")
    lines = [say("summary_title", lang, n=number(rows["documents"], lang)), ""]
    if seconds is not None:
        lines[0] += " " + say("summary_time", lang, seconds=_seconds(seconds, lang))
    for name in ("kind", "level", "province"):
        lines += _list(say(f"summary_{name}", lang), report["documents"][name], lang, named=name == "level")
    lines += ["", say("summary_facts", lang)]
    lines += [f"  {number(rows[layer], lang):>10}  {say(layer, lang)}" for layer in LAYERS]
    if failed or skipped:
        lines += ["", say("summary_failures", lang, failed=number(failed, lang), skipped=number(skipped, lang))]
        for failure in report["failures"][:_SHOWN]:
            lines.append(f"  {number(failure['documents'], lang):>10}  {failure['cause']}. {failure['advice']}")
    lines += ["", say("summary_next", lang), *(f"  - {item}" for item in _next(report, out, lang))]
    return "\n".join(lines)


def _list(title: str, counts: Mapping[str, int], lang: str, *, named: bool) -> list[str]:
    if not counts:
        return []
    items = list(counts.items())
    shown = [(say(f"level_{k}", lang) if named and k else k or say("summary_unknown", lang), n) for k, n in items]
    if len(shown) > _SHOWN:
        rest = shown[_SHOWN - 1 :]
        others = (say("summary_others", lang, n=len(rest)), sum(n for _, n in rest))
        shown = [*shown[: _SHOWN - 1], others]
    return [title, *(f"  {number(n, lang):>10}  {name}" for name, n in shown)]


def _next(report: Mapping[str, Any], out: str, lang: str) -> Sequence[str]:
    """What to do now: look at the tables, see to failures, check the doubtful, correct."""
    rows, formats = report["rows"], report["formats"]
    places = {"xlsx": "kehoach.xlsx", "sqlite": "kehoach.sqlite", "csv": "tables", "parquet": "parquet"}
    found = [f"{out}/{places[f]}" for f in places if f in formats]

    def table(name: str) -> str:
        return f"{out}/tables/{name}.csv" if "csv" in formats or not found else f"{found[0]} ({name})"

    steps = [say("next_tables", lang, places=", ".join(found) or f"{out}/records")]
    if "xlsx" in report["left_out"]:
        steps.append(say("next_xlsx", lang))
    if rows["failures"]:
        steps.append(say("next_failures", lang, path=table("failures")))
    if report["review"]:
        n = number(report["review"], lang)
        steps.append(say("next_review", lang, n=n, path=table("review"), to=f"{out}/corrections.csv"))
    if rows["duplicates"]:
        n = number(rows["duplicates"], lang)
        steps.append(say("next_duplicates", lang, n=n, path=table("duplicates")))
    fixes = report["corrections"]
    if fixes["applied"] or fixes["wrong"]:
        counts = {"applied": number(fixes["applied"], lang), "wrong": number(fixes["wrong"], lang)}
        steps.append(say("next_corrections", lang, **counts, path=table("corrections")))
    return steps
