"""Hostile requests: what the dearest that the limits let through cost, the documents and the statements.

./thingbase bench hostile [ROUNDS [PART ...]]       parts: documents, statements; all of them by default
"""

import sys
from collections.abc import Callable, Mapping

from rich.progress import track

from bench.harness import Figure, console, report, server
from tests.support import planning
from tests.support.hostile import HOSTILE, cost

SHOWN = 5
MILLISECONDS, MEBIBYTES = 100, 64  # of parsing and planning all statements of an operation, in a fresh backend


def documents(rounds: int) -> int:
    """CPU time until each is refused or ready to be compiled, the dearest first."""
    costs = {
        name: min(cost(make()) for _ in range(rounds)) * 1000 for name, make in track(HOSTILE.items(), "documents")
    }
    dearest = sorted(costs.items(), key=lambda item: -item[1])[:SHOWN]
    return report(
        f"hostile: the {SHOWN} dearest of {len(costs)} documents",
        [Figure(name, f"{taken:.0f} ms", "", taken, " ms", 100) for name, taken in dearest],
    )


def statements(rounds: int) -> int:
    """What a backend needs to parse and plan as much of each shape as the limits allow: CPU time, and memory."""
    figures: list[Figure] = []
    with server() as started, planning.planner(started) as api:
        for name, shape in track(planning.SHAPES.items(), "statements", console=console):
            quantity, plan = planning.dearest(api, shape)
            if plan is None:
                continue
            costs = [planning.cost(started, api, plan) for _ in range(rounds)]
            taken, grown = min(each.milliseconds for each in costs), max(each.mebibytes for each in costs)
            what = f"{name}: {quantity}"
            figures += [
                Figure(what, f"{taken:.0f} ms", "", taken, " ms", MILLISECONDS),
                Figure("", f"{grown:.1f} MiB", "", grown, " MiB", MEBIBYTES),
            ]
    return report("hostile: parsing and planning what the limits allow, in a fresh backend", figures)


PARTS: Mapping[str, Callable[[int], int]] = {"documents": documents, "statements": statements}


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    return max([PARTS[name](rounds) for name in sys.argv[2:] or PARTS])


if __name__ == "__main__":
    sys.exit(main())
