"""Lines and brackets that name bodies: "Cơ quan chủ trì: …", "(Đơn vị phối hợp: …)", "(Sở Nội vụ chủ trì)".

The labels are data/duty_labels.csv; those of role "other" ("Thời gian:", "Sản phẩm:") only end what stands before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors import role_verbs, vocabulary
from extractors.duty_clauses import Duty
from extractors.duty_subjects import Scene, series, trimmed
from extractors.responsibility_tables import parties
from extractors.text import fold

_TAIL = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"\.(?=\s+[A-ZĐÀ-Ỹ])|\.?\s*\Z|\)|\n")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label at `start` with its `role` and the span of what it labels."""

    start: int
    role: str
    value: int
    end: int


@cache
def _labels() -> dict[str, str]:
    return {fold(row["label"]): row["role"] for row in vocabulary.rows("duty_labels")}


def _label_before(folded: str, start: int, colon: int) -> tuple[int, str] | None:
    """Start and role of the longest label that ends at `colon`."""
    begin = max(start, colon - 48)
    words = list(_TAIL.finditer(folded, begin, colon))[-6:]
    if not words or folded[words[-1].end() : colon].strip(" *_"):
        return None
    for n in range(len(words)):
        role = _labels().get(" ".join(w[0] for w in words[n:]))
        if role:
            before = folded[max(start, words[n].start() - 4) : words[n].start()].rstrip(" *_")
            return (words[n].start(), role) if not before or before[-1] in "(;.,-+:\n" else None
    return None


def find(scene: Scene, start: int, end: int) -> list[Labelled]:
    """The labels in `start`…`end` with what each labels."""
    found: list[tuple[int, str, int]] = []
    colon = scene.fold.find(":", start, end)
    while colon >= 0:
        label = _label_before(scene.fold, start, colon)
        if label:
            found.append((*label, colon + 1))
        colon = scene.fold.find(":", colon + 1, end)
    out: list[Labelled] = []
    for n, (at, role, value) in enumerate(found):
        limit = found[n + 1][0] if n + 1 < len(found) else end
        stop = _STOP.search(scene.text, value, limit)
        out.append(Labelled(at, role, value, stop.start() if stop else limit))
    return out


def duties(scene: Scene, labels: list[Labelled], task: tuple[int, int]) -> list[Duty]:
    """The duties that labels give for the task that stands at `task`."""
    return [
        Duty(body, label.role, *task, f"label.{label.role}")
        for label in labels
        if label.role != "other"
        for body in parties(scene, label.value, label.end)
    ]


_VERBS = {
    "chủ trì": "lead", "thực hiện": "lead", "phụ trách": "lead", "đầu mối": "lead", "làm đầu mối": "lead",
    "chịu trách nhiệm": "lead", "phối hợp": "coordinate", "tham mưu": "advise", "theo dõi": "monitor",
}  # fmt: skip
_OPEN = re.compile(r"\((?:giao |do )?\Z")


def bracketed(scene: Scene, start: int, end: int) -> list[Duty]:
    """The duties of brackets such as "(Sở Nội vụ chủ trì, phối hợp với Sở Tài chính)" for the words before them."""
    out: list[Duty] = []
    bracket = scene.fold.find("(", start, end)
    while bracket > start:
        close = scene.fold.find(")", bracket, end)
        close = close if close > 0 else end
        body = next(iter(scene.within(bracket, min(bracket + 6, close))), None)
        if body and _OPEN.search(scene.fold, bracket, body.start):
            members, at = series(scene, body, close)
            verb = role_verbs.verb_at(scene.fold, at + 1, close)
            words = scene.fold[at + 1 : verb[1]] if verb else ""
            if words in _VERBS:
                role = _VERBS[words]
                task = (start, trimmed(scene.text, start, bracket))
                out += [Duty(member, role, *task, "bracket") for member in members]
                more = re.compile(r"[^()]{0,4}phối hợp(?: với| cùng)? ").search(scene.fold, verb[1], close)  # type: ignore[index]
                other = scene.at(more.end()) if more else None
                if other:
                    out += [Duty(m, "coordinate", *task, "bracket") for m in series(scene, other, close)[0]]
        bracket = scene.fold.find("(", bracket + 1, end)
    return out
