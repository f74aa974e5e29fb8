"""What is issued when: the specifications of all documents of the archive, parents before children."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from pipeline.corpus import localities
from pipeline.demo import world
from pipeline.demo.world import Register, Seat, Work

YEARS = (2023, 2024, 2025)
_SYMBOLS = {"Kế hoạch": "KH-UBND", "Quyết định": "QĐ-UBND", "Báo cáo": "BC-UBND", "Công văn": "UBND-NC"}
_TITLES = {
    "cchc": ("cải cách hành chính năm {year}", "thực hiện công tác cải cách hành chính năm {year}"),
    "cds": ("chuyển đổi số năm {year}", "phát triển chính quyền số và chuyển đổi số năm {year}"),
    "media": ("tuyên truyền cải cách hành chính năm {year}",),
}
_PER_PROVINCE = 160  # documents of a province over the years; more documents need more provinces


@dataclass(slots=True)
class Spec:
    """A document to be written. `rests_on`: (work, "basis" or "carries_out"); `models`: documents it may copy from, the
    parent first; `replaces`, `amends`: what it changes; `results_of`: the plan a report tells about."""

    work: Work
    form: str
    year: int
    rests_on: list[tuple[Work, str]] = field(default_factory=list)
    models: list[Spec] = field(default_factory=list)
    replaces: Work | None = None
    amends: Work | None = None
    results_of: Spec | None = None


@dataclass(slots=True)
class _Maker:
    random: random.Random
    register: Register
    specs: list[Spec] = field(default_factory=list)
    count: int = 0

    def work(self, seat: Seat, kind: str, date: datetime.date, title: str, theme: str) -> Work:
        """A new work of a seat."""
        self.count += 1
        number = self.register.number(seat, kind, _SYMBOLS[kind], date)
        return Work(f"w{self.count}", kind, number, date, seat.issuer, title, theme, seat)

    def spec(self, work: Work, form: str, year: int, rests_on: list[tuple[Work, str]], models: list[Spec]) -> Spec:
        """A document to be written."""
        made = Spec(work, form, year, rests_on, models)
        self.specs.append(made)
        return made

    def party(self, seat: Seat) -> Work:
        """A resolution of the Party committee beside a seat, cited only; one for a term."""
        body, mark = ("Tỉnh ủy", "TU") if seat.level == "province" else ("Huyện ủy", "HU")
        if seat.level == "province" and seat.type == "thành phố":
            body = "Thành ủy"
        if seat.level == "district" and seat.type != "huyện":
            body = {"thành phố": "Thành ủy", "thị xã": "Thị ủy", "quận": "Quận ủy"}[seat.type]
        self.count += 1
        day = datetime.date(2021, self.random.randint(2, 12), self.random.randint(1, 28))
        title = "đẩy mạnh cải cách hành chính và nâng cao chất lượng phục vụ người dân giai đoạn 2021 - 2025"
        return Work(f"w{self.count}", "Nghị quyết", f"{self.random.randint(2, 30):02d}-NQ/{mark}", day,
                    f"{body} {seat.bare}", title, "cchc", seat)  # fmt: skip

    def day(self, year: int, first: tuple[int, int], last: tuple[int, int]) -> datetime.date:
        """A working day of a year between two (month, day)."""
        one, two = datetime.date(year, *first), datetime.date(year, *last)
        day = one + datetime.timedelta(days=self.random.randint(0, (two - one).days))
        return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def schedule(documents: int, chosen: random.Random) -> list[Spec]:
    """The specifications of `documents` documents in the order of their dates."""
    maker = _Maker(chosen, Register(chosen))
    count = max(3, min(63, -(-documents // _PER_PROVINCE)))
    quota = -(-documents // count)
    for code in world.province_codes(count):
        _province(maker, world.seat(f"province:{code}", None), quota)
    specs = sorted(maker.specs, key=lambda s: (s.work.date, s.work.id))
    while len(specs) > documents:
        specs = _fewer(specs, len(specs) - documents, chosen)
    return specs


def _fewer(specs: list[Spec], surplus: int, chosen: random.Random) -> list[Spec]:
    """`specs` without up to `surplus` of those that no other rests on or changes."""
    needed: set[str] = set()
    for spec in specs:
        needed |= {work.id for work, _ in spec.rests_on} | {model.work.id for model in spec.models}
        needed |= {work.id for work in (spec.replaces, spec.amends) if work}
    leaves = [s for s in specs if s.work.id not in needed]
    gone = {id(s) for s in chosen.sample(leaves, min(len(leaves), surplus))}
    return [s for s in specs if id(s) not in gone]


def _province(maker: _Maker, province: Seat, quota: int) -> None:
    districts = world.districts(province, 10)
    resolutions = {s.id: maker.party(s) for s in (province, *districts)}
    before: Spec | None = None
    plans: dict[tuple[str, int], Spec] = {}
    for year in YEARS:
        before = _province_year(maker, province, year, resolutions[province.id], before, plans)
        for district in districts:
            _district_year(maker, district, year, province, resolutions[district.id], plans)
    _reform(maker, province, plans)
    _communes(maker, districts, plans, quota - sum(1 for s in maker.specs if _under(s.work.seat, province)))


def _under(seat: Seat | None, province: Seat) -> bool:
    while seat is not None and seat.level != "province":
        seat = seat.parent
    return seat is not None and seat.id.rstrip("+") == province.id.rstrip("+")


def _title(maker: _Maker, theme: str, year: int) -> str:
    return maker.random.choice(_TITLES[theme]).format(year=year)


def _themed(theme: str) -> list[Work]:
    return [w for w in world.central() if w.theme == theme]


def _province_year(
    maker: _Maker, province: Seat, year: int, resolution: Work, before: Spec | None, plans: dict[tuple[str, int], Spec]
) -> Spec:
    head = _themed("cchc")[0]
    grounds = [(head, "basis"), (maker.random.choice(_themed("cchc")[1:]), "basis"), (resolution, "carries_out")]
    work = maker.work(province, "Kế hoạch", maker.day(year, (1, 4), (1, 20)), _title(maker, "cchc", year), "cchc")
    plan = plans[province.id, year] = maker.spec(work, "plan", year, grounds, [])
    title = f"giao chỉ tiêu cải cách hành chính năm {year}"
    work = maker.work(province, "Quyết định", maker.day(year, (1, 22), (2, 5)), title, "cchc")
    decision = maker.spec(work, "decision", year, [(head, "basis"), (plan.work, "basis")], [])
    decision.replaces = before.work if before else None
    digital = [w for w in _themed("cds") if w.date.year < year]
    grounds = [(digital[0], "basis"), (maker.random.choice(digital[1:]), "basis")]
    work = maker.work(province, "Kế hoạch", maker.day(year, (2, 1), (2, 25)), _title(maker, "cds", year), "cds")
    maker.spec(work, "plan", year, grounds, [])
    if year < 2025:
        title = f"sửa đổi, bổ sung một số nội dung của Kế hoạch số {plan.work.number}"
        work = maker.work(province, "Quyết định", maker.day(year, (6, 1), (8, 30)), title, "cchc")
        maker.spec(work, "amending", year, [(head, "basis")], []).amends = plan.work
        title = f"đôn đốc thực hiện nhiệm vụ cải cách hành chính năm {year}"
        work = maker.work(province, "Công văn", maker.day(year, (7, 1), (9, 30)), title, "cchc")
        maker.spec(work, "letter", year, [(plan.work, "carries_out")], [plan])
        title = f"kết quả công tác cải cách hành chính năm {year}"
        work = maker.work(province, "Báo cáo", maker.day(year, (12, 5), (12, 25)), title, "cchc")
        maker.spec(work, "report", year, [(plan.work, "carries_out")], []).results_of = plan
    return decision


def _district_year(
    maker: _Maker, district: Seat, year: int, province: Seat, resolution: Work, plans: dict[tuple[str, int], Spec]
) -> None:
    above = plans[province.id, year]
    # Every tenth district has no plan; every eighth has one of its own that rests on no province's plan: gaps.
    if maker.random.random() < 0.1:
        return
    apart = maker.random.random() < 0.12
    grounds: list[tuple[Work, str]] = [(resolution, "basis")]
    if not apart:
        grounds.append((above.work, "carries_out"))
        if maker.random.random() < 0.5:
            grounds.insert(0, (_themed("cchc")[0], "basis"))
    neighbours = [s for (id_, y), s in plans.items() if y == year and s.work.seat and s.work.seat.parent is province]
    work = maker.work(district, "Kế hoạch", maker.day(year, (2, 1), (3, 5)), _title(maker, "cchc", year), "cchc")
    earlier = [s for s in neighbours if s.work.date < work.date]
    models = ([] if apart else [above]) + ([maker.random.choice(earlier)] if earlier else [])
    plan = plans[district.id, year] = maker.spec(work, "plan", year, grounds, models)
    if year < 2025 and maker.random.random() < 0.6:
        title = f"kết quả công tác cải cách hành chính năm {year}"
        work = maker.work(district, "Báo cáo", maker.day(year, (11, 20), (12, 10)), title, "cchc")
        maker.spec(work, "report", year, [(plan.work, "carries_out")], []).results_of = plan
    if maker.random.random() < 0.4:
        work = maker.work(district, "Kế hoạch", maker.day(year, (3, 6), (3, 30)), _title(maker, "media", year), "media")
        maker.spec(work, "plan", year, [(plan.work, "carries_out")], [plan])


def _reform(maker: _Maker, province: Seat, plans: dict[tuple[str, int], Spec]) -> None:
    """After 1 July 2025: the new province's plan, and plans of its new communes."""
    new = world.seat(localities.successors(province.id)[0], None)
    title = "chuyển đổi số và cải cách hành chính 6 tháng cuối năm 2025"
    work = maker.work(new, "Kế hoạch", maker.day(2025, (7, 7), (7, 25)), title, "cds")
    grounds = [(_themed("cds")[2], "basis"), (_themed("cchc")[0], "basis"), (plans[province.id, 2025].work, "basis")]
    plan = maker.spec(work, "plan", 2025, grounds, [plans[province.id, 2025]])
    for commune in world.communes(new, 6, maker.random):
        work = maker.work(commune, "Kế hoạch", maker.day(2025, (8, 1), (9, 20)), title, "cds")
        maker.spec(work, "commune", 2025, [(_themed("cds")[0], "basis"), (plan.work, "carries_out")], [plan])


def _communes(maker: _Maker, districts: list[Seat], plans: dict[tuple[str, int], Spec], quota: int) -> None:
    """Plans of communes that carry out their district's plan, until the quota is full."""
    seats = {d.id: world.communes(d, 8, maker.random) for d in districts}
    turns = [(n, d, y) for n in range(8) for y in YEARS for d in districts]
    left = quota + 2
    for n, district, year in turns:
        above = plans.get((district.id, year))
        if left <= 0 or above is None or n >= len(seats[district.id]):
            continue
        commune = seats[district.id][n]
        if maker.random.random() < 0.15:
            continue
        work = maker.work(commune, "Kế hoạch", maker.day(year, (3, 8), (4, 25)), _title(maker, "cchc", year), "cchc")
        grounds: list[tuple[Work, str]] = [(above.work, "carries_out")]
        if maker.random.random() < 0.3:
            grounds.insert(0, (_themed("cchc")[0], "basis"))
        neighbours = [s for s in maker.specs if s.form == "commune" and s.work.seat and s.work.seat.parent is district
                      and s.year == year and s.work.date < work.date]  # fmt: skip
        models = [above] + ([maker.random.choice(neighbours)] if neighbours else [])
        maker.spec(work, "commune", year, grounds, models)
        left -= 1
