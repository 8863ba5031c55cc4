"""Hostile documents: CPU time until each is refused or ready to be compiled, the dearest first.

./thingbase bench hostile [ROUNDS]
"""

import sys

from rich.progress import track

from bench.harness import Figure, report
from tests.support.hostile import HOSTILE, cost

SHOWN = 5


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    costs = {
        name: min(cost(make()) for _ in range(rounds)) * 1000 for name, make in track(HOSTILE.items(), "documents")
    }
    dearest = sorted(costs.items(), key=lambda item: -item[1])[:SHOWN]
    return report(
        f"hostile: the {SHOWN} dearest of {len(costs)} documents",
        [Figure(name, f"{taken:.0f} ms", "", taken, " ms", 100) for name, taken in dearest],
    )


if __name__ == "__main__":
    sys.exit(main())
