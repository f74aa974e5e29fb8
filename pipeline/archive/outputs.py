"""Where a batch's tables go: a folder of this machine or an fsspec URL. They are made in a scratch folder first and
then put in place; what a former run left there and this one doesn't have is taken away, so that all that stands there
tells of one and the same run."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from pipeline.export.tables import TABLES

DONE = "done"  # inside the scratch folder: what is to be put in place
SQLITE, XLSX = "kehoach.sqlite", "kehoach.xlsx"
SINGLE = ("datapackage.json", "summary.json", SQLITE, XLSX)


def is_remote(out: Path | str) -> bool:
    """Whether `out` is an fsspec URL ("s3://…") and no folder of this machine."""
    return "://" in str(out)


def stage(out: Path | str) -> Path:
    """An empty scratch folder, on the disk of `out` if that is a folder here. One that a killed run left is cleared."""
    if is_remote(out):
        home = Path(tempfile.mkdtemp(prefix="kehoach-"))
    else:
        home = Path(out) / ".tables.part"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
    (home / DONE).mkdir()
    return home


def read(out: Path | str, name: str) -> bytes | None:
    """The bytes of the file `name` in `out`, None if there is none."""
    if is_remote(out):
        import fsspec

        fs, root = fsspec.core.url_to_fs(str(out))
        url = f"{root.rstrip('/')}/{name}"
        return bytes(fs.cat_file(url)) if fs.exists(url) else None
    path = Path(out) / name
    return path.read_bytes() if path.is_file() else None


def _ours(name: str) -> bool:
    """Whether a path relative to the output is one that tables are written to."""
    if name in SINGLE or name.startswith("parquet/"):
        return True
    folder, _, file = name.partition("/")
    if folder == "records":
        return file == "records.jsonl" or (file.startswith("records_") and file.endswith(".jsonl"))
    return folder == "tables" and file.removesuffix(".csv") in TABLES


def publish(done: Path, out: Path | str) -> None:
    """Put everything below `done` in its place in `out`."""
    if is_remote(out):
        _upload(done, str(out))
        return
    home = Path(out)
    new = {p.relative_to(done).as_posix() for p in done.rglob("*") if p.is_file()}
    shutil.rmtree(home / "parquet", ignore_errors=True)
    for folder in ("tables", "records"):
        for old in sorted((home / folder).glob("*")):
            name = f"{folder}/{old.name}"
            if name not in new and _ours(name) and old.is_file():
                old.unlink()
    for name in SINGLE:
        if name not in new:
            (home / name).unlink(missing_ok=True)
    for name in sorted(new):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (done / name).replace(home / name)


def _upload(done: Path, url: str) -> None:
    import fsspec

    fs, root = fsspec.core.url_to_fs(url)
    root = root.rstrip("/")
    new = {p.relative_to(done).as_posix() for p in done.rglob("*") if p.is_file()}
    old = [str(p) for p in fs.find(root)] if fs.exists(root) else []
    for path in old:
        name = path.removeprefix(root).lstrip("/")
        if name not in new and _ours(name):
            fs.rm_file(path)
    for name in sorted(new):
        fs.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        fs.put_file(str(done / name), f"{root}/{name}")
