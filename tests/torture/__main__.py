"""The long form: `make torture`. Ten minutes of killing four workers on PostgreSQL.

`SECONDS=60 make torture` is a shorter one. Ends with 1 and the faults where there are any.
"""

import os
import sys
import time

from tests.support.databases import postgres_database, postgres_server
from tests.torture.rig import nursery, rig
from tests.torture.storm import storm


def main() -> None:
    """Torture, and print what came of it."""
    seconds, seed = float(os.environ.get("SECONDS", "600")), time.time_ns()
    print(f"Killing workers for {seconds:.0f} s, seed {seed}", flush=True)
    with (
        postgres_server() as server,
        postgres_database(server) as url,
        nursery() as forks,
        rig(url, forks, seed=seed) as made,
    ):
        told = storm(made, seconds, kills=1)
    print(f"{told.kills} kills, {told.messages} messages")
    print(
        f"{told.sent_again} texts sent once more, {told.uncertain} messages a person's to find out"
    )
    for fault in told.faults:
        print(fault)
    sys.exit(1 if told.faults else 0)


if __name__ == "__main__":
    main()
