"""What citations share: dates and issuers in a coordination, repeated and short forms, keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractors import citation_keys
from extractors.bodies import Body
from extractors.citation_keys import YEAR_INSIDE, identity, low, plain, subject_words
from extractors.citation_mention import Mention
from extractors.facts import Document
from extractors.text import Text, bare

JOINT = re.compile(r"\s?(?:[,;]|[,;]?\s?(?:và|hoặc))?\s{0,2}(?:(?:các|những|số:?)\s)?\s?")
_CHANGED = re.compile(
    r"\s?[,(]?\s?(?:đã\s)?được\s(?:sửa đổi|bổ sung|thay thế)[^();.\n]{0,60}(?:tại|bởi|theo|bằng)\s(?:các\s)?"
)
_DEFINED = re.compile(
    r"(?:sau đây|dưới đây|từ đây)?,?\s?(?:(?:được\s)?(?:gọi|viết)\s(?:tắt\s)?(?:chung\s)?là)\s?:?\s?\"?\Z"
)
_LEADING = re.compile(r"\d+")
_WORKS = frozenset(("Đề án", "Dự án", "Chương trình"))


def link(text: Text, mentions: list[Mention], document: Document | None, bodies: Mapping[int, Body]) -> None:
    """Fill dates, issuers and keys of `mentions` (in order), and drop those that only define a short form."""
    _share(text, mentions)
    _same_day(text, mentions)
    _handed_on(text, mentions)
    _misread(mentions, bodies)
    _definitions(text, mentions)
    _own(text, mentions, document)
    _short_forms(mentions)
    _repeats(mentions)
    _by_title(mentions)
    _back_references(mentions)
    mentions[:] = [c for c in mentions if c.rule != "capital name" or _identified(text, c)]
    citation_keys.assign(text, mentions)
    citation_keys.contradictions(mentions, document)


def _share(text: Text, mentions: Sequence[Mention]) -> None:
    """In "Nghị quyết số 18-NQ/TW, Nghị quyết số 19-NQ/TW ngày 25/10/2017 …" date and issuer belong to both."""
    for one, two in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        if one.form != "full" or two.form != "full" or one.outer is not two.outer or one.issuer:
            continue
        if not one.groups or not two.groups or one.groups[-1] != two.groups[-1] or one.end > two.start:
            continue
        at = max(one.end, one.title_end)
        if one.kind == two.kind and not one.title and _CHANGED.fullmatch(text.fold, at, two.start):
            one.issuer = two.issuer  # "Nghị định số … (được sửa đổi bởi Nghị định số … của Chính phủ)"
            continue
        if not JOINT.fullmatch(text.fold, at, two.start):
            continue
        if one.title:  # each has its own subject; only the issuer said at the very end is shared
            one.issuer = (
                two.issuer if two.title and two.issuer and two.issuer not in text.text[two.start : two.end] else None
            )
            continue
        one.issuer = two.issuer
        one.listed = True
        year = YEAR_INSIDE.search(one.number or "")
        if one.date is None and two.date and (year is None or year[1] == two.date[:4]):
            one.date = two.date


def _same_day(text: Text, mentions: Sequence[Mention]) -> None:
    """ "Kế hoạch số 03/KH-SXD cùng ngày": the date of the mention before it, and the issuer of the same organ."""
    last: Mention | None = None
    for c in mentions:
        if c.form != "full":
            continue
        if last is not None and last.date and "same_day" in c.flags:
            c.date = last.date
            c.flags.remove("same_day")
        if last is not None and c.issuer is None and last.issuer and "issuer_before" in last.rule:
            same = c.groups and last.groups and c.groups[-1] == last.groups[-1] and c.outer is last.outer
            if same and not re.search(r"[;\n]|\.\s", text.fold[last.end : c.start]):
                c.issuer, c.rule = last.issuer, c.rule + ", issuer_before"
        last = c


def _handed_on(text: Text, mentions: Sequence[Mention]) -> None:
    """In "các Quyết định của Thủ tướng Chính phủ số: 1521/QĐ-TTg …; 21/2021/QĐ-TTg …" the issuer is said once."""
    last: Mention | None = None
    for c in mentions:
        if c.form != "full":
            continue
        if (
            last is not None
            and c.issuer is None
            and last.issuer
            and c.rule == "number alone"
            and c.groups
            and last.groups
        ):
            at = max(last.end, last.title_end)
            if c.groups[-1] == last.groups[-1] and c.outer is last.outer and JOINT.fullmatch(text.fold, at, c.start):
                c.issuer = last.issuer
        last = c


def _misread(mentions: Sequence[Mention], bodies: Mapping[int, Body]) -> None:
    """An issuer that differs from a body named elsewhere only by its marks ("Chính phù") is that body."""
    unknown = [c for c in mentions if c.issuer and "issuer_unlisted" in c.flags]
    if not unknown:
        return
    known = {bare(low(name)): b.canonical for b in bodies.values() for name in (b.name, b.canonical)}
    for c in unknown:
        right = known.get(bare(low(c.issuer or "")))
        if right:
            c.issuer = right
            c.flags.remove("issuer_unlisted")


def _definitions(text: Text, mentions: list[Mention]) -> None:
    """Drop the mention in "(sau đây gọi tắt là Nghị quyết 09)" and tie its number to the one it stands for."""
    works: dict[tuple[str, str], Mention] = {}
    for i, c in enumerate(mentions):
        if i and _bracketed(text, mentions[i - 1], c):
            c.form = "definition"
            if c.kind in _WORKS and c.number:
                works[c.kind, c.number.lstrip("0")] = mentions[i - 1]
        if i and c.form in ("full", "named") and _is_defined(text.fold, c.start):
            for before in reversed(mentions[:i]):
                if before.form != "self" and before.end <= c.start and (before.kind == c.kind or c.kind in _WORKS):
                    if c.kind in _WORKS and c.short and c.number:
                        works[c.kind, c.number.lstrip("0")] = before
                    break
            c.form = "definition"
    mentions[:] = [c for c in mentions if c.form != "definition"]
    decisions = _decisions(mentions) if any(c.short and c.kind in _WORKS for c in mentions) else {}
    for c in mentions:
        if c.short and c.kind in _WORKS:  # "Đề án 06" is called after its decision's number, it is none itself
            number = (c.number or "").lstrip("0")
            decision = works.get((c.kind, number))
            if decision is None and (decision := decisions.get(number)):
                c.date = c.date or decision.date
            c.form, c.title, c.short = "named", f"{c.kind} {c.number}", False
            c.issuer = c.issuer or (decision.issuer if decision else None)
            c.antecedent, c.number = decision, None


def _decisions(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The one decision cited with each number, by which a scheme may be called ("Đề án 06")."""
    out: dict[str, Mention] = {}
    known: dict[str, set[str]] = defaultdict(set)
    for c in mentions:
        if c.form == "full" and c.kind == "Quyết định" and c.number and not c.short:
            known[_series(c.number)].add(plain(c.number))
            out.setdefault(_series(c.number), c)
    return {number: c for number, c in out.items() if len(known[number]) == 1}


