"""Owns a server that keeps the comments of pull requests as GitHub does, as far as the action asks for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"
_LIST = re.compile(r"/api/v3/repos/acme/docs/issues/(\d+)/comments")
_ONE = re.compile(r"/api/v3/repos/acme/docs/issues/comments/(\d+)")


class Comments:
    """The comments by id, every request with its token, and an answer (status and text) to give instead where set."""

    def __init__(self) -> None:
        self.kept: dict[int, dict[str, Any]] = {}
        self.requests: list[tuple[str, str]] = []
        self.tokens: set[str] = set()
        self.instead: tuple[int, str] | None = None
        self.url = ""

    def add(self, pull_request: int, body: str, login: str = BOT) -> int:
        """A new comment; returns its id."""
        number = len(self.kept) + 1
        self.kept[number] = {"id": number, "issue": pull_request, "body": body, "user": {"login": login}}
        return number

    def bodies(self) -> list[str]:
        """What the comments say, oldest first."""
        return [comment["body"] for comment in self.kept.values()]

    def writes(self) -> list[str]:
        """The methods of the requests that were to change something."""
        return [method for method, _ in self.requests if method != "GET"]

    def answer(self, method: str, target: str, content: dict[str, str]) -> tuple[int, str]:
        """The status and body for a request."""
        self.requests.append((method, target))
        if self.instead is not None:
            return self.instead
        path = urlsplit(target).path
        listed, one = _LIST.fullmatch(path), _ONE.fullmatch(path)
        if listed and method == "GET":
            query = parse_qs(urlsplit(target).query)
            size, page = int(query["per_page"][0]), int(query["page"][0])
            found = [comment for comment in self.kept.values() if comment["issue"] == int(listed[1])]
            return 200, json.dumps(found[size * (page - 1) : size * page])
        if listed and method == "POST":
            return 201, json.dumps(self.kept[self.add(int(listed[1]), content["body"])])
        if one and method == "PATCH":
            self.kept[int(one[1])]["body"] = content["body"]
            return 200, json.dumps(self.kept[int(one[1])])
        return 404, json.dumps({"message": "Not Found"})


@contextmanager
def serving() -> Iterator[Comments]:
    """A server with no comments, on this machine."""
    comments = Comments()

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            comments.tokens.add(self.headers.get("Authorization", ""))
            status, text = comments.answer(self.command, self.path, json.loads(self.rfile.read(length) or b"{}"))
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Location", comments.url)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _handle  # noqa: N815 - named by http.server

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    comments.url = f"http://127.0.0.1:{server.server_port}/api/v3"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield comments
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
