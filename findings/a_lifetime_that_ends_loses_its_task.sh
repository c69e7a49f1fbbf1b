#!/usr/bin/env bash
# We expected that a worker at the end of its --lifetime, which closes "gracefully", finishes its task and hands over the result.
# Its task is started again elsewhere at once; the old worker still works to the end of it, and then throws the result away.
# Every job that ends pays its last task twice, and a task that is longer than a lifetime never ends.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dask==2026.8.0 distributed==2026.8.0
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address=tcp://127.0.0.1:$port
venv/bin/python -m distributed.cli.dask_scheduler --host 127.0.0.1 --port "$port" --dashboard-address 127.0.0.1:0 2>scheduler.log &
venv/bin/python -m distributed.cli.dask_worker "$address" --nthreads 1 --no-dashboard --lifetime 30s 2>old.log &
old=$!
cat >piece.py <<'PY'
import sys
import time
from pathlib import Path

from distributed import Client

address, log = sys.argv[1], Path("log.txt").resolve()
log.touch()


def told() -> list[str]:
    return log.read_text().splitlines()


def main():
    def piece(seconds, log):
        import os
        import time

        def tell(what):
            with open(log, "a") as file:
                file.write(f"{what} {os.getpid()}\n")

        tell("begins")
        time.sleep(seconds)
        tell("ends")
        return os.getpid()

    client = Client(address, timeout=60)
    client.wait_for_workers(1, timeout=120)
    future = client.submit(piece, 40, str(log), pure=False)
    while not told():
        time.sleep(0.2)
    Path("begun").touch()
    got = future.result(timeout=300)
    print("\n".join(told()))
    first = told()[0].split()[1]
    print(f"the result is that of {got}, the first to end is {first}")
    same = [line.split()[0] for line in told()] == ["begins", "begins", "ends", "ends"] and told()[2] == f"ends {first}" and str(got) != first
    sys.exit(0 if same else "the behaviour changed")


main()
PY
venv/bin/python piece.py "$address" &
client=$!
while [ ! -e begun ] && kill -0 "$client"; do sleep 0.2; done
venv/bin/python -m distributed.cli.dask_worker "$address" --nthreads 1 --no-dashboard 2>new.log &
wait "$client"
kill -0 "$old" 2>/dev/null && echo "the old worker is still there" || true