def _is_defined(folded: str, at: int) -> bool:
    """Whether "sau đây gọi là", "viết tắt là" stands before `at`."""
    low = max(0, at - 40)
    return folded.find("là", low, at) >= 0 and _DEFINED.search(folded, low, at) is not None


def _bracketed(text: Text, before: Mention, c: Mention) -> bool:
    """Whether `c` is a short name in brackets right after the full citation: "… của Ban Bí thư (Chỉ thị 20)", "… của
    Thủ tướng Chính phủ (Đề án 06)"."""
    if (
        c.form != "full"
        or not c.number
        or not before.number
        or text.fold[c.start - 1 : c.start] != "("
        or text.fold[c.end : c.end + 1] != ")"
    ):
        return False
    if c.kind in _WORKS and before.kind == "Quyết định":
        return bool(c.short) and _series(before.number) == _series(c.number)
    return before.kind == c.kind and plain(before.number).startswith(plain(c.number))


def _own(text: Text, mentions: Sequence[Mention], document: Document | None) -> None:
    """The document's own number is `self`; "Kế hoạch này" of another kind than the document's stays as it is."""
    for c in mentions:
        if c.form != "full" or document is None or c.kind != document.kind or c.outer is not None:
            continue
        own = document.number
        if own and c.number and plain(c.number) == plain(own):
            annexed = re.search(r"kèm theo\s(?:[^\W\d_]+\s){0,2}\Z", text.fold[max(0, c.start - 40) : c.start])
            issuer_fits = not c.issuer or not document.issuer or plain(c.issuer) == plain(document.issuer)
            date_fits = not c.date or not document.date or c.date.startswith(document.date[:4])
            if (issuer_fits or annexed) and date_fits:
                c.form = "self"


def _short_forms(mentions: Sequence[Mention]) -> None:
    """ "Kế hoạch 118" is the one document of that type and number cited before (or, failing that, later)."""
    cited: dict[str, dict[str, Mention]] = defaultdict(dict)
    waiting = [c for c in mentions if c.short]
    if not waiting:
        return
    for last_pass in (False, True):
        for c in mentions:
            if c.short and c.number and c.antecedent is None:
                _expand(c, cited[_series(c.number)], last_pass)
            elif not last_pass and not c.short and c.number and c.form in ("full", "self"):
                cited[_series(c.number)][plain(c.number)] = c


def _series(number: str) -> str:
    m = _LEADING.match(number)
    return m[0].lstrip("0") if m else number


