"""Owns what Jira's published contracts leave unsaid, and which of the three an exchange is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fakes.contract import Contract, Operation

from .wire import Exchange, Json

GAPS: Mapping[tuple[str, int], str] = {
    ("POST /rest/api/3/issue", 404): "a project that nobody sees is not told from one that is not there",
    ("POST /rest/api/3/issue/{issueIdOrKey}/transitions", 403): "who may not change an issue is told so",
    ("POST /rest/api/3/issue/{issueIdOrKey}/comment", 403): "the same",
    ("PUT /api/2/issue/{issueIdOrKey}", 409): "two writes at once collide there, too",
    ("POST /api/2/issue/{issueIdOrKey}/remotelink", 201): "a link that is new is answered as on Cloud",
}
"""Statuses that the vendor's servers give and its documents do not list, with the reason why they are believed."""

_ERROR: Mapping[str, Json] = {
    "type": "object",
    "required": ["errorMessages", "errors"],
    "properties": {
        "errorMessages": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "status": {"type": "integer"},
    },
    "additionalProperties": False,
}
"""`ErrorCollection` of the documents, which only some of their operations name."""


class _OfJira(Contract):
    """One of the three documents, none of which says what its errors look like everywhere."""

    everywhere = frozenset({401, 403, 404, 429, 500, 502, 503})
    error = _ERROR

    def _of_other_status(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        if (f"{operation.method} {operation.template}", exchange.status) in GAPS:
            return self._of_error(exchange) if exchange.status >= 400 else iter(())
        return super()._of_other_status(operation, exchange)

    def _has_body(self, described: Mapping[str, Any]) -> bool:
        # "Some JSON" is a body without a schema, which stands for all that the document says of it.
        return "content" in described


class _CloudBoards(_OfJira):
    """The document of boards, whose writer knew some types of parameters only as "an object"."""

    def _as_json_schema(self, node: Any) -> Any:
        return {} if node == {"type": "object", "additionalProperties": False} else super()._as_json_schema(node)


class _DataCenter(_OfJira):
    """The document of Data Center, written by a machine that calls whatever it does not know "an object"."""

    def _path(self, path: str) -> str:
        return path.removeprefix("/rest")

    def _as_json_schema(self, node: Any) -> Any:
        unknown = ({"type": "object"}, {"type": "string", "format": "json"})
        return {} if node in unknown else super()._as_json_schema(node)

    def _has_body(self, described: Mapping[str, Any]) -> bool:
        return "content" in described


class JiraContract:
    """What exchanges of one deployment are held against: Cloud has a document of its own for boards."""

    def __init__(self, platform: Contract, boards: Contract) -> None:
        self._platform = platform
        self._boards = boards

    def problems(self, exchanges: Iterable[Exchange]) -> list[str]:
        """One line for everything that is outside the contract, each said once; what was not processed is left out."""
        found: list[str] = []
        for exchange in exchanges:
            document = self._boards if "/rest/agile/" in exchange.path else self._platform
            found += document.problems([exchange])
        return list(dict.fromkeys(found))


def jira_contract(reference: Path, deployment: str) -> JiraContract:
    """The contract of `cloud` or `data-center` below the folder of reference material."""
    return _contract(reference / "contracts", deployment)


@cache
def _contract(folder: Path, deployment: str) -> JiraContract:
    if deployment == "cloud":
        boards = _CloudBoards.from_file(folder / "jira-software-agile.json")
        return JiraContract(_OfJira.from_file(folder / "jira-cloud-v3.json"), boards)
    both = _DataCenter.from_file(folder / "jira-dc-10.3-v2.json")
    return JiraContract(both, both)
