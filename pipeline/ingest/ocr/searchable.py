"""Searchable copies of scans, made by OCRmyPDF (the extra "searchable"; it needs tesseract too)."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput
from pipeline.ingest.ocr import tesseract

_SECONDS = 1800


def write(path: str, folder: Path) -> Path:
    """Writes a copy of the PDF or image at `path` with a text layer on pages that have none; gives its place
    (FOLDER/NAME.pdf). Raises MissingTool without OCRmyPDF or tesseract, UnreadableInput if it fails."""
    if find_spec("ocrmypdf") is None:
        raise MissingTool(path, "a searchable copy needs OCRmyPDF", "Install it: pip install 'kehoach[searchable]'")
    tesseract.check(path)
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / (Path(path).name if path.lower().endswith(".pdf") else f"{Path(path).name}.pdf")
    command = [
        sys.executable, "-m", "ocrmypdf", "-l", tesseract.LANGUAGE, "--skip-text", "--output-type", "pdf",
        "--jobs", "1", "--image-dpi", "300", "--quiet", path, str(out),
    ]  # fmt: skip
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, capture_output=True, env=environment, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as e:
        raise LimitExceeded(path, f"its searchable copy took more than {_SECONDS} s", "Split it") from e
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        cause = lines[-1] if lines else f"exit code {done.returncode}"
        raise UnreadableInput(path, f"OCRmyPDF made no searchable copy ({cause})", "Read it without --searchable-pdf")
    return out
