"""Owns the demo: the whole road on sample postmortems, every command shown before it runs.

`make demo` starts it. Everything happens in build/demo (or the folder named as the argument), which is made anew each
time; nothing leaves the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "config" / "demo"
FOLDER = Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT / "build" / "demo"
DOCUMENT = "postmortems/2026-03-11-checkout-connection-pool.md"
MEETING = "2026-03-11"
NEXT_DAY = "2026-03-12"
REVIEW = "2026-04-13"
WIDTH = 80


class DemoError(Exception):
    """A command of the demo ended otherwise than it should."""


def environment() -> dict[str, str]:
    """The caller's environment with this interpreter's commands first and without settings of syncer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNCER_")}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}", "COLUMNS": str(WIDTH)}


def say(text: str = "") -> None:
    """Print `text` at once, so that it stands before what the next command prints."""
    print(text, flush=True)


def chapter(title: str) -> None:
    """Print a heading."""
    say(f"\n{f'-- {title} '.ljust(WIDTH, '-')}\n")


def run(command: str, expected: int = 0) -> None:
    """Show `command`, run it in a shell in the demo's folder, and raise `DemoError` unless it ends with `expected`."""
    say(f"$ {command}")
    code = subprocess.run(["/bin/sh", "-c", command], cwd=FOLDER, env=environment(), check=False).returncode
    if code != expected:
        raise DemoError(f"`{command}` ended with exit code {code} instead of {expected}; see {FOLDER}")
    say()


def start_over() -> None:
    """Put the sample postmortems and their configuration into an empty folder."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(SAMPLES, FOLDER)


def show_table() -> None:
    """Show the table of action items of the one document that the demo follows."""
    run(f"sed -n '/## Action items/,$p' {DOCUMENT}")


def first_sync() -> None:
    """From six documents to issues: look, plan, act, and nothing left to do."""
    chapter("1. A postmortem, as its authors wrote it")
    show_table()
    chapter("2. What is read from it, and by which rule")
    run(f"syncer explain {DOCUMENT}")
    chapter("3. What a sync would do with all six (exit code 5: changes pending)")
    run(f"syncer plan --as-of {MEETING}", expected=5)
    chapter("4. Do it")
    run(f"syncer sync --as-of {MEETING}")
    show_table()
    run("ls action-items")
    chapter("5. One of the issues")
    run("sed -n '1,/syncer-end/p' action-items/*-fix-connection-leak-*.md")
    chapter("6. A second sync finds everything in step")
    run(f"syncer sync --as-of {MEETING}")


def life_goes_on() -> None:
    """Issues are edited as people do, and the documents follow."""
    chapter("7. Bob closes his issue, Alice takes more time for hers")
    run("sed -i 's/^state: .*/state: done/' action-items/*-fix-connection-leak-*.md")
    run("sed -i 's/^due: .*/due: 2026-04-10/' action-items/*-add-connection-pool-*.md")
    run(f"syncer sync --as-of {NEXT_DAY}")
    show_table()


def follow_through() -> None:
    """A month later: what is late, and a badge for the document."""
    chapter("8. A month later: what is late?")
    run(f"syncer report overdue --as-of {REVIEW}")
    run(f"syncer badge {DOCUMENT} --as-of {REVIEW} > badge.svg")
    run("syncer verify")


def look_next() -> None:
    """Say where to go from here."""
    chapter("Where to look next")
    say(f"""In {shown(FOLDER)}
  postmortems/    the documents; compare: diff -ru config/demo {shown(FOLDER)}
  action-items/   the issues; edit one as a person would, then:
                    {shown(Path(sys.executable).parent)}/syncer sync --config {shown(FOLDER)}/syncer.toml
  badge.svg       the badge
In the checkout
  README.md               how to point syncer at your own postmortems
  docs/architecture.md    how it works, in ten steps

`make demo` starts over.""")


def shown(path: Path) -> str:
    """A path as short as it can be typed: from the checkout where it lies inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def main() -> int:
    """Run the demo; 0 where every command ended as it should."""
    start_over()
    say(f"In {shown(FOLDER)}, a copy of config/demo:")
    try:
        first_sync()
        life_goes_on()
        follow_through()
    except DemoError as stopped:
        say(f"\nThe demo stopped: {stopped}")
        return 1
    look_next()
    return 0


if __name__ == "__main__":
    sys.exit(main())
