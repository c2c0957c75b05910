"""The fake GitHub breaks in every way that is asked for, having done what it was asked, or not."""

from __future__ import annotations

import gzip
import http.client
import io
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from fakes.asker import Asker, Got
from fakes.github import GitHub, Kind, Repository
from fakes.hand_clock import HandClock

ISSUES = "/repos/acme/payments/issues"
BROKEN = (ConnectionResetError, http.client.HTTPException)


def write(ask: Asker) -> int:
    return ask.post(ISSUES, {"title": "x"}).status


@pytest.fixture
def impatient(hub: GitHub) -> Asker:
    """Waits a tenth of a second for an answer."""
    return Asker(hub.url, "secret", timeout=0.1)


@pytest.mark.parametrize(("kind", "made"), [(Kind.DROP, 1), (Kind.RESET, 0)])
def test_a_connection_is_reset(hub: GitHub, repository: Repository, ask: Asker, kind: Kind, made: int) -> None:
    hub.fail(kind, "POST", "/issues$")
    with pytest.raises(BROKEN):
        write(ask)
    assert len(repository.issues) == made
    assert write(ask) == 201, "once is over"
    assert len(repository.issues) == made + 1


@pytest.mark.parametrize(
    ("kind", "status", "made"),
    [
        (Kind.BAD_GATEWAY_AFTER, 502, 1),
        (Kind.UNAVAILABLE_AFTER, 503, 1),
        (Kind.BAD_GATEWAY, 502, 0),
        (Kind.UNAVAILABLE, 503, 0),
        (Kind.UNAUTHORIZED, 401, 0),
        (Kind.HTML, 200, 1),
    ],
)
def test_a_status_lies(hub: GitHub, repository: Repository, ask: Asker, kind: Kind, status: int, made: int) -> None:
    hub.fail(kind, "POST")
    assert write(ask) == status
    assert len(repository.issues) == made


def test_a_page_is_no_json(hub: GitHub, ask: Asker) -> None:
    hub.fail(Kind.HTML)
    got = ask.get("/user")
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert got.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("told", ["7", "-5", "86400", "Wed, 04 Mar 2026 09:00:00 GMT", "soon"])
def test_a_503_tells_what_it_is_told_to(hub: GitHub, ask: Asker, told: str) -> None:
    hub.fail(Kind.UNAVAILABLE, retry_after=told)
    assert ask.get("/user").headers["retry-after"] == told
    hub.fail(Kind.UNAVAILABLE)
    assert "retry-after" not in ask.get("/user").headers


@pytest.mark.parametrize(("kind", "made"), [(Kind.HANG_AFTER, 1), (Kind.HANG, 0)])
def test_nothing_comes(hub: GitHub, repository: Repository, impatient: Asker, kind: Kind, made: int) -> None:
    hub.fail(kind, "POST")
    with pytest.raises(TimeoutError):
        write(impatient)
    assert len(repository.issues) == made


def test_a_hanging_answer_does_not_keep_the_server() -> None:
    with GitHub() as hub:
        hub.fail(Kind.HANG)
        asked = threading.Event()
        hub.watch_before(lambda request: asked.set())
        connection = socket.create_connection(("127.0.0.1", urlsplit(hub.url).port or 0))
        connection.sendall(b"GET /user HTTP/1.1\r\n\r\n")
        assert asked.wait(5)
    assert connection.recv(1) == b"", "closed by the server that stopped"
    connection.close()


@pytest.mark.parametrize("kind", [Kind.LATE, Kind.LATE_HANG])
def test_a_create_is_committed_late(
    hub: GitHub, repository: Repository, ask: Asker, impatient: Asker, kind: Kind
) -> None:
    clock = hub.clock = HandClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    hub.fail(kind, "POST", seconds=6)
    with pytest.raises((*BROKEN, TimeoutError)):
        write(impatient)
    assert ask.get(f"{ISSUES}?state=all").json == []
    repository.add_issue("meanwhile")
    clock.pass_by(6)
    rows = ask.get(f"{ISSUES}?state=all&direction=asc").json
    assert [(row["number"], row["title"]) for row in rows] == [(1, "meanwhile"), (2, "x")]
    assert [(exchange.status, exchange.fault) for exchange in hub.exchanges if exchange.method == "POST"] == [
        (0, str(kind)),
        (201, f"{kind} (done)"),
    ]


def test_half_an_answer(hub: GitHub, repository: Repository, ask: Asker) -> None:
    hub.fail(Kind.TRUNCATED, "POST")
    with pytest.raises(http.client.IncompleteRead):
        write(ask)
    hub.fail(Kind.CUT, "POST")
    got = ask.post(ISSUES, {"title": "x"})
    assert got.status == 201
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        got.json.keys()
    assert len(repository.issues) == 2


def test_an_answer_comes_slowly(hub: GitHub, ask: Asker) -> None:
    hub.fail(Kind.SLOW, seconds=0.0001)
    assert ask.get("/rate_limit").status == 200


