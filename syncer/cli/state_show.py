"""Owns `syncer state show`: where the state lies and what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from syncer.cli import options
from syncer.cli.printing import put


@click.command(short_help="Show where the state lies and what is in it.")
@options.state
@options.config
@options.output_format
def show(state: Path | None, config: Path | None, output: str) -> int:
    """Show where the state lies, how much it remembers and which writes a killed run left open."""
    from syncer.cli.offline import offline_state
    from syncer.outputs.printable import printable, printable_json

    facts = _facts(offline_state(config, state))
    if output == "json":
        put(printable_json(facts))
        return 0
    for name, value in facts.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        put(printable(f"{name.replace('_', ' '):<12} {shown if shown not in ('', None) else 'none'}"))
    return 0


def _facts(path: Path) -> Mapping[str, object]:
    from syncer.outputs.wording import instant
    from syncer.state.origin import read_origin
    from syncer.state.store import open_store

    store = open_store(path, read_only=True)
    try:
        origin = read_origin(store)
        last = next(iter(store.runs(1)), None)
        return {
            "path": str(path),
            "folder": origin.folder,
            "sources": [*origin.sources, *origin.repositories],
            "lineage": store.lineage(),
            "documents": len(store.documents()),
            "issues": store.count_links(),
            "targets": [str(target) for target in store.targets()],
            "open_writes": [f"{intent.kind.value} begun {instant(intent.begun_at)}" for intent in store.intents()],
            "last_run": f"{last.id} ({last.command}) ended {instant(last.ended_at)}" if last else None,
        }
    finally:
        store.close()
