"""The command line. Messages go to stderr, data to stdout; exit codes are those of pipeline.errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.view import view

if TYPE_CHECKING:
    from pipeline.records import Record

LAYERS = ("citations", "indices", "targets", "responsibilities")


class _Layers(click.ParamType[tuple[str, ...]]):
    """A comma-separated choice of layers."""

    name = "layers"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The chosen layers, in the record's order; fails on an unknown one."""
        if isinstance(value, tuple):
            return value
        chosen = tuple(x.strip() for x in str(value).split(",") if x.strip())
        unknown = [x for x in chosen if x not in LAYERS]
        if unknown or not chosen:
            self.fail(f"{', '.join(unknown) or 'nothing'}: choose among {', '.join(LAYERS)}", param, ctx)
        return tuple(x for x in LAYERS if x in chosen)


class _Formats(click.ParamType[tuple[str, ...]]):
    """A comma-separated choice of formats."""

    name = "formats"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The chosen formats; fails on an unknown one."""
        from pipeline.archive.tables import FORMATS

        if isinstance(value, tuple):
            return value
        chosen = tuple(x.strip() for x in str(value).split(",") if x.strip())
        unknown = [x for x in chosen if x not in FORMATS]
        if unknown or not chosen:
            self.fail(f"{', '.join(unknown) or 'nothing'}: choose among {', '.join(FORMATS)}", param, ctx)
        return chosen


_layers = click.option(
    "--layers", type=_Layers(), default=",".join(LAYERS), show_default=True, help="Kinds of facts, comma-separated."
)
_lang = click.option("--lang", type=click.Choice(["vi", "en"]), default=None, help="Language of what is printed.")
_vocabulary = click.option(
    "--vocabulary", type=click.Path(exists=True, file_okay=False), help="Folder of your own vocabulary tables."
)


def _hand_on(variable: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that gives an option's value to all processes through the environment."""

    def put(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        """Sets the variable if the option is given."""
        if value is not None:
            import os

            os.environ[variable] = str(value)

    return put


def _scans(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options on how scans are read."""
    ocr = click.option(
        "--ocr", type=click.Choice(["auto", "always", "never"]), expose_value=False, callback=_hand_on("KEHOACH_OCR"),
        help="Read pages as images: those without a good text layer (auto, the default), all, or none.",
    )  # fmt: skip
    dpi = click.option(
        "--dpi", type=click.IntRange(70, 1200), expose_value=False, callback=_hand_on("KEHOACH_DPI"),
        help="Dots per inch at which pages are read as images.  [default: 300]",
    )  # fmt: skip
    cache = click.option(
        "--no-cache", "kept", flag_value="0", expose_value=False, callback=_hand_on("KEHOACH_OCR_CACHE"),
        help="Read scanned pages anew, and do not keep what was read.",
    )  # fmt: skip
    return ocr(dpi(cache(command)))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="kehoach", prog_name="kehoach")
def cli() -> None:
    """Vietnamese administrative plans to data: the documents they cite, the indices, targets and responsible bodies
    they name, each with its place in the text.

    \b
    kehoach extract plan.txt                 the facts of one plan, as a table
    kehoach extract plan.txt | jq .targets   the same as JSON
    kehoach batch archive/ out/              a whole folder, into tables
    """


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "html"]),
    help="Default: table on a terminal, json if piped. html: the evidence page.",
)
@click.option("-o", "--out", type=click.Path(file_okay=False), help="Write FILE.json (or FILE.TABLE.csv) there.")
@click.option("--no-text", is_flag=True, help="Leave the text out of the JSON.")
@click.option("--searchable-pdf", "searchable", type=click.Path(file_okay=False), help="Write copies with text there.")
@_scans
@_layers
@_lang
@_vocabulary
def extract(
    files: tuple[str, ...], form: str | None, out: str | None, no_text: bool, searchable: str | None,
    layers: tuple[str, ...], lang: str | None, vocabulary: str | None,
) -> None:  # fmt: skip
    """Extract the facts of one or a few documents ("-" reads standard input)."""
    from pipeline.errors import KehoachError

    _use_vocabulary(vocabulary)
    form = form or ("json" if out or not sys.stdout.isatty() else "table")
    if form == "csv" and not out and len(layers) > 1:
        raise click.UsageError("CSV on standard output is one table: choose it with --layers, or write all with -o DIR")
    names = list(_members(files))
    if form == "html" and not out and len(names) > 1:
        raise click.UsageError("HTML on standard output is one page: write all with -o DIR")
    write = _writer(form, out, no_text, layers, lang, many=len(names) > 1)
    codes = []
    for name in names:
        try:
            record = _read(name, layers)
            write(name, record)
            if searchable and any(p.text_source == "ocr" for p in record.source.pages):
                from pipeline.ingest.ocr.searchable import write as write_copy

                write_copy(name, Path(searchable))
        except KehoachError as error:
            click.echo(f"kehoach: {error}", err=True)
            codes.append(error.exit_code)
    if codes:
        sys.exit(codes[0] if len(codes) == len(names) else 1)


def _use_vocabulary(folder: str | None) -> None:
    if folder:
        import os

        os.environ["KEHOACH_VOCABULARY"] = folder


def _members(files: tuple[str, ...]) -> Iterator[str]:
    """The names of the documents among `files`: zip archives give those of their members."""
    from pipeline.archive.inputs import expanded

    for name in files:
        yield from map(str, expanded(Path(name))) if name != "-" else ("-",)


def _read(name: str, layers: tuple[str, ...]) -> Record:
    from pipeline.ingest import reader
    from pipeline.process import extract_file, extract_source

    if name == "-":
        return extract_source(reader.read_bytes(sys.stdin.buffer.read()), layers=layers)
    return extract_file(name, layers=layers)


def _writer(
    form: str, out: str | None, no_text: bool, layers: tuple[str, ...], lang: str | None, *, many: bool
) -> Callable[[str, Record], None]:
    """The function that writes one document's record in the chosen format."""
    from pipeline.export import documents

    if out:
        folder = Path(out)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise click.UsageError(f"{out}: cannot be made ({e.strerror}); choose another folder") from e
        return lambda name, record: documents.write_files(folder, name, record, form, layers, not no_text, lang)
    if form == "json":
        indent = None if many else 1
        return lambda name, record: click.echo(documents.json_text(record, layers, text=not no_text, indent=indent))
    if form == "csv":
        return documents.csv_printer(layers[0])
    if form == "html":
        return lambda name, record: click.echo(documents.evidence(record, lang, layers), nl=False)
    from pipeline.export.terminal import show

    return lambda name, record: show(record, layers, lang)


@cli.command()
@click.argument("source", metavar="SRC")
@click.argument("out", metavar="OUT")
@click.option("--workers", type=click.IntRange(0), help="Processes; default one per core. 0: this one, without limits.")
@click.option("--scheduler", metavar="ADDRESS", help='Dask scheduler (tcp://host:8786), or "local".')
@click.option("--timeout", type=click.FloatRange(0.1), default=600, show_default=True, help="Seconds a document.")
@click.option("--memory", type=click.IntRange(512), default=3072, show_default=True, help="MiB of memory a document.")
@click.option("--max-pages", type=click.IntRange(1), default=5000, show_default=True, help="Pages a document.")
@click.option("--max-bytes", type=click.IntRange(1), default=512 * 1024**2, help="Size of a file.  [default: 512 MiB]")
@click.option("--verify", is_flag=True, help="Hash every file again, not only those of another size or time.")
@click.option("--retry-failed", is_flag=True, help="Try failed documents again.")
@click.option("--meta", type=click.Path(exists=True, dir_okay=False), help="CSV: path, province, issuer, date …")
@click.option("--formats", type=_Formats(), help="csv,jsonl,parquet,sqlite,xlsx; default all.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--log-json", is_flag=True, help="Tell the progress as JSON lines on standard error.")
@_scans
@_layers
@_lang
@_vocabulary
def batch(
    source: str, out: str, workers: int | None, scheduler: str | None, timeout: float, memory: int, max_pages: int,
    max_bytes: int, verify: bool, retry_failed: bool, quiet: bool, log_json: bool, meta: str | None,
    formats: tuple[str, ...] | None, layers: tuple[str, ...], lang: str | None, vocabulary: str | None,
) -> None:  # fmt: skip
    """Extract a whole archive SRC (folder, glob, "@FILE" with a list, or URL) into OUT/tables, OUT/records and
    OUT/store. What OUT has already is not done again."""
    from pipeline.archive.batch import run_batch, workers_by_default
    from pipeline.archive.settings import Limits
    from pipeline.export.progress import reporter
    from pipeline.export.summary import show

    _use_vocabulary(vocabulary)
    limits = Limits(timeout, memory * 1024**2, max_pages, max_bytes)
    with _told(out), reporter(quiet=quiet, log_json=log_json, lang=lang) as progress:
        summary = run_batch(
            source, out, workers=workers_by_default() if workers is None else workers, layers=layers,
            scheduler=scheduler, limits=limits, verify=verify, retry_failed=retry_failed, progress=progress,
            meta=meta, formats=formats,
        )  # fmt: skip
    if not quiet and not log_json:
        show(out, lang, seconds=summary.seconds)
    sys.exit(1 if summary.failed else 0)


@contextmanager
def _told(out: str) -> Iterator[None]:
    """Says what stopped a batch, and ends with the exit code of that."""
    from pipeline.archive.batch import Interrupted
    from pipeline.errors import KehoachError

    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except Interrupted as stopped:
        click.echo(f"kehoach: {stopped}", err=True)
        sys.exit(130)
    except KehoachError as error:
        click.echo(f"kehoach: {error}", err=True)
        sys.exit(error.exit_code)
    except FileNotFoundError as error:
        click.echo(f"kehoach: {error}: there is no such file or folder. Check the path or the pattern", err=True)
        sys.exit(3)
    except OSError as error:
        click.echo(f"kehoach: {_disk_message(error, out)}", err=True)
        sys.exit(3)


def _disk_message(error: OSError, out: str) -> str:
    """What is wrong with OUT or the way to it, and what to do."""
    import errno

    advice = {
        errno.ENOSPC: "Free some space and run the same command again: it continues",
        errno.EDQUOT: "Free some of your quota and run the same command again: it continues",
        errno.EROFS: "Choose an OUT that can be written",
        errno.EACCES: "Choose an OUT that you may write",
    }.get(error.errno or 0, "Run the same command again: it continues" if error.errno is None else "Choose another OUT")
    return f"{error.filename or out}: {error.strerror or error}. {advice}"


@cli.command()
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("records", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--misses", is_flag=True, help="List every disagreement too.")
def evaluate(gold: Path, records: Path, as_json: bool, misses: bool) -> None:
    """Score RECORDS (a folder of JSON, or a batch's OUT) against GOLD (NAME.json with NAME.txt)."""
    import json

    from pipeline.evaluation import evaluate as score
    from pipeline.evaluation import report as reports
    from pipeline.evaluation.records import load

    if not any(gold.glob("*.json")):
        raise click.UsageError(f"{gold}: no gold files (NAME.json with NAME.txt) there")
    report = score(gold, load(records))
    if as_json:
        click.echo(json.dumps(reports.as_dict(report), ensure_ascii=False, indent=1))
    else:
        click.echo(reports.as_text(report))
    if misses:
        for document, layer, what, wanted, found in report.misses:
            click.echo(f"{document}\t{layer}\t{what}\t{wanted}\t{found}")


@cli.command()
@_lang
def doctor(lang: str | None) -> None:
    """Tell what is installed, what is missing and how to get it."""
    from pipeline.doctor import report
    from pipeline.export.terminal import language

    click.echo(report(language(lang)))


cli.add_command(view)


@cli.command()
@click.argument("out", metavar="OUT", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--as-of", metavar="DATE", help="Count localities by the units of this day (YYYY-MM-DD).")
@click.option("--workers", type=click.IntRange(1), help="Processes; default one per core.")
@click.option("--html", is_flag=True, help="Write the report too: OUT/compare/report.html.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@_lang
def compare(
    out: Path, as_of: str | None, workers: int | None, html: bool, quiet: bool, lang: str | None
) -> None:  # fmt: skip
    """Link the documents of a batch's OUT and compare its localities: OUT/corpus and OUT/compare."""
    import datetime

    from pipeline.comparison.run import run

    if as_of:
        try:
            datetime.date.fromisoformat(as_of)
        except ValueError as error:
            raise click.UsageError(f"--as-of {as_of}: not a date; write it as 2025-07-01") from error
    try:
        result = run(out, as_of=as_of, workers=workers)
        report = _report(out, result, lang) if html else None
    except FileNotFoundError as error:
        click.echo(f"kehoach: {error}. Run `kehoach batch SRC {out}` first", err=True)
        sys.exit(3)
    except OSError as error:
        click.echo(f"kehoach: {error.filename or out}: {error.strerror}. Free space or choose another OUT", err=True)
        sys.exit(3)
    if not quiet:
        counts = result["counts"]
        click.echo(
            f"{counts['documents']} documents of {counts['localities']} localities; {counts['nodes']} documents linked "
            f"by {counts['edges']} edges, {counts['conflicts']} conflicts; {counts['measures']} measures, "
            f"{counts['passages']} copied passages.\n"
            f"Graph: {out / 'corpus'}; tables and comparison.json: {out / 'compare'}",
            err=True,
        )
    if report:
        click.echo(str(report))


def _report(out: Path, comparison: dict[str, Any], lang: str | None) -> Path:
    from pipeline.export.terminal import language
    from pipeline.report.of_archive import write_report

    return write_report(out, comparison, lang=language(lang))


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from pipeline.records import schema_text

    click.echo(schema_text(), nl=False)


def main() -> None:
    """The entry point: runs the command, interrupted with exit code 130."""
    # A Windows console or a C locale must not stop Vietnamese from being printed.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("kehoach: interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has gone: nothing is wrong.
        sys.stdout = None
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
