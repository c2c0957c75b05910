"""One request and its answer over real connections: what comes back, what was lost, what never left."""

from __future__ import annotations

import gzip
import json
import os
import socket
import threading
import traceback
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from engine.worlds import SettableClock
from fakes.listening import Authority, Listening, Play, goes_on, is_silent, says, sends
from github import Auth, Github

from syncer.clock import SystemClock
from syncer.errors import ConfigurationError, NotAllowed, PortError, Unavailable, Unknown
from syncer.retry.answer import TooLong, Untrusted
from syncer.retry.transport import Answer, Bounds, Transport

# Whatever waits for its usual bounds in earnest, and not for those of the test, has forgotten to keep to them.
pytestmark = pytest.mark.timeout(20)

CANARY = "ghp_canary0123456789"
HEADERS = {"Authorization": f"token {CANARY}", "X-Kept": "yes"}
USUAL = Bounds()
BRIEF = Bounds(connect=0.05, silence=0.05)
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def refused() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def ask(url: str, clock: SettableClock, bounds: Bounds = USUAL, verb: str = "GET") -> Answer:
    transport = Transport(url, clock, bounds)
    try:
        return transport.send(verb, "/x", HEADERS, '{"a": 1}' if verb == "POST" else None)
    finally:
        transport.close()


def failure(url: str, clock: SettableClock, bounds: Bounds = USUAL, verb: str = "POST") -> PortError:
    """What a request raises; neither it nor anything that led to it holds the token."""
    with pytest.raises(PortError) as caught:
        ask(url, clock, bounds, verb)
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    return caught.value


class TestAnswers:
    def test_an_answer_has_status_lower_case_headers_and_text(self, clock: SettableClock) -> None:
        with Listening(says(201, '{"ä": "\u2713"}'.encode(), ETag='W/"1"')) as server:
            answer = ask(server.url, clock, verb="POST")
        assert (answer.status, answer.headers["etag"], answer.data) == (201, 'W/"1"', {"ä": "\u2713"})

    def test_a_request_carries_path_headers_and_body(self, clock: SettableClock) -> None:
        with Listening(says(200)) as server:
            Transport(server.url + "/api/v3/", clock).send("POST", "/api/v3/x?q=1", HEADERS, '{"t": "ü"}')
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        assert head.startswith(b"POST /api/v3/x?q=1 HTTP/1.1\r\n")
        assert (b"X-Kept: yes" in head, body.decode()) == (True, '{"t": "ü"}')

    @pytest.mark.parametrize("status", [204, 304])
    def test_an_answer_without_a_body_is_whole(self, status: int, clock: SettableClock) -> None:
        with Listening(sends(b"HTTP/1.1 %d Nothing\r\n\r\n" % status)) as server:
            assert ask(server.url, clock) == Answer(status, {}, "")

    def test_bytes_that_are_not_utf_8_are_replaced(self, clock: SettableClock) -> None:
        with Listening(says(502, b"<p>\xff\xe2\x9c")) as server:
            assert ask(server.url, clock).text == "<p>\ufffd\ufffd"

    def test_a_compressed_body_comes_out_whole(self, clock: SettableClock) -> None:
        text = json.dumps(["text"] * 50_000)
        with Listening(says(200, gzip.compress(text.encode()), Content_Encoding="gzip")) as server:
            assert ask(server.url, clock).text == text

    @pytest.mark.parametrize("play", [says(200), says(200, b""), sends(b"HTTP/1.1 304 No\r\n\r\n", stays=True)])
    def test_one_connection_serves_many_requests(self, play: Play, clock: SettableClock) -> None:
        taken: list[int] = []

        def notes(connection: socket.socket) -> bool:
            taken.append(connection.getpeername()[1])
            return play(connection)

        with Listening(notes) as server:
            transport = Transport(server.url, clock)
            for _ in range(3):
                transport.send("GET", "/", {})
        assert len(taken) == 3
        assert len(set(taken)) == 1

    def test_a_connection_that_was_closed_while_idle_is_replaced(self, clock: SettableClock) -> None:
        gone = threading.Event()

        def closes(connection: socket.socket) -> bool:
            says(200)(connection)
            connection.shutdown(socket.SHUT_RDWR)
            gone.set()
            return False

        with Listening(closes, says(201)) as server:
            transport = Transport(server.url, clock)
            transport.send("GET", "/", {})
            assert gone.wait(10)
            assert transport.send("POST", "/", {}, "{}").status == 201

    def test_many_threads_get_the_answers_to_their_own_requests(self, clock: SettableClock) -> None:
        class Echoing(Listening):
            def _play_of(self, request: bytes) -> Play:
                return says(200, b'"%s"' % request.split()[1])

        with Echoing() as server:
            transport = Transport(server.url, clock)
            paths = [f"/{number}" for number in range(60)]
            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(lambda path: transport.send("GET", path, {}).data, paths))
        assert answers == paths


