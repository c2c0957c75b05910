"""Owns a run that is killed at a chosen statement: `python dying.py STATE` kills one at each, and tells what is left.

One line of JSON a kill: where it died, how many batches had returned, and what the next run finds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from state.samples import document, entry, intent, link, run, target

from syncer.model import Batch
from syncer.state.store import open_store

BATCHES = 2


def batch(number: int) -> Batch:
    """Something for every table: after it, each holds what belongs to `number`, and no intent before it is left."""
    name = f"{number}"
    return Batch(
        documents=(document(f"{name}.md"),),
        links=tuple(link(f"{name}-{part}", path=f"{name}.md", text="x" * 2000) for part in range(3)),
        begun=(intent(name),),
        finished=(f"{number - 1}",),
        cursors={target(): name},
        history=(entry(name),),
        run=run(name),
        facts={"number": name},
    )


def die_at(step: int) -> None:
    """Kill this process by its `step`-th statement or commit from now, before the database sees it."""
    steps = count()

    def maybe(*_: object) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, maybe)


def live(path: Path, step: int, told: int) -> None:
    """One run of several batches; writes a byte to `told` after each that returned."""
    die_at(step)
    store = open_store(path)
    store.acquire("a run that is to die")
    for number in range(BATCHES):
        store.commit(batch(number))
        os.write(told, b".")
    store.close()


def kill_one(path: Path, step: int) -> dict[str, Any]:
    """Start a run, kill it at `step`, and look at what is left."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        live(path, step, told)
        os._exit(0)
    os.close(told)
    with open(heard, "rb") as pipe:  # noqa: PTH123 - a descriptor is no path
        returned = len(pipe.read())
    _, status = os.waitpid(child, 0)
    return {"step": step, "killed": os.WIFSIGNALED(status), "returned": returned, **look(path)}


def look(path: Path) -> dict[str, Any]:
    """What the next run finds, which takes the lock at once."""
    with closing(open_store(path)) as store:
        store.acquire("the next run", wait=0)
        return {
            "fact": store.fact("number"),
            "documents": len(store.documents()),
            "links": len(store.links()),
            "history": len(store.history()),
            "runs": len(store.runs(99)),
            "cursor": store.cursor(target()),
            "intents": [known.id for known in store.intents()],
        }


def kill_at_every_step(folder: Path) -> Iterator[dict[str, Any]]:
    """Kills until a run gets through alive; each starts with a state of its own."""
    for step in count():
        found = kill_one(folder / f"{step}" / "state.db", step)
        yield found
        if not found["killed"]:
            return


if __name__ == "__main__":
    for answer in kill_at_every_step(Path(sys.argv[1])):
        print(json.dumps(answer), flush=True)
