"""Owns pages: how large they are, where the next one is, and that long lists go on by cursor only."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from .routing import Call
from .wire import Json, Reply, refusal

PAGE = 30
LARGEST_PAGE = 100
LARGEST_OFFSET = 1_000
"""Rows that may lie before a page that is asked for by its number in a list that has cursors."""

TOO_FAR = (
    "Pagination with the page parameter is not supported for large datasets, "
    "please use cursor based pagination (after/before)"
)

Place = tuple[Any, ...]
"""Where a row stands in its list: what the list is sorted by, as JSON can hold it."""


def page_of(call: Call, rows: Sequence[Any], show: Callable[[Any], Json] = lambda row: row) -> Reply:
    """The page of `rows` that the query asks for by its number, each as `show` has it, with its `Link` header."""
    size, page = _size(call), _number(call, "page", 1)
    shown = [show(row) for row in rows[(page - 1) * size : page * size]]
    return Reply(200, shown, _links(call, page, max(1, -(-len(rows) // size)), {}))


def cursor_page_of(
    call: Call, rows: Sequence[Any], show: Callable[[Any], Json], place: Callable[[Any], Place], *, falling: bool
) -> Reply:
    """The same of a list whose links carry a cursor: what changes before it shifts nothing behind it.

    `rows` are sorted by `place`, from the largest down where `falling`. Raises 422 for a page far down by number.
    """
    size, page, after = _size(call), _number(call, "page", 1), call.request.query.get("after")
    start = (page - 1) * size
    if after:
        start = _behind(rows, place, json.loads(base64.urlsafe_b64decode(after)), falling=falling)
    elif start >= LARGEST_OFFSET:
        raise refusal(422, TOO_FAR)
    shown, left = rows[start : start + size], len(rows) - start - size
    onward = {"after": base64.urlsafe_b64encode(json.dumps(place(shown[-1])).encode()).decode()} if shown else {}
    return Reply(200, [show(row) for row in shown], _links(call, page, page + max(0, -(-left // size)), onward))


def _behind(rows: Sequence[Any], place: Callable[[Any], Place], cursor: list[Any], *, falling: bool) -> int:
    """The index of the first row behind `cursor`."""
    behind = (
        index for index, row in enumerate(rows) if (list(place(row)) < cursor if falling else list(place(row)) > cursor)
    )
    return next(behind, len(rows))


def _size(call: Call) -> int:
    return min(_number(call, "per_page", PAGE), LARGEST_PAGE)


def _number(call: Call, name: str, default: int) -> int:
    text = call.request.query.get(name, "")
    return int(text) if text.isdigit() and int(text) > 0 else default


def _links(call: Call, page: int, last: int, onward: dict[str, str]) -> dict[str, str]:
    """The `Link` header of one page out of `last`, by the repository's id: nothing for a single one."""
    wanted = {"prev": page - 1 if page > 1 else 0, "next": page + 1 if page < last else 0}
    wanted |= {"last": last if page < last else 0, "first": 1 if page > 1 else 0}
    path = call.request.path
    if call.found is not None:
        path = f"/repositories/{call.found.id}/" + path.split("/", 4 if "repo" in call.parts else 3)[-1]
    asked = {name: value for name, value in call.request.query.items() if name not in {"after", "page"}}
    links = []
    for name, number in wanted.items():
        query = urlencode({**asked, **(onward if name == "next" else {}), "page": number})
        links += [f'<{call.world.api}{path}?{query}>; rel="{name}"'] if number else []
    return {"Link": ", ".join(links)} if links else {}
