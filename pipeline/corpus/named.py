"""Documents cited by name: laws, congress resolutions, programmes, plans without a number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extractors.text import fold
from pipeline.corpus import subjects
from pipeline.corpus.mentions import Group, Mention

_LAWS = frozenset(("luật", "bộ luật", "hiến pháp", "pháp lệnh"))
_NATIONWIDE = frozenset(("đề án", "chương trình", "chiến lược", "bộ chỉ số", "quy hoạch"))
_WORD = re.compile(r"\w+")
# Congresses have many names: "Đại hội XX Đảng bộ tỉnh", "Đại hội đại biểu Đảng bộ tỉnh lần thứ XX"
_CONGRESS = frozenset("đại hội biểu lần thứ đảng bộ toàn quốc của nhiệm kỳ".split())
_EQUAL = 0.85
_TELLING = 5  # words of a scheme's name that tell it from others
_SCHEME = re.compile(r"đề án\W+(\w.{15,})")
_CALLED = re.compile(r"(?:đề án )?(?:số )?(\d{1,4})")


def link(spoken: Sequence[Mention], groups: Sequence[Group]) -> list[Group]:
    """Put mentions by name into the `groups` they mean; what is left becomes the groups that are given back."""
    laws = [m for m in spoken if m.kind in _LAWS]
    congress = [m for m in spoken if m.rule == "congress"]
    taken = {m.ref for m in laws} | {m.ref for m in congress}
    out = _laws(laws, groups) + _congress(congress)
    return out + _titled([m for m in spoken if m.ref not in taken], groups)


def _say(group: Group, m: Mention) -> None:
    group.add(m.ref, m.kind, m.printed, m.date, m.issuer, m.title)


def _new(m: Mention) -> Group:
    group = Group(m.kind, None, m.register, m.year)
    _say(group, m)
    return group


def _name(title: str | None) -> str:
    return " ".join(_WORD.findall(fold(title or "")))


def _laws(spoken: Sequence[Mention], groups: Sequence[Group]) -> list[Group]:
    """A law is its name and year; without a year it is the last one of that name before the citing document."""
    known: dict[str, dict[str, Group]] = defaultdict(dict)
    for group in groups:
        if group.kind in _LAWS:
            for title in group.titles:
                known[_name(title)].setdefault(group.year or "", group)
    out: list[Group] = []
    for m in sorted(spoken, key=lambda m: (m.year is None, m.ref)):
        years = known[_name(m.title)]
        year = m.year or max((y for y in years if y and y <= m.said[:4]), default="")
        if year in years:
            _say(years[year], m)
        else:
            years[year] = _new(m)
            out.append(years[year])
    return out


def _congress(spoken: Sequence[Mention]) -> list[Group]:
    out: dict[tuple[str, ...], Group] = {}
    for m in spoken:
        words = _WORD.findall((m.key or "").rpartition("|")[2])
        nation = "trung ương" if "trung ương" in (m.key or "") else ""
        key = (m.kind, nation, *sorted(w for w in words if w not in _CONGRESS))
        # A number alone is the national congress; a local one has its place.
        if key in out:
            _say(out[key], m)
        else:
            out[key] = _new(m)
    return list(out.values())


def _same_title(a: str | None, b: str | None) -> bool:
    """Whether two titles are of one document by their words alone: nearly all shared both ways, the same figures."""
    one, two = subjects.words(a), subjects.words(b)
    if not one or not two or subjects.figures(a) != subjects.figures(b):
        return False
    return len(one & two) >= _EQUAL * len(one | two)


def _titled(spoken: Sequence[Mention], groups: Sequence[Group]) -> list[Group]:
    by_issuer: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        if group.register and group.titles:
            by_issuer[group.kind, group.register].append(group)
    own_nodes: dict[tuple[object, ...], Group] = {}
    schemes = _Schemes(groups)
    out: list[Group] = []
    for m in spoken:
        fits = []
        if m.register:
            fits = [g for g in by_issuer[m.kind, m.register] if any(_same_title(t, m.title) for t in g.titles)]
            fits = [g for g in fits if not m.year or not g.year or g.year == m.year]
            fits = [g for g in fits if not g.date or g.date[: len(m.said)] <= m.said]
        if len(fits) == 1:
            _say(fits[0], m)
            continue
        key = schemes(m) or _identity(m)
        home = own_nodes.get(key)
        if home is None:
            home = own_nodes[key] = _new(m)
            out.append(home)
        else:
            _say(home, m)
    return out


class _Schemes:
    """Schemes by the decisions of the Prime Minister that approve them: "Đề án 06" is called after decision 06/QĐ-TTg,
    "Đề án phát triển ứng dụng dữ liệu về dân cư …" after its subject."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.by_ordinal: dict[str, list[tuple[int, Group]]] = defaultdict(list)
        self.named: list[tuple[int, str, Group]] = []
        for n, group in enumerate(groups):
            if group.number and group.number.symbol == "qd-ttg" and not group.number.year:
                subject = next((s for t in group.titles if (s := _SCHEME.search(fold(t)))), None)
                if subject:
                    self.by_ordinal[group.number.ordinal].append((n, group))
                    self.named.append((n, subject[1], group))

    def __call__(self, m: Mention) -> tuple[object, ...] | None:
        """The scheme that a mention means, if one decision can have approved it."""
        if m.kind != "đề án":
            return None
        called = _CALLED.fullmatch(fold(m.title or ""))
        if called:
            fits = [n for n, g in self.by_ordinal[called[1].lstrip("0")] if (g.year or "") <= m.said[:4]]
        else:
            fits = [n for n, name, _ in self.named if (subjects.alike(name, m.title) or 0) >= _EQUAL
                    and len(subjects.words(m.title)) >= _TELLING]  # fmt: skip
        return ("đề án", fits[0]) if len(fits) == 1 else None


def _identity(m: Mention) -> tuple[object, ...]:
    """Kind, words of the name and whose it is: an issuer, or for what only a locality's own readers know, the place."""
    words = subjects.words(m.title)
    nationwide = m.kind in _NATIONWIDE or len(words) >= 8
    whose = m.register or ("" if nationwide else m.place)
    return (m.kind, words or m.key, m.year if m.kind not in _NATIONWIDE else None, whose)
