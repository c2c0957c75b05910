"""Owns an account that is told what a test says, where a server would have to be of another kind to say so."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from trackers.jira.desk import Desk

from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.account import Account

Change = Callable[[Any], Any]


def told(desk: Desk, path: str, *contents: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Account:
    """An account of `desk` that is told `contents` in turn, the last again and again, at what `path` is found in."""
    left = list(contents)

    def tell(_: Answer | None) -> Answer:
        content = left.pop(0) if len(left) > 1 else left[0]
        return Answer(status, dict(headers or {}), json.dumps(content))

    return _with(desk, path, tell, asks=False)


def changed(desk: Desk, path: str, change: Change) -> Account:
    """An account of `desk` that is told what `change` makes of the JSON that the server says at `path`."""

    def tell(answer: Answer | None) -> Answer:
        assert answer is not None
        return Answer(answer.status, answer.headers, json.dumps(change(json.loads(answer.text))))

    return _with(desk, path, tell, asks=True)


def _with(desk: Desk, pattern: str, tell: Callable[[Answer | None], Answer], *, asks: bool) -> Account:
    account = desk.account()
    real = account.get

    def get(target: Target, path: str, query: Mapping[str, str] | None = None) -> Answer:
        if not re.search(pattern, path):
            return real(target, path, query)
        return tell(real(target, path, query) if asks else None)

    account.get = get  # type: ignore[method-assign]
    return account