class TestHeld:
    """What comes back stays within bounds (F13)."""

    def test_f13_a_body_that_drips_meets_the_deadline(self, clock: SettableClock) -> None:
        """F13: each byte comes in time, the whole never."""
        drip = goes_on(b"HTTP/1.1 200 OK\r\n\r\n", b"x", lambda: clock.pass_seconds(20))
        with Listening(drip) as server:
            error = failure(server.url, clock)
        assert isinstance(error, Unknown)
        assert "not complete after 60 s" in str(error)

    def test_f13_headers_that_drip_meet_the_deadline(self, clock: SettableClock) -> None:
        """F13: no header ever ends."""
        with Listening(goes_on(b"HTTP/1.1 200 OK\r\nX-Drip: ", b"x", lambda: clock.pass_seconds(20))) as server:
            assert isinstance(failure(server.url, clock), Unknown)

    def test_f13_the_answer_of_a_proxy_that_drips_meets_the_deadline(
        self, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F13, F12: nothing was sent to the host behind it."""
        with Listening(goes_on(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", lambda: clock.pass_seconds(20))) as server:
            monkeypatch.setenv("HTTPS_PROXY", server.url)
            error = failure("https://api.example", clock)
        assert isinstance(error, Unavailable)
        assert "within 60 s" in str(error)

    @pytest.mark.parametrize("status", [200, 301, 500])
    def test_f13_an_endless_body_is_cut(self, status: int, clock: SettableClock) -> None:
        """F13: and the connection is closed, not drained; a redirect's body is read no further than others."""
        closed = threading.Event()

        def floods(connection: socket.socket) -> bool:
            try:
                head = b"HTTP/1.1 %d OK\r\nLocation: /y\r\nTransfer-Encoding: chunked\r\n\r\n" % status
                return goes_on(head, b"4000\r\n" + b"x" * 0x4000 + b"\r\n")(connection)
            finally:
                closed.set()

        with Listening(floods) as server:
            error = failure(server.url, clock, Bounds(size=100_000))
            assert closed.wait(10)
        assert isinstance(error, TooLong)
        assert "100,000 bytes" in str(error)

    @pytest.mark.parametrize("layers", [1, 2])
    def test_f13_a_gzip_bomb_is_caught_before_it_is_inflated(self, layers: int, clock: SettableClock) -> None:
        """F13: 80 MB of nothing in 80 kB, or in less; never more than a few pieces of it are in memory."""
        body = bomb(80_000_000)
        for _ in range(layers - 1):
            body = gzip.compress(body)
        with Listening(says(200, body, Content_Encoding=", ".join(["gzip"] * layers))) as server:
            tracemalloc.start()
            try:
                error = failure(server.url, clock, Bounds(size=1_000_000))
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
        assert isinstance(error, TooLong)
        assert peak < 10_000_000

    def test_f13_the_largest_answer_that_is_read(self, clock: SettableClock) -> None:
        """F13: the bound itself passes, one byte more does not."""
        with Listening(says(200, b"x" * 1000), says(200, b"x" * 1001)) as server:
            assert len(ask(server.url, clock, Bounds(size=1000)).text) == 1000
            assert isinstance(failure(server.url, clock, Bounds(size=1000)), TooLong)

    def test_f13_silence_up_to_the_deadline_is_late(self) -> None:
        """F13: the last wait is no longer than what is left."""
        with Listening(is_silent) as server:
            transport = Transport(server.url, SystemClock(), Bounds(total=0.05))
            with pytest.raises(Unknown, match="not complete after"):
                transport.send("GET", "/", {})


def bomb(size: int) -> bytes:
    """Gzip of `size` zero bytes, made piece by piece."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1_000_000)
    return b"".join([*(packing.compress(piece) for _ in range(size // len(piece))), packing.flush()])


LOST: dict[str, Play] = {
    "dropped": lambda _: False,
    "half of a status line": sends(b"HTTP/1.1 2"),
    "no HTTP": sends(b"\x00\x01garbage\r\n\r\n"),
    "half of the headers": sends(b"HTTP/1.1 201 Created\r\nContent-Le"),
    "half of the body": sends(b'HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"number": 4'),
    "half of a chunk": sends(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{"),
    "no chunk": sends(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
    "no gzip": says(201, b'{"number": 41}', Content_Encoding="gzip"),
    "two lengths": sends(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "a hint before the answer": sends(b"HTTP/1.1 103 Early Hints\r\n\r\n", stays=True),
    "a thousand headers": sends(b"HTTP/1.1 201 Created\r\n" + b"A: b\r\n" * 1000 + b"\r\n"),
    "a header without end": sends(b"HTTP/1.1 201 Created\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"),
    "silence": is_silent,
}


@pytest.mark.parametrize("play", LOST.values(), ids=list(LOST))
def test_an_answer_that_does_not_come_whole_is_unknown(play: Play, clock: SettableClock) -> None:
    """F1, F12: the request left, so that nobody knows what became of it; it is sent once."""
    with Listening(play) as server:
        error = failure(server.url, clock, Bounds(silence=0.05))
    assert isinstance(error, Unknown)
    assert "127.0.0.1" in str(error)
    assert len(server.requests) == 1


class TestNothingSent:
    """F12: a definite no, with what to look at."""

    def test_f12_a_refused_connection(self, clock: SettableClock, refused: int) -> None:
        """F12."""
        error = failure(f"http://127.0.0.1:{refused}", clock)
        assert isinstance(error, Unavailable)
        assert "(Connection refused)" in str(error)

    def test_f12_a_name_that_dns_does_not_know(self, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> None:
        """F12."""

        def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        error = failure("https://no.such.example", clock)
        assert isinstance(error, Unavailable)
        assert "DNS does not know no.such.example" in str(error)

    def test_f12_a_black_hole(self, clock: SettableClock, hole: int) -> None:
        """F12: a connection that neither comes about nor fails."""
        error = failure(f"http://127.0.0.1:{hole}", clock, BRIEF)
        assert isinstance(error, Unavailable)
        assert "no connection within 0.05 s" in str(error)

    def test_f12_an_address_that_is_a_black_hole_gives_way_to_the_next(
        self, clock: SettableClock, hole: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F12: IPv6 that leads nowhere, IPv4 that works."""
        with Listening(says(200)) as server:
            found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in (hole, server.port)]
            monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
            assert ask(f"http://localhost:{server.port}", clock, Bounds(connect=0.05)).status == 200

    def test_f12_a_connection_that_comes_about_too_late_is_not_used(
        self, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F12, F13: a minute of black holes before it; nothing is sent then."""
        with Listening(says(200)) as server:

            def slow(*_: object, **__: object) -> list[object]:
                clock.pass_seconds(60)
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]

            monkeypatch.setattr(socket, "getaddrinfo", slow)
            error = failure(server.url, clock)
        assert isinstance(error, Unavailable)
        assert server.requests == []

    def test_f12_a_proxy_that_refuses_connections(
        self, clock: SettableClock, refused: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F12."""
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:{CANARY}@127.0.0.1:{refused}")
        error = failure("https://api.example", clock)
        assert isinstance(error, Unavailable)
        assert "the proxy for api.example cannot be reached (Connection refused)" in str(error)

    def test_f12_a_proxy_that_asks_for_a_password(self, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> None:
        """F12: the proxy gets no token of ours either."""
        with Listening(says(407, b"")) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            error = failure("https://api.example", clock)
        assert isinstance(error, Unavailable)
        assert "it answered 407" in str(error)
        assert CANARY.encode() not in proxy.requests[0]

    @pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://"])
    def test_f12_a_proxy_that_cannot_be_used(
        self, proxy: str, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F12: over SOCKS it could not be told whether a request had left."""
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        error = failure("https://api.example", clock)
        assert isinstance(error, Unavailable)
        assert "cannot be used: check HTTPS_PROXY" in str(error)

    @pytest.mark.parametrize(("first", "words"), [(b"HTTP/1.1 400 Bad\r\n\r\n", "no TLS connection"), (b"", "")])
    def test_f12_a_handshake_that_comes_to_nothing(self, first: bytes, words: str, clock: SettableClock) -> None:
        """F12: no TLS on that port, or cut."""

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1)
                connection.sendall(first)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=greet, daemon=True).start()
            error = failure(f"https://127.0.0.1:{listener.getsockname()[1]}", clock)
        assert isinstance(error, Unavailable)
        assert words in str(error)

    def test_f12_a_certificate_of_an_authority_that_nobody_trusts(
        self, clock: SettableClock, authority: Authority
    ) -> None:
        """F12: verification is always on."""
        with Listening(says(200), secured=authority.context) as server:
            error = failure(server.url, clock)
        assert isinstance(error, Untrusted)
        assert "set REQUESTS_CA_BUNDLE" in str(error)
        assert server.requests == []

    def test_f12_a_certificate_for_another_host(
        self, clock: SettableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F12: an authority that is trusted is not enough."""
        other = Authority(tmp_path, "other.example")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other.bundle))
        with Listening(says(200), secured=other.context) as server:
            assert isinstance(failure(server.url, clock), Untrusted)

    def test_f12_a_bundle_that_does_not_exist(
        self, clock: SettableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F12."""
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
        error = failure("https://127.0.0.1:1", clock)
        assert isinstance(error, Untrusted)
        assert "correct or unset REQUESTS_CA_BUNDLE" in str(error)


@pytest.fixture
def hole() -> Iterator[int]:
    """A port whose connections never come about: its queue is full, and nobody takes any."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for each in waiting:
            each.close()


class TestSecured:
    def test_an_authority_of_ones_own_is_named_in_the_environment(
        self, clock: SettableClock, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F12."""
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))
        with Listening(says(200), secured=authority.context) as server:
            assert ask(server.url, clock).status == 200

    def test_tls_that_breaks_after_the_request_left_is_unknown(
        self, clock: SettableClock, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F1, F12: the error is the one of a failed handshake, and yet the request may have been processed."""

        def breaks(connection: socket.socket) -> bool:
            os.write(connection.fileno(), b"this is no TLS record, and is sent below TLS")
            return False

        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))
        with Listening(breaks, secured=authority.context) as server:
            error = failure(server.url, clock)
        assert isinstance(error, Unknown)
        assert len(server.requests) == 1

    @pytest.mark.parametrize("play", [LOST["dropped"], LOST["half of the body"]])
    def test_an_answer_lost_behind_a_proxy_is_unknown(
        self, play: Play, clock: SettableClock, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F1, F12: a tunnel that once stood is no proxy's fault."""
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))
        with Listening(says(200), play, tunnels=authority.context) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            assert ask("https://127.0.0.1:9", clock).status == 200
            assert isinstance(failure("https://127.0.0.1:9", clock), Unknown)
        assert [request.split()[0] for request in proxy.requests] == [b"CONNECT", b"GET", b"CONNECT", b"POST"]

    def test_an_answer_lost_by_a_proxy_for_plain_requests_is_unknown(
        self, clock: SettableClock, refused: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """F1, F12."""
        with Listening(LOST["dropped"]) as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            assert isinstance(failure(f"http://127.0.0.1:{refused}", clock), Unknown)
        assert proxy.requests[0].startswith(f"POST http://127.0.0.1:{refused}/x".encode())


class TestKeptApart:
    def test_cookies_are_not_kept(self, clock: SettableClock) -> None:
        with Listening(says(200, Set_Cookie="a=b; Path=/")) as server:
            transport = Transport(server.url, clock)
            transport.send("GET", "/", {})
            transport.send("GET", "/", {})
        assert [b"cookie" in request.lower() for request in server.requests] == [False, False]

    def test_credentials_of_a_netrc_are_not_sent(
        self, clock: SettableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login a password b")
        monkeypatch.setenv("NETRC", str(netrc))
        with Listening(says(200)) as server:
            ask(server.url, clock)
        assert f"Authorization: token {CANARY}".encode() in server.requests[0]

    def test_f54_a_redirect_is_an_answer(self, clock: SettableClock) -> None:
        """F54, F18: it is never followed here."""
        with Listening(says(301, Location="/y"), says(200)) as server:
            assert ask(server.url, clock).headers["location"] == "/y"
        assert len(server.requests) == 1

    @pytest.mark.parametrize("path", ["@evil.example/x", "evil.example", "", ":80@evil.example/"])
    def test_f54_what_is_no_path_is_not_asked(self, path: str, clock: SettableClock) -> None:
        """F54: joined to our host it would name another."""
        with Listening(says(200)) as server, pytest.raises(NotAllowed, match="is no path on 127"):
            Transport(server.url, clock).send("GET", path, HEADERS)
        assert server.requests == []

    @pytest.mark.parametrize("token", [f"{CANARY}\n", f"{CANARY}\r\nX-Evil: 1", f"\u201c{CANARY}\u201d"])
    def test_a_token_that_cannot_be_sent_is_not_shown(self, token: str, clock: SettableClock) -> None:
        """F56: the library's own message would show it."""
        with Listening(says(200)) as server, pytest.raises(NotAllowed, match="line break") as caught:
            Transport(server.url, clock).send("GET", "/", {"Authorization": f"token {token}"})
        assert CANARY not in "".join(traceback.format_exception(caught.value))
        assert server.requests == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("api.github.com", "is no URL"),
        ("ftp://api.github.com", "is no URL"),
        ("https://", "is no URL"),
        ("https://[::1", "is no URL"),
        ("https://host:port", "is no URL"),
        ("http://github.acme.example/api/v3", "is not encrypted"),
        ("http://10.0.0.1", "is not encrypted"),
    ],
)
def test_a_base_url_that_cannot_be_asked_is_a_fault_of_the_configuration(
    url: str, words: str, clock: SettableClock
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        Transport(url, clock)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.github.com", "api.github.com"),
        (f"https://user:{CANARY}@host.example/api/v3", "host.example"),
        ("http://localhost:8080", "localhost:8080"),
        ("http://[::1]:8080", "[::1]:8080"),
        ("http://api.localhost", "api.localhost"),
    ],
)
def test_a_transport_knows_its_host(url: str, host: str, clock: SettableClock) -> None:
    assert Transport(url, clock).host == host


