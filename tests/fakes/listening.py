"""Owns a server on loopback that answers each request as it is told to, down to single bytes and broken TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Play = Callable[[socket.socket], bool]
"""Answers one request; whether the connection stays open for the next."""


def says(status: int, body: bytes = b"{}", **headers: str) -> Play:
    """A whole answer; underscores in the names of `headers` stand for hyphens."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return sends("\r\n".join([*lines, "", ""]).encode() + body, stays=True)


def sends(data: bytes, *, stays: bool = False) -> Play:
    """Exactly `data`."""

    def play(connection: socket.socket) -> bool:
        connection.sendall(data)
        return stays

    return play


def is_silent(connection: socket.socket) -> bool:
    """Nothing, until the other side goes away."""
    connection.recv(1)
    return False


def goes_on(begin: bytes, piece: bytes, between: Callable[[], object] = lambda: None) -> Play:
    """`begin`, then `piece` after `piece` without an end, with a call of `between` before each."""

    def play(connection: socket.socket) -> bool:
        connection.sendall(begin)
        while True:
            between()
            connection.sendall(piece)

    return play


class Listening:
    """Takes requests as long as the block lasts; `requests` are those so far, each with its body.

    The n-th request meets the n-th of `plays`, later ones the last. With `secured` every connection is TLS from its
    start; with `tunnels` only behind a CONNECT, which is then answered with success.
    """

    def __init__(self, *plays: Play, secured: ssl.SSLContext | None = None, tunnels: ssl.SSLContext | None = None):
        self._plays = list(plays)
        self._secured = secured
        self._tunnels = tunnels
        self._lock = threading.Lock()
        self.requests: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"{'https' if secured else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._secured:
                connection = self._secured.wrap_socket(connection, server_side=True)
            while request := self._received(connection):
                if request.startswith(b"CONNECT") and self._tunnels:
                    connection = self._tunnel(connection, request)
                elif not self._play_of(request)(connection):
                    break
        except OSError:
            pass  # the other side went away, or would not have our certificate
        finally:
            connection.close()

    def _tunnel(self, connection: socket.socket, request: bytes) -> socket.socket:
        assert self._tunnels
        self.requests.append(request)
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        return self._tunnels.wrap_socket(connection, server_side=True)

    def _play_of(self, request: bytes) -> Play:
        with self._lock:
            self.requests.append(request)
            return self._plays.pop(0) if len(self._plays) > 1 else self._plays[0]

    @staticmethod
    def _received(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65_536)
            if not piece:
                return b""
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        missing = int(lengths[0].partition(b":")[2]) - len(body) if lengths else 0
        while missing > 0:
            piece = connection.recv(missing)
            data, missing = data + piece, missing - len(piece)
        return data


class Authority:
    """A certificate authority with one certificate, for 127.0.0.1 unless `name` says otherwise."""

    def __init__(self, folder: Path, name: str = "127.0.0.1") -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of a test")])
        now = datetime.now(UTC)  # noqa: TID251 - certificates are checked by the system's clock
        alternative = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.bundle = folder / "authority.pem"
        self.bundle.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret = folder / "key.pem"
        pem, no_password = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, pem, no_password))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.bundle, secret)