def _expand(c: Mention, cited: Mapping[str, Mention], last_pass: bool) -> None:
    """Give a short number the full one that it must mean, if there is one."""
    number = (c.number or "").lstrip("0")
    fit = [
        o for o in cited.values()
        if (o.kind == c.kind or o.code_kind == c.kind) and (o.number or "").lstrip("0").startswith(number)
    ]  # fmt: skip
    if len(fit) == 1:
        best = fit[0]
        c.number, c.antecedent, c.groups, c.code_kind = best.number, best, best.groups, best.code_kind
    elif last_pass:
        c.flags.append("ambiguous_short_form" if fit else "undefined_short_form")


def _repeats(mentions: Sequence[Mention]) -> None:
    """A mention without date or issuer gets them from another of the same document, the nearest before it first."""
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for c in mentions:
        if c.form == "full" and c.number:
            groups[identity(c)].append(c)
        elif c.form == "named" and c.rule in ("law", "constitution"):
            groups[c.kind.lower(), plain(c.title or "")].append(c)
    for same in groups.values():
        if len(same) < 2:
            continue
        dates = {c.date for c in same if c.date}
        issuers = {c.issuer for c in same if c.issuer}
        if len({d for d in dates if len(d) == 10}) > 1 and len(issuers) < 2:
            for c in same:
                c.flags.append("two_dates")
        _fill(same)
        _fill(same[::-1])


def _fill(same: Sequence[Mention]) -> None:
    """Hand dates and issuers on along `same`; a mention that contradicts what it would get keeps what it has."""
    known: dict[tuple[str | None, str | None], None] = {}
    for c in same:
        if not (c.date and c.issuer):
            for date, issuer in reversed(known):
                if (c.date and date and c.date != date) or (c.issuer and issuer and c.issuer != issuer):
                    continue
                c.date, c.issuer = c.date or date, c.issuer or issuer
                if c.date and c.issuer:
                    break
        if c.date or c.issuer:
            known.pop((c.date, c.issuer), None)
            known[c.date, c.issuer] = None


def _back_references(mentions: Sequence[Mention]) -> None:
    """ "Nghị quyết nêu trên" is the one resolution cited before it; else it stays unknown and says so."""
    cited: dict[str, dict[tuple[str, str], Mention]] = defaultdict(dict)
    for c in mentions:
        if c.form == "full":
            cited[c.kind][identity(c)] = c
        elif c.rule == "back-reference":
            known = cited[c.kind]
            if len(known) == 1:
                c.antecedent = next(iter(known.values()))
                c.date, c.issuer = c.antecedent.date, c.antecedent.issuer
            else:
                c.flags.append("unknown_antecedent")


def _identified(text: Text, c: Mention) -> bool:
    """A scheme or strategy named by a capital alone is one if quoted, with an issuer or cited by number before."""
    return c.kind == "Quy chế" or bool(c.issuer or c.antecedent) or text.fold[c.end - 1] == '"'


def _by_title(mentions: Sequence[Mention]) -> None:
    """A named plan gets date and issuer from the numbered one of the same kind and subject, and the issuer from an act
    whose subject is to issue it ("Nghị quyết số 76/NQ-CP … ban hành Chương trình tổng thể …")."""
    titled = {(c.kind, c.title, c.number): c for c in mentions if c.form == "full" and c.title}
    index: dict[tuple[str, ...], list[tuple[Mention, list[str], bool]]] = defaultdict(list)
    kinds = {c.kind: low(c.kind).split() for c in mentions if c.form == "named"}
    for other in titled.values():
        subject = subject_words(other.title)
        index[other.kind, *subject[:2]].append((other, subject, True))
        for kind, words in kinds.items():
            at = next((i for i in range(4) if subject[i : i + len(words)] == words), -1)
            if at >= 0 and kind != other.kind:
                rest = subject[at + len(words) :]
                index[kind, *rest[:2]].append((other, rest, False))
    for c in mentions:
        if c.form != "named" or not c.title or c.rule in ("law", "amending law", "constitution", "congress"):
            continue
        words = subject_words(c.title)
        for other, subject, itself in index[c.kind, *words[:2]]:
            if not alike(words, subject) or (itself and c.issuer and other.issuer and c.issuer != other.issuer):
                continue
            c.issuer, c.antecedent = c.issuer or other.issuer, c.antecedent or other
            if itself and (c.outer is not None or len(words) >= 8):  # a short subject ("CCHC năm 2024") is no identity
                c.date = c.date or other.date
            if itself:
                break


def alike(words: Sequence[str], subject: Sequence[str]) -> bool:
    """Whether one subject begins like the other for at least four words, or shares nearly all of them."""
    shorter = min(len(words), len(subject))
    if shorter < 4:
        return False
    years = [{w for w in part if len(w) == 4 and w.isdigit()} for part in (words, subject)]
    if not years[0] <= years[1]:
        return False
    return list(words) == list(subject[: len(words)]) or len({*words} & {*subject}) >= 0.85 * len({*words} | {*subject})
