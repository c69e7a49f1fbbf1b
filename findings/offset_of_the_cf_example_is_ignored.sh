#!/usr/bin/env bash
# We expected that the reference time which the CF conventions give as their example of a time zone, with an offset of -6:00, is read alike by all readers.
# cftime, and so netCDF4, drops an offset whose hour has one digit, while -06:00 is honoured; xarray applies it by default and drops it with cftime dates.
# The same file gives dates that differ by hours between two readers, or between two options of one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cftime==1.6.6.1 xarray==2026.9.0
venv/bin/python - <<'PY'
import sys

import cftime
import xarray as xr
from xarray.coders import CFDatetimeCoder

print("cftime", cftime.__version__, "xarray", xr.__version__)


def hours(units):
    data = xr.Dataset({"time": ("time", [0], {"units": units})})
    return [cftime.num2date(0, units).hour,
            xr.decode_cf(data, decode_times=CFDatetimeCoder(use_cftime=True)).time.values[0].hour,
            int(xr.decode_cf(data).time.dt.hour[0])]


found = {}
for offset in ("", " -6:00", " -06:00"):
    units = f"seconds since 1992-10-8 15:15:42.5{offset}"
    found[offset] = hours(units)
    print(f"{units}: hour {found[offset][0]} by cftime, {found[offset][1]} by xarray with cftime, {found[offset][2]} by xarray")
same = found == {"": [15, 15, 15], " -6:00": [15, 15, 21], " -06:00": [21, 21, 21]}
sys.exit(0 if same else "the behaviour changed")
PY
