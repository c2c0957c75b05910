"""Runs the benchmarks named on the command line, all of them without a name; exits 1 where one is over its budget."""

from __future__ import annotations

import sys

from benchmarks import reading, startup, syncing

BENCHMARKS = {"startup": startup.measure, "reading": reading.measure, "syncing": syncing.measure}


def main(names: list[str]) -> int:
    """Print each verdict as it comes; 2 for a name that does not exist."""
    if unknown := set(names) - set(BENCHMARKS):
        print(f"no benchmark named {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    is_met = True
    for name in names or BENCHMARKS:
        for verdict in BENCHMARKS[name]():
            print(verdict, flush=True)
            is_met &= verdict.is_met
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
