"""Which document a mention means, over the whole archive.

Numbers restart with every register (issuer), year and type, Party numbers with every term: (symbol, number, register,
year) is the identity of a numbered document. What a mention leaves open is filled only where one document fits; a slip
in a digit or date is read through only where much else agrees (pipeline.corpus.slips). Two documents whose own files
lie in the archive are never merged unless number, date and issuer agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractors.text import bare, fold
from pipeline.corpus import mentions, named, numbers, slips, subjects
from pipeline.corpus.mentions import Group, Mention
from pipeline.corpus.reading import Doc

_DOMINANT = 0.8  # share of an undated number's mentions that its usual year must have, where several years fit


def link(docs: Sequence[Doc]) -> list[Group]:
    """The documents that `docs` are and cite: one `Group` each, in a fixed order."""
    spoken = mentions.all_of(docs)
    numbered = [m for m in spoken if m.number and m.number.symbol]
    groups = _dated(numbered)
    index = _Index(groups)
    _without_register(numbered, index)
    _undated(numbered, index)
    groups = slips.merge(index.groups)
    _short(_of(spoken, short=True), groups)
    groups += _unnumbered([m for m in spoken if m.form == "own" and not (m.number and m.number.symbol)], groups)
    groups += named.link([m for m in spoken if m.form != "own" and m.number is None], groups)
    return sorted(groups, key=lambda g: min(g.refs))


def _of(spoken: Iterable[Mention], *, short: bool) -> list[Mention]:
    return [m for m in spoken if m.form != "own" and m.number and (not m.number.symbol) == short]


def say(group: Group, m: Mention) -> None:
    """Put `m` into `group`."""
    group.add(m.ref, m.kind, m.printed, m.date, m.issuer, m.title)


def _dated(numbered: Sequence[Mention]) -> list[Group]:
    """Mentions that say number, register and year: one group for each, Party ones for each term."""
    blocks: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for m in numbered:
        if m.register and m.year and m.number:
            blocks[m.number.symbol, m.number.ordinal, m.register].append(m)
    out: list[Group] = []
    for same in blocks.values():
        years: dict[str, list[Mention]] = defaultdict(list)
        for m in same:
            years[m.year or ""].append(m)
        found = [group for year in sorted(years) for group in _of_year(years[year])]
        out += _terms(found) if same[0].number and same[0].number.party and len(found) > 1 else found
    return out


def _new(m: Mention) -> Group:
    group = Group(m.kind, m.number, m.register, m.year)
    say(group, m)
    return group


def _of_year(same: Sequence[Mention]) -> list[Group]:
    """One number, register and year is one document, whatever its date; only where dates and subjects both contradict
    a number must be a slip and another document is meant."""
    by_date: dict[str | None, Group] = {}
    for m in same:
        if m.date in by_date:
            say(by_date[m.date], m)
        else:
            by_date[m.date] = _new(m)
    # Own files first, then the date most cite.
    order = sorted(by_date.values(), key=lambda g: (not g.own, -len(g.refs), g.date or ""))
    out: list[Group] = []
    for group in order:
        home = next((g for g in out if _may_be_one(g, group)), None)
        if home is None:
            out.append(group)
        else:
            home.absorb(group)
    return out


def _may_be_one(a: Group, b: Group) -> bool:
    whole = len(a.date or "") == len(b.date or "") == 10
    if not whole or a.date == b.date:
        return True
    if a.own and b.own:
        return False
    return not subjects.contradict(a.title, b.title)


def _terms(groups: list[Group]) -> list[Group]:
    """Groups of one Party number in different years: those of one term are one document."""
    out: list[Group] = []
    for group in sorted(groups, key=lambda g: (not g.own, -len(g.refs), g.year or "")):
        central = group.register == "trung ương đảng"
        for home in out:
            one, two = (numbers.term(int(g.year or 0), central=central) for g in (home, group))
            sure = len(one) == len(two) == 1 and one == two
            if sure and not (home.own and group.own) and not subjects.contradict(home.title, group.title):
                home.absorb(group)
                break
        else:
            out.append(group)
    return out


class _Index:
    """Groups by what an incomplete mention may say of them."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups
        self.by_register: dict[tuple[str, str, str], list[Group]] = defaultdict(list)
        self.by_number: dict[tuple[str, str], list[Group]] = defaultdict(list)
        for group in groups:
            self._file(group)

    def _file(self, group: Group) -> None:
        assert group.number
        self.by_register[group.number.symbol, group.number.ordinal, group.register or ""].append(group)
        self.by_number[group.number.symbol, group.number.ordinal].append(group)

    def add(self, group: Group) -> None:
        """A new document."""
        self.groups.append(group)
        self._file(group)


def _without_register(numbered: Sequence[Mention], index: _Index) -> None:
    """Local numbers whose issuer nobody says, or whose place may be several: the one document that fits."""
    provinces = _spoken_in(numbered)
    left: dict[tuple[str, ...], Group] = {}
    for m in numbered:
        if m.register or not m.number:
            continue
        known = [g for g in index.by_number[m.number.symbol, m.number.ordinal] if g.register]
        known = [g for g in known if not subjects.contradict(g.title, m.title)]
        chosen = _placed(m, known, provinces)
        if chosen is not None:
            say(chosen, m)
            continue
        name = _name(m)
        key = (m.number.symbol, m.number.ordinal, m.year or "", name or m.place)
        if key in left:
            say(left[key], m)
        else:
            left[key] = _new(m)
    index.groups += left.values()


