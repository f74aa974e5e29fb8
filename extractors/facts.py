"""The facts that extractors give: frozen records. Field names and meanings are those of `docs/annotation.md`.

Every fact carries `start` and `end` (offsets into `Text.text`, end exclusive) and `quote`, with
`text[start:end] == quote` always. `rule` names the pattern that found it (confidence is calibrated per rule),
`flags` say what is unsure about it, `repairs` what was printed wrongly and how it was read.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.quick import quick

Number = int | float


@dataclass(frozen=True, slots=True)
class Repair:
    """A slip that was read through. The text keeps what is printed; coded fields have `read`."""

    start: int
    end: int
    printed: str
    read: str
    why: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed. `authority` is the printed line with plain spacing (`KT. GIÁM ĐỐC`), several joined with "; "."""

    name: str | None = None
    position: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What the document says of itself. `codes` are official unit codes as of its date, under `province`,
    `district`, `commune`; `evidence` maps a field to the (start, end) it was read from."""

    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    level: str | None = None
    province: str | None = None
    district: str | None = None
    commune: str | None = None
    place: str | None = None
    date: str | None = None
    title: str | None = None
    period: tuple[int, int] | None = None
    signer: Signer = Signer()
    recipients: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    evidence: tuple[tuple[str, int, int], ...] = ()
    flags: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of a document. `form`: full, named, self. `within`: number (or quote, if named) of the outer one.
    `key`: identity string, equal exactly for equal documents; None where the antecedent is unknown."""

    start: int
    end: int
    quote: str
    form: str
    kind: str
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    role: str = "mention"
    locator: str | None = None
    within: str | None = None
    key: str | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Index:
    """A mention of a governance index (`code`: PAR_INDEX, SIPAS, PAPI …)."""

    start: int
    end: int
    quote: str
    code: str
    year: int | None = None
    value: Number | None = None
    unit: str | None = None
    rank: int | None = None
    rank_of: int | None = None
    status: str | None = None
    scope: str | None = None
    rule: str = ""
    flags: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Target:
    """A measurable statement. `type`: quantity, percentage, score, rank, money, duration, deadline, frequency (which
    alone has no comparator)."""

    start: int
    end: int
    quote: str
    type: str
    comparator: str | None
    value: Number | str | tuple[str, ...] | None
    value_max: Number | str | None = None
    value_of: Number | None = None
    unit: str | None = None
    measure: str | None = None
    due: str | None = None
    unit_responsible: str | None = None
    status: str = "target"
    rule: str = ""
    flags: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Responsibility:
    """A body, its role (lead, coordinate, advise, monitor, recipient) and the task. The quote is the body's."""

    start: int
    end: int
    quote: str
    body: str
    role: str
    task: str
    section: str | None = None
    task_start: int = 0
    task_end: int = 0
    rule: str = ""
    flags: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
