"""Type by content, the way to each reader, archives, conversions by LibreOffice, batches of mixed files."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.archive.batch import run_batch
from pipeline.archive.inputs import documents
from pipeline.cli import cli
from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput
from pipeline.ingest import archives, detect, office, reader
from pipeline.normalize import normalize
from tests.docx_maker import document, paragraph, table, zipped

PLAN = ["KẾ HOẠCH", "Kiểm tra công vụ năm 2022", "1. Rà soát theo Quyết định số 12/QĐ-UBND ngày 03/01/2022."]
TEXT = "\n".join(PLAN)
DOCX = document(*map(paragraph, PLAN), table(["TT", "Việc"], ["1", "Tập huấn"]), paragraph())
HTML = "<html><body>" + "".join(f"<p>{x}</p>" for x in PLAN) + "</body></html>"


def _needs(program: str, package: str) -> None:
    """Skips where `program` is missing, but not in CI: there it must be installed."""
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is missing: apt-get install {package}")
        pytest.skip(f"{program} is not installed (apt-get install {package})")


def odt(content: str, styles: str = "", manifest: str = "") -> bytes:
    """An .odt with `content` in its body and `styles` among its automatic styles."""
    kinds = ("office", "text", "table", "style", "drawing")
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{k}:1.0"' for k in kinds)
    files = {
        "mimetype": detect.ODT,
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{content}</office:text></office:body></office:document-content>",
    }
    return zipped(files | ({"META-INF/manifest.xml": manifest} if manifest else {}))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEXT.encode(), detect.TEXT),
        (b"\x00" * 4 + b"%PDF-1.4\n", detect.PDF),
        (b"junk before %PDF-1.7", detect.PDF),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00\x08", "image/tiff"),
        (b"  {\\rtf1\\ansi", detect.RTF),
        (HTML.encode(), detect.HTML),
        (HTML.encode("utf-16"), detect.HTML),
        (b"<!-- saved -->\n<TABLE><tr>", detect.HTML),
        ("\ufeff<?xml version='1.0'?><!DOCTYPE html><html/>".encode(), detect.HTML),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', detect.WORD_XML),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", detect.MHTML),
        (DOCX, detect.DOCX),
        (odt("<text:p>a</text:p>"), detect.ODT),
        (zipped({"a.txt": "x"}), detect.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), detect.DOC),
        (b"<muc> 1 < 2, mot dong van ban", detect.TEXT),
    ],
)
def test_types_by_content(data: bytes, kind: str) -> None:
    assert detect.media_type(data) == kind


@pytest.mark.parametrize("name", ["plan.pdf", "plan.doc", "plan", "plan.xyz"])
@pytest.mark.parametrize(
    "data", [TEXT.encode(), DOCX, HTML.encode(), HTML.encode("utf-16")], ids=["txt", "docx", "html", "u16"]
)
def test_wrong_suffixes_work(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    source = reader.read(tmp_path / name)
    assert normalize(source.raw)[0].text.startswith(TEXT)


def test_open_document_text_with_lists_tables_notes_and_deletions() -> None:
    def number(depth: int, form: str) -> str:
        attributes = f'text:level="{depth}" style:num-format="{form}" style:num-suffix="."'
        return f"<text:list-level-style-number {attributes}/>"

    def item(*inside: str) -> str:
        body = "".join(x if x.startswith("<") else f"<text:p>{x}</text:p>" for x in inside)
        return f"<text:list-item>{body}</text:list-item>"

    def listed(*items: str, more: str = "") -> str:
        return f'<text:list text:style-name="L" {more}>{"".join(items)}</text:list>'

    def cells(*texts: str) -> str:
        return "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in texts)

    bullet = '<text:list-level-style-bullet text:level="3" text:bullet-char="-"/>'
    levels = f'<text:list-style style:name="L">{number(1, "I")}{number(2, "1")}{bullet}</text:list-style>'
    note = "<text:note-citation>1</text:note-citation><text:note-body><text:p>chú thích</text:p></text:note-body>"
    gone = "<text:changed-region><text:deletion><text:p>xóa</text:p></text:deletion></text:changed-region>"
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>Cơ quan</text:p></table:table-cell>'
    content = (
        f"<text:tracked-changes>{gone}</text:tracked-changes>"
        '<text:p>Số:<text:s text:c="3"/>5/KH<text:tab/>ngày<text:line-break/>hết</text:p>'
        + listed(
            item("MỤC TIÊU", listed(item("Chung", listed(item("gạch"))), item(f"Riêng<text:note>{note}</text:note>")))
        )
        + listed(item("NHIỆM VỤ"), more='text:continue-numbering="true"')
        + f"<table:table><table:table-header-rows><table:table-row>{cells('TT')}{wide}<table:covered-table-cell/>"
        "</table:table-row></table:table-header-rows><table:table-row>"
        + cells("1", "Sở <text:span>Y tế</text:span>", "Công an")
        + "</table:table-row></table:table>"
    )
    source = reader.read_bytes(odt(content, levels))
    assert [x for x in source.raw.split("\n") if x] == [
        "Số:   5/KH\tngày", "hết", "I. MỤC TIÊU", "1. Chung", "- gạch", "2. Riêng", "II. NHIỆM VỤ", "TT | Cơ quan | ",
        "1 | Sở Y tế | Công an", "[1] chú thích",
    ]  # fmt: skip
    assert source.pages[0].text_source == "odt"


def test_members_of_archives_are_documents(tmp_path: Path) -> None:
    inner = zipped({"sâu/ba.html": HTML})
    files = {
        "Kế hoạch/một.docx": DOCX,
        "../../hai.txt": TEXT,
        ".ẩn": "x",
        "bảng.xlsx": "x",
        "trong.zip": inner,
        "thư mục/": "",
    }
    (tmp_path / "a.zip").write_bytes(zipped(files))
    found = [str(p.relative_to(tmp_path)) for p in documents(str(tmp_path))]
    assert sorted(found) == ["a.zip!/Kế hoạch/một.docx", "a.zip!/hai.txt", "a.zip!/trong.zip!/sâu/ba.html"]
    for name in found:
        assert normalize(reader.read(tmp_path / name).raw)[0].text.startswith(TEXT)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip"]
    with pytest.raises(UnreadableInput, match="has no member"):
        reader.read(tmp_path / "a.zip!/khác.txt")
    with pytest.raises(UnreadableInput, match="a zip archive"):
        reader.read(tmp_path / "a.zip")


def test_names_in_archives_of_windows_and_macos(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr(zipfile.ZipInfo("x.txt"), TEXT)
    data = (tmp_path / "a.zip").read_bytes()
    name = "kế".encode() + b"."
    (tmp_path / "b.zip").write_bytes(data.replace(b"x.txt", name[:5]))
    assert archives.documents(tmp_path / "b.zip") == [f"{tmp_path}/b.zip!/kế."]


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("x.txt", "một")
        package.writestr("y.txt", "hai")
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"y.txt", b"x.txt"))
    found = [reader.read(p).raw for p in documents(str(tmp_path / "a.zip"))]
    assert found == ["một", "hai"]


def test_archives_nested_too_deep_are_refused(tmp_path: Path) -> None:
    data = zipped({"x.txt": TEXT})
    for n in range(6):
        data = zipped({f"{n}.zip": data})
    (tmp_path / "deep.zip").write_bytes(data)
    with pytest.raises(LimitExceeded, match="nested"):
        archives.documents(tmp_path / "deep.zip")
    summary = run_batch(str(tmp_path), tmp_path / "out", workers=1, layers=("citations",))
    assert (summary.documents, summary.failed) == (1, 1)


def test_a_folder_gives_documents_of_any_suffix_and_nothing_else(tmp_path: Path) -> None:
    files: dict[str, bytes] = {
        "a.txt": b"x", "b.DOCX": DOCX, "c.bin": DOCX, "d": b"van ban", "e.dat": b"\x00\x01", "f.csv": b"a,b",
        "g.xlsx": DOCX, "~$b.docx": b"x", ".h.txt": b"x", "i.tmp": HTML.encode(),
        "j.aspx": HTML.encode(), "k": b"\x7fELF\x00",
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert [p.name for p in documents(str(tmp_path))] == ["a.txt", "b.DOCX", "c.bin", "d", "j.aspx"]


def test_a_mixed_batch_and_the_command_line(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.docx").write_bytes(DOCX)
    (source / "b.html").write_text(HTML, encoding="utf-8")
    (source / "c.zip").write_bytes(zipped({"c.txt": TEXT}))
    (source / "d.docx").write_bytes(DOCX[: len(DOCX) // 2])
    summary = run_batch(str(source), tmp_path / "out", workers=1, layers=("citations",))
    assert (summary.documents, summary.failed, summary.counts["citations"]) == (4, 1, 3)
    failures = (tmp_path / "out/tables/failures.csv").read_text(encoding="utf-8-sig")
    assert "d.docx" in failures
    assert "cut off" in failures
    shown = CliRunner().invoke(cli, ["extract", str(source / "c.zip"), "--format", "json"])
    assert shown.exit_code == 0
    assert "12/QĐ-UBND" in shown.output
    piped = CliRunner().invoke(cli, ["extract", "-", "--format", "json"], input=DOCX)
    assert "12/QĐ-UBND" in piped.output


def _converted(tmp_path: Path, suffix: str) -> Path:
    """The plan in an old format, made by LibreOffice."""
    _needs("soffice", "libreoffice-writer-nogui")
    (tmp_path / "plan.docx").write_bytes(DOCX)
    office._run([tmp_path / "plan.docx"], tmp_path, "", 120, target=suffix)
    return tmp_path / f"plan.{suffix}"


@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_old_word_formats_through_libreoffice(tmp_path: Path, suffix: str) -> None:
    made = _converted(tmp_path, suffix)
    source = reader.read(made)
    assert normalize(source.raw)[0].text == f"{TEXT}\n\nTT | Việc\n1 | Tập huấn"
    assert source.pages[0].text_source == suffix
    assert source.sha256 == office.digest(made.read_bytes())


def test_a_batch_converts_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _converted(tmp_path, "doc")
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a.doc", "b.doc", "-c.doc"):
        shutil.copyfile(made, source / name)
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000) + "WordDocument".encode("utf-16-le")
    (source / "broken.doc").write_bytes(broken)
    runs: list[int] = []
    run = office._run
    monkeypatch.setattr(
        office, "_run", lambda files, *rest, **more: (runs.append(len(files)), run(files, *rest, **more))[1]
    )
    summary = run_batch(str(source), tmp_path / "out", workers=0, layers=("citations",))
    assert (summary.documents, summary.failed) == (4, 1)
    assert runs == [2, 1]  # all at once, the same bytes once; the broken one again, alone


def test_a_missing_tool_skips_its_documents_and_fails_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.xml.doc").write_bytes(b'<?xml version="1.0"?><w:wordDocument/>')
    (tmp_path / "in/b.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(office, "soffice", lambda: None)
    summary = run_batch(str(tmp_path / "in"), tmp_path / "out", workers=0, layers=("citations",))
    assert (summary.documents, summary.failed, summary.skipped) == (2, 0, 1)
    assert "apt-get install" in summary.advice[0]


def test_a_conversion_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "soffice", lambda: str(program))
    monkeypatch.setattr(office, "TIMEOUT", 0.2)
    with pytest.raises(LimitExceeded, match="did not finish"):
        reader.read_bytes(b"{\\rtf1 a}", "slow.rtf")


def test_without_libreoffice_the_text_is_read_and_the_loss_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _converted(tmp_path, "doc").read_bytes()
    monkeypatch.setattr(office, "soffice", lambda: None)
    rtf = reader.read_bytes(b"{\\rtf1\\ansi K\\u7871? ho\\u7841?ch\\par 1. R\\u224?\\par}", "plan.rtf")
    assert [x for x in rtf.raw.split("\n") if x] == ["Kế hoạch", "1. Rà"]
    assert "LibreOffice" in rtf.warnings[0]
    _needs("catdoc", "catdoc")
    source = reader.read_bytes(made, "plan.doc")
    assert "Quyết định số 12/QĐ-UBND" in source.raw
    assert "numbers" in source.warnings[0]
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MissingTool, match="apt-get install"):
        reader.read_bytes(made, "plan.doc")
