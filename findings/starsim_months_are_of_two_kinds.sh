#!/usr/bin/env bash
# We expected that the k-th monthly step of a simulation falls on the start date plus k months.
# Steps are calendar months, but a date plus ss.months(1) adds a twelfth of 365 days (1 January gives 31 January), and a timetable that starts on the 31st moves to the 29th in February and stays there.
# An intervention dated by adding months to the start falls off the steps that it was meant for, and month-end results come up to two days early from then on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starsim==3.7.2
export STARSIM_INSTALL_FONTS=0
venv/bin/python - <<'PY'
import sys

import starsim as ss

ss.options(verbose=0)
print("Starsim", ss.__version__)


def steps(start, stop):
    sim = ss.Sim(n_agents=10, start=start, stop=stop, dt="month", verbose=0)
    sim.init()
    return [str(date) for date in sim.t.datevec]


first, last = steps("2024-01-01", "2024-06-01"), steps("2024-01-31", "2024-06-30")
added = [str(ss.date("2024-01-01") + ss.months(k)) for k in range(6)]
print("monthly steps from 1 January:    ", first)
print("1 January + ss.months(0 to 5):   ", added)
print("monthly steps from 31 January:   ", last)
same = (first == [f"2024.{m:02}.01" for m in range(1, 7)] and added[1] == "2024.01.31" and len(set(first) & set(added)) < 4
        and last[1:] == [f"2024.{m:02}.29" for m in range(2, 7)])
sys.exit(0 if same else "the behaviour changed")
PY
