"""Runs the benchmarks named on the command line, all of them without a name; exits 1 where one is over its budget."""

from __future__ import annotations

import sys
from importlib import import_module

# Imported one by one: a process inherits its parent's peak of memory, so the parent stays small while it measures.
BENCHMARKS = ("startup", "syncing", "reading", "git", "github")


def main(names: list[str]) -> int:
    """Print each verdict as it comes; 2 for a name that does not exist."""
    if unknown := sorted(set(names) - set(BENCHMARKS)):
        print(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    is_met = True
    for name in names or BENCHMARKS:
        for verdict in import_module(f"benchmarks.{name}").measure():
            print(verdict, flush=True)
            is_met &= verdict.is_met
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
