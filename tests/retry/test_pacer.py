"""Our own pace of writes, within a run and across runs, against a strict model of the vendor's limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

import pytest
from engine.worlds import SettableClock
from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.errors import StateUnusable
from syncer.retry.pacer import Pacer


class Memory:
    """What survives a run."""

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        self.times = 0

    def remember(self, text: str) -> None:
        self.text, self.times = text, self.times + 1


def pacer(clock: SettableClock, memory: Memory, minute: int = 80, hour: int = 500, others: float = 0.0) -> Pacer:
    return Pacer(clock, minute, hour, others, memory.text, memory.remember)


class Vendor:
    """A strict host: `minute` writes in any 60 s, `hour` in any 3,600 s, and after a burst of 10 one a second."""

    def __init__(self, minute: int = 80, hour: int = 500) -> None:
        self._limits = ((minute, 60.0), (hour, 3600.0))
        self._drained_at = 0.0
        self.taken: list[float] = []

    def free_in(self, now: float) -> float:
        """Seconds until it would take the next write."""
        waits = [self.taken[-most] + window - now for most, window in self._limits if len(self.taken) >= most]
        return max(0.0, self._drained_at - 9 - now, *waits)

    def take(self, now: float) -> None:
        """A write arrives; it is never refused. A millisecond is what the clock's microseconds may add up to."""
        assert self.free_in(now) < 0.001
        self._drained_at = max(self._drained_at, now) + 1
        self.taken.append(now)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def memory() -> Memory:
    return Memory()


def work(clock: SettableClock, free_in: Callable[[], float], write: Callable[[], None], most: int, end: float) -> int:
    """Write up to `most` times, as long as the next may go before `end`; answers how many went."""
    for done in range(most):
        while (wait := free_in()) > 0:
            if clock.monotonic() + wait > end:
                return done
            clock.pass_seconds(wait)
        write()
        clock.pass_seconds(0.35)
    return most


def ideal(schedule: Sequence[tuple[float, float]], most: int) -> list[int]:
    """How many writes have gone by the end of each run if each goes in the very moment the vendor allows it."""
    clock, vendor, done = SettableClock(), Vendor(), list[int]()
    for begin, end in schedule:
        clock.pass_seconds(max(0.0, begin - clock.monotonic()))
        free_in, write = (lambda: vendor.free_in(clock.monotonic())), (lambda: vendor.take(clock.monotonic()))
        done.append(work(clock, free_in, write, most - sum(done), end))
    return list(accumulate(done))


@pytest.mark.parametrize(("apart", "lasts"), [(7200, 3600), (1800, 1500), (1500, 900)])
def test_a_day_of_3000_creates_in_12_runs_meets_no_refusal(
    apart: float, lasts: float, clock: SettableClock, memory: Memory
) -> None:
    """Each run is a process that knows only the text; by the end of each, 90 % of what could have gone has gone."""
    vendor, done = Vendor(), list[int]()
    schedule = [(run * apart, run * apart + lasts) for run in range(12)]
    for begin, end in schedule:
        clock.pass_seconds(max(0.0, begin - clock.monotonic()))
        paced = pacer(clock, memory)

        def write(paced: Pacer = paced) -> None:
            paced.spend()
            vendor.take(clock.monotonic())

        done.append(work(clock, paced.due_in, write, 3000 - sum(done), end))
    best = ideal(schedule, 3000)
    assert all(own >= 0.9 * allowed for own, allowed in zip(accumulate(done), best, strict=True))
    assert sum(done) >= min(3000, 0.98 * best[-1])


def test_half_of_the_rate_is_left_to_others(clock: SettableClock, memory: Memory) -> None:
    vendor, paced = Vendor(40, 250), pacer(clock, memory, others=0.5)

    def write() -> None:
        paced.spend()
        vendor.take(clock.monotonic())

    assert work(clock, paced.due_in, write, 9999, 7100) == 500


def test_without_rates_nothing_is_paced_nor_remembered(clock: SettableClock, memory: Memory) -> None:
    paced = pacer(clock, memory, 0, 0)
    for _ in range(1000):
        assert paced.due_in() == 0
        paced.spend()
    assert memory.times == 0


def test_every_write_is_remembered_before_it_goes(clock: SettableClock) -> None:
    """F32: where it cannot be stored, nothing is sent."""

    def fail(text: str) -> None:
        raise StateUnusable("disk full")

    paced = Pacer(clock, 80, 500, 0.0, None, fail)
    assert paced.due_in() == 0
    with pytest.raises(StateUnusable):
        paced.spend()


def test_a_run_right_after_another_has_no_burst_of_its_own(clock: SettableClock, memory: Memory) -> None:
    first = pacer(clock, memory)
    for _ in range(10):
        first.spend()
    assert 1 <= pacer(clock, memory).due_in() <= 1.101


@pytest.mark.parametrize("text", [None, "", "rubbish", "9 0 0", "1 0 0 1,2,3", "1 0 0 " + "9" * 12])
def test_rubbish_does_not_keep_it_from_writing_for_long(text: str | None, clock: SettableClock) -> None:
    assert pacer(clock, Memory(text)).due_in() <= 1


