"""The program tesseract, called once a page.

The program and not its library: nothing has to be compiled, a page that crashes or hangs it takes no worker along, and
its memory is given back. The library (tesserocr) saves some 0.1 s a page, the start and the language data, but brings a
build of tesseract of its own beside the system's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput

if TYPE_CHECKING:
    from pipeline.ingest.ocr.pixels import Grey

LANGUAGE = "vie"
INSTALL = "apt-get install -y tesseract-ocr tesseract-ocr-vie"
_COLUMNS = 12


class Token(NamedTuple):
    """One word as tesseract gives it: box in pixels, confidence 0-1, and the number of its line on the page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: int

    @property
    def height(self) -> float:
        """Of its box."""
        return self.y1 - self.y0


@cache
def version() -> str | None:
    """The version of tesseract ("5.3.0"), None if it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    out = _listing([program, "--version"]).split()
    return out[1].lstrip("v") if len(out) > 1 else None


@cache
def languages() -> frozenset[str]:
    """The language data that tesseract finds."""
    program = shutil.which("tesseract")
    lines = _listing([program, "--list-langs"]).splitlines() if program else []
    return frozenset(line.strip() for line in lines[1:])


@cache
def data_size() -> str:
    """The size of the Vietnamese data, which tells the fast from the best models; "" if it is not found."""
    program = shutil.which("tesseract")
    found = re.search(r'in "([^"]+)"', _listing([program, "--list-langs"])) if program else None
    try:
        return str(os.stat(os.path.join(found[1], f"{LANGUAGE}.traineddata")).st_size) if found else ""
    except OSError:
        return ""


def _listing(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False, errors="replace")
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout or done.stderr


def check(path: str) -> None:
    """Raises MissingTool, naming the one command that helps, if tesseract 4 or later or its Vietnamese data is not
    installed. `path` is the document that needs it."""
    found = version()
    if found is None or not found[:1].isdigit() or int(found.split(".")[0]) < 4:
        raise MissingTool(path, "a scan, and tesseract is not installed", f"Install it: {INSTALL}")
    if LANGUAGE not in languages():
        raise MissingTool(path, "a scan, and tesseract has no Vietnamese data (vie)", f"Install it: {INSTALL}")


def read(grey: Grey, dpi: float, path: str, page: int, *, mode: int = 3, timeout: float = 120.0) -> list[Token]:
    """The words on a page image (grey, rows from the top), line by line. `mode` is tesseract's page segmentation mode.

    Raises LimitExceeded after `timeout` seconds and UnreadableInput if tesseract fails.
    """
    command = [
        "tesseract", "-", "-", "-l", LANGUAGE, "--oem", "1", "--psm", str(mode), "--dpi", str(max(70, round(dpi))),
        "tsv",
    ]  # fmt: skip
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # one core a page: threads cost more than they gain
    try:
        done = subprocess.run(
            command, input=picture(grey), capture_output=True, env=environment, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as e:
        raise LimitExceeded(path, f"recognition took more than {timeout:.0f} s", "Scan it anew", page=page) from e
    except OSError as e:
        raise MissingTool(path, f"tesseract cannot be started ({e.strerror})", f"Install it: {INSTALL}") from e
    if done.returncode:
        cause = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnreadableInput(
            path, f"tesseract failed ({cause[-1] if cause else done.returncode})", "Scan it anew", page=page
        )
    return parse(done.stdout.decode("utf-8", "replace"))


def picture(grey: Grey) -> bytes:
    """A page image as tesseract reads it fastest: PNG, hardly packed (its readers of plain formats are slow)."""
    import cv2

    done, data = cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert done
    return bytes(data)


def parse(table: str) -> list[Token]:
    """The words of tesseract's TSV output."""
    out = []
    line, at = -1, ("", "", "")
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != "5" or not cells[11].strip():
            continue
        place = (cells[2], cells[3], cells[4])
        if place != at:
            line, at = line + 1, place
        x, y, w, h = map(float, cells[6:10])
        out.append(Token(cells[11].strip(), x, y, x + w, y + h, max(0.0, float(cells[10])) / 100, line))
    return out
