#!/usr/bin/env bash
# We expected that a netCDF-4 variable of variable-length rows opens in xarray with either engine, or is the only one that does not.
# With the engine h5netcdf the whole file fails to open, with a message about an array of size 1 that names no variable; the engine netcdf4 and h5netcdf by itself read it.
# One ragged column, the natural form for parents of a merged model, hides every other variable of a result from those who have only h5netcdf.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xarray==2026.9.0 h5netcdf==1.8.2 h5py==3.16.0 netCDF4==1.7.5.1.post1
venv/bin/python - <<'PY'
import sys

import h5netcdf
import netCDF4
import numpy as np
import xarray as xr

print("xarray", xr.__version__, "h5netcdf", h5netcdf.__version__)
with netCDF4.Dataset("run.nc", "w") as file:
    file.createDimension("model", 2)
    file.createVariable("size", "f4", ("model",))[:] = [7, 70]
    rows = file.createVariable("parents", file.createVLType("i4", "rows"), ("model",))
    rows[0], rows[1] = np.array([1, 2], "i4"), np.array([3], "i4")


def opened(**more):
    try:
        with xr.open_dataset("run.nc", **more) as data:
            return data["size"].values.tolist()
    except ValueError as error:
        return f"ValueError: {error}"


with h5netcdf.File("run.nc") as file:
    raw = [row.tolist() for row in file.variables["parents"][:]]
found = [opened(engine="netcdf4"), opened(engine="h5netcdf"), opened(engine="h5netcdf", drop_variables=["parents"])]
print("engine netcdf4, size:", found[0])
print("engine h5netcdf, size:", found[1])
print("engine h5netcdf without the ragged column, size:", found[2])
print("h5netcdf alone, parents:", raw)
same = found[0] == found[2] == [7.0, 70.0] and str(found[1]).startswith("ValueError") and raw == [[1, 2], [3]]
sys.exit(0 if same else "the behaviour changed")
PY
