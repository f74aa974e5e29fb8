"""The calendar as iCalendar (RFC 5545), for any calendar program."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

_LINE = 73  # octets of a line before it is folded (RFC 5545, 3.1: 75 with the break's blank)


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, never inside a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + letter, size + width
    return "\r\n ".join([*pieces, piece])


def _rule(rule: Any) -> list[str]:
    """RRULE of a day rule such as "25/month"; [] for those a calendar can't repeat."""
    if isinstance(rule, str) and rule.endswith("/month") and rule.split("/")[0].isdigit():
        return [f"RRULE:FREQ=MONTHLY;BYMONTHDAY={int(rule.split('/')[0])}"]
    if isinstance(rule, str) and rule.endswith("/quarter") and rule.split("/")[0].isdigit():
        return [f"RRULE:FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={int(rule.split('/')[0])}"]
    if isinstance(rule, str) and rule.endswith("/year"):
        return ["RRULE:FREQ=YEARLY"]
    return []


def _day(rule: str, year: int) -> str | None:
    """The first day a rule falls on in `year`, as YYYYMMDD."""
    head, _, period = rule.partition("/")
    parts = head.split("-")
    if not all(p.isdigit() for p in parts):
        return None
    months = {"month": 1, "quarter": 3}
    month, day = (months.get(period, 0), int(parts[0])) if len(parts) == 1 else (int(parts[0]), int(parts[1]))
    try:
        return datetime.date(year, month, day).strftime("%Y%m%d")
    except ValueError:
        return None


def calendar(entries: Sequence[Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]]) -> str:
    """The entries of comparison.json's `calendar` that have a day, as text. Windows (a month, a quarter) end on
    their last day; day rules repeat from the document's year on."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kehoach//compare//VI", "CALSCALE:GREGORIAN"]
    for entry in entries:
        document = documents[entry["document"]]
        day, repeat = (entry["end"] or "").replace("-", ""), []
        if not day and isinstance(entry["rule"], str) and document["year"]:
            day = _day(entry["rule"], int(document["year"])) or ""
            repeat = _rule(entry["rule"])
        if not day:
            continue
        stamp = (document["date"] or "").replace("-", "")
        issued = stamp if len(stamp) == 8 else f"{day[:4]}0101"
        source = " ".join(filter(None, (document["kind"], document["number"], document["issuer"])))
        lines += [
            "BEGIN:VEVENT", f"UID:{entry['evidence'].replace(':', '-')}@kehoach", f"DTSTAMP:{issued}T000000Z",
            f"DTSTART;VALUE=DATE:{day}", *repeat, f"SUMMARY:{_escaped(str(entry['what'])[:200])}",
            f"DESCRIPTION:{_escaped('; '.join(filter(None, (entry['body'], source))))}",
            f"CATEGORIES:{entry['kind'].upper()}", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"
