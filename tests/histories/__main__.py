"""The long form: `make histories`. Ten thousand histories between approval and sending.

`HISTORIES=500 make histories` tells fewer. Ends with 1 and the history where there is a fault.
"""

import os
import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.histories.telling import BEGINNINGS, STEPS, Tally, portals
from tests.support.after_approval import told_again


def main() -> None:
    """Tell them, and print what came of it."""
    number = int(os.environ.get("HISTORIES", "10000"))
    chosen, began, tally = time.time_ns(), time.monotonic(), Tally()
    print(f"Telling {number} histories, seed {chosen}", flush=True)
    with portals() as each:

        @seed(chosen)
        @settings(
            max_examples=number,
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(BEGINNINGS, STEPS)
        def tell(begin: tuple[int, int, bool, bool], steps: list[tuple[str, int]]) -> None:
            world = told_again(next(each), begin, steps)
            tally.add(world)
            assert world.provider.faults == [], world.provider.faults
            if tally.histories % 1000 == 0:
                print(f"{tally.histories} after {time.monotonic() - began:.0f} s", flush=True)

        tell()
    print(f"{tally.histories} histories, {tally.sent} messages sent, none of them wrong")
    print("what became of the messages:", dict(tally.states.most_common()))
    print("why they were held:", dict(tally.why.most_common()))
    print("acts:", dict(tally.acts.most_common()))


if __name__ == "__main__":
    main()
