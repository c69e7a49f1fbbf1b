#!/usr/bin/env bash
# We expected that the CF checker looks at every variable of a netCDF-4 file, or says that it does not look into groups.
# A unit and a standard name that it rejects at the root pass inside a group: "All tests passed!", exit code 0, no word about the group.
# Results that keep their summaries or logs in groups are reported as conforming although most of the file was never read.
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


def share(group):
    variable = group.createVariable("share", "f4", ("time",))
    variable.setncatts({"units": "no_such_unit", "standard_name": "no_such_name"})
    variable[:] = 0


root = checked("at_the_root.nc", share)
group = checked("in_a_group.nc", lambda file: share(file.createGroup("summary")))
sys.exit(0 if root == (1, False) and group == (0, True) else "the behaviour changed")
PY
venv/bin/python check.py
