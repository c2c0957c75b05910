"""Owns the form in which GitHub refuses a request, and what else of the wire its parts share."""

from __future__ import annotations

from fakes.wire import Exchange, Json, NotJson, Refusal, Reply, Request

__all__ = ["DOCS", "Exchange", "Json", "NotJson", "Refusal", "Reply", "Request", "invalid", "refusal"]

DOCS = "https://docs.github.com/rest"


def refusal(status: int, message: str, docs: str = DOCS, **headers: str) -> Refusal:
    """An error in GitHub's form; a header's name is written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Refusal(Reply(status, {"message": message, "documentation_url": docs, "status": str(status)}, named))


def invalid(resource: str, field_name: str, code: str = "invalid", **more: Json) -> Refusal:
    """422 with one error; `more` may hold `value` and `message`."""
    error = {**more, "resource": resource, "field": field_name, "code": code}
    content = {"message": "Validation Failed", "errors": [error], "documentation_url": DOCS, "status": "422"}
    return Refusal(Reply(422, content))
