"""Owns requests to the API of a simulated Jira, with what its tests send over and over."""

from __future__ import annotations

from urllib.parse import urlencode

from fakes.asker import Asker, Got
from fakes.jira import Jira


class JiraAsker(Asker):
    """One connection to the API of `jira`: as `name`, whose token is given, or as nobody in particular."""

    def __init__(self, jira: Jira, token: str | None = None, name: str = "syncer-bot") -> None:
        is_cloud = jira.deployment == "cloud"
        super().__init__(
            f"{jira.url}/rest/api/{3 if is_cloud else 2}",
            token,
            email=jira.world.users[name].email if is_cloud and token else None,
        )

    def query(self, path: str, **parameters: str) -> Got:
        """GET with query parameters."""
        return self.get(f"{path}?{urlencode(parameters)}")

    def create(self, summary: object = "Fix the pool", **fields: object) -> Got:
        """POST an issue of PAY; `properties` is sent beside the fields."""
        known: dict[str, object] = {"project": {"key": "PAY"}, "issuetype": {"name": "Task"}, "summary": summary}
        properties = fields.pop("properties", None)
        beside = {} if properties is None else {"properties": properties}
        return self.post("/issue", {"fields": {**known, **fields}, **beside})
