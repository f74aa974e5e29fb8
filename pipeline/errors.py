"""What can go wrong with one document, each with the exit code of the command line and advice in its message."""

from __future__ import annotations


class KehoachError(Exception):
    """An error a user can act on. `stage` says where it arose, `page` on which page (None: the whole document)."""

    exit_code = 1
    stage = "extract"

    def __init__(self, path: str, cause: str, advice: str, *, page: int | None = None) -> None:
        self.path, self.cause, self.advice, self.page = path, cause, advice, page
        where = f"{path}, page {page}" if page else path
        super().__init__(f"{where}: {cause}. {advice}")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.path, self.cause, self.advice, self.page)


def _rebuild(kind: type[KehoachError], path: str, cause: str, advice: str, page: int | None) -> KehoachError:
    return kind(path, cause, advice, page=page)


class UnreadableInput(KehoachError):
    """The file cannot be opened, or no reader can make sense of its bytes."""

    exit_code = 3
    stage = "ingest"


class MissingTool(KehoachError):
    """A program or language data that this kind of file needs is not installed."""

    exit_code = 4
    stage = "ingest"


class LimitExceeded(KehoachError):
    """The document is larger, or takes longer, than the limits allow."""

    exit_code = 5
    stage = "ingest"
