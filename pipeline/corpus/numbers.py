"""Numbers of documents taken apart, and how near two are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors import vocabulary
from extractors.text import bare, fold

_NUMBER = re.compile(r"(?P<ordinal>\d+)(?P<letter>[a-zđ])?(?P<rest>.*)\Z", re.DOTALL)
_YEAR = re.compile(r"[/\-]((?:19|20)\d\d)(?=[/\-])")
_GROUP = re.compile(r"\w+")
_ASSEMBLY = re.compile(r"qh(\d+)")


@cache
def _type_codes() -> frozenset[str]:
    return frozenset(bare(fold(row["abbr"])) for row in vocabulary.rows("document_types"))


@dataclass(frozen=True, slots=True)
class Number:
    """ "05/2023/QĐ-UBND": `ordinal` "5", `year` "2023" (of the number itself), `symbol` "qd-ubnd" (without marks),
    `party` if it is numbered by term."""

    ordinal: str
    year: str | None
    symbol: str
    party: bool

    @property
    def organ(self) -> str:
        """The organ's letters: "ubnd" of "QĐ-UBND", "bnv" of the letter "BNV-CCHC"; "qh" of "QH15"."""
        first, _, rest = self.symbol.partition("-")
        if _ASSEMBLY.match(first):
            return "qh"
        return rest if rest and first in _type_codes() else first


@lru_cache(maxsize=65536)
def parse(number: str | None) -> Number | None:
    """The parts of a printed number, or None if there is none."""
    low = fold(number or "").replace(" ", "")
    match = _NUMBER.match(low)
    if not match:
        return None
    rest = match["rest"]
    year = _YEAR.match(rest)
    if year:
        rest = rest[year.end() :]
    groups = _GROUP.findall(rest)
    # Party symbols have their dash before the type: "14-NQ/TU"; state ones before the organ: "14/NQ-CP".
    party = match["rest"][:1] == "-" and len(groups) == 2
    groups = ["UBND" if g == "ub" else g for g in groups]  # "QĐ-UB", the older spelling
    return Number((match["ordinal"].lstrip("0") or "0") + (match["letter"] or ""), year[1] if year else None,
                  "-".join(bare(g.lower()) for g in groups), party)  # fmt: skip


def one_slip(a: str, b: str) -> bool:
    """Whether two digit strings differ by one digit read wrongly, lost, doubled, or two neighbours changed over."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differ) == 1:
            return True
        return (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and a[differ[0]] == b[differ[1]]
            and a[differ[1]] == b[differ[0]]
        )
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def term(year: int, *, central: bool) -> tuple[int, ...]:
    """The Party's terms a year may fall in: congresses are held every five years (central 2021, local 2020)."""
    first = year - ((year - (2021 if central else 2020)) % 5)
    # In a congress year numbers of both terms are met.
    return (first - 5, first) if year == first else (first,)


def assembly(symbol: str) -> str | None:
    """The legislature in a symbol of the National Assembly ("qh15": "15")."""
    match = _ASSEMBLY.match(symbol)
    return match[1] if match else None
