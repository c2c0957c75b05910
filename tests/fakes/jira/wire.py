"""Owns the form in which Jira refuses a request, and what else of the wire its parts share."""

from __future__ import annotations

from fakes.wire import Exchange, Json, NotJson, Refusal, Reply, Request

__all__ = ["Exchange", "Json", "NotJson", "Refusal", "Reply", "Request", "dead_link", "refusal"]

_UNAUTHORIZED = "Client must be authenticated to access this resource."


def refusal(status: int, /, *messages: str, **errors: str) -> Refusal:
    """An error in Jira's form: messages of the whole, and errors by field."""
    told = [_UNAUTHORIZED] if status == 401 and not any(messages) else [text for text in messages if text]
    return Refusal(Reply(status, {"errorMessages": told, "errors": errors}))


def dead_link() -> Refusal:
    """What is answered below no API: a page for people."""
    page = "<!DOCTYPE html>\n<html><head><title>Oops, you've found a dead link.</title></head><body></body></html>\n"
    return Refusal(Reply(404, page, {}, "text/html;charset=UTF-8"))
