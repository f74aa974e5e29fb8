"""The reader for .doc, .rtf and Word 2003 XML: LibreOffice turns them into .docx, many in one run.

Without LibreOffice .doc is read by catdoc and .rtf by striprtf, with a warning that says what is lost.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput
from pipeline.ingest import detect, docx
from pipeline.ingest.source import Page, Source

TIMEOUT = 120.0  # seconds for one document; LibreOffice takes some 30 ms, and 2 s to start
_BATCH = 100  # documents a run
_SUFFIX = {detect.DOC: ".doc", detect.RTF: ".rtf", detect.WORD_XML: ".xml"}
_SOURCE = {detect.DOC: "doc", detect.RTF: "rtf", detect.WORD_XML: "doc"}
_FILTERS = {"docx": "docx:MS Word 2007 XML"}
_INSTALL = "Install LibreOffice: sudo apt-get install -y --no-install-recommends libreoffice-writer-nogui"
_SAVE_AGAIN = "Open it in Word and save it again"
_LOST = (
    "read by {} because LibreOffice is missing: automatic numbers, headers, text boxes and the cells of tables are "
    f"lost. {_INSTALL}"
)


def digest(data: bytes) -> str:
    """The SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@cache
def soffice() -> str | None:
    """The LibreOffice program, None if there is none. $KEHOACH_SOFFICE names another one."""
    given = os.environ.get("KEHOACH_SOFFICE")
    return shutil.which(given) if given is not None else shutil.which("soffice") or shutil.which("libreoffice")


def read_bytes(data: bytes, path: str, kind: str) -> Source:
    """The source of one .doc, .rtf or Word 2003 XML in `data`.

    Raises UnreadableInput if it cannot be converted, LimitExceeded if that takes too long, MissingTool without any
    program that reads it.
    """
    if soffice() is None:
        return _without_libreoffice(data, path, kind)
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        original = Path(folder) / f"0{_SUFFIX[kind]}"
        original.write_bytes(data)
        _run([original], Path(folder), path, TIMEOUT)
        made = original.with_suffix(".docx")
        if not made.is_file():
            raise UnreadableInput(path, "LibreOffice cannot read it: damaged or locked", _SAVE_AGAIN)
        source = docx.read_bytes(made.read_bytes(), path, text_source=_SOURCE[kind], media_type=kind)
    return replace(source, sha256=digest(data))


@contextmanager
def convert(paths: Sequence[str | Path]) -> Iterator[Mapping[str, str]]:
    """Turns the .doc and .rtf files among `paths` into .docx in runs of a hundred; gives the .docx by the path of the
    original while the context is open. What is missing there (a faulty file, one that made LibreOffice hang) is left to
    `read_bytes`, which says what is wrong with it. Gives nothing without LibreOffice."""
    wanted = [(p, kind) for p in paths if (kind := _kind(p)) is not None] if soffice() else []
    if not wanted:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        made: dict[str, str] = {}
        for at in range(0, len(wanted), _BATCH):
            made |= _convert_some(wanted[at : at + _BATCH], Path(folder), at)
        yield made


def _convert_some(wanted: Sequence[tuple[str | Path, str]], folder: Path, first: int) -> dict[str, str]:
    """One run over `wanted`. The files get names of ours: their own may collide or mean options."""
    originals: dict[str, Path] = {}
    for i, (path, kind) in enumerate(wanted, first):
        copy = folder / f"{i}{_SUFFIX[kind]}"
        with suppress(OSError):
            shutil.copyfile(path, copy)
            originals[str(path)] = copy
    with suppress(LimitExceeded, UnreadableInput):
        _run(list(originals.values()), folder, "", TIMEOUT + 2 * len(originals))
    for copy in originals.values():
        copy.unlink(missing_ok=True)
    return {p: str(m) for p, c in originals.items() if (m := c.with_suffix(".docx")).is_file()}


def _kind(path: str | Path) -> str | None:
    """The type of a regular file if LibreOffice has to convert it."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > 64 * 1024 * 1024:
            return None
        with open(path, "rb") as file:
            head = file.read(detect.HEAD)
            if head.startswith(b"\xd0\xcf\x11\xe0"):
                head += file.read()
        kind = detect.media_type(head, str(path)) if not head.startswith(b"PK") else None
    except (OSError, UnreadableInput):
        return None
    return kind if kind in _SUFFIX else None


# No macros, no links followed: a converted document must not reach the network.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def _profile(folder: Path) -> str:
    """The URI of a fresh profile with safe settings in `folder`."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return user.parent.resolve().as_uri()


def _run(originals: Sequence[Path], folder: Path, path: str, timeout: float, target: str = "docx") -> None:
    """LibreOffice once over `originals`. Its profile is its own: a desktop LibreOffice that is open would take the work
    over, and macros and updates stay off. Killed with all its children when the time is up."""
    program = soffice()
    assert program is not None
    command = [
        program, f"-env:UserInstallation={_profile(folder)}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--nofirststartwizard", "--convert-to", _FILTERS.get(target, target), "--outdir", str(folder),
        *map(str, originals),
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment, cwd=folder, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired as e:
            _kill(process)
            raise LimitExceeded(
                path, f"LibreOffice did not finish within {timeout:.0f} s", "Open it in Word and save it as .docx"
            ) from e
        except BaseException:
            _kill(process)
            raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.wait()


def _without_libreoffice(data: bytes, path: str, kind: str) -> Source:
    if kind == detect.DOC and (program := shutil.which("catdoc")):
        text, by = _catdoc(program, data, path), "catdoc"
    elif kind == detect.RTF:
        text, by = _striprtf(data, path), "striprtf"
    else:
        raise MissingTool(path, f"reading {_SUFFIX[kind]} files needs LibreOffice, which is not installed", _INSTALL)
    pages = (Page(1, _SOURCE[kind]),)
    return Source(path, digest(data), kind, text, pages=pages, warnings=(_LOST.format(by),))


def _catdoc(program: str, data: bytes, path: str) -> str:
    """The text that catdoc finds; -w keeps paragraphs on one line."""
    with tempfile.NamedTemporaryFile(prefix="kehoach-", suffix=".doc") as file:
        file.write(data)
        file.flush()
        try:
            command = [program, "-w", "-d", "utf-8", file.name]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as e:
            raise LimitExceeded(path, f"catdoc did not finish within {TIMEOUT:.0f} s", _INSTALL) from e
    text = done.stdout.decode("utf-8", "replace").replace("\x07", " | ")
    if not text.strip():
        raise UnreadableInput(path, "catdoc finds no text in it: damaged or locked", _SAVE_AGAIN)
    return text


def _striprtf(data: bytes, path: str) -> str:
    rtf_to_text: Callable[..., str] = import_module("striprtf.striprtf").rtf_to_text
    try:
        text = str(rtf_to_text(data.decode("cp1252", "replace"), errors="replace"))
    except Exception as e:  # the library raises whatever a malformed file provokes
        raise UnreadableInput(path, f"the RTF is damaged ({e})", _SAVE_AGAIN) from e
    if not text.strip():
        raise UnreadableInput(path, "there is no text in the RTF", _SAVE_AGAIN)
    return text
