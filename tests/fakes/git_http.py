"""Owns a web server for git repositories: `git http-backend` over real HTTP, with the faults that such servers have."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_PUSH = "git-receive-pack"


class GitHost:
    """Serves the repositories below `root`. What the attributes say counts from the next request on.

    `token`: the password that is asked for, with any user name. `is_read_only`: pushes are forbidden.
    `speaks_old`: only version 0 of the protocol. `status`: answer everything with that. `before_push`: called when a
    push arrives, before it is processed. `drop_pushes`: how many of the next pushes are processed and not answered.
    `redirect`: where everything is sent instead. `requests` has the line of each request, `authorizations` the
    header of each.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.token: str | None = None
        self.is_read_only = False
        self.speaks_old = False
        self.status: int | None = None
        self.redirect: str | None = None
        self.before_push: Callable[[], None] | None = None
        self.drop_pushes = 0
        self.requests: list[str] = []
        self.authorizations: list[str | None] = []
        self.url = ""

    def pushes(self) -> int:
        """How many pushes were sent."""
        return sum(request.startswith("POST") and request.endswith(_PUSH) for request in self.requests)


@contextlib.contextmanager
def serving(root: Path) -> Iterator[GitHost]:
    """A host for the repositories below `root`, at `url`, while the block runs."""
    host = GitHost(root)

    class Handler(_Handler):
        pass

    Handler.host = host
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    host: GitHost
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().setup()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so called where it is overridden
        """Say nothing: the host keeps what was asked."""

    def do_GET(self) -> None:
        self._handle(b"")

    def do_POST(self) -> None:
        self._handle(self._body())

    def _handle(self, body: bytes) -> None:
        host = self.host
        host.requests.append(f"{self.command} {self.path}")
        host.authorizations.append(self.headers.get("Authorization"))
        is_push = self.path.endswith(_PUSH)
        if host.redirect is not None:
            self._answer(301, [("Location", host.redirect + self.path)], b"")
        elif host.status is not None:
            self._answer(host.status, [], b"no\n")
        elif not self._is_known():
            self._answer(401, [("WWW-Authenticate", 'Basic realm="git"')], b"no\n")
        elif is_push and host.is_read_only:
            self._answer(403, [], b"no\n")
        else:
            self._serve(body, is_push=is_push and self.command == "POST")

    def _serve(self, body: bytes, *, is_push: bool) -> None:
        host = self.host
        if is_push and host.before_push is not None:
            host.before_push()
        status, headers, content = self._backend(body)
        if is_push and host.drop_pushes > 0:
            host.drop_pushes -= 1
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._answer(status, headers, content)

    def _is_known(self) -> bool:
        if self.host.token is None:
            return True
        given = self.headers.get_all("Authorization") or []
        if len(given) != 1 or not given[0].startswith("Basic "):
            return False
        password = base64.b64decode(given[0].removeprefix("Basic ")).decode().partition(":")[2]
        return password == self.host.token

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def _backend(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        path, _, query = self.path.partition("?")
        env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
            "GIT_PROJECT_ROOT": str(self.host.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_ADDR": "127.0.0.1",
            "REMOTE_USER": "somebody",
        }
        if not self.host.speaks_old:
            env["GIT_PROTOCOL"] = self.headers.get("Git-Protocol", "")
        done = subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        pairs = [line.partition(": ") for line in head.decode().splitlines()]
        status = next((int(value.split()[0]) for name, _, value in pairs if name == "Status"), 200)
        return status, [(name, value) for name, _, value in pairs if name != "Status"], content

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
