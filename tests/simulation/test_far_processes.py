"""The command line in real processes against a tracker and a git remote: killed, stopped, started together."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator

import pytest
from fakes.wire import Exchange
from simulation.far import KINDS, TrackerKind
from simulation.far_command import ROWS, Moment, Office, counts, end, office
from simulation.quick import quick_folder

KILLS = 5
"""In a row, before a run may finish."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> TrackerKind:
    made: TrackerKind = request.param
    return made


@pytest.fixture
def place(kind: TrackerKind) -> Iterator[Office]:
    with quick_folder() as folder, office(folder / "office", kind) as opened:
        yield opened


def finish(place: Office) -> None:
    """A run that nobody kills puts everything right, in the one commit that there is then."""
    code, said = place.run()
    assert code == 0, said
    assert place.wrong() == (0, 0)
    assert place.remote.commits() == 2


@pytest.mark.parametrize("state_lost", [False, True], ids=["state kept", "state deleted"])
def test_killed_at_random_moments(state_lost: bool, place: Office) -> None:
    chance = random.Random(1)
    for _ in range(KILLS):
        place.run_killed(Moment.at_random(chance, place.requests))
        if state_lost:
            place.lose_state()
    finish(place)


def test_two_runs_started_together_make_everything_once(place: Office) -> None:  # F26
    ends = [end(one) for one in [place.start(), place.start()]]

    assert sorted(code for code, _ in ends) in ([0, 0], [0, 4]), ends
    assert place.wrong() == (0, 0)
    finish(place)


def test_a_signal_ends_a_run_after_the_request_in_hand(place: Office) -> None:  # F30
    made = []

    def ask_to_stop(exchange: Exchange) -> None:
        made.append(place.hub.makes(exchange))
        if sum(made) == 20 and made[-1]:
            process.send_signal(signal.SIGTERM)

    place.hub.server.watch(ask_to_stop)
    process = place.start()
    code, said = end(process)

    assert code == 143, said
    assert "Traceback" not in said
    there = len(place.hub.issues())
    assert 20 <= there < ROWS
    code, said = place.run()
    assert (code, counts(said)["created"]) == (0, ROWS - there), said
    assert place.wrong() == (0, 0)
