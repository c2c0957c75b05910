"""Owns the rules that hold where nothing is configured; built without the machinery that reads configurations."""

from __future__ import annotations

from datetime import date

from syncer.core.calendar import Calendar, Sprint
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.rules import Rules


def built_in_rules(sprint: tuple[date, int] | None = None, language: str | None = None) -> Rules:
    """The built-in rules; `sprint` is the first day of a sprint and its weeks."""
    calendar = Calendar(sprint=Sprint(*sprint)) if sprint is not None else Calendar()
    return Rules(PublicationRules(), Directory(), {"": calendar}, (), language=language)
