"""Owns `syncer init`: write a configuration to start from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from syncer.cli.offline import FILE_NAME
from syncer.errors import UsageError
from syncer.settings.samples import sample


@click.command(short_help="Write a syncer.toml to start from.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
def init(*, force: bool) -> int:
    """Write a syncer.toml with every setting explained into the current folder."""
    path = Path.cwd() / FILE_NAME
    if path.exists() and not force:
        raise UsageError(f"{FILE_NAME} is there already and was left alone; `syncer init --force` replaces it")
    _write(path, sample("syncer.toml"))
    click.echo(
        f"Wrote {FILE_NAME}. Next:\n"
        "  1. set path under [sources.postmortems] to the folder of your postmortems\n"
        "  2. syncer explain FOLDER    shows what is read, and changes nothing\n"
        "  3. syncer plan              shows what a sync would do\n"
        "  4. syncer sync              does it"
    )
    return 0


def _write(path: Path, text: str) -> None:
    """Replace the file at once or not at all."""
    fresh = path.with_name(f".{path.name}.new-{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError(
            f"{path} cannot be written: {error.strerror}; check the folder's permissions and space"
        ) from None
