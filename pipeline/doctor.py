"""What is installed, what is missing, and how to get it (`kehoach doctor`)."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_PACKAGES = (
    "spacy", "underthesea", "pandas", "pyarrow", "lxml", "pypdfium2", "numpy", "opencv-python-headless", "pillow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that Kehoach uses: `use` is the key of a message that says what for, `get` the command that installs
    it. `version` None: missing."""

    name: str
    version: str | None
    use: str
    get: str


def findings() -> Iterator[Finding]:
    """Programs, language data, Python packages and extras, in the order they are printed."""
    from pipeline.ingest.ocr import tesseract

    yield Finding("Python", sys.version.split()[0], "doctor:python", "")
    for name in _PACKAGES:
        yield Finding(name, _package(name), "doctor:package", "pip install --upgrade kehoach")
    yield Finding("tesseract", tesseract.version(), "doctor:tesseract", tesseract.INSTALL)
    data = tesseract.languages()
    for code, package, use in (
        ("vie", "tesseract-ocr-vie", "doctor:vie"),
        ("osd", "tesseract-ocr-osd", "doctor:osd"),
    ):
        yield Finding(f"tesseract: {code}", "+" if code in data else None, use, f"apt-get install -y {package}")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Finding(
        "LibreOffice", office, "doctor:office", "apt-get install -y --no-install-recommends libreoffice-writer-nogui"
    )
    yield Finding("catdoc", shutil.which("catdoc"), "doctor:catdoc", "apt-get install -y catdoc")
    yield Finding("ocrmypdf", _package("ocrmypdf"), "doctor:searchable", "pip install 'kehoach[searchable]'")
    yield Finding("distributed", _package("distributed"), "doctor:cluster", "pip install 'kehoach[cluster]'")
    yield Finding("s3fs", _package("s3fs"), "doctor:s3", "pip install 'kehoach[s3]'")


def _package(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def report(lang: str) -> str:
    """The findings as lines of text in `lang` ("en" or "vi")."""
    from pipeline.export.terminal import say

    found = list(findings())
    lines = [f"kehoach {_package('kehoach') or '?'}", ""]
    for f in found:
        state = say("doctor:there", lang) if f.version else say("doctor:missing", lang)
        version = f.version if f.version and f.version != "+" else ""
        lines.append(f"  {'✓' if f.version else '✗'} {f.name:24} {version or state:22} {say(f.use, lang)}".rstrip())
        if not f.version:
            lines.append(f"      {say('doctor:get', lang)}: {f.get}")
    missing = sum(f.version is None for f in found)
    lines += ["", say("doctor:some", lang, n=missing) if missing else say("doctor:all", lang)]
    lines.append(say("doctor:cache", lang, path=str(_cache())))
    return "\n".join(lines)


def _cache() -> object:
    from pipeline.ingest.ocr import cache

    return cache.folder()
