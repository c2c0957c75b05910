"""Owns the rules of commands that ask nobody: built-in ones, or those of a configuration without its secrets."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syncer.core.rules import Rules

FILE_NAME = "syncer.toml"


def offline_rules(config: Path | None, sprint: tuple[date, int] | None, language: str | None) -> Rules:
    """The rules to read documents by; what reads configurations is imported only where there is one."""
    if config is None and not Path(FILE_NAME).exists() and not has_variables():
        from syncer.settings.built_in import built_in_rules

        return built_in_rules(sprint, language)
    from syncer.settings.arguments import Arguments
    from syncer.settings.decisions import build_rules
    from syncer.settings.loader import find_file, load
    from syncer.settings.overlay import overlay

    arguments = Arguments(Path.cwd(), sprint=sprint, language=language)
    configuration = load(find_file(config, arguments.folder), arguments.folder, is_offline=True)
    return replace(build_rules(overlay(configuration, arguments), arguments, parser=""), fingerprint="")


def has_variables() -> bool:
    """Whether the environment may configure something."""
    return any(name.upper().startswith("SYNCER_") for name in os.environ)


def offline_state(config: Path | None, state: Path | None) -> Path:
    """The state that a command which only looks means: as given or configured, else the only one there is."""
    from syncer.settings.arguments import Arguments
    from syncer.settings.loader import find_file, load
    from syncer.settings.state_place import find_state

    arguments = Arguments(Path.cwd(), state=state)
    return find_state(load(find_file(config, arguments.folder), arguments.folder, is_offline=True), arguments)
