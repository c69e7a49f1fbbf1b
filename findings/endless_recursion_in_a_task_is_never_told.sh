#!/usr/bin/env bash
# We expected that a task that fails raises its exception where its result is asked for, whatever the exception.
# A task that recurses without end fails on its worker, and the scheduler has it as erred. The client stumbles over the traceback, logs an AssertionError, and keeps the future as pending.
# Whoever waits for the result waits for ever.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dask==2026.8.0 distributed==2026.8.0
cat >endless.py <<'PY'
import sys

from distributed import Client


def main():
    def fails():
        raise ValueError("as expected")

    def endless(n):
        return endless(n + 1)

    def states(dask_scheduler):
        return {str(key).split("-")[0]: (task.state, task.exception_text[:30]) for key, task in dask_scheduler.tasks.items()}

    client = Client(n_workers=1, threads_per_worker=1, dashboard_address=None)
    told = {}
    futures = {"fails": client.submit(fails), "endless": client.submit(endless, 0)}
    for name, future in futures.items():
        try:
            future.result(timeout=20)
        except Exception as error:
            told[name] = type(error).__name__
    print("what the client is told:     ", told)
    print("what the client's futures say:", {name: future.status for name, future in futures.items()})
    held = client.run_on_scheduler(states)
    print("what the scheduler says:     ", held)
    same = (told == {"fails": "ValueError", "endless": "TimeoutError"} and futures["endless"].status == "pending"
            and held["endless"][0] == "erred" and held["endless"][1].startswith("RecursionError"))
    client.close()
    sys.exit(0 if same else "the behaviour changed")


if __name__ == "__main__":
    main()
PY
venv/bin/python endless.py 2>log.txt || { cat log.txt >&2; exit 1; }
grep -m1 AssertionError log.txt
