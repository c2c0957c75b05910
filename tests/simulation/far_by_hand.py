"""Long runs by hand of what the simulations of far places show: kills at random moments, or the whole table of faults.

    PYTHONPATH=.:tests python -m simulation.far_by_hand kills 200 [--seed N] [--state-deleted]
    PYTHONPATH=.:tests python -m simulation.far_by_hand table

`kills` starts `syncer sync` over 50 rows, kills it by SIGKILL at a random moment, and runs it again to its end, each
time in a world of its own. `table` lets every fault happen once with the state kept and once with it deleted before
every rerun, and prints a row for each. Both end with exit code 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial

from simulation.far_command import Moment, office
from simulation.far_faults import CASES, Row, calm, survive
from simulation.far_people import MEETINGS
from simulation.far_places import PLACES
from simulation.far_stories import tell
from simulation.quick import quick_folder


def kills(count: int, seed: int, *, state_lost: bool) -> Iterator[str]:
    """Kill `count` runs; yields what went wrong."""
    chance, early, duplicates, missing = random.Random(seed), 0, 0, 0
    for number in range(1, count + 1):
        moment = Moment.at_random(chance)
        with quick_folder() as folder, office(folder / "office") as place:
            early += place.run_killed(moment)
            if state_lost:
                place.lose_state()
            code, said = place.run()
            wrong = place.wrong()
            duplicates, missing = duplicates + wrong[0], missing + wrong[1]
            if code or any(wrong):
                yield f"{number}: {moment}: exit {code}, duplicates and missing {wrong}\n{said}"
        if number % 20 == 0 or number == count:
            state = "deleted" if state_lost else "kept"
            print(f"{number} kills ({early} before the end), state {state}: {duplicates} duplicates, {missing} missing")
            sys.stdout.flush()


def table() -> Iterator[str]:
    """Print the row of every fault; yields what went wrong."""
    print("| fault | state | runs | duplicates | missing | lost edits |\n|---|---|---|---|---|---|")
    expected = {}
    for document in {case.document for case in CASES}:
        with quick_folder() as folder:
            expected[document] = calm(folder / "world", document)
    for case in CASES:
        yield from _rows(partial(survive, case, expected=expected[case.document]))
    for story in (*MEETINGS, *PLACES):
        yield from _rows(partial(tell, story))


def _rows(play: Callable[..., Row]) -> Iterator[str]:
    for state_lost in (False, True):
        with quick_folder() as folder:
            try:
                row = play(root=folder / "world", state_lost=state_lost)
            except Exception:  # noqa: BLE001 - whatever it is, the other rows go on
                yield traceback.format_exc()
                continue
        print(row)
        sys.stdout.flush()
        if (row.duplicates, row.missing, row.lost_edits) != (0, 0, 0):
            yield str(row)


def main() -> int:
    """Run what was asked for; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    killing = commands.add_parser("kills")
    killing.add_argument("count", type=int)
    killing.add_argument("--seed", type=int, default=1)
    killing.add_argument("--state-deleted", action="store_true")
    commands.add_parser("table")
    options = parser.parse_args()
    found = kills(options.count, options.seed, state_lost=options.state_deleted) if "count" in options else table()
    wrong = 0
    for one in found:
        wrong += 1
        print(one, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
