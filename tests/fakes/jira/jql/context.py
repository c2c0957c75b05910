"""Owns what a query is asked in: the site, who asks, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from fakes.jira.issues import Issue
    from fakes.jira.people import User
    from fakes.jira.projects import Project
    from fakes.jira.world import World


@dataclass(frozen=True, slots=True)
class Context:
    """The site, who asks (`None`: nobody in particular) and the server's time. Dates are those of the asker's zone."""

    world: World
    viewer: User | None
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which dates are meant."""
        return ZoneInfo(self.viewer.zone if self.viewer else self.world.zone)

    def project(self, text: str) -> Project | None:
        """The project with that key, name or id, where it can be searched."""
        for project in self.world.projects.values():
            names = {project.key.lower(), project.name.lower(), project.id}
            if text.lower() in names and not project.archived and project.can(self.viewer, "BROWSE_PROJECTS"):
                return project
        return None

    def issue(self, text: str) -> Issue | None:
        """The issue with that id or key, where the asker sees it."""
        found = self.world.find(text)
        return found if found is not None and self.world.sees(self.viewer, found) else None
