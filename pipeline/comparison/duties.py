"""Which bodies lead what, the load of each, and what is due when."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from extractors.text import fold
from pipeline.comparison.archive import Archive
from pipeline.corpus.reading import Doc

ROLES = ("lead", "coordinate", "advise", "monitor", "recipient")
_REPORT = re.compile(r"báo cáo|tổng hợp kết quả|gửi (?:về|báo)")
_NEAR = 400  # characters between a task's body and the deadline of the same task
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def responsibilities(archive: Archive) -> dict[str, Any]:
    """Bodies with their counts by role and their share of the leads of their locality, and all tasks."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    documents: dict[tuple[str, str], set[str]] = defaultdict(set)
    evidence: dict[tuple[str, str], list[str]] = defaultdict(list)
    leads: Counter[str] = Counter()
    tasks = []
    for doc in archive.docs:
        dues = [t for t in doc.targets if t["type"] == "deadline"]
        for fact in doc.duties:
            id_ = archive.evidence(doc, fact["id"])
            for place in archive.where[doc.id]:
                key = (place, fact["body"])
                counts[key][fact["role"]] += 1
                documents[key].add(doc.id)
                evidence[key].append(id_)
                leads[place] += fact["role"] == "lead"
            tasks.append({"body": fact["body"], "role": fact["role"], "task": fact["task"], "document": doc.id,
                          "locality": archive.where[doc.id][0], "due": _due(fact, dues), "evidence": id_})  # fmt: skip
    bodies: list[dict[str, Any]] = [
        {"body": body, "locality": place, **{role: told[role] for role in ROLES},
         "documents": len(documents[place, body]),
         "load": round(told["lead"] / leads[place], 4) if leads[place] else 0.0, "evidence": evidence[place, body]}
        for (place, body), told in counts.items()
    ]  # fmt: skip
    bodies.sort(key=lambda b: (-b["lead"], -sum(b[r] for r in ROLES), b["body"], b["locality"]))
    return {"bodies": bodies, "tasks": tasks}


def _due(fact: dict[str, Any], dues: list[dict[str, Any]]) -> str | None:
    for t in dues:
        if t["quote"] in fact["task"] and 0 <= t["start"] - fact["start"] < _NEAR:
            return t["due"] or (t["value"] if isinstance(t["value"], str) else None)
    return None


def calendar(archive: Archive) -> list[dict[str, Any]]:
    """Deadlines and reports: what is due, whose, and when (a date or period, a day rule, or a frequency)."""
    out = []
    for doc in archive.docs:
        for t in doc.targets:
            if t["type"] not in ("deadline", "frequency") or t["status"] == "result":
                continue
            rule, start, end = None, None, None
            if (isinstance(t["value"], str) and "/" in t["value"]) or t["type"] == "frequency":
                rule = t["value"]
            else:
                start, end = window(t["due"] or t["value"])
            kind = "report" if _REPORT.search(_sentence(doc, t)) else "deadline"
            if t["type"] == "frequency" and kind != "report":
                continue
            out.append({"start": start, "end": end, "rule": rule, "kind": kind,
                        "what": t["measure"] or _sentence(doc, t),
                        "body": t["unit_responsible"], "document": doc.id, "locality": archive.where[doc.id][0],
                        "evidence": archive.evidence(doc, t["id"])})  # fmt: skip
    return sorted(out, key=lambda e: (e["end"] or "9999", e["document"], e["evidence"]))


def _sentence(doc: Doc, t: dict[str, Any]) -> str:
    start = max(doc.text.rfind("\n", 0, t["start"]), doc.text.rfind(". ", 0, t["start"])) + 1
    end = doc.text.find("\n", t["end"])
    return fold(doc.text[start : end if end >= 0 else len(doc.text)].strip())[:300]


def window(value: Any) -> tuple[str | None, str | None]:
    """First and last day of a date, month, quarter or year in ISO form; None for what is no time."""
    match = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d\d)(?:-(\d\d))?))?", str(value or ""))
    if not match:
        return None, None
    year, quarter, month, day = match.groups()
    if day:
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}"
    first = int(month) if month else 3 * int(quarter) - 2 if quarter else 1
    last = int(month) if month else 3 * int(quarter) if quarter else 12
    leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    days = 29 if last == 2 and leap else _MONTH_DAYS[last - 1]
    return f"{year}-{first:02d}-01", f"{year}-{last:02d}-{days:02d}"