class TestPenalty:
    def test_f8_a_refusal_pushes_the_next_write_out(self, clock: SettableClock, memory: Memory) -> None:
        """F8."""
        paced = pacer(clock, memory)
        paced.penalty(60)
        assert paced.due_in() == 60
        clock.pass_seconds(60)
        assert paced.due_in() == 0

    def test_f8_in_a_later_run_too(self, clock: SettableClock, memory: Memory) -> None:
        """F8: the run that meets a day's limit stops, and so does the next."""
        pacer(clock, memory).penalty(86_400)
        clock.pass_seconds(3600)
        assert pacer(clock, memory).due_in() == pytest.approx(82_800, abs=0.2)

    def test_after_a_day_it_is_asked_again(self, clock: SettableClock, memory: Memory) -> None:
        pacer(clock, memory).penalty(1e12)
        clock.pass_seconds(86_400)
        assert pacer(clock, memory).due_in() < 0.2

    def test_the_longer_of_two_counts(self, clock: SettableClock, memory: Memory) -> None:
        paced = pacer(clock, memory)
        paced.penalty(60)
        paced.penalty(5)
        assert paced.due_in() == 60

    def test_it_counts_without_a_pace_of_our_own(self, clock: SettableClock, memory: Memory) -> None:
        paced = pacer(clock, memory, 0, 0)
        paced.penalty(60)
        assert paced.due_in() == 60

    def test_f57_a_clock_set_back_does_not_lengthen_it(self, clock: SettableClock, memory: Memory) -> None:
        """F57: a minute is a minute, whatever the wall says."""
        pacer(clock, memory).penalty(60)
        clock.pass_seconds(-86_400)
        assert pacer(clock, memory).due_in() == pytest.approx(60, abs=0.2)


class TestClockSetBack:
    """F57: what was remembered lies in the future; it counts as of now, once."""

    def full(self, clock: SettableClock, memory: Memory) -> None:
        paced = pacer(clock, memory)
        for _ in range(500):
            clock.pass_seconds(paced.due_in())
            paced.spend()

    @pytest.mark.parametrize("back", [60, 3600, 86_400, 10 * 365 * 86_400])
    def test_f57_it_waits_no_longer_than_the_window(self, back: int, clock: SettableClock, memory: Memory) -> None:
        """F57: in a new process."""
        self.full(clock, memory)
        clock.pass_seconds(-back)
        assert pacer(clock, memory).due_in() <= 3601

    def test_f57_short_runs_get_out_of_it_too(self, clock: SettableClock, memory: Memory) -> None:
        """F57: each run stops after five minutes, so that none would ever wait long enough by itself."""
        self.full(clock, memory)
        clock.pass_seconds(-86_400)
        for _ in range(13):
            assert pacer(clock, memory).due_in() >= 0
            clock.pass_seconds(300)
        assert pacer(clock, memory).due_in() == 0

    def test_f57_within_a_process_too(self, clock: SettableClock, memory: Memory) -> None:
        """F57: even if the monotonic clock of a machine is none."""
        paced = pacer(clock, memory)
        for _ in range(500):
            clock.pass_seconds(paced.due_in())
            paced.spend()
        clock.pass_seconds(-86_400)
        assert paced.due_in() <= 3601
        clock.pass_seconds(3601)
        assert paced.due_in() == 0

    def test_f57_a_wall_that_jumps_does_not_reach_a_running_process(self, memory: Memory) -> None:
        """F57: only the text is judged by it."""

        class Jumping(SettableClock):
            ahead = timedelta()

            def now(self) -> datetime:
                return super().now() + self.ahead

        clock = Jumping()
        paced = pacer(clock, memory, 5, 500)
        for _ in range(5):
            paced.spend()
        clock.ahead = timedelta(days=1)
        assert paced.due_in() == 61

    def test_an_unchanged_memory_is_not_stored_again(self, clock: SettableClock, memory: Memory) -> None:
        pacer(clock, memory).spend()
        for _ in range(3):
            pacer(clock, memory).due_in()
        assert memory.times == 1


STEPS = st.lists(
    st.one_of(
        st.just("write"),
        st.just("write at once"),
        st.just("restart"),
        st.floats(0, 30),
        st.floats(0, 4000),
    ),
    max_size=200,
)


@settings(max_examples=60)
@given(STEPS, st.sampled_from([(80, 500), (5, 500), (80, 12), (3, 7), (1, 1), (80, 0), (0, 20)]))
def test_no_sequence_breaks_the_limits(steps: list[str | float], rates: tuple[int, int]) -> None:
    """Across restarts as within a process."""
    clock, memory = SettableClock(), Memory()
    vendor, paced = Vendor(rates[0] or 10**6, rates[1] or 10**6), pacer(clock, memory, *rates)
    for step in steps:
        if isinstance(step, float):
            clock.pass_seconds(step)
        elif step == "restart":
            paced = pacer(clock, memory, *rates)
        elif step == "write" or paced.due_in() == 0:
            while (wait := paced.due_in()) > 0:
                clock.pass_seconds(wait)
            paced.spend()
            vendor.take(clock.monotonic())
