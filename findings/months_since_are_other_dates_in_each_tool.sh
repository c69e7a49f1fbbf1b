#!/usr/bin/env bash
# We expected that a time axis in "months since" is read alike by all tools of netCDF, as the CF conventions define the unit: a twelfth of a year of 365.242 days.
# NCO follows that, and the first month after 1 January ends on the 31st at 10:29. CDO counts calendar months, without a word: 1 February, and from 31 January 2 March. cftime and xarray refuse the unit, except in a calendar of 360 days.
# The natural unit of a monthly model gives three time axes; a mean over a year or a join by date takes other months in each. Needs Debian's nco, cdo and netcdf-bin.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cftime==1.6.6.1 xarray==2026.9.0 netCDF4==1.7.4
ncks --version 2>&1 | tail -1
cdo --version 2>&1 | head -1
for day in 01 31; do
  ncgen -o "from_$day.nc" <<CDL
netcdf given {
dimensions:
  time = 4 ;
variables:
  double time(time) ;
    time:units = "months since 2024-01-$day" ;
    time:calendar = "standard" ;
  double gap(time) ;
data:
  time = 0, 1, 2, 3 ;
  gap = 1, 2, 3, 4 ;
}
CDL
  ncks -H -C --cal -v time "from_$day.nc" | grep 'time = "' | grep -oE '20[0-9]{2}-[0-9]{2}-[0-9]{2}' | paste -sd' ' >"nco_$day"
  cdo -s showdate "from_$day.nc" | xargs >"cdo_$day"
  echo "months 0 to 3 since 2024-01-$day"
  echo "  NCO: $(cat "nco_$day")"
  echo "  CDO: $(cat "cdo_$day")"
done
venv/bin/python - <<'PY'
import sys
from pathlib import Path

import cftime
import xarray as xr

refused = []
for what, reads in (("cftime", lambda: cftime.num2date([0, 1], "months since 2024-01-01", "standard")), ("xarray", lambda: xr.open_dataset("from_01.nc"))):
    try:
        print(f"  {what}:", reads())
    except ValueError as error:
        refused.append(what)
        print(f"  {what}: {str(error)[:90]}")
found = {name: Path(name).read_text().split() for name in ("nco_01", "cdo_01", "nco_31", "cdo_31")}
same = (refused == ["cftime", "xarray"] and found["nco_01"] == ["2024-01-01", "2024-01-31", "2024-03-01", "2024-04-01"]
        and found["cdo_01"] == ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]
        and found["nco_31"] == ["2024-01-31", "2024-03-01", "2024-03-31", "2024-05-01"]
        and found["cdo_31"] == ["2024-01-31", "2024-03-02", "2024-03-31", "2024-05-01"])
sys.exit(0 if same else "the behaviour changed")
PY
