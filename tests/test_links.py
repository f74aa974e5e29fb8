"""Links across an archive: one document one node, two documents two nodes, edges with their evidence."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks.corpus import pairs
from pipeline import as_dict, extract_text
from pipeline.comparison import run
from pipeline.corpus import cascade, exports, localities, network, numbers, reading
from pipeline.corpus.issuers import register
from pipeline.corpus.network import Network, in_force

_HEAD = (
    "ỦY BAN NHÂN DÂN\n{unit}\n-------\nSố: {number}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\n"
    "---------------\n{place}, ngày {day}\n\n{kind}\n{title}\n\n{body}\n\nI. NHIỆM VỤ\n\n"
    "1. {task}\n\n"
    "Nơi nhận:\n- UBND tỉnh Phú Yên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Thị Hoa\n"
)


def _doc(body: str, **said: str) -> reading.Doc:
    usual = {"unit": "HUYỆN SÔNG HINH", "number": "12/KH-UBND", "place": "Sông Hinh", "kind": "KẾ HOẠCH",
             "day": "05 tháng 02 năm 2024", "title": "Phòng chống đuối nước năm 2024",
             "task": "Các đơn vị chủ động thực hiện."}  # fmt: skip
    said = usual | said
    text = _HEAD.format(**said, body=body)
    return reading.document(as_dict(extract_text(text, path=f"{said['unit']}-{said['number']}.txt")))


def _net(*docs: reading.Doc) -> tuple[Network, list[reading.Doc]]:
    ordered = reading.in_order(list(docs))
    return network.build(ordered), ordered


def _node(net: Network, number: str) -> set[str]:
    return {node.id for node in net.nodes if node.number == number}


PARENT = {"unit": "TỈNH PHÚ YÊN", "number": "40/KH-UBND", "place": "Phú Yên", "day": "10 tháng 01 năm 2024"}
CHILDREN = PARENT | {"title": "Phòng chống đuối nước trẻ em năm 2024"}


def test_a_cited_plan_is_its_file() -> None:
    child = _doc("Thực hiện Kế hoạch số 40/KH-UBND ngày 10/01/2024 của UBND tỉnh Phú Yên về phòng chống đuối nước, "
                 "UBND huyện ban hành Kế hoạch như sau:")  # fmt: skip
    net, docs = _net(child, _doc("Căn cứ Luật Trẻ em năm 2016;", **PARENT))
    parent = next(node for node in net.nodes if node.number == "40/KH-UBND")
    assert parent.documents == [docs[0].id]
    (edge,) = [(k, e) for k, e in net.edges.items() if net.nodes[k[1]] is parent]
    assert edge[0][2] == "carries_out"
    assert edge[1] == [f"{docs[1].id}:c1"]


@pytest.mark.parametrize(
    "cited",
    [
        "Kế hoạch số 40/KH-UBND ngày 10/02/2024 của UBND tỉnh Phú Yên",  # month
        "Kế hoạch số 41/KH-UBND ngày 10/01/2024 của UBND tỉnh Phú Yên"
        " về phòng chống đuối nước trẻ em năm 2024",  # digit
        "Kế hoạch số 40/KH-UBND ngày 10/01/2023 của UBND tỉnh Phú Yên về phòng chống đuối nước trẻ em năm 2024",  # year
    ],
)
def test_slips_are_read_through_and_listed(cited: str) -> None:
    parent = _doc("Căn cứ Luật Trẻ em năm 2016;", **CHILDREN)
    net, docs = _net(_doc(f"Căn cứ {cited};"), parent)
    assert net.homes[1, 0] == net.of_document[docs[0].id]
    assert any(c["type"] in ("two_dates", "two_numbers") for c in net.conflicts)


@pytest.mark.parametrize(
    "cited",
    [
        "Kế hoạch số 40/KH-UBND ngày 10/01/2024 của UBND tỉnh Gia Lai"
        " về phòng chống đuối nước trẻ em năm 2024",  # issuer
        "Kế hoạch số 40/KH-UBND ngày 12/01/2023 của UBND tỉnh Phú Yên về phòng chống đuối nước trẻ em năm 2023",  # year
        "Kế hoạch số 41/KH-UBND ngày 10/01/2024 của UBND tỉnh Phú Yên"
        " về tiêm phòng cho đàn gia súc năm 2024",  # subject
        "Quyết định số 40/QĐ-UBND ngày 10/01/2024 của UBND tỉnh Phú Yên về giao biên chế công chức",  # type
    ],
)
def test_two_documents_are_never_one(cited: str) -> None:
    parent = _doc("Căn cứ Luật Trẻ em năm 2016;", **CHILDREN)
    net, docs = _net(_doc(f"Căn cứ {cited};"), parent)
    assert net.homes[1, 0] != net.of_document[docs[0].id]


def test_party_numbers_are_of_a_term() -> None:
    one = _doc("Căn cứ Nghị quyết số 08-NQ/TU ngày 05/4/2022 của Tỉnh ủy Phú Yên về phát triển du lịch biển đảo;")
    two = _doc("Căn cứ Nghị quyết số 08-NQ/TU của Tỉnh ủy Phú Yên;", number="13/KH-UBND")
    old = _doc("Căn cứ Nghị quyết số 08-NQ/TU ngày 11/9/2017 của Tỉnh ủy Phú Yên về giảm nghèo bền vững;",
               number="14/KH-UBND")  # fmt: skip
    net, docs = _net(one, two, old)
    homes = {doc.number: net.homes[i, 0] for i, doc in enumerate(docs)}
    assert homes["12/KH-UBND"] != homes["14/KH-UBND"]
    assert homes["12/KH-UBND"] != homes["13/KH-UBND"] or homes["13/KH-UBND"] != homes["14/KH-UBND"]


def test_replacing_and_being_in_force() -> None:
    new = _doc("Căn cứ Luật Trẻ em năm 2016;",
               task="Kế hoạch này thay thế Kế hoạch số 9/KH-UBND ngày 03/02/2023 của UBND huyện.")  # fmt: skip
    net, _ = _net(new, _doc("Căn cứ Luật Trẻ em năm 2016;", number="9/KH-UBND", day="03 tháng 02 năm 2023"))
    old = next(node for node in net.nodes if node.number == "9/KH-UBND")
    status = {day: {s["node"]: s["status"] for s in in_force(net, day)}[old.id] for day in ("2023-12-31", "2024-12-31")}
    assert status == {"2023-12-31": "in_force", "2024-12-31": "replaced"}


def test_registers() -> None:
    assert register("Chủ tịch UBND tỉnh Cà Mau") == register("UBND tỉnh Cà Mau")
    assert register("Ban Thường vụ Tỉnh ủy Cà Mau") == register("Tỉnh ủy Cà Mau") != register("UBND tỉnh Cà Mau")
    assert register("UBND huyện Châu Thành", "An Giang", "2023") != register(
        "UBND huyện Châu Thành", "Tiền Giang", "2023"
    )
    assert register("UBND huyện Châu Thành") is None, "several bear the name"
    assert register("UBND huyện") is None
    assert register("Phòng Văn hóa - Xã hội phường Cái Răng", "Cần Thơ", "2025") is not None


def test_numbers_and_slips() -> None:
    told = numbers.parse("05/2023/QĐ-UBND")
    assert told is not None
    assert (told.ordinal, told.year, told.symbol, told.organ) == ("5", "2023", "qd-ubnd", "ubnd")
    party = numbers.parse("14-NQ/TU")
    assert party is not None
    assert (party.party, party.organ) == (True, "tu")
    assert numbers.one_slip("766", "776")
    assert numbers.one_slip("118", "181")
    assert not numbers.one_slip("766", "876")
    assert not numbers.one_slip("12", "1207")


def test_cascade_and_gaps() -> None:
    central = "Căn cứ Nghị quyết số 55/NQ-CP ngày 03/02/2023 của Chính phủ về an toàn cho trẻ em;"
    parent = _doc(central, **PARENT)
    child = _doc(
        "Thực hiện Kế hoạch số 40/KH-UBND ngày 10/01/2024 của UBND tỉnh Phú Yên, UBND huyện ban hành Kế hoạch:"
    )
    apart = _doc("Căn cứ Luật Trẻ em năm 2016;", unit="HUYỆN SƠN HÒA", place="Sơn Hòa")
    other = _doc(central, unit="TỈNH TUYÊN QUANG", place="Tuyên Quang", number="7/KH-UBND")
    net, docs = _net(parent, child, apart, other)
    found, where = localities.collect(docs, None)
    (programme,) = cascade.programmes(net, found, where)
    branches = {b["locality"]: b for b in programme["tree"]["children"]}
    assert [b["locality"] for b in branches["province:54"]["children"]] == ["district:561"]
    gap = next(g for g in programme["gaps"] if g["province"] == "province:54" and g["level"] == "district")
    assert gap["with"] == ["district:561"]
    assert gap["without"] == ["district:560"]
    assert "huyện Tuy An" in gap["absent"]


def test_exports(tmp_path: Path) -> None:
    net, _ = _net(_doc("Căn cứ Nghị quyết số 55/NQ-CP ngày 03/02/2023 của Chính phủ;"))
    (tmp_path / "corpus").mkdir()
    exports.write(tmp_path / "corpus", exports.as_dict(net, []))
    assert (tmp_path / "corpus" / "nodes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    ET.parse(tmp_path / "corpus" / "graph.graphml")
    made = exports.graph(tmp_path)
    assert {d["number"] for _, d in made.nodes(data=True)} == {"55/NQ-CP", "12/KH-UBND"}
    assert [d["type"] for _, _, d in made.edges(data=True)] == ["basis"]


def test_hand_labelled_pairs() -> None:
    score, wrong = pairs()
    assert score.n >= 100
    assert score.precision >= 0.98, wrong
    assert score.recall >= 0.95, wrong


def test_no_records_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no records"):
        run.compare(tmp_path)
