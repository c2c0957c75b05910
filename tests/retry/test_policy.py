"""What is sent again, how often and after which wait (F8 to F11), with a clock that only waits move."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from engine.worlds import START, SettableClock
from fakes.listening import Listening, says
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import Interrupted, NotAllowed, PortError, Refused, Unavailable, Unknown
from syncer.retry.answer import Answer, TooLong, Untrusted
from syncer.retry.breaker import Breaker
from syncer.retry.patience import Patience
from syncer.retry.policy import Policy, is_json, no_chance
from syncer.retry.transport import Transport

OK = Answer(200, {}, "[]")
SECONDARY = Answer(403, {}, json.dumps({"message": "You have exceeded a secondary rate limit."}))
PAGE = Answer(200, {}, "<html>Sign in to the network</html>")
HALF = Answer(200, {}, '[{"number": 4')
FAILURES = [Answer(500, {}, ""), Answer(502, {}, ""), Answer(599, {}, ""), Answer(408, {}, "")]


def limit(seconds: int, status: int = 429) -> Answer:
    return Answer(status, {"retry-after": str(seconds)}, "")


class Host:
    """Answers as it is told, the last again and again; `sent` counts the requests."""

    def __init__(self, *outcomes: Answer | PortError) -> None:
        self._outcomes = list(outcomes)
        self.sent = 0

    def __call__(self) -> Answer:
        self.sent += 1
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, PortError):
            raise outcome
        return outcome


class World:
    def __init__(self, longest: float = 900.0, chance: Callable[[], float] = no_chance) -> None:
        self.clock = SettableClock()
        self.patience = Patience(self.clock, longest)
        self.breaker = Breaker("api.example")
        self.policy = Policy(self.clock, self.patience, self.breaker, chance)

    @property
    def waited(self) -> float:
        return sum(self.clock.waits)


@pytest.fixture
def world() -> World:
    return World()


class TestReading:
    @pytest.mark.parametrize("failure", [*FAILURES, PAGE, HALF, Unavailable("no connection"), Unknown("dropped")])
    def test_f11_a_failure_is_tried_again_after_a_second(self, failure: Answer | PortError, world: World) -> None:
        """F11, F12, F1: a read may be sent as often as one likes."""
        host = Host(failure, OK)
        assert world.policy.read(host) is OK
        assert (host.sent, world.waited) == (2, 1)

    @pytest.mark.parametrize("failure", [*FAILURES, PAGE, HALF, Unavailable("no connection"), Unknown("dropped")])
    def test_f11_after_five_tries_it_is_unavailable(self, failure: Answer | PortError, world: World) -> None:
        """F11: 1, 2, 4 and 8 seconds apart."""
        host = Host(failure)
        with pytest.raises(Unavailable, match=r"\(tries: 5\)$"):
            world.policy.read(host)
        assert (host.sent, world.waited) == (5, 15)

    def test_f11_then_the_host_is_left_alone(self, world: World) -> None:
        """F11: reads and writes alike are refused at once."""
        with pytest.raises(Unavailable):
            world.policy.read(Host(FAILURES[0]))
        host = Host(OK)
        for ask in (world.policy.read, world.policy.write):
            with pytest.raises(Unavailable, match="is not asked again in this run"):
                ask(host)
        assert (host.sent, world.waited) == (0, 15)

    def test_chance_spreads_the_waits(self) -> None:
        world = World(chance=lambda: 1.0)
        with pytest.raises(Unavailable):
            world.policy.read(Host(FAILURES[0]))
        assert world.waited == pytest.approx(15 * 1.5)

    @pytest.mark.parametrize("status", [201, 204, 205, 301, 304, 307, 400, 401, 403, 404, 409, 410, 422, 451])
    def test_a_final_answer_comes_back_at_once(self, status: int, world: World) -> None:
        """F14, F15, F16, F17: what it means is for others to say."""
        answer = Answer(status, {}, "{}" if status == 201 else "")
        assert world.policy.read(Host(answer)) is answer
        assert world.waited == 0

    def test_whoever_reads_may_say_what_is_readable(self, world: World) -> None:
        wrong, right = Answer(200, {}, '{"data": null}'), Answer(200, {}, '{"data": {}}')
        host = Host(wrong, right)
        assert world.policy.read(host, lambda answer: answer.data != {"data": None}) is right

    @pytest.mark.parametrize("error", [Untrusted("no certificate"), TooLong("too long")])
    def test_what_no_repetition_cures_is_not_repeated(self, error: PortError, world: World) -> None:
        """F12, F13."""
        host = Host(error)
        with pytest.raises(Unavailable, match=str(error)):
            world.policy.read(host)
        assert (host.sent, world.waited) == (1, 0)

    def test_what_is_no_failure_of_the_host_passes_through(self, world: World) -> None:
        host = Host(NotAllowed("redirected elsewhere"))
        with pytest.raises(NotAllowed):
            world.policy.read(host)
        assert (host.sent, world.breaker.is_open) == (1, False)

    @pytest.mark.parametrize("status", [429, 403, 503])
    def test_f8_a_limit_is_waited_for(self, status: int, world: World) -> None:
        """F8: as long as it says, and not a second less."""
        host = Host(limit(40, status), OK)
        assert world.policy.read(host) is OK
        assert (host.sent, world.waited) == (2, 40)

    @pytest.mark.parametrize("seconds", [901, 86_400])
    def test_f8_a_limit_that_is_too_long_is_not_waited_for(self, seconds: int, world: World) -> None:
        """F8: whoever asked learns when to come back."""
        with pytest.raises(Refused, match=r"api\.example limits how often") as caught:
            world.policy.read(Host(limit(seconds)))
        assert (caught.value.retry_after, world.waited) == (seconds, 0)

    def test_f8_no_wait_goes_beyond_the_end_of_the_run(self, world: World) -> None:
        """F8, F10: 100 s are left, of which the first wait takes 60."""
        world.patience.begin(100, lambda: None)
        host = Host(limit(60))
        with pytest.raises(Refused):
            world.policy.read(host)
        assert (host.sent, world.waited) == (2, 60)

    def test_f11_no_pause_goes_beyond_the_end_of_the_run(self, world: World) -> None:
        """F11."""
        world.patience.begin(5, lambda: None)
        host = Host(FAILURES[0])
        with pytest.raises(Unavailable):
            world.policy.read(host)
        assert (host.sent, world.waited) == (3, 3)

    def test_f30_a_signal_ends_the_wait(self, world: World) -> None:
        """F30."""
        world.patience.begin(None, lambda: 15 if world.waited > 3 else None)
        with pytest.raises(Interrupted):
            world.policy.read(Host(limit(60)))
        assert world.waited < 5

    def test_f8_limits_are_waited_for_a_bounded_number_of_times(self, world: World) -> None:
        """F8: the limits that say when they end are taken by their word each time."""
        host = Host(limit(10))
        with pytest.raises(Refused) as caught:
            world.policy.read(host)
        assert (host.sent, world.waited, caught.value.retry_after) == (5, 40, 10)

    def test_f9_secondary_limits_in_a_row_double(self) -> None:
        """F9: 60, 120, 240 and 480 seconds; then it says when to come back."""
        world = World(longest=1000)
        host = Host(SECONDARY)
        with pytest.raises(Refused) as caught:
            world.policy.read(host)
        assert (host.sent, world.waited, caught.value.retry_after) == (5, 900, 960)

    def test_f9_something_else_in_between_ends_the_doubling(self, world: World) -> None:
        """F9."""
        host = Host(SECONDARY, Unavailable("no"), SECONDARY, OK)
        assert world.policy.read(host) is OK
        assert world.waited == 60 + 1 + 60

    def test_limits_are_no_failures(self, world: World) -> None:
        """F8, F11: a host that says when to come back is not down."""
        with pytest.raises(Refused):
            world.policy.read(Host(limit(1)))
        world.breaker.check()

    def test_f8_f11_why_it_waits_is_told(self, world: World) -> None:
        """F8, F11."""
        told: list[tuple[str, float]] = []
        world.patience.begin(None, lambda: None, lambda why, seconds: told.append((why, seconds)))
        world.policy.read(Host(limit(8), Answer(502, {}, ""), OK))
        waits = [("api.example asked for it", 8), ("then trying api.example again", 1)]
        assert [one for one in told if one[0]] == waits

    def test_f11_failures_and_limits_are_bounded_together(self, world: World) -> None:
        """F11: a host that alternates has no more than five of each."""
        both: list[Answer | PortError] = [limit(1), FAILURES[0]]
        host = Host(*both * 9)
        with pytest.raises(Refused):
            world.policy.read(host)
        assert host.sent == 9


class TestWriting:
    @pytest.mark.parametrize("status", [200, 201, 204, 301, 307, 400, 401, 403, 404, 409, 410, 413, 422])
    def test_a_definite_answer_comes_back(self, status: int, world: World) -> None:
        answer = Answer(status, {}, "" if status == 204 else "{}")
        host = Host(answer)
        assert world.policy.write(host) is answer
        assert (host.sent, world.waited) == (1, 0)

    @pytest.mark.parametrize("outcome", [*FAILURES, PAGE, HALF, Answer(201, {}, ""), limit(5, 503), Unknown("dropped")])
    def test_f1_whatever_leaves_it_open_is_unknown(self, outcome: Answer | PortError, world: World) -> None:
        """F1: sent once, never again; a 503 that says when to come back may have come after the deed."""
        host = Host(outcome)
        with pytest.raises(Unknown):
            world.policy.write(host)
        assert (host.sent, world.waited) == (1, 0)

    @pytest.mark.parametrize("error", [Unavailable("refused"), Untrusted("no certificate")])
    def test_f12_what_never_left_is_unavailable(self, error: PortError, world: World) -> None:
        """F12: a definite no."""
        host = Host(error)
        with pytest.raises(Unavailable):
            world.policy.write(host)
        assert (host.sent, world.waited) == (1, 0)

    @pytest.mark.parametrize(
        ("answer", "seconds"), [(limit(7), 7), (limit(86_400, 403), 86_400), (SECONDARY, 60), (Answer(429, {}, ""), 60)]
    )
    def test_f8_f9_a_limit_is_refused_without_waiting(self, answer: Answer, seconds: int, world: World) -> None:
        """F8, F9: whoever writes stores its intent anew before it sends again."""
        host = Host(answer)
        with pytest.raises(Refused) as caught:
            world.policy.write(host)
        assert (host.sent, world.waited, caught.value.retry_after) == (1, 0, seconds)

    def test_f9_secondary_limits_of_writes_in_a_row_double(self, world: World) -> None:
        """F9: until a write goes through, or an hour is reached."""
        host = Host(*[SECONDARY] * 9, OK, SECONDARY)

        def asked() -> float | None:
            try:
                world.policy.write(host)
            except Refused as refused:
                return refused.retry_after
            return None

        assert [asked() for _ in range(11)] == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, None, 60]

    def test_f11_failed_writes_count_for_the_breaker(self, world: World) -> None:
        """F11."""
        outcomes: list[Answer | PortError] = [*FAILURES[:2], PAGE, Unknown("dropped"), Unavailable("refused")]
        for outcome in outcomes:
            with pytest.raises((Unknown, Unavailable)):
                world.policy.write(Host(outcome))
        assert world.breaker.is_open

    @pytest.mark.parametrize("answer", [OK, Answer(404, {}, "")])
    def test_f11_a_proper_answer_begins_the_count_anew(self, answer: Answer, world: World) -> None:
        """F11: of a read or a write, if only with a no."""
        for ask in (world.policy.read, world.policy.write) * 5:
            with pytest.raises(Unknown):
                world.policy.write(Host(FAILURES[0]))
            assert ask(Host(answer)) is answer
        assert not world.breaker.is_open

    def test_a_limit_is_judged_at_the_present(self, world: World) -> None:
        world.clock.pass_seconds(100)
        reset = str(int((START + timedelta(seconds=150)).timestamp()))
        with pytest.raises(Refused) as caught:
            world.policy.write(Host(Answer(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}, "")))
        assert caught.value.retry_after == 51


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (200, "{}", True),
        (200, "[]", True),
        (200, "null", True),
        (204, "", True),
        (205, "", True),
        (200, "", False),
        (202, "<html>", False),
        (200, '{"a"', False),
    ],
)
def test_what_is_json(status: int, text: str, expected: bool) -> None:
    assert is_json(Answer(status, {}, text)) is expected


OUTCOMES = st.sampled_from(
    [OK, *FAILURES, PAGE, SECONDARY, limit(5), limit(2000), limit(5, 503), Unknown("dropped"), Unavailable("refused")]
)


@given(st.lists(OUTCOMES, min_size=1, max_size=12))
def test_f11_every_read_ends(outcomes: list[Answer | PortError]) -> None:
    """F11: within ten requests, with a success or the right kind of error."""
    world, host = World(), Host(*outcomes)
    try:
        assert world.policy.read(host) is OK
    except (Refused, Unavailable):
        assert OK not in outcomes[: host.sent]
    assert host.sent <= 10


@given(st.lists(OUTCOMES, min_size=1, max_size=12))
def test_f1_no_write_is_sent_twice(outcomes: list[Answer | PortError]) -> None:
    """F1."""
    world, host = World(), Host(*outcomes)
    for number, _ in enumerate(outcomes, 1):
        with suppress(Refused, Unavailable, Unknown):
            world.policy.write(host)
        assert host.sent == number or world.breaker.is_open
    assert world.waited == 0


def test_over_a_real_connection() -> None:
    """F1, F8, F11: a drop, a storm, a limit, a page of a proxy, and then the answer."""
    world = World()
    plays = [lambda _: False, says(503), says(429, Retry_After="30"), says(200, b"<html>"), says(200, b"[1]")]
    with Listening(*plays) as server:
        transport = Transport(server.url, world.clock)
        answer = world.policy.read(lambda: transport.send("GET", "/", {}))
    assert (answer.data, len(server.requests), world.waited) == ([1], 5, 1 + 2 + 30 + 4)