@pytest.fixture
def response(hub: GitHub) -> Iterator[Callable[[], http.client.HTTPResponse]]:
    """Asks for something and answers before the body is read."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(hub.url).port, timeout=5)

    def ask() -> http.client.HTTPResponse:
        connection.request("GET", "/rate_limit")
        return connection.getresponse()

    yield ask
    connection.close()


def test_an_answer_never_ends(hub: GitHub, response: Callable[[], http.client.HTTPResponse]) -> None:
    hub.fail(Kind.ENDLESS)
    with response() as endless:
        assert len(endless.read(5_000_000)) == 5_000_000


def test_an_answer_unpacks_to_200_megabytes(hub: GitHub, response: Callable[[], http.client.HTTPResponse]) -> None:
    hub.fail(Kind.BOMB)
    with response() as bomb:
        packed = bomb.read()
    assert bomb.headers["Content-Encoding"] == "gzip"
    assert len(packed) < 1_000_000
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as unpacked:
        assert len(unpacked.read(1_000_001)) == 1_000_001


def test_any_status_with_any_words(hub: GitHub, ask: Asker) -> None:
    hub.fail(Kind.STATUS, status=403, message="Resource protected", headers={"X-GitHub-SSO": "required"})
    got = ask.get("/user")
    assert (got.status, got.json["message"], got.headers["x-github-sso"]) == (403, "Resource protected", "required")


def test_a_way_to_another_host(hub: GitHub, repository: Repository, ask: Asker) -> None:
    hub.fail(Kind.REDIRECT, to="http://127.0.0.2:1/user")
    got = ask.get("/user")
    assert (got.status, got.headers["location"]) == (307, "http://127.0.0.2:1/user")
    hub.fail(Kind.FOREIGN_LINK, to="http://127.0.0.2:1")
    assert ask.get(ISSUES).headers["link"] == '<http://127.0.0.2:1/page2>; rel="next"'


def test_only_the_nth_and_only_so_often(hub: GitHub, ask: Asker) -> None:
    hub.fail(Kind.UNAVAILABLE, "GET", "/user", nth=2, times=2)
    assert [ask.get("/user").status for _ in range(4)] == [200, 503, 503, 200]
    hub.fail(Kind.UNAVAILABLE, "GET", "/user", times=None)
    assert [ask.get("/user").status for _ in range(9)] == [503] * 9
    assert ask.get(ISSUES).status == 200, "another path"
    hub.faults.clear()
    assert ask.get("/user").status == 200


def test_a_path_may_be_told_by_its_query(hub: GitHub, ask: Asker) -> None:
    hub.fail(Kind.UNAVAILABLE, path=r"[?&]page=2\b", times=None)
    assert [ask.get(f"{ISSUES}?page={page}").status for page in (1, 2, 20)] == [200, 503, 200]


def test_every_exchange_is_kept_whatever_came_of_it(hub: GitHub, ask: Asker) -> None:
    hub.fail(Kind.DROP, "POST")
    with pytest.raises(BROKEN):
        write(ask)
    kept = hub.exchanges[0]
    assert (kept.method, kept.path, kept.status, kept.fault, kept.login) == ("POST", ISSUES, 201, "drop", "syncer-bot")
    assert kept.sent == {"title": "x"}
    assert kept.answer["number"] == 1
    assert kept.request_headers["authorization"] == "Bearer secret"


def test_somebody_acts_before_the_answer_is_out(hub: GitHub, repository: Repository, ask: Asker) -> None:
    hub.watch(lambda exchange: exchange.method == "POST" and repository.close(1))
    assert ask.post(ISSUES, {"title": "x"}).json["state"] == "open"
    assert ask.get(f"{ISSUES}/1").json["state"] == "closed"


def test_somebody_acts_before_the_request_is_processed(hub: GitHub, repository: Repository, ask: Asker) -> None:
    hub.watch_before(lambda request: request.method == "POST" and repository.add_issue("just before"))
    assert ask.post(ISSUES, {"title": "x"}).json["number"] == 2


def test_a_mistake_of_the_fake_is_told_to_the_client_and_to_the_test() -> None:
    got: list[Got] = []

    def fail() -> None:
        with GitHub() as hub, Asker(hub.url) as ask:
            hub.watch(lambda exchange: 1 / 0)
            got.append(ask.get("/rate_limit"))

    with pytest.raises(ZeroDivisionError):
        fail()
    assert got[0].status == 500
    assert "ZeroDivisionError" in got[0].text


def test_one_connection_carries_many_requests(hub: GitHub, ask: Asker) -> None:
    hub.latency = 0.001
    assert [write(ask) for _ in range(20)] == [201] * 20
    assert ask("HEAD", "/user").text == ""
    assert ask.get("/user", Connection="close").status == 200


def test_a_chunked_request_is_read(hub: GitHub, repository: Repository) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(hub.url).port, timeout=5)
    headers = {"Authorization": "Bearer secret", "Transfer-Encoding": "chunked", "Expect": "100-continue"}
    connection.request("POST", ISSUES, iter([b'{"title":', b'"x"}']), headers, encode_chunked=True)
    assert connection.getresponse().status == 201
    connection.close()
    assert [issue.title for issue in repository.issues] == ["x"]
