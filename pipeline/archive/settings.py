"""What decides a document's result: the program, the layers, the user's vocabulary, the limits.

Two fingerprints follow from it. `key` names everything a good result depends on; it begins the name of each shard.
`retry` names what else may change a bad result (time, memory, installed tools): when it changes, documents that failed
or were skipped are tried again, and those that went well are left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.records import LAYERS, SCHEMA_VERSION

_ROOT = Path(__file__).parent.parent
# What stands beside the way of a document and never changes a record.
_BESIDE = ("archive", "export", "evaluation", "report", "corpus", "cli.py", "messages.csv")
_TOOLS = ("soffice", "libreoffice", "catdoc", "tesseract")
KEY_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: `seconds` of wall time, `memory` in bytes, `pages`, `bytes`."""

    seconds: float = 600.0
    memory: int = 3 * 1024**3
    pages: int = 5000
    bytes: int = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a worker has to know beside the documents. `recycle`: documents after which a worker is replaced.
    `meta`: a table of what files don't say (see pipeline.archive.meta)."""

    layers: tuple[str, ...] = LAYERS
    limits: Limits = Limits()
    vocabulary: str | None = None
    meta: str | None = None
    recycle: int = 5000

    def key(self) -> str:
        """The fingerprint of what good results depend on."""
        parts = (program(), SCHEMA_VERSION, self.layers, self.limits.pages, self.limits.bytes, self._own())
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:KEY_DIGITS]

    def retry(self) -> str:
        """The fingerprint of what else bad results depend on."""
        parts = (self.limits.seconds, self.limits.memory, _tools())
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:KEY_DIGITS]

    def as_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return asdict(self)

    def _own(self) -> list[tuple[str, str]]:
        """The digests of the user's own files."""
        meta = [("meta", hashlib.sha256(Path(self.meta).read_bytes()).hexdigest())] if self.meta else []
        return self._vocabulary() + meta

    def _vocabulary(self) -> list[tuple[str, str]]:
        if not self.vocabulary:
            return []
        files = sorted(Path(self.vocabulary).glob("*.csv"))
        return [(p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in files]


def from_json(plain: Mapping[str, Any]) -> Settings:
    """The settings that `as_json` gave."""
    values = {**plain, "layers": tuple(plain["layers"]), "limits": Limits(**plain["limits"])}
    return Settings(**values)


@cache
def program() -> str:
    """Version and digest of the code and data that make records: a change of either makes old results stale."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{version('kehoach')}+{digest.hexdigest()[:12]}"


def _sources() -> Iterator[Path]:
    for room in (_ROOT, _ROOT.parent / "extractors"):
        for path in sorted(room.rglob("*")):
            parts = path.relative_to(room).parts
            if path.suffix in (".py", ".csv", ".txt") and not any(p in _BESIDE for p in parts):
                yield path


def _tools() -> list[str]:
    found = [name for name in (*_TOOLS, os.environ.get("KEHOACH_SOFFICE", "")) if name and shutil.which(name)]
    models = sorted(str(p) for p in Path("/usr/share/tesseract-ocr").glob("*/tessdata/vie.traineddata"))
    return found + models
