"""`kehoach view`: the evidence page of one document, or of every document of a batch."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("file", metavar="FILE|RECORD|OUT", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; default FILE.html, here."
)
@click.option("--images/--no-images", default=True, help="Embed pictures of the pages of PDF files and scans.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default=None, help="Language the page opens in.")
def view(file: Path, out: Path | None, images: bool, lang: str | None) -> None:
    """Write the evidence page of a document, or of a record that extract wrote: one HTML file that needs no network,
    with the facts marked in the words of the document. For a batch's OUT: of all its documents, into OUT/view."""
    from pipeline.errors import KehoachError
    from pipeline.export.terminal import language

    try:
        if file.is_dir():
            if out:
                raise click.UsageError("-o names one page; those of a batch go to OUT/view")
            _batch(file, language(lang), images)
        else:
            _one(file, out or Path(f"{file.name}.html"), language(lang), images)
    except KehoachError as error:
        click.echo(f"kehoach: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        click.echo(f"kehoach: {error.filename or out or file}: {error.strerror}. Choose another place", err=True)
        sys.exit(3)


def _one(file: Path, out: Path, lang: str, images: bool) -> None:
    from pipeline.process import extract_file
    from pipeline.report.opening import page_of, page_of_published, published

    record = published(file)
    if record is not None:
        page = page_of_published(record, file.parent, lang=lang, images=images)
    else:
        page = page_of(extract_file(file), lang=lang, images=images)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
    click.echo(str(out))


def _batch(out: Path, lang: str, images: bool) -> None:
    from pipeline.report import of_archive

    if not (out / "listing.parquet").exists():
        raise click.UsageError(f"{out}: no batch there. Run `kehoach batch SRC {out}` first")
    for place in of_archive.write_pages(out, lang=lang, images=images):
        click.echo(str(place))
