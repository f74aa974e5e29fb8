"""The writers of tables, one a format: in this process, or each in a process of its own.

On a large archive rows are made faster than four formats can be written by one core; then each format that takes long
gets a process, fed through a pipe. The pipe holds some kilobytes: a slow writer makes the others wait and no memory
grow. The files are the same either way.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from pipeline.archive import outputs

ALONE = ("parquet", "sqlite", "xlsx")  # formats worth a process


class Writer(Protocol):
    """Writes rows (values in the order of the table's columns); `close` finishes the files. Both raise OSError."""

    def write(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None: ...
    def close(self) -> None: ...


def here(name: str, home: Path, stage: Path) -> Writer:
    """The writer of format `name` into `home`, with `stage` for what is needed meanwhile. Its library is imported only
    here."""
    if name == "csv":
        from pipeline.export.csv_files import CsvTables

        return CsvTables(home / "tables")
    if name == "parquet":
        from pipeline.export.parquet_files import ParquetTables

        return ParquetTables(home / "parquet", stage / "parquet")
    if name == "sqlite":
        from pipeline.export.sqlite_file import SqliteFile

        return SqliteFile(home / outputs.SQLITE)
    from pipeline.export.xlsx_file import XlsxFile

    return XlsxFile(home / outputs.XLSX)


class Apart:
    """The writer of a format in a process of its own."""

    def __init__(self, name: str, home: Path, stage: Path) -> None:
        self._finished = False
        root = str(Path(__file__).parent.parent.parent)
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.archive.writers", name, str(home), str(stage)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C goes to the run, which ends its writers itself
        )

    def write(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Hand `rows` on."""
        self._send((table, rows))

    def _send(self, message: Any) -> None:
        assert self._process.stdin
        try:
            pickle.dump(message, self._process.stdin, protocol=5)
        except OSError:
            self._ended()
            raise

    def finish(self) -> None:
        """Tell it that there are no more rows."""
        if not self._finished:
            self._finished = True
            self._send(None)
            assert self._process.stdin
            self._process.stdin.flush()

    def close(self) -> None:
        """Wait until the files are finished."""
        self.finish()
        self._ended()

    def _ended(self) -> None:
        """Wait for the process; raises OSError with what went wrong there."""
        assert self._process.stdin
        assert self._process.stdout
        with suppress(OSError):  # it may have gone before it had read all: its answer tells why
            self._process.stdin.close()
        answer = self._process.stdout.read()
        self._process.stdout.close()
        code = self._process.wait()
        if answer:
            number, message = pickle.loads(answer)  # our own process's
            raise OSError(number, message) if number else OSError(message)
        if code:
            raise OSError(f"the process that wrote the tables died ({code})")

    def abandon(self) -> None:
        """End the process, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._process.wait()


def _serve(name: str, home: str, stage: str) -> None:
    """Write what comes on standard input; an error goes to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    source = sys.stdin.buffer
    try:
        writer = here(name, Path(home), Path(stage))
        while (message := pickle.load(source)) is not None:  # our own parent's
            writer.write(*message)
        writer.close()
    except EOFError:
        sys.exit(1)  # the run has gone
    except Exception as error:
        number = error.errno if isinstance(error, OSError) else None
        text = (error.strerror or str(error)) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        answers.write(pickle.dumps((number, text)))
        answers.close()
        sys.exit(1)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
