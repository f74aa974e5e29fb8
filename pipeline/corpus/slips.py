"""Slips read through: groups that differ in a digit of the number or in the date, where all else agrees.

Each rule needs strong other evidence (the whole date, the register, the subject with all its figures), and never joins
two documents whose own files lie in the archive, nor two that many documents cite alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from pipeline.corpus import numbers, subjects
from pipeline.corpus.mentions import Group

_RARE = 0.34  # a slip is rarer than what it stands for: its documents by those of the other


def merge(groups: list[Group]) -> list[Group]:
    """`groups` with those joined that a slip had parted."""
    groups = _joined(
        groups, lambda g: (g.number.symbol, g.number.ordinal, g.register) if g.number else None, _year_slip
    )
    groups = _joined(groups, lambda g: (g.number.symbol, g.register, _whole(g)) if g.number else None, _digit_slip)
    return _joined(groups, lambda g: (g.number.ordinal, g.register, _whole(g)) if g.number else None, _symbol_slip)


def _whole(group: Group) -> str | None:
    return group.date if group.date and len(group.date) == 10 else None


def _joined(
    groups: list[Group], key: Callable[[Group], tuple[str | None, ...] | None], rule: Callable[[Group, Group], bool]
) -> list[Group]:
    blocks: dict[tuple[str | None, ...], list[Group]] = defaultdict(list)
    for group in groups:
        block = key(group)
        if block is not None and None not in block:
            blocks[block].append(group)
    gone: set[int] = set()
    for same in blocks.values():
        if len(same) > 1:
            gone |= _absorbed(same, rule)
    return [g for g in groups if id(g) not in gone]


def _absorbed(same: Iterable[Group], rule: Callable[[Group, Group], bool]) -> set[int]:
    """The groups of a block that others have taken over: the rarer join the more frequent."""
    order = sorted(same, key=lambda g: (not g.own, -_documents(g), min(g.refs)))
    gone: set[int] = set()
    kept: list[Group] = []
    for group in order:
        home = next((g for g in kept if not (g.own and group.own) and _rarer(group, g) and rule(g, group)), None)
        if home is None:
            kept.append(group)
        else:
            home.absorb(group)
            gone.add(id(group))
    return gone


def _documents(group: Group) -> int:
    return len({document for document, _ in group.refs})


def _rarer(slip: Group, right: Group) -> bool:
    few, many = _documents(slip), _documents(right)
    return bool(right.own) or few <= 1 or few <= _RARE * many


def _year_slip(right: Group, slip: Group) -> bool:
    """One number and register in two years: a year misread, if the subject with its figures is the same and the rest
    of the date is too or differs by a slip. Without subjects the day must agree, the register be a central one and the
    right date be well attested: local numbers begin anew each January."""
    one, two = _whole(right), _whole(slip)
    if not one or not two or (right.number and right.number.year):
        return False
    same_day = one[5:] == two[5:]
    if subjects.contradict(right.title, slip.title):
        return False
    if right.title and slip.title and subjects.same_subject(right.title, slip.title):
        return same_day or (numbers.one_slip(one.replace("-", ""), two.replace("-", "")) and bool(right.titles))
    return same_day and "@" not in (right.register or "@") and _documents(right) >= 3


def _digit_slip(right: Group, slip: Group) -> bool:
    """Two numbers of one register, symbol and day that differ by a digit: one document if their subjects agree word for
    word, figures included; decisions of one day on like subjects (a list for each field) differ in a word."""
    if not right.number or not slip.number or right.number.year != slip.number.year:
        return False
    if not numbers.one_slip(right.number.ordinal, slip.number.ordinal):
        return False
    likeness = subjects.alike(right.title, slip.title)
    enough = min(len(subjects.words(right.title)), len(subjects.words(slip.title))) >= 4
    return enough and likeness == 1.0 and subjects.same_subject(right.title, slip.title)


def _symbol_slip(right: Group, slip: Group) -> bool:
    """One number, register and day under two symbols ("KH-UBND", "QĐ-UBND"): one document if the subjects agree and one
    symbol is rare."""
    if not right.number or not slip.number or right.number.year != slip.number.year:
        return False
    enough = min(len(subjects.words(right.title)), len(subjects.words(slip.title))) >= 4
    return enough and subjects.alike(right.title, slip.title) == 1.0 and subjects.same_subject(right.title, slip.title)
