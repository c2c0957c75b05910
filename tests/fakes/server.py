"""Owns the sockets: HTTP/1.1 with connections kept alive, and every way an answer can fail to arrive."""

from __future__ import annotations

import gzip
import re
import select
import socket
import ssl
import struct
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import BinaryIO, Protocol

from fakes.faults import Fault, Kind
from fakes.wire import Reply, Request

_RESET = struct.pack("ii", 1, 0)
_BOMB_SIZE = 200_000_000


class _Gone(Exception):  # noqa: N818 - what became of the connection
    """The connection is over."""


class Service(Protocol):
    """What a server serves: it answers one request at a time, whoever holds `lock` being alone with it."""

    @property
    def lock(self) -> AbstractContextManager[object]: ...

    def below(self, request: Request) -> Request:
        """The request as it would have been sent to a server without a path before its API."""

    def process(self, request: Request, fault: str | None = None) -> Reply:
        """Do what is asked and work out the answer, whether or not the client will get it."""

    def skip(self, request: Request, fault: str) -> None:
        """Record a request that was not processed."""

    def promise(self, seconds: float, action: Callable[[], object]) -> None:
        """Do `action` once the clock is `seconds` further on."""

    def error(self, status: int, message: str, headers: Mapping[str, str]) -> Reply:
        """An error as the vendor tells it; an empty message is the vendor's own for `status`."""


class Server:
    """Serves a `Service` on 127.0.0.1, over TLS where there is a context; `latency` is seconds before each answer."""

    def __init__(
        self, service: Service, port: int = 0, latency: float = 0.0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.service = service
        self.latency = latency
        self._tls = tls
        self.faults: list[Fault] = []
        self.mistakes: list[Exception] = []
        self.most_at_once = 0
        self._at_once = 0
        self.watchers: list[Callable[[Request], object]] = []
        self.admin: Callable[[Request], Reply] | None = None
        self._closing = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", port), backlog=128)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True, name="fake")

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Close every connection, hanging ones too, and the port."""
        self._closing.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        with self._lock:
            for connection in self._open:
                _shut(connection)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self._secured(connection) as secured, secured.makefile("rb") as reader:
                while not self._closing.is_set() and (read := _read(reader, secured)):
                    self._answer(secured, self.service.below(read))
        except (_Gone, OSError):
            pass
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    def _answer(self, connection: socket.socket, request: Request) -> None:
        """Handle the request; a mistake of the server itself is told to the client and kept for the test."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self._handle(connection, request)
        except (_Gone, OSError):
            raise
        except Exception as mistake:  # noqa: BLE001 - raised once the server has stopped
            self.mistakes.append(mistake)
            _send(connection, request, self.service.error(500, traceback.format_exc(), {}))
        finally:
            with self._lock:
                self._at_once -= 1

    def _handle(self, connection: socket.socket, request: Request) -> None:
        if self.admin and request.path.startswith("/_fake/"):
            _send(connection, request, self.admin(request))
            return
        for watcher in list(self.watchers):
            watcher(request)
        if self.latency:
            self._closing.wait(self.latency)
        with self.service.lock:
            met = [fault for fault in self.faults if fault.meets(request)]
        if not met:
            _send(connection, request, self.service.process(request))
            return
        self._fail(connection, request, met[0])

    def _fail(self, connection: socket.socket, request: Request, fault: Fault) -> None:
        reply: Reply | None = None
        if fault.is_processed:
            reply = self.service.process(request, fault.kind)
        else:
            self.service.skip(request, fault.kind)
        if fault.is_late:
            late = f"{fault.kind} (done)"
            self.service.promise(fault.seconds, lambda: self.service.process(request, late))
        self._spoil(connection, request, fault, reply)

    def _spoil(self, connection: socket.socket, request: Request, fault: Fault, reply: Reply | None) -> None:
        match fault.kind:
            case Kind.DROP | Kind.RESET | Kind.LATE:
                _reset(connection)
            case Kind.HANG | Kind.HANG_AFTER | Kind.LATE_HANG:
                self._hang(connection)
            case Kind.TRUNCATED | Kind.CUT | Kind.SLOW | Kind.ENDLESS | Kind.BOMB:
                self._send_badly(connection, fault, reply or Reply(200, {}))
            case _:
                _send(connection, request, fault.reply(reply, self.service.error))

    def _send_badly(self, connection: socket.socket, fault: Fault, reply: Reply) -> None:
        body = reply.encoded()
        half = body[: len(body) // 2]
        match fault.kind:
            case Kind.CUT:
                connection.sendall(_head(reply, len(half)) + half)
                return
            case Kind.TRUNCATED:
                connection.sendall(_head(reply, len(body)) + half)
            case Kind.SLOW:
                self._drip(connection, _head(reply, len(body)), (body[at : at + 1] for at in range(len(body))), fault)
                return
            case Kind.ENDLESS:
                endless = iter(lambda: b" " * 65_536, b"")
                self._drip(connection, _head(reply, 1 << 40), endless, Fault(fault.kind, seconds=0.0))
            case _:
                packed = gzip.compress(b" " * _BOMB_SIZE, compresslevel=1)
                reply.headers["Content-Encoding"] = "gzip"
                connection.sendall(_head(reply, len(packed)) + packed)
                return
        raise _Gone

    def _drip(self, connection: socket.socket, head: bytes, pieces: Iterable[bytes], fault: Fault) -> None:
        connection.sendall(head)
        for piece in pieces:
            if self._closing.wait(fault.seconds):
                raise _Gone
            connection.sendall(piece)

    def _hang(self, connection: socket.socket) -> None:
        """Answer nothing until the client leaves or the server stops."""
        while not self._closing.is_set():
            ready, _, _ = select.select([connection], [], [], 0.05)
            if ready and not connection.recv(1):
                break
        raise _Gone


def _read(reader: BinaryIO, connection: socket.socket) -> Request | None:
    """The next request of the connection, `None` at its end."""
    line = reader.readline(65_536).decode("latin-1").split()
    if len(line) != 3:
        return None
    headers: dict[str, str] = {}
    while (header := reader.readline(65_536).decode("latin-1").strip()) != "":
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("expect", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    # A proxy is sent the whole URL, and so is whoever is taken for one.
    path, _, query = re.sub(r"^http://[^/]+", "", line[1]).partition("?")
    return Request(line[0], path, query, headers, _read_body(reader, headers))


def _read_body(reader: BinaryIO, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return reader.read(int(headers.get("content-length", "0")))
    parts = []
    while size := int(reader.readline().split(b";")[0], 16):
        parts.append(reader.read(size))
        reader.readline()
    reader.readline()
    return b"".join(parts)


def _head(reply: Reply, length: int) -> bytes:
    phrase = HTTPStatus(reply.status).phrase
    lines = [f"HTTP/1.1 {reply.status} {phrase}", *(f"{name}: {value}" for name, value in reply.headers.items())]
    if reply.status not in {204, 304}:
        lines += [f"Content-Type: {reply.kind}", f"Content-Length: {length}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _send(connection: socket.socket, request: Request, reply: Reply) -> None:
    body = reply.encoded()
    connection.sendall(_head(reply, len(body)) + (b"" if request.method == "HEAD" else body))
    if request.headers.get("connection", "").lower() == "close":
        raise _Gone


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    raise _Gone


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
