"""Owns the rules of commands that ask nobody: built-in ones, or those of a configuration without its secrets."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from syncer.settings.variables import setting_names

if TYPE_CHECKING:
    from syncer.core.rules import Rules
    from syncer.settings.loader import Configuration

FILE_NAME = "syncer.toml"


def offline_rules(config: Path | None, sprint: tuple[date, int] | None, language: str | None) -> Rules:
    """The rules to read documents by; what reads configurations is imported only where there is one."""
    if config is None and not Path(FILE_NAME).exists() and not has_variables():
        from syncer.settings.built_in import built_in_rules

        return built_in_rules(sprint, language)
    from syncer.settings.arguments import Arguments
    from syncer.settings.decisions import build_rules
    from syncer.settings.overlay import overlay

    arguments = Arguments(Path.cwd(), sprint=sprint, language=language)
    return build_rules(overlay(offline_configuration(config), arguments), arguments, parser="")


def has_variables() -> bool:
    """Whether the environment may configure something."""
    return bool(setting_names(os.environ))


def offline_state(config: Path | None, state: Path | None) -> Path:
    """The state that a command which only looks means: as given or configured, else the one of this folder."""
    from syncer.cli.finding import find_state

    return find_state(offline_configuration(config), state)


def offline_configuration(config: Path | None) -> Configuration:
    """The configuration without its secrets."""
    from syncer.settings.loader import find_file, load

    return load(find_file(config, Path.cwd()), Path.cwd(), is_offline=True)
