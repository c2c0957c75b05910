"""Owns the one comment on a pull request that shows the plan: found by its marker, kept up to date, never doubled."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

MARKER = "<!-- syncer-plan -->"
# Who writes with the token of a job. Somebody else's comment is left alone, whatever it says.
AUTHOR = "github-actions[bot]"
# GitHub takes 65,536 characters: https://docs.github.com/rest/issues/comments
_LONGEST = 60_000
_PAGE = 100
_MOST_PAGES = 50
_SECONDS = 30
_FENCES = re.compile("`{3,}")


class CommentError(Exception):
    """The comment could not be read or written."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The comments of pull request `number` of `repository` (owner/name), at the API whose base URL is `api`."""

    api: str
    repository: str
    number: int
    token: str

    def show(self, text: str, *, only_if_there: bool = False) -> str:
        """Make our comment say `text`, with one request more than reading where that is news.

        Returns "created", "updated", "unchanged", or "none" for a comment that is not there and need not be. Raises
        `CommentError`.
        """
        body = f"{MARKER}\n{text}"
        ours = next((comment for comment in self._comments() if _is_ours(comment)), None)
        if ours is None:
            if only_if_there:
                return "none"
            self._ask("POST", f"issues/{self.number}/comments", {"body": body})
            return "created"
        if ours["body"].strip() == body.strip():
            return "unchanged"
        self._ask("PATCH", f"issues/comments/{int(ours['id'])}", {"body": body})
        return "updated"

    def _comments(self) -> Iterator[dict[str, Any]]:
        for page in range(1, _MOST_PAGES + 1):
            found = self._ask("GET", f"issues/{self.number}/comments?per_page={_PAGE}&page={page}")
            yield from found
            if len(found) < _PAGE:
                return

    def _ask(self, method: str, path: str, content: object = None) -> Any:
        """One request, never repeated and never redirected, so that the token goes nowhere else."""
        base = urlsplit(self.api)
        connection = _connection(base.scheme, base.netloc)
        try:
            connection.request(
                method,
                f"{base.path.rstrip('/')}/repos/{self.repository}/{path}",
                None if content is None else json.dumps(content),
                {
                    "Accept": "application/vnd.github+json",
                    "Authorization": f"Bearer {self.token}",
                    "User-Agent": "syncer",
                    "X-GitHub-Api-Version": "2022-11-28",
                },
            )
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise CommentError(f"{base.netloc} cannot be asked: {error}") from error
        finally:
            connection.close()
        return _content(answer.status, data, f"{method} {path.split('?', 1)[0]}")


def fenced(text: str) -> str:
    """`text` as a code block that nothing in it can end, so that it mentions nobody; cut where it is too long."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rsplit(chr(10), 1)[0]}\n... cut here; the job's log has the rest"
    longest = max((len(found) for found in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _is_ours(comment: dict[str, Any]) -> bool:
    author = comment.get("user") or {}
    return author.get("login") == AUTHOR and str(comment.get("body") or "").startswith(MARKER)


def _connection(scheme: str, host: str) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, timeout=_SECONDS)
    return http.client.HTTPConnection(host, timeout=_SECONDS)


def _content(status: int, data: bytes, request: str) -> Any:
    """What an answer holds. Raises `CommentError` for anything but success, with what GitHub says and what helps."""
    try:
        content = json.loads(data)
    except ValueError:
        content = None
    if status in {200, 201} and content is not None:
        return content
    said = content.get("message", "") if isinstance(content, dict) else ""
    remedy = "; give the job `permissions: pull-requests: write`" if status in {403, 404} else ""
    raise CommentError(f"{request} was answered with {status} {said}".rstrip() + remedy)
