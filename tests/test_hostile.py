"""What a hostile or broken file does to the readers: a clear error that names it, soon, and nothing else."""

from __future__ import annotations

import errno
import os
import random
import socket
import struct
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.archive import storage
from pipeline.archive.batch import run_batch
from pipeline.archive.inputs import documents
from pipeline.errors import KehoachError, LimitExceeded, UnreadableInput
from pipeline.ingest import archives, files, packages, reader
from tests.docx_maker import document, paragraph, table, zipped

DOCX = document(paragraph("KẾ HOẠCH"), paragraph("Nội dung."))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _with(name: str, content: str | bytes) -> bytes:
    """The sample .docx with member `name` replaced."""
    import io

    with zipfile.ZipFile(io.BytesIO(DOCX)) as package:
        parts: dict[str, str | bytes] = {n: package.read(n) for n in package.namelist()}
    return zipped(parts | {name: content})


EMPTY = f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'
BOMB = """<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize("declaration", [BOMB, BOMB.replace("utf-8", "utf-16")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_xml_are_refused(declaration: str, encoding: str) -> None:
    xml = (
        f'{declaration}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>'
    )
    with pytest.raises(UnreadableInput, match=r"word/document\.xml declares a document type"):
        reader.read_bytes(_with("word/document.xml", xml.encode(encoding)), "bomb.docx")


def test_entities_behind_a_long_comment_are_refused_too() -> None:
    xml = f'<?xml version="1.0"?><!--{"x" * 9000}-->{BOMB[21:]}<w:document xmlns:w="{W}"/>'
    with pytest.raises(UnreadableInput, match="declares a document type"):
        reader.read_bytes(_with("word/document.xml", xml), "bomb.docx")


def test_entities_in_open_document_text_are_refused() -> None:
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": BOMB + "<a/>"})
    with pytest.raises(UnreadableInput, match=r"content\.xml declares"):
        reader.read_bytes(data, "bomb.odt")


def test_a_member_that_unpacks_without_end_is_refused_before_it_is_unpacked() -> None:
    before = time.perf_counter()
    with pytest.raises(LimitExceeded, match="decompression bomb"):
        reader.read_bytes(_with("word/document.xml", b"\0" * 40_000_000), "bomb.docx")
    with pytest.raises(LimitExceeded, match="when unpacked"):
        reader.read_bytes(_with("word/document.xml", b"\0" * (packages.MAX_PART + 1)), "bomb.docx")
    assert time.perf_counter() - before < 20


def test_a_package_that_claims_too_much_or_lies_about_sizes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_TOTAL", 1000)
    with pytest.raises(LimitExceeded, match="decompression bomb"):
        reader.read_bytes(zipped({"a.txt": "x" * 2000}), "a.zip")
    monkeypatch.undo()
    data = bytearray(_with("word/document.xml", b"<a>" + b"\0" * 5000))
    # The directory says 10 bytes: zipfile unpacks no more than that and finds the checksum wrong.
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    struct.pack_into("<I", data, at + 24, 10)
    with pytest.raises(UnreadableInput, match="damaged"):
        reader.read_bytes(bytes(data), "lie.docx")


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_MEMBERS", 50)
    with pytest.raises(LimitExceeded, match="members"):
        reader.read_bytes(zipped({f"{n}.txt": "" for n in range(60)}), "many.zip")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_word_file_cut_off_anywhere_is_named(share: float) -> None:
    with pytest.raises(UnreadableInput, match=r"^cut\.docx: .*(?:damaged|cut off)"):
        reader.read_bytes(DOCX[: max(int(len(DOCX) * share), 5)], "cut.docx")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (_with("word/document.xml", b"<w:document"), "not well-formed"),
        (_with("word/document.xml", f'<w:document xmlns:w="{W}"/>'), "no text"),
        (_with("word/styles.xml", b"\xff\xfe\x00"), "not well-formed"),
        (zipped({"[Content_Types].xml": "<a/>"}), "no text"),
        (document(paragraph()), "no text"),
        (zipped({"[Content_Types].xml": "<a/>", "word/document.xml": EMPTY, "word/media/1.png": "x"}), "1 picture"),
        (zipped({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "Excel workbook"),
        (zipped({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "PowerPoint"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "Excel workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500)
            + "WordDocument".encode("utf-16-le"),
            "password",
        ),
        (b"Rar!\x1a\x07\x01\x00", "RAR archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip"),
        (b"\x7fELF\x02\x01", "program"),
        (b"\x00\x01\x02\x03" * 300, "binary"),
        (bytes(range(128, 256)) * 40, "encoding"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_said_to_be_what_it_is(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableInput, match=cause) as caught:
        reader.read_bytes(data, "x.docx")
    assert str(caught.value).startswith("x.docx: ")
    assert caught.value.exit_code == 3


def test_endless_lines_are_refused_in_every_medium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_LINE", 10_000)
    words = "kế hoạch " * 3000
    for data in (words.encode(), f"<p>{words}</p>".encode(), document(paragraph(words))):
        with pytest.raises(LimitExceeded, match="a line of"):
            reader.read_bytes(data, "long")
    assert reader.read_bytes("kế hoạch\n".encode() * 3000).raw


def test_a_few_damaged_bytes_do_not_lose_a_text() -> None:
    words = ("Kế hoạch cải cách hành chính năm 2022 của huyện. " * 40).encode()
    source = reader.read_bytes(words[:300] + b"\xff" + words[300:], "x.txt")
    assert source.encoding == "utf-8 with damaged bytes"
    assert source.raw.count("\ufffd") <= 3
    with pytest.raises(UnreadableInput):
        reader.read_bytes(words[:300] + bytes(range(128, 256)) * 4 + words[300:], "x.txt")


def test_tables_nested_without_end_are_refused() -> None:
    inner = table(["x", "y"], ["z", "đáy"])
    for _ in range(20):
        inner = table([f"<w:tc>{inner}</w:tc>", "y"])
    with pytest.raises(LimitExceeded, match="nested"):
        reader.read_bytes(document(inner), "deep.docx")


def test_a_cell_that_claims_a_million_columns_is_held_to_what_is_there() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'
    assert len(reader.read_bytes(document(table([cell, "y"], ["a", "b"]))).raw) < 2000
    page = "<table border=1><tr><td colspan=99999999 rowspan=999999999>x</td></tr><tr><td>a</td><td>b</td></tr></table>"
    assert len(reader.read_bytes(f"<html>{page}".encode()).raw) < 3000


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "back").symlink_to(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.txt"))
        causes = {
            "fifo.txt": "named pipe", "loop.txt": "loop of symbolic links", "gone.txt": "no such file",
            "folder.txt": "a folder", "socket.txt": "a socket", "/dev/zero": "a device", "a\0b": "no valid path",
        }  # fmt: skip
        for name, cause in causes.items():
            with pytest.raises(UnreadableInput, match=cause):
                reader.read(tmp_path / name)
        found = [p.name for p in documents(str(tmp_path))]
    assert found == ["fifo.txt", "gone.txt", "loop.txt", "socket.txt"]


def test_files_and_folders_without_permission_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in/closed").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text("x", encoding="utf-8")

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Root may read everything, so the refusal is played.
    monkeypatch.setattr(files.os, "open", refuse)
    with pytest.raises(UnreadableInput, match="no permission"):
        reader.read(tmp_path / "in/a.txt")
    monkeypatch.undo()
    entries = storage.entries
    monkeypatch.setattr(storage, "entries", lambda f: refuse() if f.endswith("closed") else entries(f))
    assert [p.name for p in documents(str(tmp_path / "in"))] == ["a.txt", "closed"]
    summary = run_batch(str(tmp_path / "in"), tmp_path / "out", workers=0, layers=("citations",))
    assert (summary.documents, summary.failed) == (2, 1)


def test_a_locked_member_fails_alone(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "một", "b.txt": "hai"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.find(mark) + at, 1)
    (tmp_path / "a.zip").write_bytes(data)
    first, second = archives.documents(tmp_path / "a.zip")
    with pytest.raises(UnreadableInput, match="password"):
        reader.read(first)
    assert reader.read(second).raw == "hai"


def test_a_bomb_in_an_archive_fails_alone(tmp_path: Path) -> None:
    content = {"a.txt": b"x" * 30_000_000, "b.txt": b"hai", "c.zip": zipped({"d.txt": b"x"})[:60]}
    (tmp_path / "a.zip").write_bytes(zipped(content))
    outcomes = []
    for name in documents(str(tmp_path)):
        try:
            outcomes.append(reader.read(name).raw)
        except KehoachError as error:
            outcomes.append(type(error).__name__)
    assert outcomes == ["LimitExceeded", "hai", "UnreadableInput"]


def _told(data: bytes) -> bool:
    """Whether reading `data` gives a source, or an error that names it."""
    try:
        return bool(reader.read_bytes(data, "x").path)
    except KehoachError as error:
        return str(error).startswith("x: ")


def test_garbage_never_escapes_as_another_error() -> None:
    chance = random.Random(7)
    for start in (b"", b"PK\x03\x04", b"<html>", DOCX[:400], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        for _ in range(15):
            assert _told(start + chance.randbytes(chance.randrange(1, 600)))
    for _ in range(60):
        data = bytearray(DOCX)
        for _ in range(6):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert _told(bytes(data))
