"""`kehoach view`: the evidence page of one document."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("file", metavar="FILE|RECORD", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; default FILE.html, here."
)
@click.option("--images/--no-images", default=True, help="Embed pictures of the pages of PDF files and scans.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default=None, help="Language the page opens in.")
def view(file: Path, out: Path | None, images: bool, lang: str | None) -> None:
    """Write the evidence page of a document, or of a record that extract wrote: one HTML file that needs no network,
    with the facts marked in the words of the document."""
    from pipeline.errors import KehoachError
    from pipeline.export.terminal import language
    from pipeline.process import extract_file
    from pipeline.report.opening import page_of, page_of_published, published

    out = out or Path(f"{file.name}.html")
    chosen = language(lang)
    try:
        record = published(file)
        if record is not None:
            page = page_of_published(record, file.parent, lang=chosen, images=images)
        else:
            page = page_of(extract_file(file), lang=chosen, images=images)
    except KehoachError as error:
        click.echo(f"kehoach: {error}", err=True)
        sys.exit(error.exit_code)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        click.echo(f"kehoach: {out}: {error.strerror}. Choose another place with -o", err=True)
        sys.exit(3)
    click.echo(str(out))
