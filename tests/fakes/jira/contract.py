"""Owns what Jira's published contracts leave unsaid, and which of the three an exchange is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fakes.contract import Contract, Operation

from .wire import Exchange, Json

GAPS: Mapping[tuple[str, int], str] = {
    ("GET /rest/api/3/search", 410): "removed from the site since the document was written (CHANGE-2046)",
    ("POST /rest/api/3/search", 410): "the same",
    ("PUT /api/2/issue/{issueIdOrKey}", 409): "two writes at once collide there as on Cloud",
    ("POST /api/2/issue/{issueIdOrKey}/remotelink", 201): "a link that is new is answered as on Cloud",
}
"""Statuses that the vendor's servers give and its documents do not list, with the reason why they are believed."""

PARAMETERS: Mapping[str, str] = {
    "GET /api/2/issue/{issueIdOrKey}/transitions?expand": "the manual has it: without it no fields of screens are told",
}
"""Query parameters that the vendor's manual has and its documents do not list."""

LISTS = frozenset({
    "GET /api/2/field", "GET /api/2/issue/{issueIdOrKey}/remotelink", "GET /api/2/issuetype", "GET /api/2/priority",
    "GET /api/2/project", "GET /api/2/project/{projectIdOrKey}/statuses", "GET /api/2/resolution", "GET /api/2/status",
    "GET /api/2/statuscategory", "GET /api/2/user/assignable/search", "GET /api/2/user/search",
})  # fmt: skip
"""Operations of Data Center that answer a list of what its document describes: the machine that wrote it names the
type of the elements only. Every client of that server reads lists there."""

_ANYTHING = ({"type": "object"}, {"type": "string", "format": "json"})
"""What the document of Data Center says of values that may be any JSON."""
_PROPERTY = {"type": "object", "properties": {"key": {"type": "string"}, "value": {"type": "string"}}}
"""And of a property, whose value it says is a text: the text is the JSON of the value."""

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
    own = frozenset(PARAMETERS)
    error = _ERROR

    def _path(self, path: str) -> str:
        # What is before it is the gateway's, or where a Data Center keeps Jira.
        return "/rest/" + path.partition("/rest/")[2]

    def _of_other_status(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        if (f"{operation.method} {operation.template}", exchange.status) in GAPS:
            return self._of_error(exchange) if exchange.status >= 400 else iter(())
        return super()._of_other_status(operation, exchange)


class _CloudBoards(_OfJira):
    """The document of boards, whose writer knew some types of parameters only as "an object"."""

    def _as_json_schema(self, node: Any) -> Any:
        return {} if node == {"type": "object", "additionalProperties": False} else super()._as_json_schema(node)


class _DataCenter(_OfJira):
    """The document of Data Center, written by a machine that did not know every type."""

    def _path(self, path: str) -> str:
        return super()._path(path).removeprefix("/rest")

    def _as_json_schema(self, node: Any) -> Any:
        if node == _PROPERTY:
            return {**_PROPERTY, "properties": {"key": {"type": "string"}}}
        return {} if node in _ANYTHING else super()._as_json_schema(node)

    def _of_answer(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        if f"{operation.method} {operation.template}" not in LISTS or exchange.status != 200:
            return super()._of_answer(operation, exchange)
        if "globalId" in exchange.query:
            return super()._of_answer(operation, exchange)
        described = operation.described["responses"]["200"]["content"]["application/json"]["schema"]
        return self._errors("200", exchange.answer, {"type": "array", "items": described})


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
