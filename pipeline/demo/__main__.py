"""`python -m pipeline.demo OUT --documents 300 --seed 1`: writes the texts and truth.json."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.demo.archive import generate


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--documents", type=click.IntRange(30), default=300, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def main(out: Path, documents: int, seed: int) -> None:
    """Write a demonstration archive of made-up documents of real units into OUT, with OUT/truth.json."""
    truth = generate(out, documents, seed)
    click.echo(f"{len(truth['documents'])} documents in {out}, truth in {out / 'truth.json'}")


if __name__ == "__main__":
    main()