class TestPyGithub:
    """Its requester builds the request, and never sees the answer."""

    def through(self, server: Listening, clock: SettableClock, verb: str = "GET", **options: object) -> Answer:
        client = Github(auth=Auth.Token(CANARY), base_url=f"{server.url}/api/v3", retry=None)
        transport = Transport(client.requester.base_url, clock)
        ask: Callable[..., object] = client.requester.requestJson
        return transport.through(lambda connection: ask(verb, "/repos/o/r/issues", cnx=connection, **options))

    def test_it_builds_and_signs_the_request(self, clock: SettableClock) -> None:
        with Listening(says(201, b'{"number": 1}')) as server:
            answer = self.through(server, clock, "POST", parameters={"q": "a b"}, input={"title": "T"})
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        assert answer.data == {"number": 1}
        assert head.startswith(b"POST /api/v3/repos/o/r/issues?q=a+b HTTP/1.1")
        assert f"Authorization: token {CANARY}".encode() in head
        assert body == b'{"title": "T"}'

    @pytest.mark.parametrize("status", [202, 301, 302, 307, 304])
    def test_f18_it_neither_follows_a_redirect_nor_waits_over_a_202(self, status: int, clock: SettableClock) -> None:
        """F18: it would lose the query, and take a 307 for success."""
        with Listening(says(status, Location="/elsewhere")) as server:
            assert self.through(server, clock, parameters={"state": "all"}).status == status
        assert len(server.requests) == 1

    def test_it_does_not_trip_over_headers(self, clock: SettableClock) -> None:
        with Listening(says(200, X_RateLimit_Remaining="many", X_RateLimit_Limit="1e999")) as server:
            assert self.through(server, clock).status == 200

    def test_an_answer_that_is_lost_is_unknown(self, clock: SettableClock) -> None:
        """F1."""
        with Listening(LOST["dropped"]) as server, pytest.raises(Unknown):
            self.through(server, clock, "POST", input={"title": "T"})
        assert len(server.requests) == 1

    def test_a_call_that_sends_nothing_is_a_mistake(self, clock: SettableClock) -> None:
        with pytest.raises(RuntimeError, match="sent no request"):
            Transport("https://api.github.com", clock).through(lambda connection: connection.close())

    def test_an_answer_before_the_request_is_a_mistake(self, clock: SettableClock) -> None:
        with pytest.raises(RuntimeError, match="before a request"):
            Transport("https://api.github.com", clock).through(lambda connection: connection.getresponse())
