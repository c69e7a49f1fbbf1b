#!/usr/bin/env bash
# We expected that a coordinate variable of strings, such as the names of policies, passes the CF checker or is reported as a problem.
# The report says "All tests passed!" while the program ends with exit code 2, for the test of monotonic coordinates tried to subtract two strings.
# A build that checks its result files fails for every file with a labelled dimension and shows a report without a single complaint.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check compliance-checker==6.1.0 netCDF4==1.7.5.1.post1
cat > check.py <<'PY'
import subprocess
import sys
from importlib.metadata import version

import netCDF4

print("compliance-checker", version("compliance-checker"))


def checked(name, fill):
    with netCDF4.Dataset(name, "w") as file:
        file.setncatts({"Conventions": "CF-1.10", "title": "t", "history": "h", "source": "s", "institution": "i",
                        "references": "r", "comment": "c"})
        file.createDimension("time", 2)
        time = file.createVariable("time", "f8", ("time",))
        time.setncatts({"units": "days since 2020-01-01", "calendar": "proleptic_gregorian", "standard_name": "time", "axis": "T"})
        time[:] = [0, 1]
        fill(file)
    done = subprocess.run(["venv/bin/compliance-checker", "--test", "cf:1.10", name], capture_output=True, text=True)
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines()]
    shown = [line for line in lines if line.startswith(("*", "All tests", "cf:1.10.check"))]
    print(f"{name}: exit code {done.returncode}: {'; '.join(shown)}")
    return done.returncode, "All tests passed!" in done.stdout


def policies(kind):
    def fill(file):
        file.createDimension("policy", 2)
        variable = file.createVariable("policy", kind, ("policy",))
        variable.long_name = "policy"
        for i, value in enumerate(("open", "closed") if kind is str else (1, 2)):
            variable[i] = value
    return fill


numbers, names = checked("numbered.nc", policies("i4")), checked("named.nc", policies(str))
sys.exit(0 if numbers[1] and numbers[0] == 0 and names == (2, True) else "the behaviour changed")
PY
venv/bin/python check.py
