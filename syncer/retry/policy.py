"""Owns what may be sent again: a read until its tries are used up, a write never."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from syncer.errors import Refused, Unavailable, Unknown
from syncer.ports import Clock
from syncer.retry.answer import Answer, TooLong, Untrusted
from syncer.retry.breaker import Breaker
from syncer.retry.limits import is_narrow, is_secondary, limited, refusal
from syncer.retry.patience import Patience
from syncer.retry.tries import Again, Tries, doubled

Send = Callable[[], Answer]
"""Sends one request once. Raises `PortError`."""

Readable = Callable[[Answer], bool]
"""Whether a success holds what was asked for."""

_LASTING = (Untrusted, TooLong)
_WITHOUT_BODY = (204, 205)


def no_chance() -> float:
    """No jitter."""
    return 0.0


def is_json(answer: Answer) -> bool:
    """Whether a success holds what an API answers, and not a page of a proxy nor half of something."""
    if answer.status in _WITHOUT_BODY:
        return True
    try:
        return answer.data is not None or answer.text.strip() == "null"
    except ValueError:
        return False


class Policy:
    """How requests of one account to the host of `breaker` are sent; `chance` answers 0 to 1 and spreads the waits."""

    def __init__(
        self, clock: Clock, patience: Patience, breaker: Breaker, chance: Callable[[], float] = no_chance
    ) -> None:
        self._clock = clock
        self._patience = patience
        self._breaker = breaker
        self._chance = chance
        self._write_refusals = 0

    def read(self, send: Send, is_readable: Readable = is_json) -> Answer:
        """The answer to a request that changes nothing: a success that `is_readable`, or any status that is final.

        Failures (nothing sent, answer lost, 5xx, unreadable) are tried 5 times, 1, 2, 4 and 8 seconds apart, and
        limits are waited for up to 4 times, all within patience. Raises `Unavailable`, or `Refused` with the seconds
        that the limit asked for, and whatever else `send` raises.
        """
        tries = Tries(self._chance)
        repeat = Retrying(
            retry=retry_if_exception_type(Again),
            stop=lambda _: tries.are_over,
            wait=partial(_pause, tries),
            sleep=partial(self._wait, tries),
            reraise=True,
        )
        try:
            return repeat(self._try, tries, send, is_readable)
        except Again:
            raise tries.given_up() from None

    def write(self, send: Send, is_readable: Readable = is_json) -> Answer:
        """The answer to a request that changes something, sent once: a success that `is_readable`, 3xx or 4xx.

        Raises `Unavailable` (nothing was sent), `Refused` (a limit: nothing was processed) and `Unknown` for all that
        leaves it open, a 503 that asks to come back later among them.
        """
        self._breaker.check()
        answer = self._sent(send)
        if answer.status < 500 and (seconds := refusal(answer, self._clock.now())) is not None:
            # Writes of one account go one by one, so that a plain count is enough.
            self._write_refusals = self._write_refusals + 1 if is_secondary(answer) else 0
            raise self._refused(answer, doubled(seconds, self._write_refusals))
        self._write_refusals = 0
        if fault := self._fault(answer, is_readable):
            self._breaker.failed(fault)
            raise Unknown(fault)
        self._breaker.succeeded()
        return answer

    def _try(self, tries: Tries, send: Send, is_readable: Readable) -> Answer:
        self._breaker.check()
        try:
            answer = self._sent(send)
        except _LASTING as error:
            raise Unavailable(str(error)) from error
        except (Unavailable, Unknown) as error:
            raise tries.failed(error) from error
        if (seconds := refusal(answer, self._clock.now())) is not None:
            raise tries.refused(self._refused(answer, seconds), is_secondary=is_secondary(answer))
        if fault := self._fault(answer, is_readable):
            self._breaker.failed(fault)
            raise tries.failed(Unavailable(fault))
        self._breaker.succeeded()
        return answer

    def _sent(self, send: Send) -> Answer:
        try:
            return send()
        except (Unavailable, Unknown) as error:
            self._breaker.failed(str(error))
            raise

    def _wait(self, tries: Tries, seconds: float) -> None:
        if not self._patience.wait(seconds, tries.reason(self._breaker.host)):
            raise tries.given_up() from None

    def _fault(self, answer: Answer, is_readable: Readable) -> str | None:
        """What makes `answer` a failure of the other side, for people; `None` where it is none."""
        if answer.status >= 500 or answer.status == HTTPStatus.REQUEST_TIMEOUT:
            return f"{self._breaker.host} failed (status {answer.status})"
        if answer.is_success and not is_readable(answer):
            return (
                f"{self._breaker.host} answered (status {answer.status}) with something that its API does not send: "
                "check that the configured URL is that of the API, and no proxy's page is in between"
            )
        return None

    def _refused(self, answer: Answer, seconds: float) -> Refused:
        words = f"{self._breaker.host} limits {limited(answer)} (status {answer.status})"
        return Refused(words, seconds, is_narrow=is_narrow(answer))


def _pause(tries: Tries, _: RetryCallState) -> float:
    return tries.pause()
