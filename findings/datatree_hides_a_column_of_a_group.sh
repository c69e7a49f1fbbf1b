#!/usr/bin/env bash
# We expected that a variable in a group of a netCDF-4 file is what its path gives in a tree, or that the tree refuses a name that its parent uses too.
# If the root has a coordinate of that name, xarray's DataTree gives the parent's values under the group's path, with another length; the group's own column is only seen with to_dataset(inherit=False).
# A log of events with a column "policy" beside a coordinate "policy" reads as the list of policies, and nothing says so.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xarray==2026.9.0 h5netcdf==1.8.2 h5py==3.16.0 netCDF4==1.7.5.1.post1
venv/bin/python - <<'PY'
import sys

import netCDF4
import xarray as xr

print("xarray", xr.__version__)
with netCDF4.Dataset("run.nc", "w") as file:
    file.createDimension("policy", 2)
    file.createVariable("policy", "i4", ("policy",))[:] = [100, 200]
    events = file.createGroup("events")
    events.createDimension("row", 5)
    events.createVariable("policy", "i4", ("row",))[:] = [0, 0, 1, 1, 1]
    events.createVariable("size", "f4", ("row",))[:] = 1

alone = xr.open_dataset("run.nc", group="events")["policy"]
found = []
for engine in ("netcdf4", "h5netcdf"):
    with xr.open_datatree("run.nc", engine=engine) as tree:
        by_path, own = tree["events/policy"].load(), tree["events"].to_dataset(inherit=False)["policy"].load()
        size = tree["events/size"].sizes
        print(f"{engine}: events/policy {by_path.values} on {by_path.dims}, events/size on {dict(size)}, own {own.values} on {own.dims}")
        found.append(by_path.values.tolist() == [100, 200] and own.values.tolist() == [0, 0, 1, 1, 1])
print("the group opened alone:", alone.values)
sys.exit(0 if all(found) and alone.values.tolist() == [0, 0, 1, 1, 1] else "the behaviour changed")
PY
