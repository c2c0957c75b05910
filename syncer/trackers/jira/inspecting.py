"""Owns the look at what a project holds, before the first issue is made there."""

from __future__ import annotations

from syncer.errors import NotAllowed
from syncer.model import Capabilities, Field, Target
from syncer.trackers.jira.fields import Screen
from syncer.trackers.jira.projects import is_public
from syncer.trackers.jira.reading import KIND, OWNERS
from syncer.trackers.jira.screens import read_screen, screen
from syncer.trackers.jira.site import Site

LABELS = "labels"


def inspect(site: Site, target: Target, *, audience: bool = False) -> Capabilities:
    """What `target` holds; with `audience` also whether everybody can read it.

    Raises `NotAllowed` where no issue can be made there: no such project, archived, no permission, no such issue
    type, no labels on its screen; and other `PortError`.
    """
    usable_screen(site, target)
    public = is_public(site, target) if audience else site.audiences.get(target)
    return Capabilities(OWNERS, frozenset(Field), is_public=public, kind=KIND, has_errands=True, finds_accounts=True)


def usable_screen(site: Site, target: Target) -> Screen:
    """The screen for new issues, which has labels: we find our issues by one. Raises `PortError`."""
    found = screen(site, target)
    if LABELS not in found.fields and target not in site.asked:  # a note of yesterday
        found = read_screen(site, target)
    if LABELS in found.fields:
        return found
    raise NotAllowed(
        f"{site.place(target)}: the field Labels is not on the create screen of {found.type_name}, and syncer finds "
        f"its issues by the label {site.label}; add the field to the screen"
    )
