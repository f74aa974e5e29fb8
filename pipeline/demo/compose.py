"""One document of the demonstration archive written out: letterhead, grounds, aims, tasks, duties, signature."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence

from pipeline.demo import world
from pipeline.demo.page import Page, Paragraph
from pipeline.demo.schedule import Spec
from pipeline.demo.world import Seat

_INDICES = {
    "PAR_INDEX": ("Chỉ số cải cách hành chính (PAR INDEX)", "điểm", 80, 92),
    "SIPAS": ("Chỉ số hài lòng của người dân (SIPAS)", "%", 80, 92),
    "PCI": ("Chỉ số năng lực cạnh tranh cấp tỉnh (PCI)", "điểm", 60, 72),
    "PAPI": ("Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh (PAPI)", "điểm", 40, 47),
    "DTI": ("Chỉ số chuyển đổi số (DTI)", "điểm", 55, 80),
}
_BODIES = {
    "province": ("Sở Nội vụ", "Văn phòng UBND tỉnh", "Sở Tư pháp", "Sở Tài chính", "Sở Y tế", "Sở Công Thương"),
    "district": ("Phòng Nội vụ", "Văn phòng HĐND và UBND", "Phòng Tư pháp", "Phòng Tài chính - Kế hoạch",
                 "Phòng Văn hóa và Thông tin"),
    "commune": ("Công chức Văn phòng - Thống kê", "Công chức Tư pháp - Hộ tịch", "Công chức Tài chính - Kế toán"),
}  # fmt: skip
_NEW_BODIES = ("Văn phòng HĐND và UBND", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công", "Phòng Kinh tế")
_LONG = 30  # words from which a paragraph is worth copying
_SWAPS = (("cán bộ", "công chức"), ("người dân", "nhân dân"), ("doanh nghiệp", "cơ sở kinh doanh"), ("tại", "ở"),
          ("nhằm", "để"), ("trước", "sớm"), ("theo", "đúng"))  # fmt: skip


def write(spec: Spec, file: str, chosen: random.Random, written: Mapping[str, Page]) -> Page:
    """The document of `spec` as a page named `file`. `written`: the pages before it by work id, to copy from."""
    seat = spec.work.seat
    assert seat
    page = Page(file, seat, chosen)
    _letterhead(page, spec)
    _grounds(page, spec)
    if spec.form == "letter":
        _tasks(page, spec, written, "", 3)
    elif spec.form in ("decision", "amending"):
        _articles(page, spec)
    elif spec.form == "report":
        _results(page, spec)
    else:
        page.add("I. MỤC ĐÍCH, YÊU CẦU\n\n")
        for n in (1, 2):
            page.add(f"{n}. ")
            _paragraph(page, None)
        page.add("II. CHỈ TIÊU\n\n")
        _aims(page, spec)
        page.add("III. NHIỆM VỤ TRỌNG TÂM\n\n")
        _tasks(page, spec, written, "", 4 if spec.form == "commune" else 7)
        page.add("IV. TỔ CHỨC THỰC HIỆN\n\n")
        _duties(page, spec)
    _closing(page, spec)
    return page


def _letterhead(page: Page, spec: Spec) -> None:
    seat, work = page.seat, spec.work
    page.add(f"ỦY BAN NHÂN DÂN\n{seat.name.upper()}\n-------\nSố: {work.number}\n")
    if spec.form == "letter":
        page.add(f"V/v {work.title}\n")
    page.add("\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n")
    day = work.date
    page.add(f"{seat.bare}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}\n\n")
    if spec.form == "letter":
        page.add(f"Kính gửi: UBND các huyện, thị xã, thành phố trong {page.seat.type}.\n\n")
        return
    title = work.title[0].upper() + work.title[1:]
    page.add(f"{work.kind.upper()}\n{title}")
    page.add(f" của {page.seat.name}\n\n" if page.random.random() < 0.3 and spec.form != "amending" else "\n\n")
    if work.kind == "Quyết định":
        page.add(f"ỦY BAN NHÂN DÂN {seat.name.upper()}\n\n")


def _grounds(page: Page, spec: Spec) -> None:
    carried = [work for work, relation in spec.rests_on if relation == "carries_out"]
    for work, relation in spec.rests_on:
        if relation == "basis":
            page.add("Căn cứ ")
            page.cite(work, "basis", title=True)
            page.add(";\n\n")
    opening = page.random.choice(("Thực hiện ", "Triển khai thực hiện "))
    for n, work in enumerate(carried):
        page.add(opening if n == 0 else "; ")
        page.cite(work, "carries_out", title=True)
    own = f"UBND {page.seat.name}"
    if page.seat.level == "commune" and page.seat.parent:
        own += f", {page.seat.parent.name}"
    if spec.work.kind == "Quyết định":
        page.add("Theo đề nghị của Giám đốc Sở Nội vụ,\n\nQUYẾT ĐỊNH:\n\n")
        return
    page.add(f", {own} " if carried else f"{own} ")
    if spec.form == "report":
        page.add("báo cáo kết quả như sau:\n\n")
    elif spec.form == "letter":
        page.add("đề nghị các địa phương thực hiện một số nội dung sau:\n\n")
    else:
        page.add(page.random.choice(world.phrases("opening")) + "\n\n")


def _sentence(chosen: random.Random) -> str:
    def one(slot: str) -> str:
        return chosen.choice(world.phrases(slot))

    order = chosen.randrange(4)
    if order == 0:
        words = f"{one('verb')} {one('object')} {one('manner')}, {one('purpose')}."
    elif order == 1:
        words = f"{one('verb')} {one('object')} {one('place')}; {one('manner')}, {one('when')}."
    elif order == 2:
        when = one("when")
        words = f"{when[0].upper()}{when[1:]}, {one('verb').lower()} {one('object')} {one('manner')}."
    else:
        words = f"{one('verb')} {one('object')} {one('when')} {one('place')}, {one('purpose')}."
    return words


def _paragraph(page: Page, origin: Paragraph | None) -> None:
    """A paragraph of its own, or one copied from `origin`, sometimes with small changes."""
    if origin is None:
        text = " ".join(_sentence(page.random) for _ in range(page.random.choice((2, 2, 3))))
    else:
        text = _changed(origin.text, page.random) if page.random.random() < 0.3 else origin.text
    start, end = page.add(text)
    page.paragraphs.append(Paragraph(page.file, start, end, text, origin))
    page.add("\n\n")


def _changed(text: str, chosen: random.Random) -> str:
    found = [(a, b) for a, b in _SWAPS if f" {a} " in text]
    for a, b in chosen.sample(found, min(2, len(found))):
        text = text.replace(f" {a} ", f" {b} ", 1)
    return text


def _tasks(page: Page, spec: Spec, written: Mapping[str, Page], label: str, count: int) -> None:
    copied: list[Paragraph] = []
    for model in spec.models:
        page_before = written.get(model.work.id)
        if page_before:
            fit = [p for p in page_before.paragraphs if len(p.text.split()) >= _LONG]
            most = len(fit) // 2 if model is spec.models[0] else 2
            if page.random.random() < (0.75 if model is spec.models[0] else 0.5):
                copied += page.random.sample(fit, page.random.randint(1, max(1, most))) if fit else []
    copied = list({p.text: p for p in copied}.values())[:count]
    tasks: list[Paragraph | None] = [*copied, *[None] * (count - len(copied))]
    page.random.shuffle(tasks)
    for n, origin in enumerate(tasks, 1):
        page.add(f"{label}{n}. ")
        _paragraph(page, origin)
        if origin is None and page.random.random() < 0.3:
            page.add("- Thực hiện đúng quy định tại ")
            page.cite(page.random.choice([w for w in world.central() if w.theme == "any"]), "mentions", title=False,
                      full=page.random.random() < 0.5)  # fmt: skip
            page.add(".\n\n")


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _aims(page: Page, spec: Spec) -> None:
    year, level = spec.year, page.seat.level
    codes = (
        page.random.sample(sorted(_INDICES), 3) if level == "province" else ["PAR_INDEX"][: page.random.randint(0, 1)]
    )
    for code in codes:
        name, unit, low, high = _INDICES[code]
        value = page.random.randint(low, high)
        page.add("- ")
        start, _ = page.add(name)
        phrase = f"{value}%" if unit == "%" else f"{value} {unit}"
        page.add(f" năm {year} đạt ")
        at, end = page.add(f"từ {phrase} trở lên")
        page.add(".\n\n")
        page.indices.append({"start": start, "code": code, "year": year, "value": value, "status": "target"})
        page.targets.append({"start": at, "end": end, "measure": f"{code} {unit}", "value": value, "comparator": ">=",
                             "year": year, "status": "target"})  # fmt: skip
    for name in page.random.sample(sorted(world.measures()), 9 if level == "province" else 6):
        _aim(page, name, year)


def _aim(page: Page, name: str, year: int) -> None:
    row = page.random.choice(world.measures()[name])
    low, high = int(row["low"]), int(row["high"])
    value: float = page.random.randint(low, high)
    unit = row["unit"]
    if unit == "%" and page.random.random() < 0.2 and value < high:
        value += 0.5
    amount = f"{_number(value)}%" if unit == "%" else f"{int(value):02d} {unit}"
    wording = row["wording"]
    page.add("- ")
    if row["type"] == "quantity":
        page.add("Trong năm tổ chức, thực hiện ")
        at, _ = page.add(f"ít nhất {amount}")
        rest = wording.removeprefix(unit.replace(", ", " ")).removeprefix(unit).strip()
        _, end = page.add(f" {rest}")
        page.add(".\n\n")
        comparator = ">="
    else:
        page.add(wording[0].upper() + wording[1:])
        if row["aim"] == "more":
            form, comparator = page.random.choice((("từ {} trở lên", ">="), ("trên {}", ">"), ("tối thiểu {}", ">=")))
            page.add(page.random.choice((" đạt ", " phấn đấu đạt ")))
        else:
            form, comparator = page.random.choice((("không quá {}", "<="), ("dưới {}", "<")))
            page.add(" ")
        at, end = page.add(form.format(amount))
        page.add(page.random.choice((".\n\n", f" trong năm {year}.\n\n", ";\n\n")))
    page.targets.append({"start": at, "end": end, "measure": name, "value": value, "comparator": comparator,
                         "year": year, "status": "target"})  # fmt: skip


def _results(page: Page, spec: Spec) -> None:
    year = spec.year
    page.add("I. KẾT QUẢ THỰC HIỆN\n\n")
    for n in (1, 2, 3):
        page.add(f"{n}. ")
        _paragraph(page, None)
    if page.seat.level == "province":
        for code in page.random.sample(sorted(_INDICES), 3):
            name, unit, low, high = _INDICES[code]
            value = round(page.random.uniform(low, high), 2)
            page.add("- ")
            start, _ = page.add(name)
            phrase = f"{_number(value)}%" if unit == "%" else f"{_number(value)} {unit}"
            page.add(f" năm {year} của tỉnh đạt ")
            at, end = page.add(phrase)
            rank = page.random.randint(1, 63)
            page.add(f", xếp thứ {rank}/63 tỉnh, thành phố.\n\n")
            page.indices.append({"start": start, "code": code, "year": year, "value": value, "status": "result"})
            page.targets.append({"start": at, "end": end, "measure": f"{code} {unit}", "value": value,
                                 "comparator": "=", "year": year, "status": "result"})  # fmt: skip
    for name in page.random.sample(sorted(n for n, rows in world.measures().items() if rows[0]["unit"] == "%"), 4):
        row = page.random.choice(world.measures()[name])
        value = round(page.random.uniform(int(row["low"]), int(row["high"])), 1)
        page.add(f"- {row['wording'][0].upper()}{row['wording'][1:]} đạt ")
        at, end = page.add(f"{_number(value)}%")
        page.add(".\n\n")
        page.targets.append({"start": at, "end": end, "measure": name, "value": value, "comparator": "=",
                             "year": year, "status": "result"})  # fmt: skip
    page.add("II. PHƯƠNG HƯỚNG, NHIỆM VỤ\n\n")
    for n in (1, 2):
        page.add(f"{n}. ")
        _paragraph(page, None)


def _articles(page: Page, spec: Spec) -> None:
    if spec.form == "amending" and spec.amends:
        page.add("Điều 1. Sửa đổi, bổ sung một số nội dung của ")
        page.cite(spec.amends, "amends", title=True)
        page.add(", cụ thể như sau:\n\n1. ")
        _paragraph(page, None)
    else:
        page.add(f"Điều 1. Giao chỉ tiêu cải cách hành chính năm {spec.year} cho các huyện, thị xã, thành phố:\n\n")
        for name in page.random.sample(sorted(world.measures()), 5):
            _aim(page, name, spec.year)
    page.add("Điều 2. Quyết định này có hiệu lực kể từ ngày ký")
    if spec.replaces:
        page.add(" và thay thế ")
        page.cite(spec.replaces, "replaces", title=True)
    page.add(".\n\nĐiều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các sở và Chủ tịch UBND các huyện chịu trách nhiệm thi "
             "hành Quyết định này./.\n\n")  # fmt: skip


def _duties(page: Page, spec: Spec) -> None:
    bodies: Sequence[str] = _NEW_BODIES if page.seat.new else _BODIES[page.seat.level]
    if page.seat.new and page.seat.level == "province":
        bodies = _BODIES["province"]
    for n, body in enumerate(page.random.sample(list(bodies), min(3, len(bodies))), 1):
        page.add(f"{n}. {body}\n\n")
        other = page.random.choice([b for b in bodies if b != body])
        day = spec.work.date + datetime.timedelta(days=page.random.randint(30, 120))
        object_ = page.random.choice(world.phrases("object"))
        page.add(f"- Chủ trì, phối hợp với {other} theo dõi {object_}, hoàn thành trước ngày "
                 f"{day.day:02d}/{day.month:02d}/{day.year}.\n\n")  # fmt: skip
        if n == 1:
            page.add(f"- Tham mưu UBND {page.seat.type} báo cáo kết quả thực hiện Kế hoạch này trước ngày "
                     f"{page.random.choice((5, 10, 15, 20)):02d}/12/{spec.year}.\n\n")  # fmt: skip
        elif page.random.random() < 0.5 and spec.rests_on:
            page.add("- Hướng dẫn các đơn vị thực hiện ")
            page.cite(spec.rests_on[-1][0], spec.rests_on[-1][1], title=False, full=False)
            page.add(".\n\n")


def _closing(page: Page, spec: Spec) -> None:
    seat: Seat = page.seat
    if spec.work.kind != "Quyết định":
        page.add(f"Trên đây là {spec.work.kind} {spec.work.title} của UBND {seat.name}./.\n\n")
    above = f"UBND {seat.parent.name}" if seat.parent else "Như trên"
    page.add(f"Nơi nhận:\n- {above};\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n")
    name = " ".join(page.random.choice(world.phrases(slot)) for slot in ("family", "middle", "given"))
    page.add(f"{name}\n")
