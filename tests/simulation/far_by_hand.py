"""Long runs by hand of what the simulations of far places show: kills at random moments, or the whole table of faults.

    PYTHONPATH=.:tests python -m simulation.far_by_hand [--hub KIND] kills 200 [--seed N] [--state-deleted]
    PYTHONPATH=.:tests python -m simulation.far_by_hand [--hub KIND] effects
    PYTHONPATH=.:tests python -m simulation.far_by_hand [--hub KIND] table

`KIND` is github (the default), jira-cloud or jira-data-center. `kills` starts `syncer sync` over 50 rows, kills it by
SIGKILL at a random moment, and runs it again to its end, each time in a world of its own. `effects` kills a run of ten
rows at every effect. `table` lets every fault happen once with the state kept and once with it deleted before every
rerun. All print what came of it, and end with exit code 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial

from simulation.far import KINDS, TrackerKind
from simulation.far_cases import Row, calm, survive
from simulation.far_command import Moment, office
from simulation.far_effects import edited, fresh, kill_everywhere, lagging, prompt
from simulation.far_stories import tell
from simulation.far_table import cases, stories
from simulation.quick import quick_folder


def kills(kind: TrackerKind, count: int, seed: int, *, state_lost: bool) -> Iterator[str]:
    """Kill `count` runs; yields what went wrong."""
    chance, early, duplicates, missing = random.Random(seed), 0, 0, 0
    for number in range(1, count + 1):
        with quick_folder() as folder, office(folder / "office", kind) as place:
            moment = Moment.at_random(chance, place.requests)
            early += place.run_killed(moment)
            if state_lost:
                place.lose_state()
            code, said = place.run()
            wrong = place.wrong()
            duplicates, missing = duplicates + wrong[0], missing + wrong[1]
            if code or any(wrong):
                yield f"{number}: {moment}: exit {code}, duplicates and missing {wrong}\n{said}"
        if number % 20 == 0 or number == count:
            _say(
                f"{number} kills ({early} before the end) on {kind}, {_state(state_lost=state_lost)}: "
                f"{duplicates} duplicates, {missing} missing"
            )


def effects(kind: TrackerKind) -> Iterator[str]:
    """Kill a run at every effect, however it was prepared and whatever is lost; yields what went wrong."""
    for prepare, server, state_lost in itertools.product((fresh, edited), (prompt, lagging), (False, True)):
        what = f"{prepare.__name__}, {server.__name__}, {_state(state_lost=state_lost)}"
        with quick_folder() as folder:
            try:
                killed = kill_everywhere(folder, kind, prepare, server, state_lost=state_lost, is_whole=True)
            except Exception:  # noqa: BLE001 - whatever it is, the others go on
                yield f"{what}: {traceback.format_exc()}"
                continue
        _say(f"{kind}, {what}: killed {killed} times, 0 duplicates, 0 missing, 0 lost edits")


def table(kind: TrackerKind) -> Iterator[str]:
    """Print the row of every fault; yields what went wrong."""
    _say("| fault | state | runs | duplicates | missing | lost edits |\n|---|---|---|---|---|---|")
    expected = {}
    for document in {case.document for case in cases(kind)}:
        with quick_folder() as folder:
            expected[document] = calm(folder / "world", kind, document)
    for case in cases(kind):
        yield from _rows(partial(survive, case, kind=kind, expected=expected[case.document]))
    for story in stories(kind):
        yield from _rows(partial(tell, story, kind=kind))


def _rows(play: Callable[..., Row]) -> Iterator[str]:
    for state_lost in (False, True):
        with quick_folder() as folder:
            try:
                row = play(root=folder / "world", state_lost=state_lost)
            except Exception:  # noqa: BLE001 - whatever it is, the other rows go on
                yield traceback.format_exc()
                continue
        _say(str(row))
        if (row.duplicates, row.missing, row.lost_edits) != (0, 0, 0):
            yield str(row)


def _state(*, state_lost: bool) -> str:
    return "state deleted" if state_lost else "state kept"


def _say(text: str) -> None:
    print(text)
    sys.stdout.flush()


def main() -> int:
    """Run what was asked for; 1 where anything went wrong."""
    options = _parser().parse_args()
    wrong = 0
    for one in _asked(options):
        wrong += 1
        print(one, file=sys.stderr)
    return 1 if wrong else 0


def _asked(options: argparse.Namespace) -> Iterator[str]:
    if options.command == "kills":
        return kills(options.hub, options.count, options.seed, state_lost=options.state_deleted)
    return effects(options.hub) if options.command == "effects" else table(options.hub)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", choices=KINDS, default="github")
    commands = parser.add_subparsers(dest="command", required=True)
    killing = commands.add_parser("kills")
    killing.add_argument("count", type=int)
    killing.add_argument("--seed", type=int, default=1)
    killing.add_argument("--state-deleted", action="store_true")
    commands.add_parser("effects")
    commands.add_parser("table")
    return parser


if __name__ == "__main__":
    sys.exit(main())
