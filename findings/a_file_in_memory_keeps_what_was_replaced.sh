#!/usr/bin/env bash
# We expected that xarray writes the same data in as many bytes to memory as to a file on disk.
# On disk HDF5 uses the place of a replaced list of a dimension's variables again; h5py's driver for file-like objects gives no place back. So each variable adds a list to the file: 400 small ones take five times the bytes in memory, and an open file handed over in place of its path does the same.
# A study of many measures that is sent without a file (to_netcdf() without a path, an object store) grows with the square of their number.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xarray==2026.9.0 h5netcdf==1.8.2 h5py==3.16.0
venv/bin/python - <<'PY'
import os
import sys

import h5netcdf
import h5py
import numpy as np
import xarray as xr

print("xarray", xr.__version__, "h5netcdf", h5netcdf.__version__, "h5py", h5py.__version__)
ratios = []
for count in (50, 100, 200, 400):
    data = xr.Dataset({f"measure {i}": ("step", np.arange(8.0)) for i in range(count)}, {"step": np.arange(8.0)})
    data.to_netcdf("path.nc", engine="h5netcdf")
    memory = bytes(data.to_netcdf(engine="h5netcdf"))
    with open("opened.nc", "w+b") as file:
        data.to_netcdf(file, engine="h5netcdf")
    with open("memory.nc", "wb") as file:
        file.write(memory)
    with xr.open_dataset("memory.nc", engine="h5netcdf") as again:
        assert again.identical(data)
    by_path, opened = os.path.getsize("path.nc"), os.path.getsize("opened.nc")
    ratios.append(len(memory) / by_path)
    print(f"{count} measures: {by_path} bytes by path, {len(memory)} in memory, {opened} by an open file")
    if opened != len(memory):
        sys.exit("the behaviour changed")
same = 0.9 < ratios[0] < 1.1 and ratios == sorted(ratios) and 4 < ratios[-1] < 6
sys.exit(0 if same else "the behaviour changed")
PY
