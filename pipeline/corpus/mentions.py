"""Mentions of documents with what tells which document is meant; mentions that say just the same are one `Group`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.text import fold
from pipeline.corpus import issuers, localities, numbers
from pipeline.corpus.numbers import Number
from pipeline.corpus.reading import Doc

Ref = tuple[int, int]  # document, citation; citation -1 is the document's own header


@dataclass(slots=True)
class Group:
    """Mentions of one document: `refs`, of which `own` are documents of the archive. `year` is that of the number or
    the date; `dates`, `titles`, `issuers`, `kinds`, `printed` count what the mentions say."""

    kind: str
    number: Number | None
    register: str | None
    year: str | None
    refs: list[Ref] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    dates: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    issuers: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    printed: Counter[str] = field(default_factory=Counter)

    @property
    def title(self) -> str | None:
        """Its most telling title: the most frequent, among equals the longest."""
        return max(self.titles, key=lambda t: (self.titles[t], len(t), t)) if self.titles else None

    @property
    def date(self) -> str | None:
        """Its most frequent date, whole ones before partial ones."""
        return max(self.dates, key=lambda d: (len(d) == 10, self.dates[d], d)) if self.dates else None

    def add(self, ref: Ref, kind: str | None, number: str | None, date: str | None, issuer: str | None,
            title: str | None) -> None:  # fmt: skip
        """One more mention, with what it says."""
        self.refs.append(ref)
        if ref[1] < 0:
            self.own.append(ref[0])
        for value, counter in ((date, self.dates), (title, self.titles), (issuer, self.issuers), (kind, self.kinds),
                               (number, self.printed)):  # fmt: skip
            if value:
                counter[value] += 1

    def absorb(self, other: Group) -> None:
        """Take over all that `other` has."""
        self.refs += other.refs
        self.own += other.own
        for mine, theirs in ((self.dates, other.dates), (self.titles, other.titles), (self.issuers, other.issuers),
                             (self.kinds, other.kinds), (self.printed, other.printed)):  # fmt: skip
            mine.update(theirs)
        self.register = self.register or other.register
        self.year = self.year or other.year


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation (or a document's own header, citation -1) ready to be placed. `said`: the date of who says it;
    `chain`: the registers of its own unit and those above, whom a number without an issuer may be of."""

    ref: Ref
    kind: str
    number: Number | None
    register: str | None
    date: str | None
    issuer: str | None
    title: str | None
    printed: str | None
    said: str
    province: str | None
    place: str
    chain: frozenset[str]
    form: str
    rule: str
    key: str | None

    @property
    def year(self) -> str | None:
        """The year of its number or date."""
        return (self.number.year if self.number else None) or (self.date[:4] if self.date else None)


def place(doc: Doc) -> str:
    """Where a document speaks: its lowest unit, for what only its own locality can mean."""
    return "/".join(part or "" for part in (doc.province, doc.district, doc.commune))


def _register(number: Number | None, issuer: str | None, province: str | None, year: str | None) -> str | None:
    named = issuers.register(issuer, province, year)
    central = issuers.central(number.organ) if number and number.organ else None
    return central or named


# An issuer printed without its place, "UBND huyện"
_RELATIVE = re.compile(
    r"(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân)\s(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)\Z"
)


@lru_cache(maxsize=4096)
def _chain(issuer: str | None, province: str | None, district: str | None, year: str | None) -> frozenset[str]:
    found = {issuers.register(issuer, province, year)}
    for unit, level in ((province, 1), (district, 2)):
        for type_ in ("tỉnh", "thành phố") if level == 1 else ("huyện", "thị xã", "thành phố", "quận"):
            if unit:
                found |= {issuers.register(f"UBND {type_} {unit}", province, year),
                          issuers.register(f"Đảng bộ {type_} {unit}", province, year)}  # fmt: skip
    return frozenset(r for r in found if r)


def misplaced(doc: Doc) -> set[tuple[str | None, str | None]]:
    """Numbers with an issuer of another type than is printed ("UBND huyện" read as that of a thị trấn): the document
    doesn't settle its district, so the issuer stays open, in later mentions of the number too."""
    found = set()
    for c in doc.citations:
        relative = _RELATIVE.search(fold(c.quote)) if c.issuer else None
        if relative and f" {relative[1]} " not in fold(c.issuer or ""):
            found.add((c.number, c.issuer))
    return found


def _of_its_unit(doc: Doc, year: str | None) -> str | None:
    """The register of the committee of the unit that the document's codes say, for one whose name is damaged."""
    id_ = localities.of(doc)
    unit = localities.unit(id_)
    # A district whose own code isn't known would be taken for its province.
    if not unit or id_.partition(":")[0] != doc.level or not fold(doc.issuer or "").startswith("ubnd "):
        return None
    return issuers.register(f"UBND {unit.type} {unit.name}", doc.province, year)


def own(index: int, doc: Doc) -> Mention:
    """The document's own header as a mention of itself."""
    number = numbers.parse(doc.number)
    year = (number.year if number else None) or (doc.date or "")[:4] or None
    register = _register(number, doc.issuer, doc.province, year) or _of_its_unit(doc, year)
    return Mention((index, -1), fold(doc.kind or ""), number, register, doc.date, doc.issuer, doc.title, doc.number,
                   doc.date or "9999", doc.province, place(doc), frozenset(), "own", "", None)  # fmt: skip


def cited(index: int, at: int, doc: Doc, issuer: str | None) -> Mention:
    """Citation `at` of a document as a mention, with the issuer it is taken to have."""
    citation = doc.citations[at]
    number = numbers.parse(citation.number)
    year = (number.year if number else None) or (citation.date or "")[:4] or (doc.date or "")[:4] or None
    register = _register(number, issuer, doc.province, year)
    chain = _chain(doc.issuer, doc.province, doc.district, (doc.date or "")[:4] or None)
    return Mention((index, at), fold(citation.kind), number, register, citation.date, issuer, citation.title,
                   citation.number, doc.date or "9999", doc.province, place(doc), chain, citation.form, citation.rule,
                   citation.key)  # fmt: skip


def all_of(docs: Sequence[Doc]) -> list[Mention]:
    """Every header and every citation but those of a document of itself, and back-references nobody can resolve."""
    out = [own(i, doc) for i, doc in enumerate(docs)]
    for i, doc in enumerate(docs):
        open_ = misplaced(doc)
        out += [
            cited(i, at, doc, None if (c.number, c.issuer) in open_ else c.issuer) for at, c in enumerate(doc.citations)
            if c.form != "self" and (c.key is not None or c.number)
        ]  # fmt: skip
    return out