def _name(m: Mention) -> str | None:
    """The issuer as said, if it names a place: "ubnd huyện châu thành", not "ubnd huyện"."""
    low = fold(m.issuer or "")
    return low if len(low.split()) > 2 and low.split()[-1] not in ("phố", "xã", "trấn") else None


def _placed(m: Mention, known: list[Group], provinces: dict[tuple[str, str, str], set[str | None]]) -> Group | None:
    """The one document of that number that the mention can mean: by its named issuer, by the day, or by being of its
    own unit or one above it."""
    name = _name(m)
    if name:
        # Without marks: recognition loses them, capitals hide them ("HUYỆN QUAN HÓA").
        known = [g for g in known if any(bare(fold(i)) == bare(name) for i in g.issuers)]
        fits = [g for g in known if not m.year or g.year == m.year]
        return fits[0] if len(fits) == 1 else None
    fits = [g for g in known if _date_fits(g, m)]
    above = [g for g in fits if g.register in m.chain]
    if len(above) == 1:
        return above[0]
    if not m.date or len(m.date) < 10:
        return None
    near = [
        g for g in fits if g.number and m.province in provinces[g.number.symbol, g.number.ordinal, g.register or ""]
    ]
    chosen = near or fits
    return chosen[0] if len(chosen) == 1 else None


def _spoken_in(numbered: Sequence[Mention]) -> dict[tuple[str, str, str], set[str | None]]:
    """The provinces in which each (symbol, number, register) is spoken of."""
    out: dict[tuple[str, str, str], set[str | None]] = defaultdict(set)
    for m in numbered:
        if m.number and m.register:
            out[m.number.symbol, m.number.ordinal, m.register].add(m.province)
    return out


def _date_fits(group: Group, m: Mention) -> bool:
    if m.date and len(m.date) == 10:
        return m.date in group.dates
    if m.year:
        return group.year == m.year
    return not group.date or group.date[: len(m.said)] <= m.said[: len(group.date)]


def _undated(numbered: Sequence[Mention], index: _Index) -> None:
    """Mentions without a year: the one document of that number and register before the citing one; of several the one
    of that subject, or the usual one."""
    left: dict[tuple[str, str, str, str], Group] = {}
    weights = {id(g): len({ref[0] for ref in g.refs}) for g in index.groups}
    for m in numbered:
        if m.year or not m.register or not m.number:
            continue
        fits = [g for g in index.by_register[m.number.symbol, m.number.ordinal, m.register] if id(g) in weights]
        fits = [g for g in fits if (g.year or "") <= m.said[:4] and not subjects.contradict(g.title, m.title)]
        chosen = _chosen(fits, m, weights)
        if chosen is not None:
            say(chosen, m)
            continue
        # One that no other mention dates: near years speak of one document.
        key = (m.number.symbol, m.number.ordinal, m.register, m.said[:4] if len(fits) > 1 else "")
        if key in left:
            say(left[key], m)
        else:
            left[key] = _new(m)
    for group in left.values():
        index.add(group)


def _chosen(fits: Sequence[Group], m: Mention, weights: dict[int, int]) -> Group | None:
    if len(fits) == 1:
        return fits[0]
    titled = [g for g in fits if m.title and subjects.same_subject(g.title, m.title)]
    if len(titled) == 1:
        return titled[0]
    all_ = sum(weights[id(g)] for g in fits)
    usual = max(fits, key=lambda g: weights[id(g)], default=None)
    return usual if usual and weights[id(usual)] >= _DOMINANT * all_ else None


def _short(short: Sequence[Mention], groups: list[Group]) -> None:
    """ "Kế hoạch 118" that its own document doesn't explain: the one plan 118 known near by, else a node of its own."""
    by_number: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        for kind in group.kinds:
            if group.number:
                by_number[kind, group.number.ordinal].append(group)
    own_nodes: dict[tuple[str, str, str], Group] = {}
    for m in short:
        assert m.number
        fits = [g for g in by_number[m.kind, m.number.ordinal] if (g.year or "") <= m.said[:4]]
        if m.register:
            fits = [g for g in fits if g.register == m.register]
        if m.date:
            fits = [g for g in fits if g.year == m.date[:4]]
        central = [g for g in fits if "@" not in (g.register or "@")]
        fits = fits if m.register else central
        if len(fits) == 1:
            say(fits[0], m)
            continue
        key = (m.kind, m.number.ordinal, m.place)
        if key in own_nodes:
            say(own_nodes[key], m)
        else:
            own_nodes[key] = _new(m)
    groups += own_nodes.values()


def _unnumbered(files: Sequence[Mention], groups: Sequence[Group]) -> list[Group]:
    """Files that state no number (a blank in a signed PDF): the one document cited with that kind, issuer, subject and
    time that has no file yet; else nodes of their own, equal headers being one document."""
    waiting: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        if not group.own and group.register:
            waiting[group.kind, group.register].append(group)
    out: dict[object, Group] = {}
    for m in files:
        fits = [
            g for g in waiting[m.kind, m.register or ""]
            if subjects.same_subject(g.title, m.title) and m.date and (g.date or "").startswith(m.date[:7])
        ]  # fmt: skip
        if len(fits) == 1 and (not fits[0].own or _same_header(fits[0], m)):
            say(fits[0], m)
            continue
        whole = m.register and m.date and len(m.date) == 10 and m.title
        key: object = (m.kind, m.register, m.date, subjects.words(m.title)) if whole else m.ref
        if key in out:
            say(out[key], m)
        else:
            out[key] = _new(m)
    return list(out.values())


def _same_header(group: Group, m: Mention) -> bool:
    return m.date in group.dates and any(subjects.words(t) == subjects.words(m.title) for t in group.titles)
